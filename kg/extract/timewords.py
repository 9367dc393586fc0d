"""The German expressions of time that news uses, as intervals relative to the day of the article.

Our own small grammar, since news needs spans ("Ende vergangener Woche"), parts of a day and a weekday that is past.
A rule is a regular expression, whose named groups are what was given, and a function from these to an interval. Where
rules compete, the longest expression wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from kg.extract import calendar
from kg.extract.calendar import FEASTS, MONTHS, PARTS, SEASONS, WEEKDAYS, Interval, at, days
from kg.records import Span

_REACH = 1
"""Paragraph breaks over which "am Abend" goes back to the day named before. Set by hand."""


_STOP = re.compile(r"[.!?]\s")


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time: where it stands in the text, in code points, and the interval that it means."""

    span: Span
    interval: Interval


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression is relative to: the moment of the article, as far as it is known, and the day last named."""

    published: date | None = None
    clock: time | None = None
    named: date | None = None

    @classmethod
    def of(cls, published: str | None) -> Anchor:
        """The anchor of an article that came out on an ISO date, or date-time.

        >>> Anchor.of("2024-09-06T05:30:00+02:00").clock
        datetime.time(5, 30)
        """
        given = published or ""
        try:
            day = date.fromisoformat(given[:10])
        except ValueError:
            return cls()
        with suppress(ValueError):
            return cls(day, datetime.fromisoformat(given).time() if len(given) > 10 else None)
        return cls(day)

    @property
    def day(self) -> date:
        """The day of the article.

        Raises:
            ValueError: if it is not known.
        """
        if self.published is None:
            raise ValueError("the article has no date")
        return self.published


Given = Mapping[str, str]
Reader = Callable[[Given, Anchor], Interval]


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
    while start := _beginning().search(text, at):
        rule, match = _longest(text, start.start())
        at = match.end()
        if _no_time_of_an_act(text, match):
            continue
        interval = _read(rule, match, replace(anchor, named=named.at(match.start())))
        if interval:
            found.append(Expression(Span(match.start(), match.end()), interval))
            named.add(found[-1])
    return found


class _Named:
    """The days that a text has named so far."""

    def __init__(self, text: str, published: date | None, direct: Sequence[Span], indirect: Sequence[Span]) -> None:
        self.text, self.published = text, published
        self.direct, self.indirect = direct, indirect
        self.known: list[tuple[int, date]] = []

    def add(self, found: Expression) -> None:
        """Keeps the day that an expression names, with the place from which on it counts."""
        day = found.interval.day
        future = self.published is not None and day is not None and day > self.published
        if day is None or future or any(_inside(found.span, quote) for quote in self.direct):
            return
        end = max([found.span.end, *(quote.end for quote in self.indirect if _inside(found.span, quote))])
        self.known.append((end, day))

    def at(self, place: int) -> date | None:
        """The day last named before a place, if it was there or one paragraph before."""
        for end, day in reversed(self.known[-2:]):
            if end <= place and self.text.count("\n\n", end, place) <= _REACH:
                if not any(quote.end == end for quote in self.indirect) or _STOP.search(self.text, end, place):
                    return day
        return None


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start < other.end


def _longest(text: str, start: int) -> tuple[Reader, re.Match[str]]:
    matches = ((read, match) for pattern, read in _rules() if (match := pattern.match(text, start)))
    return max(matches, key=lambda found: found[1].end())


def _read(read: Reader, match: re.Match[str], anchor: Anchor) -> Interval | None:
    """What an expression means; None if there is no such day, or it needs one that is not known."""
    given = {name: words.lower() for name, words in match.groupdict().items() if words}
    try:
        return read(given, anchor)
    except (ValueError, OverflowError):
        return None


# What is relative to the article


def _years(given: Given, anchor: Anchor) -> list[int]:
    """The years that may be meant: the one that is told, or else from the likeliest on."""
    if "year" in given:
        number = int(given["year"])
        return [number + 2000 if number < 100 else number]
    if "last_year" in given:
        return [anchor.day.year - 1]
    if "this_year" in given:
        return [anchor.day.year]
    step = 1 if "next" in given else -1
    return [anchor.day.year + step * back for back in range(9)]


def _in_year(make: Callable[[int], Interval], given: Given, anchor: Anchor) -> Interval:
    """What `make` gives for the year that is meant: the last one that has begun, "vergangene" that has ended.

    Raises:
        ValueError: if there is none, like a 31 February.
    """
    years = _years(given, anchor)
    for year in years:
        with suppress(ValueError):
            found = make(year)
            if len(years) == 1 or _fits(found, given, anchor.day):
                return found
    raise ValueError(f"not in {years}")


def _fits(found: Interval, given: Given, day: date) -> bool:
    if "next" in given:
        return found.start.date() > day
    return (found.end if "last" in given else found.start) <= at(day)


def _back(given: Given) -> int:
    """How many weeks, months or years back: 1 for "vergangene", 0 for "diese", -1 for "kommende"."""
    return {"last": 1, "next": -1, "before_last": 2}.get(_which(given), 0)


def _which(given: Given) -> str:
    return next((name for name in ("last", "next", "before_last") if name in given), "this")


def _third(given: Given) -> str | None:
    third = given.get("third")
    return {"beginn": "anfang", "auftakt": "anfang", "start": "anfang"}.get(third, third) if third else None


# Days


def _weekday(given: Given, anchor: Anchor) -> Interval:
    """The last day of that name, the article's included."""
    index = WEEKDAYS.index(given["weekday"].replace("sonnabend", "samstag"))
    if "of_week" in given:
        monday = anchor.day - timedelta(anchor.day.weekday() + (0 if given["of_week"].startswith("dies") else 7))
        return days(monday + timedelta(index))
    then = anchor.day - timedelta((anchor.day.weekday() - index) % 7)
    if "next" in given or ("last" in given and then == anchor.day):
        then += timedelta(7 if "next" in given else -7)
    return days(then)


