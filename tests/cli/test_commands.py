"""The commands as a user runs them: real files, a real store."""

import csv
import gzip
import importlib.util
import io
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import igraph
import networkx as nx
import pytest
from commandline import COMMAND, SETTINGS, kg, lines
from typer.main import get_command

from kg import resources
from kg.cli import app

COMMANDS = sorted(get_command(app).commands)
CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "articles"

ARTICLE = """---
title: Pegel steigt weiter
outlet: Hallinger Tageblatt
date: 2024-09-12
url: https://www.hallinger-tageblatt.example/pegel
---

„Wir haben die Deiche zu spät erhöht“, sagte Deichgräfin Änne Kühlbrodt am Donnerstag. Der Pegel werde weiter steigen.

Umweltminister Jörg Müßig wies den Vorwurf zurück. Laut Landesamt ist die Lage ernst.
"""


@pytest.fixture(scope="module")
def corpus_store(sample_store, tmp_path_factory):
    return shutil.copytree(sample_store, tmp_path_factory.mktemp("corpus") / "store")


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "pegel.md"
    path.write_text(ARTICLE, "utf-8")
    return path


def dump(store) -> list[str]:
    done = kg("export", "--format", "nquads", "--store", store)
    assert done.returncode == 0 and done.out
    return sorted(done.out.splitlines())


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_text_with_an_example(command):
    done = kg(command, "--help", COLUMNS="200")
    assert done.returncode == 0
    assert f"Example: kg {command}" in re.sub(r"\s+", " ", done.out)


def test_help_tells_all_commands():
    shown = kg("--help", COLUMNS="200").out
    assert all(command in shown for command in COMMANDS)


def test_a_wrong_option_is_a_usage_error():
    assert kg("stats", "--nonsense").returncode == 2


def test_a_store_that_is_not_there_is_a_usage_error_that_says_what_to_do(tmp_path):
    done = kg("stats", "--store", tmp_path / "nirgends")
    assert done.returncode == 2 and "kg ingest" in done.err


# extract


def test_extract_writes_one_line_an_article_whose_spans_give_back_their_text(article):
    (document,) = lines(kg("extract", article))
    text = document["text"]
    assert document["article"]["outlet"] == "Hallinger Tageblatt"
    quotes = [utterance["quote"] for utterance in document["utterances"]]
    assert "„Wir haben die Deiche zu spät erhöht“" in [quote["text"] for quote in quotes]
    for utterance in document["utterances"]:
        for part in ("quote", "cue", "frame", "addressee", "speaker"):
            if found := utterance[part]:
                assert " ".join(text[start:end] for start, end in found["spans"]) == found["text"]


def test_extract_without_cleaning_leaves_the_input_as_it_is():
    text = "Zur Startseite\r\n\r\n„Nein“, sagte Änne Kühlbrodt.\r\n"
    (document,) = lines(kg("extract", "-", "--no-clean", stdin=text))
    assert document["text"] == text
    assert document["article"]["source"] == "-"


# ingest


def test_ingesting_twice_changes_nothing(article, tmp_path):
    store = tmp_path / "store"
    first = kg("ingest", article, "--store", store, SOURCE_DATE_EPOCH="1730000000")
    before = dump(store)
    second = kg("ingest", article, "--store", store, SOURCE_DATE_EPOCH="1740000000")
    assert "1 new" in first.err and "1 unchanged" in second.err
    assert dump(store) == before


def test_the_same_file_gives_the_same_graph_whatever_the_working_directory(article, tmp_path):
    kg("ingest", article, "--store", tmp_path / "a")
    kg("ingest", article.name, "--store", tmp_path / "b", cwd=article.parent)
    assert dump(tmp_path / "a") == dump(tmp_path / "b")


