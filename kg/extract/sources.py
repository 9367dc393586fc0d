"""The road by which an utterance reached the article: agency, paper, platform, informants, nearest reporter first.

No chain rather than a wrong one: only wording that names a source outright makes a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import AGENCIES, kind, label
from kg.extract.phrases import MEDIA_NOUNS, phrase_end
from kg.extract.wordlist import wordlist
from kg.records import EntityKind, Span

_DATELINE = re.compile(
    r"(?m)^(?P<place>[A-ZÄÖÜ][\wäöüßÄÖÜ.-]*(?:[ /,]+(?:[A-ZÄÖÜ][\wäöüßÄÖÜ.-]*|am|an der|im|a\.M\.|bei)){0,4})?\s?"
    r"\((?P<agency>[A-Za-zÄÖÜäöü][\w.-]{1,11})(?P<more>(?:[/,&+] ?[\w.-]{2,12})*)\)\s*(?P<dash>[–—:.-])?"
)
_SIGNED = re.compile(
    r"\((?P<agency>[A-Za-z][\w-]{1,11})(?:[/,] ?[\w.-]{2,12})*\)\s*$|^\s*(?:Quelle|"
    r"Mit Material von)(?: der)?:?\s+(?P<named>[\w/-]+)\s*$",
    re.MULTILINE,
)
_HEAD = 1200
"""Code points at the start in which a dateline may stand: headline, standfirst, first paragraph."""

_REPORTERS = frozenset(
    {EntityKind.OUTLET, EntityKind.AGENCY, EntityKind.REPORTS, EntityKind.DOCUMENT, EntityKind.PLATFORM}
)
_HEARERS = frozenset({EntityKind.OUTLET, EntityKind.AGENCY, EntityKind.REPORTS})
_STEPPING = frozenset(
    {
        EntityKind.OUTLET,
        EntityKind.AGENCY,
        EntityKind.REPORTS,
        EntityKind.DOCUMENT,
        EntityKind.ANONYMOUS,
        EntityKind.PLATFORM,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A station of the road before its record is made."""

    label: str
    kind: EntityKind
    evidence: Span


def dateline(text: str) -> list[Step]:
    """The agencies that the article says it is from: "(dpa)", "Hallingen (ida) –", a signature at its end.

    >>> [step.label for step in dateline("Hallingen (ida) – Der Pegel sinkt, sagte die Bürgermeisterin.")]
    ['ida']
    """
    for match in _DATELINE.finditer(text, 0, _HEAD):
        known = match["agency"].lower() in AGENCIES
        unknown = match["place"] and match["dash"] in ("–", "—", "-") and match["agency"].lower() == match["agency"]
        if known or (unknown and 2 <= len(match["agency"]) <= 6):
            return [_agency(name) for name in _split(match, "agency", "more")]
    tail = max(0, len(text.rstrip()) - 160)
    for match in _SIGNED.finditer(text, tail):
        group = "agency" if match["agency"] else "named"
        if match[group].split("/")[0].lower() in AGENCIES:
            return [_agency((match[group], match.start(group)))]
    return []


def _split(match: re.Match[str], first: str, rest: str) -> Iterator[tuple[str, int]]:
    yield match[first], match.start(first)
    for piece in re.finditer(r"[\w.-]{2,12}", match[rest] or ""):
        if piece[0].lower() in AGENCIES:
            yield piece[0], match.start(rest) + piece.start()


def _agency(found: tuple[str, int]) -> Step:
    name, start = found
    return Step(name, EntityKind.AGENCY, Span(start, start + len(name)))


def chain(sentence: Sentence, speaker: tuple[int, int] | None, quoted: Sequence[Span]) -> list[Step]:
    """The steps that a frame's sentence names: the reporting speaker, whom it cites, and where something was said.

    `speaker` are the speaker's words in the sentence; words inside the quote (`quoted`) name no step.
    """
    steps: list[Step] = []
    if speaker:
        own = step(sentence, *speaker)
        if own and own.kind in _REPORTERS:
            steps.append(own)
    inside = [any(s.start <= w.start < s.end for s in quoted) for w in sentence.words]
    for found in [*_secondary(sentence, speaker, inside), *_cited(sentence, inside), *_told(sentence, speaker, inside)]:
        if not _nameless(found) and found.label.lower() not in {s.label.lower() for s in steps}:
            steps.append(found)
    return steps


def step(sentence: Sentence, i: int, j: int) -> Step | None:
    """The step that the phrase `[i, j)` names; None for an empty one."""
    words = sentence.words[i:j]
    if not words:
        return None
    text = _text(words)
    proper = [w.text for w in words if w.tag == "NE"]
    return Step(label(_owner(words) or text), kind(text, proper), Span(words[0].start, words[-1].end))


def _owner(words: Sequence[Word]) -> str | None:
    """The outlet behind "einem Bericht des Senders X", "Informationen der Zeitung Y"."""
    for k, word in enumerate(words[1:-1], start=1):
        if word.low in ("des", "der", "von", "eines", "einer", "vom"):
            rest = _text(words[k + (word.low in ("von", "vom")) :])
            if kind(rest) in (EntityKind.OUTLET, EntityKind.AGENCY):
                return rest
    return None


