"""Noun phrases: where one ends, which one is the subject of a cue, and which one is addressed."""

from __future__ import annotations

import re

from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import AGENCIES
from kg.extract.wordlist import wordlist

_DETERMINERS = frozenset(["ART", "PPOSAT", "PDAT", "PIAT", "PIDAT"])
_CORE = frozenset(["NN", "NNA", "NNI", "NE", "TRUNC", "CARD", "FM", "XY", "ADJA"])
_NOUNS = frozenset(["NN", "NNA", "NNI", "NE", "FM", "TRUNC", "XY"])
_PRONOUNS = wordlist(
    """
    er sie es man wir ich dieser diese dieses jener jene beide alle viele einige mehrere niemand jemand
    letzterer letztere keiner ersterer mancher manche andere
    """
)
_GENITIVES = wordlist(
    """
    des der eines einer seines seiner ihres ihrer dieses dieser deren dessen
    """
)
_ATTACHED = wordlist("von vom für aus gegen")
_PLACES = wordlist("in im bei beim an")
_NO_PLACE = re.compile("(?:angaben?|einschätzung(?:en)?|meinung|ansicht|auffassung|informationen|berichten?)$")
_OBLIQUE = wordlist(
    """
    dem den einem einen seinem seinen ihrem ihren diesem diesen unserem jedem allen mehreren keinem beiden
    """
)
_ADDRESSED = wordlist(
    """
    dem den der einem einer seinem seiner seinen ihrem ihrer ihren mehreren gegenüber
    """
)
_TIMES = wordlist(
    """
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag woche monat jahr tag tage tagen abend
    morgen mittag vormittag nachmittag nacht wochenende ende anfang mitte uhr januar februar märz april mai juni
    juli august september oktober november dezember zeit stunde stunden minute minuten jahre jahren wochen
    montagabend sonntagabend freitagabend
    """
)
MEDIA_NOUNS = wordlist(
    """
    zeitung agentur nachrichtenagentur sender fernsehsender radiosender magazin nachrichtenmagazin blatt
    wochenzeitung tageszeitung presse sonntagszeitung portal presseagentur deutschen bbc ard zeitschrift
    illustrierten fachzeitschrift rundfunk
    """
)
_LONGEST = 45


def _is_noun(word: Word) -> bool:
    telling = word.text != word.low or word.text[0].isdigit() or word.depth > 0
    return (word.tag in _NOUNS and telling) or word.low in AGENCIES


def phrase_end(sentence: Sentence, i: int, limit: int, *, attach: bool = True) -> int:
    """One past the last word of the noun phrase that begins at word `i`; `i` if none does.

    Genitives, "von …" and, after a common noun, places belong to it; so do brackets and names in quotation marks.
    """
    words = sentence.words
    limit = min(limit, i + _LONGEST)
    if i >= limit:
        return i
    j = _core(words, i, limit)
    if j == i:
        return i + 1 if words[i].low in _PRONOUNS else i
    return _attachments(sentence, j, limit) if attach else j


def _core(words: tuple[Word, ...], i: int, limit: int) -> int:
    """Determiner, adjectives, nouns; one past the last noun, or `i`."""
    j, last = i, i
    if words[j].tag in _DETERMINERS or words[j].low in ("der", "die", "das", "ein", "eine", "beide"):
        j += 1
    while j < limit:
        word = words[j]
        if word.mark or word.depth:
            close = j + 1
            while close < limit and (words[close].depth or words[close].mark) and close - j < 8:
                close += 1
            if close - j >= 8:
                break
            j = last = close
        elif _is_noun(word):
            j += 1
            last = j
        elif i < last == j and _begins_anew(words, j, limit):
            break
        elif (
            word.tag in _CORE
            or (word.text[0].isupper() and not word.finite and word.tag[:1] not in "KPA")
            or (word.low in ("von", "van", "al", "bin", "zu", "und") and _name_goes_on(words, j, limit, last))
            or (word.tag in ("ADV", "ADJD", "PTKNEG") and j + 1 < limit and words[j + 1].tag == "ADJA")
        ) or (
            word.text in "-–/&'’"
            and last == j
            and j + 1 < limit
            and words[j + 1].text[0].isalnum()
            and word.start == words[j - 1].end
        ):
            j += 1
        else:
            break
    return last if last > i and any(_is_noun(w) or w.depth for w in words[i:last]) else i


