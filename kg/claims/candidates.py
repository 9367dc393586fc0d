"""Which utterances are worth comparing: those near in meaning that lie near in time, too, or have one speaker.

Whether two are depends on the pair alone, neither on what else there is nor on the order in which it came; so new
utterances are held against what is there, and nothing is computed twice. Vectors are handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kg.claims.amounts import amounts
from kg.claims.denial import REACH, rejects
from kg.claims.lexicon import lexicon
from kg.claims.marks import Side, covered, same_measure
from kg.claims.tokens import tokens

Vectors = NDArray[np.float32]

WINDOW = 45
"""Days within which any two utterances may be about one matter. Set by hand."""

ALIKE = 0.4
"""Least cosine of the vectors of two utterances that are compared if they share a telling word. Set by hand."""

VERY_ALIKE = 0.92
"""Least cosine of two that are compared although they share none. Set by hand."""

COUNT_ALIKE = 0.8
"""Least cosine of two that share none, but count the same otherwise. Set by hand."""

SURELY_ALIKE = 0.6
"""Least cosine of two that are surely about one matter if they share a telling word. Set by hand."""

ENOUGH = 0.25
"""Least share of either side's words of matter that the other has, too, of two less alike. Set by hand."""

REMEMBERED = 65536
"""Utterances whose words are kept at hand. Set by hand."""


@dataclass(frozen=True, slots=True)
class Field:
    """Utterances: vectors [utterances, width] of length 1, days (-1: unknown), speakers, articles and numbers there."""

    vectors: Vectors
    days: NDArray[np.int64]
    speakers: Sequence[str | None]
    places: Sequence[tuple[str, int]]
    texts: Sequence[str]


def candidates(field: Field, new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing of which at least one is `new`, each once, the lesser index first.

    Undated utterances are near to all; what stands within `REACH` in one article is compared whatever it says. Cost:
    for each new utterance, those of its window and those of its speaker.

    >>> vectors = np.eye(2, dtype=np.float32)[[0, 0, 1, 0]]
    >>> places = [("urn:a", 0), ("urn:b", 0), ("urn:b", 1), ("urn:c", 0)]
    >>> field = Field(vectors, np.array([1, 3, 3, 400]), ["A", "B", "A", "A"], places, ["Das Tor"] * 4)
    >>> sorted(candidates(field, [1, 3]))
    [(0, 1), (0, 3), (1, 2)]
    """
    fresh = set(new)
    by_speaker: dict[str, list[int]] = defaultdict(list)
    for k, speaker in enumerate(field.speakers):
        if speaker:
            by_speaker[speaker].append(k)
    at = {place: k for k, place in enumerate(field.places)}
    undated = np.flatnonzero(field.days < 0)
    ordered = np.argsort(field.days, kind="stable")
    sorted_days = field.days[ordered]
    for one in sorted(fresh):
        near = _near(field, one, ordered, sorted_days, undated)
        own = np.array(by_speaker.get(field.speakers[one] or "", []), dtype=np.int64)
        others = np.union1d(near, own)
        likeness = field.vectors[others] @ field.vectors[one]
        alike = (
            other
            for other, cosine in zip(others[likeness >= ALIKE], likeness[likeness >= ALIKE], strict=True)
            if worth(field.texts[one], field.texts[other], float(cosine))
        )
        article, number = field.places[one]
        beside = (at.get((article, number + step)) for step in range(-REACH, REACH + 1))
        for other in sorted({*map(int, alike), *(k for k in beside if k is not None)}):
            if other != one and not (other in fresh and other < one):
                yield min(one, other), max(one, other)


def worth(one: str, other: str, cosine: float) -> bool:
    """True if two wordings that are somewhat alike are worth comparing.

    >>> worth("Das Defizit liege bei 8,4 Millionen Euro", "Das Minus betrage 6,9 Millionen Euro", 0.82)
    True
    """
    if cosine >= VERY_ALIKE or share_telling(one, other):
        return True
    pairs = product(_amounts(one), _amounts(other))
    return cosine >= COUNT_ALIKE and any(same_measure(a, b) and not a.agrees(b) for a, b in pairs)


def same_matter(left: Side, right: Side, cosine: float) -> bool:
    """True if two utterances are so surely about one matter that a contradiction may be told without being asked for.

    They are alike and share a telling word, or they share enough words; or one rejects just what stands before it.
    """
    if rejects(left, right) or (cosine >= SURELY_ALIKE and share_telling(left.said.text, right.said.text)):
        return True
    return min(covered(left, right), covered(right, left)) >= ENOUGH


def share_telling(one: str, other: str) -> bool:
    """True if both have a word in common that tells what they are about: no function word, and not a common one.

    >>> share_telling("Der Deich bei Oberau hält", "Oberau wird geräumt"), share_telling("Es gab Tote", "Zwei Tote")
    (True, False)
    """
    return not _telling(one).isdisjoint(_telling(other))


_amounts = lru_cache(REMEMBERED)(amounts)


@lru_cache(REMEMBERED)
def _telling(text: str) -> frozenset[str]:
    found = frozenset(token.stem for token in tokens(text) if token.is_content and len(token.stem) > 2)
    return found - lexicon().common


def _near(
    field: Field, one: int, ordered: NDArray[np.int64], days: NDArray[np.int64], undated: NDArray[np.int64]
) -> NDArray[np.int64]:
    day = field.days[one]
    if day < 0:
        return np.arange(len(field.days))
    first, last = np.searchsorted(days, [day - WINDOW, day + WINDOW + 1])
    return np.concatenate([ordered[first:last], undated])
