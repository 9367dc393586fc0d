"""Indirect speech: content clauses beside a cue verb, and phrases such as "nach Angaben der Polizei"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract import cues
from kg.extract.clauses import Sentence
from kg.extract.draft import Draft, Spans
from kg.extract.phrases import addressee, phrase_end, subject, with_apposition
from kg.extract.wordlist import wordlist
from kg.records import Medium, SpeechType

_STRIP = frozenset([",", ";", ":", "–", "—", "-", "."])
_LAUT = wordlist("laut gemäß lt.")
_DEMNACH = wordlist("demnach demzufolge wonach")
_LONGEST_PHRASE = 25
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
    return found or [*_phrases(sentence, lo)] or [*_nouns(sentence, lo)]


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
    draft = _draft(sentence, "backward", hit, [0], range(1, _end(sentence)), who)
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
        tuple(sentence.spans(_trim(sentence, message))),
        cue=tuple(sentence.spans(cue)),
        frame=tuple(sentence.spans(frame)),
        speaker=_np(sentence, speaker) if not hit.passive else _agent(sentence, clause),
        addressee=_np(sentence, to),
        medium=hit.cue.medium,
        modality=hit.cue.modality,
    )


def _np(sentence: Sentence, phrase: tuple[int, int] | None) -> Spans:
    return tuple(sentence.spans(range(*phrase))) if phrase else ()


def _agent(sentence: Sentence, clause: tuple[int, int]) -> Spans:
    """The "von …" of a passive."""
    for i in range(*clause):
        if sentence.words[i].low in ("von", "vom"):
            end = phrase_end(sentence, i + 1, clause[1])
            if end > i + 1:
                return _np(sentence, (i + 1, end))
    return ()


def _trim(sentence: Sentence, message: Sequence[int]) -> list[int]:
    """The message without separators at the ends of each of its stretches."""
    runs: list[list[int]] = []
    for i in sorted(message):
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        while run and sentence.words[run[0]].text in _STRIP and not sentence.words[run[0]].depth:
            run.pop(0)
        while run and sentence.words[run[-1]].text in _STRIP and not sentence.words[run[-1]].depth:
            run.pop()
    return [i for run in runs for i in run]


def _end(sentence: Sentence) -> int:
    return sentence.segments[-1].end if sentence.segments else len(sentence.words)


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
    frame = [*range(start - 1 if start > lo else start, min(stop + 1, _end(sentence)))]
    message = [i for i in range(lo, _end(sentence)) if not (start <= i < stop)]
    if len(message) < 3:
        return None
    who = subject(sentence, hit.verb, head + 1, seg.end, last=words[head].low == "wie")
    return _draft(sentence, "as", hit, message, frame, who or subject(sentence, hit.verb, hit.verb, seg.end)), _end(
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
    if not main or sentence.complement(k + 1) == "dass":
        return None
    who = subject(sentence, hit.verb, seg.start, seg.end)
    if "es" in hit.cue.needs:
        who = _where(sentence, seg.start, seg.end)
    elif who is None and not hit.passive:
        return None
    stop = max(seg.end, max(hit.words) + 1, who[1] if who else 0)
    rest = _continuation(sentence, stop)
    message = [*said, *rest]
    frame = [i for i in range(seg.start - 1, _end(sentence)) if i not in set(rest)]
    return _draft(sentence, "before", hit, message, frame, who), _end(sentence)


def _where(sentence: Sentence, lo: int, hi: int) -> tuple[int, int] | None:
    """The document of "in dem Bericht heißt es", the circles of "aus Kreisen verlautete"."""
    for i in range(lo, hi):
        if sentence.words[i].low in ("in", "im", "aus", "seitens", "bei"):
            end = phrase_end(sentence, i + 1, hi)
            if end > i + 1:
                return i + 1, end
    return None


def _continuation(sentence: Sentence, stop: int) -> range:
    """The rest of a message that goes on behind the frame."""
    end = _end(sentence)
    k = sentence.segment_of(stop + 1) if stop + 1 < end else len(sentence.segments)
    if k < len(sentence.segments) and sentence.segments[k].start > stop:
        seg = sentence.segments[k]
        word = sentence.words[seg.start]
        if (sentence.subjunctive(seg.start, end) and not sentence.subordinate(k)) or (
            word.low in ("aber", "sondern", "und") and sentence.subjunctive(seg.start, end)
        ):
            return range(seg.start, end)
    return range(0)


def _after(sentence: Sentence, hit: cues.Hit, lo: int, later: Sequence[cues.Hit]) -> Result:
    """ "Sie sagte, die Lage sei ernst.": the cue's clause is followed by a content clause."""
    words = sentence.words
    nxt = _content(sentence, sentence.segment_of(max(hit.words)) + 1)
    if nxt >= len(sentence.segments):
        return None
    start, end = sentence.segments[nxt].start, _end(sentence)
    kind = sentence.complement(nxt)
    clause = sentence.segments[sentence.segment_of(hit.verb)]
    if not _takes(sentence, hit, kind, nxt, end):
        return None
    subordinate = hit.verb_last
    end = _cut(sentence, hit, nxt, later, subordinate)
    first = lo if not subordinate or lo else clause.start
    frame = [*range(first if not subordinate else clause.start, start)]
    front = _front_start(sentence, hit, lo)
    who = subject(sentence, hit.verb, clause.start if subordinate else front, clause.end, last=subordinate)
    if who and words[who[0]].low in ("das", "es", "was") and who[1] - who[0] == 1:
        who = None
    if who is None and hit.cue.lemma in ("heißen", "verlauten"):
        who = _where(sentence, front, clause.end)
    return _draft(sentence, f"after-{kind or 'main'}", hit, range(start, end), frame, who), end


