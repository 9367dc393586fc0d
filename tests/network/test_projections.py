"""Smaller graphs of a provenance graph: who is tied to whom, by what, how often and when."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.network import claims, condense, dated, heavier, matter_of, matters, part, sourcing, speakers


def relate(story: Any, one: str, other: str, kind: str, how: str = "number", score: float = 0.9) -> None:
    story.graph.add_edge(one, other, key=kind, kind=kind, how=how, score=score)


def ties(graph: nx.Graph) -> list[tuple[str, str, str, float]]:
    return sorted((one, other, data["kind"], data["weight"]) for one, other, data in graph.edges(data=True))


# Matters


@given(ties=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(["corroborates", "contradicts"]))))
def test_the_matter_of_an_utterance_is_the_one_of_all_matters_that_it_is_in(new_story: Any, ties: Any) -> None:
    story = new_story()
    told = [story.printed("Der Damm hält", claim=f"c{number % 5}") for number in range(8)]
    for one, other, kind in ties:
        relate(story, told[one], told[other], kind)
    groups = {node: min(group) for group in matters(story.graph) for node in group}
    assert matter_of(story.graph, told) == groups
    assert matter_of(story.graph, told[:1])[told[0]] == groups[told[0]]


# Speakers


def test_speakers_agree_in_claims_and_relations_and_oppose_each_other_beside(story: Any) -> None:
    vogt = story.printed("Der Damm hält", "Bote", "Vogt", claim="c", date="2024-09-01")
    thams = story.printed("Der Damm hält", "Bote", "Thams", claim="c", date="2024-09-03")
    later = story.printed("Er hält nicht", "Kurier", "Thams", claim="d", date="2024-09-05")
    relate(story, vogt, thams, "corroborates")
    relate(story, vogt, later, "contradicts")
    tied = speakers(story.graph)
    assert ties(tied) == [("Thams", "Vogt", "agrees", 2), ("Thams", "Vogt", "contradicts", 1)]
    agrees, contradicts = tied.edges["Thams", "Vogt", "agrees"], tied.edges["Thams", "Vogt", "contradicts"]
    assert (agrees["signed"], contradicts["signed"]) == (2, -1)
    assert agrees["utterances"] == (vogt, thams) and contradicts["utterances"] == (vogt, later)
    assert (agrees["start"], agrees["end"], contradicts["end"]) == ("2024-09-01", "2024-09-03", "2024-09-05")
    assert tied.nodes["Thams"] == {
        **{"kind": "person", "label": "Thams", "iri": "Thams"},
        **{"weight": 2, "start": "2024-09-03", "end": "2024-09-05"},
    }


def test_nobody_agrees_with_themselves_or_without_a_name(story: Any) -> None:
    for outlet, speaker, kind in (
        ("Bote", "Vogt", "person"),
        ("Kurier", "Vogt", "person"),
        ("Bote", "Insider", "anonymous"),
    ):
        story.printed("Der Damm hält", outlet, speaker, kind=kind, claim="c")
    assert not speakers(story.graph)


# Sourcing


def test_an_outlet_cites_its_sources_and_they_quote_who_says_it(story: Any) -> None:
    for _ in range(2):
        story.printed("Es brennt", "Bote", "Vogt", sources=(("kpa", "agency"), ("Kurier", "outlet")))
    story.printed("Es brennt", "Kurier", "Vogt")
    assert ties(sourcing(story.graph)) == [
        ("Bote", "kpa", "cites", 2),
        ("Kurier", "Vogt", "quotes", 3),
        ("kpa", "Kurier", "cites", 2),
    ]


def test_a_document_is_where_the_road_ends(story: Any) -> None:
    story.printed("Es brennt", "Bote", "Vogt", sources=(("Gutachten", "document"),))
    assert ties(sourcing(story.graph)) == [("Bote", "Gutachten", "cites", 1)]


def test_two_insiders_are_two_nodes_called_by_the_words_of_their_places(story: Any) -> None:
    for _ in range(2):
        story.printed("Es brennt", "Bote", sources=(("zwei Insider", "anonymous"),))
    story.printed("Es brennt", "Bote", "ein Anwohner", kind="anonymous")
    graph = sourcing(story.graph)
    named = sorted((data["label"], data["kind"], data["weight"]) for _, data in graph.nodes(data=True))
    assert named == [
        ("Bote", "outlet", 3),
        ("ein Anwohner", "anonymous", 1),
        *[("zwei Insider", "anonymous", 1)] * 2,
    ]
    assert all(data["iri"] == node for node, data in graph.nodes(data=True))


def test_what_an_outlet_tells_of_itself_is_no_edge(story: Any) -> None:
    story.printed("Es brennt", "Bote")
    story.printed("Es brennt", "Bote", sources=(("Bote", "outlet"),))
    assert not sourcing(story.graph)


# Claims


@pytest.mark.parametrize(
    ("relation", "how", "kind"),
    [
        ("same_quote", "identical", "same"),
        ("same_quote", "number", "drifts"),
        ("same_quote", "hedge", "drifts"),
        ("corroborates", "agreement", "same"),
        ("contradicts", "number", "contradicts"),
        ("denies", "denial", "denies"),
        ("changed_position", "reversal", "changed_position"),
        ("updates", "figure", "updates"),
    ],
)
def test_a_relation_of_utterances_ties_the_later_claim_to_the_earlier(
    story: Any, relation: str, how: str, kind: str
) -> None:
    later = story.printed("Drei Tote", "Bote", "Vogt", claim="later", date="2024-09-04")
    earlier = story.printed("Zwei Tote", "Bote", "Vogt", claim="earlier", date="2024-09-02")
    relate(story, later, earlier, relation, how)
    graph = claims(story.graph)
    assert ties(graph) == [("later", "earlier", kind, 1)]
    assert graph.edges["later", "earlier", kind] == {
        **{"kind": kind, "weight": 1, "start": "2024-09-02", "end": "2024-09-04", "how": how, "score": 0.9}
    }


def test_what_denies_leads_to_what_is_denied_even_if_it_came_first(story: Any) -> None:
    denier = story.printed("Ich bestreite das", claim="denial", date="2024-09-01")
    denied = story.printed("Er war es", claim="charge", date="2024-09-02")
    story.graph.nodes[denier]["modality"] = "denied"
    relate(story, denier, denied, "denies", "denial")
    assert ties(claims(story.graph)) == [("denial", "charge", "denies", 1)]


def test_relations_between_the_same_two_claims_are_counted_by_kind(story: Any) -> None:
    old = [story.printed("Zwei Tote", outlet, claim="two", date="2024-09-02") for outlet in ("Bote", "Kurier")]
    new = [
        story.printed("Drei Tote", outlet, claim="three", date=day)
        for outlet, day in (("Bote", "2024-09-01"), ("Kurier", "2024-09-04"))
    ]
    relate(story, old[0], new[0], "contradicts", "number", 0.7)
    relate(story, old[1], new[1], "contradicts", "duration", 0.8)
    relate(story, old[0], new[1], "updates", "figure")
    graph = claims(story.graph)
    assert ties(graph) == [("three", "two", "updates", 1), ("two", "three", "contradicts", 2)]
    edge = graph.edges["two", "three", "contradicts"]
    assert (edge["how"], edge["score"]) == ("duration, number", 0.8)
    assert graph.nodes["two"]["weight"] == 2


def test_relations_within_a_claim_or_of_none_tie_nothing(story: Any) -> None:
    one, other = (story.printed("Zwei Tote", claim="two") for _ in range(2))
    relate(story, one, other, "corroborates", "agreement")
    relate(story, one, story.printed("Das stimmt"), "corroborates", "agreement")
    assert not claims(story.graph)


# Days, parts, weights


def test_everything_knows_the_days_of_the_utterances_that_lead_to_it(story: Any) -> None:
    first = story.printed("Es brennt", "Bote", "Vogt", claim="c", date="2024-09-01T06:00:00+02:00")
    last = story.printed("Es brennt", "Kurier", "Vogt", claim="c", date="2024-09-04", sources=(("Bote", "outlet"),))
    relate(story, first, last, "same_quote")
    graph = dated(story.graph)
    days = {node: (data.get("start"), data.get("end")) for node, data in graph.nodes(data=True)}
    assert days["Vogt"] == days["c"] == days["Bote"] == ("2024-09-01", "2024-09-04")
    assert days[first] == ("2024-09-01", "2024-09-01") and days["Kurier"] == ("2024-09-04", "2024-09-04")
    assert graph.edges[first, last, "same_quote"]["end"] == "2024-09-04"
    assert all("start" in data for *_, data in graph.edges(data=True))
    assert "start" not in story.graph.nodes["Vogt"]


@pytest.mark.parametrize("date", [None, "2024", "2024-13-01", "demnächst"])
def test_an_unknown_day_is_left_out(story: Any, date: str | None) -> None:
    story.printed("Es brennt", "Bote", "Vogt", claim="c", date=date)
    for graph in (condense(story.graph), sourcing(story.graph), dated(story.graph)):
        told = [*(data for _, data in graph.nodes(data=True)), *(data for *_, data in graph.edges(data=True))]
        assert told and not any({"start", "end"} & data.keys() for data in told)


def test_a_part_has_what_its_utterances_lead_to_and_no_others(story: Any) -> None:
    one = story.printed("Es brennt", "Bote", "Vogt", claim="c", sources=(("kpa", "agency"),))
    other = story.printed("Es brennt nicht", "Kurier", "Thams", claim="d")
    relate(story, one, other, "contradicts")
    assert set(part(story.graph, [one])) == {one, "article001", "Bote", "Vogt", "c", f"{one}#source-0", "kpa"}
    assert nx.utils.graphs_equal(part(story.graph, [one, other]), story.graph)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(1, 9))), st.integers(1, 9))
def test_what_is_light_goes_and_only_what_it_alone_tied(edges: list[tuple[str, str, int]], least: int) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("allein")
    graph.add_weighted_edges_from(edges)
    kept = heavier(graph, least)
    heavy = sorted(edge for edge in edges if edge[2] >= least)
    assert sorted(kept.edges(data="weight")) == heavy
    assert set(kept) == {"allein", *(node for edge in heavy for node in edge[:2])}
