"""Amounts that a text states, as intervals: "mehr als 4000 Panzer" is any number from 4000 on, counted in tanks.

Two amounts of one thing contradict each other only if their intervals lie apart: "bis zu 50" and "40" do not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.claims.dates import MONTHS
from kg.claims.tokens import FUNCTION_WORDS, stem
from kg.records import Quantity, Span

NEAR = 0.1
"""How far "rund", "knapp" and "gut" reach, as a share of the number. Set by hand."""

ROUNDED = 0.02
"""Two figures nearer than this share of the greater may be one, rounded otherwise. Set by hand."""

_ONES = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_ODD = {16: "sechzehn", 17: "siebzehn"}
_LESS_ODD = {"anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5, "viereinhalb": 4.5}


def _name(number: int) -> str:
    """How a whole number below a thousand is called.

    >>> _name(421)
    'vierhunderteinundzwanzig'
    """
    if number >= 100:
        return _ONES[number // 100] + "hundert" + _name(number % 100)
    if number < len(_ONES):
        return _ONES[number]
    if number < 20:
        return _ODD.get(number) or _ONES[number - 10] + "zehn"
    ones = _ONES[number % 10]
    return (ones + "und" if ones else "") + _TENS[number // 10]


_WORDS: dict[str, float] = {
    **_LESS_ODD,
    **{_name(n): float(n) for n in range(2, 1000)},
    **{_name(n) + "tausend": 1000.0 * n for n in range(1, 1000)},
    "hundert": 100.0,
    "tausend": 1000.0,
    "beide": 2.0,
    "beiden": 2.0,
}
_SCALES = {
    "tausend": 1e3,
    "million": 1e6,
    "millionen": 1e6,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "billion": 1e12,
    "billionen": 1e12,
    "dutzend": 12.0,
    "mio": 1e6,
    "mrd": 1e9,
}

_LOW = ("mehr als", "über", "mindestens", "wenigstens", "nicht weniger als", "ab", "deutlich mehr als", "weit über")
_HIGH = ("bis zu", "höchstens", "maximal", "weniger als", "unter", "nicht mehr als", "allenfalls")
_ABOUT = ("rund", "etwa", "circa", "ca.", "zirka", "ungefähr", "annähernd", "schätzungsweise", "um die")
_BELOW = ("knapp", "fast", "nahezu", "beinahe")
_ABOVE = ("gut",)
_ASIDE = ("insgesamt", "nur", "erst", "allein", "jeweils", "genau", "lediglich", "im schnitt")

_QUALIFIER = "|".join(
    re.escape(words) for words in sorted((*_LOW, *_HIGH, *_ABOUT, *_BELOW, *_ABOVE, *_ASIDE), key=len, reverse=True)
)
_NUMBER = r"\d{1,3}(?:[.\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_AMOUNT = re.compile(
    rf"(?:\b(?P<qualifier>{_QUALIFIER})\s+)?"
    rf"(?<![\w.,])(?:(?P<half>(?:eine\s+)?halbe\s+(?=Million|Milliarde))|(?P<one>eine?n?\s+(?=Million|Milliarde|Dutzend))"
    rf"|(?P<number>{_NUMBER}|[a-zäöüß]+))"
    rf"(?:\s*(?:bis|–|-|und)\s*(?P<top>{_NUMBER}))?"
    r"(?P<ordinal>\.(?=\s+[A-ZÄÖÜ]))?(?![.:]\d)"
    r"(?:\s*(?P<sign>%|€|\$)"
    r"|[\s-]*(?P<scale>Tausend|Million(?:en)?|Milliarden?|Billion(?:en)?|Dutzend|Mio|Mrd)\b\.?"
    r"(?:\s*(?P<sign2>%|€|\$))?)?"
    r"(?:[\s-]+(?P<unit>(?:[a-zäöüß]+(?:e|er|en|em|es)\s+){0,2}[A-ZÄÖÜ][\wäöüß-]*))?",
)

_TOLD = re.compile(
    r"\b(?:sprach|sprachen|spricht|sprechen|nannten?|nennt|nennen|zählten?|zählt|zählen|meldeten?|meldet|gab|gaben|gibt"
    r"|geben|kam|kamen|ging|gingen|gehe|bezifferten?|ha(?:be|ben|t)(?=.*(?:gezählt|genannt|gemeldet|angegeben)))\b[^.;:]*?"
    rf"(?P<figure>(?:\b(?:{_QUALIFIER})\s+)?\b(?P<number>{_NUMBER}|[a-zäöüß]+)"
    r"(?:\s+(?:Tausend|Million(?:en)?|Milliarden?|Mio|Mrd)\b\.?)?)(?:\s+(?:an|aus|gezählt|genannt|gemeldet|angegeben))?"
    r"[\s.“”»«\"]*$"
)
"""An account of how many that ends in the number."""

_SIGNS = {"%": "Prozent", "€": "Euro", "$": "Dollar"}

NO_UNITS = frozenset((*map(str.title, MONTHS), "Uhr"))
"""Words behind a number that make it a date or a clock time."""

_MEASURES = {
    **dict.fromkeys(("sekunde", "sekunden"), ("time", 1.0)),
    **dict.fromkeys(("minute", "minuten"), ("time", 60.0)),
    **dict.fromkeys(("stunde", "stunden"), ("time", 3600.0)),
    **dict.fromkeys(("tag", "tage", "tagen", "tägig", "tägige", "tägigen"), ("time", 86400.0)),
    **dict.fromkeys(("woche", "wochen", "wöchig", "wöchige"), ("time", 604800.0)),
    **dict.fromkeys(("monat", "monate", "monaten", "monatig"), ("time", 2629800.0)),
    **dict.fromkeys(("jahr", "jahre", "jahren", "jahres", "jährig", "jährige"), ("time", 31557600.0)),
    **dict.fromkeys(("meter", "metern", "m"), ("length", 1.0)),
    **dict.fromkeys(("zentimeter", "zentimetern", "cm"), ("length", 0.01)),
    **dict.fromkeys(("kilometer", "kilometern", "km"), ("length", 1000.0)),
    **dict.fromkeys(("gramm", "g"), ("weight", 0.001)),
    **dict.fromkeys(("kilo", "kilogramm", "kg"), ("weight", 1.0)),
    **dict.fromkeys(("tonne", "tonnen", "t"), ("weight", 1000.0)),
    **dict.fromkeys(("hektar",), ("area", 10000.0)),
    **dict.fromkeys(("quadratkilometer",), ("area", 1e6)),
    **dict.fromkeys(("quadratmeter",), ("area", 1.0)),
    **dict.fromkeys(("euro", "eur"), ("euro", 1.0)),
    **dict.fromkeys(("cent",), ("euro", 0.01)),
    **dict.fromkeys(("prozent",), ("percent", 1.0)),
    **dict.fromkeys(("prozentpunkte", "prozentpunkten"), ("points", 1.0)),
}
"""Units that can be turned into one another: what they measure, and how much of its base unit one is."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts, where it stands, and the interval [low, high] that its qualifier leaves open.

    Of "12 bis 20 Tonnen" the `value` is the greater number.

    `measure` is what the unit measures ("time", "length" …), or the stem of the noun that is counted; low and high are
    in the base unit of the measure.
    """

    value: float
    unit: str
    qualifier: str | None
    span: Span
    low: float
    high: float
    measure: str

    def agrees(self, other: Amount) -> bool:
        """True if both can be right of one thing: their intervals meet, or all but meet."""
        if self.low <= other.high and other.low <= self.high:
            return True
        gap = max(self.low, other.low) - min(self.high, other.high)
        return gap <= ROUNDED * max(self.low, other.low, 1e-9)

    @property
    def is_measure(self) -> bool:
        """True if its unit measures (metres, euros), rather than counts things."""
        return self.unit.split()[-1].lower() in _MEASURES


def is_number_word(word: str) -> bool:
    """True if the word is a number.

    >>> is_number_word("siebenundzwanzig"), is_number_word("sieben"), is_number_word("sieb")
    (True, True, False)
    """
    return word.lower() in _WORDS


def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts that `text` states, in order; dates, clock times and numbers that count nothing are left out.

    >>> [(a.unit, a.low, a.high) for a in amounts("mehr als 20 Tonnen Fisch binnen zwei Wochen, rund 2 Mio. Euro")]
    [('Tonnen', 20000.0, inf), ('Wochen', 1209600.0, 1209600.0), ('Euro', 1800000.0, 2200000.0)]
    """
    return tuple(_amounts(text))


