"""A query that takes too long, or too much, is ended; others are answered meanwhile, and the client can tell."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from serving import LIMIT, served, web

GRACE = 2.0
"""Seconds after the limit within which a query must have ended."""

RUNAWAYS = {
    "property path": "SELECT (COUNT(*) AS ?n) { ?a (!kg:x|!^kg:x)* ?b . ?b (!kg:x|!^kg:x)* ?c }",
    "cross join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order of everything": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a",
    "huge result": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "grouping": "SELECT ?a ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?f",
}
STREAMED = "huge result"
QUICK = "SELECT ?name { ?u kg:saidBy/schema:name ?name } LIMIT 3"


def run_away(server, query: str) -> tuple[int | str, float]:
    """The status, or "cut" if the answer broke off, and the seconds until then."""
    begun = time.monotonic()
    try:
        return server.get(query).status_code, time.monotonic() - begun
    except httpx.RemoteProtocolError:
        return "cut", time.monotonic() - begun


def test_runaway_queries_end_and_others_are_answered_meanwhile(server):
    with ThreadPoolExecutor(len(RUNAWAYS)) as threads:
        running = {kind: threads.submit(run_away, server, query) for kind, query in RUNAWAYS.items()}
        answered = 0
        while not any(future.done() for future in running.values()):
            assert len(server.rows(f"{QUICK} #{answered}")) == 3
            answered += not any(future.done() for future in running.values())
        ended = {kind: future.result() for kind, future in running.items()}
    assert answered
    assert ended[STREAMED][0] in ("cut", 503)
    assert {how for kind, (how, _) in ended.items() if kind != STREAMED} == {503}
    assert all(LIMIT - 0.1 <= seconds <= LIMIT + GRACE for _, seconds in ended.values()), ended


def test_the_message_says_what_to_do_and_the_log_says_which_query_it_was(server):
    answer = server.get(RUNAWAYS["cross join"])
    assert answer.status_code == 503
    assert answer.text == "the query took longer than 2 seconds and was stopped: narrow it down, or use LIMIT\n"
    logged = [line for line in server.log if line.get("query") == RUNAWAYS["cross join"]]
    assert logged and logged[-1]["outcome"] == "timeout"


def test_processes_that_ended_are_replaced(server):
    with ThreadPoolExecutor(8) as threads:
        ended = threads.map(lambda n: run_away(server, f"{RUNAWAYS['cross join']} #{n}"), range(8))
        assert [how for how, _ in ended] == [503] * 8
    deadline = time.monotonic() + 5
    while "kg_sparql_alive 8.0" not in (told := web.get(f"{server.url}metrics").text):
        assert time.monotonic() < deadline, told
    assert "kg_sparql_running 0.0" in told


@pytest.mark.parametrize(("format", "encoding"), [("text/csv", "gzip"), ("application/json", "identity")])
def test_an_answer_that_breaks_off_ends_without_its_end(server, format, encoding):
    with (
        pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"),
        web.stream(
            "GET",
            server.sparql,
            params={"query": RUNAWAYS[STREAMED]},
            headers={"accept": format, "accept-encoding": encoding},
            timeout=30,
        ) as answer,
    ):
        assert answer.status_code == 200
        assert sum(map(len, answer.iter_raw())) > 65_536


def test_a_query_that_needs_too_much_memory_is_ended_long_before_its_time(corpus):
    with served(corpus, "--limit", 60, "--memory", 100, "--workers", 2) as server:
        how, seconds = run_away(server, RUNAWAYS["order of everything"])
        assert how == 503 and seconds < 30
        assert "more than 100 MB" in server.get(RUNAWAYS["grouping"]).text
        assert len(server.rows(QUICK)) == 3


def test_a_client_that_leaves_stops_its_query(corpus):
    with served(corpus, "--limit", 60, "--workers", 1) as server:
        with pytest.raises(httpx.ReadTimeout):
            web.get(server.sparql, params={"query": RUNAWAYS["cross join"]}, timeout=0.5)
        begun = time.monotonic()
        assert len(server.rows(QUICK)) == 3
        assert time.monotonic() - begun < 10


def test_when_all_processes_are_busy_the_next_query_waits_and_then_is_told_so(corpus):
    with served(corpus, "--limit", 2, "--workers", 1) as server, ThreadPoolExecutor(3) as threads:
        running = [threads.submit(server.get, f"{RUNAWAYS['cross join']} #{n}") for n in range(3)]
        told = sorted(future.result().text.partition(":")[0] for future in running)
    assert "the query took longer than 2 seconds and was stopped" in told
    assert "all query processes are busy" in told
