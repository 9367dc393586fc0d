"""Lines and paragraphs: what belongs together although a line, a page or a blank line ends amid it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kg.corpus.raw import words

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_UNEVEN = re.compile(r"[^\S ]|  ")
_HYPHEN = re.compile(r"(\w+)[-\u2010]$")
_ENDED = re.compile(r"[.!?…:;][“”\"'»«›‹’‘)\]]*$")
_LAST_WORD = re.compile(r"(\w+)$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_STRICT = words(
    "und oder sowie der den dem des eine einen einem einer eines dass im am vom zum zur beim ins ans als wenn weil "
    "sein "
    "seine seinen seinem seiner ihr ihre ihren ihrem ihrer kein keine keinen dieser diese diesen dieses diesem sehr "
    "wegen trotz gegen ohne zwischen deren dessen ob"
)
"""Words that end neither a sentence nor, as a rule, a heading. Ours."""
_WRAPPED = _STRICT | words("die über für von in bis seit")
"""Words that end no wrapped line of a heading either, where no blank line follows."""
_AFTER_HYPHEN = words("und oder bzw beziehungsweise")
_AFTER_NOUN = words("sowie bis wie als noch")
_OF_A_PLACE = re.compile(r"(?:isch|sch)(?:e[nmrs]?)?$")
_FIRST_OF_TWO = words("deutsch nordrhein rheinland schleswig sachsen baden mecklenburg")
"""First halves of adjectives that keep their hyphen: "deutsch-polnisch", "nordrhein-westfälisch"."""
_NAMES = words("dpa taz afp epd kna sid ots reuters")
"""Names that newspapers begin with a small letter, also at the beginning of a paragraph."""
_BULLET = re.compile(r"[•‣▪●◦*►→+-] ")
_SHORT, _LONG = 25, 130
"""Lines shorter or longer than this tell nothing of the width at which a text was wrapped. Set by us."""
_FEW = 4
"""A line of fewer words, with a gap below it, is a heading or an item of a list even if small letters follow."""
_SLACK = 0.9
"""How full a line is, compared with the width of the page, if its last word did not fit; proportional fonts vary."""


class Stretch(NamedTuple):
    """A stretch `[start, end)` of the source text and what joins it to the stretch before."""

    start: int
    end: int
    glue: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or several joined into a paragraph: its text, what it was made from, and how it stood on the page.

    `blanks` counts the blank lines above, `indent` the blanks before the first word; `why` says why it is junk.
    """

    text: str
    stretches: tuple[Stretch, ...]
    blanks: int = 0
    indent: int = 0
    why: str | None = None

    @property
    def start(self) -> int:
        """Where it begins in the source text."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """Where it ends in the source text."""
        return self.stretches[-1].end


def lines_of(text: str) -> list[Line]:
    """The lines of `text` that are not blank, with white space collapsed."""
    found: list[Line] = []
    blanks = at = 0
    ends = [match.span() for match in _BREAK.finditer(text)] + [(len(text), len(text))]
    for end, after in ends:
        row = text[at:end]
        bare = row.strip()
        if bare:
            indent = len(row) - len(row.lstrip())
            start = at + indent
            stretches = tuple(_stretches(bare, start)) if _UNEVEN.search(bare) else (Stretch(start, start + len(bare)),)
            collapsed = "".join(s.glue + text[s.start : s.end] for s in stretches)
            found.append(Line(collapsed, stretches, blanks if found else 0, indent))
            blanks = 0
        else:
            blanks += 1
        at = after
    return found


def _stretches(bare: str, start: int) -> Iterator[Stretch]:
    glue = ""
    for match in re.finditer(r"\S+", bare):
        yield Stretch(start + match.start(), start + match.end(), glue)
        glue = " "


def cut(line: Line, start: int, end: int) -> Line:
    """The part `[start, end)` of a line, by offsets in its own text."""
    kept: list[Stretch] = []
    at = 0
    for stretch in line.stretches:
        begin = at + len(stretch.glue)
        at = begin + stretch.end - stretch.start
        low, high = max(start, begin), min(end, at)
        if low < high:
            shift = stretch.start - begin
            kept.append(Stretch(low + shift, high + shift, stretch.glue if kept else ""))
    return Line(line.text[start:end], tuple(kept), line.blanks, line.indent, line.why)


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The lines joined to paragraphs; lines marked as junk stand apart, and text is healed across them.

    >>> [line.text for line in paragraphs(lines_of("Die Verhand-\\nlungen über die Rhein-\\nund Donauschifffahrt"))]
    ['Die Verhandlungen über die Rhein- und Donauschifffahrt']
    """
    page = Page.of([line for line in lines if not line.why])
    groups: list[list[Line]] = []
    current: list[Line] = []
    broken = False
    for index, line in enumerate(lines):
        if line.why:
            groups.append([line])
            broken = True
            continue
        after = lines[index + 1] if index + 1 < len(lines) else None
        last = after is None or after.blanks > 0 or after.why is not None
        if current and page.joins(current, line, broken, last):
            current.append(line)
        else:
            current = [line]
            groups.append(current)
        broken = False
    return [_merge(group) for group in groups]


