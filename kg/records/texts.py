"""The texts and where they come from: spans, passages, offset maps, sources, articles."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, takewhile


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of code points.

    Raises:
        ValueError: if the span is empty, reversed or negative.

    >>> Span(4, 8).of("Der Rhein steigt")
    'Rhei'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The stretch of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more stretches of an article with their wording.

    A discontinuous passage ("teilten … mit") has several spans, sorted and disjoint; `text` joins their
    wording with one space.

    Raises:
        ValueError: if there is no span, or the spans are unsorted or overlap.

    >>> Passage.of("Sie teilten gestern mit", [Span(4, 11), Span(20, 23)])
    Passage(text='teilten mit', spans=(Span(start=4, end=11), Span(start=20, end=23)))
    """

    text: str
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a passage needs at least one span")
        for left, right in zip(self.spans, self.spans[1:], strict=False):
            if right.start < left.end:
                raise ValueError(f"spans unsorted or overlapping: {left}, {right}")

    @classmethod
    def of(cls, text: str, spans: Iterable[Span]) -> Passage:
        """The passage that `spans` cut out of `text`."""
        ordered = tuple(sorted(spans))
        return cls(" ".join(span.of(text) for span in ordered), ordered)

    @property
    def start(self) -> int:
        """First code point."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.spans[-1].end

    def part(self, wording: Span) -> Passage:
        """The passage of a stretch of this passage's wording.

        >>> told = Passage.of("Sie teilten gestern mit", [Span(4, 11), Span(20, 23)])
        >>> told.part(Span(5, 11))
        Passage(text='en mit', spans=(Span(start=9, end=11), Span(start=20, end=23)))
        """
        pieces, at = [], 0
        for span in self.spans:
            start, end = max(wording.start - at, 0), min(wording.end - at, len(span))
            if start < end:
                pieces.append((Span(span.start + start, span.start + end), self.text[at + start : at + end]))
            at += len(span) + 1
        return Passage(" ".join(text for _, text in pieces), tuple(span for span, _ in pieces))

    def fits(self, text: str) -> bool:
        """True if `text` still has this wording at these offsets."""
        return self == Passage.of(text, self.spans)


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A stretch of cleaned text and the stretch of the source that it came from.

    Equal lengths mean code point for code point; unequal ones (a resolved `&amp;`, a composed umlaut) mean
    that the whole of one stands for the whole of the other.
    """

    text: Span
    source: Span


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back from a cleaned text to its source, as runs sorted by text offset.

    Text between runs was put there by the cleaning (a joining blank, a paragraph break) and has no source
    of its own.

    >>> back = OffsetMap((Run(Span(0, 3), Span(10, 13)), Run(Span(4, 7), Span(20, 23))))
    >>> back.to_source(Span(1, 6))
    Span(start=11, end=22)
    """

    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        for left, right in zip(self.runs, self.runs[1:], strict=False):
            if right.text.start < left.text.end:
                raise ValueError("runs unsorted or overlapping")

    @classmethod
    def identity(cls, text: str) -> OffsetMap:
        """The map of a text that is its own source."""
        return cls((Run(Span(0, len(text)), Span(0, len(text))),) if text else ())

    def to_source(self, span: Span) -> Span | None:
        """The smallest source span that covers all that `span` was made from; None if nothing was."""
        first = bisect_right(self.runs, span.start, key=lambda run: run.text.end)
        touched = takewhile(lambda run: run.text.start < span.end, islice(self.runs, first, None))
        pieces = [_project(run, span) for run in touched]
        if not pieces:
            return None
        return Span(min(p.start for p in pieces), max(p.end for p in pieces))


def _project(run: Run, span: Span) -> Span:
    if len(run.text) != len(run.source):
        return run.source
    shift = run.source.start - run.text.start
    return Span(max(span.start, run.text.start) + shift, min(span.end, run.text.end) + shift)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was read: file, line in it (1-based, for formats with one article a line), format.

    `path` is as the user named it, `-` for standard input; `sha256` is that of the file's bytes as read
    (of the line's, for JSON lines), hexadecimal.
    """

    path: str
    format: str
    sha256: str
    encoding: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article, cleaned.

    `published` is an ISO 8601 date or date-time as far as it is known; unknown things are None, never
    guessed. `offsets` leads from `text` back to the decoded source.

    Raises:
        ValueError: if the text is empty.
    """

    id: str
    text: str
    source: Source
    offsets: OffsetMap = field(repr=False)
    url: str | None = None
    headline: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an article needs a text")

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the UTF-8 text, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
