"""How alike two wordings are as statements: by their words, unless figures or a negation set them apart."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from kg.claims.amounts import Amount, amounts
from kg.claims.content import is_negated
from kg.claims.wording import key, words

FEW = 4
"""Shorter wordings („das ist falsch“) are alike only if they are equal. Set by hand, as for claims."""


def likeness(one: str, other: str) -> float:
    """How alike the wordings are, from 0 to 1, whatever the order of words; 0 if they cannot be one statement.

    >>> round(likeness("Die Brücke wird 310 Millionen Euro kosten", "310 Millionen Euro wird die Brücke kosten."), 2)
    1.0
    >>> likeness("Die Brücke wird 310 Millionen Euro kosten", "Die Brücke wird 180 Millionen Euro kosten")
    0.0
    >>> likeness("Die Brücke ist für Busse sicher", "Die Brücke ist für Busse nicht sicher")
    0.0
    """
    if key(one) == key(other):
        return 1.0
    if min(len(words(one)), len(words(other))) < FEW or is_negated(one) != is_negated(other):
        return 0.0
    if not _agree(_amounts(one), _amounts(other)):
        return 0.0
    return fuzz.token_sort_ratio(key(one), key(other)) / 100


def _agree(ours: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> bool:
    """True if each amount of the side that names fewer agrees with one of the other side that counts the same."""
    fewer, more = sorted((ours, theirs), key=len)
    return all(any(a.measure == b.measure and a.agrees(b) for b in more) for a in fewer)


@lru_cache(maxsize=65_536)
def _amounts(text: str) -> tuple[Amount, ...]:
    return amounts(text)
