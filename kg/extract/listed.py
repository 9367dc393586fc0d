"""Outlets by their list and offices by their endings, among an article's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg import resources
from kg.extract.entities import Name
from kg.extract.surface import by_first_word, listed
from kg.extract.wordlist import wordlist

MEDIA = "MEDIA"
"""Class of outlets and agencies."""

OFFICE = "OFFICE"
"""Class of offices."""

_SOLE = re.compile(
    r"(?x)^(?:[\w-]+[\w-])?"
    r"(?:[Mm]inister|[Pp]räsident|[Kk]anzler|[Ss]precher|[Bb]ürgermeister|[Kk]ommissar|[Ss]enator|[Bb]otschafter"
    r"|[Gg]ouverneur|[Dd]irektor|[Ii]ntendant|[Dd]ezernent|[Dd]ekan|[Rr]ektor|[Kk]onsul|[Pp]räfekt|[Gg]eneralsekretär"
    r"|[Ss]taatssekretär|[Kk]anzleramtschef|[Rr]egierungschef|[Ss]taatschef|[Pp]arteichef|[Ff]raktionschef"
    r"|[Pp]olizeichef|[Aa]mtschef|[Mm]inisterpräsident|[Pp]remier|[Pp]remierminister|[Gg]eschäftsführer|[Mm]inister)"
    r"(?:s|n|en|in)?$"
)
_OTHERS = re.compile(
    r"^(?:[\w-]+[\w-])?(?:[Vv]orsitzende[rn]?|[Bb]eauftragte[rn]?|[Aa]bgeordnete[rn]?|[Gg]esandte[rn]?|[Ll]andr(?:at|ats|ätin)"
    r"|[Ss]tadtr(?:at|ats|ätin)|[Bb]ischof[s]?|[Bb]ischöfin|[Ss]taatsan(?:walt|walts|wältin)|[Dd]eichgr(?:af|äfin))$"
)
_WORDS = wordlist(
    """
    Papst Papstes Kaiser Kaiserin König Königs Königin Kardinal Ombudsfrau Ombudsmann Vizekanzler Premier Kreml-Chef
    Kremlchef Altkanzler Altkanzlerin Altbundespräsident US-Präsident Wehrbeauftragte Bundestrainer
    """
)
_CLASSES = ("Nachrichtenagentur ", "US-Sender ")
"""Beginnings of variants that tell what a medium is and belong to no name."""

_NOUNS = ("NN", "NNA", "NE")


@cache
def _outlets() -> dict[str, list[tuple[str, ...]]]:
    path = next(path for path in resources.entities() if path.name == "media.tsv")
    labels: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line and not line.startswith("#") and cells[0] != "label":
            labels += [cells[0], *(cells[2].split("|") if len(cells) > 2 else ())]
    return by_first_word([label for label in labels if label and not label.startswith(_CLASSES)])


def media(words: Sequence[str]) -> list[Name]:
    """The outlets and agencies that the list of media has, in order.

    >>> media(("Wie", "die", "Süddeutsche", "Zeitung", "berichtet"))
    [Name(first=2, last=4, label='MEDIA')]
    """
    return [Name(first, last, MEDIA) for first, last in listed(words, _outlets())]


def is_office(word: str) -> bool:
    """True for a word for somebody's office.

    >>> [word for word in ("Kremlsprecher", "US-Außenminister", "Ministerium", "Bürgermeisterin") if is_office(word)]
    ['Kremlsprecher', 'US-Außenminister', 'Bürgermeisterin']
    """
    if not word[:1].isupper():
        return False
    return word in _WORDS or _SOLE.match(word) is not None or _OTHERS.match(word) is not None


def offices(words: Sequence[str], tags: Sequence[str]) -> Iterator[Name]:
    """The offices among the words, by their STTS tags nouns, in order."""
    for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
        if tag in _NOUNS and is_office(word):
            yield Name(i, i + 1, OFFICE)


def together(found: Sequence[Name], outlets: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """The names of all kinds in order, none overlapping another.

    A body whose name is an outlet's is an outlet; outlets and offices stand back behind other names.

    >>> together([Name(0, 2, "ORG")], [Name(0, 2, "MEDIA")], [Name(3, 4, "OFFICE")])
    [Name(first=0, last=2, label='MEDIA'), Name(first=3, last=4, label='OFFICE')]
    """
    same = {(name.first, name.last) for name in outlets}
    names = [
        Name(name.first, name.last, MEDIA)
        if name.label in ("ORG", "MISC") and (name.first, name.last) in same
        else name
        for name in found
    ]
    for name in others:
        if not any(name.first < other.last and other.first < name.last for other in names):
            names.append(name)
    return sorted(names, key=lambda name: name.first)


def clear(words: Sequence[str], outlets: Sequence[Name]) -> list[Name]:
    """The outlets whose name can be nothing else: of several words, or with a capital behind its first letter.

    >>> clear(("Die", "Zeit", "und", "dpa", "und", "ZDF"), [Name(1, 2, "MEDIA"), Name(5, 6, "MEDIA")])
    [Name(first=5, last=6, label='MEDIA')]
    """
    return [
        name
        for name in outlets
        if name.last - name.first > 1 or any(c.isupper() for c in words[name.first][1:]) or words[name.first].islower()
    ]
