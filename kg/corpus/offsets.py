"""Texts that remember where they came from: building, normalising and chaining offset maps."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import OffsetMap, Run, Span


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and the way back to what it was made from.

    >>> Traced.whole("Grüße", shift=10).offsets.to_source(Span(0, 2))
    Span(start=10, end=12)
    """

    text: str
    offsets: OffsetMap

    @classmethod
    def whole(cls, text: str, shift: int = 0) -> Traced:
        """`text` as it stands at offset `shift` of its source."""
        tracer = Tracer()
        tracer.keep(text, shift, shift + len(text))
        return tracer.done()

    def through(self, inner: OffsetMap) -> Traced:
        """The same text, mapped one stage further back: `inner` leads from our source to its own."""
        return Traced(self.text, compose(self.offsets, inner))


class Tracer:
    """Collects a text piece by piece, with the stretch of the source that each piece stands for.

    >>> tracer = Tracer()
    >>> tracer.keep("Verhand", 0, 7)
    >>> tracer.keep("lungen", 9, 15)
    >>> tracer.done().offsets.to_source(Span(5, 9))
    Span(start=5, end=11)
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[tuple[int, int, int, int]] = []
        self._length = 0

    def keep(self, text: str, start: int, end: int) -> None:
        """Append `text`, which stands for `[start, end)` of the source."""
        if not text:
            return
        here, self._length = self._length, self._length + len(text)
        self._parts.append(text)
        if end <= start:
            return
        if self._runs and len(text) == end - start:
            text_start, text_end, source_start, source_end = self._runs[-1]
            even = text_end - text_start == source_end - source_start
            if even and text_end == here and source_end == start:
                self._runs[-1] = (text_start, self._length, source_start, end)
                return
        self._runs.append((here, self._length, start, end))

    def add(self, text: str) -> None:
        """Append `text`, which the source does not have."""
        self.keep(text, 0, 0)

    def done(self) -> Traced:
        """All that was collected."""
        runs = tuple(Run(Span(a, b), Span(c, d)) for a, b, c, d in self._runs)
        return Traced("".join(self._parts), OffsetMap(runs))


def compose(outer: OffsetMap, inner: OffsetMap) -> OffsetMap:
    """The map that goes through `outer` and then through `inner`.

    >>> outer = Traced.whole("Ufer", shift=2).offsets
    >>> compose(outer, Traced.whole("Am Ufer", shift=100).offsets).to_source(Span(0, 4))
    Span(start=102, end=106)
    """
    ends = [run.text.end for run in inner.runs]
    return OffsetMap(tuple(piece for run in outer.runs for piece in _pull(run, inner, ends)))


def _pull(run: Run, inner: OffsetMap, ends: list[int]) -> Iterator[Run]:
    if len(run.text) != len(run.source):
        source = inner.to_source(run.source)
        if source:
            yield Run(run.text, source)
        return
    shift = run.text.start - run.source.start
    for index in range(bisect_right(ends, run.source.start), len(ends)):
        step = inner.runs[index]
        if step.text.start >= run.source.end:
            return
        start, end = max(step.text.start, run.source.start), min(step.text.end, run.source.end)
        source = step.source
        if len(step.text) == len(step.source):
            back = step.source.start - step.text.start
            source = Span(start + back, end + back)
        yield Run(Span(start + shift, end + shift), source)


def nfc(text: str) -> Traced:
    """`text` in Unicode normalisation form C; a composed letter maps to all that it was composed of.

    >>> traced = nfc("fu\\u0308r alle")
    >>> traced.text, traced.offsets.to_source(Span(1, 2))
    ('für alle', Span(start=1, end=3))

    Source: Unicode Standard Annex 15.
    """
    if unicodedata.is_normalized("NFC", text):
        return Traced.whole(text)
    tracer = Tracer()
    for start, end in _clusters(text):
        _compose_cluster(tracer, text[start:end], start)
    return tracer.done()


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that normalise independently: a code point and the marks or jamo that may join it."""
    start = 0
    for offset, char in enumerate(text):
        if offset > start and not _may_join(char):
            yield start, offset
            start = offset
    if text:
        yield start, len(text)


def _may_join(char: str) -> bool:
    if char < "\u0300":
        return False
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def _compose_cluster(tracer: Tracer, cluster: str, start: int) -> None:
    composed = unicodedata.normalize("NFC", cluster)
    if len(composed) == len(cluster) > 1 and sorted(composed) == sorted(cluster):
        free = list(range(len(cluster)))
        for char in composed:
            offset = next(i for i in free if cluster[i] == char)
            free.remove(offset)
            tracer.keep(char, start + offset, start + offset + 1)
    elif len(composed) == len(cluster) > 1:
        for char in composed:
            tracer.keep(char, start, start + len(cluster))
    else:
        tracer.keep(composed, start, start + len(cluster))
