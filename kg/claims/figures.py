"""Two statements that say the same in all but a figure: they contradict each other whatever a reader makes of them."""

from __future__ import annotations

from kg.claims.amounts import uncounted
from kg.claims.drift import REPORTING
from kg.claims.marks import DOES, MEETS, OTHER, UNKNOWN, Marks, Side, days, speakers, steps
from kg.claims.tokens import stem
from kg.records import Span

_APART = DOES.index("figure_apart")
_FIGURES = frozenset(k for k, name in enumerate(DOES) if name.startswith("figure_"))
_DOUBTFUL = frozenset(
    DOES.index(name)
    for name in (
        "conditional",
        "question",
        "demand",
        "plan",
        "hedge",
        "date_apart",
        "date_alone",
        "negation",
        "rejection",
    )
)
_NO_DOUBT = REPORTING | {"wurde", "wurden"}
_FOUND = frozenset(MEETS.index(name) for name in ("word", "stem", "synonym", "part"))


def differ_in_figure(left: Side, right: Side, seen: Marks) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The figures of either side that lie apart where all else is said by both, of one day and by two speakers.

    None where anything else differs, or may differ: the time, the condition, how sure it is.

    >>> from kg.claims.marks import marks
    >>> from kg.records import Said
    >>> a, b = Side.of(Said("Es gab sieben Verletzte", "Vogt")), Side.of(Said("Es gab zwölf Verletzte", "Thams"))
    >>> [span.of("Es gab sieben Verletzte") for span in differ_in_figure(a, b, marks(a, b))[0]]
    ['sieben Verletzte']
    """
    if speakers(left.said, right.said) not in (OTHER, UNKNOWN) or days(left.said, right.said) not in (0, 3):
        return None
    for side, marks in ((left, seen.left), (right, seen.right)):
        words = zip(side.tokens, marks, strict=True)
        does = {does for token, (_, does) in words if token.text.casefold() not in _NO_DOUBT}
        if does & _DOUBTFUL or not does & {_APART} or not _all_met(side, marks):
            return None
        if any(does in _FIGURES and does != _APART for _, does in marks):
            return None
    return tuple(a.span for a in left.amounts), tuple(a.span for a in right.amounts)


NEXT = 2
"""How many utterances after a figure another one is told of the same thing without naming it. Set by hand."""


def counted_otherwise(left: Side, right: Side) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The figures of either side where the later only says how many, just after the other said of what.

    Both stand in one article, are said by two, and lie apart. None where the later one speaks of another time.

    >>> from kg.records import Said
    >>> a = Side.of(Said("Es gab 600 Teilnehmer", "Polizei", place=("urn:a", 3)))
    >>> b = Side.of(Said("die Initiative sprach von mehr als 1000", "Initiative", place=("urn:a", 4)))
    >>> [span.of(b.said.text) for span in counted_otherwise(a, b)[1]]
    ['mehr als 1000']
    """
    ahead = steps(left.said, right.said)
    if ahead is None or speakers(left.said, right.said) not in (OTHER, UNKNOWN):
        return None
    if ahead < 0:
        found = counted_otherwise(right, left)
        return (found[1], found[0]) if found else None
    if ahead > NEXT or right.dates or _EARLIER & set(right.stems):
        return None
    counted = left.amounts[0] if len(left.amounts) == 1 else uncounted(left.said.text, _SOMETHING)
    told = uncounted(right.said.text, counted.unit) if counted and not right.amounts else None
    return ((counted.span,), (told.span,)) if counted and told and not counted.agrees(told) else None


def counts_whole(side: Side) -> bool:
    """True if the utterance says that it counts the whole of something.

    >>> from kg.records import Said
    >>> counts_whole(Side.of(Said("Der gesamte Verbund verlor 14 Millionen Euro")))
    True
    """
    return not _WHOLE.isdisjoint(side.stems)


_WHOLE = frozenset(stem(word) for word in ("gesamt", "insgesamt", "landesweit", "bundesweit", "weltweit", "zusammen"))

_SOMETHING = "Stück"
_EARLIER = frozenset(stem(word) for word in ("noch", "zunächst", "zuvor", "bisher", "damals", "Vorjahr", "inzwischen"))


def _all_met(side: Side, marks: tuple[tuple[int, int], ...]) -> bool:
    """True if the other side has each word of matter, figures aside."""
    return all(
        meets in _FOUND
        for token, (meets, does) in zip(side.tokens, marks, strict=True)
        if token.is_content and does not in _FIGURES
    )
