"""What several rooms' tests share: the sample corpus in a store, made once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "data" / "corpus" / "articles"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that `kg ingest` makes of the sample corpus: to be copied by whoever writes to it."""
    store = tmp_path_factory.mktemp("sample") / "store"
    command = [sys.executable, "-c", "from kg.cli import main; main()", "ingest", str(CORPUS), "--store", str(store)]
    done = subprocess.run(
        command, env={**os.environ, "SOURCE_DATE_EPOCH": "1730000000"}, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    return store
