"""How an article is laid out for the encoder: overlapping windows of pieces, and the words around a candidate.

Every word gets its vector from the window in whose middle it stands, so nothing is lost at a border.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.features import Ints, Reading
from kg.extract.pieces import END, START, Pieces

LONGEST = 384
"""Pieces of one window; three of four Wikinews articles fit into one."""

OVERLAP = 64
"""Pieces of context on either side where an article needs several windows."""

BEFORE, AFTER = 40, 32
"""Words around a candidate among which its speaker, cue and frame are looked for."""

EDGE = 60
"""Words read from either end of a candidate that is longer than twice that."""


@dataclass(frozen=True, slots=True)
class Windows:
    """An article's windows: rows of piece ids and of the words they belong to (-1: none), and each word's place."""

    ids: tuple[Ints, ...]
    owners: tuple[Ints, ...]
    window: Ints
    place: Ints


def windows(reading: Reading, pieces: Pieces) -> Windows:
    """The windows of an article; a word's place is that of its first piece."""
    split = [pieces.word(w, spaced=s)[: LONGEST // 4] for w, s in zip(reading.words, reading.spaced, strict=True)]
    sizes = np.array([len(s) for s in split], dtype=np.int64)
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    flat = np.array([id_ for s in split for id_ in s], dtype=np.int64)
    owners = np.repeat(np.arange(len(split), dtype=np.int64), sizes)
    window = np.zeros(len(split), dtype=np.int64)
    place = np.zeros(len(split), dtype=np.int64)
    rows: list[Ints] = []
    owned: list[Ints] = []
    for first, last in _cores(reading, begins):
        lo, hi = begins[first], begins[last]
        alone = first == 0 and last == len(split)
        left = 0 if alone else max(0, int(lo) - OVERLAP)
        right = len(flat) if alone else min(len(flat), int(hi) + OVERLAP)
        window[first:last] = len(rows)
        place[first:last] = begins[first:last] - left + 1
        rows.append(np.concatenate([[START], flat[left:right], [END]]))
        owned.append(np.concatenate([[-1], owners[left:right], [-1]]))
    return Windows(tuple(rows), tuple(owned), window, place)


def _cores(reading: Reading, begins: Ints) -> list[tuple[int, int]]:
    """Word ranges of whole sentences, as long as fit; a sentence that does not fit is cut."""
    total = len(reading)
    room = LONGEST - 2
    if begins[-1] <= room:
        return [(0, total)] if total else []
    room -= 2 * OVERLAP
    cores = []
    first = 0
    stops = [*reading.sentences[1:], total]
    at = 0
    while first < total:
        limit = int(np.searchsorted(begins, begins[first] + room, side="right")) - 1
        last = first
        while at < len(stops) and stops[at] <= limit:
            last = stops[at]
            at += 1
        last = last if last > first else max(limit, first + 1)
        cores.append((first, last))
        first = last
    return cores


def surroundings(anchor: Sequence[int], size: int) -> Ints:
    """The indices of the words read for a candidate in an article of `size` words, in order.

    They run from `BEFORE` words before the anchor to `AFTER` behind it; the middle of a very long one is left out.
    """
    first, last = anchor[0], anchor[-1] + 1
    lo, hi = max(0, first - BEFORE), min(size, last + AFTER)
    if last - first <= 2 * EDGE:
        return np.arange(lo, hi, dtype=np.int64)
    return np.concatenate([np.arange(lo, first + EDGE), np.arange(last - EDGE, hi)]).astype(np.int64)
