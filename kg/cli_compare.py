"""`kg compare`: what two utterances are to each other, of a store or of a file of pairs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import render
from kg.console import DEFAULT_STORE, FormatOption, StoreOption, progress, say, ticking
from kg.errors import EXIT_INPUT, InputError, UsageError

if TYPE_CHECKING:
    from kg.render import Row

COLUMNS = ("id", "relation", "kind", "score")


def compare(
    one: Annotated[
        str | None, typer.Argument(help="The IRI of an utterance, or words of it.", show_default=False)
    ] = None,
    other: Annotated[str | None, typer.Argument(help="The utterance to hold it against.", show_default=False)] = None,
    pairs: Annotated[
        str | None, typer.Option(help="JSON lines with many pairs, or - for standard input; no store is needed.")
    ] = None,
    all_: Annotated[
        bool,
        typer.Option("--all", help="Compare what is new in the store with all of it, and keep what is found."),
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    format: FormatOption = None,
) -> None:
    """Hold two utterances side by side: do they contradict, deny, repeat or update each other, and which words say so?

    With `--pairs` a line is `{"id": …, "a": {"text", "speaker", "date", "outlet", "type"}, "b": {…}}`; the answer to it
    is `{"id", "relation", "kind", "score", "spans"}`, with spans `[start, end)` in code points of either text.

    With `--all`, every utterance that was not compared yet is held against those of near days and of its own speaker
    that may have to do with it. The relations stay in the store, with their evidence: `kg query --name contradictions`.
    Claims whose wordings say the same are one from then on: `kg claims`.

    Example: `kg compare "Das Defizit habe 2023 bei 8,4 Millionen" "fehlten im Jahr 2023"`
    """
    if all_ and pairs is None and one is None:
        _all(store, format)
    elif pairs is not None and one is None:
        _many(pairs, format)
    elif pairs is None and one is not None and other is not None:
        _two(one, other, store, format)
    else:
        raise UsageError("give two utterances, --pairs FILE, or --all")


def _all(store: Path, format: render.Format | None) -> None:
    from kg.ingest import compare_all
    from kg.store import Store

    with ExitStack() as bars, Store.open(store, "w") as opened:
        rows = compare_all(opened, lambda count: bars.enter_context(progress(count, "Comparing")))
    render.rows(rows, ("relation", "kind", "count"), render.choose(format, sys.stdout), sys.stdout)
    if not rows:
        say("No relations.")


def _two(one: str, other: str, store: Path, format: render.Format | None) -> None:
    from kg import relations
    from kg.compare import comparer
    from kg.store import Store

    with Store.open(store) as opened:
        left, right, found = relations.side_by_side(opened, one, other, comparer())
    chosen = render.choose(format, sys.stdout)
    if chosen is render.Format.TABLE:
        render.comparison(left.said, right.said, found, sys.stdout)
        return
    render.rows([relations.as_json(left, right, found)], ("relation", "kind", "score"), chosen, sys.stdout)


def _many(path: str, format: render.Format | None) -> None:
    from kg.compare import pairs

    bad: list[InputError] = []
    lines = _lines(path)
    with progress(None, "Comparing") as step:
        answers = ticking(_good(pairs(lines, path), bad), step)
        render.rows(answers, COLUMNS, render.choose(format, sys.stdout), sys.stdout)
    if bad:
        raise typer.Exit(EXIT_INPUT)


def _lines(path: str) -> Iterator[str]:
    if path == "-":
        yield from sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"cannot read the pairs {path}: {reason}") from None


def _good(answers: Iterator[dict[str, Any] | InputError], bad: list[InputError]) -> Iterator[Row]:
    for each in answers:
        if isinstance(each, InputError):
            bad.append(each)
            say(str(each))
        else:
            yield each
