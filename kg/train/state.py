"""The state of a training on disk, from which one that broke off goes on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import torch


class Stateful(Protocol):
    """What PyTorch keeps and brings back: a model, an optimiser, a schedule."""

    def state_dict(self) -> dict[str, Any]:
        """All that must be kept."""
        ...

    def load_state_dict(self, state_dict: dict[str, Any], /) -> Any:
        """Take over what was kept."""
        ...


def save(path: Path, parts: Mapping[str, Stateful], facts: Mapping[str, Any]) -> None:
    """Write the parts, the facts and PyTorch's random numbers, whole or not at all."""
    state = {name: part.state_dict() for name, part in parts.items()}
    fresh = path.with_suffix(".new")
    torch.save({"parts": state, "facts": dict(facts), "torch": torch.get_rng_state()}, fresh)
    fresh.replace(path)


def load(path: Path, device: torch.device) -> dict[str, Any]:
    """What `save` wrote: `parts`, `facts`, `torch`."""
    found: dict[str, Any] = torch.load(path, map_location=device, weights_only=False)
    return found


def restore(state: Mapping[str, Any], parts: Mapping[str, Stateful]) -> dict[str, Any]:
    """The facts of a loaded state, whose parts and random numbers are taken over."""
    for name, part in parts.items():
        part.load_state_dict(state["parts"][name])
    torch.set_rng_state(state["torch"].cpu())
    facts: dict[str, Any] = state["facts"]
    return facts
