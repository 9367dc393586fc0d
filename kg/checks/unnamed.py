"""Claims that nobody with a name stands for, and roads that lead to nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from kg.checks.wording import Message, excerpt, finding, label, listed, outlets
from kg.network import of_kind, printings
from kg.network.roads import Road, road
from kg.records import EntityKind, Finding, Severity

ANONYMOUS_ONLY = "anonymous-only"
DEAD_END = "dead-end"

_NOWHERE = frozenset({EntityKind.REPORTS, EntityKind.UNKNOWN})
_NO_SOURCE = Message("nennt keine Quelle", "names no source")


def anonymous_only(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Claims all of whose printings begin with somebody who is not named.

    Definition: the origin of every utterance of the claim (`kg.network.roads`) is anonymous. Algorithm: one road for
    each utterance. Cost: linear in utterances and source steps. Severity: a warning if two outlets or more print it,
    else information, for many a witness has no name.
    Source: Wortlaut's own, after the rule of journalism that an unnamed source needs a second one.
    """
    for claim in sorted(of_kind(graph, "claim")):
        roads = [road(graph, each) for each in printings(graph, claim)]
        if roads and all(each.kind == EntityKind.ANONYMOUS for each in roads):
            utterances = [each.utterance for each in roads]
            printed = [label(graph, outlet) for outlet in outlets(graph, utterances)]
            names = listed(printed) if printed else Message("einem Medium", "an outlet")
            quote = excerpt(graph.nodes[utterances[0]]["wording"])
            yield finding(
                graph,
                ANONYMOUS_ONLY,
                Severity.WARNING if len(printed) > 1 else Severity.INFO,
                Message(
                    f"{quote} steht in {names.de}, doch niemand steht mit Namen dafür ein.",
                    f"{quote} stands in {names.en}, but nobody vouches for it by name.",
                ),
                (claim, *utterances),
                utterances,
            )


def dead_end(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Utterances whose road ends in "Medienberichte" or in nothing; one finding a claim.

    Definition: the origin is untraceable or unknown: reports that are not named, papers of nobody, hearsay ("soll …")
    without any source. Utterances of a claim that have such an origin make one finding; those without a claim, one
    each. Algorithm: one road for each utterance. Cost: linear in utterances and source steps. Severity: a notice if two
    outlets or more print it, else information.
    Source: Wortlaut's own.
    """
    lost: dict[str, list[Road]] = {}
    for utterance in sorted(of_kind(graph, "utterance")):
        found = road(graph, utterance)
        if found.kind in _NOWHERE:
            claims = [goal for _, goal, key in graph.out_edges(utterance, keys=True) if key == "interpretedAsClaim"]
            lost.setdefault(min(claims, default=utterance), []).append(found)
    for about, roads in sorted(lost.items()):
        utterances = [each.utterance for each in roads]
        named = next((label(graph, each.stations[-1]) for each in roads if each.stations), None)
        quote = excerpt(graph.nodes[utterances[0]]["wording"])
        where = Message(f"endet bei „{named}“", f"ends at „{named}“") if named else _NO_SOURCE
        yield finding(
            graph,
            DEAD_END,
            Severity.NOTICE if len(outlets(graph, utterances)) > 1 else Severity.INFO,
            Message(
                f"{quote} {where.de}: Der Weg lässt sich nicht weiterverfolgen.",
                f"{quote} {where.en}: the road cannot be followed any further.",
            ),
            tuple(dict.fromkeys((about, *utterances))),
            utterances,
        )
