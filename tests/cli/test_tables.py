"""`kg export` of tables and FollowTheMoney, as a user runs it."""

from __future__ import annotations

import csv
import io
import json

from commandline import Done, kg
from pyarrow import parquet

from kg.exports.tables import TABLES


def export(store, *args) -> Done:
    return kg("export", "-s", store, *args)


def test_a_folder_gets_a_file_a_table_and_what_it_all_means(sample_store, tmp_path):
    done = export(sample_store, "--format", "csv", "-o", tmp_path / "tabellen")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "Wrote 10 files to" in done.err
    names = {f"{name}.csv" for name in TABLES} | {"datapackage.json"}
    assert {path.name for path in (tmp_path / "tabellen").iterdir()} == names


def test_one_table_goes_to_standard_output_or_a_file(sample_store, tmp_path):
    done = export(sample_store, "--format", "csv", "--table", "outlets")
    rows = list(csv.DictReader(io.StringIO(done.out, newline="")))
    assert len(rows) == 8 and "Ostermärkische Rundschau" in {row["name"] for row in rows}
    done = export(sample_store, "-f", "parquet", "--table", "outlets", "-o", tmp_path / "medien.parquet")
    assert "medien.parquet: 8 rows" in done.err
    assert parquet.read_table(tmp_path / "medien.parquet").num_rows == 8


def test_entities_come_as_json_lines(sample_store):
    lines = export(sample_store, "--format", "ftm").out.splitlines()
    assert {json.loads(line)["schema"] for line in lines} >= {"Article", "Person", "Note", "Documentation"}


def test_what_does_not_go_is_told_before_anything_is_written(sample_store, tmp_path):
    (tmp_path / "datei").write_text("bleibt", "utf-8")
    for args, reason in [
        (["-f", "csv"], "say where: --output FOLDER, or --table NAME for one of articles, outlets"),
        (["-f", "csv", "-o", tmp_path / "datei"], "File exists"),
        (["-f", "csv", "--table", "zitate", "-o", tmp_path / "x.csv"], "no table named zitate; there are articles"),
        (["-f", "trig", "--table", "claims"], "--table: only for --format csv or parquet"),
        (["-f", "csv", "--view", "speakers", "-o", tmp_path / "y"], "--view: only for --format graphml or gexf"),
        (["-f", "ftm", "--text-free"], "--text-free is for"),
    ]:
        done = export(sample_store, *args)
        assert done.returncode == 2 and reason in done.err, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["datei"]
    assert (tmp_path / "datei").read_text("utf-8") == "bleibt"