@dataclass(frozen=True, slots=True)
class Page:
    """How a text was set: the width at which its lines were wrapped (None: not at all), blank lines after each line."""

    width: float | None
    double: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Page:
        """The layout of `lines`, judged by the line ends that plainly stand amid a sentence."""
        close = [(a, b) for a, b in pairwise(lines) if b.blanks == 0]
        spaced = [(a, b) for a, b in pairwise(lines) if b.blanks == 1]
        double = len(spaced) >= 3 and len(close) * 4 < len(spaced) and _amid_share(spaced) >= 0.4
        amid = [
            pair for pair in (spaced if double else close) if _is_row(pair[0]) and _amid(pair[0].text, pair[1].text)
        ]
        long = sum(len(line.text) > _LONG for line in lines)
        if not amid or len(amid) < 0.2 * len(spaced if double else close) or long > 0.3 * len(lines):
            return cls(None, double)
        return cls(_width(amid), double)

    def joins(self, group: Sequence[Line], line: Line, broken: bool, last: bool) -> bool:
        """True if `line` goes on with the paragraph `group`; `broken`: junk between, `last`: a gap follows."""
        before = group[-1]
        if _BULLET.match(line.text):
            return False
        if broken or line.blanks > (1 if self.double else 0):
            return self._joins_over_gap(group, before.text, line.text)
        if _HYPHEN.search(before.text):
            return True
        if self.width is None:
            return _amid(before.text, line.text) and not _ENDED.search(before.text)
        if line.text[0].islower() or _amid(before.text, line.text) or _last_word(before.text) in _WRAPPED:
            return True
        if line.indent >= before.indent + 2 and _ENDED.search(before.text):
            return False
        return self._is_full(before.text, line.text) or (last and self._is_heading(group, line))

    def _joins_over_gap(self, group: Sequence[Line], before: str, after: str) -> bool:
        if _HYPHEN.search(before):
            return after[0].islower() or len(before) >= 30
        if _ENDED.search(before):
            return False
        if len(group) == 1 and len(before.split()) < _FEW and before.split()[-1] not in _STRICT:
            return False
        begun = len(group) > 1 and any(re.search(r"[.!?] ", line.text + " ") for line in group)
        return _amid(before, after) or (begun and self.width is not None and self._is_full(before, after))

    def _is_full(self, before: str, after: str) -> bool:
        return self.width is not None and _with_next(before, after) >= self.width

    @staticmethod
    def _is_heading(group: Sequence[Line], line: Line) -> bool:
        """True for a heading over two lines: a block of its own, without a full stop."""
        alone = len(group) == 1 and (group[0].blanks > 0 or group[0].start == 0)
        texts = (group[0].text, line.text)
        return alone and not any(_ENDED.search(text) or _last_word(text) in _STRICT for text in texts)


def _amid(before: str, after: str) -> bool:
    """True if the two lines plainly belong to one sentence."""
    if _ENDED.search(before):
        return False
    word = _FIRST_WORD.match(after)
    lower = word is not None and word[0].islower() and word[0] not in _NAMES
    return lower or before.endswith(",") or _HYPHEN.search(before) is not None or _last_word(before) in _STRICT


def _is_row(line: Line) -> bool:
    return _SHORT <= len(line.text) <= _LONG


def _width(amid: Sequence[tuple[Line, Line]]) -> float:
    """How many code points fill a line: exact where all lines fit one width, with some play elsewhere."""
    rows = sorted(len(a.text) for a, _ in amid)
    full = sum(_with_next(a.text, b.text) > rows[-1] for a, b in amid)
    return rows[-1] + 1 if full >= 0.95 * len(amid) else rows[int(len(rows) * 0.8)] * _SLACK


def _with_next(before: str, after: str) -> int:
    """The length that a line would have with the next word on it."""
    return len(before) + 1 + len(after.split(" ", 1)[0])


def _amid_share(pairs: Sequence[tuple[Line, Line]]) -> float:
    return sum(_amid(a.text, b.text) for a, b in pairs) / len(pairs)


def _last_word(text: str) -> str:
    match = _LAST_WORD.search(text[-40:])
    return match[1] if match else ""


def _merge(group: Sequence[Line]) -> Line:
    if len(group) == 1:
        return group[0]
    first = group[0]
    texts, stretches = [first.text], list(first.stretches)
    for before, line in pairwise(group):
        glue, drops = _glue(before.text, line.text)
        if drops:
            texts[-1] = texts[-1][:-1]
            stretches[-1] = stretches[-1]._replace(end=stretches[-1].end - 1)
        texts.append(glue + line.text)
        stretches.append(line.stretches[0]._replace(glue=glue))
        stretches.extend(line.stretches[1:])
    return Line("".join(texts), tuple(stretches), first.blanks, first.indent)


def _glue(before: str, after: str) -> tuple[str, bool]:
    """What joins two lines, and whether the hyphen at the end of the first goes."""
    match = _HYPHEN.search(before)
    if not match:
        return ("" if re.search(r"\w/$", before) else " "), False
    if not after[0].islower():
        return "", False
    stem, word = match[1], _FIRST_WORD.match(after)
    if word and after[word.end() : word.end() + 1] == "-" and word[0] in _AFTER_HYPHEN:
        return "", False
    if word and (word[0] in _AFTER_HYPHEN or (word[0] in _AFTER_NOUN and stem[0].isupper())):
        return " ", False
    paired = word is not None and _OF_A_PLACE.search(word[0]) and (stem.endswith("isch") or stem in _FIRST_OF_TWO)
    return "", not (stem.isupper() or stem[-1].isdigit() or paired)