def test_a_changed_text_under_the_same_url_is_a_new_version_that_points_to_the_old(article, tmp_path):
    store = tmp_path / "store"
    kg("ingest", article, "--store", store)
    article.write_text(ARTICLE.replace("zu spät", "viel zu spät"), "utf-8")
    assert "1 new version" in kg("ingest", article, "--store", store).err
    revisions = lines(kg("query", "SELECT ?new ?old { ?new prov:wasRevisionOf ?old }", "--store", store))
    assert len(revisions) == 1
    said = [row["wording"] for row in lines(kg("who", "Kühlbrodt", "--store", store))]
    assert "„Wir haben die Deiche viel zu spät erhöht“" in said
    assert "„Wir haben die Deiche zu spät erhöht“" not in said


def test_several_workers_write_the_same_graph_as_one(tmp_path):
    files = sorted(CORPUS.glob("*.md"))[:8]
    kg("ingest", *files, "--store", tmp_path / "one")
    kg("ingest", *files, "--store", tmp_path / "two", "--workers", 2)
    assert dump(tmp_path / "one") == dump(tmp_path / "two")


def test_bad_inputs_are_named_with_their_reason_and_the_good_ones_are_in(article, tmp_path):
    folder = article.parent / "eingang"
    folder.mkdir()
    (folder / "gut.md").write_text(ARTICLE, "utf-8")
    (folder / "leer.txt").write_bytes(b"")
    (folder / "archiv.txt").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
    with (folder / "riesig.txt").open("wb") as huge:
        huge.write(b"Ein Satz mit Inhalt.\n" * 2_500_000)
    (folder / "kaputt.txt").write_bytes("Die Brücke „hält“ nicht, sagte Müßig. ".encode() * 5 + b"\xc3\x28 Ende")
    (folder / "halb.jsonl").write_text('{"text": "Das Wehr hält, sagte Änne Kühlbrodt."}\n{"text": "abgeschn', "utf-8")
    (folder / "verboten.txt").symlink_to(folder / "nirgends.txt")
    with gzip.open(folder / "zwei.txt.gz", "wt", encoding="utf-8") as packed:
        packed.write("„Der Damm bricht“, warnte Jörg Müßig.")
    done = kg("ingest", folder, "--store", tmp_path / "store")
    assert done.returncode == 3
    for name in ("leer.txt", "archiv.txt", "riesig.txt", "kaputt.txt:1", "halb.jsonl:2", "verboten.txt"):
        assert f"{name}: " in done.err, done.err
    assert "3 new" in done.err and "6 bad" in done.err
    counts = {row["what"]: row["count"] for row in lines(kg("stats", "--store", tmp_path / "store"))}
    assert counts["articles"] == 3


