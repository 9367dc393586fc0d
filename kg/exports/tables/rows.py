"""The rows of each table, drawn from the store a few articles at a time.

Memory holds, beside them, the IRIs of the articles and claims, and the names of the identities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from kg import identify
from kg.ask import value
from kg.checks.judged import verdict_on, verdicts
from kg.identify import Identity
from kg.rdf import findings
from kg.rdf.terms import PARTS
from kg.records import Finding
from kg.store import CURRENT, Reader
from kg.vocab import DATA, KG

Raw: TypeAlias = dict[str, Any]
"""A row as it comes from the store: texts, numbers and truth values under the names of columns, and of others."""

BATCH = 200
"""Articles that are drawn at once. Set by hand: some 3,000 utterances, a few MB."""
NODES = 1000
"""Nodes that one query asks about. Set by hand, as in `ask`."""


class View:
    """What several tables need of a store, read once."""

    def __init__(self, store: Reader) -> None:
        self.store = store

    @cached_property
    def articles(self) -> list[str]:
        """The current article versions, sorted."""
        found = self.store.query(f"SELECT ?article {{ ?article a schema:NewsArticle . {CURRENT} }}")
        return sorted(str(article) for (article,) in found)

    @cached_property
    def stands(self) -> dict[str, str]:
        """For each identity or claim that another stands for, that other."""
        return {str(one): str(other) for one, other in self.store.query("SELECT * { ?one kg:canonical ?other }")}

    @cached_property
    def identities(self) -> dict[str, Identity]:
        """The identities by IRI."""
        return {each.id: each for each in identify.everyone(self.store)}

    def one(self, iri: str | None) -> str | None:
        """The identity or claim that stands for this one."""
        return iri and self.stands.get(iri, iri)

    def name(self, iri: str | None) -> str | None:
        """The name of an identity."""
        known = self.identities.get(iri or "")
        return known.label if known else None

    def about(self, select: str, name: str, iris: Sequence[str]) -> Iterator[Raw]:
        """The rows of a query in which `%s` stands for what its variable `name` may be."""
        for some in _batches(iris, NODES):
            yield from self.ask(select % f"VALUES ?{name} {{ {' '.join(f'<{iri}>' for iri in some)} }}")

    def ask(self, select: str) -> Iterator[Raw]:
        """The rows of a query, with plain values."""
        answer = self.store.query(select)
        for cells in answer:
            yield {name: value(cell) for name, cell in zip(answer.variables, cells, strict=True) if cell is not None}

    def by_article(
        self, node: str, select: str, properties: Mapping[str, str], *order: str
    ) -> Iterator[tuple[Sequence[str], list[Raw]]]:
        """Some articles at a time, with the rows that a query has for `?article`, in the order of those and `order`.

        To each row come the `properties` that the `node` in it has, by name and path. One query for each: OPTIONAL
        within a graph would be joined over the whole store for every batch.
        """
        for some in _batches(self.articles, BATCH):
            rows = list(self.about(select, "article", some))
            for name, path in properties.items():
                known = {row["node"]: row["value"] for row in self.about(_VALUES % ("%s", path), "article", some)}
                for row in rows:
                    if row[node] in known:
                        row[name] = known[row[node]]
            yield some, sorted(rows, key=lambda row: [row[name] for name in ("article", *order)])

    def passages(self, part: str, articles: Sequence[str]) -> dict[str, list[tuple[int, int, str]]]:
        """For each node of some articles where its `part` stands: start, end, words of each piece, in text order."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        for row in self.about(_PIECES % ("%s", part), "article", articles):
            found.setdefault(row["node"], []).append((row["start"], row["end"], row["exact"]))
        return {node: sorted(pieces) for node, pieces in found.items()}

    def words(self, part: str, articles: Sequence[str]) -> dict[str, str]:
        """For each node of some articles the words of its `part`."""
        return {node: _joined(pieces) for node, pieces in self.passages(part, articles).items()}


_PIECES = """SELECT ?node ?start ?end ?exact {
  %s
  GRAPH ?article {
    ?node <%s> ?place . ?place oa:hasSelector ?position , ?quote .
    ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact
  }
}"""

