"""What the endpoint promises beyond the W3C's tests: types, caching, compression, origins, messages that help."""

from __future__ import annotations

import csv
import gzip
import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.query import Result
from serving import web

from kg.store import Store
from kg.vocab import AGENTS, LEDGER
from kg.web.negotiate import TYPES, best, takes_gzip

SELECT = "SELECT ?name { ?speaker a prov:Agent ; schema:name ?name } ORDER BY ?name LIMIT 5"
CONSTRUCT = "CONSTRUCT { ?speaker schema:name ?name } { ?speaker a prov:Agent ; schema:name ?name }"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def names(corpus):
    with Store.open(corpus) as store:
        return [cell.value for (cell,) in store.query(SELECT)]


@pytest.fixture(scope="module")
def triples(corpus):
    with Store.open(corpus) as store:
        return len(list(store.query(CONSTRUCT)))


# Types


def by_json(content):
    return [row["name"]["value"] for row in json.loads(content)["results"]["bindings"]]


def by_xml(content):
    return [str(row[0]) for row in Result.parse(io.BytesIO(content), format="xml")]


def by_csv(content):
    return [row["name"] for row in csv.DictReader(io.StringIO(content.decode()))]


def by_tsv(content):
    return [json.loads(line) for line in content.decode().splitlines()[1:]]


@pytest.mark.parametrize(
    ("media_type", "read"),
    [
        ("application/sparql-results+json", by_json),
        ("application/json", by_json),
        ("application/sparql-results+xml", by_xml),
        ("text/xml", by_xml),
        ("text/csv", by_csv),
        ("text/tab-separated-values", by_tsv),
    ],
)
def test_rows_come_in_the_type_that_was_asked_for(server, names, media_type, read):
    answer = server.get(SELECT, media_type)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert read(answer.content) == names and any(not name.isascii() for name in names)


@pytest.mark.parametrize(
    ("media_type", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_graphs_come_in_the_type_that_was_asked_for(server, triples, media_type, format):
    answer = server.get(CONSTRUCT, media_type)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert len(Dataset(default_union=True).parse(data=answer.content, format=format)) == triples


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("text/csv;q=0, text/*", "text/tab-separated-values"),
        ("image/png, */*;q=0.1", "application/sparql-results+json"),
        ("APPLICATION/SPARQL-RESULTS+XML; charset=utf-8", "application/sparql-results+xml"),
    ],
)
def test_the_client_has_its_preference(server, accept, media_type):
    assert server.get(SELECT, accept).headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("query", "accept", "offer"),
    [
        (SELECT, "image/png", "application/sparql-results+json"),
        (SELECT, "text/turtle", "text/csv"),
        (CONSTRUCT, "text/csv", "text/turtle"),
        ("ASK {}", "text/turtle", "application/sparql-results+xml"),
        (SELECT, "application/json;q=0", None),
    ],
)
def test_a_client_that_takes_nothing_that_there_is_is_told_what_there_is(server, query, accept, offer):
    answer = server.get(query, accept)
    assert answer.status_code == 406 and (offer is None or offer in answer.text)


@given(
    wanted=st.lists(
        st.tuples(
            st.sampled_from([*(name for name, _ in TYPES["rows"]), "text/*", "*/*", "image/png"]), st.integers(0, 1000)
        )
    )
)
def test_what_is_chosen_is_never_refused_and_never_wanted_less(wanted):
    accept = ", ".join(f"{name};q={quality / 1000:.3f}" for name, quality in wanted)
    qualities = {}
    for name, quality in wanted:
        qualities[name] = max(quality, qualities.get(name, 0))

    def quality_of(name):
        ranges = (name, name.split("/")[0] + "/*", "*/*")
        return next((qualities[each] for each in ranges if each in qualities), 0 if wanted else 1)

    chosen = best(accept, "rows")
    highest = max(quality_of(name) for name, _ in TYPES["rows"])
    assert quality_of(chosen[1]) == highest > 0 if chosen else highest == 0


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_any_header_can_be_read(header):
    best(header, "triples")
    takes_gzip(header)


# Methods and bodies


def test_a_query_comes_by_get_by_form_and_by_itself(server, names):
    by_form = web.post(server.sparql, data={"query": SELECT})
    direct = web.post(server.sparql, content=SELECT, headers={"content-type": "application/sparql-query"})
    assert by_json(by_form.content) == by_json(direct.content) == by_json(server.get(SELECT).content) == names


def test_head_is_get_without_the_body(server):
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 7"}
    head = web.head(server.sparql, params=query)
    got = web.get(server.sparql, params=query)
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"] and head.headers["etag"] == got.headers["etag"]
    assert web.head(server.sparql, params={"query": "ASK {"}).status_code == 400


def test_options_name_the_methods(server):
    answer = web.options(server.sparql, headers={"origin": "https://anders.example"})
    assert answer.status_code == 204 and answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_not_allowed(server, method):
    answer = web.request(method, server.sparql, params={"query": "ASK {}"})
    assert answer.status_code == 405 and "POST" in answer.headers["allow"]


