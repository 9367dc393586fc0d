"""The directory of a store: format, lock, journal, and the snapshots that readers are served from.

The writer alone opens `graph/`. Readers open the newest snapshot, a hard-linked copy that nobody writes to, and
hold a shared lock on it, so that the writer knows which ones it may clear away.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError
from kg.store.texts import write_atomically

FORMAT = 1


class Lock:
    """An advisory lock on a file, held until `release` or the end of the process."""

    def __init__(self, path: Path, file: int) -> None:
        self._path, self._file = path, file

    @classmethod
    def take(cls, path: Path, *, shared: bool = False) -> Lock | None:
        """The lock, or None if someone else is in the way.

        Raises:
            OSError: if the file cannot be opened.
        """
        file = os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            current = path.stat().st_ino == os.fstat(file).st_ino
        except (BlockingIOError, FileNotFoundError):
            current = False
        if not current:
            os.close(file)
            return None
        return cls(path, file)

    def sign(self) -> None:
        """Leaves the process id in the file, for whoever is refused."""
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Lets go."""
        os.close(self._file)


class Layout:
    """The parts of a store's directory, by name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.graph = root / "graph"
        self.texts = root / "texts"
        self.vectors = root / "vectors.sqlite"
        self.checked = root / "checked.sqlite"
        self.changes = root / "changes"
        self._meta = root / "meta.json"
        self._lock = root / "lock"
        self._journal = root / "journal"
        self._dirty = root / "dirty"
        self._snapshots = root / "snapshots"

    def check(self) -> None:
        """Makes sure that this is a store that this version can read.

        Raises:
            StoreError: if not.
        """
        if not self.root.exists():
            raise StoreError(f"there is no store at {self.root}; make one with kg ingest")
        try:
            meta = json.loads(self._meta.read_bytes())
            version = int(meta["format"])
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError(f"{self.root} is not a store of ours: meta.json is missing or damaged") from None
        if version > FORMAT:
            raise StoreError(f"the store at {self.root} has format {version}, this version knows up to {FORMAT}")

    def create(self) -> None:
        """Makes an empty store here, or leaves the one that is here as it is.

        Raises:
            StoreError: if something else is here.
        """
        if self._meta.exists():
            return self.check()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if any(self.root.iterdir()):
                raise StoreError(f"{self.root} is neither empty nor a store of ours")
            write_atomically(self._meta, json.dumps({"program": "wortlaut", "format": FORMAT}).encode())
        except OSError as error:
            raise StoreError(f"cannot make a store at {self.root}: {error.strerror}") from None

    def lock(self) -> Lock:
        """The writer's lock.

        Raises:
            StoreError: if another writer holds it.
        """
        try:
            lock = Lock.take(self._lock)
        except OSError as error:
            raise StoreError(f"cannot write to the store at {self.root}: {error.strerror}") from None
        if lock is None:
            raise StoreError(f"the store at {self.root} is being written by another process ({self._writer()})")
        lock.sign()
        self._snapshots.mkdir(exist_ok=True)
        return lock

    def _writer(self) -> str:
        try:
            return f"process {int(self._lock.read_text())}"
        except (OSError, ValueError):
            return "unknown"

    def unpublished(self) -> bool:
        """True if the graph may hold more, or less, than the newest snapshot."""
        return self._dirty.exists() or not self._numbers()

    def soil(self) -> None:
        """Notes that the graph is about to differ from the newest snapshot."""
        if not self._dirty.exists():
            write_atomically(self._dirty, b"")

    def number(self) -> int:
        """The number of the newest snapshot; 0 if there is none."""
        return max(self._numbers(), default=0)

    def publish(self, backup: Callable[[Path], None]) -> None:
        """Makes a new snapshot with `backup` and clears away those that no reader holds."""
        number = self.number() + 1
        draft = self._snapshots / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        backup(draft)
        (self._snapshots / f"{number}.lock").touch()
        draft.rename(self._snapshots / str(number))
        self._dirty.unlink(missing_ok=True)
        for old in self._numbers():
            if old < number:
                self._clear(old)

    def _clear(self, number: int) -> None:
        path = self._snapshots / f"{number}.lock"
        path.touch()
        lock = Lock.take(path)
        if lock:
            path.unlink()
            shutil.rmtree(self._snapshots / str(number), ignore_errors=True)
            lock.release()

    def newest(self) -> str:
        """The name of the newest snapshot: its number and when it was made, so that no two states share it.

        Raises:
            StoreError: if there is none.
        """
        for _ in range(10):
            number = self.number()
            with suppress(FileNotFoundError):
                return self._name(number)
        raise StoreError(f"the store at {self.root} has not been filled yet")

    def _name(self, number: int) -> str:
        return f"{number}-{(self._snapshots / f'{number}.lock').stat().st_mtime_ns:x}"

    def snapshot(self) -> tuple[Path, str, Lock]:
        """The newest snapshot, its name, and a lock that keeps it in place.

        Raises:
            StoreError: if there is none.
        """
        for _ in range(10):
            number = self.number()
            path = self._snapshots / f"{number}.lock"
            lock = Lock.take(path, shared=True) if path.exists() else None
            if lock:
                return self._snapshots / str(number), self._name(number), lock
        raise StoreError(f"the store at {self.root} has not been filled yet")

    def _numbers(self) -> list[int]:
        if not self._snapshots.exists():
            return []
        return [int(path.name) for path in self._snapshots.iterdir() if path.name.isdigit()]

    def begin(self, graphs: list[str]) -> None:
        """Notes in the journal which graphs are about to be written piece by piece."""
        write_atomically(self._journal, json.dumps(graphs).encode("ascii"))

    def under_way(self) -> list[str]:
        """The graphs that a writer had begun when it died."""
        if not self._journal.exists():
            return []
        return [str(name) for name in json.loads(self._journal.read_bytes())]

    def done(self) -> None:
        """Closes the journal: what it named is whole."""
        self._journal.unlink(missing_ok=True)
