"""What a request of the SPARQL 1.1 Protocol asks for."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

LONGEST = 1 << 20
"""Bytes that a request's body may have. Set by hand: the longest query worth asking is shorter."""

_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATING = ("update", "using-graph-uri", "using-named-graph-uri")
_CHARSET = re.compile(r'charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
_READ_ONLY = "updates are refused, this endpoint only reads: use kg ingest, kg retract or kg judge to change the store"


class BadRequest(Exception):
    """The request is not one of the protocol, or asks for an update; `status` is what HTTP calls that."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)


class Asked(NamedTuple):
    """A query and the graphs it is asked of; none means the union of all."""

    query: str
    default_graphs: list[str]
    named_graphs: list[str]


def by_url(query_string: bytes) -> Asked:
    """What a GET asks for.

    Raises:
        BadRequest: if the parameters do not make one query.

    >>> by_url(b"query=ASK%20%7B%7D&named-graph-uri=urn:a").named_graphs
    ['urn:a']
    """
    return _asked(_pairs(query_string))


def by_post(content_type: str, query_string: bytes, body: bytes) -> Asked:
    """What a POST asks for, whether it has a form or the query itself.

    Raises:
        BadRequest: if it has neither, or the parameters do not make one query.

    >>> by_post("application/sparql-query", b"", "SELECT ?träger {}".encode()).query
    'SELECT ?träger {}'
    """
    kind = content_type.split(";")[0].strip().lower()
    if kind == UPDATE:
        raise BadRequest(403, _READ_ONLY)
    if kind not in (FORM, DIRECT):
        named = f"not {kind}" if kind else "and must be named in Content-Type"
        raise BadRequest(415, f"a query comes as {FORM} (query=…) or {DIRECT} (the query itself), {named}")
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise BadRequest(415, f"a query comes in UTF-8, not in {charset[1]}")
    pairs = _pairs(query_string)
    if kind == FORM:
        return _asked([*pairs, *_pairs(body)])
    if any(name == "query" for name, _ in pairs):
        raise BadRequest(400, "the query stands in the URL and in the body: send one")
    return _asked([*pairs, ("query", _utf8(body))])


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    if any(name in _UPDATING for name, _ in pairs):
        raise BadRequest(403, _READ_ONLY)
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise BadRequest(400, "the parameter query is missing" if not queries else "there is more than one query")
    defaults, named = ([value for name, value in pairs if name == graphs] for graphs in _GRAPHS)
    return Asked(queries[0], defaults, named)


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The parameters of a form. Raises BadRequest if they are not in UTF-8."""
    _utf8(unquote_to_bytes(encoded))
    try:
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadRequest(400, f"the parameters cannot be read: {error}") from None


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(400, f"a query comes in UTF-8; byte {error.start} is none") from None
