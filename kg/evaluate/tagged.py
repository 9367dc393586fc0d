"""Sentences with the spans of their names: from GermEval 2014's columns, CoNLL 2003's, and our own marked lines.

Source: Benikova et al., "NoSta-D Named Entity Annotation for German", LREC 2014 (columns: number, word, outer tag,
nested tag; a line that begins with "#" tells a sentence's source); Tjong Kim Sang & De Meulder, CoNLL 2003.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.records import Span

_LEFT = frozenset(",.;:!?)]}%…“”»’")
_RIGHT = frozenset("([{„‚«")
_TURNING = frozenset("\"'")
_COLUMNS = 4
_MARK = re.compile(r"\[(?P<name>[^][|]+)\|(?P<label>[A-Za-z]+)\]")


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of text with the class that the corpus gives it."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence with its outer and its nested names."""

    text: str
    outer: tuple[Name, ...]
    nested: tuple[Name, ...] = ()


def germeval(path: str | Path) -> Iterator[Tagged]:
    """The sentences of a GermEval 2014 file, in order and lazily.

    Raises:
        InputError: if the file cannot be read or a line lacks its four columns.
    """
    for rows in _blocks(path, "#\t"):
        spans, text = written([row[1] for row in rows])
        yield Tagged(text, names([row[2] for row in rows], spans), names([row[3] for row in rows], spans))


def conll(path: str | Path) -> Iterator[Tagged]:
    """The sentences of a CoNLL 2003 file, in order and lazily; without lines that open a document.

    Raises:
        InputError: if the file cannot be read or a line lacks its four columns.
    """
    for rows in _blocks(path, "-DOCSTART-"):
        spans, text = written([row[0] for row in rows])
        yield Tagged(text, names([row[-1] for row in rows], spans))


def marked(path: str | Path) -> Iterator[Tagged]:
    """The sentences of a file with one a line, names marked as in "[Ulm|LOC]", in order and lazily.

    Raises:
        InputError: if the file cannot be read or a line has a bracket or bar besides.
    """
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            sentence = unmarked(line.strip())
            if set("[]|") & set(sentence.text):
                raise InputError("a mark that is not closed", path=str(path), line=number)
            yield sentence


def unmarked(line: str) -> Tagged:
    """The sentence without its marks.

    >>> sentence = unmarked("In [Ulm|LOC] spielt der [SSV|ORG].")
    >>> sentence.text, [name.span.of(sentence.text) for name in sentence.outer]
    ('In Ulm spielt der SSV.', ['Ulm', 'SSV'])
    """
    text, at = "", 0
    found = []
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        found.append(Name(Span(len(text), len(text) + len(mark["name"])), mark["label"]))
        text += mark["name"]
        at = mark.end()
    return Tagged(text + line[at:], tuple(found))


def _lines(path: str | Path) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", path=str(path)) from error


def _blocks(path: str | Path, head: str) -> Iterator[list[list[str]]]:
    block: list[list[str]] = []
    for number, line in enumerate([*_lines(path), ""], start=1):
        cells = line.split("\t")
        if not line.strip() or line.startswith(head):
            if block:
                yield block
            block = []
        elif len(cells) < _COLUMNS:
            raise InputError(f"{len(cells)} columns where {_COLUMNS} are expected", path=str(path), line=number)
        else:
            block.append(cells)


def written(words: Sequence[str]) -> tuple[list[Span], str]:
    """The words' spans and the text that they make, with blanks where German writes them.

    >>> written(["Er", "(", "41", ")", "sagt", ":", '"', "Ja", '"', "."])[1]
    'Er (41) sagt: "Ja".'
    """
    text, spans = "", []
    glued, opened = True, set[str]()
    for word in words:
        closing = word in opened
        if text and not glued and not closing and word[0] not in _LEFT:
            text += " "
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
        glued = word in _RIGHT
        if word in _TURNING:
            opened ^= {word}
            glued = word in opened
    return spans, text


def names(tags: Sequence[str], spans: Sequence[Span]) -> tuple[Name, ...]:
    """The names that BIO tags describe; an I that continues nothing begins a name of its own.

    >>> [n.label for n in names(["B-PER", "I-PER", "O", "I-LOC"], [Span(0, 1), Span(2, 3), Span(4, 5), Span(6, 7)])]
    ['PER', 'LOC']
    """
    found: list[Name] = []
    before = "O"
    for tag, span in zip(tags, spans, strict=True):
        mark, _, label = tag.partition("-")
        if mark == "I" and before.partition("-")[2] == label and found:
            found[-1] = Name(Span(found[-1].span.start, span.end), label)
        elif mark in ("B", "I"):
            found.append(Name(span, label))
        before = tag
    return tuple(found)
