"""A sentence as the rules see it: words with class, lemma and quotation depth, and the segments between commas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extract.morphology import Analysis, subjunctive
from kg.extract.wordlist import wordlist
from kg.records import Span

_SEPARATORS = frozenset([",", ";", ":", "–", "—", "-", "--"])
_SUBORDINATORS = wordlist(
    """
    dass daß ob weil wenn obwohl nachdem während bevor bis damit sodass falls sofern solange sobald seit seitdem
    da als wie indem wobei wodurch worauf womit wonach wofür wozu woran wovon weshalb warum wieso wann wo wer
    was wen wem wessen
    """
)
_PREPOSITIONS = wordlist("während bis seit")
"""Subordinators that are prepositions where the verb stands second."""

_RELATIVES = wordlist("der die das den dem dessen deren denen")
_QUESTION = wordlist(
    """
    ob wie was wer wen wem wann wo warum weshalb wieso woher wohin worauf womit wofür wozu woran wodurch
    """
)
_COMPLEMENTISERS = frozenset(["dass", "daß"])


class Word(NamedTuple):
    """One word of an article; `start` and `end` are code points, `depth` counts the quotations around it."""

    text: str
    low: str
    lemma: str
    tag: str
    start: int
    end: int
    depth: int = 0
    mark: bool = False

    @property
    def finite(self) -> bool:
        """True for a finite verb."""
        return self.tag in ("VVFIN", "VAFIN", "VMFIN")

    @property
    def subjunctive(self) -> int:
        """1 or 2 for a form that is plainly Konjunktiv I or II, else 0."""
        return subjunctive(self.text, Analysis(self.tag, self.lemma))


class Segment(NamedTuple):
    """Words `[start, end)` of a sentence between two separators."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence and its segments, cut at commas, colons and dashes outside quotations and brackets."""

    words: tuple[Word, ...]
    segments: tuple[Segment, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", _segments(self.words))

    def segment_of(self, i: int) -> int:
        """Index of the segment that holds word `i` or is the last before it."""
        return max(0, bisect_right(self.segments, i, key=_start) - 1)

    def spans(self, indices: Iterable[int]) -> list[Span]:
        """The stretches of text that the words at `indices` cover; neighbours become one."""
        out: list[list[int]] = []
        last = -2
        for i in sorted(set(indices)):
            if i == last + 1:
                out[-1][1] = self.words[i].end
            else:
                out.append([self.words[i].start, self.words[i].end])
            last = i
        return [Span(a, b) for a, b in out if a < b]

    def finite(self, segment: Segment) -> list[int]:
        """The finite verbs of a segment."""
        return [i for i in range(*segment) if self.words[i].finite]

    def subordinate(self, k: int) -> bool:
        """True if segment `k` is a subordinate clause: a subordinator or relative first and the verb last."""
        seg = self.segments[k]
        if seg.end <= seg.start:
            return False
        first = self.words[seg.start].low
        if first in _SUBORDINATORS or self.words[seg.start].tag in ("KOUS", "KOUI"):
            verbs = self.finite(seg)
            return not (first in _PREPOSITIONS and verbs and verbs[0] < seg.end - 2)
        if k == 0 or self.words[seg.start - 1].text != ",":
            return False
        at = seg.start + (self.words[seg.start].tag == "APPR")
        if at < seg.end and (self.words[at].low in _RELATIVES or self.words[at].low.startswith("welche")):
            verbs = self.finite(seg) or [seg.end - 1] * (self.words[seg.end - 1].tag == "VVPP")
            return bool(verbs) and verbs[-1] >= seg.end - 2 and verbs[0] - at > 1
        return False

    def subjunctive(self, start: int, end: int) -> bool:
        """True if a finite verb among the words `[start, end)` is plainly in the subjunctive."""
        return any(word.subjunctive for word in self.words[start:end])

    def complement(self, k: int) -> str:
        """What sort of content clause segment `k` opens: "dass", "ob", "inf", "main" or ""."""
        if k >= len(self.segments):
            return ""
        seg = self.segments[k]
        head = next((w.low for w in self.words[seg.start : seg.end] if not w.mark), "")
        if head in _COMPLEMENTISERS:
            return "dass"
        if head in _QUESTION or head.startswith("welche"):
            return "ob"
        if self.infinitive(seg):
            return "inf"
        if head and not self.subordinate(k) and self.finite(seg):
            return "main"
        return ""

    def infinitive(self, seg: Segment) -> bool:
        """True if the segment is a clause with "zu" and no finite verb."""
        words = self.words[seg.start : seg.end]
        if words and words[0].low in ("um", "ohne", "statt", "anstatt", "außer"):
            return False
        zu = (
            any(
                w.tag in ("VVIZU", "PTKZU") or (w.low == "zu" and n.tag.endswith("INF"))
                for w, n in zip(words, (*words[1:], words[-1]), strict=True)
            )
            if words
            else False
        )
        return zu and not self.finite(seg)


def _start(segment: Segment) -> int:
    return segment.start


def _segments(words: Sequence[Word]) -> tuple[Segment, ...]:
    out: list[Segment] = []
    start, brackets = 0, 0
    for i, word in enumerate(words):
        if word.text in "([":
            brackets += 1
        elif word.text in ")]":
            brackets = max(0, brackets - 1)
        elif word.depth == 0 and not brackets and word.text in _SEPARATORS:
            if i > start:
                out.append(Segment(start, i))
            start = i + 1
    end = len(words)
    while end > start and words[end - 1].tag == "$." and not words[end - 1].mark:
        end -= 1
    if end > start:
        out.append(Segment(start, end))
    return tuple(out)


class Outline:
    """An article's sentences that have words, found by offset."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = [sentence for sentence in sentences if sentence.words]
        self.starts = [sentence.words[0].start for sentence in self.sentences]

    def sentence(self, offset: int) -> Sentence:
        """The sentence at an offset in code points, or the last one before it."""
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def words(self, spans: Sequence[Span]) -> list[Word]:
        """The words that begin within the spans, all in the sentence where the first span begins."""
        if not spans:
            return []
        return [w for w in self.sentence(spans[0].start).words if any(s.start <= w.start < s.end for s in spans)]
