"""Which claim an utterance makes: the same normalised wording is the same claim, whoever prints it."""

from __future__ import annotations

from kg.claims.wording import key, words
from kg.records import Claim, Utterance
from kg.vocab import claim_iri

MIN_WORDS = 4
"""Shorter scraps („positiv“) say too little to be the same claim elsewhere. Set by hand."""


def claim(utterance: Utterance) -> Claim | None:
    """The claim that the utterance makes; None for a scrap of fewer than `MIN_WORDS` words.

    >>> from kg.records import Passage, Span, SpeechType
    >>> def said(text):
    ...     return Utterance("u", SpeechType.DIRECT, Passage.of(text, [Span(0, len(text))]))
    >>> claim(said("„Der Fluss ist tot.“")).wording
    '„Der Fluss ist tot.“'
    >>> claim(said("„Der Fluss ist tot.“")).id == claim(said("Der Fluss ist tot")).id
    True
    >>> claim(said("„positiv“")) is None
    True
    """
    text = utterance.quote.text
    if len(words(text)) < MIN_WORDS:
        return None
    return Claim(claim_iri(key(text)), text)
