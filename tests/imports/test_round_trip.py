"""What goes out comes in again, quad for quad, whatever the format."""

from __future__ import annotations

import gzip
import io
import re
import shutil
from xml.etree import ElementTree

import pytest
from graph_samples import said, story
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from store_samples import CORPUS, KEPT

from kg.errors import InputError
from kg.exports.rdf import write_quads
from kg.rdf import Literal, Quad, encode
from kg.store import FORMATS, Store, staged
from kg.vocab import SCHEMA, XSD, import_graph

NAMED = {"nquads": "nq", "trig": "trig", "jsonld": "jsonld"}
UNNAMED = {"ntriples": "nt", "turtle": "ttl", "rdfxml": "rdf"}


def everything(run, store) -> str:
    return run("export", "-f", "nquads", "--store", store).out


@pytest.mark.parametrize("format", NAMED)
def test_a_store_comes_back_the_same_from_a_format_with_named_graphs(full, dumped, run, tmp_path, format):
    file, store = tmp_path / f"graph.{NAMED[format]}", tmp_path / "store"
    run("export", "-f", format, "-o", file, "--store", full)
    first = run("import", file, "--store", store)
    assert everything(run, store) == dumped
    assert f"{KEPT} new articles" in first.err
    again = run("import", file, "--store", store)
    assert everything(run, store) == dumped
    assert f"{KEPT} unchanged" in again.err and "new" not in again.err


@pytest.mark.parametrize("format", UNNAMED)
def test_the_statements_come_back_from_a_format_without_named_graphs(full, dumped, run, tmp_path, format):
    file = tmp_path / f"graph.{UNNAMED[format]}"
    run("export", "-f", format, "-o", file, "--store", full)
    with Store.open(full) as store, file.open("rb") as source:
        before = {quad[:3] for quad in store.quads()}
        with staged(source, format, shown=str(file), graph="urn:g") as came:
            assert {quad[:3] for quad in came.quads()} == before
            assert list(came.graphs()) == ["urn:g"]


def test_what_stands_in_no_graph_goes_into_one_for_its_file_or_the_one_that_is_named(run, tmp_path):
    file, store = tmp_path / "fluss.ttl", tmp_path / "store"
    file.write_text('<urn:fluss> <https://schema.org/name> "Wessel" .', "utf-8")
    run("import", file, "--store", store)
    run("import", file, "--store", store, "--graph", "urn:eigener")
    with Store.open(store) as opened:
        assert set(opened.graphs()) == {import_graph("fluss.ttl"), "urn:eigener"}


def test_gzipped_files_and_standard_input_come_in_too(run, tmp_path):
    line = b'<urn:s> <https://schema.org/name> "Wessel" <urn:g> .\n'
    packed = tmp_path / "graph.nq.gz"
    packed.write_bytes(gzip.compress(line))
    run("import", packed, "--store", tmp_path / "a")
    run("import", "-", "--format", "nquads", "--store", tmp_path / "b", stdin=line)
    assert everything(run, tmp_path / "a") == everything(run, tmp_path / "b") == line.decode()


# Joining what is there


def test_importing_into_the_store_itself_changes_nothing(full, dumped, run, tmp_path):
    store, file = shutil.copytree(full, tmp_path / "store"), tmp_path / "graph.nq"
    file.write_text(dumped, "utf-8")
    run("import", file, "--store", store)
    assert everything(run, store) == dumped


def test_two_halves_make_the_whole_in_either_order(full, dumped, run, tmp_path):
    lines = dumped.splitlines(keepends=True)
    of_article = [
        found[1] if (found := re.search(r"<(urn:wortlaut:article:\w+)> \.$", line)) else None for line in lines
    ]
    half = set(sorted(filter(None, set(of_article)))[::2])
    for part, left_out in (("a", lambda name: name in half), ("b", lambda name: name and name not in half)):
        kept = (line for line, name in zip(lines, of_article, strict=True) if not left_out(name))
        (tmp_path / f"{part}.nq").write_text("".join(kept), "utf-8")
    for order in ("ab", "ba"):
        store = tmp_path / order
        for part in order:
            run("import", tmp_path / f"{part}.nq", "--store", store)
        assert everything(run, store) == dumped


