"""Whom a pronoun, a surname or a role goes back to: the nearest fitting fuller name in the same article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from kg.extract import cues
from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import kind
from kg.extract.wordlist import wordlist
from kg.records import EntityKind, Span

_REACH = 1500
"""Code points over which a pronoun reaches back; about three paragraphs of news."""

_ROLES = 50
"""Names before a role noun that are asked whether they bear it."""

_FEMALE_NAMES = re.compile(
    r"(?i)^(?:\w+(?:a|ine|ke|ette|elle|ie|trud|traud|gard|lind|beth|gret|grit|hild|run|rin|lis|ries|lies|borg|stin|maren|kerstin|kirsten)|"
    r"iris|ingrid|astrid|sigrid|doris|agnes|judith|edith|ruth|esther|carmen|birgit|almut|dagmar|ellen|karen|marion|miriam|"
    r"sarah|hannah|leah|deborah|carolin|doreen|susan|vivian|yasemin|aylin|nurten|gülten|marlen|kathleen|eileen|änne)$"
)
"""First names of women by ending, and those that no ending tells; a list of our own."""

_MALE_EXCEPTIONS = wordlist(
    """
    luca joshua sascha andrea mika noah elia nikita ilja kolja mischa wolfgang jona akira mustafa
    """
)
_MALE_NAMES = re.compile(r"(?i)^\w+(?:s|n|r|d|t|k|f|o|l|m|g|z|x|p|ch)$")
_FEMALE_ROLE = re.compile(r"(?i)(\w{3,}in|frau|kauffrau|vorsitzende|beauftragte)$")


_MALE_LEADS = frozenset(["der", "ein", "dieser", "jener"])
_FEMALE_LEADS = frozenset(["die", "eine", "diese", "jene"])
_PERSONAL = (EntityKind.PERSON, EntityKind.UNKNOWN)


class Gender(Enum):
    """Grammatical gender of a mention as far as the text shows it."""

    MALE = "m"
    FEMALE = "f"
    OPEN = "?"


@dataclass(frozen=True, slots=True)
class Name:
    """A full name in the article: two or more capitalised words, with the role noun before it."""

    span: Span
    parts: tuple[str, ...]
    role: str
    gender: Gender


def names(sentences: Sequence[Sentence]) -> list[Name]:
    """The full names of persons in the article, in order.

    Two names side by side ("Zum Auftakt traf Kühn Brandt") are no full name: the first stands alone elsewhere.
    """
    runs = [(sentence.words, i, j) for sentence in sentences for i, j in _runs(sentence.words)]
    alone = {words[i].text for words, i, j in runs if j - i == 1}
    return [
        _name(words, i, j)
        for words, i, j in runs
        if 2 <= j - i <= 5 and words[i].text not in alone and kind(" ".join(w.text for w in words[i:j])) in _PERSONAL
    ]


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The stretches of proper names."""
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and words[j].tag == "NE" and words[j].text[:1].isupper() and not words[j].mark:
            j += 1
        if j > i:
            yield i, j
        i = max(j, i + 1)


def _aliases(sentences: Sequence[Sentence], by_surname: dict[str, list[Name]]) -> list[tuple[int, Name]]:
    """Where persons are named, by full name or surname, as offset and name, in order."""
    out = [(name.span.start, name) for bearers in by_surname.values() for name in bearers]
    for sentence in sentences:
        for i, j in _runs(sentence.words):
            text = sentence.words[i].text
            bearers = by_surname.get(text) or by_surname.get(text.removesuffix("s"))
            if j - i == 1 and bearers:
                out.append((sentence.words[i].start, bearers[0]))
    return sorted(out, key=lambda item: item[0])


def _name(words: Sequence[Word], i: int, j: int) -> Name:
    role = words[i - 1].low if i and words[i - 1].tag == "NN" else ""
    article = words[i - 2].low if i > 1 else ""
    return Name(
        Span(words[i].start, words[j - 1].end),
        tuple(w.text for w in words[i:j]),
        role,
        _gender(role, words[i].text, article),
    )


def _gender(role: str, first: str, article: str = "") -> Gender:
    if role in ("herr", "herrn") or (role and article in ("der", "ein") and not _FEMALE_ROLE.search(role)):
        return Gender.MALE
    if role and (
        role == "frau"
        or (
            _FEMALE_ROLE.search(role)
            and not role.endswith(("termin", "benin"))
            and article not in ("der", "dem", "den")
        )
    ):
        return Gender.FEMALE
    if role.endswith(
        (
            "minister",
            "sprecher",
            "präsident",
            "chef",
            "leiter",
            "kanzler",
            "sekretär",
            "direktor",
            "meister",
            "trainer",
            "richter",
        )
    ):
        return Gender.MALE
    if first.lower() in _MALE_EXCEPTIONS:
        return Gender.MALE
    if _FEMALE_NAMES.match(first):
        return Gender.FEMALE
    return Gender.MALE if _MALE_NAMES.match(first) else Gender.OPEN


