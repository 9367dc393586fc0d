"""The head for names in plain PyTorch: several layers' vectors and a word's looks in, scores of tags out.

What follows what among tags is scored by itself (`transitions`).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.entities import ENDS, LAYERS, TAGS
from kg.extract.features import SIZES as READ
from kg.extract.surface import SIZES
from kg.train.base import Shape
from kg.train.encoder import Layer, attention_bias

PARTS = len(LAYERS) + len(ENDS)
"""Vectors of a word."""

RULES = (READ[0], READ[2], READ[4])
"""Number of values of each column of rules."""

_HEAD = 64
_LISTS = 4


class Namer(nn.Module):
    """The head: one narrow vector a word, its neighbours, `depth` layers of attention within the sentence."""

    def __init__(self, hidden: int, width: int, depth: int, dropout: float) -> None:
        super().__init__()
        shape = Shape(hidden=width, layers=depth, heads=max(1, width // _HEAD), inner=2 * width, positions=0)
        self.near = nn.Linear(PARTS * hidden, width)
        self.looks = nn.ModuleList(_table(size, width) for size in SIZES)
        self.rules = nn.ModuleList(_table(size, width) for size in RULES)
        self.norm = nn.LayerNorm(width)
        self.beside = nn.Linear(3 * width, width)
        self.layers = nn.ModuleList(Layer(shape, dropout / 2) for _ in range(depth))
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(2 * width, len(TAGS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def forward(self, vectors: Tensor, looks: Tensor, rules: Tensor, mask: Tensor) -> Tensor:
        """Scores [sentences, words, tags]; `vectors` [sentences, words, parts · hidden], `mask` true at words."""
        x = self.near(vectors)
        for table, column in zip((*self.looks, *self.rules), (*looks.unbind(-1), *rules.unbind(-1)), strict=True):
            x = x + table(column)
        alone = x = self.drop(self.norm(functional.gelu(x)))
        x = x * mask[..., None]
        wide = functional.pad(x, (0, 0, 1, 1))
        beside = self.beside(torch.cat([wide[:, :-2], x, wide[:, 2:]], dim=-1))
        x = x + functional.gelu(beside)
        bias = attention_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        scores: Tensor = self.out(torch.cat([self.drop(x), alone], dim=-1))
        return scores


def _table(size: int, width: int) -> nn.Embedding:
    table = nn.Embedding(size, width)
    nn.init.normal_(table.weight, std=0.02)
    return table
