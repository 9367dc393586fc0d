"""A graph without wording holds no words of any article, and gets all of them back from the texts."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from graph_samples import said, story
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings
from store_samples import CORPUS, FILES, KEPT

from kg.exports.rdf import write
from kg.exports.textfree import TextFree
from kg.rdf import Literal, Quad
from kg.rdf.withheld import WITHHELD, WORDING, Original, needed, restore, withhold
from kg.store import Store
from kg.vocab import KG, OA, SCHEMA

WORDS = 4
"""As many words in a row, standing in an article, are its wording, unless they are somebody's name."""


@pytest.fixture(scope="module")
def free(full, run, tmp_path_factory):
    file = tmp_path_factory.mktemp("free") / "frei.nq"
    run("export", "-f", "nquads", "--text-free", "-o", file, "--store", full)
    return file


def runs_of_words(text):
    found = re.findall(r"\w+", text)
    return {tuple(found[at : at + WORDS]) for at in range(len(found) - WORDS + 1)}


def test_no_words_of_an_article_are_left(full):
    """Names may be long, and fact-checkers may quote: neither is article text."""
    out = io.BytesIO()
    with Store.open(full) as store:
        texts = [store.text(sha256) for sha256 in store.texts()]
        hidden = TextFree(store)
        kept = [quad for name in store.graphs() for quad in hidden.quads(name) if isinstance(quad.object, Literal)]
        kept = [quad for quad in kept if quad.predicate != SCHEMA + "claimReviewed"]
        names = {quad.object.value for quad in store.quads() if quad.predicate == SCHEMA + "name"}
        write(store, "nquads", out, text_free=True)
    printed = set().union(*map(runs_of_words, texts))
    wordy = [quad for quad in kept if quad.object.value not in names and printed & runs_of_words(quad.object.value)]
    assert wordy == []
    for predicate in (OA + "exact", OA + "prefix", OA + "suffix", KG + "wording", SCHEMA + "headline", SCHEMA + "text"):
        assert f"> <{predicate}> ".encode() not in out.getvalue()


def test_offsets_hashes_and_names_are_left(full, free):
    lines = free.read_text("utf-8").splitlines()
    with Store.open(full) as store:
        for predicate in (OA + "start", OA + "end", KG + "textSha256", KG + "saidBy", SCHEMA + "datePublished"):
            assert sum(f"> <{predicate}> " in line for line in lines) == sum(
                quad.predicate == predicate for quad in store.quads()
            )
    assert any('"Judith Morgenroth"' in line for line in lines)


def test_as_many_statements_are_there_as_before(dumped, free):
    assert len(free.read_text("utf-8").splitlines()) == len(dumped.splitlines())


@pytest.mark.parametrize("source", ["files", "store"])
def test_the_texts_bring_back_the_very_same_file(full, dumped, free, run, tmp_path, source):
    texts = full if source == "store" else CORPUS
    done = run("rehydrate", free, texts, "-o", tmp_path / "voll.nq")
    assert (tmp_path / "voll.nq").read_text("utf-8") == dumped
    assert re.match(r"\d{3,} wordings filled in$", done.err)


def test_a_text_is_known_by_its_hash_whatever_its_file_is_called(full, dumped, free, run, tmp_path):
    folder = tmp_path / "umbenannt"
    folder.mkdir()
    for number, path in enumerate(FILES):
        shutil.copy(path, folder / f"{number}.md")
    run("rehydrate", free, folder, "-o", tmp_path / "voll.nq")
    assert (tmp_path / "voll.nq").read_text("utf-8") == dumped


def test_where_a_text_is_missing_the_rest_is_filled_in(dumped, free, run, tmp_path):
    folder = Path(shutil.copytree(CORPUS, tmp_path / "artikel"))
    (folder / "klinik-01-anzeiger.md").unlink()
    done = run("rehydrate", free, folder, "-o", tmp_path / "teil.nq", code=3)
    assert "for 1 text missing: " in done.err
    filled, before = (tmp_path / "teil.nq").read_text("utf-8").splitlines(), set(dumped.splitlines())
    withheld = [line for line in filled if f"<{WITHHELD}>" in line]
    assert withheld and set(filled) - set(withheld) <= before
    assert len(set(filled) & before) == len(before) - len(withheld)
    again = run("rehydrate", tmp_path / "teil.nq", CORPUS, "-o", tmp_path / "voll.nq")
    assert "filled in" in again.err and (tmp_path / "voll.nq").read_text("utf-8") == dumped


