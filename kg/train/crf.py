"""A linear chain over the tags of a sentence: how likely the right ones are beside all others that are legal.

Source: Lafferty, McCallum & Pereira, "Conditional random fields", ICML 2001.
"""

from __future__ import annotations

import torch
from torch import Tensor

from kg.extract.entities import TAGS, legal

_NEVER = -1e4

_MAY_START = [tag[0] != "I" for tag in TAGS]


def losses(scores: Tensor, tags: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """The negative log likelihood of each sentence [sentences]; a word whose tag is below zero may have any.

    `scores` [sentences, words, tags], `tags` [sentences, words], `mask` true at words, `transitions` [before, after].
    """
    steps = transitions + torch.from_numpy(legal())
    known = (tags >= 0) & mask
    only = torch.full_like(scores, _NEVER).scatter(-1, tags.clamp(min=0)[..., None], 0.0)
    right = scores + torch.where(known[..., None], only, torch.zeros_like(scores))
    return _partition(scores, mask, steps) - _partition(right, mask, steps)


def _partition(scores: Tensor, mask: Tensor, steps: Tensor) -> Tensor:
    start = torch.where(torch.tensor(_MAY_START), 0.0, _NEVER)
    sums = scores[:, 0] + start
    for word in range(1, scores.shape[1]):
        further = torch.logsumexp(sums[:, :, None] + steps, dim=1) + scores[:, word]
        sums = torch.where(mask[:, word, None], further, sums)
    return torch.logsumexp(sums, dim=-1)
