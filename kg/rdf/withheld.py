"""What a graph without wording says in place of it: which words of which text stood there.

In place of a literal that holds article text stands a statement `kg:withheld` of the same node: a JSON list of the
property, the language, and the pieces that the literal was made of. A piece is a stretch of a text (`[SHA-256, start,
end]`, code points, half-open), an article's headline (`[SHA-256 of its text, "headline", SHA-256 of the headline]`), or
the words of the program between them. Whoever has the texts puts the literals back letter for letter.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kg.rdf.terms import TYPE, Literal, Quad, decode, encode, term
from kg.records import EntityKind
from kg.vocab import DCAT, KG, OA, RDFS, SCHEMA

WITHHELD = KG + "withheld"

NAMELESS = tuple(
    term(kind) for kind in (EntityKind.ANONYMOUS, EntityKind.DOCUMENT, EntityKind.REPORTS, EntityKind.UNKNOWN)
)
"""The kinds of speakers and sources that are called by words of an article and not by a name of their own."""

WORDING: Mapping[str, tuple[str, ...]] = {
    OA + "exact": (),
    OA + "prefix": (),
    OA + "suffix": (),
    KG + "wording": (),
    KG + "officeAsWritten": (),
    KG + "qualifier": (),
    SCHEMA + "headline": (),
    SCHEMA + "text": (),
    SCHEMA + "unitText": (),
    SCHEMA + "name": NAMELESS,
    RDFS + "label": (*NAMELESS, KG + "Mention", DCAT + "Role"),
    RDFS + "comment": (KG + "Finding",),
}
"""The properties whose plain literals are article text, and at nodes of which class or kind (none listed: at any).

Article text are: the words of every selector with their context (quotes, cues, frames, addressees, speakers, offices,
times, sources), wordings, claims, headlines, offices, mentions, units and qualifiers of numbers, what an unnamed source
or a document is called, and the messages of findings, which quote. No article text are: names of persons, bodies,
outlets, agencies and platforms, dates, file names, hashes, offsets, numbers, the program's and users' reasons, and what
fact-checkers publish.
"""


class Original(NamedTuple):
    """The words of an article."""

    sha256: str
    text: str
    headline: str | None = None


Originals: TypeAlias = Callable[[str], Sequence[Original]]
"""What gives the articles whose text has a SHA-256: none, one, or several that are word for word the same."""

_Piece: TypeAlias = "str | list[str | int]"

_HEADLINE = "headline"
_WORD = re.compile(r"\w+|\W")


def is_wording(quad: Quad, classes: Iterable[str]) -> bool:
    """True if the object of `quad` is article text; `classes` are those of its subject, and its kind.

    >>> quoted = Quad("urn:u", KG + "wording", Literal("Der Damm hält", language="de"), "urn:a")
    >>> is_wording(quoted, ()), is_wording(quoted._replace(predicate=KG + "check"), ())
    (True, False)
    """
    where = WORDING.get(quad.predicate)
    if where is None or not isinstance(quad.object, Literal) or quad.object.datatype is not None:
        return False
    return not where or not set(where).isdisjoint(classes)


def kinds(quads: Iterable[Quad]) -> dict[str, set[str]]:
    """For each node the classes and the kind that `quads` give it."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate in (TYPE, KG + "entityKind") and isinstance(quad.object, str):
            found.setdefault(quad.subject, set()).add(quad.object)
    return found


