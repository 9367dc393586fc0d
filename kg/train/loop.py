"""The training loop: seeded, resumable, with the corpus' own metric after every epoch."""

from __future__ import annotations

import math
import random
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from kg.evaluate import wikinews
from kg.evaluate.wikinews import PARTS, Annotation, Report
from kg.extract.candidates import Candidate, combined, segments, view
from kg.extract.decode import Answer, Scored, Settings, decode
from kg.extract.features import MEDIA, ROLES, TYPES, Reading
from kg.train import losses
from kg.train.base import Base
from kg.train.batches import Batch, batch, views
from kg.train.crop import cropped
from kg.train.data import LEVELS, Sample
from kg.train.learner import Learner, load, optimiser
from kg.train.model import Dimensions, First, Model
from kg.train.targets import Target, targets

RULE_COLUMNS = (5, 6)
"""Feature columns that say what the rules drafted."""

BIAS = 1.0
"""What makes the tags find more segments than they should, for the second reading to learn to judge."""

CPU = torch.device("cpu")

T = TypeVar("T")

_TOGETHER = 24
"""Candidates of similar length that are read in one go."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training with one rise and fall of the learning rates."""

    seed: int
    epochs: int
    rate: float
    crop: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training, as in `settings.toml`."""

    base: str
    licence: str
    train: str
    dev: str
    held: float
    vocabulary: list[str]
    seed: int
    threads: int
    articles: int
    frozen: int
    twice: float
    forget: float
    blind: float
    dropout: float
    phases: list[Phase]
    dimensions: Dimensions
    rates: dict[str, float]
    weights: dict[str, float]

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """The recipe in a TOML file."""
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        raw.pop("names", None)
        phases = [Phase(**phase) for phase in raw["phases"]]
        return cls(**{**raw, "phases": phases, "dimensions": Dimensions(**raw["dimensions"])})


class Trainer(Learner[Model]):
    """The attribution model in training.

    `count` is that of the articles of an epoch; the model begins as `begin`, or with the base's weights. On the
    processor the same settings give the same weights, bit for bit; on a graphics card nearly the same.
    """

    def __init__(
        self,
        base: Base,
        recipe: Recipe,
        phase: Phase,
        count: int,
        begin: Model | None = None,
        device: torch.device = CPU,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.phase = phase
        self.chance = random.Random(phase.seed)
        self.pieces = base.pieces
        self.device = device
        model = Model(base, recipe.dimensions, recipe.dropout).to(device)
        if begin is not None:
            model.load_state_dict(begin.state_dict())
        for part in (model.encoder.word, model.encoder.position, model.encoder.norm):
            part.requires_grad_(False)
        for layer in model.encoder.layers[: recipe.frozen]:
            layer.requires_grad_(False)
        steps = phase.epochs * math.ceil(count / recipe.articles)
        course = rise_and_fall(steps, phase.rate, recipe.rates["warm"])
        super().__init__(
            model,
            optimiser(model, model.encoder, recipe.rates["encoder"], recipe.rates),
            course,
            recipe.rates["average"],
        )
        self.epoch = 0

    def train(self, samples: Sequence[Sample], tell: Callable[[str], None]) -> None:
        """One epoch over `samples`."""
        self.model.train()
        order = _mixed(samples, self.recipe.articles, self.chance)
        sums: dict[str, float] = {}
        began = time.monotonic()
        for n, group in enumerate(order, start=1):
            for name, value in self._learn([self._cropped(sample) for sample in group]).items():
                sums[name] = sums.get(name, 0.0) + value
            if n % 20 == 0:
                means = " ".join(f"{name} {value / n:.3f}" for name, value in sums.items())
                tell(f"epoch {self.epoch + 1} {n}/{len(order)} {time.monotonic() - began:.0f}s {means}")
        self.epoch += 1

    def _learn(self, group: Sequence[Sample]) -> dict[str, float]:
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            found = self._losses(group)
            loss = losses.total(found, self.recipe.weights)
        self.descend(loss)
        return {name: float(value.detach()) for name, value in found.items()}

    def _losses(self, group: Sequence[Sample]) -> losses.Losses:
        laid = batch(group, self.device)
        answer = self.model.first(laid.ids, laid.mask, self._blinded(laid.features), laid.place)
        found = losses.first(answer, group)
        pairs = self._targets(group, answer, laid)
        vectors = answer.vectors
        parts = []
        for some in _by_length(pairs, lambda p: len(view(p[1].candidate, len(group[p[0]].reading)).words)):
            sizes = [len(group[i].reading) for i, _ in some]
            laid_out = [(laid.offsets[i], view(t.candidate, len(group[i].reading))) for i, t in some]
            seen = views(laid_out, self.device)
            said = self.model.second(vectors, seen)
            parts.append((len(some), losses.second(said, seen.mask, [t for _, t in some], sizes)))
        count = sum(n for n, _ in parts)
        for n, part in parts:
            for name, value in part.items():
                found[name] = found.get(name, torch.zeros((), device=self.device)) + value * n / count
        return found

    def _targets(self, group: Sequence[Sample], answer: First, laid: Batch) -> list[tuple[int, Target]]:
        tags = answer.tags.detach().float().cpu().numpy()
        made: list[tuple[int, Target]] = []
        for i, sample in enumerate(group):
            own = tags[laid.offsets[i] : laid.offsets[i + 1]]
            cut = [s for level in range(LEVELS) for s in segments(own[:, level], BIAS)]
            learn = targets(sample, cut, self.chance, twice=self.recipe.twice, forget=self.recipe.forget)
            made += [(i, target) for target in learn]
        return made

    def _cropped(self, sample: Sample) -> Sample:
        if not self.phase.crop or self.chance.random() >= self.phase.crop:
            return sample
        return cropped(sample, self.chance, self.pieces)

    def _blinded(self, features: Tensor) -> Tensor:
        blind = (torch.rand(len(features)) < self.recipe.blind).to(self.device)
        changed = features.clone()
        for column in RULE_COLUMNS:
            changed[blind, :, column] = 0
        return changed

    def keep(self, path: Path) -> None:
        """Write everything that `resume` needs, whole or not at all."""
        self.save(path, epoch=self.epoch, chance=self.chance.getstate())

    def resume(self, path: Path) -> None:
        """Go on where `keep` was called."""
        facts = self.restore(load(path, self.device))
        self.epoch = facts["epoch"]
        self.chance.setstate(facts["chance"])


def scores(
    model: Model, samples: Sequence[Sample], bias: float = Settings().bias, *, precise: bool = False
) -> Iterator[list[Scored]]:
    """The scored candidates of each sample, in order."""
    for at in range(0, len(samples), 8):
        group = samples[at : at + 8]
        with torch.inference_mode(), torch.autocast(model.device.type, dtype=torch.bfloat16, enabled=not precise):
            yield from _scored(model, group, bias)


def _scored(model: Model, group: Sequence[Sample], bias: float) -> list[list[Scored]]:
    laid = batch(group, model.device)
    answer = model.first(laid.ids, laid.mask, laid.features, laid.place)
    tags = answer.tags.float().cpu().numpy()
    found: list[tuple[int, Candidate]] = []
    for i, sample in enumerate(group):
        own = tags[laid.offsets[i] : laid.offsets[i + 1]]
        found += [(i, candidate) for candidate in candidates(sample.reading, own, bias)]
    out: list[list[Scored]] = [[] for _ in group]
    for some in _by_length(found, lambda p: len(view(p[1], len(group[p[0]].reading)).words)):
        seen = [view(c, len(group[i].reading)) for i, c in some]
        laid_out = [(laid.offsets[i], v) for (i, _), v in zip(some, seen, strict=True)]
        said = model.second(answer.vectors, views(laid_out, model.device))
        for k, ((i, candidate), v) in enumerate(zip(some, seen, strict=True)):
            out[i].append(
                Scored(
                    candidate,
                    v.words,
                    said.roles[k, : len(v.words)].float().sigmoid().cpu().numpy(),
                    float(said.valid[k].float().sigmoid()),
                    said.type[k].float().softmax(-1).cpu().numpy(),
                    said.medium[k].float().softmax(-1).cpu().numpy(),
                )
            )
    return out


def candidates(reading: Reading, tags: np.ndarray, bias: float) -> list[Candidate]:
    """The rules' drafts and the segments of both levels, each once."""
    cut = [s for level in range(LEVELS) for s in segments(tags[:, level], bias)]
    return combined(reading, cut)


