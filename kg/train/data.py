"""Articles of the quotation corpus as the model reads them, with what it should answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.evaluate.wikinews import Annotation, Document, documents
from kg.extract import features, pipeline
from kg.extract.decode import runs
from kg.extract.features import MEDIA, ROLES, TYPES, Ints, Reading
from kg.extract.pieces import Pieces
from kg.extract.windows import Windows, windows

OUTSIDE, BEGIN, INSIDE = range(3)
"""Tags of a word at one level of quotation."""

LEVELS = 2
"""Levels of quotation: outer and nested."""

Indices = frozenset[int]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated utterance in word indices."""

    type: int
    medium: int
    parts: tuple[Indices, ...]
    level: int

    @property
    def stretches(self) -> list[Indices]:
        """The unbroken stretches of the quote, and the whole quote if it has several."""
        found = [frozenset(stretch) for stretch in runs(sorted(self.parts[0]))]
        return found if len(found) == 1 else [*found, self.parts[0]]


@dataclass(frozen=True, slots=True)
class Sample:
    """An article ready for the model; `tokens` are the ids of the corpus' own tokens that each word covers."""

    document: Document
    reading: Reading
    windows: Windows
    gold: tuple[Gold, ...]
    tags: Ints
    roles: Ints
    tokens: tuple[tuple[int, ...], ...]


def samples(path: Path, pieces: Pieces) -> Iterator[Sample]:
    """The documents of a corpus file, lazily, as the rules and the vocabulary read them."""
    nlp = pipeline.rules()
    for document in documents(path):
        doc = nlp(pipeline.readable(document.text))
        pairs = doc._.kg_pairing.pairs
        reading = features.read(document.text, doc._.kg_sentences, doc._.kg_proposals, pairs)
        if len(reading):
            yield sample(document, reading, pieces)


def sample(document: Document, reading: Reading, pieces: Pieces) -> Sample:
    """One document with its labels in word indices."""
    covered = _covered(document, reading)
    owners: dict[int, list[int]] = {}
    for word, tokens in enumerate(covered):
        for token in tokens:
            owners.setdefault(token, []).append(word)
    gold = tuple(_gold(a, document.annotations, owners) for a in document.annotations)
    return Sample(
        document,
        reading,
        windows(reading, pieces),
        tuple(g for g in gold if g.parts[0]),
        _tags(gold, len(reading)),
        _roles(gold, len(reading)),
        covered,
    )


def _covered(document: Document, reading: Reading) -> tuple[tuple[int, ...], ...]:
    begins = np.array([token.start for token in document.tokens], dtype=np.int64)
    ends = np.array([token.end for token in document.tokens], dtype=np.int64)
    first = np.searchsorted(ends, reading.starts, side="right")
    last = np.searchsorted(begins, reading.ends, side="left")
    return tuple(tuple(range(a, b)) for a, b in zip(first.tolist(), last.tolist(), strict=True))


def _gold(annotation: Annotation, others: Iterable[Annotation], owners: dict[int, list[int]]) -> Gold:
    parts = tuple(
        frozenset(word for token in annotation.parts[role] for word in owners.get(token, ())) for role in ROLES
    )
    quote = annotation.parts["quote"]
    nested = any(quote < other.parts["quote"] for other in others)
    return Gold(TYPES.index(annotation.type), MEDIA.index(annotation.medium), parts, int(nested))


def _tags(gold: Iterable[Gold], size: int) -> Ints:
    """Tags of all words at both levels [words, levels]."""
    table = np.zeros((size, LEVELS), dtype=np.int64)
    for each in gold:
        for run in runs(sorted(each.parts[0])):
            table[run, each.level] = INSIDE
            table[run[0], each.level] = BEGIN
    return table


def _roles(gold: Iterable[Gold], size: int) -> Ints:
    """1 where a word has a role in any utterance [words, roles]."""
    table = np.zeros((size, len(ROLES)), dtype=np.int64)
    for each in gold:
        for k, part in enumerate(each.parts):
            table[sorted(part), k] = 1
    return table