@dataclass(frozen=True, slots=True)
class Last:
    """Who spoke before: the fullest mention, its first word, and where what was said ended."""

    span: Span
    lead: str
    said: int


class Antecedents:
    """The names of one article, asked for the fuller name behind a speaker's words."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.names = names(sentences)
        self.starts = [name.span.start for name in self.names]
        self.by_surname: dict[str, list[Name]] = {}
        for name in self.names:
            self.by_surname.setdefault(name.parts[-1], []).append(name)
        self.mentions = _aliases(sentences, self.by_surname)
        self.mentioned = [offset for offset, _ in self.mentions]

    def of(self, words: Sequence[Word], verb: str | None, last: Last | None) -> Span | None:
        """The span of the fuller name that the mention `words` goes back to; None if it needs or finds none.

        `verb` is the finite cue verb, which tells a singular "sie" from a plural; `last` spoke before.
        """
        if not words:
            return None
        start = words[0].start
        proper = [w for w in words if w.tag == "NE"]
        if len(words) == 1 and words[0].low in ("er", "sie", "dieser", "diese", "der"):
            return self._pronoun(words[0].low, start, verb, last)
        if len(proper) >= 2:
            return None
        if len(proper) == 1 and not any(w.low in ("des", "der") for w in words[1:]):
            return self._surname(proper[0].text, start)
        inner = _genitive(words)
        if inner is not None:
            return inner
        return None if proper else self._role(words, start)

    def _surname(self, text: str, start: int) -> Span | None:
        """The nearest full name before that ends like this, else the first one after."""
        forms = (text, text.removesuffix("s"), text.rstrip("’'"))
        bearers = next((self.by_surname[form] for form in forms if form in self.by_surname), None)
        if not bearers:
            return None
        at = bisect_left(bearers, start, key=lambda name: name.span.start)
        return bearers[max(0, at - 1)].span

    def _pronoun(self, low: str, start: int, verb: str | None, last: Last | None) -> Span | None:
        """Who spoke last, if gender and number fit; else the person named last."""
        female = low in ("sie", "diese")
        known = self._named_in(last.span) if last else None
        if female and verb and _plural(verb):
            return last.span if last and known is None else None
        wanted = (Gender.FEMALE if female else Gender.MALE, Gender.OPEN)
        if last and 0 <= start - last.said < _REACH // 2:
            if known and known.gender in wanted:
                return known.span
            if known is None and last.lead in (_FEMALE_LEADS if female else _MALE_LEADS):
                return last.span
        return next((n.span for n in self._near(start) if n.gender in wanted), None)

    def _named_in(self, span: Span) -> Name | None:
        """The full name within a mention."""
        at = bisect_left(self.starts, span.start)
        found = self.names[at] if at < len(self.names) else None
        return found if found and found.span.end <= span.end else None

    def _near(self, start: int) -> list[Name]:
        """The persons named before `start` within reach, the last one first."""
        hi = bisect_left(self.mentioned, start)
        lo = bisect_left(self.mentioned, start - _REACH)
        return [name for _, name in self.mentions[lo:hi][::-1]]

    def _role(self, words: Sequence[Word], start: int) -> Span | None:
        if words[0].low not in ("der", "die", "dieser", "diese"):
            return None
        nouns = [w.low for w in words if w.tag == "NN"]
        if not nouns or len(words) > 3:
            return None
        head = nouns[-1]
        before = self.names[max(0, bisect_left(self.starts, start) - _ROLES) : bisect_left(self.starts, start)]
        alike = (n for n in reversed(before) if n.role and (n.role.endswith(head) or head.endswith(n.role)))
        found = next(alike, None) if len(head) > 3 else None
        return found.span if found else None


def _plural(verb: str) -> bool:
    return verb.endswith("en") or verb in ("sind", "waren")


def _genitive(words: Sequence[Word]) -> Span | None:
    """ "Angaben der Polizei" goes back to "der Polizei", "Schätzungen von Fachleuten" to "Fachleuten"."""
    if cues.noun(words[0]) is None and not (len(words) > 1 and words[0].tag != "NE" and cues.noun(words[1])):
        return None
    for k in range(1, len(words) - 1):
        if words[k].low in ("des", "der", "eines", "einer", "seiner", "ihrer"):
            return Span(words[k].start, words[-1].end)
        if words[k].low in ("von", "vom"):
            return Span(words[k + 1].start, words[-1].end)
    return None
