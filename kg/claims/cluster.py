"""Which claim an utterance makes: one normalised wording is one claim, and wordings that say the same are one claim.

Wordings are united only if they agree on the average, all with all: a likeness of the first with the second and of the
second with the third makes no claim of all three.

Source: average linkage, Sokal & Michener, 1958; judgements of persons as must-link and cannot-link after Wagstaff et
al., "Constrained K-means Clustering", ICML 2001.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.claims.wording import key, words
from kg.records import Claim, Judgement, Utterance
from kg.vocab import claim_iri

MIN_WORDS = 4
"""Shorter scraps („positiv“) say too little to be the same claim elsewhere. Set by hand."""

AGREEMENT = 0.5
"""Least average score of all pairs of two groups that are united; a pair that was not compared has 0."""


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


def united(scores: Mapping[tuple[str, str], float], decided: Sequence[Judgement] = ()) -> list[list[str]]:
    """The groups of two claims or more that are one, each sorted; whatever the order of `scores`.

    `scores` has pairs (the lesser first) that may say the same. Of the judgements, the later outrank the earlier.

    >>> united({("a", "b"): 0.9, ("b", "c"): 0.8})
    [['a', 'b']]
    >>> united({("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.4})
    [['a', 'b', 'c']]
    """
    said = {judgement.pair: judgement.same for judgement in decided}
    groups = _Groups(scores, {pair for pair, same in said.items() if not same})
    for pair in sorted(pair for pair, same in said.items() if same):
        groups.unite(*pair)
    for (left, right), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if groups.agree(left, right):
            groups.unite(left, right)
    return groups.listed()


class _Groups:
    """Claims in groups, with the pairs that must not be united."""

    def __init__(self, scores: Mapping[tuple[str, str], float], apart: Iterable[tuple[str, str]]) -> None:
        self._scores = scores
        self._apart = set(apart)
        self._of: dict[str, list[str]] = {}

    def group(self, claim: str) -> list[str]:
        return self._of.get(claim, [claim])

    def agree(self, left: str, right: str) -> bool:
        """True if the groups of both agree on the average, and nobody holds two of them apart."""
        ours, theirs = self.group(left), self.group(right)
        if ours is theirs or left == right:
            return False
        pairs = [(min(a, b), max(a, b)) for a in ours for b in theirs]
        if not self._apart.isdisjoint(pairs):
            return False
        return sum(self._scores.get(pair, 0.0) for pair in pairs) / len(pairs) >= AGREEMENT

    def unite(self, left: str, right: str) -> None:
        ours, theirs = self.group(left), self.group(right)
        if left not in theirs:
            whole = [*ours, *theirs]
            self._of |= dict.fromkeys(whole, whole)

    def listed(self) -> list[list[str]]:
        return [list(group) for group in sorted({tuple(sorted(group)) for group in self._of.values()})]