def test_any_page_may_ask_but_not_with_its_visitors_credentials(server):
    for answer in (server.get(SELECT), server.get("ASK {"), web.options(server.sparql), web.get(server.sparql)):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ([("query", "ASK {}"), ("query", "ASK {}")], "more than one query"),
        ([("default-graph-uri", AGENTS)], "query is missing"),
        ([("query", "SELECT * {\n  ?s ?p\n}")], "line 3, column 2"),
        ([("query", "ASK {}"), ("default-graph-uri", "kein IRI")], "a graph's name is an IRI"),
        ([("query", "ASK { SERVICE <http://anders.example/> { ?s ?p ?o } }")], "SERVICE is refused"),
        ([("query", "DELETE WHERE { ?s ?p ?o }")], "DELETE is an update"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(server, params, told):
    answer = web.get(server.sparql, params=params)
    assert answer.status_code == 400 and told in answer.text


def test_a_body_of_another_type_is_told_which_there_are(server):
    answer = web.post(server.sparql, content=SELECT, headers={"content-type": "text/plain"})
    assert answer.status_code == 415 and "application/sparql-query" in answer.text


# Datasets


def test_the_default_is_the_union_of_all_graphs_and_the_protocol_narrows_it(server, corpus):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with Store.open(corpus) as store:
        sizes = {graph: len(list(store.quads(graph))) for graph in (AGENTS, LEDGER)}
    assert int(server.rows(count)[0]["n"]) > sum(sizes.values())
    for graph, size in sizes.items():
        assert server.rows(count, **{"default-graph-uri": graph}) == [{"n": str(size)}]
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert server.rows(named, **{"named-graph-uri": LEDGER}) == [{"g": LEDGER}]
    assert server.rows(named, **{"default-graph-uri": LEDGER}) == []
    assert server.rows(count, **{"named-graph-uri": LEDGER}) == [{"n": "0"}]


def test_relative_iris_are_relative_to_the_endpoint(server):
    assert server.rows("SELECT (<wer> AS ?iri) {}") == [{"iri": f"{server.url}wer"}]


# Service description


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/trig"])
def test_without_a_query_the_endpoint_describes_itself(server, accept):
    for path in ("sparql", "sparql/"):
        answer = web.get(server.url + path, headers={"accept": accept})
        graph = Dataset(default_union=True).parse(data=answer.content, format=accept)
        assert list(graph.objects(None, SD.endpoint)) == [URIRef(server.url + path)]
        assert (None, SD.feature, SD.UnionDefaultGraph) in graph
        assert (None, SD.feature, SD.BasicFederatedQuery) not in graph


def test_the_described_endpoint_is_the_address_that_was_asked(server):
    headers = {"host": "graph.example:8443", "x-forwarded-proto": "https"}
    graph = Graph().parse(data=web.get(server.sparql, headers=headers).content, format="turtle")
    assert list(graph.objects(None, SD.endpoint)) == [URIRef("https://graph.example:8443/sparql")]


# Caching and compression


def test_who_has_the_answer_already_is_told_that_it_still_holds(server):
    first = server.get(SELECT)
    again = server.get(SELECT, headers={"if-none-match": f'"anderes", {first.headers["etag"]}'})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == first.headers["etag"]
    other = {server.get(SELECT, "text/csv").headers["etag"], server.get(f"{SELECT} ").headers["etag"]}
    assert first.headers["etag"] not in other and len(other) == 2
    assert "Accept" in first.headers["vary"]


def test_what_is_answered_from_memory_is_the_same(server):
    for query in (SELECT, "SELECT * { ?s ?p ?o } LIMIT 2000"):
        first, second = server.get(f"{query} #{__name__}"), server.get(f"{query} #{__name__}")
        assert first.content == second.content and first.headers["etag"] == second.headers["etag"]
        assert [line["outcome"] for line in wait_for(server, 2)] == ["answered", "cached"]


def wait_for(server, number):
    """The log's last requests, once they have come in."""
    time.sleep(0.3)
    return [line for line in server.log if line.get("path") == "/sparql"][-number:]


@pytest.mark.parametrize("call", ["RAND()", "NOW()", "UUID()", "STRUUID()"])
def test_what_comes_out_otherwise_each_time_is_not_kept(server, call):
    query = f"SELECT ({call} AS ?x) {{}}"
    first, second = server.get(query), server.get(query)
    assert first.content != second.content and "etag" not in first.headers


def test_a_large_answer_is_compressed_for_who_takes_it(server):
    query = "SELECT * { ?s ?p ?o } LIMIT 3000"
    with web.stream("GET", server.sparql, params={"query": query}, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    bare = server.get(query, "*/*", headers={"accept-encoding": "gzip;q=0, identity"})
    assert "content-encoding" not in bare.headers
    assert gzip.decompress(raw) == bare.content and len(raw) < len(bare.content) / 5
    assert "content-encoding" not in server.get("ASK {}").headers
