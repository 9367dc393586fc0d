"""Namespaces, terms and the minting of IRIs.

An IRI is made by hashing a JSON list, so that no joining of strings can make two things one. The same input
gives the same IRI on every machine. Nothing here imports an RDF library: terms are plain strings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from kg.records import EntityKind, Span, SpeechType

KG = "https://w3id.org/wortlaut/ns#"
SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
CITO = "http://purl.org/spar/cito/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "kg": KG,
    "schema": SCHEMA,
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "dcat": DCAT,
    "cito": CITO,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
}

DATA = "urn:wortlaut:"
LEDGER = DATA + "graph:ledger"
"""The graph that says when the store learned what."""

AGENTS = DATA + "graph:agents"
"""The graph that describes speakers, sources and outlets, each once however many articles name it."""

JUDGED = DATA + "graph:judgements:program"
"""The graph of what the program holds for one identity, or for perhaps one; made anew from what is in the store."""

DECIDED = DATA + "graph:judgements:user"
"""The graph of what users decided about identities; only they change it."""

IDENTITIES = DATA + "graph:identities"
"""The graph that leads from each name of an identity to the one that stands for all, with Wikidata ids."""

CLAIMS = DATA + "graph:claims"
"""The graph of which wordings' claims the program holds for one, and which stands for all."""

DECIDED_CLAIMS = DATA + "graph:judgements:claims"
"""The graph of what users decided about claims; only they change it."""

VERDICTS = DATA + "graph:judgements:findings"
"""The graph of what users said of findings; only they change it."""

MATCHES = DATA + "graph:matches"
"""The graph of which claims fact-checks are about; made anew from what is in the store."""

DERIVED = (JUDGED, IDENTITIES, CLAIMS, MATCHES)
"""The graphs that follow from the others: what they alone speak of is not in the store."""

WIKIDATA = "http://www.wikidata.org/entity/"


def mint(kind: str, *parts: object) -> str:
    """The IRI of a thing of `kind` that `parts` (JSON-able) identify.

    >>> mint("person", "Zoë Öztürk")
    'urn:wortlaut:person:3038d69cec09fae3e684319c137221af'
    """
    key = json.dumps([kind, *parts], ensure_ascii=False, separators=(",", ":"))
    return f"{DATA}{kind}:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def article_iri(text_sha256: str, *, url: str | None = None, outlet: str | None = None) -> str:
    """The IRI of an article version, which is also the name of its graph.

    The URL tells articles apart where there is one, else the outlet: agency copy printed word for word by
    two outlets is two articles.
    """
    return mint("article", ["url", url] if url else ["outlet", outlet], text_sha256)


def utterance_iri(article: str, kind: SpeechType, spans: tuple[Span, ...]) -> str:
    """The IRI of an utterance: article version, kind and offsets."""
    return mint("utterance", article, kind.value, [[s.start, s.end] for s in spans])


def entity_iri(kind: EntityKind, label: str, *scope: object) -> str:
    """The IRI of an identity; `scope` keeps what is only known within one article or mention apart."""
    return mint(kind.value, label, *scope)


def run_iri(program: str, version: str, model: str, settings: tuple[tuple[str, str], ...]) -> str:
    """The IRI of an extraction run, and of the graph that describes it."""
    return mint("run", program, version, model, [list(pair) for pair in settings])


def claim_iri(key: str) -> str:
    """The IRI of the claim whose normalised wording is `key`."""
    return mint("claim", key)


def finding_iri(check: str, nodes: tuple[str, ...]) -> str:
    """The IRI of a finding: the check and the nodes concerned, in any order."""
    return mint("finding", check, sorted(nodes))


def relation_iri(left: str, right: str) -> str:
    """The IRI of the relation of two utterances, in any order."""
    return mint("relation", *sorted((left, right)))


def relations_graph(article: str) -> str:
    """The name of the graph that holds the relations of an article's utterances with those of lesser articles."""
    return f"{DATA}graph:relations:{article.removeprefix(DATA)}"


def judgement_iri(by: str, left: str, right: str) -> str:
    """The IRI of what somebody judged about two identities."""
    return mint("judgement", by, left, right)


def verdict_iri(check: str, nodes: Iterable[str]) -> str:
    """The IRI of what a user said of a check's finding about some nodes, in any order."""
    return mint("verdict", check, *sorted(nodes))


def review_iri(url: str | None, author: str | None, claim: str) -> str:
    """The IRI of a fact-check: where it is published, by whom, and which claim it is about, in its own words."""
    return mint("review", url, author, claim)


def review_graph(review: str) -> str:
    """The name of the graph of one fact-check."""
    return f"{DATA}graph:{review.removeprefix(DATA)}"


def import_graph(name: str) -> str:
    """The name of the graph for statements of a file of that name that stand in no graph of their own."""
    return mint("graph:import", name)


def findings_graph(check: str) -> str:
    """The name of the graph that holds one check's findings."""
    return f"{DATA}graph:findings:{check}"
