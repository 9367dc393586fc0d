"""What the store promises: idempotent, versioned, retractable, one writer, readers undisturbed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from tempfile import TemporaryDirectory
from time import monotonic

import pytest
from graph_samples import article, passage, said, story
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg import rdf
from kg.errors import QueryError, StoreError, UsageError
from kg.rdf import Literal, Quad
from kg.records import EntityKind, ExtractionRun, OffsetMap, Run, Span
from kg.store import CURRENT, Outcome, Store, ledger
from kg.store.texts import Texts
from kg.vocab import KG, LEDGER, XSD

URL = "https://blatt.example/deich"
OLD = "„Der Deich bei Oberau hält“, sagte Hanna Vogt am Montag."
NEW = "„Der Deich bei Oberau hält nicht“, sagte Hanna Vogt am Montag."


def deich(text=OLD, **more):
    return story(text, said(text, text.split(",")[0], by="Hanna Vogt"), **({"url": URL, "outlet": "Nordblatt"} | more))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def store(path):
    with Store.create(path) as opened:
        yield opened


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")


def dump(store):
    out = io.BytesIO()
    store.dump(out, sort=True)
    return out.getvalue()


def test_an_article_is_learned_once(store):
    assert store.add(deich()) is Outcome.NEW
    before = dump(store)
    assert store.add(deich()) is Outcome.SAME
    assert dump(store) == before


def test_ingesting_the_same_again_later_leaves_the_ledger_alone(store, monkeypatch):
    store.add(deich())
    before = dump(store)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    store.add(deich())
    assert dump(store) == before


def test_ingesting_the_same_again_writes_nothing(path):
    def files():
        return {
            part: part.stat().st_mtime_ns for part in path.rglob("*") if part.parent.name != "graph" and part.is_file()
        }

    for _ in range(2):
        with Store.create(path) as store:
            store.add(deich())
    before = files()
    with Store.create(path) as store:
        assert store.add(deich()) is Outcome.SAME
    assert {part for part, when in files().items() if before.get(part) != when} == {path / "lock"}


def test_two_changed_articles_may_swap_their_speakers(store):
    texts = [f"„Der Damm bei {place} hält stand“, sagte Hanna Vogt, sagte Ole Thams." for place in ("Au", "Oberau")]

    def by(name, text):
        return story(text, said(text, text.split(",")[0], by=name))

    names = ["Hanna Vogt", "Ole Thams"]
    list(store.add_all(map(by, names, texts)))
    swapped = list(map(by, reversed(names), texts))
    assert [outcome for _, outcome in store.add_all(swapped)] == [Outcome.CHANGED] * 2
    assert [store.extraction(each.article.id) for each in swapped] == swapped


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(store):
    store.add(deich())
    assert store.add(deich(NEW)) is Outcome.REVISION
    first, second = store.versions(URL)
    assert (first.article, second.article) == (deich().article.id, deich(NEW).article.id)
    assert (first.revision_of, second.revision_of) == (None, first.article)
    assert {first.article, second.article} <= set(store.graphs())


def test_versions_form_one_chain_even_when_learned_in_the_same_second(store):
    texts = [OLD, NEW, OLD + " Später mehr.", NEW + " Später mehr."]
    assert [outcome for _, outcome in store.add_all(map(deich, texts))] == [Outcome.NEW] + [Outcome.REVISION] * 3
    assert [version.article for version in store.versions(URL)] == [deich(text).article.id for text in texts]


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(4)), st.integers(1, 4))
def test_which_version_is_the_newer_their_days_say_whatever_came_first(order, together):
    days = ["2024-09-18T11:40:00+02:00", "2024-09-19", "2024-09-20T08:00:00+02:00", "2024-09-20T08:00:00+01:00"]
    texts = [OLD, NEW, OLD + " Später mehr.", NEW + " Später mehr."]
    versions = [deich(text, published=day) for text, day in zip(texts, days, strict=True)]
    with TemporaryDirectory() as folder, Store.create(folder) as store:
        for start in range(0, 4, together):
            list(store.add_all(versions[k] for k in order[start : start + together]))
        assert [version.article for version in store.versions(URL)] == [each.article.id for each in versions]
        current = store.query(f"SELECT ?article {{ ?article a schema:NewsArticle . {CURRENT} }}")
        assert [str(article) for (article,) in current] == [versions[-1].article.id]


def test_the_versions_of_a_url_are_found_as_quickly_among_many_articles_as_among_few(path):
    def seconds(store, urls):
        at = ledger.now()
        entries = (quad for n in range(urls) for quad in ledger.learned(f"urn:article:{n}", f"{URL}/{n}", at))
        store.load([(LEDGER, entries)])
        begun = monotonic()
        assert all(len(store.versions(f"{URL}/{n}")) == 1 for n in range(0, urls, urls // 20))
        return monotonic() - begun

    with Store.create(path / "few") as few, Store.create(path / "many") as many:
        assert seconds(many, 20_000) < 20 * seconds(few, 200)


def test_what_came_before_an_error_is_kept(store):
    def failing():
        yield deich()
        yield deich(OLD + " Mehr.", url=None)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(store.add_all(failing()))
    assert store.counts()["articles"] == 2


def test_the_same_agency_copy_in_two_outlets_is_two_articles_with_one_text(store):
    store.add(deich(url=None, outlet="Nordblatt"))
    store.add(deich(url=None, outlet="Südblatt"))
    assert store.counts()["articles"] == 2
    assert len(list(store.texts())) == 1


def test_another_run_replaces_the_graph_of_the_article(store):
    store.add(deich())
    newer = ExtractionRun("urn:wortlaut:run:2", "wortlaut", "0.2", "modell", (("fenster", "512"),))
    assert store.add(replace(deich(), run=newer)) is Outcome.CHANGED
    assert store.extraction(deich().article.id).run == newer
    assert len(store.versions(URL)) == 1


def test_a_retracted_article_is_gone_leaves_a_tombstone_and_stays_out(store):
    store.add(deich())
    name = deich().article.id
    assert store.retract(name, "Verwechslung")
    assert list(store.quads(name)) == []
    assert list(store.texts()) == []
    [version] = store.versions(URL)
    assert (version.retracted, version.reason) == ("2025-10-09T08:53:20Z", "Verwechslung")
    assert store.add(deich()) is Outcome.RETRACTED
    assert list(store.quads(name)) == []
    assert not store.retract(name, "noch einmal")


def test_a_retraction_can_be_undone(store):
    store.add(deich())
    name = deich().article.id
    store.retract(name, "Versehen")
    assert store.restore(name)
    assert not store.is_retracted(name)
    assert store.add(deich()) is Outcome.NEW
    assert store.extraction(name) == deich()
    assert not store.restore(name)


def test_a_text_that_another_article_shares_survives_a_retraction(store):
    store.add(deich(url=None, outlet="Nordblatt"))
    store.add(deich(url=None, outlet="Südblatt"))
    store.retract(deich(url=None, outlet="Nordblatt").article.id, "Sperrfrist")
    assert store.text(deich().article.text_sha256) == OLD


def test_names_that_no_other_article_gives_go_with_a_retraction(store):
    store.add(deich())
    text = "„Nie wieder“, sagte Ole Thams. Hanna Vogt schwieg."
    other = story(text, said(text, "„Nie wieder“", by="Ole Thams"), outlet="Nordblatt")
    store.add(other)
    store.retract(other.article.id, "Irrtum")
    assert b"Ole Thams" not in dump(store)
    assert store.extraction(deich().article.id) == deich()


def test_names_that_a_new_run_no_longer_gives_go_too(store):
    store.add(deich())
    store.add(replace(deich(), utterances=()))
    assert b"Hanna Vogt" not in dump(store)
    assert b"Nordblatt" in dump(store)


@pytest.mark.parametrize("name", ["urn:wortlaut:article:fehlt", LEDGER])
def test_only_an_article_that_is_there_can_be_retracted(store, name):
    store.add(deich())
    with pytest.raises(StoreError, match="there is no article"):
        store.retract(name, "?")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(extractions(), max_size=3, unique_by=lambda made: made.article.id))
def test_what_goes_in_comes_out(tmp_path_factory, made):
    made = [replace(each, article=replace(each.article, url=None)) for each in made]
    with Store.create(tmp_path_factory.mktemp("store")) as store:
        list(store.add_all(made))
        assert [store.extraction(each.article.id) for each in made] == made


def test_the_way_back_to_each_source_is_kept_with_the_text(tmp_path):
    texts = Texts(tmp_path)
    here = article(OLD, url=URL)
    there = replace(
        here, source=replace(here.source, sha256="11" * 32), offsets=OffsetMap((Run(Span(0, 3), Span(9, 12)),))
    )
    assert texts.put(here)
    assert texts.put(there)
    assert not texts.put(here)
    assert texts.offsets(here.text_sha256, "00" * 32) == here.offsets
    assert texts.offsets(here.text_sha256, "11" * 32) == there.offsets


def test_a_missing_text_is_named(store):
    with pytest.raises(StoreError, match="the text abc123 is missing"):
        store.text("abc123")


# Opening


def test_reading_where_there_is_no_store_says_how_to_make_one(path):
    with pytest.raises(StoreError, match=r"there is no store at .*store; make one with kg ingest"):
        Store.open(path)


def test_a_folder_of_someone_else_is_left_alone(path):
    path.mkdir()
    (path / "brief.txt").write_text("Liebe Tante")
    with pytest.raises(StoreError, match="neither empty nor a store of ours"):
        Store.create(path)
    with pytest.raises(StoreError, match="not a store of ours"):
        Store.open(path)


def test_a_store_from_the_future_is_refused(store, path):
    (path / "meta.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(StoreError, match="has format 99, this version knows up to 1"):
        Store.open(path)


def test_a_second_writer_is_told_who_is_first(store, path):
    with pytest.raises(StoreError, match=r"being written by another process \(process \d+\)"):
        Store.open(path, "w")


def test_a_reader_beside_a_writer_sees_what_was_published(store, path):
    store.add(deich())
    with Store.open(path) as reader:
        assert reader.counts()["articles"] == 0
        store.publish()
        store.add(deich(NEW))
        assert reader.counts()["articles"] == 0
    with Store.open(path) as reader:
        assert reader.counts()["articles"] == 1


def test_a_reader_keeps_its_moment_while_writers_come_and_go(path):
    with Store.create(path) as store:
        store.add(deich())
    with Store.open(path) as reader:
        for text in (NEW, NEW + " Mehr dazu.", OLD + " Mehr dazu."):
            with Store.open(path, "w") as store:
                store.add(deich(text))
                store.optimize()
        assert reader.counts()["utterances"] == 1
        assert len(list((path / "snapshots").glob("*.lock"))) == 2
    with Store.open(path, "w") as store:
        store.add(deich(OLD + " Ende."))
    assert len(list((path / "snapshots").glob("*.lock"))) == 1


def test_a_reader_cannot_write(store, path):
    with Store.open(path) as reader, pytest.raises(StoreError, match="open for reading only"):
        reader.add(deich())


def test_a_store_that_may_not_be_written_can_still_be_read(path):
    with Store.create(path) as store:
        store.add(deich())
    parts = [path, *path.rglob("*")]
    for part in parts:
        part.chmod(0o555 if part.is_dir() else 0o444)
    try:
        with Store.open(path) as reader:
            assert reader.counts()["articles"] == 1
    finally:
        for part in parts:
            part.chmod(0o755 if part.is_dir() else 0o644)


# Graphs


def graph(name, size):
    return name, [Quad(f"urn:s:{number}", "urn:p", Literal(str(number)), name) for number in range(size)]


def test_loading_writes_whole_graphs_and_reports_how_far_it_is(store):
    seen = []
    assert store.load((graph(f"urn:g:{n}", 40) for n in range(10)), chunk=100, progress=seen.append) == 10
    assert seen == [3, 6, 9, 10]
    assert sorted(map(str, store.graphs())) == [f"urn:g:{n}" for n in range(10)]


def test_loading_many_gives_the_same_as_replacing_each(tmp_path):
    graphs = [graph(f"urn:g:{n}", 700) for n in range(10)]
    with Store.create(tmp_path / "a") as quick, Store.create(tmp_path / "b") as slow:
        quick.load(graphs)
        for each in graphs:
            slow.replace(*each)
        assert dump(quick) == dump(slow)


def test_loading_a_graph_that_is_there_replaces_it(store):
    store.load([graph("urn:g:1", 5), graph("urn:g:2", 5)])
    store.load([graph("urn:g:1", 2), graph("urn:g:1", 1)])
    assert len(list(store.quads("urn:g:1"))) == 1
    assert len(list(store.quads("urn:g:2"))) == 5


def test_replacing_with_nothing_removes(store):
    store.replace(*graph("urn:g", 3))
    store.replace("urn:g", [])
    assert list(store.quads("urn:g")) == []


def test_a_quad_for_another_graph_is_refused(store):
    with pytest.raises(StoreError, match="names another graph"):
        store.replace("urn:h", graph("urn:g", 1)[1])


@pytest.mark.parametrize("bad", ["kein iri", "urn:x> <urn:y> <urn:z> .", "urn:\udcfc"])
def test_an_iri_that_is_none_is_refused_before_anything_is_written(store, bad):
    with pytest.raises(StoreError, match="not an IRI"):
        store.replace("urn:g", [Quad(bad, "urn:p", Literal("x"), "urn:g")])
    assert list(store.graphs()) == []


# Queries


def test_prefixes_need_no_declaring_and_all_graphs_are_one(store):
    store.add(deich())
    store.add(deich(OLD + " Mehr.", url=None))
    answer = store.query("SELECT ?name (COUNT(DISTINCT ?u) AS ?n) { ?u kg:saidBy/schema:name ?name } GROUP BY ?name")
    assert answer.variables == ("name", "n")
    assert list(answer) == [(Literal("Hanna Vogt"), Literal("2", XSD + "integer"))]


def test_an_agent_is_described_once_however_many_articles_name_it(store):
    store.add(deich())
    store.add(deich(NEW))
    [(count,)] = store.query("SELECT (COUNT(*) AS ?n) { ?u kg:saidBy/schema:name ?name }")
    assert count.value == "2"
    assert set(store.article(deich().article.id)) == set(rdf.quads(deich()))


def test_a_claim_of_two_articles_counts_twice_unless_distinct(store):
    store.add(deich(OLD + " Mehr.", url=None))
    store.add(deich())
    count = "SELECT (COUNT({}) AS ?n) {{ ?claim a schema:Claim }}"
    assert [row[0].value for row in store.query(count.format("*"))] == ["2"]
    assert [row[0].value for row in store.query(count.format("DISTINCT ?claim"))] == ["1"]


def test_from_narrows_a_query_to_the_graphs_it_names(store):
    store.add(deich())
    store.add(deich(NEW))
    name = deich().article.id
    count = "SELECT (COUNT(?u) AS ?n) %s { ?u a kg:Utterance }"
    assert [str(row[0].value) for row in store.query(count % "")] == ["2"]
    assert [str(row[0].value) for row in store.query(count % f"FROM <{name}>")] == ["1"]
    assert [row[0].value for row in store.query(count % "", default_graphs=[name])] == ["1"]
    named = f"SELECT ?g FROM NAMED <{name}> {{ GRAPH ?g {{ ?u a kg:Utterance }} }}"
    assert list(store.query(named)) == [(name,)]
    assert list(store.query("SELECT ?g { GRAPH ?g { ?u a kg:Utterance } }", named_graphs=[name])) == [(name,)]


def test_parameters_keep_their_type(store):
    store.add(deich())
    ask = "ASK { ?s schema:name $x }"
    assert store.query(ask, params={"x": Literal("Hanna Vogt")})
    assert not store.query(ask, params={"x": Literal('Hanna Vogt" . ?s ?p "')})
    assert not store.query(ask, params={"x": "urn:Hanna"})
    with pytest.raises(StoreError, match="a text is passed as a Literal"):
        store.query(ask, params={"x": "Hanna Vogt"})


def test_a_query_can_ask_construct_and_describe(store):
    store.add(deich())
    assert bool(store.query("ASK { ?u a kg:Utterance }")) is True
    assert bool(store.query("ASK { ?u a kg:Nothing }")) is False
    made = store.query("CONSTRUCT { ?u kg:saidBy ?s } { ?u kg:saidBy ?s }")
    assert made.kind == "triples"
    assert [triple[1] for triple in made] == [KG + "saidBy"]


def test_answers_can_be_written_as_they_come(store):
    store.add(deich())
    out = io.BytesIO()
    store.query("SELECT ?name { ?s a schema:Person ; schema:name ?name }").write(out, "csv")
    assert out.getvalue().decode().split() == ["name", "Hanna", "Vogt"]
    with pytest.raises(UsageError, match="rows can be written as json, csv, tsv, xml, not as turtle"):
        store.query("SELECT * { ?s ?p ?o }").write(out, "turtle")


@pytest.mark.parametrize(
    ("format", "parser"),
    [
        ("nquads", "nquads"),
        ("trig", "trig"),
        ("turtle", "turtle"),
        ("ntriples", "nt"),
        ("rdfxml", "xml"),
        ("jsonld", "json-ld"),
    ],
)
def test_triples_can_be_written_in_every_format(store, format, parser):
    store.add(deich())
    out = io.BytesIO()
    store.query("CONSTRUCT WHERE { ?u kg:saidBy ?s }").write(out, format)
    read = Dataset(default_union=True)
    read.parse(io.BytesIO(out.getvalue()), format=parser)
    assert sum(1 for _ in read.quads()) == 1
    assert (b"@prefix kg:" in out.getvalue()) == (format in ("turtle", "trig"))


def test_a_malformed_query_is_shown_with_its_line(store):
    with pytest.raises(QueryError, match=r"^malformed query: line 2, column 16\n  \?u kg:saidBy \}\n {15}\^$"):
        store.query("SELECT * {\n  ?u kg:saidBy }")


def test_a_malformed_query_with_parameters_shows_the_line_as_written(store):
    with pytest.raises(QueryError, match=r"line 1, column \d+\nSELECT \* \{ \$x ?"):
        store.query("SELECT * { $x }", params={"x": "urn:a"})
    with pytest.raises(QueryError, match="a parameter does not fit where it stands"):
        store.query("SELECT * { ?s $x ?o }", params={"x": Literal("x")})


def test_updates_and_services_are_refused(store):
    with pytest.raises(QueryError, match="INSERT is an update"):
        store.query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with pytest.raises(QueryError, match="SERVICE is refused"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


# Dumps


@pytest.mark.parametrize(
    ("format", "parser"),
    [
        ("nquads", "nquads"),
        ("trig", "trig"),
        ("turtle", "turtle"),
        ("ntriples", "nt"),
        ("rdfxml", "xml"),
        ("jsonld", "json-ld"),
    ],
)
@pytest.mark.parametrize("sort", [True, False])
def test_a_dump_can_be_read_by_rdflib(store, format, parser, sort):
    store.add(deich())
    out = io.BytesIO()
    store.dump(out, format, sort=sort)
    read = Dataset(default_union=True)
    read.parse(io.BytesIO(out.getvalue()), format=parser)
    assert len({quad[:3] for quad in read.quads()}) == len({quad[:3] for quad in store.quads()})


def test_a_sorted_dump_does_not_depend_on_the_order_of_arrival(tmp_path):
    both = [deich(), deich(OLD + " Mehr.", url=None)]
    with Store.create(tmp_path / "a") as one, Store.create(tmp_path / "b") as other:
        list(one.add_all(both))
        list(other.add_all(reversed(both)))
        assert dump(one) == dump(other)


def test_a_dump_can_be_of_some_graphs_only(store):
    store.add(deich())
    out = io.BytesIO()
    store.dump(out, graphs=[LEDGER])
    assert all(line.endswith(f"<{LEDGER}> .".encode()) for line in out.getvalue().splitlines())


def test_an_unknown_format_is_refused_with_those_there_are(store):
    with pytest.raises(UsageError, match="the formats are nquads, trig, ntriples, turtle, rdfxml, jsonld, not rdfa"):
        store.dump(io.BytesIO(), "rdfa")


def test_counts_tell_what_there_is(store):
    store.add(deich())
    store.add(deich(NEW))
    counts = store.counts()
    told = [counts[what] for what in ("articles", "superseded versions", "utterances", "speakers")]
    assert told == [1, 1, 1, 1]
    assert counts["quads"] == sum(1 for _ in store.quads())


def test_anonymous_sources_of_two_articles_stay_apart(store):
    for outlet in ("Nordblatt", "Südblatt"):
        text = "Es werde eng, sagte ein Insider."
        store.add(story(text, said(text, "Es werde eng", by="ein Insider", kind=EntityKind.ANONYMOUS), outlet=outlet))
    assert store.counts()["speakers"] == 2


def test_the_sample_passage_fits_its_text():
    assert passage(OLD, "Hanna Vogt").fits(OLD)
    assert next(iter(rdf.quads(deich()))).graph == deich().article.id


def test_a_store_that_cannot_publish_lets_go_of_its_lock(path):
    store = Store.create(path)
    store.add(deich())
    (path / "snapshots").rename(path / "beiseite")
    (path / "snapshots").touch()
    with pytest.raises(OSError):
        store.close()
    (path / "snapshots").unlink()
    with Store.open(path, "w") as again:
        assert again.counts()["articles"] == 1
