"""What the server and its query processes say to each other: a question, and an answer in frames."""

from __future__ import annotations

import json
import struct
from typing import NamedTuple

HEAD, DATA, END, LAST, BROKEN = b"H", b"D", b"E", b"L", b"X"
"""The kinds of frames: an answer is a head, data, and an end; the last one that a process gives ends with `LAST`,
and one that cannot be finished with `BROKEN`."""

PREFIX = struct.Struct(">cI")
"""What a frame begins with: its kind and the bytes that follow."""

KINDS = ("rows", "boolean", "triples")
"""What a query can ask for, as `kg.store.Answer.kind` says it."""


class Question(NamedTuple):
    """A query with its dataset, what its relative IRIs are relative to, and how it is to be answered.

    `formats` has, for each of `KINDS`, the format of `Answer.write` and its media type, or None if the client takes
    none; `gzip` says whether it takes gzip, `bodiless` that the head is enough.
    """

    query: str
    base: str
    default_graphs: list[str]
    named_graphs: list[str]
    formats: list[tuple[str, str] | None]
    gzip: bool
    bodiless: bool = False


class Head(NamedTuple):
    """The beginning of an answer; `snapshot` is the state that was asked, None if it comes out otherwise each time."""

    status: int
    media_type: str
    snapshot: str | None = None
    gzip: bool = False


def frame(kind: bytes, content: bytes = b"") -> bytes:
    """The frame's bytes.

    >>> frame(DATA, "ä".encode())
    b'D\\x00\\x00\\x00\\x02\\xc3\\xa4'
    """
    return PREFIX.pack(kind, len(content)) + content


def packed(told: Question | Head) -> bytes:
    """The question or head as bytes.

    >>> unpacked(packed(Head(200, "text/csv")))
    [200, 'text/csv', None, False]
    """
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(content: bytes) -> list[object]:
    """The fields that `packed` made bytes of."""
    fields: list[object] = json.loads(content)
    return fields
