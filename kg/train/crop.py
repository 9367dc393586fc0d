"""A few sentences of an article as an article of its own."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from kg.extract.features import Ints, Proposal, Reading
from kg.extract.pieces import Pieces
from kg.extract.windows import windows
from kg.train.data import BEGIN, INSIDE, Sample

SENTENCES = 5
"""The most sentences that are left."""


def cropped(sample: Sample, chance: random.Random, pieces: Pieces) -> Sample:
    """The sample reduced to one to `SENTENCES` neighbouring sentences; parts that lie outside are lost.

    Its document stays the whole one, so it is good for training but not for measuring.
    """
    begins = [*sample.reading.sentences, len(sample.reading)]
    count = chance.randint(1, SENTENCES)
    at = chance.randrange(max(1, len(begins) - count))
    first, last = begins[at], begins[min(at + count, len(begins) - 1)]
    reading = _reading(sample.reading, first, last)
    gold = (replace(each, parts=tuple(_moved(part, first, last) for part in each.parts)) for each in sample.gold)
    return replace(
        sample,
        reading=reading,
        windows=windows(reading, pieces),
        gold=tuple(each for each in gold if each.parts[0]),
        tags=_begun(sample.tags[first:last]),
        roles=sample.roles[first:last],
        tokens=sample.tokens[first:last],
    )


def _reading(reading: Reading, first: int, last: int) -> Reading:
    moved = (
        Proposal(each.rule, tuple(tuple(sorted(_moved(part, first, last))) for part in each.parts))
        for each in reading.proposals
    )
    return Reading(
        reading.words[first:last],
        reading.spaced[first:last],
        reading.starts[first:last],
        reading.ends[first:last],
        reading.features[first:last],
        tuple(begin - first for begin in reading.sentences if first <= begin < last),
        tuple(each for each in moved if each.parts[0]),
        tuple((a - first, b - first) for a, b in reading.pairs if first <= a and b <= last),
    )


def _moved(part: frozenset[int] | tuple[int, ...], first: int, last: int) -> frozenset[int]:
    return frozenset(word - first for word in part if first <= word < last)


def _begun(tags: Ints) -> Ints:
    """The tags with quotes that were cut in two beginning at the cut."""
    return np.concatenate([np.where(tags[:1] == INSIDE, BEGIN, tags[:1]), tags[1:]])