def test_a_store_of_a_graph_without_wording_is_sound_and_says_what_it_lacks(free, full, dumped, run, tmp_path):
    store = tmp_path / "store"
    done = run("import", free, "--store", store)
    assert f"still withheld, for {KEPT} texts missing" in done.err
    assert run("validate", "--store", store).err == "Every graph fits its shapes.\n"
    assert "is missing" in run("show", "klinik-01-anzeiger", "--store", store, code=2).err
    assert "kg import FILE --texts" in run("check", "--store", store, code=2).err
    run("import", free, "--texts", full, "--store", store)
    assert run("verify", "--store", store).err == "Every selector finds its text.\n"
    with Store.open(store) as opened, Store.open(full) as before:
        for name in before.graphs():
            assert set(opened.quads(name)) == set(before.quads(name))


def test_a_graph_without_wording_takes_no_wording_from_a_store_that_has_it(full, dumped, free, run, tmp_path):
    store = shutil.copytree(full, tmp_path / "store")
    run("import", free, "--store", store)
    assert run("export", "-f", "nquads", "--store", store).out == dumped


def test_another_headline_is_not_taken_for_the_one_that_was_withheld(run, tmp_path):
    text = "„Der Damm hält“, sagte Zoë Öztürk."
    for name, headline in (("a", "Damm"), ("b", "Deich")):
        with Store.create(tmp_path / name) as store:
            store.add(story(text, said(text, "„Der Damm hält“"), headline=headline, outlet=name))
    run("export", "-f", "nquads", "--text-free", "-o", tmp_path / "frei.nq", "--store", tmp_path / "a")
    done = run("rehydrate", tmp_path / "frei.nq", tmp_path / "b", "-o", tmp_path / "voll.nq", code=3)
    assert "1 wording still withheld" in done.err
    assert b"Deich" not in (tmp_path / "voll.nq").read_bytes()
    run("rehydrate", tmp_path / "frei.nq", tmp_path / "b", tmp_path / "a", "-o", tmp_path / "voll.nq")


def test_what_has_no_text_in_the_store_is_left_out_and_counted(run, tmp_path):
    text = "„Der Damm hält“, sagte Zoë Öztürk."
    with Store.create(tmp_path / "store") as store:
        store.add(story(text, said(text, "„Der Damm hält“")))
    shutil.rmtree(tmp_path / "store" / "texts")
    done = run("export", "-f", "nquads", "--text-free", "-o", tmp_path / "frei.nq", "--store", tmp_path / "store")
    assert re.search(r"\d wordings cannot be filled in again", done.err)
    assert b"Damm" not in (tmp_path / "frei.nq").read_bytes()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(extractions())
def test_whatever_wording_is_withheld_comes_back(extraction):
    from kg import rdf

    printed = [Original(extraction.article.text_sha256, extraction.article.text, extraction.article.headline)]
    for quad in rdf.quads(extraction):
        if quad.predicate in WORDING and isinstance(quad.object, Literal):
            hidden = withhold(quad, printed)
            assert hidden and restore(hidden, lambda sha256: printed) == quad
            if hidden.predicate == WITHHELD:
                assert (restore(hidden, lambda sha256: ()) is None) == bool(needed(hidden))


@pytest.mark.parametrize("told", ["", "[]", "{}", '["https://schema.org/url",null]', f'["{OA}exact",null,["h",2,1]]'])
def test_what_cannot_be_put_back_is_refused(told):
    with pytest.raises(ValueError, match="cannot be put back"):
        restore(Quad("urn:s", WITHHELD, Literal(told), "urn:g"), lambda sha256: ())
