"""The projections of a store: which nodes and edges there are, and which article versions count."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.network import chain, condense, matters, of_kind, outlet_of, provenance, replaced, target
from kg.rdf import relation_quads
from kg.records import (
    Article,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    ExtractionRun,
    Mention,
    OffsetMap,
    Passage,
    Related,
    Relation,
    Source,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
)
from kg.store import Store
from kg.vocab import article_iri, entity_iri, relations_graph, utterance_iri

TEXT = "„Der Damm hält bis Montag“, sagte Zoë Öztürk laut ida."
RUN = ExtractionRun("urn:wortlaut:run:1", "wortlaut", "0.1", "regeln")
ZOE = Entity(entity_iri(EntityKind.PERSON, "Zoë Öztürk"), "Zoë Öztürk", EntityKind.PERSON)
IDA = Entity(entity_iri(EntityKind.AGENCY, "ida"), "ida", EntityKind.AGENCY)
INSIDER = Entity(entity_iri(EntityKind.ANONYMOUS, "zwei Insider", "irgendwo"), "zwei Insider", EntityKind.ANONYMOUS)


def extraction(outlet: str | None = "Querblick", *, text: str = TEXT, url: str | None = None) -> Extraction:
    source = Source(f"{outlet}.md", "markdown", "00")
    bare = Article("urn:x", text, source, OffsetMap.identity(text))
    iri = article_iri(bare.text_sha256, url=url, outlet=outlet)
    article = Article(iri, text, source, bare.offsets, url, "Der Damm", outlet, published="2024-09-03", language="de")
    spans = (Span(0, 26),)
    utterance = Utterance(
        utterance_iri(iri, SpeechType.DIRECT, spans),
        SpeechType.DIRECT,
        Passage.of(text, spans),
        speaker=Mention(Passage.of(text, [Span(34, 44)]), EntityKind.PERSON, entity=ZOE),
        sources=(SourceStep("ida", EntityKind.AGENCY, entity=IDA), SourceStep("Insider", INSIDER.kind, entity=INSIDER)),
    )
    return Extraction(article, (utterance,), RUN)


def drawn(folder: Path, *extractions: Extraction, retract: Extraction | None = None, **options: bool) -> Any:
    with Store.create(folder / "store") as store:
        for each in extractions:
            store.add(each)
        if retract:
            store.retract(retract.article.id, "Zitat falsch zugeordnet")
        return provenance(store, **options)


def test_an_article_becomes_nodes_and_edges_of_all_kinds(tmp_path: Path) -> None:
    found = extraction()
    graph = drawn(tmp_path, found)
    (utterance,) = of_kind(graph, "utterance")
    assert utterance == found.utterances[0].id
    assert target(graph, utterance, "inArticle") == found.article.id
    assert target(graph, utterance, "saidBy") == ZOE.id
    assert graph.nodes[outlet_of(graph, utterance)]["label"] == "Querblick"
    assert graph.nodes[target(graph, utterance, "interpretedAsClaim")]["kind"] == "claim"
    steps = chain(graph, utterance)
    assert [graph.nodes[step]["label"] for step in steps] == ["ida", "Insider"]
    assert [target(graph, step, "attributedTo") for step in steps] == [IDA.id, INSIDER.id]


def test_nodes_know_what_the_article_said_in_plain_types(tmp_path: Path) -> None:
    found = extraction()
    graph = drawn(tmp_path, found)
    data = graph.nodes[found.utterances[0].id]
    assert data["wording"] == "„Der Damm hält bis Montag“" and data["spans"] == (Span(0, 26),)
    assert (data["speech_type"], data["modality"], data["negated"]) == ("Direct", "asserted", False)
    assert data["date"] == "2024-09-03" and data["confidence"] == 1.0
    article = graph.nodes[found.article.id]
    assert (article["label"], article["date"], article["file"]) == ("Der Damm", "2024-09-03", "Querblick.md")
    assert (graph.nodes[ZOE.id]["kind"], graph.nodes[ZOE.id]["scoped"]) == ("person", False)
    assert (graph.nodes[INSIDER.id]["kind"], graph.nodes[INSIDER.id]["scoped"]) == ("anonymous", True)
    assert all({"kind", "label", "iri"} <= data.keys() for _, data in graph.nodes(data=True))
    assert None not in [value for _, data in graph.nodes(data=True) for value in data.values()]


def test_what_two_articles_share_is_one_node(tmp_path: Path) -> None:
    graph = drawn(tmp_path, extraction("Querblick"), extraction("Landesspiegel"))
    assert len(list(of_kind(graph, "utterance"))) == 2
    assert len(list(of_kind(graph, "claim"))) == len(list(of_kind(graph, "person"))) == 1
    assert graph.in_degree(ZOE.id) == 2


URL = "https://querblick.example/damm"


def test_only_the_current_version_counts(tmp_path: Path) -> None:
    old, new = extraction(url=URL), extraction(url=URL, text=TEXT + " Es regnet.")
    graph = drawn(tmp_path, old, new)
    assert list(of_kind(graph, "article")) == [new.article.id]
    assert len(list(of_kind(graph, "utterance"))) == 1


def test_all_versions_are_tied_together(tmp_path: Path) -> None:
    old, new = extraction(url=URL), extraction(url=URL, text=TEXT + " Es regnet.")
    graph = drawn(tmp_path, old, new, all_versions=True)
    assert target(graph, new.article.id, "revisionOf") == old.article.id
    assert len(list(of_kind(graph, "utterance"))) == 2


def test_a_retracted_version_gives_the_older_one_its_place_back(tmp_path: Path) -> None:
    old, new = extraction(url=URL), extraction(url=URL, text=TEXT + " Es regnet.")
    graph = drawn(tmp_path, old, new, retract=new)
    assert list(of_kind(graph, "article")) == [old.article.id]


def test_without_articles_nothing_is_left(tmp_path: Path) -> None:
    only = extraction()
    assert len(drawn(tmp_path, only, retract=only)) == 0
    assert len(drawn(tmp_path / "leer")) == 0


def test_a_text_with_a_lone_surrogate_comes_back_as_it_was(tmp_path: Path) -> None:
    odd = extraction(text=TEXT.replace("Damm", "D\udcfcmm"))
    graph = drawn(tmp_path, odd)
    assert graph.nodes[odd.utterances[0].id]["wording"] == "„Der D\udcfcmm hält bis Montag“"


def test_speakers_claims_and_outlets_are_weighed(tmp_path: Path) -> None:
    graph = condense(drawn(tmp_path, extraction("Querblick"), extraction("Landesspiegel")))
    (claim,) = (node for node, kind in graph.nodes(data="kind") if kind == "claim")
    assert graph.nodes[claim]["weight"] == graph.edges[ZOE.id, claim]["weight"] == 2
    assert graph.nodes[claim]["date"] == "2024-09-03"
    assert sorted(graph.nodes[o]["label"] for o in graph.successors(claim)) == ["Landesspiegel", "Querblick"]
    assert all(weight == 1 for _, _, weight in graph.out_edges(claim, data="weight"))


def test_condensing_does_not_depend_on_the_order_of_the_graph(tmp_path: Path) -> None:
    graph = drawn(tmp_path, extraction("Querblick"), extraction("Landesspiegel"))
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert list(condense(graph).edges(data=True)) == list(condense(turned).edges(data=True))


@pytest.mark.parametrize(
    ("known", "revisions", "hidden"),
    [
        (["v1", "v2"], [("v2", "v1")], {"v1"}),
        (["v1", "v3"], [("v2", "v1"), ("v3", "v2")], {"v1"}),
        (["v1"], [("v2", "v1")], set()),
        (["v1", "v2"], [], set()),
        (["v1", "v2"], [("v2", "v1"), ("v1", "v2")], set()),
        (["v1", "v2", "v3"], [("v2", "v1"), ("v1", "v2"), ("v3", "v2")], {"v1", "v2"}),
    ],
)
def test_a_newer_version_hides_all_older_ones(
    known: list[str], revisions: list[tuple[str, str]], hidden: set[str]
) -> None:
    assert replaced(known, revisions) == hidden


versions = st.integers(0, 6)


@settings(deadline=None)
@given(st.sets(versions), st.sets(st.tuples(versions, versions).filter(lambda pair: pair[0] > pair[1])))
def test_hidden_is_what_a_known_article_leads_to(known: set[int], revisions: set[tuple[int, int]]) -> None:
    history = nx.DiGraph(revisions)
    expected = {old for new in known & set(history) for old in nx.descendants(history, new)} & known
    assert replaced(map(str, known), [(str(a), str(b)) for a, b in revisions]) == set(map(str, expected))


def test_as_of_a_day_only_what_was_learned_by_its_end_is_there(tmp_path: Path, monkeypatch: Any) -> None:
    old, new = extraction(url=URL), extraction(url=URL, text=TEXT + " Es regnet.")
    with Store.create(tmp_path / "store") as store:
        for day, each in (("2024-09-03", old), ("2024-09-10", new)):
            moment = datetime.fromisoformat(f"{day}T18:00:00+00:00")
            monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
            store.add(each)
        known = {
            day: list(of_kind(provenance(store, as_of=day), "article"))
            for day in ("2024-09-02", "2024-09-03", "2024-09-09", "2024-09-10", "2024-09-10T12:00:00Z")
        }
    assert known == {
        "2024-09-02": [],
        "2024-09-03": [old.article.id],
        "2024-09-09": [old.article.id],
        "2024-09-10": [new.article.id],
        "2024-09-10T12:00:00Z": [old.article.id],
    }


def test_relations_of_utterances_are_edges(tmp_path: Path) -> None:
    both = extraction("Querblick"), extraction("Landesspiegel", text=TEXT + " Es regnet.")
    one, other = (each.utterances[0].id for each in both)
    evidence = tuple(Evidence(each.article.id, each.utterances[0].quote) for each in both)
    related = Related(one, other, Relation.CONTRADICTS, "number", 0.75, evidence)
    with Store.create(tmp_path / "store") as store:
        for each in both:
            store.add(each)
        graph_name = relations_graph(both[0].article.id)
        store.replace(graph_name, relation_quads([related], graph_name))
        graph = provenance(store)
    assert graph.edges[one, other, "contradicts"] == {"kind": "contradicts", "how": "number", "score": 0.75}
    assert matters(graph) == [sorted([one, other])]
