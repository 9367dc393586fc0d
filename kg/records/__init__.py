"""The frozen records that flow between the stages, with their invariants.

Offsets are Unicode code points, half-open, into the `text` of the article that a record belongs to.
Every record can be pickled and compared; sequences are tuples, so a record can be a set member.
"""

from kg.records.comparisons import KINDS, Comparison, Relation, Said
from kg.records.extractions import Extraction, ExtractionRun
from kg.records.factchecks import FactCheck, Match
from kg.records.findings import Evidence, Finding, Language, Related, Severity, Verdict
from kg.records.texts import Article, OffsetMap, Passage, Run, Source, Span
from kg.records.utterances import (
    UNNAMED,
    Claim,
    Entity,
    EntityKind,
    Judgement,
    Medium,
    Mention,
    Modality,
    Office,
    Quantity,
    SourceStep,
    SpeechType,
    Utterance,
    When,
)

__all__ = [
    "KINDS",
    "UNNAMED",
    "Article",
    "Claim",
    "Comparison",
    "Entity",
    "EntityKind",
    "Evidence",
    "Extraction",
    "ExtractionRun",
    "FactCheck",
    "Finding",
    "Judgement",
    "Language",
    "Match",
    "Medium",
    "Mention",
    "Modality",
    "Office",
    "OffsetMap",
    "Passage",
    "Quantity",
    "Related",
    "Relation",
    "Run",
    "Said",
    "Severity",
    "Source",
    "SourceStep",
    "Span",
    "SpeechType",
    "Utterance",
    "Verdict",
    "When",
]
