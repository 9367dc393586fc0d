"""A text without what is no article, its broken lines healed, with the way back to the text as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.corpus import boilerplate
from kg.corpus.lines import Line, lines_of, paragraphs
from kg.corpus.offsets import Traced, Tracer, nfc

_DROPPED = re.compile(
    r"\u00ad[ \t]*(?:\r\n|[\r\n])[ \t]*(?=\w)|[\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]+"
    r"|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch that the cleaning took out, and the reason."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text with its map to the text as it was, and what was dropped on the way."""

    traced: Traced
    dropped: tuple[Dropped, ...]

    @property
    def text(self) -> str:
        """The cleaned text; its paragraphs are separated by one blank line."""
        return self.traced.text


def clean(text: str) -> Cleaned:
    """`text` in NFC without boilerplate, one paragraph a line, words and sentences rejoined; linear in its length.

    Whatever stays stands in the order and wording of the source: only stretches are taken out, and white space is
    set anew. Cleaning a cleaned text changes nothing. Offsets are code points.

    >>> cleaned = clean("zum Hauptinhalt\\nFoto: Ada Uferl/ida\\n\\nDie Verhand-\\nlungen ruhen.\\n")
    >>> cleaned.text, [piece.why for piece in cleaned.dropped]
    ('Die Verhandlungen ruhen.', ['navigation', 'photo credit'])
    """
    traced = _scrub(nfc(text))
    dropped: list[Dropped] = []
    while True:
        step, out = _pass(traced.text)
        dropped += out
        if step.text == traced.text:
            return Cleaned(traced, tuple(dropped))
        traced = step.through(traced.offsets)


def _scrub(traced: Traced) -> Traced:
    """Without soft hyphens, invisible marks and control characters."""
    text = traced.text
    if not _DROPPED.search(text):
        return traced
    tracer = Tracer()
    at = 0
    for match in _DROPPED.finditer(text):
        tracer.keep(text[at : match.start()], at, match.start())
        at = match.end()
    tracer.keep(text[at:], at, len(text))
    scrubbed = tracer.done()
    composed = nfc(scrubbed.text)
    return composed.through(scrubbed.offsets).through(traced.offsets)


def _pass(text: str) -> tuple[Traced, list[Dropped]]:
    marked = boilerplate.mark_lines(lines_of(text))
    judged = boilerplate.mark_paragraphs(paragraphs(marked))
    dropped = [Dropped(line.text, line.why) for line in judged if line.why]
    return _assemble(text, [line for line in judged if not line.why]), dropped


def _assemble(text: str, kept: Sequence[Line]) -> Traced:
    tracer = Tracer()
    at = 0
    for index, line in enumerate(kept):
        for number, stretch in enumerate(line.stretches):
            glue = (_BETWEEN if index else "") if number == 0 else stretch.glue
            blank = at < stretch.start and text[at : stretch.start].isspace() and len(glue) == stretch.start - at
            tracer.keep(glue, at, stretch.start) if blank else tracer.add(glue)
            tracer.keep(text[stretch.start : stretch.end], stretch.start, stretch.end)
            at = stretch.end
    return tracer.done()
