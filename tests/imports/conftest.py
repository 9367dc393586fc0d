"""A store with something in every kind of graph, and the commands as a user runs them."""

from __future__ import annotations

import io
import json
import shutil
import signal
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.cli import main

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "rdf")]

from review_samples import REVIEW  # noqa: E402
from store_samples import FILES, RETRACTED  # noqa: E402


class Told(NamedTuple):
    """What a command wrote."""

    out: str
    err: str


def kg(*args: object, stdin: bytes = b"", code: int = 0) -> Told:
    """What the command writes, run to its end in this process, for many are; its exit code is as expected."""
    given, out, err = io.TextIOWrapper(io.BytesIO(stdin)), _written(), _written()
    on_pipe = signal.getsignal(signal.SIGPIPE)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as end:
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        patch.setattr(sys, "argv", ["kg", *map(str, args)])
        patch.setenv("NO_COLOR", "1")
        patch.setenv("SOURCE_DATE_EPOCH", "1730000000")
        main()
    signal.signal(signal.SIGPIPE, on_pipe)
    told = Told(*(stream.buffer.getvalue().decode() for stream in (out, err)))
    assert "Traceback" not in told.err and (end.value.code or 0) == code, told.err
    return told


def _written() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True)


@pytest.fixture(scope="session")
def run():
    return kg


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory) -> Path:
    """A store of some articles."""
    store = tmp_path_factory.mktemp("taken") / "store"
    kg("ingest", *FILES, "--store", store)
    return store


@pytest.fixture(scope="session")
def full(taken_in, tmp_path_factory) -> Path:
    """The same, checked, with a retracted article, decisions of a user and a fact-check."""
    folder = tmp_path_factory.mktemp("full")
    store = Path(shutil.copytree(taken_in, folder / "store"))
    (folder / "pruefung.json").write_text(json.dumps(REVIEW), "utf-8")
    kg("retract", RETRACTED, "--why", "Zitat „falsch“ zugeordnet", "--store", store)
    kg("split", "Sabine Lorenz", "Matthias Lorenz", "--store", store)
    kg("check", "--store", store)
    kg("import", folder / "pruefung.json", "--store", store)
    return store


@pytest.fixture(scope="session")
def dumped(full):
    """The whole store as sorted lines of N-Quads."""
    return kg("export", "-f", "nquads", "--store", full).out
