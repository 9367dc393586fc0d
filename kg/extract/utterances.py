"""From drafts to records: offsets become passages, speakers mentions, and each utterance gets its IRI."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kg import vocab
from kg.extract import sources
from kg.extract.clauses import Sentence, Word
from kg.extract.confidence import confidence
from kg.extract.coreference import Antecedents, Last
from kg.extract.draft import Draft
from kg.extract.kinds import kind
from kg.extract.phrases import subject
from kg.extract.quotes import Pairing
from kg.extract.wordlist import wordlist
from kg.records import (
    Article,
    EntityKind,
    Evidence,
    Finding,
    Medium,
    Mention,
    Passage,
    Severity,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
)

CHECK = "unpaired-quotation-mark"
"""Name of the check whose findings an odd quotation mark makes."""

_CARRIED = frozenset(["carried-1", "carried-2", "direct-continued", "hearsay", "nested"])
_REPORTING = frozenset(["berichten", "melden", "schreiben"])
_BACKWARD = wordlist("das dies dieses darüber so")
_CONTEXT = 30


def utterances(article: Article, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> tuple[Utterance, ...]:
    """The utterances of an article in order of their quotes; two drafts of one type and place are one."""
    return tuple(_Maker(article, sentences).make(drafts))


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
    message = f"{count} Anführungszeichen ohne Gegenstück" if count > 1 else "ein Anführungszeichen ohne Gegenstück"
    return (Finding(vocab.finding_iri(CHECK, nodes), CHECK, Severity.NOTICE, message, nodes, tuple(passages)),)


class _Maker:
    def __init__(self, article: Article, sentences: Sequence[Sentence]) -> None:
        self.article = article
        self.text = article.text
        self.sentences = [s for s in sentences if s.words]
        self.starts = [s.words[0].start for s in self.sentences]
        self.antecedents = Antecedents(self.sentences)
        self.origin = sources.dateline(self.text)
        self.steps: dict[tuple[Span, ...], list[sources.Step]] = {}
        self.known: dict[tuple[Span, ...], Span | None] = {}
        self.spoke: list[tuple[Span, ...]] = []
        self.ended = 0

    def make(self, drafts: Sequence[Draft]) -> Iterator[Utterance]:
        seen: set[str] = set()
        for draft in drafts:
            name = vocab.utterance_iri(self.article.id, draft.type, self._passage(draft.quote).spans)
            if name in seen:
                continue
            seen.add(name)
            steps = self._steps(draft)
            speaker = self._speaker(draft)
            self.ended = draft.end
            yield Utterance(
                id=name,
                type=draft.type,
                quote=self._passage(draft.quote),
                medium=_medium(draft, speaker),
                cue=self._passage(draft.cue) if draft.cue else None,
                frame=self._passage(draft.frame) if draft.frame else None,
                addressee=self._passage(draft.addressee) if draft.addressee else None,
                speaker=speaker,
                sources=tuple(self._step(s) for s in _unique([*self.origin, *steps]) if not self._own(s)),
                modality=draft.modality,
                confidence=confidence(draft.rule, speaker=speaker is not None),
            )

    def _passage(self, spans: Sequence[Span]) -> Passage:
        return Passage.of(self.text, spans)

    def _own(self, step: sources.Step) -> bool:
        """True if the step is the outlet of the article itself, which is no station on the road to it."""
        return bool(self.article.outlet) and step.label.lower() in str(self.article.outlet).lower()

    def _step(self, step: sources.Step) -> SourceStep:
        return SourceStep(step.label, step.kind, self._passage([step.evidence]))

    def _sentence(self, offset: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def _words(self, spans: Sequence[Span]) -> list[Word]:
        if not spans:
            return []
        sentence = self._sentence(spans[0].start)
        return [w for w in sentence.words if any(s.start <= w.start < s.end for s in spans)]

    def _speaker(self, draft: Draft) -> Mention | None:
        if not draft.speaker:
            return None
        words = self._words(draft.speaker)
        found = self._antecedent(draft, words)
        passage = self._passage(draft.speaker)
        antecedent = self._passage([found]) if found else None
        telling = self._words([found]) if found else words
        what = kind((antecedent or passage).text, _proper(telling))
        if what is EntityKind.UNKNOWN and found:
            what = kind(passage.text, _proper(words))
        return Mention(passage, what, antecedent)

    def _antecedent(self, draft: Draft, words: Sequence[Word]) -> Span | None:
        """The fuller name behind the speaker's words, settled once for all that this mention says."""
        if draft.speaker not in self.known:
            found = self.antecedents.of(words, self._verb(draft), self._last())
            if found and any(s.start == found.start for s in draft.speaker):
                found = None
            self.known[draft.speaker] = found
            self.spoke.append(draft.speaker)
        return self.known[draft.speaker]

    def _last(self) -> Last | None:
        """Who spoke last: the fuller name if there is one, else the mention itself."""
        if not self.spoke:
            return None
        span = self.known[self.spoke[-1]] or self.spoke[-1][0]
        return Last(span, span.of(self.text).split(maxsplit=1)[0].lower(), self.ended)

    def _verb(self, draft: Draft) -> str | None:
        return next((w.low for w in self._words(draft.cue) if w.finite), None)

    def _steps(self, draft: Draft) -> list[sources.Step]:
        """The steps of the frame's sentence; what is carried on keeps those of the utterance that it continues."""
        if draft.rule in _CARRIED:
            return self.steps.get(draft.speaker, [])
        anchor = (draft.frame or draft.quote)[-1 if draft.rule == "direct-after" else 0].start
        sentence = self._sentence(anchor)
        own = {w.start for w in self._words(draft.speaker)}
        indices = [i for i, w in enumerate(sentence.words) if w.start in own]
        speaker = (indices[0], indices[-1] + 1) if indices else None
        steps = sources.chain(sentence, speaker, draft.quote) or self._afterwards(sentence)
        self.steps[draft.speaker] = steps
        return steps

    def _afterwards(self, sentence: Sentence) -> list[sources.Step]:
        """The steps of a following "Das berichtete das Portal …"."""
        k = bisect_left(self.starts, sentence.words[0].start) + 1
        if k >= len(self.sentences):
            return []
        following = self.sentences[k]
        words = following.words[:4]
        verb = next((i for i, w in enumerate(words) if w.lemma in _REPORTING and w.finite), None)
        if verb is None or words[0].low not in _BACKWARD:
            return []
        return sources.chain(following, subject(following, verb, verb, len(following.words)), ())


def _medium(draft: Draft, speaker: Mention | None) -> Medium:
    """The cue's medium; where that is speech or writing, who speaks decides: people mostly speak, papers write."""
    if draft.medium is not Medium.SPEECH_OR_WRITING:
        return draft.medium
    what = speaker.kind if speaker else EntityKind.UNKNOWN
    if what in (EntityKind.OUTLET, EntityKind.DOCUMENT):
        return Medium.WRITING
    spoken = what is EntityKind.PERSON or draft.type is SpeechType.DIRECT
    return Medium.SPEECH if spoken else draft.medium


def _proper(words: Sequence[Word]) -> list[str]:
    return [w.text for w in words if w.tag == "NE"]


def _unique(steps: Sequence[sources.Step]) -> list[sources.Step]:
    return list({step.label.lower(): step for step in reversed(steps)}.values())[::-1]
