"""HTML to article text: trafilatura finds the article, its paragraphs are found again in the source for the offsets."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.corpus import page, plain
from kg.corpus.named import names
from kg.corpus.offsets import Traced, Tracer, nfc
from kg.corpus.raw import Metadata, Raw
from kg.errors import InputError
from kg.records import Source

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252"}
"""Source: WHATWG Encoding Standard, section 4.2: what pages call Latin-1 or ASCII is read as windows-1252."""
_SAME = 90.0
"""Similarity (0 to 100) from which a paragraph that was altered still counts as the same as a source stretch."""
_BLOCK = 6
"""Fewest characters in a row that must agree to be mapped within such a paragraph."""
_JUMP = 4000
"""How far from the last paragraph, in code points, a short one is believed to stand. Set by us."""
_SURE = 20
"""From so many code points on a paragraph is believed wherever it stands. Set by us."""


def decode(data: bytes, path: str) -> plain.Decoded:
    """The text of an HTML file and its encoding: by byte order mark, else as its meta tag says, else detected.

    Raises:
        InputError: if it is no text in any of them.
    """
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            name = _AS_BROWSERS_DO.get(name, name)
            if not name.startswith("utf"):
                return plain.Decoded(data.decode(name), name)
        except (LookupError, UnicodeDecodeError):
            pass
    return plain.decode(data, path)


def from_text(source_text: str, source: Source, path: str) -> Raw:
    """The article of a page, without navigation, teasers and comments; offsets lead into `source_text`.

    Raises:
        InputError: if the page has no text.
    """
    seen = page.parse(source_text)
    body, metadata = _extract(source_text, seen)
    traced = locate(body, seen.visible) if body else seen.visible
    if not traced.text.strip():
        raise InputError("no text on the page", path=path)
    return Raw(traced, source, metadata)


def _extract(source_text: str, seen: page.Page) -> tuple[list[str], Metadata]:
    """The paragraphs that trafilatura takes for the article, and the metadata."""
    import trafilatura

    metadata = seen.metadata
    try:
        found = trafilatura.bare_extraction(
            source_text,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # lxml and trafilatura raise whatever a damaged page provokes; the page's own text remains
        found = None
    if found is None or isinstance(found, dict):
        return [], metadata
    lines = [line.strip() for line in (found.text or "").split("\n")]
    text = [line.removeprefix("- ") for line in lines if line and not line.startswith("|")]
    return text, replace(
        metadata,
        headline=metadata.headline or found.title or None,
        authors=metadata.authors or names(found.author),
        published=metadata.published or found.date or None,
    )


class _Squeezed(NamedTuple):
    """A text without white space and invisible marks, and where each of its code points stands."""

    text: str
    at: list[int]


def locate(paragraphs: list[str], visible: Traced) -> Traced:
    """The paragraphs as one text, each mapped to where `visible` has it (and so to the source).

    White space is ignored. A paragraph that was altered is mapped where it agrees; what is not found has no source.
    """
    composed = nfc(visible.text)
    haystack = _squeeze(composed.text)
    tracer = Tracer()
    cursor = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            tracer.add("\n\n")
        needle = _squeeze(paragraph)
        blocks = list(_blocks(needle.text, haystack.text, cursor))
        _append(tracer, paragraph, needle, haystack, blocks)
        if blocks and (len(needle.text) >= _SURE or abs(blocks[0][1] - cursor) < _JUMP):
            cursor = blocks[-1][1] + blocks[-1][2]
    return tracer.done().through(composed.offsets).through(visible.offsets)


def _squeeze(text: str) -> _Squeezed:
    at = [index for index, char in enumerate(text) if not (char.isspace() or char in "\u00ad\u200b\u2060\ufeff")]
    return _Squeezed("".join(text[index] for index in at), at)


def _blocks(needle: str, haystack: str, cursor: int) -> Iterator[tuple[int, int, int]]:
    """Where needle and haystack agree: (offset in needle, offset in haystack, length)."""
    if not needle:
        return
    found = haystack.find(needle, cursor)
    if found < 0:
        found = haystack.find(needle)
    if found >= 0:
        yield 0, found, len(needle)
    elif len(needle) >= 2 * _BLOCK:
        yield from _similar_blocks(needle, haystack, cursor)


def _similar_blocks(needle: str, haystack: str, cursor: int) -> Iterator[tuple[int, int, int]]:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    for low in (cursor, 0):
        window = haystack[low : low + 20 * len(needle) + _JUMP]
        best = fuzz.partial_ratio_alignment(needle, window, score_cutoff=_SAME)
        if best is None:
            continue
        target = window[best.dest_start : best.dest_end]
        for code in Indel.opcodes(needle, target):
            length = code.src_end - code.src_start
            if code.tag == "equal" and length >= _BLOCK:
                yield code.src_start, low + best.dest_start + code.dest_start, length
        return


def _append(
    tracer: Tracer, paragraph: str, needle: _Squeezed, haystack: _Squeezed, blocks: list[tuple[int, int, int]]
) -> None:
    sources: dict[int, int] = {}
    for start, found, length in blocks:
        sources.update(zip(needle.at[start : start + length], haystack.at[found : found + length], strict=True))
    for index, char in enumerate(paragraph):
        source = sources.get(index)
        tracer.add(char) if source is None else tracer.keep(char, source, source + 1)
