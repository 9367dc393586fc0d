"""What an utterance states: negation, modality, quantities, mentions."""

import pytest

from kg.claims.cluster import claim
from kg.claims.content import describe, is_negated, quantities
from kg.records import Modality, Passage, Span, SpeechType, Utterance


def utterance(text: str, **more) -> Utterance:
    return Utterance("urn:u", SpeechType.INDIRECT, Passage.of(text, [Span(0, len(text))]), **more)


@pytest.mark.parametrize(
    "text",
    [
        "Das Werk habe nichts eingeleitet",
        "Es gebe kein Leck",
        "niemand sei in Gefahr gewesen",
        "weder Anwohner noch Fische seien gefährdet",
        "Das stimmt nicht.",
    ],
)
def test_an_explicit_negation_is_seen(text):
    assert is_negated(text)


@pytest.mark.parametrize(
    "text",
    [
        "Das Leck sei nicht nur klein, es sei harmlos",
        "Das sei nicht zuletzt ein Verdienst der Feuerwehr",
        "Die Lage sei ernst, aber nicht hoffnungslos",
        "Man wolle nicht schließen, sondern umbauen",
        "Das war kein Unfall, sondern ein Skandal",
        "Die Klinik bleibe offen",
    ],
)
def test_a_phrase_with_nicht_that_denies_nothing_is_no_negation(text):
    assert not is_negated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mehr als 4000 Panzer", [(4000, "Panzer", "mehr als")]),
        ("bis zu 250.000 Tote", [(250_000, "Tote", "bis zu")]),
        ("rund 1,5 Millionen Euro", [(1_500_000, "Euro", "rund")]),
        ("etwa 12,5 Prozent der Betten", [(12.5, "Prozent", "etwa")]),
        ("um 12 % gestiegen", [(12, "Prozent", None)]),
        ("drei harte Bedingungen", [(3, "harte Bedingungen", None)]),
        ("am 3. Oktober um 14 Uhr", []),
        ("zwischen 12 und 20 Tonnen", [(20, "Tonnen", None)]),
        ("im 30. Jahr", []),
    ],
)
def test_quantities_come_with_unit_and_qualifier(text, expected):
    assert [(q.value, q.unit, q.qualifier) for q in quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Der Fluss sei sauber", Modality.ASSERTED),
        ("Die Ministerin müsse zurücktreten", Modality.DEMANDED),
        ("„Wer hat das genehmigt?“", Modality.QUESTIONED),
        ("Das Amt soll davon gewusst haben.", Modality.ASSERTED),
        ("Die Brücke werde nächstes Jahr fertig werden", Modality.PREDICTED),
        ("Klemm werde noch in diesem Herbst abgelöst", Modality.PREDICTED),
        ("Das Haus wird 40 Millionen Euro kosten und damit mehr als geplant", Modality.PREDICTED),
        ("„Ich werde diese Brücke noch selbst eröffnen“", Modality.PROMISED),
        ("Notfalls werde man das Land verklagen", Modality.PROMISED),
        ("„Von fingerbreiten Spalten kann keine Rede sein“", Modality.DENIED),
        ("„Davon habe ich nie gesprochen“", Modality.DENIED),
        ("„Daran gibt es keinen Zweifel“", Modality.ASSERTED),
        ("„Wir hätten die Menschen früher warnen müssen“", Modality.ASSERTED),
        ("Bedingung sei ein fester Kostendeckel", Modality.DEMANDED),
    ],
)
def test_modality_is_read_from_the_wording(text, modality):
    assert describe(utterance(text)).modality is modality


def test_hearsay_without_a_frame_demands_nothing():
    said = Utterance(
        "u", SpeechType.FREE_INDIRECT, Passage.of(text := "Man soll die Pläne kennen.", [Span(0, len(text))])
    )
    assert describe(said).modality is Modality.ASSERTED


def test_the_speech_act_of_the_reporting_verb_wins_over_the_wording():
    assert describe(utterance("man müsse handeln", modality=Modality.DENIED)).modality is Modality.DENIED


def test_mentions_are_the_known_names_that_the_quote_holds_in_full_by_surname_or_in_the_genitive():
    said = utterance("Hellweges Behörde habe die kpa getäuscht")
    assert describe(said, ["Katrin Hellwege", "kpa", "Jochen Brandt"]).mentions == ("Katrin Hellwege", "kpa")


def test_the_same_wording_is_the_same_claim_whatever_its_marks_and_kind():
    assert claim(utterance("„Der Fluss ist tot.“")).id == claim(utterance("der Fluss  ist tot")).id
    assert claim(utterance("Der Fluss ist nicht tot")).id != claim(utterance("Der Fluss ist tot")).id


def test_a_scrap_makes_no_claim():
    assert claim(utterance("„lachhaft“")) is None
