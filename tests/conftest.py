"""What several rooms' tests share: the sample corpus in a store, made once, to be copied by whoever writes to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "data" / "corpus" / "articles"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that `kg ingest` makes of the sample corpus."""
    store = tmp_path_factory.mktemp("sample") / "store"
    _kg("ingest", CORPUS, "--store", store)
    return store


@pytest.fixture(scope="session")
def compared_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with all relations between utterances, and all findings."""
    store = Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("compared") / "store"))
    _kg("compare", "--all", "--store", store)
    _kg("check", "--store", store)
    return store


def _kg(*args: object) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, args)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1730000000"}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
