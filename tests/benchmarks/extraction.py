"""Speed of extraction beside the bare encoder on the same windows, and its memory; run by hand.

    python tests/benchmarks/extraction.py ../shared/corpora/wikinews-quotes/dev.jsonl
    python tests/benchmarks/extraction.py ../shared/corpora/wikinews-quotes/dev.jsonl --memory 10000
    python tests/benchmarks/extraction.py ../shared/corpora/wikinews-quotes/dev.jsonl --long 200000

The bare encoder is the first reading's graph: embeddings and layers, hardly anything else. It is run on the windows
that extraction makes of the articles, window by window and in as many threads; with the extra `train`, also with
weights and activations of 32 bits. Everything is measured in turn in one run, so the ratios are what counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import onnxruntime

from kg import vocab
from kg.extract import extract, features, pipeline
from kg.extract.layout import rows
from kg.extract.model import Model, session
from kg.extract.windows import windows
from kg.machine import cores
from kg.records import Article, OffsetMap, Source

ROUNDS = 5


def articles(path: Path) -> list[Article]:
    """The articles of a JSON-lines file with a field `originalText` or `text`."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [record.get("originalText") or record["text"] for record in records]
    return [
        Article(vocab.article_iri(digest), text, Source(path.name, "jsonl", digest, line=n), OffsetMap.identity(text))
        for n, text in enumerate(texts, start=1)
        for digest in [hashlib.sha256(text.encode()).hexdigest()]
    ]


def batches(model: Model, found: list[Article]) -> tuple[list[list[dict[str, np.ndarray]]], int]:
    """What the first reading gets, an article a list, and the number of words."""
    laid, words = [], 0
    for article in found:
        doc = pipeline.rules()(pipeline.readable(article.text))
        reading = features.read(doc.text, doc._.kg_sentences, doc._.kg_proposals, doc._.kg_pairing.pairs)
        words += len(reading)
        cut = windows(reading, model.pieces)
        inputs = [(rows(reading, cut, [w]), cut.place[cut.window == w]) for w in range(len(cut.ids))]
        laid.append([{"ids": row.ids, "features": row.features, "place": place} for row, place in inputs])
    return laid, words


Halves = tuple[onnxruntime.InferenceSession, onnxruntime.InferenceSession]


def forward(encoder: Halves, laid: list[list[dict[str, np.ndarray]]], threads: int) -> None:
    """The bare encoder over all windows, the articles side by side."""

    def run(inputs: list[dict[str, np.ndarray]]) -> None:
        for given in inputs:
            (lower,) = encoder[0].run(["lower"], {"ids": given["ids"]})
            encoder[1].run(["vectors"], {**given, "lower": lower})

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, laid))


def _needed(nodes: list[Any], outputs: list[str]) -> list[Any]:
    """The nodes without which the outputs could not be computed, in their order."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if not wanted.isdisjoint(node.output):
            wanted.update(node.input)
            kept.append(node)
    return kept[::-1]


def plain(path: Path) -> bytes:
    """The graph at `path` with its matrices of whole numbers as fp32 ones."""
    import onnx
    from onnx import helper, numpy_helper

    graph = onnx.load(path)
    weights = {each.name: each for each in graph.graph.initializer}
    makes = {node.output[0]: node for node in graph.graph.node}
    takes = {node.input[0]: node for node in graph.graph.node}
    plain_ones = {}
    for node in graph.graph.node:
        if node.op_type == "MatMulInteger":
            scaled = takes[takes[node.output[0]].output[0]]
            whole, scales = (numpy_helper.to_array(weights[name]) for name in (node.input[1], scaled.input[1]))
            rounded = makes[makes[makes[node.input[0]].input[0]].input[0]]
            name = f"{node.output[0]}_weights"
            matrix = whole.astype(np.float32) * scales * 127
            graph.graph.initializer.append(numpy_helper.from_array(matrix, name))
            done = takes[scaled.output[0]].output[0]
            plain_ones[done] = helper.make_node("MatMul", [makes[rounded.input[0]].input[0], name], [done])
    nodes = [plain_ones.get(node.output[0], node) for node in graph.graph.node]
    nodes = _needed(nodes, [each.name for each in graph.graph.output])
    used = {name for node in nodes for name in node.input}
    kept = [each for each in graph.graph.initializer if each.name in used]
    del graph.graph.node[:], graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    graph.graph.node.extend(nodes)
    return graph.SerializeToString()


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def speed(found: list[Article], threads: int) -> None:
    """Prints words a second (best round) of extraction and of the bare encoder, and the median ratio of warm rounds."""
    folder = pipeline.model_folder()
    model = pipeline.model_in(folder)
    laid, words = batches(model, found)
    measured = {
        "extract": lambda: sum(len(each.utterances) for each in extract(found, threads=threads)),
        "bare encoder, 8 bits": lambda: forward((model.lower, model.first), laid, threads),
    }
    try:
        full = session(plain(folder / "lower.onnx")), session(plain(folder / "first.onnx"))
        measured["bare encoder, 32 bits"] = lambda: forward(full, laid, threads)
    except ImportError:
        print("without onnx: no encoder of 32 bits")
    print(f"{len(found)} articles, {words} words, {threads} threads")
    rounds = [{name: timed(action) for name, action in measured.items()} for _ in range(ROUNDS)]
    print(f"extract, first time, words unseen: {words / rounds[0]['extract']:,.0f} words/s")
    for name in measured:
        rate = words / min(each[name] for each in rounds)
        ratio = median(each["extract"] / each[name] for each in rounds[1:])
        print(f"{name:<24}{rate:>10,.0f} words/s   extract takes {ratio:.2f}×")


def many(found: list[Article], count: int) -> Iterator[Article]:
    """`count` different articles: the given ones again and again, each with a number of its own."""
    for n, article in enumerate(islice(cycle(found), count)):
        text = f"{article.text}\n\nMeldung {n}."
        digest = hashlib.sha256(text.encode()).hexdigest()
        yield Article(vocab.article_iri(digest), text, Source("-", "jsonl", digest, line=n), OffsetMap.identity(text))


def memory(found: list[Article], count: int) -> None:
    """Prints the peak of memory in use after every tenth of `count` articles."""
    for n, _ in enumerate(extract(many(found, count)), start=1):
        if n % max(1, count // 10) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{n:>7} articles, peak {peak:,.0f} MiB", flush=True)


def long(found: list[Article], words: int) -> None:
    """Prints the time that articles of a quarter, half and all of `words` words take."""
    for size in (words // 4, words // 2, words):
        tokens = list(islice((word for article in cycle(found) for word in f"{article.text}\n\n".split(" ")), size))
        text = " ".join(tokens)
        one = Article(vocab.article_iri("0"), text, Source("-", "text", "0"), OffsetMap.identity(text))
        began = time.perf_counter()
        (extraction,) = extract([one])
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each, said = 1e3 * seconds / size, len(extraction.utterances)
        print(f"{size:>8} words {seconds:>8.1f} s, {each:.3f} ms a word, {said} utterances, peak {peak:,.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--memory", type=int, metavar="ARTICLES")
    parser.add_argument("--long", type=int, metavar="WORDS")
    given = parser.parse_args()
    read = articles(given.path)
    if given.memory:
        memory(read, given.memory)
    elif given.long:
        long(read, given.long)
    else:
        speed(read, given.threads)
