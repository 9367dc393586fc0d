"""GEXF 1.3 for Gephi, graphology and networkx, written as a stream in constant memory.

The graph is dynamic: `start` and `end` of a row are days, between which Gephi's timeline shows it. Edges between the
same two nodes are kept apart by their `kind`. Colour, size and position are in the namespace of `viz`. Ids are those
of `kg.exports.graphml`.
Source: "GEXF 1.3 Primer" and its schema, gexf.net.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import BinaryIO

from kg.exports.rows import Edge, Keys, Node, Value, attribute, cells, number, pour, token

ELSEWHERE = frozenset({"label", "start", "end", "r", "g", "b", "size", "x", "y"})
"""Attributes that have a place of their own in a node or an edge; an edge's `weight` has, too."""

_TYPES: Mapping[type, str] = MappingProxyType({str: "string", int: "long", float: "double", bool: "boolean"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><creator>Wortlaut</creator></meta>
"""

_Known = Mapping[str, Value | None]


def write_rows(
    out: BinaryIO,
    nodes: Iterable[Node],
    edges: Iterable[Edge],
    *,
    node_keys: Keys,
    edge_keys: Keys,
    directed: bool = True,
) -> tuple[int, int]:
    """How many nodes and edges were written to `out`, each as it comes; both iterables are read once, nodes first.

    Of edges of one kind between the same two nodes Gephi makes one, and it drops those whose weight is 0.

    Raises:
        ValueError: if an attribute is not declared, is not of the declared type, or `start` or `end` is no day.

    >>> import io
    >>> out = io.BytesIO()
    >>> nodes = [Node("urn:zoë", {"label": "Zoë Öztürk"}), Node("urn:c", {"label": "Der Damm hält"})]
    >>> edges = [Edge("urn:zoë", "urn:c", {"kind": "says", "weight": 2.0, "start": "2024-09-03"})]
    >>> keys = {"kind": str, "weight": float, "start": str}
    >>> write_rows(out, nodes, edges, node_keys={"label": str}, edge_keys=keys)
    (2, 1)
    >>> '<node id="urn:zo_eb_" label="Zoë Öztürk"/>' in out.getvalue().decode()
    True
    """
    time = 'mode="dynamic" timeformat="date" timerepresentation="interval"'
    pour(out, [_HEAD, f'<graph defaultedgetype="{"directed" if directed else "undirected"}" {time}>\n'])
    pour(out, [*_declared("node", node_keys, ELSEWHERE), *_declared("edge", edge_keys, ELSEWHERE | {"weight"})])
    pour(out, ["<nodes>\n"])
    inner = _inner(node_keys, ELSEWHERE)
    node_count = pour(
        out, (_element("node", f'id="{token(iri)}"{_attributes(known)}', inner(known)) for iri, known in nodes)
    )
    pour(out, ["</nodes>\n<edges>\n"])
    inner = _inner(edge_keys, ELSEWHERE | {"weight"})
    numbered = zip(count(), edges, strict=False)
    edge_count = pour(
        out,
        (
            _element(
                "edge",
                f'id="e{k}" source="{token(source)}" target="{token(target)}"{_attributes(known)}{_tie(known)}',
                inner(known),
            )
            for k, (source, target, known) in numbered
        ),
    )
    pour(out, ["</edges>\n</graph>\n</gexf>\n"])
    return node_count, edge_count


def _declared(scope: str, keys: Keys, elsewhere: frozenset[str]) -> Iterator[str]:
    yield f'<attributes class="{scope}">\n'
    for name, kind in keys.items():
        if name not in elsewhere:
            yield f'<attribute id="{attribute(name)}" title="{attribute(name)}" type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _element(name: str, attributes: str, inner: str) -> str:
    return f"<{name} {attributes}>{inner}</{name}>\n" if inner else f"<{name} {attributes}/>\n"


def _attributes(known: _Known) -> str:
    told = ""
    if (label := known.get("label")) is not None:
        told = f' label="{attribute(str(label))}"'
    for name in ("start", "end"):
        if (day := known.get(name)) is not None:
            if not _DAY.fullmatch(str(day)):
                raise ValueError(f"{name}: {day!r} is not a day (2024-09-03)")
            told += f' {name}="{day}"'
    return told


def _tie(known: _Known) -> str:
    weight, kind = known.get("weight"), known.get("kind")
    shown = number(float(weight)) if weight is not None else None
    return (f' weight="{shown}"' if shown else "") + (f' kind="{attribute(str(kind))}"' if kind is not None else "")


def _inner(keys: Keys, elsewhere: frozenset[str]) -> Callable[[_Known], str]:
    """A function that gives what is inside of a node or an edge: values, colour, place and size."""
    around = {name: (f'<attvalue for="{attribute(name)}" value="', '"/>') for name in keys if name not in elsewhere}
    data = cells(keys, around, attribute)

    def inner(known: _Known) -> str:
        values = data(known)
        told = f"<attvalues>{values}</attvalues>" if values else ""
        if known.get("r") is not None:
            told += f'<viz:color r="{known["r"]}" g="{known["g"]}" b="{known["b"]}"/>'
        if known.get("x") is not None:
            told += f'<viz:position x="{known["x"]}" y="{known["y"]}" z="0.0"/>'
        if known.get("size") is not None:
            told += f'<viz:size value="{known["size"]}"/>'
        return told

    return inner
