"""The expressions of time in an article's text, as intervals relative to its day.

Our own small grammar, since news needs spans ("Ende vergangener Woche"), parts of a day and a weekday that is past.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.extract.calendar import Interval
from kg.extract.timemeaning import Anchor, Reader
from kg.extract.timewords import DAYNAME, MONTHNAME, beginning, longest
from kg.records import Span

_REACH = 1
"""Paragraph breaks over which "am Abend" goes back to the day named before. Set by hand."""

_STOP = re.compile(r"[.!?]\s")


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time: where it stands in the text, in code points, and the interval that it means."""

    span: Span
    interval: Interval


def expressions(
    text: str, published: str | None, *, direct: Sequence[Span] = (), indirect: Sequence[Span] = ()
) -> list[Expression]:
    """The expressions of time in a text, in order; those that need the article's day only if it is known.

    A weekday or a month is the last one up to that day. `published` is an ISO date or date-time. "Am Abend" and "am
    Vortag" go back to the day that the text last named: not to one in `direct` speech, and to one in `indirect` speech
    only from the next sentence on.

    >>> [found] = expressions("Das sagte Änne Voß am Montagabend.", "2024-09-12")
    >>> found.interval.start.isoformat(), found.interval.end.isoformat()
    ('2024-09-09T17:00:00', '2024-09-10T00:00:00')
    >>> expressions("Das sagte Änne Voß am Montagabend.", None)
    []
    """
    anchor = Anchor.of(published)
    named = _Named(text, anchor.published, direct, indirect)
    found: list[Expression] = []
    at = 0
    while start := beginning().search(text, at):
        rule, match = longest(text, start.start())
        at = match.end()
        if _no_time_of_an_act(text, match):
            continue
        interval = _read(rule, match, replace(anchor, named=named.at(match.start())))
        if interval:
            found.append(Expression(Span(match.start(), match.end()), interval))
            named.add(found[-1])
    return found


def _read(read: Reader, match: re.Match[str], anchor: Anchor) -> Interval | None:
    """What an expression means; None if there is no such day, or it needs one that is not known."""
    given = {name: words.lower() for name, words in match.groupdict().items() if words}
    try:
        return read(given, anchor)
    except (ValueError, OverflowError, LookupError):
        return None


class _Named:
    """The days that a text has named so far."""

    def __init__(self, text: str, published: date | None, direct: Sequence[Span], indirect: Sequence[Span]) -> None:
        self.text, self.published = text, published
        self.direct, self.indirect = sorted(direct), sorted(indirect)
        self.known: list[tuple[int, bool, date]] = []

    def add(self, found: Expression) -> None:
        """Keeps the day that an expression names, the place from which on it counts, and whether a quote ends there."""
        day = found.interval.day
        future = self.published is not None and day is not None and day > self.published
        if day is None or future or _around(self.direct, found.span.start):
            return
        quote = _around(self.indirect, found.span.start)
        self.known.append((max(quote.end, found.span.end) if quote else found.span.end, quote is not None, day))

    def at(self, place: int) -> date | None:
        """The day last named before a place, if it was there or one paragraph before."""
        for end, quoted, day in reversed(self.known[-2:]):
            near = end <= place and self.text.count("\n\n", end, place) <= _REACH
            if near and (not quoted or _STOP.search(self.text, end, place)):
                return day
        return None


def _around(spans: Sequence[Span], place: int) -> Span | None:
    """The last of the spans, which are in order, that begins up to a place, if it goes on beyond it."""
    at = bisect_right(spans, place, key=lambda span: span.start)
    return spans[at - 1] if at and spans[at - 1].end > place else None


_BEFORE = re.compile(
    r"(?:\b(?:für|ab|zwischen|bis|bis zum|zum|seit|gegen|pro|jeden|ins?|auf|nach|vor|mit|von|rund|etwa|als|um|oder"
    rf"|kommt|über|statt|gut|knapp)|\b(?:{DAYNAME}\w*|{MONTHNAME}|heute|gestern|\d\d?\.|\d{{4}}) und)\s+(?:de[rnm] )?$",
    re.IGNORECASE,
)
"""What stands before a time that is not the time of an act: "für Freitag", "nach dem 3. Mai", "gut 2000"."""

_DETERMINER = re.compile(r"\b(?:de[rmns]|die|das|eine[mrsn]?|ein)\s+$", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:B(?i:ild)|Welt|Rundschau|Zeitung|Kurier) $|[„»\"“](?:[A-ZÄÖÜ][\w-]* )+$")
"""What stands before "am Sonntag" in the name of a paper."""

_PUBLISHED = re.compile(
    r"\s+(?:\w+ ){0,4}?\w*(?:veröffentlicht|publiziert|vorgestellt|vorgelegt|ausgestrahlt|gesendet|erschienen"
    r"|verbreitet|herausgegeben|verschickt|gezeigt|bekannt ?geworden)e[nrsm]?\b"
)
_PARTICIPLE = re.compile(r"\s+(?:\w+ ){0,4}?[a-zäöüß]{4,}[tnd]e[nrsm]? [A-ZÄÖÜ]")


def _no_time_of_an_act(text: str, match: re.Match[str]) -> bool:
    """True for a time up to, from or for which something is, and for one that only describes what a noun names.

    "In einem am Montag veröffentlichten Gespräch" is when it was said, "der am Montag gewählte Rat" is not, nor is the
    Sunday in a paper's name.
    """
    words, before = match[0].lower(), text[max(0, match.start() - 24) : match.start()]
    if words.startswith("seit ") or (_BEFORE.search(before) and not words.startswith("vor ")):
        return True
    if (words == "am sonntag" and _TITLE.search(before)) or text.startswith(" bis ", match.end()):
        return True
    determiner = _DETERMINER.search(before)
    if determiner is None or _PUBLISHED.match(text, match.end()):
        return False
    return determiner[0].strip().lower() != "das" or _PARTICIPLE.match(text, match.end()) is not None
