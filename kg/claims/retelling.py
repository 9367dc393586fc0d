"""One saying by two roads: an outlet that is said to have reported what its article gives as another's words, and an
article that is printed again with a word of it put right."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from kg.claims import wording
from kg.claims.marks import DOES, SAME, Marks, Side, speakers, steps
from kg.records import Said

ALIKE = 85
"""Least likeness in percent of a sentence's letters before and after a correction. Set by hand."""

CONTEXT = 4
"""Words before two sentences that must be the same for both to be one place of one article. Set by hand."""

_APART = frozenset(DOES.index(name) for name in ("figure_apart", "figure_loosely_apart", "date_apart"))


def as_one_speaker(left: Side, right: Side) -> tuple[Side, Side] | None:
    """The pair as if both were said by one, where one's speaker is the outlet that printed the other; else None.

    "Wie der Querblick berichtet, …" retells what stands in the Querblick, whoever said it there.

    >>> told = Side.of(Said("die Klinik schließe", "ein Aufsichtsrat", outlet="Querblick"))
    >>> again = Side.of(Said("Die Klinik soll schließen", "Querblick", outlet="Landesspiegel"))
    >>> as_one_speaker(told, again)[0].said.speaker
    'Querblick'
    >>> as_one_speaker(told, told) is None
    True
    """
    a, b = left.said, right.said
    if not a.speaker or not b.speaker or steps(a, b) is not None or speakers(a, b) == SAME:
        return None
    if _one_name(a.speaker, b.outlet):
        return left, replace(right, said=replace(b, speaker=a.speaker))
    if _one_name(b.speaker, a.outlet):
        return replace(left, said=replace(a, speaker=b.speaker)), right
    return None


def differ_in_detail(seen: Marks) -> bool:
    """True if a figure or a date of one side is another on the other side."""
    return any(does in _APART for _, does in (*seen.left, *seen.right))


def corrected(left: Side, right: Side) -> bool:
    """True if both are one sentence of one outlet's article, in which the later version puts something right.

    The same words stand before both, and the sentences are alike but not the same; or they are, and are given to two.

    >>> before = "Vier Stunden hat der Ausschuss am Dienstag beraten."
    >>> a = Said("Sie rechne mit 265 Millionen", "Lorenz", "2024-10-01", "Tageblatt", place=("urn:a", 0), before=before)
    >>> b = Said("Sie rechne mit 245 Millionen", "Lorenz", "2024-10-02", "Tageblatt", place=("urn:b", 0), before=before)
    >>> corrected(Side.of(a), Side.of(b)), corrected(Side.of(a), Side.of(a))
    (True, False)
    """
    a, b = left.said, right.said
    if not _one_name(a.outlet, b.outlet) or steps(a, b) is not None or not _same_words_before(a, b):
        return False
    if wording.key(a.text) == wording.key(b.text):
        return bool(a.speaker and b.speaker) and speakers(a, b) != SAME
    return fuzz.ratio(a.text, b.text) >= ALIKE


def _one_name(name: str | None, other: str | None) -> bool:
    return bool(name and other) and wording.key(name or "") == wording.key(other or "")


def _same_words_before(a: Said, b: Said) -> bool:
    own, other = (wording.words(each.before or "")[-CONTEXT:] for each in (a, b))
    return len(own) == CONTEXT and own == other
