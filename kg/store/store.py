"""The store as others use it: open, add, query, retract, dump."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Literal as OneOf

from kg import rdf
from kg.errors import StoreError
from kg.rdf import Literal, Quad
from kg.rdf.terms import TYPE
from kg.records import Article, Extraction
from kg.store import backend, ledger
from kg.store.backend import Backend
from kg.store.changes import Changes
from kg.store.layout import Layout, Lock
from kg.store.reader import AGENT_LINKS, Reader
from kg.store.texts import Texts
from kg.store.vectors import Vectors
from kg.vocab import AGENTS, KG, LEDGER, PROV

CHUNK = 100_000
"""Quads that `load` holds in memory and writes at once (some 20 MB). Set by hand."""

PATIENCE = 2.0
"""Seconds after which what has come in is written, so that progress shows and little is lost. Set by hand."""

SMALL = 5_000
"""Up to this many quads one update is quicker than a bulk load, and atomic. Measured with pyoxigraph 0.5.13."""


class Outcome(StrEnum):
    """What became of an article that was added."""

    NEW = "new"
    REVISION = "revision"
    CHANGED = "changed"
    SAME = "same"
    RETRACTED = "retracted"


class Store(Reader):
    """A store on disk, open for reading or writing; a context manager.

    A reader sees the last published state, as one moment, for as long as it is open: what a writer does in
    the meantime shows when the store is opened again. A writer publishes when it closes, or calls `publish`.
    """

    def __init__(self, layout: Layout, inner: Backend, lock: Lock, *, snapshot: str | None = None) -> None:
        super().__init__(inner, Texts(layout.texts))
        self._layout, self._lock = layout, lock
        self.changes, self.checked = Changes(layout.changes), layout.checked
        self.snapshot, self.writable = snapshot, snapshot is None

    @classmethod
    def create(cls, path: str | Path) -> Store:
        """The store at `path`, open for writing; made first if nothing is there.

        Raises:
            StoreError: if something else is there, or another writer.

        >>> import tempfile
        >>> with Store.create(tempfile.mkdtemp()) as store:
        ...     store.replace("urn:g", [Quad("urn:s", "urn:p", Literal("Pegel"), "urn:g")])
        ...     [str(row[0].value) for row in store.query("SELECT ?o { ?s <urn:p> ?o }")]
        ['Pegel']
        """
        Layout(Path(path)).create()
        return cls.open(path, "w")

    @classmethod
    def open(cls, path: str | Path, mode: OneOf["r", "w"] = "r") -> Store:
        """The store at `path`, open for reading or, with mode "w", for writing.

        What a writer that died left half-written is taken back first.

        Raises:
            StoreError: if there is no store, it is not one of ours, or another writer holds it.
        """
        layout = Layout(Path(path))
        layout.check()
        try:
            if mode == "w":
                return cls._writer(layout)
            if layout.unpublished():
                _publish_for_the_dead(layout)
            snapshot, name, lock = layout.snapshot()
        except OSError as error:
            raise StoreError(f"cannot open the store at {path}: {error.strerror or error}") from None
        return cls(layout, Backend(snapshot, read_only=True), lock, snapshot=name)

    @staticmethod
    def newest(path: str | Path) -> str:
        """The `snapshot` of a reader who opened the store at `path` now: quick to tell, another for another state.

        Raises:
            StoreError: if there is no store, or nothing has been published yet.
        """
        layout = Layout(Path(path))
        layout.check()
        return layout.newest()

    @classmethod
    def _writer(cls, layout: Layout) -> Store:
        lock = layout.lock()
        try:
            store = cls(layout, Backend(layout.graph, read_only=False), lock)
        except StoreError:
            lock.release()
            raise
        store.changes.check(-1 if layout.unpublished() else layout.number())
        store._recover()
        if layout.unpublished():
            store.publish()
        return store

    def _recover(self) -> None:
        begun = self._layout.under_way()
        for name in begun:
            self._update([name, LEDGER], backend.drop(name), _forget(name))
        if begun:
            self._backend.flush()
            self._layout.done()

    def close(self) -> None:
        """Publishes what was written and lets go of the lock."""
        try:
            if self.writable and self._layout.unpublished():
                self.publish()
        finally:
            del self._backend
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def publish(self) -> None:
        """Shows readers who open the store from now on all that has been written."""
        self._writing()
        self._backend.flush()
        self._layout.publish(self._backend.backup)
        self.changes.seal(self._layout.number())

    def _writing(self) -> None:
        if not self.writable:
            raise StoreError(f"the store at {self._layout.root} is open for reading only")

    def _update(self, graphs: Iterable[str], *operations: str) -> None:
        """Carries out operations that write to no other graphs than these."""
        self.changes.note(graphs)
        self._layout.soil()
        self._backend.update(*operations)

    def seen(self, token: str) -> None:
        """Nothing; `changes` has what is written from now on, for whoever has seen everything and knows the token."""
        self._writing()
        self.changes.begin(token)
        if not self._layout.unpublished():
            self.changes.seal(self._layout.number())

    def vectors(self, model: str) -> Vectors:
        """The vectors of wordings that are kept beside the graph, of one model."""
        self._writing()
        return Vectors(self._layout.vectors, model)

    # Articles

    def add(self, extraction: Extraction) -> Outcome:
        """What became of the article: its text, graph, run and ledger entry are in the store, all or nothing.

        The same article again changes nothing; another text under the same URL is a revision, and the older
        version stays; a retracted one stays out. Which version is the newer, the days say that they were published;
        if these are unknown or the same, it is the one that came last.
        """
        [(_, outcome)] = self.add_all([extraction])
        return outcome

    def add_all(self, extractions: Iterable[Extraction], *, chunk: int = CHUNK) -> Iterator[tuple[str, Outcome]]:
        """Article and outcome of each extraction, in order, lazily: each once it is safely in the store.

        Articles are written together: up to `chunk` quads at once, or what came in within `PATIENCE` seconds.
        If the extractions end in an error, those before it are kept.
        """
        self._writing()
        batch, written = _Batch(), 0
        try:
            for extraction in extractions:
                if batch.is_due(chunk) or batch.touches(extraction.article):
                    full, batch = batch, _Batch()
                    written += self._flush(full)
                    yield from full.outcomes
                self._take(extraction, batch)
        finally:
            written += self._flush(batch)
        yield from batch.outcomes
        if written >= CHUNK:
            self._backend.optimize()

    def _take(self, extraction: Extraction, batch: _Batch) -> None:
        article = extraction.article
        if self.is_retracted(article.id):
            return batch.note(article, Outcome.RETRACTED)
        self._texts.put(article)
        graph, agents = _divide(rdf.quads(extraction))
        gone, entry = self._learned(article)
        batch.gone += gone
        batch.extra += entry
        if not self._backend.has_graph(extraction.run.id):
            batch.describe(rdf.run_quads(extraction.run))
        if not self._backend.has_graph(article.id):
            batch.describe(agents)
            batch.put(article.id, graph)
            revises = any(quad.predicate == PROV + "wasRevisionOf" for quad in entry)
            return batch.note(article, Outcome.REVISION if revises else Outcome.NEW)
        if set(self._backend.quads(article.id)) == set(graph):
            return batch.note(article, Outcome.SAME)
        batch.changed[article.id] = [*graph, *agents]
        batch.note(article, Outcome.CHANGED)

    def _flush(self, batch: _Batch) -> int:
        bulk = self._write(batch)
        for name, graph in batch.changed.items():
            idle = self._idle_after(name)
            self._update([*_names(graph), AGENTS], backend.drop(name), backend.insert(graph), *idle)
        return bulk

    def _idle_after(self, article: str) -> list[str]:
        """The update that forgets the agents of `article` that nothing speaks of any more."""
        return _forget_idle(self._backend.quads(article))

    def _learned(self, article: Article) -> tuple[list[Quad], list[Quad]]:
        """What leaves and what enters the ledger when the article version is learned of."""
        if self._is_known(article.id):
            return [], []
        gone, links = self._placed(article.id, article.url, article.published)
        return gone, [*ledger.learned(article.id, article.url, ledger.now()), *links]

    def _placed(self, article: str, url: str | None, published: str | None) -> tuple[list[Quad], list[Quad]]:
        """What leaves and what enters the ledger for the versions of the URL to replace each other in the right order.

        That is the order in which they came, but for those that say that they were published earlier.
        """
        versions = [] if url is None else self.versions(url)
        days = {each.article: self._published(each.article) for each in versions} | {article: published}
        ordered = ledger.by_day(days.items())
        links = {ledger.revision(newer, older) for older, newer in pairwise(ordered)}
        there = {ledger.revision(each.article, each.revision_of) for each in versions if each.revision_of}
        return sorted(there - links), sorted(links - there)

    def _is_known(self, article: str) -> bool:
        return bool(self._ledger("$article kg:learnedAt ?at", article=article))

    def _published(self, article: str) -> str | None:
        found = self.query("SELECT ?at { $article schema:datePublished ?at }", params={"article": article})
        return next((rdf.plain(at) for (at,) in found if at is not None), None)

    def learn(self, article: str, url: str | None) -> None:
        """Enters the article version, whose graph came from another store, in the ledger if that does not know it.

        Which of the versions of its URL is the newest is judged anew.
        """
        self._writing()
        entry = [] if self._is_known(article) else list(ledger.learned(article, url, ledger.now()))
        gone, links = self._placed(article, url, self._published(article))
        if entry or gone or links:
            self._update([LEDGER], backend.delete(gone), backend.insert([*entry, *links]))

    def leave_out(self, graph: Iterable[Quad]) -> None:
        """Forgets the agents that an article's graph leads to, and nothing in the store does."""
        self._writing()
        if idle := _forget_idle(graph):
            self._update([AGENTS], *idle)

    def keep_text(self, article: Article) -> bool:
        """True if anything of the text of `article`, and of the way back to its source, was not kept yet."""
        self._writing()
        return self._texts.put(article)

    # Graphs

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        """Puts `quads` in place of the named graph, in one step that a crash cannot halve.

        Raises:
            StoreError: if a quad belongs to another graph or holds a malformed IRI.
        """
        self._writing()
        content = list(_only(graph, quads))
        self._update([graph], backend.drop(graph), backend.insert(content))

    def amend(self, gone: Iterable[Quad], new: Iterable[Quad]) -> None:
        """Takes out quads and puts in others, in one step that a crash cannot halve.

        Raises:
            StoreError: if one holds a malformed IRI.
        """
        self._writing()
        less, more = list(gone), list(new)
        self._update(_names([*less, *more]), backend.delete(less), backend.insert(more))

    def load(
        self,
        graphs: Iterable[tuple[str, Iterable[Quad]]],
        *,
        chunk: int = CHUNK,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """The number of named graphs written: the quick way in for many.

        New graphs are bulk-loaded in chunks of some `chunk` quads, and taken back if a crash halves them;
        graphs that exist already are replaced one by one. `progress` is called with the number so far.
        """
        self._writing()
        count, batch, bulk = 0, _Batch(), 0
        for count, (name, quads) in enumerate(graphs, 1):
            content = list(_only(name, quads))
            if self._backend.has_graph(name) or name in batch.graphs:
                self._write(batch)
                batch = _Batch()
                self.replace(name, content)
            else:
                batch.put(name, content)
            if batch.size >= chunk:
                bulk += self._write(batch)
                batch = _Batch()
                if progress:
                    progress(count)
        bulk += self._write(batch)
        if progress:
            progress(count)
        if bulk >= CHUNK:
            self._backend.optimize()
        return count

    def _write(self, batch: _Batch) -> int:
        """The number of quads that were bulk-loaded."""
        facts = batch.facts
        if len(facts) <= SMALL:
            if facts or batch.extra:
                self._update(
                    _names([*facts, *batch.extra]), backend.delete(batch.gone), backend.insert([*facts, *batch.extra])
                )
            return 0
        self.changes.note(_names([*facts, *batch.extra]))
        self._layout.soil()
        self._layout.begin(list(batch.graphs))
        self._backend.bulk(map(backend.nquad, facts))
        self._backend.update(backend.delete(batch.gone), backend.insert(batch.extra))
        self._backend.flush()
        self._layout.done()
        return len(facts)

    def optimize(self) -> None:
        """Compacts the database: worth its time after much writing."""
        self._writing()
        self._layout.soil()
        self._backend.optimize()

    # Ledger

    def retract(self, article: str, reason: str) -> bool:
        """True if the article version was withdrawn: its graph and text are gone, the ledger says when and why.

        False if it had been withdrawn before. `restore` lets it in again.

        Raises:
            StoreError: if the store has never had it.
        """
        self._writing()
        if self.is_retracted(article):
            return False
        if not self._backend.has_graph(article) or article == LEDGER:
            raise StoreError(f"there is no article {article} in the store")
        texts = list(self.query("SELECT ?hash { $article kg:textSha256 ?hash }", params={"article": article}))
        if not texts:
            raise StoreError(f"{article} is not an article")
        entry = backend.insert(ledger.tombstone(article, ledger.now(), reason))
        self._update([article, LEDGER, AGENTS], backend.drop(article), entry, *self._idle_after(article))
        for (found,) in texts:
            if isinstance(found, Literal) and not self.query("ASK { ?a kg:textSha256 $hash }", params={"hash": found}):
                self._texts.drop(found.value)
        return True

    def restore(self, article: str) -> bool:
        """True if the article version had been withdrawn: from now on it can be added again."""
        self._writing()
        found = self.is_retracted(article)
        if found:
            self._update(
                [LEDGER],
                f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ {backend.iri(article)} <{PROV}invalidatedAtTime> ?t }} }}",
                f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ {backend.iri(article)} <{KG}retractionReason> ?r }} }}",
            )
        return found


