"""Rejections that say only that something is rejected: "Lorenz bestritt das." What they reject stands before them."""

from __future__ import annotations

from kg.claims.marks import OTHER, UNKNOWN, Side, cues, speakers
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


def is_bare_rejection(side: Side) -> bool:
    """True if the utterance rejects something that it does not name.

    >>> from kg.records import Said
    >>> is_bare_rejection(Side.of(Said("Lorenz bestritt das am Montag.", "Sabine Lorenz")))
    True
    >>> is_bare_rejection(Side.of(Said("Lorenz bestritt, von Rissen im Pfeiler gewusst zu haben", "Sabine Lorenz")))
    False
    """
    told = cues(side.tokens)
    if "rejection" not in told:
        return False
    own = {token.stem for token in tokens(side.said.speaker or "")}
    matter = [
        token
        for token, cue in zip(side.tokens, told, strict=True)
        if token.is_content and cue == "plain" and token.stem not in own | _POINTING
    ]
    return len(matter) <= _ALLOWED


def rejects(left: Side, right: Side) -> bool:
    """True if one of the two is a bare rejection and the other stands shortly before it, said by somebody else."""
    first, second = sorted((left, right), key=lambda side: side.said.place or ("", 0))
    if not first.said.place or not second.said.place or first.said.place[0] != second.said.place[0]:
        return False
    if second.said.place[1] - first.said.place[1] > REACH or speakers(first.said, second.said) not in (OTHER, UNKNOWN):
        return False
    return is_bare_rejection(second) and not is_bare_rejection(first)
