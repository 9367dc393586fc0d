"""Which utterances are worth comparing: those near in meaning that lie near in time, too, or have one speaker, of which
something may be told.

Whether two are depends on the pair alone, neither on what else there is nor on the order in which it came; so new
utterances are held against what is there, and nothing is computed twice. Vectors are handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kg.claims.amounts import is_number_word
from kg.claims.denial import rejects
from kg.claims.figures import counted_otherwise
from kg.claims.lexicon import lexicon
from kg.claims.marks import OTHER, REMEMBERED, Side, found, same_measure, speakers
from kg.claims.retelling import as_one_speaker
from kg.claims.tokens import tokens
from kg.claims.topics import one_event
from kg.records import Said

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

NEARLY_ONE = 0.9
"""Cosine above which two are surely about one matter whatever words they share. Set by hand."""

ENOUGH = 0.3
"""Least share of the words of matter that the other side has, too, on average, of two less alike. Set by hand."""

OPPOSED_ALIKE = 0.7
"""Least cosine of two that may contradict each other although they are not surely about one matter. On news stories
nine in ten of the contradictions of which the reader is sure lie above it."""

BESIDE = 2
"""Within how many utterances of an article any two may be compared. Set by hand."""


@dataclass(frozen=True, slots=True)
class Field:
    """Utterances: vectors [utterances, width] of length 1, days (-1: unknown), speakers, articles and numbers there,
    and what is said; and what gives the topic of an article."""

    vectors: Vectors
    days: NDArray[np.int64]
    speakers: Sequence[str | None]
    places: Sequence[tuple[str, int]]
    said: Sequence[Said]
    topic: Callable[[str], frozenset[str]]

    def one_event(self, one: int, other: int) -> bool:
        """True if the articles of both may tell of one event."""
        left, right = (self.places[k][0] for k in (one, other))
        return left == right or one_event(self.topic(left), self.topic(right))

    def one_speaker(self, one: int, other: int) -> bool:
        """True if both are known to be said by one."""
        return self.speakers[one] is not None and self.speakers[one] == self.speakers[other]

    def one_matter(self, one: int, other: int, kind: str = "") -> bool:
        """True if both are surely about one matter; see `same_matter`."""
        return same_matter(Side.of(self.said[one]), Side.of(self.said[other]), self.cosine(one, other), kind)

    def cosine(self, one: int, other: int) -> float:
        """How near both are in meaning."""
        return float(self.vectors[one] @ self.vectors[other])


def candidates(field: Field, new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing of which at least one is `new`, each once, the lesser index first.

    Undated utterances are near to all; those of other events count only if one speaker said both, or if they are very
    alike; what stands within `BESIDE` in one article is near whatever it says. Of those that are near, only pairs of
    which something may be told are compared. Cost: for each new utterance, those of its window and those of its
    speaker.

    >>> from kg.records import Said
    >>> vectors = np.eye(2, dtype=np.float32)[[0, 0, 1, 0]]
    >>> places = [("urn:a", 0), ("urn:b", 0), ("urn:b", 1), ("urn:c", 0)]
    >>> days, speakers, said = np.array([1, 3, 3, 400]), ["A", "B", "A", "A"], [Said("Das Tor")] * 4
    >>> field = Field(vectors, days, speakers, places, said, lambda article: frozenset())
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
            int(other)
            for other, cosine in zip(others[likeness >= ALIKE], likeness[likeness >= ALIKE], strict=True)
            if worth(field.said[one], field.said[other], float(cosine))
            and (cosine >= VERY_ALIKE or _near_in_matter(field, one, int(other)))
        )
        article, number = field.places[one]
        places = ((article, number + step) for step in range(-BESIDE, BESIDE + 1))
        for other in sorted({*alike, *(at[place] for place in places if place in at)}):
            if other != one and not (other in fresh and other < one) and _may_tell(field, one, other):
                yield min(one, other), max(one, other)


def _near_in_matter(field: Field, one: int, other: int) -> bool:
    return field.one_speaker(one, other) or field.one_event(one, other)


def _may_tell(field: Field, one: int, other: int) -> bool:
    """True if a relation of both may be told.

    Of one event or speaker that is any if they surely have one matter, else a contradiction if they are alike; of
    others, which are very alike, that they print one quote.
    """
    if _near_in_matter(field, one, other):
        return field.cosine(one, other) >= OPPOSED_ALIKE or field.one_matter(one, other)
    left, right = field.said[one], field.said[other]
    return speakers(left, right) != OTHER or as_one_speaker(Side.of(left), Side.of(right)) is not None


def worth(one: Said, other: Said, cosine: float) -> bool:
    """True if two utterances that are somewhat alike are worth comparing.

    >>> from kg.records import Said
    >>> worth(Said("Das Defizit liege bei 8,4 Millionen Euro"), Said("Das Minus betrage 6,9 Millionen Euro"), 0.82)
    True
    """
    if cosine >= VERY_ALIKE or share_telling(one, other):
        return True
    pairs = product(Side.of(one).amounts, Side.of(other).amounts)
    return cosine >= COUNT_ALIKE and any(same_measure(a, b) and not a.agrees(b) for a, b in pairs)


def same_matter(left: Side, right: Side, cosine: float, kind: str = "") -> bool:
    """True if two utterances are so surely about one matter that a contradiction may be told without being asked for.

    Their own words share enough of what they are about, figures aside, or they are alike and share a telling word; or
    one rejects just what stands before it, or counts it otherwise. Two that agree in a figure contradict each other in
    no other.

    >>> from kg.records import Said
    >>> share, cost = Said("Der Anteil betrage 22 Millionen Euro"), Said("Sie rechne mit 52 Millionen Euro")
    >>> same_matter(Side.of(share), Side.of(cost), 0.83, "number")
    False
    """
    if _plainly(left, right):
        return True
    pairs = product(left.amounts, right.amounts)
    if kind == "number" and any(same_measure(a, b) and a.agrees(b) for a, b in pairs):
        return False
    one, other = (replace(side.said, before=None) for side in (left, right))
    if cosine > NEARLY_ONE or (cosine >= SURELY_ALIKE and share_telling(one, other)):
        return True
    return (_shared(left, right) + _shared(right, left)) / 2 >= ENOUGH


def _shared(own: Side, other: Side) -> float:
    """The share of the words that tell what it is about that the other has; measures and common words tell nothing."""
    measured = [amount.span for amount in own.amounts if amount.is_measure]
    counted = {amount.measure for amount in own.amounts}
    matter = [
        token
        for token in own.tokens
        if token.is_content
        and (token.stem in counted or token.stem not in lexicon().common)
        and not (token.text[0].isdigit() or is_number_word(token.text))
        and not any(span.start <= token.span.start < span.end for span in measured)
    ]
    return found(matter, other) / max(1, len(matter))


def _plainly(left: Side, right: Side) -> bool:
    """True if one of two that stand together plainly speaks of what the other says."""
    return rejects(left, right) or counted_otherwise(left, right) is not None


def share_telling(one: Said, other: Said) -> bool:
    """True if a word of one that tells what it is about stands in the other, or shortly before it there.

    Such a word is no function word, and not a common one.

    >>> from kg.records import Said
    >>> share_telling(Said("Der Deich bei Oberau hält"), Said("Oberau wird geräumt"))
    True
    >>> share_telling(Said("Es gab Tote"), Said("Zwei Tote", before="In Oberau stürzte ein Haus ein."))
    False
    """
    ours, theirs = _telling(one.text), _telling(other.text)
    if not ours.isdisjoint(theirs):
        return True
    return not (ours.isdisjoint(_telling(other.before or "")) and theirs.isdisjoint(_telling(one.before or "")))


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
