"""The words of an utterance with their places, and the stems by which two of them are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

from kg.records import Span

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|_|[^\w\s]")

_STEMMER = snowballstemmer.stemmer("german")
_ONE_AT_A_TIME = Lock()
"""The stemmer keeps the word it is at work on: threads must take turns."""

FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """aber als am an auch auf aus außerdem bei beim bereits bis da dabei dafür damit dann daran das dass davon
        dazu dem den denn der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen
        einer eines er es etwa etwas für gegen gewesen gibt hab habe haben hat hatte hatten hier hin ich ihm ihn
        ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jetzt kann können man mehr mein meine mich mir mit muss
        müssen nach noch nun nur ob oder schon sehr sei seien sein seine seinem seinen seiner seit selbst sich sie
        sind so soll sollen sowie über um und uns unser unsere unter vom von vor war waren was weil welche wenn wer
        werde werden wie wieder will wir wird wo wolle wollen worden wurde wurden würde würden zu zum zur zwar""",
    )
)
"""Words that carry no matter of their own. Put together by hand; negations and qualifiers are not among them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign of a text: its place there, its stem (or the sign itself)."""

    text: str
    span: Span
    stem: str

    @property
    def is_word(self) -> bool:
        """True if it is no sign."""
        return self.text[0].isalnum()

    @property
    def is_content(self) -> bool:
        """True if it carries matter: a word, but no function word."""
        return self.is_word and self.text.casefold() not in FUNCTION_WORDS


def tokens(text: str) -> tuple[Token, ...]:
    """The words and signs of `text` in order; numbers keep their inner marks.

    >>> [(token.text, token.stem) for token in tokens("„Die Brücken wurden 2023 gesperrt“")][2:5]
    [('Brücken', 'bruck'), ('wurden', 'wurd'), ('2023', '2023')]
    """
    found = _TOKEN.finditer(text)
    return tuple(Token(match[0], Span(match.start(), match.end()), stem(match[0])) for match in found)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a word in any form, case-folded.

    >>> stem("Brücke") == stem("Brücken")
    True
    """
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word.lower()))
