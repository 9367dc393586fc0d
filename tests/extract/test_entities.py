"""Names in articles: spans that give back their text, no overlap, one reading for names and utterances."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span as SpacySpan

from kg import resources
from kg.extract import pipeline
from kg.extract.entities import TAGS, likeliest, names
from kg.extract.listed import is_office
from kg.extract.model import ENTITIES, FILES, Model

TEXT = (
    "Bundeskanzlerin Angela Merkel traf am Montag in Berlin den US-Außenminister John Kerry. "
    "Das berichtet die Süddeutsche Zeitung. Der Kremlsprecher wies die Vorwürfe der NATO zurück, meldet dpa."
)


def found(text: str) -> set[tuple[str, str]]:
    (some,) = pipeline.named([text])
    return {(span.of(text), label) for span, label in some}


def test_persons_places_bodies_media_and_offices_are_told_apart() -> None:
    assert found(TEXT) >= {
        ("Angela Merkel", "PER"),
        ("John Kerry", "PER"),
        ("Berlin", "LOC"),
        ("NATO", "ORG"),
        ("Süddeutsche Zeitung", "MEDIA"),
        ("dpa", "MEDIA"),
        ("Bundeskanzlerin", "OFFICE"),
        ("US-Außenminister", "OFFICE"),
        ("Kremlsprecher", "OFFICE"),
    }


@pytest.mark.parametrize("word", ["Kremlsprecherin", "Vize-Ministerpräsident", "Landrätin", "Papst", "Abgeordneter"])
def test_offices_are_known_by_their_endings(word: str) -> None:
    assert is_office(word)


@pytest.mark.parametrize("word", ["Ministerium", "Präsidium", "Rathaus", "sprechen", "Kanzleramt", "Minister-Treffen"])
def test_other_words_are_no_offices(word: str) -> None:
    assert not is_office(word)


def test_the_component_fills_ents_in_a_blank_pipeline_and_spares_those_of_the_user() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("kg_entities")
    doc = nlp(TEXT)
    assert {(ent.text, ent.label_) for ent in doc.ents} == found(TEXT)
    own = nlp.make_doc(TEXT)
    own.ents = [SpacySpan(own, 0, 3, "EIGEN")]
    assert [ent.label_ for ent in nlp.get_pipe("kg_entities")(own).ents] == ["EIGEN"]  # type: ignore[operator]


def test_with_utterances_or_without_the_names_are_the_same() -> None:
    doc = pipeline.default()(TEXT)
    assert {(ent.text, ent.label_) for ent in doc.ents} == found(TEXT)


def test_utterances_do_not_depend_on_whether_names_are_looked_for() -> None:
    alone = pipeline.assemble(components=pipeline.COMPONENTS[:-1])
    text = "Der Pegel falle seit Tagen, sagte Bürgermeisterin Änne Kühlbrodt in Hannover."
    assert alone(text)._.kg_drafts == pipeline.default()(text)._.kg_drafts


def test_a_model_without_the_head_finds_no_names(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((resources.model() / name).read_bytes())
    assert ENTITIES not in FILES
    assert Model.load(tmp_path).namer is None
    (some,) = pipeline.named(["Angela Merkel sprach in Berlin."], tmp_path)
    assert some == []


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from([TEXT, "😀", "\ud83d", "\n\n", " ", "Öl", "«", "S.T.A.L.K.E.R."]), max_size=6).map("".join)
)
def test_names_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    (some,) = pipeline.named([text])
    assert [label for _, label in some] == [label for _, label in next(pipeline.named([text]))]
    assert all(span.of(text).strip() for span, _ in some)
    assert all(a.end <= b.start for (a, _), (b, _) in pairwise(some))


def test_only_legal_tags_are_found() -> None:
    scores = np.zeros((2, len(TAGS)), dtype=np.float32)
    scores[0, TAGS.index("O")] = 2
    scores[1, TAGS.index("I-PER")] = 3
    scores[0, TAGS.index("B-PER")] = 1
    nothing = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    assert [TAGS[tag] for tag in likeliest(scores, nothing)] == ["B-PER", "I-PER"]
    assert [(n.first, n.last) for n in names(likeliest(scores, nothing))] == [(0, 2)]


def test_what_follows_what_counts_among_legal_tags() -> None:
    scores = np.zeros((2, len(TAGS)), dtype=np.float32)
    scores[:, TAGS.index("B-LOC")] = 1
    steps = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    steps[TAGS.index("B-LOC"), TAGS.index("I-LOC")] = 2
    assert [TAGS[tag] for tag in likeliest(scores, steps)] == ["B-LOC", "I-LOC"]


def test_a_long_text_without_sentences_is_read() -> None:
    assert ("Berlin", "LOC") in found("und dann " * 500 + "in Berlin")
