"""Rows and trees as people and programs read them: terminal table, JSON, JSON lines, CSV, TSV.

Data goes to the stream that is handed in; nothing here writes to standard error.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from rich.console import Console

    from kg.ask import Road
    from kg.rdf import Object
    from kg.records import Extraction, Finding
    from kg.store import Answer

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


def rows(rows: Iterable[Row], columns: Sequence[str], format: Format, out: TextIO) -> None:
    """Writes the rows to `out`; all formats but `table` and `json` stream.

    >>> import sys
    >>> rows([{"Sprecher": "Zoë", "Zitate": 2}], ["Sprecher", "Zitate"], Format.CSV, sys.stdout)
    Sprecher,Zitate
    Zoë,2
    """
    match format:
        case Format.JSONL:
            _jsonl(rows, out)
        case Format.JSON:
            _json(rows, out)
        case Format.CSV | Format.TSV:
            _separated(rows, columns, out, "," if format is Format.CSV else "\t")
        case Format.TABLE:
            _table(rows, columns, out)


def console(out: TextIO) -> Console:
    """A rich console on `out`, as wide as the terminal, or 120 columns in a pipe."""
    from rich.console import Console

    return Console(file=out, width=None if out.isatty() else 120, highlight=False)


def answer(answer: Answer, format: str, out: TextIO) -> None:
    """Writes a query's answer: rows as table or JSON lines, the rest in SPARQL's or RDF's own formats."""
    if format not in ("table", "jsonl"):
        out.flush()
        answer.write(out.buffer, format)
    elif answer.kind == "boolean":
        rows([{"answer": bool(answer)}], ("answer",), Format(format), out)
    else:
        named = (dict(zip(answer.variables, map(term, cells), strict=True)) for cells in answer)
        rows(named, answer.variables, Format(format), out)


def term(value: Object | None) -> object:
    """An RDF term for people: numbers as numbers, IRIs of the known vocabularies with their prefix.

    >>> term("https://w3id.org/wortlaut/ns#Direct")
    'kg:Direct'
    """
    if isinstance(value, tuple):
        return _NUMBERS.get((value.datatype or "").rpartition("#")[2], str)(value.value)
    for prefix, namespace in PREFIXES.items() if value else ():
        if str(value).startswith(namespace):
            return f"{prefix}:{str(value).removeprefix(namespace)}"
    return value


_NUMBERS: dict[str, Callable[[str], object]] = {
    "integer": int,
    "double": float,
    "decimal": float,
    "boolean": lambda value: value == "true",
}


FINDING_COLUMNS = ("severity", "check", "message")


def finding(finding: Finding) -> Row:
    """A finding as a row."""
    return {
        "severity": finding.severity.value,
        "check": finding.check,
        "message": finding.message,
        "nodes": list(finding.nodes),
        "evidence": [
            {"article": e.article, "text": e.passage.text, "spans": [[s.start, s.end] for s in e.passage.spans]}
            for e in finding.evidence
        ],
        "id": finding.id,
    }


def roads(roads: Iterable[Road], out: TextIO) -> None:
    """Draws how each utterance came into print: outlet, sources in order with their evidence, speaker."""
    from rich.text import Text
    from rich.tree import Tree

    for road in roads:
        where = " · ".join(filter(None, (road.outlet or "unknown outlet", road.date, road.file)))
        branch = tree = Tree(Text(printable(where), style="bold"))
        for step in road.steps:
            shown = f"  “{step.evidence}”" if step.evidence else ""
            branch = branch.add(Text(printable(f"← {step.label} ({step.kind}){shown}")))
        cue = f" [{road.cue}]" if road.cue else ""
        branch = branch.add(Text(printable(f"← {road.speaker or 'speaker unknown'}{cue}"), style="cyan"))
        branch.add(Text(printable(road.wording), style="italic"))
        console(out).print(tree)


_STYLES = {
    "Direct": "yellow underline",
    "Indirect": "cyan underline",
    "Reported": "green underline",
    "FreeIndirect": "magenta underline",
    "IndirectFreeIndirect": "magenta underline",
}


def article(extraction: Extraction, out: TextIO) -> None:
    """Writes the article with its utterances highlighted, then a line on each."""
    from rich.text import Text

    from kg.exports.article import segments, summary

    head, body = extraction.article, Text()
    for segment in segments(extraction):
        quoted = segment.innermost_quote
        style = _STYLES[quoted.type.value] if quoted else ""
        style += " bold" if segment.is_part("speaker") else ""
        style += " italic" if segment.is_part("cue") else ""
        body.append(printable(segment.span.of(head.text)), style=style.strip())
    screen = console(out)
    screen.print(Text(printable(head.headline or str(head.source)), style="bold"))
    screen.print(
        Text(printable(" · ".join(filter(None, (head.outlet, *head.authors, head.published, head.url)))), "dim")
    )
    screen.print()
    screen.print(body)
    screen.print()
    for number, utterance in enumerate(extraction.utterances, 1):
        screen.print(Text(f"{number:3} ").append(printable(summary(utterance)), style=_STYLES[utterance.type.value]))
        screen.print(Text(f"    {printable(utterance.quote.text)}"))


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


def _jsonl(rows: Iterable[Row], out: TextIO) -> None:
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _json(rows: Iterable[Row], out: TextIO) -> None:
    json.dump(list(rows), out, ensure_ascii=False, indent=2, default=str)
    out.write("\n")


def _separated(rows: Iterable[Row], columns: Sequence[str], out: TextIO, delimiter: str) -> None:
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)


def _table(rows: Iterable[Row], columns: Sequence[str], out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    listed = list(rows)
    for column in columns:
        numeric = bool(listed) and all(isinstance(row.get(column), int | float | None) for row in listed)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(printable(cell(row.get(column)))) for column in columns))
    console(out).print(table)


def printable(text: str) -> str:
    """The text without control characters, which could steer a terminal.

    >>> printable("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
