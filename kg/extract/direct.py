"""Direct speech: which quotations are somebody's words, and whose. About half of all pairs are scare quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract import cues
from kg.extract.clauses import Sentence
from kg.extract.draft import Draft
from kg.extract.phrases import addressee, cited, clause_start, phrase_end, subject, where, with_apposition
from kg.extract.quotes import Pair
from kg.records import Medium, Modality, Span, SpeechType

_SUBSTANTIAL = 4
"""Words from which a quotation behind a cue counts as speech; tuned on the Wikinews training part."""


@dataclass(frozen=True, slots=True)
class Place:
    """A pair in its sentences: `first` holds its opening mark, `last` its end; `before`/`after` index their words."""

    pair: Pair
    first: Sentence
    last: Sentence
    before: int
    after: int

    @property
    def span(self) -> Span:
        """The pair's stretch, marks included."""
        return self.pair.span


def _tail(place: Place) -> list[int]:
    """The words behind the pair in its last sentence, without the final full stop."""
    words = place.last.words
    return [i for i in range(place.after, len(words)) if not (words[i].tag == "$." and i == len(words) - 1)]


def substantial(place: Place) -> bool:
    """True if the quotation is long enough to be a clause of its own."""
    inside = [
        w
        for w in (*place.first.words, *place.last.words)
        if place.span.start <= w.start < place.span.end and w.text[0].isalpha()
    ]
    return place.first is not place.last or len(inside) >= _SUBSTANTIAL


def after(place: Place) -> Draft | None:
    """ "„…“, sagte die Ministerin." and "„…“, so die Ministerin."."""
    words = place.last.words
    tail = _tail(place)
    if not tail or not _opens(place):
        return None
    at = tail[0] + (words[tail[0]].text in ",–—-")
    if at >= len(words):
        return None
    stop = _stop(place.last, at)
    opens = tail[0]
    if words[at].low == "so" and words[min(at + 1, len(words) - 1)].low not in cues.forms():
        end = phrase_end(place.last, at + 1, stop)
        if end > at + 1:
            said_by = (at + 1, with_apposition(place.last, at + 1, end))
            return _draft("direct-so", place, place.last, [at], range(opens, stop), said_by, Medium.SPEECH_OR_WRITING)
    head = at + (words[at].low in ("so", "das", "dies"))
    hit = next((h for h in cues.find(place.last, head, min(stop, head + 1))), None)
    if hit is None or hit.verb != head or not hit.cue.takes & set("qd"):
        return None
    who = None if hit.passive else subject(place.last, hit.verb, hit.verb, stop)
    if hit.cue.lemma == "zitieren" and not hit.passive:
        who = cited(place.last, hit.verb, who, stop) or who
    if who is None and hit.cue.lemma in ("heißen", "verlauten"):
        who = where(place.last, hit.verb, stop)
    return _draft(
        "direct-after", place, place.last, hit.words, range(opens, stop), who, hit.cue.medium, hit.cue.modality
    )


def _stop(sentence: Sentence, at: int) -> int:
    """Where the frame behind a quotation ends: at the next quotation that continues it, or the sentence's end."""
    words = sentence.words
    for i in range(at, len(words)):
        if words[i].mark and words[i].depth == 1 and i > 0 and words[i - 1].text in ",:":
            return i
    end = len(words)
    return end - 1 if end and words[end - 1].tag == "$." and not words[end - 1].depth else end


def _opens(place: Place) -> bool:
    """True if nothing but a lead-in stands before the quotation, so that it is a clause by itself."""
    return place.before == 0 or place.first.words[place.before - 1].text in (":", "–", "“", "…")


def colon(place: Place) -> Draft | None:
    """ "Die Ministerin sagte: „…“" and "Ministerin Voss: „…“"."""
    words = place.first.words
    if place.before == 0 or words[place.before - 1].text != ":":
        return None
    return _lead(place, "direct-colon")


def comma(place: Place) -> Draft | None:
    """ "Die Ministerin sagte, „…“": a cue, a comma and a long quotation."""
    words = place.first.words
    if place.before == 0 or _tail(place) or not substantial(place) or words[place.before - 1].text != ",":
        return None
    draft = _lead(place, "direct-comma")
    return draft if draft and draft.cue else None


