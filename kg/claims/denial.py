"""Rejections that say only that something is rejected: "Lorenz bestritt das." What they reject stands before them."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.claims.marks import OTHER, UNKNOWN, Side, speakers, steps
from kg.claims.tokens import tokens

REACH = 2
"""How many utterances before a bare rejection may be what it rejects. Set by hand."""

_ALLOWED = 2
"""Words of matter that a bare rejection may hold besides: a role, a manner. Set by hand."""

_POINTING = frozenset(
    token.stem
    for token in tokens(
        """Vorwurf Vorwürfe Bericht Berichte Angabe Angaben Darstellung Meldung Meldungen Anschuldigung Anschuldigungen
        Behauptung Behauptungen Verdacht Kritik Spekulation Spekulationen Gerücht Gerüchte Aussage Aussagen beides
        solches derartiges Sprecher Sprecherin Minister Ministerin Ministerium Behörde Unternehmen Montag Dienstag
        Mittwoch Donnerstag Freitag Samstag Sonntag gestern heute abermals erneut stets entschieden scharf gegenüber
        umgehend energisch mehrfach"""
    )
)
"""Words that only point to what is rejected, or tell who rejects it, when and how. Put together by hand."""


_UNTRUE = re.compile(
    r"\bfrei erfunden\b|\bwill davon nichts wissen\b|\baus der Luft gegriffen\b"
    r"|\b(?:Unsinn|Quatsch|lachhaft|haltlos|absurd|gelogen|unwahr|abwegig|grotesk|lächerlich)\b",
    re.IGNORECASE,
)


def calls_untrue(side: Side) -> bool:
    """True if all that the utterance says of something is that it is untrue: "frei erfunden", "lachhaft".

    >>> from kg.records import Said
    >>> calls_untrue(Side.of(Said("„Frei erfunden“"))), calls_untrue(Side.of(Said("Das Gutachten ist frei erfunden")))
    (True, False)
    """
    told = _UNTRUE.search(side.said.text)
    if not told:
        return False
    own = {token.stem for token in tokens(side.said.speaker or "")}
    titles = {one.stem for one, name in pairwise(side.tokens) if name.stem in own}
    rest = (t for t in side.tokens if t.is_content and not told.start() <= t.span.start < told.end())
    return all(token.stem in own | titles | _POINTING for token in rest)


def is_bare_rejection(side: Side) -> bool:
    """True if the utterance rejects something that it does not name.

    >>> from kg.records import Said
    >>> is_bare_rejection(Side.of(Said("Lorenz bestritt das am Montag.", "Sabine Lorenz")))
    True
    >>> is_bare_rejection(Side.of(Said("Lorenz bestritt, von Rissen im Pfeiler gewusst zu haben", "Sabine Lorenz")))
    False
    """
    if calls_untrue(side):
        return True
    if "rejection" not in side.cues:
        return False
    own = {token.stem for token in tokens(side.said.speaker or "")}
    matter = [
        token
        for token, cue in zip(side.tokens, side.cues, strict=True)
        if token.is_content and cue == "plain" and token.stem not in own | _POINTING
    ]
    return len(matter) <= _ALLOWED


def rejects(left: Side, right: Side) -> bool:
    """True if one of the two is a bare rejection and the other stands shortly before it, said by somebody else."""
    first, second = sorted((left, right), key=lambda side: side.said.place or ("", 0))
    ahead = steps(first.said, second.said)
    if ahead is None or ahead > REACH or speakers(first.said, second.said) not in (OTHER, UNKNOWN):
        return False
    return is_bare_rejection(second) and not is_bare_rejection(first)
