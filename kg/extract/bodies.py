"""The full names of bodies in an article, and what a short form such as "das Unternehmen" or "die GGP" goes back to.

Only where the article names exactly one candidate: no guess between two ministries.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import PERSON
from kg.extract.phrases import MEDIA_NOUNS, phrase_end
from kg.extract.wordlist import wordlist
from kg.records import Span

_SHORT = re.compile(
    r"^(?:unternehmen|konzern|firma|hersteller|betreiber|verbund|verband|verein|initiative|gewerkschaft|institut|ministerium"
    r"|behörde|amt|landesamt|bundesamt|gericht|stiftung|klinikum|universität|hochschule|partei|bündnis|ressort"
    r"|gesellschaft|agentur|kommission|kammer|organisation|fraktion|polizei|staatsanwaltschaft|landkreis|feuerwehr"
    r"|kreisverwaltung|stadtverwaltung)$"
)
"""Nouns that stand for a body once the article has named it."""

_NOUNS = tuple(
    wordlist(
        """
        verbund verband verein initiative gewerkschaft institut ministerium gericht stiftung klinikum universität
        hochschule partei bündnis gesellschaft kommission kammer organisation fraktion firma unternehmen konzern
        hersteller betreiber agentur zeitung polizei staatsanwaltschaft landkreis feuerwehr verwaltung
        """
    )
)
_FEMALE = re.compile(
    r"(?:agentur|zeitung|gewerkschaft|stiftung|universität|hochschule|partei|gesellschaft|kommission|kammer|initiative"
    r"|organisation|fraktion|firma|behörde|polizei|staatsanwaltschaft|feuerwehr|verwaltung)$"
)
_COMPANY = re.compile(r"^\w*(?:unternehmen|konzern|firma|hersteller|betreiber|unternehmens|konzerns)$")
_OFFICE = re.compile(r"^\w*(?:amt|amts|amtes|behörde)$")
_AUTHORITY = re.compile(r"(?:polizei|anwaltschaft|behörde|amt|gericht|ministerium|verwaltung|partei|fraktion)$")
"""Bodies that no person's surname names, so that one behind them is the object: "die Polizei warf Vogt vor"."""

_LEADS = ("ART", "PPOSAT", "PDAT")
_LEGAL = frozenset(["AG", "GmbH", "SE", "KG", "Holding", "Group"])
_GENITIVE = re.compile(
    r"(?:ministerium|unternehmen|institut|verbund|verband|verein|konzern|klinikum|gericht|ressort|amt|kreis)(?P<ending>e?s)$"
)
_ABBREVIATION = re.compile(r"^[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,6}[A-ZÄÖÜ]$")


@dataclass(frozen=True, slots=True)
class Body:
    """A place that names a body: its class noun in small letters, its proper name, and whether in an oblique case."""

    noun: str
    name: str
    span: Span
    oblique: bool


class Bodies:
    """The bodies that the sentences name in full."""

    def __init__(self, sentences: Sequence[Sentence], surnames: Collection[str] = ()) -> None:
        """`surnames` are those of persons whom the sentences name: none is the name of an authority before it."""
        found = (body for sentence in sentences for body in _bodies(sentence))
        self._bodies = [body for body in found if not (body.name in surnames and _AUTHORITY.search(body.noun))]
        self._long = dict(pair for sentence in sentences for pair in _abbreviated(sentence))

    def of(self, words: Sequence[Word]) -> Span | None:
        """The place that names in full the body for which the mention stands; None if it is no short form.

        The nominative is preferred, since its wording is the label.
        """
        nouns = [w for w in words if w.tag[:1] == "N" or (w.text[:1].isupper() and w.tag not in _LEADS)]
        if not nouns or len(words) > 3:
            return None
        last = nouns[-1]
        if _ABBREVIATION.match(last.text) and last.text in self._long:
            return self._long[last.text]
        short = _stem(last.low)
        if len(nouns) > 1 or not (_SHORT.match(short) or short in MEDIA_NOUNS):
            return None
        return self.short(short, words[0].start)

    def short(self, noun: str, start: int) -> Span | None:
        """The place that names in full the one body that a class noun in small letters fits, if not `start`."""
        found = [body for body in self._bodies if _fits(noun, body)]
        if len({body.name for body in found}) != 1:
            return None
        best = min(found, key=lambda body: (body.oblique, body.span.start))
        return best.span if best.span.start != start else None

    def at(self, span: Span) -> Span | None:
        """The full name of the body that the words at `span` stand for in short, if the sentence-long list has it."""
        return next((body.span for body in self._bodies if body.span.start <= span.start < body.span.end), None)

    def is_written_out(self, span: Span) -> bool:
        """True if the article gives an abbreviation for the name at `span`."""
        return span in self._long.values()

    def last_female(self, start: int) -> Span | None:
        """The last body before `start` whose class noun is feminine: "die Agentur Tarvonpress"."""
        spans = [body.span for body in self._bodies if body.span.start < start and _FEMALE.search(body.noun)]
        return max(spans, default=None)


