"""The recipe of the reader of pairs in order: pairs, vectors from the shipped encoder, epochs, limits, graph, card."""

from __future__ import annotations

import copy
import hashlib
import random
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from kg.claims.relate import OPPOSED, Thresholds
from kg.compare import Comparer, Spaced, heard
from kg.evaluate.pairs import Example, Report, score
from kg.extract.card import card, write_card
from kg.extract.model import LOWER, session
from kg.extract.pairs import FILE, RELATIONS, Words, cut
from kg.extract.pieces import Pieces
from kg.records import Relation
from kg.train import base, export
from kg.train.base import Base
from kg.train.encoder import quick
from kg.train.loop import rise_and_fall
from kg.train.pairdata import UNKNOWN, Pair, Read, Row, Story, batch, read, row, single, stories
from kg.train.pairmodel import PairReader

RECIPE = Path(__file__).with_name("pairs.toml")
"""The recipe of the shipped reader."""

TEMPERATURE = 0.05
"""Of the likeness of vectors. Set by hand."""

VECTORS_EVERY = 4
"""In every how many batches the vectors are learnt, too, for they cost time. Set by hand."""

LEAST = 0.7
"""Least limit: of the pairs in a store far fewer have a relation than of those that are learnt from. Set by hand."""

PRECISE, EVEN = 0.5, 1.0
"""Weight of recall against precision in choosing limits: half for most, the same for printings of one quote."""

_NONE = RELATIONS.index("none")

T = TypeVar("T")
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


def train(
    pairs: Path, folder: Path, *, recipe: Path = RECIPE, weights: Path | None = None, tell: Tell = print
) -> Report:
    """The report on the dev pairs of the reader that is written to the model's `folder`, trained on the other pairs.

    `pairs` is the folder of the pairs' files. The attribution model in `folder` stays as it is.

    Raises:
        InputError: if a file of pairs or the base weights cannot be read.
    """
    settings = Recipe.load(recipe)
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    learn = [pair for name in settings.train for pair in read(pairs / name)]
    dev = [pair for name in settings.dev for pair in read(pairs / name)]
    chance.shuffle(learn)
    held, learn = _parted(learn, settings.held)
    told = [story for name in settings.stories for story in stories(pairs / name)]
    chance.shuffle(told)
    held_stories, told = _parted(told, settings.held)
    held += [pair for story in held_stories for pair in (*story.related, *story.unrelated)]
    hear = reading(folder)
    reader = fitted(learn, told, hear, settings, base.read(weights), chance, tell)
    (folder / FILE).write_bytes(export.pairs(reader).SerializeToString(deterministic=True))
    about = {
        "recipe": asdict(settings),
        "data": {name: _hash(pairs / name) for name in (*settings.train, *settings.stories, *settings.dev)},
        "file": _hash(folder / FILE),
        "limits": asdict(Thresholds()),
    }
    _write(folder, about)
    about["limits"] = asdict(_limits(Comparer(folder), held))
    _write(folder, about)
    report = score(map(_example, dev), Comparer(folder))
    _write(folder, about | {"dev": report.as_dict()})
    return report


def _parted(all_: list[T], share: float) -> tuple[list[T], list[T]]:
    count = round(share * len(all_))
    return all_[:count], all_[count:]


def fitted(
    pairs: Sequence[Pair],
    told: Sequence[Story],
    read: Read,
    settings: Recipe,
    base: Base,
    chance: random.Random,
    tell: Tell,
) -> PairReader:
    """The averaged reader after all epochs."""
    model = PairReader(base, settings.depth, settings.dropout)
    averaged = copy.deepcopy(model).eval()
    optimiser = _optimiser(model, settings)
    steps = settings.epochs * len(list(_batches(pairs, told, settings, random.Random(settings.seed))))
    course = rise_and_fall(steps, 1.0, settings.rates["warm"])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, course)
    step = 0
    for epoch in range(1, settings.epochs + 1):
        model.train()
        began, total = time.monotonic(), 0.0
        batches = list(_batches(pairs, told, settings, chance))
        for some in batches:
            rows = [row(pair, read) for pair in some]
            with quick(torch.device("cpu")):
                loss = _loss(model, some, rows, settings, vectors=step % VECTORS_EVERY == 0)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step, total = step + 1, total + float(loss.detach())
            _average(averaged, model, min(settings.rates["average"], (1 + step) / (10 + step)))
        tell(f"epoch {epoch}: {time.monotonic() - began:.0f} s, loss {total / len(batches):.3f}")
    return averaged


def reading(folder: Path) -> Read:
    """What reads an utterance for itself by the model in `folder`; each is read once."""
    pieces, lower = Pieces.load(folder / "pieces.json"), session(folder / LOWER)

    @cache
    def read(spaced: Spaced) -> tuple[Words, NDArray[np.float32]]:
        words = cut(spaced, pieces)
        return words, lower.run(["lower"], {"ids": words.ids[None]})[0][0]

    return lambda side: heard(side, read)


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


def _average(averaged: PairReader, model: PairReader, keep: float) -> None:
    with torch.no_grad():
        for own, new in zip(averaged.parameters(), model.parameters(), strict=True):
            own.lerp_(new, 1 - keep)


def _optimiser(model: PairReader, settings: Recipe) -> torch.optim.AdamW:
    pretrained = {id(p) for p in model.layers.parameters()}
    groups = [
        {"params": list(model.layers.parameters()), "lr": settings.rates["layers"]},
        {"params": [p for p in model.parameters() if id(p) not in pretrained], "lr": settings.rates["heads"]},
    ]
    return torch.optim.AdamW(groups, weight_decay=settings.rates["decay"], betas=(0.9, 0.98), eps=1e-6)


def _limits(compare: Comparer, held: Sequence[Pair]) -> Thresholds:
    """The limits with the best measure on pairs that were not learnt from: what is told shall be right before all."""
    probable = [compare.probable(pair.left.said, pair.right.said) for pair in held]
    names = [RELATIONS[pair.relation] for pair in held]
    opposed = [sum(told[relation] for relation in OPPOSED) for told in probable]
    found = {"opposed": _limit(opposed, [name in OPPOSED for name in names], PRECISE)}
    for relation in ("changed_position", "updates", "corroborates", "same_quote"):
        beta = EVEN if relation == "same_quote" else PRECISE
        found[relation] = _limit([told[relation] for told in probable], [name == relation for name in names], beta)
    return Thresholds(**found)


def _limit(probable: Sequence[float], wanted: Sequence[bool], beta: float) -> float:
    def worth(limit: float) -> float:
        told = [chance > limit for chance in probable]
        hits = sum(t and w for t, w in zip(told, wanted, strict=True))
        return (1 + beta**2) * hits / max(1e-9, beta**2 * sum(wanted) + sum(told))

    return max((round(LEAST + 0.02 * step, 2) for step in range(14)), key=worth)


def _example(pair: Pair) -> Example:
    return pair.left.said, pair.right.said, Relation(RELATIONS[pair.relation])


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(folder: Path, about: dict[str, Any]) -> None:
    write_card(folder, card(folder) | {"pairs": about})