def test_a_killed_ingest_is_finished_by_the_same_command(tmp_path):
    whole, killed, files = tmp_path / "whole", tmp_path / "killed", sorted(map(str, CORPUS.glob("*.md")))[:12]
    kg("ingest", *files, "--store", whole)
    for delay in (1.0, 2.0, 3.0):
        command = [*COMMAND, "ingest", *files, "--store", str(killed)]
        running = subprocess.Popen(command, env=os.environ | SETTINGS, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert kg("ingest", *files, "--store", killed).returncode == 0
    assert dump(killed) == dump(whole)
    assert kg("verify", "--store", killed).returncode == 0


# Asking


def test_who_takes_a_name_without_its_accents_and_says_whom_it_understood(article, tmp_path):
    kg("ingest", article, "--store", tmp_path / "store")
    done = kg("who", "anne kuhlbrodt", "--store", tmp_path / "store")
    assert "Understood as: Änne Kühlbrodt (person" in done.err
    assert "sagte" in [row["cue"] for row in lines(done)]
    assert {row["file"] for row in lines(done)} == {"pegel.md"}


def test_who_does_not_know_whom_nobody_quotes(corpus_store):
    done = kg("who", "Rumpelstilzchen", "--store", corpus_store)
    assert done.returncode == 2 and "Rumpelstilzchen" in done.err


def test_claims_are_filtered_by_word_day_and_outlet(corpus_store):
    rows = lines(
        kg("claims", "--about", "Tonnen", "--from", "2024-09-01", "--to", "2024-10-31", "--store", corpus_store)
    )
    assert rows and all("tonnen" in row["wording"].casefold() for row in rows)
    narrow = lines(kg("claims", "--outlet", "Querblick", "--store", corpus_store))
    assert narrow and all("Querblick" in row["outlets"] for row in narrow)
    assert not lines(kg("claims", "--to", "1999-12-31", "--store", corpus_store))


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_day_that_is_no_date_is_a_usage_error(corpus_store, option):
    done = kg("claims", option, "gestern", "--store", corpus_store)
    assert done.returncode == 2 and "not a date: “gestern”" in done.err


def test_a_date_of_publication_that_is_none_makes_no_store(article, tmp_path):
    done = kg("ingest", article, "--date", "vorgestern", "--store", tmp_path / "store")
    assert done.returncode == 2 and "not a date: “vorgestern”" in done.err
    assert not (tmp_path / "store").exists()


def test_trace_leads_from_a_claim_to_the_articles_and_sources_that_carry_it(corpus_store):
    printed = max(lines(kg("claims", "--store", corpus_store)), key=lambda row: len(row["outlets"]))
    assert len(printed["outlets"]) > 2
    roads = lines(kg("trace", printed["claim"], "--store", corpus_store))
    assert {road["outlet"] for road in roads} == set(printed["outlets"])
    assert any(step["label"] == "ida" for road in roads for step in road["steps"])
    assert all(road["end"]["kind"] for road in roads)
    assert all(step["spans"] for road in roads for step in road["steps"])


def test_trace_draws_speaker_wording_steps_with_evidence_and_the_end(corpus_store):
    drawn = kg("trace", "Landkreis ohne Notaufnahme", "--format", "table", "--store", corpus_store).out
    assert "Judith Morgenroth" in drawn and "■ ends with" in drawn and "in " in drawn


def test_show_gives_the_article_with_its_utterances(corpus_store):
    shown = kg("show", "wasser-06-landesspiegel", "--store", corpus_store).out
    assert "Der Alarm um 22.40 Uhr" in shown and "Ömer Yıldız" in shown
    page = kg("show", "wasser-06-landesspiegel.md", "--html", "--store", corpus_store).out
    assert page.startswith("<!doctype html>") and '<mark class="Direct"' in page
    assert not re.search(r'(?:src|href)="', page)


def test_show_says_when_a_name_is_not_enough(corpus_store):
    done = kg("show", "nirgends.md", "--store", corpus_store)
    assert done.returncode == 2 and "nirgends.md" in done.err


def test_query_answers_in_the_asked_format(corpus_store):
    count = "SELECT (COUNT(?u) AS ?n) { ?u a kg:Utterance }"
    (row,) = lines(kg("query", count, "--store", corpus_store))
    assert row["n"] > 500
    assert json.loads(kg("query", count, "--format", "json", "--store", corpus_store).out)["head"]["vars"] == ["n"]
    header, *_ = csv.reader(io.StringIO(kg("query", count, "-f", "csv", "--store", corpus_store).out))
    assert header == ["n"]
    assert lines(kg("query", "ASK { ?u a kg:Utterance }", "--store", corpus_store)) == [{"answer": True}]
    assert "prov" in kg("query", "CONSTRUCT WHERE { ?u a kg:Utterance }", "-f", "turtle", "--store", corpus_store).out


def test_a_number_that_is_none_is_shown_as_it_is_written(corpus_store):
    (row,) = lines(kg("query", 'SELECT ("drei"^^xsd:integer AS ?n) {}', "--store", corpus_store))
    assert row == {"n": "drei"}


@pytest.mark.parametrize(
    "query", ["SELECT nonsense", "DROP ALL", "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"]
)
def test_a_query_that_cannot_be_answered_is_a_usage_error(corpus_store, query):
    done = kg("query", query, "--store", corpus_store)
    assert done.returncode == 2 and done.err.startswith("Error: ")


def test_the_named_queries_are_listed_and_all_run(corpus_store):
    listed = lines(kg("query", "--list"))
    assert len(listed) >= 12
    for query in listed:
        assert query["answers"]
        assert kg("query", "--name", query["name"], "--store", corpus_store).returncode == 0


def test_a_named_query_takes_parameters(corpus_store):
    rows = lines(kg("query", "--name", "who-said-what", "--param", "speaker=Jochen Brandt", "--store", corpus_store))
    assert rows


# Checks and exports


def test_check_finds_the_planted_cases_and_keeps_them_where_sparql_finds_them(corpus_store):
    answer = kg("check", "--least", "info", "--store", corpus_store)
    found = lines(answer)
    assert {finding["check"] for finding in found} > {"misattribution", "single-source", "dead-end", "anonymous-only"}
    assert b"kg compare --all" in answer.stderr
    stored = lines(kg("query", "SELECT ?f { ?f a kg:Finding ; kg:check ?check }", "--store", corpus_store))
    assert {row["f"] for row in stored} >= {finding["id"] for finding in found}


def test_check_shows_the_gravest_first_and_what_one_asks_about(corpus_store):
    order = ("error", "warning", "notice")
    shown = [finding["severity"] for finding in lines(kg("check", "--store", corpus_store))]
    assert shown == sorted(shown, key=order.index) and set(shown) <= set(order)
    about = lines(kg("check", "--about", "früher warnen", "--store", corpus_store))
    assert about and all("früher warnen" in json.dumps(finding, ensure_ascii=False) for finding in about)


def test_a_further_check_finds_what_one_from_scratch_finds(corpus_store):
    first, further, anew = (
        kg("check", "--least", "info", *more, "--store", corpus_store).stdout for more in ((), (), ("--anew",))
    )
    assert first == further == anew


def test_check_writes_a_page_to_be_mailed_round(corpus_store):
    page = kg("check", "--format", "html", "--least", "warning", "--store", corpus_store).stdout.decode()
    assert page.startswith("<!doctype html>") and page.count("<article") >= 3
    assert "<mark>„Wir hätten die Menschen am Fluss früher warnen müssen" in page


def test_check_looks_at_one_outlet_at_what_is_new_and_at_what_was_known(corpus_store):
    least = ("--least", "info", "--store", corpus_store)
    whole = {finding["id"] for finding in lines(kg("check", *least))}
    for narrow in (("--outlet", "Querblick"), ("--since", "20.10.2024")):
        some = {finding["id"] for finding in lines(kg("check", *narrow, *least))}
        assert some and some < whole
    assert lines(kg("check", "--as-of", "2020-01-01", *least)) == []


def test_check_tells_what_falls_without_an_agency_or_an_article(corpus_store):
    for gone in ("wasser-09-querblick",):
        found = lines(kg("check", "--without", gone, "--store", corpus_store))
        assert found and {finding["check"] for finding in found} == {"retraction"}
        assert any(finding["message"].startswith("Ohne ") for finding in found)
    assert kg("check", "--without", "gibtsnicht", "--store", corpus_store).returncode == 2


def test_what_a_person_rejects_is_not_shown_any_more(corpus_store):
    first, *_ = lines(kg("check", "--only", "misattribution", "--store", corpus_store))
    done = kg("judge", first["id"], "reject", "--why", "zwei „Sätze“", "--store", corpus_store)
    assert done.returncode == 0 and done.stderr.decode().startswith("Rejected: ")
    shown = lines(kg("check", "--only", "misattribution", "--store", corpus_store))
    assert first["id"] not in {finding["id"] for finding in shown}
    again = lines(kg("check", "--only", "misattribution", "--rejected", "--store", corpus_store))
    (found,) = [finding for finding in again if finding["id"] == first["id"]]
    assert (found["verdict"], found["why"]) == ("rejected", "zwei „Sätze“")
    assert kg("judge", first["id"], "accept", "--store", corpus_store).returncode == 0


def test_check_fails_only_on_findings_that_are_grave_enough(corpus_store):
    assert kg("check", "--only", "misattribution", "--fail-on", "warning", "--store", corpus_store).returncode == 1
    assert kg("check", "--only", "misattribution", "--fail-on", "error", "--store", corpus_store).returncode == 0
    assert kg("check", "--only", "gibtsnicht", "--store", corpus_store).returncode == 2


def test_the_graph_fits_its_shapes_and_its_evidence_is_sound(tmp_path):
    assert kg("ingest", *sorted(CORPUS.glob("*.md"))[:4], "--store", tmp_path).returncode == 0
    assert kg("validate", "--store", tmp_path).returncode == 0
    assert kg("verify", "--store", tmp_path).returncode == 0


@pytest.mark.parametrize("view", ["speakers-claims-outlets", "sourcing", "provenance"])
def test_graphs_open_in_networkx_and_igraph_with_the_same_counts(corpus_store, tmp_path, view):
    path, timeline = tmp_path / "graph.graphml", tmp_path / "graph.gexf"
    assert kg("export", "-f", "graphml", "--view", view, "-o", path, "--store", corpus_store).returncode == 0
    done = kg("export", "-f", "gexf", "--view", view, "-o", timeline, "--store", corpus_store)
    ours, theirs, dated = nx.read_graphml(path), igraph.Graph.Read_GraphML(str(path)), nx.read_gexf(timeline)
    assert (ours.number_of_nodes(), ours.number_of_edges()) == (theirs.vcount(), theirs.ecount())
    assert set(dated) == set(ours) and set(dated.edges()) == set(ours.edges()) and len(ours) > 100
    assert f"{len(dated)} nodes, {dated.number_of_edges()} edges" in done.err
    assert all(data["start"] <= data["end"] for *_, data in dated.edges(data=True))


def test_a_graph_is_narrowed_down_and_laid_out(corpus_store, tmp_path):
    path = tmp_path / "damm.graphml"
    options = (
        "--about",
        "brücke",
        "--from",
        "1.9.2024",
        "--to",
        "2024-09-30",
        "--min-weight",
        "2",
        "--layout",
        "spring",
    )
    assert kg("export", "-f", "graphml", *options, "-o", path, "--store", corpus_store).returncode == 0
    graph = nx.read_graphml(path)
    assert 0 < len(graph) < 100 and {"x", "y"} <= graph.nodes[next(iter(graph))].keys()
    assert all(data["weight"] >= 2 and data["start"] >= "2024-09-01" for *_, data in graph.edges(data=True))
    early = kg("export", "-f", "gexf", "--as-of", "2000-01-01", "--store", corpus_store)
    assert early.returncode == 0 and len(nx.read_gexf(io.BytesIO(early.stdout))) == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-f", "gexf", "--view", "landkarte"), "no view named landkarte"),
        (("-f", "gexf", "--layout", "kreis"), "no layout named kreis"),
        (("-f", "gexf", "--from", "gestern"), "not a date: “gestern”"),
        (("-f", "trig", "--view", "claims", "--about", "Damm"), "--view, --about: only for --format graphml or gexf"),
    ],
)
def test_a_graph_that_cannot_be_drawn_leaves_no_file(corpus_store, tmp_path, options, told):
    done = kg("export", *options, "-o", tmp_path / "graph", "--store", corpus_store)
    assert done.returncode == 2 and told in done.err and not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", ["nquads", "trig", "turtle", "jsonld"])
