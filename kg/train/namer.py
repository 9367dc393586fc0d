"""The reader of names in plain PyTorch: vectors of the encoder's lower half in, scores of tags out.

It has upper layers of its own, which begin as those of the base encoder. What a word looks like joins the vectors of
its pieces below these layers, and its own vector above them. What follows what among tags is scored by itself
(`transitions`).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.entities import TAGS
from kg.extract.surface import SIZES
from kg.train.base import Base
from kg.train.encoder import attention_bias, summed, table, upper


class Batch(NamedTuple):
    """Windows side by side, padded to the longest, as `kg.extract.entities.View` tells of one.

    `lower` [texts, pieces, hidden], `owners` and `mask` (true at pieces) [texts, pieces]; `first`, `last` and `words`
    (true at words) [texts, words], `marks` [texts, words, columns].
    """

    lower: Tensor
    owners: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    marks: Tensor
    words: Tensor


class Namer(nn.Module):
    """The reader of names: `depth` layers over pieces, one vector of `width` a word, its neighbours."""

    def __init__(self, base: Base, depth: int, width: int, *, dropout: float, word_dropout: float, hide: float) -> None:
        super().__init__()
        hidden = base.shape.hidden
        self.layers = upper(base, depth, dropout)
        self.below, self.above = (nn.ModuleList(table(size, wide) for size in SIZES) for wide in (hidden, width))
        self.hide = hide
        self.near = nn.Linear(4 * hidden, width)
        self.norm = nn.LayerNorm(width)
        self.beside = nn.Linear(3 * width, width)
        self.drop = nn.Dropout(word_dropout)
        self.out = nn.Linear(2 * width, len(TAGS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def forward(self, given: Batch) -> Tensor:
        """Scores [texts, words, tags]."""
        marked = functional.pad(summed(self.below, given.marks), (0, 0, 1, 0))
        x = given.lower + _at(marked, given.owners)
        bias = attention_bias(given.mask)
        for layer in self.layers:
            x = layer(x, bias)
        ends = (_at(vectors, places) for vectors in (x, given.lower) for places in (given.first, given.last))
        seen = self.near(self._hidden(torch.cat(tuple(ends), dim=-1))) + summed(self.above, given.marks)
        alone = self.drop(self.norm(functional.gelu(seen))) * given.words[..., None]
        wide = functional.pad(alone, (0, 0, 1, 1))
        beside = self.beside(torch.cat([wide[:, :-2], alone, wide[:, 2:]], dim=-1))
        scores: Tensor = self.out(torch.cat([self.drop(alone + functional.gelu(beside)), alone], dim=-1))
        return scores

    def _hidden(self, x: Tensor) -> Tensor:
        """While training, `x` without some components, which are the same for all words of a text."""
        if not self.training:
            return x
        kept = torch.rand(len(x), 1, x.shape[-1], device=x.device) >= self.hide
        return x * kept / (1 - self.hide)


def _at(vectors: Tensor, places: Tensor) -> Tensor:
    """The rows of `vectors` [texts, rows, features] at `places` [texts, some]."""
    return vectors.gather(1, places[..., None].expand(-1, -1, vectors.shape[-1]))
