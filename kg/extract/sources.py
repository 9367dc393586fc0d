"""The sources that one sentence names: agency, paper, platform, informants, nearest reporter first.

No source rather than a wrong one: only wording that names a source outright makes a step. `relays` knows the wording,
`stations` the normal form of what it names, `carried` how far a chain reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract import relays
from kg.extract.clauses import Sentence, Word
from kg.extract.origin import Step
from kg.extract.phrases import MEDIA_NOUNS, phrase_end, subject
from kg.extract.stations import MEDIA, monitor, station, text_of
from kg.extract.wordlist import wordlist
from kg.records import EntityKind, Span

_REPORTERS = MEDIA | {EntityKind.REPORTS, EntityKind.DOCUMENT, EntityKind.PLATFORM}
_HEARERS = MEDIA | {EntityKind.REPORTS}
_BESIDE = _HEARERS | {EntityKind.DOCUMENT, EntityKind.ANONYMOUS}
_POINTED = _HEARERS | {EntityKind.ANONYMOUS}
_OURS = re.compile(r"(?i)^(?:unser|dieser? (?:zeitung|redaktion|artikel|text))")
_GENERIC = (MEDIA_NOUNS - {"ard", "bbc", "deutschen"}) | wordlist(
    """
    podcast talkshow talksendung talkrunde sendung redaktion onlinedienst zeitungen medienhaus funkhaus fernsehen
    staatsfernsehen staatssender hörfunk radio agenturen website webseite internetseite
    """
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame's sentence as the rules for sources see it.

    `speaker` are the indices of the speaker's words, `cue` those of the word of saying, `quoted` the stretches said,
    `known` the names that the article introduces.
    """

    sentence: Sentence
    speaker: tuple[int, int] | None
    quoted: Sequence[Span]
    known: Mapping[str, EntityKind]
    cue: Sequence[int] = ()

    @property
    def taken(self) -> range:
        """The indices of the speaker's words."""
        return range(*self.speaker) if self.speaker else range(0)

    def inside(self, i: int) -> bool:
        """True if word `i` is said rather than told."""
        return any(s.start <= self.sentence.words[i].start < s.end for s in self.quoted)

    def near_cue(self, i: int) -> bool:
        """True if word `i` stands in the clause of the word of saying."""
        segment = self.sentence.segment_of
        return any(segment(k) == segment(i) for k in self.cue)

    def unknown_reporter(self, own: Step) -> bool:
        """True for a name that nothing tells, but that no person bears so.

        It reports on the strength of others, has an article ("der Querblick meldet") or stands in quotation marks.
        """
        words = self.sentence.words
        named = [words[i] for i in self.taken if words[i].tag in ("NE", "XY", "FM") or words[i].depth]
        if (
            own.kind is not EntityKind.UNKNOWN
            or not named
            or not any(words[i].lemma in relays.REPORTING for i in self.cue)
        ):
            return False
        article = words[self.taken[0]].tag == "ART" and len(self.taken) == 1 + len(named)
        leans = any(relays.leaning(words, i) for i in range(len(words)) if not self.inside(i))
        return leans or article or any(word.depth for word in named)

    def step(self, i: int, j: int) -> Step | None:
        """The step that the phrase `[i, j)` names; None for an empty one."""
        return station(self.sentence.words[i:j], self.known)


def chain(frame: Frame) -> list[Step]:
    """The steps that a frame's sentence names: the reporting speaker, whom it cites, and where something was said.

    A body that leans on others reports, too: "Das Institut schrieb unter Berufung auf die dpa, …".
    """
    own = frame.step(*frame.speaker) if frame.speaker else None
    if own and frame.unknown_reporter(own):
        own = replace(own, kind=EntityKind.OUTLET)
    reporting = own is not None and (own.kind in _REPORTERS or monitor(own.label) is not None)
    leans = [*_cited(frame, strict=not reporting)]
    reporting = reporting or (own is not None and own.kind is EntityKind.ORGANISATION and bool(leans))
    steps = [*_side_by_side(frame, own)] if own and reporting else []
    passed = [*passed_on(frame)]
    media = [*passed, *_reporting(frame), *_secondary(frame)]
    if own and own.kind is EntityKind.DOCUMENT:
        holders = [*_holders(frame), *(step for step in media if step.kind in MEDIA)]
        steps = [*holders, *steps]
    told = () if len(passed) > 1 else _told(frame)
    for found in (*media, *leans, *told, *_through(frame)):
        if found.label.lower() not in {s.label.lower() for s in steps}:
            steps.append(found)
    return [found for found in steps if not _OURS.match(found.label)]


def cited(frame: Frame) -> list[Step]:
    """Whom a sentence such as "Der Sender bezieht sich dabei auf einen Bericht von Y" names as the origin."""
    return [*_cited(frame, strict=False)]


