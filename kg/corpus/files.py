"""Finding the inputs and reading their bytes: folders, compressed files, standard input, size limits."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.corpus.raw import words
from kg.errors import InputError

STDIN = "-"
PASSED_OVER = words(
    ".jpg .jpeg .png .gif .svg .webp .avif .bmp .ico .tif .tiff .css .js .mjs .ts .map .wasm .woff .woff2 .ttf "
    ".otf .eot "
    ".mp3 .mp4 .m4a .m4v .webm .ogg .ogv .oga .wav .flac .avi .mov .mkv .csv .tsv .xlsx .xls .ods .parquet .sqlite .db "
    ".xml .rss .xsd .ttl .trig .nq .nt .rdf .rq .yaml .yml .toml .ini .cfg .conf .lock .log .sh .py .pyc .ipynb "
    ".sha256 "
    ".zip .tar .tgz .7z .rar .bz2 .xz .zst .ds_store"
)
"""Suffixes of files that come with articles in folders and are none."""


@dataclass(frozen=True, slots=True)
class Place:
    """An input: where it lies, and the name under which it is recorded (independent of the working directory)."""

    path: Path
    name: str

    @property
    def shown(self) -> str:
        """The path as the user would write it, for messages."""
        return str(self.path)

    @property
    def is_stdin(self) -> bool:
        """True if this is standard input."""
        return self.name == STDIN

    @property
    def suffixes(self) -> tuple[str, bool]:
        """The lower-case suffix below any `.gz`, and whether there is a `.gz`."""
        packed = self.path.suffix.lower() == ".gz"
        return Path(self.path.stem if packed else self.path.name).suffix.lower(), packed


def walk(paths: Iterable[str | Path]) -> Iterator[Place | InputError]:
    """All inputs below `paths`: files as given, folders recursively and sorted by name, `-` for standard input.

    In folders, hidden files and known companions of articles (images, styles, scripts) are passed over. A missing
    path, a folder that cannot be listed and a loop of symbolic links are yielded as errors.
    """
    for path in paths:
        if str(path) == STDIN:
            yield Place(Path(STDIN), STDIN)
            continue
        if path == "":
            yield InputError("an empty path", path="''")
            continue
        start = Path(path)
        try:
            folder = start.is_dir()
        except (OSError, ValueError) as error:
            yield unreadable(str(path), error)
            continue
        if folder:
            yield from _walk_folder(start, start, set(), ())
        else:
            yield Place(start, start.name)


def _walk_folder(folder: Path, root: Path, seen: set[Path], above: tuple[Path, ...]) -> Iterator[Place | InputError]:
    try:
        real = folder.resolve(strict=True)
        if real in above:
            yield InputError("a symbolic link that leads back into its own folder", path=str(folder))
            return
        if real in seen:
            return
        seen.add(real)
        entries = [] if _is_store(folder) else sorted(folder.iterdir(), key=lambda entry: entry.name)
    except (OSError, RuntimeError) as error:
        yield unreadable(str(folder), error)
        return
    for entry in entries:
        yield from _walk_entry(entry, root, seen, (*above, real))


def _is_store(folder: Path) -> bool:
    """True for a store of ours, which holds texts but no articles to read: `kg ingest .` finds its own beside them."""
    return (folder / "meta.json").is_file() and (folder / "graph").is_dir() and (folder / "snapshots").is_dir()


def _walk_entry(entry: Path, root: Path, seen: set[Path], above: tuple[Path, ...]) -> Iterator[Place | InputError]:
    if entry.name.startswith("."):
        return
    place = Place(entry, entry.relative_to(root).as_posix())
    try:
        if entry.is_dir():
            yield from _walk_folder(entry, root, seen, above)
        elif not entry.exists():
            reason = "a symbolic link that leads nowhere" if entry.is_symlink() else "no such file or folder"
            yield InputError(reason, path=str(entry))
        elif entry.is_file() and place.suffixes[0] not in PASSED_OVER:
            yield place
    except (OSError, RuntimeError) as error:
        yield unreadable(str(entry), error)


def unreadable(path: str, error: Exception) -> InputError:
    """The error of the operating system or of the decompressor, in our terms."""
    if isinstance(error, FileNotFoundError):
        return InputError("no such file or folder", path=path)
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return InputError(f"damaged gzip file: {error}", path=path)
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"cannot be read: {reason}", path=path)


@contextmanager
def opened(place: Place) -> Iterator[io.BufferedReader]:
    """The input's bytes, decompressed, as a stream that can be peeked into.

    Raises:
        InputError: if it cannot be opened or read, also while the stream is in use.
    """
    try:
        if place.is_stdin:
            yield cast(io.BufferedReader, sys.stdin.buffer)
            return
        with place.path.open("rb") as file:
            if file.peek(2)[:2] == b"\x1f\x8b":
                with gzip.open(file) as unpacked:
                    yield io.BufferedReader(unpacked)
            else:
                yield file
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise unreadable(place.shown, error) from None


def read_whole(stream: BinaryIO, place: Place, max_bytes: int) -> bytes:
    """All bytes of `stream`.

    Raises:
        InputError: if there are more than `max_bytes`; no more than that is ever read.
    """
    if not place.is_stdin and not place.suffixes[1] and place.path.is_file():
        size = place.path.stat().st_size
        if size > max_bytes:
            raise too_large(place.shown, max_bytes)
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise too_large(place.shown, max_bytes)
    return data


def read_lines(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of `stream` with their numbers from 1; None for a line that is larger than `max_bytes`."""
    number = 0
    while line := stream.readline(max_bytes + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) <= max_bytes:
            yield number, line
            continue
        yield number, None
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)


def too_large(path: str, max_bytes: int, line: int | None = None) -> InputError:
    """The error for an input over the limit."""
    return InputError(f"larger than {max_bytes / 1e6:g} MB, the limit for one article", path=path, line=line)
