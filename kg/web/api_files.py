"""What the API tells as files for other tools: CSV, JSON-LD and GraphML."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import networkx as nx

from kg import render
from kg.exports import graphml
from kg.exports.rdf import compact
from kg.rdf import Quad
from kg.resources import schema
from kg.store.reader import Reader
from kg.web.api_reading import Reading

COLUMNS: Mapping[str, Sequence[str]] = {
    "speakers": ("label", "kind", "names", "utterances", "relayed", "wikidata", "id"),
    "outlets": ("label", "articles", "utterances", "id"),
    "utterances": (
        *("date", "said_from", "said_until", "outlet", "article", "speaker", "named", "type", "cue", "addressee"),
        *("wording", "sources", "modality", "negated", "confidence", "claim", "id"),
    ),
    "claims": ("first", "utterances", "outlets", "speakers", "wording", "id"),
    "chains": ("date", "outlet", "article", "speaker", "cue", "wording", "steps", "end", "id"),
    "findings": ("severity", "check", "message", "verdict", "why", "about", "id"),
    "articles": ("date", "outlet", "label", "utterances", "url", "file", "id"),
    "relations": ("relation", "how", "score", "left", "right", "id"),
    "search": ("kind", "label", "about", "date", "id"),
}
"""The columns of each list as CSV."""

_RISKY = ("=", "+", "@", "-", "\t", "\r")
_WHERE = "SELECT DISTINCT ?graph { VALUES ?node { %s } GRAPH ?graph { ?node ?predicate ?object } }"


def csv(name: str, items: Iterable[Mapping[str, Any]]) -> bytes:
    """A list as CSV with a head and a mark of UTF-8, for which spreadsheets ask.

    A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    out = io.StringIO()
    rows = ({column: _cell(item.get(column)) for column in COLUMNS[name]} for item in items)
    render.rows(rows, COLUMNS[name], render.Format.CSV, out)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return [_cell(each) for each in value]
    if isinstance(value, dict):
        value = value.get("label") or value.get("wording")
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def jsonld(reader: Reader, nodes: Iterable[str]) -> bytes:
    """What the graphs say of some nodes and of their parts, as JSON-LD with the project's own context."""
    context = json.loads(schema("context.jsonld").read_text("utf-8"))["@context"]
    quads = dict.fromkeys(_described(reader, set(nodes)))
    document = {"@context": context, "graph": list(compact(quads))}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _described(reader: Reader, nodes: Set[str]) -> Iterator[Quad]:
    """What is said of some nodes, and of their parts: the nodes whose IRIs are theirs with a fragment."""
    if not nodes:
        return
    for (graph,) in reader.query(_WHERE % " ".join(f"<{node}>" for node in sorted(nodes))):
        for quad in reader.quads(str(graph)):
            if quad.subject in nodes or quad.subject.partition("#")[0] in nodes:
                yield quad


def graphml_of(graph: nx.Graph, view: str) -> bytes:
    """A part of one of `graphml.VIEWS` as GraphML."""
    _, node_keys, edge_keys = graphml.VIEWS[view]
    out = io.BytesIO()
    nodes = (graphml.Node(iri, {key: data.get(key) for key in node_keys}) for iri, data in graph.nodes(data=True))
    edges = (graphml.Edge(source, goal, data) for source, goal, data in graph.edges(data=True))
    graphml.write_rows(out, nodes, graphml.summed(edges), node_keys=node_keys, edge_keys=edge_keys)
    return out.getvalue()


def around(reading: Reading, utterances: Iterable[str]) -> nx.MultiDiGraph:
    """The provenance of some utterances: with their articles, outlets, speakers, claims and sources."""
    graph = reading.graph
    kept: set[str] = set()
    waiting = [each for each in utterances if each in graph]
    first = set(waiting)
    while waiting:
        node = waiting.pop()
        if node in kept:
            continue
        kept.add(node)
        others = graph.successors(node)
        waiting += [each for each in others if graph.nodes[each]["kind"] != "utterance" or each in first]
    return graph.subgraph(kept)
