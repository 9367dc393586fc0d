"""When something was said: German expressions of time as intervals relative to the day of the article.

Our own small grammar, since news needs spans ("Ende vergangener Woche"), parts of a day and a weekday that is past.
Measured by `tests/benchmarks/when.py` on 70 expressions made up for it: share of right intervals, expressions a second.

    candidate                     right   expressions/s
    this grammar                   1.00          34,000
    dateparser 1.5                 0.44             100

It was written with these expressions in view; dateparser gives a moment, and counts as right if that lies inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from kg.extract.clauses import Sentence
from kg.extract.draft import Draft
from kg.records import Passage, Span, SpeechType, When

_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_PARTS = {
    "früh": (5, 10),
    "morgen": (5, 10),
    "vormittag": (8, 12),
    "mittag": (11, 14),
    "nachmittag": (12, 18),
    "abend": (17, 24),
    "nacht": (21, 30),
}
"""Hours of the parts of a day; those from 24 on are the next day's. Set by hand."""

_SEASONS = {"frühjahr": 3, "frühling": 3, "sommer": 6, "herbst": 9, "winter": 12}
_NUMBERS = {
    **dict.fromkeys(("einem", "einer", "ein"), 1),
    **{word: n for n, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs"), start=2)},
    **{word: n for n, word in enumerate(("sieben", "acht", "neun", "zehn", "elf", "zwölf"), start=7)},
}
_LAST = r"(?:vergangene|letzte|vorige|zurückliegende)[nrsm]?"
_DAY = rf"(?P<day>{'|'.join(_DAYS)}|sonnabend)"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|jänner)"
_PART = rf"(?P<part>{'|'.join(_PARTS)})"
_THIRD = r"(?P<third>anfang|mitte|ende)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time, half-open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time: where it stands in the text, in code points, and the interval that it means."""

    span: Span
    interval: Interval


_Reader = Callable[[re.Match[str], date], Interval]


def expressions(text: str, published: str | None, within: Span | None = None) -> list[Expression]:
    """The expressions of past time in a stretch of the text, in order; those that need the article's day only if known.

    `published` is an ISO date or date-time, of which the day counts.

    >>> found = expressions("Das sagte Änne Voß am Montagabend.", "2024-09-12")
    >>> [(e.interval.start.isoformat(), e.interval.end.isoformat()) for e in found]
    [('2024-09-09T17:00:00', '2024-09-10T00:00:00')]
    >>> expressions("Das sagte Änne Voß am Montagabend.", None)
    []
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    day = _day(published)
    found: list[Expression] = []
    taken = start
    for match in _pattern().finditer(text, start, end):
        if match.start() < taken or _LOOKS_AHEAD.search(text, max(start, match.start() - 24), match.start()):
            continue
        interval = _interval(match[0], day)
        if interval and (day is None or interval.start.date() <= day):
            found.append(Expression(Span(match.start(), match.end()), interval))
            taken = match.end()
    return found


def when(text: str, clauses: Sequence[Span], published: str | None) -> When | None:
    """The time of saying that the telling clauses name, the first one if there are several; None if none is told."""
    found = next((e for clause in clauses for e in expressions(text, published, clause)), None)
    if found is None:
        return None
    start, end = found.interval.start.isoformat(), found.interval.end.isoformat()
    return When(start, end, Passage.of(text, [found.span]))


def clauses(sentence: Sentence, draft: Draft) -> list[Span]:
    """Where the text tells of the act of saying: the clause of the cue's verb and the frame, less what is said.

    Of an act that is only mentioned ("Das Amt forderte am Montag mehr Geld") the quote is the telling itself.
    """
    cue = {span.start for span in draft.cue}
    at = [i for i, w in enumerate(sentence.words) if w.start in cue and w.tag[:1] == "V"]
    parts = [sentence.segments[sentence.segment_of(i)] for i in at]
    told = [Span(sentence.words[p.start].start, sentence.words[p.end - 1].end) for p in parts]
    told += [span for span in draft.frame if span.start >= sentence.words[0].start]
    said = () if draft.type is SpeechType.REPORTED else draft.quote
    return sorted(dict.fromkeys(left for span in told for left in _less(span, said)))


def _less(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """The pieces of a stretch that nothing of `taken` covers."""
    start = span.start
    for other in sorted(taken):
        if start < other.start < span.end:
            yield Span(start, other.start)
        if other.end > start and other.start < span.end:
            start = other.end
    if start < span.end:
        yield Span(start, span.end)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _interval(wording: str, day: date | None) -> Interval | None:
    """What an expression means; None if it means no date, or needs a day that is not known."""
    for pattern, read, needs_day in _READERS:
        match = pattern.fullmatch(wording)
        if match and not (needs_day and day is None and not match.groupdict().get("year")):
            try:
                return read(match, day or date.max)
            except (ValueError, OverflowError):
                return None
    return None


def _weekday(match: re.Match[str], day: date) -> Interval:
    """The last day of that name, today's included; a night belongs to the day before."""
    name = match["day"].lower().replace("sonnabend", "samstag")
    then = day - timedelta((day.weekday() - _DAYS.index(name)) % 7)
    given = match.groupdict()
    if given.get("last") and then == day:
        then -= timedelta(7)
    if "night" in given:
        return Interval(_at(then, -3), _at(then, 6))
    return _part(then, given.get("part"))


