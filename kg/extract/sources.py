"""The road by which an utterance reached the article: agency, paper, platform, informants, nearest reporter first.

No chain rather than a wrong one: only wording that names a source outright makes a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract import cues
from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import kind, label
from kg.extract.origin import Step
from kg.extract.phrases import MEDIA_NOUNS, phrase_end, subject
from kg.extract.wordlist import wordlist
from kg.records import EntityKind, Span

_REPORTERS = frozenset(
    {EntityKind.OUTLET, EntityKind.AGENCY, EntityKind.REPORTS, EntityKind.DOCUMENT, EntityKind.PLATFORM}
)
_HEARERS = frozenset({EntityKind.OUTLET, EntityKind.AGENCY, EntityKind.REPORTS})
_BESIDE = _HEARERS | {EntityKind.DOCUMENT, EntityKind.ANONYMOUS}
_LEANS = re.compile(r"(?:beruf|berief|stützt|bezieh|bezog)")
_OURS = re.compile(r"(?i)^(?:unser|dieser? (?:zeitung|redaktion|artikel|text))")
_DATIVE = re.compile(r"(?<=er)n\b(?=$)|(?<=berichte)n$|(?<=kreise)n$|(?<=beamte)n$")
_GENITIVE = re.compile(r"(?<=[a-zäöüß]{3})(?<![suw])s$|(?<=Bote)n$")
_WRITES = wordlist(
    """
    schreiben posten twittern erklären mitteilen teilen veröffentlichen kommentieren verbreiten melden
    bestätigen sagen
    """
)
_TOLD = {
    ("interview", "mit"),
    ("gespräch", "mit"),
    ("interview", "der"),
    ("interview", "des"),
    ("bericht", "der"),
    ("bericht", "des"),
}
_WINDOW = 12
"""Words between "sich", "auf" and the verb of "der sich auf … stützt"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame's sentence as the rules for sources see it.

    `speaker` are the indices of the speaker's words, `quoted` the stretches said, `known` the names that the article
    introduces.
    """

    sentence: Sentence
    speaker: tuple[int, int] | None
    quoted: Sequence[Span]
    known: Mapping[str, EntityKind]

    @property
    def taken(self) -> range:
        """The indices of the speaker's words."""
        return range(*self.speaker) if self.speaker else range(0)

    def inside(self, i: int) -> bool:
        """True if word `i` is said rather than told."""
        return any(s.start <= self.sentence.words[i].start < s.end for s in self.quoted)

    def step(self, i: int, j: int) -> Step | None:
        """The step that the phrase `[i, j)` names; None for an empty one."""
        words = self.sentence.words[i:j]
        if not words:
            return None
        text = _text(words)
        what = kind(text, [w.text for w in words if w.tag == "NE"], self.known)
        owner = _owner(words, self.known)
        if owner:
            what = kind(owner, (), self.known)
        told = owner or text
        name = label(told)
        if told.lower().startswith(("des ", "eines ")) and what in (EntityKind.OUTLET, EntityKind.PLATFORM):
            name = _GENITIVE.sub("", name)
        return Step(_nominative(name, what), what, Span(words[0].start, words[-1].end))


def chain(frame: Frame) -> list[Step]:
    """The steps that a frame's sentence names: the reporting speaker, whom it cites, and where something was said.

    A body that leans on others reports, too: "Das Institut schrieb unter Berufung auf die dpa, …".
    """
    own = frame.step(*frame.speaker) if frame.speaker else None
    leans = [*_cited(frame)]
    reports = own and (own.kind in _REPORTERS or (own.kind is EntityKind.ORGANISATION and leans))
    steps = [own] if own and reports else []
    for found in [*_quoting_paper(frame), *_secondary(frame), *leans, *_told(frame)]:
        if found.label.lower() not in {s.label.lower() for s in steps}:
            steps.append(found)
    return [found for found in steps if not _OURS.match(found.label)]


def cited(frame: Frame) -> list[Step]:
    """Whom a sentence such as "Der Sender bezieht sich dabei auf einen Bericht von Y" names as the origin."""
    return [*_cited(frame)]


