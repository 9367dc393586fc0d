"""The whole recipe in order: base weights, vocabulary, articles, phases, calibration, graphs, model card."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from kg.errors import InputError
from kg.evaluate.wikinews import Report
from kg.extract import model as inference
from kg.extract.card import card, write_card
from kg.extract.decode import Settings
from kg.train import base, export
from kg.train.calibrate import calibrate
from kg.train.data import Sample, samples
from kg.train.loop import Recipe, Trainer, measured, report, scores
from kg.train.model import Model

RECIPE = Path(__file__).with_name("settings.toml")
"""The recipe of the shipped model."""

Tell = Callable[[str], None]


def train(
    corpora: Path, out: Path, *, recipe: Path = RECIPE, weights: Path | None = None, tell: Tell = print
) -> Report:
    """The report on the corpus' dev part of the model's files, which are written to `out`, trained on the train part.

    `corpora` is the folder of the public corpora, `weights` an encoder as `base.read` takes it. A run that broke off
    goes on from the last whole epoch that lies in `out`. A graphics card is used if there is one.

    Raises:
        InputError: if a corpus or the base weights cannot be read.
    """
    settings = Recipe.load(recipe)
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(settings.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    encoder = base.pruned(base.read(weights), texts(corpora, settings.vocabulary), base.german_words())
    encoder.pieces.save(out / "pieces.json")
    learn = list(samples(corpora / settings.train, encoder.pieces))
    learn, held = split(learn, settings.held, settings.seed)
    dev = list(samples(corpora / settings.dev, encoder.pieces))
    model = None
    for n, phase in enumerate(settings.phases, start=1):
        trainer = Trainer(encoder, settings, phase, len(learn), model, device)
        state = out / f"state-{n}.pt"
        if state.exists():
            trainer.resume(state)
            tell(f"phase {n}: going on after epoch {trainer.epoch}")
        while trainer.epoch < phase.epochs:
            trainer.train(learn, tell)
            trainer.keep(state)
            figures = report(list(scores(trainer.averaged, dev)), dev, Settings())
            tell(f"phase {n}, epoch {trainer.epoch}: {summary(figures)}")
        model = trainer.averaged
    assert model is not None
    tell("calibration on the articles held back")
    decoding = calibrate(list(scores(model, held, precise=True)), held, Settings())
    write(model, out, described(settings, corpora, decoding))
    shipped = measured((inference.Model.load(out).utterances(sample.reading) for sample in dev), dev)
    full = report(list(scores(model, dev, precise=True)), dev, decoding)
    tell("dev, weights of 32 bits: " + summary(full))
    add_scores(out, shipped=shipped, full=full)
    return shipped


def texts(corpora: Path, names: Sequence[str]) -> Iterator[str]:
    """All strings in JSON-lines files, lazily."""
    for name in names:
        path = corpora / name
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(f"cannot be read: {error}", path=str(path)) from error
        for line in lines:
            yield from _strings(json.loads(line))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def split(all_: Sequence[Sample], share: float, seed: int) -> tuple[list[Sample], list[Sample]]:
    """The samples to train on and those held back for the calibration, drawn by `seed`."""
    order = list(range(len(all_)))
    random.Random(seed).shuffle(order)
    held = set(order[: round(share * len(order))])
    return [s for i, s in enumerate(all_) if i not in held], [all_[i] for i in sorted(held)]


def summary(figures: Report) -> str:
    """The chief figures in percent."""
    return " ".join(f"{name} {100 * getattr(figures, name).f1:.1f}" for name in ("joint", "message", "roles", "form"))


def described(settings: Recipe, corpora: Path, decoding: Settings) -> dict[str, Any]:
    """What a user may want to know of the model: recipe, data with hashes, licence, decoding settings."""
    data = {name: hashlib.sha256((corpora / name).read_bytes()).hexdigest() for name in (settings.train, settings.dev)}
    return {
        "name": "wortlaut-attribution",
        "licence": settings.licence,
        "base": settings.base,
        "data": data,
        "recipe": asdict(settings),
        "decoding": asdict(decoding),
    }


def write(model: Model, out: Path, about: dict[str, Any]) -> None:
    """Write the model's graphs and card beside its vocabulary; the card gets the hashes of the other files."""
    (out / inference.LOWER).write_bytes(export.lower(model).SerializeToString(deterministic=True))
    (out / "first.onnx").write_bytes(export.first(model).SerializeToString(deterministic=True))
    (out / "second.onnx").write_bytes(export.second(model).SerializeToString(deterministic=True))
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in inference.FILES[:-1]}
    write_card(out, about | {"files": hashes})


def add_scores(out: Path, **figures: Report) -> None:
    """Add reports on the dev part to the model's card, by name."""
    write_card(out, card(out) | {"dev": {name: each.as_dict() for name, each in figures.items()}})
