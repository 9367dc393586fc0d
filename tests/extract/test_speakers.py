"""Who speaks: pronouns, roles, surnames and short names of bodies, and what is kept unnamed."""

from __future__ import annotations

import hashlib

import pytest

from kg import vocab
from kg.extract import extract
from kg.extract.kinds import introduced, kind, label
from kg.records import Article, EntityKind, OffsetMap, Source, Utterance
from kg.resolve import resolve


def said(text: str) -> tuple[Utterance, ...]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = Article(vocab.article_iri(digest), text, Source("a.txt", "text", digest), OffsetMap.identity(text))
    return resolve(next(extract([article]))).utterances


def labels(text: str) -> list[str | None]:
    speakers = [u.speaker for u in said(text)]
    return [s.entity.label if s and s.entity else None for s in speakers]


def last_label(text: str) -> str | None:
    return labels(text)[-1]


@pytest.mark.parametrize(
    ("phrase", "names", "expected"),
    [
        ("Deichministerin Sabine Holm", ["Sabine", "Holm"], EntityKind.PERSON),
        ("die EU-Gesandte Britta Lund", ["Britta", "Lund"], EntityKind.PERSON),
        ("Sabine Holm vom Deichverband", ["Sabine", "Holm"], EntityKind.PERSON),
        ("eine Sprecherin des Deichministeriums", [], EntityKind.PERSON),
        ("ein Ministeriumssprecher", [], EntityKind.PERSON),
        ("das Deichministerium", [], EntityKind.ORGANISATION),
        ("der Betriebsrat", [], EntityKind.ORGANISATION),
        ("eine mit den Abläufen vertraute Person", [], EntityKind.ANONYMOUS),
        ("ein Mitglied des Aufsichtsrats", [], EntityKind.ANONYMOUS),
        ("zwei Regierungsvertreter", [], EntityKind.ANONYMOUS),
        ("Ermittlerkreise", [], EntityKind.ANONYMOUS),
        ("Anwohner", [], EntityKind.ANONYMOUS),
        ("einer von ihnen", [], EntityKind.ANONYMOUS),
        ("Medienberichte", [], EntityKind.REPORTS),
        ("einem Zeitungsbericht", [], EntityKind.REPORTS),
        ("eine interne Präsentation", [], EntityKind.DOCUMENT),
        ("der „Kaster Observer“", [], EntityKind.OUTLET),
        ("Halm & Söhne", ["Halm", "Söhne"], EntityKind.ORGANISATION),
    ],
)
def test_the_kind_follows_from_the_head_of_the_phrase(phrase: str, names: list[str], expected: EntityKind) -> None:
    assert kind(phrase, names) is expected


def test_a_name_that_the_article_introduces_with_a_class_noun_is_of_that_class_ever_after() -> None:
    known = introduced("Sie schrieb auf der Plattform Kanalo; der Sender NTK und die Agentur tap berichten.")
    assert {name: what.value for name, what in known.items()} == {
        "kanalo": "platform",
        "ntk": "outlet",
        "tap": "agency",
    }
    assert kind("Kanalo", ["Kanalo"], known) is EntityKind.PLATFORM


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("der Sender NTK", "NTK"),
        ("das Institut für Flusskunde (IFK)", "Institut für Flusskunde"),
        ("dem „Landesblick“", "Landesblick"),
    ],
)
def test_a_label_is_the_bare_name(phrase: str, name: str) -> None:
    assert label(phrase) == name


def test_a_surname_that_looks_like_a_verb_is_a_name() -> None:
    assert labels("Projektleiter Ivo Klemm kam. „Es ist vorbei“, sagte Klemm.") == ["Ivo Klemm"]


def test_a_pronoun_goes_to_the_subject_of_the_sentence_before_rather_than_to_the_last_speaker() -> None:
    text = "Das Werk bleibe, sagte Jochen Brandt. Projektleiter Ivo Klemm kam am Abend. „Wir bauen“, sagte er."
    assert last_label(text) == "Ivo Klemm"


