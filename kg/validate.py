"""Is the graph sound? Its shape by SHACL, its evidence against the texts. Both yield findings, lazily.

Source: SHACL, https://www.w3.org/TR/shacl/; selectors, https://www.w3.org/TR/annotation-model/#selectors
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from kg.errors import StoreError
from kg.rdf import Literal, Object, Quad, plain
from kg.rdf.terms import CONTEXT
from kg.records import Finding, Severity, Span
from kg.resources import schema
from kg.store.reader import Reader
from kg.vocab import AGENTS, finding_iri

_SEVERITIES: dict[object, Severity] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.NOTICE,
}
_ARTICLES = "SELECT DISTINCT ?article { ?article a schema:NewsArticle }"
_HASH = "SELECT ?hash { $article kg:textSha256 ?hash }"
_PLACES = """SELECT ?place ?article ?start ?end ?exact ?prefix ?suffix {
  ?place oa:hasSource ?article ; oa:hasSelector ?position , ?quote .
  ?position oa:start ?start ; oa:end ?end .
  ?quote oa:exact ?exact .
  OPTIONAL { ?quote oa:prefix ?prefix }
  OPTIONAL { ?quote oa:suffix ?suffix }
} ORDER BY ?place"""


def validate(store: Reader) -> Iterator[Finding]:
    """What in the store does not fit its SHACL shapes, graph by graph.

    Every named graph stands for itself; an article's takes along the agents that it names. `nodes` are the
    node at fault and its graph.
    """
    articles = {str(name) for (name,) in store.query(_ARTICLES)}
    for graph in sorted(store.graphs()):
        yield from validate_graph(store.article(graph) if graph in articles else store.quads(graph), graph)


def validate_graph(quads: Iterable[Quad], graph: str) -> Iterator[Finding]:
    """What in these quads, together, does not fit the SHACL shapes.

    >>> from kg.vocab import KG
    >>> tombstone = Quad("urn:a", KG + "retractionReason", Literal("Verwechslung"), "urn:g")
    >>> [found.message for found in validate_graph([tombstone], "urn:g")]
    ['a retraction has exactly one time']
    """
    with _quietly():
        data = _as_rdflib(quads)
        conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none")
    if not conforms:
        yield from sorted(_results(report, graph), key=lambda found: (found.nodes, found.message))


def _results(report: rdflib.Graph, graph: str) -> Iterator[Finding]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = str(report.value(result, SH.focusNode))
        value = report.value(result, SH.value)
        message = str(report.value(result, SH.resultMessage))
        severity = _SEVERITIES.get(report.value(result, SH.resultSeverity), Severity.ERROR)
        yield _finding("shacl", severity, message if value is None else f"{message}: {value}", node, graph)


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    return rdflib.Graph("SimpleMemory").parse(schema("shapes.ttl"), format="turtle")


def _as_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for subject, predicate, object, _ in quads:
        graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), _term(object)))
    return graph


def _term(value: Object) -> rdflib.URIRef | rdflib.Literal:
    if not isinstance(value, Literal):
        return rdflib.URIRef(value)
    datatype = rdflib.URIRef(value.datatype) if value.datatype else None
    return rdflib.Literal(value.value, datatype=datatype, lang=value.language, normalize=False)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keeps rdflib from printing tracebacks of the malformed literals that the shapes report anyway."""
    logger = logging.getLogger("rdflib.term")
    disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = disabled


def _finding(check: str, severity: Severity, message: str, node: str, graph: str) -> Finding:
    nodes = (node, graph) if node != graph else (node,)
    return Finding(finding_iri(f"{check} {message}", nodes), check, severity, message, nodes)


def verify(store: Reader) -> Iterator[Finding]:
    """Where the evidence and the texts disagree: missing or altered texts, selectors that miss their words.

    Position and quote must agree, with the words before and after. Texts that no article needs are noted.
    """
    articles = sorted(str(name) for (name,) in store.query(_ARTICLES))
    needed = set()
    texts = _Texts(store)
    for article in articles:
        needed.add(texts.hash(article))
        yield from texts.check(article)
    for graph in sorted(store.graphs()):
        if graph != AGENTS:
            yield from _verify_places(store, graph, texts)
    for spare in (sha256 for sha256 in store.texts() if sha256 not in needed):
        yield _finding(
            "verify", Severity.INFO, "no article needs this text", f"urn:sha256:{spare}", f"urn:sha256:{spare}"
        )


class _Texts:
    """The text of each article, the last one kept at hand."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self.text = lru_cache(maxsize=16)(self._text)

    def hash(self, article: str) -> str | None:
        rows = list(self._store.query(_HASH, params={"article": article}))
        return plain(rows[0][0]) if rows and rows[0][0] else None

    def check(self, article: str) -> Iterator[Finding]:
        sha256 = self.hash(article)
        if sha256 is None:
            yield _finding("verify", Severity.ERROR, "the article has no hash of its text", article, article)
            return
        try:
            text = self._store.text(sha256)
        except StoreError as error:
            yield _finding("verify", Severity.ERROR, str(error), article, article)
            return
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != sha256:
            yield _finding("verify", Severity.ERROR, f"the text {sha256} has been altered", article, article)

    def _text(self, article: str) -> str | None:
        sha256 = self.hash(article)
        try:
            return self._store.text(sha256) if sha256 else None
        except StoreError:
            return None


def _verify_places(store: Reader, graph: str, texts: _Texts) -> Iterator[Finding]:
    for place, article, *selectors in store.query(_PLACES, default_graphs=[graph]):
        text = texts.text(str(article))
        if text is None:
            continue
        start, end, exact, before, after = [None if part is None else plain(part) for part in selectors]
        for fault in _faults(text, str(start), str(end), str(exact), before, after):
            yield _finding("verify", Severity.ERROR, fault, str(place), graph)


def _faults(text: str, start: str, end: str, exact: str, before: str | None, after: str | None) -> Iterator[str]:
    try:
        span = Span(int(start), int(end))
    except ValueError:
        yield f"not a position: {start} to {end}"
        return
    if span.of(text) != exact:
        elsewhere = text.find(exact)
        hint = f"; the words stand at {elsewhere}" if elsewhere >= 0 else "; the words stand nowhere"
        yield f"at {start} to {end} stands “{span.of(text)}”, not “{exact}”{hint}"
        return
    if before is not None and text[max(0, span.start - CONTEXT) : span.start] != before:
        yield f"before {start} stands something other than “{before}”"
    if after is not None and text[span.end : span.end + CONTEXT] != after:
        yield f"after {end} stands something other than “{after}”"
