"""The relations of utterances as edges: which is the earlier, and who denies whom."""

from __future__ import annotations

from typing import NamedTuple

import networkx as nx

from kg.network.provenance import target
from kg.records import Modality, Relation


class Edge(NamedTuple):
    """A relation between two utterances, the earlier first."""

    earlier: str
    later: str
    how: str
    score: float

    @property
    def both(self) -> tuple[str, str]:
        """The two utterances."""
        return self.earlier, self.later


def edges_of(graph: nx.MultiDiGraph, relation: Relation) -> list[Edge]:
    """The edges of a relation, the likeliest first."""
    found = []
    for left, right, key, data in graph.edges(keys=True, data=True):
        if key == relation.value:
            earlier, later = sorted((left, right), key=lambda node: (date(graph, node), node))
            found.append(Edge(earlier, later, data["how"], data["score"]))
    return sorted(found, key=lambda edge: (-edge.score, edge.both))


def date(graph: nx.MultiDiGraph, utterance: str) -> str:
    """When it was printed, as far as that is known; empty if it is not."""
    article = target(graph, utterance, "inArticle")
    return str(graph.nodes[utterance].get("date") or (graph.nodes[article].get("date") if article else "") or "")


def denier_first(graph: nx.MultiDiGraph, edge: Edge) -> tuple[str, str]:
    """The one that denies, as far as it can be told, and the other: the one that is called denied, else the later."""
    denying = [node for node in edge.both if graph.nodes[node].get("modality") == Modality.DENIED]
    return (edge.earlier, edge.later) if denying == [edge.earlier] else (edge.later, edge.earlier)