def _word(given: Given, anchor: Anchor) -> Interval:
    back = {"heut": 0, "gest": 1, "vorg": 2, "morg": -1, "über": -2}[given["word"][:4]]
    return days(anchor.day - timedelta(back))


def _date(given: Given, anchor: Anchor) -> Interval:
    name = given["month"].strip(".")
    month = int(name) if name.isdigit() else _month_number(name)
    last = int(given["number"])
    first = int(given.get("first", last))
    return _in_year(lambda year: days(date(year, month, first), last - first + 1), given, anchor)


def _feast(given: Given, anchor: Anchor) -> Interval:
    name = re.sub(r"^([1-4])\.", lambda nth: _NTH[int(nth[1]) - 1], given["feast"])
    return _in_year(lambda year: calendar.feast(name, year), given, anchor)


def _christmas_day(given: Given, anchor: Anchor) -> Interval:
    return _in_year(lambda year: days(date(year, 12, 24 + _ordinal(given))), given, anchor)


def _day_beside(given: Given, anchor: Anchor) -> Interval:
    """ "am Vortag", "tags darauf": seen from the day last named, or from the article's, back only."""
    if "before" in given:
        return days((anchor.named or anchor.day) - timedelta(1))
    if anchor.named is None:
        raise ValueError("no day is named")
    return days(anchor.named + timedelta("after" in given))


def _day_ago(given: Given, anchor: Anchor) -> Interval:
    """ "heute vor zwei Wochen", "am Montag vor einer Woche": that very day."""
    then = (_weekday if "weekday" in given else _word)(given, anchor).start.date()
    if given["unit"][0] in "tw":
        return days(then - timedelta(_count(given) * (7 if given["unit"].startswith("w") else 1)))
    ago = _shifted(then, given, -1).start
    return days(then.replace(year=ago.year, month=then.month if given["unit"].startswith("j") else ago.month))


def _narrowed(read: Reader) -> Reader:
    """The reader of a day that heeds a part of the day and the time of the clock beside it."""

    def narrow(given: Given, anchor: Anchor) -> Interval:
        whole = read(given, anchor)
        day = whole.start.date()
        if "hour" in given or "hour0" in given:
            return _clock(day, given)
        if "night" in given:
            return Interval(at(day, -3), at(day, 6))
        name = _part_of(given)
        return calendar.part(day, name) if name and whole.day else whole

    return narrow


def _part_of(given: Given) -> str | None:
    name = given.get("part") or given.get("part_then") or given.get("whole") or given.get("early")
    return name.removesuffix("en") if name in ("frühen", "späten") else name


