"""The provenance graph of a store: what the checks walk over, and what all other projections are made of.

Nodes are IRIs. Every node has `kind` (article, utterance, source, claim, or an `EntityKind`), `label` and `iri`; an
attribute that is not known is absent. Every edge has `kind`, which is also its key, so there is one edge of a kind
between two nodes. Identities that were judged one (`kg.identify`) are one node.

| node | further attributes |
| --- | --- |
| article | `date`, `url`, `file` |
| utterance | `wording`, `date`, `speech_type`, `medium`, `modality`, `negated`, `confidence`, `spans` (of the quote) |
| source | `entity_kind`, `position` |
| entity | `scoped`: true if it is known within one article only; `roles` that speakers are introduced by |

| edge | from → to |
| --- | --- |
| inArticle, saidBy, interpretedAsClaim | utterance → article, entity, claim |
| publishedBy, revisionOf | article → outlet, older article |
| derivedFrom | utterance → nearest source → … → origin |
| attributedTo | source → entity |
| contradicts, denies, changed_position, updates, corroborates, same_quote | utterance → utterance: `how`, `score` |
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx
from networkx.utils import UnionFind

from kg.errors import StoreError
from kg.rdf import member, plain
from kg.records import EntityKind, Span
from kg.resolve import person_name, role_key
from kg.store import Excerpt
from kg.store.reader import Reader
from kg.vocab import KG, OA, PROV, SCHEMA, entity_iri

SAME = ("same_quote", "corroborates")
"""Relations of utterances that say the same."""

ENTITY_KINDS = frozenset(kind.value for kind in EntityKind)

_ARTICLES = """SELECT ?article ?label ?url ?file ?date ?outlet WHERE {
  ?article a schema:NewsArticle .
  OPTIONAL { ?article schema:headline ?label }
  OPTIONAL { ?article schema:url ?url }
  OPTIONAL { ?article kg:sourceFile ?file }
  OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:publisher ?outlet }
}"""
_REVISIONS = "SELECT ?newer ?older WHERE { ?newer prov:wasRevisionOf ?older }"
_RETRACTED = "SELECT ?article WHERE { ?article prov:invalidatedAtTime ?time }"
_LEARNED = "SELECT ?article ?time { ?article kg:learnedAt ?time }"
_ENTITIES = """SELECT DISTINCT ?entity ?kind ?label WHERE {
  ?entity a prov:Agent ; kg:entityKind ?kind ; schema:name ?label
}"""
_UTTERANCES = {
    "article": "kg:inArticle",
    "speech_type": "kg:speechType",
    "wording": "kg:wording",
    "date": "kg:date",
    "medium": "kg:medium",
    "modality": "kg:modality",
    "negated": "kg:negated",
    "confidence": "kg:confidence",
    "speaker": "kg:saidBy",
    "claim": "schema:interpretedAsClaim",
    "source": "prov:wasQuotedFrom|prov:wasDerivedFrom",
}
_QUOTES = """SELECT ?utterance ?start ?end WHERE {
  ?utterance kg:quoteAt ?place . ?place oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end
}"""
_SPOKEN_AS = """SELECT DISTINCT ?speaker ?wording WHERE {
  ?utterance kg:saidBy ?speaker ; kg:speakerAt|kg:antecedentAt ?place .
  ?place oa:hasSelector ?quote . ?quote oa:exact ?wording
}"""
_SOURCES = {
    "position": "kg:position",
    "label": "rdfs:label",
    "entity_kind": "kg:entityKind",
    "entity": "prov:wasAttributedTo",
    "next": "prov:wasDerivedFrom",
}
_CANONICAL = "SELECT ?entity ?stands { ?entity kg:canonical ?stands }"
_RELATIONS = """SELECT ?left ?right ?relation ?how ?score WHERE {
  ?found a kg:Relation ; rdf:_1 ?left ; rdf:_2 ?right ; kg:relation ?relation ; kg:kind ?how ; kg:score ?score
}"""
_CLAIMS = "SELECT DISTINCT ?claim ?label WHERE { ?claim a schema:Claim ; schema:text ?label }"

_KNOWN = "SELECT ?article { ?article a schema:NewsArticle }"

_AHEAD = frozenset(
    (
        *(KG + "inArticle", KG + "saidBy", KG + "canonical", KG + "quoteAt", OA + "hasSelector"),
        *(SCHEMA + "interpretedAsClaim", SCHEMA + "publisher", PROV + "wasRevisionOf"),
        *(PROV + "wasQuotedFrom", PROV + "wasDerivedFrom", PROV + "wasAttributedTo"),
    )
)
"""The properties that lead from an utterance to all that the graph tells of it."""
_SPOKEN_AT = frozenset((KG + "speakerAt", KG + "antecedentAt", OA + "hasSelector"))

_Row = dict[str, str]


def provenance(store: Reader, *, all_versions: bool = False, as_of: str | None = None) -> nx.MultiDiGraph:
    """The whole graph of articles, outlets, utterances, sources, speakers and claims, with typed nodes and edges.

    Only current article versions are in it: not those that a newer one replaced, nor retracted ones. With
    `all_versions` the replaced ones are, too, tied to the newer by `revisionOf`. With `as_of`, a day (2024-09-20) or a
    time in UTC, only what the store had learned by then (the whole day) is in it; what was retracted since is gone.
    One scan for each property, which is
    quicker than joining them in the query; then linear in the size of the result, which is held in memory.
    """
    graph = nx.MultiDiGraph()
    stands = _stands(store)
    for row in _sorted(store, _ENTITIES):
        _entity(graph, row)
    revisions = [(row["newer"], row["older"]) for row in _ask(store, _REVISIONS)]
    articles = {row["article"]: row for row in _united(_sorted(store, _ARTICLES), "outlet", stands)}
    for gone in [row["article"] for row in _ask(store, _RETRACTED)]:
        articles.pop(gone, None)
    if as_of is not None:
        for later in [row["article"] for row in _ask(store, _LEARNED) if row["time"][: len(as_of)] > as_of]:
            articles.pop(later, None)
    hidden = set() if all_versions else replaced(articles, revisions)
    for iri in sorted(articles.keys() - hidden):
        _article(graph, articles[iri])
    for newer, older in revisions:
        if all_versions and newer in graph and older in graph:
            _link(graph, newer, older, "revisionOf")
    _utterances(graph, store, stands)
    _sources(graph, store, stands)
    for row in _ask(store, _CLAIMS):
        if row["claim"] in graph:
            _name(graph, row["claim"], row["label"])
    for row in _sorted(store, _RELATIONS):
        if row["left"] in graph and row["right"] in graph:
            known = {"how": row["how"], "score": float(row["score"])}
            _link(graph, row["left"], row["right"], str(member(row["relation"])), **known)
    graph.remove_nodes_from([node for node, kind in graph.nodes(data="kind") if kind is None])
    idle = [node for node, degree in graph.degree() if not degree and graph.nodes[node]["kind"] in ENTITY_KINDS]
    graph.remove_nodes_from(idle)
    return graph


def of_kind(graph: nx.MultiDiGraph, kind: str) -> Iterator[str]:
    """The nodes of a kind, in the order of the graph."""
    return (node for node, data in graph.nodes(data=True) if data["kind"] == kind)


def target(graph: nx.MultiDiGraph, node: str, kind: str) -> str | None:
    """Where the node's edge of a kind leads to; None if it has none, the least IRI if it has several."""
    return min((goal for _, goal, key in graph.out_edges(node, keys=True) if key == kind), default=None)