_VALUES = "SELECT ?node ?value { %s GRAPH ?article { ?node %s ?value } }"

_ARTICLES = """SELECT ?article ?file ?text_sha256 ?run {
  %s
  GRAPH ?article { ?article kg:textSha256 ?text_sha256 ; kg:sourceFile ?file ; prov:wasGeneratedBy ?run }
}"""
_OF_ARTICLES = {
    "url": "schema:url",
    "headline": "schema:headline",
    "outlet": "schema:publisher",
    "language": "schema:inLanguage",
    "line": "kg:sourceLine",
    "typed": "schema:datePublished",
    "written": "kg:dateAsWritten",
}
_VERSIONS = """SELECT ?article ?learned ?revision_of {
  %s ?article kg:learnedAt ?learned . OPTIONAL { ?article prov:wasRevisionOf ?revision_of }
}"""
_BYLINES = """SELECT ?article ?position ?name {
  %s
  GRAPH ?article { ?article prov:qualifiedAttribution ?byline . ?byline prov:agent ?author ; kg:position ?position }
  ?author schema:name ?name
}"""
_UTTERANCES_OF = """SELECT ?article (COUNT(DISTINCT ?utterance) AS ?utterances) {
  %s
  ?utterance kg:inArticle ?article
} GROUP BY ?article"""

_UTTERANCES = """SELECT ?article ?utterance ?position ?type ?medium ?modality ?negated ?confidence ?wording {
  %s
  GRAPH ?article {
    ?utterance kg:inArticle ?article ; kg:position ?position ; kg:speechType ?type ; kg:medium ?medium ;
      kg:modality ?modality ; kg:negated ?negated ; kg:confidence ?confidence ; kg:wording ?wording .
  }
}"""
_OF_UTTERANCES = {
    "date": "kg:date",
    "outlet": "kg:outlet",
    "speaker": "kg:saidBy",
    "claim": "schema:interpretedAsClaim",
    "said_from": "kg:saidFrom",
    "said_until": "kg:saidUntil",
    "origin": "prov:hadPrimarySource/kg:position",
    "office": "prov:qualifiedAttribution/kg:officeAsWritten",
    "former": "prov:qualifiedAttribution/kg:former",
    "on_behalf_of": "prov:qualifiedAttribution/kg:onBehalfOf",
}

_CHAINS = """SELECT ?article ?utterance ?step ?position ?label ?kind ?origin {
  %s
  GRAPH ?article {
    ?utterance kg:inArticle ?article ; prov:wasQuotedFrom|prov:wasDerivedFrom ?first ; prov:hadPrimarySource ?last .
    ?first prov:wasDerivedFrom* ?step .
    ?step kg:position ?position ; rdfs:label ?label ; kg:entityKind ?kind .
    BIND(?step = ?last AS ?origin)
  }
}"""

_RELATIONS = """SELECT DISTINCT ?article ?relation ?left ?right ?type ?kind ?score ?other {
  %s
  ?left kg:inArticle ?article .
  ?relation rdf:_1 ?left ; a kg:Relation ; rdf:_2 ?right ; kg:relation ?type ; kg:kind ?kind ; kg:score ?score .
  ?right kg:inArticle ?other
}"""

_MADE = f"""SELECT DISTINCT ?claim {{
  ?utterance schema:interpretedAsClaim ?claim ; kg:inArticle ?article . {CURRENT}
}}"""
_CLAIMS = f"""SELECT ?worded ?utterance ?wording ?date ?outlet ?speaker {{
  %s
  ?utterance schema:interpretedAsClaim ?worded ; kg:wording ?wording ; kg:inArticle ?article . {CURRENT}
  OPTIONAL {{ ?utterance kg:date ?date }}
  OPTIONAL {{ ?utterance kg:outlet ?outlet }}
  OPTIONAL {{ ?utterance kg:saidBy ?speaker }}
}}"""

_PRINTED = f"SELECT ?outlet ?article {{ ?article schema:publisher ?outlet . {CURRENT} }}"
_BY_TYPE = f"""SELECT ?outlet ?type (COUNT(DISTINCT ?utterance) AS ?n) {{
  ?utterance kg:outlet ?outlet ; kg:speechType ?type ; kg:inArticle ?article . {CURRENT}
}} GROUP BY ?outlet ?type"""

