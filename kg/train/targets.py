"""What the second reading should say of each candidate: which annotated utterance it stands for, if any."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.candidates import Candidate, marked, proposed, view
from kg.extract.features import ROLES, Ints
from kg.train.data import Gold, Sample

LEAST = 0.35
"""F1 of a candidate's words and a stretch of a quote from which they are the same utterance."""

_MISLED = 0.3
"""Share of the pairs of quotation marks that are candidates of their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """A candidate with the utterance that it stands for."""

    candidate: Candidate
    gold: Gold | None


def matched(candidate: Candidate, gold: Sequence[Gold]) -> Gold | None:
    """The utterance whose quote, or a stretch of it, the candidate's words meet best."""
    words = set(candidate.anchor)
    best, chosen = LEAST, None
    for each in gold:
        for stretch in each.stretches:
            value = 2 * len(words & stretch) / (len(words) + len(stretch))
            if value > best:
                best, chosen = value, each
    return chosen


def targets(
    sample: Sample, segments: Sequence[tuple[int, int]], chance: random.Random, *, twice: float, forget: float
) -> list[Target]:
    """Candidates to learn from: one for each utterance (two for the share `twice`) and as many misleading ones at most.

    They are drawn from the rules' drafts, the model's own segments, annotated stretches (moved a little) and
    quotations. `forget` is the share of drafts that the model gets to see as bare words only.
    """
    reading = sample.reading
    found = [*proposed(reading), *marked(reading, segments)]
    annotated = [(min(s), max(s) + 1) for g in sample.gold for s in g.stretches if max(s) - min(s) + 1 == len(s)]
    found += marked(reading, (_moved(s, len(reading), chance) for s in annotated))
    found += marked(reading, (pair for pair in reading.pairs if chance.random() < _MISLED))
    unique = list({(c.anchor, c.draft): c for c in found}.values())
    chance.shuffle(unique)
    groups: dict[Gold | None, list[Target]] = {}
    for candidate in unique:
        gold = matched(candidate, sample.gold)
        shown = _forgotten(candidate) if chance.random() < forget else candidate
        groups.setdefault(gold, []).append(Target(shown, gold))
    wrong = groups.pop(None, [])
    right = [t for group in groups.values() for t in group[: 1 + (chance.random() < twice)]]
    return right + wrong[: 2 + len(right)]


def _forgotten(candidate: Candidate) -> Candidate:
    return Candidate(candidate.anchor)


def _moved(segment: tuple[int, int], size: int, chance: random.Random) -> tuple[int, int]:
    if chance.random() < 0.5:
        return segment
    first = max(0, segment[0] + chance.randint(-3, 3))
    last = min(size, segment[1] + chance.randint(-3, 3))
    return (first, last) if first < last else segment


def labels(target: Target, size: int) -> Ints:
    """1 where a word of the candidate's view has a role [words, roles]."""
    words = view(target.candidate, size).words
    if target.gold is None:
        return np.zeros((len(words), len(ROLES)), dtype=np.int64)
    return np.stack([np.isin(words, sorted(part)) for part in target.gold.parts], axis=1).astype(np.int64)