def nameless(found: Step) -> bool:
    """True for "der Zeitung" without a name: which one, stands elsewhere."""
    return " " not in found.label and found.label.lower() in MEDIA_NOUNS


def _owner(words: Sequence[Word], known: Mapping[str, EntityKind]) -> str | None:
    """The outlet behind "einem Bericht des Senders X", "Informationen der Zeitung Y"."""
    for k, word in enumerate(words[1:-1], start=1):
        if word.low in ("des", "der", "von", "eines", "einer", "vom"):
            rest = _text(words[k + (word.low in ("von", "vom")) :])
            if kind(rest, (), known) in (EntityKind.OUTLET, EntityKind.AGENCY):
                return rest
    return None


def _nominative(name: str, what: EntityKind) -> str:
    """The label without the ending of a dative plural: "zwei Insidern", "Medienberichten"."""
    return _DATIVE.sub("", name) if what in (EntityKind.ANONYMOUS, EntityKind.REPORTS) else name


def _text(words: Sequence[Word]) -> str:
    return "".join(("" if k == 0 or w.start == words[k - 1].end else " ") + w.text for k, w in enumerate(words))


def _cited(frame: Frame) -> Iterator[Step]:
    """ "unter Berufung auf …", "beruft sich auf …", and the relative clause that goes on from there."""
    words = frame.sentence.words
    for i, word in enumerate(words):
        if frame.inside(i) or i in frame.taken:
            continue
        at = _leaning(words, i)
        if at is None and word.low in ("zitiert", "zitierte"):
            at = _quoting(frame.sentence, i)
        if at is None:
            continue
        for start, end in _joined(frame.sentence, at):
            found = frame.step(start, end)
            named = any(w.tag == "NE" for w in words[start:end])
            if found and (named or found.kind is not EntityKind.UNKNOWN):
                yield found


def _leaning(words: Sequence[Word], i: int) -> int | None:
    """Where the origin begins if word `i` is the noun of "unter Berufung auf" or the verb of "stützt sich auf"."""
    word = words[i]
    if word.low in ("berufung", "bezug", "verweis"):
        follows = i > 0 and words[i - 1].low in ("unter", "mit") and i + 1 < len(words) and words[i + 1].low == "auf"
        return i + 2 if follows else None
    if not _LEANS.match(word.low) or word.tag[:1] != "V":
        return None
    near = range(max(0, i - _WINDOW), min(len(words), i + 6))
    reflexive = next((k for k in near if words[k].low == "sich"), None)
    if reflexive is None:
        return None
    return next((k + 1 for k in near if words[k].low == "auf" and k > reflexive - 3), None)


def _quoting(sentence: Sentence, i: int) -> int | None:
    """Where the object begins in ", das zwei Beamte zitiert"."""
    k = sentence.segment_of(i)
    start = sentence.segments[k].start
    relative = sentence.words[start].low in ("der", "die", "das", "welcher", "welche", "welches")
    return start + 1 if relative and sentence.subordinate(k) else None


def _joined(sentence: Sentence, i: int) -> Iterator[tuple[int, int]]:
    """The phrases at `i`; what "und" joins are two origins side by side."""
    end = _long_phrase(sentence, i)
    both = next((k for k in range(i + 1, end - 1) if sentence.words[k].low == "und"), None)
    if both is not None and kind(_text(sentence.words[both + 1 : end])) is not EntityKind.UNKNOWN:
        yield i, both
        yield both + 1, end
    elif end > i:
        yield i, end


def _long_phrase(sentence: Sentence, i: int) -> int:
    """One past the phrase at `i`, with "mit der Sache vertraute" before its noun."""
    words = sentence.words
    if i < len(words) and words[i].low == "mit":
        inner = phrase_end(sentence, i + 1, len(words), attach=False)
        at = next((k for k in range(i + 1, min(inner + 3, len(words))) if words[k].low.startswith("vertraut")), None)
        if at is not None:
            return max(phrase_end(sentence, at + 1, len(words)), at + 1)
    return phrase_end(sentence, i, len(words))