def _begins_anew(words: tuple[Word, ...], j: int, limit: int) -> bool:
    """True for a lower-case adjective or a number with its noun behind a noun: another phrase."""
    number = words[j].tag == "CARD" and j + 1 < limit and words[j + 1].tag in _NOUNS
    return number or (words[j].tag == "ADJA" and words[j].text[0].islower())


def _name_goes_on(words: tuple[Word, ...], j: int, limit: int, last: int) -> bool:
    """True for the "von" of a name and the "und" between two bare nouns."""
    if last != j or j + 1 >= limit or not words[j + 1].text[0].isupper():
        return False
    if words[j].low in ("und", "zu"):
        return _is_noun(words[j + 1])
    return words[j - 1].tag == "NE" and words[j + 1].tag == "NE" and words[j].low != "von"


def _attachments(sentence: Sentence, j: int, limit: int) -> int:
    words = sentence.words
    while j < limit:
        word = words[j]
        if word.text == "(":
            close = next((k for k in range(j, min(limit, j + 12)) if words[k].text == ")"), None)
            if close is None:
                break
            j = close + 1
            continue
        common = words[j - 1].tag in ("NN", "NNA") or words[j - 1].text == ")" or words[j - 1].mark
        if word.low in _GENITIVES and (common or word.low in ("des", "eines")) and not _media(words, j, limit):
            end = _core(words, j, limit)
        elif _prepositional(words, j, limit, common) or _joins(words, j, limit):
            end = _core(words, j + 1, limit)
            end = end if end > j + 1 else j
        else:
            break
        if end <= j:
            break
        j = end
    return j


def _joins(words: tuple[Word, ...], j: int, limit: int) -> bool:
    """True if the conjunction at `j` joins a further phrase."""
    if words[j].low not in ("und", "sowie", "oder") or j + 1 >= limit:
        return False
    return words[j + 1].tag in ("ART", "NN", "NE", "PPOSAT")


def _prepositional(words: tuple[Word, ...], j: int, limit: int, common: bool) -> bool:
    """True if the preposition at `j` goes on with the phrase: "von …", and places behind a common noun."""
    low = words[j].low
    place = low in _PLACES and common and not _NO_PLACE.search(words[j - 1].low)
    if (
        not (low in _ATTACHED or place)
        or j + 1 >= limit
        or words[j + 1].tag == "CARD"
        or words[j + 1].text[0].isdigit()
    ):
        return False
    return not _time(words, j + 1, limit)


def _media(words: tuple[Word, ...], j: int, limit: int) -> bool:
    """True if "der …" is the paper that somebody talked to, not a genitive."""
    end = _core(words, j, limit)
    return words[j].low == "der" and any(w.low in MEDIA_NOUNS or w.mark for w in words[j:end])


def _time(words: tuple[Word, ...], i: int, limit: int) -> bool:
    return any(w.low in _TIMES or (w.text.isdigit() and len(w.text) == 4) for w in words[i : min(limit, i + 4)])


def with_apposition(sentence: Sentence, i: int, j: int) -> int:
    """One past the apposition that follows the phrase `[i, j)`: "der Vorsitzende, Elmar Voss," – or `j`."""
    words = sentence.words
    if j + 1 >= len(words) or words[j].text != "," or words[j + 1].mark:
        return j
    nxt = sentence.segment_of(j + 1)
    seg = sentence.segments[nxt] if sentence.segments else None
    if seg is None or seg.start != j + 1 or words[seg.start].low in ("so", "wie"):
        return j
    end = phrase_end(sentence, seg.start, seg.end)
    return end if end == seg.end and end > seg.start + (words[seg.start].low in _PRONOUNS) else j


def subject(sentence: Sentence, verb: int, lo: int, hi: int, *, last: bool = False) -> tuple[int, int] | None:
    """The words `[i, j)` of the likely subject of the verb in the clause `[lo, hi)`; None if none can be told."""
    if last:
        if (
            lo < hi
            and sentence.words[lo].tag == "PRELS"
            and sentence.words[lo].low in ("der", "die", "das", "welcher", "welche")
        ):
            return lo, lo + 1
        return _first_phrase(sentence, lo, hi)
    front = _front(sentence, verb, lo)
    pronoun_follows = verb + 1 < hi and sentence.words[verb + 1].low in ("er", "sie", "es", "man", "dieser", "diese")
    if front and not pronoun_follows:
        return front
    return _first_phrase(sentence, verb + 1, hi) or front or _shared(sentence, verb)


