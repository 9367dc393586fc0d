"""Utterances that cannot both be right, and rejections, as the comparison of utterances left them in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import networkx as nx

from kg.checks.wording import Message, excerpt, finding, label
from kg.network import Edge, denier_first, edges_of, matter_of, target
from kg.records import UNNAMED, Finding, Modality, Relation, Severity

CONTRADICTION = "contradiction"
SELF_CONTRADICTION = "self-contradiction"
DENIAL = "denial"

SURE = 0.9
"""Score from which a contradiction is a warning. Set by hand."""

_HOW = {
    "polarity": Message("bejaht gegen verneint", "affirmed against negated"),
    "number": Message("Zahl", "number"),
    "date": Message("Zeitpunkt", "time"),
    "duration": Message("Dauer", "duration"),
    "actor": Message("wer", "who"),
    "place": Message("Ort", "place"),
    "predicate": Message("Sache", "substance"),
}


def contradiction(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """What two speakers, or two outlets, say that cannot both be right; one finding for each two matters.

    Definition: an edge `contradicts` between utterances that are not of one named speaker. All edges between the
    sayings of the same two matters (claims, and those that state the same: `kg.network.matters`) make one finding: the
    likeliest, its utterances first. Which side is right is not told. Algorithm: one pass over the edges, put together
    by their matters. Cost: linear in edges and in the matters that they touch.
    Source: the relations of `kg.relations`.
    """
    for edges in _by_matters(graph, edges_of(graph, Relation.CONTRADICTS), own=False):
        first = edges[0]
        how = _HOW.get(first.how, Message(first.how, first.how))
        one, other = said(graph, first.earlier), said(graph, first.later)
        yield _finding(
            graph,
            CONTRADICTION,
            Severity.WARNING if first.score >= SURE else Severity.NOTICE,
            Message(
                f"{one.de} – dagegen {other.de} ({how.de}).",
                f"{one.en} – as opposed to {other.en} ({how.en}).",
            ),
            edges,
        )


def self_contradiction(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """What one named speaker says otherwise than before; one finding for each two matters.

    Definition: an edge `contradicts` between utterances of one speaker is a notice: it cannot both be right. An edge
    `changed_position` is information: a stand may change, and a change is no error. Algorithm: as for
    `contradiction`. Cost: as there.
    Source: the relations of `kg.relations`.
    """
    for relation in (Relation.CONTRADICTS, Relation.CHANGED_POSITION):
        for edges in _by_matters(graph, edges_of(graph, relation), own=True):
            first = edges[0]
            changed = relation is Relation.CHANGED_POSITION
            before, after = _quote(graph, first.earlier), _quote(graph, first.later)
            who = _speaker(graph, first.later)
            yield _finding(
                graph,
                SELF_CONTRADICTION,
                Severity.INFO if changed else Severity.NOTICE,
                Message(
                    f"{who.de} {'hat die Haltung geändert' if changed else 'widerspricht sich'}: "
                    f"erst {before}, dann {after}.",
                    f"{who.en} {'has changed position' if changed else 'contradicts an earlier saying'}: "
                    f"first {before}, then {after}.",
                ),
                edges,
            )


def denial(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """What is rejected as untrue: with what it rejects, or, as information, without it.

    Definition: an edge `denies` between two utterances, one finding for each two matters; and each utterance that the
    extractor calls denied from which no such edge leads anywhere, so that what it rejects is not in the graph.
    Algorithm: one pass over the edges and one over the utterances. Cost: linear in both.
    Source: the relations of `kg.relations`.
    """
    answered: set[str] = set()
    for edges in _by_matters(graph, edges_of(graph, Relation.DENIES), own=None):
        answered.update(node for edge in edges for node in edge.both)
        denier, denied = (said(graph, node) for node in denier_first(graph, edges[0]))
        message = Message(f"{denier.de} bestreitet {denied.de}.", f"{denier.en} denies {denied.en}.")
        yield _finding(graph, DENIAL, Severity.NOTICE, message, edges)
    for utterance, data in graph.nodes(data=True):
        if data["kind"] == "utterance" and data.get("modality") == Modality.DENIED and utterance not in answered:
            told = said(graph, utterance)
            message = Message(
                f"{told.de}: Was damit bestritten wird, steht nicht im Graphen.",
                f"{told.en}: what this denies is not in the graph.",
            )
            yield finding(graph, DENIAL, Severity.INFO, message, [utterance], [utterance])


def said(graph: nx.MultiDiGraph, utterance: str) -> Message:
    """Who says what: name and beginning of the quote."""
    return Message(*(f"{who}: {_quote(graph, utterance)}" for who in _speaker(graph, utterance)))


def _by_matters(graph: nx.MultiDiGraph, edges: Iterable[Edge], *, own: bool | None) -> Iterator[list[Edge]]:
    """The edges between two matters together; of those within one speaker's sayings only, of the others, or of all."""
    told = list(edges)
    matter = matter_of(graph, nodes_of(told))
    groups: dict[frozenset[str], list[Edge]] = {}
    for edge in told:
        if own is None or own == is_own(graph, *edge.both):
            groups.setdefault(frozenset(matter[node] for node in edge.both), []).append(edge)
    yield from groups.values()


def is_own(graph: nx.MultiDiGraph, one: str, other: str) -> bool:
    """True if one named speaker says both."""
    speakers = {target(graph, node, "saidBy") for node in (one, other)}
    speaker = next(iter(speakers))
    return len(speakers) == 1 and speaker is not None and graph.nodes[speaker]["kind"] not in UNNAMED


def _speaker(graph: nx.MultiDiGraph, utterance: str) -> Message:
    speaker = target(graph, utterance, "saidBy")
    return Message(label(graph, speaker), label(graph, speaker)) if speaker else Message("ohne Namen", "unnamed")


def _quote(graph: nx.MultiDiGraph, utterance: str) -> str:
    return excerpt(graph.nodes[utterance]["wording"])


def _finding(
    graph: nx.MultiDiGraph, check: str, severity: Severity, message: Message, edges: Sequence[Edge]
) -> Finding:
    nodes = nodes_of(edges)
    return finding(graph, check, severity, message, nodes, nodes, edges[0].score)


def nodes_of(edges: Iterable[Edge]) -> list[str]:
    """The utterances of the edges, each once, those of the first edge first."""
    return list(dict.fromkeys(node for edge in edges for node in edge.both))
