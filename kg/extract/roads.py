"""The road of each utterance: what its own sentence names, what the sentences around it add, what is carried on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract import origin, relays, sources
from kg.extract.answers import OWN
from kg.extract.carried import REACH, Here, Trail, goes_on, told_indirectly
from kg.extract.clauses import Outline, Sentence, Word
from kg.extract.draft import Draft, Spans
from kg.extract.media import Media
from kg.extract.origin import Step
from kg.extract.papers import Papers, is_part, owned, stem
from kg.extract.phrases import MEDIA_NOUNS, phrase_end, subject
from kg.extract.stations import MEDIA, monitor, station, text_of
from kg.extract.wordlist import wordlist
from kg.records import Article, EntityKind, Mention, Modality, Span, SpeechType

CARRIED = frozenset(["carried-1", "carried-2", "direct-continued", "hearsay", "nested"])
"""Rules of drafts that go on with an utterance, so that they have no frame of their own."""

_BACKWARD = wordlist("das dies dieses darüber so")
_REPORTING = frozenset(["berichten", "melden", "schreiben"])
_DEMONSTRATIVE = wordlist("dieser diese dieses darin dort demnach danach letzterer letztere")
_WITHIN = wordlist("darin demnach danach")
_FORMER = re.compile(
    r"(?i)^(?:(?:einer|der) (?:früheren|ersten|vorherigen|vorigen|ursprünglichen|älteren) (?:fassung|version)\b"
    r"|unsere[mnr]? (?:bericht|artikel|meldung|zeitung|redaktion|ausgabe)|dieser (?:zeitung|redaktion)"
    r"|(?:informationen|recherchen) (?:unserer|dieser) (?:zeitung|redaktion))"
)
"""Speakers behind which the article's own outlet stands, as in corrections."""

_REPORTS = frozenset(map(stem, ["Bericht", "Artikel", "Meldung", "Beitrag"]))
_DEFINITE = frozenset(["dem", "der", "diesem", "dieser"])
_INDEFINITE = re.compile(r"(?i)eine?[mnrs]?\b")
_POSSESSIVE = re.compile(r"(?i)(?:ihr|sein|unser)e?[mnrs]?\b")
_GAP = 40
"""Code points between an utterance and what goes on without a frame: blanks and a mark, or a short heading."""
_NESTING = 8
"""Utterances before a quotation among which the one is that holds it."""
_NAME = 6
"""Words of a name in quotation marks."""
_LEAD = 1500
"""Code points within which the body of an article names the paper that its lead only calls "einen Medienbericht"."""


