"""Articles and candidates as padded arrays, the same for training and for inference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kg.extract.candidates import View
from kg.extract.features import SIZES, Ints, Reading
from kg.extract.pieces import PAD
from kg.extract.windows import Windows


class Rows(NamedTuple):
    """Windows side by side: piece ids [windows, positions] and the features of the words they belong to."""

    ids: Ints
    features: Ints


class Views(NamedTuple):
    """Candidates side by side: word indices, marks (in the anchor, distance, draft's roles) [candidates, words, 3],
    1 where there is a word, and the draft's rule [candidates]."""

    words: Ints
    marks: Ints
    mask: Ints
    rule: Ints


def rows(reading: Reading, laid: Windows, which: Sequence[int], length: int = 0) -> Rows:
    """The windows `which` of an article, padded to the longest of them or to `length`."""
    longest = max([length, *(len(laid.ids[w]) for w in which)])
    ids = np.full((len(which), longest), PAD, dtype=np.int64)
    features = np.zeros((len(which), longest, len(SIZES)), dtype=np.int64)
    for i, w in enumerate(which):
        owners = laid.owners[w]
        ids[i, : len(owners)] = laid.ids[w]
        features[i, : len(owners)] = np.where(owners[:, None] >= 0, reading.features[owners], 0)
    return Rows(ids, features)


def side_by_side(views: Sequence[View], offsets: Sequence[int]) -> Views:
    """The views, padded to the longest; `offsets` are added to their word indices."""
    longest = max(len(v.words) for v in views)
    words = np.zeros((len(views), longest), dtype=np.int64)
    mask = np.zeros((len(views), longest), dtype=np.int64)
    marks = np.zeros((len(views), longest, 3), dtype=np.int64)
    for i, (v, offset) in enumerate(zip(views, offsets, strict=True)):
        size = len(v.words)
        words[i, :size] = v.words + offset
        mask[i, :size] = 1
        marks[i, :size] = np.stack([v.inside, v.distance, v.drafted], axis=1)
    return Views(words, marks, mask, np.array([v.rule for v in views], dtype=np.int64))
