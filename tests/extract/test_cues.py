"""The lexicon of reporting words."""

from __future__ import annotations

import pytest
import spacy

from kg.extract import cues, pipeline
from kg.extract.clauses import Sentence
from kg.records import Modality


def sentence(text: str) -> Sentence:
    doc = pipeline.default()(text)
    found: tuple[Sentence, ...] = doc._.kg_sentences
    return found[0]


def found(text: str) -> list[str]:
    read = sentence(text)
    return [" ".join(read.words[i].text for i in hit.words) for hit in cues.find(read)]


def test_the_lexicon_holds_more_than_250_verbs_each_once() -> None:
    verbs = [(cue.lemma, cue.needs) for cue in cues.lexicon() if cue.kind == "verb"]
    assert len(verbs) == len(set(verbs)) > 250


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Die Stadt teilte am Montag mit, dass der Pegel sinke.", "teilte mit"),
        ("Die Stadt gab den Termin bekannt.", "gab bekannt"),
        ("Der Werksleiter räumte den Fehler ein.", "räumte ein"),
        ("Sie wies den Vorwurf zurück.", "wies zurück"),
        ("Der Verband kündigte an, dagegen zu klagen.", "kündigte an"),
        ("Wie die Stadt mitteilte, sinkt der Pegel.", "mitteilte"),
        ("Die Stadt hat mitgeteilt, dass der Pegel sinke.", "hat mitgeteilt"),
        ("Sie kam zu dem Schluss, dass der Deich halte.", "kam zu dem Schluss"),
        ("Er ist der Meinung, dass der Deich hält.", "ist der Meinung"),
        ("In dem Bericht heißt es, der Deich halte.", "heißt es"),
    ],
)
def test_a_cue_is_found_with_its_particles(text: str, cue: str) -> None:
    assert cue in found(text)


def test_a_particle_that_belongs_to_the_next_clause_is_left_alone() -> None:
    assert found("Der Sprecher sagte, zu dem Plan gebe es keine Alternative.") == ["sagte"]


@pytest.mark.parametrize(("word", "lemma"), [("Angaben", "Angabe"), ("Feuerwehrangaben", "Angabe"), ("Worten", "Wort")])
def test_a_noun_is_a_cue_as_a_whole_and_as_the_head_of_a_compound(word: str, lemma: str) -> None:
    hit = cues.noun(sentence(f"{word} liegen vor.").words[0])
    assert hit is not None
    assert hit.lemma == lemma


def test_a_cue_tells_the_modality() -> None:
    by_lemma = {(cue.lemma, cue.needs): cue.modality for cue in cues.lexicon()}
    assert by_lemma["fordern", ()] is Modality.DEMANDED
    assert by_lemma["bestreiten", ()] is Modality.DENIED
    assert by_lemma["versprechen", ()] is Modality.PROMISED


def test_the_pipeline_of_this_file_is_a_spacy_one() -> None:
    assert isinstance(pipeline.default(), spacy.language.Language)