def test_rdf_exports_can_be_read_again(corpus_store, tmp_path, format):
    import pyoxigraph

    path = tmp_path / "graph"
    assert kg("export", "-f", format, "-o", path, "--store", corpus_store).returncode == 0
    formats = {"nquads": "N_QUADS", "trig": "TRIG", "turtle": "TURTLE", "jsonld": "JSON_LD"}
    read = list(pyoxigraph.parse(path=str(path), format=getattr(pyoxigraph.RdfFormat, formats[format])))
    original = list(
        pyoxigraph.parse(kg("export", "-f", "nquads", "--store", corpus_store).stdout, pyoxigraph.RdfFormat.N_QUADS)
    )
    if format == "turtle":
        assert {quad.triple for quad in read} == {quad.triple for quad in original}
    else:
        assert set(read) == set(original)


def test_an_export_that_cannot_be_written_leaves_nothing_behind(corpus_store, tmp_path):
    target = tmp_path / "fehlt" / "graph.nq"
    done = kg("export", "-f", "nquads", "-o", target, "--store", corpus_store)
    assert done.returncode == 2 and not target.exists()


def test_an_export_to_a_device_writes_to_it_and_leaves_it_in_place(corpus_store, tmp_path):
    pipe, copy = tmp_path / "rohr", tmp_path / "abschrift"
    os.mkfifo(pipe)
    with copy.open("wb") as out, subprocess.Popen(["cat", pipe], stdout=out):
        assert kg("export", "-f", "nquads", "-o", pipe, "--store", corpus_store).returncode == 0
    assert sorted(copy.read_text("utf-8").splitlines()) == dump(corpus_store)
    assert pipe.is_fifo()


