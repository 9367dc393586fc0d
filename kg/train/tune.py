"""Decoding settings by coordinate ascent on articles that the model was not trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg.extract.decode import Scored, Settings
from kg.train.data import Sample
from kg.train.loop import report

_GRID = {
    "valid": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    "rival": (0.3, 0.4, 0.5, 0.6, 0.7),
    "change": (0.0, 0.5, 1.0, 1.5, 2.0, 3.0),
    "apart": (0.0, 0.5, 1.0),
    "snap": (0.5, 0.6, 0.7, 0.8, 1.1),
}
_THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)


def tune(scored: Sequence[Sequence[Scored]], samples: Sequence[Sample], start: Settings, rounds: int = 2) -> Settings:
    """The settings with the best joint F1 that changing one at a time finds, starting at `start`."""
    best, chosen = _joint(scored, samples, start), start
    for _ in range(rounds):
        before = chosen
        for change in _changes(len(chosen.roles)):
            variant = _renewed(chosen, change)
            value = _joint(scored, samples, variant)
            if value > best + 1e-4:
                best, chosen = value, variant
        if chosen == before:
            break
    return chosen


Change = tuple[str, int, float]


def _changes(roles: int) -> Iterator[Change]:
    for name, values in _GRID.items():
        yield from ((name, 0, value) for value in values)
    for k in range(roles):
        yield from (("roles", k, value) for value in _THRESHOLDS)


def _renewed(settings: Settings, change: Change) -> Settings:
    name, k, value = change
    if name != "roles":
        changed: dict[str, Any] = {name: value}
        return replace(settings, **changed)
    roles = tuple(value if i == k else old for i, old in enumerate(settings.roles))
    return replace(settings, roles=roles)


def _joint(scored: Sequence[Sequence[Scored]], samples: Sequence[Sample], settings: Settings) -> float:
    return report(scored, samples, settings).joint.f1
