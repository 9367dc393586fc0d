"""The frozen records that flow between the stages, with their invariants.

Offsets are Unicode code points, half-open, into the `text` of the article that a record belongs to.
Every record can be pickled and compared; sequences are tuples, so a record can be a set member.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice, takewhile


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


class Severity(StrEnum):
    """How much a finding should trouble a desk; ordered by `rank`."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Position from 0 (info) to 3 (error)."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of code points.

    Raises:
        ValueError: if the span is empty, reversed or negative.

    >>> Span(4, 8).of("Der Rhein steigt")
    'Rhei'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The stretch of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more stretches of an article with their wording.

    A discontinuous passage ("teilten … mit") has several spans, sorted and disjoint; `text` joins their
    wording with one space.

    Raises:
        ValueError: if there is no span, or the spans are unsorted or overlap.

    >>> Passage.of("Sie teilten gestern mit", [Span(4, 11), Span(20, 23)])
    Passage(text='teilten mit', spans=(Span(start=4, end=11), Span(start=20, end=23)))
    """

    text: str
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a passage needs at least one span")
        for left, right in zip(self.spans, self.spans[1:], strict=False):
            if right.start < left.end:
                raise ValueError(f"spans unsorted or overlapping: {left}, {right}")

    @classmethod
    def of(cls, text: str, spans: Iterable[Span]) -> Passage:
        """The passage that `spans` cut out of `text`."""
        ordered = tuple(sorted(spans))
        return cls(" ".join(span.of(text) for span in ordered), ordered)

    @property
    def start(self) -> int:
        """First code point."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.spans[-1].end

    def part(self, wording: Span) -> Passage:
        """The passage of a stretch of this passage's wording.

        >>> told = Passage.of("Sie teilten gestern mit", [Span(4, 11), Span(20, 23)])
        >>> told.part(Span(5, 11))
        Passage(text='en mit', spans=(Span(start=9, end=11), Span(start=20, end=23)))
        """
        pieces, at = [], 0
        for span in self.spans:
            start, end = max(wording.start - at, 0), min(wording.end - at, len(span))
            if start < end:
                pieces.append((Span(span.start + start, span.start + end), self.text[at + start : at + end]))
            at += len(span) + 1
        return Passage(" ".join(text for _, text in pieces), tuple(span for span, _ in pieces))

    def fits(self, text: str) -> bool:
        """True if `text` still has this wording at these offsets."""
        return self == Passage.of(text, self.spans)


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A stretch of cleaned text and the stretch of the source that it came from.

    Equal lengths mean code point for code point; unequal ones (a resolved `&amp;`, a composed umlaut) mean
    that the whole of one stands for the whole of the other.
    """

    text: Span
    source: Span


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back from a cleaned text to its source, as runs sorted by text offset.

    Text between runs was put there by the cleaning (a joining blank, a paragraph break) and has no source
    of its own.

    >>> back = OffsetMap((Run(Span(0, 3), Span(10, 13)), Run(Span(4, 7), Span(20, 23))))
    >>> back.to_source(Span(1, 6))
    Span(start=11, end=22)
    """

    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        for left, right in zip(self.runs, self.runs[1:], strict=False):
            if right.text.start < left.text.end:
                raise ValueError("runs unsorted or overlapping")

    @classmethod
    def identity(cls, text: str) -> OffsetMap:
        """The map of a text that is its own source."""
        return cls((Run(Span(0, len(text)), Span(0, len(text))),) if text else ())

    def to_source(self, span: Span) -> Span | None:
        """The smallest source span that covers all that `span` was made from; None if nothing was."""
        first = bisect_right(self.runs, span.start, key=lambda run: run.text.end)
        touched = takewhile(lambda run: run.text.start < span.end, islice(self.runs, first, None))
        pieces = [_project(run, span) for run in touched]
        if not pieces:
            return None
        return Span(min(p.start for p in pieces), max(p.end for p in pieces))


def _project(run: Run, span: Span) -> Span:
    if len(run.text) != len(run.source):
        return run.source
    shift = run.source.start - run.text.start
    return Span(max(span.start, run.text.start) + shift, min(span.end, run.text.end) + shift)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was read: file, line in it (1-based, for formats with one article a line), format.

    `path` is as the user named it, `-` for standard input; `sha256` is that of the file's bytes as read
    (of the line's, for JSON lines), hexadecimal.
    """

    path: str
    format: str
    sha256: str
    encoding: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article, cleaned.

    `published` is an ISO 8601 date or date-time as far as it is known; unknown things are None, never
    guessed. `offsets` leads from `text` back to the decoded source.

    Raises:
        ValueError: if the text is empty.
    """

    id: str
    text: str
    source: Source
    offsets: OffsetMap = field(repr=False)
    url: str | None = None
    headline: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an article needs a text")

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the UTF-8 text, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


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
    Relation.UPDATES: ("figure", "state"),
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


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said, apart from who says it where; `wording` is one typical utterance's."""

    id: str
    wording: str


@dataclass(frozen=True, slots=True)
class ExtractionRun:
    """The program, model and settings that made a set of utterances."""

    id: str
    program: str
    version: str
    model: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of an article version that carries a finding."""

    article: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check noticed: what, how grave, about which nodes, and the evidence.

    Raises:
        ValueError: if it concerns no node.
    """

    id: str
    check: str
    severity: Severity
    message: str
    nodes: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.nodes:
            raise ValueError("a finding needs a node that it is about")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a finding: that it holds, or does not, and why; told by its check and its nodes.

    Raises:
        ValueError: if it concerns no node.
    """

    check: str
    nodes: tuple[str, ...]
    accepted: bool
    why: str = ""

    def __post_init__(self) -> None:
        if not self.nodes:
            raise ValueError("a verdict needs nodes that it is about")

    def fits(self, finding: Finding) -> bool:
        """True if it is about that finding: the same check, and all nodes of one of them are among the other's.

        So it stays when a copy of what was judged comes, or goes.

        >>> found = Finding("urn:f", "contradiction", Severity.NOTICE, "…", ("urn:a", "urn:b", "urn:c"))
        >>> Verdict("contradiction", ("urn:a", "urn:b"), False).fits(found)
        True
        """
        mine, others = set(self.nodes), set(finding.nodes)
        return self.check == finding.check and (mine <= others or others <= mine)


@dataclass(frozen=True, slots=True)
class Related:
    """Two utterances (IRIs) with their relation, and the passages of either's article that carry it.

    Raises:
        ValueError: if both are one, or they have no relation.
    """

    left: str
    right: str
    relation: Relation
    kind: str
    score: float
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if self.left == self.right:
            raise ValueError(f"nothing is related to itself: {self.left}")
        if self.relation is Relation.NONE:
            raise ValueError("what has no relation is not related")


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was got out of one article: its utterances, what was odd in it, by which run, and the names in it."""

    article: Article
    utterances: tuple[Utterance, ...]
    run: ExtractionRun
    findings: tuple[Finding, ...] = ()
    names: tuple[Span, ...] = ()
