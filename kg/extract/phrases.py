"""Noun phrases: where one ends, which one is the subject of a cue, and which one is addressed."""

from __future__ import annotations

import re

from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import AGENCIES, PERSON, kind
from kg.extract.wordlist import wordlist
from kg.records import EntityKind

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
_REPORT = re.compile("(?:berichte?n?|berichts|meldung|recherchen|informationen|angaben)$")
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
TIMES = wordlist(
    """
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag woche monat jahr tag tage tagen abend
    morgen mittag vormittag nachmittag nacht wochenende ende anfang mitte uhr januar februar märz april mai juni
    juli august september oktober november dezember zeit stunde stunden minute minuten jahre jahren wochen
    montagabend sonntagabend freitagabend
    """
)
"""Nouns of time, so that "am Montag" is no phrase of a person."""
MEDIA_NOUNS = wordlist(
    """
    zeitung agentur nachrichtenagentur sender fernsehsender radiosender magazin nachrichtenmagazin blatt
    wochenzeitung tageszeitung presse sonntagszeitung portal presseagentur deutschen bbc ard zeitschrift
    illustrierten fachzeitschrift rundfunk
    """
)
_YET = wordlist("aber jedoch zugleich indes allerdings hingegen dagegen")
_LONGEST = 45
_ATTRIBUTE = 7
"""Words that an attribute with a preposition may have: "mit den laufenden Beratungen vertraute"."""

_DECLINED = re.compile(r"^[a-zäöüß]+(?:te|ten|ter|tes|ene|enen|ener|enes|ende|enden|ender|endes)$")
_NOUNLESS = wordlist("andere anderen eine beiden erste zweite erstere letztere")
_AGED = re.compile(r"\d+-jährige[nr]?$")
"""What stands for a person behind an article without a noun: "der andere", "der 51-Jährige"."""


def _is_noun(word: Word) -> bool:
    telling = word.text != word.low or word.text[0].isdigit() or word.depth > 0 or len(word.text) == 3
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
        return _one_of(words, i, limit) or (i + 1 if words[i].low in _PRONOUNS else i)
    return _attachments(sentence, j, limit) if attach else j


def _one_of(words: tuple[Word, ...], i: int, limit: int) -> int | None:
    """One past "einer von ihnen", "eine der Frauen", "einer der beiden", else None."""
    if words[i].low not in ("einer", "eine", "eines", "keiner", "keine") or i + 2 >= limit:
        return None
    if words[i + 1].low == "von" and words[i + 2].low in ("ihnen", "denen"):
        return i + 3
    if words[i + 1].low not in ("der", "dieser", "von"):
        return None
    end = _core(words, i + 1 + (words[i + 1].low == "von"), limit)
    return end if end > i + 2 else None


def _core(words: tuple[Word, ...], i: int, limit: int, *, attached: bool = False) -> int:
    """Determiner, adjectives, nouns; one past the last noun, or `i`.

    In an attachment a second common noun begins a new phrase: "die Opposition im Landtag | Einsicht in die Akten".
    """
    j, last = i, i
    if words[j].tag in _DETERMINERS or words[j].low in ("der", "die", "das", "ein", "eine", "beide"):
        j += 1
        if j < limit and _stands_alone(words, j, limit):
            return j + 1
        j = _extended(words, j, limit) if words[i].tag == "ART" else j
    while j < limit:
        word = words[j]
        if word.mark or word.depth:
            close = j + 1
            while close < limit and (words[close].depth or words[close].mark) and close - j < 8:
                close += 1
            if close - j >= 8:
                break
            j = last = close
        elif (
            attached and last == j > i and word.tag == words[j - 1].tag == "NN" and not PERSON.search(words[j - 1].low)
        ):
            break
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


def _stands_alone(words: tuple[Word, ...], j: int, limit: int) -> bool:
    """True for "andere" or "51-Jährige" without a noun behind it."""
    bare = j + 1 >= limit or not _is_noun(words[j + 1])
    return bare and (words[j].low in _NOUNLESS or _AGED.match(words[j].low) is not None)


def _extended(words: tuple[Word, ...], j: int, limit: int) -> int:
    """One past the participle of "eine [mit der Sache vertraute] Person"; `j` if no such attribute begins there."""
    if j >= limit or words[j].tag not in ("APPR", "APPRART"):
        return j
    ends = range(j + 2, min(limit - 1, j + _ATTRIBUTE))
    return next((k + 1 for k in ends if _DECLINED.search(words[k].text) and words[k + 1].tag in _NOUNS), j)


def _begins_anew(words: tuple[Word, ...], j: int, limit: int) -> bool:
    """True for a lower-case adjective or a number with its noun behind a noun: another phrase."""
    number = words[j].tag == "CARD" and j + 1 < limit and words[j + 1].tag in _NOUNS
    return number or (words[j].tag == "ADJA" and words[j].text[0].islower())