def _relative(match: re.Match[str], day: date) -> Interval:
    back = {"heute": 0, "gestern": 1, "vorgestern": 2}.get(match["word"].lower(), 1)
    return _part(day - timedelta(back), match.groupdict().get("part"))


def _some_part(match: re.Match[str], day: date) -> Interval:
    """ "am Abend": today's, or yesterday's if the article came out before."""
    first, last = _PARTS[match["part"].lower()]
    return Interval(_at(day - timedelta(1), first), _at(day, last))


def _week(match: re.Match[str], day: date) -> Interval:
    given = match.groupdict()
    monday = day - timedelta(day.weekday() + (0 if given.get("this") else 7))
    cuts = {"anfang": (0, 2), "mitte": (2, 4), "ende": (4, 7)}
    first, last = cuts[given["third"].lower()] if given.get("third") else (0, 7)
    return Interval(_at(monday + timedelta(first)), _at(monday + timedelta(last)))


def _weekend(match: re.Match[str], day: date) -> Interval:
    saturday = day - timedelta((day.weekday() - 5) % 7)
    if match.groupdict().get("last") and day.weekday() >= 5:
        saturday -= timedelta(7)
    return Interval(_at(saturday), _at(saturday + timedelta(2)))


def _month(match: re.Match[str], day: date) -> Interval:
    month = _MONTHS.index(match["month"].lower().replace("jänner", "januar")) + 1
    year = int(match["year"]) if match["year"] else day.year - ((month, 1) > (day.month, day.day))
    if match.groupdict().get("last_year"):
        year = day.year - 1
    return _third_of_month(year, month, match.groupdict().get("third"))


def _last_month(match: re.Match[str], day: date) -> Interval:
    before = day.replace(day=1) - timedelta(1)
    month = day if match.groupdict().get("this") else before
    return _third_of_month(month.year, month.month, match.groupdict().get("third"))


def _third_of_month(year: int, month: int, third: str | None) -> Interval:
    begin, end = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    first, last = {"anfang": (1, 11), "mitte": (11, 21), "ende": (21, 0)}.get((third or "").lower(), (1, 0))
    return Interval(_at(begin.replace(day=first)), _at(begin.replace(day=last) if last else end))


def _date(match: re.Match[str], day: date) -> Interval:
    name = match["month"].lower().replace("jänner", "januar")
    month = int(name.strip(".")) if name.strip(".").isdigit() else _MONTHS.index(name) + 1
    number = int(match["number"])
    year = int(match["year"]) if match["year"] else day.year
    then = date(year, month, number)
    if not match["year"] and then > day:
        then = then.replace(year=year - 1)
    return _part(then, match.groupdict().get("part"))


