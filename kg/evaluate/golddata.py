"""Reading our own gold format, and the articles that it speaks of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.corpus.files import unreadable
from kg.errors import InputError
from kg.records import EntityKind, Modality, SpeechType


@dataclass(frozen=True, slots=True)
class Statement:
    """One gold statement. `texts` are the wordings that count as it; `chain` runs from the nearest reporter on."""

    id: str
    type: SpeechType
    texts: tuple[str, ...]
    speaker: str | None = None
    speaker_kind: EntityKind = EntityKind.UNKNOWN
    speaker_text: str | None = None
    chain: tuple[str, ...] = ()
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the gold: the label, and the verbatim forms that stand for them in one article."""

    label: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one article. `path` is that of the gold, `file` the article's as the gold names it.

    `persons` are those whom the identity files beside the gold list for the article, none if there are no such files.
    """

    path: Path
    file: str
    statements: tuple[Statement, ...]
    outlet: str | None = None
    published: str | None = None
    persons: tuple[Known, ...] = ()

    @property
    def article(self) -> Path:
        """The article's path: beside the gold, in the folder above, or in `articles` next to the gold's folder.

        Raises:
            InputError: if it is in none of them.
        """
        folder = self.path.parent
        places = [folder / self.file, folder.parent / self.file, folder.parent / "articles" / self.file]
        for place in places:
            if place.is_file():
                return place
        raise InputError(f"its article {self.file} is missing", path=str(self.path))


def read(path: str | Path) -> Iterator[Gold]:
    """The gold of a file, or of every gold file of a folder, sorted by name, lazily.

    A JSON that holds a list (relations between statements, say) is passed over in a folder.

    Raises:
        InputError: at the first file that is not gold, naming its line, or if a folder holds none.
    """
    start = Path(path)
    persons = _persons(start if start.is_dir() else start.parent)
    if not start.is_dir():
        yield _gold(start, _load(start), persons)
        return
    empty = True
    for file in sorted(start.glob("*.json")):
        raw = _load(file)
        if not isinstance(raw, list):
            empty = False
            yield _gold(file, raw, persons)
    if empty:
        raise InputError("no gold in this folder", path=str(start))


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", path=str(path), line=error.lineno) from error
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(path), error) from None


def _persons(folder: Path) -> dict[str, tuple[Known, ...]]:
    """The persons that the folder's identity files list, by the name of the article."""
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted(folder.glob("identities-*.json")):
        for each in _load(file):
            if each.get("kind") == EntityKind.PERSON:
                for article, forms in each.get("mentions", {}).items():
                    found.setdefault(article, {}).setdefault(each["label"], []).extend(forms)
    return {
        article: tuple(Known(label, tuple(forms)) for label, forms in told.items()) for article, told in found.items()
    }


def _gold(path: Path, raw: Any, persons: Mapping[str, tuple[Known, ...]]) -> Gold:
    if not isinstance(raw, dict) or not isinstance(raw.get("statements"), list) or not isinstance(raw.get("file"), str):
        raise InputError("not gold: it needs `file` and a list of `statements`", path=str(path), line=1)
    statements = tuple(_statement(each, position, path) for position, each in enumerate(raw["statements"]))
    return Gold(path, raw["file"], statements, raw.get("outlet"), raw.get("published"), persons.get(path.stem, ()))


def _statement(raw: Any, position: int, path: Path) -> Statement:
    name = str(raw.get("id", position + 1)) if isinstance(raw, dict) else str(position + 1)
    try:
        return Statement(
            id=name,
            type=SpeechType(raw["type"]),
            texts=_texts(raw),
            speaker=raw.get("speaker"),
            speaker_kind=EntityKind(raw.get("speaker_kind") or "unknown"),
            speaker_text=raw.get("speaker_text"),
            chain=tuple(raw.get("source_chain") or ()),
            negated=bool(raw.get("negated")),
            modality=Modality(raw.get("modality") or "asserted"),
            optional=bool(raw.get("optional")),
        )
    except KeyError as error:
        raise InputError(f"statement {name} has no {error}", path=str(path), line=_line(path, name)) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise InputError(f"statement {name}: {error}", path=str(path), line=_line(path, name)) from error


def _texts(raw: dict[str, Any]) -> tuple[str, ...]:
    texts = [raw["quote"], " ".join(raw.get("quote_parts") or ())]
    found = tuple(text for text in texts if text.strip())
    if not found:
        raise ValueError("the quote is empty")
    return found


def _line(path: Path, name: str) -> int | None:
    """The line on which the statement's id stands, if it does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = (f'"id": "{name}"', f'"id":"{name}"')
    return next((number for number, line in enumerate(lines, 1) if any(mark in line for mark in marks)), None)
