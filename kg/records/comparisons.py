"""What is compared, and what two utterances are to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.records.texts import Span
from kg.records.utterances import SpeechType


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance as far as it is compared with others: what is said, by whom, when, where, in which form.

    `speaker` is a name, `date` an ISO 8601 date or date-time, `place` the article with the utterance's number in it,
    `before` what stands before it there; unknown things are None.

    Raises:
        ValueError: if the text is blank.

    >>> Said("„Der Damm hält“", speaker="Hanna Vogt", date="2024-09-03").type.value
    'Direct'
    """

    text: str
    speaker: str | None = None
    date: str | None = None
    outlet: str | None = None
    type: SpeechType = SpeechType.DIRECT
    place: tuple[str, int] | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an utterance needs words")


class Relation(StrEnum):
    """What two utterances are to each other."""

    CONTRADICTS = "contradicts"
    DENIES = "denies"
    CHANGED_POSITION = "changed_position"
    UPDATES = "updates"
    CORROBORATES = "corroborates"
    SAME_QUOTE = "same_quote"
    NONE = "none"


KINDS: Mapping[Relation, tuple[str, ...]] = {
    Relation.CONTRADICTS: ("polarity", "number", "date", "duration", "actor", "place", "predicate"),
    Relation.DENIES: ("denial",),
    Relation.CHANGED_POSITION: ("reversal",),
    Relation.UPDATES: ("figure", "state", "correction"),
    Relation.CORROBORATES: ("agreement",),
    Relation.SAME_QUOTE: (
        *("identical", "ellipsis", "number", "negation", "hedge", "translation", "word_order", "indirect"),
    ),
    Relation.NONE: (
        *("other_measure", "other_time", "other_part", "other_place", "third_party", "question", "conditional"),
        *("bound", "opinion", "modality", "scope", "idiom", "double_negation", "homonym", "topic", "unrelated"),
    ),
}
"""The kinds that each relation is of: where two sides differ, or why what looks related is not."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The relation of two utterances with its kind and score in [0, 1], and the spans of both texts that carry it.

    Raises:
        ValueError: if the score is out of bounds, or the relation has no such kind.
    """

    relation: Relation
    kind: str
    score: float
    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS[self.relation]:
            raise ValueError(f"{self.relation} has no kind {self.kind}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score out of [0, 1]: {self.score}")
