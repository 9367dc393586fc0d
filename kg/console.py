"""What the commands share: messages and progress on standard error, bad inputs passed over, files written whole."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TypeVar

import typer

from kg import render
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.records import Article

T = TypeVar("T")

DEFAULT_STORE = Path("kg-store")


def local(store: Path | None) -> Path | None:
    """The store's path as it was given.

    Raises:
        UsageError: if it is the address of a server, which would make a folder of that name.
    """
    if re.match(r"[a-z][a-z+]+:/", str(store)):
        raise UsageError(f"a store is a folder on this machine, not {str(store).replace(':/', '://', 1)}")
    return store


StoreOption = Annotated[
    Path,
    typer.Option("--store", "-s", envvar="KG_STORE", help="The store's folder.", show_default=True, callback=local),
]
FormatOption = Annotated[
    render.Format | None,
    typer.Option("--format", "-f", help="table on a terminal, jsonl in a pipe, unless you say otherwise."),
]


def say(message: str) -> None:
    """Writes a line to standard error, without what could steer a terminal."""
    typer.echo(render.printable(message), err=True)


def counted(number: int, thing: str) -> str:
    """The number with its noun.

    >>> counted(1, "article"), counted(2, "article")
    ('1 article', '2 articles')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@contextmanager
def progress(total: int | None, doing: str) -> Iterator[Callable[[], None]]:
    """A bar on standard error where that is a terminal; the callable moves it on by one."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda: bar.advance(task)


def total(paths: list[str]) -> int | None:
    """The number of files there are to read, if it can be told beforehand and somebody is watching."""
    if "-" in paths or not sys.stderr.isatty():
        return None
    from kg.corpus import discover

    return sum(1 for _ in discover(paths))


def ticking(items: Iterable[T], step: Callable[[], None]) -> Iterator[T]:
    """The items; `step` is called for each."""
    for item in items:
        step()
        yield item


def good(read: Iterable[Article | InputError], bad: list[InputError]) -> Iterator[Article]:
    """The articles; bad inputs are told on standard error and put on the list `bad`."""
    for each in read:
        if isinstance(each, InputError):
            bad.append(each)
            say(str(each))
        else:
            yield each


def read_query(file: Path) -> str:
    """The text of a query file.

    Raises:
        UsageError: if it cannot be read.
    """
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"cannot read the query {file}: {reason}") from None


def param_pair(given: str) -> tuple[str, str]:
    """Name and value of a `name=value`.

    Raises:
        UsageError: if it is none.
    """
    name, sign, value = given.partition("=")
    if not (name and sign):
        raise UsageError(f"--param takes name=value, not “{given}”")
    return name, value


@contextmanager
def output_file(path: Path | None) -> Iterator[BinaryIO]:
    """The file at `path`, put there whole or not at all; standard output without a path.

    Raises:
        UsageError: if it cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        return
    from kg.exports.place import whole

    with whole(path) as out:
        yield out
