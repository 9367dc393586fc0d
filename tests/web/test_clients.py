"""The clients that people use get right answers."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from kg.rdf import plain
from kg.store import Store
from kg.vocab import LEDGER, PREFIXES

ROOT = Path(__file__).parents[2]
COMUNICA = ROOT / "build" / "comunica"
PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
SPEAKERS = (
    PREFIX + "SELECT ?name (COUNT(?u) AS ?n) { ?u kg:saidBy/schema:name ?name } GROUP BY ?name ORDER BY DESC(?n) ?name"
)
ASK = PREFIX + 'ASK { ?who schema:name "Katrin Hellwege" }'
CONSTRUCT = PREFIX + "CONSTRUCT { ?who schema:name ?name } { ?who a prov:Agent ; schema:name ?name }"


@pytest.fixture(scope="module")
def right(corpus):
    """Name and number of utterances of each speaker, as the store says without the web."""
    with Store.open(corpus) as store:
        return [tuple(plain(cell) for cell in row) for row in store.query(SPEAKERS)]


@pytest.fixture(scope="module")
def agents(corpus):
    with Store.open(corpus) as store:
        return {(str(s), plain(o)) for s, _, o in store.query(CONSTRUCT)}


def test_sparqlwrapper(server, right, agents):
    client = SPARQLWrapper(server.sparql)
    client.setQuery(SPEAKERS)
    for method in ("GET", POST):
        client.setMethod(method)
        client.setReturnFormat(JSON)
        found = client.queryAndConvert()["results"]["bindings"]
        assert [(row["name"]["value"], row["n"]["value"]) for row in found] == right
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == len(right)
    client.setReturnFormat(CSV)
    assert list(csv.reader(io.StringIO(client.queryAndConvert().decode())))[1:] == [list(row) for row in right]
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert client.queryAndConvert().count(b"schema:name") == len({who for who, _ in agents})
    client.setReturnFormat(XML)
    assert {(str(s), str(o)) for s, _, o in client.queryAndConvert()} == agents
    client.setQuery(ASK)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["boolean"] is True
    client.addDefaultGraph(LEDGER)
    assert client.queryAndConvert()["boolean"] is False


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib(server, right, agents, method):
    store = SPARQLStore(server.sparql, method=method)
    assert [tuple(map(str, row)) for row in store.query(SPEAKERS)] == right
    assert store.query(ASK).askAnswer is True
    assert {(str(s), str(o)) for s, _, o in store.query(CONSTRUCT)} == agents
    name = URIRef(PREFIXES["schema"] + "name")
    assert {(str(s), str(o)) for (s, _, o), _ in store.triples((None, name, None))} >= agents


def curl(*args) -> str:
    return subprocess.run(["curl", "-sS", *args], capture_output=True, check=True, timeout=60).stdout.decode()


def test_curl(server, right, agents):
    told = curl("-G", server.sparql, "--data-urlencode", f"query={SPEAKERS}", "-H", "Accept: text/csv")
    assert list(csv.reader(io.StringIO(told)))[1:] == [list(row) for row in right]
    told = curl(server.sparql, "--data-urlencode", f"query={SPEAKERS}", "--compressed")
    assert len(json.loads(told)["results"]["bindings"]) == len(right)
    told = curl(
        server.sparql,
        "-H",
        "Content-Type: application/sparql-query",
        "--data-binary",
        CONSTRUCT,
        "-H",
        "Accept: application/n-triples",
    )
    assert len(told.splitlines()) == len(agents)
    assert "HTTP/1.1 200 OK" in curl("-I", "-G", server.sparql, "--data-urlencode", "query=ASK {}")


@pytest.fixture(scope="module")
def comunica() -> Path:
    """The command of Comunica, installed once and kept beside what else is built."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    command = COMUNICA / "node_modules" / ".bin" / "comunica-sparql"
    if not command.exists():
        COMUNICA.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(COMUNICA)]
        subprocess.run([*install, "@comunica/query-sparql@4"], check=True, capture_output=True, timeout=600)
    return command


def test_comunica(server, right, comunica):
    told = subprocess.run(
        [comunica, f"sparql@{server.sparql}", SPEAKERS, "-t", "text/csv"], capture_output=True, timeout=120, check=True
    )
    assert list(csv.reader(io.StringIO(told.stdout.decode())))[1:] == [list(row) for row in right]


def test_comunica_finds_out_by_itself_that_this_is_an_endpoint(server, comunica):
    told = subprocess.run([comunica, server.sparql, ASK], capture_output=True, timeout=120, check=True)
    assert told.stdout.split() == [b"true"]
