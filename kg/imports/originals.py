"""The texts that are at hand, by their hashes: of stores, and of article files as `kg ingest` reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

from kg import corpus
from kg.errors import InputError, StoreError
from kg.rdf import Literal
from kg.rdf.withheld import Original
from kg.records import Article
from kg.store import Reader, Store

Articles = Callable[[str], Sequence[Article]]
"""What gives the articles whose text has a SHA-256: none, one, or several that are word for word the same."""

_WITH_TEXT = "SELECT ?article { ?article kg:textSha256 $hash } ORDER BY ?article"
_KEPT = 1024


def of_store(store: Reader) -> Articles:
    """The articles of an open store, as long as their texts are there."""

    def articles(sha256: str) -> list[Article]:
        found = []
        for (name,) in store.query(_WITH_TEXT, params={"hash": Literal(sha256)}):
            try:
                found.append(store.extraction(str(name)).article)
            except StoreError:
                continue
        return found

    return lru_cache(_KEPT)(articles)


def of_files(paths: Iterable[str], bad: Callable[[InputError], None]) -> Articles:
    """The articles in files and folders, read at once; `bad` is told of each that cannot be read.

    Each text counts as `kg ingest` cleans it, and as it is.
    """
    listed = list(paths)
    found: dict[str, list[Article]] = {}
    for clean in (True, False):
        for article in corpus.read([path for path in listed if clean or path != "-"], clean=clean):
            if not isinstance(article, InputError):
                found.setdefault(article.text_sha256, []).append(article)
            elif clean:
                bad(article)
    return lambda sha256: found.get(sha256, ())


def is_store(path: str) -> bool:
    """True if a store, not articles, stands at `path`."""
    return (Path(path) / "meta.json").is_file()


@contextmanager
def at_hand(paths: Sequence[str], bad: Callable[[InputError], None]) -> Iterator[Articles]:
    """The articles of all `paths`, each the folder of a store, an article file, or a folder of such.

    Raises:
        StoreError: if a store cannot be opened.
    """
    with ExitStack() as open_stores:
        stores = [of_store(open_stores.enter_context(Store.open(path))) for path in paths if is_store(path)]
        yield together([*stores, of_files([path for path in paths if not is_store(path)], bad)])


def together(all_articles: Sequence[Articles]) -> Articles:
    """What several have, in their order."""
    return lambda sha256: [article for articles in all_articles for article in articles(sha256)]


def wording(articles: Articles) -> Callable[[str], list[Original]]:
    """The words of the articles, as `rdf.withheld.restore` asks for them."""
    return lambda sha256: [Original(sha256, each.text, each.headline) for each in articles(sha256)]
