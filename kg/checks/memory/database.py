"""One SQLite database: how it is opened, asked, told and closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

Row = tuple[Any, ...]


class Database:
    """One open database; what is done to it is kept by `commit` alone.

    >>> db = Database(Path(":memory:"))
    >>> db.script("CREATE TABLE way (start, goal); CREATE INDEX way_start ON way (start);")
    >>> db.many("INSERT INTO way VALUES (?, ?)", [(1, 2), (2, 3), (4, 5)])
    >>> db.each("SELECT goal FROM way WHERE start = ?", [1, 4])
    {2, 5}
    >>> db.reach(["SELECT goal FROM way WHERE start = ?"], [1])
    {1, 2, 3}
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("BEGIN")

    def rows(self, query: str, *values: object) -> list[Row]:
        """The rows of a query."""
        return self._db.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """The first cell of the first row; None if there is none."""
        found = self._db.execute(query, values).fetchone()
        return found[0] if found else None

    def column(self, query: str, *values: object) -> set[Any]:
        """The different values in the first column."""
        return {row[0] for row in self._db.execute(query, values)}

    def each(self, query: str, things: Iterable[object]) -> set[Any]:
        """The different values in the first column, for each of the things."""
        return {row[0] for thing in things for row in self._db.execute(query, (thing,))}

    def reach(self, queries: Sequence[str], things: Iterable[object]) -> set[Any]:
        """The things, with what the first columns of the queries have for them, for these, and so on."""
        found: set[Any] = set()
        waiting = list(things)
        while waiting:
            thing = waiting.pop()
            if thing not in found:
                found.add(thing)
                for query in queries:
                    waiting += self.column(query, thing) - found
        return found

    def do(self, statement: str, *values: object) -> None:
        """Nothing; the statement is carried out."""
        self._db.execute(statement, values)

    def insert(self, statement: str, *values: object) -> int:
        """The number of the row that the statement puts in."""
        self._db.execute(statement, values)
        return int(self.one("SELECT last_insert_rowid()"))

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Nothing; the statement is carried out for each row."""
        self._db.executemany(statement, rows)

    def script(self, statements: str) -> None:
        """Nothing; the statements are carried out, and not yet kept, as they would be by SQLite's own scripts."""
        for statement in filter(str.strip, statements.split(";")):
            self._db.execute(statement)

    def commit(self) -> None:
        """Nothing; what was done is kept."""
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Nothing; what is not committed is as if it had never been."""
        self._db.close()


class Part:
    """The tables of one concern, which nothing else asks or tells; the indices wait until the tables are filled."""

    TABLES: ClassVar[str]
    INDICES: ClassVar[str]

    def __init__(self, db: Database) -> None:
        self._db = db
