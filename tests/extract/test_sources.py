"""The road of an utterance: which wording makes a step, which does not, and how far a step reaches."""

from __future__ import annotations

import hashlib

import pytest

from kg import vocab
from kg.extract import extract, pipeline
from kg.extract.draft import Draft
from kg.extract.origin import sections
from kg.extract.utterances import utterances
from kg.records import Article, EntityKind, OffsetMap, Source, Span, SpeechType, Utterance
from kg.resolve import resolve


def story(text: str, outlet: str | None = None) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source("a.txt", "text", digest)
    return Article(vocab.article_iri(digest), text, source, OffsetMap.identity(text), outlet=outlet)


def said(text: str, outlet: str | None = None) -> tuple[Utterance, ...]:
    return resolve(next(extract([story(text, outlet)]))).utterances


def _span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part.rstrip(".")))


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
        ("Medienberichten zufolge bricht der Damm.", ["nicht genannte Medienberichte"]),
        ("Russischen Medienberichten zufolge bricht der Damm.", ["russische Medienberichte"]),
        ("Einem Bericht der „Neuen Zeitung“ zufolge bricht der Damm.", ["Neue Zeitung"]),
        ("Nach dpa-Informationen bricht der Damm.", ["dpa"]),
        ("Laut ISW rückt die Armee vor.", ["Institute for the Study of War"]),
        ("Das Institut für Kriegsstudien (ISW) schreibt, die Armee rücke vor.", ["Institute for the Study of War"]),
        ("„Der Damm hält“, sagte Anke Vogt in der Sendung „Hallinger Runde“.", ["Hallinger Runde"]),
        ("„Der Damm hält“, sagte Anke Vogt im Gespräch mit der „Hallinger Zeit“.", ["Hallinger Zeit"]),
        ("„Der Damm hält“, sagte Anke Vogt gegenüber dem US-Sender NTK.", ["NTK"]),
        ("Vogt sagte am Montag dem Deutschlandfunk, der Damm halte.", ["Deutschlandfunk"]),
        ("Kremlsprecher Iwan Melnow sagte laut der Agentur Interfax, der Damm halte.", ["Interfax"]),
        ("Das Ministerium teilte auf Telegram mit, der Damm halte.", ["Telegram"]),
        ("Anke Vogt ließ über ihren Sprecher Jochen Brandt mitteilen, der Damm halte.", ["Jochen Brandt"]),
        ("Das Ministerium bestätigte einen Bericht der „Neuen Zeit“, wonach der Damm bricht.", ["Neue Zeit"]),
        ("Mehrere Medien, darunter NTK und die „Neue Zeit“, berichteten, der Damm breche.", ["NTK", "Neue Zeit"]),
        ("Der Damm sei undicht, berichten NDR und WDR.", ["NDR", "WDR"]),
        (
            "Der Damm halte, heißt es in einem Schreiben des Ministeriums, das der Nachrichtenagentur dpa vorliegt.",
            ["dpa", "Schreiben des Ministeriums"],
        ),
        (
            "Das Werk schließe, berichtete die „Neue Zeit“ unter Berufung auf drei mit der Sache vertraute Personen.",
            ["Neue Zeit", "drei mit der Sache vertraute Personen"],
        ),
        (
            "Das Amt warnte, der Damm breche. Das geht aus einem Gutachten hervor, das am Montag vorgestellt wurde.",
            ["Gutachten des Amts"],
        ),
        (
            "Minister Jochen Brandt teilte auf Telegram einen Medienbericht, nach dem der Damm „brüchig und alt“ sei.",
            ["Jochen Brandt (Telegram)", "nicht genannter Medienbericht"],
        ),
        ("Die Agentur für Arbeit teilte mit, die Zahl sei gestiegen.", []),
        ("Die Post teilte mit, die Filiale schließe.", []),
        ("Laut der „Rheinischen Post“ schließt die Filiale.", ["Rheinische Post"]),
        ("Berichten zufolge bricht der Damm.", ["nicht genannte Berichte"]),
        ("Nach Angaben des Ministeriums hält der Damm.", []),
        ("Der Minister sagte, er habe die Meldung in der „Bild“ gelesen.", []),
        ("Vogt forderte mit Verweis auf den Vertrag, den Damm zu sanieren.", []),
        ("Das Video wurde über Telegram verbreitet, sagte Vogt.", []),
        ("Das Ministerium teilte mit, der Damm halte.", []),
        ("Im Dorf auf der Insel sagte Anke Vogt, der Damm halte.", []),
    ],
)
def test_the_steps_of_a_frame(text: str, chain: list[str]) -> None:
    assert chains(text)[0] == chain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Der Damm halte, meldete die Agentur kpa.", EntityKind.AGENCY),
        ("Der Damm halte, meldete die „Neue Zeit“.", EntityKind.OUTLET),
        ("Der Damm halte, meldete die kpa unter Berufung auf ein Gutachten.", EntityKind.DOCUMENT),
        ("Der Damm halte, meldete die kpa unter Berufung auf drei Diplomaten.", EntityKind.ANONYMOUS),
        ("„Der Damm hält“, schrieb Anke Vogt auf der Plattform Kanalo.", EntityKind.PLATFORM),
        ("Medienberichten zufolge bricht der Damm.", EntityKind.REPORTS),
        ("Anke Vogt ließ über ihren Sprecher Jochen Brandt mitteilen, der Damm halte.", EntityKind.PERSON),
        ("Laut ISW rückt die Armee vor.", EntityKind.ORGANISATION),
    ],
)
def test_where_a_road_ends_has_its_kind(text: str, kind: EntityKind) -> None:
    assert said(text)[0].sources[-1].kind is kind


