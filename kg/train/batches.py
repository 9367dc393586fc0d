"""Samples as tensors: windows padded side by side, words in one flat row, candidates in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from kg.extract.candidates import View
from kg.extract.layout import rows, side_by_side
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


def batch(samples: Sequence[Sample], device: torch.device) -> Batch:
    """The samples' windows as one batch on `device`; `offsets` say where each sample's words begin."""
    longest = max(len(ids) for s in samples for ids in s.windows.ids)
    laid = [rows(s.reading, s.windows, range(len(s.windows.ids)), longest) for s in samples]
    places = []
    row = 0
    for s in samples:
        places.append((s.windows.window + row) * longest + s.windows.place)
        row += len(s.windows.ids)
    offsets = np.concatenate([[0], np.cumsum([len(s.reading) for s in samples])])
    ids = np.concatenate([one.ids for one in laid])
    return Batch(
        torch.from_numpy(ids).to(device),
        torch.from_numpy(ids != PAD).to(device),
        torch.from_numpy(np.concatenate([one.features for one in laid])).to(device),
        torch.from_numpy(np.concatenate(places)).to(device),
        tuple(offsets.tolist()),
    )


def views(found: Sequence[tuple[int, View]], device: torch.device) -> Views:
    """Views of candidates as tensors on `device`, each with the offset of its article's words."""
    laid = side_by_side([v for _, v in found], [offset for offset, _ in found])
    words, marks, mask, rule = (torch.from_numpy(array).to(device) for array in laid)
    return Views(words, marks, mask.bool(), rule)