def test_versions_that_come_from_several_stores_form_one_chain_by_their_days(run, tmp_path):
    url = "https://blatt.example/deich"
    words = (
        "„Der Deich hält“, sagte Hanna Vogt.",
        "„Der Deich bricht“, sagte Hanna Vogt.",
        "„Er brach“, sagte Hanna Vogt.",
    )
    versions = [
        story(text, said(text, text.split(",")[0], by="Hanna Vogt"), url=url, published=f"2024-09-{day}")
        for day, text in enumerate(words, 10)
    ]
    for part, own in (("a", versions[::2]), ("b", versions[1:2])):
        with Store.create(tmp_path / part) as store:
            list(store.add_all(own))
        run("export", "-f", "nquads", "-o", tmp_path / f"{part}.nq", "--store", tmp_path / part)
    for order in ("ab", "ba"):
        for part in order:
            run("import", tmp_path / f"{part}.nq", "--store", tmp_path / order)
        with Store.open(tmp_path / order) as store:
            assert [version.article for version in store.versions(url)] == [each.article.id for each in versions]
            assert store.counts()["articles"] == 1


def test_a_retracted_article_stays_out(full, dumped, run, taken_in, tmp_path):
    store, file = shutil.copytree(full, tmp_path / "store"), tmp_path / "graph.nq"
    file.write_text(everything(run, taken_in), "utf-8")
    done = run("import", file, "--store", store)
    assert "1 retracted before, left out" in done.err
    assert everything(run, store) == dumped


def test_what_users_decided_here_outranks_what_comes(full, dumped, run, tmp_path):
    store, file = tmp_path / "store", tmp_path / "graph.nq"
    file.write_text(dumped, "utf-8")
    run("import", file, "--store", store)
    run("merge", "Sabine Lorenz", "Matthias Lorenz", "--store", store)
    decided = everything(run, store)
    assert decided != dumped
    run("import", file, "--store", store)
    assert everything(run, store) == decided


def test_an_article_whose_file_has_no_ledger_is_learned_of_now(full, dumped, run, tmp_path):
    file, store = tmp_path / "graph.nq", tmp_path / "store"
    file.write_text("".join(line for line in dumped.splitlines(keepends=True) if "graph:ledger" not in line), "utf-8")
    run("import", file, "--store", store)
    with Store.open(store) as opened:
        assert len(opened.versions()) == KEPT
    assert run("validate", "--store", store).err == "Every graph fits its shapes.\n"


# Texts


def test_without_its_texts_a_store_says_which_are_missing(dumped, run, tmp_path):
    file, store = tmp_path / "graph.nq", tmp_path / "store"
    file.write_text(dumped, "utf-8")
    run("import", file, "--store", store)
    shown = run("show", "klinik-01-anzeiger", "--store", store, code=2)
    assert "is missing" in shown.err and "kg import --texts" in shown.err
    verified = run("verify", "--store", store, code=1)
    assert verified.out.count("is missing") == KEPT
    assert run("who", "Judith Morgenroth", "--store", store).out


@pytest.mark.parametrize("source", ["files", "store"])
def test_the_texts_come_along_from_files_or_a_store_even_later(full, dumped, run, tmp_path, source):
    file, store = tmp_path / "graph.nq", tmp_path / "store"
    file.write_text(dumped, "utf-8")
    run("import", file, "--store", store)
    texts = full if source == "store" else CORPUS
    assert f"{KEPT} texts" in run("import", file, "--texts", texts, "--store", store).err
    assert run("verify", "--store", store).err == "Every selector finds its text.\n"
    shown = [run("show", "klinik-01-anzeiger", "--html", "--store", each).out for each in (store, full)]
    assert shown[0] == shown[1]
    assert everything(run, store) == dumped


# Bad input


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.nq", '<urn:s> <urn:p> "o" <urn:g> .\n<urn:s> <urn:p> "o <urn:g> .\n', "a.nq:2: "),
        ("a.trig", "<urn:g> {\n <urn:s> <urn:p> }", "a.trig:2: "),
        ("a.ttl", "<urn:s> <urn:p> .", "a.ttl:1: "),
        ("a.rdf", '<rdf:RDF\n xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x></rdf:RDF>', "a.rdf: "),
        ("a.jsonld", '{"@context": {"kg": "https://w3id.org/wortlaut/ns#"},\n"kg:x": ]', "a.jsonld:2: "),
        ("a.nq", "<urn:s> <urn:p> _:b <urn:g> .\n", "blank nodes"),
        ("a.nq", b'<urn:s> <urn:p> "\xff" <urn:g> .\n', "a.nq"),
        ("a.nq.gz", b"\x1f\x8bkaputt", "a.nq.gz: "),
        ("a.nq", '<urn:s> <https://w3id.org/wortlaut/ns#withheld> "[1]" <urn:g> .\n', "cannot be put back"),
        ("a.dat", "", "its name does not tell its format"),
        ("a.json", "{", "a.json:1: not JSON"),
        ("a.json", "{}", "there is no ClaimReview in it"),
        ("a.jsonl", '{"@type": "ClaimReview", "claimReviewed": "Der Damm hält"}\n{"@type"\n', "a.jsonl:2: not JSON"),
        ("a.jsonl", '{"@type": "ClaimReview"}\n' * 2, "a.jsonl:2: a ClaimReview that does not say"),
    ],
)
def test_bad_input_is_told_with_its_place_and_the_good_file_is_in(run, tmp_path, name, content, told):
    bad, good, store = tmp_path / name, tmp_path / "gut.nq", tmp_path / "store"
    bad.write_bytes(content if isinstance(content, bytes) else content.encode())
    good.write_text('<urn:gut> <https://schema.org/name> "gut" <urn:gut> .\n', "utf-8")
    done = run("import", bad, good, "--store", store, code=3)
    assert told in done.err
    graphs = {line.rsplit("<", 1)[1] for line in everything(run, store).splitlines()}
    assert {name for name in graphs if not name.startswith("urn:wortlaut:graph:review")} == {"urn:gut> ."}


