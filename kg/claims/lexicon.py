"""What words say about the relation of two statements: opposites, synonyms, and cues of negation, doubt, condition.

The lists are Wortlaut's own. Words are compared by their stems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.claims.tokens import stem


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Stems with what they exclude, what says the same, and of which classes they are."""

    opposites: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, frozenset[str]]
    cues: Mapping[str, str]
    common: frozenset[str]
    """Words of too many matters to tell which: those in ten or more of the pairs in `data/pairs`."""

    def are_synonyms(self, left: str, right: str) -> bool:
        """True if the stems can say the same."""
        return right in self.synonyms.get(left, ())


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package, read once.

    >>> words = lexicon()
    >>> words.are_synonyms(stem("Tote"), stem("Todesopfer")), words.cues[stem("keine")]
    (True, 'negation')
    """
    opposed, alike = list(_rows("opposites.tsv")), list(_rows("synonyms.tsv"))
    return Lexicon(
        opposites=_linked(pair for sides in opposed for pair in _across(sides)),
        synonyms=_linked(pair for (group,) in alike for pair in _within(group)),
        cues={stem(word): kind for word, kind in reversed(list(_rows("cues.tsv")))},
        common=frozenset(stem for (stem,) in _rows("common.txt")),
    )


def _rows(name: str) -> Iterator[list[str]]:
    for line in files("kg.claims").joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _across(sides: list[str]) -> Iterator[tuple[str, str]]:
    left, right = ([stem(word) for word in side.split()] for side in sides)
    return ((one, other) for one in left for other in right if one != other)


def _within(group: str) -> Iterator[tuple[str, str]]:
    stems = [stem(word) for word in group.split()]
    return ((one, other) for one in stems for other in stems if one < other)


def _linked(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    linked: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        linked[one].add(other)
        linked[other].add(one)
    return {word: frozenset(others) for word, others in linked.items()}