def _bodies(sentence: Sentence) -> Iterator[Body]:
    words = sentence.words
    for i, word in enumerate(words[:-1]):
        if word.tag not in ("NN", "NNA", "NE") or not word.text[0].isupper() or PERSON.search(word.low):
            continue
        noun = _stem(word.low)
        after = words[i + 1]
        firm = noun.endswith("firma") and after.tag == "NN"
        named = (
            firm or after.tag in ("NE", "FM") or after.mark or (after.low == "für" and _OFFICE.match(noun) is not None)
        )
        typed = _COMPANY.match(noun) or _OFFICE.match(noun) or noun.endswith(_NOUNS)
        if typed and named and after.text not in (",", "."):
            start = i - 1 if i and words[i - 1].tag == "ART" else i
            end = phrase_end(sentence, i, min(len(words), i + 8))
            text = " ".join(w.text for w in words[i + 1 : max(end, i + 2)] if not w.mark)
            yield Body(noun, text, Span(words[start].start, words[max(end, i + 2) - 1].end), _oblique(words, i))
        elif typed and len(noun) > 10 and noun not in _NOUNS:
            start = i - 1 if i and words[i - 1].tag == "ART" else i
            yield Body(noun, noun, Span(words[start].start, word.end), _oblique(words, i))
        elif after.text in _LEGAL and word.tag in ("NE", "NN"):
            yield Body("unternehmen", word.text, Span(word.start, after.end), False)
        elif after.text == "&" and i + 2 < len(words) and words[i + 2].text[0].isupper():
            yield Body("unternehmen", word.text, Span(word.start, words[i + 2].end), False)
        elif word.tag == "NE" and after.tag == "NN" and i and words[i - 1].low in ("die", "der"):
            span = Span(words[i - 1].start, after.end)
            yield Body("unternehmen", f"{word.text} {after.text}", span, words[i - 1].low == "der")


def _oblique(words: Sequence[Word], i: int) -> bool:
    """True for a genitive or a dative, whose wording is no label."""
    return words[i - 1].low in ("des", "dem", "eines", "einem", "vom", "beim", "im") if i else False


def _abbreviated(sentence: Sentence) -> Iterator[tuple[str, Span]]:
    """The abbreviations in brackets behind the name that they stand for."""
    words = sentence.words
    for i in range(2, len(words) - 2):
        if words[i].text != "(" or words[i + 2].text != ")" or not _ABBREVIATION.match(words[i + 1].text):
            continue
        letters = words[i + 1].text.lower()
        starts = (start for start in range(max(0, i - 8), i) if words[start].text[0].isupper())
        first = next((start for start in starts if _spells(words[start:i], letters)), None)
        if first is not None:
            yield words[i + 1].text, Span(words[first].start, words[i - 1].end)


def _spells(words: Sequence[Word], letters: str) -> bool:
    """True if the capitals of the words are letters of the abbreviation, in their order and from its first on."""
    left = iter(letters)
    initials = [w.text[0].lower() for w in words if w.text[0].isupper()]
    return initials[0] == letters[0] and all(letter in left for letter in initials)


def _fits(short: str, body: Body) -> bool:
    if short in ("unternehmen", "konzern", "firma", "hersteller", "betreiber"):
        return bool(_COMPANY.match(body.noun)) and body.name != body.noun
    if short == "behörde":
        return bool(_OFFICE.match(body.noun))
    if short in ("ressort",):
        return body.noun.endswith("ministerium")
    return body.noun.endswith(short) and (body.noun != short or body.name != body.noun)


def _stem(low: str) -> str:
    """The noun without the genitive's ending."""
    if low.endswith("bündnisses"):
        return low.removesuffix("ses")
    return low[: found.start("ending")] if (found := _GENITIVE.search(low)) else low
