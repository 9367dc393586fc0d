"""A model that learns, step by step, and the average of its weights; kept on disk for a run that breaks off."""

from __future__ import annotations

import copy
import ctypes
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

Module = TypeVar("Module", bound=nn.Module)

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Numbers of two of `mallopt`'s parameters."""


class Learner(Generic[Module]):
    """A `model` in training and its `averaged` copy, which is the one that is measured and kept.

    `course` gives the factor of the learning rates at each step, `average` is how much of the average stays at each.
    """

    def __init__(
        self, model: Module, optimiser: torch.optim.Optimizer, course: Callable[[int], float], average: float
    ) -> None:
        _keep_memory()
        self.model, self.averaged = model, copy.deepcopy(model).eval()
        self.optimiser = optimiser
        self.schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, course)
        self.average = average
        self.step = 0

    def descend(self, loss: Tensor) -> None:
        """Go one step down the loss."""
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        follow(self.averaged, self.model, min(self.average, (1 + self.step) / (10 + self.step)))

    def save(self, path: Path, **facts: Any) -> None:
        """Write all that `restore` needs, and some facts, whole or not at all."""
        parts = {name: part.state_dict() for name, part in self._parts().items()}
        fresh = path.with_suffix(".new")
        torch.save({"parts": parts, "facts": {"step": self.step, **facts}, "torch": torch.get_rng_state()}, fresh)
        fresh.replace(path)

    def restore(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        """The facts of what `load` read, which the model, its average, and all that is random go on from."""
        for name, part in self._parts().items():
            part.load_state_dict(saved["parts"][name])
        torch.set_rng_state(saved["torch"].cpu())
        facts: Mapping[str, Any] = saved["facts"]
        self.step = facts["step"]
        return facts

    def _parts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("model", "averaged", "optimiser", "schedule")}


def optimiser(model: nn.Module, begun: nn.Module, rate: float, rates: Mapping[str, float]) -> torch.optim.AdamW:
    """What moves a model's weights: those of the part that was `begun` with a base's at a `rate`, others at `heads`."""
    pretrained = {id(weight) for weight in begun.parameters()}
    learnt = [weight for weight in model.parameters() if weight.requires_grad]
    groups = [
        {"params": [weight for weight in learnt if id(weight) in pretrained], "lr": rate},
        {"params": [weight for weight in learnt if id(weight) not in pretrained], "lr": rates["heads"]},
    ]
    return torch.optim.AdamW(groups, weight_decay=rates["decay"], betas=(0.9, 0.98), eps=1e-6)


def load(path: Path, device: torch.device) -> dict[str, Any]:
    """What `Learner.save` wrote: `parts`, `facts`, `torch`."""
    found: dict[str, Any] = torch.load(path, map_location=device, weights_only=False)
    return found


def follow(averaged: nn.Module, model: nn.Module, keep: float) -> None:
    """Move the averaged weights towards the model's, of which they `keep` a share; frozen ones stay."""
    with torch.no_grad():
        for own, new in zip(averaged.parameters(), model.parameters(), strict=True):
            if new.requires_grad:
                own.lerp_(new, 1 - keep)


def _keep_memory() -> None:
    """Has the C library keep freed memory: giving it back and asking anew took half of the reader of names' training.

    Source: `mallopt` of the GNU C library; other systems are left as they are.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_TRIM_THRESHOLD, 2**31 - 1)
        library.mallopt(_MMAP_THRESHOLD, 2**30)
