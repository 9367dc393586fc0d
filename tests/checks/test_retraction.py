"""What falls, and what loses an origin, if something is taken away: by hand, and against doing it."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.checks.origins import origins
from kg.checks.retraction import retraction
from kg.network import printings
from kg.network.roads import road
from kg.records import Severity

QUOTE = "Der Damm hält"


def test_a_claim_without_another_printing_falls_with_its_article(story: Any) -> None:
    story.printed(QUOTE, "Bote", "Vogt", claim="c")
    (finding,) = retraction(story.graph, "article001")
    assert finding.severity is Severity.WARNING and finding.nodes == ("c", "article001", "utterance001")
    assert finding.message == "Ohne article001: „Der Damm hält“ fällt: Nichts anderes trägt die Aussage."


def test_a_claim_loses_the_origin_that_goes(story: Any) -> None:
    for outlet, speaker in (("Bote", "Vogt"), ("Querblick", "Thams")):
        story.printed(QUOTE, outlet, speaker, claim="c")
    (finding,) = retraction(story.graph, "Thams")
    assert finding.message.endswith("verliert: 2 → 1 Ursprung.") and finding.severity is Severity.NOTICE


def test_a_second_printing_of_the_same_origin_is_no_loss(story: Any) -> None:
    for outlet in ("Bote", "Querblick"):
        story.printed(QUOTE, outlet, "Vogt", claim="c")
    assert not list(retraction(story.graph, "article001"))


drawn = st.lists(
    st.tuples(st.sampled_from("AB"), st.lists(st.sampled_from("xy"), max_size=2, unique=True), st.sampled_from("PQR")),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(drawn, st.sampled_from([*"ABxyPQR", "article001"]))
def test_what_is_told_is_what_taking_it_away_does(new_story: Any, some: list[Any], gone: str) -> None:
    story = new_story()
    for outlet, stations, speaker in some:
        story.printed(QUOTE, outlet, speaker, claim="c", sources=tuple((each, "agency") for each in stations))
    roads = [road(story.graph, each) for each in printings(story.graph, "c")]
    kept = [
        each
        for number, (each, (outlet, *_)) in enumerate(zip(roads, some, strict=True), start=1)
        if gone not in (outlet, *each.nodes, f"article{number:03}")
    ]
    told = list(retraction(story.graph, gone)) if gone in story.graph else []
    if not kept:
        assert [finding.severity for finding in told] == [Severity.WARNING]
    else:
        assert bool(told) == (origins(story.graph, kept)[1] < origins(story.graph, roads)[1])
