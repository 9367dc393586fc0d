"""The reader of pairs: the encoder's upper layers on two utterances side by side, each read apart by the lower ones.

Marks of what meets what, and of who said it when, join the vectors; heads tell relation and kind from the whole, and
from each word whether it carries them. The same layers give an utterance by itself a vector, by which others that may
have to do with it are found.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.claims.marks import DOES, GLOBALS, MEETS
from kg.extract.pairs import KINDS_IN_ORDER, RELATIONS, SIDES
from kg.train.base import Base
from kg.train.encoder import attention_bias, summed, table, upper
from kg.train.pairdata import Batch

WIDTH = 128
"""Width of an utterance's vector."""


class Told(NamedTuple):
    """Scores: relations and kinds [pairs, classes], carries [pairs, pieces]."""

    relations: Tensor
    kinds: Tensor
    carries: Tensor


class PairReader(nn.Module):
    """The reader of pairs; its layers begin as those of a base encoder above the lower half."""

    def __init__(self, base: Base, depth: int, dropout: float) -> None:
        super().__init__()
        hidden = base.shape.hidden
        self.layers = upper(base, depth, dropout)
        self.marks = nn.ModuleList(table(size, hidden) for size in (SIDES, len(MEETS), len(DOES)))
        self.whole = nn.ModuleList(table(size, hidden) for size in GLOBALS)
        self.drop = nn.Dropout(dropout)
        self.mix = nn.Linear(4 * hidden, hidden)
        self.relation = nn.Linear(hidden, len(RELATIONS))
        self.kind = nn.Linear(hidden, len(KINDS_IN_ORDER))
        self.carry = nn.Linear(hidden, 1)
        self.place = nn.Linear(hidden, WIDTH)

    def forward(self, given: Batch) -> Told:
        """What the pairs are to each other."""
        x = self._read(given)
        side = given.marks[..., 0]
        left, right = (_mean(x, given.mask & (side == k)) for k in (0, 1))
        seen = torch.cat([x[:, 0], left * right, (left - right).abs(), left + right], dim=-1)
        mixed = self.drop(functional.gelu(self.mix(seen)))
        return Told(self.relation(mixed), self.kind(mixed), self.carry(x)[..., 0])

    def vector(self, given: Batch) -> Tensor:
        """The vectors [utterances, WIDTH], of length 1, of utterances by themselves (`kg.train.pairdata.single`)."""
        return functional.normalize(
            self.place(_mean(self._read(given), given.mask & (given.marks[..., 0] == 0))).float(), dim=-1
        )

    def _read(self, given: Batch) -> Tensor:
        whole = summed(self.whole, given.whole)
        x = given.vectors + summed(self.marks, given.marks)
        x = torch.cat([x[:, :1] + whole[:, None], x[:, 1:]], dim=1)
        bias = attention_bias(given.mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    inside = mask.to(x.dtype)[..., None]
    return (x * inside).sum(1) / inside.sum(1).clamp(min=1)
