"""What the last run of the checks found, and from what: kept beside the store, so that the next run has less to do.

It is a cache in SQLite: losing it loses nothing but time. Whoever asks it for what hangs together gets the state of the
last run and that of now as one: rows that are outdated stay until `Utterances.settle`.

`database` is asked and told in SQL, by nobody outside; on it stand `utterances` with relations, identities and
articles, `findings` with which checks are held, `ties` of speakers, and `quotes` with what is alike among them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import kg
from kg.checks.memory.database import Database, Part
from kg.checks.memory.findings import Findings
from kg.checks.memory.quotes import Quotes
from kg.checks.memory.ties import Ties
from kg.checks.memory.utterances import Utterances

__all__ = ["Findings", "Memory", "Quotes", "Ties", "Utterances"]

_META = "CREATE TABLE meta (name PRIMARY KEY, value) WITHOUT ROWID"


class Memory:
    """One open memory, a part for each concern; what is done to it is kept by `commit` alone.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "checked"
    >>> memory = Memory.anew(path)
    >>> memory.findings.mark("balance", kept=True)
    >>> token = memory.commit()
    >>> memory.close()
    >>> memory = Memory.recall(path)
    >>> memory.token == token, memory.findings.checked()
    (True, {'balance': True})
    >>> memory.close()
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        self.utterances = Utterances(self._db)
        self.findings = Findings(self._db)
        self.ties = Ties(self._db)
        self.quotes = Quotes(self._db)
        self._parts: tuple[Part, ...] = (self.utterances, self.findings, self.ties, self.quotes)

    @classmethod
    def recall(cls, path: Path) -> Memory | None:
        """What the same program left at `path`; None if there is nothing sound."""
        if not path.exists():
            return None
        try:
            memory = cls(path)
        except sqlite3.DatabaseError:
            return None
        try:
            if memory._told("program") == _program():
                return memory
        except sqlite3.DatabaseError:
            pass
        memory.close()
        return None

    @classmethod
    def anew(cls, path: Path) -> Memory:
        """An empty one, in place of what was at `path`."""
        for each in (path, path.with_name(f"{path.name}-journal")):
            each.unlink(missing_ok=True)
        memory = cls(path)
        memory._db.do(_META)
        for part in memory._parts:
            memory._db.script(part.TABLES)
        memory._tell("program", _program())
        return memory

    def index(self) -> None:
        """Nothing; there are indices from now on: quicker once the tables are filled."""
        for part in self._parts:
            self._db.script(part.INDICES)

    @property
    def token(self) -> str:
        """What the last `commit` gave back."""
        return self._told("token")

    def commit(self) -> str:
        """A new token, after all that was done is kept."""
        token = uuid4().hex
        self._tell("token", token)
        self._db.commit()
        return token

    def close(self) -> None:
        """Nothing; what is not committed is as if it had never been."""
        self._db.close()

    def _told(self, name: str) -> str:
        return str(self._db.one("SELECT value FROM meta WHERE name = ?", name) or "")

    def _tell(self, name: str, value: str) -> None:
        self._db.do("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)


_TELLING = (".py", ".tsv", ".txt")
"""Ends of the names of files by which findings are found: programs, and their lists of words."""


@cache
def _program() -> str:
    """What all that makes findings is told by: another text of the program, or another library, may find otherwise."""
    told = hashlib.sha256()
    for path in sorted(Path(kg.__file__).parent.rglob("*")):
        if path.suffix in _TELLING:
            told.update(path.read_bytes())
    told.update(" ".join(map(version, ("networkx", "rapidfuzz", "snowballstemmer"))).encode())
    return told.hexdigest()
