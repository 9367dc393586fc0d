"""The store as tables: the things of the graph, one row each, keys that join, and files that keep every text."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from graph_samples import said, story
from graph_strategies import extractions
from hypothesis import HealthCheck, Phase, given, settings
from pyarrow import parquet

from kg import ask, identify
from kg.checks.judged import judge
from kg.errors import UsageError
from kg.exports.tables import TABLES, Row, files, rows, table, tables
from kg.records import EntityKind
from kg.store import Store

fast = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
"""Each example makes a store; to shrink one would take minutes."""

TEXT = "„Der Damm hält“, sagte Zoë Öztürk. Die Lage sei ernst, meldete kpa unter Berufung auf zwei Helfer."
ODD = "\x01\x08\x0b\x1f\u0085\u2028 <b>&amp;</b> \"'; \r\n\t\N{RIGHT-TO-LEFT OVERRIDE}שלום مرحبا \N{PILE OF POO}=1+1"


@pytest.fixture(scope="module")
def checked(compared_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two stories of the sample corpus with relations and findings, of which one is accepted."""
    folder = tmp_path_factory.mktemp("tables") / "store"
    shutil.copytree(compared_store, folder)
    with Store.create(folder) as store:
        judge(store, next(iter(tables(store)["findings"]))["finding"], accepted=True, why="Ausschnitt geprüft")
        yield store


def stats(store: Store) -> dict[str, int]:
    return {row["what"]: row["count"] for row in ask.stats(store)}


def test_there_are_as_many_rows_as_kg_stats_counts(checked):
    counts = stats(checked)
    rows = {name: list(found) for name, found in tables(checked).items()}
    assert len(rows["articles"]) == counts["articles"] > 20
    assert len(rows["outlets"]) == counts["outlets"]
    assert len(rows["utterances"]) == counts["utterances"]
    assert sum(row["speaker"] is not None for row in rows["utterances"]) == counts["… with a speaker"]
    assert sum(row["type"] == "Direct" for row in rows["utterances"]) == counts["… Direct"]
    assert sum(row["steps"] > 0 for row in rows["utterances"]) == counts["… with a source chain"]
    assert sum(row["utterances"] > 0 for row in rows["speakers"]) == counts["speakers"]
    assert sum(row["wordings"] for row in rows["claims"]) == counts["claims"]
    assert len(rows["claims"]) == len(ask.claims(checked)) < counts["claims"]
    assert len(rows["findings"]) + len(rows["relations"]) == counts["findings"]
    assert len(rows["relations"]) > 100


def test_what_a_table_counts_is_in_the_others(checked):
    rows = {name: list(found) for name, found in tables(checked).items()}
    utterances = rows["utterances"]
    assert sum(row["steps"] for row in utterances) == len(rows["chains"])
    for name in ("articles", "outlets", "speakers"):
        assert sum(row["utterances"] for row in rows[name]) == sum(row[name[:-1]] is not None for row in utterances)
    assert sum(row["utterances"] for row in rows["claims"]) == sum(row["claim"] is not None for row in utterances)
    assert sum(row["relayed"] for row in rows["speakers"]) == len(rows["chains"])


def test_a_key_stands_once_and_every_id_leads_to_a_row(checked):
    known = tables(checked)
    keys = {name: [tuple(row[part] for part in found.key) for row in found] for name, found in known.items()}
    for name, found in known.items():
        assert len(set(keys[name])) == len(keys[name]) > 0, name
        for column in (column for column in found.columns if column.table):
            ids = {(row[column.name],) for row in found} - {(None,)}
            assert ids <= set(keys[column.table]), f"{name}.{column.name}"


def test_a_finding_is_about_nodes_that_are_in_the_table_of_their_kind(checked):
    known = {name: {next(iter(row.values())) for row in found} for name, found in tables(checked).items()}
    for row in tables(checked)["concerns"]:
        where = {"utterance": "utterances", "claim": "claims", "article": "articles", "step": "chains"}
        if row["kind"] == "unnamed":
            assert row["node"].removesuffix("#speaker") in known["utterances"]
        else:
            assert row["node"] in known[where.get(row["kind"], "speakers")] | known["outlets"]


def test_the_spans_of_an_utterance_find_its_words(checked):
    texts = {row["article"]: checked.text(row["text_sha256"]) for row in tables(checked)["articles"]}
    for row in tables(checked)["utterances"]:
        pieces = [slice(*map(int, span.split(":"))) for span in row["spans"].split()]
        assert " ".join(texts[row["article"]][piece] for piece in pieces) == row["wording"]
        assert (row["start"], row["end"]) == (pieces[0].start, pieces[-1].stop)


def test_replaced_versions_are_left_out(checked):
    articles = list(tables(checked)["articles"])
    replaced = {row["revision_of"] for row in articles} - {None}
    assert len(replaced) == stats(checked)["superseded versions"] > 0
    assert replaced.isdisjoint(row["article"] for row in articles)