def _clock(day: date, given: Given) -> Interval:
    """The minute that the clock shows, or half an hour about, after or before it ("gegen", "kurz nach", "kurz vor").

    Raises:
        ValueError: if no clock shows that.
    """
    hour, minute = int(given.get("hour") or given["hour0"]), int(given.get("minute") or given.get("minute0") or 0)
    if hour < 12 and _part_of(given) in ("nachmittag", "abend"):
        hour += 12
    if hour > 24 or minute > 59:
        raise ValueError(f"no time of the clock: {hour}.{minute}")
    near = given.get("near") or given.get("near0") or "um"
    before, after = {"gegen": (30, 30), "kurz nach": (0, 30), "kurz vor": (30, 0)}.get(near, (0, 1))
    moment = at(day, hour, minute)
    return Interval(moment - timedelta(minutes=before), moment + timedelta(minutes=after))


def _some_part(given: Given, anchor: Anchor) -> Interval:
    """ "am Abend": of the day last named, or else the article's; or the day before if the article came out earlier."""
    night = "night" in given
    if "last" in given or (night and not anchor.named):
        return Interval(at(anchor.day, -3), at(anchor.day, 6))
    name = "nacht" if night else _part_of(given)
    return _of_some_day(lambda day: calendar.part(day, str(name)), anchor)


def _some_clock(given: Given, anchor: Anchor) -> Interval:
    return _of_some_day(lambda day: _clock(day, given), anchor)


def _of_some_day(make: Callable[[date], Interval], anchor: Anchor) -> Interval:
    found = make(anchor.named or anchor.day)
    early = not anchor.named and anchor.clock and datetime.combine(anchor.day, anchor.clock) < found.start
    return make(anchor.day - timedelta(1)) if early else found


# Weeks, months, years


def _unit(given: Given, anchor: Anchor) -> Interval:
    """ "Ende vergangener Woche", "im vergangenen Jahr", "zu Monatsbeginn": a unit, or a third of it."""
    found = _unit_back(given, anchor, _back(given))
    ahead = _which(given) == "this" and found.start.date() > anchor.day
    return _unit_back(given, anchor, 1) if ahead else found


def _unit_back(given: Given, anchor: Anchor, back: int) -> Interval:
    unit, third, day = given["unit"], _third(given), anchor.day
    if unit.startswith("w"):
        return calendar.week(day, back, third)
    if unit.startswith("m"):
        return calendar.month(day.year, day.month - back, third)
    if unit.startswith("q"):
        return calendar.months(day.year, (day.month - 1) // 3 * 3 + 1 - 3 * back, 3)
    return calendar.year(day.year - back, third)


def _weekend(given: Given, anchor: Anchor) -> Interval:
    saturday = anchor.day - timedelta((anchor.day.weekday() - 5) % 7)
    if "next" in given or ("last" in given and anchor.day.weekday() >= 5):
        saturday += timedelta(7 if "next" in given else -7)
    return days(saturday, 2)


def _month(given: Given, anchor: Anchor) -> Interval:
    number = _month_number(given["month"])
    return _in_year(lambda year: calendar.month(year, number, _third(given)), given, anchor)


def _season(given: Given, anchor: Anchor) -> Interval:
    """The last season of that name of which a month is over, since nobody looks back on one that has just begun."""
    month_ago = Anchor(anchor.published and anchor.published - timedelta(30))
    seen = anchor if "last" in given or "next" in given else month_ago
    return _in_year(lambda year: calendar.months(year, SEASONS[given["season"]], 3), given, seen)


def _quarter(given: Given, anchor: Anchor) -> Interval:
    count = 3 if given["unit"] == "quartal" else 6
    return _in_year(lambda year: calendar.months(year, count * (_ordinal(given) - 1) + 1, count), given, anchor)


def _year(given: Given, anchor: Anchor) -> Interval:
    return calendar.year(int(given["year"]), _third(given))


def _decade(given: Given, anchor: Anchor) -> Interval:
    return calendar.months(int(given["decade"]), 1, 120)


# So long ago


def _ago(given: Given, anchor: Anchor) -> Interval:
    """ "vor zwei Wochen": that calendar week; "vor einigen Tagen": two to six days before."""
    if given["count"] in _SOME:
        first, last = (_shifted(anchor.day, {**given, "count": str(n)}, -1) for n in _SOME_ARE)
        return Interval(first.start, last.end)
    return _shifted(anchor.day, given, -1)


def _away(given: Given, anchor: Anchor) -> Interval:
    """ "zwei Tage zuvor", "eine Woche später": seen from the day last named.

    Raises:
        ValueError: if none is.
    """
    if anchor.named is None:
        raise ValueError("no day is named")
    return _shifted(anchor.named, given, 1 if "after" in given else -1)


def _shifted(day: date, given: Given, sign: int) -> Interval:
    """The day, week, month or year that lies `count` of them away."""
    count, unit = sign * _count(given), given["unit"]
    if unit.startswith("t"):
        return days(day + timedelta(count))
    if unit.startswith("w"):
        return calendar.week(day, -count)
    if unit.startswith("halb"):
        return calendar.months(day.year, day.month + 6 * sign)
    if unit.startswith("mo"):
        return calendar.months(day.year, day.month + count)
    if unit.startswith("j"):
        return calendar.year(day.year + count)
    return days(day)


def _count(given: Given) -> int:
    count = given["count"]
    return int(count) if count.isdigit() else _NUMBERS[count]


def _ordinal(given: Given) -> int:
    return int(given["nth"][0]) if given["nth"][0].isdigit() else _NTH.index(given["nth"].rstrip("s").rstrip("n") + "n") + 1


def _month_number(name: str) -> int:
    short = name.replace("jänner", "januar").replace("maerz", "märz").strip(".")
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(short))


