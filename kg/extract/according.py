"""Indirect speech without a verb: "nach Angaben der Polizei", "laut …", "…, so die Stadt", "die Forderung, …"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import cues
from kg.extract.build import continuation, end_of, phrase_draft
from kg.extract.clauses import Sentence
from kg.extract.draft import Draft
from kg.extract.phrases import phrase_end, subject, with_apposition
from kg.extract.wordlist import wordlist
from kg.records import Medium

_LAUT = wordlist("laut gemäß lt.")
_DEMNACH = wordlist("demnach demzufolge wonach")
_LONGEST_PHRASE = 25
"""Words between a phrase's first word and the "zufolge" or "nach" behind it."""


def phrases(sentence: Sentence, lo: int) -> Iterator[Draft]:
    """ "Laut Polizei …", "nach Angaben der Polizei …", "dem Bericht zufolge …", "…, so die Polizei", "demnach …"."""
    for i in range(lo, len(sentence.words)):
        found = _phrase_at(sentence, i, lo)
        if found:
            yield found
            return


def _phrase_at(sentence: Sentence, i: int, lo: int) -> Draft | None:
    words = sentence.words
    word = words[i]
    if word.depth or not word.text[0].isalpha():
        return None
    if word.low in _LAUT:
        return _prepositional(sentence, i, lo, "laut")
    if word.low == "nach":
        return _nach(sentence, i, lo)
    if word.low in ("zufolge",) and i > 0:
        start = _phrase_start(sentence, i, lo)
        end = _with_relative(sentence, i + 1)
        return _rest(sentence, [i], (start, i), range(start, end), lo, "zufolge") if start < i else None
    if word.low == "wonach" and i > lo + 1 and words[i - 1].text == ",":
        return _wonach(sentence, i, lo)
    if word.low in _DEMNACH:
        return _rest(sentence, [i], (i, i + 1), range(i, i + 1), lo, "demnach")
    if word.low == "so":
        return _so(sentence, i, lo)
    return None


def _wonach(sentence: Sentence, i: int, lo: int) -> Draft | None:
    """ "… einen Bericht der AFP, wonach der Pegel sinkt": the phrase before says what the clause holds."""
    start = _phrase_start(sentence, i - 1, lo)
    if start >= i - 1:
        return None
    message = range(i + 1, _clause_end(sentence, sentence.segment_of(i)))
    frame, medium = range(start, i + 1), Medium.SPEECH_OR_WRITING
    return phrase_draft(sentence, "demnach", [i], (start, i - 1), message, frame, medium)


def _prepositional(sentence: Sentence, i: int, lo: int, rule: str) -> Draft | None:
    end = phrase_end(sentence, i + 1, len(sentence.words))
    if end == i + 1:
        return None
    end = _with_relative(sentence, with_apposition(sentence, i + 1, end))
    return _rest(sentence, [i], (i + 1, end), range(i, end), lo, rule)


def _with_relative(sentence: Sentence, end: int) -> int:
    """One past the relative clause that follows the phrase, if the main clause goes on behind it."""
    words = sentence.words
    if end >= len(words) or words[end].text != ",":
        return end
    k = sentence.segment_of(end + 1)
    seg = sentence.segments[k]
    relative = (
        seg.start == end + 1 and words[seg.start].low in ("der", "die", "das", "denen") and sentence.subordinate(k)
    )
    goes_on = k + 1 < len(sentence.segments) and words[sentence.segments[k + 1].start].finite
    return seg.end if relative and goes_on else end


def _nach(sentence: Sentence, i: int, lo: int) -> Draft | None:
    """ "nach Angaben …" and "ihrer Ansicht nach"."""
    words = sentence.words
    end = phrase_end(sentence, i + 1, len(sentence.words))
    heads = [words[j] for j in range(i + 1, min(end, i + 5))]
    head = next((cues.noun(w) for w in heads if w.tag == "NN" or w.text[0].isupper()), None)
    if end > i + 1 and head and "p" in head.takes:
        own = _owner(sentence, i) if words[i + 1].low.startswith("eigen") else None
        if own:
            return _rest(sentence, [i], own, range(i, end), lo, "nach", head.medium)
        return _rest(sentence, [i], (i + 1, end), range(i, _with_relative(sentence, end)), lo, "nach", head.medium)
    start = _phrase_start(sentence, i, lo)
    before = next((cues.noun(words[j]) for j in range(i - 1, start - 1, -1) if words[j].text[0].isupper()), None)
    if start < i and before and "p" in before.takes and words[start].low != words[start].text.upper():
        return _rest(sentence, [i], (start, i), range(start, i + 1), lo, "nach", before.medium)
    return None


