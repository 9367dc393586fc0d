"""Which office an article gives a person: "die Umweltministerin", "der ehemalige Beauftragte für den Hafen"."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.records import Office, Passage, Span
from kg.resolve.names import ROLE_NOUN

_FORMER = re.compile(r"^(?:(?:ehemalig|früher|vormalig|einstig|damalig|bisherig)e[nrms]?\s+|Ex-|Alt-)")
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
    places = [found for pattern in _patterns(name) if (found := pattern.search(text))]
    if not places:
        return None
    place = min(places, key=lambda found: found.start("office"))
    wording = place["office"].strip()
    start = place.start("office")
    label = _FORMER.sub("", wording)
    return Office(label, label != wording, Passage.of(text, [Span(start, start + len(wording))]))


@lru_cache(1 << 10)
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    told = rf"(?P<office>{_ADJECTIVES}{ROLE_NOUN}"
    who = re.escape(name)
    return (
        re.compile(rf"(?<![\w-]){told})\s+{_TITLE}{who}\b"),
        re.compile(rf"\b[DdEe](?:er|ie|in|ine)\s+{told}{_OF}?),\s+{_TITLE}{who}\b"),
        re.compile(rf"\b{who}(?:\s+\([^)]*\))?,\s+(?:(?:der|die|ein|eine)\s+)?{told}{_OF}?)(?=[,.;:])"),
    )
