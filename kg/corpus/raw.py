"""What every format reader hands on: one article as its file gives it, before any cleaning."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.corpus.offsets import Traced
from kg.records import Source

MAX_BYTES = 10_000_000
"""Size limit of one article; a long newspaper article has about 50 kB. Set by us."""


def words(text: str) -> frozenset[str]:
    """The words of `text` as a set; the lists of words in this room are written so."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about its article outside the text; unknown things are None."""

    url: str | None = None
    headline: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """One article as found: its text with the way back to the decoded source, and its metadata.

    `untouched` is what counts as the unchanged input where cleaning is not wanted (None: the text itself);
    `context` is where a by-line or a date line is looked for (None: the text itself).
    """

    traced: Traced
    source: Source
    metadata: Metadata = field(default_factory=Metadata)
    untouched: Traced | None = None
    context: str | None = None