def test_a_relative_clause_does_not_hide_the_subject() -> None:
    text = "Jochen Brandt kam. Ein Mitarbeiter, der anonym bleiben will, sieht das anders. „Er lügt“, sagte er."
    speaker = said(text)[-1].speaker
    assert speaker is not None
    assert speaker.entity is not None
    assert (speaker.name.text, speaker.entity.kind) == ("Ein Mitarbeiter", EntityKind.ANONYMOUS)


def test_whom_the_speech_is_about_is_not_its_speaker() -> None:
    text = "Ein Mitarbeiter sagte, Jochen Brandt habe gelogen. Brandt habe alles gewusst. „Er war da“, sagte er."
    assert last_label(text) == "Mitarbeiter"


def test_a_thing_before_the_verb_is_not_who_confirms_it() -> None:
    text = "Geschäftsführerin Anke Vogt kam. Die Existenz einer Absprache bestätigte Vogt, sie sei aber harmlos."
    assert last_label(text) == "Anke Vogt"


@pytest.mark.parametrize("role", ["die Ministerin", "die Umweltministerin", "die Politikerin", "die 51-Jährige"])
def test_a_role_goes_to_its_bearer_or_to_her_whom_the_text_speaks_of(role: str) -> None:
    assert last_label(f"Umweltministerin Änne Kühl kam am Montag. „Der Damm hält“, sagte {role}.") == "Änne Kühl"


def test_a_role_of_the_other_gender_is_somebody_else() -> None:
    assert last_label("Umweltministerin Änne Kühl kam. „Der Damm hält“, sagte der Bürgermeister.") == "Bürgermeister"


def test_an_unnamed_spokesperson_is_one_within_the_article() -> None:
    text = (
        "Der Damm halte, sagte eine Sprecherin des Deichministeriums. Anke Vogt kam. "
        "„Wir prüfen“, sagte die Sprecherin."
    )
    first, second = (u.speaker for u in said(text))
    assert first is not None
    assert second is not None
    assert first.entity == second.entity
    assert first.entity is not None
    assert (first.entity.label, first.entity.kind) == ("Deichministerium (Sprecherin)", EntityKind.PERSON)


@pytest.mark.parametrize(
    ("introduction", "short", "full"),
    [
        ("Die Firma Brenner Stahl baut.", "das Unternehmen", "Brenner Stahl"),
        ("Der Deichverband Nord baut.", "der Verband", "Deichverband Nord"),
        ("Das Landesamt für Deiche prüft.", "die Behörde", "Landesamt für Deiche"),
        ("Die Gewerkschaft Wasser und Wehr (GWW) klagt.", "die GWW", "Gewerkschaft Wasser und Wehr"),
        ("Die Bürgerinitiative „Damm jetzt“ klagt.", "die Initiative", "Bürgerinitiative Damm jetzt"),
    ],
)
def test_a_short_form_goes_to_the_one_body_of_that_sort(introduction: str, short: str, full: str) -> None:
    assert last_label(f"{introduction} Der Damm halte, teilte {short} mit.") == full


def test_between_two_bodies_of_one_sort_nothing_is_guessed() -> None:
    text = "Der Deichverband Nord und der Landverband Süd bauen. Der Damm halte, teilte der Verband mit."
    assert last_label(text) == "Verband"


def test_own_words_are_those_of_the_subject() -> None:
    assert last_label("Die Polizei zählte nach eigenen Angaben 600 Teilnehmer.") == "Polizei"


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Im Streit verlangt die Opposition im Landtag Einsicht in sämtliche Akten.", "die Opposition im Landtag"),
        ("„Der Damm hält“, sagte die Ministerin in ihrem Grußwort.", "die Ministerin"),
        ("„Der Damm hält“, sagte der 51-Jährige.", "der 51-Jährige"),
        ("„Der Damm hält“, sagte einer von ihnen.", "einer von ihnen"),
        ("Der andere spricht von einem „Plan, den niemand mehr aufhält“.", "Der andere"),
        ("Anke Vogt nannte diese Zahl „frei erfunden“.", "Anke Vogt"),
        ("Der Vorsitzende, Elmar Voss, sprach von einem „Versagen“.", "Der Vorsitzende, Elmar Voss"),
        ("„Wir warten ab“, hieß es im Ministerium.", "Ministerium"),
    ],
)
def test_a_speakers_words_end_where_the_phrase_ends(text: str, wording: str) -> None:
    speaker = said(text)[-1].speaker
    assert speaker is not None
    assert speaker.passage.text == wording


