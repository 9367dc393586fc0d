"""The recipe of the head for names: tagged sentences as the shipped first reading sees them, one small graph out.

The first reading stays as it is, so its vectors are computed once; what is learnt is the head alone.
"""

from __future__ import annotations

import copy
import hashlib
import math
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

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
from kg.extract.entities import ASIDE, LABELS, LONGEST, TAGS
from kg.extract.features import Ints, Reading
from kg.extract.surface import LISTS, looks, rules, stretches
from kg.train import crf, export
from kg.train.encoder import quick
from kg.train.learner import follow
from kg.train.namer import PARTS, Namer
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
    """The settings of the head's training, as in the table `names` of `settings.toml`."""

    licence: str
    learn: str
    own: list[str]
    beside: list[str]
    beside_weight: float
    measure: str
    seed: int
    heads: int
    threads: int
    epochs: int
    sentences: int
    rename: float
    together: int
    rate: float
    warm: float
    decay: float
    average: float
    dropout: float
    hide: float
    unlist: float
    smooth: float
    width: int
    depth: int

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """The recipe in a TOML file."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8"))["names"])


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as the head reads it, with its tags, its weight, and whether it stands for what is met in the wild."""

    vectors: NDArray[np.float16]
    looks: Ints
    rules: Ints
    tags: Ints
    weight: float
    natural: bool = False


class Batch(NamedTuple):
    """Examples side by side, padded to the longest."""

    vectors: Tensor
    looks: Tensor
    rules: Tensor
    mask: Tensor
    tags: Tensor
    weights: Tensor


def train(corpora: Path, sentences: Path, folder: Path, *, recipe: Path, tell: Tell = print) -> scoring.Report:
    """The report on the corpus that is only measured; the head is written to the model in `folder`.

    `corpora` is the folder of the public corpora, `sentences` that of our own marked ones.

    Raises:
        InputError: if a corpus cannot be read.
        ModelError: if there is no model in `folder`.
    """
    settings = Recipe.load(recipe)
    torch.set_num_threads(settings.threads)
    model, chance = inference.Model.load(folder), random.Random(settings.seed)
    found = gathered(corpora, sentences, model, settings, chance, tell)
    seeds = range(settings.seed, settings.seed + settings.heads)
    heads = [fitted(found, settings, seed, tell) for seed in seeds]
    graph = export.entities(heads, prior_shift(found))
    (folder / inference.ENTITIES).write_bytes(graph.SerializeToString(deterministic=True))
    report = scoring.score(tagged.germeval(corpora / settings.measure), folder)
    note(folder, corpora, sentences, settings, report)
    return report


def gathered(
    corpora: Path, sentences: Path, model: inference.Model, settings: Recipe, chance: random.Random, tell: Tell
) -> list[Example]:
    """The examples: our sentences and a corpus' each by itself, then with other names and neighbours; other corpora."""
    own = list(tagged.germeval(corpora / settings.learn))
    natural = len(own)
    own += [sentence for name in settings.own for sentence in tagged.marked(sentences / name)]
    renamer = Renamer.of(own, chance)
    again = mixed([renamer.renamed(sentence, settings.rename) for sentence in own], chance, settings.together)
    other = [s for name in settings.beside for s in tagged.conll(corpora / name) if plain(s)]
    found: list[Example] = []
    for some, weight in ((own, 1.0), (again, 1.0), (other, settings.beside_weight)):
        for number, sentence in enumerate(some):
            is_natural = some is own and number < natural
            found += (replace(each, natural=is_natural) for each in examples(sentence, model, weight))
        tell(f"{len(found)} sentences read")
    if not found:
        raise InputError("no sentence in it", path=str(corpora / settings.learn))
    return found


def plain(sentence: Tagged) -> bool:
    """True for a sentence that has a name and reads as in a newspaper, without hashtags."""
    return not set("#@") & set(sentence.text) and any(name.label in _MOBIE for name in sentence.outer)


def examples(sentence: Tagged, model: inference.Model, weight: float) -> Iterator[Example]:
    """A text's sentences as the head reads them."""
    doc = pipeline.rules()(pipeline.readable(sentence.text))
    reading = features.read(doc.text, doc._.kg_sentences, doc._.kg_proposals, doc._.kg_pairing.pairs)
    if not len(reading):
        return
    vectors = model.layers(reading).reshape(len(reading), -1).astype(np.float16)
    seen, told, tags = looks(reading.words), rules(reading), labelled(reading, sentence)
    for first, last in stretches(reading.sentences, len(reading), LONGEST):
        here = slice(first, last)
        yield Example(vectors[here], seen[here], told[here], tags[here], weight)


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


