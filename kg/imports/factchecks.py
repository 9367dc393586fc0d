"""Fact-checks into a store, each in a graph of its own."""

from __future__ import annotations

from collections.abc import Callable

from kg.errors import InputError
from kg.imports import claimreview
from kg.rdf.reviews import review_quads
from kg.store import Store
from kg.vocab import MATCHES, review_graph


def take(store: Store, path: str, bad: Callable[[InputError], None]) -> list[str]:
    """The IRIs of the fact-checks in a file, now that they are in `store`; `bad` is told of each that cannot be read.

    Which claims they are about is judged afterwards (`kg.factchecked.refresh`).
    """
    taken: dict[str, None] = {}
    for found in claimreview.read(path):
        if isinstance(found, InputError):
            bad(found)
            continue
        graph, quads = review_graph(found.id), list(review_quads(found))
        if set(quads) != set(store.quads(graph)):
            store.replace(graph, quads)
        taken[found.id] = None
    return list(taken)


def matched(store: Store, reviews: list[str]) -> int:
    """The number of fact-checks that are about a claim of the store."""
    found = store.query("SELECT DISTINCT ?review { ?review kg:match ?match }", default_graphs=[MATCHES])
    return len({str(review) for (review,) in found} & set(reviews))
