"""What a graph file is written from: rows of nodes and of edges, and how their values become XML.

Both writers, GraphML and GEXF, take the same rows. Some attributes have a place of their own in a format, or a meaning
for Gephi: `label`, `weight`, `kind`; `start` and `end`, days (2024-09-03) from and to which something is there; `r`,
`g` and `b` (0 to 255), `size`, `x` and `y`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

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
_PLACE = re.compile(r"%\((.+?)\)s")
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
    return iri if _is_token(iri) else _NOT_TOKEN.sub(lambda found: f"_{ord(found[0]):x}_", iri)


def ends(source: str, target: str) -> str:
    """The two ends of an edge, in both formats.

    >>> ends("urn:zoë", "urn:c")
    'source="urn:zo_eb_" target="urn:c"'
    """
    if _is_token(source + target):
        return f'source="{source}" target="{target}"'
    return f'source="{token(source)}" target="{token(target)}"'


def _is_token(iris: str) -> bool:
    """True for the usual IRIs, which need no replacing: quicker than to look for what does."""
    return iris.isascii() and iris.replace(":", "").isalnum()


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF."""
    return _NOT_XML.sub("", text)


def content(text: str) -> str:
    """The text as the content of an element, without what XML cannot hold.

    >>> content("Damm & Deich")
    'Damm &amp; Deich'
    """
    return text if _is_plain(text) else _ESCAPED.sub(lambda found: _IN_CONTENT.get(found[0], ""), text)


def attribute(text: str) -> str:
    """The text as the value of an attribute, with its line breaks, without what XML cannot hold.

    >>> attribute('"Der Damm hält"')
    '&quot;Der Damm hält&quot;'
    """
    return text if _is_plain(text) else _ESCAPED.sub(lambda found: _IN_ATTRIBUTES.get(found[0], ""), text)


def _is_plain(text: str) -> bool:
    """True if nothing in the text can need escaping: five times as quick as to look for it by a pattern."""
    return text.isprintable() and "&" not in text and "<" not in text and ">" not in text and '"' not in text


class _Form(NamedTuple):
    """How rows with the same attributes are written, unless something in one is odd.

    `template` takes what `values` gets from a row; `numbers` have the types that they may be of.
    """

    template: str
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    texts: Callable[[Mapping[str, Any]], tuple[str, ...]]
    numbers: tuple[tuple[str, tuple[type, ...]], ...]
    plain: bool


def formed(
    keys: Keys, template: Callable[[Sequence[str]], str], text: Callable[[str], str]
) -> Callable[[Mapping[str, Value | None]], str]:
    """A function that gives the attributes of a row as XML.

    `template` makes of the names of attributes what their values are put into (`%(name)s`), once for all rows that
    have the same ones; `text` escapes a text. Numbers that are not finite are left out: readers do not agree on them.

    Raises:
        ValueError: (the function) if an attribute is not declared, or is not of the declared type.

    >>> row = formed({"label": str, "weight": int}, lambda names: " ".join(f"{n}=%({n})s" for n in names), content)
    >>> row({"label": "Damm & Deich", "weight": 3})
    'label=Damm &amp; Deich weight=3'
    """
    forms: dict[tuple[str, ...], _Form] = {}

    def form_of(names: tuple[str, ...]) -> _Form:
        found = forms.get(names)
        if found is None:
            found = forms[names] = _form(template(names), {name: keys[name] for name in names})
        return found

    def odd(attributes: Mapping[str, Value | None]) -> str:
        known = {name: value for name, value in attributes.items() if _is_known(name, value, keys)}
        form = form_of(tuple(known))
        return form.template % form.values({name: _shown(value, text) for name, value in known.items()})

    def xml(attributes: Mapping[str, Value | None]) -> str:
        form = forms.get(tuple(attributes))
        if form is None or not form.plain:
            return odd(attributes)
        for name, types in form.numbers:
            value = attributes[name]
            if type(value) not in types or not math.isfinite(value):  # type: ignore[arg-type]
                return odd(attributes)
        try:
            joined = "".join(form.texts(attributes))
        except TypeError:
            return odd(attributes)
        return form.template % form.values(attributes) if _is_plain(joined) else odd(attributes)

    return xml


def _form(template: str, types: Mapping[str, type[Value]]) -> _Form:
    numbers = tuple((name, (int, kind)) for name, kind in types.items() if kind in (int, float))
    return _Form(
        _PLACE.sub("%s", template),
        _getter(_PLACE.findall(template)),
        _getter([name for name, kind in types.items() if kind is str]),
        numbers,
        bool not in types.values(),
    )


def _getter(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What gets the values of these names, as a tuple however many they are."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple(row[name] for name in names)


def _is_known(name: str, value: Value | None, keys: Keys) -> bool:
    """True if there is something to be written; raises a `ValueError` if it is not declared so."""
    if value is None:
        return False
    kind, given = keys.get(name), type(value)
    if kind is None or not (given is kind or (kind is float and given is int)):
        raise ValueError(f"attribute {name}: {value!r} is not a declared {kind.__name__ if kind else 'attribute'}")
    return not isinstance(value, float) or math.isfinite(value)


def _shown(value: Value | None, text: Callable[[str], str]) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return text(value) if isinstance(value, str) else value


def pour(out: BinaryIO, lines: Iterable[str]) -> int:
    """How many lines were written to `out`, each as it comes."""
    count = 0
    ahead: Iterator[str] = iter(lines)
    while some := list(islice(ahead, TOGETHER)):
        out.write("".join(some).encode())
        count += len(some)
    return count
