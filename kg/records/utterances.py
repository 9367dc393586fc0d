"""Who says what, how, and according to whom: utterances with their parts, identities, and judgements on these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kg.records.texts import Passage


class SpeechType(StrEnum):
    """How an utterance renders what was said.

    Source: Petersen-Frey & Biemann, LREC-COLING 2024, after Brunner et al.'s STWR categories.
    """

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    REPORTED = "Reported"
    FREE_INDIRECT = "FreeIndirect"
    INDIRECT_FREE_INDIRECT = "IndirectFreeIndirect"


class Medium(StrEnum):
    """Whether something was spoken, written or thought, or which of them cannot be told.

    Source: Petersen-Frey & Biemann, LREC-COLING 2024 (S = speech, T = thought, W = writing).
    """

    SPEECH = "Speech"
    WRITING = "Writing"
    THOUGHT = "Thought"
    SPEECH_OR_WRITING = "SW"
    SPEECH_OR_THOUGHT = "ST"
    THOUGHT_OR_WRITING = "TW"
    UNKNOWN = "none"


class Modality(StrEnum):
    """What the speaker does with the content: states, demands, promises it …"""

    ASSERTED = "asserted"
    DEMANDED = "demanded"
    PREDICTED = "predicted"
    PROMISED = "promised"
    QUESTIONED = "questioned"
    DENIED = "denied"
    THREATENED = "threatened"


class EntityKind(StrEnum):
    """What sort of thing speaks or is the origin of a report.

    `REPORTS` is the untraceable plural ("Medienberichte"); `ANONYMOUS` is someone the text keeps
    unnamed, and never the same node as another unnamed someone.
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    AGENCY = "agency"
    DOCUMENT = "document"
    PLATFORM = "platform"
    REPORTS = "reports"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


UNNAMED = frozenset({EntityKind.ANONYMOUS, EntityKind.REPORTS, EntityKind.UNKNOWN})
"""The kinds whose label names nobody: two of them are never one."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An identity: whom or what a mention stands for."""

    id: str
    label: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two identities (IRIs, the lesser first) are one: why, how surely, and who says so.

    `score` in [0, 1] is how surely they are one, `same` what follows from it. `by` is "program" or "user".

    Raises:
        ValueError: if the pair is not in order, or the score out of bounds.

    >>> Judgement.of("urn:b", "urn:a", True, "full name", 0.9).left
    'urn:a'
    """

    left: str
    right: str
    same: bool
    reason: str
    score: float
    by: str = "program"

    def __post_init__(self) -> None:
        if self.left >= self.right:
            raise ValueError(f"not a pair in order: {self.left}, {self.right}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score out of [0, 1]: {self.score}")

    @classmethod
    def of(cls, one: str, other: str, same: bool, reason: str, score: float, by: str = "program") -> Judgement:
        """The judgement on a pair in either order."""
        left, right = sorted((one, other))
        return cls(left, right, same, reason, score, by)

    @property
    def pair(self) -> tuple[str, str]:
        """Both identities, the lesser first."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Office:
    """A role that an article gives somebody: "ehemaliger Beauftragter für den Hafen".

    `label` leaves out article and "ehemalig"; `evidence` is where the article says so.
    """

    label: str
    former: bool
    evidence: Passage


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for a speaker or a source.

    `antecedent` is the fuller mention in the same article that a pronoun, a surname or a role goes back to;
    `entity` is filled by `resolve`, with the `reason` for the judgement in plain words, the `office` that the article
    gives them, and the `principal` for whom they speak.

    Raises:
        ValueError: if there is an office or a principal of nobody.
    """

    passage: Passage
    kind: EntityKind = EntityKind.UNKNOWN
    antecedent: Passage | None = None
    entity: Entity | None = None
    reason: str | None = None
    office: Office | None = None
    principal: Entity | None = None

    def __post_init__(self) -> None:
        if self.entity is None and (self.office or self.principal):
            raise ValueError("an office and a principal need somebody whose they are")

    @property
    def name(self) -> Passage:
        """The most telling wording: the antecedent if there is one."""
        return self.antecedent or self.passage


@dataclass(frozen=True, slots=True)
class SourceStep:
    """One station on the road by which an utterance reached the article, e.g. "dpa" or "zwei Insider".

    `evidence` is where the article says so; None only for what stands outside the text (front matter).
    """

    label: str
    kind: EntityKind
    evidence: Passage | None = None
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that an utterance states: "mehr als 4000 Panzer"."""

    value: float | None
    unit: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time that the text tells, half-open, with the words that tell it.

    `start` and `end` are date-times of ISO 8601 without zone ("2024-09-09T17:00:00"), in the article's local time: all
    of one form, so that they compare.

    Raises:
        ValueError: if it ends before it has begun, or has another form.

    >>> from kg.records import Span
    >>> When("2024-09-09T00:00:00", "2024-09-10T00:00:00", Passage("am Montag", (Span(4, 13),))).start
    '2024-09-09T00:00:00'
    """

    start: str
    end: str
    evidence: Passage

    def __post_init__(self) -> None:
        if not (_is_moment(self.start) and _is_moment(self.end) and self.start < self.end):
            raise ValueError(f"not a stretch of time: [{self.start}, {self.end})")


def _is_moment(written: str) -> bool:
    try:
        return datetime.fromisoformat(written).isoformat() == written and len(written) == len("2024-09-09T17:00:00")
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One attributed stretch of one article: who says what there, and how the text shows it.

    `sources` runs from the nearest reporter to the origin. `said` is when it was said, as far as the text tells.
    `confidence` is in [0, 1].

    Raises:
        ValueError: if the confidence is out of bounds.
    """

    id: str
    type: SpeechType
    quote: Passage
    medium: Medium = Medium.UNKNOWN
    cue: Passage | None = None
    frame: Passage | None = None
    addressee: Passage | None = None
    speaker: Mention | None = None
    sources: tuple[SourceStep, ...] = ()
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    mentions: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    confidence: float = 1.0
    said: When | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence out of [0, 1]: {self.confidence}")

    @property
    def passages(self) -> dict[str, Passage]:
        """The parts that the text shows, by name: quote, cue, frame, addressee, speaker."""
        parts = {
            "quote": self.quote,
            "cue": self.cue,
            "frame": self.frame,
            "addressee": self.addressee,
            "speaker": self.speaker.passage if self.speaker else None,
        }
        return {name: passage for name, passage in parts.items() if passage}


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said, apart from who says it where; `wording` is one typical utterance's."""

    id: str
    wording: str
