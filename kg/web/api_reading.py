"""One state of the store as the API and the page look at it: read once, then asked many times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import networkx as nx

from kg import ask, identify, rdf
from kg.exports.layout import positions
from kg.identify import Identity
from kg.network import condense, of_kind, outlet_of, printings, provenance, target
from kg.records import Finding, Relation, Span
from kg.store.reader import Reader
from kg.vocab import CLAIMS, KG, findings_graph, relation_iri
from kg.web.search import Document, Index

RELATIONS = frozenset(each.value for each in Relation if each is not Relation.NONE)
DRAWN = 1000
"""Nodes that are drawn at most, the most spoken of first. Set by hand: a laptop lays them out in seconds."""


class Entry(NamedTuple):
    """What an utterance is chosen by; IRIs, and None where something is not known."""

    date: str
    id: str
    article: str
    outlet: str | None
    speaker: str | None
    claim: str | None
    type: str


class Related(NamedTuple):
    """Two utterances and what they are to each other."""

    id: str
    left: str
    right: str
    relation: str
    how: str
    score: float


class Reading:
    """All that a state of the store says of its current article versions, in memory.

    `graph` is that of `kg.network.provenance` with claims that were judged one as one node.
    """

    def __init__(self, reader: Reader) -> None:
        self._stands = {q.subject: str(q.object) for q in reader.quads(CLAIMS) if q.predicate == KG + "canonical"}
        self.graph = _claims_united(provenance(reader), self._stands)
        self.identities: Mapping[str, Identity] = {
            each.id: each for each in identify.counted(reader, identify.everyone(reader))
        }
        self.claims: Mapping[str, ask.Row] = {row["claim"]: row for row in ask.claims(reader)}
        graphs = sorted(graph for graph in reader.graphs() if graph.startswith(findings_graph("")))
        found = [finding for graph in graphs for finding in rdf.findings(reader.quads(graph))]
        self.order: Mapping[str, tuple[Any, ...]] = {each.id: self._grave(each) for each in found}
        self.findings: Mapping[str, Finding] = {
            each.id: each for each in sorted(found, key=lambda each: self.order[each.id])
        }
        self.index = Index(self._documents(reader))
        self._layout_lock = Lock()

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The utterances, oldest first; those without a day last."""
        return sorted(map(self._entry, of_kind(self.graph, "utterance")))

    @cached_property
    def entry(self) -> Mapping[str, Entry]:
        """The utterances by their IRIs."""
        return {each.id: each for each in self.entries}

    @cached_property
    def relations(self) -> Sequence[Related]:
        """The relations of utterances, the surest first."""
        found = [
            Related(relation_iri(left, right), left, right, kind, data["how"], data["score"])
            for left, right, kind, data in self.graph.edges(keys=True, data=True)
            if kind in RELATIONS
        ]
        return sorted(found, key=lambda each: (-each.score, each.id, each.relation))

    @cached_property
    def places(self) -> Mapping[tuple[str, tuple[Span, ...]], str]:
        """The utterance that stands at some spans of an article."""
        return {
            (article, data["spans"]): node
            for node, data in self.graph.nodes(data=True)
            if "spans" in data and (article := target(self.graph, node, "inArticle"))
        }

    def related(self, *utterances: str) -> list[Related]:
        """The relations that some utterances have, the surest first."""
        wanted = set(utterances)
        return [each for each in self.relations if each.left in wanted or each.right in wanted]

    def stands(self, claim: str) -> str:
        """The claim that stands for a claim: itself, unless it was judged one with others."""
        return self._stands.get(claim, claim)

    def is_relayed(self, utterance: str) -> bool:
        """True if somebody passed the utterance on before it came into print."""
        return target(self.graph, utterance, "derivedFrom") is not None

    def claim_of(self, utterance: str) -> str | None:
        """The claim that an utterance makes."""
        return target(self.graph, utterance, "interpretedAsClaim")

    def printed(self, claim: str) -> list[str]:
        """The utterances that make the claim, the oldest first."""
        return sorted(printings(self.graph, claim), key=lambda each: self.entry[each])

    def layout(self) -> Mapping[str, tuple[float, float]]:
        """Where the nodes of the graph of speakers, claims and outlets are drawn; worked out once."""
        with self._layout_lock:
            return self._layout

    @cached_property
    def _layout(self) -> Mapping[str, tuple[float, float]]:
        return positions(self.condensed, "spring")

    @cached_property
    def condensed(self) -> nx.DiGraph:
        """The graph of speakers, claims and outlets, of not more than `DRAWN` nodes."""
        whole = condense(self.graph)
        kept = sorted(whole, key=lambda node: (-whole.nodes[node]["weight"], node))[:DRAWN]
        return whole.subgraph(kept).copy()

    def _entry(self, node: str) -> Entry:
        graph, data = self.graph, self.graph.nodes[node]
        article = target(graph, node, "inArticle") or ""
        speaker, claim = target(graph, node, "saidBy"), self.claim_of(node)
        return Entry(
            data.get("date", "9999"), node, article, outlet_of(graph, node), speaker, claim, data.get("speech_type", "")
        )

    def _grave(self, finding: Finding) -> tuple[Any, ...]:
        """The order of findings: the gravest first, of those alike the one whose relation is surest."""
        edges = self.graph.subgraph(finding.nodes).edges(data="score", default=0.0)
        surest = max((score for *_, score in edges), default=0.0)
        return -finding.severity.rank, -surest, finding.check, finding.id

    def _documents(self, reader: Reader) -> Iterator[Document]:
        graph, printers = self.graph, Counter(each.outlet for each in self.entries if each.outlet)
        for identity in self.identities.values():
            if identity.id in graph and identity.id not in printers:
                roles = " ".join(graph.nodes[identity.id].get("roles", ()))
                said = identity.utterances + identity.relayed
                yield Document(
                    "speaker", identity.id, " ".join((identity.label, *identity.names)), "", roles, None, said
                )
        for outlet, number in printers.items():
            names = self.identities[outlet].names if outlet in self.identities else ()
            yield Document("outlet", outlet, " ".join((graph.nodes[outlet]["label"], *names)), weight=number)
        for each in self.entries:
            beside = " ".join(graph.nodes[node]["label"] for node in (each.speaker, each.outlet) if node)
            yield Document("utterance", each.id, "", graph.nodes[each.id]["wording"], beside, _day(each.date))
        for claim, row in self.claims.items():
            wordings = "\n".join({graph.nodes[each]["wording"] for each in printings(graph, claim)})
            beside = " ".join((*row["speakers"], *row["outlets"]))
            yield Document("claim", claim, "", wordings, beside, row.get("first"), row["utterances"])
        for article, sha256 in reader.query("SELECT ?article ?hash { ?article kg:textSha256 ?hash }"):
            if str(article) in graph:
                data = graph.nodes[str(article)]
                printer = target(graph, str(article), "publishedBy")
                beside = graph.nodes[printer]["label"] if printer else ""
                text = reader.text(rdf.plain(sha256 or ""))
                yield Document("article", str(article), data["label"], text, beside, data.get("date"))


class Readings:
    """The readings of the states of a store that are open, each made once; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: WeakKeyDictionary[Reader, Reading] = WeakKeyDictionary()

    def of(self, reader: Reader) -> Reading:
        """The reading of the state that `reader` sees."""
        with self._lock:
            if reader not in self._of:
                self._of[reader] = Reading(reader)
            return self._of[reader]

    def keep(self, reader: Reader, reading: Reading) -> None:
        """Takes a reading for that of another state in which nothing differs that it tells."""
        with self._lock:
            self._of[reader] = reading


def _day(date: str) -> str | None:
    return None if date == "9999" else date


def _claims_united(graph: nx.MultiDiGraph, stands: Mapping[str, str]) -> nx.MultiDiGraph:
    """The graph, in which one node stands for claims that were judged one."""
    for claim, other in stands.items():
        if claim in graph:
            if other not in graph:
                graph.add_node(other, **graph.nodes[claim] | {"iri": other})
            for printing in printings(graph, claim):
                graph.add_edge(printing, other, key="interpretedAsClaim", kind="interpretedAsClaim")
            graph.remove_node(claim)
    return graph
