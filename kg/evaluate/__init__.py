"""Scores of the extractor, or of any system that writes its format, against gold annotations."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kg import vocab
from kg.errors import InputError, UsageError
from kg.evaluate import analysis, entities, gold, golddata, pairs, tagged, wikinews
from kg.evaluate.scores import Row, Score
from kg.evaluate.system import Answer, answers
from kg.records import Article, Extraction, OffsetMap, Source, Utterance

__all__ = [
    "Answer",
    "Extractor",
    "Row",
    "Score",
    "answers",
    "errors",
    "evaluate",
    "evaluate_gold",
    "evaluate_relations",
    "evaluate_wikinews",
    "reliability",
]

Extractor = Callable[[Iterable[Article]], Iterable[Extraction]]
Report = wikinews.Report | gold.Report | entities.Report | pairs.Report


def evaluate(path: str | Path, *, system: str | Path | None = None, extractor: Extractor | None = None) -> Report:
    """The report on a system against the gold at `path`, with `rows()` for a table and `as_dict()` for JSON.

    `path` is a JSON-lines file of the Wikinews quotations or of pairs with their relations, a gold JSON of our own
    format, a folder of them, or a TSV file of GermEval 2014 with names, which only the shipped extractor is scored on.
    `system` is a file that `kg extract` wrote (with `--no-clean` for the Wikinews quotations); without it, `extractor`
    reads the articles, by default the shipped one.

    Raises:
        InputError: if gold, article or system file cannot be read, naming the file and the line.
        UsageError: if there is a system for a file of names.
    """
    if Path(path).suffix == ".tsv":
        return _evaluate_names(path, alone=system is None and extractor is None)
    if Path(path).suffix == ".jsonl":
        if pairs.are_in(Path(path)):
            return evaluate_relations(path)
        return evaluate_wikinews(path, system=system, extractor=extractor)
    return evaluate_gold(path, system=system, extractor=extractor)


def evaluate_relations(path: str | Path) -> pairs.Report:
    """The report on the relations of a file of pairs, or of those that a folder of gold names.

    Raises:
        InputError: if a file cannot be read, naming it and the line, or there is no relation in it.
    """
    from kg.compare import comparer

    found = list(pairs.examples(Path(path)))
    if not found:
        raise InputError("no pair of utterances with its relation", path=str(path))
    return pairs.score(found, comparer())


def evaluate_wikinews(
    path: str | Path, *, system: str | Path | None = None, extractor: Extractor | None = None
) -> wikinews.Report:
    """The quotation metric's report on a JSON-lines file of the Wikinews quotations; see `evaluate`."""
    return wikinews.score(_answered(path, system, extractor))


def _evaluate_names(path: str | Path, *, alone: bool) -> entities.Report:
    if not alone:
        raise UsageError(f"names are scored for the shipped extractor only: {path}")
    sentences = list(tagged.germeval(path))
    if not sentences:
        raise InputError("no sentence in it", path=str(path))
    return entities.score(sentences)


def errors(
    path: str | Path, *, system: str | Path | None = None, extractor: Extractor | None = None
) -> list[analysis.Table]:
    """The tables of an error analysis on a JSON-lines file of the Wikinews quotations; see `evaluate`.

    Raises:
        UsageError: if `path` is not such a file.
    """
    if Path(path).suffix != ".jsonl":
        raise UsageError(f"the error analysis needs a .jsonl file of the Wikinews quotations, not {path}")
    answers = _answered(path, system, extractor)
    return analysis.tables([pair for answer in answers for pair in wikinews.answered(*answer)])


def _answered(
    path: str | Path, system: str | Path | None, extractor: Extractor | None
) -> Iterator[tuple[wikinews.Document, Sequence[Utterance]]]:
    documents = list(wikinews.documents(path))
    if not documents:
        raise InputError("no document in it", path=str(path))
    if system is not None:
        by_text = _by_text(system, {document.text for document in documents})
        yield from ((d, by_text[d.text].pop().utterances if by_text[d.text] else ()) for d in documents)
        return
    spoken = [document for document in documents if document.text.strip()]
    extractions = (extractor or _shipped)(_article(document, path) for document in spoken)
    yield from ((d, extraction.utterances) for d, extraction in zip(spoken, extractions, strict=True))
    yield from ((document, ()) for document in documents if not document.text.strip())


def evaluate_gold(
    path: str | Path, *, system: str | Path | None = None, extractor: Extractor | None = None
) -> gold.Report:
    """The report on a gold JSON of our own format, or on a folder of them; see `evaluate`."""
    return gold.score(_answered_gold(path, system, extractor))


def reliability(path: str | Path, *, system: str | Path | None = None, extractor: Extractor | None = None) -> list[Row]:
    """How often an utterance is right that the extractor is so sure of, a row for each tenth of confidence.

    `path` is gold as `evaluate` takes it, without relations and names; what is right says `analysis` for the Wikinews
    quotations, and `gold.said` for our own.

    Raises:
        InputError: if gold, article or system file cannot be read.
    """
    if Path(path).suffix == ".jsonl":
        pairs = [pair for answer in _answered(path, system, extractor) for pair in wikinews.answered(*answer)]
        return analysis.reliability(
            [(given.confidence, wikinews.right(wanted, given)) for wanted, given in pairs if given]
        )
    return analysis.reliability(list(gold.said(_answered_gold(path, system, extractor))))


def _answered_gold(
    path: str | Path, system: str | Path | None, extractor: Extractor | None
) -> Iterator[tuple[golddata.Gold, Answer]]:
    golds = list(golddata.read(path))
    if system is not None:
        by_file = {answer.file: answer for answer in answers(system)}
        if not by_file.keys() & {each.file for each in golds}:
            raise InputError("none of its articles is one of the gold's", path=str(system))
        yield from ((each, by_file.get(each.file, Answer("", ()))) for each in golds)
        return
    extractions = (extractor or _shipped)(_read(golds))
    yield from ((each, Answer.of(found)) for each, found in zip(golds, extractions, strict=True))


def _by_text(system: str | Path, texts: set[str]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers(system):
        if answer.text not in texts:
            reason = "its text is not one of the gold's: extract the gold file itself, with --no-clean"
            raise InputError(reason, path=str(system), line=answer.line)
        found[answer.text].append(answer)
    return found


def _article(document: wikinews.Document, path: str | Path) -> Article:
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(str(path), "wikinews", digest, line=document.line)
    return Article(vocab.article_iri(digest), document.text, source, OffsetMap.identity(document.text))


def _read(golds: Iterable[golddata.Gold]) -> Iterator[Article]:
    from kg.corpus import read

    for each in golds:
        articles = list(read([each.article]))
        if len(articles) != 1:
            raise InputError(f"{len(articles)} articles where the gold speaks of one", path=str(each.article))
        if isinstance(articles[0], InputError):
            raise articles[0]
        yield articles[0]


def _shipped(articles: Iterable[Article]) -> Iterator[Extraction]:
    from kg.ingest import analyse

    return analyse(articles)
