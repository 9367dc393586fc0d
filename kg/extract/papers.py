"""The documents of an article, so that "das Papier", "dem Bericht zufolge" and "darin" find the one that is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import kind
from kg.extract.origin import Step
from kg.extract.phrases import phrase_end
from kg.extract.stations import genitive, station, text_of
from kg.records import EntityKind

_ANY = frozenset(
    ["papier", "papiere", "dokument", "dokumente", "schreiben", "text", "bericht", "unterlagen", "dossier"]
)
"""Nouns that go back to whatever document there is, "Bericht" only to written ones."""

_SHORT = frozenset(["der", "die", "das", "dem", "den", "des", "ihrem", "seinem", "ihren", "seinen", "dieses", "diesem"])
_STEM = re.compile(r"(?:e?s|e?n|e)$")
_PART = re.compile(
    r"(?i)\b(?:satz|zusammenfassung|fazit|kapitel|absatz|passage|abschnitt|vorwort|einleitung|zeile|seite)\w{0,2}\b"
)
_ORGAN = re.compile(
    r"(?i)^(?:geschäftsführung|geschäftsleitung|leitung|werksleitung|klinikleitung|vorstands?|verwaltung|direktion|"
    r"aufsichtsrats?|führung|spitze|zentrale)$"
)
_LEADS = frozenset(["ART", "PPOSAT", "PDAT"])
_ABBREVIATED = re.compile(r"\((?P<short>[A-ZÄÖÜ]{2,6})\)$")
_COMPOUND = re.compile(r"\b([A-ZÄÖÜ]{2,6})-[A-ZÄÖÜ][a-zäöüß]")
_BRACKETS = re.compile(r" ?\([^)]*\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, order=True)
class Paper:
    """A document from offset `at` on; `via` are the reporters through whom the article has it."""

    at: int
    step: Step = field(compare=False)
    via: tuple[Step, ...] = field(compare=False, default=())

    @property
    def noun(self) -> str:
        """Its noun in small letters without case ending."""
        return stem(next((w for w in self.step.label.split() if w[:1].isupper()), self.step.label))


class Papers:
    """The documents that an article names, in the order of the text."""

    def __init__(self, text: str, sentences: Sequence[Sentence], known: Mapping[str, EntityKind]) -> None:
        self._text = text
        self._shortened = frozenset(_COMPOUND.findall(text))
        self._papers = sorted(paper for sentence in sentences for paper in _papers(sentence, known))

    def add(self, step: Step, via: Sequence[Step] = ()) -> None:
        """Notes a document by a fuller name, or with the reporters through whom the article has it."""
        at = step.evidence.start
        k = bisect_left(self._papers, at, key=lambda paper: paper.at)
        known = k < len(self._papers) and self._papers[k].at == at
        self._papers[k : k + known] = [Paper(at, self.short(step), tuple(via))]

    def short(self, step: Step) -> Step:
        """The document by the abbreviation of its owner, where the text shortens so: "IFK-Gutachten 2024"."""
        found = _ABBREVIATED.search(step.evidence.of(self._text))
        if (
            found is None
            or step.label.startswith(f"{found['short']}-")
            or not re.search(rf"\b{found['short']}-[A-ZÄÖÜ]", self._text)
        ):
            return step
        year = _YEAR.search(step.label)
        noun = next((word for word in step.label.split() if word[:1].isupper()), step.label)
        return replace(step, label=f"{found['short']}-{noun}{' ' + year[0] if year else ''}")

    def meant(self, step: Step) -> Paper | None:
        """The document that a short form such as "dem Bericht" goes back to; None if the step names one itself."""
        words = step.label.split()
        acronym, _, short = words[0].rpartition("-")
        if len(words) > 1 or not words[0][:1].isupper():
            return None
        noun = stem(short or words[0])
        for paper in self._before(step.evidence.start):
            fits = paper.noun.endswith(noun) or (noun in _ANY_STEMS and not paper.noun.endswith("interview"))
            theirs = f"{paper.step.label} {paper.step.evidence.of(self._text)}"
            if fits and (not acronym.isupper() or re.search(rf"\b{acronym}\b", theirs)):
                return paper
        return None

    def last(self, offset: int, reach: int) -> Paper | None:
        """The document named last before `offset`, not further back than `reach` code points."""
        return next((paper for paper in self._before(offset) if paper.at > offset - reach), None)

    def _before(self, offset: int) -> Iterator[Paper]:
        """The documents before `offset`, the last one first."""
        first = bisect_left(self._papers, offset, key=lambda paper: paper.at)
        return (self._papers[k] for k in range(first - 1, -1, -1))


def stem(noun: str) -> str:
    """The noun in small letters without its case ending, for comparing.

    >>> stem("Berichts") == stem("Bericht"), stem("Unterlagen") == stem("Unterlage")
    (True, True)
    """
    return _STEM.sub("", noun.lower())


_ANY_STEMS = frozenset(map(stem, _ANY))


def is_part(phrase: str) -> bool:
    """True for a part of a document: "der letzte Satz der Zusammenfassung".

    >>> is_part("der letzte Satz der Zusammenfassung"), is_part("der Vorsitzende")
    (True, False)
    """
    return _PART.search(phrase) is not None and kind(phrase) in (EntityKind.UNKNOWN, EntityKind.DOCUMENT)


def owned(step: Step, sentence: Sentence, speaker: Sequence[Word] = ()) -> Step:
    """The document with its owner in the label, if the sentence tells whose it is.

    "eine Präsentation der Geschäftsführung" belongs to the one body that the sentence names; "ein Prüfbericht" without
    any owner to the body that speaks (`speaker`).
    """
    words = step.label.split()
    if len(words) > 2 and words[-2] in ("der", "des") and _ORGAN.match(words[-1]):
        bodies = {whose for whose in map(genitive, _bodies(sentence)) if whose}
        if len(bodies) == 1:
            return replace(step, label=" ".join([*words[:-2], _BRACKETS.sub("", bodies.pop())]))
    if speaker and not any(w in ("der", "des", "von", "vom") for w in words):
        at = next((k for k, w in enumerate(speaker) if w.low == "des"), 0)
        whose = genitive(speaker[at:])
        if whose and kind(text_of(speaker[at:])) is EntityKind.ORGANISATION:
            return replace(step, label=f"{step.label} {_BRACKETS.sub('', whose)}")
    return step


def _papers(sentence: Sentence, known: Mapping[str, EntityKind]) -> Iterator[Paper]:
    """The documents that the sentence tells of by more than a bare "der Bericht"."""
    words = sentence.words
    for i, word in enumerate(words):
        if word.tag in _LEADS and not word.depth:
            step = station(words[i : phrase_end(sentence, i, len(words))], known)
            if step and step.kind is EntityKind.DOCUMENT and not (word.low in _SHORT and " " not in step.label):
                yield Paper(step.evidence.start, owned(step, sentence))


def _bodies(sentence: Sentence) -> Iterator[Sequence[Word]]:
    """The phrases that name a body by a proper name."""
    words = sentence.words
    for i, word in enumerate(words):
        if word.tag in _LEADS:
            end = phrase_end(sentence, i, len(words), attach=False)
            named = any(w.tag == "NE" for w in words[i + 1 : end])
            if named and kind(text_of(words[i:end])) is EntityKind.ORGANISATION:
                yield words[i:end]