def _quoting_paper(frame: Frame) -> Iterator[Step]:
    """The paper in "Der Bote zitierte einen Beamten mit den Worten, …", where the official speaks."""
    words = frame.sentence.words
    for i, word in enumerate(words):
        if word.lemma == "zitieren" and word.finite and not frame.inside(i):
            seg = frame.sentence.segments[frame.sentence.segment_of(i)]
            who = subject(frame.sentence, i, seg.start, seg.end)
            found = frame.step(*who) if who and who != frame.speaker else None
            if found and found.kind in _HEARERS:
                yield found


def _secondary(frame: Frame) -> Iterator[Step]:
    """ "wie die Agentur AFP meldet", "der dpa zufolge", "laut dpa", "nach Angaben von Teilnehmern" beside a speaker."""
    for i, word in enumerate(frame.sentence.words):
        if i in frame.taken or frame.inside(i):
            continue
        phrase = _phrase_beside(frame.sentence, i, word)
        if phrase is None or phrase[1] <= phrase[0] or set(range(*phrase)) & set(frame.taken):
            continue
        found = frame.step(*phrase)
        wanted = _BESIDE if frame.speaker and word.low != "wie" else _HEARERS
        if found and found.kind in wanted:
            yield found


def _phrase_beside(sentence: Sentence, i: int, word: Word) -> tuple[int, int] | None:
    words = sentence.words
    if word.low == "zufolge":
        ends = (k for k in range(max(0, i - 8), i) if phrase_end(sentence, k, i) == i)
        start = next((k for k in ends if words[k].tag not in ("APPR", "APPRART")), i)
        return start, i
    if word.low in ("laut", "wie") and i + 1 < len(words):
        return i + 1, phrase_end(sentence, i + 1, len(words))
    if word.low == "nach" and i + 2 < len(words) and words[i + 2].low in ("von", "der", "des", "eines", "einer"):
        noun = cues.noun(words[i + 1])
        if noun and "p" in noun.takes:
            at = i + 2 + (words[i + 2].low == "von")
            return at, phrase_end(sentence, at, len(words))
    return None


def _told(frame: Frame) -> Iterator[Step]:
    """ "sagte er der Zeitung Y", "im Interview mit Y", "schrieb auf der Plattform Z"."""
    words = frame.sentence.words
    taken = frame.taken
    for i, word in enumerate(words[:-1]):
        if frame.inside(i) or i in taken:
            continue
        at = _hearer(words, i)
        if at is None or at >= len(words) or at in taken or words[at].tag == "CARD":
            continue
        found = frame.step(at, phrase_end(frame.sentence, at, len(words), attach=False))
        place = word.low in ("auf", "bei", "via", "über", "in")
        if found and word.low == "auf" and found.kind is EntityKind.UNKNOWN and _posted(words, i):
            found = replace(found, kind=EntityKind.PLATFORM)
        if not found or not (found.kind is EntityKind.PLATFORM if place else found.kind in _HEARERS):
            continue
        if not place or any(w.tag == "VVFIN" and w.lemma in _WRITES for w in words):
            yield found


def _posted(words: Sequence[Word], i: int) -> bool:
    """True for "schrieb auf Kanalo": a bare name behind "auf" beside a verb of posting."""
    bare = words[i + 1].tag == "NE" and (i + 2 == len(words) or words[i + 2].tag != "NE")
    return bare and any(w.finite and w.lemma in ("schreiben", "posten", "twittern") for w in words)


def _hearer(words: Sequence[Word], i: int) -> int | None:
    """Where the phrase begins that word `i` makes a hearer or a place of writing."""
    word = words[i]
    if (word.low, words[i + 1].low) in _TOLD and i > 0 and words[i - 1].low in ("im", "in", "einem", "dem"):
        return i + 2 if words[i + 1].low == "mit" else i + 1
    if word.low == "zu" or word.low in ("gegenüber", "auf", "bei", "im", "via", "über", "in"):
        return i + 1
    if word.low in ("der", "dem") and (i == 0 or words[i - 1].tag not in ("APPR", "APPRART", "NN")):
        return i
    return None
