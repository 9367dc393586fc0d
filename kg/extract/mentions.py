"""What the words of a mention tell by themselves: that they point, belong to somebody, name a place or a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract import cues
from kg.extract.clauses import Sentence, Word
from kg.extract.kinds import PERSON, kind
from kg.extract.people import Name, People, runs
from kg.extract.phrases import phrase_end, subject
from kg.records import EntityKind, Span

NAMING = ("NN", "NNA", "NE")
HIS = frozenset(["sein", "seine", "seiner", "seinem", "seinen"])
HER = frozenset(["ihr", "ihre", "ihrer", "ihrem", "ihren"])
DEFINITE = frozenset(["der", "die", "das", "dieser", "diese", "dieses", "dieselbe", "derselbe", "dem", "den", "des"])

_HOUSE = re.compile(r"(?:haus|hause|hauses|büros?|ressorts?|ministeriums?|behörde)")
"""What is somebody's and speaks for the office that they hold."""

_RELATIVE = frozenset(["der", "die", "das"])
_GENITIVES = frozenset(["des", "der", "eines", "einer", "seines", "seiner", "ihres", "ihrer", "dieses", "dieser"])


def is_relative(words: Sequence[Word]) -> bool:
    """True for the lone "der", "die", "das" that takes up what stands before the comma."""
    return len(words) == 1 and words[0].text in _RELATIVE


def is_household(words: Sequence[Word]) -> bool:
    """True for the body that is called by whom it belongs to: "ihr Haus", "Vogts Büro"."""
    if len(words) < 2 or not _HOUSE.fullmatch(words[-1].low):
        return False
    return words[0].low in HIS | HER or (words[-2].tag == "NE" and words[-2].text[-1] in "s’'")


def main_subject(sentence: Sentence) -> tuple[Sequence[Word], Word | None]:
    """The words of the subject of the first main clause, and its verb."""
    words = sentence.words
    verbs = (i for i, w in enumerate(words) if w.finite and not w.depth)
    verb = next((i for i in verbs if not sentence.subordinate(sentence.segment_of(i))), None)
    if verb is None:
        return (), None
    found = subject(sentence, verb, sentence.segments[0].start, sentence.segments[sentence.segment_of(verb)].end)
    return (words[slice(*found)] if found else ()), words[verb]


def lone_places(words: Sequence[Word]) -> Iterator[str]:
    """The lone names behind "in" and "aus", which are nobody's."""
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        lone = word.text[0].isupper() and word.tag in ("NE", "NN") and not after.text[0].isupper()
        if before.low in ("in", "aus") and lone and kind(word.text) is EntityKind.UNKNOWN:
            yield word.text


def is_attached(words: Sequence[Word], k: int) -> bool:
    """True for the article of a genitive or dative that hangs on a noun: "ein Mitarbeiter [des Amts], der …"."""
    behind = k > 0 and words[k - 1].tag in NAMING
    return behind and words[k].low in _GENITIVES


def documents(sentence: Sentence) -> Iterator[Span]:
    """The phrases that name a document, with their article."""
    words = sentence.words
    for i, word in enumerate(words):
        if word.tag not in ("ART", "PPOSAT", "PDAT") or word.depth:
            continue
        end = phrase_end(sentence, i, len(words))
        if end > i + 1 and kind(" ".join(w.text for w in words[i:end])) is EntityKind.DOCUMENT:
            yield Span(word.start, words[end - 1].end)


def namings(sentences: Sequence[Sentence], people: People) -> Iterator[tuple[int, Name]]:
    """Where persons are named, by full name or surname, as offset and name."""
    yield from ((name.span.start, name) for name in people.names)
    for sentence in sentences:
        for i, j in runs(sentence.words):
            bearers = people.bearers(sentence.words[i].text)
            if j - i == 1 and bearers:
                yield sentence.words[i].start, bearers[0]


def is_misread_role(words: Sequence[Word], word: Word) -> bool:
    """True for "die Politikerin" where the tagger takes the role for a name."""
    return word.tag == "NE" and len(words) == 2 and words[0].low in DEFINITE and bool(PERSON.search(word.low))


def are_alike(head: str, role: str) -> bool:
    """True if one role noun is a compound of the other: "Minister" and "Verkehrsminister"; genders must agree."""
    return min(len(head), len(role)) > 3 and (role.endswith(head) or head.endswith(role))


def is_plural(verb: str) -> bool:
    return verb.endswith("en") or verb in ("sind", "waren")


def possessor(words: Sequence[Word]) -> str | None:
    """The pronoun behind "seiner Ansicht" and "ihren Angaben", which are said by him and her."""
    told = len(words) > 1 and words[-1].tag != "NE" and cues.noun(words[-1]) is not None
    if not told:
        return None
    return "er" if words[0].low in HIS else "sie" if words[0].low in HER else None


def genitive(words: Sequence[Word]) -> Span | None:
    """ "Angaben der Polizei" goes back to "der Polizei", "Schätzungen von Fachleuten" to "Fachleuten"."""
    if cues.noun(words[0]) is None and not (len(words) > 1 and words[0].tag != "NE" and cues.noun(words[1])):
        return None
    for k in range(1, len(words) - 1):
        if words[k].low in ("des", "der", "eines", "einer", "seiner", "ihrer"):
            return Span(words[k].start, words[-1].end)
        if words[k].low in ("von", "vom"):
            return Span(words[k + 1].start, words[-1].end)
    return None
