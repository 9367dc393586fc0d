"""What a word looks like, as numbers for the reader of names: its shape, listed names, what the rules say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from kg.extract.features import SIZES as FEATURE_SIZES
from kg.extract.features import Ints, Reading

_LISTED = Path(__file__).with_name("names.tsv")

LISTS = ("place", "body", "first")
"""Kinds of listed names in the order of their columns."""

_SHAPES = 128
_READ = (0, 2, 4)
"""Columns of a reading's features that the reader of names sees: tag, quotation depth and mark, start of a sentence."""

SIZES = (_SHAPES, *(3 for _ in LISTS), *(FEATURE_SIZES[column] for column in _READ))
"""Number of values of each column of `marks`: shape, lists, what the rules say."""

LIST_COLUMNS = range(1, 1 + len(LISTS))
"""The columns of the lists."""


def marks(reading: Reading) -> Ints:
    """A row for each word of an article, with a column for each of `SIZES`."""
    return np.concatenate([looks(reading.words), reading.features[:, _READ]], axis=1)


def looks(words: Sequence[str]) -> Ints:
    """What the words' letters tell; in a list's column 1 begins a listed name and 2 goes on with it.

    >>> looks(("In", "Den", "Haag", "und", "Ulms"))[:, LIST_COLUMNS[0]].tolist()
    [0, 1, 2, 0, 1]
    """
    table = np.zeros((len(words), 1 + len(LISTS)), dtype=np.int64)
    table[:, 0] = [shape(word) for word in words]
    for column, kind in zip(LIST_COLUMNS, LISTS, strict=True):
        for first, last in listed(words, names()[kind]):
            table[first, column] = 1
            table[first + 1 : last, column] = 2
    return table


@lru_cache(maxsize=100_000)
def shape(word: str) -> int:
    """The kind of first character and what else stands in the word, as a number below 128.

    >>> shape("Haus") == shape("Elbe"), shape("dpa") == shape("DPA")
    (True, False)
    """
    first, rest = word[0], word[1:]
    begin = 1 if first.isupper() else 2 if first.islower() else 3 if first.isdigit() else 0
    marks = (
        any(c.isupper() for c in rest),
        any(c.islower() for c in rest),
        any(c.isdigit() for c in rest),
        "-" in rest,
        "." in rest,
    )
    return begin + 4 * sum(1 << bit for bit, mark in enumerate(marks) if mark)


Listed = Mapping[str, Sequence[tuple[str, ...]]]
"""Names as words by their first word, the longest first."""


@cache
def names() -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """The listed names of each kind."""
    found: dict[str, list[str]] = {kind: [] for kind in LISTS}
    for line in _LISTED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, kind = line.split("\t")
            found[kind].append(name)
    return {kind: by_first_word(some) for kind, some in found.items()}


def by_first_word(labels: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """The labels as words by their first word, the longest first.

    >>> by_first_word(["Ulm", "Bad Tölz"])
    {'Bad': [('Bad', 'Tölz')], 'Ulm': [('Ulm',)]}
    """
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted((tuple(label.split()) for label in labels), key=len, reverse=True):
        found.setdefault(words[0], []).append(words)
    return found


def listed(words: Sequence[str], names: Listed) -> list[tuple[int, int]]:
    """The stretches of `words` that are a listed name, also in the genitive; none overlaps another."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = _end(words, at, names)
        if end > at:
            found.append((at, end))
        at = max(end, at + 1)
    return found


def _end(words: Sequence[str], at: int, names: Listed) -> int:
    """The end of the longest listed name that begins at `at`, or `at`."""
    here = words[at]
    starts = (here, here[:-1]) if here.endswith("s") and len(here) > 3 else (here,)
    for first in starts:
        for name in names.get(first, ()):
            end = at + len(name)
            rest = tuple(words[at + 1 : end])
            if first != here and len(name) > 1:
                continue
            if rest == name[1:] or (rest and (*rest[:-1], rest[-1].removesuffix("s")) == name[1:]):
                return end
    return at
