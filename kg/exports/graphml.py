"""GraphML for Gephi, igraph and networkx, written as a stream in constant memory.

Keys are declared up front; edge ids are unique; what XML cannot hold is left out. Node ids are IRIs with everything
outside `[A-Za-z0-9.:-]` replaced by `_hex_`, as the schema asks for name tokens; the IRI itself is the attribute `iri`.
Source: Brandes, Eiglsperger & Lerner, "GraphML Primer"; graphml.graphdrawing.org/xmlns/1.0/graphml.xsd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import BinaryIO

from kg.exports.rows import Edge, Keys, Node, attribute, content, ends, formed, pour, token

_TYPES: Mapping[type, str] = MappingProxyType({str: "string", int: "long", float: "double", bool: "boolean"})
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


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

    GraphML has no kinds of edges: Gephi makes one of several between the same two nodes, so give it the sum of them.

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
    edgedefault = "directed" if directed else "undirected"
    pour(out, [_HEAD, *_declared("node", node_keys), *_declared("edge", edge_keys)])
    pour(out, [f'<graph id="G" edgedefault="{edgedefault}">\n'])
    data = formed(node_keys, _template("node"), content)
    node_count = pour(out, (f'<node id="{token(iri)}">{data(known)}</node>\n' for iri, known in nodes))
    data = formed(edge_keys, _template("edge"), content)
    numbered = zip(count(), edges, strict=False)
    edge_count = pour(
        out,
        (f'<edge id="e{k}" {ends(source, target)}>{data(known)}</edge>\n' for k, (source, target, known) in numbered),
    )
    pour(out, ["</graph>\n</graphml>\n"])
    return node_count, edge_count


def _declared(scope: str, keys: Keys) -> Iterator[str]:
    for name, kind in keys.items():
        named = f'attr.name="{attribute(name)}" attr.type="{_TYPES[kind]}"'
        yield f'<key id="{scope}-{token(name)}" for="{scope}" {named}/>\n'


def _template(scope: str) -> Callable[[Sequence[str]], str]:
    return lambda names: "".join(f'<data key="{scope}-{token(name)}">%({name})s</data>' for name in names)