def test_a_new_subject_between_two_sentences_of_reported_speech_speaks_the_second() -> None:
    text = "Der Damm halte, sagte Anke Vogt. Werksleiter Jochen Brandt blieb hart. Es werde nichts gebaut."
    assert labels(text) == ["Anke Vogt", "Jochen Brandt"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Die Deichministerin Sabine Holm traf am Montag den Werksleiter Ivo Klemm. "
            "Dieser sagte, er habe von den Rissen nichts gewusst.",
            "Ivo Klemm",
        ),
        (
            "Die Staatsanwaltschaft Oberau ermittelt weiter. Es gebe eine Spur, sagte ein Sprecher.",
            "Staatsanwaltschaft Oberau (Sprecher)",
        ),
        (
            "Werksleiter Ivo Klemm schwieg. Das war nicht die Antwort, die sich Bürgermeister Kai Voß gewünscht hatte. "
            "Er nannte das Verhalten „unwürdig“.",
            "Kai Voß",
        ),
        (
            "Selim Kaya, der Vorsitzende des Betriebsrats, sprach von einem Vertrauensbruch. "
            "„Wir kämpfen um jede Stelle“, rief er in den Saal.",
            "Selim Kaya",
        ),
        (
            "Das Institut für Flusskunde (IFK) warnt seit Jahren vor dem Hochwasser. "
            "Der Deich sei zu niedrig, teilte das IFK mit.",
            "Institut für Flusskunde",
        ),
        (
            "Ein ranghoher Hafenbeamter sprach der dpa zufolge am Donnerstag in Oberau von bis zu 250 Toten.",
            "ranghoher Hafenbeamter",
        ),
    ],
)
def test_who_is_meant_follows_from_the_text_before(text: str, expected: str) -> None:
    assert last_label(text) == expected


