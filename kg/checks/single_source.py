"""Claims that several outlets print and that all the same rest on one source."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from kg.checks.wording import excerpt, finding, label, listed, outlets
from kg.network import of_kind, printings
from kg.network.roads import printer, road
from kg.records import Finding, Severity

CHECK = "single-source"


def single_source(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Claims printed by two or more outlets whose roads all lead through one and the same node.

    Definition: the stations of an utterance are the identities of its source steps; without a chain, the outlet that
    prints it, which then vouches for it at first hand (the article, if the outlet is not known). A claim rests on the
    station that all its printings share, the one nearest to the origin if they share several. A step without an
    identity, and one whose identity is unnamed or untraceable, is a station of its own: two "insiders" are never one.
    Algorithm: one intersection over the utterances of each claim, the chains being short. Cost: linear in utterances
    and source steps, plus the sorting of the claims.
    Source: Wortlaut's own, after the rule of journalism that a report needs two independent sources. A shared station
    is a vertex cut of size one between the outlets and the origins.
    """
    for claim in sorted(of_kind(graph, "claim")):
        utterances = printings(graph, claim)
        printed = outlets(graph, utterances)
        if len(printed) < 2:
            continue
        roads = [stations(graph, each) for each in utterances]
        shared = [station for station in roads[0] if all(station in road for road in roads)]
        if shared:
            yield _finding(graph, claim, utterances, printed, shared[-1])


def stations(graph: nx.MultiDiGraph, utterance: str) -> tuple[str, ...]:
    """The nodes that the utterance came by, nearest reporter first, origin last; without any, who prints it."""
    return road(graph, utterance).stations or (printer(graph, utterance),)


def _finding(graph: nx.MultiDiGraph, claim: str, utterances: list[str], printed: set[str], origin: str) -> Finding:
    names = listed(label(graph, outlet) for outlet in printed)
    quote = excerpt(graph.nodes[utterances[0]]["wording"])
    message = f"{quote} steht in {names}, geht aber überall auf eine einzige Quelle zurück: {label(graph, origin)}."
    return finding(graph, CHECK, Severity.NOTICE, message, (claim, *utterances, origin), utterances)
