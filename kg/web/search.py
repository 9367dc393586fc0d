"""Full text search that reads German: inflected forms, umlauts however they are written, compounds, prefixes and dates.

A document's words are kept in two forms, folded (`kg.resolve.fold`: "Müßig", "MUESSIG" and "mussig" are one) and as
stems, and each stem backwards, so that "Brücke" finds "Hafenbrücken". Days and months that it names or is from are
words of their own kind ("3. Oktober 2024", "2024-10-03", "Oktober 2024").
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from kg.claims.dates import MONTHS, dates
from kg.claims.tokens import FUNCTION_WORDS, stem, tokens
from kg.corpus.dates import DATE, iso
from kg.resolve import fold

WEIGHTS = (8.0, 6.0, 3.0, 2.0, 1.0, 1.0, 0.5, 2.0)
"""What a find counts in name, text and what stands beside (each as forms and stems), at a word's end, as a date. Set by
hand: names first, compounds last."""

TAIL = 4
"""Letters of a stem from which it is looked for at the end of compounds. Set by hand: "see" is in too many words."""

_TABLE = """CREATE VIRTUAL TABLE words USING fts5(
  name_forms, name_stems, text_forms, text_stems, beside_forms, beside_stems, tails, days,
  content='', tokenize="unicode61 remove_diacritics 0", prefix='2 3 4'
)"""
_FORMS = "{name_forms text_forms beside_forms}"
_STEMS = "{name_stems text_stems beside_stems}"
_FULL_DATE = re.compile(DATE, re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_KEY = re.compile(r"(y\d{4})?(m\d\d)?(d\d\d)?")
_GAP = 3
"""Signs that may stand between a month and its year."""


class Document(NamedTuple):
    """Something that is looked for: its name and text, whom or what it is also found by, its day, how much it counts.

    Of two that fit alike, the one with the greater `weight` comes first.
    """

    kind: str
    id: str
    name: str = ""
    text: str = ""
    beside: str = ""
    day: str | None = None
    weight: int = 1


class Hit(NamedTuple):
    """A document that fits."""

    kind: str
    id: str


class Index:
    """What can be searched of one state of a store; safe to use from several threads.

    >>> index = Index([Document("claim", "urn:c", text="Die Hafenbrücken seien marode", beside="Jörg Müßig")])
    >>> [hit.id for words in ("hafenbruecke", "Brücke", "muessig", "hafenbr") for hit in index.find(words)]
    ['urn:c', 'urn:c', 'urn:c', 'urn:c']
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._lock = Lock()
        self._db = sqlite3.connect("", check_same_thread=False)
        self._db.execute(_TABLE)
        self._db.execute("CREATE TABLE documents (number INTEGER PRIMARY KEY, kind, id, weight)")
        for number, each in enumerate(documents, 1):
            self._db.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (number, each.kind, each.id, each.weight))
            self._db.execute(f"INSERT INTO words (rowid, {_COLUMNS}) VALUES ({_MARKS})", (number, *_columns(each)))
        self._db.commit()

    def find(self, query: str, kinds: Sequence[str] = (), *, loosely: bool = False) -> list[Hit]:
        """The documents that have all words of the query, the best first; of these kinds only, if there are any.

        `loosely`: if none has all words, those that have some.
        """
        found = self._find(match(query), kinds)
        return self._find(match(query, " OR "), kinds) if loosely and not found else found

    def _find(self, wanted: str, kinds: Sequence[str]) -> list[Hit]:
        if not wanted:
            return []
        narrowed = f"AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        order = f"bm25(words, {', '.join(map(str, WEIGHTS))}) * (1 + ln(weight)), number"
        found = f"SELECT kind, id FROM words JOIN documents ON number = words.rowid WHERE words MATCH ? {narrowed}"
        with self._lock:
            return [Hit(*row) for row in self._db.execute(f"{found} ORDER BY {order}", (wanted, *kinds))]

    def close(self) -> None:
        """Forgets everything."""
        self._db.close()


_NAMES = ("name_forms", "name_stems", "text_forms", "text_stems", "beside_forms", "beside_stems", "tails", "days")
_COLUMNS = ", ".join(_NAMES)
_MARKS = ", ".join("?" * (len(_NAMES) + 1))


