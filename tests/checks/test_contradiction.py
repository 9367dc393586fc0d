"""Contradictions, changed stands and denials, from the relations in the graph."""

from __future__ import annotations

from typing import Any

import pytest

from kg.checks.contradiction import contradiction, denial, self_contradiction
from kg.checks.drift import hedge_loss, quote_drift, quote_promotion
from kg.records import Severity


def relate(story: Any, left: str, right: str, kind: str, how: str = "number", score: float = 0.9) -> None:
    story.graph.add_edge(left, right, key=kind, kind=kind, how=how, score=score)


def dated(story: Any, utterance: str, date: str) -> str:
    story.graph.nodes[utterance]["date"] = date
    return utterance


def test_two_speakers_who_cannot_both_be_right(story: Any) -> None:
    later = dated(story, story.printed("Es gab neun Tote", "Bote", "Vogt"), "2024-09-05")
    earlier = dated(story, story.printed("Es gab vier Tote", "Querblick", "Thams"), "2024-09-04")
    relate(story, later, earlier, "contradicts")
    (finding,) = contradiction(story.graph)
    assert finding.message == "Thams: „Es gab vier Tote“ – dagegen Vogt: „Es gab neun Tote“ (Zahl)."
    assert finding.english == "Thams: „Es gab vier Tote“ – as opposed to Vogt: „Es gab neun Tote“ (number)."
    assert finding.nodes == (earlier, later) and finding.severity is Severity.WARNING and len(finding.evidence) == 2
    assert not list(self_contradiction(story.graph))


def test_what_several_print_of_two_claims_is_one_finding_the_likeliest_first(story: Any) -> None:
    copies = [story.printed("Es gab vier Tote", outlet, "Thams", claim="c") for outlet in ("Bote", "Querblick")]
    other = story.printed("Es gab neun Tote", "Bote", "Vogt", claim="d")
    relate(story, copies[0], other, "contradicts", score=0.6)
    relate(story, copies[1], other, "contradicts", score=0.7)
    (finding,) = contradiction(story.graph)
    assert set(finding.nodes) == {*copies, other} and copies[1] in finding.nodes[:2]
    assert finding.severity is Severity.NOTICE


def test_what_says_the_same_in_other_words_is_folded(story: Any) -> None:
    four, also = (story.printed(quote, "Bote", "Thams") for quote in ("Es gab vier Tote", "Vier kamen um"))
    nine = story.printed("Es gab neun Tote", "Querblick", "Vogt")
    relate(story, four, also, "corroborates", "agreement")
    relate(story, four, nine, "contradicts")
    relate(story, also, nine, "contradicts", score=0.8)
    (finding,) = contradiction(story.graph)
    assert set(finding.nodes) == {four, also, nine}


def test_one_speaker_who_says_otherwise_and_one_who_changes_the_stand(story: Any) -> None:
    first, second, third = (
        dated(story, story.printed(quote, "Bote", "Vogt"), f"2024-09-0{day}")
        for day, quote in enumerate(("Ich war dort", "Ich war nie dort", "Ich gehe hin"), start=1)
    )
    relate(story, first, second, "contradicts", "polarity")
    relate(story, second, third, "changed_position", "reversal")
    error, change = self_contradiction(story.graph)
    assert error.message == "Vogt widerspricht sich: erst „Ich war dort“, dann „Ich war nie dort“."
    assert change.message == "Vogt hat die Haltung geändert: erst „Ich war nie dort“, dann „Ich gehe hin“."
    assert (error.severity, change.severity) == (Severity.NOTICE, Severity.INFO)
    assert not list(contradiction(story.graph))


def test_two_unnamed_people_are_not_one_who_contradicts_himself(story: Any) -> None:
    both = [story.printed(quote, "Bote", "Insider", kind="anonymous") for quote in ("Ja", "Nein")]
    relate(story, *both, "contradicts")
    assert len(list(contradiction(story.graph))) == 1 and not list(self_contradiction(story.graph))


