"""What an expression of time means, seen from its article: from the words that a rule found to an interval.

A reader gets these words by name, in lower case ("weekday": "montag", "part": "abend"), and an anchor. It raises a
`ValueError` if there is no such day, or if it needs one that is not known, and a `LookupError` for a word that is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kg.extract import calendar
from kg.extract.calendar import MONTHS, SEASONS, WEEKDAYS, Interval, at, days

_NTH = ("erste", "zweite", "dritte", "vierte")
NUMBERS = {
    **dict.fromkeys(("einem", "einer", "einen", "eine", "ein"), 1),
    **{word: n for n, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs"), start=2)},
    **{word: n for n, word in enumerate(("sieben", "acht", "neun", "zehn", "elf", "zwölf"), start=7)},
}
SOME = ("einigen", "wenigen", "ein paar", "mehreren")
_SOME_ARE = (6, 2)
"""How far back "einige" and "wenige" are at most and at least. Set by hand."""


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


def weekday(given: Given, anchor: Anchor) -> Interval:
    """The last day of that name, the article's included."""
    index = WEEKDAYS.index(given["weekday"].replace("sonnabend", "samstag"))
    if "of_week" in given:
        monday = anchor.day - timedelta(anchor.day.weekday() + (0 if given["of_week"].startswith("dies") else 7))
        return days(monday + timedelta(index))
    then = anchor.day - timedelta((anchor.day.weekday() - index) % 7)
    if "next" in given or ("last" in given and then == anchor.day):
        then += timedelta(7 if "next" in given else -7)
    return days(then)


def near_day(given: Given, anchor: Anchor) -> Interval:
    back = {"heut": 0, "gest": 1, "vorg": 2, "morg": -1, "über": -2}[given["word"][:4]]
    return days(anchor.day - timedelta(back))


def dated(given: Given, anchor: Anchor) -> Interval:
    name = given["month"].strip(".")
    month = int(name) if name.isdigit() else _month_number(name)
    last = int(given["number"])
    first = int(given.get("first", last))
    return _in_year(lambda year: days(date(year, month, first), last - first + 1), given, anchor)


def feast(given: Given, anchor: Anchor) -> Interval:
    name = re.sub(r"^([1-4])\.", lambda nth: _NTH[int(nth[1]) - 1] + "n", given["feast"])
    return _in_year(lambda year: calendar.feast(name, year), given, anchor)


def christmas_day(given: Given, anchor: Anchor) -> Interval:
    return _in_year(lambda year: days(date(year, 12, 24 + _ordinal(given))), given, anchor)


def day_beside(given: Given, anchor: Anchor) -> Interval:
    """ "am Vortag", "tags darauf": seen from the day last named, or from the article's, back only."""
    if "before" in given:
        return days((anchor.named or anchor.day) - timedelta(1))
    if anchor.named is None:
        raise ValueError("no day is named")
    return days(anchor.named + timedelta("after" in given))


def day_ago(given: Given, anchor: Anchor) -> Interval:
    """ "heute vor zwei Wochen", "am Montag vor einer Woche": that very day."""
    then = (weekday if "weekday" in given else near_day)(given, anchor).start.date()
    if given["unit"][0] in "tw":
        return days(then - timedelta(_count(given) * (7 if given["unit"].startswith("w") else 1)))
    ago = _shifted(then, given, -1).start
    return days(then.replace(year=ago.year, month=then.month if given["unit"].startswith("j") else ago.month))


def narrowed(read: Reader) -> Reader:
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


def some_part(given: Given, anchor: Anchor) -> Interval:
    """ "am Abend": of the day last named, or else the article's; or the day before if the article came out earlier."""
    night = "night" in given
    if "last" in given or (night and not anchor.named):
        return Interval(at(anchor.day, -3), at(anchor.day, 6))
    name = "nacht" if night else _part_of(given)
    return _of_some_day(lambda day: calendar.part(day, str(name)), anchor)


def some_clock(given: Given, anchor: Anchor) -> Interval:
    return _of_some_day(lambda day: _clock(day, given), anchor)


def _of_some_day(make: Callable[[date], Interval], anchor: Anchor) -> Interval:
    found = make(anchor.named or anchor.day)
    early = not anchor.named and anchor.clock and datetime.combine(anchor.day, anchor.clock) < found.start
    return make(anchor.day - timedelta(1)) if early else found


# Weeks, months, years


def unit(given: Given, anchor: Anchor) -> Interval:
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


def weekend(given: Given, anchor: Anchor) -> Interval:
    saturday = anchor.day - timedelta((anchor.day.weekday() - 5) % 7)
    if "next" in given or ("last" in given and anchor.day.weekday() >= 5):
        saturday += timedelta(7 if "next" in given else -7)
    return days(saturday, 2)


def month(given: Given, anchor: Anchor) -> Interval:
    number = _month_number(given["month"])
    return _in_year(lambda year: calendar.month(year, number, _third(given)), given, anchor)


def season(given: Given, anchor: Anchor) -> Interval:
    """The last season of that name of which a month is over, since nobody looks back on one that has just begun."""
    month_ago = Anchor(anchor.published and anchor.published - timedelta(30))
    seen = anchor if "last" in given or "next" in given else month_ago
    return _in_year(lambda year: calendar.months(year, SEASONS[given["season"]], 3), given, seen)


def quarter(given: Given, anchor: Anchor) -> Interval:
    count = 3 if given["unit"] == "quartal" else 6
    return _in_year(lambda year: calendar.months(year, count * (_ordinal(given) - 1) + 1, count), given, anchor)


def year(given: Given, anchor: Anchor) -> Interval:
    return calendar.year(int(given["year"]), _third(given))


def decade(given: Given, anchor: Anchor) -> Interval:
    return calendar.months(int(given["decade"]), 1, 120)


# So long ago


def ago(given: Given, anchor: Anchor) -> Interval:
    """ "vor zwei Wochen": that calendar week; "vor einigen Tagen": two to six days before."""
    if given["count"] in SOME:
        first, last = (_shifted(anchor.day, {**given, "count": str(n)}, -1) for n in _SOME_ARE)
        return Interval(first.start, last.end)
    return _shifted(anchor.day, given, -1)


def away(given: Given, anchor: Anchor) -> Interval:
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
    return int(count) if count.isdigit() else NUMBERS[count]


def _ordinal(given: Given) -> int:
    nth = given["nth"]
    return int(nth[0]) if nth[0].isdigit() else _NTH.index(nth.rstrip("ns")) + 1


def _month_number(name: str) -> int:
    short = name.replace("jänner", "januar").strip(".")
    return [month.startswith(short) for month in MONTHS].index(True) + 1
