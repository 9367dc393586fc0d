"""Articles as JSON: one object a line (Fundus, news-please, anything with named fields), or one file of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kg.corpus import plain
from kg.corpus.files import Place, too_large
from kg.corpus.named import metadata_of
from kg.corpus.offsets import Traced
from kg.corpus.raw import Raw
from kg.errors import InputError
from kg.records import Source

_TEXT = ("text", "maintext", "plaintext", "body", "content", "articleBody", "article_body", "fulltext", "volltext")
_FORMAT = "jsonl"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can hold and UTF-8 cannot."""


def from_lines(lines: Iterable[tuple[int, bytes | None]], place: Place, max_bytes: int) -> Iterator[Raw | InputError]:
    """One article or one error for each line that is not blank; `None` stands for a line over the limit."""
    for number, line in lines:
        if line is None:
            yield too_large(place.shown, max_bytes, number)
        elif line.strip():
            yield _from_line(line, place, number)


def _from_line(line: bytes, place: Place, number: int) -> Raw | InputError:
    bare = line.rstrip(b"\r\n")
    try:
        text, encoding = plain.decode(bare, place.shown, number)
        source = Source(place.name, _FORMAT, hashlib.sha256(bare).hexdigest(), encoding, number)
        return from_object(_parse(text, place.shown, number), source, place.shown)
    except InputError as error:
        return error


def from_document(data: bytes, place: Place) -> Iterator[Raw | InputError]:
    """The article or articles of a whole JSON file: one object, a list of objects, or objects after one another."""
    digest = hashlib.sha256(data).hexdigest()
    found: list[Raw | InputError] = []
    try:
        text, encoding = plain.decode(data, place.shown)
        for number, value in _values(text, place.shown):
            source = Source(place.name, "json", digest, encoding, number)
            found.append(_from_value(value, source, place.shown))
    except InputError as error:
        found.append(error)
    errors = [item for item in found if isinstance(item, InputError)]
    if len(errors) == len(found) > 1:
        yield InputError(f"no article in the JSON document; first: {errors[0].reason}", path=place.shown)
    else:
        yield from found


def _from_value(value: object, source: Source, path: str) -> Raw | InputError:
    try:
        return from_object(value, source, path)
    except InputError as error:
        return error


def _values(text: str, path: str) -> Iterator[tuple[int, object]]:
    """The objects of a document with the line on which each begins."""
    start = _skip(text, 0, "")
    in_list = text[start : start + 1] == "["
    at, last, line = _skip(text, start + 1, "") if in_list else start, 0, 1
    while at < len(text) and not (in_list and text[at] == "]"):
        line, last = line + text.count("\n", last, at), at
        value, at = _value_at(text, at, path)
        yield line, value
        at = _skip(text, at, "," if in_list else "")
    if in_list and at >= len(text):
        raise InputError("the JSON list has no end", path=path, line=text.count("\n") + 1)


def _skip(text: str, at: int, also: str) -> int:
    while at < len(text) and text[at] in " \t\r\n" + also:
        at += 1
    return at


def _value_at(text: str, at: int, path: str) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise InputError(f"broken JSON: {error.msg}", path=path, line=error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"broken JSON: {error}", path=path, line=text.count("\n", 0, at) + 1) from None


def _parse(text: str, path: str, line: int) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"broken JSON: {error.msg} (column {error.colno})", path=path, line=line) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"broken JSON: {error}", path=path, line=line) from None


_DECODER = json.JSONDecoder()


def from_object(value: object, source: Source, path: str) -> Raw:
    """The article that a JSON object describes; offsets are code points of the text field's value.

    Raises:
        InputError: if it is no object or has no text under a known name.
    """
    if not isinstance(value, Mapping):
        raise InputError(f"a JSON object was expected, not {_kind(value)}", path=path, line=source.line)
    text = next((found for name in _TEXT if (found := _body(value.get(name))).strip()), "")
    if not text:
        known = ", ".join(_TEXT[:5])
        raise InputError(f"no text in the JSON object (looked for {known} …)", path=path, line=source.line)
    return Raw(Traced.whole(_LONE_SURROGATE.sub("\ufffd", text)), source, metadata_of(value))


def _body(value: object) -> str:
    """The text of a field: a string, a list of paragraphs, or Fundus's summary and headed sections."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        parts = chain(*(_pieces(value.get(key)) for key in ("summary", "headline", "paragraphs", "sections", "text")))
        return "\n\n".join(part for part in parts if part.strip())
    if isinstance(value, list):
        return "\n\n".join(part for item in value if (part := _body(item)).strip())
    return ""


def _pieces(value: object) -> list[str]:
    return [_body(item) for item in value] if isinstance(value, list) else [_body(value)]


def _kind(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
