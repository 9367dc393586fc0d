"""Claims that several outlets print and that all the same rest on one source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import networkx as nx

from kg.checks.wording import Message, excerpt, finding, label, listed, outlets
from kg.network import of_kind, printings, target
from kg.network.roads import printer, road
from kg.records import Finding, Severity

CHECK = "single-source"


def single_source(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Claims printed by two or more outlets whose roads all lead through one and the same node.

    Definition: the stations of an utterance are the identities of its source steps; without a chain, the outlet that
    prints it, which then vouches for it at first hand (the article, if the outlet is not known). A claim rests on the
    station that all its printings share, the one nearest to the origin if they share several; claims that the same
    articles print from one source make one finding. A step without an
    identity, and one whose identity is unnamed or untraceable, is a station of its own: two "insiders" are never one.
    Algorithm: one intersection over the utterances of each claim, the chains being short. Cost: linear in utterances
    and source steps, plus the sorting of the claims.
    Source: Wortlaut's own, after the rule of journalism that a report needs two independent sources. A shared station
    is a vertex cut of size one between the outlets and the origins.
    """
    groups: dict[tuple[str, frozenset[str | None]], list[list[str]]] = {}
    for claim in sorted(of_kind(graph, "claim")):
        utterances = printings(graph, claim)
        if len(outlets(graph, utterances)) < 2:
            continue
        roads = [stations(graph, each) for each in utterances]
        shared = [station for station in roads[0] if all(station in road for road in roads)]
        if shared:
            articles = frozenset(target(graph, each, "inArticle") for each in utterances)
            groups.setdefault((shared[-1], articles), []).append([claim, *utterances])
    for (origin, _), claims in groups.items():
        yield _finding(graph, claims, origin)


def stations(graph: nx.MultiDiGraph, utterance: str) -> tuple[str, ...]:
    """The nodes that the utterance came by, nearest reporter first, origin last; without any, who prints it."""
    return road(graph, utterance).stations or (printer(graph, utterance),)


def _finding(graph: nx.MultiDiGraph, claims: Sequence[Sequence[str]], origin: str) -> Finding:
    utterances = [utterance for _, *printed in claims for utterance in printed]
    names, source = listed(label(graph, outlet) for outlet in outlets(graph, utterances)), label(graph, origin)
    quote, more = excerpt(graph.nodes[utterances[0]]["wording"]), len(claims) - 1
    what = Message(f"{quote} steht", f"{quote} stands")
    if more:
        few = more == 1
        what = Message(
            f"{quote} und {'eine weitere Aussage' if few else f'{more} weitere Aussagen'} stehen",
            f"{quote} and {'another claim' if few else f'{more} other claims'} stand",
        )
    message = Message(
        f"{what.de} in {names.de}, überall aus einer einzigen Quelle: {source}.",
        f"{what.en} in {names.en}, everywhere from one single source: {source}.",
    )
    nodes = (*(node for claim in claims for node in claim), origin)
    return finding(graph, CHECK, Severity.NOTICE, message, nodes, utterances)
