"""The recipe of the reader of names: tagged sentences as the shipped encoder's lower half leaves them, a graph out.

The lower half stays as it is, so its vectors are computed once.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from kg.errors import InputError
from kg.evaluate import entities as scoring
from kg.evaluate import tagged
from kg.evaluate.tagged import Tagged
from kg.extract import features, pipeline
from kg.extract import model as inference
from kg.extract.card import card, write_card
from kg.extract.entities import ASIDE, LABELS, TAGS, View, view
from kg.extract.features import Ints, Reading
from kg.extract.pieces import Pieces
from kg.extract.surface import LIST_COLUMNS, marks
from kg.extract.windows import windows
from kg.train import base, crf, export
from kg.train.learner import Learner, optimiser
from kg.train.loop import rise_and_fall
from kg.train.namer import Batch, Namer
from kg.train.renamed import Renamer, mixed

IGNORED = -100
"""Stands for a word whose tag is not known."""

_GERMEVAL = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC"}
_MOBIE = {
    "person": "PER",
    "organization": "ORG",
    "organization-company": "ORG",
    "location": "LOC",
    "location-city": "LOC",
}
_UNCLEAR = ("location-stop", "location-street", "location-route")
"""Classes of MobIE that hold places and other things; nothing is learnt from their words."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of the reader's training, as in the table `names` of `settings.toml`."""

    licence: str
    learn: str
    own: list[str]
    beside: list[str]
    beside_weight: float
    measure: str
    seed: int
    threads: int
    epochs: int
    sentences: int
    pieces: int
    rename: float
    together: int
    depth: int
    width: int
    rates: dict[str, float]
    dropout: float
    word_dropout: float
    hide: float
    unlist: float
    smooth: float

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """The recipe in a TOML file."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8"))["names"])


@dataclass(frozen=True, slots=True)
class Example:
    """A window as the reader sees it, with its tags, its weight, and whether it stands for what is met in the wild."""

    lower: NDArray[np.float16]
    view: View
    tags: Ints
    weight: float
    natural: bool = False


def train(
    corpora: Path, sentences: Path, folder: Path, *, recipe: Path, weights: Path | None = None, tell: Tell = print
) -> scoring.Report:
    """The report on the corpus that is only measured; the reader is written to the model in `folder`.

    `corpora` is the folder of the public corpora, `sentences` that of our own marked ones, `weights` the base encoder.

    Raises:
        InputError: if a corpus or the base weights cannot be read.
    """
    settings = Recipe.load(recipe)
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    read = reader(folder)
    learn = list(tagged.germeval(corpora / settings.learn))
    own = [sentence for name in settings.own for sentence in tagged.marked(sentences / name)]
    other = [s for name in settings.beside for s in tagged.conll(corpora / name) if plain(s)]
    if not learn:
        raise InputError("no sentence in it", path=str(corpora / settings.learn))
    given = [replace(each, natural=True) for sentence in learn for each in read(sentence, 1.0)]
    given += [each for sentence in own for each in read(sentence, 1.0)]
    beside = [each for sentence in other for each in read(sentence, settings.beside_weight)]
    tell(f"{len(given) + len(beside)} sentences read")
    renamer = Renamer.of(learn + own, chance)

    def again() -> list[Example]:
        copies = mixed([renamer.renamed(s, settings.rename) for s in learn + own], chance, settings.together)
        return [each for sentence in copies for each in read(sentence, 1.0)]

    namer = fitted(given + beside, again, settings, base.read(weights), chance, tell)
    graph = export.entities(namer, prior_shift(given + beside))
    (folder / inference.ENTITIES).write_bytes(graph.SerializeToString(deterministic=True))
    report = scoring.score(tagged.germeval(corpora / settings.measure), folder)
    note(folder, corpora, sentences, settings, report)
    return report


def reader(folder: Path) -> Callable[[Tagged, float], Iterator[Example]]:
    """What turns a text and its weight into windows, by the lower half of the model in `folder`."""
    pieces, lower = Pieces.load(folder / "pieces.json"), inference.session(folder / inference.LOWER)

    def read(sentence: Tagged, weight: float) -> Iterator[Example]:
        doc = pipeline.rules()(pipeline.readable(sentence.text))
        reading = features.read(doc.text, doc._.kg_sentences, doc._.kg_proposals, doc._.kg_pairing.pairs)
        if not len(reading):
            return
        laid, seen, tags = windows(reading, pieces), marks(reading), labelled(reading, sentence)
        for window, ids in enumerate(laid.ids):
            vectors = lower.run(["lower"], {"ids": ids[None]})[0][0]
            begin, found = view(laid, window, seen)
            known = np.where(laid.window == window, tags, IGNORED)[begin : begin + len(found.marks)]
            yield Example(vectors.astype(np.float16), found, known, weight)

    return read


def plain(sentence: Tagged) -> bool:
    """True for a sentence that has a name and reads as in a newspaper, without hashtags."""
    return not set("#@") & set(sentence.text) and any(name.label in _MOBIE for name in sentence.outer)


def labelled(reading: Reading, sentence: Tagged) -> Ints:
    """The tags of the reading's words."""
    tags = np.zeros(len(reading), dtype=np.int64)
    for name in sentence.outer:
        label = class_of(name.label)
        for i, word in enumerate(reading.within([name.span])):
            tags[word] = _tag(label, begins=i == 0)
    return tags


def _tag(label: str, *, begins: bool) -> int:
    if label in ("", "O"):
        return 0 if label else IGNORED
    return TAGS.index(f"{'B' if begins else 'I'}-{label}")


