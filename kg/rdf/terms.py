"""Quads, literals and the terms that stand for enumerated values, as plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from kg.records import EntityKind, Medium, Modality, Relation, Severity, SpeechType
from kg.vocab import KG, RDF, XSD


class Literal(NamedTuple):
    """A value with a datatype IRI (None: `xsd:string`) or a language tag.

    >>> Literal("Der Rhein steigt", language="de").value
    'Der Rhein steigt'
    """

    value: str
    datatype: str | None = None
    language: str | None = None


Object: TypeAlias = "str | Literal"
"""What stands in object place: an IRI (plain `str`) or a literal."""


class Quad(NamedTuple):
    """One statement in one named graph; IRIs are plain strings."""

    subject: str
    predicate: str
    object: Object
    graph: str


TYPE = RDF + "type"

PARTS: dict[str, str] = {
    "quote": KG + "quoteAt",
    "cue": KG + "cueAt",
    "frame": KG + "frameAt",
    "addressee": KG + "addresseeAt",
    "speaker": KG + "speakerAt",
    "antecedent": KG + "antecedentAt",
    "office": KG + "officeAt",
    "said": KG + "saidAt",
}
"""The property that leads from an utterance to where each of its parts stands."""

CONTEXT = 32
"""Code points of context in a `oa:TextQuoteSelector`. Set by hand: the length that Hypothesis uses."""

_ENUMS: tuple[type[StrEnum], ...] = (SpeechType, Medium, Modality, EntityKind, Severity, Relation)


def term(value: StrEnum) -> str:
    """The IRI that stands for an enumerated value.

    >>> term(SpeechType.FREE_INDIRECT), term(EntityKind.AGENCY)
    ('https://w3id.org/wortlaut/ns#FreeIndirect', 'https://w3id.org/wortlaut/ns#AgencyKind')
    """
    name = "".join(part.title() for part in value.name.split("_"))
    if isinstance(value, EntityKind):
        return f"{KG}{name}Kind"
    return f"{KG}{name}Medium" if value is Medium.UNKNOWN else KG + name


_MEMBERS: dict[str, StrEnum] = {term(value): value for enum in _ENUMS for value in enum}


def member(iri: str) -> StrEnum | None:
    """The enumerated value that an IRI stands for, or None.

    >>> member("https://w3id.org/wortlaut/ns#Denied")
    <Modality.DENIED: 'denied'>
    """
    return _MEMBERS.get(iri)


_SURROGATE, _STAND_IN, _ESCAPE = 0xD800, 0x10F800, "\U0010f7ff"
_UNSAFE = re.compile("[\ud800-\udfff\U0010f7ff-\U0010ffff]")
_SAFE = re.compile("\U0010f7ff(.)|([\U0010f800-\U0010ffff])")


def encode(text: str) -> str:
    """The text without lone surrogates, which RDF has no room for: each becomes one private-use character.

    `decode` gives back exactly what went in; a text without such characters stays as it is.

    >>> encode("Grüße"), decode(encode("kaputt \\udcfc")) == "kaputt \\udcfc"
    ('Grüße', True)
    """
    return _UNSAFE.sub(_hide, text)


def decode(text: str) -> str:
    """The text that `encode` was given."""
    return _SAFE.sub(lambda found: found[1] or chr(ord(found[2]) - _STAND_IN + _SURROGATE), text)


def plain(value: Object) -> str:
    """The text of a literal, decoded; an IRI as it is."""
    return decode(value.value) if isinstance(value, Literal) else value


def native(value: Object) -> object:
    """The Python value of a term: numbers and truth values as such, all else as `plain` has it.

    A number that cannot be read as one stays a text.

    >>> native(Literal("3", XSD + "integer")), native(Literal("drei", XSD + "integer")), native(Literal("Zoë"))
    (3, 'drei', 'Zoë')
    """
    read = _NATIVE.get(value.datatype or "") if isinstance(value, Literal) else None
    text = plain(value)
    try:
        return read(text) if read else text
    except ValueError:
        return text


_NATIVE: dict[str, Callable[[str], object]] = {
    XSD + "integer": int,
    XSD + "double": float,
    XSD + "decimal": float,
    XSD + "boolean": lambda text: text in ("true", "1"),
}


def _hide(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(code - _SURROGATE + _STAND_IN) if code < 0x10000 else _ESCAPE + found[0]


def integer(value: int) -> Literal:
    """The number as `xsd:integer`."""
    return Literal(str(value), XSD + "integer")


def double(value: float) -> Literal:
    """The number as `xsd:double`, in the lexical form that Oxigraph gives back: no exponent, no idle zero.

    >>> double(1e-7).value, double(4000.0).value
    ('0.0000001', '4000')
    """
    if value in (float("inf"), float("-inf")):
        return Literal("INF" if value > 0 else "-INF", XSD + "double")
    digits = format(Decimal(repr(value)), "f")
    return Literal(digits.removesuffix(".0"), XSD + "double")


def boolean(value: bool) -> Literal:
    """The truth value as `xsd:boolean`."""
    return Literal("true" if value else "false", XSD + "boolean")


_DATES = {"date": r"\d{4}-\d\d-\d\d", "gYearMonth": r"\d{4}-\d\d", "gYear": r"\d{4}"}
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<minute>(?:[01]\d|2[0-3]):\d\d)(?P<second>:\d\d)?(?:\.(?P<rest>\d+))?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


def moment(iso: str) -> Literal:
    """The literal of an ISO 8601 date-time without zone.

    >>> moment("2024-09-09T17:00:00").datatype
    'http://www.w3.org/2001/XMLSchema#dateTime'
    """
    return Literal(iso, XSD + "dateTime")


def date(written: str) -> Literal:
    """An ISO 8601 date as the XSD type that fits, in the form that Oxigraph gives back; else a plain string.

    >>> date("2024-10-03T12:30+00:00")
    Literal(value='2024-10-03T12:30:00Z', datatype='http://www.w3.org/2001/XMLSchema#dateTime', language=None)
    >>> date("gestern")
    Literal(value='gestern', datatype=None, language=None)
    """
    if found := _TIME.fullmatch(written):
        return Literal(_time(found), XSD + "dateTime")
    fitting = (name for name, pattern in _DATES.items() if re.fullmatch(pattern, written, re.ASCII))
    name = next(fitting, None)
    return Literal(written, XSD + name) if name else Literal(encode(written))


def _time(found: re.Match[str]) -> str:
    fraction = (found["rest"] or "").rstrip("0")
    zone = (found["zone"] or "").replace(":", "")
    zone = "Z" if zone in ("+0000", "-0000") else f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
    return f"{found['day']}T{found['minute']}{found['second'] or ':00'}{fraction and '.' + fraction}{zone}"


def day(written: str) -> Literal | None:
    """The calendar day of a full ISO 8601 date or date-time as `xsd:date`; None if no day is given.

    >>> day("2024-10-03T23:30:00+02:00").value, day("2024-10")
    ('2024-10-03', None)
    """
    given = re.match(r"\d{4}-\d\d-\d\d(?=[T ]|$)", written, re.ASCII)
    return Literal(given[0], XSD + "date") if given else None


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")


def wording(text: str, language: str | None) -> Literal:
    """The text as a literal in `language`, where that is a language tag (lower case); else untagged.

    >>> wording("Grüße", "de-AT").language, wording("Grüße", "Deutsch!").language
    ('de-at', None)
    """
    tag = language.lower() if language else ""
    return Literal(encode(text), language=tag if _LANGUAGE.fullmatch(tag) else None)


_WEB = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,4})?"
    r"(?:[/?](?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?(?:#(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)


def web_address(url: str) -> Object:
    """The URL as an IRI where it is fit to be one, else as an `xsd:anyURI` literal.

    >>> web_address("https://blatt.example/fluss?seite=2")
    'https://blatt.example/fluss?seite=2'
    >>> web_address("blatt.example/a b").value
    'blatt.example/a b'
    """
    return url if _WEB.fullmatch(url) else Literal(encode(url), XSD + "anyURI")