def annotation(answer: Answer, sample: Sample) -> Annotation:
    """An answer in the corpus' own tokens."""
    named = zip(ROLES, answer.parts, strict=True)
    tokens = {role: frozenset(token for word in part for token in sample.tokens[word]) for role, part in named}
    parts = {part: tokens[part] for part in PARTS}
    return Annotation(TYPES[answer.type], MEDIA[answer.medium], parts, answer.confidence)


def report(scored: Sequence[Sequence[Scored]], samples: Sequence[Sample], settings: Settings) -> Report:
    """The corpus' metric of what decoding makes of the scores."""
    answered = (decode(some, s.reading, settings) for some, s in zip(scored, samples, strict=True))
    return measured(answered, samples)


def measured(answered: Iterable[Sequence[Answer]], samples: Sequence[Sample]) -> Report:
    """The corpus' metric of the answers to each sample."""
    pairs: list[wikinews.Pair] = []
    for answers, sample in zip(answered, samples, strict=True):
        pairs += wikinews.pair(sample.document.annotations, [annotation(a, sample) for a in answers])
    return wikinews.report(pairs, documents=len(samples))


def rise_and_fall(steps: int, rate: float, warm: float) -> Callable[[int], float]:
    """The factor of the learning rates at each step: it rises for the share `warm` of them, then falls."""
    rise = max(1, int(steps * warm))
    return lambda step: rate * min((step + 1) / rise, 0.02 + 0.98 * max(0.0, (steps - step) / max(1, steps - rise)))


def _mixed(samples: Sequence[Sample], size: int, chance: random.Random) -> list[list[Sample]]:
    """Batches of articles of similar length, in random order."""
    order = sorted(samples, key=lambda s: len(s.reading) * chance.uniform(0.8, 1.25))
    groups = [list(order[at : at + size]) for at in range(0, len(order), size)]
    chance.shuffle(groups)
    return groups


def _by_length(things: Sequence[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    ordered = sorted(things, key=length)
    for at in range(0, len(ordered), _TOGETHER):
        yield ordered[at : at + _TOGETHER]
