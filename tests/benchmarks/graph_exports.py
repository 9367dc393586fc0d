"""Writing large graphs: `python tests/benchmarks/graph_exports.py`, run by hand.

The graph is generated row by row: nodes with label, kind, IRI, weight, two days, colour and size, edges with label,
kind, weight and two days, and every third label with a mark that must be escaped. Printed are, for each format, the
seconds of processor time and the peak memory of a process of its own that writes 1,000,000 nodes and 4,000,000 edges;
and the time of networkx's quickest GraphML writer against ours, GraphML and GEXF, in one process on 100,000 nodes and
400,000 edges that networkx has in memory: the best of some rounds each, their order turning.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import networkx as nx

from kg.exports import gexf, graphml
from kg.exports.rows import Edge, Node

NODE_KEYS: dict[str, Any] = {
    **{"label": str, "kind": str, "iri": str, "weight": int, "start": str, "end": str},
    **{"r": int, "g": int, "b": int, "size": float},
}
EDGE_KEYS: dict[str, Any] = {"kind": str, "label": str, "weight": float, "start": str, "end": str}
KINDS = ("person", "claim", "outlet")
WRITERS = {"graphml": graphml.write_rows, "gexf": gexf.write_rows}


def iri(number: int) -> str:
    return f"urn:wortlaut:claim:{number:032x}"


def nodes(count: int) -> Iterator[Node]:
    for k in range(count):
        label = f"„Der Pegel & der Damm an Messstelle {k}“" if k % 3 == 0 else f"„Der Damm hält an Messstelle {k}“"
        known = {"label": label, "kind": KINDS[k % 3], "iri": iri(k), "weight": 1 + k % 9}
        days = {"start": f"2024-09-{1 + k % 28:02}", "end": f"2024-10-{1 + k % 28:02}"}
        yield Node(iri(k), known | days | {"r": 0, "g": 114, "b": 178, "size": 5.0 + k % 9})


def edges(count: int, among: int) -> Iterator[Edge]:
    for k in range(count):
        known = {"kind": "says", "label": "says", "weight": 1.0 + k % 5}
        days = {"start": f"2024-09-{1 + k % 28:02}", "end": f"2024-10-{1 + k % 28:02}"}
        yield Edge(iri(k * 7919 % among), iri((k // 4 * 104729 + k) % among), known | days)


def stream(format: str, size: int, times: int, told: Any) -> None:
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "graph").open("wb") as out:
        began = process_time()
        WRITERS[format](out, nodes(size), edges(times * size, size), node_keys=NODE_KEYS, edge_keys=EDGE_KEYS)
        told.put((process_time() - began, out.tell()))
    told.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def streamed(size: int, times: int) -> None:
    spawn = multiprocessing.get_context("spawn")
    for format in WRITERS:
        told = spawn.Queue()
        process = spawn.Process(target=stream, args=(format, size, times, told))
        process.start()
        (seconds, written), peak = told.get(), told.get()
        process.join()
        print(
            f"{format}: {size:,} nodes, {times * size:,} edges: {seconds:.1f} s, {written / 1e6:,.0f} MB, {peak} MiB",
            flush=True,
        )


def against_networkx(size: int, times: int, rounds: int) -> None:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((node.id, dict(node.attributes)) for node in nodes(size))
    graph.add_edges_from((edge.source, edge.target, dict(edge.attributes)) for edge in edges(times * size, size))

    def ours(format: str) -> Callable[[Path], object]:
        def write(path: Path) -> None:
            with path.open("wb") as out:
                WRITERS[format](
                    out,
                    graph.nodes(data=True),
                    graph.edges(data=True),
                    node_keys=NODE_KEYS,
                    edge_keys=EDGE_KEYS,
                )

        return write

    writers: dict[str, Callable[[Path], object]] = {
        "networkx.write_graphml_lxml": lambda path: nx.write_graphml_lxml(graph, path),
        "graphml": ours("graphml"),
        "gexf": ours("gexf"),
    }
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            names = list(writers)
            for name in names[turn % 3 :] + names[: turn % 3]:
                began = process_time()
                writers[name](Path(folder) / "graph")
                best[name] = min(process_time() - began, best.get(name, float("inf")))
    print(f"{size:,} nodes, {times * size:,} edges, best of {rounds}:")
    for name, seconds in best.items():
        print(f"  {name}: {seconds:.2f} s, {best['networkx.write_graphml_lxml'] / seconds:.1f}×")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stream", type=int, default=1_000_000, help="nodes of the graph that is streamed; 0: none")
    parser.add_argument(
        "--compare", type=int, default=100_000, help="nodes of the graph that networkx writes, too; 0: none"
    )
    parser.add_argument("--edges", type=int, default=4, help="edges a node")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    if chosen.stream:
        streamed(chosen.stream, chosen.edges)
    if chosen.compare:
        against_networkx(chosen.compare, chosen.edges, chosen.rounds)


if __name__ == "__main__":
    main()