def _content(sentence: Sentence, k: int) -> int:
    """The segment that opens the content clause, behind appositions and relative clauses."""
    for j in range(k, min(k + 4, len(sentence.segments))):
        seg = sentence.segments[j]
        relative = sentence.subordinate(j) and not sentence.complement(j)
        aside = relative or not (sentence.finite(seg) or sentence.complement(j))
        if not aside or sentence.words[seg.start].low == "wenn":
            return j
    return k


def _front_start(sentence: Sentence, hit: cues.Hit, lo: int) -> int:
    """Where the clause of the verb begins; appositions and relative clauses may stand between the subject and it."""
    k = sentence.segment_of(hit.verb)
    start = sentence.segments[k].start
    if start != hit.verb and phrase_end(sentence, start, hit.verb) != hit.verb:
        return start
    best = start
    for j in range(k - 1, -1, -1):
        seg = sentence.segments[j]
        relative = sentence.subordinate(j)
        if seg.start < lo or (sentence.finite(seg) and not relative) or (start != hit.verb and relative):
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
            for other in later:
                inside = seg.start < other.verb < seg.end
                if inside and not words[other.verb].subjunctive and not other.verb_last and sentence.complement(k + 1):
                    return seg.start
    return _end(sentence)


def _nouns(sentence: Sentence, lo: int) -> Iterator[Draft]:
    """ "die Forderung der Union, …", "seine Meinung, dass …": a noun takes the content clause."""
    for k, seg in enumerate(sentence.segments[:-1]):
        if seg.start < lo or sentence.words[seg.end].text != ",":
            continue
        at = next(
            (i for i in range(seg.end - 1, max(seg.start, seg.end - 9) - 1, -1) if _takes_clause(sentence, i, seg.end)),
            None,
        )
        kind = sentence.complement(k + 1)
        start, end = sentence.segments[k + 1].start, _end(sentence)
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
        draft = _make(sentence, "noun", [at], who or (at, at), range(start, stop), frame, cue.medium)
        if draft and who:
            yield draft
            return


def _takes_clause(sentence: Sentence, i: int, end: int) -> bool:
    """True if word `i` is a noun that takes a content clause and its phrase ends at `end`."""
    cue = cues.noun(sentence.words[i])
    return cue is not None and "c" in cue.takes and (i + 1 == end or phrase_end(sentence, i, end) == end)


def _phrases(sentence: Sentence, lo: int) -> Iterator[Draft]:
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
        return _rest(sentence, [i], (start, i), range(start, i + 1), lo, "zufolge") if start < i else None
    if word.low in _DEMNACH:
        return _rest(sentence, [i], (i, i + 1), range(i, i + 1), lo, "demnach")
    if word.low == "so":
        return _so(sentence, i, lo)
    return None


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
        return _rest(sentence, [i], (i + 1, end), range(i, end), lo, "nach", head.medium)
    start = _phrase_start(sentence, i, lo)
    before = next((cues.noun(words[j]) for j in range(i - 1, start - 1, -1) if words[j].text[0].isupper()), None)
    if start < i and before and "p" in before.takes and words[start].low != words[start].text.upper():
        return _rest(sentence, [i], (start, i), range(start, i + 1), lo, "nach", before.medium)
    return None


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
    rest = _continuation(sentence, stop)
    if not rest and not any(w.finite for w in sentence.words[lo : i - 1]):
        rest = range(stop + 1, _end(sentence))
    message = [*range(lo, i - 1), *rest]
    frame = [j for j in range(i - 1, _end(sentence)) if j not in set(rest)]
    return _make(sentence, "so", [i], (i + 1, end), message, frame, Medium.SPEECH_OR_WRITING)


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
    start, end = lo, _end(sentence)
    if sentence.subordinate(k) and sentence.segments[k].start < frame[0]:
        start = sentence.segments[k].start
        end = _clause_end(sentence, k)
    message = [i for i in range(start, end) if i not in frame]
    return _make(sentence, rule, cue, who, message, [*frame], medium or Medium.SPEECH_OR_WRITING)


def _clause_end(sentence: Sentence, k: int) -> int:
    """Where a subordinate clause ends: before the finite verb or the conjunction that takes up the main clause."""
    for seg in sentence.segments[k + 1 :]:
        if sentence.words[seg.start].finite:
            return seg.start
    return _end(sentence)


def _make(
    sentence: Sentence,
    rule: str,
    cue: list[int],
    who: tuple[int, int],
    message: Sequence[int],
    frame: Sequence[int],
    medium: Medium,
) -> Draft | None:
    kept = _trim(sentence, message)
    if sum(sentence.words[i].text[0].isalpha() for i in kept) < 2:
        return None
    return Draft(
        rule,
        SpeechType.INDIRECT,
        tuple(sentence.spans(kept)),
        cue=tuple(sentence.spans(cue)),
        frame=tuple(sentence.spans(frame)),
        speaker=_np(sentence, who),
        medium=medium,
    )
