"""The persons whom an article names in full, with the roles that it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract import gender
from kg.extract.clauses import Sentence, Word
from kg.extract.gender import Gender
from kg.extract.kinds import PERSON, kind
from kg.records import EntityKind, Span

_PERSONAL = (EntityKind.PERSON, EntityKind.UNKNOWN)
_ARABIC = re.compile(r"(?:al|el|a[dnrstz]|asch?)-[A-ZÄÖÜ]")
"""The article of a surname that is written small: "al-Masri"."""

_TITLES = frozenset(["dr.", "dr", "prof.", "prof", "professor", "professorin"])
_PLACE = re.compile(
    r"(?:kreis|stadt|gemeinde|provinz|region|insel|bundesstaat|distrikt|bezirk|dorf|stadtteil|\bort|vorort)(?:e?s)?$"
)
"""Nouns behind which the name of a place stands; a list of our own."""

_BACK = 8
"""Words that "der Vorsitzende des Verbands, " may have before the name."""


@dataclass(frozen=True, slots=True)
class Name:
    """One place where the article names a person in full: two or more capitalised words, and the roles beside them."""

    span: Span
    parts: tuple[str, ...]
    roles: tuple[str, ...]
    gender: Gender

    @property
    def label(self) -> str:
        """The name as it stands."""
        return " ".join(self.parts)


@dataclass(slots=True)
class Person:
    """All that the article tells of one full name."""

    label: str
    names: list[Name] = field(default_factory=list)

    @property
    def gender(self) -> Gender:
        """The gender that a role shows, else the one that the first name suggests."""
        told = next((n.gender for n in self.names if n.gender is not Gender.OPEN), Gender.OPEN)
        return told if told is not Gender.OPEN else gender.of_first_name(self.names[0].parts[0])

    @property
    def roles(self) -> set[str]:
        """The role nouns, in small letters."""
        return {role for name in self.names for role in name.roles}


class People:
    """The persons of one article, by full name and by surname."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.names = names(sentences)
        self.places = {name.span for name in self.names}
        self.persons: dict[str, Person] = {}
        self.by_surname: dict[str, list[Name]] = {}
        self.by_first: dict[str, list[Name]] = {}
        for name in self.names:
            self.persons.setdefault(name.label, Person(name.label)).names.append(name)
            self.by_surname.setdefault(name.parts[-1], []).append(name)
            self.by_first.setdefault(name.parts[0], []).append(name)

    def bearers(self, surname: str) -> list[Name]:
        """The places where somebody of this surname (or its genitive) is named in full, in order."""
        forms = (surname, surname.removesuffix("s"), surname.rstrip("’'"))
        return next((self.by_surname[form] for form in forms if form in self.by_surname), self._called(surname))

    def _called(self, first: str) -> list[Name]:
        """The places of the one full name with that first name, by which some are known: Abhisit."""
        found = self.by_first.get(first, [])
        return found if len({name.label for name in found}) == 1 else []

    def is_named(self, span: Span) -> bool:
        """True if the span is a place that names somebody in full."""
        return span in self.places

    def person(self, name: Name) -> Person:
        """The person whom the name names."""
        return self.persons[name.label]


def names(sentences: Sequence[Sentence]) -> list[Name]:
    """The full names of persons in the article, in order.

    Two names side by side ("Zum Auftakt traf Kühn Brandt") are no full name: the first stands alone elsewhere.
    """
    stretches = [(sentence.words, i, j) for sentence in sentences for i, j in runs(sentence.words)]
    odd = (w for w in stretches if w[2] - w[1] == 2 and not all(_is_proper(word) for word in w[0][w[1] : w[2]]))
    told = {(words[i].text, words[i + 1].text) for words, i, _ in odd}
    taken = {words[i].start for words, i, _ in stretches}
    for sentence in sentences:
        words = sentence.words
        pairs = ((i, (words[i].text, words[i + 1].text)) for i in range(len(words) - 1))
        stretches += [(words, i, i + 2) for i, pair in pairs if pair in told and words[i].start not in taken]
    stretches.sort(key=lambda s: s[0][s[1]].start)
    alone = {words[i].text for words, i, j in stretches if j - i == 1} - {first for first, _ in told}
    return [
        _name(words, i, j)
        for words, i, j in stretches
        if 2 <= j - i <= 5 and words[i].text not in alone and _personal([w.text for w in words[i:j]])
        if not _is_place(words, i)
    ]


