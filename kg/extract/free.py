"""Free indirect speech: sentences without a frame that carry on an utterance, and hearsay with "soll"."""

from __future__ import annotations

from kg.extract import cues
from kg.extract.clauses import Sentence
from kg.extract.draft import Draft, Spans
from kg.extract.kinds import kind
from kg.extract.phrases import clause_start, subject
from kg.extract.quotes import Pair
from kg.extract.wordlist import wordlist
from kg.records import EntityKind, SpeechType

_SOLL = wordlist("soll sollen sollte sollten")
_FUNCTION_WORDS = wordlist("der die das des dem den und von vom zu zum für in im am an of the and de la du al")
"""Lower-case words that a title or a name may hold."""

_REACH = 3
"""Sentences over which the subjunctive still reaches back to an utterance."""


def continued(sentence: Sentence, previous: Draft | None, gap: int) -> Draft | None:
    """The sentence as a continuation in the subjunctive of the utterance before it; its full stop belongs to it."""
    if previous is None or gap > _REACH or not previous.speaker:
        return None
    strength = _main_subjunctive(sentence)
    if not strength or (strength == 2 and (gap or previous.type is SpeechType.DIRECT)):
        return None
    rule = "carried-1" if strength == 1 else "carried-2"
    return _whole(sentence, rule, SpeechType.INDIRECT_FREE_INDIRECT, previous)


def unannounced(sentence: Sentence, before: Sentence | None) -> Draft | None:
    """A sentence in Konjunktiv I that follows no utterance: the subject of the sentence before is taken to speak."""
    if before is None or _main_subjunctive(sentence) != 1:
        return None
    verbs = (i for i, w in enumerate(before.words) if w.finite and not w.depth)
    verb = next((i for i in verbs if not before.subordinate(before.segment_of(i))), None)
    if verb is None:
        return None
    who = subject(before, verb, clause_start(before, verb), before.segments[before.segment_of(verb)].end)
    quote = tuple(sentence.spans(range(len(sentence.words))))
    speaker = tuple(before.spans(range(*who))) if who else ()
    return Draft("unannounced", SpeechType.INDIRECT_FREE_INDIRECT, quote, speaker=speaker)


def named(sentence: Sentence, speaker: Spans) -> bool:
    """True if the words at `speaker` name somebody or a body, so that a new speaker may begin."""
    words = [w for w in sentence.words if any(span.start <= w.start < span.end for span in speaker)]
    if len(words) == 1 and words[0].tag[:1] == "P":
        return False
    what = kind(" ".join(w.text for w in words), [w.text for w in words if w.tag == "NE"])
    return what in (EntityKind.PERSON, EntityKind.ANONYMOUS, EntityKind.ORGANISATION)


def _main_subjunctive(sentence: Sentence) -> int:
    """1 or 2 if a main clause stands in that subjunctive, 0 otherwise; "ich" makes a present tense of it."""
    if any(w.low == "ich" and not w.depth for w in sentence.words):
        return 0
    found = 0
    for k, seg in enumerate(sentence.segments):
        verbs = [sentence.words[i] for i in sentence.finite(seg) or range(*seg) if not sentence.words[i].depth]
        kinds = {w.subjunctive for w in verbs} - {0}
        if kinds and not sentence.subordinate(k):
            found = min(kinds)
            break
        if verbs and not sentence.subordinate(k) and any(w.finite and not w.subjunctive for w in verbs):
            return 0
    return found


def reported(sentence: Sentence) -> Draft | None:
    """A sentence that tells of an utterance without rendering it: "Die Union kritisierte den Entwurf."."""
    for hit in cues.find(sentence):
        if not _closed(sentence) or "r" not in hit.cue.takes or sentence.words[hit.verb].subjunctive or hit.verb_last:
            continue
        seg = sentence.segments[sentence.segment_of(hit.verb)]
        who = None if hit.passive else subject(sentence, hit.verb, clause_start(sentence, hit.verb), seg.end)
        if who:
            quote = tuple(sentence.spans(range(len(sentence.words))))
            speaker = tuple(sentence.spans(range(*who)))
            return Draft(
                "reported",
                SpeechType.REPORTED,
                quote,
                speaker=speaker,
                medium=hit.cue.medium,
                modality=hit.cue.modality,
            )
    return None


def _closed(sentence: Sentence) -> bool:
    """True if the sentence ends as one, also with a number whose full stop looks like an ordinal's: "vor 2028."."""
    return sentence.words[-1].tag == "$." or sentence.words[-1].text.endswith(".")


def hearsay(sentence: Sentence, previous: Draft | None) -> Draft | None:
    """ "Er soll das Geld genommen haben.": what others say, as the perfect infinitive behind "soll" shows."""
    words = sentence.words
    for i, word in enumerate(words):
        if word.low in _SOLL and not word.depth:
            seg = sentence.segments[sentence.segment_of(i)]
            inside = [w.low for w in words[seg.start : seg.end]]
            perfect = (
                inside[-1:] in (["haben"], ["sein"])
                and len(inside) > 2
                and words[seg.end - 2].tag in ("VVPP", "VAPP", "ADJD", "VVFIN")
            )
            if perfect:
                return _whole(sentence, "hearsay", SpeechType.FREE_INDIRECT, previous)
    return None


def _whole(sentence: Sentence, rule: str, kind: SpeechType, previous: Draft | None) -> Draft:
    quote = tuple(sentence.spans(range(len(sentence.words))))
    if previous is None:
        return Draft(rule, kind, quote)
    return Draft(rule, kind, quote, speaker=previous.speaker, medium=previous.medium)


def continues(previous: Draft, draft: Draft) -> bool:
    """True if both are stretches of one continuing report and count as one utterance."""
    return previous.type is draft.type is SpeechType.INDIRECT_FREE_INDIRECT and previous.speaker == draft.speaker


def quoted(text: str, pair: Pair) -> bool:
    """True if the quotation within indirect speech is the speaker's wording rather than a name or a title."""
    start, end = pair.inner
    inner = text[start:end].strip()
    words = [word for word in inner.split() if word[0].isalpha()]
    return any(word[0].islower() and word not in _FUNCTION_WORDS for word in words)
