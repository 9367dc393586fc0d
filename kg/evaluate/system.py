"""What a system answered: from its own records, or read back from the JSON lines that `kg extract` writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluate.lines import numbered_lines
from kg.records import (
    Entity,
    EntityKind,
    Extraction,
    Medium,
    Mention,
    Modality,
    Passage,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A system's utterances in one text; offsets are code points of `text`. `file` is the article's file name."""

    text: str
    utterances: tuple[Utterance, ...]
    file: str = ""
    outlet: str | None = None
    published: str | None = None
    line: int = 0

    @classmethod
    def of(cls, extraction: Extraction) -> Answer:
        """The answer that an extraction is."""
        article = extraction.article
        name = Path(article.source.path).name
        return cls(article.text, extraction.utterances, name, article.outlet, article.published)


def answers(path: str | Path) -> Iterator[Answer]:
    """The answers in a file that `kg extract --format jsonl` wrote, lazily, one a line.

    Raises:
        InputError: at the first line that is not of that format.
    """
    for number, line in numbered_lines(path):
        yield _answer(line, str(path), number)


def _answer(line: str, path: str, number: int) -> Answer:
    try:
        raw = json.loads(line)
        article, text = raw.get("article") or {}, raw["text"]
        utterances = tuple(_utterance(each, text, position) for position, each in enumerate(raw["utterances"]))
        file = _file_name(article.get("source"))
        return Answer(text, utterances, file, article.get("outlet"), article.get("published"), number)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", path=path, line=number) from error
    except KeyError as error:
        raise InputError(f"not what `kg extract` writes: no {error}", path=path, line=number) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise InputError(f"not what `kg extract` writes: {error}", path=path, line=number) from error


def _file_name(source: str | dict[str, Any] | None) -> str:
    path = source.get("path") if isinstance(source, dict) else source
    return Path(path or "").name


def _utterance(raw: dict[str, Any], text: str, position: int) -> Utterance:
    quote = _passage(raw["quote"], text)
    if quote is None:
        raise ValueError(f"utterance {position + 1} has no quote")
    return Utterance(
        id=str(raw.get("id", position)),
        type=SpeechType(raw["type"]),
        medium=Medium(raw.get("medium") or "none"),
        quote=quote,
        cue=_passage(raw.get("cue"), text),
        frame=_passage(raw.get("frame"), text),
        addressee=_passage(raw.get("addressee"), text),
        speaker=_mention(raw.get("speaker"), text),
        sources=tuple(SourceStep(step["label"], EntityKind(step["kind"])) for step in raw.get("sources") or ()),
        negated=bool(raw.get("negated", False)),
        modality=Modality(raw.get("modality") or "asserted"),
        confidence=float(raw.get("confidence", 1.0)),
    )


def _passage(raw: dict[str, Any] | None, text: str) -> Passage | None:
    if not raw or not raw.get("spans"):
        return None
    spans = [Span(start, end) for start, end in raw["spans"]]
    if max(span.end for span in spans) > len(text):
        raise ValueError("a span ends beyond the text")
    return Passage.of(text, spans)


def _mention(raw: dict[str, Any] | None, text: str) -> Mention | None:
    passage = _passage(raw, text)
    if raw is None or passage is None:
        return None
    entity = raw.get("entity")
    if not entity:
        return Mention(passage)
    kind = EntityKind(entity["kind"])
    return Mention(passage, kind, entity=Entity(str(entity.get("id", "")), entity["label"], kind))
