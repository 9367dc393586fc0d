"""The texts beside the graph: content-addressed, compressed, written before the graph that points to them.

One file holds one text and, for every source that it was read from, the map of offsets back to that source.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from kg.errors import StoreError
from kg.records import Article, OffsetMap, Run, Span


class _Entry(TypedDict):
    text: str
    offsets: dict[str, list[list[int]]]


class Texts:
    """The texts below one directory."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, article: Article) -> bool:
        """Keeps the text and the offset map of `article`; True if anything was new."""
        path = self._path(article.text_sha256)
        entry: _Entry = self._read(article.text_sha256) if path.exists() else {"text": article.text, "offsets": {}}
        runs = [[r.text.start, r.text.end, r.source.start, r.source.end] for r in article.offsets.runs]
        if path.exists() and entry["offsets"].get(article.source.sha256) == runs:
            return False
        entry["offsets"][article.source.sha256] = runs
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, gzip.compress(json.dumps(entry, sort_keys=True).encode("ascii"), mtime=0))
        return True

    def text(self, sha256: str) -> str:
        """The text with that hash.

        Raises:
            StoreError: if it is missing or damaged.
        """
        return self._read(sha256)["text"]

    def offsets(self, sha256: str, source_sha256: str) -> OffsetMap:
        """The way back from that text to that source; empty if it was never kept.

        Raises:
            StoreError: if the text is missing or damaged.
        """
        runs = self._read(sha256)["offsets"].get(source_sha256, [])
        return OffsetMap(tuple(Run(Span(a, b), Span(c, d)) for a, b, c, d in runs))

    def drop(self, sha256: str) -> None:
        """Forgets the text."""
        self._path(sha256).unlink(missing_ok=True)

    def __contains__(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def __iter__(self) -> Iterator[str]:
        return (path.name.removesuffix(".json.gz") for path in sorted(self._root.glob("*/*.json.gz")))

    def _path(self, sha256: str) -> Path:
        if not sha256.isalnum():
            raise StoreError(f"not a hash: {sha256}")
        return self._root / sha256[:2] / f"{sha256}.json.gz"

    def _read(self, sha256: str) -> _Entry:
        path = self._path(sha256)
        try:
            entry: _Entry = json.loads(gzip.decompress(path.read_bytes()))
        except FileNotFoundError:
            raise StoreError(
                f"the text {sha256} is missing from {self._root} (kg import --texts brings those of imported articles)"
            ) from None
        except (gzip.BadGzipFile, zlib.error, ValueError, EOFError) as error:
            raise StoreError(f"{path} is damaged: {error}") from None
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}") from None
        return entry


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file so that, whenever the power fails, either all or nothing of it is there."""
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
