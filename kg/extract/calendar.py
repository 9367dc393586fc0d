"""Days and their parts, weeks, months, seasons, years and feast days as half-open intervals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
SEASONS = {"frühjahr": 3, "frühling": 3, "frühsommer": 6, "sommer": 6, "herbst": 9, "winter": 12}
"""First months of the seasons, which have three each, as meteorologists count."""

PARTS = {
    "früh": (5, 10),
    "morgen": (5, 10),
    "vormittag": (8, 12),
    "mittag": (11, 14),
    "nachmittag": (12, 18),
    "abend": (17, 24),
    "spät": (17, 24),
    "nacht": (21, 30),
}
"""Hours of the parts of a day; those from 24 on are the next day's. Set by hand."""

_WEEK_THIRDS = {"anfang": (0, 2), "mitte": (2, 4), "ende": (4, 7)}
_MONTH_THIRDS = {"anfang": (0, 10), "mitte": (10, 20), "ende": (20, 31)}
_YEAR_THIRDS = {"anfang": (0, 3), "mitte": (4, 8), "ende": (9, 12)}
"""Beginning, middle and end in days of a week and of a month, and in months of a year. Set by hand."""

_MOVABLE = {
    "rosenmontag": (-48, 1),
    "faschingsdienstag": (-47, 1),
    "aschermittwoch": (-46, 1),
    "palmsonntag": (-7, 1),
    "gründonnerstag": (-3, 1),
    "karfreitag": (-2, 1),
    "karsamstag": (-1, 1),
    "osterwochenende": (-2, 4),
    "osterfeiertage": (-2, 4),
    "ostersonntag": (0, 1),
    "ostern": (0, 2),
    "ostermontag": (1, 1),
    "christi himmelfahrt": (39, 1),
    "himmelfahrt": (39, 1),
    "pfingstwochenende": (48, 3),
    "pfingstsonntag": (49, 1),
    "pfingsten": (49, 2),
    "pfingstmontag": (50, 1),
    "fronleichnam": (60, 1),
}
"""Feasts by their first day, counted from Easter Sunday, and how many days they have."""

_FIXED = {
    "neujahrstag": (1, 1, 1),
    "neujahr": (1, 1, 1),
    "dreikönigstag": (1, 6, 1),
    "tag der arbeit": (5, 1, 1),
    "tag der deutschen einheit": (10, 3, 1),
    "reformationstag": (10, 31, 1),
    "allerheiligen": (11, 1, 1),
    "nikolaustag": (12, 6, 1),
    "heiligabend": (12, 24, 1),
    "heiligen abend": (12, 24, 1),
    "weihnachtsfeiertage": (12, 25, 2),
    "weihnachten": (12, 24, 3),
    "silvester": (12, 31, 1),
    "jahreswechsel": (12, 31, 2),
}
"""Feasts by month, first day, and how many days they have."""

_BEFORE_CHRISTMAS = {
    "volkstrauertag": 35,
    "buß- und bettag": 32,
    "totensonntag": 28,
    "ersten advent": 21,
    "zweiten advent": 14,
    "dritten advent": 7,
    "vierten advent": 0,
}
"""Feasts by how many days they lie before the last Sunday before Christmas."""

FEASTS = (*_MOVABLE, *_FIXED, *_BEFORE_CHRISTMAS)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time, half-open.

    Raises:
        ValueError: if it is empty.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"an empty stretch of time: {self.start}, {self.end}")

    @property
    def day(self) -> date | None:
        """The day on which it begins, if it lasts no longer than that and the night after it."""
        return self.start.date() if self.end - self.start <= timedelta(days=1) else None


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The moment on a day; hours from 24 on are the next day's."""
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def days(first: date, count: int = 1) -> Interval:
    """The stretch of so many whole days.

    >>> days(date(2024, 5, 3)).end
    datetime.datetime(2024, 5, 4, 0, 0)
    """
    return Interval(at(first), at(first + timedelta(count)))


def part(day: date, name: str) -> Interval:
    """The part of a day that "Abend", "Nacht" and the like (`PARTS`) mean."""
    first, last = PARTS[name]
    return Interval(at(day, first), at(day, last))


def week(day: date, back: int = 0, third: str | None = None) -> Interval:
    """The week of a day from Monday on, or the one so many weeks before, or a third of it ("anfang", "mitte", "ende").

    >>> week(date(2024, 9, 12), back=1, third="ende").start
    datetime.datetime(2024, 9, 6, 0, 0)
    """
    monday = day - timedelta(day.weekday() + 7 * back)
    first, last = _WEEK_THIRDS[third] if third else (0, 7)
    return days(monday + timedelta(first), last - first)


def months(year: int, month: int, count: int = 1) -> Interval:
    """So many whole months; `month` may run on beyond the year in both directions.

    >>> months(2024, 0).start
    datetime.datetime(2023, 12, 1, 0, 0)
    """
    return Interval(_first(year, month), _first(year, month + count))


def _first(year: int, month: int) -> datetime:
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def month(year: int, number: int, third: str | None = None) -> Interval:
    """A month, or a third of it."""
    whole = months(year, number)
    if third is None:
        return whole
    first, last = (whole.start + timedelta(n) for n in _MONTH_THIRDS[third])
    return Interval(first, whole.end if third == "ende" else last)


def year(number: int, third: str | None = None) -> Interval:
    """A year, or a third of it."""
    first, last = _YEAR_THIRDS[third] if third else (0, 12)
    return months(number, first + 1, last - first)


def feast(name: str, number: int) -> Interval:
    """The days of a feast (`FEASTS`) in a year.

    >>> feast("pfingstmontag", 2024).start
    datetime.datetime(2024, 5, 20, 0, 0)
    """
    if name in _FIXED:
        begin, first, count = _FIXED[name]
        return days(date(number, begin, first), count)
    if name in _BEFORE_CHRISTMAS:
        eve = date(number, 12, 24)
        return days(eve - timedelta((eve.weekday() + 1) % 7 + _BEFORE_CHRISTMAS[name]))
    away, count = _MOVABLE[name]
    return days(easter(number) + timedelta(away), count)


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar.

    Source: the anonymous algorithm in Meeus, Astronomical Algorithms, chapter 8.

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