def match(query: str, joint: str = " AND ") -> str:
    """The query in the notation of FTS5; empty if it has no words. Function words count only if there is nothing else.

    >>> match("Brücken")
    '({name_forms text_forms beside_forms} : "brucken" * OR {name_stems text_stems beside_stems} : "bruck" OR \
tails : "kcurb" *)'
    >>> match("3. Oktober 2024"), match("„“")
    ('days : "y2024m10d03"', '')
    """
    named = list(_dates(query))
    rest = list(query)
    for (start, end), _ in named:
        rest[start:end] = " " * (end - start)
    told = [token for token in tokens("".join(rest)) if token.is_word]
    content = [token for token in told if token.is_content] or (told if not named else [])
    terms = [*(f'days : "{day}"' for _, day in named), *(_term(token.text) for token in content)]
    return joint.join(filter(None, terms))


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """The text in stretches, each with whether it is what the query looks for.

    >>> marked("Die Hafenbrücke sei zu", "brücken")
    [('Die ', False), ('Hafenbrücke', True), (' sei zu', False)]
    """
    wanted = [(fold(word), _stem(word)) for word in (token.text for token in tokens(query) if token.is_word)]
    days = {day for _, day in _dates(query)}
    spans = [token.span for token in tokens(text) if token.is_word and any(_fits(token.text, *each) for each in wanted)]
    places = sorted([(s.start, s.end) for s in spans] + [place for place, day in _dates(text) if day in days])
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in places:
        if start >= at:
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [part for part in [*parts, (text[at:], False)] if part[0]]


def _fits(word: str, form: str, stemmed: str) -> bool:
    if not form or form in FUNCTION_WORDS:
        return False
    own = _stem(word)
    ends = len(stemmed) >= TAIL and own.endswith(stemmed)
    return fold(word).startswith(form) or own == stemmed or ends


def _columns(document: Document) -> Iterator[str]:
    parts = [[token.text for token in tokens(text) if token.is_word] for text in document[2:5]]
    for words in parts:
        yield " ".join(map(_form, words))
        yield " ".join(map(_stem, words))
    content = {word for words in parts for word in words if word.lower() not in FUNCTION_WORDS}
    yield " ".join(sorted(stemmed[::-1] for stemmed in set(map(_stem, content)) if len(stemmed) > TAIL))
    named = {day for text in document[2:4] for _, day in _dates(text)}
    yield " ".join(
        sorted({each for day in named | ({_key(document.day)} if document.day else set()) for each in _units(day)})
    )


@lru_cache(maxsize=200_000)
def _form(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return fold(stem(word)).replace(" ", "")


def _term(word: str) -> str:
    """What finds a word: its beginning as it is written, its stem, and its stem at the end of compounds."""
    form, stemmed = fold(word), _stem(word)
    if not form:
        return ""
    found = [f'{_FORMS} : "{form}" *', f'{_STEMS} : "{stemmed}"']
    if len(stemmed) >= TAIL and word[0].isalpha():
        found.append(f'tails : "{stemmed[::-1]}" *')
    if word.lower() in MONTHS:
        found.append(f'days : "m{MONTHS[word.lower()]:02}"')
    if _YEAR.fullmatch(word):
        found.append(f'days : "y{word}"')
    return f"({' OR '.join(found)})"


def _dates(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The days, months with their years, and days without, that the text names: place and key.

    >>> [key for _, key in _dates("am 3. Mai, im oktober 2024 und am 3.10.2024")]
    ['m05d03', 'y2024m10', 'y2024m10d03']
    """
    found = []
    rest = text
    for whole in _FULL_DATE.finditer(text):
        if day := iso(whole[0]):
            found.append((whole.span(), _key(day)))
            rest = rest[: whole.start()] + " " * len(whole[0]) + rest[whole.end() :]
    years = {year.start(): year[0] for year in _YEAR.finditer(rest)}
    for each in dates(_MONTH.sub(lambda month: month[0].title(), rest)):
        start, end = each.span.start, each.span.end
        if each.sort not in ("day", "month") or not all(isinstance(part, int) for part in each.value):
            continue
        key = "m{:02}d{:02}".format(*reversed(each.value)) if each.sort == "day" else f"m{each.value[0]:02}"
        year = next((at for at in range(end, end + _GAP) if at in years), None)
        if year is not None:
            key, end = f"y{years[year]}{key}", year + 4
        if year is not None or each.sort == "day":
            found.append(((start, end), key))
    yield from sorted(found)


def _key(day: str) -> str:
    """The word for an ISO day.

    >>> _key("2024-10-03T12:00"), _key("2024-10")
    ('y2024m10d03', 'y2024m10')
    """
    return "".join(mark + part for mark, part in zip("ymd", day[:10].split("-"), strict=False))


def _units(key: str) -> Iterator[str]:
    """The key and what it is part of or would be without its year.

    >>> sorted(_units("y2024m10d03"))
    ['m10', 'm10d03', 'y2024', 'y2024m10', 'y2024m10d03']
    """
    year, month, day = (part or "" for part in _KEY.fullmatch(key).groups())  # type: ignore[union-attr]
    yield from {year + month + day, year + month, year, month + day, month} - {""}
