"""Claims that several outlets print and that rest on one source."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.checks.single_source import single_source, stations
from kg.records import Severity

QUOTE = "In der Wessel sind mindestens zwölf Tonnen Fisch verendet"
IDA = (("ida", "agency"),)


def test_agency_copy_in_three_outlets_rests_on_the_agency(story: Any) -> None:
    nodes = [story.printed(QUOTE, outlet, claim="c", sources=IDA) for outlet in ("Querblick", "Bote", "Anzeiger")]
    (finding,) = single_source(story.graph)
    assert finding.nodes == ("c", *nodes, "ida") and finding.severity is Severity.NOTICE
    assert finding.message == (
        "„In der Wessel sind mindestens zwölf Tonnen Fisch …“ steht in Anzeiger, Bote und Querblick, "
        "überall aus einer einzigen Quelle: ida."
    )
    assert "stands in Anzeiger, Bote and Querblick, everywhere from one single source: ida" in finding.english
    assert {each.article for each in finding.evidence} == {"article001", "article002", "article003"}


def test_what_the_same_articles_print_from_one_source_is_one_finding(story: Any) -> None:
    first = [story.printed(QUOTE, outlet, claim="c", sources=IDA) for outlet in ("Querblick", "Bote")]
    for utterance in first:
        same = story.printed("Die Ursache ist unklar", claim="d", sources=IDA)
        story.graph.remove_edges_from(list(story.graph.out_edges(same, keys=True))[:1])
        story.link(
            same,
            next(goal for _, goal, key in story.graph.out_edges(utterance, keys=True) if key == "inArticle"),
            "inArticle",
        )
    (finding,) = single_source(story.graph)
    assert {"c", "d"} < set(finding.nodes) and "und eine weitere Aussage stehen in" in finding.message


def test_chains_of_different_length_may_end_in_one_source(story: Any) -> None:
    story.printed(QUOTE, "Querblick", claim="c", sources=(("Landesspiegel", "outlet"), *IDA))
    story.printed(QUOTE, "Bote", claim="c", sources=IDA)
    assert len(list(single_source(story.graph))) == 1


def test_to_copy_an_outlet_is_to_rest_on_it(story: Any) -> None:
    story.printed(QUOTE, "Landesspiegel", claim="c")
    story.printed(QUOTE, "Querblick", claim="c", sources=(("Landesspiegel", "outlet"),))
    (finding,) = single_source(story.graph)
    assert finding.nodes[-1] == "Landesspiegel"


def test_two_outlets_at_first_hand_are_two_sources(story: Any) -> None:
    story.printed(QUOTE, "Landesspiegel", claim="c")
    story.printed(QUOTE, "Querblick", claim="c")
    assert not list(single_source(story.graph))


def test_one_second_source_is_enough(story: Any) -> None:
    for outlet, sources in (("Querblick", IDA), ("Bote", IDA), ("Anzeiger", (("kpa", "agency"),))):
        story.printed(QUOTE, outlet, claim="c", sources=sources)
    assert not list(single_source(story.graph))


def test_one_outlet_alone_is_no_finding_however_often_it_prints(story: Any) -> None:
    story.printed(QUOTE, "Querblick", claim="c", sources=IDA)
    story.printed(QUOTE, "Querblick", claim="c", sources=IDA)
    story.printed(QUOTE, None, claim="c", sources=IDA)
    assert not list(single_source(story.graph))


@pytest.mark.parametrize("kind", ["anonymous", "unknown", "reports", None])
def test_unnamed_ends_never_merge(story: Any, kind: str | None) -> None:
    story.printed(QUOTE, "Querblick", claim="c", sources=(("zwei Insider", kind),))
    story.printed(QUOTE, "Bote", claim="c", sources=(("zwei Insider", kind),))
    assert not list(single_source(story.graph))


def test_a_chain_that_bites_its_tail_ends_somewhere(story: Any) -> None:
    utterance = story.printed(QUOTE, "Querblick", claim="c", sources=(("ida", "agency"), ("kpa", "agency")))
    story.link(f"{utterance}#source-1", f"{utterance}#source-0", "derivedFrom")
    assert stations(story.graph, utterance) == ("ida", "kpa")


def test_roads_that_part_behind_one_agency_all_rest_on_it(story: Any) -> None:
    for outlet in ("Querblick", "Bote"):
        story.printed(QUOTE, outlet, claim="c", sources=(*IDA, ("TV Melvar", "outlet"), ("zwei Insider", "anonymous")))
    (finding,) = single_source(story.graph)
    assert finding.nodes[-1] == "TV Melvar"


outlets = st.sampled_from(["Querblick", "Bote", "Landesspiegel", None])
steps = st.sampled_from([("ida", "agency"), ("kpa", "agency"), ("Bote", "outlet"), ("Insider", "anonymous")])
claims = st.sampled_from(["c1", "c2", "c3"])
printings = st.lists(st.tuples(outlets, claims, st.lists(steps, max_size=2).map(tuple)), max_size=9)


@given(printings=printings)
def test_as_brute_force_has_it(new_story: Any, printings: list[tuple[str | None, str, tuple[Any, ...]]]) -> None:
    story = new_story()
    for outlet, claim, sources in printings:
        story.printed(QUOTE, outlet, claim=claim, sources=sources)
    numbered = list(enumerate(printings))
    expected = set()
    for claim in {claim for _, claim, _ in printings}:
        here = [(n, outlet, sources) for n, (outlet, c, sources) in numbered if c == claim]
        shared = set.intersection(*(_stations(*printing) for printing in here))
        if shared and len({outlet for _, outlet, _ in here if outlet}) > 1:
            expected.add(claim)
    assert {finding.nodes[0] for finding in single_source(story.graph)} == expected


def _stations(number: int, outlet: str | None, sources: tuple[Any, ...]) -> set[str]:
    if not sources:
        return {outlet or f"article {number}"}
    return {f"{name} {number} {at}" if kind == "anonymous" else name for at, (name, kind) in enumerate(sources)}
