"""Smaller graphs that a provenance graph holds: who says which claim where, who agrees with whom, who cites whom.

Nodes have `kind`, `label` and `iri`; edges have `kind`, which is also the key of a multigraph's edge. Both have a
`weight`, which counts what stands behind them, and `start` and `end`, the first and the last day of that (absent if no
day is known). Only nodes that an edge ties to another are in a projection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date as Date
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import networkx as nx

from kg.network.provenance import SAME, chain, of_kind, outlet_of, printings, target
from kg.network.relations import date, denier_first, edges_of
from kg.network.roads import kind_of, printer, road
from kg.records import UNNAMED, Relation

OPPOSED = (Relation.CONTRADICTS.value, Relation.DENIES.value)
"""Relations of utterances that cannot both be right."""

DRIFTED = frozenset({"number", "negation", "hedge"})
"""Kinds of one quotation in two renderings that do not say quite the same."""

_RELATIONS = tuple(relation for relation in Relation if relation is not Relation.NONE)
_EITHER_WAY = ("same", Relation.CONTRADICTS.value)


class Tally:
    """How often things were seen, and the first and the last day."""

    def __init__(self) -> None:
        self.counts: Counter[Any] = Counter()
        self._days: dict[Any, tuple[str, str]] = {}

    def note(self, things: Iterable[Hashable], *days: str) -> None:
        """Counts each of the things once, as seen on these days; those that are empty are not known."""
        known = sorted(filter(None, days))
        for thing in things:
            self.counts[thing] += 1
            if known:
                first, last = self._days.get(thing, (known[0], known[-1]))
                self._days[thing] = min(first, known[0]), max(last, known[-1])

    def told(self, thing: Hashable) -> dict[str, Any]:
        """`weight`, `start` and `end` of a thing.

        >>> tally = Tally()
        >>> tally.note(["Zoë Öztürk"], "2024-09-03")
        >>> tally.note(["Zoë Öztürk"], "2024-09-01", "")
        >>> tally.told("Zoë Öztürk")
        {'weight': 2, 'start': '2024-09-01', 'end': '2024-09-03'}
        """
        days = self._days.get(thing)
        return {"weight": self.counts[thing], **({"start": days[0], "end": days[1]} if days else {})}


def day(graph: nx.MultiDiGraph, utterance: str) -> str:
    """The day when the utterance was printed; empty if it is not known.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("u", kind="utterance", date="2024-09-03T18:00:00+02:00")
    >>> day(graph, "u")
    '2024-09-03'
    """
    found = date(graph, utterance)[:10]
    try:
        return Date.fromisoformat(found).isoformat()
    except ValueError:
        return ""


def condense(graph: nx.MultiDiGraph) -> nx.DiGraph:
    """The weighted graph speaker → claim → outlet.

    `weight` counts the utterances behind an edge ("says", "printedBy") and a node; claims have the `date` of their
    first appearance. Utterances that make no claim are left out.

    >>> graph = nx.MultiDiGraph()
    >>> for node, kind in {"u": "utterance", "zoe": "person", "c": "claim", "a": "article", "bote": "outlet"}.items():
    ...     graph.add_node(node, kind=kind, label=node, iri=node)
    >>> links = [("u", "zoe", "saidBy"), ("u", "c", "interpretedAsClaim"), ("u", "a", "inArticle")]
    >>> for source, target, kind in [*links, ("a", "bote", "publishedBy")]:
    ...     _ = graph.add_edge(source, target, key=kind, kind=kind)
    >>> sorted(condense(graph).edges(data="weight"))
    [('c', 'bote', 1), ('zoe', 'c', 1)]
    """
    nodes, edges = Tally(), Tally()
    for utterance in of_kind(graph, "utterance"):
        speaker, claim = target(graph, utterance, "saidBy"), target(graph, utterance, "interpretedAsClaim")
        if claim is None:
            continue
        outlet, when = outlet_of(graph, utterance), day(graph, utterance)
        edges.note([(speaker, claim, "says")] if speaker else [], when)
        edges.note([(claim, outlet, "printedBy")] if outlet else [], when)
        nodes.note([node for node in (speaker, claim, outlet) if node], when)
    condensed = nx.DiGraph()
    for node in sorted(nodes.counts):
        told = nodes.told(node)
        first = {"date": told["start"]} if graph.nodes[node]["kind"] == "claim" and "start" in told else {}
        condensed.add_node(node, **_named(graph, node), **told, **first)
    for source, goal, kind in sorted(edges.counts):
        condensed.add_edge(source, goal, kind=kind, **edges.told((source, goal, kind)))
    return condensed


def speakers(graph: nx.MultiDiGraph) -> nx.MultiGraph:
    """The named speakers who agree ("agrees") or oppose each other ("contradicts"): a signed graph.

    Two agree who make one claim or state the same, and oppose each other where one contradicts or denies the other.
    `weight` counts the claims and relations that show it, `signed` is that number with its sign, and `utterances` are
    those that show it, sorted. A node's `weight` counts the speaker's utterances.
    """
    ties, shown = Tally(), dict[tuple[str, str, str], set[str]]()
    for one, other, kind, utterances in shows(graph):
        ties.note([(one, other, kind)], *(day(graph, utterance) for utterance in utterances))
        shown.setdefault((one, other, kind), set()).update(utterances)
    said = Tally()
    for utterance in of_kind(graph, "utterance"):
        said.note([target(graph, utterance, "saidBy")], day(graph, utterance))
    tied = nx.MultiGraph()
    for speaker in sorted({speaker for tie in ties.counts for speaker in tie[:2]}):
        tied.add_node(speaker, **_named(graph, speaker), **said.told(speaker))
    for tie in sorted(ties.counts):
        one, other, kind = tie
        told = ties.told(tie)
        signed = -told["weight"] if kind == "contradicts" else told["weight"]
        tied.add_edge(one, other, key=kind, kind=kind, **told, signed=signed, utterances=tuple(sorted(shown[tie])))
    return tied


class Tie(NamedTuple):
    """Two named speakers, how they stand to each other, and the utterances of either that show it."""

    one: str
    other: str
    kind: str
    utterances: tuple[str, str]


def shows(graph: nx.MultiDiGraph) -> Iterator[Tie]:
    """What `speakers` counts: each claim that two make, and each relation of what they say, in no order."""

    def tie(one: str, other: str, kind: str) -> Iterator[Tie]:
        pair = sorted((speaker, utterance) for utterance in (one, other) if (speaker := _speaker(graph, utterance)))
        if len(pair) == 2 and pair[0][0] != pair[1][0]:
            yield Tie(pair[0][0], pair[1][0], kind, (pair[0][1], pair[1][1]))

    for claim in of_kind(graph, "claim"):
        first = {_speaker(graph, utterance): utterance for utterance in reversed(printings(graph, claim))}
        for one, other in combinations(sorted(first.values()), 2):
            yield from tie(one, other, "agrees")
    for one, other, kind in graph.edges(keys=True):
        if kind in (*SAME, *OPPOSED):
            yield from tie(one, other, "contradicts" if kind in OPPOSED else "agrees")


def sourcing(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Who cites whom: from the outlet to the nearest source and on to the origin ("cites"), and to who says it
    ("quotes").

    `weight` counts the utterances that came along an edge or by a node. Who has no name is a node for each place: two
    "insiders" are never one. What an outlet tells of itself is no edge.
    """
    nodes, edges = Tally(), Tally()
    shown: dict[str, dict[str, str]] = {}
    for utterance in of_kind(graph, "utterance"):
        way = road(graph, utterance)
        stops = (printer(graph, utterance), *way.nodes)
        when, steps = day(graph, utterance), dict(zip(way.stations, chain(graph, utterance), strict=True))
        hops = [(one, other) for one, other in pairwise(stops) if one != other]
        edges.note({(one, other, "cites" if other in steps else "quotes") for one, other in hops}, when)
        nodes.note({stop for hop in hops for stop in hop}, when)
        for stop in {stop for hop in hops for stop in hop}:
            shown.setdefault(stop, _stop(graph, utterance, stop, steps.get(stop)))
    cited = nx.MultiDiGraph()
    for node in sorted(nodes.counts):
        cited.add_node(node, **shown[node], **nodes.told(node))
    for source, goal, kind in sorted(edges.counts):
        cited.add_edge(source, goal, key=kind, kind=kind, **edges.told((source, goal, kind)))
    return cited