def _owner(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """Who speaks in "die Polizei zählte nach eigenen Angaben 600": the subject of the clause."""
    seg = sentence.segments[sentence.segment_of(i)]
    verbs = sentence.finite(seg)
    return subject(sentence, verbs[0], seg.start, seg.end) if verbs else None


def _phrase_start(sentence: Sentence, i: int, lo: int) -> int:
    """First word of the phrase that ends at `i`, for "zufolge" and "nach" behind their noun."""
    seg = sentence.segments[sentence.segment_of(i - 1)]
    for start in range(max(seg.start, lo, i - _LONGEST_PHRASE), i):
        if (
            sentence.words[start].tag not in ("APPR", "APPRART", "VVFIN", "VAFIN")
            and phrase_end(sentence, start, i) == i
        ):
            return start
    return i


def _so(sentence: Sentence, i: int, lo: int) -> Draft | None:
    """ "…, so die Polizei weiter": no verb in the segment."""
    k = sentence.segment_of(i)
    seg = sentence.segments[k]
    if seg.start != i or k == 0 or sentence.finite(seg):
        return None
    end = phrase_end(sentence, i + 1, seg.end)
    if end == i + 1 or end < seg.end - 2:
        return None
    end = with_apposition(sentence, i + 1, end)
    stop = max(seg.end, end)
    rest = continuation(sentence, stop)
    if not rest and not any(w.finite for w in sentence.words[lo : i - 1]):
        rest = range(stop + 1, end_of(sentence))
    message = [*range(lo, i - 1), *rest]
    frame = [j for j in range(i - 1, end_of(sentence)) if j not in set(rest)]
    return phrase_draft(sentence, "so", [i], (i + 1, end), message, frame, Medium.SPEECH_OR_WRITING)


def _rest(
    sentence: Sentence,
    cue: list[int],
    who: tuple[int, int],
    frame: range,
    lo: int,
    rule: str,
    medium: Medium | None = None,
) -> Draft | None:
    """The utterance whose message is the clause around the phrase: the sentence, or the subordinate clause."""
    k = sentence.segment_of(frame[0])
    start, end = lo, end_of(sentence)
    if sentence.subordinate(k) and sentence.segments[k].start < frame[0]:
        start = sentence.segments[k].start
        end = _clause_end(sentence, k)
    message = [i for i in range(start, end) if i not in frame]
    return phrase_draft(sentence, rule, cue, who, message, [*frame], medium or Medium.SPEECH_OR_WRITING)


def _clause_end(sentence: Sentence, k: int) -> int:
    """Where a subordinate clause ends: before the finite verb or the conjunction that takes up the main clause."""
    for seg in sentence.segments[k + 1 :]:
        if sentence.words[seg.start].finite:
            return seg.start
    return end_of(sentence)


def nouns(sentence: Sentence, lo: int) -> Iterator[Draft]:
    """ "die Forderung der Union, …", "seine Meinung, dass …": a noun takes the content clause."""
    for k, seg in enumerate(sentence.segments[:-1]):
        if seg.start < lo or sentence.words[seg.end].text != ",":
            continue
        at = next(
            (i for i in range(seg.end - 1, max(seg.start, seg.end - 9) - 1, -1) if _takes_clause(sentence, i, seg.end)),
            None,
        )
        kind = sentence.complement(k + 1)
        start, end = sentence.segments[k + 1].start, end_of(sentence)
        content = kind in ("dass", "inf") or (kind == "main" and sentence.subjunctive(start, end))
        if at is None or not content:
            continue
        cue = cues.noun(sentence.words[at])
        assert cue is not None
        who = (at + 1, seg.end) if at + 1 < seg.end else None
        if who and sentence.words[who[0]].low in ("von", "vom"):
            who = (who[0] + 1, who[1])
        verbs = sentence.finite(seg)
        who = who or (subject(sentence, verbs[0], seg.start, at) if verbs and verbs[0] < at else None)
        stop = next(
            (s.start - 1 for j, s in enumerate(sentence.segments[k + 2 :], k + 2) if sentence.words[s.start].finite),
            end,
        )
        frame = [*range(lo, start)]
        draft = phrase_draft(sentence, "noun", [at], who or (at, at), range(start, stop), frame, cue.medium)
        if draft and who:
            yield draft
            return


def _takes_clause(sentence: Sentence, i: int, end: int) -> bool:
    """True if word `i` is a noun that takes a content clause and its phrase ends at `end`."""
    cue = cues.noun(sentence.words[i])
    return cue is not None and "c" in cue.takes and (i + 1 == end or phrase_end(sentence, i, end) == end)
