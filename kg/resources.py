"""Paths of the files that ship with the package: schemas, queries, known entities, the attribution model.

In a checkout they stand at the top level; a built wheel carries them inside the package.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import ModelError

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "_shipped", _PACKAGE.parent)


def schema(name: str) -> Path:
    """The path of `name` below `schemas/`.

    Raises:
        ModelError: if the installation lacks it.

    >>> schema("kg.ttl").name
    'kg.ttl'
    """
    return _find(Path("schemas") / name)


def model() -> Path:
    """The folder of the attribution model that ships with the package.

    Raises:
        ModelError: if the installation lacks it.
    """
    return _find(Path("models") / "attribution")


def entities() -> list[Path]:
    """The files of public figures, bodies and media that ship with the package, in the order of their names.

    Raises:
        ModelError: if the installation lacks them.

    >>> "persons.tsv" in [path.name for path in entities()]
    True
    """
    return sorted(_find(Path("data") / "entities").glob("*.tsv"))


def _find(relative: Path) -> Path:
    for root in _ROOTS:
        if (root / relative).exists():
            return root / relative
    raise ModelError(f"the installation lacks {relative.as_posix()}: reinstall wortlaut")
