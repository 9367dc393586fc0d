"""How quick the store is beside bare pyoxigraph and rdflib, on invented articles.

Run by hand: `python tests/benchmarks/store.py [QUADS …] [--rdflib-up-to N]`. Prints two tables: quads a second into
the store, and the latency of five named queries, each with its ratio to bare pyoxigraph on the same quads.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import rdflib

from kg import rdf
from kg.records import EntityKind, Extraction, SpeechType
from kg.store import Store, named_query
from kg.store.backend import written
from kg.store.sparql import bind
from kg.vocab import PREFIXES

sys.path.insert(0, str(Path(__file__).parents[1] / "rdf"))
from graph_samples import said, story

QUERIES: dict[str, dict[str, str]] = {
    "who-said-what": {"speaker": "Name 7"},
    "about-word": {"word": "Pegel 77"},
    "speakers": {},
    "said-between": {"speaker": "Name 3", "from": "2024-03-01", "to": "2024-03-31"},
    "agencies-by-outlet": {},
}
UTTERANCES = 10


def extractions(seed: int = 1) -> Iterator[Extraction]:
    """Invented articles without end, of some 700 quads each: 200 speakers, 20 outlets, 3 agencies."""
    chance = random.Random(seed)
    number = 0
    while True:
        speakers = [f"Name {chance.randrange(200)} Vogt" for _ in range(UTTERANCES)]
        quotes = [f"„Der Pegel {chance.randrange(10_000)} steht bei {number}{k}“" for k in range(UTTERANCES)]
        text = " ".join(f"{quote}, sagte {name} der ida." for quote, name in zip(quotes, speakers, strict=True))
        yield story(
            text,
            *(
                said(
                    text,
                    quote,
                    by=name,
                    cue="sagte",
                    via=[("ida", EntityKind.AGENCY)] if chance.random() < 0.3 else (),
                    type=SpeechType.DIRECT,
                )
                for quote, name in zip(quotes, speakers, strict=True)
            ),
            outlet=f"Blatt {chance.randrange(20)}",
            url=f"https://blatt.example/{number}",
            published=f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        )
        number += 1


def sample(quads: int) -> list[Extraction]:
    """As many articles as make up some `quads` quads."""
    made, total = [], 0
    for extraction in extractions():
        if total >= quads:
            return made
        made.append(extraction)
        total += sum(1 for _ in rdf.quads(extraction))
    return made


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ingest(folder: Path, articles: list[Extraction]) -> Path:
    """Prints the first table; gives the folder of a filled store."""
    graphs = [(each.article.id, list(rdf.quads(each))) for each in articles]
    total = sum(len(graph) for _, graph in graphs)
    few = graphs[: max(1, 50_000 * len(graphs) // total)]
    lines = io.BytesIO()
    with Store.create(folder / "load") as store:
        loaded = seconds(lambda: store.load(graphs))
        store.dump(lines)
    raw = pyoxigraph.Store(folder / "raw-load")
    bare = seconds(lambda: (raw.bulk_load(lines.getvalue(), pyoxigraph.RdfFormat.N_QUADS), raw.optimize()))
    with Store.create(folder / "replace") as store:
        replaced = seconds(lambda: [store.replace(*graph) for graph in few])
    with Store.create(folder / "store") as store:
        added = seconds(lambda: list(store.add_all(articles)))
        store.optimize()
    some = sum(len(graph) for _, graph in few)
    ways = {
        "bare bulk_load + optimize": total / bare,
        "Store.load": total / loaded,
        "Store.add_all (quads, texts, ledger)": total / added,
        "Store.replace, one by one": some / replaced,
    }
    table(("way in", "quads/s", "× bare"), [(way, rate, rate * bare / total) for way, rate in ways.items()])
    return folder / "store"


def ask(path: Path, folder: Path, with_rdflib: bool, rounds: int) -> None:
    """Prints the second table."""
    with Store.open(path) as store:
        lines = io.BytesIO()
        store.dump(lines)
        raw = pyoxigraph.Store(folder / "raw")
        raw.bulk_load(lines.getvalue(), pyoxigraph.RdfFormat.N_QUADS)
        raw.optimize()
        memory = rdflib.Dataset(default_union=True)
        if with_rdflib:
            memory.parse(io.BytesIO(lines.getvalue()), format="nquads")
        rows = []
        for name, given in QUERIES.items():
            query = named_query(name)
            params = query.bind(given)
            bound = bind(query.text, {key: written(value) for key, value in params.items()}) if params else query.text

            def ours(text: str = query.text, params: dict[str, rdf.Object] = params) -> int:
                return sum(len(row) for row in store.query(text, params=params))

            def bare(text: str = bound) -> int:
                solutions = raw.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
                return sum(len([cell and cell.value for cell in row]) for row in solutions)

            cells = ours()
            assert cells == bare()
            times = [(seconds(ours), seconds(bare)) for _ in range(rounds)]
            mine, theirs = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
            slow = seconds(lambda text=bound: list(memory.query(text, initNs=PREFIXES))) * 1000 if with_rdflib else None
            rows.append((name, cells, mine, theirs, mine / theirs, slow and slow / theirs))
    table(("query", "cells", "kg.store ms", "bare ms", "× bare", "rdflib × bare"), rows)


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Prints aligned columns."""
    shown = [
        head,
        *[tuple(f"{cell:,.2f}" if isinstance(cell, float) else str(cell or "–") for cell in row) for row in rows],
    ]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quads", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--rdflib-up-to", type=int, default=100_000, help="quads up to which rdflib takes part")
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()
    for size in chosen.quads:
        with tempfile.TemporaryDirectory() as folder:
            articles = sample(size)
            print(f"{size:,} quads in {len(articles):,} articles")
            ask(ingest(Path(folder), articles), Path(folder), size <= chosen.rdflib_up_to, chosen.rounds)


if __name__ == "__main__":
    main()
