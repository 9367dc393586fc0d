"""A store with something in every kind of graph, and the commands as a user runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "rdf")]

from review_samples import REVIEW  # noqa: E402


def kg(*args, stdin: bytes | None = None, code: int = 0) -> subprocess.CompletedProcess:
    """The command, run to its end; its exit code is as expected."""
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", *map(str, args)],
        input=stdin,
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "1730000000"},
        timeout=300,
    )
    done.out, done.err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in done.err and done.returncode == code, done.err
    return done


@pytest.fixture(scope="session")
def run():
    return kg


@pytest.fixture(scope="session")
def full(sample_store, tmp_path_factory) -> Path:
    """The sample corpus, checked, with a retracted article, decisions of a user and a fact-check."""
    folder = tmp_path_factory.mktemp("full")
    store = Path(shutil.copytree(sample_store, folder / "store"))
    (folder / "pruefung.json").write_text(json.dumps(REVIEW), "utf-8")
    kg("retract", "wasser-09-querblick", "--why", "Zitat „falsch“ zugeordnet", "--store", store)
    kg("split", "Sabine Lorenz", "Matthias Lorenz", "--store", store)
    kg("check", "--store", store)
    kg("import", folder / "pruefung.json", "--store", store)
    return store


@pytest.fixture(scope="session")
def dumped(full):
    """The whole store as sorted lines of N-Quads."""
    return kg("export", "-f", "nquads", "--store", full).out
