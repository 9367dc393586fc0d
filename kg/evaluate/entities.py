"""Precision and recall of recognised names against tagged sentences: a name counts if both ends and class are right.

Source: the strict metric of CoNLL 2003, on GermEval 2014's outer level; adjectives ("deriv") and parts of words
("part") are no names. An outlet that we tell apart is a body there, an office is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluate.scores import Row, Score
from kg.evaluate.tagged import Tagged
from kg.extract import pipeline
from kg.records import Span

CLASSES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC"}
"""Our class for each of the corpus' ones."""

_OURS = {"MEDIA": "ORG", "PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}

Found = set[tuple[int, Span, str]]
Level = tuple[Found, Found]


@dataclass(frozen=True, slots=True)
class Report:
    """The scores by class and over all classes."""

    classes: dict[str, Score]
    all: Score
    sentences: int

    def rows(self) -> list[Row]:
        """One table row a class; rates in percent."""
        scores = {**self.classes, "all": self.all}
        return [score.row(name) for name, score in scores.items()]

    def as_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON; rates in percent."""
        scores = {**self.classes, "all": self.all}
        return {"sentences": self.sentences, **{name: score.as_dict() for name, score in scores.items()}}


def score(sentences: Iterable[Tagged], folder: Path | None = None) -> Report:
    """The report on the names that the model in `folder`, or else in use, finds in each sentence by itself."""
    gold = list(sentences)
    outer: Level = (set(), set())
    found = pipeline.named((sentence.text for sentence in gold), folder)
    for n, (sentence, names) in enumerate(zip(gold, found, strict=True)):
        outer[0].update((n, name.span, CLASSES[name.label]) for name in sentence.outer if name.label in CLASSES)
        outer[1].update((n, span, _OURS[label]) for span, label in names if label in _OURS)
    by_class = {label: compared(*(_only(level, label) for level in outer)) for label in CLASSES.values()}
    return Report(by_class, compared(*outer), len(gold))


def _only(found: Found, label: str) -> Found:
    return {each for each in found if each[2] == label}


def compared(gold: Found, given: Found) -> Score:
    """The score of the names given.

    >>> compared({(0, Span(0, 3), "LOC")}, {(0, Span(0, 3), "LOC"), (0, Span(4, 7), "PER")}).precision
    0.5
    """
    return Score.counted(hits=len(gold & given), false=len(given - gold), missed=len(gold - given))
