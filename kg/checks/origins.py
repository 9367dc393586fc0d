"""How many origins a claim really rests on, however many outlets print it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import networkx as nx
from networkx.utils import UnionFind
from rapidfuzz import fuzz

from kg.checks.wording import Message, excerpt, finding, outlets
from kg.claims import wording
from kg.network import of_kind, outlet_of, printings
from kg.network.roads import Road, road
from kg.records import UNNAMED, Finding, Severity

CHECK = "independent-origins"

ALIKE = 92.0
"""Least likeness, in percent, of two printings of which one was copied. Set by hand on our sample corpus."""
COPIED = 8
"""Words from which likeness tells a copy: shorter sayings may be alike by chance. Set by hand."""


def independent_origins(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Claims that rest on fewer origins than outlets print them.

    Definition: the origins of a claim are the least number of nodes without which no road leads from an outlet that
    prints it to one who says it. Stations and speakers count one each; printings of nearly one wording are copies of
    one text and count once. Origins without a name give a range: they may all be one, or each another.
    Algorithm: a least vertex cut between outlets and origins by maximum flow (each node split in two, capacity one);
    once with unnamed origins as one, once with each apart. Cost: a claim's printings, squared for their likeness;
    linear in the number of claims.
    Source: Menger's theorem (1927); Edmonds and Karp (1972) for the flow.
    """
    for rest in rests(graph, least=2):
        if rest.least < len(rest.outlets):
            roads = [road(graph, each) for each in rest.utterances]
            yield _finding(graph, rest.claim, roads, len(rest.outlets), (rest.least, rest.most))


class Rest(NamedTuple):
    """On how many origins a claim rests, at least and at most, with the outlets and the utterances that print it."""

    claim: str
    outlets: tuple[str, ...]
    utterances: tuple[str, ...]
    least: int
    most: int


def rests(graph: nx.MultiDiGraph, least: int = 1) -> Iterator[Rest]:
    """The claims that at least so many outlets print, in the order of their IRIs, with the number of their origins."""
    for claim in sorted(of_kind(graph, "claim")):
        roads = [road(graph, each) for each in printings(graph, claim)]
        printed = outlets(graph, (each.utterance for each in roads))
        if len(printed) >= least:
            utterances = tuple(each.utterance for each in roads)
            yield Rest(claim, tuple(sorted(printed)), utterances, *origins(graph, roads))


def origins(graph: nx.MultiDiGraph, roads: Sequence[Road]) -> tuple[int, int]:
    """The least and the greatest number of origins that some printings rest on."""
    copies = copied(graph, roads)
    unnamed = {each.origin for each in roads if each.kind in UNNAMED}
    counts = [_least(graph, roads, copies, united) for united in ([unnamed, set()] if unnamed else [set()])]
    return min(counts), max(counts)


def copied(graph: nx.MultiDiGraph, roads: Sequence[Road]) -> dict[str, str]:
    """For each utterance that is a copy of another, or copied, the first of its group."""
    words = {each.utterance: wording.words(graph.nodes[each.utterance]["wording"]) for each in roads}
    groups: UnionFind[str] = UnionFind(words)
    long = sorted(utterance for utterance, said in words.items() if len(said) >= COPIED)
    for place, one in enumerate(long):
        for other in long[place + 1 :]:
            if fuzz.ratio(words[one], words[other], score_cutoff=ALIKE):
                groups.union(one, other)
    return {each: min(group) for group in groups.to_sets() if len(group) > 1 for each in group}


def _least(graph: nx.MultiDiGraph, roads: Iterable[Road], copies: dict[str, str], united: set[str]) -> int:
    """The least number of nodes that part all outlets from all origins; those in `united` are one."""
    ways = []
    for each in roads:
        copy = [f"copy {copies[each.utterance]}"] if each.utterance in copies else []
        nodes = ["unnamed" if node in united else node for node in each.nodes]
        ways.append((outlet_of(graph, each.utterance) or each.utterance, tuple(dict.fromkeys([*copy, *nodes]))))
    if len({way[0] for _, way in ways}) == 1 or len({way[-1] for _, way in ways}) == 1:
        return 1
    printers = {printer for printer, _ in ways}
    apart = {node for _, way in ways for node in way}
    if len(printers) == len(ways) and len(apart) == sum(len(way) for _, way in ways):
        return len(ways)
    return _cut(ways)


def _cut(ways: Iterable[tuple[str, tuple[str, ...]]]) -> int:
    """The least vertex cut between where ways begin, which is not cut itself, and their ends."""
    flow = nx.DiGraph()
    flow.add_nodes_from("ST")
    for printer, way in ways:
        before = f"print {printer}"
        flow.add_edge("S", before)
        for node in way:
            flow.add_edge(f"in {node}", f"out {node}", capacity=1)
            flow.add_edge(before, f"in {node}")
            before = f"out {node}"
        flow.add_edge(before, "T")
    return int(nx.maximum_flow_value(flow, "S", "T"))


def _finding(
    graph: nx.MultiDiGraph, claim: str, roads: Sequence[Road], printed: int, count: tuple[int, int]
) -> Finding:
    utterances = [each.utterance for each in roads]
    nodes = (claim, *utterances, *dict.fromkeys(each.origin for each in roads))
    least, most = count
    quote = excerpt(graph.nodes[utterances[0]]["wording"])
    if most == 1:
        told = Message("einem Ursprung", "one origin")
    else:
        de, en = (f"{least}" if least == most else f"{least}{to}{most}" for to in (" bis ", " to "))
        told = Message(f"{de} Ursprüngen", f"{en} origins")
    message = Message(
        f"{quote} steht in {printed} Medien und beruht auf {told.de}.",
        f"{quote} stands in {printed} outlets and rests on {told.en}.",
    )
    return finding(graph, CHECK, Severity.INFO, message, nodes, utterances)