def printings(graph: nx.MultiDiGraph, claim: str) -> list[str]:
    """The utterances that make the claim, sorted."""
    return sorted(node for node, _, key in graph.in_edges(claim, keys=True) if key == "interpretedAsClaim")


def matters(graph: nx.MultiDiGraph) -> list[list[str]]:
    """The utterances of claims that share a printing of one quote or state the same: sorted groups, sorted."""
    together: UnionFind[str] = UnionFind()
    for utterance, goal, kind in graph.edges(keys=True):
        if kind in ("interpretedAsClaim", *SAME):
            together.union(utterance, goal)
    groups = (
        sorted(node for node in group if graph.nodes[node]["kind"] == "utterance") for group in together.to_sets()
    )
    return sorted(group for group in groups if group)


def matter_of(graph: nx.MultiDiGraph, utterances: Iterable[str]) -> dict[str, str]:
    """For each of the utterances the least one of its matter (see `matters`). Cost: linear in the matters concerned."""
    ties = ("interpretedAsClaim", *SAME)
    found: dict[str, str] = {}
    for start in utterances:
        if start in found:
            continue
        seen, ahead = {start}, [start]
        while ahead:
            node = ahead.pop()
            near = {goal for _, goal, kind in graph.out_edges(node, keys=True) if kind in ties}
            near |= {source for source, _, kind in graph.in_edges(node, keys=True) if kind in ties}
            ahead += near - seen
            seen |= near
        group = [node for node in seen if graph.nodes[node]["kind"] == "utterance"]
        found |= dict.fromkeys(group, min(group))
    return found


def outlet_of(graph: nx.MultiDiGraph, utterance: str) -> str | None:
    """The outlet of the article that the utterance stands in, as far as it is known."""
    article = target(graph, utterance, "inArticle")
    return target(graph, article, "publishedBy") if article else None


