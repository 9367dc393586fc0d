"""How sure an answer is, from the model's log odds, by logistic regression on articles that it was not trained on.

Source: Platt, "Probabilistic Outputs for Support Vector Machines", 1999, with several inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from kg.evaluate import wikinews
from kg.extract.decode import Scored, Settings, decode
from kg.train.data import Sample
from kg.train.loop import annotation

PRIOR = 0.5
"""Weight of the penalty that keeps the weights small; the articles held back have only a few hundred utterances."""


def calibrate(scored: Sequence[Sequence[Scored]], samples: Sequence[Sample], settings: Settings) -> Settings:
    """The settings with the likeliest calibration, given which answers are right; without answers, as they were."""
    rows: list[tuple[float, ...]] = []
    verdicts: list[bool] = []
    for some, sample in zip(scored, samples, strict=True):
        answers = decode(some, sample.reading, settings)
        given = [annotation(answer, sample) for answer in answers]
        evidence = {id(each): answer.evidence for each, answer in zip(given, answers, strict=True)}
        for gold, system in wikinews.pair(sample.document.annotations, given):
            if system is not None:
                rows.append(evidence[id(system)])
                verdicts.append(wikinews.right(gold, system))
    if not rows:
        return settings
    return replace(settings, calibration=fitted(np.array(rows), np.array(verdicts)))


def fitted(evidence: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, ...]:
    """The weights [columns] of a logistic regression of `right` [rows] on `evidence` [rows, columns].

    The first column is the constant, which is not kept small.

    >>> weights = fitted(np.array([[1.0, -1.0], [1.0, 1.0]] * 50), np.array([False, True] * 50))
    >>> weights[1] > 1
    True
    """
    signs = np.where(right, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -signs * (evidence @ weights)).sum() + PRIOR * (weights[1:] ** 2).sum())

    found = minimize(loss, np.zeros(evidence.shape[1]), method="BFGS")
    return tuple(round(float(weight), 4) for weight in found.x)