class Roads:
    """The roads of one article's utterances; ask in the order of the text, each once."""

    def __init__(
        self, article: Article, outline: Outline, drafts: Sequence[Draft], known: Mapping[str, EntityKind]
    ) -> None:
        self.article = article
        self.text = article.text
        self.drafts = sorted(drafts, key=lambda draft: draft.start)
        self.outline = outline
        self.sections = origin.sections(self.text)
        self.names = origin.own_names(article.outlet)
        self.own = origin.own_paragraphs(self.text, self.names)
        self.known = {**known, **dict.fromkeys(self.names[:1], EntityKind.OUTLET)}
        self.beginnings = [draft.start for draft in self.drafts]
        self.papers = Papers(self.text, outline.sentences, self.known)
        self.media = Media(self.text)
        self.said: dict[Spans, tuple[Step, ...]] = {}
        self.speakers: dict[Spans, Mention] = {}
        self.trail: Trail | None = None

    def of(self, draft: Draft, speaker: Mention | None) -> tuple[Step, ...]:
        """The steps of the draft that `speaker` says, nearest reporter first, each once."""
        steps = tuple(_unique(self._steps(draft, speaker)))
        self.said[draft.speaker] = steps
        if speaker:
            self.speakers[draft.speaker] = speaker
        self._follow(draft, speaker, steps)
        return tuple(_unique([*self._agency(draft), *self._outer(draft), *steps]))

    def _follow(self, draft: Draft, speaker: Mention | None, steps: tuple[Step, ...]) -> None:
        """Keeps the utterance as the one before the next; hearsay and reported speech leave its speaker as it was."""
        last = self.trail
        if last and draft.rule == "hearsay":
            return
        frame = self._frame(draft)
        inner = last is not None and steps == last.steps and told_indirectly(frame)
        passed = draft.rule not in CARRIED and any(True for _ in sources.passed_on(frame))
        own = bool(steps) and any(span.start <= steps[0].evidence.start < span.end for span in draft.speaker)
        self.trail = Trail(
            frame.sentence,
            max(draft.end, last.end if last else 0),
            last.speaker if last and inner else self._key(speaker),
            () if passed else steps,
            asks=draft.modality is Modality.QUESTIONED,
            relayed=own and steps[0].kind in MEDIA,
        )

    def paper_behind(self, draft: Draft) -> Span | None:
        """Where the text names the paper whose report the draft's speaker is ("nach einem Zeitungsbericht")."""
        if draft.rule in CARRIED or not draft.speaker:
            return None
        own = station(self.outline.words(draft.speaker), self.known)
        found = self._report(draft, own) if own and own.kind is EntityKind.REPORTS else ()
        return found[0].evidence if found else None

    def _steps(self, draft: Draft, speaker: Mention | None) -> Sequence[Step]:
        """The steps apart from the agency that the whole stretch is from."""
        if draft.rule == "hearsay" and self.trail and self._apart(self.trail.end, draft.start):
            return ()
        if self._frameless(draft):
            return self.said.get(draft.speaker, ()) or self._continued(draft)
        former = self._former(draft)
        if former:
            return (former,)
        frame = self._frame(draft)
        found = sources.chain(frame)
        bridge = self._bridge(draft, frame, found)
        found = self._sourced(draft, frame, speaker, found)
        steps = [named for step in [*bridge, *found] for named in self._named(step, draft)]
        self._note(steps)
        return steps or self._goes_on(draft, speaker, frame) or self._posted(draft, frame)

    def _frameless(self, draft: Draft) -> bool:
        """True for what goes on without a word of saying: its chain is that of the utterance it continues."""
        if draft.rule in CARRIED:
            return True
        if draft.cue or draft.type is SpeechType.REPORTED:
            return False
        apart = bool(draft.speaker) and self.outline.sentence(draft.speaker[0].start) is not self.outline.sentence(
            draft.start
        )
        return draft.rule == OWN or (apart and not draft.frame)

    def _sourced(self, draft: Draft, frame: sources.Frame, speaker: Mention | None, found: list[Step]) -> list[Step]:
        """What the frame's sentence names (`found`) and the one behind it, with the documents that they go back to."""
        if found and found[0].kind is EntityKind.REPORTS and (told := self._report(draft, found[0])):
            return [*told, *found[1:]]
        words = self.outline.words(draft.speaker)
        paper = self._paper(words, speaker)
        if paper:
            found = [*paper, *(step for step in found if step.label != paper[-1].label)]
        found = [owned(step, frame.sentence) if step.kind is EntityKind.DOCUMENT else step for step in found]
        return [*found, *self._afterwards(frame, bool(found), words)]

    def _paper(self, words: Sequence[Word], speaker: Mention | None) -> Sequence[Step]:
        """The document of "heißt es darin" and "lautet der letzte Satz"."""
        if not words:
            return ()
        within = len(words) == 1 and words[0].low in _WITHIN
        if not within and not is_part(text_of(words)):
            return ()
        last = self.papers.last(words[0].start, REACH)
        if last:
            return (*last.via, last.step)
        where = speaker.antecedent if speaker and words[0].low == "darin" else None
        found = station(self.outline.words(where.spans), self.known) if where else None
        return (found,) if found and found.kind is EntityKind.DOCUMENT else ()

    def _named(self, step: Step, draft: Draft) -> Iterator[Step]:
        """The step by its name: "der Zeitung" as the paper named before, "dem Bericht" as the document meant.

        The article's own outlet is a station only where it speaks itself.
        """
        if sources.nameless(step):
            last = self.media.like(step)
            if last:
                yield from self._named(replace(last, evidence=step.evidence), draft)
        elif self._ours(step):
            if any(span.start <= step.evidence.start < span.end for span in draft.speaker):
                yield replace(step, label=self.article.outlet or step.label)
        elif step.kind is EntityKind.DOCUMENT and (steps := self._meant(step)):
            yield from steps
        else:
            yield self.papers.short(step) if step.kind is EntityKind.DOCUMENT else step

    def _meant(self, step: Step) -> tuple[Step, ...]:
        """The document that "dem Papier" goes back to, or the medium of whose report "dem Bericht" speaks."""
        if _INDEFINITE.match(step.evidence.of(self.text)):
            return ()
        paper = self.papers.meant(step)
        if stem(step.label) in _REPORTS and not _POSSESSIVE.match(step.evidence.of(self.text)):
            steps = self.media.last(after=step.evidence.start - 2 * REACH)
            if steps and (paper is None or steps[0].evidence.start > paper.at):
                return (replace(steps[0], evidence=step.evidence), *steps[1:])
        return (*paper.via, replace(paper.step, evidence=step.evidence)) if paper else ()

    def _note(self, steps: Sequence[Step]) -> None:
        """Keeps the media and documents among the steps for what the text says of them later."""
        for k, step in enumerate(steps):
            if step.kind is EntityKind.DOCUMENT:
                self.papers.add(step, [s for s in steps[:k] if s.kind is EntityKind.ORGANISATION])
            elif not self._ours(step):
                self.media.add(steps[k:])

    def _former(self, draft: Draft) -> Step | None:
        """The article's own outlet where an earlier version of the text is quoted, or "unsere Zeitung" knows."""
        if not draft.speaker or not self.article.outlet:
            return None
        words = self.outline.words(draft.speaker)
        if not words or not _FORMER.match(text_of(words)):
            return None
        return Step(self.article.outlet, EntityKind.OUTLET, Span(words[0].start, words[-1].end))

    def _report(self, draft: Draft, own: Step) -> tuple[Step, ...]:
        """The chain of the paper whose report is meant: the one before for "dem Bericht", the next for "einem"."""
        first = self.outline.words([own.evidence])[0].low
        if first in _DEFINITE:
            agency = own.label.lower().startswith("agentur")
            return self.media.last(EntityKind.AGENCY if agency else EntityKind.OUTLET)
        return self._named_later(draft) if first == "einem" else ()

    def _named_later(self, draft: Draft) -> tuple[Step, ...]:
        """The chain of the paper that a following utterance names, within the lead's reach."""
        later = self.drafts[
            bisect_right(self.beginnings, draft.start) : bisect_left(self.beginnings, draft.start + _LEAD)
        ]
        for following in later:
            if not following.speaker or following.speaker == draft.speaker or following.rule in CARRIED:
                continue
            frame = self._frame(following)
            steps = [owned(s, frame.sentence) if s.kind is EntityKind.DOCUMENT else s for s in sources.chain(frame)]
            steps = [*steps, *self._afterwards(frame, bool(steps), self.outline.words(following.speaker))]
            reports = bool(steps) and steps[0].kind is EntityKind.OUTLET and not sources.nameless(steps[0])
            if reports and not self._ours(steps[0]):
                return tuple(steps)
            if steps and self._apart(draft.start, following.start):
                return ()
        return ()

    def _afterwards(self, frame: sources.Frame, reported: bool, speaker: Sequence[Word]) -> list[Step]:
        """The steps of a following "Das berichtete das Portal …", "Das geht aus … hervor", "Der Sender beruft sich"."""
        k = bisect_left(self.outline.starts, frame.sentence.words[0].start) + 1
        if k >= len(self.outline.sentences) or self._apart(frame.sentence.words[-1].end, self.outline.starts[k]):
            return []
        following = self.outline.sentences[k]
        at = relays.vouching(following)
        if at is not None and not reported:
            found = station(following.words[at : phrase_end(following, at, len(following.words))], self.known)
            return [owned(found, frame.sentence, speaker)] if found and found.kind is EntityKind.DOCUMENT else []
        again = following.words[1].low in MEDIA_NOUNS if len(following.words) > 1 else False
        if reported and (again or any(w.low == "dabei" for w in following.words)):
            return sources.cited(sources.Frame(following, None, (), self.known))
        words = following.words[:4]
        verb = next((i for i, w in enumerate(words) if w.lemma in _REPORTING and w.finite), None)
        if verb is None or reported or words[0].low not in _BACKWARD or self._opens(following):
            return []
        who = subject(following, verb, verb, len(following.words))
        return sources.chain(sources.Frame(following, who, (), self.known))

    def _opens(self, sentence: Sentence) -> bool:
        """True for "So berichtet X, der Damm halte": the report is one of its own."""
        return any(d.type is not SpeechType.REPORTED and d.cue for d in self._within(sentence))

    def _within(self, sentence: Sentence) -> Sequence[Draft]:
        """The drafts that begin in the sentence."""
        first, last = sentence.words[0].start, sentence.words[-1].end
        return self.drafts[bisect_left(self.beginnings, first) : bisect_left(self.beginnings, last)]

    def _bridge(self, draft: Draft, frame: sources.Frame, found: Sequence[Step]) -> list[Step]:
        """The steps of "Das ISW bezieht sich auf einen Bericht der kpa.", where the next sentence tells of that."""
        words = self.outline.words(draft.speaker)
        k = bisect_left(self.outline.starts, frame.sentence.words[0].start) - 1
        if k < 0 or not words or self._apart(self.outline.sentences[k].words[-1].end, frame.sentence.words[0].start):
            return []
        before = self.outline.sentences[k]
        verb = next((i for i, w in enumerate(before.words) if relays.leaning(before.words, i) and w.finite), None)
        who = subject(before, verb, 0, before.segments[0].end) if verb is not None else None
        if who is None or self._within(before):
            return []
        reporter = station(before.words[slice(*who)], self.known)
        cited = sources.cited(sources.Frame(before, who, (), self.known))
        trusted = reporter and (reporter.kind in MEDIA or monitor(reporter.label))
        if not reporter or not trusted or not cited:
            return []
        for step in cited:
            if step.kind is EntityKind.DOCUMENT:
                self.papers.add(step, [reporter])
        if words[0].low in _DEMONSTRATIVE:
            return [reporter, cited[-1]]
        return [reporter] if found and found[0].label == cited[-1].label else []

    def _goes_on(self, draft: Draft, speaker: Mention | None, frame: sources.Frame) -> tuple[Step, ...]:
        """The chain of the utterance before, where this one belongs to the same report or talk."""
        if self.trail is None:
            return ()
        begin, end = frame.sentence.words[0].start, frame.sentence.words[-1].end
        here = Here(
            frame,
            draft.start,
            self.outline.words(draft.speaker),
            self._key(speaker),
            speaker.name.start if speaker else draft.start,
            near=not self._apart(self.trail.end, draft.start),
            addressed=any(begin <= span.start < end for span in draft.addressee),
        )
        return goes_on(self.trail, here)

    def _continued(self, draft: Draft) -> tuple[Step, ...]:
        """The chain of the utterance before for a sentence without a frame in the same passage."""
        if draft.speaker:
            sentence = self.outline.sentence(draft.speaker[0].start)
            words = self.outline.words(draft.speaker)
            if words and not self._within(sentence) and sentence.words[-1].end < draft.start:
                at = next(i for i, word in enumerate(sentence.words) if word.start == words[0].start)
                found = sources.chain(sources.Frame(sentence, (at, at + len(words)), (), self.known))
                return tuple(named for step in found for named in self._named(step, draft))
        last = self.trail
        near = last is not None and last.start <= draft.start < last.end + _GAP
        return last.steps if last and near and draft.rule != "hearsay" else ()

    def _posted(self, draft: Draft, frame: sources.Frame) -> tuple[Step, ...]:
        """The platform that the sentence before names, for a literal "schrieb er"."""
        writes = any(frame.sentence.words[i].lemma in relays.POSTING for i in frame.cue)
        k = bisect_left(self.outline.starts, min(draft.start, frame.sentence.words[0].start)) - 1
        k -= k >= 0 and self.outline.sentences[k].words[-1].end > draft.start
        if not writes or draft.type is not SpeechType.DIRECT or k < 0:
            return ()
        before = self.outline.sentences[k].words
        if self._apart(before[-1].end, draft.start):
            return ()
        places = (i + 1 for i, word in enumerate(before[:-1]) if word.low in relays.PLACES and not word.depth)
        found = (station(before[i : phrase_end(self.outline.sentences[k], i, len(before))], self.known) for i in places)
        return tuple(step for step in found if step and step.kind is EntityKind.PLATFORM)[:1]

    def _outer(self, draft: Draft) -> tuple[Step, ...]:
        """Whoever quotes the draft within a literal utterance of an own."""
        if not draft.speaker:
            return ()
        k = bisect_right(self.beginnings, draft.start)
        for outer in reversed(self.drafts[max(0, k - _NESTING) : k]):
            literal = outer.type is SpeechType.DIRECT and outer.speaker and outer.speaker != draft.speaker
            if not literal or draft.end > outer.end or outer.end - outer.start <= draft.end - draft.start:
                continue
            known = self.speakers.get(outer.speaker)
            names = [
                word for word in self.outline.words(known.name.spans if known else outer.speaker) if word.tag == "NE"
            ]
            if outer.start <= draft.speaker[0].start < outer.end and len(names) > 1:
                place = Span(outer.speaker[0].start, outer.speaker[-1].end)
                return (Step(text_of(names[-2:]), EntityKind.PERSON, place),)
        return ()

    def _agency(self, draft: Draft) -> Sequence[Step]:
        """The agency that this stretch is from, unless it was said to the paper itself."""
        if any(span.start <= draft.start < span.end for span in self.own):
            return ()
        return origin.at(self.sections, draft.start)

    def _ours(self, step: Step) -> bool:
        """True if the step is the outlet of the article itself."""
        low = step.label.lower()
        return low in self.names or low.removesuffix("n") in self.names

    def _frame(self, draft: Draft) -> sources.Frame:
        """The sentence of the word of saying; where there is none, that of the frame or of what is said."""
        sentence = self.outline.sentence(self._anchor(draft))
        own = {w.start for w in self.outline.words(draft.speaker)}
        indices = [i for i, w in enumerate(sentence.words) if w.start in own]
        while len(indices) > 1 and sentence.words[indices[-1]].tag in ("APPR", "APPRART", "KON"):
            indices.pop()
        if len(indices) == 1 and sentence.words[indices[0]].tag == "ART":
            indices = [*range(indices[0], max(phrase_end(sentence, indices[0], len(sentence.words)), indices[0] + 1))]
        speaker = (indices[0], _closed(sentence, indices[-1] + 1)) if indices else None
        quoted = draft.quote if draft.type is not SpeechType.REPORTED else ()
        cue = [i for i, w in enumerate(sentence.words) if any(s.start <= w.start < s.end for s in draft.cue)]
        return sources.Frame(sentence, speaker, quoted, self.known, cue)

    def _anchor(self, draft: Draft) -> int:
        if not draft.cue:
            return (draft.frame or draft.quote)[0].start
        at = draft.speaker[0].start if draft.speaker else draft.start
        return min((span.start for span in draft.cue), key=lambda start: abs(start - at))

    def _key(self, speaker: Mention | None) -> str | None:
        """What tells one speaker from another: the last proper name, else the wording; None for a lone pronoun."""
        if speaker is None:
            return None
        words = self.outline.words(speaker.name.spans)
        names = [word.low for word in words if word.tag == "NE"]
        lone = len(words) == 1 and words[0].tag[:1] == "P"
        return names[-1] if names else None if lone or not words else text_of(words).lower()

    def _apart(self, start: int, end: int) -> bool:
        """True if a new paragraph begins between the two offsets."""
        return "\n\n" in self.text[start:end]


def _closed(sentence: Sentence, end: int) -> int:
    """One past the closing mark, where a phrase ends within a name in quotation marks; else `end`."""
    words = sentence.words
    depth = words[end - 1].depth or (words[end - 1].mark and end < len(words) and words[end].depth)
    if not depth or end >= len(words) or not (words[end].depth or words[end].mark):
        return end
    close = next((k for k in range(end, min(end + _NAME, len(words))) if words[k].mark), None)
    return end if close is None else close + 1


def _unique(steps: Sequence[Step]) -> list[Step]:
    """Each label once, where it stands first."""
    first: dict[str, Step] = {}
    for step in steps:
        first.setdefault(re.sub(r"^(?:der|die|das) ", "", step.label.lower()), step)
    return list(first.values())
