"""What an article is about, as far as its nouns and names tell, and whether two tell of one event."""

from __future__ import annotations

import math

from kg.claims.lexicon import lexicon
from kg.claims.tokens import tokens

ONE_EVENT = 0.12
"""Least likeness of two articles that may tell of one event. In our sample corpus 96 of 100 pairs of articles of one
story are as alike, and one in a hundred of different stories."""

ENOUGH = 12
"""Nouns and names from which an article is told from others; shorter ones may be about anything. Set by hand."""


def topic(text: str) -> frozenset[str]:
    """The stems of the words with a capital, but for common ones.

    >>> sorted(topic("Am Montag brach in Oberau der Deich."))
    ['deich', 'oberau']
    """
    found = (token for token in tokens(text) if token.is_content and token.text[0].isupper())
    return frozenset(token.stem for token in found if len(token.stem) > 2) - lexicon().common


def one_event(left: frozenset[str], right: frozenset[str]) -> bool:
    """True if two articles of these topics may tell of one event: the cosine of what they name.

    >>> flood, theft = ({f"{word}{n}" for n in range(20)} for word in ("deich", "raub"))
    >>> one_event(frozenset(flood), frozenset(flood)), one_event(frozenset(flood), frozenset(theft))
    (True, False)
    """
    if min(len(left), len(right)) < ENOUGH:
        return True
    return len(left & right) >= ONE_EVENT * math.sqrt(len(left) * len(right))
