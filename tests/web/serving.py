"""A real server, `kg serve` in a process of its own, on a free port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
web = httpx.Client(verify=False, timeout=60, headers={"connection": "close"})
"""The browser of these tests: one for all, since making one takes longer than most requests. No connection is used
twice: the server closes those that idle, and a thread of the tests might be about to ask on it."""

LIMIT = 2.0
"""Seconds that a query may take in most of these tests."""


@dataclass
class Served:
    """A running server: where it is, its process, and what it has logged so far."""

    url: str
    process: subprocess.Popen[bytes]
    log: list[dict] = field(default_factory=list)

    @property
    def sparql(self) -> str:
        return f"{self.url}sparql"

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port

    def get(self, query: str, accept: str = "application/json", **more) -> httpx.Response:
        """The answer to a query by GET."""
        headers = {"accept": accept, **more.pop("headers", {})}
        return web.get(self.sparql, params={"query": query, **more}, headers=headers)

    def rows(self, query: str, **more) -> list[dict[str, str]]:
        """The rows of a SELECT, terms as plain texts."""
        answer = self.get(query, **more)
        assert answer.status_code == 200, answer.text
        return [{k: v["value"] for k, v in row.items()} for row in answer.json()["results"]["bindings"]]


def told(line: bytes) -> dict:
    """A line of the log; what is none is an error."""
    try:
        return json.loads(line)
    except ValueError:
        return {"level": "error", "event": line.decode()}


@contextmanager
def served(store: Path, *options: object, **env: str) -> Iterator[Served]:
    """A server on the store, until the context ends; it must still be alive then, and have told no error."""
    command = [*KG, "serve", "--store", str(store), "--port", "0", *map(str, options)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, **env})
    lines: list[dict] = []
    first = process.stderr.readline()
    assert first.startswith(b"{"), first + process.stderr.read()
    server = Served(json.loads(first)["url"], process, lines)
    reading = threading.Thread(target=lambda: lines.extend(map(told, process.stderr)), daemon=True)
    reading.start()
    try:
        yield server
        assert process.poll() is None, "the server has ended"
    finally:
        process.terminate()
        ended = process.wait(timeout=30)
        reading.join(timeout=10)
    assert ended == 0
    assert not [line for line in lines if "trace" in line or line["level"] in ("error", "critical")]
