"""The media that an article has named so far, so that "die Zeitung" and "dem Bericht zufolge" find the one meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.origin import Step
from kg.extract.stations import MEDIA, monitor
from kg.records import EntityKind

_CLASS = re.compile(r"(?i)(zeitung|blatt|sender|fernseh|funk|magazin|portal|agentur)")
_ALIKE = {"blatt": "zeitung", "fernseh": "sender", "funk": "sender"}


class Media:
    """The media among the steps of an article's chains, each with the steps from it to the origin, in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._chains: list[tuple[Step, ...]] = []

    def add(self, steps: Sequence[Step]) -> None:
        """Notes a chain that begins with a medium, or with a body that reports as one does."""
        if steps and (steps[0].kind in MEDIA or monitor(steps[0].label)):
            self._chains.append(tuple(steps))

    def last(self, kind: EntityKind | None = None, after: int = 0) -> tuple[Step, ...]:
        """The chain of the medium named last, of that kind, behind the offset `after`; empty if there is none."""
        return next(self._fitting(kind, after), ())

    def like(self, step: Step) -> Step | None:
        """The medium that "der Zeitung" goes back to: the last one, unless its name tells that it is none."""
        wanted = classes(step.label)
        agency = wanted == {"agentur"}
        chain = next((c for c in self._fitting(EntityKind.AGENCY if agency else None, 0) if c[0].kind in MEDIA), ())
        if not chain or (chain[0].kind is EntityKind.AGENCY and not agency):
            return None
        theirs = classes(f"{chain[0].label} {chain[0].evidence.of(self._text)}")
        return chain[0] if agency or not theirs or not wanted or wanted & theirs else None

    def _fitting(self, kind: EntityKind | None, after: int) -> Iterator[tuple[Step, ...]]:
        for chain in reversed(self._chains):
            if chain[0].evidence.start < after:
                return
            if kind is None or chain[0].kind is kind:
                yield chain


def classes(wording: str) -> set[str]:
    """The sorts of medium that the wording names, paper and broadcaster each under one word.

    >>> classes("das Blatt") == classes("der Kronseer Zeitung"), classes("der Fernsehsender")
    (True, {'sender'})
    """
    found = {name.lower() for name in _CLASS.findall(wording)}
    return {_ALIKE.get(name, name) for name in found}