def chain(graph: nx.MultiDiGraph, utterance: str) -> list[str]:
    """The source steps of an utterance, nearest reporter first."""
    steps: list[str] = []
    step = target(graph, utterance, "derivedFrom")
    while step and step not in steps:
        steps.append(step)
        step = target(graph, step, "derivedFrom")
    return steps


def replaced(articles: Iterable[str], revisions: Iterable[tuple[str, str]]) -> set[str]:
    """The articles that a newer one among `articles` replaces, directly or by way of others.

    `revisions` are (newer, older). Articles that replace each other in turn all stay, for none is the last.

    >>> sorted(replaced(["v1", "v3"], [("v2", "v1"), ("v3", "v2")]))
    ['v1']
    """
    known = set(articles)
    history = nx.DiGraph(revisions)
    order = nx.condensation(history) if history else nx.DiGraph()
    hidden: set[str] = set()
    below_known: set[int] = set()
    for group in nx.topological_sort(order):
        members = order.nodes[group]["members"]
        if group in below_known:
            hidden |= members & known
        if group in below_known or members & known:
            below_known.update(order.successors(group))
    return hidden


def current(store: Reader) -> set[str]:
    """The articles that `provenance` shows: neither retracted nor replaced by a newer version."""
    retracted = {row["article"] for row in _ask(store, _RETRACTED)}
    known = {row["article"] for row in _ask(store, _KNOWN)} - retracted
    return known - replaced(known, [(row["newer"], row["older"]) for row in _ask(store, _REVISIONS)])


def described(store: Reader) -> dict[str, str]:
    """What `provenance` takes from the description of each identity, in one string."""
    told: dict[str, list[str]] = {entity: [stands] for entity, stands in _stands(store).items()}
    for row in _sorted(store, _ENTITIES):
        told.setdefault(row["entity"], [""]).extend((row["kind"], row["label"]))
    return {entity: json.dumps(parts) for entity, parts in told.items()}


def region(store: Reader, utterances: Iterable[str], relations: Iterable[str] = ()) -> nx.MultiDiGraph:
    """The part of `provenance` that tells of some current utterances and the relations between them, but for roles.

    What it says of them is what the whole graph says; a claim has no other printings than these. Cost: linear in what
    the store says of the utterances.
    """
    part = Excerpt(store)
    part.take(utterances, _AHEAD)
    part.take(relations)
    return provenance(part)


def users(store: Reader, entity: str) -> set[str]:
    """The utterances whose speaker, source or outlet is the identity, or one for which it stands; in any version."""
    found: set[str] = set()
    for voice in (entity, *store.subjects(KG + "canonical", entity)):
        found |= store.subjects(KG + "saidBy", voice)
        for article in store.subjects(SCHEMA + "publisher", voice):
            found |= store.subjects(KG + "inArticle", article)
        steps = store.subjects(PROV + "wasAttributedTo", voice)
        while steps:
            found |= steps
            nearer = (store.subjects(PROV + way, step) for step in steps for way in ("wasDerivedFrom", "wasQuotedFrom"))
            steps = set().union(*nearer) - found
    return found


def introduced(store: Reader, speaker: str) -> tuple[str, ...]:
    """The `roles` that `provenance` gives a speaker. Cost: linear in what the speaker says."""
    part = Excerpt(store)
    for voice in (speaker, *store.subjects(KG + "canonical", speaker)):
        part.take([voice])
        part.take(store.subjects(KG + "saidBy", voice), _SPOKEN_AT)
    return _roles(part, _stands(part)).get(speaker, ())


def _stands(store: Reader) -> dict[str, str]:
    return {row["entity"]: row["stands"] for row in _sorted(store, _CANONICAL)}


