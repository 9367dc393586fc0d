"""Samples as tensors: windows padded side by side, words in one flat row, candidates in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from kg.extract.candidates import View
from kg.extract.features import SIZES
from kg.extract.pieces import PAD
from kg.train.data import Sample
from kg.train.model import Views


class Batch(NamedTuple):
    """Windows of several articles [texts, positions], and where each of their words stands in the flat positions."""

    ids: Tensor
    mask: Tensor
    features: Tensor
    place: Tensor
    offsets: tuple[int, ...]


def batch(samples: Sequence[Sample]) -> Batch:
    """The samples' windows as one batch; `offsets` say where each sample's words begin."""
    rows = [(s, w) for s in samples for w in range(len(s.windows.ids))]
    longest = max(len(s.windows.ids[w]) for s, w in rows)
    ids = np.full((len(rows), longest), PAD, dtype=np.int64)
    features = np.zeros((len(rows), longest, len(SIZES)), dtype=np.int64)
    for i, (s, w) in enumerate(rows):
        owners = s.windows.owners[w]
        ids[i, : len(owners)] = s.windows.ids[w]
        features[i, : len(owners)] = np.where(owners[:, None] >= 0, s.reading.features[owners], 0)
    places = []
    row = 0
    for s in samples:
        places.append((s.windows.window + row) * longest + s.windows.place)
        row += len(s.windows.ids)
    offsets = np.concatenate([[0], np.cumsum([len(s.reading) for s in samples])])
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(ids != PAD),
        torch.from_numpy(features),
        torch.from_numpy(np.concatenate(places)),
        tuple(offsets.tolist()),
    )


def views(found: Sequence[tuple[int, View]]) -> Views:
    """Views of candidates as tensors, each with the offset of its article's words."""
    longest = max(len(v.words) for _, v in found)
    table = np.zeros((5, len(found), longest), dtype=np.int64)
    for i, (offset, v) in enumerate(found):
        size = len(v.words)
        table[:, i, :size] = (v.words + offset, v.inside, v.distance, v.drafted, np.ones(size))
    words, inside, distance, drafted, mask = torch.from_numpy(table)
    rule = torch.tensor([v.rule for _, v in found])
    return Views(words, inside, distance, drafted, mask.bool(), rule)