def test_a_folder_is_no_file_to_export_to(corpus_store, tmp_path):
    done = kg("export", "-f", "nquads", "-o", tmp_path, "--store", corpus_store)
    assert done.returncode == 2 and "it is a folder" in done.err


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the system has no /dev/full")
def test_a_full_disk_is_told_as_such():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "query", "--list"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 4 and done.stderr.decode() == "Error: No space left on device\n"


def test_a_retracted_article_is_gone_leaves_a_tombstone_and_stays_out_until_it_is_let_in_again(article, tmp_path):
    store, url = tmp_path / "store", "https://www.hallinger-tageblatt.example/pegel"
    kg("ingest", article, "--store", store)
    assert kg("retract", "pegel.md", "--why", "Zitat erfunden", "--store", store).returncode == 0
    (stone,) = lines(kg("query", "SELECT ?why { ?a kg:retractionReason ?why }", "--store", store))
    assert stone["why"] == "Zitat erfunden"
    again = kg("ingest", article, "--store", store)
    assert again.returncode == 0 and "1 retracted before" in again.err
    assert not lines(kg("query", "SELECT ?u { ?u a kg:Utterance }", "--store", store))
    kg("retract", url, "--undo", "--store", store)
    assert "1 new" in kg("ingest", article, "--store", store).err


