"""From sentences and pairs of quotation marks to drafts of utterances, with the speaker carried along.

The rules read one article from its first sentence to its last. What continues an utterance, a quotation without a
frame or a sentence in the subjunctive, inherits its speaker.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.extract import cues, direct, free
from kg.extract.clauses import Sentence
from kg.extract.draft import Draft
from kg.extract.indirect import backward, indirect
from kg.extract.quotes import Pair
from kg.records import Span, SpeechType

_PARAGRAPHS = 2
"""Paragraph breaks over which a speaker is carried on."""

_DATELINE = 10
"""Words within which a dateline ends."""


def attribute(text: str, sentences: Sequence[Sentence], pairs: Sequence[Pair]) -> list[Draft]:
    """The utterances of an article in order of their quotes, nested ones behind their outer one.

    `sentences` hold all words of `text`; `pairs` are its quotations. Linear in the number of sentences.
    """
    return _Reader(text, sentences, pairs).run()


def _points_back(sentence: Sentence) -> bool:
    """True if the sentence begins with "Das" or "Dies" and a cue of reporting right behind it."""
    if sentence.words[0].low not in ("das", "dies"):
        return False
    return any(hit.verb == 1 and "q" in hit.cue.takes and not hit.verb_last for hit in cues.find(sentence))


def _dateline(sentence: Sentence) -> int:
    """Where the sentence proper begins behind "Hallingen (dpa) –"."""
    words = sentence.words[:_DATELINE]
    return next((i + 1 for i in range(1, len(words)) if words[i].text in "–—-" and words[i - 1].text == ")"), 0)


class _Reader:
    def __init__(self, text: str, sentences: Sequence[Sentence], pairs: Sequence[Pair]) -> None:
        self.text = text
        self.sentences = [s for s in sentences if s.words]
        self.starts = [s.words[0].start for s in self.sentences]
        self.pairs = pairs
        self.drafts: list[Draft] = []
        self.done = 0

    def run(self) -> list[Draft]:
        outer = [pair for pair in self.pairs if pair.depth == 0]
        at = 0
        for n, sentence in enumerate(self.sentences):
            end = self.starts[n + 1] if n + 1 < len(self.sentences) else len(self.text) + 1
            here = at
            while at < len(outer) and outer[at].span.start < end:
                at += 1
            self._sentence(sentence, [self._place(pair) for pair in outer[here:at]])
        return sorted(self.drafts, key=lambda d: (d.start, -d.end))

    def _place(self, pair: Pair) -> direct.Place:
        first = self.sentences[max(0, bisect_right(self.starts, pair.span.start) - 1)]
        last = self.sentences[max(0, bisect_left(self.starts, pair.span.end) - 1)]
        before = sum(word.start < pair.span.start for word in first.words)
        after = sum(word.start < pair.span.end for word in last.words)
        return direct.Place(pair, first, last, before, after)

    def _sentence(self, sentence: Sentence, places: list[direct.Place]) -> None:
        spoken = self._direct(places)
        lo = max(_dateline(sentence), sum(word.start < self.done for word in sentence.words))
        new = indirect(sentence, lo) if lo < len(sentence.words) - 2 else []
        fresh = not new and not spoken and sentence.words[0].start >= self.done
        if fresh:
            new = self._backward(sentence)
        if fresh and not new and not _points_back(sentence):
            scraps = [d for place in places if (d := direct.scrap(place))]
            new = scraps or self._carried(sentence, places)
        for draft in new:
            self.drafts.append(draft)
            self.drafts.extend(self._nested(draft, places))

    def _direct(self, places: list[direct.Place]) -> list[Draft]:
        found: list[Draft] = []
        for place in places:
            if place.span.start < self.done or not any(
                c.isalnum() for c in self.text[place.span.start : place.span.end]
            ):
                continue
            draft = (
                direct.after(place)
                or self._joined(place, found)
                or direct.colon(place)
                or direct.comma(place)
                or self._continued(place)
            )
            if draft:
                found.append(draft)
                self.drafts.append(draft)
                self.done = max([place.span.end, *(span.end for span in draft.frame)])
        return found

    def _joined(self, place: direct.Place, found: list[Draft]) -> Draft | None:
        """The quotation before with this one, if only a frame and a comma stand between them: they are one."""
        if not found or not found[-1].frame or found[-1] is not self.drafts[-1]:
            return None
        end = found[-1].frame[-1].end
        if not (found[-1].end < end <= place.span.start <= end + 2 and self.text[end - 1] == ","):
            return None
        return replace(found.pop(), quote=(*self.drafts.pop().quote, place.span))

    def _continued(self, place: direct.Place) -> Draft | None:
        """A whole sentence in quotation marks that follows an utterance."""
        alone = place.before == 0 and not any(w.text[0].isalnum() for w in place.last.words[place.after :])
        previous = self.drafts[-1] if self.drafts else None
        if alone and direct.substantial(place) and previous and self._near(previous, place.span.start):
            return Draft(
                "direct-continued",
                SpeechType.DIRECT,
                (place.span,),
                previous.cue,
                previous.frame,
                previous.speaker,
                previous.addressee,
                previous.medium,
            )
        return None

    def _near(self, previous: Draft, start: int) -> bool:
        between = self.text[max([previous.end, *(s.end for s in previous.frame if s.end <= start)]) : start]
        return between.count("\n\n") <= _PARAGRAPHS - 1 and len(between) < 400

    def _carried(self, sentence: Sentence, places: Sequence[direct.Place]) -> list[Draft]:
        at = next((k for k in range(len(self.drafts) - 1, -1, -1) if self.drafts[k].rule != "nested"), None)
        previous = None if at is None else self.drafts[at]
        gap = self._gap(previous, sentence)
        k = bisect_left(self.starts, sentence.words[0].start)
        draft = (
            self._of_new_subject(sentence, k, gap)
            or free.continued(sentence, previous, gap)
            or free.hearsay(sentence, previous)
            or free.reported(sentence)
            or free.unannounced(sentence, self.sentences[k - 1] if k else None)
        )
        if draft and previous and at is not None and self._continues(previous, draft):
            self.drafts[at] = replace(previous, quote=(Span(previous.start, draft.end),))
            self.drafts.extend(self._nested(draft, places))
            return []
        return [draft] if draft else []

    def _of_new_subject(self, sentence: Sentence, k: int, gap: int) -> Draft | None:
        """The sentence as what the subject of the one before says, where that one brought in a new person or body."""
        if not gap or not k or "\n\n" in self.text[self.starts[k - 1] : self.starts[k]]:
            return None
        draft = free.unannounced(sentence, self.sentences[k - 1])
        return draft if draft and draft.speaker and free.named(self.sentences[k - 1], draft.speaker) else None

    def _continues(self, previous: Draft, draft: Draft) -> bool:
        """True if both are stretches of one report with nothing between them: they count as one utterance."""
        return free.continues(previous, draft) and not self.text[previous.end : draft.start].strip()

    def _backward(self, sentence: Sentence) -> list[Draft]:
        """ "… . Das teilte die Stadt mit.": the sentence before is the message, unless it is an utterance already."""
        k = bisect_left(self.starts, sentence.words[0].start)
        if k == 0 or not _points_back(sentence):
            return []
        words = self.sentences[k - 1].words
        start, here = words[0].start, sentence.words[0].start
        told = any(d.start < here and d.end > start for d in self.drafts[-8:])
        if told or "\n\n" in self.text[start:here]:
            return []
        draft = backward(sentence)
        last = words[-2 if words[-1].tag == "$." and len(words) > 1 else -1]
        return [replace(draft, quote=(Span(start, last.end), *draft.quote))] if draft else []

    def _gap(self, previous: Draft | None, sentence: Sentence) -> int:
        """How many sentences lie between the last utterance and this one."""
        if previous is None:
            return 99
        return max(0, bisect_left(self.starts, sentence.words[0].start) - bisect_right(self.starts, previous.end))

    def _nested(self, draft: Draft, places: Sequence[direct.Place]) -> list[Draft]:
        """The scraps of direct speech inside the quote of an indirect utterance."""
        if draft.type is SpeechType.DIRECT:
            return []
        return [
            draft.as_nested(pair.span)
            for pair in (place.pair for place in places)
            if any(s.start <= pair.span.start and pair.span.end <= s.end for s in draft.quote)
            and free.quoted(self.text, pair)
        ]
