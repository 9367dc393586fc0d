"""The training of the reader of pairs: recipe, batches, losses, epochs; a run that broke off goes on where it was."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from kg.extract.pairs import RELATIONS
from kg.train.base import Base
from kg.train.encoder import quick
from kg.train.learner import Learner, load, optimiser
from kg.train.loop import rise_and_fall
from kg.train.pairdata import UNKNOWN, Pair, Read, Row, Story, batch, row, single
from kg.train.pairmodel import PairReader

TEMPERATURE = 0.05
"""Of the likeness of vectors. Set by hand."""

VECTORS_EVERY = 4
"""In every how many batches the vectors are learnt, too, for they cost time. Set by hand."""

SAVE_EVERY = 100
"""In every how many batches the state is kept: some minutes. Set by hand."""

_NONE = RELATIONS.index("none")

_CPU = torch.device("cpu")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training, as in `pairs.toml`."""

    train: list[str]
    stories: list[str]
    dev: list[str]
    seed: int
    threads: int
    depth: int
    epochs: int
    pairs: int
    held: float
    topic: int
    unrelated: float
    redated: float
    blurred: float
    bare: float
    smoothing: float
    dropout: float
    rates: dict[str, float]
    weights: dict[str, float]

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """The recipe in a TOML file."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))


class Fitting(Learner[PairReader]):
    """The reader of pairs in training on pairs and stories; `chance` draws the batches."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        told: Sequence[Story],
        read: Read,
        settings: Recipe,
        base: Base,
        chance: random.Random,
    ) -> None:
        self.pairs, self.told, self.read, self.settings, self.chance = pairs, told, read, settings, chance
        model = PairReader(base, settings.depth, settings.dropout)
        steps = settings.epochs * len(list(_batches(pairs, told, settings, random.Random(settings.seed))))
        course = rise_and_fall(steps, 1.0, settings.rates["warm"])
        super().__init__(
            model,
            optimiser(model, model.layers, settings.rates["layers"], settings.rates),
            course,
            settings.rates["average"],
        )
        self.epoch = self.done = 0

    def epochs(self, kept: Path, about: Mapping[str, Any], tell: Tell) -> PairReader:
        """The averaged reader after all epochs.

        The state is `kept` in a file while it lasts, and taken up if it is there and of a training that is the same in
        what is given `about` it.
        """
        self._resume(kept, about, tell)
        while self.epoch < self.settings.epochs:
            drawn = self.chance.getstate()
            batches = list(_batches(self.pairs, self.told, self.settings, self.chance))
            self.model.train()
            began, total, first = time.monotonic(), 0.0, self.done
            for some in batches[first:]:
                total += self._learn(some)
                self.done += 1
                if self.done % SAVE_EVERY == 0:
                    self._keep(kept, about, drawn)
            tell(f"epoch {self.epoch + 1}: {time.monotonic() - began:.0f} s, loss {total / (len(batches) - first):.3f}")
            self.epoch, self.done = self.epoch + 1, 0
            self._keep(kept, about, self.chance.getstate())
        kept.unlink(missing_ok=True)
        return self.averaged

    def _learn(self, some: Sequence[Pair]) -> float:
        rows = [row(pair, self.read) for pair in some]
        with quick(_CPU):
            loss = _loss(self.model, some, rows, self.settings, vectors=self.step % VECTORS_EVERY == 0)
        self.descend(loss)
        return float(loss.detach())

    def _keep(self, kept: Path, about: Mapping[str, Any], drawn: Any) -> None:
        self.save(kept, epoch=self.epoch, done=self.done, about=dict(about), drawn=drawn)

    def _resume(self, kept: Path, about: Mapping[str, Any], tell: Tell) -> None:
        if not kept.exists():
            return
        found = load(kept, _CPU)
        if found["facts"]["about"] != about:
            tell(f"{kept.name} is of another training: beginning anew")
            return
        facts = self.restore(found)
        self.epoch, self.done = facts["epoch"], facts["done"]
        self.chance.setstate(facts["drawn"])
        tell(f"going on after epoch {self.epoch} and {self.done} batches")


def _batches(
    pairs: Sequence[Pair], told: Sequence[Story], settings: Recipe, chance: random.Random
) -> Iterator[list[Pair]]:
    """The pairs of an epoch in batches of similar length, in random order: those given, and some drawn by chance."""
    given = [*pairs, *(pair for story in told for pair in story.related)]
    topical = [p for story in told for p in chance.sample(story.unrelated, min(settings.topic, len(story.unrelated)))]
    made = [_varied(pair, settings, chance) for pair in (*given, *topical)]
    for _ in range(round(settings.unrelated * len(given))):
        one, other = chance.sample(given, 2)
        made.append(one.aside(other, disguised=chance.random() < 0.5))
    made.sort(key=lambda pair: (len(pair.left.tokens) + len(pair.right.tokens)) * chance.uniform(0.8, 1.25))
    groups = [made[at : at + settings.pairs] for at in range(0, len(made), settings.pairs)]
    chance.shuffle(groups)
    yield from groups


def _varied(pair: Pair, settings: Recipe, chance: random.Random) -> Pair:
    """The pair, mostly in its canonical order, sometimes with less known of it."""
    moved = pair.redated(chance) if chance.random() < settings.redated else pair
    told = moved.blurred(chance) if chance.random() < settings.blurred else moved
    told = told.bare() if chance.random() < settings.bare else told
    dated = moved.left.said.date != moved.right.said.date
    return told.ordered if dated and chance.random() < 0.8 else told.swapped if chance.random() < 0.5 else told


def _loss(
    model: PairReader, pairs: Sequence[Pair], rows: Sequence[Row], settings: Recipe, *, vectors: bool
) -> torch.Tensor:
    laid = batch(rows)
    told = model(laid)
    weights = settings.weights
    wanted = torch.tensor([pair.relation for pair in pairs])
    kinds = torch.tensor([pair.kind for pair in pairs])
    loss = weights["relation"] * functional.cross_entropy(
        told.relations.float(), wanted, label_smoothing=settings.smoothing
    )
    loss = loss + weights["kind"] * functional.cross_entropy(told.kinds.float(), kinds)
    known = laid.carries != UNKNOWN
    if known.any():
        carries = functional.binary_cross_entropy_with_logits(told.carries.float()[known], laid.carries[known])
        loss = loss + weights["carries"] * carries
    related = [one for one, pair in zip(rows, pairs, strict=True) if pair.relation != _NONE]
    if vectors and len(related) > 1:
        loss = loss + weights["vectors"] * _apart(model, related)
    return loss


def _apart(model: PairReader, related: Sequence[Row]) -> torch.Tensor:
    """How badly the vectors of utterances find their partners among those of the batch, from either side."""
    left, right = (model.vector(batch([single(each, side) for each in related])) for side in (0, 1))
    likeness = left @ right.T / TEMPERATURE
    own = torch.arange(len(related))
    return (functional.cross_entropy(likeness, own) + functional.cross_entropy(likeness.T, own)) / 2