def _shared(sentence: Sentence, verb: int) -> tuple[int, int] | None:
    """The subject that a verb behind "und" shares with the one before: "Sie kam und sagte, …"."""
    if verb == 0 or sentence.words[verb - 1].low not in ("und", "aber"):
        return None
    first = next((i for i in range(verb - 1) if sentence.words[i].finite and not sentence.words[i].depth), None)
    if first is None:
        return None
    seg = sentence.segments[sentence.segment_of(first)]
    return _front(sentence, first, seg.start) or _first_phrase(sentence, first + 1, verb - 1)


def _front(sentence: Sentence, verb: int, lo: int) -> tuple[int, int] | None:
    """The phrase that fills the place before the verb, with its apposition; adverbs and conjunctions may precede it."""
    words = sentence.words
    i = lo
    while i < verb and (words[i].tag in ("KON", "ADV", "PAV", "PROAV", "$,") and words[i].low not in _PRONOUNS):
        i += 1
    if i >= verb or words[i].low in _OBLIQUE or words[i].tag in ("APPR", "APPRART", "KOUS"):
        return None
    end = phrase_end(sentence, i, verb)
    if end == i or _temporal(words, i, end):
        return None
    full = with_apposition(sentence, i, end)
    rest = words[full:verb]
    if all(w.text in "," or w.tag in ("ADV", "PTKNEG", "ADJD") for w in rest) or (
        rest and rest[0].text in ",–" and rest[-1].text in ",–"
    ):
        return i, full
    return (i, end) if rest and rest[0].tag in ("APPR", "APPRART") else None


def _temporal(words: tuple[Word, ...], i: int, end: int) -> bool:
    return any(w.low in _TIMES for w in words[i:end]) and not any(w.tag == "NE" for w in words[i:end])


def _first_phrase(sentence: Sentence, lo: int, hi: int) -> tuple[int, int] | None:
    """The first phrase in `[lo, hi)` that is not governed by a preposition and not plainly dative or accusative."""
    words = sentence.words
    i = lo
    while i < hi:
        word = words[i]
        if word.tag in ("APPR", "APPRART") or word.low in ("gegenüber", "laut"):
            i = max(phrase_end(sentence, i + 1, hi), i + 1)
            continue
        end = phrase_end(sentence, i, hi)
        if end > i:
            if (
                word.low not in _OBLIQUE
                and word.low != "es"
                and not _temporal(words, i, end)
                and not word.text[0].isdigit()
            ):
                return i, with_apposition(sentence, i, end)
            i = end
            continue
        i += 1
    return None


def kinds_of_hearers(word: Word) -> bool:
    """True for those whom one speaks "zu": journalists and the like."""
    return word.low in ("journalisten", "medien", "reportern", "medienvertretern", "presse", "öffentlichkeit")


def addressee(sentence: Sentence, lo: int, hi: int, taken: tuple[int, int] | None) -> tuple[int, int] | None:
    """The phrase to which something is said: a dative, or "gegenüber …"."""
    words = sentence.words
    i = lo
    while i < hi:
        if taken and taken[0] <= i < taken[1]:
            i = taken[1]
        elif words[i].low == "gegenüber":
            end = phrase_end(sentence, i + 1, hi)
            return (i + 1, end) if end > i + 1 else None
        elif words[i].tag in ("APPR", "APPRART"):
            end = phrase_end(sentence, i + 1, hi)
            if words[i].low in ("zu", "an") and end > i + 1 and kinds_of_hearers(words[end - 1]):
                return i + 1, end
            i = max(end, i + 1)
        elif words[i].low in _ADDRESSED or words[i].low in ("ihm", "ihnen"):
            end = phrase_end(sentence, i, hi)
            if (
                end > i
                and not _temporal(words, i, end)
                and (end >= hi or words[end].low not in ("zufolge", "nach", "gegenüber"))
            ):
                return i, end
            if words[i].low in ("ihm", "ihnen"):
                return i, i + 1
            i += 1
        else:
            i += 1
    return None
