"""What happens to a quotation on its way from one printing to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import networkx as nx

from kg.checks.contradiction import nodes_of
from kg.checks.wording import Message, excerpt, finding, label
from kg.claims import wording
from kg.claims.content import is_negated
from kg.claims.drift import Change, Difference, differences
from kg.claims.tokens import tokens
from kg.network import Edge, edges_of, matter_of, outlet_of, target
from kg.records import Finding, Relation, Said, Severity, SpeechType

QUOTE_DRIFT = "quote-drift"
HEDGE_LOSS = "hedge-loss"
QUOTE_PROMOTION = "quote-promotion"

WORDS = 5
"""Quoted words from which they are a quotation of their own. Set by hand."""

_MARKED = re.compile(r"…|\.\.\.|\[")
"""Signs that something was left out or put in."""

_TURNS = {
    Change.NUMBER: Message("eine andere Zahl", "another number"),
    Change.NEGATION: Message("eine Verneinung mehr oder weniger", "a negation more or less"),
}


def quote_drift(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Two printings of one saying with another number, or of which only one negates; one finding for each matter.

    Definition: an edge `same_quote` between two articles whose wordings differ so (`kg.claims.drift`); the older
    printing is taken for the nearer one to what was said. If the later printing of a literal quotation leaves words out
    without a sign, that is information. Algorithm: the longest rows of words in common, what lies between them is
    labelled.
    Cost: a comparison of wordings for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> Message:
        before, after = found.left and found.left.of(earlier), found.right and found.right.of(later)
        became = ("wird", "becomes") if before and after else ()
        shown = [f"„{before}“ {word} „{after}“" for word in became] or [f"„{before or after}“"] * 2
        return Message(*(f"{name}: {what}" for name, what in zip(_TURNS[found.change], shown, strict=True)))

    def shortened(found: Difference, earlier: str, later: str) -> Message:
        gone = excerpt(found.left.of(earlier)) if found.left else ""
        return Message(f"{gone} ist weggelassen", f"{gone} is left out")

    yield from _drifted(graph, QUOTE_DRIFT, Severity.WARNING, _turned, told)
    yield from _drifted(graph, QUOTE_DRIFT, Severity.INFO, _left_out, shortened)


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

    yield from _drifted(graph, HEDGE_LOSS, Severity.NOTICE, _hedges_lost, told)


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

    yield from _drifted(graph, QUOTE_PROMOTION, Severity.INFO, _promoted, told)


Chosen = Callable[[Said, Said, Sequence[Difference]], Sequence[Difference]]
"""What picks those of the differences of an earlier and a later printing that a check is about."""


def _turned(earlier: Said, later: Said, found: Sequence[Difference]) -> Sequence[Difference]:
    """The numbers in place of which others stand, and the negations if only one of both printings negates."""
    is_turned = is_negated(earlier.text) != is_negated(later.text)
    return [
        each
        for each in found
        if (each.change is Change.NUMBER and each.left and each.right) or (each.change is Change.NEGATION and is_turned)
    ]


def _left_out(earlier: Said, later: Said, found: Sequence[Difference]) -> Sequence[Difference]:
    """What a later literal quotation leaves out without a sign, if nothing graver has happened to it."""
    is_literal = earlier.type is later.type is SpeechType.DIRECT
    if not is_literal or not _is_whole(later) or _MARKED.search(later.text) or _turned(earlier, later, found):
        return ()
    lost = (each for each in found if each.change is Change.ELLIPSIS)
    return [each for each in lost if each.left and _has_matter(each.left.of(earlier.text))]


def _hedges_lost(earlier: Said, later: Said, found: Sequence[Difference]) -> Sequence[Difference]:
    return [each for each in found if each.change is Change.HEDGE_LOST]


def _promoted(earlier: Said, later: Said, found: Sequence[Difference]) -> Sequence[Difference]:
    """That indirect speech has become a quotation, of more than a few words."""
    return [each for each in found if each.change is Change.PROMOTED] if _is_whole(later) else ()


def _is_whole(said: Said) -> bool:
    return len(wording.words(said.text)) >= WORDS


def _has_matter(text: str) -> bool:
    return any(token.is_content for token in tokens(text))


def _drifted(
    graph: nx.MultiDiGraph,
    check: str,
    severity: Severity,
    chosen: Chosen,
    told: Callable[[Difference, str, str], Message],
) -> Iterator[Finding]:
    printed = edges_of(graph, Relation.SAME_QUOTE)
    matter = matter_of(graph, nodes_of(printed))
    seen: dict[tuple[str, Message], list[Edge]] = {}
    for edge in printed:
        if target(graph, edge.earlier, "inArticle") == target(graph, edge.later, "inArticle"):
            continue
        earlier, later = (_said(graph, node) for node in edge.both)
        if found := chosen(earlier, later, differences(earlier, later)):
            each_told = dict.fromkeys(told(each, earlier.text, later.text) for each in found)
            notes = Message(*("; ".join(parts) for parts in zip(*each_told, strict=True)))
            seen.setdefault((matter[edge.earlier], notes), []).append(edge)
    for (_, notes), edges in seen.items():
        yield _finding(graph, check, severity, edges, notes)


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
