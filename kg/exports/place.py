"""Where an export goes: a file that is there whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import UsageError


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """The file at `path` to write to, which replaces what was there when all is written.

    What is no file (`/dev/stdout`, a named pipe) is written to as it is.

    Raises:
        UsageError: if it cannot be written.
    """
    draft = path
    try:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        if path.is_file() or not path.exists():
            draft = path.with_name(path.name + ".part")
        with draft.open("wb") as out:
            yield out
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        if draft != path:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
