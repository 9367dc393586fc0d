"""Who is known beforehand: public figures, bodies and media with their other names, from tab-separated files.

The columns are `label`, `kind` (an `EntityKind`), `variants` and `metonyms` (several with `|` between), `wikidata`,
`gender` (f or m), `offices` ("Bundeskanzler 2021-2025", several with `|`; either year may be missing). A file starts
with a line that names its columns, in any order; label and kind must be among them. Lines that start with # are notes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.errors import InputError
from kg.records import EntityKind
from kg.resolve.keys import compact, fold, surname_key
from kg.resolve.people import Name, likeness, name_parts
from kg.resources import entities
from kg.vocab import entity_iri

VARIABLE = "KG_ENTITIES"
"""The environment variable that names files of one's own, with the system's path separator between."""

COLUMNS = ("label", "kind", "variants", "metonyms", "wikidata", "gender", "offices")
BODIES = frozenset({EntityKind.ORGANISATION, EntityKind.OUTLET, EntityKind.AGENCY, EntityKind.PLATFORM})
"""The kinds that an extractor may take for one another."""

_OFFICE = re.compile(r"(?P<title>.*?\S)(?:\s+(?P<first>\d{4})?[-–](?P<last>\d{4})?)?")
_REALM = re.compile(r"^(?:bundes|us |eu |nato |un )")
_FORMER = re.compile(r"^(?:alt|ex)(?=[\s-]?[a-zäöü])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office as news call it, with its first and last year as far as they are known."""

    title: str
    first: int | None = None
    last: int | None = None

    def held(self, year: int | None) -> bool:
        """True if the office may have been held in that year; one year of grace on either side."""
        if year is None:
            return True
        return (self.first is None or self.first - 1 <= year) and (self.last is None or year <= self.last + 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A public figure, body or medium: the label that stands for it, and its other names."""

    label: str
    kind: EntityKind
    variants: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    wikidata: str | None = None
    gender: str | None = None
    offices: tuple[Tenure, ...] = ()

    @property
    def id(self) -> str:
        """The IRI of the identity: that of its label."""
        return entity_iri(self.kind, self.label)

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then the variants."""
        return self.label, *self.variants


class Figures:
    """Figures by every name that belongs to one of them alone; a name that two claim belongs to neither."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.all = tuple(_united(figures))
        self.by_id: Mapping[str, Figure] = {figure.id: figure for figure in self.all}
        people = [figure for figure in self.all if figure.kind is EntityKind.PERSON]
        bodies = [figure for figure in self.all if figure.kind is not EntityKind.PERSON]
        self._people = _unambiguous((fold(name), figure) for figure in people for name in figure.names)
        self._bodies = _unambiguous((compact(name), figure) for figure in bodies for name in figure.names)
        self._metonyms = _unambiguous((compact(name), figure) for figure in bodies for name in figure.metonyms)
        self._surnames: dict[str, list[tuple[Name, Figure]]] = {}
        for figure in people:
            for parts in {name_parts(name) for name in figure.names}:
                self._surnames.setdefault(parts.surname, []).append((parts, figure))

    def person(self, name: str) -> Figure | None:
        """The one person whose full name this is, in any spelling; initials are not enough."""
        exact = self._people.get(fold(name))
        if exact or " " not in name.strip():
            return exact if " " in name.strip() else None
        parts = name_parts(name)
        found = {each.id: each for other, each in self._surnames.get(parts.surname, ()) if likeness(parts, other) == 1}
        return next(iter(found.values())) if len(found) == 1 else None

    def body(self, name: str) -> Figure | None:
        """The one body or medium of that name; an abbreviation must stand in capitals, too: "Bund" is not "BUND"."""
        figure = self._bodies.get(compact(name))
        alike = (own for own in figure.names if compact(own) == compact(name)) if figure else ()
        return figure if any(name.isupper() or not own.isupper() for own in alike) else None

    def metonym(self, name: str) -> Figure | None:
        """The one body that a place or building of that name stands for."""
        return self._metonyms.get(compact(name))

    def bearer(self, surname: str, roles: Iterable[str], year: int | None) -> Figure | None:
        """The one person of that surname who held one of the roles in that year (None: at any time), else None.

        A role must be the office's own word: "Kanzler Scholz" and "Bundeskanzler Scholz", not "Minister Scholz".
        """
        said = {_FORMER.sub("", role): _FORMER.match(role) is not None for role in roles}
        wanted = {_title(role): former for role, former in said.items()}
        found = {
            figure.id: figure
            for _, figure in self._surnames.get(surname_key(surname), ())
            for office in figure.offices
            if _title(office.title) in wanted and (wanted[_title(office.title)] or office.held(year))
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _title(role: str) -> str:
    return _REALM.sub("", fold(role))


def _unambiguous(pairs: Iterable[tuple[str, Figure]]) -> dict[str, Figure]:
    found: dict[str, dict[str, Figure]] = {}
    for key, figure in pairs:
        found.setdefault(key, {})[figure.id] = figure
    return {key: next(iter(claimed.values())) for key, claimed in found.items() if len(claimed) == 1}


def _united(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The figures, those of one label and kind made one: names added up, a later value in place of an earlier."""
    found: dict[str, Figure] = {}
    for new in figures:
        old = found.get(new.id)
        found[new.id] = _extended(old, new) if old else new
    yield from found.values()


def _extended(old: Figure, new: Figure) -> Figure:
    return replace(
        old,
        variants=tuple(dict.fromkeys((*old.variants, *new.variants))),
        metonyms=tuple(dict.fromkeys((*old.metonyms, *new.metonyms))),
        wikidata=new.wikidata or old.wikidata,
        gender=new.gender or old.gender,
        offices=tuple(dict.fromkeys((*old.offices, *new.offices))),
    )


def known() -> tuple[Figures, tuple[InputError, ...]]:
    """The figures that ship with the package and those of the files in `KG_ENTITIES`; and the lines that were bad."""
    return _known(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=4)
def _known(own: str) -> tuple[Figures, tuple[InputError, ...]]:
    paths = [*entities(), *(Path(name) for name in own.split(os.pathsep) if name)]
    bad: list[InputError] = []
    return Figures([figure for path in paths for figure in read(path, bad)]), tuple(bad)


def read(path: Path, bad: list[InputError]) -> Iterator[Figure]:
    """The figures of a file, lazily; what is wrong with a line goes on the list `bad`, with the line's number."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        bad.append(InputError(error.strerror or str(error), path=str(path)))
        return
    columns: Sequence[str] | None = None
    for number, raw in enumerate(lines, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            if not line.strip() or line.startswith("#"):
                continue
            if columns is None:
                columns = _columns(line)
            else:
                yield _figure(line, columns)
        except UnicodeDecodeError:
            bad.append(InputError("it is not UTF-8", path=str(path), line=number))
        except ValueError as error:
            bad.append(InputError(str(error), path=str(path), line=number))
            if columns is None:
                return


def _columns(line: str) -> list[str]:
    columns = [name.strip() for name in line.split("\t")]
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown or "label" not in columns or "kind" not in columns:
        raise ValueError(f"the first line names the columns, with tabs between, of {', '.join(COLUMNS)}")
    return columns


def _figure(line: str, columns: Sequence[str]) -> Figure:
    """The figure of a line.

    >>> _figure("Olaf Scholz\\tperson\\tKanzler 2021-2025", ["label", "kind", "offices"]).offices
    (Tenure(title='Kanzler', first=2021, last=2025),)
    """
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > len(columns):
        raise ValueError(f"{len(cells)} columns, the first line names {len(columns)}")
    row = dict(zip(columns, cells, strict=False))
    if not row["label"]:
        raise ValueError("no label")
    if not compact(row["label"]):
        raise ValueError(f"the label “{row['label']}” has neither letter nor digit")
    return Figure(
        label=row["label"],
        kind=_kind(row.get("kind", "")),
        variants=_listed(row.get("variants", "")),
        metonyms=_listed(row.get("metonyms", "")),
        wikidata=_matching(r"Q[1-9]\d*", row.get("wikidata", ""), "a Wikidata id is Q and a number"),
        gender=_matching(r"[fm]", row.get("gender", ""), "a gender is f or m"),
        offices=tuple(map(_office, _listed(row.get("offices", "")))),
    )


def _kind(written: str) -> EntityKind:
    possible = (EntityKind.PERSON, *sorted(BODIES))
    if written not in possible:
        raise ValueError(f"a kind is one of {', '.join(possible)}, not “{written}”")
    return EntityKind(written)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _matching(pattern: str, cell: str, rule: str) -> str | None:
    if cell and not re.fullmatch(pattern, cell, re.ASCII):
        raise ValueError(f"{rule}, not “{cell}”")
    return cell or None


def _office(written: str) -> Tenure:
    found = _OFFICE.fullmatch(written)
    if not found:
        raise ValueError(f"an office is its name and the years, like Bundeskanzler 2021-2025, not “{written}”")
    first, last = (int(year) if year else None for year in found.group("first", "last"))
    if first and last and first > last:
        raise ValueError(f"the office “{written}” ends before it begins")
    return Tenure(found["title"], first, last)
