"""Answers that were given before, as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple


class Kept(NamedTuple):
    """An answer: its media type, whether it is compressed, and its bytes."""

    media_type: str
    gzip: bool
    body: bytes


class Cache:
    """Answers by key, of some total of bytes; those that were not asked for longest go first.

    >>> cache = Cache(10)
    >>> for key in "abc":
    ...     cache.put(key, Kept("text/csv", False, b"1234"))
    >>> cache.get("a"), cache.get("c").body
    (None, b'1234')
    """

    def __init__(self, size: int) -> None:
        self._size, self._used = size, 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.largest = size // 16
        """Bytes of the largest answer that is kept."""

    def get(self, key: str) -> Kept | None:
        """The answer, if it is there."""
        kept = self._kept.get(key)
        if kept:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: str, answer: Kept) -> None:
        """Keeps an answer."""
        before = self._kept.pop(key, None)
        self._kept[key] = answer
        self._used += len(answer.body) - (len(before.body) if before else 0)
        while self._used > self._size:
            _, gone = self._kept.popitem(last=False)
            self._used -= len(gone.body)
