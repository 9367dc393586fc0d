"""The newest state of the store for whoever reads, while a writer may be at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kg.errors import StoreError
from kg.store import Store


@dataclass(slots=True)
class _Open:
    store: Store
    readers: int = 0


class Snapshots:
    """The snapshots of the store at `path`, each open once for all its readers, in any thread.

    The newest one that was asked for stays open; an older one is closed when its last reader leaves.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._current: _Open | None = None

    @property
    def newest(self) -> str:
        """The name of the state that a reader who came now would see: another state, another name.

        Raises:
            StoreError: if there is no store.
        """
        return Store.newest(self.path)

    @contextmanager
    def reader(self) -> Iterator[Store]:
        """A reader on the newest snapshot; it sees that one moment until the context ends.

        Raises:
            StoreError: if there is no store, or none that can be read.
        """
        held = self._enter()
        try:
            yield held.store
        finally:
            self._leave(held)

    def refresh(self) -> None:
        """Opens the newest snapshot, so that the next reader finds it open and an older one can be cleared away.

        A store that cannot be opened (yet) is passed over.
        """
        with suppress(StoreError), self._lock:
            self._renew()

    def close(self) -> None:
        """Closes what nobody reads any more; what somebody reads is closed when they leave."""
        with self._lock:
            held, self._current = self._current, None
            if held and not held.readers:
                held.store.close()

    def _enter(self) -> _Open:
        with self._lock:
            held = self._renew()
            held.readers += 1
            return held

    def _renew(self) -> _Open:
        before = self._current
        if before and before.store.snapshot == self.newest:
            return before
        self._current = _Open(Store.open(self.path))
        if before and not before.readers:
            before.store.close()
        return self._current

    def _leave(self, held: _Open) -> None:
        with self._lock:
            held.readers -= 1
            if not held.readers and held is not self._current:
                held.store.close()