def class_of(label: str) -> str:
    """Our class for a corpus' one; "O" for none and nothing for one of which nothing can be learnt.

    >>> class_of("OTH"), class_of("LOCderiv"), class_of("location-city"), class_of("location-stop"), class_of("date")
    ('MISC', 'DERIV', 'LOC', '', 'O')
    """
    if label in _UNCLEAR:
        return ""
    if label.endswith("deriv"):
        return ASIDE[0]
    if label.endswith("part"):
        return ASIDE[1]
    return _GERMEVAL.get(label) or _MOBIE.get(label) or "O"


def fitted(
    given: Sequence[Example],
    again: Callable[[], list[Example]],
    settings: Recipe,
    start: base.Base,
    chance: random.Random,
    tell: Tell,
) -> Namer:
    """A trained reader: the moving average of its weights.

    It sees what is `given` in every epoch, and beside it what `again` gives, with other names each time.
    """
    told = {name: getattr(settings, name) for name in ("depth", "width", "dropout", "word_dropout", "hide")}
    namer = Namer(start, **told).train()
    groups = grouped([*given, *again()], settings, chance)
    course = rise_and_fall(settings.epochs * len(groups), 1.0, settings.rates["warm"])
    moves = optimiser(namer, namer.layers, settings.rates["layers"], settings.rates)
    learner = Learner(namer, moves, course, settings.rates["average"])
    for epoch in range(1, settings.epochs + 1):
        losses = []
        for group in groups:
            loss = loss_of(namer, group, settings)
            learner.descend(loss)
            losses.append(float(loss.detach()))
        tell(f"names, epoch {epoch}: loss {sum(losses) / len(losses):.4f}")
        if epoch < settings.epochs:
            groups = grouped([*given, *again()], settings, chance)
    return learner.averaged


def prior_shift(found: Sequence[Example]) -> NDArray[np.float32]:
    """What must be added to each tag's score so that names are expected as often as in the natural sentences.

    The others were written to be full of bodies and places. Only where a name begins is it shifted.
    Source: Saerens, Latinne & Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities",
    Neural Computation 14 (2002).
    """
    natural = tag_shares([each for each in found if each.natural])
    begins = np.array([tag[0] == "B" for tag in TAGS])
    return np.where(begins, np.log(natural / tag_shares(found)), 0).astype(np.float32)


def tag_shares(some: Sequence[Example]) -> NDArray[np.float64]:
    """How often each tag occurs, as a share of the words whose tags are known; no tag is held impossible."""
    counts = np.ones(len(TAGS))
    for each in some:
        np.add.at(counts, each.tags[each.tags >= 0], each.weight)
    return counts / counts.sum()


def grouped(found: Sequence[Example], settings: Recipe, chance: random.Random) -> list[list[Example]]:
    """Batches of windows of similar length, in random order."""
    batches: list[list[Example]] = [[]]
    for example in sorted(found, key=lambda e: len(e.lower) * chance.uniform(0.8, 1.25)):
        size = len(batches[-1]) + 1
        if size > settings.sentences or size * len(example.lower) > settings.pieces:
            batches.append([])
        batches[-1].append(example)
    found_batches = [each for each in batches if each]
    chance.shuffle(found_batches)
    return found_batches


def side_by_side(arrays: Sequence[Any], value: float = 0) -> Tensor:
    """The arrays as the rows of one tensor, padded to the longest."""
    longest = max(map(len, arrays))
    table = np.full((len(arrays), longest, *arrays[0].shape[1:]), value, dtype=arrays[0].dtype)
    for row, array in zip(table, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(table)


def batch(group: Sequence[Example]) -> Batch:
    """The windows side by side."""
    owners, first, last, seen = (side_by_side(arrays) for arrays in zip(*(each.view for each in group), strict=True))
    pieces, words = (
        side_by_side([np.ones(len(array), dtype=np.bool_) for array in arrays])
        for arrays in ([each.lower for each in group], [each.tags for each in group])
    )
    return Batch(side_by_side([each.lower for each in group]).float(), owners, pieces, first, last, seen, words)


def loss_of(namer: Namer, group: Sequence[Example], settings: Recipe) -> Tensor:
    """The loss of a batch: half of it the cross entropy of its words, half that of its rows of tags.

    Some lists are hidden from the reader.
    """
    given, tags = batch(group), side_by_side([each.tags for each in group], IGNORED)
    shown = torch.ones(len(group), 1, given.marks.shape[-1], dtype=torch.long)
    shown[..., LIST_COLUMNS] = (torch.rand(len(group), 1, len(LIST_COLUMNS)) >= settings.unlist).long()
    scores = namer(given._replace(marks=given.marks * shown))
    each = functional.cross_entropy(
        scores.flatten(0, 1),
        tags.flatten(),
        ignore_index=IGNORED,
        reduction="none",
        label_smoothing=settings.smooth,
    ).view(tags.shape)
    weights = torch.tensor([each.weight for each in group])
    known = weights[:, None] * (tags != IGNORED)
    by_word = (each * known).sum() / known.sum().clamp(min=1e-6)
    rows = crf.losses(scores, tags, given.words, namer.transitions)
    by_row = (rows * weights).sum() / (given.words.sum(1) * weights).sum()
    return (by_word + by_row) / 2


def note(folder: Path, corpora: Path, sentences: Path, settings: Recipe, report: scoring.Report) -> None:
    """Add the reader to the model's card: recipe, data, scores, and the hashes of the files as they are now."""
    about = card(folder)
    names = (settings.learn, *settings.beside, settings.measure)
    data = {name: _hash(corpora / name) for name in names}
    data |= {name: _hash(sentences / name) for name in settings.own}
    files = about["files"] | {inference.ENTITIES: _hash(folder / inference.ENTITIES)}
    own = {"recipe": asdict(settings), "classes": list(LABELS), "data": data, "dev": report.as_dict()}
    write_card(folder, about | {"files": files, "names": own})


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
