"""The recipe of the reader of pairs in order: pairs, vectors from the shipped encoder, epochs, limits, graph, card."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from kg.claims.relate import OPPOSED, Thresholds
from kg.compare import Comparer, Spaced, heard
from kg.evaluate.pairs import Example, Report, score
from kg.extract.card import card, write_card
from kg.extract.model import LOWER, session
from kg.extract.pairs import FILE, RELATIONS, Words, cut
from kg.extract.pieces import Pieces
from kg.records import Relation
from kg.train import base, export
from kg.train.pairdata import Pair, Read, read, stories
from kg.train.pairloop import Fitting, Recipe, Tell

RECIPE = Path(__file__).with_name("pairs.toml")
"""The recipe of the shipped reader."""

STATE = "pairs-state.pt"
"""What a run that broke off has left in the model's folder."""

LEAST = 0.7
"""Least limit: of the pairs in a store far fewer have a relation than of those that are learnt from. Set by hand."""

T = TypeVar("T")


def train(
    pairs: Path, folder: Path, *, recipe: Path = RECIPE, weights: Path | None = None, tell: Tell = print
) -> Report:
    """The report on the dev pairs of the reader that is written to the model's `folder`, trained on the other pairs.

    `pairs` is the folder of the pairs' files. The attribution model in `folder` stays as it is. A run that broke off
    goes on from the state that lies in `folder`.

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
    about: dict[str, Any] = {
        "recipe": asdict(settings),
        "data": {name: _hash(pairs / name) for name in (*settings.train, *settings.stories, *settings.dev)},
    }
    fitting = Fitting(learn, told, hear, settings, base.read(weights), chance)
    reader = fitting.epochs(folder / STATE, about, tell)
    (folder / FILE).write_bytes(export.pairs(reader).SerializeToString(deterministic=True))
    about |= {"file": _hash(folder / FILE), "limits": asdict(Thresholds())}
    _write(folder, about)
    about["limits"] = asdict(_limits(Comparer(folder), held))
    _write(folder, about)
    report = score(map(_example, dev), Comparer(folder))
    _write(folder, about | {"dev": report.as_dict()})
    return report


def _parted(all_: list[T], share: float) -> tuple[list[T], list[T]]:
    count = round(share * len(all_))
    return all_[:count], all_[count:]


def reading(folder: Path) -> Read:
    """What reads an utterance for itself by the model in `folder`; each is read once."""
    pieces, lower = Pieces.load(folder / "pieces.json"), session(folder / LOWER)

    @cache
    def read(spaced: Spaced) -> tuple[Words, NDArray[np.float32]]:
        words = cut(spaced, pieces)
        return words, lower.run(["lower"], {"ids": words.ids[None]})[0][0]

    return lambda side: heard(side, read)


def _limits(compare: Comparer, held: Sequence[Pair]) -> Thresholds:
    """The limits with the best F1 on pairs that were not learnt from."""
    probable = [compare.probable(pair.left.said, pair.right.said) for pair in held]
    names = [RELATIONS[pair.relation] for pair in held]
    opposed = [sum(told[relation] for relation in OPPOSED) for told in probable]
    found = {"opposed": _limit(opposed, [name in OPPOSED for name in names])}
    for relation in ("changed_position", "updates", "corroborates", "same_quote"):
        found[relation] = _limit([told[relation] for told in probable], [name == relation for name in names])
    return Thresholds(**found)


def _limit(probable: Sequence[float], wanted: Sequence[bool]) -> float:
    def worth(limit: float) -> float:
        told = [chance > limit for chance in probable]
        hits = sum(t and w for t, w in zip(told, wanted, strict=True))
        return 2 * hits / max(1, sum(wanted) + sum(told))

    return max((round(LEAST + 0.02 * step, 2) for step in range(14)), key=worth)


def _example(pair: Pair) -> Example:
    return pair.left.said, pair.right.said, Relation(RELATIONS[pair.relation])


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(folder: Path, about: dict[str, Any]) -> None:
    write_card(folder, card(folder) | {"pairs": about})
