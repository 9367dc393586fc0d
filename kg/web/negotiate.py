"""Which of the types that there are a client wants most: RFC 9110's Accept and Accept-Encoding."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_ROWS = (
    ("application/sparql-results+json", "json"),
    ("application/sparql-results+xml", "xml"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/xml", "xml"),
)
_TRIPLES = (
    ("text/turtle", "turtle"),
    ("application/n-triples", "ntriples"),
    ("application/rdf+xml", "rdfxml"),
    ("application/ld+json", "jsonld"),
    ("application/trig", "trig"),
    ("application/n-quads", "nquads"),
    ("application/json", "jsonld"),
    ("application/xml", "rdfxml"),
    ("text/xml", "rdfxml"),
    ("text/plain", "ntriples"),
)
TYPES = {"rows": _ROWS, "boolean": _ROWS, "triples": _TRIPLES}
"""The media types of each kind of answer with their formats, the one that is given if the client has no wish first."""

_PROPER = {"rows": 4, "boolean": 4, "triples": 6}
_QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
_LONGEST = 2_000


class _Range(NamedTuple):
    name: str
    quality: float


@lru_cache(maxsize=1024)
def best(accept: str, kind: str) -> tuple[str, str] | None:
    """The format and media type for a kind of answer that `accept` prefers; None if it takes none.

    The most specific range that fits a type gives its quality; of equal ones the first of `TYPES` wins.

    >>> best("text/csv;q=0.5, application/sparql-results+xml", "rows")
    ('xml', 'application/sparql-results+xml')
    >>> best("*/*", "triples"), best("image/png, text/turtle;q=0", "triples")
    (('turtle', 'text/turtle'), None)
    """
    ranges = _ranges(accept) or [_Range("*/*", 1.0)]
    found = [(_quality(name, ranges), name, format) for name, format in TYPES[kind]]
    quality, name, format = max(found, key=lambda each: each[0])
    return (format, name) if quality > 0 else None


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """True if the client takes gzip.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip("*"), takes_gzip("")
    (True, False, True, False)
    """
    qualities = {each.name: each.quality for each in _ranges(accept_encoding)}
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


def refusal(kind: str) -> str:
    """What to tell a client that takes none of the types of a kind of answer."""
    names = ", ".join(name for name, _ in TYPES[kind][: _PROPER[kind]])
    what = {"rows": "the rows of a SELECT come", "boolean": "the answer to an ASK comes"}
    return f"{what.get(kind, 'the graph of a CONSTRUCT or DESCRIBE comes')} as {names}: name one of them in Accept"


def _quality(name: str, ranges: list[_Range]) -> float:
    for wanted in (name, f"{name.split('/')[0]}/*", "*/*"):
        qualities = [each.quality for each in ranges if each.name == wanted]
        if qualities:
            return max(qualities)
    return 0.0


def _ranges(header: str) -> list[_Range]:
    return [_range(part) for part in header[:_LONGEST].split(",") if part.strip()]


def _range(part: str) -> _Range:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            value = value.strip()
            return _Range(name, float(value) if _QUALITY.fullmatch(value) else 0.0)
    return _Range(name, 1.0)
