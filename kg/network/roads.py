"""The road by which a printed utterance came, and where it begins: what the checks of sources walk along."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from kg.network.provenance import chain, outlet_of, target
from kg.records import UNNAMED, EntityKind, SpeechType

RELAYS = frozenset({EntityKind.OUTLET, EntityKind.AGENCY, EntityKind.PLATFORM})
"""Kinds that pass on what somebody else says."""


@dataclass(frozen=True, slots=True)
class Road:
    """The stations of one printed utterance, nearest reporter first, and the origin with its kind.

    The origin is who says it: the speaker, or the last station if nobody is named or a document stands there; without
    either, the outlet that prints it (its article if the outlet is not known).
    """

    utterance: str
    stations: tuple[str, ...]
    origin: str
    kind: EntityKind

    @property
    def nodes(self) -> tuple[str, ...]:
        """Stations and origin, each once."""
        return tuple(dict.fromkeys((*self.stations, self.origin)))


def road(graph: nx.MultiDiGraph, utterance: str) -> Road:
    """The utterance's road. A step or a speaker without a name is a node of its own: two "insiders" are never one."""
    steps = chain(graph, utterance)
    stations = tuple(identity(graph, step, target(graph, step, "attributedTo")) for step in steps)
    last = kind_of(graph, steps[-1]) if steps else EntityKind.UNKNOWN
    speaker = target(graph, utterance, "saidBy")
    if steps and (last not in RELAYS or not speaker):
        return Road(utterance, stations, stations[-1], last)
    if speaker:
        origin = identity(graph, f"{utterance}#speaker", speaker)
        return Road(utterance, stations, origin, EntityKind(graph.nodes[speaker]["kind"]))
    nearest = printer(graph, utterance)
    return Road(utterance, (), nearest, EntityKind.OUTLET if _vouches(graph, utterance) else EntityKind.UNKNOWN)


def printer(graph: nx.MultiDiGraph, utterance: str) -> str:
    """The outlet that prints the utterance; its article if that is not known."""
    return outlet_of(graph, utterance) or target(graph, utterance, "inArticle") or utterance


def identity(graph: nx.MultiDiGraph, place: str, entity: str | None) -> str:
    """The entity if it is named; else the place itself, which nothing else shares."""
    return entity if entity and graph.nodes[entity]["kind"] not in UNNAMED else place


def kind_of(graph: nx.MultiDiGraph, step: str) -> EntityKind:
    """The kind of a source step: that of its identity, else what its wording is, else unknown."""
    entity = target(graph, step, "attributedTo")
    return EntityKind(graph.nodes[entity]["kind"] if entity else graph.nodes[step].get("entity_kind", "unknown"))


def _vouches(graph: nx.MultiDiGraph, utterance: str) -> bool:
    """False for hearsay ("soll …") for which the outlet does not vouch."""
    return str(graph.nodes[utterance].get("speech_type")) != SpeechType.FREE_INDIRECT
