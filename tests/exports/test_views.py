"""The views of a store as GraphML, from article to file."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pytest

from kg.exports.graphml import VIEWS, write
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


def drawn(view: str, folder: Path) -> nx.DiGraph:
    out = io.BytesIO()
    with Store.create(folder / "store") as store:
        for outlet in ("Querblick", "Landesspiegel"):
            store.add(_extraction(outlet))
        counts = write(store, out, view)
    graph = nx.read_graphml(io.BytesIO(out.getvalue()))
    assert counts == (graph.number_of_nodes(), graph.number_of_edges())
    return graph


def test_speakers_claims_and_outlets_are_tied_by_weight(tmp_path: Path) -> None:
    graph = drawn("speakers-claims-outlets", tmp_path)
    assert sorted(kind for _, kind in graph.nodes(data="kind")) == ["claim", "outlet", "outlet", "person"]
    assert sorted((d["kind"], d["weight"]) for _, _, d in graph.edges(data=True)) == [
        ("printedBy", 1.0),
        ("printedBy", 1.0),
        ("says", 2.0),
    ]


def test_the_provenance_view_has_every_article_and_utterance(tmp_path: Path) -> None:
    graph = drawn("provenance", tmp_path)
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    assert kinds.count("article") == kinds.count("utterance") == kinds.count("outlet") == 2
    assert {data["kind"] for _, _, data in graph.edges(data=True)} == {
        "inArticle",
        "publishedBy",
        "saidBy",
        "interpretedAsClaim",
    }


@pytest.mark.parametrize("view", VIEWS)
def test_every_node_has_a_label_a_kind_and_its_iri_and_every_edge_a_weight(view: str, tmp_path: Path) -> None:
    graph = drawn(view, tmp_path)
    assert all(data["label"] and data["kind"] and data["iri"] for _, data in graph.nodes(data=True))
    assert all(data["weight"] >= 1 and data["label"] for _, _, data in graph.edges(data=True))
