"""The attribution model: one encoder, tags for every word, and a second reading of the words around each candidate.

First reading: the rules' features join the word vectors at layer `enter`; heads give BIO tags for outer and nested
quotes and, as a help in training, the roles a word has in any utterance. Second reading: a candidate's surroundings get
marks (in the anchor, how far away, what the rules drafted) and go through `closer` narrower layers; heads give each
word's roles for this candidate, and the candidate's validity, type and medium. Views overlap, so most words are read
several times: at `width` that costs a fifth of the first reading (measured).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from kg.extract.candidates import DISTANCES, ROLE_SETS
from kg.extract.features import MEDIA, OTHER_RULE, ROLES, SIZES, TYPES
from kg.train.base import Base
from kg.train.data import LEVELS
from kg.train.encoder import Layer, Shared, attention_bias, load_encoder, summed, table


class First(NamedTuple):
    """First reading: tag scores [words, levels, 3], role scores [words, roles], vectors [words, hidden]."""

    tags: Tensor
    roles: Tensor
    vectors: Tensor


class Second(NamedTuple):
    """Second reading: role scores [candidates, words, roles], validity [candidates], type and medium scores."""

    roles: Tensor
    valid: Tensor
    type: Tensor
    medium: Tensor


class Views(NamedTuple):
    """Candidates' views, padded [candidates, words]; `words` index the flat words, `mask` is false at padding.

    `marks` [candidates, words, 3]: in the anchor, distance, the draft's roles.
    """

    words: Tensor
    marks: Tensor
    mask: Tensor
    rule: Tensor


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Numbers of layers: `first` of the encoder (features join before `enter`), `closer` of `width` for the second
    reading."""

    first: int = 8
    enter: int = 4
    closer: int = 2
    width: int = 256


class Model(nn.Module):
    """The attribution model on a base encoder."""

    def __init__(self, base: Base, dimensions: Dimensions, dropout: float) -> None:
        super().__init__()
        hidden, width = base.shape.hidden, dimensions.width
        self.dimensions = dimensions
        self.encoder = load_encoder(base, dimensions.first, dropout)
        self.features = nn.ModuleList(_table(size, hidden) for size in SIZES)
        self.drop = Shared(dropout)
        self.tag = nn.Linear(hidden, LEVELS * 3)
        self.any_role = nn.Linear(hidden, len(ROLES))
        self.near = nn.Linear(hidden, width)
        self.marks = nn.ModuleList(_table(size, width) for size in (2, DISTANCES, ROLE_SETS))
        self.rule = _table(OTHER_RULE + 1, width)
        self.norm = nn.LayerNorm(width)
        self.closer = nn.ModuleList(Layer(base.shape.narrowed(width), dropout) for _ in range(dimensions.closer))
        self.role = nn.Linear(width, len(ROLES))
        nn.init.constant_(self.role.bias, -2.0)
        self.judge = nn.Sequential(nn.Linear(2 * width, width), nn.GELU())
        self.verdict = nn.Linear(width, 1 + len(TYPES) + len(MEDIA))

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.tag.weight.device

    def first(self, ids: Tensor, mask: Tensor, features: Tensor, place: Tensor) -> First:
        """The first reading; `features` [texts, positions, columns]; `place` are the words' places in the flat rows."""
        x, bias = self.encoder.embed(ids), attention_bias(mask)
        for i, layer in enumerate(self.encoder.layers):
            if i == self.dimensions.enter:
                x = x + summed(self.features, features)
            x = layer(x, bias)
        vectors = x.reshape(-1, x.shape[-1])[place]
        dropped = self.drop(vectors[:, None])[:, 0]
        return First(self.tag(dropped).view(-1, LEVELS, 3), self.any_role(dropped), vectors)

    def second(self, vectors: Tensor, views: Views) -> Second:
        """The second reading of candidates."""
        x = self.norm(
            self.near(vectors)[views.words] + summed(self.marks, views.marks) + self.rule(views.rule)[:, None]
        )
        bias = attention_bias(views.mask)
        for layer in self.closer:
            x = layer(x, bias)
        x = self.drop(x)
        inside = views.marks[..., :1].to(x.dtype)
        mean = (x * inside).sum(1) / inside.sum(1).clamp(min=1)
        peak = torch.where(inside > 0, x, -1e4).amax(1)
        verdict = self.verdict(self.judge(torch.cat([mean, peak], dim=-1)))
        valid, kind, medium = verdict.split([1, len(TYPES), len(MEDIA)], dim=-1)
        return Second(self.role(x), valid[:, 0], kind, medium)


def _table(size: int, hidden: int) -> nn.Embedding:
    made = table(size, hidden)
    with torch.no_grad():
        made.weight[0].zero_()
    return made