def _name_goes_on(words: tuple[Word, ...], j: int, limit: int, last: int) -> bool:
    """True for the "von" of a name and the "und" between two bare nouns."""
    if last != j or j + 1 >= limit or not words[j + 1].text[0].isupper():
        return False
    if words[j].low == "und":
        return _is_noun(words[j + 1])
    named = words[j - 1].tag == "NE" and words[j + 1].tag == "NE" and words[j].low != "von"
    return named and not PERSON.search(words[j - 1].low)


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
        if (
            word.low in _GENITIVES
            and (common or word.low in ("des", "eines"))
            and (not _media(words, j, limit) or _REPORT.search(words[j - 1].low))
        ):
            end = _core(words, j, limit, attached=True)
        elif _prepositional(words, j, limit, common) or _joins(words, j, limit):
            end = _core(words, j + 1, limit, attached=True)
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
        or words[j + 1].tag in ("CARD", "PPOSAT", "PDAT")
        or words[j + 1].text[0].isdigit()
        or (low in ("aus", "gegen") and words[j + 1].low in ("einer", "einem", "einen"))
    ):
        return False
    return not _time(words, j + 1, limit)


def _media(words: tuple[Word, ...], j: int, limit: int) -> bool:
    """True if "der …" is the paper that somebody talked to, not a genitive."""
    end = _core(words, j, limit)
    return words[j].low == "der" and any(w.low in MEDIA_NOUNS or w.mark for w in words[j:end])


def _time(words: tuple[Word, ...], i: int, limit: int) -> bool:
    near = [w for w in words[i : min(limit, i + 4)] if not w.depth]
    return any(w.low in TIMES or (w.text.isdigit() and len(w.text) == 4) for w in near)


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


def clause_start(sentence: Sentence, verb: int) -> int:
    """First word of the verb's clause, over appositions and relative clauses: "Der Chef, Elmar Voss, sprach …"."""
    k = sentence.segment_of(verb)
    start = sentence.segments[k].start
    if start != verb:
        return start
    for j in range(k - 1, -1, -1):
        seg = sentence.segments[j]
        if any(w.depth for w in sentence.words[seg.start : seg.end]) or not (
            sentence.subordinate(j) or not sentence.finite(seg)
        ):
            break
        if not sentence.subordinate(j):
            start = seg.start
    return start


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
    if front and not _pronoun_at(sentence, verb + 1, hi):
        return _inverted(sentence, verb, hi, front) or front
    return _first_phrase(sentence, verb + 1, hi) or front or _shared(sentence, verb)


def _pronoun_at(sentence: Sentence, i: int, hi: int) -> bool:
    """True if a pronoun in the nominative stands at `i`, so that the phrase before the verb is no subject."""
    if i >= hi or sentence.words[i].tag == "PDAT":
        return False
    return sentence.words[i].low in ("er", "sie", "es", "man", "dieser", "diese")


def _inverted(sentence: Sentence, verb: int, hi: int, front: tuple[int, int]) -> tuple[int, int] | None:
    """The person behind the verb where a thing stands before it: "Den Kern der Mail bestätigte Voß."."""
    words = sentence.words
    begins = words[front[0]].tag in (*_DETERMINERS, "ADJA")
    thing = begins and not any(w.tag == "NE" or w.depth for w in words[slice(*front)])
    if not thing or verb + 1 >= hi or kind(_wording(words, *front)) is not EntityKind.UNKNOWN:
        return None
    end = phrase_end(sentence, verb + 1, hi)
    found = words[verb + 1 : end]
    bare = len(found) == 1 and found[0].tag in ("NE", "NN") and all(w.tag == "PTKVZ" for w in words[end:hi])
    named = bool(found) and found[0].low not in _OBLIQUE and any(w.tag == "NE" for w in found)
    role = named and (found[0].tag == "NE" or kind(_wording(words, verb + 1, end)) is EntityKind.PERSON)
    return (verb + 1, end) if bare or role else None


def _wording(words: tuple[Word, ...], i: int, j: int) -> str:
    return " ".join(w.text for w in words[i:j])


def _shared(sentence: Sentence, verb: int) -> tuple[int, int] | None:
    """The subject that a verb behind "und" shares with the one before: "Sie kam und sagte, …"."""
    if verb == 0:
        return None
    contrast = (
        sentence.words[verb - 1].text == "," and sentence.words[min(verb + 1, len(sentence.words) - 1)].low in _YET
    )
    if not contrast and sentence.words[verb - 1].low not in ("und", "aber"):
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
    return any(w.low in TIMES and not w.depth for w in words[i:end]) and not any(w.tag == "NE" for w in words[i:end])


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


def cited(sentence: Sentence, verb: int, who: tuple[int, int] | None, hi: int) -> tuple[int, int] | None:
    """The person who speaks in "Der Bote zitierte einen Beamten mit den Worten": the object of "zitieren"."""
    i = max(verb + 1, who[1] if who and who[0] > verb else 0)
    while i < hi and sentence.words[i].tag in ("ADV", "ADJD", "PAV", "PROAV"):
        i += 1
    end = phrase_end(sentence, i, hi) if i < hi else i
    return (i, end) if end > i else None


def where(sentence: Sentence, lo: int, hi: int) -> tuple[int, int] | None:
    """The document of "in dem Bericht heißt es", the circles of "aus Kreisen verlautete", or the "darin" for one."""
    for i in range(lo, hi):
        word = sentence.words[i]
        if word.low == "darin":
            return i, i + 1
        if word.low in ("in", "im", "aus", "seitens", "bei", "beim"):
            end = phrase_end(sentence, i + 1, hi)
            if end > i + 1 and not _temporal(sentence.words, i + 1, end):
                return i + 1, end
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