def _is_place(words: Sequence[Word], i: int) -> bool:
    """True for the name behind "in" or a noun of places: "im Landkreis Bad Kasten"."""
    before = words[i - 1] if i else None
    return before is not None and (before.low == "in" or bool(_PLACE.search(before.low)))


def surnames(words: Sequence[Word]) -> Iterator[str]:
    """The lone names behind a title or a role, which are persons': "Frau Dr. Vogt", "Minister Vogt"."""
    for i, j in runs(words):
        before = words[i - 1] if i else None
        titled = before is not None and (before.low in _TITLES or before.low in ("frau", "herr", "herrn"))
        if before is not None and j == i + 1 and (titled or (before.tag == "NN" and PERSON.search(before.low))):
            yield words[i].text


def _personal(parts: Sequence[str]) -> bool:
    return kind(" ".join(parts), parts) in _PERSONAL and not (parts[0].isupper() and len(parts[0]) > 1)


def runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The stretches of proper names, without a role at their head.

    Behind a role two capitals are a name even if the tagger takes one of them for a common noun: "Sprecher Kai Voß".
    """
    i = 0
    while i < len(words):
        if _behind_role(words, i):
            yield i, i + 2
            i += 2
            continue
        j = i
        while j < len(words) and _is_proper(words[j]):
            j += 1
        while j - i > 2 and PERSON.search(words[i].text):
            i += 1
        if j > i:
            yield i, j
        i = max(j, i + 1)


def _is_proper(word: Word) -> bool:
    """True for a capitalised word that the tagger takes for a name, or does not know at all: "Selim" Kaya."""
    unknown = word.tag in ("XY", "FM") and word.text.istitle()
    named = word.text[:1].isupper() or _ARABIC.match(word.text) is not None
    return (word.tag == "NE" or unknown or not word.text[:1].isupper()) and named and not word.mark


def _behind_role(words: Sequence[Word], i: int) -> bool:
    """True if exactly two capitals of which one is no known name follow a role noun."""
    pair = words[i : i + 2]
    if (
        i == 0
        or len(pair) < 2
        or not {w.tag for w in pair} <= {"NE", "NN", "NNA"}
        or not all(w.text.istitle() for w in pair)
    ):
        return False
    if pair[0].tag == pair[1].tag == "NE":
        return False
    closed = i + 2 == len(words) or not words[i + 2].text[0].isupper()
    if not closed or PERSON.search(pair[0].low):
        return False
    role = words[i - 1].tag == "NN" and bool(PERSON.search(words[i - 1].low))
    return role or words[i - 1].low in _TITLES or (words[i - 1].text == "," and _role_before(words, i)[0] != "")


def _name(words: Sequence[Word], i: int, j: int) -> Name:
    before, article = _role_before(words, i)
    after, its = _role_after(words, j)
    roles = tuple(role for role in (before, after) if role)
    told = gender.of_role(before, article) if before else Gender.OPEN
    if told is Gender.OPEN and after:
        told = gender.of_role(after, its)
    return Name(Span(words[i].start, words[j - 1].end), tuple(w.text for w in words[i:j]), roles, told)


def _role_before(words: Sequence[Word], i: int) -> tuple[str, str]:
    """The role and its article before the name: "die Ministerin X", "der Vorsitzende des Verbands, X"."""
    k = i - 1
    while k >= 0 and words[k].low in _TITLES:
        k -= 1
    if k >= 0 and words[k].tag in ("NN", "NNA") and words[k].text[0].isupper():
        return words[k].low, _article(words, k)
    if k >= 1 and words[k].text == ",":
        for at in range(k - 1, max(-1, k - _BACK), -1):
            if words[at].text == "," or words[at].finite:
                break
            if words[at].low in ("der", "die") and PERSON.search(words[at + 1].low):
                return words[at + 1].low, words[at].low
    return "", ""


def _role_after(words: Sequence[Word], j: int) -> tuple[str, str]:
    """The role in the apposition behind the name: "X, Präsidentin des Rechnungshofs,"."""
    if j + 1 >= len(words) or words[j].text != ",":
        return "", ""
    for at in range(j + 1, min(j + 4, len(words))):
        word = words[at]
        if word.text[0].isupper() and word.tag in ("NN", "NNA") and PERSON.search(word.low):
            return word.low, _article(words, at)
        if word.finite or word.text == ",":
            break
    return "", ""


def _article(words: Sequence[Word], noun: int) -> str:
    """The article of the noun, over adjectives."""
    k = noun - 1
    while k >= 0 and words[k].tag == "ADJA":
        k -= 1
    return words[k].low if k >= 0 and words[k].tag in ("ART", "PPOSAT", "PDAT") else ""
