"""The model's answers as drafts: words become stretches of text, and the rules say what speech act the cue performs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.extract import cues
from kg.extract.clauses import Sentence
from kg.extract.decode import Answer
from kg.extract.draft import Draft
from kg.extract.features import MEDIA, ROLES, TYPES, Reading, proposal
from kg.records import Medium, Modality, Span

OWN = "model"
"""The rule of a draft that no rule proposed."""

_SPEAKER = ROLES.index("speaker")

VAGUE = Medium.SPEECH_OR_WRITING
"""The medium of a cue that tells none, such as "erklärte"."""


def drafts(
    reading: Reading, answers: Sequence[Answer], proposed: Sequence[Draft], sentences: Sequence[Sentence]
) -> tuple[Draft, ...]:
    """A draft for each answer, in order; `proposed` are the rules' drafts that went into `reading`."""
    known = {proposal(reading, draft): draft for draft in proposed}
    spoken = [sentence for sentence in sentences if sentence.words]
    starts = [sentence.words[0].start for sentence in spoken]

    def act(cue: Sequence[Span]) -> tuple[Modality, Medium]:
        if not cue:
            return Modality.ASSERTED, VAGUE
        sentence = spoken[bisect_right(starts, cue[0].start) - 1]
        verbs = {span.start for span in cue}
        found = (hit.cue for hit in cues.find(sentence) if any(sentence.words[i].start in verbs for i in hit.words))
        return next(((entry.modality, entry.medium) for entry in found), (Modality.ASSERTED, VAGUE))

    def draft(answer: Answer) -> Draft:
        parts = {role: reading.spans(words) for role, words in zip(ROLES, _completed(answer, reading), strict=True)}
        told = known.get(answer.draft)
        modality, medium = (told.modality, told.medium) if told else act(parts["cue"])
        return Draft(
            rule=told.rule if told else OWN,
            type=TYPES[answer.type],
            medium=MEDIA[answer.medium] if medium is VAGUE else medium,
            modality=modality,
            confidence=answer.confidence,
            **parts,
        )

    return tuple(map(draft, answers))


def _completed(answer: Answer, reading: Reading) -> list[tuple[int, ...]]:
    """The answer's parts; no speaker, a piece of the rules' one, or "eigene Angaben" gives way to that."""
    parts = list(answer.parts)
    proposed, given = answer.draft.parts[_SPEAKER], answer.parts[_SPEAKER]
    own = bool(given) and reading.words[given[0]].lower().startswith("eigen")
    if proposed and (not given or own or set(given) < set(proposed)):
        parts[_SPEAKER] = proposed
    return parts