_PRINCIPALS = f"""SELECT DISTINCT ?principal {{
  ?utterance prov:qualifiedAttribution/kg:onBehalfOf ?principal ; kg:inArticle ?article . {CURRENT}
}}"""

_FOUND = (
    "SELECT DISTINCT ?graph { GRAPH ?graph { ?finding a kg:Finding FILTER NOT EXISTS { ?finding a kg:Relation } } }"
)


def _articles(view: View) -> Iterator[Raw]:
    for some, rows in view.by_article("article", _ARTICLES, _OF_ARTICLES):
        counts = {row["article"]: row["utterances"] for row in view.about(_UTTERANCES_OF, "article", some)}
        authors: dict[str, list[tuple[int, str]]] = {}
        for row in view.about(_BYLINES, "article", some):
            authors.setdefault(row["article"], []).append((row["position"], row["name"]))
        versions = {row["article"]: row for row in view.about(_VERSIONS, "article", some)}
        for row in rows:
            article, published = row["article"], row.get("written") or row.get("typed")
            named = "; ".join(name for _, name in sorted(set(authors.get(article, ()))))
            more = {"authors": named or None, "utterances": counts.get(article, 0)}
            known = {"published": published, "date": published, **more}
            yield {**_printed(view, row), **versions.get(article, {}), **known}


def _printed(view: View, row: Raw) -> Raw:
    outlet = view.one(row.get("outlet"))
    return {**row, "outlet": outlet, "outlet_name": view.name(outlet)}


def _outlets(view: View) -> Iterator[Raw]:
    articles = Counter(view.one(row["outlet"]) for row in view.ask(_PRINTED))
    said: Counter[str | None] = Counter()
    direct: Counter[str | None] = Counter()
    for row in view.ask(_BY_TYPE):
        outlet = view.one(row["outlet"])
        said[outlet] += row["n"]
        direct[outlet] += row["n"] if row["type"] == "Direct" else 0
    for outlet in sorted(filter(None, articles)):
        counts = {"articles": articles[outlet], "utterances": said[outlet], "direct": direct[outlet]}
        yield {"outlet": outlet, **_identity(view.identities.get(outlet)), **counts}


def _identity(known: Identity | None) -> Raw:
    if known is None:
        return {}
    others = "; ".join(known.names) or None
    return {"name": known.label, "kind": known.kind, "other_names": others, "wikidata": known.wikidata}


def _speakers(view: View) -> Iterator[Raw]:
    active = {each.id: each for each in identify.counted(view.store, view.identities.values())}
    for row in view.ask(_PRINCIPALS):
        principal = view.one(row["principal"])
        if known := view.identities.get(principal or ""):
            active.setdefault(known.id, known)
    for iri, each in sorted(active.items()):
        yield {"speaker": iri, **_identity(each), "utterances": each.utterances, "relayed": each.relayed}


def _utterances(view: View) -> Iterator[Raw]:
    for some, rows in view.by_article("utterance", _UTTERANCES, _OF_UTTERANCES, "position"):
        quotes = view.passages(PARTS["quote"], some)
        written = {name: view.words(PARTS[part], some) for name, part in _WRITTEN.items()}
        for row in rows:
            utterance, places = row["utterance"], quotes.get(row["utterance"], [])
            yield {
                **_printed(view, row),
                **{name: words.get(utterance) for name, words in written.items()},
                "start": places[0][0] if places else None,
                "end": places[-1][1] if places else None,
                "spans": " ".join(f"{start}:{end}" for start, end, _ in places) or None,
                "speaker": view.one(row.get("speaker")),
                "speaker_name": view.name(view.one(row.get("speaker"))),
                "on_behalf_of": view.one(row.get("on_behalf_of")),
                "claim": view.one(row.get("claim")),
                "steps": row["origin"] + 1 if "origin" in row else 0,
            }


_WRITTEN = {"speaker_as_written": "speaker", "cue": "cue", "addressee": "addressee"}


