"""Pairs of quotation marks in German text, by a table of our own.

spaCy takes a closing German “ for an opening mark, and newspapers mix styles within one article; so pairs are
found here, on a plain `str`. An odd mark costs a notice, never the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.records import Span

_CLOSERS: dict[str, str] = {
    "„": '“”"‟',
    "‚": "‘’'",
    "»": "«",
    "«": "»",
    "›": "‹",
    "‹": "›",
    "“": "”",
    "”": "”",
    "‘": "’",
    '"': '"”“',
    "'": "'’",
}
"""What may close a pair that this mark opened; the mixes were seen in German newspapers' web pages."""

_MARKS = re.compile("[„“”‟»«›‹\"‚‘’']")
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_SINGLE = frozenset("‚‘’'")
_OPEN_BEFORE = frozenset("([{–—-/…„‚»«›‹“‘\"'")
_CLOSE_AFTER = frozenset(".,;:!?)]}–—-/…“”‘’«»‹›\"'")
_DEEPEST = 6
"""Open marks held at once; beyond it the text is not quoting, and the search stays linear."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation with its marks; `depth` counts the quotations around it.

    `closed` is False where the closing mark is missing: a paragraph that the next one takes up again, or a
    mark that the paper forgot at the paragraph's end.
    """

    span: Span
    depth: int = 0
    closed: bool = True

    @property
    def inner(self) -> tuple[int, int]:
        """Start and end of what stands between the marks; the two can be equal."""
        return self.span.start + 1, self.span.end - 1 if self.closed else self.span.end


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs of a text, sorted by start, and the marks that found no partner."""

    pairs: tuple[Pair, ...]
    odd: tuple[Span, ...] = ()

    @property
    def outer(self) -> tuple[Pair, ...]:
        """The pairs that stand in no other."""
        return tuple(pair for pair in self.pairs if pair.depth == 0)


def pair(text: str) -> Pairing:
    """The quotations of `text`, in linear time: nested, running over paragraphs, in any style or mix.

    Offsets are code points, half-open, marks included. An apostrophe is no mark. A paragraph that opens with
    the mark which the one before left open continues it; each paragraph is then a pair of its own.

    >>> [p.span.of("Sie sagte: „Das ist ‚sehr‘ gut.“") for p in pair("Sie sagte: „Das ist ‚sehr‘ gut.“").pairs]
    ['„Das ist ‚sehr‘ gut.“', '‚sehr‘']
    """
    return _Pairer(text).run()


class _Pairer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = [m.start() for m in _MARKS.finditer(text) if not self._apostrophe(m.start())]
        self.open: list[int] = []
        self.spans: list[tuple[int, int, bool]] = []
        self.odd: list[int] = []

    def run(self) -> Pairing:
        breaks = list(_BREAK.finditer(self.text))
        at = 0
        for mark in self.marks:
            while at < len(breaks) and breaks[at].start() < mark:
                self._paragraph(breaks[at].start(), breaks[at].end(), mark)
                at += 1
            self._mark(mark)
        end = breaks[at].start() if at < len(breaks) else len(self.text)
        self._leave(end)
        return Pairing(_nest(self.spans), tuple(Span(i, i + 1) for i in sorted(self.odd)))

    def _apostrophe(self, i: int) -> bool:
        text = self.text
        if text[i] not in "’'‘":
            return False
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        return bool(before.isalnum() and after.isalnum())

    def _opens(self, i: int) -> bool:
        before, after = self.text[i - 1 : i], self.text[i + 1 : i + 2]
        return (not before or before.isspace() or before in _OPEN_BEFORE) and bool(after) and not after.isspace()

    def _closes(self, i: int) -> bool:
        before, after = self.text[i - 1 : i], self.text[i + 1 : i + 2]
        return bool(before) and not before.isspace() and (not after or after.isspace() or after in _CLOSE_AFTER)

    def _partner(self, mark: str) -> int | None:
        """Index in the stack of the innermost open mark that `mark` may close."""
        for k in range(len(self.open) - 1, -1, -1):
            if mark in _CLOSERS[self.text[self.open[k]]]:
                return k
        return None

    def _mark(self, i: int) -> None:
        mark = self.text[i]
        partner = self._partner(mark)
        if partner is not None and mark not in "„‚" and (self._closes(i) or not self._opens(i)):
            self._close(partner, i)
        elif mark in _CLOSERS and self._may_open(i, mark):
            self._push(i, mark)
        elif partner is not None:
            self._close(partner, i)
        elif mark not in _SINGLE and not self._measure(i, mark):
            self.odd.append(i)

    def _may_open(self, i: int, mark: str) -> bool:
        if mark == "„":
            return True
        return self._opens(i) and (mark not in _SINGLE or self.text[i + 1].isalnum() or self.text[i + 1] in "(„»")

    def _measure(self, i: int, mark: str) -> bool:
        """True for an inch or second sign: a digit and a straight mark."""
        return mark == '"' and self.text[i - 1 : i].isdigit()

    def _push(self, i: int, mark: str) -> None:
        if mark == '"' and any(self.text[k] == '"' for k in self.open):
            # A straight mark cannot nest in its own kind: the earlier one was never closed.
            k = next(k for k, j in enumerate(self.open) if self.text[j] == '"')
            self._forget(self.open[k:])
            del self.open[k:]
        self.open.append(i)
        if len(self.open) > _DEEPEST:
            self._forget([self.open.pop(0)])

    def _close(self, partner: int, i: int) -> None:
        self._forget(self.open[partner + 1 :])
        self.spans.append((self.open[partner], i + 1, True))
        del self.open[partner:]

    def _forget(self, marks: list[int]) -> None:
        self.odd.extend(i for i in marks if self.text[i] not in _SINGLE)

    def _paragraph(self, end: int, start: int, following: int) -> None:
        """A paragraph ends at `end`, the next begins at `start`; `following` is the next mark."""
        if not self.open:
            return
        top = self.open[-1]
        if following == start and self.text[start] == self.text[top] and self._opens(start):
            self._forget(self.open[:-1])
            if len(self.text[top + 1 : end].strip()) > 0:
                self.spans.append((top, end, False))
            self.open.clear()
        elif self.text[following] not in _CLOSERS[self.text[top]] or not self._closes(following):
            self._leave(end)

    def _leave(self, end: int) -> None:
        """Give up the open marks at a paragraph's end; the last one may have lost its partner there."""
        if not self.open:
            return
        top = self.open.pop()
        self._forget([*self.open, top])
        self.open.clear()
        stretch = self.text[top + 1 : end].rstrip()
        last = self.marks[bisect_left(self.marks, end) - 1]
        if last == top and stretch and stretch[-1] in ".!?…" and self.text[top] not in _SINGLE:
            self.spans.append((top, top + 1 + len(stretch), False))


def _nest(spans: list[tuple[int, int, bool]]) -> tuple[Pair, ...]:
    """The pairs sorted, with their depths; two spans never cross."""
    ends: list[int] = []
    pairs = []
    for start, end, closed in sorted(spans, key=lambda s: (s[0], -s[1])):
        while ends and ends[-1] <= start:
            ends.pop()
        pairs.append(Pair(Span(start, end), len(ends), closed))
        ends.append(end)
    return tuple(pairs)
