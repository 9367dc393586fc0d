"""What happens to a quotation on its way from one printing to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import networkx as nx

from kg.checks.contradiction import nodes_of
from kg.checks.wording import Message, excerpt, finding, label
from kg.claims import wording
from kg.claims.drift import Change, Difference, differences
from kg.network import Edge, edges_of, matter_of, outlet_of, target
from kg.records import Finding, Relation, Said, Severity, SpeechType

QUOTE_DRIFT = "quote-drift"
HEDGE_LOSS = "hedge-loss"
QUOTE_PROMOTION = "quote-promotion"

WORDS = 5
"""Quoted words from which they are a quotation of their own. Set by hand."""

_CHANGES = {
    Change.NUMBER: Message("eine andere Zahl", "another number"),
    Change.NEGATION: Message("eine Verneinung mehr oder weniger", "a negation more or less"),
}


def quote_drift(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Two printings of one saying that differ in a number or a negation; one finding for each matter.

    Definition: an edge `same_quote` between two articles whose wordings differ so (`kg.claims.drift`); the older
    printing is taken for the nearer one to what was said. Algorithm: the longest rows of words in common, what lies
    between them is labelled.
    Cost: a comparison of wordings for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> Message:
        before, after = found.left and found.left.of(earlier), found.right and found.right.of(later)
        became = ("wird", "becomes") if before and after else ()
        shown = [f"„{before}“ {word} „{after}“" for word in became] or [f"„{before or after}“"] * 2
        return Message(*(f"{name}: {what}" for name, what in zip(_CHANGES[found.change], shown, strict=True)))

    yield from _drifted(graph, QUOTE_DRIFT, Severity.WARNING, tuple(_CHANGES), told)


def hedge_loss(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Printings of one saying of which the later lacks a "könnte", "soll" or "wohl"; one finding for each matter.

    Definition: an edge `same_quote` whose earlier wording has a hedge that the later has not. Algorithm: as for
    `quote_drift`. Cost: a comparison of wordings for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> Message:
        lost = f"„{found.left.of(earlier)}“" if found.left else ""
        if not lost:
            return Message("ein Vorbehalt fehlt", "a hedge is missing")
        return Message(f"{lost} ist verloren gegangen", f"{lost} is lost")

    yield from _drifted(graph, HEDGE_LOSS, Severity.NOTICE, (Change.HEDGE_LOST,), told)


def quote_promotion(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Two printings of one saying of which only the later stands in quotation marks; one finding for each matter.

    Definition: an edge `same_quote` of which the earlier printing is no direct speech. The later outlet may have heard
    it itself: it is a question to ask, not an error. Algorithm: as for `quote_drift`. Cost: a comparison of wordings
    for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> Message:
        return Message(
            "aus indirekter Rede ist ein wörtliches Zitat geworden", "indirect speech has become a literal quotation"
        )

    yield from _drifted(graph, QUOTE_PROMOTION, Severity.INFO, (Change.PROMOTED,), told)


def _drifted(
    graph: nx.MultiDiGraph,
    check: str,
    severity: Severity,
    changes: tuple[Change, ...],
    told: Callable[[Difference, str, str], Message],
) -> Iterator[Finding]:
    printed = edges_of(graph, Relation.SAME_QUOTE)
    matter = matter_of(graph, nodes_of(printed))
    seen: dict[tuple[str, Message], list[Edge]] = {}
    for edge in printed:
        if target(graph, edge.earlier, "inArticle") == target(graph, edge.later, "inArticle"):
            continue
        earlier, later = (_said(graph, node) for node in edge.both)
        found = [each for each in differences(earlier, later) if each.change in changes and not _is_bit(each, later)]
        if found:
            each_told = dict.fromkeys(told(each, earlier.text, later.text) for each in found)
            notes = Message(*("; ".join(parts) for parts in zip(*each_told, strict=True)))
            seen.setdefault((matter[edge.earlier], notes), []).append(edge)
    for (_, notes), edges in seen.items():
        yield _finding(graph, check, severity, edges, notes)


def _is_bit(found: Difference, later: Said) -> bool:
    """True if a few quoted words are all that was promoted."""
    return found.change is Change.PROMOTED and len(wording.words(later.text)) < WORDS


def _said(graph: nx.MultiDiGraph, utterance: str) -> Said:
    data = graph.nodes[utterance]
    return Said(data["wording"], type=SpeechType(data.get("speech_type", SpeechType.DIRECT)))


def _finding(graph: nx.MultiDiGraph, check: str, severity: Severity, edges: list[Edge], notes: Message) -> Finding:
    first = edges[0]
    before, after = (_printer(graph, node) for node in first.both)
    quote = excerpt(graph.nodes[first.earlier]["wording"])
    message = Message(
        f"{quote} ({before.de}) bei {after.de}: {notes.de}.", f"{quote} ({before.en}) in {after.en}: {notes.en}."
    )
    nodes = nodes_of(edges)
    return finding(graph, check, severity, message, nodes, nodes, first.score)


def _printer(graph: nx.MultiDiGraph, utterance: str) -> Message:
    outlet = outlet_of(graph, utterance)
    return Message(label(graph, outlet), label(graph, outlet)) if outlet else Message("ohne Medium", "unknown outlet")
