"""Rows and trees as people and programs read them: terminal table, JSON, JSON lines, CSV, TSV.

Data goes to the stream that is handed in; nothing here writes to standard error.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from kg.records import Language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kg.ask import Road
    from kg.rdf import Object
    from kg.records import Comparison, Extraction, Finding, Said, Span
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
    from kg.rdf import native
    from kg.vocab import PREFIXES

    if isinstance(value, str):
        for prefix, namespace in PREFIXES.items():
            if value.startswith(namespace):
                return f"{prefix}:{value.removeprefix(namespace)}"
    return value if value is None else native(value)


FINDING_COLUMNS = ("severity", "check", "message")


def finding(finding: Finding, language: Language = Language.GERMAN) -> Row:
    """A finding as a row, its message in that language."""
    return {
        "severity": finding.severity.value,
        "check": finding.check,
        "message": finding.told(language),
        "nodes": list(finding.nodes),
        "evidence": [
            {"article": e.article, "text": e.passage.text, "spans": [[s.start, s.end] for s in e.passage.spans]}
            for e in finding.evidence
        ],
        "id": finding.id,
    }


def comparison(a: Said, b: Said, found: Comparison, out: TextIO) -> None:
    """Shows two utterances side by side with the words that carry their relation, and how one quote differs."""
    from rich.table import Table

    from kg.claims.drift import differences

    table = Table(expand=True, title=f"{found.relation.value} · {found.kind} · {found.score:.2f}", title_style="bold")
    for side in (a, b):
        where = " · ".join(filter(None, (side.outlet, side.date, side.type.value)))
        table.add_column(printable(f"{side.speaker or 'speaker unknown'}\n{where}"), ratio=1)
    table.add_row(_marked(a.text, found.left), _marked(b.text, found.right))
    if found.relation == "same_quote":
        for each in differences(a, b):
            table.add_section()
            table.add_row(
                *(f"{each.change.value}: {_of(s.text, span)}" for s, span in ((a, each.left), (b, each.right)))
            )
    console(out).print(table)


def _marked(text: str, spans: Sequence[Span]) -> Text:
    from rich.text import Text

    shown = Text(text)
    for span in spans:
        shown.stylize("bold yellow", span.start, span.end)
    return shown


def _of(text: str, span: Span | None) -> str:
    return f"„{span.of(text)}“" if span else "–"


_ENDS = {
    "person": "a named person",
    "organisation": "a body",
    "outlet": "an outlet",
    "agency": "an agency",
    "document": "a document",
    "platform": "a platform",
    "reports": "reports that nobody names",
    "anonymous": "someone unnamed",
    "unknown": "someone of an unknown kind",
}


def roads(roads: Iterable[Road], out: TextIO) -> None:
    """Draws by which road each utterance came into print: speaker, what was said and where, each step, the end.

    Every step shows the words of the article that name it, with their offsets.
    """
    from rich.text import Text
    from rich.tree import Tree

    for road in roads:
        cue = f" [{road.cue}]" if road.cue else ""
        tree = Tree(Text(printable(f"{road.speaker or 'speaker unknown'}{cue}"), style="bold cyan"))
        said = tree.add(Text(printable(road.wording) + _offsets(road.spans), style="italic"))
        where = " · ".join(filter(None, (road.outlet or "unknown outlet", road.date, road.file)))
        branch = said.add(Text(printable(f"in {where}"), style="dim"))
        for step in road.steps:
            shown = f"  „{step.evidence}“{_offsets(step.spans)}" if step.evidence else ""
            branch = branch.add(Text(printable(f"← {step.label} ({step.kind}){shown}")))
        branch.add(Text(printable(f"■ ends with {_end(road)}"), style="bold"))
        console(out).print(tree)


def _end(road: Road) -> str:
    """Where a road ends, in words: a speaker without steps said it first hand."""
    label, kind = road.end
    if label is None:
        return "nobody: the text does not say who"
    return f"{_ENDS.get(kind, kind)}: {label}{'' if road.steps else ', first hand'}"


def _offsets(spans: Sequence[tuple[int, int]]) -> str:
    return "".join(f" [{start}–{end}]" for start, end in spans)


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


def cell(value: object, joint: str = "; ") -> str:
    """A value as it stands in a table or CSV cell; `joint` stands between the members of a list.

    >>> cell(["Querblick", "Landesspiegel"]), cell(None), cell(0.5), cell(True)
    ('Querblick; Landesspiegel', '', '0.5', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return joint.join(cell(each) for each in value)
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
    writer.writerows(_cells(row, columns) for row in rows)


def _cells(row: Row, columns: Sequence[str]) -> list[str]:
    return [cell(row.get(column), _JOINTS.get(column, "; ")) for column in columns]


_JOINTS = {"sources": " ← "}
"""What stands between the members of a list, where it is more than a list: a chain is read from right to left."""


def _table(rows: Iterable[Row], columns: Sequence[str], out: TextIO) -> None:
    """The rows as a table no wider than the terminal, or one below the other where they would not fit side by side.

    Columns that are empty throughout are left out.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    listed = list(rows)
    shown = [column for column in columns if not listed or any(cell(row.get(column)) for row in listed)]
    body = [[shortened(printable(text)) for text in _cells(row, shown)] for row in listed]
    screen = console(out)
    widths = _widths([shown, *body], screen.width)
    if not widths:
        return _records(shown, body, screen)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, _GAP - 1, 0, 0))
    for column, width in zip(shown, widths, strict=True):
        numeric = bool(listed) and all(isinstance(row.get(column), int | float | None) for row in listed)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold", width=width)
    for cells in body:
        table.add_row(*map(Text, cells))
    screen.print(table)


def _records(columns: Sequence[str], body: Sequence[Sequence[str]], screen: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    for cells in body:
        record = Table.grid(padding=(0, _GAP, 0, 0))
        record.add_column(width=max(map(len, columns)), style="bold")
        record.add_column(overflow="fold")
        for column, text in zip(columns, cells, strict=True):
            if text:
                record.add_row(column, Text(text))
        screen.print(record, "")


_GAP = 2
"""Blank columns between two columns of a table."""
_WORD = 16
"""A longer word may be broken before the table is given up. Set by hand: "Bundesregierung" stays whole."""
_TEXT = 20
"""What a column of running text has at least, lest it become a tower of single words. Set by hand."""


def _widths(body: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column in code points; none if the columns do not fit side by side.

    A column has room for its longest word, running text for `_TEXT`; what is left goes first to those that lack little.

    >>> _widths([("Tag", "Wortlaut"), ("3.10.", "Der Damm hält mindestens bis zum kommenden Montag")], 40)
    [5, 33]
    """
    columns = list(zip(*body, strict=True))
    needed = [max(map(len, column)) for column in columns]
    widths = [min(need, _least(column)) for need, column in zip(needed, columns, strict=True)]
    spare = room - sum(widths) - _GAP * (len(columns) - 1)
    if spare < 0:
        return []
    by_lack = sorted(range(len(columns)), key=lambda at: needed[at] - widths[at])
    for done, at in enumerate(by_lack):
        more = min(needed[at] - widths[at], spare // (len(columns) - done))
        widths[at] += more
        spare -= more
    return widths


def _least(column: Sequence[str]) -> int:
    if max(map(len, column)) > 2 * _TEXT:
        return _TEXT
    return min(_WORD, max(len(word) for text in column for word in [*text.split(), ""]))


def shortened(text: str) -> str:
    """The text as a table shows it: of an IRI of our own the kind and eight digits; other formats have all of it.

    >>> shortened("urn:wortlaut:person:3038d69cec09fae3e684319c137221af")
    'person:3038d69c…'
    """
    return _OWN.sub(r"\1:\2…", text)


_OWN = re.compile(r"\burn:wortlaut:([\w-]+):([0-9a-f]{8})[0-9a-f]{24}(?:#[\w-]+)?")


def printable(text: str) -> str:
    """The text without control characters, which could steer a terminal.

    >>> printable("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
