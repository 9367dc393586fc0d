"""Articles read by the pipeline: their extractions, and what is known of the run that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from kg import vocab
from kg.extract import pipeline
from kg.extract.utterances import findings, utterances
from kg.records import Article, Extraction, ExtractionRun, Span

if TYPE_CHECKING:
    from spacy.language import Language

PROGRAM = "wortlaut"

NAMED = frozenset(["PER", "LOC", "ORG", "MEDIA"])
"""Classes of names that an utterance can mention."""


def extract(
    articles: Iterable[Article], *, nlp: Language | None = None, batch_size: int = 32, threads: int | None = None
) -> Iterator[Extraction]:
    """The extractions of `articles`, lazily and in order: who says what in each, with the passages that show it.

    All offsets are code points into the article's text. `nlp` is a German spaCy pipeline of the caller's own; it gets
    the components that it lacks. Long articles are never refused, and odd characters do no harm. An article's answer
    depends on nothing but the article; `threads` (default: every core) read those of a batch side by side.

    >>> from kg.records import Article, OffsetMap, Source
    >>> text = "Der Pegel falle seit Tagen, sagte Bürgermeisterin Änne Kühlbrodt."
    >>> article = Article(vocab.article_iri("0"), text, Source("a.txt", "text", "0"), OffsetMap.identity(text))
    >>> [(u.quote.text, u.speaker.passage.text) for e in extract([article]) for u in e.utterances]
    [('Der Pegel falle seit Tagen', 'Bürgermeisterin Änne Kühlbrodt')]
    """
    language = pipeline.default() if nlp is None else pipeline.assemble(nlp)
    made = run(nlp)
    docs = ((language.tokenizer(pipeline.readable(article.text)), article) for article in articles)
    given = {"kg_attribution": {"threads": threads}}
    for doc, article in language.pipe(docs, as_tuples=True, batch_size=batch_size, component_cfg=given):
        yield Extraction(
            article,
            utterances(article, doc._.kg_sentences, doc._.kg_drafts),
            made,
            findings(article, doc._.kg_pairing),
            tuple(Span(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in NAMED),
        )


def run(nlp: Language | None = None) -> ExtractionRun:
    """The description of what `extract` is: program, version, model, settings. The same everywhere and every time.

    >>> run().program, run() == run()
    ('wortlaut', True)
    """
    try:
        release = version(PROGRAM)
    except PackageNotFoundError:
        from kg import __version__ as release
    model = pipeline.model_name(nlp)
    settings: tuple[tuple[str, str], ...] = (("components", " ".join(pipeline.COMPONENTS)),)
    if nlp is not None:
        settings += (("pipeline", "{lang}_{name} {version}".format(**nlp.meta)),)
    return ExtractionRun(vocab.run_iri(PROGRAM, release, model, settings), PROGRAM, release, model, settings)
