"""The views of a store as files, from article to Gephi."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.errors import UsageError
from kg.exports.rows import Edge
from kg.exports.views import DEFAULT, FORMATS, VIEWS, Selection, draw, narrowed, summed, write
from kg.records import (
    Article,
    Entity,
    EntityKind,
    Extraction,
    ExtractionRun,
    Mention,
    OffsetMap,
    Passage,
    Source,
    Span,
    SpeechType,
    Utterance,
)
from kg.store import Store

TEXT = "„Der Damm hält bis Montag“, sagte Zoë Öztürk."
ZOE = Entity("urn:wortlaut:person:zoe", "Zoë Öztürk", EntityKind.PERSON)


def _extraction(outlet: str) -> Extraction:
    iri = f"urn:wortlaut:article:{outlet.lower()}"
    source = Source(f"{outlet}.md", "markdown", "00")
    article = Article(iri, TEXT, source, OffsetMap.identity(TEXT), outlet=outlet, published="2024-09-03")
    utterance = Utterance(
        f"{iri}:u",
        SpeechType.DIRECT,
        Passage.of(TEXT, [Span(0, 26)]),
        speaker=Mention(Passage.of(TEXT, [Span(34, 44)]), EntityKind.PERSON, entity=ZOE),
    )
    return Extraction(article, (utterance,), ExtractionRun("urn:wortlaut:run:1", "wortlaut", "0.1", "regeln"))


READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def drawn(folder: Path, view: str = DEFAULT, format: str = "graphml", **options: Any) -> nx.Graph:
    out = io.BytesIO()
    with Store.create(folder / "store") as store:
        for outlet in ("Querblick", "Landesspiegel"):
            store.add(_extraction(outlet))
        counts = write(store, out, format, view, **options)
    graph = READERS[format](io.BytesIO(out.getvalue()))
    assert counts == (graph.number_of_nodes(), graph.number_of_edges())
    return graph


def test_speakers_claims_and_outlets_are_tied_by_weight(tmp_path: Path) -> None:
    graph = drawn(tmp_path)
    assert sorted(kind for _, kind in graph.nodes(data="kind")) == ["claim", "outlet", "outlet", "person"]
    assert sorted((d["kind"], d["weight"]) for _, _, d in graph.edges(data=True)) == [
        ("printedBy", 1.0),
        ("printedBy", 1.0),
        ("says", 2.0),
    ]


def test_the_provenance_view_has_every_article_and_utterance(tmp_path: Path) -> None:
    graph = drawn(tmp_path, "provenance")
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    assert kinds.count("article") == kinds.count("utterance") == kinds.count("outlet") == 2
    assert {data["kind"] for _, _, data in graph.edges(data=True)} == {
        "inArticle",
        "publishedBy",
        "saidBy",
        "interpretedAsClaim",
    }


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("view", ["speakers-claims-outlets", "sourcing", "provenance"])
def test_all_that_is_drawn_has_what_gephi_shows(view: str, format: str, tmp_path: Path) -> None:
    graph = drawn(tmp_path, view, format, layout="spring")
    assert graph
    for _, data in graph.nodes(data=True):
        look = data if format == "graphml" else {**data["viz"], **data["viz"]["color"], **data["viz"]["position"]}
        assert data["label"] and data["kind"] and data["iri"] and data["start"] == data["end"] == "2024-09-03"
        assert look["size"] > 0 and 0 <= look["r"] < 256 and isinstance(look["x"], float)
    for _, _, data in graph.edges(data=True):
        assert data["weight"] >= 1 and data["label"] == data["kind"] and data["start"] == data["end"] == "2024-09-03"
    assert len(
        {(d["x"], d["y"]) if "x" in d else tuple(d["viz"]["position"].values()) for _, d in graph.nodes(data=True)}
    ) == len(graph)


@pytest.fixture
def quarrel(story: Any) -> nx.MultiDiGraph:
    """Two who agree in one matter, and in another contradict and deny each other; one cites the other's paper."""
    thams = story.printed("Der Damm hält", "Kurier", "Thams", claim="c", date="2024-09-01")
    vogt = story.printed("Der Damm hält", "Bote", "Vogt", claim="c", date="2024-09-02", sources=(("Kurier", "outlet"),))
    old = story.printed("Zwei Tote", "Kurier", "Thams", claim="d", date="2024-09-02")
    new = story.printed("Nicht zwei, drei Tote", "Bote", "Vogt", claim="e", date="2024-09-04")
    for one, other, kind in ((thams, vogt, "same_quote"), (old, new, "contradicts"), (old, new, "denies")):
        story.graph.add_edge(one, other, key=kind, kind=kind, how="number", score=0.9)
    return story.graph


