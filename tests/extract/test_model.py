"""The shipped model at work: the same answers however they are computed, in linear time; and clear words if not."""

from __future__ import annotations

import hashlib
import io
import json
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import resources, vocab
from kg.errors import ModelError
from kg.exports import jsonlines
from kg.extract import extract, pipeline, run
from kg.extract.card import card, digest
from kg.extract.model import ENTITIES, FILES, Model
from kg.extract.pairs import FILE as PAIRS
from kg.records import Article, OffsetMap, Source, SpeechType

PARAGRAPHS = (
    "Die Lage am Deich sei ernst, sagte Umweltministerin Änne Kühlbrodt am Montag. Man habe zu lange gewartet.",
    "„Wir schließen das Werk“, sagte Werksleiter Jochen Brandt. „Es ist vorbei“, fügte er hinzu.",
    "Nach Angaben der Polizei wurde niemand verletzt. Der Pegel ist seit Tagen gefallen. Das Rathaus bleibt zu.",
    "Der Verband forderte, den Damm um einen Meter zu erhöhen. Anke Vogt nannte den Plan „völlig verrückt“.",
    "Am Abend zogen rund 600 Menschen durch die Altstadt. Die Polizei begleitete den Zug mit zwei Hundertschaften.",
)


def article(text: str) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(vocab.article_iri(digest), text, Source("a.txt", "text", digest), OffsetMap.identity(text))


def lines(texts: list[str], **how: int) -> str:
    """What `kg extract` writes about the texts."""
    out = io.StringIO()
    for extraction in extract(map(article, texts), **how):
        out.write(json.dumps(jsonlines.document(extraction), ensure_ascii=False) + "\n")
    return out.getvalue()


TEXTS = ["\n\n".join(PARAGRAPHS[n % 5 :] + PARAGRAPHS[: n % 3]) for n in range(7)] + ["\n\n".join(PARAGRAPHS * 8)]


@pytest.mark.parametrize("how", [{"batch_size": 1, "threads": 1}, {"batch_size": 3, "threads": 2}, {"threads": 5}])
def test_the_same_input_gives_the_same_bytes_whatever_the_batch_and_the_threads(how: dict[str, int]) -> None:
    assert lines(TEXTS, **how) == lines(TEXTS)


def test_an_answer_depends_on_nothing_but_its_article() -> None:
    assert "".join(lines([text]) for text in TEXTS) == lines(TEXTS)


def test_the_model_weighs_little_and_its_card_fits_its_files() -> None:
    folder = resources.model()
    files = {path.name for path in folder.iterdir()} - {"LICENCE.md"}
    assert files == {*FILES, ENTITIES, PAIRS}
    assert sum((folder / name).stat().st_size for name in files) <= 45 * 2**20
    about = card(folder)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files - {"model.json"}}
    assert hashes == about["files"] | {PAIRS: about["pairs"]["file"]}
    assert digest(about)[:12] in pipeline.model_name()


def test_its_card_tells_licence_data_recipe_and_scores() -> None:
    about = card(resources.model())
    assert {"name", "licence", "base", "data", "recipe", "decoding", "dev"} <= about.keys()
    assert about["dev"]["shipped"]["joint"]["f1"] >= about["dev"]["full"]["joint"]["f1"] - 1


def test_one_component_is_enough_in_a_pipeline_of_ones_own_with_a_model_of_ones_own(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((resources.model() / name).read_bytes())
    changed = card(tmp_path) | {"name": "eigenes"}
    (tmp_path / "model.json").write_text(json.dumps(changed), "utf-8")
    nlp = spacy.blank("de")
    nlp.add_pipe("kg_attribution", config={"model": str(tmp_path)})
    drafts = nlp("„Wir schließen das Werk“, sagte Werksleiter Jochen Brandt.")._.kg_drafts
    assert [draft.type for draft in drafts] == [SpeechType.DIRECT]
    assert run(nlp).model.startswith("eigenes ")


@pytest.mark.parametrize("broken", FILES)
def test_a_damaged_model_is_named(tmp_path: Path, broken: str) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"{" if name == broken else (resources.model() / name).read_bytes())
    with pytest.raises(ModelError, match=r"no (usable )?model in"):
        Model.load(tmp_path)


def test_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model in"):
        Model.load(tmp_path / "nichts")


def test_time_grows_with_the_length_and_not_with_its_square() -> None:
    def seconds(copies: int) -> float:
        texts = "\n\n".join(PARAGRAPHS * copies)
        began = time.perf_counter()
        assert len(next(extract([article(texts)])).utterances) > 3 * copies
        return time.perf_counter() - began

    seconds(1)
    assert seconds(64) < 2.5 * 4 * seconds(16)


ODD = st.sampled_from(
    [
        *PARAGRAPHS,
        *(paragraph.upper() for paragraph in PARAGRAPHS),
        *("The mayor said: “We close.”", "Il a dit « non ».", "مرحبا قال", "他说“好”", "😀"),
        *("\u200f", "\u200b", "\ufeff", "\ud83d", "„", "“", "\n\n", " "),
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ODD, min_size=1, max_size=9).map("".join).filter(str.strip))
def test_spans_give_back_their_text_whatever_is_mixed(text: str) -> None:
    extraction = next(extract([article(text)]))
    for utterance in extraction.utterances:
        assert all(passage.fits(text) for passage in utterance.passages.values())
        assert 0 < utterance.confidence < 1
