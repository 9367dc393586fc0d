"""What happens to a quotation on its way from one printing to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import networkx as nx

from kg.checks.contradiction import claims, nodes_of
from kg.checks.wording import excerpt, finding, label
from kg.claims import wording
from kg.claims.drift import Change, Difference, differences
from kg.network import Edge, edges_of, outlet_of, target
from kg.records import Finding, Relation, Said, Severity, SpeechType

QUOTE_DRIFT = "quote-drift"
HEDGE_LOSS = "hedge-loss"
QUOTE_PROMOTION = "quote-promotion"

WORDS = 5
"""Quoted words from which they are a quotation of their own. Set by hand."""

_CHANGES = {Change.NUMBER: "eine andere Zahl", Change.NEGATION: "eine Verneinung mehr oder weniger"}


def quote_drift(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Two printings of one saying that differ in a number or a negation; one finding for each two claims.

    Definition: an edge `same_quote` between two articles whose wordings differ so (`kg.claims.drift`); the older
    printing is taken for the nearer one to what was said. Algorithm: the longest rows of words in common, what lies
    between them is labelled.
    Cost: a comparison of wordings for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> str:
        before, after = found.left and found.left.of(earlier), found.right and found.right.of(later)
        shown = f"„{before}“ wird „{after}“" if before and after else f"„{before or after}“"
        return f"{_CHANGES[found.change]}: {shown}"

    yield from _drifted(graph, QUOTE_DRIFT, Severity.WARNING, tuple(_CHANGES), told)


def hedge_loss(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Printings of one saying of which the later lacks a "könnte", "soll" or "wohl"; one finding for each two claims.

    Definition: an edge `same_quote` whose earlier wording has a hedge that the later has not. Algorithm: as for
    `quote_drift`. Cost: a comparison of wordings for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> str:
        return f"„{found.left.of(earlier)}“ ist verloren gegangen" if found.left else "ein Vorbehalt fehlt"

    yield from _drifted(graph, HEDGE_LOSS, Severity.NOTICE, (Change.HEDGE_LOST,), told)


def quote_promotion(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Two printings of one saying of which only the later stands in quotation marks; one finding for each two claims.

    Definition: an edge `same_quote` of which the earlier printing is no direct speech. The later outlet may have heard
    it itself: it is a question to ask, not an error. Algorithm: as for `quote_drift`. Cost: a comparison of wordings
    for each edge.
    Source: the relations of `kg.relations`.
    """

    def told(found: Difference, earlier: str, later: str) -> str:
        return "aus indirekter Rede ist ein wörtliches Zitat geworden"

    yield from _drifted(graph, QUOTE_PROMOTION, Severity.INFO, (Change.PROMOTED,), told)


def _drifted(
    graph: nx.MultiDiGraph,
    check: str,
    severity: Severity,
    changes: tuple[Change, ...],
    told: Callable[[Difference, str, str], str],
) -> Iterator[Finding]:
    seen: dict[tuple[frozenset[str], str], list[Edge]] = {}
    for edge in edges_of(graph, Relation.SAME_QUOTE):
        if target(graph, edge.earlier, "inArticle") == target(graph, edge.later, "inArticle"):
            continue
        earlier, later = (_said(graph, node) for node in edge.both)
        found = [each for each in differences(earlier, later) if each.change in changes and not _is_bit(each, later)]
        if found:
            notes = "; ".join(dict.fromkeys(told(each, earlier.text, later.text) for each in found))
            seen.setdefault((claims(graph, edge), notes), []).append(edge)
    for (_, notes), edges in seen.items():
        yield _finding(graph, check, severity, edges, notes)


def _is_bit(found: Difference, later: Said) -> bool:
    """True if a few quoted words are all that was promoted."""
    return found.change is Change.PROMOTED and len(wording.words(later.text)) < WORDS


def _said(graph: nx.MultiDiGraph, utterance: str) -> Said:
    data = graph.nodes[utterance]
    return Said(data["wording"], type=SpeechType(data.get("speech_type", SpeechType.DIRECT)))


def _finding(graph: nx.MultiDiGraph, check: str, severity: Severity, edges: list[Edge], notes: str) -> Finding:
    first = edges[0]
    before, after = (label(graph, outlet) if (outlet := outlet_of(graph, n)) else "ohne Medium" for n in first.both)
    message = f"{excerpt(graph.nodes[first.earlier]['wording'])} ({before}) bei {after}: {notes}."
    nodes = nodes_of(edges)
    return finding(graph, check, severity, message, nodes, nodes)
