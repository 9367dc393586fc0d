"""`import kg` gives programs what the commands give people."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.errors import InputError, StoreError, UsageError
from kg.records import SpeechType
from kg.vocab import KG

ARTICLES = Path(__file__).parents[2] / "data" / "corpus" / "articles"
TEXT = "„Wir haben die Deiche zu spät erhöht“, sagte Deichgräfin Änne Kühlbrodt am Donnerstag."


@pytest.fixture(scope="module")
def graph(sample_store: Path) -> kg.Graph:
    return kg.open(sample_store)


def command(*args: object) -> list[Any]:
    """What the command line gives, from JSON lines."""
    code = "from kg.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_who_claims_and_stats_are_those_of_the_commands(graph, sample_store):
    assert graph.who("Hellwege") == command("who", "Hellwege", "-s", sample_store) != []
    assert graph.claims(about="Tonnen") == command("claims", "--about", "Tonnen", "-s", sample_store) != []
    assert graph.stats() == {row["what"]: row["count"] for row in command("stats", "-s", sample_store)}


def test_a_named_query_has_the_same_rows(graph, sample_store):
    rows = graph.query(name="who-said-what", params={"speaker": "Jochen Brandt"})
    assert len(rows) == len(
        command("query", "--name", "who-said-what", "--param", "speaker=Jochen Brandt", "-s", sample_store)
    )
    assert rows and rows[0]["wording"]


def test_queries_give_plain_values(graph):
    (row,) = graph.query("SELECT (COUNT(?u) AS ?n) { ?u kg:speechType $type }", params={"type": f"<{KG}Direct>"})
    assert row["n"] > 200
    assert graph.query("ASK { ?u kg:speechType kg:Direct }") == [{"answer": True}]
    (term, *_) = graph.query("CONSTRUCT { ?u kg:type ?t } { ?u kg:speechType ?t }")
    assert term["object"] in set(SpeechType)


def test_a_query_is_given_by_text_or_by_name(graph):
    with pytest.raises(UsageError, match="one query"):
        graph.query()
    with pytest.raises(UsageError, match="there is no query nix"):
        graph.query(name="nix")


def test_the_evidence_is_at_hand(graph):
    road = graph.trace("Ein Landkreis ohne Notaufnahme")[0]
    article = graph.show(road.file)
    assert " ".join(article.article.text[start:end] for start, end in road.spans) == road.wording


def test_two_utterances_are_compared_as_by_the_command(graph, sample_store):
    told = graph.compare("Wir bleiben bei 180 Millionen", "310 Millionen Euro kosten")
    assert told["a"]["speaker"] != told["b"]["speaker"]
    said = command("compare", "Wir bleiben bei 180 Millionen", "310 Millionen Euro kosten", "-s", sample_store)
    assert said == [told]


def test_tables_and_networks_come_from_the_same_graph(graph):
    utterances = graph.tables["utterances"].to_pandas()
    drawn = graph.network()
    assert isinstance(drawn, nx.MultiDiGraph)
    assert {iri for iri, kind in drawn.nodes(data="kind") if kind == "utterance"} == set(utterances["utterance"])


def test_origins_are_told_of_every_claim(graph):
    found = {each.claim: each for each in graph.origins()}
    assert all(1 <= each.least <= each.most for each in found.values())
    fewer = {each.claim for each in found.values() if 2 <= len(each.outlets) > each.least}
    assert fewer == {finding.nodes[0] for finding in graph.check(["independent-origins"])} != set()


def test_findings_come_gravest_first_and_a_reader_keeps_none(graph):
    found = graph.check()
    ranks = [each.severity.rank for each in found]
    assert ranks == sorted(ranks, reverse=True) and found
    assert not graph.query("SELECT ?f { ?f a kg:Finding }")
    assert graph.check(without="Landesspiegel")


def test_reading_does_not_write(graph):
    with pytest.raises(StoreError, match="for reading only"):
        graph.ingest([])


@pytest.mark.parametrize("name", ["a.graphml", "a.gexf", "a.nq", "a.ttl", "a.ftm"])
def test_the_suffix_says_the_format(name, graph, tmp_path):
    graph.export(tmp_path / name)
    assert (tmp_path / name).stat().st_size > 1000


def test_tables_are_exported_to_a_folder_or_one_to_a_file(graph, tmp_path):
    assert graph.export(tmp_path / "tabellen", "csv") == {"file": 10}
    assert graph.export(tmp_path / "medien.csv", table="outlets") == {"row": 8}
    assert (tmp_path / "medien.csv").read_bytes() == (tmp_path / "tabellen" / "outlets.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("a.xyz", {}, "which format"),
        ("a.nq", {"view": "speakers"}, "only for graphml or gexf"),
        ("a.graphml", {"table": "claims"}, "a table is written as csv or parquet"),
        ("a.csv", {"table": "zitate"}, "no table named zitate"),
    ],
)
def test_what_does_not_go_together_is_told_and_leaves_no_file(name, options, reason, graph, tmp_path):
    with pytest.raises(UsageError, match=reason):
        graph.export(tmp_path / name, **options)
    assert not list(tmp_path.iterdir())


def test_a_graph_is_filled_judged_and_emptied(tmp_path):
    (tmp_path / "pegel.txt").write_text(TEXT, "utf-8")
    (tmp_path / "leer.txt").write_text("", "utf-8")
    with kg.open(tmp_path / "store", "w") as graph:
        outcomes = graph.ingest([tmp_path / "pegel.txt", tmp_path / "leer.txt"], outlet="Hallinger Tageblatt")
        assert [each.status.value for each in outcomes] == ["new", "bad"]
        assert [each.label for each in graph.entities("Kühlbrodt")] == ["Änne Kühlbrodt"]
        assert graph.validate() == graph.verify() == []
        graph.retract("pegel", why="Zitat falsch zugeordnet")
        assert graph.stats()["articles"] == 0
    with kg.open(tmp_path / "store") as graph:
        assert graph.stats()["retracted articles"] == 1


def test_a_verdict_stays(sample_store, tmp_path):
    shutil.copytree(sample_store, tmp_path / "store")
    with kg.open(tmp_path / "store", "w") as graph:
        found = graph.check(["dead-end"])[0]
        assert graph.judge(found.id, accepted=False, why="Ausschnitt geprüft") == found
        (row,) = [row for row in graph.tables["findings"] if row["accepted"] is not None]
        assert (row["finding"], row["accepted"], row["why"]) == (found.id, False, "Ausschnitt geprüft")


def test_identities_are_merged_and_split(sample_store, tmp_path):
    shutil.copytree(sample_store, tmp_path / "store")
    with kg.open(tmp_path / "store", "w") as graph:
        one, other = [each.label for each in graph.entities() if each.kind == "person"][:2]
        graph.merge(one, other)
        assert [each.label for each in graph.entities(one)] == [each.label for each in graph.entities(other)]
        graph.split(one, other)
        assert graph.entities(one) != graph.entities(other)


def test_analyse_needs_no_store(tmp_path):
    (tmp_path / "pegel.txt").write_text(TEXT, "utf-8")
    (found,) = kg.analyse(tmp_path / "pegel.txt", outlet="Hallinger Tageblatt", date="12.9.2024")
    assert (found.article.outlet, found.article.published) == ("Hallinger Tageblatt", "2024-09-12")
    assert found.utterances[0].speaker.entity.label == "Änne Kühlbrodt"


def test_a_bad_input_is_raised_unless_somebody_takes_it(tmp_path):
    (tmp_path / "a.txt").write_text("", "utf-8")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    with pytest.raises(InputError, match=r"a\.txt"):
        list(kg.analyse(tmp_path))
    bad: list[InputError] = []
    assert len(list(kg.analyse(tmp_path, on_bad=bad.append))) == len(bad) == 1


def test_the_names_stay_functions_whatever_modules_are_loaded():
    code = (
        "import kg; before = kg.open, kg.analyse, kg.score; import kg.api, kg.evaluate, kg.extract; "
        "print(before == (kg.open, kg.analyse, kg.score), sorted(kg.__all__) == sorted(set(dir(kg)) & set(kg.__all__)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_what_is_not_there_is_told_as_python_tells_it():
    with pytest.raises(AttributeError, match="no attribute 'zitate'"):
        _ = kg.zitate
