"""GEXF 1.3 for Gephi, graphology and networkx, written as a stream in constant memory.

The graph is dynamic: `start` and `end` of a row are days, between which Gephi's timeline shows it. Edges between the
same two nodes are kept apart by their `kind`. Colour, size and position are in the namespace of `viz`. Ids are those
of `kg.exports.graphml`.
Source: "GEXF 1.3 Primer" and its schema, gexf.net.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from types import MappingProxyType
from typing import BinaryIO

from kg.exports.rows import Edge, Keys, Node, Value, attribute, ends, formed, pour, token

_OWN = MappingProxyType({"node": ("label", "start", "end"), "edge": ("label", "start", "end", "weight", "kind")})
"""What a node or an edge has as an attribute of its own in XML."""

_VIZ = (
    (frozenset("rgb"), '<viz:color r="%(r)s" g="%(g)s" b="%(b)s"/>'),
    (frozenset("xy"), '<viz:position x="%(x)s" y="%(y)s" z="0.0"/>'),
    (frozenset({"size"}), '<viz:size value="%(size)s"/>'),
)
"""What nodes look like, each with the attributes that it needs; edges have a colour only."""

_LOOK = frozenset().union(*(needed for needed, _ in _VIZ))
ELSEWHERE = MappingProxyType(
    {"node": frozenset(_OWN["node"]) | _LOOK, "edge": frozenset(_OWN["edge"]) - {"kind"} | _LOOK}
)
"""Attributes that are no values in a table, but have a place of their own; the kind of an edge is both."""

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
    pour(out, [*_declared("node", node_keys), *_declared("edge", edge_keys), "<nodes>\n"])
    rest = formed(node_keys, _template("node"), attribute)
    node_count = pour(out, (f'<node id="{token(iri)}"{rest(_dated(known))}\n' for iri, known in nodes))
    pour(out, ["</nodes>\n<edges>\n"])
    rest = formed(edge_keys, _template("edge"), attribute)
    numbered = zip(count(), edges, strict=False)
    edge_count = pour(
        out,
        (f'<edge id="e{k}" {ends(source, target)}{rest(_dated(known))}\n' for k, (source, target, known) in numbered),
    )
    pour(out, ["</edges>\n</graph>\n</gexf>\n"])
    return node_count, edge_count


def _declared(scope: str, keys: Keys) -> Iterator[str]:
    yield f'<attributes class="{scope}">\n'
    for name, kind in keys.items():
        if name not in ELSEWHERE[scope]:
            yield f'<attribute id="{attribute(name)}" title="{attribute(name)}" type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _template(scope: str) -> Callable[[Sequence[str]], str]:
    """What makes a template for the rest of a node or an edge, from behind its id or ends on."""

    def template(names: Sequence[str]) -> str:
        own = "".join(f' {name}="%({name})s"' for name in _OWN[scope] if name in names)
        values = [name for name in names if name not in ELSEWHERE[scope]]
        inner = "".join(f'<attvalue for="{attribute(name).replace("%", "%%")}" value="%({name})s"/>' for name in values)
        inner = f"<attvalues>{inner}</attvalues>" if inner else ""
        inner += "".join(xml for needed, xml in _VIZ if needed <= set(names))
        return f"{own}>{inner}</{scope}>" if inner else f"{own}/>"

    return template


def _dated(known: _Known) -> _Known:
    """The attributes as they are, if `start` and `end` are days as far as they are known."""
    for name in ("start", "end"):
        day = known.get(name)
        if day is not None and not _is_day(str(day)):
            raise ValueError(f"{name}: {day!r} is not a day (2024-09-03)")
    return known


@lru_cache(maxsize=1 << 12)
def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None
