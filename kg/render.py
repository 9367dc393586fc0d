"""Rows and trees as people and programs read them: terminal table, JSON, JSON lines, CSV, TSV.

Data goes to the stream that is handed in; nothing here writes to standard error.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree

Row = Mapping[str, object]


class Format(StrEnum):
    """How rows are written; the default is `table` on a terminal and `jsonl` in a pipe."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


def choose(wanted: Format | None, out: TextIO) -> Format:
    """The format that was asked for, else the one that fits the stream."""
    return wanted or (Format.TABLE if out.isatty() else Format.JSONL)


def rows(rows: Iterable[Row], columns: Sequence[str], format: Format, out: TextIO, *, title: str | None = None) -> int:
    """The number of rows written to `out`; all formats but `table` and `json` stream.

    >>> import sys
    >>> rows([{"Sprecher": "Zoë", "Zitate": 2}], ["Sprecher", "Zitate"], Format.CSV, sys.stdout)
    Sprecher,Zitate
    Zoë,2
    1
    """
    match format:
        case Format.JSONL:
            return _jsonl(rows, out)
        case Format.JSON:
            return _json(rows, out)
        case Format.CSV | Format.TSV:
            return _separated(rows, columns, out, "," if format is Format.CSV else "\t")
        case Format.TABLE:
            return _table(rows, columns, out, title)


def console(out: TextIO) -> Console:
    """A rich console on `out`, as wide as the terminal, or 120 columns in a pipe."""
    from rich.console import Console

    return Console(file=out, width=None if out.isatty() else 120, highlight=False)


def tree(tree: Tree, out: TextIO) -> None:
    """Nothing; writes the tree to `out`."""
    console(out).print(tree)


def cell(value: object) -> str:
    """A value as it stands in a table or CSV cell.

    >>> cell(["kpa", "Landesspiegel"]), cell(None), cell(0.5), cell(True)
    ('kpa ← Landesspiegel', '', '0.5', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return " ← ".join(cell(v) for v in value)
    return str(value)


def _jsonl(rows: Iterable[Row], out: TextIO) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    return count


def _json(rows: Iterable[Row], out: TextIO) -> int:
    listed = list(rows)
    json.dump(listed, out, ensure_ascii=False, indent=2, default=str)
    out.write("\n")
    return len(listed)


def _separated(rows: Iterable[Row], columns: Sequence[str], out: TextIO, delimiter: str) -> int:
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, 1):
        writer.writerow([cell(row.get(column)) for column in columns])
    return count


def _table(rows: Iterable[Row], columns: Sequence[str], out: TextIO, title: str | None) -> int:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, expand=False)
    listed = list(rows)
    for column in columns:
        numeric = bool(listed) and all(isinstance(row.get(column), int | float | None) for row in listed)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(printable(cell(row.get(column)))) for column in columns))
    console(out).print(table)
    return len(listed)


def printable(text: str) -> str:
    """The text without control characters, which could steer a terminal.

    >>> printable("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
