"""What a word looks like, as numbers for the recogniser of names: its shape, its beginning and end, listed names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np

from kg.extract.features import Ints, Reading

_LISTED = Path(__file__).with_name("names.tsv")

LISTS = ("place", "body", "first")
"""Kinds of listed names in the order of their columns."""

_HASHED = 4096
_SHAPES = 128
_READ = (0, 2, 4)
"""Columns of a reading's features that the recogniser reads: tag, quotation depth and mark, start of a sentence."""

SIZES = (_SHAPES, _HASHED, _HASHED, _HASHED, *(3 for _ in LISTS))
"""Number of values of each column of `looks`: shape, last three and four letters, first three, lists."""


def looks(words: Sequence[str]) -> Ints:
    """A row a word, a column for each of `SIZES`; in a list's column 1 begins a listed name and 2 goes on with it.

    >>> looks(("In", "Den", "Haag", "und", "Ulms"))[:, 4].tolist()
    [0, 1, 2, 0, 1]
    """
    table = np.zeros((len(words), len(SIZES)), dtype=np.int64)
    for i, word in enumerate(words):
        table[i, :4] = _look(word)
    for column, kind in enumerate(LISTS, start=4):
        for first, last in listed(words, names()[kind]):
            table[first, column] = 1
            table[first + 1 : last, column] = 2
    return table


def rules(reading: Reading) -> Ints:
    """What the rules say of each word, as far as the recogniser reads it [words, 3]."""
    return reading.features[:, _READ]


@lru_cache(maxsize=100_000)
def _look(word: str) -> tuple[int, int, int, int]:
    low = word.lower()
    return shape(word), _bucket("3" + low[-3:]), _bucket("4" + low[-4:]), _bucket("1" + word[:3])


def _bucket(letters: str) -> int:
    return crc32(letters.encode("utf-8", "surrogatepass")) % _HASHED


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


def stretches(starts: Sequence[int], size: int, longest: int) -> list[tuple[int, int]]:
    """The word ranges of the sentences that begin at `starts`, cut to `longest` words.

    >>> stretches((0, 2), 5, 2)
    [(0, 2), (2, 4), (4, 5)]
    """
    whole = pairwise([*starts, size])
    return [(at, min(at + longest, last)) for first, last in whole for at in range(first, last, longest)]