def test_hearsay_without_a_source_has_no_speaker() -> None:
    text = (
        "Der Zoll habe zwei Lastwagen angehalten, sagte Werksleiter Ivo Klemm. "
        "Ein dritter Lastwagen soll schon am Sonntag entkommen sein."
    )
    assert set(labels(text)) <= {"Ivo Klemm", None}
    assert all(u.speaker is None for u in said(text) if "entkommen" in u.quote.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Die Agentur Nordruf widersprach. Das Abkommen hält nach Einschätzung der Hafengesandten Kerstin Vogt. "
            "„Jetzt wird gebaut“, sagte sie.",
            "Kerstin Vogt",
        ),
        (
            "Werksleiterin Anke Vogt prüfte die Bücher. Am Ufer steht die Wasserpolizei Oberau. "
            "Sie teilte mit, der Damm sei dicht.",
            "Wasserpolizei Oberau",
        ),
        ("In Oberau tagt der Rat. Oberau wächst seit Jahren. „Der Damm hält“, sagte er.", None),
        (
            "Anlass war die Anzeige eines Anglers im Landkreis Bad Kasten. Dieser behauptete, der Damm sei undicht.",
            None,
        ),
        ("Fischer Jens Holm kam am Abend. „Das Netz war leer“, sagte der 34-jährige Seemann.", "Jens Holm"),
        (
            "Sängerin Anke Vogt, Bewohnerin des Dorfes, schwieg. „Das ist uns egal“, sagten die Bewohner.",
            "Bewohner",
        ),
        ("Bürgermeister Kai Voß schwieg. Ministerin Voß teilte mit, der Damm sei dicht.", "Voß"),
        (
            "Landrätin Ulrike Thams kam. Dann trat der andere Thams ans Mikrofon. „Der Damm hält“, sagte er.",
            "Thams",
        ),
        (
            "Die Polizei zählte 600 Menschen, die Gewerkschaft Deichbau zählte nach eigenen Angaben 900.",
            "Gewerkschaft Deichbau",
        ),
        (
            "Unmittelbar danach hat sich die Gewerkschaft der Deichbauer (GdD) gemeldet. "
            "Die GdD sagte, der Damm sei zu niedrig.",
            "Gewerkschaft der Deichbauer",
        ),
        (
            "Das Deichamt Oberau lehnte eine Stellungnahme ab. Man prüfe die Unterlagen, hieß es lediglich aus Oberau. "
            "In Oberau regnet es.",
            "Deichamt Oberau",
        ),
    ],
)
def test_a_pronoun_a_role_or_a_place_goes_to_whom_number_gender_and_nearness_allow(
    text: str, expected: str | None
) -> None:
    assert last_label(text) == expected


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("Sprecher Kai Voß kam. Die Kosten bezifferte er auf 52 Millionen Euro.", "er", "Kai Voß"),
        (
            "Umweltministerin Anke Vogt kam. „Ich komme“, sagte die Ministerin zu Oberaus Bürgermeister Kai Voß.",
            "die Ministerin",
            "Anke Vogt",
        ),
        (
            "Das Amt habe alles gewusst, berichtete das Magazin Nordlicht. Sprecher Kai Voß wies den Verdacht zurück.",
            "Sprecher Kai Voß",
            "Kai Voß",
        ),
        (
            "Deichministerin Sabine Holm sprach von einem „schweren Schritt“. "
            "Ihr Land halte sich an die Abrede, „solange der Nachbar es tut“.",
            "Deichministerin Sabine Holm",
            "Sabine Holm",
        ),
    ],
)
def test_the_speaker_is_who_performs_the_act_and_not_what_it_is_about(text: str, wording: str, expected: str) -> None:
    speaker = said(text)[-1].speaker
    assert speaker is not None
    assert speaker.entity is not None
    assert (speaker.passage.text, speaker.entity.label) == (wording, expected)


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        (
            "Umweltministerin Anke Vogt war verreist. Ihr Haus teilte mit, der Damm sei dicht.",
            "Umweltministerium",
            EntityKind.ORGANISATION,
        ),
        (
            "Die Gesandte Anke Vogt war verreist. Der Damm sei dicht, teilte Vogts Büro mit.",
            "Büro von Anke Vogt",
            EntityKind.ORGANISATION,
        ),
        (
            "Präsident Jens Holm schwieg. Der Damm sei dicht, sagte ein Sprecher Holms.",
            "Jens Holm (Sprecher)",
            EntityKind.PERSON,
        ),
        ("Frau Dr. Morland kam. „Ich bleibe“, sagte Morland.", "Morland", EntityKind.PERSON),
        (
            "Der Vizekanzler und Deichminister Franz Holm (NMP) sagte, der Damm sei dicht.",
            "Franz Holm",
            EntityKind.PERSON,
        ),
        (
            "Der Ölminister Ali al-Masri kam. „Der Preis steigt“, sagte al-Masri.",
            "Ali al-Masri",
            EntityKind.PERSON,
        ),
        (
            "Die Organisation „Reporter ohne Deich“ teilte mit, der Damm sei undicht.",
            "Organisation Reporter ohne Deich",
            EntityKind.ORGANISATION,
        ),
        (
            "Werksleiter Kurt Ertel kam. Die Polizei warf Ertel vor, Geld genommen zu haben.",
            "Polizei",
            EntityKind.ORGANISATION,
        ),
        ("Nordstahl-Vorstand Jens Holm sagte, das Werk bleibe.", "Jens Holm", EntityKind.PERSON),
        (
            "Dr. Thora Windling vom Institut für Deichbau kam. „Der Damm hält“, sagte Windling.",
            "Thora Windling",
            EntityKind.PERSON,
        ),
    ],
)
def test_persons_are_told_from_the_bodies_beside_them(text: str, expected: str, kind: EntityKind) -> None:
    speaker = said(text)[-1].speaker
    assert speaker is not None
    assert speaker.entity is not None
    assert (speaker.entity.label, speaker.entity.kind) == (expected, kind)


def test_who_speaks_in_a_relative_clause_is_the_phrase_before_it_with_its_genitives() -> None:
    text = "Ein Mitarbeiter des Deichamts, der seinen Namen nicht nennt, sagte, die Probe sei zu spät genommen worden."
    assert last_label(text) == "Mitarbeiter des Deichamts"
