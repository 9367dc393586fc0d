"""From drafts to records: offsets become passages, speakers mentions, and each utterance gets its IRI."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kg import vocab
from kg.extract import sources
from kg.extract.clauses import Sentence, Word
from kg.extract.confidence import confidence
from kg.extract.coreference import Antecedents
from kg.extract.draft import Draft
from kg.extract.kinds import kind
from kg.extract.quotes import Pairing
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
    Utterance,
)

CHECK = "unpaired-quotation-mark"
"""Name of the check whose findings an odd quotation mark makes."""

_CARRIED = frozenset(["carried-1", "carried-2", "direct-continued", "hearsay", "nested"])
_BACKWARD = frozenset("das dies dieses darüber so".split())
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
        self.said: list[tuple[tuple[Span, ...], list[sources.Step], Span | None]] = []

    def make(self, drafts: Sequence[Draft]) -> Iterator[Utterance]:
        seen: set[str] = set()
        for draft in drafts:
            name = vocab.utterance_iri(self.article.id, draft.type, self._passage(draft.quote).spans)
            steps = self._steps(draft)
            speaker, antecedent = self._speaker(draft)
            self.said.append((draft.speaker, steps, antecedent))
            if name in seen:
                continue
            seen.add(name)
            yield Utterance(
                id=name,
                type=draft.type,
                quote=self._passage(draft.quote),
                medium=draft.medium,
                cue=self._passage(draft.cue) if draft.cue else None,
                frame=self._passage(draft.frame) if draft.frame else None,
                addressee=self._passage(draft.addressee) if draft.addressee else None,
                speaker=speaker,
                sources=tuple(self._step(s) for s in _unique([*self.origin, *steps])),
                modality=draft.modality,
                confidence=confidence(draft.rule, speaker=speaker is not None),
            )

    def _passage(self, spans: Sequence[Span]) -> Passage:
        return Passage.of(self.text, spans)

    def _step(self, step: sources.Step) -> SourceStep:
        return SourceStep(step.label, step.kind, self._passage([step.evidence]))

    def _sentence(self, offset: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def _words(self, spans: Sequence[Span]) -> list[Word]:
        if not spans:
            return []
        sentence = self._sentence(spans[0].start)
        return [w for w in sentence.words if any(s.start <= w.start < s.end for s in spans)]

    def _speaker(self, draft: Draft) -> tuple[Mention | None, Span | None]:
        if not draft.speaker:
            return None, None
        words = self._words(draft.speaker)
        inherited = next((a for spans, _, a in reversed(self.said) if spans == draft.speaker), None)
        previous = next(
            (a or spans[0] for spans, _, a in reversed(self.said) if spans and spans != draft.speaker), None
        )
        found = inherited or self.antecedents.of(words, self._verb(draft), previous)
        passage = self._passage(draft.speaker)
        if found and (any(s.overlaps(found) and s.start == found.start for s in draft.speaker)):
            found = None
        antecedent = self._passage([found]) if found else None
        telling = self._words([found]) if found else words
        proper = [w.text for w in telling if w.tag == "NE"]
        what = kind((antecedent or passage).text, proper)
        if what is EntityKind.UNKNOWN and found:
            what = kind(passage.text, [w.text for w in words if w.tag == "NE"])
        return Mention(passage, what, antecedent), found

    def _verb(self, draft: Draft) -> str | None:
        return next((w.low for w in self._words(draft.cue) if w.finite), None)

    def _steps(self, draft: Draft) -> list[sources.Step]:
        """The steps of the frame's sentence; what is carried on keeps those of the utterance that it continues."""
        if draft.rule in _CARRIED:
            return next((steps for spans, steps, _ in reversed(self.said) if spans == draft.speaker), [])
        anchor = (draft.frame or draft.quote)[-1 if draft.rule == "direct-after" else 0].start
        sentence = self._sentence(anchor)
        own = {w.start for w in self._words(draft.speaker)}
        indices = [i for i, w in enumerate(sentence.words) if w.start in own]
        speaker = (indices[0], indices[-1] + 1) if indices else None
        return sources.chain(sentence, speaker, draft.quote) or self._afterwards(sentence)

    def _afterwards(self, sentence: Sentence) -> list[sources.Step]:
        """The steps of a following "Das berichtete das Portal …"."""
        k = bisect_left(self.starts, sentence.words[0].start) + 1
        if k >= len(self.sentences):
            return []
        following = self.sentences[k]
        low = [w.low for w in following.words[:3]]
        if (
            not low
            or low[0] not in _BACKWARD
            or not any(w.lemma in ("berichten", "melden", "schreiben") and w.finite for w in following.words[:4])
        ):
            return []
        end = len(following.words)
        from kg.extract.phrases import subject

        verb = next(
            i for i, w in enumerate(following.words) if w.lemma in ("berichten", "melden", "schreiben") and w.finite
        )
        return sources.chain(following, subject(following, verb, verb, end), ())


def _unique(steps: Sequence[sources.Step]) -> list[sources.Step]:
    seen: set[str] = set()
    return [s for s in steps if not (s.label.lower() in seen or seen.add(s.label.lower()))]  # type: ignore[func-returns-value]
