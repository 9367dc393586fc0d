"""Invented stories, shared by the tests of rdf, store and schemas."""

from __future__ import annotations

from kg.records import (
    Article,
    Entity,
    EntityKind,
    Extraction,
    ExtractionRun,
    Mention,
    OffsetMap,
    Passage,
    Source,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
)
from kg.vocab import article_iri, entity_iri, run_iri, utterance_iri

RUN = ExtractionRun(run_iri("wortlaut", "0.1", "regeln", ()), "wortlaut", "0.1", "regeln")


def article(text, *, url=None, outlet=None, published=None, path="meldung.txt", **more):
    """An article that is its own source."""
    draft = Article("urn:x", text, Source(path, "plain", "00" * 32), OffsetMap.identity(text))
    name = article_iri(draft.text_sha256, url=url, outlet=outlet)
    return Article(
        name, text, draft.source, draft.offsets, url=url, outlet=outlet, published=published, language="de", **more
    )


def passage(text, words):
    """Where `words` first stand in `text`."""
    start = text.index(words)
    return Passage.of(text, [Span(start, start + len(words))])


def said(text, quote, *, by=None, kind=EntityKind.PERSON, via=(), type=SpeechType.DIRECT, cue=None, **more):
    """A function of the article's IRI that gives the utterance of `quote` by `by`, reported `via` (label, kind)."""

    def in_article(name):
        where = passage(text, quote)
        scope = (name, where.start) if kind is EntityKind.ANONYMOUS else ()
        entity = Entity(entity_iri(kind, by, *scope), by, kind) if by else None
        return Utterance(
            id=utterance_iri(name, type, where.spans),
            type=type,
            quote=where,
            cue=passage(text, cue) if cue else None,
            speaker=Mention(passage(text, by), kind, entity=entity) if by else None,
            sources=tuple(
                SourceStep(label, sort, passage(text, label) if label in text else None, _entity(label, sort, name))
                for label, sort in via
            ),
            **more,
        )

    return in_article


def _entity(label, kind, name):
    scope = (name,) if kind in (EntityKind.ANONYMOUS, EntityKind.REPORTS) else ()
    return Entity(entity_iri(kind, label, *scope), label, kind)


def story(text, *utterances, findings=(), **more):
    """The extraction of an invented article."""
    about = article(text, **more)
    return Extraction(about, tuple(make(about.id) for make in utterances), RUN, tuple(findings))