def test_who_was_judged_one_is_one_row(sample_store, tmp_path):
    shutil.copytree(sample_store, tmp_path / "store")
    with Store.create(tmp_path / "store") as store:
        one, other, *_ = (row for row in tables(store)["speakers"] if row["kind"] == "person" and row["utterances"])
        identify.merge(store, one["speaker"], other["speaker"])
        (left,) = [row for row in tables(store)["speakers"] if row["speaker"] in (one["speaker"], other["speaker"])]
        assert left["utterances"] == one["utterances"] + other["utterances"]
        names = {row["speaker_name"] for row in tables(store)["utterances"] if row["speaker"] == left["speaker"]}
        assert names == {left["name"]}


def test_what_a_person_said_of_a_finding_stands_beside_it(checked):
    accepted = [row for row in tables(checked)["findings"] if row["accepted"] is not None]
    assert [(row["accepted"], row["why"]) for row in accepted] == [(True, "Ausschnitt geprüft")]


def test_times_and_numbers_are_of_their_type(checked):
    row = next(row for row in tables(checked)["utterances"] if row["said_from"])
    assert isinstance(row["date"], date) and isinstance(row["said_from"], datetime)
    assert row["said_from"] < row["said_until"] and row["said_from"].tzinfo is None
    assert 0 < row["confidence"] <= 1 and row["negated"] in (True, False)
    article = next(iter(tables(checked)["articles"]))
    assert article["learned"].isoformat() == "2024-10-27T03:33:20+00:00"


@pytest.fixture
def dam(tmp_path) -> Iterator[Store]:
    """A store with one short article."""
    helpers = [("kpa", EntityKind.AGENCY), ("zwei Helfer", EntityKind.ANONYMOUS)]
    spoken = [said(TEXT, "„Der Damm hält“", by="Zoë Öztürk"), said(TEXT, "Die Lage sei ernst", by="kpa", via=helpers)]
    with Store.create(tmp_path / "store") as store:
        store.add(
            story(TEXT, *spoken, outlet="Landesspiegel", published="2024-09-03T08:00:00+02:00", authors=("A", "Ü"))
        )
        yield store


def test_a_row_tells_who_said_what_where(dam):
    first, second = tables(dam)["utterances"]
    assert (first["speaker_name"], first["wording"], first["outlet_name"], first["date"], first["steps"]) == (
        "Zoë Öztürk",
        "„Der Damm hält“",
        "Landesspiegel",
        date(2024, 9, 3),
        0,
    )
    assert [(row["label"], row["kind"], row["origin"], row["evidence"]) for row in tables(dam)["chains"]] == [
        ("kpa", "agency", False, "kpa"),
        ("zwei Helfer", "anonymous", True, "zwei Helfer"),
    ]
    assert second["steps"] == 2
    (article,) = tables(dam)["articles"]
    assert (article["authors"], article["published"], article["line"]) == ("A; Ü", "2024-09-03T08:00:00+02:00", None)


def test_a_table_that_is_not_there_is_told_with_those_that_are(dam):
    with pytest.raises(UsageError, match="no table named zitate; there are articles, outlets"):
        table(dam, "zitate")


# Files


READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def read_csv(folder: Path) -> dict[str, list[Row]]:
    """The tables of a folder, read by nothing but what its data package says."""
    found = {}
    for resource in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
        fields = resource["schema"]["fields"]
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            assert next(lines) == [field["name"] for field in fields]
            cells = [zip(fields, line, strict=True) for line in lines]
        found[resource["name"]] = [{f["name"]: READ[f["type"]](c) if c else None for f, c in line} for line in cells]
    return found


def read_parquet(folder: Path) -> dict[str, list[Row]]:
    return {name: parquet.read_table(folder / f"{name}.parquet").to_pylist() for name in TABLES}


def written(store: Store) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    with tempfile.TemporaryDirectory() as folder:
        files.write(store, Path(folder, "csv"), "csv")
        files.write(store, Path(folder, "parquet"), "parquet")
        return read_csv(Path(folder, "csv")), read_parquet(Path(folder, "parquet"))


def without_empty(rows: list[Row]) -> list[Row]:
    """CSV knows no difference between an empty text and none."""
    return [{name: None if value == "" else value for name, value in row.items()} for row in rows]


def test_both_formats_give_back_every_row(checked):
    as_csv, as_parquet = written(checked)
    for name, found in tables(checked).items():
        assert as_csv[name] == as_parquet[name] == list(found), name


@fast
@given(extractions())
def test_whatever_stands_in_an_article_survives_both_formats(extraction):
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "store")) as store:
        store.add(extraction)
        as_csv, as_parquet = written(store)
        for name, table in tables(store).items():
            rows = list(table)
            assert as_parquet[name] == rows
            assert as_csv[name] == without_empty(rows)
        assert len(as_csv["utterances"]) == len(extraction.utterances)


