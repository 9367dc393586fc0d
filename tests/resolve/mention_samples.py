"""Invented mentions, resolved as those of one article."""

from kg.records import (
    Article,
    EntityKind,
    Extraction,
    ExtractionRun,
    Mention,
    OffsetMap,
    Passage,
    Source,
    Span,
    SpeechType,
    Utterance,
)
from kg.resolve import resolve

RUN = ExtractionRun("urn:run", "wortlaut", "0", "test")


def mention(text, words, kind=EntityKind.PERSON, antecedent=None, nth=0):
    return Mention(passage(text, words, nth), kind, passage(text, antecedent) if antecedent else None)


def passage(text, words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Passage.of(text, [Span(start, start + len(words))])


def resolved(text, *speakers, sources=(), article="urn:a", outlet=None, published=None, figures=None):
    quote = Passage.of(text, [Span(0, len(text))])
    utterances = tuple(
        Utterance(f"urn:u{i}", SpeechType.INDIRECT, quote, speaker=s, sources=tuple(sources))
        for i, s in enumerate(speakers)
    )
    source, offsets = Source("a.txt", "text", "0"), OffsetMap.identity(text)
    record = Article(article, text, source, offsets, outlet=outlet, published=published)
    return resolve(Extraction(record, utterances, RUN), figures).utterances


def entities(*args, **kwargs):
    return [u.speaker.entity for u in resolved(*args, **kwargs)]
