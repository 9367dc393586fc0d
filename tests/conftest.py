"""What several rooms' tests share: the sample corpus in a store, not to be written to; graphs drawn by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from filelock import FileLock

from kg.records import Span

sys.path.insert(0, str(Path(__file__).parent))

from commandline import process

CORPUS = Path(__file__).parents[1] / "data" / "corpus" / "articles"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that `kg ingest` makes of the sample corpus."""
    return _once(tmp_path_factory, "sample", lambda store: _kg("ingest", CORPUS, "--store", store))


@pytest.fixture(scope="session")
def compared_articles() -> list[Path]:
    """The articles of two of the sample corpus' four stories, for comparing takes long."""
    return sorted(path for story in ("klinik", "wasser") for path in CORPUS.glob(f"{story}-*"))


@pytest.fixture(scope="session")
def compared_store(compared_articles: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their store, with all relations between utterances, and all findings."""

    def make(store: Path) -> None:
        _kg("ingest", *compared_articles, "--store", store)
        _kg("compare", "--all", "--store", store)
        _kg("check", "--store", store)

    return _once(tmp_path_factory, "compared", make)


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A store that one of the processes that test makes for all of them."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        if not (folder / "made").exists():
            make(folder / "store")
            (folder / "made").touch()
    return folder / "store"


def _kg(*args: object) -> None:
    done = process(*args, timeout=600)
    assert done.returncode == 0, done.err


class Story:
    """A provenance graph that grows by one printed utterance at a time."""

    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph()
        self.count = 0

    def node(self, iri: str, kind: str, label: str | None = None, **more: object) -> str:
        self.graph.add_node(iri, kind=kind, label=label or iri, iri=iri, **more)
        return iri

    def link(self, source: str, target: str, kind: str) -> None:
        self.graph.add_edge(source, target, key=kind, kind=kind)

    def printed(
        self,
        quote: str,
        outlet: str | None = "Landesspiegel",
        speaker: str | None = None,
        *,
        kind: str = "person",
        scoped: bool = False,
        type: str = "Direct",
        claim: str | None = None,
        date: str | None = None,
        sources: tuple[tuple[str, str | None], ...] = (),
    ) -> str:
        """One more article with one utterance; `sources` are (entity, its kind), with None for no identity."""
        self.count += 1
        article = self.node(f"article{self.count:03}", "article")
        spans = (Span(0, len(quote)),)
        utterance = f"utterance{self.count:03}"
        known = {"date": date} if date else {}
        self.node(utterance, "utterance", quote, wording=quote, speech_type=type, spans=spans, **known)
        self.link(utterance, article, "inArticle")
        if outlet:
            self.link(article, self.node(outlet, "outlet"), "publishedBy")
        if speaker:
            self.link(utterance, self.node(speaker, kind, scoped=scoped), "saidBy")
        if claim:
            self.link(utterance, self.node(claim, "claim", quote), "interpretedAsClaim")
        last = utterance
        for number, (entity, entity_kind) in enumerate(sources):
            step = self.node(f"{utterance}#source-{number}", "source", entity)
            self.link(last, step, "derivedFrom")
            if entity_kind:
                self.link(step, self.node(entity, entity_kind), "attributedTo")
            last = step
        return utterance


@pytest.fixture(scope="session")
def new_story() -> type[Story]:
    """The class, so that a property test can begin afresh for each example."""
    return Story


@pytest.fixture
def story() -> Story:
    """An empty story."""
    return Story()
