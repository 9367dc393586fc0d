"""The road of an utterance: which wording makes a step, which does not, and how far a step reaches."""

from __future__ import annotations

import hashlib

import pytest

from kg import vocab
from kg.extract import extract
from kg.extract.origin import sections
from kg.records import Article, OffsetMap, Source, Utterance
from kg.resolve import resolve


def said(text: str, outlet: str | None = None) -> tuple[Utterance, ...]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source("a.txt", "text", digest)
    article = Article(vocab.article_iri(digest), text, source, OffsetMap.identity(text), outlet=outlet)
    return resolve(next(extract([article]))).utterances


def chains(text: str, outlet: str | None = None) -> list[list[str]]:
    return [[step.label for step in u.sources] for u in said(text, outlet)]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Der Damm halte, berichtete die kpa unter Berufung auf den Landesspiegel.", ["kpa", "Landesspiegel"]),
        (
            "Das Werk schließe, berichtete der Sender NTK unter Berufung auf die Zeitung „Hallinger Bote“, die sich "
            "auf interne Unterlagen beruft.",
            ["NTK", "Hallinger Bote", "interne Unterlagen"],
        ),
        (
            "Das Werk schließe, meldete die dpa unter Berufung auf TV Melvar, das zwei Regierungsvertreter zitiert.",
            ["dpa", "TV Melvar", "zwei Regierungsvertreter"],
        ),
        (
            "Nach Informationen des Senders NTK, der sich auf Ermittlerkreise beruft, schließt das Werk.",
            ["NTK", "Ermittlerkreise"],
        ),
        (
            "Das Institut für Flusskunde (IFK) schrieb unter Berufung auf die Agentur AFP, der Damm sei undicht.",
            ["Institut für Flusskunde", "AFP"],
        ),
        ("Der „Hallinger Bote“ zitierte einen Beamten mit den Worten, der Damm sei undicht.", ["Hallinger Bote"]),
        ("Ein Gutachten liegt vor. Der Damm sei undicht, heißt es darin.", ["Gutachten"]),
        ("„Der Damm hält“, sagte Anke Vogt laut dem Protokoll der Sitzung.", ["Protokoll der Sitzung"]),
        ("„Der Damm hält“, sagte Anke Vogt nach Angaben von Teilnehmern.", ["Teilnehmer"]),
        ("„Der Damm hält“, schrieb Anke Vogt auf Kanalo.", ["Kanalo"]),
        ("„Der Damm hält“, sagte Anke Vogt im Interview mit dem Sender NTK.", ["NTK"]),
        ("„Der Damm hält“, sagte Anke Vogt der Nachrichtenagentur kpa.", ["kpa"]),
        ("Der Sender NTK meldet, der Damm halte. Der Sender bezieht sich dabei auf die AFP.", ["NTK", "AFP"]),
        (
            "Der Damm soll brechen. Dies berichtet der Sender NTK unter Berufung auf zwei Quellen.",
            ["NTK", "zwei Quellen"],
        ),
        ("Medienberichten zufolge bricht der Damm.", ["Medienberichte"]),
        ("Das Ministerium teilte mit, der Damm halte.", []),
        ("Im Dorf auf der Insel sagte Anke Vogt, der Damm halte.", []),
    ],
)
def test_the_steps_of_a_frame(text: str, chain: list[str]) -> None:
    assert chains(text)[0] == chain


def test_every_step_shows_its_evidence() -> None:
    text = "Der Damm halte, berichtete die kpa unter Berufung auf den Landesspiegel."
    assert [s.evidence.text for s in said(text)[0].sources if s.evidence] == ["die kpa", "den Landesspiegel"]


def test_a_zeitung_without_a_name_is_the_one_named_last() -> None:
    text = "Der Damm halte, schrieb der „Hallinger Bote“. Anke Vogt kam. Der Zeitung zufolge bricht er 2030."
    assert chains(text) == [["Hallinger Bote"], ["Hallinger Bote"]]


def test_a_report_without_a_name_is_that_of_the_paper_that_the_next_sentence_names() -> None:
    text = "Nach einem Zeitungsbericht bricht der Damm. Er sei undicht, schrieb der „Hallinger Bote“ am Freitag."
    first = said(text)[0]
    assert [step.label for step in first.sources] == ["Hallinger Bote"]
    assert first.speaker is not None
    assert first.speaker.entity is not None
    assert first.speaker.entity.label == "Hallinger Bote"


def test_what_goes_on_keeps_the_chain_and_another_speaker_has_none() -> None:
    text = "Der Damm halte, sagte Anke Vogt dem Sender NTK. Er sei saniert. Das sei falsch, sagte Jochen Brandt."
    assert chains(text) == [["NTK"], ["NTK"], []]


def test_the_articles_own_outlet_is_no_step() -> None:
    assert chains("Der Damm halte, sagte Anke Vogt dem Hallinger Boten.", "Hallinger Bote") == [[]]
    assert chains("Der Damm halte, sagte Anke Vogt dem Boten.", "Hallinger Bote") == [[]]


def test_an_agency_at_the_head_holds_until_the_paper_speaks_for_itself() -> None:
    text = (
        "Hallingen (ida) – Der Damm halte, sagte Anke Vogt.\n\n"
        "Er breche, sagte Jochen Brandt.\n\n"
        "Das glaube er nicht, sagte Ivo Klemm unserer Zeitung."
    )
    assert chains(text) == [["ida"], ["ida"], []]


def test_an_agency_at_the_end_of_a_paragraph_holds_for_what_stands_before() -> None:
    text = "Der Damm halte, sagte Anke Vogt. (kpa)\n\nEr breche, sagte Jochen Brandt."
    assert chains(text) == [["kpa"], []]


def test_the_initials_of_an_author_are_no_agency() -> None:
    assert [s.steps for s in sections("Hallingen (mw) – Der Damm hält.")] == [()]
    assert [s.steps for s in sections("Der Damm hält. (mw)")] == [()]


def test_documents_without_an_owner_are_kept_apart_across_articles() -> None:
    one, two = (
        said(f"{lead} Der Damm halte, schrieb der „Hallinger Bote“ unter Berufung auf interne Unterlagen.")[0].sources
        for lead in ("Am Montag regnete es.", "Am Dienstag schien die Sonne.")
    )
    assert one[0].entity == two[0].entity
    assert one[1].entity != two[1].entity


def test_datelines_and_signs_are_no_part_of_what_is_said() -> None:
    text = "Hallingen (dpa) – Der Pegel sinke, sagte Bürgermeisterin Änne Kühlbrodt. Die Deiche hielten. (dpa)"
    wordings = [utterance.quote.text for utterance in said(text)]
    assert "Der Pegel sinke" in wordings
    assert not any("dpa" in wording or "Hallingen" in wording for wording in wordings)
