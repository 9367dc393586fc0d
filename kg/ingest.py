"""Articles through all stages into the store: the only place where the workshops meet the store."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from kg import claimed, extract, factchecked, identify, relations
from kg.claims.content import describe
from kg.compare import comparer
from kg.errors import InputError
from kg.machine import cores
from kg.records import UNNAMED, Article, EntityKind, Extraction, Utterance
from kg.resolve import person_name, resolve
from kg.store import Outcome as Kept
from kg.store import Store

BATCH = 16
"""Articles that one process takes at once. Set by hand: enough to keep it busy, few enough for lively progress."""

_SAME_RUN = "ASK { GRAPH $article { $article prov:wasGeneratedBy $run } }"


class Status(StrEnum):
    """What became of one input."""

    NEW = "new"
    NEW_VERSION = "new version"
    RENEWED = "extracted anew"
    UNCHANGED = "unchanged"
    RETRACTED = "retracted before"
    BAD = "bad"


_STATUS = {
    Kept.NEW: Status.NEW,
    Kept.REVISION: Status.NEW_VERSION,
    Kept.CHANGED: Status.RENEWED,
    Kept.SAME: Status.UNCHANGED,
    Kept.RETRACTED: Status.RETRACTED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its source as the user named it, its IRI if it was readable, and why not if not."""

    source: str
    status: Status
    article: str | None = None
    utterances: int = 0
    reason: str | None = None


def analyse(articles: Iterable[Article], *, threads: int | None = None) -> Iterator[Extraction]:
    """The extractions of `articles` with identities and content, lazily and in order; `threads` as in `extract`.

    >>> from kg.records import OffsetMap, Source
    >>> text = "Das Werk sei dicht, sagte Ömer Yıldız."
    >>> (found,) = analyse([Article("urn:a", text, Source("a.txt", "text", "0"), OffsetMap.identity(text))])
    >>> [(u.speaker.entity.label, u.quote.text) for u in found.utterances]
    [('Ömer Yıldız', 'Das Werk sei dicht')]
    """
    for extraction in map(resolve, extract.extract(articles, threads=threads)):
        names = _names(extraction)
        described = (describe(u, [*names, *_within(extraction, u, names)]) for u in extraction.utterances)
        yield replace(extraction, utterances=tuple(described))


def _names(extraction: Extraction) -> list[str]:
    speakers = [u.speaker.entity for u in extraction.utterances if u.speaker]
    steps = [step.entity for u in extraction.utterances for step in u.sources]
    labels = [e.label for e in [*speakers, *steps] if e and e.kind not in UNNAMED]
    return list(dict.fromkeys([*labels, *_spellings(extraction)]))


def _within(extraction: Extraction, utterance: Utterance, known: Sequence[str]) -> list[str]:
    """The names that stand in the utterance's quote and belong to none of the `known` ones."""
    text = extraction.article.text
    words = {word for label in known for word in label.split()}
    spans = (n for n in extraction.names if any(s.start <= n.start and n.end <= s.end for s in utterance.quote.spans))
    own = dict.fromkeys(span.of(text) for span in spans)
    return [name for name in own if not {word.removesuffix("s") for word in name.split()} & words]


def _spellings(extraction: Extraction) -> Iterator[str]:
    """The full names of speakers as the article spells them, which another spelling may stand for."""
    for speaker in (u.speaker for u in extraction.utterances if u.speaker and u.speaker.entity):
        name = person_name(speaker.name.text) if speaker.kind is EntityKind.PERSON else None
        if name and name.is_full and (speaker.reason or "").startswith("seed: "):
            yield name.label


def ingest(
    store: Store,
    articles: Iterable[Article | InputError],
    *,
    workers: int = 1,
    progress: Callable[[], None] = lambda: None,
) -> Generator[Outcome, None, None]:
    """One outcome for each input, lazily: an article's once it is safely in the store.

    What is in the store already, by the same run, is not extracted again. A bad input costs nothing but itself.
    Articles are written many at a time, so outcomes come in bunches and bad inputs may come before articles that stood
    before them; `progress` is called at once when an input has been dealt with. At the end, identities are judged anew
    across all articles of the store.
    """
    waiting: deque[Outcome] = deque()
    sources: dict[str, tuple[str, int]] = {}

    def fresh() -> Iterator[Article]:
        current = extract.run().id
        for each in articles:
            if isinstance(each, InputError):
                waiting.append(Outcome(each.path, Status.BAD, reason=str(each)))
            elif store.query(_SAME_RUN, params={"article": each.id, "run": current}):
                waiting.append(Outcome(str(each.source), Status.UNCHANGED, each.id))
            else:
                yield each
                continue
            progress()

    def noted(extractions: Iterable[Extraction]) -> Iterator[Extraction]:
        for extraction in extractions:
            sources[extraction.article.id] = (str(extraction.article.source), len(extraction.utterances))
            progress()
            yield extraction

    for article, kept in store.add_all(noted(_analysed(fresh(), workers))):
        source, count = sources[article]
        retracted = kept is Kept.RETRACTED
        reason = "retracted before, stays out (kg retract --undo lets it in)" if retracted else None
        yield Outcome(source, _STATUS[kept], article, 0 if retracted else count, reason)
        yield from _drain(waiting)
    yield from _drain(waiting)
    refresh(store)


def refresh(store: Store) -> None:
    """What follows from the articles of a store, judged anew: identities, relations, what fact-checks are about.

    Relations are kept only of what is still there. New utterances are not compared here (`kg.relations.refresh`): that
    costs more than the reading of their articles.
    """
    identify.refresh(store)
    relations.forget(store)
    claimed.refresh(store)
    factchecked.refresh(store)


def compare_all(
    store: Store, progress: Callable[[int], Callable[[], None]] = lambda total: lambda: None
) -> list[dict[str, str | int]]:
    """How many relations of each sort and kind the store has, after what is new in it was compared and kept.

    `progress` gets the number of pairs to compare, and gives what is called at each.
    """
    relations.refresh(store, comparer(), progress)
    claimed.refresh(store)
    return relations.counts(store)


def _drain(waiting: deque[Outcome]) -> Iterator[Outcome]:
    while waiting:
        yield waiting.popleft()


def _analysed(articles: Iterator[Article], workers: int) -> Iterator[Extraction]:
    if workers == 1:
        return analyse(articles)
    return _in_processes(articles, workers)


def _in_processes(articles: Iterator[Article], workers: int) -> Iterator[Extraction]:
    """The extractions in order; at most two batches a process are under way, so memory stays bounded."""
    threads = max(1, cores() // workers)
    with ProcessPoolExecutor(workers) as pool:
        batches = iter(lambda: list(islice(articles, BATCH)), [])
        results = (pool.submit(_batch, batch, threads) for batch in batches)
        under_way = deque(islice(results, 2 * workers))
        while under_way:
            yield from under_way.popleft().result()
            under_way.extend(islice(results, 1))


def _batch(articles: list[Article], threads: int) -> list[Extraction]:
    return list(analyse(articles, threads=threads))