def test_a_denial_with_what_it_denies_and_one_without(story: Any) -> None:
    claimed = story.printed("Der Damm bricht", "Bote", "Thams")
    denied = story.printed("Frei erfunden", "Bote", "Vogt")
    alone = story.printed("Davon kann keine Rede sein", "Querblick", "Lorenz")
    for utterance in (denied, alone):
        story.graph.nodes[utterance]["modality"] = "denied"
    relate(story, denied, claimed, "denies", "denial")
    with_it, without = denial(story.graph)
    assert with_it.message == "Vogt: „Frei erfunden“ bestreitet Thams: „Der Damm bricht“."
    assert without.nodes == (alone,) and without.severity is Severity.INFO


@pytest.mark.parametrize(
    ("earlier", "later", "check", "note"),
    [
        ("Es werden 14 Monate", "Es werden 18 Monate", quote_drift, "eine andere Zahl: „14“ wird „18“"),
        ("Es wird nicht geschlossen", "Es wird geschlossen", quote_drift, "Verneinung mehr oder weniger: „nicht“"),
        ("das Werk könnte schließen", "das Werk schließt", hedge_loss, "„könnte“ ist verloren gegangen"),
    ],
)
def test_what_happens_to_a_quotation_on_its_way(story: Any, earlier: str, later: str, check: Any, note: str) -> None:
    first = dated(story, story.printed(earlier, "Bote", "Vogt", type="Indirect"), "2024-09-01")
    second = dated(story, story.printed(later, "Querblick", "Vogt", type="Indirect"), "2024-09-02")
    relate(story, second, first, "same_quote", "number")
    (finding,) = check(story.graph)
    assert note in finding.message and "(Bote) bei Querblick" in finding.message
    assert finding.nodes == (first, second)
    assert not list(quote_promotion(story.graph))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("„Der Damm hält 14 Tage, und ich bleibe“", "„Der Damm hält, und ich bleibe“"),
        ("Einen Beschluss gebe es nicht", "„Es gibt keinen Beschluss“"),
    ],
    ids=["a number left out", "negated otherwise"],
)
def test_what_does_not_turn_a_quotation_is_no_warning(story: Any, earlier: str, later: str) -> None:
    first = dated(story, story.printed(earlier, "Bote", "Vogt", type="Indirect"), "2024-09-01")
    relate(
        story, first, dated(story, story.printed(later, "Querblick", "Vogt"), "2024-09-02"), "same_quote", "indirect"
    )
    assert not list(quote_drift(story.graph))


LONG = "„Der Damm hält, solange der Wind schläft, und ich bleibe hier“"


@pytest.mark.parametrize(
    ("later", "type", "left_out"),
    [
        ("„Der Damm hält, und ich bleibe hier“", "Direct", "„solange der Wind schläft“ ist weggelassen"),
        ("„Der Damm hält, solange der Wind schläft“", "Direct", "„und ich bleibe hier“ ist weggelassen"),
        ("„Der Damm hält […], und ich bleibe hier“", "Direct", None),
        ("der Damm halte, und sie bleibe hier", "Indirect", None),
        ("„Der Damm hält“", "Direct", None),
        ("„Der Damm hält, solange der Wind schläft, ich bleibe hier“", "Direct", None),
    ],
    ids=["inside", "end", "marked", "indirect", "a bit", "no matter"],
)
def test_what_a_literal_quotation_leaves_out_is_information(
    story: Any, later: str, type: str, left_out: str | None
) -> None:
    first = dated(story, story.printed(LONG, "Bote", "Vogt"), "2024-09-01")
    second = dated(story, story.printed(later, "Querblick", "Vogt", type=type), "2024-09-02")
    relate(story, first, second, "same_quote", "ellipsis")
    found = list(quote_drift(story.graph))
    assert [each.severity for each in found] == [Severity.INFO] * bool(left_out)
    assert all(str(left_out) in each.message for each in found)


def test_indirect_speech_that_becomes_a_quotation(story: Any) -> None:
    first = dated(story, story.printed("die Stadt zahle keinen Cent", "Bote", "Vogt", type="Indirect"), "2024-09-01")
    second = dated(story, story.printed("„Die Stadt zahlt keinen Cent“", "Querblick", "Vogt"), "2024-09-02")
    relate(story, first, second, "same_quote", "indirect")
    (finding,) = quote_promotion(story.graph)
    assert finding.severity is Severity.INFO and "wörtliches Zitat" in finding.message
    assert not list(quote_drift(story.graph))
