"""The words of a speaker, where the model took those of somebody else in the same sentence, or only a piece of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from kg.extract import cues
from kg.extract.clauses import Outline, Sentence
from kg.extract.draft import Draft, Spans
from kg.extract.kinds import PERSON, kind
from kg.extract.phrases import phrase_end, subject
from kg.records import EntityKind, SpeechType

_NOMINAL = ("ART", "P", "ADJ", "N", "CARD")
_ONLY_SUBJECTS = frozenset(["er", "man", "ich", "wir"])
"""Pronouns that are nothing but subjects."""

_ARTICLES = frozenset(["der", "die", "das", "ein", "eine"])
_NOUNS = ("NN", "NNA", "NE")
_SPEAKING = frozenset([*EntityKind]) - {EntityKind.UNKNOWN, EntityKind.DOCUMENT, EntityKind.REPORTS}
_ONLY_CALLING = frozenset("a")
"""What verbs like "halten für" and "nennen" take: as a subjunctive they say nothing themselves."""

_TO = frozenset(["zu", "zum", "zur", "gegenüber"])
_THINGS = frozenset([EntityKind.UNKNOWN, EntityKind.DOCUMENT])


def mended(draft: Draft, outline: Outline) -> Draft:
    """The draft with the words of its speaker put right: a reporter, a thing before the verb, or a lone article."""
    if not draft.speaker:
        return draft
    found = (
        _subject_of_cue(draft, outline)
        or _who_acts(draft, outline)
        or _reported(draft, outline)
        or _behind_verb(draft, outline)
        or _completed(draft, outline)
    )
    return replace(draft, speaker=found) if found else draft


def is_spoken_of(draft: Draft, outline: Outline) -> bool:
    """True if the speaker's words are the subject of what is said: "Ihr Land" in "Ihr Land halte Wort"."""
    sentence = outline.sentence(draft.speaker[0].start)
    verb = bisect_left(sentence.words, draft.speaker[-1].end, key=lambda word: word.start)
    first = bisect_left(sentence.words, draft.speaker[0].start, key=lambda word: word.start)
    if verb >= len(sentence.words) or not sentence.words[verb].subjunctive or sentence.words[verb].depth:
        return False
    if first > 0 and sentence.words[first - 1].tag in ("APPR", "APPRART"):
        return False
    saying = (hit for hit in cues.find(sentence) if hit.cue.takes != _ONLY_CALLING)
    return not any(hit.role == "finite" for hit in saying)


def _who_acts(draft: Draft, outline: Outline) -> Spans:
    """The subject of a speech act whose clause is the quote, if somebody outside was taken for the speaker."""
    inside = any(quote.start <= span.start < quote.end for quote in draft.quote for span in draft.speaker)
    if draft.type is not SpeechType.REPORTED or inside:
        return ()
    sentence = outline.sentence(draft.start)
    here = {i for i, w in enumerate(sentence.words) if any(q.start <= w.start < q.end for q in draft.quote)}
    verb = next((i for i in _verbs(sentence) if i in here and not sentence.words[i].depth), None)
    if verb is None or sentence.subordinate(sentence.segment_of(verb)):
        return ()
    who = _speaking_subject(sentence, verb)
    return tuple(sentence.spans(range(*who))) if who and who[0] in here else ()


def _subject_of_cue(draft: Draft, outline: Outline) -> Spans:
    """Who stands beside the verb of saying, if one of another sentence was taken for the speaker."""
    if not draft.cue:
        return ()
    sentence = outline.sentence(draft.cue[0].start)
    verb = next((i for i in _verbs(sentence) if sentence.words[i].start == draft.cue[0].start), None)
    elsewhere = outline.sentence(draft.speaker[0].start) is not sentence is outline.sentence(draft.start)
    if verb is None or not elsewhere or sentence.subordinate(sentence.segment_of(verb)):
        return ()
    who = _speaking_subject(sentence, verb)
    return tuple(sentence.spans(range(*who))) if who else ()


def _speaking_subject(sentence: Sentence, verb: int) -> tuple[int, int] | None:
    """The subject of the verb, if it is somebody or a body."""
    seg = sentence.segments[sentence.segment_of(verb)]
    who = subject(sentence, verb, seg.start, seg.end)
    if who is None:
        return None
    return who if _speaks(sentence, *who) else None


