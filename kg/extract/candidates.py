"""Candidates for utterances: what the rules drafted and what the model's tags mark as quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.features import NO_RULE, ROLES, Ints, Proposal, Reading
from kg.extract.windows import surroundings

Floats = NDArray[np.float32]

DISTANCES = 11
"""Number of buckets for the distance of a word from a candidate."""

ROLE_SETS = 1 << len(ROLES)
"""Number of role sets that a draft can give a word."""

_SAME = 0.5
"""Intersection over union from which a segment stands for a draft too; reading both costs twice the time."""

_STEPS = np.array([1, 2, 4, 8, 16], dtype=np.int64)
_EMPTY = Proposal(NO_RULE, ((),) * len(ROLES))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible utterance: the words of its quote as far as known, and the rules' draft that goes with it."""

    anchor: tuple[int, ...]
    draft: Proposal = _EMPTY


@dataclass(frozen=True, slots=True)
class View:
    """A candidate as the model reads it, a row a word: word index, in the anchor, distance, the draft's roles."""

    words: Ints
    inside: Ints
    distance: Ints
    drafted: Ints
    rule: int


def view(candidate: Candidate, size: int) -> View:
    """The view of a candidate in an article of `size` words.

    >>> view(Candidate((1, 2)), 4).distance.tolist()
    [5, 0, 0, 6]
    """
    words = surroundings(candidate.anchor, size)
    inside = np.isin(words, candidate.anchor).astype(np.int64)
    drafted = np.zeros(len(words), dtype=np.int64)
    for bit, part in enumerate(candidate.draft.parts):
        if part:
            drafted |= np.isin(words, part).astype(np.int64) << bit
    return View(words, inside, _distances(words, candidate.anchor), drafted, candidate.draft.rule)


def _distances(words: Ints, anchor: Sequence[int]) -> Ints:
    """0 between the anchor's ends, then buckets: the first half before it, falling towards it, the rest behind it."""
    before = np.maximum(anchor[0] - words, 0)
    behind = np.maximum(words - anchor[-1], 0)
    steps = len(_STEPS)
    left = np.where(before > 0, steps + 1 - np.searchsorted(_STEPS, before, side="right"), 0)
    right = np.where(behind > 0, steps + np.searchsorted(_STEPS, behind, side="right"), 0)
    return np.maximum(left, right)


def proposed(reading: Reading) -> list[Candidate]:
    """A candidate for each of the rules' drafts."""
    return [Candidate(proposal.parts[0], proposal) for proposal in reading.proposals]


def marked(reading: Reading, segments: Iterable[tuple[int, int]]) -> list[Candidate]:
    """A candidate for each segment, with the draft whose quote it overlaps most, if any by half."""
    return [Candidate(tuple(range(*segment)), _nearest(reading, segment)) for segment in segments]


def combined(reading: Reading, cut: Iterable[tuple[int, int]]) -> list[Candidate]:
    """The candidates of an article, each once: its segments, and the drafts that no segment repeats."""
    found = marked(reading, sorted(set(cut)))
    told = {c.draft for c in found if _alike(c.anchor, c.draft.parts[0]) > _SAME}
    return found + [c for c in proposed(reading) if c.draft not in told]


def _alike(left: Sequence[int], right: Sequence[int]) -> float:
    shared = len(set(left) & set(right))
    return shared / (len(left) + len(right) - shared)


def _nearest(reading: Reading, segment: tuple[int, int]) -> Proposal:
    words = set(range(*segment))
    best, chosen = 0.5, _EMPTY
    for proposal in reading.proposals:
        shared = len(words.intersection(proposal.parts[0]))
        value = 2 * shared / (len(words) + len(proposal.parts[0]))
        if value > best:
            best, chosen = value, proposal
    return chosen


def segments(scores: Floats, bias: float) -> list[tuple[int, int]]:
    """The segments of one level: the best path through tag scores [words, 3], "inside" only behind "begin" or "inside".

    `bias` is added to both tags of a quote; a higher one finds more. Offsets are word indices, half-open.
    """
    tags = _path(scores + np.array([0.0, bias, bias], dtype=np.float32))
    found: list[tuple[int, int]] = []
    for i, tag in enumerate(tags):
        if tag == 1:
            found.append((i, i + 1))
        elif tag == 2:
            found[-1] = (found[-1][0], i + 1)
    return found


def _path(scores: Floats) -> list[int]:
    outside, begin, inside = 0.0, float("-inf"), float("-inf")
    back: list[tuple[int, int, int]] = []
    for row in scores.tolist():
        free = max((outside, 0), (begin, 1), (inside, 2))
        held = max((begin, 1), (inside, 2))
        back.append((free[1], free[1], held[1]))
        outside, begin, inside = free[0] + row[0], free[0] + row[1], held[0] + row[2]
    tag = max((outside, 0), (begin, 1), (inside, 2))[1] if back else 0
    tags = []
    for previous in reversed(back):
        tags.append(tag)
        tag = previous[tag]
    return tags[::-1]
