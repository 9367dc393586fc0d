"""All that was got out of one article, and by which run."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records.findings import Finding
from kg.records.texts import Article, Span
from kg.records.utterances import Utterance


@dataclass(frozen=True, slots=True)
class ExtractionRun:
    """The program, model and settings that made a set of utterances."""

    id: str
    program: str
    version: str
    model: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was got out of one article: its utterances, what was odd in it, by which run, and the names in it."""

    article: Article
    utterances: tuple[Utterance, ...]
    run: ExtractionRun
    findings: tuple[Finding, ...] = ()
    names: tuple[Span, ...] = ()
