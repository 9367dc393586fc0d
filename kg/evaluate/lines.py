"""The lines of a JSON-lines file, for gold and for systems' answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.corpus.files import unreadable


def numbered_lines(path: str | Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank with their numbers from 1, lazily.

    Raises:
        InputError: if the file cannot be read, or is not UTF-8.
    """
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(path), error) from None