@pytest.mark.parametrize("label", [ODD, "Ö" * 10_000, "Zeile\nund\r\nZeile\r", 'ein "Zitat", im Zitat'])
def test_an_odd_label_survives(label, tmp_path):
    text = f"{label} sagte das"
    with Store.create(tmp_path / "store") as store:
        store.add(story(text, said(text, "sagte das", by=label), headline=label, outlet=label))
        as_csv, as_parquet = written(store)
    for found in (as_csv, as_parquet):
        assert found["articles"][0]["headline"] == label
        assert found["speakers"][0]["name"] == found["utterances"][0]["speaker_name"] == label


def test_half_a_character_becomes_the_sign_for_it(dam):
    dam.add(story("\ud83dkaputt sagte das", headline="kaputt \ud83d"))
    as_csv, as_parquet = written(dam)
    assert "kaputt \ufffd" in [row["headline"] for row in as_csv["articles"]]
    assert as_csv["articles"] == as_parquet["articles"]


def test_without_pyarrow_it_is_told_what_to_install(dam, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pyarrow is not installed: pip install 'wortlaut\[tables\]'"):
        files.write(dam, tmp_path / "parquet", "parquet")
    assert not (tmp_path / "parquet").exists()
    files.write(dam, tmp_path / "csv", "csv")


def test_lines_of_csv_end_as_the_standard_asks(dam, tmp_path):
    files.write(dam, tmp_path / "csv", "csv")
    raw = (tmp_path / "csv" / "chains.csv").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") == 3 and raw.endswith(b"\r\n") and not raw.startswith(b"\xef\xbb\xbf")


def test_the_data_package_says_what_every_column_means(dam, tmp_path):
    files.write(dam, tmp_path / "csv", "csv")
    package = json.loads((tmp_path / "csv" / "datapackage.json").read_text("utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    named = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert list(named) == list(TABLES)
    for schema in named.values():
        assert all(field["description"].endswith((".", "…")) and field["type"] in READ for field in schema["fields"])
        for key in schema["foreignKeys"]:
            goal = named[key["reference"]["resource"]]
            assert key["fields"] in {field["name"] for field in schema["fields"]}
            assert goal["primaryKey"] == key["reference"]["fields"]


def test_parquet_knows_types_and_meanings(dam, tmp_path):
    files.write(dam, tmp_path / "parquet", "parquet")
    schema = parquet.read_schema(tmp_path / "parquet" / "utterances.parquet")
    types = {name: str(schema.field(name).type) for name in ("date", "said_from", "confidence", "negated", "position")}
    assert list(types.values()) == ["date32[day]", "timestamp[us]", "double", "bool", "int64"]
    assert schema.field("cue").metadata[b"description"].decode() == "Words that mark it as said: sagte, teilte … mit."


def test_pandas_keeps_whole_numbers_whole_where_some_are_missing(dam):
    frame = tables(dam)["articles"].to_pandas()
    assert str(frame["line"].dtype) == "Int64" and frame["line"].isna().all()
    assert frame["date"].dt.day_name().tolist() == ["Tuesday"]
    assert str(tables(dam)["utterances"].to_pandas()["former"].dtype) == "boolean"


def test_polars_has_the_same_rows(dam):
    assert tables(dam)["utterances"].to_polars().to_dicts() == list(tables(dam)["utterances"])


def test_an_empty_store_has_tables_with_headers_alone(tmp_path):
    with Store.create(tmp_path / "store") as store:
        as_csv, as_parquet = written(store)
        assert not any(as_csv.values()) and not any(as_parquet.values())
        assert tables(store)["claims"].to_pandas().columns.tolist() == [c.name for c in TABLES["claims"].columns]


def test_a_run_that_breaks_off_leaves_what_was_there(dam, tmp_path, monkeypatch):
    folder = tmp_path / "csv"
    files.write(dam, folder, "csv")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    dam.add(story("„Noch einer“, sagte Ute Kern.", headline="Noch einer"))
    monkeypatch.setattr(rows, "_CLAIMS", "kein SPARQL %s")
    with pytest.raises(Exception, match="SPARQL"):
        files.write(dam, folder, "csv")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    with pytest.raises(Exception, match="SPARQL"):
        files.write(dam, tmp_path / "neu", "csv")
    assert not (tmp_path / "neu").exists()


def test_rows_are_drawn_as_they_are_asked_for(dam, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 1)
    dam.add(
        story("„Noch einer“, sagte Ute Kern.", said("„Noch einer“, sagte Ute Kern.", "„Noch einer“", by="Ute Kern"))
    )
    utterances = tables(dam)["utterances"]
    asked = []
    monkeypatch.setattr(
        utterances.view, "ask", lambda query, ask=utterances.view.ask: asked.append(query) or ask(query)
    )
    drawn = iter(utterances)
    next(drawn)
    first = len(asked)
    assert len(list(drawn)) == 2 and len(asked) == 2 * first
