"""From drafts to records: offsets become passages, speakers mentions, and each utterance gets its IRI."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg import vocab
from kg.extract import origin
from kg.extract.carried import LATER
from kg.extract.clauses import Outline, Sentence, Word
from kg.extract.coreference import Antecedents
from kg.extract.draft import Draft, Spans
from kg.extract.kinds import introduced, kind
from kg.extract.mentions import is_household, is_relative
from kg.extract.origin import Step
from kg.extract.quotes import Pairing
from kg.extract.roads import Roads
from kg.extract.speakers import is_spoken_of, mended
from kg.extract.time import Times, clauses
from kg.records import (
    Article,
    EntityKind,
    Evidence,
    Finding,
    Mention,
    Passage,
    Severity,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
    When,
)

CHECK = "unpaired-quotation-mark"
"""Name of the check whose findings an odd quotation mark makes."""

_GOES_ON = frozenset([SpeechType.DIRECT, SpeechType.INDIRECT_FREE_INDIRECT])
_CONTEXT = 30
_NAMELESS = frozenset([EntityKind.UNKNOWN, EntityKind.PERSON])
_HEARSAY = frozenset(["soll", "sollen"])
_SPOKES = re.compile(r"(?:^|\s|(?<=[a-zäöüß]))[Ss]?[Ss]precher(?:in)?s?\b")
_HIDDEN = re.compile(
    r",? (?:der|die|das|deren|dessen)\b[^.!?]{0,90}?"
    r"(?:nicht (?:namentlich |öffentlich )?genannt|anonym|ungenannt|Namen? nicht|"
    r"namentlich nicht|nicht mit (?:ihrem|seinem) Namen|vertraut ist|vertraut sind|"
    r"Name (?:ist )?der Redaktion|nicht namentlich)"
)
"""The relative clause that keeps a name back."""


def utterances(article: Article, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> tuple[Utterance, ...]:
    """The utterances of an article in order of their quotes; two drafts of one type and place are one."""
    return tuple(_Maker(article, sentences, drafts).make())


def findings(article: Article, pairing: Pairing) -> tuple[Finding, ...]:
    """One notice for an article with odd quotation marks, with each mark and its surroundings as evidence."""
    if not pairing.odd:
        return ()
    text = article.text
    passages = []
    for mark in pairing.odd:
        span = Span(max(0, mark.start - _CONTEXT), min(len(text), mark.end + _CONTEXT))
        passages.append(Evidence(article.id, Passage.of(text, [span])))
    nodes = (article.id,)
    count = len(pairing.odd)
    many = count > 1
    message = f"{count if many else 'ein'} Anführungszeichen ohne Gegenstück"
    english = f"{count} quotation marks without counterparts" if many else "a quotation mark without a counterpart"
    iri = vocab.finding_iri(CHECK, nodes)
    return (Finding(iri, CHECK, Severity.NOTICE, message, nodes, tuple(passages), english),)


@dataclass(frozen=True, slots=True)
class _Last:
    """The utterance before: where it ends, who spoke, by which cue, when, and whether that lies before the rest."""

    end: int
    speaker: Mention | None
    cue: Spans
    said: When | None
    before: bool

    def goes_on(self, draft: Draft, speaker: Mention | None, framed: Sequence[Word]) -> bool:
        """True if the same one speaks on, on the same occasion as far as the words of the frame tell."""
        if speaker is None or self.speaker is None or speaker.name != self.speaker.name:
            return False
        if draft.type is SpeechType.REPORTED:
            return False
        other = self.before or any(word.low in LATER for word in framed)
        return not framed or self.shares(draft) or not other

    def shares(self, draft: Draft) -> bool:
        """True if both have one cue."""
        return not set(draft.cue).isdisjoint(self.cue)


class _Maker:
    def __init__(self, article: Article, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> None:
        self.article = article
        self.drafts = drafts
        self.text = article.text
        self.outline = Outline(sentences)
        self.introduced = introduced(self.text)
        told = [mended(draft, self.outline).speaker for draft in drafts]
        speakers = {spans[0].start: self.outline.words(spans) for spans in told if spans}
        quoted = [Span(draft.start, draft.end) for draft in drafts if draft.type is not SpeechType.REPORTED]
        self.antecedents = Antecedents(self.outline.sentences, speakers, quoted, self.introduced)
        self.marks = origin.marks(self.text)
        self.roads = Roads(article, self.outline, drafts, self.introduced)
        self.times = Times(self.text, article.published, drafts)
        self.last: _Last | None = None
        self.known: dict[tuple[Span, ...], Span | None] = {}

    def make(self) -> Iterator[Utterance]:
        seen: set[str] = set()
        for draft in _carried_on(self.drafts, self.text, self.outline):
            quote = self._passage(_without(draft.quote, self.marks) or draft.quote)
            name = vocab.utterance_iri(self.article.id, draft.type, quote.spans)
            if name in seen:
                continue
            seen.add(name)
            paper = self.roads.paper_behind(draft)
            if paper:
                self.known[draft.speaker] = paper
            speaker = self._speaker(draft)
            yield Utterance(
                id=name,
                type=draft.type,
                quote=quote,
                medium=draft.medium,
                cue=self._passage(draft.cue) if draft.cue else None,
                frame=self._passage(draft.frame) if draft.frame else None,
                addressee=self._passage(draft.addressee) if draft.addressee else None,
                speaker=speaker,
                sources=tuple(map(self._step, self.roads.of(draft, speaker))),
                modality=draft.modality,
                confidence=draft.confidence,
                said=self._said(draft, speaker),
            )

    def _said(self, draft: Draft, speaker: Mention | None) -> When | None:
        """When it was said, by the sentences of cue and frame, or else by the utterance that this one carries on."""
        scrap = draft.rule == "nested" and (not draft.cue or (self.last is not None and self.last.shares(draft)))
        told = None if scrap else self._told(draft)
        framed = self.outline.words(draft.frame or draft.cue)
        last, cue, before = self.last, draft.cue, any(word.low in ("hatte", "hatten") for word in framed)
        near = last is not None and "\n\n" not in self.text[last.end : draft.start]
        if told is None and last and near and last.goes_on(draft, speaker, framed):
            told, cue, before = last.said, cue or last.cue, last.before
        self.last = _Last(draft.end, speaker, cue, told, before)
        return told

    def _told(self, draft: Draft) -> When | None:
        """The time that the sentences of cue and frame tell; those that hold some of the quote alone, if any does."""
        places = {span.start for span in (*draft.cue, *draft.frame)} or {draft.start}
        sentences = {id(s): s for s in map(self.outline.sentence, sorted(places))}.values()
        near = [s for s in sentences if s.words[0].start < draft.end and draft.start < s.words[-1].end]
        told = [clause for sentence in near or sentences for clause in clauses(sentence, draft)]
        return self.times.when(told, draft.speaker)

    def _passage(self, spans: Sequence[Span]) -> Passage:
        return Passage.of(self.text, spans)

    def _step(self, step: Step) -> SourceStep:
        return SourceStep(step.label, step.kind, self._passage([step.evidence]))

    def _speaker(self, draft: Draft) -> Mention | None:
        if not draft.speaker or self._hearsay(draft):
            return None
        draft = mended(draft, self.outline)
        words = self.outline.words(draft.speaker)
        found = self._antecedent(draft, words)
        passage = self._passage(draft.speaker)
        antecedent = self._passage([found]) if found else None
        telling = self.outline.words([found]) if found else words
        what = kind((antecedent or passage).text, _proper(telling), self.introduced)
        if found and is_household(words):
            what = EntityKind.ORGANISATION
        elif found and self.antecedents.people.is_named(found):
            what = EntityKind.PERSON
        elif what is EntityKind.UNKNOWN and found and not is_relative(words):
            told = kind(passage.text, _proper(words), self.introduced)
            what = told if told is not EntityKind.UNKNOWN else self.antecedents.kind_of(found)
        if what is EntityKind.UNKNOWN and not found and len(words) == 1 and words[0].text in self.antecedents.surnames:
            what = EntityKind.PERSON
        if found and self.antecedents.bodies.is_written_out(found):
            what = EntityKind.ORGANISATION
        elif _SPOKES.search(passage.text):
            what = EntityKind.PERSON
        if what in _NAMELESS and not _proper(telling) and _HIDDEN.match(self.text, (antecedent or passage).end):
            what = EntityKind.ANONYMOUS
        return Mention(passage, what, antecedent)

    def _hearsay(self, draft: Draft) -> bool:
        """True for "Er soll es gewusst haben" whose speaker would stand in another sentence: nobody is named for it."""
        if self.outline.sentence(draft.speaker[0].start) == self.outline.sentence(draft.start):
            return False
        verb = next((w for w in self.outline.words(draft.quote) if w.finite), None)
        free = draft.type is SpeechType.FREE_INDIRECT and verb is not None and verb.low in _HEARSAY
        return free or any(w.low in _HEARSAY for w in self.outline.words(draft.cue))

    def _antecedent(self, draft: Draft, words: Sequence[Word]) -> Span | None:
        """The fuller name behind the speaker's words, settled once for all that this mention says."""
        if draft.speaker not in self.known:
            found = self.antecedents.of(words, self._verb(draft))
            if found and any(s.start == found.start for s in draft.speaker):
                found = None
            self.known[draft.speaker] = found
        return self.known[draft.speaker]

    def _verb(self, draft: Draft) -> str | None:
        return next((w.low for w in self.outline.words(draft.cue) if w.finite), None)


def _carried_on(drafts: Sequence[Draft], text: str, outline: Outline) -> Iterator[Draft]:
    """The drafts; one without speaker, cue and frame takes the speaker of the one before in its paragraph.

    Who is spoken of in a sentence is not its speaker.
    """
    last: Draft | None = None
    for draft in drafts:
        own = bool(draft.speaker) and not is_spoken_of(draft, outline)
        alone = draft.type in _GOES_ON and not own and (bool(draft.speaker) or not (draft.cue or draft.frame))
        if alone and last and last.speaker and "\n\n" not in text[last.end : draft.start]:
            draft = replace(draft, speaker=last.speaker)
        last = draft
        yield draft


def _without(spans: Sequence[Span], marks: Sequence[Span]) -> list[Span]:
    """The spans less what the marks cover; a mark lies at the edge of a span or outside."""
    left = list(spans)
    for mark in marks:
        pieces = [(s.start, min(s.end, mark.start)) for s in left] + [(max(s.start, mark.end), s.end) for s in left]
        left = [Span(start, end) for start, end in dict.fromkeys(pieces) if start < end]
    return sorted(left)


def _proper(words: Sequence[Word]) -> list[str]:
    return [w.text for w in words if w.tag == "NE"]
