"""Indirect speech: content clauses beside a cue verb, and phrases such as "nach Angaben der Polizei"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import cues
from kg.extract.according import nouns, phrases
from kg.extract.build import continuation, cut, end_of, trim
from kg.extract.clauses import Sentence
from kg.extract.draft import Draft, Spans
from kg.extract.phrases import addressee, cited, phrase_end, subject, where
from kg.records import SpeechType

_LATER = 8
_WHICH = frozenset(["welcher", "welche", "welches"])
_WIE = frozenset(["wie", "so"])


def indirect(sentence: Sentence, lo: int = 0) -> list[Draft]:
    """The indirect utterances that the words from `lo` on show, in order; their quotes do not cover each other.

    A quote leaves out the sentence's final full stop; a frame holds its commas.
    """
    found: list[Draft] = []
    at = lo
    hits = cues.find(sentence, lo)
    for n, hit in enumerate(hits):
        if hit.verb < at or not hit.cue.takes & set("qdo") or _itself_said(sentence, hit):
            continue
        for rule in (_as_clause, _before, _after):
            result = rule(sentence, hit, at, hits[n + 1 :])
            if result:
                draft, at = result
                found.append(draft)
                break
    return found or [*phrases(sentence, lo)] or [*nouns(sentence, lo)]


def _itself_said(sentence: Sentence, hit: cues.Hit) -> bool:
    """True if the cue stands in the subjunctive: then somebody else says that this was said."""
    return sentence.words[hit.verb].subjunctive > 0 and "es" not in hit.cue.needs


def backward(sentence: Sentence) -> Draft | None:
    """ "Das teilte die Stadt mit.": the frame of a message in the sentence before; the quote holds only the "Das"."""
    hit = next((h for h in cues.find(sentence) if h.verb == 1), None)
    if hit is None or not hit.cue.takes & set("qd"):
        return None
    seg = sentence.segments[0]
    who = None if hit.passive else subject(sentence, hit.verb, hit.verb, seg.end)
    draft = _draft(sentence, "backward", hit, [0], range(1, end_of(sentence)), who)
    return draft if draft.speaker else None


Result = tuple[Draft, int] | None


def _draft(
    sentence: Sentence,
    rule: str,
    hit: cues.Hit,
    message: Sequence[int],
    frame: Sequence[int],
    speaker: tuple[int, int] | None,
) -> Draft:
    words = sentence.words
    seg = sentence.segments[sentence.segment_of(hit.verb)]
    clause = (max(seg.start, min(frame, default=0)), min(seg.end, max(frame, default=0) + 1))
    to = addressee(sentence, *clause, speaker) if frame else None
    cue = sorted({*hit.words, *(i for i in frame if words[i].low in ("wie", "so") and rule == "as")})
    return Draft(
        rule,
        SpeechType.INDIRECT,
        tuple(sentence.spans(trim(sentence, message))),
        cue=tuple(sentence.spans(cue)),
        frame=tuple(sentence.spans(frame)),
        speaker=cut(sentence, speaker) if not hit.passive else _agent(sentence, clause),
        addressee=cut(sentence, to),
        medium=hit.cue.medium,
        modality=hit.cue.modality,
    )


def _agent(sentence: Sentence, clause: tuple[int, int]) -> Spans:
    """The "von …" of a passive."""
    for i in range(*clause):
        if sentence.words[i].low in ("von", "vom"):
            end = phrase_end(sentence, i + 1, clause[1])
            if end > i + 1:
                return cut(sentence, (i + 1, end))
    return ()


def _as_clause(sentence: Sentence, hit: cues.Hit, lo: int, later: Sequence[cues.Hit]) -> Result:
    """ "Wie der Sender berichtet, …", "…, wie er sagte, …", "…, so betont die Polizei, …"."""
    k = sentence.segment_of(hit.verb)
    seg = sentence.segments[k]
    words = sentence.words
    head = next((i for i in range(seg.start, min(seg.start + 3, seg.end)) if words[i].low in _WIE), None)
    if head is None or head >= hit.verb or (words[head].low == "so" and hit.verb != head + 1):
        return None
    if words[head].low == "wie" and sentence.finite(seg)[-1:] != [hit.verb] and hit.verb < seg.end - 2:
        return None
    if words[head].low == "so" and (k == 0 or sentence.complement(k + 1) == "dass"):
        return None
    start = seg.start
    stop = max(seg.end, max(hit.words) + 1)
    frame = [*range(start - 1 if start > lo else start, min(stop + 1, end_of(sentence)))]
    message = [i for i in range(lo, end_of(sentence)) if not (start <= i < stop)]
    if len(message) < 3:
        return None
    who = subject(sentence, hit.verb, head + 1, seg.end, last=words[head].low == "wie")
    return _draft(sentence, "as", hit, message, frame, who or subject(sentence, hit.verb, hit.verb, seg.end)), end_of(
        sentence
    )


def _before(sentence: Sentence, hit: cues.Hit, lo: int, later: Sequence[cues.Hit]) -> Result:
    """ "Die Lage sei ernst, sagte die Ministerin.": the cue opens its clause and the message went before."""
    k = sentence.segment_of(hit.verb)
    seg = sentence.segments[k]
    words = sentence.words
    if k == 0 or seg.start <= lo or hit.verb_last or hit.verb != seg.start:
        return None
    before = [j for j in range(k) if sentence.segments[j].start >= lo]
    if not before or all(sentence.subordinate(j) or sentence.infinitive(sentence.segments[j]) for j in before):
        return None
    if words[seg.start - 1].text not in (",", "–", "—"):
        return None
    said = range(lo, seg.start - 1)
    main = any(sentence.finite(sentence.segments[j]) and not sentence.subordinate(j) for j in before)
    split = k + 1 < len(sentence.segments) and words[sentence.segments[k + 1].start].subjunctive > 0
    if not (main or split) or sentence.complement(k + 1) == "dass":
        return None
    who = subject(sentence, hit.verb, seg.start, seg.end)
    if "es" in hit.cue.needs:
        who = where(sentence, seg.start, seg.end)
    elif who is None and not hit.passive:
        return None
    stop = max(seg.end, max(hit.words) + 1, who[1] if who else 0)
    rest = continuation(sentence, stop)
    message = [*said, *rest]
    frame = [i for i in range(seg.start - 1, end_of(sentence)) if i not in set(rest)]
    return _draft(sentence, "before", hit, message, frame, who), end_of(sentence)


def _after(sentence: Sentence, hit: cues.Hit, lo: int, later: Sequence[cues.Hit]) -> Result:
    """ "Sie sagte, die Lage sei ernst.": the cue's clause is followed by a content clause."""
    words = sentence.words
    nxt = _content(sentence, sentence.segment_of(max(hit.words)) + 1)
    if nxt >= len(sentence.segments):
        return None
    start, end = sentence.segments[nxt].start, end_of(sentence)
    kind = sentence.complement(nxt)
    clause = sentence.segments[sentence.segment_of(hit.verb)]
    if not _takes(sentence, hit, kind, nxt, end):
        return None
    subordinate = hit.verb_last
    end = _cut(sentence, hit, nxt, later, subordinate)
    first = lo if not subordinate or lo else clause.start
    frame = [*range(first if not subordinate else clause.start, start)]
    front = _front_start(sentence, hit, lo)
    verb = hit.verb if subordinate else min([hit.verb, *sentence.finite(clause)])
    who = subject(sentence, verb, clause.start if subordinate else front, clause.end, last=subordinate)
    if who and words[who[0]].low in ("das", "es", "was") and who[1] - who[0] == 1:
        who = None
    if who is None and hit.cue.lemma in ("heißen", "verlauten"):
        who = where(sentence, front, clause.end)
    if hit.cue.lemma == "zitieren" and not hit.passive:
        who = cited(sentence, verb, who, clause.end) or who
    return _draft(sentence, f"after-{kind or 'main'}", hit, range(start, end), frame, who), end