def fitted(found: Sequence[Example], settings: Recipe, seed: int, tell: Tell) -> Namer:
    """A head, trained; the moving average of its weights."""
    torch.manual_seed(seed)
    hidden = found[0].vectors.shape[1] // PARTS
    namer = Namer(hidden, settings.width, settings.depth, settings.dropout).train()
    averaged = copy.deepcopy(namer).eval()
    optimiser = torch.optim.AdamW(namer.parameters(), lr=settings.rate, weight_decay=settings.decay)
    chance = random.Random(seed)
    total = settings.epochs * math.ceil(len(found) / settings.sentences)
    step = 0
    for epoch in range(1, settings.epochs + 1):
        losses = []
        for group in groups(found, settings.sentences, chance):
            for options in optimiser.param_groups:
                options["lr"] = rate(step, total, settings)
            loss = loss_of(namer, batch(group), settings)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(namer.parameters(), 1.0)
            optimiser.step()
            step += 1
            losses.append(float(loss.detach()))
            follow(averaged, namer, min(settings.average, (1 + step) / (10 + step)))
        tell(f"names, seed {seed}, epoch {epoch}: loss {sum(losses) / len(losses):.4f}")
    return averaged


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


def groups(found: Sequence[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Batches of sentences of similar length, in random order."""
    order = sorted(found, key=lambda e: len(e.tags) * chance.uniform(0.8, 1.25))
    cut = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(cut)
    return cut


def rate(step: int, total: int, settings: Recipe) -> float:
    """The learning rate at a step: a short rise, then a slow fall to a fiftieth."""
    rise = min(1.0, (step + 1) / max(1.0, settings.warm * total))
    return settings.rate * rise * (0.02 + 0.98 * (1 - step / total))


def batch(group: Sequence[Example]) -> Batch:
    """The examples side by side."""
    longest = max(len(each.tags) for each in group)

    def padded(arrays: Sequence[Any], value: float = 0) -> Tensor:
        shape = (len(group), longest, *arrays[0].shape[1:])
        table = np.full(shape, value, dtype=arrays[0].dtype)
        for row, array in zip(table, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(table)

    return Batch(
        padded([each.vectors for each in group]).float(),
        padded([each.looks for each in group]),
        padded([each.rules for each in group]),
        padded([np.ones(len(each.tags), dtype=np.bool_) for each in group]),
        padded([each.tags for each in group], IGNORED),
        torch.tensor([each.weight for each in group]),
    )


def loss_of(namer: Namer, given: Batch, settings: Recipe) -> Tensor:
    """The loss of a batch: half of it the cross entropy of its words, half that of its sentences' rows of tags.

    Parts of the vectors and some lists are hidden from the head.
    """
    count, words, size = given.vectors.shape
    kept = (torch.rand(count, 1, size) >= settings.hide) / (1 - settings.hide)
    shown = (torch.rand(count, 1, given.looks.shape[-1]) >= settings.unlist).long()
    shown[..., : -len(LISTS)] = 1
    with quick(given.vectors.device):
        scores = namer(given.vectors * kept, given.looks * shown, given.rules, given.mask)
    scores = scores.float()
    each = functional.cross_entropy(
        scores.flatten(0, 1),
        given.tags.flatten(),
        ignore_index=IGNORED,
        reduction="none",
        label_smoothing=settings.smooth,
    ).view(count, words)
    weights = given.weights[:, None] * (given.tags != IGNORED)
    by_word = (each * weights).sum() / weights.sum().clamp(min=1e-6)
    rows = crf.losses(scores, given.tags, given.mask, namer.transitions)
    by_row = (rows * given.weights).sum() / (given.mask.sum(1) * given.weights).sum()
    return (by_word + by_row) / 2


def note(folder: Path, corpora: Path, sentences: Path, settings: Recipe, report: scoring.Report) -> None:
    """Add the head to the model's card: recipe, data, scores, and the hashes of the files as they are now."""
    about = card(folder)
    names = (settings.learn, *settings.beside, settings.measure)
    data = {name: _hash(corpora / name) for name in names}
    data |= {name: _hash(sentences / name) for name in settings.own}
    files = about["files"] | {inference.ENTITIES: _hash(folder / inference.ENTITIES)}
    own = {"recipe": asdict(settings), "classes": list(LABELS), "data": data, "dev": report.as_dict()}
    write_card(folder, about | {"files": files, "names": own})


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