# Words


_NTH = ("ersten", "zweiten", "dritten", "vierten")
_NUMBERS = {
    **dict.fromkeys(("einem", "einer", "einen", "eine", "ein"), 1),
    **{word: n for n, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs"), start=2)},
    **{word: n for n, word in enumerate(("sieben", "acht", "neun", "zehn", "elf", "zwölf"), start=7)},
}
_SOME = ("einigen", "wenigen", "ein paar", "mehreren")
_SOME_ARE = (6, 2)
"""How far back "einige" and "wenige" are at most and at least. Set by hand."""

_LAST = r"(?:vergangene|letzte|vorige|zurückliegende|abgelaufene|verflossene)[nrsm]?"
_NEXT = r"(?:kommende|nächste)[nrsm]?"
_WHICH = rf"(?:(?P<last>{_LAST})|(?P<next>{_NEXT})|(?P<before_last>vorletzte[nrs]?)|(?:diese|laufende)[nrms]?)"
_THIRD = r"(?:(?:zu |zum |am |gegen |seit )?(?P<third>anfang|beginn|mitte|ende))"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = (
    rf"(?: (?:des jahres )?{_YEAR}(?:/\d\d(?:\d\d)?)?"
    rf"| (?P<last_year>(?:des )?(?:{_LAST} jahres|vorjahre?s))| (?:des |in )?(?P<this_year>(?:diese|laufende)[ns]) jahre?s?)"
)
_DAYNAME = rf"(?:{'|'.join(WEEKDAYS)}|sonnabend)"
_SHORT = "jan|feb|mär|apr|jun|jul|aug|sept|sep|okt|nov|dez"
_MONTHNAME = rf"(?:{'|'.join(MONTHS)}|jänner)"
_PARTNAME = "|".join(name for name in PARTS if name != "spät")
_PART = rf"(?:[- ]?(?P<part>{_PARTNAME})s?|,? (?:am|gegen|zum) (?:frühen |späten )?(?P<part_then>{_PARTNAME}))"
_EARLY = r"(?:(?P<early>frühen|späten) )"
_NTH_ = r"(?P<nth>erste[ns]|zweite[ns]|dritte[ns]|vierte[ns]|[1-4]\.)"
_UNIT = r"(?P<unit>woche|monate?s?|quartale?s?|jahre?s?)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_SOME)}|{'|'.join(_NUMBERS)})"
_UNITS = r"(?P<unit>tage?n?|wochen?|monate?n?|halben jahr|jahre?n?|stunden?|minuten?)"


def _hour(suffix: str = "") -> str:
    return (
        rf"(?:(?P<near{suffix}>um|gegen|kurz nach|kurz vor)(?: etwa| genau| exakt)? "
        rf"(?P<hour{suffix}>\d{{1,2}})(?:[.:](?P<minute{suffix}>\d\d))? uhr)"
    )


_NIGHT = rf"(?P<night>in der (?:späten )?nacht (?:vo[nm] (?:{_DAYNAME}|\d\d?\.) )?(?:zum?|auf)(?: den)?) "


def _day(wording: str, lead: str = "am|an|vom") -> str:
    """The rule of a day with all that may stand before and behind it."""
    before = rf"(?:{_hour('0')} )?(?:{_NIGHT}|am (?P<whole>{_PARTNAME}) des |(?:{lead}) )?"
    return rf"{before}{wording}{_PART}?(?: {_hour()})?"


_DATE = rf"(?P<number>\d{{1,2}})\. ?(?P<month>{_MONTHNAME}|(?:{_SHORT})\.)"
_FIRST = r"(?:(?P<first>\d{1,2})\.(?: (?:und|bis)(?: zum)? |/| ?[-–] ?))?"
_ON = rf"(?:{_DAYNAME}(?:,? (?:de[mnr] )?|, | \())?"
_NUMERIC = r"(?P<number>\d{1,2})\. ?(?P<month>\d{1,2}\.) ?(?P<year>(?:19|20)\d\d|\d\d)?"
_FEASTNAMES = "|".join(re.escape(name) for name in sorted(FEASTS, key=len, reverse=True))

_SOURCES: tuple[tuple[str, Reader], ...] = (
    (
        _day(
            rf"(?:{_WHICH} )?{_EARLY}?(?P<weekday>{_DAYNAME})"
            rf"(?: (?P<of_week>(?:der )?{_LAST} woche|dieser woche|der woche davor))?",
            "am|an|vom|von|noch am",
        ),
        _narrowed(_weekday),
    ),
    (_day(r"(?P<word>heute|gestern|vorgestern|morgen|übermorgen)", "noch|erst"), _narrowed(_word)),
    (
        rf"(?:am|vom) (?P<word>heutigen|gestrigen|vorgestrigen) (?:tage?|{_DAYNAME}|)(?P<part>{_PARTNAME})?(?: {_hour()})?",
        _narrowed(_word),
    ),
    (rf"(?:am |an diesem |diesen )?(?:(?P<word>heute|gestern)|(?P<weekday>{_DAYNAME})) vor {_COUNT} {_UNITS}", _day_ago),
    (
        rf"(?P<before>am vortage?|tags zuvor|am (?:tag|(?P<part>{_PARTNAME})) (?:zuvor|davor)|am vor(?P<whole>abend)"
        r"|einen tag (?:zuvor|vorher|davor))",
        _narrowed(_day_beside),
    ),
    (
        rf"(?:am|an diesem) (?:(?:selben|gleichen|nämlichen) |(?<=diesem ))(?:tage?|(?P<part>{_PARTNAME}))",
        _narrowed(_day_beside),
    ),
    (
        rf"(?P<after>am (?:folgenden|nächsten|darauffolgenden) (?:tage?|(?P<part>{_PARTNAME}))"
        rf"|am (?:tag|(?P<whole>{_PARTNAME})) (?:darauf|danach)|tags darauf|einen tag (?:später|danach|darauf))",
        _narrowed(_day_beside),
    ),
    (_day(rf"{_ON}{_FIRST}{_DATE}{_OF_YEAR}?"), _narrowed(_date)),
    (_day(rf"{_ON}{_FIRST}{_NUMERIC}"), _narrowed(_date)),
    (r"(?:am )?(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<number>\d\d)", _date),
    (_day(rf"(?P<feast>{_FEASTNAMES}|[1-4]\. advent){_OF_YEAR}?", "am|an|zu|zum|über|vom|diese"), _narrowed(_feast)),
    (_day(rf"{_NTH_} weihnachts(?:feier)?tag{_OF_YEAR}?"), _narrowed(_christmas_day)),
    (rf"(?:am|gegen) {_EARLY}?(?P<part>{_PARTNAME})(?: {_hour()})?", _some_part),
    (rf"(?P<night>in der (?:(?P<last>{_LAST}) )?nacht)", _some_part),
    (_hour(), _some_clock),
    (rf"(?:{_THIRD} (?:de[rs] )?|in de[rm] |im |in ){_WHICH} {_UNIT}", _unit),
    (r"(?:(?P<last>vergangene|letzte|vorige)|(?P<before_last>vorletzte)) (?P<unit>woche)", _unit),
    (rf"(?:diese|(?P<next>{_NEXT})) (?P<unit>woche)", _unit),
    (r"(?:(?P<last>vergangenen|letzten|vorigen)|diesen|(?P<next>kommenden|nächsten)) (?P<unit>monat)", _unit),
    (r"(?:(?P<last>vergangenes|letztes|voriges)|dieses|(?P<next>kommendes|nächstes)) (?P<unit>jahr)", _unit),
    (rf"{_THIRD} (?:de[rs]) (?P<unit>woche|monats|quartals|jahres)", _unit),
    (r"(?:zu|zum|zur|am|gegen) (?P<unit>wochen|monats|jahres)(?P<third>beginn|anfang|auftakt|start|mitte)", _unit),
    (r"(?:zu|zum|am|gegen) (?P<unit>monats|jahres)(?P<third>ende)", _unit),
    (rf"(?:{_THIRD}|in) (?P<last>der vor)(?P<unit>woche)", _unit),
    (r"in der (?P<unit>woche) (?P<last>zuvor|davor)", _unit),
    (r"(?P<last>im vor)(?P<unit>monat|quartal|jahr)", _unit),
    (rf"(?:am|an diesem|vom|zum|übers|dieses) (?:{_WHICH} )?wochenende", _weekend),
    (rf"(?:im |vom |{_THIRD} (?:des )?)(?:{_WHICH} )?(?:monat )?(?P<month>{_MONTHNAME}){_OF_YEAR}?", _month),
    (rf"(?P<month>{_MONTHNAME}){_OF_YEAR}", _month),
    (rf"(?:im )?{_NTH_} (?P<unit>quartal|halbjahr){_OF_YEAR}?", _quarter),
    (rf"(?:im |vom )(?:{_WHICH} )?(?:spät)?(?P<season>{'|'.join(SEASONS)}){_OF_YEAR}?", _season),
    (rf"(?P<season>{'|'.join(SEASONS)}){_OF_YEAR}", _season),
    (rf"(?:im jahre? |{_THIRD} (?:des jahres )?|im |in ){_YEAR}", _year),
    (rf"{_YEAR}(?! ?(?-i:[A-ZÄÖÜ%]))", _year),
    (r"in den (?P<decade>(?:19|20)\d0)er[- ]jahren", _decade),
    (rf"vor (?:rund |etwa |gut |knapp |fast |genau |ungefähr |nunmehr )?{_COUNT} {_UNITS}", _ago),
    (rf"{_COUNT} {_UNITS} (?:(?:zuvor|vorher|davor)|(?P<after>später|danach|darauf))", _away),
)

_BEFORE = re.compile(
    r"(?:\b(?:für|ab|zwischen|bis|bis zum|zum|seit|gegen|pro|jeden|ins?|auf|nach|vor|mit|von|rund|etwa|als|um|oder|kommt"
    rf"|über|statt|gut|knapp)|\b(?:{_DAYNAME}\w*|{_MONTHNAME}|heute|gestern|\d\d?\.|\d{{4}}) und)\s+(?:de[rnm] )?$",
    re.IGNORECASE,
)
"""What stands before a time that is not the time of an act: "für Freitag", "nach dem 3. Mai", "gut 2000"."""

_DETERMINER = re.compile(r"\b(?:de[rmns]|die|das|eine[mrsn]?|ein)\s+$", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\s+(?:\w+ ){0,4}?\w*(?:veröffentlicht|publiziert|vorgestellt|vorgelegt|ausgestrahlt|gesendet|erschienen|verbreitet"
    r"|herausgegeben|verschickt|gezeigt|bekannt ?geworden)e[nrsm]?\b"
)
_PARTICIPLE = re.compile(r"\s+(?:\w+ ){0,4}?[a-zäöüß]{4,}[tnd]e[nrsm]? [A-ZÄÖÜ]")


def _no_time_of_an_act(text: str, match: re.Match[str]) -> bool:
    """True for a time up to, from or for which something is, and for one that only describes what a noun names.

    "In einem am Montag veröffentlichten Gespräch" is when it was said, "der am Montag gewählte Rat" is not.
    """
    before = text[max(0, match.start() - 24) : match.start()]
    if _BEFORE.search(before) and not match[0].lower().startswith(("vor ", "seit ")):
        return True
    if match[0].lower().startswith("seit "):
        return True
    determiner = _DETERMINER.search(before)
    if determiner is None or _PUBLISHED.match(text, match.end()):
        return False
    return determiner[0].strip().lower() != "das" or _PARTICIPLE.match(text, match.end()) is not None


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(rf"(?:{source})(?![\w-])", re.IGNORECASE), read) for source, read in _SOURCES)


@cache
def _beginning() -> re.Pattern[str]:
    """Where any of the rules fits."""
    bare = "|".join(re.sub(r"\(\?P<\w+>", "(?:", source) for source, _ in _SOURCES)
    return re.compile(rf"(?<![\w-])(?:{bare})(?![\w-])", re.IGNORECASE)
