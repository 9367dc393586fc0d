"""Pairs of utterances to learn from, laid out for the reader of pairs.

The vectors of either utterance come from the shipped encoder's lower half as it stands, so they are computed once.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.claims.marks import GLOBALS, OTHER, Side, marks, speakers, words_within
from kg.claims.relate import canonical
from kg.compare import said
from kg.errors import InputError
from kg.evaluate.pairs import uttered
from kg.extract.pairs import KINDS_IN_ORDER, RELATIONS, Heard, Words
from kg.records import Span

T = TypeVar("T")

UNKNOWN = -1.0
"""Target of a piece of which nothing is known."""

_TIMELESS = ("contradicts", "denies", "corroborates", "none")

Read = Callable[[Side], Heard]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A pair with its relation and kind as indices, and for each word whether it carries them; None if unknown."""

    left: Side
    right: Side
    relation: int
    kind: int
    carries: tuple[tuple[bool, ...], tuple[bool, ...]] | None

    @property
    def swapped(self) -> Pair:
        """The pair with its sides in the other order."""
        return replace(self, left=self.right, right=self.left, carries=self.carries and self.carries[::-1])

    @property
    def ordered(self) -> Pair:
        """The pair in its canonical order."""
        return self.swapped if canonical(self.left.said) > canonical(self.right.said) else self

    def aside(self, other: Pair, *, disguised: bool) -> Pair:
        """The left utterance with another pair's right one, which has nothing to do with it.

        `disguised` gives the latter this pair's speaker, day and outlet.
        """
        right = other.right
        if disguised:
            mine = self.right.said
            right = replace(right, said=replace(right.said, speaker=mine.speaker, date=mine.date, outlet=mine.outlet))
        return Pair(self.left, right, RELATIONS.index("none"), KINDS_IN_ORDER.index("unrelated"), None)

    def redated(self, chance: random.Random) -> Pair:
        """The pair with the right utterance's day up to a fortnight from the left one's, where that changes nothing.

        Two speakers contradict each other whenever they speak; a count, or one speaker's view, may have changed.
        """
        if RELATIONS[self.relation] not in _TIMELESS or speakers(self.left.said, self.right.said) != OTHER:
            return self
        if not self.left.said.date or not self.right.said.date:
            return self
        day = date.fromisoformat(self.left.said.date[:10]) + timedelta(chance.randint(-14, 14))
        return replace(self, right=replace(self.right, said=replace(self.right.said, date=day.isoformat())))

    def bare(self) -> Pair:
        """The pair without what stands before its utterances."""
        return replace(self, left=self.left.bare, right=self.right.bare)

    def blurred(self, chance: random.Random) -> Pair:
        """The pair without outlets, and perhaps without speakers or days."""
        return replace(self, left=_blurred(self.left, chance), right=_blurred(self.right, chance))


def _blurred(side: Side, chance: random.Random) -> Side:
    known = side.said
    speaker = None if chance.random() < 0.5 else known.speaker
    day = None if chance.random() < 0.5 else known.date
    return replace(side, said=replace(known, speaker=speaker, date=day, outlet=None))


def read(path: Path) -> Iterator[Pair]:
    """The pairs of a file of JSON lines, in order.

    Raises:
        InputError: if it cannot be read, or a line is no pair with a known relation and kind.
    """
    yield from _each(path, _pair, "not a pair with its relation")


def _each(path: Path, make: Callable[[Any], T], fault: str) -> Iterator[T]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error}", path=str(path)) from error
    for number, line in enumerate(lines, start=1):
        try:
            yield make(json.loads(line))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(f"{fault}: {error}", path=str(path), line=number) from error


def _pair(raw: dict) -> Pair:  # type: ignore[type-arg]
    return _paired(Side.of(said(raw["a"])), Side.of(said(raw["b"])), raw)


def _paired(left: Side, right: Side, raw: dict) -> Pair:  # type: ignore[type-arg]
    spans = raw.get("spans", {})
    carries = tuple(
        words_within(side, (Span(*span) for span in spans.get(name, ()))) for side, name in ((left, "a"), (right, "b"))
    )
    known = (carries[0], carries[1]) if any(map(any, carries)) else None
    return Pair(left, right, RELATIONS.index(raw["relation"]), KINDS_IN_ORDER.index(raw["kind"]), known)


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """The pairs of what was said about one event: those that have a relation, and all others."""

    related: tuple[Pair, ...]
    unrelated: tuple[Pair, ...]