def _chains(view: View) -> Iterator[Raw]:
    for some, rows in view.by_article("step", _CHAINS, {"source": "prov:wasAttributedTo"}, "utterance", "position"):
        places = view.passages(KG + "evidenceAt", some)
        for row in rows:
            pieces = places.get(row["step"])
            shown = {"evidence": _joined(pieces), "start": pieces[0][0], "end": pieces[-1][1]} if pieces else {}
            yield {**row, "source": view.one(row.get("source")), **shown}


def _relations(view: View) -> Iterator[Raw]:
    current = frozenset(view.articles)
    for _, rows in view.by_article("relation", _RELATIONS, {}, "relation"):
        yield from (row for row in rows if row["other"] in current)


def _claims(view: View) -> Iterator[Raw]:
    members: dict[str, list[str]] = {}
    for row in view.ask(_MADE):
        claim = str(row["claim"])
        members.setdefault(view.stands.get(claim, claim), []).append(claim)
    for some in _batches(sorted(members), NODES):
        printings: dict[str, list[Raw]] = {}
        for row in view.about(_CLAIMS, "worded", [each for claim in some for each in members[claim]]):
            worded = str(row["worded"])
            printings.setdefault(view.stands.get(worded, worded), []).append(row)
        for claim in some:
            yield {"claim": claim, "wordings": len(members[claim]), **_claim(view, printings[claim])}


def _claim(view: View, printings: Sequence[Raw]) -> Raw:
    days = [row["date"] for row in printings if "date" in row]
    return {
        "wording": min(row["wording"] for row in printings),
        "first": min(days, default=None),
        "last": max(days, default=None),
        "utterances": len({row["utterance"] for row in printings}),
        "outlets": len({view.one(row["outlet"]) for row in printings if "outlet" in row}),
        "speakers": len({view.one(row["speaker"]) for row in printings if "speaker" in row}),
    }


def _found(view: View) -> Iterator[Finding]:
    """The findings of the checks, and those of the reading of current article versions; each once."""
    current = frozenset(view.articles)
    for graph in sorted(row["graph"] for row in view.ask(_FOUND)):
        if graph in current or not graph.startswith(f"{DATA}article:"):
            yield from {each.id: each for each in findings(view.store.quads(graph))}.values()


def _findings(view: View) -> Iterator[Raw]:
    told = verdicts(view.store)
    for each in _found(view):
        verdict = verdict_on(each, told)
        said = {"accepted": verdict.accepted, "why": verdict.why or None} if verdict else {}
        known = {"check": each.check, "severity": each.severity.value, "message": each.message}
        yield {"finding": each.id, **known, "english": each.english or None, **said}


def _concerns(view: View) -> Iterator[Raw]:
    for each in _found(view):
        for position, node in enumerate(each.nodes):
            yield {"finding": each.id, "position": position, "node": view.one(node), "kind": kind_of(node)}


def kind_of(iri: str) -> str | None:
    """What sort of thing one of our IRIs names.

    >>> kind_of("urn:wortlaut:claim:3038d69c"), kind_of("urn:wortlaut:utterance:1cec09fa#source-0")
    ('claim', 'step')
    """
    found = _OWN.fullmatch(iri)
    return _PARTS.get(found["part"] or "", found["kind"]) if found else None


_OWN = re.compile(r"urn:wortlaut:(?P<kind>[a-z]+):[^#]+(?:#(?P<part>[a-z]+).*)?")
_PARTS = {"source": "step", "speaker": "unnamed"}


def _joined(pieces: Iterable[tuple[int, int, str]]) -> str:
    return " ".join(words for _, _, words in pieces)


def _batches(some: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (some[start : start + size] for start in range(0, len(some), size))


ROWS: Mapping[str, Callable[[View], Iterable[Raw]]] = MappingProxyType(
    {
        "articles": _articles,
        "outlets": _outlets,
        "speakers": _speakers,
        "claims": _claims,
        "utterances": _utterances,
        "chains": _chains,
        "relations": _relations,
        "findings": _findings,
        "concerns": _concerns,
    }
)
"""What gives the rows of a table, by its name."""
