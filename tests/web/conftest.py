"""The sample corpus on the web, by a real server."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "rdf"), str(Path(__file__).parent)]

from serving import LIMIT, Served, served  # noqa: E402


@pytest.fixture(scope="session")
def corpus(sample_store, tmp_path_factory) -> Path:
    """A copy of the sample corpus' store."""
    return shutil.copytree(sample_store, tmp_path_factory.mktemp("web") / "store")


@pytest.fixture(scope="session")
def server(corpus) -> Iterator[Served]:
    """A server on the sample corpus."""
    with served(corpus, "--limit", LIMIT) as running:
        yield running