def test_evaluate_prints_every_figure(tmp_path):
    rows = lines(kg("evaluate", CORPUS.parent / "gold" / "wasser-06-landesspiegel.json"))
    assert {"utterances", "speaker", "chain"} <= {row["measure"] for row in rows}


def test_the_model_in_use_tells_its_licence_and_its_hash_and_the_graph_names_it(article, tmp_path):
    (about,) = json.loads(kg("model", "info", "--format", "json").out)
    facts = {row["fact"]: row["value"] for row in lines(kg("model", "info"))}
    assert facts["licence"] == about["licence"] and "NC-SA" in facts["licence"]
    assert facts["hash"] == about["hash"]
    kg("ingest", article, "--store", tmp_path / "store")
    query = "SELECT DISTINCT ?model { ?run kg:model ?model }"
    told = kg("query", query, "--store", tmp_path / "store").out
    assert f"{about['name']} {about['hash'][:12]}" in told


def test_another_model_is_used_if_the_variable_names_one_and_missed_if_it_is_not_there(article, tmp_path):
    done = kg("extract", article, KG_MODEL=str(tmp_path / "nichts"))
    assert done.returncode == 2 and "KG_MODEL" in done.err
    assert kg("extract", article, KG_MODEL=str(resources.model())).out == kg("extract", article).out


def test_an_error_analysis_needs_the_quotation_corpus(tmp_path):
    done = kg("evaluate", CORPUS.parent / "gold", "--errors")
    assert done.returncode == 2 and ".jsonl" in done.err


def test_a_model_that_is_not_there_is_a_usage_error(tmp_path):
    done = kg("model", "info", tmp_path)
    assert done.returncode == 2 and str(tmp_path) in done.err


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="torch is installed")
def test_training_says_what_has_to_be_installed(tmp_path):
    done = kg("model", "train", tmp_path, "-o", tmp_path / "modell")
    assert done.returncode == 2 and "wortlaut[train]" in done.err
