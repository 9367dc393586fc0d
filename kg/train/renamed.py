"""Sentences with other names in the places of theirs, so that the head learns from the surroundings, too."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.evaluate.tagged import Name, Tagged
from kg.extract.surface import names
from kg.extract.wordlist import wordlist
from kg.records import Span

_CLUBS = sorted(
    wordlist("FC SV TSV VfL VfB SpVgg Eintracht Borussia Fortuna Viktoria Union Dynamo Wacker Concordia Germania")
)
_AT = sorted(
    wordlist(
        """
        Universität Hochschule Fachhochschule Klinikum Stadtwerke Landgericht Amtsgericht Oberlandesgericht
        Staatsanwaltschaft Polizei Feuerwehr Theater Staatstheater Museum Kunsthalle Volksbank Sparkasse
        Bistum Erzbistum
        """
    )
)
_FIRMS = (
    "{} GmbH",
    "{} AG",
    "{} & Co.",
    "{} & Söhne",
    "Verlag {}",
    "{} Records",
    "{} Inc.",
    "{}-Stiftung",
    "{}-Gruppe",
)


@dataclass(frozen=True, slots=True)
class Renamer:
    """Names to put in place of others: those of a corpus by class, and the listed ones."""

    known: dict[str, list[str]]
    chance: random.Random

    @classmethod
    def of(cls, sentences: Sequence[Tagged], chance: random.Random) -> Renamer:
        """A renamer with the outer names of `sentences`."""
        known: dict[str, list[str]] = {}
        for sentence in sentences:
            for name in sentence.outer:
                known.setdefault(name.label, []).append(name.span.of(sentence.text))
        return cls(known, chance)

    def renamed(self, sentence: Tagged, share: float) -> Tagged:
        """The sentence with about `share` of its persons, places, bodies and others renamed; without nested names."""
        makers = {"PER": self._person, "LOC": self._place, "ORG": self._body, "OTH": self._other}
        text, at = "", 0
        found = []
        for name in sentence.outer:
            old = name.span.of(sentence.text)
            new = makers[name.label](old) if name.label in makers and self.chance.random() < share else old
            text += sentence.text[at : name.span.start]
            found.append(Name(Span(len(text), len(text) + len(new)), name.label))
            text += new
            at = name.span.end
        return Tagged(text + sentence.text[at:], tuple(found))

    def _other(self, old: str) -> str:
        return self._like("OTH")

    def _like(self, label: str) -> str:
        return self.chance.choice(self.known[label])

    def _listed(self, kind: str) -> str:
        first = self.chance.choice(list(names()[kind].values()))
        return " ".join(self.chance.choice(first))

    def _person(self, old: str) -> str:
        last = self._like("PER").split()[-1]
        if " " not in old:
            return last if self.chance.random() < 0.8 else self._listed("first")
        if self.chance.random() < 0.3:
            return self._like("PER")
        initial = f" {self.chance.choice('ABCDEFGHJKLMPRST')}." if self.chance.random() < 0.08 else ""
        return f"{self._listed('first')}{initial} {last}"

    def _place(self, old: str) -> str:
        return self._listed("place") if self.chance.random() < 0.5 else self._like("LOC")

    def _body(self, old: str) -> str:
        ways: tuple[Callable[[], str], ...] = (
            lambda: self._like("ORG"),
            lambda: self._listed("body"),
            lambda: f"{self.chance.choice(_CLUBS)} {self._place('')}",
            lambda: f"{self.chance.choice(_AT)} {self._place('')}",
            lambda: self.chance.choice(_FIRMS).format(self._like("PER").split()[-1]),
        )
        return self.chance.choices(ways, (3, 2, 1, 1, 1))[0]()


def joined(sentences: Sequence[Tagged]) -> Tagged:
    """The sentences as one text, a blank between them.

    >>> joined([Tagged("Ja.", ()), Tagged("Ulm.", (Name(Span(0, 3), "LOC"),))]).outer[0].span
    Span(start=4, end=7)
    """
    text = ""
    found: list[Name] = []
    for sentence in sentences:
        text += " " if text else ""
        moved = (Name(Span(len(text) + n.span.start, len(text) + n.span.end), n.label) for n in sentence.outer)
        found += moved
        text += sentence.text
    return Tagged(text, tuple(found))


def mixed(sentences: Sequence[Tagged], chance: random.Random, most: int) -> list[Tagged]:
    """The sentences in random order, one to `most` of them together."""
    order = list(sentences)
    chance.shuffle(order)
    found = []
    while order:
        count = chance.randint(1, most)
        found.append(joined(order[:count]))
        del order[:count]
    return found
