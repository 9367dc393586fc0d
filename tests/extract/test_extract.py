"""Who says what: rules and model on small German examples, and the promises that hold for any text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import vocab
from kg.extract import extract, pipeline, run
from kg.records import Article, EntityKind, Extraction, Medium, OffsetMap, Passage, Source, SpeechType, Utterance


def article(text: str, path: str = "artikel.txt") -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(vocab.article_iri(digest), text, Source(path, "text", digest), OffsetMap.identity(text))


def extraction(text: str) -> Extraction:
    return next(extract([article(text)]))


def only(text: str, kind: SpeechType | None = None) -> Utterance:
    found = [u for u in extraction(text).utterances if kind is None or u.type is kind]
    assert len(found) == 1, [(u.type.value, u.quote.text) for u in found]
    return found[0]


def proposed(text: str, kind: SpeechType) -> list[tuple[str, str]]:
    """Quote and speaker of what the rules propose before the model decides."""
    drafts = [draft for draft in pipeline.rules()(text)._.kg_proposals if draft.type is kind]
    return [(Passage.of(text, draft.quote).text, Passage.of(text, draft.speaker).text) for draft in drafts]


def said_by(utterance: Utterance) -> str:
    assert utterance.speaker is not None
    return utterance.speaker.passage.text


@pytest.mark.parametrize(
    ("text", "quote", "speaker"),
    [
        (
            "„Wir schließen das Werk“, sagte Werksleiter Jochen Brandt.",
            "„Wir schließen das Werk“",
            "Werksleiter Jochen Brandt",
        ),
        (
            "Werksleiter Jochen Brandt sagte: „Wir schließen das Werk.“",
            "„Wir schließen das Werk.“",
            "Werksleiter Jochen Brandt",
        ),
        ("„Wir schließen das Werk“, so die Gewerkschaft.", "„Wir schließen das Werk“", "die Gewerkschaft"),
        ("„Wirklich?“, fragte Anke Vogt.", "„Wirklich?“", "Anke Vogt"),
        ("Er nannte den Plan „völlig verrückt“.", "„völlig verrückt“", "Er"),
        ("Die Ministerin bezeichnete den Vorwurf als „haltlosen Unsinn“.", "„haltlosen Unsinn“", "Die Ministerin"),
    ],
)
def test_direct_speech(text: str, quote: str, speaker: str) -> None:
    assert proposed(text, SpeechType.DIRECT) == [(quote, speaker)]
    utterance = only(text, SpeechType.DIRECT)
    assert (utterance.quote.text, said_by(utterance)) == (quote, speaker)


@pytest.mark.parametrize(
    ("text", "quote", "speaker"),
    [
        ("Die Stadt teilte mit, dass der Pegel sinke.", "dass der Pegel sinke", "Die Stadt"),
        (
            "Die Lage sei ernst, sagte Umweltministerin Änne Kühlbrodt.",
            "Die Lage sei ernst",
            "Umweltministerin Änne Kühlbrodt",
        ),
        ("Der Verband forderte, den Deich zu erhöhen.", "den Deich zu erhöhen", "Der Verband"),
        ("Nach Angaben der Polizei wurde niemand verletzt.", "wurde niemand verletzt", "Angaben der Polizei"),
        ("Laut Polizei wurde niemand verletzt.", "wurde niemand verletzt", "Polizei"),
        ("Einem Gutachten zufolge hält der Deich.", "hält der Deich", "Einem Gutachten"),
        ("Der Deich halte, so der Gutachter.", "Der Deich halte", "der Gutachter"),
        ("Wie die Stadt mitteilte, sinkt der Pegel.", "sinkt der Pegel", "die Stadt"),
        ("Der Pegel sinkt, wie die Stadt mitteilte.", "Der Pegel sinkt", "die Stadt"),
        (
            "Der Vorsitzende, Elmar Voss, erklärte, der Verein sei pleite.",
            "der Verein sei pleite",
            "Der Vorsitzende, Elmar Voss",
        ),
    ],
)
def test_indirect_speech_without_its_full_stop(text: str, quote: str, speaker: str) -> None:
    assert proposed(text, SpeechType.INDIRECT) == [(quote, speaker)]
    utterance = only(text, SpeechType.INDIRECT)
    assert (utterance.quote.text, said_by(utterance)) == (quote, speaker)


def test_a_phrase_in_the_middle_leaves_a_quote_of_two_stretches() -> None:
    utterance = only("Der Pegel ist nach Angaben der Stadt um zwei Meter gesunken.")
    assert [s.of("Der Pegel ist nach Angaben der Stadt um zwei Meter gesunken.") for s in utterance.quote.spans] == [
        "Der Pegel ist",
        "um zwei Meter gesunken",
    ]


def test_a_direct_quotation_interrupted_by_its_frame_is_one_utterance() -> None:
    utterance = only("„Der Pegel“, sagte Anke Vogt, „sinkt seit gestern.“", SpeechType.DIRECT)
    assert len(utterance.quote.spans) == 2


def test_a_sentence_in_the_subjunctive_goes_on_with_the_same_speaker() -> None:
    found = extraction("Die Lage sei ernst, sagte Anke Vogt. Man habe zu lange gewartet.").utterances
    assert [u.type for u in found] == [SpeechType.INDIRECT, SpeechType.INDIRECT_FREE_INDIRECT]
    assert found[1].quote.text == "Man habe zu lange gewartet."
    assert said_by(found[1]) == "Anke Vogt"


def test_a_scrap_in_quotation_marks_is_direct_speech_within_the_indirect() -> None:
    text = "Am Montag stieg der Pegel weiter. Die Lage am Deich sei „sehr ernst“, sagte Anke Vogt in Hallingen."
    found = extraction(text).utterances
    assert [(u.type, u.quote.text) for u in found] == [
        (SpeechType.INDIRECT, "Die Lage am Deich sei „sehr ernst“"),
        (SpeechType.DIRECT, "„sehr ernst“"),
    ]


def test_a_name_in_quotation_marks_is_nobodys_speech() -> None:
    assert extraction("Das Schiff „Lauter“ lag am Montag im Hafen von Hallingen.").utterances == ()


def test_a_pronoun_and_a_surname_go_back_to_the_full_name() -> None:
    text = "Werksleiter Jochen Brandt kam am Montag. Das Werk schließe, sagte Brandt. „Es ist vorbei“, sagte er."
    names = [u.speaker.name.text for u in extraction(text).utterances if u.speaker]
    assert names == ["Jochen Brandt", "Jochen Brandt"]


def test_a_woman_is_not_taken_for_him() -> None:
    text = "Jochen Brandt und die Ministerin Änne Kühlbrodt kamen. „Es ist vorbei“, sagte sie."
    speaker = only(text).speaker
    assert speaker is not None
    assert speaker.name.text == "Änne Kühlbrodt"


def test_a_pronoun_goes_back_to_the_unnamed_one_who_spoke_rather_than_to_a_name_in_between() -> None:
    text = "Ein früherer Mitarbeiter sagte, Jochen Brandt habe alles gewusst. „Er war dabei“, sagte er."
    names = [u.speaker.name.text for u in extraction(text).utterances if u.speaker]
    assert names == ["Ein früherer Mitarbeiter", "Ein früherer Mitarbeiter"]


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("Werksleiter Jochen Brandt", EntityKind.PERSON),
        ("ein Sprecher des Umweltministeriums", EntityKind.PERSON),
        ("das Umweltministerium", EntityKind.ORGANISATION),
        ("ein hochrangiger Beamter", EntityKind.ANONYMOUS),
        ("ein Insider", EntityKind.ANONYMOUS),
    ],
)
def test_the_kind_of_speaker(speaker: str, kind: EntityKind) -> None:
    found = only(f"Das Werk schließe, sagte {speaker}.").speaker
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Hallingen (ida) – Das Werk schließe, sagte Anke Vogt.", ["ida"]),
        ("HALLINGEN (dpa) - Das Werk schließe, sagte Anke Vogt.", ["dpa"]),
        ("Das Werk schließe, sagte Anke Vogt der Zeitung „Hallinger Bote“.", ["Hallinger Bote"]),
        ("Das Werk schließt, wie die Agentur AFP meldet.", ["AFP"]),
        (
            "Das Werk schließe, berichtete die dpa unter Berufung auf den Landesspiegel, "
            "der sich auf interne Unterlagen stützt.",
            ["dpa", "Landesspiegel", "interne Unterlagen"],
        ),
        ("Einem Medienbericht zufolge schließt das Werk.", ["nicht genannter Medienbericht"]),
        ("„Das Werk schließt“, schrieb Anke Vogt auf der Plattform X.", ["X"]),
        ("Das Werk schließe, sagte Anke Vogt.", []),
    ],
)
def test_the_road_of_an_utterance_nearest_reporter_first(text: str, chain: list[str]) -> None:
    assert [step.label for step in extraction(text).utterances[0].sources] == chain


def test_what_is_demanded_and_what_is_written_shows() -> None:
    assert only("Der Verband forderte, den Deich zu erhöhen.").modality.value == "demanded"
    assert only("„Der Deich hält“, schrieb Anke Vogt.").medium is Medium.WRITING


def test_an_odd_quotation_mark_costs_a_notice_not_the_article() -> None:
    found = extraction("Das Werk schließe, sagte Anke Vogt. Der „Bote berichtete nichts davon.")
    assert "Das Werk schließe" in [u.quote.text for u in found.utterances]
    assert [(f.check, f.severity.value, f.nodes) for f in found.findings] == [
        ("unpaired-quotation-mark", "notice", (found.article.id,))
    ]
    assert all(e.passage.fits(found.article.text) for f in found.findings for e in f.evidence)


def test_articles_come_lazily_and_in_order() -> None:
    taken: list[int] = []

    def stream() -> Iterator[Article]:
        for n in range(1000):
            taken.append(n)
            yield article(f"Der Pegel falle, sagte Anke Vogt am {n % 28 + 1}. Mai.", f"{n}.txt")

    results = extract(stream(), batch_size=2)
    assert [next(results).article.source.path for _ in range(3)] == ["0.txt", "1.txt", "2.txt"]
    assert len(taken) < 100


def test_the_run_is_the_same_every_time_and_names_a_pipeline_of_ones_own() -> None:
    assert run() == run()
    assert run().id == vocab.run_iri(run().program, run().version, run().model, run().settings)
    assert run(spacy.blank("de")).id != run().id


def test_a_pipeline_of_ones_own_gets_the_components_it_lacks() -> None:
    nlp = spacy.blank("de")
    nlp.max_length = 10
    for name in pipeline.COMPONENTS[:2]:
        nlp.add_pipe(name)
    text = "Die Lage sei ernst, sagte Anke Vogt."
    assert next(extract([article(text)], nlp=nlp)).utterances == extraction(text).utterances
    assert nlp.max_length == 10
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}


def check(text: str) -> None:
    found = extraction(text)
    assert len({u.id for u in found.utterances}) == len(found.utterances)
    for utterance in found.utterances:
        assert all(passage.fits(text) for passage in utterance.passages.values())
        assert utterance.id == vocab.utterance_iri(found.article.id, utterance.type, utterance.quote.spans)
        assert 0 < utterance.confidence < 1
        if utterance.speaker and utterance.speaker.antecedent:
            assert utterance.speaker.antecedent.fits(text)
        assert all(step.evidence and step.evidence.fits(text) for step in utterance.sources)
    assert extraction(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "x",
        ".",
        "„“",
        "„“ sagte er",
        "DIE LAGE SEI ERNST, SAGTE ANKE VOGT.",
        "The mayor said: “We close.” Nobody laughed.",
        "😀 sagte 😀: „😀😀“, so 😀.",
        "Die\u200b Lage\u200d sei\ufeff ernst, sagte\u200f Anke\u200e Vogt.",
        "Er sagte: „\ud83d kaputt“, so die Stadt.",
        "(dpa) " * 20,
        "„“" * 300,
        "Er sagte, " * 40,
        "laut laut laut nach nach zufolge zufolge, so so so",
    ],
)
def test_no_text_is_too_odd(text: str) -> None:
    check(text)


_WORDS = """Die Lage sei ernst , . : „ “ sagte Anke Vogt er sie dass ob zu teilte mit nach Angaben der Polizei
laut zufolge so wie und habe würde soll haben Das berichtete ( ) – Brandt ! ? … nicht forderte heißt es demnach unter
Berufung auf dpa"""
PIECES = st.sampled_from([*_WORDS.split(), "\n\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40).map(" ".join).filter(str.strip))
def test_every_passage_fits_whatever_the_words(text: str) -> None:
    check(text)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(str.strip))
def test_every_passage_fits_whatever_the_text(text: str) -> None:
    check(text)