def _year(match: re.Match[str], day: date) -> Interval:
    given = match.groupdict()
    year = int(given["year"]) if given.get("year") else day.year - (0 if given.get("this") else 1)
    thirds = {"anfang": (1, 4), "mitte": (5, 9), "ende": (10, 13)}
    first, last = thirds[given["third"].lower()] if given.get("third") else (1, 13)
    return Interval(_at(date(year, first, 1)), _at(date(year + last // 13, (last - 1) % 12 + 1, 1)))


def _season(match: re.Match[str], day: date) -> Interval:
    month = _SEASONS[match["season"].lower()]
    year = int(match["year"]) if match["year"] else day.year - (month >= day.month)
    if match.groupdict().get("last") and not match["year"] and date(year, month, 1) + timedelta(92) > day:
        year -= 1
    return Interval(_at(date(year, month, 1)), _at(date(year + (month + 3) // 13, (month + 2) % 12 + 1, 1)))


def _ago(match: re.Match[str], day: date) -> Interval:
    count, unit = match["count"].lower(), match["unit"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    if unit.startswith("tag"):
        then = day - timedelta(number)
        return Interval(_at(then), _at(then + timedelta(1)))
    if unit.startswith("woche"):
        monday = day - timedelta(day.weekday() + 7 * number)
        return Interval(_at(monday), _at(monday + timedelta(7)))
    if unit.startswith("monat"):
        months = day.year * 12 + day.month - 1 - number
        return _third_of_month(months // 12, months % 12 + 1, None)
    if unit.startswith("jahr"):
        return Interval(_at(date(day.year - number, 1, 1)), _at(date(day.year - number + 1, 1, 1)))
    return Interval(_at(day), _at(day + timedelta(1)))


def _part(day: date, part: str | None) -> Interval:
    if not part:
        return Interval(_at(day), _at(day + timedelta(1)))
    first, last = _PARTS[part.lower()]
    return Interval(_at(day, first), _at(day, last))


def _at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time()) + timedelta(hours=hour)


_EARLY = r"(?:frühen |späten )?"
_SOURCES: tuple[tuple[str, _Reader, bool], ...] = (
    (rf"in der nacht (?:zum|auf) (?:{_LAST} )?(?:den )?{_DAY}(?P<night>)", _weekday, True),
    (rf"(?:(?:am|vom|an diesem|diesen|von) )?(?P<last>{_LAST} )?{_EARLY}{_DAY}[- ]?{_PART}?", _weekday, True),
    (rf"(?P<word>heute|gestern|vorgestern)(?:[- ]{_PART})?", _relative, True),
    (r"(?P<word>am vortag|tags zuvor|am tag zuvor)", _relative, True),
    (rf"am {_EARLY}{_PART}", _some_part, True),
    (rf"(?:in |an )?(?:{_THIRD} )?(?:der |die )?(?:{_LAST}|(?P<this>dieser|diese)) woche", _week, True),
    (rf"(?:am|an diesem|vom) (?P<last>{_LAST} )?wochenende", _weekend, True),
    (rf"(?:am |vom )?(?P<number>\d{{1,2}})\. ?{_MONTH}(?: {_YEAR})?(?: am {_PART})?", _date, True),
    (rf"(?:am |vom )?(?P<number>\d{{1,2}})\.(?P<month>\d{{1,2}}\.){_YEAR}", _date, True),
    (rf"(?:im |{_THIRD} |seit )?(?P<last_year>{_LAST} )?{_MONTH}(?: {_YEAR})?", _month, True),
    (rf"(?:im|{_THIRD}(?: des)?) (?:{_LAST}|(?P<this>diese[mns])) monat(?:e?s)?", _last_month, True),
    (rf"(?:im|{_THIRD}(?: des)?) (?:{_LAST}|(?P<this>diese[mns])) jahr(?:e?s)?", _year, True),
    (rf"{_THIRD} (?P<this>des) jahres", _year, True),
    (rf"(?:im jahr |{_THIRD} |im )?{_YEAR}", _year, False),
    (rf"im (?P<last>{_LAST} )?(?P<season>{'|'.join(_SEASONS)})(?: {_YEAR})?", _season, True),
    (
        rf"vor (?:rund |etwa |gut |knapp )?(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}) "
        r"(?P<unit>tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?|stunden?|minuten?)",
        _ago,
        True,
    ),
)
_READERS = tuple((re.compile(source, re.IGNORECASE), read, needs) for source, read, needs in _SOURCES)
_LOOKS_AHEAD = re.compile(
    r"(?:\b(?:für|ab|zwischen|bis|bis zum|zum|seit|gegen|kommende[nrms]?|nächste[nrms]?|der|den|pro|jeden|und|kommt"
    r"|ins?|auf)"
    r"|\bvon [A-ZÄÖÜ]\w+)\s+(?:der |den |dem )?$",
    re.IGNORECASE,
)
"""What stands before a time that is not the time of an act: "für Freitag", "am kommenden Montag"."""


@cache
def _pattern() -> re.Pattern[str]:
    """Any of the expressions, the longest first."""
    bare = [re.sub(r"\(\?P<\w+>", "(?:", source) for source, _, _ in _SOURCES]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(bare)})(?![\w-])", re.IGNORECASE)