def claims(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """What claims are to each other: "same", "drifts", "contradicts", "denies", "changed_position", "updates".

    An edge leads from the later to the earlier, and from what denies to what is denied; "same" and "contradicts" go
    both ways and have one edge, from the claim that was first printed later. "drifts" are quotations of one saying
    that differ in a number, a negation or a hedge. `weight` counts the relations of utterances behind an edge, and
    the printings of a claim; `how` are their kinds, `score` is the highest.
    """
    nodes, edges = Tally(), Tally()
    for claim in of_kind(graph, "claim"):
        for utterance in printings(graph, claim):
            nodes.note([claim], day(graph, utterance))
    hows: dict[Hashable, set[str]] = {}
    scores: dict[Hashable, float] = {}
    for relation in _RELATIONS:
        for edge in edges_of(graph, relation):
            ends = denier_first(graph, edge) if relation is Relation.DENIES else (edge.later, edge.earlier)
            one, other = (target(graph, utterance, "interpretedAsClaim") for utterance in ends)
            if not one or not other or one == other:
                continue
            kind = _claim_tie(relation, edge.how)
            if kind in _EITHER_WAY:
                other, one = sorted((one, other), key=lambda claim: (nodes.told(claim).get("start", "9999"), claim))
            tie = (one, other, kind)
            edges.note([tie], *(day(graph, utterance) for utterance in ends))
            hows.setdefault(tie, set()).add(edge.how)
            scores[tie] = max(edge.score, scores.get(tie, 0.0))
    tied = nx.MultiDiGraph()
    for claim in sorted({claim for tie in edges.counts for claim in tie[:2]}):
        tied.add_node(claim, **_named(graph, claim), **nodes.told(claim))
    for tie in sorted(edges.counts):
        one, other, kind = tie
        known = {"how": ", ".join(sorted(hows[tie])), "score": scores[tie]}
        tied.add_edge(one, other, key=kind, kind=kind, **edges.told(tie), **known)
    return tied


def dated(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy of the provenance graph that says of each node and edge when it was first and last seen, as `start` and
    `end`: on the days of the utterances that lead to it.
    """
    nodes, edges = Tally(), Tally()
    for utterance in of_kind(graph, "utterance"):
        when = day(graph, utterance)
        for source in _reached(graph, [utterance]):
            nodes.note([source], when)
            for _, goal, kind in graph.out_edges(source, keys=True):
                days = (when, day(graph, goal)) if graph.nodes[goal]["kind"] == "utterance" else (when,)
                edges.note([(source, goal, kind)], *days)
    copy = graph.copy()
    for node, data in copy.nodes(data=True):
        data.update(_days(nodes, node))
    for source, goal, kind, data in copy.edges(keys=True, data=True):
        data.update(_days(edges, (source, goal, kind)))
    return copy


def part(graph: nx.MultiDiGraph, utterances: Iterable[str]) -> nx.MultiDiGraph:
    """The provenance graph of some utterances alone, with all that they lead to."""
    return graph.subgraph(_reached(graph, utterances)).copy()


def heavier(graph: nx.Graph, least: float) -> nx.Graph:
    """The graph without edges whose weight (1 where there is none) is below `least`, and without what they alone tied.

    >>> graph = nx.DiGraph()
    >>> graph.add_edge("Zoë Öztürk", "Der Damm hält", weight=3)
    >>> graph.add_edge("ida", "Der Damm hält", weight=1)
    >>> sorted(heavier(graph, 2))
    ['Der Damm hält', 'Zoë Öztürk']
    """
    kept = graph.copy()
    light = [edge[:-1] for edge in _edges(kept) if edge[-1].get("weight", 1) < least]
    kept.remove_edges_from(light)
    kept.remove_nodes_from([node for edge in light for node in edge[:2] if node in kept and not kept.degree(node)])
    return kept


def _edges(graph: nx.Graph) -> Iterator[tuple[Any, ...]]:
    edges: Iterable[tuple[Any, ...]] = (
        graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True)
    )
    return iter(edges)


def _named(graph: nx.MultiDiGraph, node: str) -> dict[str, str]:
    return {name: graph.nodes[node][name] for name in ("kind", "label", "iri")}


def _speaker(graph: nx.MultiDiGraph, utterance: str) -> str | None:
    speaker = target(graph, utterance, "saidBy")
    return speaker if speaker and graph.nodes[speaker]["kind"] not in UNNAMED else None


def _stop(graph: nx.MultiDiGraph, utterance: str, stop: str, step: str | None) -> dict[str, str]:
    """What a stop on a road is called: a named one by its name, else by the words of the place where it stands."""
    if stop == step:
        return {**_named(graph, step), "kind": kind_of(graph, step).value}
    speaker = target(graph, utterance, "saidBy")
    return {**_named(graph, stop if stop in graph or not speaker else speaker), "iri": stop}


def _claim_tie(relation: Relation, how: str) -> str:
    if relation is Relation.SAME_QUOTE and how in DRIFTED:
        return "drifts"
    return "same" if relation.value in SAME else relation.value


def _reached(graph: nx.MultiDiGraph, utterances: Iterable[str]) -> set[str]:
    """The utterances and what they lead to, but for other utterances."""
    found = set(utterances)
    ahead = list(found)
    while ahead:
        for goal in graph.successors(ahead.pop()):
            if goal not in found and graph.nodes[goal]["kind"] != "utterance":
                found.add(goal)
                ahead.append(goal)
    return found


def _days(tally: Tally, thing: Hashable) -> dict[str, str]:
    return {name: value for name, value in tally.told(thing).items() if name != "weight"}
