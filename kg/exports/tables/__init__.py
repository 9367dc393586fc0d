"""The store as tidy tables: one row a thing, IRIs as keys that join, typed columns, each with its meaning.

Only current article versions count. Where identities or claims were judged one (`kg:canonical`), the one that stands
for all does so here. Rows come in the order of their articles' IRIs, or of their own: the same for the same store.

`columns` says what the tables hold, `rows` draws that from a store, `files` writes it as CSV and Parquet.
Source: Wickham, "Tidy Data", Journal of Statistical Software 59 (2014).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import UsageError
from kg.exports.tables.columns import TABLES, Column, Plan, Type
from kg.exports.tables.rows import ROWS, View
from kg.store import Reader

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["TABLES", "Column", "Row", "Table", "Type", "Value", "table", "tables"]

Value: TypeAlias = "str | int | float | bool | date | datetime | None"
Row: TypeAlias = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a store: iterating gives its rows, lazily, as dictionaries of typed values, None where unknown.

    It can be iterated again, as long as the store is open.
    """

    name: str
    plan: Plan
    view: View

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, in order."""
        return self.plan.columns

    @property
    def key(self) -> tuple[str, ...]:
        """The columns whose values no two rows share."""
        return tuple(column.name for column in self.columns[: self.plan.keys])

    def __iter__(self) -> Iterator[Row]:
        readers = [(column.name, _READ[column.type]) for column in self.columns]
        for raw in ROWS[self.name](self.view):
            yield {name: read(raw.get(name)) for name, read in readers}

    def to_arrow(self) -> pyarrow.Table:
        """The table for Arrow, whole in memory.

        Raises:
            UsageError: if pyarrow is not installed.
        """
        from kg.exports.tables import files

        return files.arrow(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a data frame of pandas: days as `datetime64`, whole numbers and truth values with gaps.

        Raises:
            UsageError: if pyarrow or pandas is not installed.
        """
        from kg.exports.tables import files

        return files.pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """The table as a data frame of polars.

        Raises:
            UsageError: if pyarrow or polars is not installed.
        """
        from kg.exports.tables import files

        found: polars.DataFrame = files.polars(self)
        return found


def tables(store: Reader) -> Mapping[str, Table]:
    """The tables of a store by name, in the order of `TABLES`; nothing is read before a table is iterated."""
    view = View(store)
    return MappingProxyType({name: Table(name, plan, view) for name, plan in TABLES.items()})


def table(store: Reader, name: str) -> Table:
    """The table of that name.

    Raises:
        UsageError: if there is none.
    """
    if name not in TABLES:
        raise UsageError(f"no table named {name}; there are {', '.join(TABLES)}")
    return tables(store)[name]


def _text(value: Any) -> str | None:
    """The text, with U+FFFD in place of lone surrogates, which no file of text can hold."""
    return None if value is None else _SURROGATE.sub("\ufffd", str(value))


_SURROGATE = re.compile("[\ud800-\udfff]")


def _day(value: Any) -> date | None:
    """The day that the text begins with, if it does.

    >>> _day("2024-09-03T08:00:00+02:00"), _day("2024-02-31"), _day("2024-09")
    (datetime.date(2024, 9, 3), None, None)
    """
    found = _DAY.match(value or "")
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if value else None
    except ValueError:
        return None


def _local(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if value else None
    except ValueError:
        return None


_READ: Mapping[Type, Callable[[Any], Value]] = {
    Type.TEXT: _text,
    Type.INTEGER: lambda value: value if isinstance(value, int) else None,
    Type.NUMBER: lambda value: value if isinstance(value, float | int) else None,
    Type.TRUTH: lambda value: value if isinstance(value, bool) else None,
    Type.DAY: _day,
    Type.MOMENT: _moment,
    Type.LOCAL: _local,
}