def _roles(store: Reader, stands: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The roles by which each speaker is introduced, sorted."""
    roles: dict[str, set[str]] = {}
    for row in _united(_ask(store, _SPOKEN_AS), "speaker", stands):
        if name := person_name(row["wording"]):
            roles.setdefault(row["speaker"], set()).update(map(role_key, name.roles))
    return {speaker: tuple(sorted(called)) for speaker, called in roles.items()}


def _ask(store: Reader, select: str) -> Iterator[_Row]:
    answer = store.query(select)
    for row in answer:
        cells = zip(answer.variables, row, strict=True)
        yield {name: plain(cell) for name, cell in cells if cell is not None}


def _sorted(store: Reader, select: str) -> list[_Row]:
    """The rows in an order of their own, so that of two that tell of one thing always the same one is the last."""
    return sorted(_ask(store, select), key=lambda row: tuple(row.items()))


def _table(store: Reader, kind: str, properties: Mapping[str, str]) -> dict[str, _Row]:
    """What is known of the nodes of a kind, by node and the names of `properties`; of several values the least."""
    rows: dict[str, _Row] = {str(node): {} for (node,) in store.query(f"SELECT ?node {{ ?node a {kind} }}")}
    for name, path in properties.items():
        for node, value in store.query(f"SELECT ?node ?value {{ ?node {path} ?value }}"):
            row = rows.get(str(node))
            if row is not None and value is not None:
                told = plain(value)
                row[name] = min(told, row.get(name, told))
    return rows


def _united(rows: Iterable[_Row], name: str, stands: Mapping[str, str]) -> Iterator[_Row]:
    """The rows with the identity that stands for the one under `name`."""
    return ({**row, name: stands.get(row[name], row[name])} if name in row else row for row in rows)


def _entity(graph: nx.MultiDiGraph, row: _Row) -> None:
    kind = member(row["kind"])
    if isinstance(kind, EntityKind):
        scoped = entity_iri(kind, row["label"]) != row["entity"]
        graph.add_node(row["entity"], kind=kind.value, label=row["label"], iri=row["entity"], scoped=scoped)


def _article(graph: nx.MultiDiGraph, row: _Row) -> None:
    iri = row["article"]
    known = {name: row[name] for name in ("date", "url", "file") if name in row}
    label = row.get("label") or row.get("url") or row.get("file") or iri
    graph.add_node(iri, kind="article", label=label, iri=iri, **known)
    if "outlet" in row and row["outlet"] in graph:
        _link(graph, iri, row["outlet"], "publishedBy")


def _utterances(graph: nx.MultiDiGraph, store: Reader, stands: Mapping[str, str]) -> None:
    for iri, row in _table(store, "kg:Utterance", _UTTERANCES).items():
        if row.get("article") in graph:
            _utterance(graph, iri, row, stands)
    spans: dict[str, list[Span]] = {}
    for row in _ask(store, _QUOTES):
        if row["utterance"] in graph:
            spans.setdefault(row["utterance"], []).append(Span(int(row["start"]), int(row["end"])))
    for utterance, found in spans.items():
        graph.nodes[utterance]["spans"] = tuple(sorted(set(found)))
    for speaker, called in _roles(store, stands).items():
        if speaker in graph:
            graph.nodes[speaker]["roles"] = called


def _utterance(graph: nx.MultiDiGraph, iri: str, row: _Row, stands: Mapping[str, str]) -> None:
    enums = {name: member(row[name]) for name in ("speech_type", "medium", "modality") if name in row}
    known: dict[str, Any] = {name: value.value for name, value in enums.items() if value}
    if "date" in row:
        known["date"] = row["date"]
    if "negated" in row:
        known["negated"] = row["negated"] == "true"
    if "confidence" in row:
        known["confidence"] = float(row["confidence"])
    if "wording" not in row:
        raise StoreError(f"the wording of {iri} is withheld: kg import FILE --texts … fills it in from the texts")
    graph.add_node(iri, kind="utterance", label=row["wording"], iri=iri, wording=row["wording"], **known)
    _link(graph, iri, row["article"], "inArticle")
    if "speaker" in row:
        _link(graph, iri, stands.get(row["speaker"], row["speaker"]), "saidBy")
    if "claim" in row:
        graph.add_node(row["claim"], kind="claim", label=row["claim"], iri=row["claim"])
        _link(graph, iri, row["claim"], "interpretedAsClaim")
    if "source" in row:
        _link(graph, iri, row["source"], "derivedFrom")


def _sources(graph: nx.MultiDiGraph, store: Reader, stands: Mapping[str, str]) -> None:
    """The chains of the utterances that are in the graph; those of hidden versions stay out."""
    rows = _table(store, "kg:SourceStep", _SOURCES)
    open_ends = [node for node in rows if node in graph]
    while open_ends:
        iri = open_ends.pop()
        if "kind" in graph.nodes[iri]:
            continue
        row = rows[iri]
        kind = member(row.get("entity_kind", ""))
        known = {"entity_kind": kind.value} if kind else {}
        graph.add_node(iri, kind="source", label=row["label"], iri=iri, position=int(row["position"]), **known)
        if "entity" in row:
            _link(graph, iri, stands.get(row["entity"], row["entity"]), "attributedTo")
        if row.get("next") in rows:
            _link(graph, iri, row["next"], "derivedFrom")
            open_ends.append(row["next"])


def _name(graph: nx.MultiDiGraph, claim: str, label: str) -> None:
    """Give the claim its wording: of several printings, always the same one."""
    old = graph.nodes[claim]["label"]
    graph.nodes[claim]["label"] = label if old == claim else min(old, label)


def _link(graph: nx.MultiDiGraph, source: str, goal: str, kind: str, **known: Any) -> None:
    graph.add_edge(source, goal, key=kind, kind=kind, **known)
