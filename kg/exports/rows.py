"""What a graph file is written from: rows of nodes and of edges, and how their values become XML.

Both writers, GraphML and GEXF, take the same rows. Some attributes have a place of their own in a format, or a meaning
for Gephi: `label`, `weight`, `kind`; `start` and `end`, days (2024-09-03) from and to which something is there; `r`,
`g` and `b` (0 to 255), `size`, `x` and `y`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import BinaryIO, NamedTuple

Value = str | int | float | bool
Keys = Mapping[str, type[Value]]

TOGETHER = 256
"""Lines that are written at once. Set by hand: more are no quicker."""


class Node(NamedTuple):
    """A node by its IRI, with attributes; those that are None are left out."""

    id: str
    attributes: Mapping[str, Value | None]


class Edge(NamedTuple):
    """An edge between two nodes by their IRIs, with attributes; those that are None are left out."""

    source: str
    target: str
    attributes: Mapping[str, Value | None]


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_TOKEN = re.compile(r"[^A-Za-z0-9.:-]")
_ESCAPED = re.compile('[&<>"\t\n\r\x85\u2028]|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_LINE_ENDS = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
"""What some readers would make a line feed of, were it written as it is."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", **_LINE_ENDS}
_IN_ATTRIBUTES = {**_ENTITIES, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_IN_CONTENT = {**_ENTITIES, '"': '"', "\t": "\t", "\n": "\n"}


def token(iri: str) -> str:
    """The IRI as an XML name token, different for different IRIs.

    >>> token("urn:u#source-0")
    'urn:u_23_source-0'
    """
    return _NOT_TOKEN.sub(lambda found: f"_{ord(found[0]):x}_", iri)


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF."""
    return _NOT_XML.sub("", text)


def content(text: str) -> str:
    """The text as the content of an element, without what XML cannot hold.

    >>> content("Damm & Deich")
    'Damm &amp; Deich'
    """
    return _ESCAPED.sub(lambda found: _IN_CONTENT.get(found[0], ""), text)


def attribute(text: str) -> str:
    """The text as the value of an attribute, with its line breaks, without what XML cannot hold.

    >>> attribute('"Der Damm hält"')
    '&quot;Der Damm hält&quot;'
    """
    return _ESCAPED.sub(lambda found: _IN_ATTRIBUTES.get(found[0], ""), text)


def number(value: float) -> str | None:
    """The number as XML has it; None if it is not finite, which readers do not agree on."""
    return repr(value) if math.isfinite(value) else None


def cells(
    keys: Keys, around: Mapping[str, tuple[str, str]], text: Callable[[str], str]
) -> Callable[[Mapping[str, Value | None]], str]:
    """A function that gives the attributes of a row as XML, each between its two strings of `around`.

    Attributes that are declared in `keys` but not in `around` are passed over: they have a place elsewhere.

    Raises:
        ValueError: (the function) if an attribute is not declared, or is not of the declared type.
    """
    written: dict[type, Callable[..., str | None]] = {
        **{str: text, int: str, float: number},
        bool: lambda value: "true" if value else "false",
    }
    places = {name: (kind, *around.get(name, ("", "")), written[kind]) for name, kind in keys.items()}

    def xml(attributes: Mapping[str, Value | None]) -> str:
        parts = []
        for name, value in attributes.items():
            if value is None:
                continue
            kind, before, after, write = places.get(name) or (None, "", "", str)
            if type(value) is not kind and not (kind is float and type(value) is int):
                told = kind.__name__ if kind else "attribute"
                raise ValueError(f"attribute {name}: {value!r} is not a declared {told}")
            if before and (shown := write(value)) is not None:
                parts.append(before + shown + after)
        return "".join(parts)

    return xml


def pour(out: BinaryIO, lines: Iterable[str]) -> int:
    """How many lines were written to `out`, each as it comes."""
    count = 0
    ahead: Iterator[str] = iter(lines)
    while some := list(islice(ahead, TOGETHER)):
        out.write("".join(some).encode())
        count += len(some)
    return count
