"""The vectors of wordings beside the graph, so that no utterance is read twice: a cache, made anew where it lacks."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MANY = 500


class Vectors:
    """The vectors that one model gives to wordings, kept in a file."""

    def __init__(self, path: Path, model: str) -> None:
        self._path, self._model = path, model

    def of(self, wordings: Sequence[str], make: Callable[[int], NDArray[np.float32]]) -> NDArray[np.float32]:
        """The vectors [wordings, width], made by `make` from a wording's index where they are not kept yet."""
        keys = [_key(self._model, wording) for wording in wordings]
        with closing(sqlite3.connect(self._path)) as kept:
            kept.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
            known = dict(_found(kept, keys))
            for k, key in enumerate(keys):
                if key not in known:
                    known[key] = make(k).astype(np.float16).tobytes()
                    kept.execute("INSERT OR IGNORE INTO vector VALUES (?, ?)", (key, known[key]))
            kept.commit()
        return np.array([np.frombuffer(known[key], dtype=np.float16) for key in keys], dtype=np.float32)


def _found(kept: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    rows: list[tuple[bytes, bytes]] = []
    for start in range(0, len(keys), _MANY):
        some = keys[start : start + _MANY]
        marks = ",".join("?" * len(some))
        rows += kept.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", some).fetchall()
    return rows


def _key(model: str, wording: str) -> bytes:
    return hashlib.sha256(f"{model}\n{wording}".encode("utf-8", "surrogatepass")).digest()[:16]
