"""The wording by which German news says whence it has something: where in a sentence it stands, and what it governs.

Each finder gets a sentence and the index of a word and tells where the phrase of the source begins, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract import cues
from kg.extract.clauses import Sentence, Word
from kg.extract.phrases import TIMES, phrase_end
from kg.extract.stations import station
from kg.extract.wordlist import wordlist
from kg.records import EntityKind

REPORTING = wordlist("berichten melden schreiben vermelden zitieren enthüllen")
"""Verbs of which a medium is the subject."""

_SHARING = wordlist("teilen verbreiten weiterverbreiten posten retweeten weiterleiten")
"""Verbs by which somebody passes on what another has said."""

POSTING = wordlist("schreiben posten twittern")
"""Verbs of writing, with which an unknown name behind "auf" is a platform."""

ANSWERING = wordlist("antworten entgegnen erwidern kontern bejahen verneinen zurückweisen")
"""Verbs of answering, which go on with the talk before."""

PLACES = wordlist("auf bei im via über in per beim")
_PUBLISHING = wordlist(
    """
    schreiben posten twittern erklären mitteilen teilen veröffentlichen kommentieren verbreiten melden
    bestätigen sagen behaupten warnen fordern drohen ankündigen betonen versichern
    """
)
_BASED = ("berufung",)
_POINTED = ("bezug", "verweis", "hinweis")
_LEANS = re.compile(r"(?:beruf|berief|stützt|bezieh|bezog)")
_LOOSELY = re.compile(r"(?:bezieh|bezog)")
_TALKS = re.compile(r"(?:interviews?|gesprächs?|gastbeitrags?|beitrags?|podcasts?|sendung|talkshow)$")
_REPORTS = re.compile(r"(?:berichte?s?|berichten|meldung|darstellung|artikels?|recherchen?)$")
_VOUCHING = re.compile(r"^(?:geht|gehe|ging|gehen|gingen|hervorgeht|hervorging|steht|stehe|stand|heißt)$")
_HOLDING = wordlist("vorliegt vorlag vorliegen vorlagen einsehen eingesehen")
_WHICH = frozenset(["dem", "der", "denen"])
_WINDOW = 12
"""Words between "sich", "auf" and the verb of "der sich auf … stützt"."""
_NUMBER = re.compile(r"\d{1,2}\.?$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_BEFORE = 9
"""Words of a phrase before "zufolge"."""
_ATTRIBUTE = 8
"""Words of "mit der Sache vertraute" between number and noun."""


def leaning(words: Sequence[Word], i: int) -> int | None:
    """Where the origin begins if word `i` is the noun of "unter Berufung auf" or the verb of "stützt sich auf"."""
    word = words[i]
    if word.low in _BASED or word.low in _POINTED:
        follows = i > 0 and words[i - 1].low in ("unter", "mit") and i + 1 < len(words) and words[i + 1].low == "auf"
        return i + 2 if follows else None
    if not _LEANS.match(word.low) or word.tag[:1] != "V":
        return None
    near = range(max(0, i - _WINDOW), min(len(words), i + 6))
    reflexive = next((k for k in near if words[k].low == "sich"), None)
    if reflexive is None:
        return None
    return next((k + 1 for k in near if words[k].low == "auf" and k > reflexive - 3), None)


def loose(word: Word) -> bool:
    """True for "mit Verweis auf" and "bezog sich auf", which also point to laws and matters that tell nothing.

    >>> loose(Word("Verweis", "verweis", "verweis", "NN", 0, 7)), loose(Word("Berufung", "berufung", "", "NN", 0, 8))
    (True, False)
    """
    return word.low in _POINTED or _LOOSELY.match(word.low) is not None


def quoting(sentence: Sentence, i: int) -> int | None:
    """Where the object begins in ", das zwei Beamte zitiert"."""
    if sentence.words[i].low not in ("zitiert", "zitierte"):
        return None
    k = sentence.segment_of(i)
    start = sentence.segments[k].start
    relative = sentence.words[start].low in ("der", "die", "das", "welcher", "welche", "welches")
    return start + 1 if relative and sentence.subordinate(k) else None


def joined(sentence: Sentence, i: int) -> Iterator[tuple[int, int]]:
    """The phrases at `i`; what "und" joins are two origins side by side."""
    end = long_phrase(sentence, i)
    both = next((k for k in range(i + 1, end) if sentence.words[k].low in ("und", "sowie")), None)
    if both is None and end < len(sentence.words) and sentence.words[end].low in ("und", "sowie"):
        both, end = end, long_phrase(sentence, end + 1)
    joint = station(sentence.words[both + 1 : end], {}) if both is not None else None
    other = joint.kind if joint else EntityKind.UNKNOWN
    if both is not None and other is not EntityKind.UNKNOWN:
        yield i, both
        yield both + 1, end
    elif both is not None and end == both + 1:
        yield i, both
    elif end > i:
        yield i, end


def long_phrase(sentence: Sentence, i: int) -> int:
    """One past the phrase at `i`, with "mit der Sache vertraute" or "von diesem zitierte" before its noun."""
    words = sentence.words
    at = i
    while at < len(words) and (words[at].tag in ("CARD", "ART", "PIAT", "PIDAT", "ADJA") or words[at].low == "mehrere"):
        at += 1
    if at < len(words) and words[at].low in ("mit", "von", "in"):
        near = range(at + 1, min(len(words) - 1, at + _ATTRIBUTE))
        told = next((k for k in near if re.search(r"(?:vertraut|zitiert|befragt|genannt)e[nrs]?$", words[k].low)), None)
        if told is not None and words[told + 1].text[0].isupper():
            return max(phrase_end(sentence, told + 1, len(words)), told + 1)
    end = phrase_end(sentence, i, len(words))
    dated = i < end and end + 1 < len(words) and _YEAR.match(words[end].text) and words[end + 1].low in ("des", "der")
    return max(_bracketed(words, phrase_end(sentence, end + 1, len(words))), end + 1) if dated else end


def _bracketed(words: Sequence[Word], end: int) -> int:
    """One past "(ODNI)" behind a phrase that ends at `end`."""
    return end + 3 if end + 2 < len(words) and words[end].text == "(" and words[end + 2].text == ")" else end


def beside(sentence: Sentence, i: int, *, sourced: bool) -> tuple[int, int] | None:
    """The phrase of "… zufolge", "laut …", "wie … meldet", "nach Angaben von …" at word `i`.

    With `sourced`, "nach einem internen Vermerk" counts, too, where nothing but the document can be meant.
    """
    words = sentence.words
    word = words[i]
    if word.low in ("zufolge", "gemäß") and i:
        ends = (k for k in range(max(0, i - _BEFORE), i) if phrase_end(sentence, k, i) == i)
        start = next((k for k in ends if words[k].tag not in ("APPR", "APPRART")), i)
        return (start, i) if start < i else None
    if i + 1 >= len(words):
        return None
    if word.low == "laut" or (word.low == "wie" and words[i + 1].low != "auch"):
        return i + 1, phrase_end(sentence, i + 1, len(words))
    if word.low == "nach" and i + 2 < len(words) and words[i + 2].low in ("von", "vom", "der", "des", "eines", "einer"):
        noun = cues.noun(words[i + 1])
        if noun and "p" in noun.takes:
            at = i + 2 + (words[i + 2].low in ("von", "vom"))
            return at, phrase_end(sentence, at, len(words))
    if word.low == "nach" and sourced:
        return _after_paper(sentence, i)
    return None


def _after_paper(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """The phrase behind "nach" at the head of the sentence, or before ", der der Redaktion vorliegt"."""
    end = phrase_end(sentence, i + 1, len(sentence.words))
    if end <= i + 1:
        return None
    head = all(w.mark for w in sentence.words[:i]) or sentence.words[i].text[0].isupper()
    rest = sentence.words[end : end + 12]
    lies = bool(rest) and rest[0].text == "," and any(w.low in ("vorliegt", "vorlag", "vorliegen") for w in rest)
    return (i + 1, end) if head or lies else None


def hearer(words: Sequence[Word], i: int) -> int | None:
    """Where the phrase begins that word `i` makes a hearer or a place of writing."""
    word = words[i]
    if (
        _TALKS.search(word.low)
        and word.tag[:1] == "N"
        and words[i + 1].low in ("mit", "für", "der", "des", "bei", "im")
    ):
        return i + 2 if words[i + 1].low in ("mit", "für", "bei", "im") else i + 1
    if _REPORTS.search(word.low) and words[i + 1].low in ("der", "des") and i and words[i - 1].low in ("einem", "dem"):
        return i + 1
    if word.low in ("zu", "gegenüber") or word.low in PLACES:
        return i + 1
    if word.low in ("der", "dem", "den"):
        before = words[i - 1] if i else None
        bound = before is not None and (before.mark or before.tag in ("APPR", "APPRART", "NN"))
        free = not bound or (before is not None and before.low in TIMES)
        return i if free else None
    return None


def holding(sentence: Sentence) -> Iterator[int]:
    """Where the holder begins in "das der Agentur X vorliegt" and "das die Zeitung Y einsehen konnte"."""
    words = sentence.words
    for seg in sentence.segments:
        if any(w.low in _HOLDING for w in words[seg.start : seg.end]):
            yield from (i for i in range(seg.start, seg.end) if words[i].low in ("der", "dem", "die", "das", "den"))


def numbered(words: Sequence[Word], end: int) -> bool:
    """True if the number at `end` belongs to the name before: "Rossija 1"."""
    return 0 < end < len(words) and _NUMBER.match(words[end].text) is not None and words[end - 1].tag == "NE"


def published(words: Sequence[Word]) -> bool:
    """True if the words hold a verb of saying with which a place of writing may stand."""
    return any(w.tag in ("VVFIN", "VVPP", "VVINF") and w.lemma in _PUBLISHING for w in words)


def bare_platform(words: Sequence[Word], i: int) -> bool:
    """True for "schrieb auf Kanalo": a bare name behind "auf" beside a verb of posting."""
    bare = words[i + 1].tag == "NE" and (i + 2 == len(words) or words[i + 2].tag != "NE")
    return bare and any(w.finite and w.lemma in POSTING for w in words)


def shares(words: Sequence[Word]) -> bool:
    """True if a clause tells that somebody passes something on; not for "teilte … mit"."""
    passed = any(word.lemma in _SHARING and word.finite for word in words)
    return passed and not any(word.tag == "PTKVZ" for word in words)


def through(sentence: Sentence, i: int) -> int | None:
    """Where the go-between begins in "ließ über seinen Sprecher ausrichten", if word `i` is its preposition."""
    words = sentence.words
    if words[i].low not in ("über", "durch") or i + 2 >= len(words):
        return None
    seg = sentence.segments[sentence.segment_of(i)]
    lets = any(w.low in ("ließ", "ließen", "lässt", "lassen") for w in words[seg.start : seg.end])
    return i + 1 if lets else None


def relative(sentence: Sentence) -> Iterator[int]:
    """Where the clauses ", wonach …", ", nach dem …" and ", dem zufolge …" begin; the comma stands before."""
    words = sentence.words
    for seg in sentence.segments:
        i = seg.start
        if not i or words[i - 1].text != ",":
            continue
        low, after = words[i].low, words[i + 1].low if i + 1 < len(words) else ""
        behind = low in ("nach", "laut") and after in _WHICH
        if low in ("wonach", "demzufolge") or behind or (low in _WHICH and after == "zufolge"):
            yield i


def named_among(sentence: Sentence, i: int) -> Iterator[tuple[int, int]]:
    """The phrases of ", darunter X und Y" at word `i`."""
    words = sentence.words
    if i + 2 < len(words) and words[i].text == "," and words[i + 1].low in ("darunter", "unter"):
        seg = sentence.segments[sentence.segment_of(i + 1)]
        at = i + 2
        while at < seg.end:
            end = phrase_end(sentence, at, seg.end, attach=False)
            both = next((k for k in range(at, end) if words[k].low == "und"), None)
            end = both if both is not None else end
            if end <= at:
                at += 1
                continue
            yield at, end
            at = end + 1


def vouching(sentence: Sentence) -> int | None:
    """Where the document begins in "Das geht aus einem Bericht hervor", "So steht es in …", "Zu dem Ergebnis kommt …".

    Only at the head of a sentence that points back; None for others.
    """
    words = sentence.words
    first = [w.low for w in words[:6]]
    if len(first) < 4:
        return None
    if first[0] in ("das", "dies", "so") and _VOUCHING.match(first[1]):
        return next((k + 1 for k, low in enumerate(first) if k > 1 and low in ("aus", "in", "im")), None)
    result = first[0] == "zu" and first[1] in ("diesem", "dem") and first[2] in ("ergebnis", "schluss", "befund")
    return 4 if result and first[3] in ("kommt", "kam", "kommen", "kamen") else None