@pytest.mark.parametrize("view", VIEWS)
def test_gexf_keeps_apart_what_graphml_sums(view: str, quarrel: nx.MultiDiGraph) -> None:
    apart, one = io.BytesIO(), io.BytesIO()
    (nodes, edges), (_, bundles) = draw(quarrel, apart, "gexf", view), draw(quarrel, one, "graphml", view)
    root = etree.fromstring(apart.getvalue())
    ties = [((e.get("source"), e.get("target")), e.get("kind")) for e in root.iter("{*}edge")]
    assert nodes and len(ties) == len(set(ties)) == edges
    assert len({ends for ends, _ in ties}) == bundles
    assert (bundles < edges) == (view in ("speakers", "claims", "provenance"))
    weights = [float(edge.get("weight")) for edge in root.iter("{*}edge")]
    summed_up = nx.read_graphml(io.BytesIO(one.getvalue())).edges(data="weight")
    assert min(weights) > 0 and sum(weights) == sum(weight for *_, weight in summed_up)
    assert all(edge.get("start") <= edge.get("end") for edge in root.iter("{*}edge"))


def test_who_agrees_and_contradicts_is_told_with_a_sign(quarrel: nx.MultiDiGraph) -> None:
    out = io.BytesIO()
    draw(quarrel, out, "gexf", "speakers")
    graph = nx.read_gexf(io.BytesIO(out.getvalue()))
    assert not graph.is_directed()
    assert sorted((data["kind"], data["weight"], data["signed"]) for *_, data in graph.edges(data=True)) == [
        ("agrees", 2.0, 2.0),
        ("contradicts", 2.0, -2.0),
    ]


def test_a_claim_that_more_utterances_make_is_drawn_larger(tmp_path: Path) -> None:
    graph = drawn(tmp_path)
    sizes = {data["weight"]: data["size"] for _, data in graph.nodes(data=True)}
    assert sizes[2] > sizes[1]


def test_light_edges_are_left_out_with_what_they_alone_tied(tmp_path: Path) -> None:
    graph = drawn(tmp_path, selection=Selection(least=2))
    assert sorted(kind for _, kind in graph.nodes(data="kind")) == ["claim", "person"]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(about="damm HÄLT"), 4),
        (Selection(about="Deich"), 0),
        (Selection(first="2024-09-03", last="2024-09-03"), 4),
        (Selection(first="2024-09-03T00:00:00"), 4),
        (Selection(last="2024-09-02"), 0),
        (Selection(first="2024-09-04"), 0),
        (Selection(as_of="2000-01-01"), 0),
    ],
    ids=str,
)
def test_a_view_is_narrowed_down_to_words_and_days(selection: Selection, found: int, tmp_path: Path) -> None:
    assert len(drawn(tmp_path, selection=selection)) == found


def test_of_a_claim_all_printings_count_if_one_has_the_word(story: Any) -> None:
    one = story.printed("Der Damm hält", claim="c")
    other = story.printed("Er hält", claim="c")
    story.printed("Die Brücke hält", claim="d")
    kept = narrowed(story.graph, Selection(about="Damm"))
    assert {node for node, kind in kept.nodes(data="kind") if kind == "utterance"} == {one, other}
    assert "d" not in kept and len(kept) == 6


def test_what_was_printed_on_no_known_day_is_in_no_time(story: Any) -> None:
    story.printed("Der Damm hält", claim="c")
    assert not narrowed(story.graph, Selection(first="2024-09-01"))
    assert narrowed(story.graph, Selection()) is story.graph


def test_parallel_edges_are_summed_whatever_their_kinds() -> None:
    edges = [
        Edge(
            "a",
            "b",
            {"kind": "agrees", "label": "agrees", "weight": 3, "signed": 3, "start": "2024-09-03", "end": "2024-09-04"},
        ),
        Edge(
            "b",
            "a",
            {
                "kind": "contradicts",
                "label": "contradicts",
                "weight": 2,
                "signed": -2,
                "start": "2024-09-01",
                "end": "2024-09-01",
            },
        ),
        Edge("b", "c", {"kind": "agrees"}),
    ]
    one, other = summed(edges, directed=False)
    assert one.attributes == {
        **{"kind": "agrees, contradicts", "label": "agrees, contradicts", "weight": 5.0, "signed": 1},
        **{"start": "2024-09-01", "end": "2024-09-04"},
    }
    assert (other.target, other.attributes["weight"]) == ("c", 1.0)
    assert len(list(summed(edges))) == 3


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from("xy"), st.integers(1, 9))))
def test_summing_keeps_the_weight_and_leaves_one_edge_for_two_nodes(ties: list[tuple[str, str, str, int]]) -> None:
    edges = [Edge(one, other, {"kind": kind, "weight": weight}) for one, other, kind, weight in ties]
    found = list(summed(edges))
    assert sum(edge.attributes["weight"] for edge in found) == sum(weight for *_, weight in ties)
    assert len({edge[:2] for edge in found}) == len(found)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_an_empty_store_is_an_empty_graph(view: str, format: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    with Store.create(tmp_path / "leer") as store:
        assert write(store, out, format, view, layout="spring") == (0, 0)
    assert len(READERS[format](io.BytesIO(out.getvalue()))) == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"view": "landkarte"}, "no view named landkarte; there are speakers-claims-outlets, speakers, sourcing"),
        ({"layout": "kreis"}, "no layout named kreis; there are spring, forceatlas2, igraph"),
    ],
)
def test_what_there_is_not_is_refused(options: dict[str, str], told: str, tmp_path: Path) -> None:
    with Store.create(tmp_path / "leer") as store, pytest.raises(UsageError, match=told):
        write(store, io.BytesIO(), "graphml", **options)
