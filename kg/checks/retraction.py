"""What would happen if an article or a source were taken away."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from kg.checks.origins import origins
from kg.checks.wording import Message, excerpt, finding, label
from kg.network import of_kind, printings, target
from kg.network.roads import Road, road
from kg.records import Finding, Severity

CHECK = "retraction"

_FALLS = Message("fällt: Nichts anderes trägt die Aussage.", "falls: nothing else carries the claim.")


def retraction(graph: nx.MultiDiGraph, gone: str) -> Iterator[Finding]:
    """The claims that fall, or lose an origin, if an article, or a speaker, outlet or source, is taken away.

    Definition: of each claim the printings that stand in the article, or whose road leads through the other. A claim
    falls if none is left; it loses if those that are left rest on fewer origins. Algorithm: origins with and without,
    for the claims concerned alone. Cost: linear in utterances and steps, and that of `independent_origins` for
    the claims concerned.
    Source: Wortlaut's own.
    """
    for claim in sorted(of_kind(graph, "claim")):
        roads = [road(graph, each) for each in printings(graph, claim)]
        left = [each for each in roads if not _leads_through(graph, each, gone)]
        if len(left) == len(roads):
            continue
        lost = [each.utterance for each in roads if each not in left]
        if not left:
            yield _finding(graph, gone, claim, lost, Severity.WARNING, _FALLS)
            continue
        before, after = origins(graph, roads)[1], origins(graph, left)[1]
        if after < before:
            told = Message(
                f"verliert: {before} → {after} {'Ursprung' if after == 1 else 'Ursprünge'}.",
                f"loses: {before} → {after} {'origin' if after == 1 else 'origins'}.",
            )
            yield _finding(graph, gone, claim, lost, Severity.NOTICE, told)


def _leads_through(graph: nx.MultiDiGraph, way: Road, gone: str) -> bool:
    article = target(graph, way.utterance, "inArticle")
    return gone in (article, way.origin, *way.stations) or (
        article is not None and gone == target(graph, article, "publishedBy")
    )


def _finding(
    graph: nx.MultiDiGraph, gone: str, claim: str, lost: list[str], severity: Severity, told: Message
) -> Finding:
    name, quote = label(graph, gone), excerpt(graph.nodes[lost[0]]["wording"])
    message = Message(f"Ohne {name}: {quote} {told.de}", f"Without {name}: {quote} {told.en}")
    return finding(graph, CHECK, severity, message, (claim, gone, *lost), lost)
