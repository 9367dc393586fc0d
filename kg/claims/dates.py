"""Days, months, years and hours that a text names, as far as two texts can be compared by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import Span

_MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november")
MONTHS = {name: number for number, name in enumerate((*_MONTHS, "dezember"), start=1)}
_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
WEEKDAYS = {**{name: number for number, name in enumerate(_WEEKDAYS)}, "sonnabend": 5}
_PARTS = "früh|morgen|vormittag|mittag|nachmittag|abend|nacht"
_SEASONS = "Frühjahr|Frühling|Sommer|Herbst|Winter|Frühsommer|Spätsommer|Spätherbst"

_DATE = re.compile(
    r"(?P<day>\b\d{1,2})\.\s*(?:(?P<number>\d{1,2})\.\s*(?P<year2>(?:19|20)\d\d)?|(?P<month2>[A-ZÄÖÜ][a-zä]+))"
    rf"|\b(?P<month>{'|'.join(name.title() for name in MONTHS)})(?=s?\b)"
    rf"|\b(?P<weekday>{'|'.join(name.title() for name in WEEKDAYS)})s?(?P<part>{_PARTS})?(?=s?\b)"
    r"|\b(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))?\s+Uhr\b"
    r"|(?<![\d.,])(?P<year>(?:19|20)\d\d)(?![\d.,]\d|\s+[A-ZÄÖÜ])"
    rf"|\b(?P<season>{_SEASONS})\b"
    r"|\b(?P<relative>heute|gestern|vorgestern|morgen|übermorgen)\b"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A point of time as named: what sort it is ("month", "weekday", "day", "year", "hour" …), and which.

    Only two of one sort can be compared.
    """

    sort: str
    value: tuple[int | str, ...]
    span: Span


def dates(text: str) -> tuple[Date, ...]:
    """The points of time that `text` names, in order; a day and its month count as one.

    >>> [(date.sort, date.value) for date in dates("am 3. Mai oder am Montagabend um 14.30 Uhr, erst 2026")]
    [('day', (3, 5)), ('weekday', (0, 'abend')), ('hour', (14, 30)), ('year', (2026,))]
    """
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[Date]:
    for match in _DATE.finditer(text):
        span = Span(match.start(), match.end())
        if match["day"]:
            month = int(match["number"]) if match["number"] else MONTHS.get((match["month2"] or "").lower())
            if month:
                yield Date("day", (int(match["day"]), month), span)
        elif match["month"]:
            yield Date("month", (MONTHS[match["month"].lower()],), span)
        elif match["weekday"]:
            part = (match["part"],) if match["part"] else ()
            yield Date("weekday", (WEEKDAYS[match["weekday"].lower()], *part), span)
        elif match["hour"]:
            yield Date("hour", (int(match["hour"]), int(match["minute"] or 0)), span)
        elif match["year"]:
            yield Date("year", (int(match["year"]),), span)
        elif match["season"]:
            yield Date("season", (match["season"].lower(),), span)
        else:
            yield Date("relative", (match["relative"],), span)