def test_a_context_from_the_network_is_not_fetched(run, tmp_path):
    file = tmp_path / "fremd.jsonld"
    file.write_text(
        '{"@context": ["https://w3id.org/wortlaut/ns#", "https://elsewhere.example/c"], "kg:x": 1}', "utf-8"
    )
    done = run("import", file, "--format", "jsonld", "--store", tmp_path / "store", code=3)
    assert "fremd.jsonld" in done.err


def test_a_missing_file_is_told(run, tmp_path):
    assert "No such file" in run("import", tmp_path / "nirgends.nq", "--store", tmp_path / "s", code=3).err


# Odd text

odd = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "\x00\x01\x08\t\n\x0b\r\x1f\x7f\x85\u2028\u200f\u202eשל\ufeff\ufffe\uffff<>&\"'\\]😀\U0010f7ff␀␁"
        ),
    ),
    max_size=40,
)
LONG = "Zeile „eins“\r\n<Zwei> & \x00 שלום 😀\t" * 350


def graph_of(texts):
    for number, text in enumerate(texts):
        node = f"urn:wortlaut:knoten:{number}"
        yield Quad(node, SCHEMA + "name", Literal(encode(text)), "urn:wortlaut:g")
        yield Quad(node, SCHEMA + "headline", Literal(encode(text), language="de-at"), "urn:wortlaut:g")
        yield Quad(node, SCHEMA + "url", Literal(encode(text), XSD + "anyURI"), "urn:wortlaut:g")
        yield Quad(node, "https://w3id.org/wortlaut/ns#position", Literal("9" * 20, XSD + "integer"), "urn:wortlaut:g")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(odd, min_size=1, max_size=4))
@example([LONG])
@example(["", " ", "\r", "\r\n", "\n", "]]>", "&amp;", "<!--", "\ufeff"])
@pytest.mark.parametrize("format", FORMATS)
def test_any_text_survives_every_format(format, texts):
    quads = set(graph_of(texts))
    out = io.BytesIO()
    write_quads(sorted(quads), format, out)
    with staged(io.BytesIO(out.getvalue()), format, shown="x", graph="urn:wortlaut:g") as came:
        assert set(came.quads()) == quads
    if format == "rdfxml":
        ElementTree.fromstring(out.getvalue())


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=200))
@pytest.mark.parametrize("format", FORMATS)
def test_any_bytes_are_read_or_refused(format, data):
    try:
        with staged(io.BytesIO(data), format, shown="x", graph="urn:g") as came:
            list(came.quads())
    except InputError as error:
        assert str(error).startswith("x:")


def test_an_article_of_odd_text_comes_back_with_all_its_selectors(run, tmp_path):
    text = "„Der \u202eDamm\u202c <hält> & 😀\x01“, sagte Zoë \u0301 Öztürk. \r\n Schluss\u2028."
    made = story(text, said(text, "„Der \u202eDamm\u202c <hält> & 😀\x01“", by="Zoë \u0301 Öztürk", cue="sagte"))
    with Store.create(tmp_path / "store") as store:
        store.add(made)
    before = everything(run, tmp_path / "store")
    for format, suffix in NAMED.items():
        file, free = tmp_path / f"a.{suffix}", tmp_path / f"frei.{suffix}"
        run("export", "-f", format, "-o", file, "--store", tmp_path / "store")
        run("import", file, "--texts", tmp_path / "store", "--store", tmp_path / format)
        assert everything(run, tmp_path / format) == before
        run("export", "-f", format, "--text-free", "-o", free, "--store", tmp_path / "store")
        run("rehydrate", free, tmp_path / "store", "--store", tmp_path / f"re-{format}")
        assert everything(run, tmp_path / f"re-{format}") == before
        with Store.open(tmp_path / f"re-{format}") as back:
            assert back.extraction(made.article.id) == made
