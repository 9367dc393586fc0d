"""Claims that come back to the outlet where they started."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx

from kg.checks.wording import Message, excerpt, finding, label
from kg.network import chain, matters, outlet_of, target
from kg.records import Finding, Severity

CHECK = "circular-sourcing"


class _Printing(NamedTuple):
    utterance: str
    outlet: str
    date: str | None
    cited: tuple[str, ...]


def circular_sourcing(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """What an outlet prints and later takes back from others that had it from there; one finding a matter.

    Definition: printings of one matter (claims, and those that say the same: `kg.network.matters`), each of which
    cites the outlet of the one before it and is not older than that, so that the last stands in the outlet of the
    first. Dates rule out what cannot be: a report cites nothing that came later; an unknown date rules out nothing,
    and of a date without a time only the day counts.
    Algorithm: the printings of a matter as a directed graph, an edge from each to those that it may cite; from each
    printing the shortest way to another of its own outlet, breadth first. Cost: printings times citations of a matter.
    Source: Wortlaut's own; circular reporting is a term of intelligence analysis.
    """
    for matter in matters(graph):
        printed = [_printing(graph, each) for each in matter]
        ring = _ring(_cites([each for each in printed if each.outlet]))
        if ring:
            yield _finding(graph, ring)


def _printing(graph: nx.MultiDiGraph, utterance: str) -> _Printing:
    article = target(graph, utterance, "inArticle")
    cited = (target(graph, step, "attributedTo") for step in chain(graph, utterance))
    date = graph.nodes[article].get("date") if article else None
    return _Printing(utterance, outlet_of(graph, utterance) or "", date, tuple(each for each in cited if each))


def _cites(printed: list[_Printing]) -> nx.DiGraph:
    cites = nx.DiGraph()
    cites.add_nodes_from(printed)
    cites.add_edges_from(
        (later, earlier)
        for later in printed
        for earlier in printed
        if later != earlier and earlier.outlet in later.cited and _may_follow(later.date, earlier.date)
    )
    return cites


def _may_follow(later: str | None, earlier: str | None) -> bool:
    """True if what has the first date may have been written after what has the second.

    >>> _may_follow("2024-09-13", "2024-09-13T18:00"), _may_follow("2024-09-12", "2024-09-13")
    (True, False)
    """
    if not later or not earlier:
        return True
    size = min(len(later), len(earlier))
    return later[:10] >= earlier[:10] if size <= 10 else later >= earlier


def _ring(cites: nx.DiGraph) -> list[_Printing]:
    """The shortest way from a printing to another one of its outlet, the first by utterance; empty if there is none."""
    ways = []
    for start in cites:
        found = nx.single_source_shortest_path(cites, start)
        ways += [way for goal, way in found.items() if goal != start and goal.outlet == start.outlet and len(way) > 2]
    return min(ways, key=lambda way: (len(way), way), default=[])


def _finding(graph: nx.MultiDiGraph, ring: list[_Printing]) -> Finding:
    utterances = [each.utterance for each in ring]
    quote, names = excerpt(graph.nodes[utterances[-1]]["wording"]), [label(graph, each.outlet) for each in ring]
    message = Message(
        f"{quote} läuft im Kreis: {' beruft sich auf '.join(names)}.",
        f"{quote} goes in a circle: {' cites '.join(names)}.",
    )
    nodes = (*utterances, *dict.fromkeys(each.outlet for each in ring))
    return finding(graph, CHECK, Severity.WARNING, message, nodes, utterances)
