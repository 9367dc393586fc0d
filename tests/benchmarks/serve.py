"""How quick `kg serve` is beside `oxigraph serve-read-only` on the same data, and whether it holds beside a writer.

Run by hand: `python tests/benchmarks/serve.py STORE` prints requests a second of four clients for five named queries,
three ways: Oxigraph's own server (`pip install oxigraph`, or `--oxigraph PATH`), `kg serve` with each query asked for
the first time, and `kg serve` with the same again. The servers take turns, so that what else the machine does hits all.
`ratio` is that of the first time to Oxigraph.

`--beside-a-writer` instead has 1,000 invented articles ingested into a copy of the store, and four clients ask 10,000
times meanwhile.
"""

from __future__ import annotations

import argparse
import http.client
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from serving import KG, served

from kg.store import named_query
from kg.store.backend import written
from kg.store.sparql import bind
from kg.vocab import PREFIXES

CLIENTS = 4
QUERIES: dict[str, dict[str, str]] = {
    "who-said-what": {"speaker": "Jochen Brandt"},
    "about-word": {"word": "Wasser"},
    "speakers": {},
    "said-between": {"speaker": "Brandt", "from": "2024-09-01", "to": "2024-09-30"},
    "agencies-by-outlet": {},
}
PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
ACCEPT = {"Accept": "application/sparql-results+json"}


def text(name: str, params: dict[str, str]) -> str:
    query = named_query(name)
    return PREFIX + bind(query.text, {key: written(term) for key, term in query.bind(params).items()})


def ask(port: int, path: str, query: str, *, first: bool, seconds: float, seed: int) -> tuple[int, int]:
    """How many requests one client had answered in that time, and the bytes of an answer; with `first`, all differ."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    until, count, size = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        varied = f"{query}\n# {seed} {count} {until}" if first else query
        connection.request("GET", f"{path}?{urlencode({'query': varied})}", headers=ACCEPT)
        answer = connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200
        count += 1
    return count, size


@contextmanager
def oxigraph(command: str, store: Path):
    """Oxigraph's own server on a copy of the store's newest snapshot."""
    newest = max((path for path in (store / "snapshots").iterdir() if path.is_dir()), key=lambda path: int(path.name))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(newest, Path(folder) / "graph")
        options = ["serve-read-only", "-l", copy, "-b", f"127.0.0.1:{port}", "--union-default-graph"]
        process = subprocess.Popen([command, *options], stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait()


def compare(store: Path, command: str | None, seconds: float, rounds: int) -> None:
    with ExitStack() as running, ProcessPoolExecutor(CLIENTS) as clients:
        ours = running.enter_context(served(store)).port
        ways = {"first": (ours, "/sparql", True), "again": (ours, "/sparql", False)}
        if command:
            ways["oxigraph"] = (running.enter_context(oxigraph(command, store)), "/query", True)
        else:
            print("there is no oxigraph here: pip install oxigraph", file=sys.stderr)
        print(f"{'query':20} {'bytes':>8} {'oxigraph':>9} {'first':>9} {'again':>9} {'ratio':>7}")
        for name, params in QUERIES.items():
            query, rates, sizes = text(name, params), Counter(), {}
            for turn in range(rounds):
                for way, (port, path, first) in ways.items():
                    futures = [
                        clients.submit(ask, port, path, query, first=first, seconds=seconds, seed=turn * CLIENTS + n)
                        for n in range(CLIENTS)
                    ]
                    for count, size in (future.result() for future in futures):
                        rates[way] += count / seconds / rounds
                        sizes[way] = size
            ratio = rates["first"] / rates["oxigraph"] if command else float("nan")
            told = " ".join(f"{rates[way]:9.1f}" for way in ("oxigraph", "first", "again"))
            print(f"{name:20} {sizes['first']:8} {told} {ratio:7.2f}")


def beside_a_writer(store: Path, articles: int, requests: int) -> None:
    chance = random.Random(1)
    queries = [text(name, params) for name, params in QUERIES.items()]
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(store, Path(folder) / "store")
        incoming = Path(folder) / "artikel"
        incoming.mkdir()
        for n in range(articles):
            day = f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            said = f"„Der Pegel steht bei {n} Zentimetern“, sagte Änne Kühlbrodt am Montag."
            (incoming / f"{n}.md").write_text(f"---\ndate: {day}\n---\n\n{said}\n", "utf-8")
        with served(copy) as server, ProcessPoolExecutor(CLIENTS) as clients:
            begun = time.monotonic()
            writer = subprocess.Popen([*KG, "ingest", str(incoming), "--store", str(copy)], stderr=subprocess.DEVNULL)
            each = requests // CLIENTS
            asked = [clients.submit(keep_asking, server.port, queries, each, seed) for seed in range(CLIENTS)]
            assert writer.wait() == 0
            seconds, meanwhile = time.monotonic() - begun, len(server.log)
            statuses = sum((future.result() for future in asked), Counter())
            print(f"the ingest took {seconds:.0f} s; meanwhile {meanwhile} requests were answered")
            print(f"all {requests} took {time.monotonic() - begun:.0f} s: {dict(statuses)}")
            print(server.rows("SELECT (COUNT(DISTINCT ?a) AS ?articles) { ?a a schema:NewsArticle }"))


def keep_asking(port: int, queries: list[str], number: int, seed: int) -> Counter[object]:
    statuses: Counter[object] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for n in range(number):
        query = queries[(n + seed) % len(queries)] + f"# {n % 50}"
        try:
            connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers=ACCEPT)
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
        except (OSError, http.client.HTTPException) as error:
            statuses[type(error).__name__] += 1
            connection.close()
    return statuses


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("store", type=Path)
    options.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    options.add_argument("--seconds", type=float, default=3.0)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--beside-a-writer", action="store_true")
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--requests", type=int, default=10_000)
    given = options.parse_args()
    if given.beside_a_writer:
        beside_a_writer(given.store, given.articles, given.requests)
    else:
        compare(given.store, given.oxigraph, given.seconds, given.rounds)


if __name__ == "__main__":
    main()
