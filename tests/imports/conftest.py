"""A store with something in every kind of graph, and the commands as a user runs them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from commandline import Done, kg

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "rdf")]

from review_samples import REVIEW  # noqa: E402
from store_samples import FILES, RETRACTED  # noqa: E402


def checked(*args: object, code: int = 0, **more: Any) -> Done:
    """What the command writes; its exit code is as expected."""
    done = kg(*args, **more)
    assert done.returncode == code, done.err
    return done


@pytest.fixture(scope="session")
def run():
    return checked


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory) -> Path:
    """A store of some articles."""
    store = tmp_path_factory.mktemp("taken") / "store"
    checked("ingest", *FILES, "--store", store)
    return store


@pytest.fixture(scope="session")
def full(taken_in, tmp_path_factory) -> Path:
    """The same, checked, with a retracted article, decisions of a user and a fact-check."""
    folder = tmp_path_factory.mktemp("full")
    store = Path(shutil.copytree(taken_in, folder / "store"))
    (folder / "pruefung.json").write_text(json.dumps(REVIEW), "utf-8")
    checked("retract", RETRACTED, "--why", "Zitat „falsch“ zugeordnet", "--store", store)
    checked("split", "Sabine Lorenz", "Matthias Lorenz", "--store", store)
    checked("check", "--store", store)
    checked("import", folder / "pruefung.json", "--store", store)
    return store


@pytest.fixture(scope="session")
def dumped(full):
    """The whole store as sorted lines of N-Quads."""
    return checked("export", "-f", "nquads", "--store", full).out
