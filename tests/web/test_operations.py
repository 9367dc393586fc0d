"""What whoever runs the server relies on: its log, its health, its counters, its end, its door."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import KG, served, web

NAMES = "SELECT ?name { ?speaker a prov:Agent ; schema:name ?name } LIMIT 2"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def refused(*options, **env) -> str:
    """What `kg serve` says when it does not start, for a reason that the user can mend."""
    done = subprocess.run([*KG, "serve", *map(str, options)], capture_output=True, timeout=60, env=os.environ | env)
    assert done.returncode == 2 and not done.stdout
    assert b"Traceback" not in done.stderr
    return done.stderr.decode()


def test_without_a_store_it_does_not_start(tmp_path):
    assert "there is no store at" in refused("--store", tmp_path / "nirgends")


def test_a_port_that_is_taken_is_told(server, corpus):
    assert f"cannot listen on 127.0.0.1, port {server.port}" in refused("--store", corpus, "--port", server.port)
    assert "cannot listen on nirgends.invalid" in refused("--store", corpus, "--host", "nirgends.invalid")


def test_it_listens_on_this_machine_only_unless_told_otherwise(server):
    assert server.url.startswith("http://127.0.0.1:")
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", server.port), timeout=1):
        pass


def test_the_log_has_one_object_a_request(server):
    server.get("ASK {}")
    web.get(f"{server.url}gibt/es/nicht%0A{{}}")
    time.sleep(0.3)
    assert server.log[-2] | {"at": "", "ms": 0} == {
        **{"at": "", "level": "info", "event": "request", "method": "GET", "path": "/sparql", "status": 200},
        **{"bytes": 26, "ms": 0, "client": "127.0.0.1", "outcome": server.log[-2]["outcome"]},
    }
    assert (server.log[-1]["path"], server.log[-1]["status"]) == ("/gibt/es/nicht\n{}", 404)


def test_health_says_which_state_is_served(server):
    told = web.get(f"{server.url}health")
    assert told.status_code == 200
    assert told.json() == {"status": "ok", "snapshot": server.get(NAMES).headers["etag"][3:].partition(".")[0]}


def test_health_says_when_the_store_is_gone(corpus, tmp_path):
    store = Path(shutil.copytree(corpus, tmp_path / "store"))
    with served(store, "--workers", 1) as server:
        assert web.get(f"{server.url}health").status_code == 200
        store.rename(tmp_path / "weg")
        told = web.get(f"{server.url}health")
        assert told.status_code == 503 and "there is no store" in told.json()["reason"]
        assert server.get(NAMES).status_code == 503
        (tmp_path / "weg").rename(store)
        assert len(server.rows(NAMES)) == 2


def test_metrics_count_requests_and_what_became_of_queries(server):
    def counted():
        text = web.get(f"{server.url}metrics").text
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    before = counted()
    server.get(f"{NAMES} #{time.time()}")
    server.get("ASK {")
    web.request("BREW", server.sparql)
    after = counted()

    def more(name, **labels):
        key = (name, *sorted(labels.items()))
        return after[key] - before.get(key, 0)

    assert more("kg_sparql_queries_total", outcome="answered") == 1
    assert more("kg_sparql_queries_total", outcome="refused") == 2
    assert more("kg_http_requests_total", part="sparql", method="other", status="405") == 1
    assert more("kg_http_request_seconds_count", part="sparql") == 3
    assert after[("kg_sparql_alive",)] == 8


@pytest.mark.parametrize("path", ["sparql", "sparql?query=ASK", "health", "metrics", "nirgends"])
def test_every_response_has_the_headers_that_protect_its_reader(server, path):
    headers = web.get(server.url + path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer" and "server" not in headers


def test_with_a_token_only_its_bearer_gets_in(corpus):
    query = {"query": "ASK {}"}
    with served(corpus, "--workers", 1, KG_TOKEN="Schlüssel") as server:
        for headers in ({}, {"authorization": "Bearer falsch"}, {"authorization": "Basic !!"}):
            for path in ("sparql", "metrics", "api/x"):
                answer = web.get(server.url + path, params=query, headers=headers)
                assert answer.status_code == 401 and "Bearer" in answer.headers["www-authenticate"]
        bearer = {"authorization": "Bearer Schlüssel".encode()}
        assert web.get(server.sparql, params=query, headers=bearer).json()["boolean"] is True
        assert web.get(server.sparql, params=query, auth=("wer auch immer", "Schlüssel")).status_code == 200
        assert web.get(f"{server.url}health").status_code == 200
        assert web.options(server.sparql).status_code == 204
        assert "Schlüssel" not in str(server.log)


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_lets_running_requests_end(corpus, signal_):
    command = [*KG, "serve", "--store", str(corpus), "--port", "0", "--limit", "2", "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    url = re.search(rb'"url": "([^"]+)"', process.stderr.readline())[1].decode()
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(web.get, f"{url}sparql", params={"query": SLOW}, timeout=30)
        time.sleep(1)
        nursery = children(process.pid)
        workers = children(nursery[0])
        process.send_signal(signal_)
        assert running.result().status_code == 503 and "longer than 2 seconds" in running.result().text
    assert process.wait(timeout=15) == 0
    assert nursery and not any(map(is_running, nursery))
    assert not any(map(is_running, workers))
    assert b'"event": "stopped"' in process.stderr.read()


def test_if_the_server_is_killed_its_processes_end_too(corpus):
    command = [*KG, "serve", "--store", str(corpus), "--port", "0", "--limit", "60", "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    url = re.search(rb'"url": "([^"]+)"', process.stderr.readline())[1].decode()
    with socket.create_connection(("127.0.0.1", httpx.URL(url).port)) as asking:
        asking.sendall(f"GET /sparql?{httpx.QueryParams(query=SLOW)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        time.sleep(0.5)
        nursery = children(process.pid)
        workers = children(nursery[0])
        assert len(workers) == 2
        process.kill()
        process.wait()
    deadline = time.monotonic() + 5
    while any(map(is_running, [*nursery, *workers])):
        assert time.monotonic() < deadline


def is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(process: int | str) -> list[str]:
    return subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True).stdout.split()


def test_processes_that_somebody_kills_are_replaced(corpus):
    with served(corpus, "--workers", 2) as server:

        def kill(*victims: str) -> None:
            for victim in victims:
                os.kill(int(victim), signal.SIGKILL)
            time.sleep(0.3)
            assert all(len(server.rows(f"{NAMES} # {victims} {n}")) == 2 for n in range(3))

        (nursery,) = children(server.process.pid)
        kill(*children(nursery))
        orphans = children(nursery)
        kill(nursery)
        kill(*orphans)
        assert children(server.process.pid) != [nursery]