def _nameless(found: Step) -> bool:
    """True for "der Zeitung" without a name: which one, stands elsewhere."""
    return " " not in found.label and found.label.lower() in MEDIA_NOUNS


def _text(words: Sequence[Word]) -> str:
    return "".join(("" if k == 0 or w.start == words[k - 1].end else " ") + w.text for k, w in enumerate(words))


def _cited(sentence: Sentence, inside: Sequence[bool]) -> Iterator[Step]:
    """ "unter Berufung auf …", "beruft sich auf …", and the relative clause that goes on from there."""
    words = sentence.words
    for i, word in enumerate(words[:-1]):
        leans = word.low in ("berufung", "bezug", "verweis") and i > 0 and words[i - 1].low in ("unter", "mit")
        rests = word.lemma in ("berufen", "stützen", "beziehen") and any(
            w.low == "sich" for w in words[max(0, i - 8) : i + 4]
        )
        if not (leans or rests) or inside[i]:
            continue
        at = (
            i + 1
            if leans
            else next((k for k in range(max(0, i - 8), min(len(words), i + 6)) if words[k].low == "auf"), -1)
        )
        if at < 0 or at >= len(words) or words[at].low != "auf":
            continue
        end = _long_phrase(sentence, at + 1)
        found = step(sentence, at + 1, end) if end > at + 1 else None
        if found:
            yield found


def _long_phrase(sentence: Sentence, i: int) -> int:
    """One past the phrase at `i`, with "mit der Sache vertraute" before its noun."""
    words = sentence.words
    if i < len(words) and words[i].low == "mit":
        inner = phrase_end(sentence, i + 1, len(words), attach=False)
        at = next((k for k in range(i + 1, min(inner + 3, len(words))) if words[k].low.startswith("vertraut")), None)
        if at is not None:
            return max(phrase_end(sentence, at + 1, len(words)), at + 1)
    return phrase_end(sentence, i, len(words))


def _secondary(sentence: Sentence, speaker: tuple[int, int] | None, inside: Sequence[bool]) -> Iterator[Step]:
    """ "wie die Agentur AFP meldet", "der dpa zufolge", "laut dpa" beside another speaker."""
    words = sentence.words
    taken = range(*speaker) if speaker else range(0)
    for i, word in enumerate(words):
        if i in taken:
            continue
        if word.low == "zufolge" and i and not inside[i]:
            start = next(
                (
                    k
                    for k in range(max(0, i - 8), i)
                    if phrase_end(sentence, k, i) == i and words[k].tag not in ("APPR", "APPRART")
                ),
                i,
            )
            phrase = (start, i)
        elif word.low in ("laut", "wie") and i + 1 < len(words) and not inside[i]:
            phrase = (i + 1, phrase_end(sentence, i + 1, len(words)))
        else:
            continue
        found = step(sentence, *phrase) if phrase[1] > phrase[0] and not set(range(*phrase)) & set(taken) else None
        if found and found.kind in (EntityKind.AGENCY, EntityKind.OUTLET, EntityKind.REPORTS):
            yield found


_TOLD = {
    ("interview", "mit"),
    ("gespräch", "mit"),
    ("interview", "der"),
    ("interview", "des"),
    ("bericht", "der"),
    ("bericht", "des"),
}


def _told(sentence: Sentence, speaker: tuple[int, int] | None, inside: Sequence[bool]) -> Iterator[Step]:
    """ "sagte er der Zeitung Y", "im Interview mit Y", "schrieb auf der Plattform Z"."""
    words = sentence.words
    taken = set(range(*speaker)) if speaker else set()
    for i, word in enumerate(words[:-1]):
        if inside[i] or i in taken:
            continue
        at = None
        pair = (word.low, words[i + 1].low)
        if pair in _TOLD and i > 0 and words[i - 1].low in ("im", "in", "einem", "dem"):
            at = i + 2 if pair[1] == "mit" else i + 1
        elif word.low == "zu" or word.low in ("gegenüber", "auf", "bei", "im", "via", "über", "in"):
            at = i + 1
        elif word.low in ("der", "dem") and (i == 0 or words[i - 1].tag not in ("APPR", "APPRART", "NN")):
            at = i
        if at is None or at >= len(words) or at in taken:
            continue
        found = step(sentence, at, phrase_end(sentence, at, len(words), attach=False))
        place = word.low in ("auf", "bei", "via", "über", "in")
        if (
            found
            and (found.kind is EntityKind.PLATFORM if place else found.kind in _HEARERS)
            and words[at].tag != "CARD"
        ):
            if place and not any(w.tag == "VVFIN" and w.lemma in _WRITES for w in words):
                continue
            yield found


_WRITES = wordlist(
    """
    schreiben posten twittern erklären mitteilen teilen veröffentlichen kommentieren verbreiten melden
    bestätigen sagen
    """
)
