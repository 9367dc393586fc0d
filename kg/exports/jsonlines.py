"""Extractions as JSON lines: one article a line, in the form that `kg extract` documents."""

from __future__ import annotations

from typing import Any

from kg.records import Article, Entity, Extraction, Mention, Passage, Utterance, When


def document(extraction: Extraction) -> dict[str, Any]:
    """The JSON object of one article: `article`, `text`, `utterances` in text order, `findings`.

    Spans are `[start, end)` in code points of `text`; unknown things are null.
    """
    return {
        "article": _article(extraction.article),
        "text": extraction.article.text,
        "utterances": [_utterance(utterance) for utterance in extraction.utterances],
        "findings": [
            {"check": f.check, "severity": f.severity.value, "message": f.message} for f in extraction.findings
        ],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "headline": article.headline,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "published": article.published,
        "language": article.language,
        "text_sha256": article.text_sha256,
        "source": str(article.source),
    }


def _utterance(utterance: Utterance) -> dict[str, Any]:
    return {
        "id": utterance.id,
        "type": utterance.type.value,
        "medium": utterance.medium.value,
        "quote": passage(utterance.quote),
        "cue": passage(utterance.cue),
        "frame": passage(utterance.frame),
        "addressee": passage(utterance.addressee),
        "speaker": _speaker(utterance.speaker),
        "sources": [{"label": step.label, "kind": step.kind.value} for step in utterance.sources],
        "negated": utterance.negated,
        "modality": utterance.modality.value,
        "mentions": list(utterance.mentions),
        "quantities": [{"value": q.value, "unit": q.unit, "qualifier": q.qualifier} for q in utterance.quantities],
        "confidence": round(utterance.confidence, 4),
        "said": _when(utterance.said),
    }


def passage(passage: Passage | None) -> dict[str, Any] | None:
    """The wording and its spans as JSON, or None.

    >>> from kg.records import Span
    >>> passage(Passage.of("Er sagte nichts", [Span(3, 8)]))
    {'text': 'sagte', 'spans': [[3, 8]]}
    """
    return {"text": passage.text, "spans": [[s.start, s.end] for s in passage.spans]} if passage else None


def _speaker(mention: Mention | None) -> dict[str, Any] | None:
    if not mention:
        return None
    office = mention.office
    return {
        **(passage(mention.passage) or {}),
        "entity": _entity(mention.entity),
        "office": {"label": office.label, "former": office.former} if office else None,
        "on_behalf_of": _entity(mention.principal),
    }


def _when(when: When | None) -> dict[str, Any] | None:
    return {"from": when.start, "until": when.end, **(passage(when.evidence) or {})} if when else None


def _entity(entity: Entity | None) -> dict[str, str] | None:
    return {"id": entity.id, "label": entity.label, "kind": entity.kind.value} if entity else None
