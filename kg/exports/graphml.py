"""GraphML for Gephi, igraph and networkx, written as a stream in constant memory.

Keys are declared up front; edge ids are unique; what XML cannot hold is left out. Node ids are IRIs with everything
outside `[A-Za-z0-9.:-]` replaced by `_hex_`, as the schema asks for name tokens; the IRI itself is the attribute `iri`.
Source: Brandes, Eiglsperger & Lerner, "GraphML Primer"; graphml.graphdrawing.org/xmlns/1.0/graphml.xsd.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from kg.errors import UsageError
from kg.network import provenance, speakers_claims_outlets
from kg.store.reader import Reader

Value = str | int | float | bool
Keys = Mapping[str, type[Value]]


class Node(NamedTuple):
    """A node by its IRI, with attributes; those that are None are left out."""

    id: str
    attributes: Mapping[str, Value | None]


class Edge(NamedTuple):
    """An edge between two nodes by their IRIs, with attributes; those that are None are left out."""

    source: str
    target: str
    attributes: Mapping[str, Value | None]


class View(NamedTuple):
    """A way to draw the store: its graph, and the attributes of its nodes and edges with their types."""

    graph: Callable[[Reader], nx.Graph]
    node_keys: Keys
    edge_keys: Keys


_EDGE: Keys = MappingProxyType({"kind": str, "label": str, "weight": float})
_NODE: Keys = MappingProxyType({"label": str, "kind": str, "iri": str, "weight": int, "date": str})
_PROVENANCE: Keys = MappingProxyType(
    {
        **dict.fromkeys(("label", "kind", "iri", "date", "url", "file", "speech_type", "medium", "modality"), str),
        **{"negated": bool, "confidence": float, "entity_kind": str, "position": int, "scoped": bool},
    }
)

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "speakers-claims-outlets": View(speakers_claims_outlets, _NODE, _EDGE),
        "provenance": View(provenance, _PROVENANCE, _EDGE),
    }
)
"""The views by the name that `kg export --view` takes; the first is the default."""

_TYPES: Mapping[type, str] = MappingProxyType({str: "string", int: "long", float: "double", bool: "boolean"})
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_TOKEN = re.compile(r"[^A-Za-z0-9.:-]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(store: Reader, out: BinaryIO, view: str = "speakers-claims-outlets") -> tuple[int, int]:
    """How many nodes and edges of a view of the store were written to `out`.

    Raises:
        UsageError: if there is no such view.
    """
    if view not in VIEWS:
        raise UsageError(f"no view named {view}; there are {', '.join(VIEWS)}")
    graph, node_keys, edge_keys = VIEWS[view]
    drawn = graph(store)
    nodes = (Node(iri, {name: data.get(name) for name in node_keys}) for iri, data in drawn.nodes(data=True))
    edges = (Edge(source, target, data) for source, target, data in drawn.edges(data=True))
    return write_rows(out, nodes, summed(edges), node_keys=node_keys, edge_keys=edge_keys)


def write_rows(
    out: BinaryIO, nodes: Iterable[Node], edges: Iterable[Edge], *, node_keys: Keys, edge_keys: Keys
) -> tuple[int, int]:
    """How many nodes and edges were written to `out`, each as it comes; both iterables are read once, nodes first.

    Raises:
        ValueError: if an attribute is not declared, or is not of the declared type.

    >>> import io
    >>> out = io.BytesIO()
    >>> nodes = [Node("urn:zoë", {"label": "Zoë Öztürk"}), Node("urn:c", {"label": "Der Damm hält"})]
    >>> edges = [Edge("urn:zoë", "urn:c", {"weight": 2.0})]
    >>> write_rows(out, nodes, edges, node_keys={"label": str}, edge_keys={"weight": float})
    (2, 1)
    >>> '<node id="urn:zo_eb_">' in out.getvalue().decode()
    True
    """
    out.write(_HEAD.encode())
    for scope, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, kind in keys.items():
            out.write(_line(f'<key id="{scope}-{token(name)}" for="{scope}" {_named(name, kind)}/>'))
    out.write(_line('<graph id="G" edgedefault="directed">'))
    node_count = edge_count = 0
    for node in nodes:
        out.write(_line(f'<node id="{token(node.id)}">{_data("node", node.attributes, node_keys)}</node>'))
        node_count += 1
    for edge in edges:
        ends = f'source="{token(edge.source)}" target="{token(edge.target)}"'
        out.write(_line(f'<edge id="e{edge_count}" {ends}>{_data("edge", edge.attributes, edge_keys)}</edge>'))
        edge_count += 1
    out.write(b"</graph>\n</graphml>\n")
    return node_count, edge_count


def summed(edges: Iterable[Edge]) -> Iterator[Edge]:
    """The edges with parallel ones of the same kind made one, `weight` being the sum (1 where there is none).

    Holds one number for each edge that remains.

    >>> twice = [Edge("zoë", "damm", {"kind": "says"}), Edge("zoë", "damm", {"kind": "says"})]
    >>> [edge.attributes["weight"] for edge in summed(twice)]
    [2.0]
    """
    weights: Counter[tuple[str, str, str]] = Counter()
    for source, target, attributes in edges:
        weight: Any = attributes.get("weight") or 1
        weights[source, target, str(attributes.get("kind") or "")] += weight
    for (source, target, kind), total in weights.items():
        yield Edge(source, target, {"kind": kind, "label": kind, "weight": float(total)})


def token(iri: str) -> str:
    """The IRI as an XML name token, different for different IRIs.

    >>> token("urn:u#source-0")
    'urn:u_23_source-0'
    """
    return _NOT_TOKEN.sub(lambda found: f"_{ord(found[0]):x}_", iri)


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF."""
    return _NOT_XML.sub("", text)


def _named(name: str, kind: type[Value]) -> str:
    return f'attr.name={quoteattr(clean(name))} attr.type="{_TYPES[kind]}"'


def _data(scope: str, attributes: Mapping[str, Value | None], keys: Keys) -> str:
    known = ((name, value) for name, value in attributes.items() if value is not None)
    cells = ((name, _text(name, value, keys)) for name, value in known)
    return "".join(f'<data key="{scope}-{token(name)}">{text}</data>' for name, text in cells if text is not None)


def _text(name: str, value: Value, keys: Keys) -> str | None:
    """The value as XML text; None for a number that is not finite, which readers do not agree on."""
    kind = keys.get(name)
    if kind is None or not (type(value) is kind or (kind is float and type(value) is int)):
        raise ValueError(f"attribute {name}: {value!r} is not a declared {kind.__name__ if kind else 'attribute'}")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else None
    return escape(clean(str(value)), {"\r": "&#13;"})


def _line(xml: str) -> bytes:
    return f"{xml}\n".encode()