def nameless(found: Step) -> bool:
    """True for "der Zeitung" without a name: which one, stands elsewhere."""
    return " " not in found.label and found.label.lower().rpartition("-")[2] in _GENERIC


def _side_by_side(frame: Frame, own: Step) -> Iterator[Step]:
    """The reporting speaker; instead of it the media of "mehrere Medien, darunter X und Y" and of "X, Y und Z"."""
    if frame.speaker is None:
        return
    if own.kind is EntityKind.REPORTS:
        among = (frame.step(*phrase) for phrase in relays.named_among(frame.sentence, frame.speaker[1]))
        named = [step if step.kind in MEDIA else replace(step, kind=EntityKind.OUTLET) for step in among if step]
        yield from named or [own]
    elif own.kind in MEDIA:
        start, end = frame.speaker
        head = next((k for k in range(start, end - 1) if frame.sentence.words[k].low in ("von", "der", "des")), start)
        listed = [*_listed(frame, head + (frame.sentence.words[head].low == "von"), end)]
        yield from listed if len(listed) > 1 else [own]
    else:
        yield own


def _listed(frame: Frame, i: int, end: int) -> Iterator[Step]:
    """The media of "die „Neue Zeit“, NTK und TV Melvar" from word `i` on, which may go on behind the speaker's end."""
    words = frame.sentence.words
    stop = next((k for k in range(i, len(words)) if words[k].finite and not words[k].depth), len(words))
    while i < max(stop, end):
        close = phrase_end(frame.sentence, i, max(stop, end), attach=False)
        both = next((k for k in range(i, close) if words[k].low == "und" and not words[k].depth), close)
        found = frame.step(i, both)
        if both <= i or found is None or found.kind not in MEDIA:
            return
        yield found
        if both >= len(words) or words[both].low not in (",", "und", "sowie"):
            return
        i = both + 1


def _holders(frame: Frame) -> Iterator[Step]:
    """The media that have the document: "heißt es in einem Schreiben, das der kpa vorliegt"."""
    for i in relays.holding(frame.sentence):
        found = frame.step(i, phrase_end(frame.sentence, i, len(frame.sentence.words), attach=False))
        if found and found.kind in MEDIA and not nameless(found):
            yield found


def _cited(frame: Frame, *, strict: bool) -> Iterator[Step]:
    """ "unter Berufung auf …", "beruft sich auf …", and the relative clause that goes on from there.

    With `strict`, "mit Verweis auf …" and "bezieht sich auf …" count only where they point to a reporter or informant.
    """
    words = frame.sentence.words
    for i, word in enumerate(words):
        if frame.inside(i) or i in frame.taken:
            continue
        at = relays.leaning(words, i)
        loose = at is not None and strict and relays.loose(word)
        if at is None:
            at = relays.quoting(frame.sentence, i)
        if at is None:
            continue
        for start, end in relays.joined(frame.sentence, at):
            found = frame.step(start, end)
            named = any(w.tag == "NE" for w in words[start:end]) and not loose
            if found and (found.kind in _POINTED if loose else named or found.kind is not EntityKind.UNKNOWN):
                yield found


def _reporting(frame: Frame) -> Iterator[Step]:
    """The paper in "Der Bote zitierte einen Beamten, …" and "…, wie die kpa berichtet", where another one speaks."""
    words = frame.sentence.words
    for i, word in enumerate(words):
        if word.lemma not in relays.REPORTING or not word.finite or frame.inside(i) or i in frame.taken:
            continue
        k = frame.sentence.segment_of(i)
        seg = frame.sentence.segments[k]
        if words[seg.start].low == "wie" and seg.start + 1 < len(words) and words[seg.start + 1].low == "auch":
            continue
        who = subject(frame.sentence, i, seg.start, seg.end, last=frame.sentence.subordinate(k))
        found = frame.step(*who) if who and who != frame.speaker else None
        if found and found.kind in _HEARERS:
            yield found


def _secondary(frame: Frame) -> Iterator[Step]:
    """ "wie die Agentur AFP meldet", "der dpa zufolge", "laut dpa", "nach Angaben von Teilnehmern" beside a speaker."""
    for i, word in enumerate(frame.sentence.words):
        if i in frame.taken or frame.inside(i):
            continue
        phrase = relays.beside(frame.sentence, i, sourced=bool(frame.speaker))
        if phrase is None or phrase[1] <= phrase[0] or set(range(*phrase)) & set(frame.taken):
            continue
        found = frame.step(*phrase)
        wanted = _BESIDE if frame.speaker and word.low != "wie" else _HEARERS
        paper = phrase[0] == i + 1 and word.low == "nach"
        if found and found.kind in wanted and (not paper or found.kind is EntityKind.DOCUMENT):
            yield found