def _speaks(sentence: Sentence, first: int, last: int) -> bool:
    """True if the words are somebody's or a body's name or description."""
    words = sentence.words[first:last]
    return kind(" ".join(w.text for w in words), [w.text for w in words if w.tag == "NE"]) in _SPEAKING


def _reported(draft: Draft, outline: Outline) -> Spans:
    """Who speaks in "Ein Beamter sprach der dpa zufolge von …", if the reporter was taken for the speaker."""
    sentence = outline.sentence(draft.speaker[0].start)
    at = bisect_left(sentence.words, draft.speaker[-1].end, key=lambda word: word.start)
    if at >= len(sentence.words) or sentence.words[at].low != "zufolge":
        return ()
    verb = next((i for i in _verbs(sentence) if i < at), None)
    if verb is None:
        return ()
    first = sentence.segments[sentence.segment_of(verb)].start
    words = sentence.words[first:verb]
    plain = all(w.tag.startswith(_NOMINAL) for w in words) and any(w.tag[0] in "NP" for w in words)
    return tuple(sentence.spans(range(first, verb))) if plain else ()


def _behind_verb(draft: Draft, outline: Outline) -> Spans:
    """The pronoun of "Die Nachträge bezifferte er auf …", if the thing before the verb was taken for the speaker."""
    sentence = outline.sentence(draft.speaker[0].start)
    words = sentence.words
    end = bisect_left(words, draft.speaker[-1].end, key=lambda word: word.start)
    if end + 1 >= len(words) or not words[end].finite or words[end].depth or end not in set(_verbs(sentence)):
        return ()
    told = " ".join(w.text for w in outline.words(draft.speaker))
    thing = words[end + 1].low == "sie" and kind(told) in _THINGS
    found = words[end + 1].low in _ONLY_SUBJECTS or thing
    return tuple(sentence.spans([end + 1])) if found else ()


def _completed(draft: Draft, outline: Outline) -> Spans:
    """The phrase of which the article alone, the name without its role, or an addressee, too, was taken."""
    words = outline.words(draft.speaker)
    if not words:
        return ()
    sentence = outline.sentence(words[0].start)
    at = bisect_left(sentence.words, words[0].start, key=lambda word: word.start)
    if len(words) == 1 and words[0].low in _ARTICLES:
        goes_on = at + 1 < len(sentence.words) and sentence.words[at + 1].tag.startswith(("ADJA", "N"))
        end = phrase_end(sentence, at, len(sentence.words)) if goes_on else at
        return tuple(sentence.spans(range(at, end))) if end > at + 1 and _speaks(sentence, at, end) else ()
    end = bisect_left(sentence.words, words[-1].end, key=lambda word: word.start)
    spoken_to = next((i for i, w in enumerate(words) if i and w.low in _TO and PERSON.search(words[i - 1].low)), None)
    if spoken_to is not None:
        return tuple(sentence.spans(range(at, at + spoken_to)))
    first = _with_role(sentence, at) if words[0].tag == "NE" and not words[0].depth else at
    last = _with_surname(sentence, end) if words[-1].tag == "NE" else end
    return tuple(sentence.spans(range(first, last))) if (first, last) != (at, end) else ()


def _with_role(sentence: Sentence, at: int) -> int:
    """Where the phrase begins whose name stands at word `at`: the role before it, with adjectives and article."""
    words = sentence.words
    if at == 0 or words[at - 1].tag not in _NOUNS or not words[at - 1].text[0].isupper() or words[at - 1].depth:
        return at
    first = at - 1
    if not PERSON.search(words[first].low):
        return at
    while first > 0 and words[first - 1].tag == "ADJA":
        first -= 1
    return first - 1 if first > 0 and words[first - 1].tag in ("ART", "PPOSAT") else first


def _with_surname(sentence: Sentence, end: int) -> int:
    """One past the name whose first part ends before word `end`."""
    words = sentence.words
    while 0 < end < len(words) and words[end].tag == "NE" and words[end].depth == words[end - 1].depth:
        end += 1
    return end


def _verbs(sentence: Sentence) -> list[int]:
    """The finite verbs of saying."""
    return [i for hit in cues.find(sentence) for i in hit.words if sentence.words[i].finite]
