"""Precision, recall and F1, and how every report shows them: in percent, one measure a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Cell = str | float | int | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall as fractions, each with the number of things it was taken over.

    A rate over nothing is 0, as in the shared-task scripts; `precision_n` and `recall_n` tell it from a failure.

    >>> Score.counted(hits=3, false=1, missed=3).f1
    0.6
    """

    precision: float
    recall: float
    precision_n: int
    recall_n: int

    @classmethod
    def counted(cls, *, hits: int, false: int, missed: int) -> Score:
        """The micro-averaged score of so many true positives, false positives and false negatives."""
        given, wanted = hits + false, hits + missed
        return cls(share(hits, given), share(hits, wanted), given, wanted)

    @classmethod
    def averaged(cls, precisions: Iterable[float], recalls: Iterable[float]) -> Score:
        """The macro-averaged score: the mean of the precisions and the mean of the recalls."""
        given, wanted = list(precisions), list(recalls)
        return cls(share(sum(given), len(given)), share(sum(wanted), len(wanted)), len(given), len(wanted))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def row(self, measure: str) -> Row:
        """A table row in percent, to one decimal."""
        return {
            "measure": measure,
            "precision": percent(self.precision),
            "recall": percent(self.recall),
            "f1": percent(self.f1),
            "given": self.precision_n,
            "wanted": self.recall_n,
        }

    def as_dict(self) -> dict[str, float]:
        """Precision, recall and F1 in percent, to one decimal, ready for JSON."""
        return {
            "precision": percent(self.precision),
            "recall": percent(self.recall),
            "f1": percent(self.f1),
        }


def share(part: float, whole: float) -> float:
    """`part / whole`, or 0 where there is nothing to share."""
    return part / whole if whole else 0.0


def percent(fraction: float) -> float:
    """A fraction in percent, to one decimal.

    >>> percent(0.39128)
    39.1
    """
    return round(100 * fraction, 1)
