"""The road of an utterance as a terminal shows it."""

from __future__ import annotations

import io

from kg import render
from kg.ask import Road, Step


def drawn(*steps: Step, speaker: str | None = "Änne Weiß", kind: str | None = "person") -> list[str]:
    road = Road(
        utterance="urn:u",
        outlet="Südblatt",
        date="2024-10-04",
        file="straße.md",
        wording="Die Straße bleibt gesperrt",
        speaker=speaker,
        cue="sagte",
        steps=steps,
        speaker_kind=kind,
        spans=((0, 26),),
    )
    out = io.StringIO()
    render.roads([road], out)
    return [line.strip("│├└─ ") for line in out.getvalue().splitlines()]


def test_the_tree_leads_from_the_speaker_over_the_wording_to_each_step_and_the_end() -> None:
    paper = Step("Nordblatt", "outlet", "laut Nordblatt", ((34, 48),))
    source = Step("zwei Eingeweihte", "anonymous", "zwei Eingeweihte", ((60, 76),))
    assert drawn(paper, source) == [
        "Änne Weiß [sagte]",
        "Die Straße bleibt gesperrt [0–26]",
        "in Südblatt · 2024-10-04 · straße.md",
        "← Nordblatt (outlet)  „laut Nordblatt“ [34–48]",
        "← zwei Eingeweihte (anonymous)  „zwei Eingeweihte“ [60–76]",
        "■ ends with someone unnamed: zwei Eingeweihte",
    ]


def test_without_a_step_the_speaker_is_first_hand() -> None:
    assert drawn()[-1] == "■ ends with a named person: Änne Weiß, first hand"
    assert drawn(speaker=None, kind=None)[-1] == "■ ends with nobody: the text does not say who"


def test_reports_that_nobody_names_are_an_end_of_their_own() -> None:
    reports = Step("nicht genannte Medienberichte", "reports", "Medienberichten", ((0, 15),))
    assert drawn(reports)[-1] == "■ ends with reports that nobody names: nicht genannte Medienberichte"
