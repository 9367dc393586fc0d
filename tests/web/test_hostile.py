"""Whatever comes over the wire, the server goes on."""

from __future__ import annotations

import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from serving import served, web

NAMES = "SELECT ?name { ?speaker a prov:Agent ; schema:name ?name } LIMIT 2"


@pytest.fixture(autouse=True)
def it_still_answers(server):
    yield
    assert len(server.rows(NAMES)) == 2


def raw(server, data: bytes, wait: float = 10) -> bytes:
    """What comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as connection:
        connection.sendall(data)
        received = b""
        try:
            while piece := connection.recv(65_536):
                received += piece
        except OSError:
            pass
        return received


def direct(server, query: bytes) -> httpx.Response:
    return web.post(server.sparql, content=query, headers={"content-type": "application/sparql-query"}, timeout=30)


@pytest.mark.parametrize(
    "query_string", ["query=ASK%20%7B%7D%FF", "query=%C3%28", "query=%ED%A0%80", "query=ASK%7B%7D&x=%80"]
)
def test_broken_utf_8_in_the_address_is_refused(server, query_string):
    assert web.get(f"{server.sparql}?{query_string}").status_code == 400


@pytest.mark.parametrize("query", [b"ASK {} # \xff", b"\xc3\x28", b"SELECT \x00 {}", b"\xef\xbb\xbfASK", b""])
def test_broken_bytes_in_the_body_are_refused(server, query):
    assert direct(server, query).status_code == 400


def test_a_query_of_a_megabyte_is_answered_and_a_larger_one_refused(server):
    names = " ".join(f'"{n}"' for n in range(100_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {names} }} }}"
    answer = direct(server, query.encode())
    assert len(query) > 750_000 and b'"100000"' in answer.content
    assert direct(server, b"#" * (1 << 20) + b"\nASK {}").status_code == 413


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 200_000 + "}" * 200_000,
        "SELECT * { FILTER(" + "(" * 200_000 + "1" + ")" * 200_000 + ") }",
        "ASK { ?s " + "^" * 100_000 + "rdf:type ?o }",
        "<" * 500_000,
        '"' * 500_001,
        "ASK { ?s ?p '" + "\\" * 500_001 + "' }",
        "SELECT " + "?a" * 200_000 + "{}",
    ],
    ids=lambda query: f"{query[:12]}…",
)
def test_a_query_made_to_break_the_reader_of_queries_is_refused(server, query):
    assert direct(server, query.encode()).status_code in (400, 503)


@pytest.mark.parametrize(
    "path",
    [
        "/sparql/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../../../../etc/passwd",
        "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/sparql%00",
        "/sparql/x",
        "/%ff",
    ],
)
def test_no_path_leads_out(server, path):
    received = raw(server, f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert b"root:" not in received and received.split(b" ")[1] in (b"400", b"404", b"405")


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nASK {}",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: a b>.<\r\nConnection: close\r\n\r\n",
    ],
    ids=range(8),
)
def test_what_is_no_http_is_refused(server, data):
    assert raw(server, data).split(b" ")[1:2] == [b"400"]


def test_a_thousand_connections_that_say_nothing_keep_nobody_out(server):
    with ExitStack() as open_until_the_end:
        for n in range(1000):
            connection = open_until_the_end.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            if n % 2:
                connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nX-Slow: ")
        begun = time.monotonic()
        assert len(server.rows(NAMES)) == 2
        assert time.monotonic() - begun < 5


def test_a_thousand_questions_at_once_are_all_answered(corpus):
    with served(corpus) as server, ThreadPoolExecutor(50) as many:
        params = [{"query": f"ASK {{ ?s ?p {n} }}"} for n in range(1000)]
        answers = list(many.map(lambda each: web.get(server.sparql, params=each), params))
    assert not [answer.text for answer in answers if answer.status_code != 200]


def test_a_client_that_reads_slowly_holds_up_nobody(server):
    query = httpx.QueryParams({"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }"})
    with ExitStack() as open_until_the_end:
        for _ in range(5):
            connection = open_until_the_end.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert connection.recv(100)
        assert len(server.rows(NAMES)) == 2
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n")
        connection.sendall(b"Content-Length: 7\r\n\r\n")
        assert len(server.rows(NAMES)) == 2
        connection.sendall(b"ASK")
        time.sleep(0.2)
        connection.sendall(b" {} ")
        assert connection.recv(12) == b"HTTP/1.1 200"


def test_clients_that_slam_the_door_in_the_middle_of_an_answer_disturb_nobody(server):
    query = httpx.QueryParams({"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }"})
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert connection.recv(100)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
