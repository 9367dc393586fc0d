"""The W3C's tests of the SPARQL 1.1 Protocol, as their manifest tells them, against a real server.

Whatever a server that only reads can pass, it must pass; the updates it must refuse.
"""

from __future__ import annotations

import http.client
import io
import json
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.query import Result
from serving import served

from kg.rdf import Literal, Quad
from kg.store import Store

FOLDER = Path(__file__).parents[3] / "shared" / "conformance"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UPDATES = 7
"""How many of the manifest's tests ask for an update that goes through."""

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {"application/rdf+xml": "xml", "text/turtle": "turtle", "application/n-triples": "nt"}

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the W3C's tests are not there")

manifest = Graph()
if FOLDER.exists():
    manifest.parse(FOLDER / "manifest.ttl")


def entries():
    found = manifest.value(predicate=RDF.type, object=MF.Manifest)
    return list(Collection(manifest, manifest.value(found, MF.entries))) if found else []


def requests(test):
    return list(Collection(manifest, manifest.value(manifest.value(test, MF.action), HT.requests)))


def headers(request):
    listed = manifest.value(request, HT.headers)
    fields = Collection(manifest, listed) if listed else []
    return {str(manifest.value(each, HT.fieldName)): str(manifest.value(each, HT.fieldValue)) for each in fields}


def body(request):
    node = manifest.value(request, HT.body)
    return (
        str(manifest.value(node, CNT.chars)).encode(str(manifest.value(node, CNT.characterEncoding))) if node else b""
    )


def is_update(request):
    return "update" in headers(request).get("content-type", "") or body(request).startswith(b"update=")


def expected(request):
    """The first digits of the statuses that are right: 2 for hts:StatusCode2xx."""
    told = manifest.value(request, HT.resp)
    return {str(status).removesuffix("xx")[-1] for status in manifest.objects(told, MF.expectedStatus)}


def changes(test):
    return any(is_update(request) and "2" in expected(request) for request in requests(test))


def name(test):
    return str(test).rpartition("#")[2]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    path = tmp_path_factory.mktemp("w3c") / "store"
    with Store.create(path) as store:
        for data in {manifest.value(node, UT.graph): node for node in manifest.objects(None, UT.graphData)}.values():
            graph = str(manifest.value(data, RDFS.label))
            triples = Graph().parse(FOLDER / Path(manifest.value(data, UT.graph)).name)
            store.replace(graph, [Quad(str(s), str(p), plain(o), graph) for s, p, o in triples])
    with served(path, "--workers", 2) as running:
        yield running


def plain(term):
    return str(term) if isinstance(term, URIRef) else Literal(str(term))


def ask(endpoint, request):
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=30)
    method, path = (str(manifest.value(request, each)) for each in (HT.methodName, HT.absolutePath))
    connection.request(method, path, body(request) or None, headers(request))
    response = connection.getresponse()
    media_type = (response.getheader("content-type") or "").partition(";")[0]
    return response.status, media_type, response.read()


@pytest.mark.parametrize("test", [each for each in entries() if not changes(each)], ids=name)
def test_it_answers_as_the_manifest_says(endpoint, test):
    for request in requests(test):
        status, media_type, content = ask(endpoint, request)
        assert str(status)[0] in expected(request), content
        told = manifest.value(request, HT.resp)
        wanted = manifest.value(told, MF.expectedFormat)
        if wanted is not None:
            assert is_a(str(wanted), media_type, content), (media_type, content)
        truth = manifest.value(told, MF.expectedBoolean)
        if truth is not None:
            assert json.loads(content)["boolean"] is truth.toPython()


def is_a(wanted: str, media_type: str, content: bytes) -> bool:
    if wanted == "RDF":
        return Graph().parse(content, format=GRAPHS[media_type]) is not None
    kind = Result.parse(io.BytesIO(content), format=RESULTS[media_type]).type
    return kind == {"boolean": "ASK", "tabular": "SELECT"}[wanted]


@pytest.mark.parametrize("test", [each for each in entries() if changes(each)], ids=name)
def test_it_refuses_what_would_change_the_store(endpoint, test):
    for request in filter(is_update, requests(test)):
        status, _, content = ask(endpoint, request)
        assert status == 403 and b"only reads" in content
    assert endpoint.rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == [{"n": "3"}]


def test_the_manifest_is_read_whole():
    assert len(entries()) == 34
    assert sum(map(changes, entries())) == UPDATES