def _content(sentence: Sentence, k: int) -> int:
    """The segment that opens the content clause, behind appositions and relative clauses."""
    for j in range(k, min(k + 4, len(sentence.segments))):
        seg = sentence.segments[j]
        relative = sentence.subordinate(j) and not sentence.complement(j)
        following = sentence.complement(j + 1) in ("dass", "main")
        relative = relative or (following and sentence.words[seg.start].low in _WHICH and sentence.subordinate(j))
        aside = relative or not (sentence.finite(seg) or sentence.complement(j))
        if not aside or sentence.words[seg.start].low == "wenn":
            return j
    return k


def _front_start(sentence: Sentence, hit: cues.Hit, lo: int) -> int:
    """Where the clause of the verb begins; appositions and relative clauses may stand between the subject and it."""
    k = sentence.segment_of(hit.verb)
    start = sentence.segments[k].start
    verb = min([hit.verb, *sentence.finite(sentence.segments[k])])
    if start != verb and phrase_end(sentence, start, verb) != verb:
        return start
    best = start
    for j in range(k - 1, -1, -1):
        seg = sentence.segments[j]
        relative = sentence.subordinate(j)
        if seg.start < lo or (sentence.finite(seg) and not relative) or (start != verb and relative):
            break
        if not relative and phrase_end(sentence, seg.start, seg.end) > seg.start:
            best = seg.start
    return best


def _takes(sentence: Sentence, hit: cues.Hit, kind: str, nxt: int, end: int) -> bool:
    seg = sentence.segments[nxt]
    takes = hit.cue.takes
    subjunctive = sentence.subjunctive(seg.start, end)
    if sentence.words[seg.start - 1].text not in (",", ":") and kind != "dass":
        return False
    if kind == "dass":
        return bool(takes & set("di"))
    if kind == "ob":
        asked = "o" in takes or sentence.words[seg.start].low == "ob" or subjunctive
        return bool(takes & set("do")) and asked and sentence.words[seg.start].low != "wie"
    if kind == "inf":
        return bool(takes & set("di"))
    if kind == "main":
        word = sentence.words[seg.start]
        if word.tag == "KON" and not subjunctive:
            return False
        plain = not hit.verb_last and word.low not in ("so", "wie") and not word.finite
        return "d" in takes and (subjunctive or (plain and not hit.passive))
    return "d" in takes and subjunctive and not hit.passive


def _cut(sentence: Sentence, hit: cues.Hit, nxt: int, later: Sequence[cues.Hit], subordinate: bool) -> int:
    """Where the message ends: at the sentence's end, or where a further frame begins."""
    words = sentence.words
    for k in range(nxt + 1, len(sentence.segments)):
        seg = sentence.segments[k]
        if subordinate and words[seg.start].finite and not words[seg.start].subjunctive:
            return seg.start
        if words[seg.start].low in ("und", "aber", "sowie", "doch", "während"):
            for other in later[:_LATER]:
                inside = seg.start < other.verb < seg.end
                if inside and not words[other.verb].subjunctive and not other.verb_last and sentence.complement(k + 1):
                    return seg.start
    return end_of(sentence)
