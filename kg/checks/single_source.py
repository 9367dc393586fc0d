"""Claims that several outlets print and that all the same rest on one source."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from kg.checks.wording import evidence, excerpt, label, listed, outlets
from kg.network import chain, of_kind, outlet_of, target
from kg.records import UNNAMED, Finding, Severity
from kg.vocab import finding_iri

CHECK = "single-source"


def single_source(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Claims printed by two or more outlets whose source chains all end in one and the same node.

    Definition: the end of an utterance is the identity of its last source step. Without a chain it is the outlet that
    prints it, which then vouches for it at first hand (the article, if the outlet is not known). A step without an
    identity, and one whose identity is unnamed or untraceable, is an end of its own: two "insiders" are never one.
    Algorithm: one walk over the utterances of each claim, the chains being short. Cost: linear in utterances and source
    steps, plus the sorting of the claims.
    Source: Wortlaut's own, after the rule of journalism that a report needs two independent sources.
    """
    for claim in sorted(of_kind(graph, "claim")):
        utterances = sorted(node for node, _, key in graph.in_edges(claim, keys=True) if key == "interpretedAsClaim")
        printed = outlets(graph, utterances)
        if len(printed) < 2:
            continue
        ends = {end(graph, each) for each in utterances}
        if len(ends) == 1:
            yield _finding(graph, claim, utterances, printed, ends.pop())


def end(graph: nx.MultiDiGraph, utterance: str) -> str:
    """The node in which the utterance's chain of sources ends."""
    steps = chain(graph, utterance)
    if not steps:
        return outlet_of(graph, utterance) or target(graph, utterance, "inArticle") or utterance
    entity = target(graph, steps[-1], "attributedTo")
    return entity if entity and graph.nodes[entity]["kind"] not in UNNAMED else steps[-1]


def _finding(graph: nx.MultiDiGraph, claim: str, utterances: list[str], printed: set[str], origin: str) -> Finding:
    names = listed(label(graph, outlet) for outlet in printed)
    quote = excerpt(graph.nodes[utterances[0]]["wording"])
    nodes = (claim, *utterances, origin)
    return Finding(
        id=finding_iri(CHECK, nodes),
        check=CHECK,
        severity=Severity.NOTICE,
        message=f"{quote} steht in {names}, geht aber überall auf eine einzige Quelle zurück: {label(graph, origin)}.",
        nodes=nodes,
        evidence=evidence(graph, utterances),
    )
