"""Files on their way into a store: read whole and found sound before anything of them is written there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from kg.store.backend import Backend
from kg.store.reader import Reader
from kg.store.texts import Texts


@contextmanager
def staged(file: IO[bytes], format: str, *, shown: str, graph: str) -> Iterator[Reader]:
    """What is written in `file`, to be asked like a store without texts; on disk, in a place that is cleared away.

    `format` is one of `FORMATS`; what stands in no named graph goes into `graph`.

    Raises:
        InputError: if it is malformed, or has blank nodes, which nothing of ours has; `shown` names the file.
    """
    with TemporaryDirectory(prefix="kg-import-", ignore_cleanup_errors=True) as folder:
        inner = Backend(Path(folder) / "graph", read_only=False)
        came = Reader(inner, Texts(Path(folder) / "texts"))
        try:
            inner.read(file, format, shown, graph)
            yield came
        finally:
            inner.flush()
            del inner, came._backend