def _lead(place: Place, rule: str) -> Draft | None:
    """Direct speech with its frame before it."""
    sentence = place.first
    lo = _lead_start(sentence, place.before)
    if lo >= place.before - 1:
        return None
    hits = [hit for hit in cues.find(sentence, lo, place.before) if hit.cue.takes & set("qdao")]
    hit = hits[-1] if hits else None
    if hit is None:
        end = phrase_end(sentence, lo, place.before - 1)
        who = (
            (lo, end)
            if end > lo and end >= place.before - 3
            else subject(sentence, _verb(sentence, lo, place.before), lo, place.before)
        )
        return _draft(rule + "-bare", place, sentence, (), range(lo, place.before), who, Medium.SPEECH_OR_WRITING)
    seg = sentence.segments[sentence.segment_of(hit.verb)]
    front = seg.start if seg.start < hit.verb else lo
    who = (
        None
        if hit.passive
        else subject(sentence, hit.verb, max(front, lo), min(seg.end, place.before), last=hit.verb_last)
    )
    if hit.cue.lemma == "zitieren" and not hit.passive:
        who = cited(sentence, hit.verb, who, min(seg.end, place.before)) or who
    return _draft(rule, place, sentence, hit.words, range(lo, place.before), who, hit.cue.medium, hit.cue.modality)


def _verb(sentence: Sentence, lo: int, hi: int) -> int:
    return next((i for i in range(lo, hi) if sentence.words[i].finite), lo)


def _lead_start(sentence: Sentence, before: int) -> int:
    """Where the lead-in begins: behind an earlier quotation of the sentence that it does not belong to."""
    words = sentence.words
    start = next((i + 1 for i in range(before - 1, -1, -1) if words[i].mark and words[i].depth == 1), 0)
    named = start and any(w.text[0].isalpha() and not w.depth for w in words[:start])
    return 0 if named else start


def scrap(place: Place) -> Draft | None:
    """ "Sie nannte den Plan „verrückt“", "… bezeichnete ihn als „Unsinn“", "sprach von einem „Skandal“"."""
    sentence = place.first
    if place.first is not place.last or place.before == 0:
        return None
    words = sentence.words
    lead = [w.low for w in words[max(0, place.before - 5) : place.before]]
    for hit in cues.find(sentence):
        takes = hit.cue.takes
        named = "a" in takes and ("als" in lead or hit.cue.lemma in ("nennen", "finden") or "für" in lead)
        spoken = "v" in takes and bool({"von", "vom", "vor", "über"} & set(lead))
        near = hit.verb < place.before or hit.verb - place.after < 6
        if (named or spoken) and near and not (words[place.before - 1].text[0].isupper() and len(lead) == 1):
            k = sentence.segment_of(hit.verb)
            seg = sentence.segments[k]
            start = seg.start if hit.verb_last else clause_start(sentence, hit.verb)
            who = None if hit.passive else subject(sentence, hit.verb, start, seg.end, last=hit.verb_last)
            frame = [i for i in range(len(words)) if not place.before <= i < place.after and words[i].tag != "$."]
            als = [
                i
                for i in range(max(0, place.before - 5), place.before)
                if words[i].low in ("als", "von") and hit.cue.lemma != "nennen"
            ]
            rule = "scrap-als" if named else "scrap-von"
            return _draft(rule, place, sentence, sorted({*hit.words, *als[-1:]}), frame, who, hit.cue.medium)
    return None


def _draft(
    rule: str,
    place: Place,
    sentence: Sentence,
    cue: Sequence[int],
    frame: Sequence[int],
    who: tuple[int, int] | None,
    medium: Medium,
    modality: Modality = Modality.ASSERTED,
) -> Draft:
    to = addressee(sentence, frame[0], frame[-1] + 1, who) if frame and not rule.startswith("scrap") else None
    return Draft(
        rule,
        SpeechType.DIRECT,
        (place.span,),
        cue=tuple(sentence.spans(cue)),
        frame=tuple(sentence.spans(frame)),
        speaker=tuple(sentence.spans(range(*who))) if who else (),
        addressee=tuple(sentence.spans(range(*to))) if to else (),
        medium=medium,
        modality=modality,
    )
