"""The German words of time that news uses: rules from wordings to readers of their meaning.

A rule is a regular expression, whose named groups are what its reader gets. Where rules compete, the longest wins.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract import timemeaning as means
from kg.extract.calendar import FEASTS, MONTHS, PARTS, SEASONS, WEEKDAYS
from kg.extract.timemeaning import Reader

_LAST = r"(?:vergangene|letzte|vorige|zurückliegende|abgelaufene|verflossene)[nrsm]?"
_NEXT = r"(?:kommende|nächste)[nrsm]?"
_WHICH = rf"(?:(?P<last>{_LAST})|(?P<next>{_NEXT})|(?P<before_last>vorletzte[nrs]?)|(?:diese|laufende)[nrms]?)"
_THIRD = r"(?:(?:zu |zum |am |gegen |seit )?(?P<third>anfang|beginn|mitte|ende))"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = (
    rf"(?: (?:des jahres )?{_YEAR}(?:/\d\d(?:\d\d)?)?"
    rf"| (?P<last_year>(?:des )?(?:{_LAST} jahres|vorjahre?s))"
    r"| (?:des )?(?P<this_year>(?:dieses|laufenden)) jahres)"
)
DAYNAME = rf"(?:{'|'.join(WEEKDAYS)}|sonnabend)"
_SHORT = "jan|feb|mär|apr|jun|jul|aug|sept|sep|okt|nov|dez"
MONTHNAME = rf"(?:{'|'.join(MONTHS)}|jänner)"
_PARTNAME = "|".join(name for name in PARTS if name != "spät")
_PART = rf"(?:[- ]?(?P<part>{_PARTNAME})s?|,? (?:am|gegen|zum) (?:frühen |späten )?(?P<part_then>{_PARTNAME}))"
_SEASONNAME = "|".join(SEASONS)
_EARLY = r"(?:(?P<early>frühen|späten) )"
_NTH_ = r"(?P<nth>erste[ns]|zweite[ns]|dritte[ns]|vierte[ns]|[1-4]\.)"
_UNIT = r"(?P<unit>woche|monate?s?|quartale?s?|jahre?s?)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(means.SOME)}|{'|'.join(means.NUMBERS)})"
_UNITS = r"(?P<unit>tage?n?|wochen?|monate?n?|halben jahr|jahre?n?|stunden?|minuten?)"


def _hour(suffix: str = "") -> str:
    return (
        rf"(?:(?P<near{suffix}>um|gegen|kurz nach|kurz vor)(?: etwa| genau| exakt)? "
        rf"(?P<hour{suffix}>\d{{1,2}})(?:[.:](?P<minute{suffix}>\d\d))? uhr)"
    )


_NIGHT = rf"(?P<night>in der (?:späten )?nacht (?:vo[nm] (?:{DAYNAME}|\d\d?\.) )?(?:zum?|auf)(?: den)?) "


def _day(wording: str, lead: str = "am|an|vom") -> str:
    """The rule of a day with all that may stand before and behind it."""
    before = rf"(?:{_hour('0')} )?(?:{_NIGHT}|am (?P<whole>{_PARTNAME}) des |(?:{lead}) )?"
    return rf"{before}{wording}{_PART}?(?: {_hour()})?"


_DATE = rf"(?P<number>\d{{1,2}})\. ?(?P<month>{MONTHNAME}|(?:{_SHORT})\.)"
_FIRST = r"(?:(?P<first>\d{1,2})\.(?: (?:und|bis)(?: zum)? |/| ?[-–] ?))?"
_ON = rf"(?:{DAYNAME}(?:,? (?:de[mnr] )?|, | \())?"
_NUMERIC = r"(?P<number>\d{1,2})\. ?(?P<month>\d{1,2}\.) ?(?P<year>(?:19|20)\d\d|\d\d)"
_FEASTNAMES = "|".join(re.escape(name) for name in sorted(FEASTS, key=len, reverse=True))

RULES: tuple[tuple[str, str, Reader], ...] = (
    (
        "am späten Montagabend um 21.30 Uhr",
        _day(
            rf"(?:{_WHICH} )?{_EARLY}?(?P<weekday>{DAYNAME})"
            rf"(?: (?P<of_week>(?:der )?{_LAST} woche|dieser woche|der woche davor))?",
            "am|an|vom|von|noch am",
        ),
        means.narrowed(means.weekday),
    ),
    (
        "heute früh",
        _day(r"(?P<word>heute|gestern|vorgestern|morgen|übermorgen)", "noch|erst"),
        means.narrowed(means.near_day),
    ),
    (
        "am gestrigen Dienstag",
        rf"(?:am|vom) (?P<word>heutigen|gestrigen|vorgestrigen) (?:tage?|{DAYNAME}|)(?P<part>{_PARTNAME})?"
        rf"(?: {_hour()})?",
        means.narrowed(means.near_day),
    ),
    (
        "am Montag vor zwei Wochen",
        rf"(?:am |an diesem |diesen )?(?:(?P<word>heute|gestern)|(?P<weekday>{DAYNAME})) vor {_COUNT} {_UNITS}",
        means.day_ago,
    ),
    (
        "am Abend zuvor",
        rf"(?P<before>am vortage?|tags zuvor|am (?:tag|(?P<part>{_PARTNAME})) (?:zuvor|davor)|am vor(?P<whole>abend)"
        r"|einen tag (?:zuvor|vorher|davor))",
        means.narrowed(means.day_beside),
    ),
    (
        "am selben Tag",
        rf"(?:am (?:selben|gleichen|nämlichen)|an diesem) (?:tage?|(?P<part>{_PARTNAME}))",
        means.narrowed(means.day_beside),
    ),
    (
        "tags darauf",
        rf"(?P<after>am (?:folgenden|nächsten|darauffolgenden) (?:tage?|(?P<part>{_PARTNAME}))"
        rf"|am (?:tag|(?P<whole>{_PARTNAME})) (?:darauf|danach)|tags darauf|einen tag (?:später|danach|darauf))",
        means.narrowed(means.day_beside),
    ),
    ("am Montag, dem 3. Mai 2023", _day(rf"{_ON}{_FIRST}{_DATE}{_OF_YEAR}?"), means.narrowed(means.dated)),
    ("am 03.05.2023", _day(rf"{_ON}{_FIRST}{_NUMERIC}"), means.narrowed(means.dated)),
    ("am 3.5.", r"(?:am|vom) (?P<number>\d{1,2})\. ?(?P<month>\d{1,2}\.)(?! ?\d)", means.dated),
    ("2023-05-03", r"(?:am )?(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<number>\d\d)", means.dated),
    (
        "an Heiligabend",
        _day(rf"(?P<feast>{_FEASTNAMES}|[1-4]\. advent){_OF_YEAR}?", "am|an|zu|zum|über|vom|diese"),
        means.narrowed(means.feast),
    ),
    (
        "am zweiten Weihnachtsfeiertag",
        _day(rf"{_NTH_} weihnachts(?:feier)?tag{_OF_YEAR}?"),
        means.narrowed(means.christmas_day),
    ),
    ("am frühen Abend", rf"(?:am|gegen) {_EARLY}?(?P<part>{_PARTNAME})(?: {_hour()})?", means.some_part),
    ("in der vergangenen Nacht", rf"(?P<night>in der (?:(?P<last>{_LAST}) )?nacht)", means.some_part),
    ("gegen 9 Uhr", _hour(), means.some_clock),
    ("Ende vergangener Woche", rf"(?:{_THIRD} (?:de[rs] )?|in de[rm] |im |in ){_WHICH} {_UNIT}", means.unit),
    (
        "vergangene Woche",
        rf"(?:(?P<last>vergangene|letzte|vorige)|(?P<before_last>vorletzte)|diese|(?P<next>{_NEXT})) (?P<unit>woche)",
        means.unit,
    ),
    (
        "vergangenen Monat",
        r"(?:(?P<last>vergangenen|letzten|vorigen)|diesen|(?P<next>kommenden|nächsten)) (?P<unit>monat)",
        means.unit,
    ),
    (
        "letztes Jahr",
        r"(?:(?P<last>vergangenes|letztes|voriges)|dieses|(?P<next>kommendes|nächstes)) (?P<unit>jahr)",
        means.unit,
    ),
    ("Anfang des Monats", rf"{_THIRD} (?:de[rs]) (?P<unit>woche|monats|quartals|jahres)", means.unit),
    (
        "zu Wochenbeginn",
        r"(?:zu|zum|zur|am|gegen) (?P<unit>wochen|monats|jahres)(?P<third>beginn|anfang|auftakt|start|mitte)",
        means.unit,
    ),
    ("zum Jahresende", r"(?:zu|zum|am|gegen) (?P<unit>monats|jahres)(?P<third>ende)", means.unit),
    ("in der Vorwoche", rf"(?:{_THIRD}|in) (?P<last>der vor)(?P<unit>woche)", means.unit),
    ("in der Woche zuvor", r"in der (?P<unit>woche) (?P<last>zuvor|davor)", means.unit),
    ("im Vorjahr", r"(?P<last>im vor)(?P<unit>monat|quartal|jahr)", means.unit),
    (
        "am vergangenen Wochenende",
        rf"(?:am|an diesem|vom|zum|übers|dieses) (?:{_WHICH} )?wochenende",
        means.weekend,
    ),
    (
        "Ende Mai vergangenen Jahres",
        rf"(?:im |vom |{_THIRD} (?:des )?)(?:{_WHICH} )?(?:monat )?(?P<month>{MONTHNAME}){_OF_YEAR}?",
        means.month,
    ),
    ("Mai 2023", rf"(?P<month>{MONTHNAME}){_OF_YEAR}", means.month),
    ("im ersten Quartal 2023", rf"(?:im )?{_NTH_} (?P<unit>quartal|halbjahr){_OF_YEAR}?", means.quarter),
    (
        "im vergangenen Sommer",
        rf"(?:im |vom )(?:{_WHICH} )?(?:spät)?(?P<season>{_SEASONNAME}){_OF_YEAR}?",
        means.season,
    ),
    ("Frühjahr 2023", rf"(?P<season>{_SEASONNAME}){_OF_YEAR}", means.season),
    ("im Jahr 2019", rf"(?:im jahre? |{_THIRD} (?:des jahres )?|im |in ){_YEAR}", means.year),
    ("2019", rf"{_YEAR}(?! ?(?-i:[A-ZÄÖÜ%]))", means.year),
    ("in den 1990er Jahren", r"in den (?P<decade>(?:19|20)\d0)er[- ]jahren", means.decade),
    (
        "vor gut zwei Wochen",
        rf"vor (?:rund |etwa |gut |knapp |fast |genau |ungefähr |nunmehr )?{_COUNT} {_UNITS}",
        means.ago,
    ),
    (
        "zwei Tage zuvor",
        rf"{_COUNT} {_UNITS} (?:(?:zuvor|vorher|davor)|(?P<after>später|danach|darauf))",
        means.away,
    ),
)
"""An example, the wording, and the reader of each rule."""


def longest(text: str, start: int) -> tuple[Reader, re.Match[str]]:
    """The reader and the match of the longest expression that begins at `start`, where `beginning` found one."""
    matches = ((read, match) for pattern, read in _rules() if (match := pattern.match(text, start)))
    return max(matches, key=lambda found: found[1].end())


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(rf"(?:{source})(?![\w-])", re.IGNORECASE), read) for _, source, read in RULES)


@cache
def beginning() -> re.Pattern[str]:
    """Where any of the rules fits."""
    bare = "|".join(re.sub(r"\(\?P<\w+>", "(?:", source) for _, source, _ in RULES)
    return re.compile(rf"(?<![\w/-])(?:{bare})(?![\w-])", re.IGNORECASE)
