"""A writer that is killed leaves nothing half-done: real processes, real SIGKILL."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crash_writer import ingest

from kg.store import Store

SAMPLES = Path(__file__).parents[1] / "rdf"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True, scope="module")
def clock():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1760000000")
        yield


def ingest_and_die(path, *moment, wait=None):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (SAMPLES, ROOT)))}
    command = [sys.executable, Path(__file__).with_name("crash_writer.py"), path, *moment]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if wait is not None:
        process.stdout.readline()
        time.sleep(wait)
        process.kill()
    _, errors = process.communicate()
    assert process.returncode == -9, errors.decode()


def dump(path):
    out = io.BytesIO()
    with Store.open(path) as store:
        store.dump(out, sort=True)
    return out.getvalue()


def halves(path):
    """Articles whose graph is not whole, or that the ledger and the graphs do not agree on."""
    with Store.open(path) as store:
        incomplete = (
            "SELECT DISTINCT ?x { ?x a schema:NewsArticle FILTER NOT EXISTS { ?u kg:inArticle ?x ; kg:saidBy ?s } }"
        )
        unknown = "SELECT DISTINCT ?x { ?x a schema:NewsArticle FILTER NOT EXISTS { ?x kg:learnedAt ?t } }"
        lost = "SELECT DISTINCT ?x { ?x kg:learnedAt ?t FILTER NOT EXISTS { ?x a schema:NewsArticle } }"
        odd = [row for query in (incomplete, unknown, lost) for row in store.query(query)]
        for (article,) in store.query("SELECT ?x { ?x a schema:NewsArticle }"):
            store.extraction(article)
        return odd


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "store"
    ingest(path)
    return dump(path)


@pytest.mark.parametrize(
    "moment",
    ["after-journal 2", "after-bulk 1", "after-update 2", "before-done 1", "before-publish 2"],
)
def test_after_a_kill_no_half_is_seen_and_the_same_command_makes_it_whole(tmp_path, whole, moment):
    path = tmp_path / "store"
    ingest_and_die(path, *moment.split())
    assert halves(path) == []
    ingest(path)
    assert dump(path) == whole


def test_a_kill_at_any_time_is_survived(tmp_path, whole):
    path = tmp_path / "store"
    for wait in (0.02, 0.2):
        ingest_and_die(path, wait=wait)
        assert halves(path) == []
    ingest(path)
    assert dump(path) == whole
