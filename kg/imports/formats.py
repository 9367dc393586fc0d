"""Which format a file is in, and the file opened, unpacked where it is gzipped."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from kg.errors import InputError
from kg.vocab import KG

SUFFIXES = {
    ".nq": "nquads",
    ".nquads": "nquads",
    ".trig": "trig",
    ".nt": "ntriples",
    ".ntriples": "ntriples",
    ".ttl": "turtle",
    ".turtle": "turtle",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".owl": "rdfxml",
    ".jsonld": "json",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}
"""The formats by the suffixes of their files; what JSON holds is told by its content."""

REVIEWS = "claimreview"
"""The format of fact-checks, beside those of `store.FORMATS`."""

_HEAD = 65_536
"""Bytes by which JSON of ours is told from JSON of others: our context stands at the top."""


def format_of(path: str) -> str:
    """The format of a file: one of `store.FORMATS`, or `REVIEWS`.

    Raises:
        InputError: if nothing tells, or the file cannot be read.

    >>> format_of("graph.nq.gz"), format_of("graph.trig")
    ('nquads', 'trig')
    """
    name = path.lower().removesuffix(".gz")
    found = SUFFIXES.get(Path(name).suffix)
    if found is None:
        known = ", ".join(SUFFIXES)
        raise InputError(f"its name does not tell its format ({known}, each also with .gz): say --format", path=path)
    if found != "json":
        return found
    with opened(path) as file:
        head = file.read(_HEAD)
    return "jsonld" if json.dumps(KG).encode() in head else REVIEWS


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """The file, or standard input for `-`.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        if path == "-":
            yield sys.stdin.buffer
        elif path.lower().endswith(".gz"):
            with gzip.open(path, "rb") as file:
                yield cast(IO[bytes], file)
        else:
            with Path(path).open("rb") as plain:
                yield plain
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"damaged: {error}", path=path) from None
    except OSError as error:
        raise InputError(error.strerror or str(error), path=path) from None
