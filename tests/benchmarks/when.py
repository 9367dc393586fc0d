"""German expressions of time as intervals: our grammar beside dateparser and ctparse; run by hand.

    python -m pip install dateparser ctparse && python tests/benchmarks/when.py

The expressions are made up; the article is from Thursday, 2024-09-12. An answer is right if it gives the same interval.
The others give a moment, or one that begins their interval: right if that lies inside. Each gets the same sentence.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from kg.extract.timescan import expressions

Answer = Callable[[str], datetime | None]

PUBLISHED = "2024-09-12"

GOLD = """
am Montag | 2024-09-09 | 2024-09-10
am Donnerstag | 2024-09-12 | 2024-09-13
am Freitag | 2024-09-06 | 2024-09-07
am Sonnabend | 2024-09-07 | 2024-09-08
am Montagabend | 2024-09-09T17 | 2024-09-10
am Dienstagmorgen | 2024-09-10T05 | 2024-09-10T10
am Mittwochvormittag | 2024-09-11T08 | 2024-09-11T12
am Mittwochmittag | 2024-09-11T11 | 2024-09-11T14
am Mittwochnachmittag | 2024-09-11T12 | 2024-09-11T18
am frühen Mittwochmorgen | 2024-09-11T05 | 2024-09-11T10
am späten Montagabend | 2024-09-09T17 | 2024-09-10
am vergangenen Freitag | 2024-09-06 | 2024-09-07
am vergangenen Donnerstag | 2024-09-05 | 2024-09-06
am letzten Sonntag | 2024-09-08 | 2024-09-09
in der Nacht zum Dienstag | 2024-09-09T21 | 2024-09-10T06
in der Nacht auf Mittwoch | 2024-09-10T21 | 2024-09-11T06
heute | 2024-09-12 | 2024-09-13
gestern | 2024-09-11 | 2024-09-12
vorgestern | 2024-09-10 | 2024-09-11
heute Vormittag | 2024-09-12T08 | 2024-09-12T12
gestern Abend | 2024-09-11T17 | 2024-09-12
heute früh | 2024-09-12T05 | 2024-09-12T10
am Vortag | 2024-09-11 | 2024-09-12
tags zuvor | 2024-09-11 | 2024-09-12
am Abend | 2024-09-12T17 | 2024-09-13
am Nachmittag | 2024-09-12T12 | 2024-09-12T18
in der vergangenen Woche | 2024-09-02 | 2024-09-09
vergangene Woche | 2024-09-02 | 2024-09-09
letzte Woche | 2024-09-02 | 2024-09-09
Ende vergangener Woche | 2024-09-06 | 2024-09-09
Anfang der vergangenen Woche | 2024-09-02 | 2024-09-04
Mitte vergangener Woche | 2024-09-04 | 2024-09-06
in dieser Woche | 2024-09-09 | 2024-09-16
am Wochenende | 2024-09-07 | 2024-09-09
am vergangenen Wochenende | 2024-09-07 | 2024-09-09
im März | 2024-03-01 | 2024-04-01
im Oktober | 2023-10-01 | 2023-11-01
im September | 2024-09-01 | 2024-10-01
Anfang Mai | 2024-05-01 | 2024-05-11
Mitte Juli | 2024-07-11 | 2024-07-21
Ende Juni | 2024-06-21 | 2024-07-01
Mitte Juli 2023 | 2023-07-11 | 2023-07-21
im März 2022 | 2022-03-01 | 2022-04-01
im Dezember 2019 | 2019-12-01 | 2020-01-01
im vergangenen Monat | 2024-08-01 | 2024-09-01
Ende vergangenen Monats | 2024-08-21 | 2024-09-01
im vergangenen Jahr | 2023-01-01 | 2024-01-01
Anfang des Jahres | 2024-01-01 | 2024-04-01
im Jahr 2019 | 2019-01-01 | 2020-01-01
2019 | 2019-01-01 | 2020-01-01
Ende 2021 | 2021-10-01 | 2022-01-01
im Sommer 2023 | 2023-06-01 | 2023-09-01
im Frühjahr | 2024-03-01 | 2024-06-01
im Herbst | 2023-09-01 | 2023-12-01
am 3. Mai | 2024-05-03 | 2024-05-04
am 3. Oktober | 2023-10-03 | 2023-10-04
am 12. September | 2024-09-12 | 2024-09-13
am 3. Mai 2022 | 2022-05-03 | 2022-05-04
am 3.5.2022 | 2022-05-03 | 2022-05-04
am 24. August am Abend | 2024-08-24T17 | 2024-08-25
vor zwei Wochen | 2024-08-26 | 2024-09-02
vor drei Tagen | 2024-09-09 | 2024-09-10
vor einem Jahr | 2023-01-01 | 2024-01-01
vor 20 Jahren | 2004-01-01 | 2005-01-01
vor zwei Monaten | 2024-07-01 | 2024-08-01
vor einer Stunde | 2024-09-12 | 2024-09-13
für Freitag | |
bis Ende Oktober | |
ab Montag | |
am 11. September um 17.30 Uhr | 2024-09-11T17:30 | 2024-09-11T17:31
um 9 Uhr am Montagmorgen | 2024-09-09T09:00 | 2024-09-09T09:01
am Montag gegen 9 Uhr | 2024-09-09T08:30 | 2024-09-09T09:30
am Montagabend kurz nach 21 Uhr | 2024-09-09T21:00 | 2024-09-09T21:30
heute um 7:15 Uhr | 2024-09-12T07:15 | 2024-09-12T07:16
am Montag, dem 9. September | 2024-09-09 | 2024-09-10
am Montag, 9. September 2024 | 2024-09-09 | 2024-09-10
am Montag (9. September) | 2024-09-09 | 2024-09-10
am 03.05.2023 | 2023-05-03 | 2023-05-04
am 3.5. | 2024-05-03 | 2024-05-04
am 3.5.23 | 2023-05-03 | 2023-05-04
2023-05-03 | 2023-05-03 | 2023-05-04
am 3. und 4. Mai | 2024-05-03 | 2024-05-05
am 3. Sept. 2023 | 2023-09-03 | 2023-09-04
am 1. Mai | 2024-05-01 | 2024-05-02
am 29. Februar | 2024-02-29 | 2024-03-01
am Abend des 3. Mai | 2024-05-03T17 | 2024-05-04
in der Nacht zum 3. Mai | 2024-05-02T21 | 2024-05-03T06
in der Nacht von Montag auf Dienstag | 2024-09-09T21 | 2024-09-10T06
in der vergangenen Nacht | 2024-09-11T21 | 2024-09-12T06
am späten Montag | 2024-09-09T17 | 2024-09-10
am frühen Dienstag | 2024-09-10T05 | 2024-09-10T10
Montag früh | 2024-09-09T05 | 2024-09-09T10
am Montag gegen Mittag | 2024-09-09T11 | 2024-09-09T14
am gestrigen Mittwoch | 2024-09-11 | 2024-09-12
am heutigen Donnerstag | 2024-09-12 | 2024-09-13
am heutigen Vormittag | 2024-09-12T08 | 2024-09-12T12
Montag vergangener Woche | 2024-09-02 | 2024-09-03
am Freitag der vergangenen Woche | 2024-09-06 | 2024-09-07
am Freitag vor einer Woche | 2024-08-30 | 2024-08-31
heute vor zwei Wochen | 2024-08-29 | 2024-08-30
heute vor einem Jahr | 2023-09-12 | 2023-09-13
zu Wochenbeginn | 2024-09-09 | 2024-09-11
zum Wochenauftakt | 2024-09-09 | 2024-09-11
Anfang der Woche | 2024-09-09 | 2024-09-11
Ende der Woche | 2024-09-06 | 2024-09-09
vorletzte Woche | 2024-08-26 | 2024-09-02
in der Vorwoche | 2024-09-02 | 2024-09-09
kommende Woche | 2024-09-16 | 2024-09-23
Mitte nächster Woche | 2024-09-18 | 2024-09-20
am kommenden Montag | 2024-09-16 | 2024-09-17
übermorgen | 2024-09-14 | 2024-09-15
am kommenden Wochenende | 2024-09-14 | 2024-09-16
zum Wochenende | 2024-09-07 | 2024-09-09
im Mai 2023 | 2023-05-01 | 2023-06-01
Mai 2023 | 2023-05-01 | 2023-06-01
im Mai vergangenen Jahres | 2023-05-01 | 2023-06-01
im Mai des vergangenen Jahres | 2023-05-01 | 2023-06-01
Ende Mai dieses Jahres | 2024-05-21 | 2024-06-01
im vergangenen März | 2024-03-01 | 2024-04-01
Anfang des Monats | 2024-09-01 | 2024-09-11
Ende des Monats | 2024-08-21 | 2024-09-01
zu Monatsbeginn | 2024-09-01 | 2024-09-11
im Vormonat | 2024-08-01 | 2024-09-01
im ersten Quartal | 2024-01-01 | 2024-04-01
im vierten Quartal | 2023-10-01 | 2024-01-01
im zweiten Quartal 2022 | 2022-04-01 | 2022-07-01
im ersten Quartal dieses Jahres | 2024-01-01 | 2024-04-01
erstes Quartal 2023 | 2023-01-01 | 2023-04-01
im zweiten Halbjahr 2023 | 2023-07-01 | 2024-01-01
Frühjahr 2023 | 2023-03-01 | 2023-06-01
im Sommer vergangenen Jahres | 2023-06-01 | 2023-09-01
im Winter 2022/23 | 2022-12-01 | 2023-03-01
im vergangenen Sommer | 2024-06-01 | 2024-09-01
zu Jahresbeginn | 2024-01-01 | 2024-04-01
zum Jahreswechsel | 2023-12-31 | 2024-01-02
Ende vergangenen Jahres | 2023-10-01 | 2024-01-01
letztes Jahr | 2023-01-01 | 2024-01-01
in diesem Jahr | 2024-01-01 | 2025-01-01
im Vorjahr | 2023-01-01 | 2024-01-01
vor rund drei Monaten | 2024-06-01 | 2024-07-01
vor einem halben Jahr | 2024-03-01 | 2024-04-01
vor wenigen Tagen | 2024-09-06 | 2024-09-11
an Ostern | 2024-03-31 | 2024-04-02
zu Pfingsten 2023 | 2023-05-28 | 2023-05-30
am Ostermontag | 2024-04-01 | 2024-04-02
am Karfreitag | 2024-03-29 | 2024-03-30
am Pfingstmontag | 2024-05-20 | 2024-05-21
an Christi Himmelfahrt | 2024-05-09 | 2024-05-10
an Fronleichnam | 2024-05-30 | 2024-05-31
an Heiligabend | 2023-12-24 | 2023-12-25
am Heiligabend 2021 | 2021-12-24 | 2021-12-25
am zweiten Weihnachtsfeiertag | 2023-12-26 | 2023-12-27
an Silvester | 2023-12-31 | 2024-01-01
an Neujahr | 2024-01-01 | 2024-01-02
am Neujahrstag | 2024-01-01 | 2024-01-02
am Tag der Arbeit | 2024-05-01 | 2024-05-02
am Tag der Deutschen Einheit | 2023-10-03 | 2023-10-04
am Buß- und Bettag | 2023-11-22 | 2023-11-23
am ersten Advent | 2023-12-03 | 2023-12-04
am Volkstrauertag | 2023-11-19 | 2023-11-20
am Rosenmontag | 2024-02-12 | 2024-02-13
am Aschermittwoch | 2024-02-14 | 2024-02-15
um 17.30 Uhr | 2024-09-12T17:30 | 2024-09-12T17:31
gegen 9 Uhr | 2024-09-12T08:30 | 2024-09-12T09:30
seit Montag | |
nach Ostern | |
vor dem 3. Mai | |
bis zum 1. November | |
zwischen Montag und Mittwoch | |
von Januar bis März | |
vor 2000 Menschen | |
"""


def gold() -> list[tuple[str, datetime | None, datetime | None]]:
    """The expressions with both ends of their interval, or None twice if they tell no past time."""
    rows = [[cell.strip() for cell in line.split("|")] for line in GOLD.strip().splitlines()]
    return [(text, *(datetime.fromisoformat(end) if end else None for end in ends)) for text, *ends in rows]


def ours(frame: str) -> tuple[datetime | None, datetime | None]:
    """The interval by our grammar."""
    found = expressions(frame, PUBLISHED)
    return (found[0].interval.start, found[0].interval.end) if found else (None, None)


def by_dateparser() -> Answer:
    """A function that gives the moment that dateparser finds."""
    from dateparser.search import search_dates

    told = {"RELATIVE_BASE": datetime.fromisoformat(PUBLISHED), "PREFER_DATES_FROM": "past"}

    def answer(frame: str) -> datetime | None:
        found = search_dates(frame, languages=["de"], settings=told)
        return found[0][1] if found else None

    return answer


def by_ctparse() -> Answer:
    """A function that gives the moment, or the first of the interval, that ctparse finds; it takes the next weekday."""
    from ctparse import ctparse

    def answer(frame: str) -> datetime | None:
        found = ctparse(frame, ts=datetime.fromisoformat(PUBLISHED), timeout=1)
        told = found.resolution if found else None
        first = getattr(told, "t_from", None) or told
        if not getattr(first, "year", None) or not first.month or not first.day:
            return None
        return datetime(first.year, first.month, first.day, first.hour or 12, first.minute or 0)

    return answer


def main() -> None:
    """Prints the share of right intervals and the speed."""
    wanted = gold()
    frames = [f"Das teilte das Hafenamt {text} mit." for text, _, _ in wanted]
    began = time.perf_counter()
    given = [ours(frame) for frame in frames]
    speed = len(frames) / (time.perf_counter() - began)
    for (text, start, end), found in zip(wanted, given, strict=True):
        if found != (start, end):
            print(f"  {text}: {found}")
    right = sum(found == (start, end) for (_, start, end), found in zip(wanted, given, strict=True))
    print(f"this grammar {right / len(wanted):.2f} {speed:,.0f}/s, {len(wanted)} expressions")
    for name, make in (("dateparser", by_dateparser), ("ctparse", by_ctparse)):
        try:
            answer = make()
        except ImportError:
            continue
        began = time.perf_counter()
        moments = [answer(frame) for frame in frames]
        speed = len(frames) / (time.perf_counter() - began)
        inside = [
            moment is None if start is None or end is None else moment is not None and start <= moment < end
            for (_, start, end), moment in zip(wanted, moments, strict=True)
        ]
        print(f"{name:12} {sum(inside) / len(wanted):.2f} {speed:,.0f}/s")


if __name__ == "__main__":
    main()
