"""Checks on a SPARQL query before it runs, and the binding of parameters: a tokenizer, not a parser.

Refused: updates, and `SERVICE`, which would let a query reach out to the network. Where a query could be read
in two ways (`?a<?b` may open an IRI), the reading that could hide a `SERVICE` counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<open>["'])
    | (?P<parameter>\$\w+)
    | (?P<variable>\?\w+)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<prefix>(?:[^\W\d][\w.-]*+)?:)(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
    | (?P<word>[^\W\d][\w.-]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_VOLATILE = {"NOW", "RAND", "UUID", "STRUUID"}
_HIDDEN = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*://)[^>]*[#'].*>", re.DOTALL)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class Inspected(NamedTuple):
    """What a query was found to hold: names of its `$parameters`, whether it names its own dataset, and whether it
    calls what gives something else each time."""

    parameters: frozenset[str]
    has_dataset: bool
    volatile: bool


def _tokens(query: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(query):
        kind = str(found.lastgroup)
        if kind == "open":
            raise QueryError(f"malformed query, a string is not closed: {locate(query, found.start())}")
        yield _Token(kind, found[kind], found.start())


@lru_cache(maxsize=256)
def inspect(query: str) -> Inspected:
    """What `query` holds, after making sure that it only reads, and only here.

    Raises:
        QueryError: if it is an update or uses `SERVICE`, or a string in it is not closed.

    >>> inspect("SELECT ?wer { ?u kg:saidBy ?wer ; kg:date $tag }").parameters
    frozenset({'tag'})
    """
    tokens = list(_tokens(query))
    words = [token.text.upper().rstrip(".-") for token in tokens if token.kind == "word"]
    _refuse_update(words)
    _refuse_service(query, tokens)
    names = frozenset(token.text[1:] for token in tokens if token.kind == "parameter")
    return Inspected(names, "FROM" in words, not _VOLATILE.isdisjoint(words))


def _refuse_update(words: list[str]) -> None:
    form = next((word for word in words if word in _FORMS | _UPDATES), None)
    if form in _UPDATES:
        raise QueryError(f"{form} is an update, and queries here only read: use ingest, retract or check to change it")


def _refuse_service(query: str, tokens: list[_Token]) -> None:
    if "service" not in query.lower():
        return
    for token in tokens:
        if token.kind in ("word", "prefix") and "service" in token.text.lower():
            raise QueryError(f"SERVICE is refused, a query stays in this store: {locate(query, token.start)}")
        if token.kind == "iri" and _HIDDEN.fullmatch(token.text):
            raise QueryError(f"cannot tell an IRI from a comparison, put a blank after <: {locate(query, token.start)}")


def bind(query: str, terms: Mapping[str, str]) -> str:
    """The query with each `$name` replaced by its term, which must be SPARQL-safe already.

    Only whole tokens are replaced: `$name` inside strings, IRIs and comments stays.

    Raises:
        QueryError: if the query has no such parameter.

    >>> bind('SELECT ?u { ?u rdfs:label $name . FILTER(?x != "$name") }', {"name": '"Elbe"'})
    'SELECT ?u { ?u rdfs:label "Elbe" . FILTER(?x != "$name") }'
    """
    known = inspect(query).parameters
    for name in terms:
        if name not in known:
            has = ", ".join(f"${other}" for other in sorted(known)) or "none"
            raise QueryError(f"the query has no parameter ${name} (it has: {has})")
    pieces, offset = [], 0
    for kind, text, start in _tokens(query):
        if kind == "parameter" and text[1:] in terms:
            pieces += [query[offset:start], terms[text[1:]]]
            offset = start + len(text)
    return "".join([*pieces, query[offset:]])


def locate(query: str, offset: int) -> str:
    """Line, column (both 1-based) and text of the line in which the code point at `offset` stands.

    >>> print(locate("ASK {\\n  ?s ?p\\n}", 8))
    line 2, column 3
      ?s ?p
      ^
    """
    line = query.count("\n", 0, offset) + 1
    return _point(query, line, offset - (query.rfind("\n", 0, offset) + 1) + 1)


_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def explain(query: str, message: str) -> str:
    """The backend's syntax error with the offending line of `query`; what the backend expected misleads, and goes."""
    found = _PLACE.match(message)
    if not found:
        return f"malformed query: {message}"
    reason = "" if found[3].startswith("expected") else f" ({found[3]})"
    return f"malformed query{reason}: {_point(query, int(found[1]), int(found[2]))}"


def _point(query: str, line: int, column: int) -> str:
    lines = query.split("\n")
    text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return f"line {line}, column {column}\n{text}\n{' ' * (column - 1)}^"
