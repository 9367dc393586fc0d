"""Claims that come back to where they started, and circles that time rules out."""

from __future__ import annotations

from typing import Any

from kg.checks.circular import circular_sourcing
from kg.records import Severity

QUOTE = "Der Damm hält"


def printed(story: Any, outlet: str, date: str | None, cites: str | None = None, claim: str = "c") -> str:
    sources = ((cites, "outlet"),) if cites else ()
    utterance = story.printed(QUOTE, outlet, claim=claim, sources=sources)
    if date:
        article = f"article{story.count:03}"
        story.graph.nodes[article]["date"] = date
    return utterance


def test_a_report_that_comes_back_is_found(story: Any) -> None:
    first = printed(story, "Querblick", "2024-09-10")
    second = printed(story, "Landesspiegel", "2024-09-13", "Querblick")
    third = printed(story, "Querblick", "2024-09-18", "Landesspiegel")
    (finding,) = circular_sourcing(story.graph)
    assert finding.nodes[:3] == (third, second, first) and finding.severity is Severity.WARNING
    assert finding.message == (
        "„Der Damm hält“ läuft im Kreis: Querblick beruft sich auf Landesspiegel beruft sich auf Querblick."
    )


def test_outlets_that_cite_each_other_in_turn_without_a_return_are_no_circle(story: Any) -> None:
    printed(story, "Querblick", "2024-09-10", "Landesspiegel")
    printed(story, "Landesspiegel", "2024-09-13", "Querblick")
    assert not list(circular_sourcing(story.graph))


def test_what_came_later_cannot_have_been_cited(story: Any) -> None:
    printed(story, "Querblick", "2024-09-18")
    printed(story, "Landesspiegel", "2024-09-13", "Querblick")
    printed(story, "Querblick", "2024-09-10", "Landesspiegel")
    assert not list(circular_sourcing(story.graph))


def test_unknown_dates_rule_nothing_out(story: Any) -> None:
    printed(story, "Querblick", None)
    printed(story, "Landesspiegel", "2024-09-13", "Querblick")
    printed(story, "Querblick", None, "Landesspiegel")
    assert len(list(circular_sourcing(story.graph))) == 1


def test_a_circle_over_two_claims_is_none_unless_they_say_the_same(story: Any) -> None:
    first = printed(story, "Querblick", "2024-09-10")
    other = printed(story, "Landesspiegel", "2024-09-13", "Querblick", claim="d")
    printed(story, "Querblick", "2024-09-18", "Landesspiegel")
    assert not list(circular_sourcing(story.graph))
    story.link(other, first, "same_quote")
    assert len(list(circular_sourcing(story.graph))) == 1


def test_an_outlet_that_cites_itself_runs_in_no_circle(story: Any) -> None:
    printed(story, "Querblick", "2024-09-10")
    printed(story, "Querblick", "2024-09-13", "Querblick")
    assert not list(circular_sourcing(story.graph))
