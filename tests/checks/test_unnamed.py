"""Claims without a name behind them, and roads that end in nothing."""

from __future__ import annotations

from typing import Any

from kg.checks.unnamed import anonymous_only, dead_end
from kg.records import Severity

QUOTE = "Der Damm hält"


def test_a_claim_of_unnamed_people_only_is_found_graver_if_several_print_it(story: Any) -> None:
    story.printed(QUOTE, "Bote", "Insider", kind="anonymous", claim="c")
    (finding,) = anonymous_only(story.graph)
    assert finding.severity is Severity.INFO
    assert finding.message == "„Der Damm hält“ steht in Bote, doch niemand steht mit Namen dafür ein."
    story.printed(QUOTE, "Querblick", claim="c", sources=(("Bote", "outlet"), ("Kreise", "anonymous")))
    (finding,) = anonymous_only(story.graph)
    assert finding.severity is Severity.WARNING


def test_one_name_is_enough(story: Any) -> None:
    story.printed(QUOTE, "Bote", "Insider", kind="anonymous", claim="c")
    story.printed(QUOTE, "Querblick", "Vogt", claim="c")
    assert not list(anonymous_only(story.graph))


def test_reports_without_a_name_and_hearsay_lead_nowhere(story: Any) -> None:
    story.printed(QUOTE, "Bote", claim="c", sources=(("Medienberichte", "reports"),))
    story.printed("Sie soll gewarnt haben", "Bote", type="FreeIndirect")
    story.printed(QUOTE, "Bote", "Vogt", claim="d")
    told = [finding.message for finding in dead_end(story.graph)]
    assert told == [
        "„Der Damm hält“ endet bei „Medienberichte“: Der Weg lässt sich nicht weiterverfolgen.",
        "„Sie soll gewarnt haben“ nennt keine Quelle: Der Weg lässt sich nicht weiterverfolgen.",
    ]
