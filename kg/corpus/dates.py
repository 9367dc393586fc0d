"""Dates as German newspapers write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from kg.errors import UsageError

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan",
            "februar feber feb",
            "märz maerz mär mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
DATE = (
    rf"(?:\d{{1,2}}\.\s?(?:{_MONTH})\.?\s\d{{4}}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d{{2}})"
    rf"|\d{{4}}-\d{{2}}-\d{{2}})\b"
)
"""A calendar date as part of a (case-insensitive) regular expression."""
TIME = r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?:\s?Uhr)?"
"""A time of day, likewise."""

_GERMAN = re.compile(
    rf"(?P<day>\d{{1,2}})\.\s?(?:(?P<name>{_MONTH})\.?\s|(?P<month>\d{{1,2}})\.\s?)(?P<year>\d{{4}}|\d{{2}})\b"
    rf"(?:\s?[,|–-]?\s?(?:um\s)?(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s?Uhr|(?![\d.])))?",
    re.IGNORECASE,
)


def given_date(written: str) -> str:
    """The ISO 8601 date or date-time that a user means.

    Raises:
        UsageError: if it is none.

    >>> given_date("12.03.2025")
    '2025-03-12'
    """
    found = iso(written)
    if not found:
        raise UsageError(f"not a date: “{written}” (write 2025-03-12 or 12.03.2025)")
    return found


def iso(value: object) -> str | None:
    """The ISO 8601 date or date-time that `value` states, None if it states none.

    Understands `date`, `datetime`, ISO strings, German dates with or without time of day, and mail dates; a
    two-digit year is of this century. Nothing is completed: a weekday or "gestern" is no date.

    >>> iso("Stand: 12.03.2025, 14:05 Uhr"), iso("3. Oktober 2024"), iso("am Dienstag")
    ('2025-03-12T14:05:00', '2024-10-03', None)
    """
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value).strip() if value else ""
    return _from_iso(text) or _from_german(text) or _from_mail(text)


def _from_iso(text: str) -> str | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _from_german(text: str) -> str | None:
    match = _GERMAN.search(text)
    if not match:
        return None
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    month = _MONTHS[match["name"].lower()] if match["name"] else int(match["month"])
    try:
        if match["hour"]:
            return datetime(year, month, int(match["day"]), int(match["hour"]), int(match["minute"])).isoformat()
        return date(year, month, int(match["day"])).isoformat()
    except ValueError:
        return None


def _from_mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return None
