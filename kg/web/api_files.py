"""What the API tells as files for other tools: CSV, JSON-LD, GraphML and GEXF."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import networkx as nx

from kg import render
from kg.exports import views
from kg.exports.rdf import compact
from kg.rdf import Quad
from kg.resources import schema
from kg.store.reader import Reader

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


def drawn(graph: nx.MultiDiGraph, format: str, view: str) -> bytes:
    """A view of a part of the provenance graph as GraphML or GEXF."""
    out = io.BytesIO()
    views.draw(graph, out, format, view)
    return out.getvalue()