def withhold(quad: Quad, articles: Sequence[Original]) -> Quad | None:
    """The statement that stands for `quad`, whose wording is from `articles`; None without any.

    A name, label or message of which no word stands in any of them holds no article text, and stays as it is.

    >>> printed = [Original("5fe1", "Der Damm hält, sagte sie.")]
    >>> cue = Quad("urn:c", OA + "exact", Literal("sagte"), "urn:a")
    >>> withhold(cue, printed).object.value
    '["http://www.w3.org/ns/oa#exact",null,["5fe1",15,20]]'
    >>> restore(withhold(cue, printed), lambda sha256: printed) == cue
    True
    """
    literal = quad.object
    if not articles or not isinstance(literal, Literal) or encode(decode(literal.value)) != literal.value:
        return None
    words = decode(literal.value)
    if quad.predicate == SCHEMA + "headline":
        pieces: list[_Piece] = [[articles[0].sha256, _HEADLINE, _sha256(words)]]
    else:
        pieces = list(_pieces(words, articles))
        if WORDING.get(quad.predicate) and all(isinstance(piece, str) for piece in pieces):
            return quad
    told = json.dumps([quad.predicate, literal.language, *pieces], separators=(",", ":"), ensure_ascii=False)
    return Quad(quad.subject, WITHHELD, Literal(encode(told)), quad.graph)


def restore(quad: Quad, texts: Originals) -> Quad | None:
    """The statement for which `quad` stands (any other as it is); None if a text for it is missing.

    Raises:
        ValueError: if it says nothing that could be put back.
    """
    if quad.predicate != WITHHELD:
        return quad
    property, language, pieces = _read(quad)
    words = [_words(piece, texts) for piece in pieces]
    if any(each is None for each in words):
        return None
    literal = Literal(encode("".join(filter(None, words))), language=language)
    return Quad(quad.subject, property, literal, quad.graph)


def needed(quad: Quad) -> set[str]:
    """The hashes of the texts that the wording for a withheld statement is made of.

    Raises:
        ValueError: if it says nothing that could be put back.
    """
    return {str(piece[0]) for piece in _read(quad)[2] if not isinstance(piece, str)}


def _read(quad: Quad) -> tuple[str, str | None, list[_Piece]]:
    try:
        property, language, *pieces = json.loads(decode(quad.object.value) if isinstance(quad.object, Literal) else "")
        sound = property in WORDING and isinstance(language, str | None) and all(map(_is_piece, pieces))
    except (ValueError, TypeError):
        sound = False
    if not sound:
        raise ValueError(f"{quad.subject} withholds something that cannot be put back")
    return property, language, pieces


def _is_piece(piece: object) -> bool:
    if isinstance(piece, str):
        return True
    if not isinstance(piece, list) or len(piece) != 3 or not isinstance(piece[0], str):
        return False
    start, end = piece[1:]
    if start == _HEADLINE:
        return isinstance(end, str)
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end


def _words(piece: _Piece, texts: Originals) -> str | None:
    if isinstance(piece, str):
        return piece
    sha256, start, end = piece
    for article in texts(str(sha256)):
        if start == _HEADLINE:
            if article.headline is not None and _sha256(article.headline) == end:
                return article.headline
        elif int(end) <= len(article.text):
            return article.text[int(start) : int(end)]
    return None


def _pieces(words: str, articles: Sequence[Original]) -> Iterator[_Piece]:
    """The words as the longest stretches of the texts, from left to right, and what stands in none of them."""
    whole = next((each for each in articles if words and words in each.text), None)
    if whole:
        start = whole.text.index(words)
        yield [whole.sha256, start, start + len(words)]
        return
    tokens = _WORD.findall(words)
    at, between = 0, ""
    while at < len(tokens):
        stretch, length = _longest(tokens, at, articles) if tokens[at].isalnum() else ([], 0)
        if length:
            if between:
                yield between
            yield stretch
            at, between = at + length, ""
        else:
            between += tokens[at]
            at += 1
    if between:
        yield between


def _longest(tokens: Sequence[str], at: int, articles: Sequence[Original]) -> tuple[list[str | int], int]:
    """The longest stretch of a text that begins like the tokens from `at` on, and how many of them it holds."""
    best: list[str | int] = []
    most = 0
    for article in articles:
        words, length, found = "", 0, -1
        for token in tokens[at:]:
            further = article.text.find(words + token, max(found, 0))
            if further < 0:
                break
            words, length, found = words + token, length + 1, further
        if length > most:
            best, most = [article.sha256, found, found + len(words)], length
    return best, most


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