def stories(path: Path) -> Iterator[Story]:
    """The stories of a file of JSON lines, in order; each has its utterances, or the articles in which they stand.

    Raises:
        InputError: if it cannot be read, or a line is no story.
    """
    yield from _each(path, _story, "not a story")


def _story(raw: dict) -> Story:  # type: ignore[type-arg]
    told = list(map(Side.of, uttered(raw) if "articles" in raw else map(said, raw["utterances"])))
    known = {(each["a"], each["b"]): each for each in raw["relations"]}
    others = [pair for pair in combinations(range(len(told)), 2) if not {pair, pair[::-1]} & known.keys()]
    nothing = {"relation": "none", "kind": "topic"}
    return Story(
        tuple(_paired(told[a], told[b], each) for (a, b), each in known.items()),
        tuple(_paired(told[a], told[b], nothing) for a, b in others),
    )


class Row(NamedTuple):
    """A pair as arrays: vectors [pieces, hidden], marks [pieces, 3], marks of the whole, carries [pieces], and the
    number of the pieces of the left utterance and what stands before it."""

    vectors: NDArray[np.float32]
    marks: NDArray[np.int64]
    whole: tuple[int, ...]
    carries: NDArray[np.float32]
    middle: int


def row(pair: Pair, read: Read) -> Row:
    """The pair as arrays."""
    seen = marks(pair.left, pair.right)
    given = ((pair.left, seen.left, seen.left_lead), (pair.right, seen.right, seen.right_lead))
    vectors, tables, carries = [], [], []
    for k, (side, own, before) in enumerate(given):
        told = read(side)
        laid, table = told.laid(k, own, before)
        vectors.append(laid)
        tables.append(table)
        targets = _targets(told.words, pair.carries[k] if pair.carries else ())
        carries.append(np.pad(targets, (0, len(laid) - len(targets)), constant_values=UNKNOWN))
    joined = np.concatenate(vectors), np.concatenate(tables), seen.whole, np.concatenate(carries)
    return Row(*joined, middle=len(vectors[0]))


def _targets(words: Words, carried: Sequence[bool]) -> NDArray[np.float32]:
    if not carried:
        return np.full(len(words.owners), UNKNOWN, dtype=np.float32)
    return np.array([*map(float, carried), UNKNOWN], dtype=np.float32)[words.owners]


def single(row: Row, side: int) -> Row:
    """One utterance of a pair by itself: as it is read for its vector."""
    part = slice(row.middle) if side == 0 else slice(row.middle, None)
    vectors = row.vectors[part]
    nothing = np.full(len(vectors), UNKNOWN, dtype=np.float32)
    table = np.zeros((len(vectors), 3), dtype=np.int64)
    table[:, 0] = row.marks[part, 0] - side
    return Row(vectors, table, (0,) * len(GLOBALS), nothing, len(vectors))


class Batch(NamedTuple):
    """Rows side by side: vectors, marks, mask (true where there is a piece), marks of the whole, carries."""

    vectors: Tensor
    marks: Tensor
    mask: Tensor
    whole: Tensor
    carries: Tensor


def batch(rows: Sequence[Row]) -> Batch:
    """The rows, padded to the longest."""
    longest, hidden = max(len(row.vectors) for row in rows), rows[0].vectors.shape[1]
    vectors = np.zeros((len(rows), longest, hidden), dtype=np.float32)
    table = np.zeros((len(rows), longest, 3), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=bool)
    carries = np.full((len(rows), longest), UNKNOWN, dtype=np.float32)
    for i, each in enumerate(rows):
        size = len(each.vectors)
        vectors[i, :size], table[i, :size], mask[i, :size], carries[i, :size] = (
            each.vectors,
            each.marks,
            True,
            each.carries,
        )
    whole = torch.tensor([row.whole for row in rows])
    arrays = [torch.from_numpy(array) for array in (vectors, table, mask, carries)]
    return Batch(arrays[0], arrays[1], arrays[2], whole, arrays[3])
