"""The losses of both readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.train.data import Sample
from kg.train.model import First, Second
from kg.train.targets import Target, labels

Losses = dict[str, Tensor]

_SCALE = 1 / 20
"""Turns a candidate's summed word losses into the size of the other losses."""


def first(answer: First, samples: Sequence[Sample]) -> Losses:
    """The losses of the first reading, means over words."""
    device = answer.tags.device
    tags = torch.from_numpy(np.concatenate([s.tags for s in samples])).to(device)
    roles = torch.from_numpy(np.concatenate([s.roles for s in samples])).float().to(device)
    return {
        "tags": functional.cross_entropy(answer.tags.float().reshape(-1, 3), tags.reshape(-1)) * tags.shape[1],
        "any_role": functional.binary_cross_entropy_with_logits(answer.roles.float(), roles),
    }


def second(answer: Second, mask: Tensor, targets: Sequence[Target], sizes: Sequence[int]) -> Losses:
    """The losses of the second reading, means over candidates; roles, type and medium over the valid ones."""
    device = answer.valid.device
    valid = torch.tensor([t.gold is not None for t in targets], device=device)
    losses = {"valid": functional.binary_cross_entropy_with_logits(answer.valid.float(), valid.float())}
    if not valid.any():
        return losses
    gold = [t.gold for t in targets if t.gold is not None]
    types, media = (
        torch.tensor(wanted, device=device) for wanted in ([g.type for g in gold], [g.medium for g in gold])
    )
    losses["type"] = functional.cross_entropy(answer.type[valid].float(), types)
    losses["medium"] = functional.cross_entropy(answer.medium[valid].float(), media)
    wanted = torch.zeros(answer.roles.shape)
    for i, (target, size) in enumerate(zip(targets, sizes, strict=True)):
        table = torch.from_numpy(labels(target, size))
        wanted[i, : len(table)] = table.float()
    seen = mask[valid].float()[..., None]
    scores, wanted = answer.roles[valid].float(), wanted.to(device)[valid]
    each = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * seen
    losses["roles"] = each.sum((1, 2)).mean() * _SCALE
    losses["overlap"] = _overlap(scores.sigmoid() * seen, wanted)
    return losses


def _overlap(given: Tensor, wanted: Tensor) -> Tensor:
    """One minus the soft F1 of each part that is there, averaged (Milletari et al., 3DV 2016)."""
    there = wanted.amax(1) > 0
    f1 = 2 * (given * wanted).sum(1) / (given.sum(1) + wanted.sum(1)).clamp(min=1e-6)
    return (1 - f1)[there].mean()


def total(losses: Losses, weights: Mapping[str, float]) -> Tensor:
    """The weighted sum."""
    return torch.stack([weights[name] * loss for name, loss in losses.items()]).sum()