@pytest.mark.parametrize(
    "further",
    [
        "Dem Bericht zufolge ist der Beton brüchig.",
        "Die Kosten lägen bei drei Millionen Euro, so die Zeitung weiter.",
        "Das Blatt schreibt, der Beton sei brüchig.",
    ],
)
def test_the_report_goes_on_in_what_points_back_to_it(further: str) -> None:
    assert chains(f"Nach einem Bericht der Zeitung „Hallinger Bote“ bricht der Damm. {further}")[1] == [
        "Hallinger Bote"
    ]


def test_the_same_speaker_is_still_talking_to_the_same_medium_until_a_new_occasion() -> None:
    text = "„Der Damm hält“, sagte Anke Vogt dem Sender NTK. Vogt forderte neue Pumpen. "
    assert chains(text + "„Wir brauchen sie“, sagte sie.")[-1] == ["NTK"]
    assert chains(text + "Am Freitag hatte sie gesagt, der Damm breche.")[-1] == []


def test_a_post_does_not_go_on_and_may_be_named_in_the_sentence_before() -> None:
    text = "Der Präsident meldete sich auf Truth Social zu Wort. „Der Damm hält“, schrieb er."
    assert chains(text)[0] == ["Truth Social"]
    text = "„Der Damm hält“, schrieb Anke Vogt auf Telegram. „Er hält nicht“, sagte Anke Vogt."
    assert chains(text) == [["Telegram"], []]


def test_an_answer_belongs_to_the_interview_of_the_question() -> None:
    text = "Im Interview mit Fox News wurde Vogt gefragt, ob der Damm halte. „Natürlich“, antwortete Vogt."
    assert [chain for chain in chains(text) if chain != ["Fox News"]] == []


def test_who_leans_on_a_report_stands_before_it() -> None:
    text = (
        "Das ISW bezieht sich dabei auf einen Bericht der Agentur Bloomberg. "
        "Diese schrieb unter Berufung auf zwei Diplomaten, der Damm breche."
    )
    assert chains(text)[-1] == ["Institute for the Study of War", "Bloomberg", "zwei Diplomaten"]


def test_a_short_form_of_a_document_goes_back_to_its_full_name() -> None:
    text = "Ein Gutachten des Landesamts liegt vor. Dem Gutachten zufolge ist der Damm brüchig."
    assert chains(text)[0] == ["Gutachten des Landesamts"]


def test_a_document_of_an_organ_belongs_to_the_body_that_the_sentence_names() -> None:
    text = (
        "Der Klinikverbund Melvar schließe ein Haus, berichtete die kpa unter Berufung auf eine interne Präsentation "
        "der Geschäftsführung."
    )
    assert chains(text)[0] == ["kpa", "interne Präsentation des Klinikverbunds Melvar"]


def test_a_document_is_called_as_the_text_shortens_it() -> None:
    text = (
        "Die Zeitung „Hallinger Bote“ beruft sich auf das Gutachten 2024 des Instituts für Flusskunde (IFK). "
        "Darin heißt es, der Damm breche. Dem IFK-Gutachten zufolge ist der Beton brüchig."
    )
    assert [chain[-1] for chain in chains(text) if chain] == ["IFK-Gutachten 2024"] * 2


def test_whoever_quotes_another_stands_in_the_chain_of_the_inner_quotation() -> None:
    text = "Anke Vogt kam. „Der Beamte sagte: ‚Fragen Sie nicht‘“, erzählte sie."
    inner, outer = _span(text, "‚Fragen Sie nicht‘"), _span(text, "„Der Beamte sagte: ‚Fragen Sie nicht‘“")
    drafts = [
        Draft("direct-after", SpeechType.DIRECT, (outer,), (_span(text, "erzählte"),), speaker=(_span(text, "sie."),)),
        Draft(
            "direct-colon", SpeechType.DIRECT, (inner,), (_span(text, "sagte"),), speaker=(_span(text, "Der Beamte"),)
        ),
    ]
    doc = pipeline.default()(text)
    found = utterances(story(text), doc._.kg_sentences, drafts)
    assert [[step.label for step in u.sources] for u in found] == [[], ["Anke Vogt"]]


def test_a_correction_speaks_of_the_articles_own_outlet() -> None:
    text = "In einer früheren Fassung dieses Artikels hieß es, der Damm breche."
    assert chains(text, "Hallinger Bote") == [["Hallinger Bote"]]
    assert chains("Nach Informationen des Hallinger Boten bricht der Damm.", "Hallinger Bote") == [["Hallinger Bote"]]


def test_a_dateline_shared_with_an_author_holds_for_its_paragraph() -> None:
    text = "Hallingen (dpa/mw) – Der Damm halte, sagte Anke Vogt.\n\nEr breche, sagte Jochen Brandt."
    assert chains(text) == [["dpa"], []]


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
