"""What a desk should look at, with its evidence, and what a person says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.records.comparisons import Relation
from kg.records.texts import Passage


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


class Language(StrEnum):
    """In which language a message is told."""

    GERMAN = "de"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of an article version that carries a finding."""

    article: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check noticed: how grave, a sentence in German and in English, the nodes, the evidence.

    Where `english` is empty, the message has but one language. `score` says how sure it is, if that is known.

    Raises:
        ValueError: if it concerns no node.
    """

    id: str
    check: str
    severity: Severity
    message: str
    nodes: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    english: str = ""
    score: float | None = None

    def __post_init__(self) -> None:
        if not self.nodes:
            raise ValueError("a finding needs a node that it is about")

    @property
    def order(self) -> tuple[int, float, tuple[str, ...], str]:
        """By what the findings of a check are sorted: the gravest first, of those the surest, then by their nodes.

        >>> unsure, sure = (Finding("urn:f", "denial", Severity.NOTICE, "…", ("urn:u",), score=s) for s in (0.6, 0.9))
        >>> sure.order < unsure.order
        True
        """
        return -self.severity.rank, -(self.score or 0.0), self.nodes, self.message

    def told(self, language: Language) -> str:
        """The message in that language, as far as it has two.

        >>> Finding("urn:f", "denial", Severity.NOTICE, "Er bestreitet es.", ("urn:u",)).told(Language.ENGLISH)
        'Er bestreitet es.'
        """
        return self.english or self.message if language is Language.ENGLISH else self.message


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
