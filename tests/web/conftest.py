"""The sample corpus on the web, by a real server."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "rdf"), str(Path(__file__).parent)]

from desk import TOKEN, prepared  # noqa: E402
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


@pytest.fixture(scope="session")
def desk_store(compared_store, tmp_path_factory) -> Path:
    """A store with findings, and with an article that means ill: not to be written to."""
    return prepared(shutil.copytree(compared_store, tmp_path_factory.mktemp("desk") / "store"))


@pytest.fixture(scope="session")
def desk(desk_store, tmp_path_factory) -> Iterator[Served]:
    """A server with a token on a copy of that store, in which anybody may judge."""
    store = shutil.copytree(desk_store, tmp_path_factory.mktemp("served") / "store")
    with served(store, "--token", TOKEN) as running:
        yield running