class _Batch:
    """New graphs, ledger entries that come and go, and outcomes, all to be written together."""

    def __init__(self) -> None:
        self.graphs: set[str] = set()
        self.quads: list[Quad] = []
        self.gone: list[Quad] = []
        self.extra: list[Quad] = []
        self.changed: dict[str, list[Quad]] = {}
        self.outcomes: list[tuple[str, Outcome]] = []
        self._urls: set[str] = set()
        self._known: dict[Quad, None] = {}
        self._begun = monotonic()

    @property
    def facts(self) -> list[Quad]:
        return [*self._known, *self.quads]

    @property
    def size(self) -> int:
        return len(self.quads) + sum(map(len, self.changed.values()))

    def is_due(self, chunk: int) -> bool:
        """True if the batch is large enough, or old enough, to be written."""
        return self.size >= chunk or (bool(self.outcomes) and monotonic() - self._begun > PATIENCE)

    def put(self, name: str, quads: list[Quad]) -> None:
        self.graphs.add(name)
        self.quads += quads

    def describe(self, quads: Iterable[Quad]) -> None:
        """Takes statements that hold whatever becomes of the batch: about agents and runs, each once."""
        self._known.update(dict.fromkeys(quads))

    def note(self, article: Article, outcome: Outcome) -> None:
        self.outcomes.append((article.id, outcome))
        if article.url:
            self._urls.add(article.url)

    def touches(self, article: Article) -> bool:
        """True if the batch must be written before `article` can be judged."""
        return article.url in self._urls or article.id in self.graphs or article.id in self.changed


def _publish_for_the_dead(layout: Layout) -> None:
    with suppress(StoreError):
        Store.open(layout.root, "w").close()


def _divide(quads: Iterable[Quad]) -> tuple[list[Quad], list[Quad]]:
    """The quads of an article's own graph, and those that describe its agents, for the graph of agents."""
    graph = list(quads)
    agents = {quad.subject for quad in graph if quad.predicate == TYPE and quad.object == PROV + "Agent"}
    described = [quad._replace(graph=AGENTS) for quad in graph if quad.subject in agents]
    return [quad for quad in graph if quad.subject not in agents], described


def _forget_idle(graph: Iterable[Quad]) -> list[str]:
    linked = (quad.object for quad in graph if quad.predicate in AGENT_LINKS)
    agents = sorted({agent for agent in linked if isinstance(agent, str)})
    return [backend.forget_idle(AGENTS, agents)] if agents else []


def _names(quads: Iterable[Quad]) -> set[str]:
    return {quad.graph for quad in quads}


def _only(graph: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        if quad.graph != graph:
            raise StoreError(f"a quad for {graph} names another graph: {quad.graph}")
        yield quad


def _forget(article: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ {backend.iri(article)} ?p ?o }} }}"
