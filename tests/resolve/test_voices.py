"""Whose voice it is: spokespersons, reports, nouns of saying, the paper itself; and which office somebody holds."""

import pytest
from mention_samples import entities, mention, passage, resolved

from kg.records import EntityKind, Span
from kg.resolve.names import bare
from kg.resolve.offices import office
from kg.resolve.voices import said_by, spokesperson


def test_an_unnamed_spokesperson_is_labelled_by_the_body_and_speaks_for_it():
    text = "Der Damm halte, sagte eine Sprecherin des Deichministeriums."
    [utterance] = resolved(text, mention(text, "eine Sprecherin des Deichministeriums"))
    assert utterance.speaker.entity.label == "Deichministerium (Sprecherin)"
    assert utterance.speaker.entity.kind is EntityKind.PERSON
    assert utterance.speaker.principal.label == "Deichministerium"


def test_unnamed_spokespersons_of_two_articles_are_never_one():
    text = "Der Damm halte, sagte eine Sprecherin des Deichministeriums."
    words = mention(text, "eine Sprecherin des Deichministeriums")
    (first,), (second,) = (entities(text, words, article=name) for name in ("urn:a", "urn:b"))
    assert first.label == second.label and first.id != second.id


def test_a_spokesperson_without_a_body_of_their_own_gets_the_one_that_they_go_back_to():
    text = "Die Staatsanwaltschaft Oberau ermittelt. Es gebe eine Spur, so ein Sprecher."
    words = mention(text, "ein Sprecher", antecedent="Die Staatsanwaltschaft Oberau")
    assert [e.label for e in entities(text, words)] == ["Staatsanwaltschaft Oberau (Sprecher)"]


def test_whoever_goes_back_to_an_earlier_speaker_is_that_speaker():
    text = "Das sei falsch, sagte ein Sprecher der Werft. Er warnte vor Gerüchten."
    first, second = entities(
        text, mention(text, "ein Sprecher der Werft"), mention(text, "Er", antecedent="ein Sprecher der Werft")
    )
    assert first == second


def test_a_named_spokesperson_is_a_person_who_speaks_for_the_body():
    text = "„Wir prüfen“, sagte Ivo Klemm, Sprecher der Hafengesellschaft Oberau, am Abend."
    [utterance] = resolved(text, mention(text, "Ivo Klemm"))
    speaker = utterance.speaker
    assert speaker.entity.label == "Ivo Klemm"
    assert (speaker.office.label, speaker.office.former) == ("Sprecher der Hafengesellschaft Oberau", False)
    assert speaker.principal.label == "Hafengesellschaft Oberau"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Dem Bericht des Rechnungshofs", "Rechnungshof"),
        ("der HKA-Studie", "Hafenkontrollamt"),
        ("dem Bericht", "Rechnungshof"),
    ],
)
def test_a_report_speaks_for_the_body_that_it_is_from(words, expected):
    text = (
        "Das Hafenkontrollamt (HKA) und der Bericht des Rechnungshofs nennen Zahlen. "
        "Dem Bericht des Rechnungshofs zufolge fehlt Geld. Laut der HKA-Studie nicht. Nach dem Bericht schon."
    )
    [found] = entities(text, mention(text, words, EntityKind.DOCUMENT))
    assert (found.label, found.kind) == (expected, EntityKind.ORGANISATION)


def test_an_internal_paper_speaks_for_itself():
    text = "Den Vergabeunterlagen zufolge trägt das Land das Risiko."
    [found] = entities(text, mention(text, "Den Vergabeunterlagen", EntityKind.DOCUMENT))
    assert (found.label, found.kind) == ("Vergabeunterlagen", EntityKind.DOCUMENT)


def test_the_paper_speaks_of_itself():
    text = "In einer früheren Fassung dieses Textes hieß es, der Damm sei gebrochen."
    words = mention(text, "einer früheren Fassung dieses Textes", EntityKind.UNKNOWN)
    [found] = entities(text, words, outlet="Oberauer Bote")
    assert (found.label, found.kind) == ("Oberauer Bote", EntityKind.OUTLET)


@pytest.mark.parametrize(
    ("words", "body"),
    [("US-Angaben", "US"), ("Nato-Einschätzung", "Nato"), ("Polizeiangaben", "Polizei"), ("den Einschätzungen", None)],
)
def test_the_body_before_a_noun_of_saying(words, body):
    assert said_by(words) == body


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("das Weiße Haus", "Weißes Haus"),
        ("im Weißen Haus", "Weißes Haus"),
        ("des Weißen Hauses", "Weißes Haus"),
        ("der Deutsche Städtetag", "Deutscher Städtetag"),
        ("die Neue Hafenpartei", "Neue Hafenpartei"),
        ("der Bote unter", "Bote"),
        ("dem britischen Hafenamt", "britisches Hafenamt"),
        ("das britische Hafenamt", "britisches Hafenamt"),
        ("die tarvischen Behörden", "tarvische Behörden"),
        ("der dpa, die vom Oberauer Boten verbreitet wurde", "dpa"),
        ("der kirchliche Radiosender, Radio Oberau", "Radio Oberau"),
        ("das Hafeninstitut (HI) aus Oberau", "Hafeninstitut"),
    ],
)
def test_the_label_is_a_nominative_without_what_hangs_on(words, label):
    assert bare(words) == label


@pytest.mark.parametrize(
    "words", ["Ministeriumssprecherin Änne Voß", "der Sprecher der Grünen, Ivo Klemm", "die Ministerin", "Sprechstunde"]
)
def test_whoever_has_a_name_or_no_such_office_is_no_unnamed_spokesperson(words):
    assert spokesperson(words) is None


@pytest.mark.parametrize(
    ("text", "label", "former"),
    [
        ("Die Deichministerin Änne Kühlbrodt kam.", "Deichministerin", False),
        ("Deichministerin Dr. Änne Kühlbrodt kam.", "Deichministerin", False),
        ("Der ehemalige Beauftragte für den Hafen, Änne Kühlbrodt, kam.", "Beauftragte für den Hafen", True),
        ("Änne Kühlbrodt, Präsidentin des Rechnungshofs, kam.", "Präsidentin des Rechnungshofs", False),
        ("Ex-Ministerin Änne Kühlbrodt kam.", "Ministerin", True),
        ("Das sagte die frühere tarvische Botschafterin Änne Kühlbrodt.", "tarvische Botschafterin", True),
    ],
)
def test_an_office_is_read_with_its_place_and_whether_it_is_a_former_one(text, label, former):
    found = office(text, "Änne Kühlbrodt")
    assert (found.label, found.former) == (label, former)
    assert found.evidence.fits(text)


@pytest.mark.parametrize(
    "text", ["Änne Kühlbrodt kam.", "Zwischen Ole und Änne Kühlbrodt ist Streit.", "Änne, Ministerin."]
)
def test_where_the_text_gives_no_office_there_is_none(text):
    assert office(text, "Änne Kühlbrodt") is None


def test_the_place_of_an_office_is_code_points():
    text = "🌊 Deichgraf und Minister Ivo Klemm kam."
    assert office(text, "Ivo Klemm").evidence == passage(text, "Minister")
    assert office(text, "Ivo Klemm").evidence.spans == (Span(16, 24),)