def uncounted(text: str, unit: str) -> Amount | None:
    """The number at the end of an account of how many, taken as so many of `unit`, which is not said again.

    >>> told = uncounted("Die Polizei sprach dagegen von mehr als acht.", "Tote")
    >>> told and (told.low, told.span)
    (8.0, Span(start=31, end=44))
    """
    match = _TOLD.search(text)
    if not match or not (match["number"][0].isdigit() or is_number_word(match["number"])):
        return None
    found = next(_amounts(f"{match['figure']} {unit}"), None)
    return replace(found, span=Span(match.start("figure"), match.end("figure"))) if found else None


def quantities(text: str) -> tuple[Quantity, ...]:
    """The same amounts as records.

    >>> [(q.value, q.unit) for q in quantities("rund 1,5 Millionen Euro am 3. Oktober um 14 Uhr")]
    [(1500000.0, 'Euro')]
    """
    return tuple(Quantity(amount.value, amount.unit, amount.qualifier) for amount in amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    at = 0
    while match := _AMOUNT.search(text, at):
        at = match.end("number") if match["number"] else match.end()
        if found := _amount(match):
            at = found.span.end
            yield found
        at = max(at, match.start() + 1)


def _amount(match: re.Match[str]) -> Amount | None:
    number = _number(match)
    unit = _SIGNS.get(match["sign"] or match["sign2"] or "") or match["unit"]
    if number is None or match["ordinal"] or not unit or unit in NO_UNITS:
        return None
    if any(word in FUNCTION_WORDS for word in unit.split()):
        return None
    scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
    top = float(_plain(match["top"])) if match["top"] else number
    measure, factor = _MEASURES.get(unit.split()[-1].lower(), (stem(unit.split()[-1]), 1.0))
    low, high = _interval(number * scale * factor, max(number, top) * scale * factor, match["qualifier"])
    span = Span(match.start("qualifier") if match["qualifier"] else match.start(), match.end())
    return Amount(top * scale, unit, match["qualifier"], span, low, high, measure)


def _number(match: re.Match[str]) -> float | None:
    if match["half"]:
        return 0.5
    if match["one"]:
        return 1.0
    digits = match["number"]
    return float(_plain(digits)) if digits[0].isdigit() else _WORDS.get(digits)


def _plain(digits: str) -> str:
    return digits.replace(".", "").replace("\u202f", "").replace(",", ".")


def _interval(low: float, high: float, qualifier: str | None) -> tuple[float, float]:
    words = (qualifier or "").lower()
    if words in _LOW:
        return low, math.inf
    if words in _HIGH:
        return -math.inf, high
    below = NEAR if words in (*_ABOUT, *_BELOW) else 0.0
    above = NEAR if words in (*_ABOUT, *_ABOVE) else 0.0
    return low * (1 - below), high * (1 + above)
