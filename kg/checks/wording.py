"""What the messages and the evidence of all checks are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import networkx as nx

from kg.network import outlet_of, target
from kg.records import Evidence, Finding, Passage, Severity
from kg.vocab import finding_iri

EXCERPT = 8
"""How many words of a quote a message shows. Set by hand: enough to know it again."""

_MARKS = str.maketrans("", "", '„“”»«"')


def excerpt(quote: str) -> str:
    """The first words of a quote in German marks, without marks within.

    >>> excerpt("„Der Damm hält mindestens bis zum kommenden Montag, das ist sicher“")
    '„Der Damm hält mindestens bis zum kommenden Montag …“'
    """
    words = quote.translate(_MARKS).split()
    cut = " ".join(words[:EXCERPT])
    return f"„{cut.rstrip(',;:')} …“" if len(words) > EXCERPT else f"„{cut}“"


class Message(NamedTuple):
    """One sentence for a desk, in German and in English."""

    de: str
    en: str


def listed(names: Iterable[str]) -> Message:
    """The different names, sorted, as a list.

    >>> listed(["Querblick", "Landesspiegel", "Querblick"])
    Message(de='Landesspiegel und Querblick', en='Landesspiegel and Querblick')
    """
    *front, last = sorted(set(names))
    return Message(*(f"{', '.join(front)} {joint} {last}" if front else last for joint in ("und", "and")))


def outlets(graph: nx.MultiDiGraph, utterances: Iterable[str]) -> set[str]:
    """The IRIs of the known outlets that print the utterances."""
    return {outlet for outlet in (outlet_of(graph, each) for each in utterances) if outlet}


def label(graph: nx.MultiDiGraph, node: str) -> str:
    """How a node is called."""
    return str(graph.nodes[node]["label"])


def finding(
    graph: nx.MultiDiGraph,
    check: str,
    severity: Severity,
    message: Message,
    nodes: Iterable[str],
    utterances: Iterable[str],
    score: float | None = None,
) -> Finding:
    """A check's finding about some nodes, with the quotes of some utterances as evidence."""
    told = tuple(nodes)
    places = evidence(graph, utterances)
    return Finding(finding_iri(check, told), check, severity, message.de, told, places, message.en, score)


def evidence(graph: nx.MultiDiGraph, utterances: Iterable[str]) -> tuple[Evidence, ...]:
    """The quotes of the utterances, where each stands; those without known offsets are left out."""
    found = []
    for each in utterances:
        article, spans = target(graph, each, "inArticle"), graph.nodes[each].get("spans")
        if article and spans:
            found.append(Evidence(article, Passage(graph.nodes[each]["wording"], spans)))
    return tuple(found)
