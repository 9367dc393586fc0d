"""Who agrees with whom, and where that does not add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import networkx as nx

from kg.checks.wording import Message, finding, label
from kg.network import speakers
from kg.records import Finding, Severity

CHECK = "balance"

LEAST = 3
"""Speakers of the shortest circle that there can be: two have but one tie."""


def balance(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Circles of speakers that cannot be parted into two camps; the shortest of each group that hangs together.

    Definition: two named speakers agree who make one claim or state the same, and oppose each other where one
    contradicts or denies the other; what prevails between two counts. A circle with an odd number of oppositions is
    frustrated: somebody agrees with both sides. Algorithm: each speaker is taken twice, once for either camp; agreement
    joins equal copies, opposition unequal ones; a frustrated circle is a shortest way from a speaker to the other copy,
    found by breadth first. Cost: speakers times edges of the groups that are frustrated, linear in all else.
    Source: Harary, "On the notion of balance of a signed graph", Michigan Math. J. 2 (1953).
    """
    signed = prevailing(speakers(graph))
    for circle in circles(signed):
        yield circle_finding(graph, signed, circle)


def circles(signed: nx.Graph) -> Iterator[list[str]]:
    """The frustrated circles of what `prevailing` makes, at most one of each group that hangs together."""
    for group in nx.connected_components(signed):
        circle = frustrated(signed.subgraph(group))
        if circle:
            yield circle


def prevailing(ties: nx.MultiGraph) -> nx.Graph:
    """The speakers; an edge has the `sign` of what prevails between two and the `utterances` that show it."""
    totals: Counter[tuple[str, str]] = Counter()
    for one, other, weight in ties.edges(data="signed"):
        totals[one, other] += weight
    signed = nx.Graph()
    for (one, other), total in sorted(totals.items()):
        if total:
            shown = ties.edges[one, other, "agrees" if total > 0 else "contradicts"]["utterances"]
            signed.add_edge(one, other, sign=1 if total > 0 else -1, utterances=shown)
    return signed


def frustrated(signed: nx.Graph) -> list[str]:
    """The shortest circle with an odd number of oppositions, from its least speaker on; empty if there is none."""
    camps = nx.Graph()
    for one, other, sign in sorted((*sorted(pair), sign) for *pair, sign in signed.edges(data="sign")):
        for camp in (1, -1):
            camps.add_edge((one, camp), (other, camp * sign))
    circles: list[list[str]] = []
    for speaker in sorted(signed):
        if nx.has_path(camps, (speaker, 1), (speaker, -1)):
            circles.append([node for node, _ in nx.shortest_path(camps, (speaker, 1), (speaker, -1))][:-1])
            if len(circles[-1]) == LEAST:
                break
    return min(circles, key=lambda circle: (len(circle), circle), default=[])


def circle_finding(graph: nx.MultiDiGraph, signed: nx.Graph, circle: list[str]) -> Finding:
    """The finding on a circle of `signed`."""
    steps = list(pairwise([*circle, circle[0]]))
    told = [_told(label(graph, one), label(graph, other), signed.edges[one, other]["sign"]) for one, other in steps]
    utterances = list(dict.fromkeys(each for step in steps for each in signed.edges[step]["utterances"]))
    message = Message(
        f"Das geht nicht auf: {'; '.join(each.de for each in told)}.",
        f"This does not add up: {'; '.join(each.en for each in told)}.",
    )
    return finding(graph, CHECK, Severity.INFO, message, (*circle, *utterances), utterances)


def _told(one: str, other: str, sign: int) -> Message:
    if sign > 0:
        return Message(f"{one} und {other} stimmen überein", f"{one} and {other} agree")
    return Message(f"{one} und {other} widersprechen sich", f"{one} and {other} contradict each other")
