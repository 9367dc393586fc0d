"""When something was said: which of an article's expressions of time tells of an act of saying."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import timedelta

from kg.extract.calendar import at
from kg.extract.clauses import Segment, Sentence, Word
from kg.extract.draft import Draft
from kg.extract.timemeaning import Anchor
from kg.extract.timescan import Expression, expressions
from kg.extract.wordlist import wordlist
from kg.records import Passage, Span, SpeechType, When

_LIGHT = wordlist("um ohne statt anstatt")
_PUBLISHING = re.compile(
    r"(?i)\b(?:veröffentlich|publizier|ausgestrahl|ausstrahl|gesendet|erschien|vorgestell|verbreite)"
)
_FROM = re.compile(r"(?i)vo[mn] ")
_NOUN = re.compile(r"\b[A-ZÄÖÜ][\w-]* $")
_SPEAKING_NOUN = re.compile(r"(?i)\b(?:in|im|laut|nach|gemäß|aus|so)\b[^,]*$")
"""What stands before the noun of "vom Montag" if that noun is what says it: "laut einer Mitteilung vom Montag"."""

_OTHER_EVENT = re.compile(
    r"\b(?:[Nn]ach|[Vv]or|[Ww]egen|[Zz]u[mr]?|[Üü]ber|[Tt]rotz|[Gg]egen|[Aa]uf|[Ff]ür)"
    r"\s+(?:[\w.-]+\s+){0,4}?[A-ZÄÖÜ][\w-]+\s+$"
)
"""Before a time that may be that of another event: "nach dem Treffen am Montag"."""

_OCCASION = wordlist("am an auf bei beim gegenüber im in vom vor")
"""Prepositions of where and when something is said: "auf einer Pressekonferenz", "vor Journalisten"."""


class Times:
    """The expressions of time of an article, asked by where the text tells of an act of saying."""

    def __init__(self, text: str, published: str | None, drafts: Sequence[Draft] = ()) -> None:
        self.text = text
        self.day = Anchor.of(published).published
        direct = [span for draft in drafts if draft.type is SpeechType.DIRECT for span in draft.quote]
        indirect = [span for draft in drafts if draft.type is SpeechType.INDIRECT for span in draft.quote]
        self.found = expressions(text, published, direct=direct, indirect=indirect)

    def when(self, clauses: Sequence[Span], speaker: Sequence[Span] = ()) -> When | None:
        """The time of saying that the clauses tell, the likeliest if there are several; None if none is told.

        "Vom Montag" counts in what names the `speaker`, and in the like: "laut einer Mitteilung vom Montag". The time
        ends with the article's day at the latest: "in dieser Woche" is the part of the week that is past.

        >>> text = "Änne Voß sagte vor der Sitzung am Montag, sie habe am Dienstag Zeit."
        >>> found = Times(text, "2024-09-12").when([Span(0, 40)])
        >>> found.start, found.evidence.text
        ('2024-09-09T00:00:00', 'am Montag')
        """
        told = [(self._doubt(each, clause), each) for clause in clauses for each in self._within(clause, speaker)]
        if not told:
            return None
        best = min(told, key=lambda found: found[0])[1]
        end = best.interval.end if self.day is None else min(best.interval.end, at(self.day + timedelta(1)))
        return When(best.interval.start.isoformat(), end.isoformat(), Passage.of(self.text, [best.span]))

    def _within(self, clause: Span, speaker: Sequence[Span]) -> Iterator[Expression]:
        first = bisect_left(self.found, clause.start, key=lambda each: each.span.start)
        last = bisect_left(self.found, clause.end, key=lambda each: each.span.start)
        for each in self.found[first:last]:
            past = self.day is None or each.interval.start.date() <= self.day
            if past and not self._of_a_noun(each.span, clause, speaker):
                yield each

    def _of_a_noun(self, span: Span, clause: Span, speaker: Sequence[Span]) -> bool:
        """True for the times of "Berichte vom Montag" and "die Wahl 2023", unless that noun is who or what says it."""
        if any(other.start < span.start <= other.end + 1 for other in speaker):
            return False
        if _FROM.match(self.text, span.start):
            return _SPEAKING_NOUN.search(self.text, clause.start, span.start) is None
        return span.of(self.text).isdigit() and _NOUN.search(self.text, clause.start, span.start) is not None

    def _doubt(self, each: Expression, clause: Span) -> bool:
        return bool(_OTHER_EVENT.search(self.text[clause.start : each.span.start]))


def clauses(sentence: Sentence, draft: Draft) -> list[Span]:
    """Where the text tells of the act of saying: the clause of the cue's verb, then the frame, less what is said.

    Subordinate clauses of the frame are left out, unless they tell of a publication: "in einem Bericht, den das Amt am
    Montag veröffentlichte". Of an act that is only mentioned ("Das Amt forderte am Montag mehr Geld") the quote is the
    telling itself, up to what is demanded.
    """
    if draft.type is SpeechType.REPORTED and not draft.cue:
        return list(_mentioned(sentence, draft))
    cue = {span.start for span in draft.cue}
    at = [i for i, w in enumerate(sentence.words) if w.start in cue]
    verbs = sorted({sentence.segment_of(i) for i in at if sentence.words[i].tag[:1] == "V"})
    held = {sentence.segment_of(i) for i in at}
    told = [_stretch(sentence, sentence.segments[k]) for k in verbs]
    for k, segment in enumerate(sentence.segments):
        if k not in verbs and (k in held or not _aside(sentence, k, verbs, draft)):
            told += _common(_stretch(sentence, segment), draft.frame)
    said = () if draft.type is SpeechType.REPORTED else draft.quote
    return list(dict.fromkeys(left for span in told for left in _less(span, said)))


def _mentioned(sentence: Sentence, draft: Draft) -> Iterator[Span]:
    """The main clause of a mentioned act up to the first noun behind its verb that is neither speaker nor occasion."""
    words = sentence.words
    finite = (i for i, word in enumerate(words) if word.finite and not word.depth)
    verb = next((i for i in finite if not sentence.subordinate(sentence.segment_of(i))), None)
    if verb is None or words[verb].tag == "VMFIN":
        return
    told = sentence.segment_of(verb)
    for k in range(told):
        if not _aside(sentence, k, (), draft):
            yield from _common(_stretch(sentence, sentence.segments[k]), draft.quote)
    first, last = sentence.segments[told]
    stop = next((i for i in range(verb + 1, last) if _object(words, i, draft)), last - 1)
    yield from _common(Span(words[first].start, words[max(stop, verb)].start + 1), draft.quote)


def _object(words: Sequence[Word], at: int, draft: Draft) -> bool:
    """True for a noun outside the speaker that no preposition of place or time leads to."""
    speaker = any(span.start <= words[at].start < span.end for span in draft.speaker)
    if words[at].tag not in ("NN", "NE") or speaker:
        return False
    before = (
        word for word in reversed(words[:at]) if word.tag[:3] not in ("ART", "ADJ", "PPO", "PDA", "PIA", "CAR", "NE")
    )
    leading = next(before, None)
    return leading is None or leading.low not in _OCCASION


def _aside(sentence: Sentence, k: int, verbs: Sequence[int], draft: Draft) -> bool:
    """True for a segment that tells of something else: a subordinate clause, or what is said before "sagte er"."""
    segment = sentence.segments[k]
    if _PUBLISHING.search(" ".join(word.text for word in sentence.words[slice(*segment)])):
        return False
    if sentence.subordinate(k) or sentence.infinitive(segment) or sentence.words[segment.start].low in _LIGHT:
        return True
    return bool(verbs) and k < verbs[0] and _put_in(sentence, sentence.segments[verbs[0]], draft)


def _put_in(sentence: Sentence, frame: Segment, draft: Draft) -> bool:
    """True if the clause of the cue is put into what is said: "Im März, berichtete sie, habe er noch gezögert"."""
    follows = next((word for word in sentence.words[frame.end :] if word.tag[:1] != "$"), None)
    within = follows and any(span.start <= follows.start < span.end for span in draft.quote)
    return sentence.words[frame.start].finite and follows is not None and bool(within) and follows.finite


def _stretch(sentence: Sentence, segment: Segment) -> Span:
    return Span(sentence.words[segment.start].start, sentence.words[segment.end - 1].end)


def _common(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What the stretch has in common with the others."""
    for other in others:
        start, end = max(span.start, other.start), min(span.end, other.end)
        if start < end:
            yield Span(start, end)


def _less(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """The pieces of a stretch that nothing of `taken` covers."""
    start = span.start
    for other in sorted(taken):
        if start < other.start < span.end:
            yield Span(start, other.start)
        if other.end > start and other.start < span.end:
            start = other.end
    if start < span.end:
        yield Span(start, span.end)