def _told(frame: Frame) -> Iterator[Step]:
    """ "sagte er der Zeitung Y", "im Interview mit Y", "schrieb auf der Plattform Z", "im Sender Y"."""
    words = frame.sentence.words
    for i, word in enumerate(words[:-1]):
        if frame.inside(i) or i in frame.taken:
            continue
        at = relays.hearer(words, i)
        if at is None and i - 1 in frame.taken and word.low in ("der", "dem", "den"):
            at = i
        if at is None or at >= len(words) or at in frame.taken or words[at].tag == "CARD" or frame.inside(at):
            continue
        end = phrase_end(frame.sentence, at, len(words), attach=False)
        found = frame.step(at, end + relays.numbered(words, end))
        found = found and replace(found, kind=_sort(frame, i, at, found.kind))
        if found and _heard(frame, i, found):
            yield found


def _sort(frame: Frame, i: int, at: int, told: EntityKind) -> EntityKind:
    """What the phrase at `at` names, where its place behind word `i` tells more than its words (`told`)."""
    words, low = frame.sentence.words, frame.sentence.words[i].low
    if low == "im":
        return EntityKind.OUTLET if _in_marks(words, at) else told
    if told not in (EntityKind.UNKNOWN, EntityKind.PERSON):
        return told
    if low == "auf":
        return EntityKind.PLATFORM if relays.bare_platform(words, i) else told
    named = words[at].tag == "ART" and _in_marks(words, at + 1)
    return EntityKind.OUTLET if named and low not in relays.PLACES and frame.near_cue(i) else told


def _heard(frame: Frame, i: int, found: Step) -> bool:
    """True if word `i` makes the medium a hearer, or a place where the saying was done."""
    words = frame.sentence.words
    low = words[i].low
    if low not in relays.PLACES:
        return found.kind in (MEDIA if low == "den" else _HEARERS)
    if found.kind is EntityKind.OUTLET:
        world = found.label == "Welt" and not any(w.mark for w in words[i : i + 4])
        return low in ("im", "in", "bei", "beim") and frame.near_cue(i) and not (nameless(found) or world)
    said = relays.published(words) or (low != "über" and frame.near_cue(i))
    return found.kind is EntityKind.PLATFORM and said and not nameless(found)


def _in_marks(words: Sequence[Word], i: int) -> bool:
    """True for a name in quotation marks that opens at word `i`."""
    return i + 1 < len(words) and words[i].mark and words[i + 1].text[0].isupper()


def _through(frame: Frame) -> Iterator[Step]:
    """The spokesperson of "ließ über seine Sprecherin Änne Voss ausrichten"."""
    words = frame.sentence.words
    for i in range(len(words)):
        at = None if words[i].depth or i in frame.taken else relays.through(frame.sentence, i)
        if at is None:
            continue
        phrase = words[at : phrase_end(frame.sentence, at, len(words), attach=False)]
        names = [w for w in phrase if w.tag == "NE"]
        if len(names) > 1:
            yield Step(text_of(names), EntityKind.PERSON, Span(phrase[0].start, phrase[-1].end))


def passed_on(frame: Frame) -> Iterator[Step]:
    """The report of "dementierte eine Meldung des „Boten“, wonach …", and before it whoever shared it."""
    first = min((span.start for span in frame.quoted), default=None)
    words = frame.sentence.words
    for start in relays.relative(frame.sentence):
        end = start - 1
        seg = frame.sentence.segments[frame.sentence.segment_of(end - 1)]
        said = first is not None and words[start].start <= first
        phrases = (k for k in range(max(seg.start, end - 14), end) if phrase_end(frame.sentence, k, end) == end)
        found = next((step for k in phrases if (step := frame.step(k, end)) and step.kind in _HEARERS), None)
        if not said or found is None:
            continue
        own = frame.step(*frame.speaker) if frame.speaker else None
        if own and frame.speaker and own.kind is EntityKind.PERSON and relays.shares(words[seg.start : end]):
            where = next((f" ({step.label})" for step in _told(frame) if step.kind is EntityKind.PLATFORM), "")
            yield Step(_person(frame) + where, EntityKind.PERSON, _span(frame, frame.speaker))
        yield found


def _person(frame: Frame) -> str:
    """The speaker's name: the last two proper names of the phrase, else its wording."""
    words = frame.sentence.words[slice(*frame.speaker)] if frame.speaker else ()
    names = [w for w in words if w.tag == "NE"][-2:]
    return text_of(names or words)


def _span(frame: Frame, phrase: tuple[int, int]) -> Span:
    return Span(frame.sentence.words[phrase[0]].start, frame.sentence.words[phrase[1] - 1].end)
