"""Which office an article gives a person: "die Umweltministerin", "der ehemalige Beauftragte für den Hafen"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from kg.records import Office, Passage, Span
from kg.resolve.names import ROLE_NOUN

_FORMER = re.compile(r"^(?:(?:ehemalig|früher|vormalig|einstig|damalig|bisherig)e[nrms]?\s+|Ex-|Alt-)")
_NEAR = 120
"""Code points beside a name in which its office can stand."""

_LOOKS = 12
"""Places of a name that are looked at; news gives the office at the first or second."""

_OF = r"(?:\s+(?:des|der|von|vom|für|im|in|beim|bei|am)\s+[^,.;:()„“\"»«]{2,60}?)"
_ADJECTIVES = (
    r"(?:(?!(?:in)?zwischen)(?:[a-zäöüß-]*isch|stellvertretend|amtierend|oberst|leitend|geschäftsführend|designiert|neu"
    r"|ehemalig|früher|vormalig|einstig|damalig|bisherig|scheidend|zuständig)e[nrms]?\s+){0,2}"
)
_TITLE = r"(?:(?:Dr|Prof)\.\s+)*"


def office(text: str, name: str) -> Office | None:
    """The first office that the text gives the person of that full name, with its place; None if it gives none.

    >>> office("Der frühere Beauftragte für den Hafen, Ivo Klemm, schwieg.", "Ivo Klemm").label
    'Beauftragte für den Hafen'
    >>> office("Änne Kühlbrodt, die Sprecherin der Werft, kam.", "Änne Kühlbrodt").label
    'Sprecherin der Werft'
    >>> office("Ex-Minister Ivo Klemm kam.", "Ivo Klemm").former
    True
    """
    places = (place for at in islice(_occurrences(text, name), _LOOKS) if (place := _told(text, name, at)))
    place = next(places, None)
    if place is None:
        return None
    wording = place.of(text)
    label = _FORMER.sub("", wording)
    return Office(label, label != wording, Passage.of(text, [place]))


def _occurrences(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _told(text: str, name: str, at: int) -> Span | None:
    """Where an office stands beside the name at `at`."""
    begin = max(0, at - _NEAR)
    window = text[begin : at + len(name) + _NEAR]
    for pattern in _patterns(name):
        if found := pattern.search(window):
            return Span(begin + found.start("office"), begin + len(window[: found.end("office")].rstrip()))
    return None


@lru_cache(1 << 10)
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    told = rf"(?P<office>{_ADJECTIVES}{ROLE_NOUN}"
    who = re.escape(name)
    return (
        re.compile(rf"(?<![\w-]){told})\s+{_TITLE}{who}\b"),
        re.compile(rf"\b[DdEe](?:er|ie|in|ine)\s+{told}{_OF}?),\s+{_TITLE}{who}\b"),
        re.compile(rf"\b{who}(?:\s+\([^)]*\))?,\s+(?:(?:der|die|ein|eine)\s+)?{told}{_OF}?)(?=[,.;:])"),
    )
