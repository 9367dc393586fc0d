"""Sentences that tell of a speech act without rendering it, as the rules find them."""

from __future__ import annotations

import pytest

from kg.extract import free, pipeline
from kg.extract.draft import Draft
from kg.records import Modality, SpeechType


def told(text: str) -> Draft | None:
    doc = pipeline.rules()(pipeline.readable(text))
    return free.reported(doc._.kg_sentences[0])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Die Militärführung in Kastal bestreitet das.", "Die Militärführung in Kastal"),
        ("Änne Voß schloss betriebsbedingte Kündigungen aus.", "Änne Voß"),
        ("Betriebsbedingte Kündigungen schloss Voß aus.", "Voß"),
        ("Einen Rücktritt lehnte sie ab.", "sie"),
        ("Umweltministerin Katrin Groß hatte eine Stilllegung ausgeschlossen.", "Umweltministerin Katrin Groß"),
    ],
)
def test_a_denial_or_refusal_is_told_with_its_speaker(text: str, speaker: str) -> None:
    draft = told(text)
    assert draft and draft.type is SpeechType.REPORTED and draft.modality is Modality.DENIED
    assert [text[s.start : s.end] for s in draft.speaker] == [speaker]
    assert text[draft.start : draft.end] == text


def test_a_year_at_the_end_leaves_the_sentence_whole() -> None:
    assert told("Mit einer Freigabe rechnen die Prüfer nicht vor dem Frühjahr 2028.")


@pytest.mark.parametrize(
    "text", ["Das Haus steht am Hafen.", "Der Umbau wurde abgelehnt.", "Der Rat, der den Bau ablehnt, tagt heute."]
)
def test_what_nobody_says_is_not_told(text: str) -> None:
    assert told(text) is None
