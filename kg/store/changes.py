"""Which graphs were written to since somebody looked through the whole store: a file of their names.

A writer notes a name before it writes. Whether a note is missing shows, too: who has looked leaves a token in the first
line, each publishing leaves the snapshot's number, and a writer who finds another number last, be it that a program
wrote that takes no notes, be it that a writer died, clears the file away. It is a help to be quick: without it, all
counts as written to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from kg.store.texts import write_atomically

MOST = 1 << 22
"""Bytes from which the file is not worth its while: some 50,000 graphs. Set by hand."""


class Changes:
    """The names of graphs in a file, one a line, between a token and the number of a snapshot.

    >>> import tempfile
    >>> changes = Changes(Path(tempfile.mkdtemp()) / "changes")
    >>> changes.note(["urn:a"])
    >>> changes.begin("token")
    >>> changes.note(["urn:b", "urn:b"])
    >>> changes.since("token"), changes.since("another")
    ({'urn:b'}, None)
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted: set[str] = set()

    def begin(self, token: str) -> None:
        """Nothing; from now on names are noted, for whoever knows the token."""
        self._noted.clear()
        write_atomically(self._path, _line(token))

    def note(self, graphs: Iterable[str]) -> None:
        """Nothing; the names of the graphs are on the disk, if anybody has begun."""
        new = sorted(set(graphs) - self._noted)
        if new and self._path.exists():
            self._append(new)
            self._noted.update(new)

    def seal(self, snapshot: int) -> None:
        """Nothing; the file ends in the number of the snapshot that holds what was written."""
        if self._path.exists():
            self._append([snapshot])

    def check(self, snapshot: int) -> None:
        """Nothing; the file is gone unless it ends in the number of the snapshot."""
        if self._path.exists():
            *_, last = self._path.read_bytes().splitlines() or [b""]
            if last + b"\n" != _line(snapshot) or self._path.stat().st_size > MOST:
                self._path.unlink()

    def since(self, token: str) -> set[str] | None:
        """The graphs that were written to since the token was left; None if that is not known."""
        try:
            first, *rest = [json.loads(line) for line in self._path.read_bytes().splitlines()]
        except (OSError, ValueError):
            return None
        return {name for name in rest if isinstance(name, str)} if first == token else None

    def _append(self, things: Iterable[str | int]) -> None:
        with self._path.open("ab") as file:
            file.write(b"".join(map(_line, things)))
            file.flush()
            os.fsync(file.fileno())


def _line(thing: str | int) -> bytes:
    return json.dumps(thing).encode("ascii") + b"\n"
