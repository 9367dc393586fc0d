"""Which agency a stretch of an article is from: datelines at its head, signs at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.kinds import AGENCIES
from kg.records import EntityKind, Span

_DATELINE = re.compile(
    r"(?m)^(?P<place>[A-ZÄÖÜ][\wäöüßÄÖÜ.-]*(?:[ /,]+(?:[A-ZÄÖÜ][\wäöüßÄÖÜ.-]*|am|an der|im|a\.M\.|bei)){0,4})?\s?"
    r"\((?P<agency>[A-Za-zÄÖÜäöü][\w.-]{1,11})(?P<more>(?:[/,&+] ?[\w.-]{2,12})*)\)\s*(?P<dash>[–—:.-])?"
)
_SIGNED = re.compile(r"(?m)[.!?“”«»\"] *\((?P<agency>[A-Za-z][\w-]{1,11})(?P<more>(?:[/,] ?[\w.-]{2,12})*)\)[ \t]*$")
_NAMED = re.compile(r"(?m)^\s*(?:Quelle|Mit Material von)(?: der)?:?\s+(?P<agency>[\w/-]+)\s*$")
_TAIL = 160
"""Code points at the end in which "Quelle: dpa" may stand."""

_SHAPE = re.compile(r"[a-z]{1,2}(?:pa|na|da|fp|pd)$")
"""Short names of agencies we do not know: …-Presse-Agentur, …-Nachrichten-Agentur, …-Dienst-Agentur, …-Pressedienst.

Other small letters in brackets are an author's initials.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A station of the road before its record is made."""

    label: str
    kind: EntityKind
    evidence: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article, with the agencies that it is from; none for the paper's own."""

    span: Span
    steps: tuple[Step, ...]


def sections(text: str) -> list[Section]:
    """The stretches of the article that datelines and signs mark off, in order, without gaps.

    A dateline holds until the next one or a sign, one that an author shares ("dpa/mw") for its paragraph only; a sign
    holds for what stands before it, back to the last boundary.

    >>> [[step.label for step in section.steps] for section in sections("Hallingen (dpa) – Der Pegel sinkt.")]
    [['dpa']]
    >>> own = "Der Pegel sinkt. (dpa)\\n\\nDie Stadt sagte unserer Zeitung, sie warte ab."
    >>> [[step.label for step in section.steps] for section in sections(own)]
    [['dpa'], []]
    """
    found: list[Section] = []
    start, current = 0, tuple[Step, ...]()
    for at, end, opens, steps in sorted(_marks(text), key=lambda mark: mark[:3]):
        if opens:
            if found or current:
                found += _section(start, at, current)
                start = at
            current = steps
        else:
            found += _section(start, end, steps)
            start, current = end, ()
    return [*found, *_section(start, len(text), current)]


def marks(text: str) -> list[Span]:
    """The datelines and signs themselves with the blanks around them, in order: furniture, not something said.

    >>> text = "Hallingen (dpa) – Der Pegel sinkt. (dpa)"
    >>> [span.of(text) for span in marks(text)]
    ['Hallingen (dpa) – ', ' (dpa)']
    """
    found = sorted(_marks(text), key=lambda mark: mark[:3])
    return [_with_blanks(text, start if opens else start + 1, end) for start, end, opens, _ in found if start < end]


def _with_blanks(text: str, start: int, end: int) -> Span:
    while end < len(text) and text[end] in " \t":
        end += 1
    return Span(start, end)


def at(found: Sequence[Section], offset: int) -> tuple[Step, ...]:
    """The steps of the section that holds `offset`."""
    return next((section.steps for section in found if section.span.start <= offset < section.span.end), ())


def own_names(outlet: str | None) -> tuple[str, ...]:
    """The article's own outlet in small letters: its full name, then the nouns that it calls itself by.

    >>> own_names("Hallinger Bote"), own_names("Der Tag")
    (('hallinger bote', 'hallinger', 'bote'), ('der tag',))
    """
    low = (outlet or "").lower()
    words = [word for word in low.split() if len(word) > 3 and word != "zeitung"]
    return (low, *(words if len(words) > 1 else ())) if low else ()


def own_paragraphs(text: str, names: Sequence[str]) -> list[Span]:
    """The paragraphs that say that the paper itself was told something, whatever agency the rest is from.

    >>> text = "Der Pegel sinkt.\\n\\n„Gut so“, sagte Anke Vogt dem Boten."
    >>> [span.of(text) for span in own_paragraphs(text, own_names("Hallinger Bote"))]
    ['„Gut so“, sagte Anke Vogt dem Boten.']
    """
    short = "|".join(rf"(?:dem|der) {re.escape(name.title())}n?" for name in names[1:])
    full = re.escape(names[0]) if names else ""
    wanted = "|".join(filter(None, (r"(?:unserer|dieser) (?:Zeitung|Redaktion)", short, full and f"(?i:{full})")))
    ours = re.compile(rf"\b(?:{wanted})\b")
    paragraphs = re.finditer(r"\S(?:[^\n]|\n(?!\s*\n))*", text)
    return [Span(found.start(), found.end()) for found in paragraphs if ours.search(found[0])]


def _section(start: int, end: int, steps: tuple[Step, ...]) -> list[Section]:
    return [Section(Span(start, end), steps)] if end > start else []


def _marks(text: str) -> Iterator[tuple[int, int, bool, tuple[Step, ...]]]:
    """Start and end of each dateline (True) and sign (False), with the agencies that it names."""
    for found in _DATELINE.finditer(text):
        steps = tuple(_agencies(found))
        dashed = found["place"] and found["dash"] in ("–", "—", "-") and found["agency"].islower()
        if dashed or (steps and found["agency"].lower() in AGENCIES):
            yield found.start(), found.end(), True, steps
            if steps and len(steps) < 1 + len(re.findall(r"\w[\w.-]+", found["more"] or "")):
                end = text.find("\n\n", found.end())
                if end >= 0:
                    yield end, end, True, ()
    for found in _SIGNED.finditer(text):
        if steps := tuple(_agencies(found)):
            yield found.start(), found.end(), False, steps
    for found in _NAMED.finditer(text, max(0, len(text.rstrip()) - _TAIL)):
        name = found["agency"].split("/")[0]
        if name.lower() in AGENCIES:
            span = Span(found.start("agency"), found.start("agency") + len(name))
            yield found.start(), found.end(), False, (Step(name, EntityKind.AGENCY, span),)


def _agencies(found: re.Match[str]) -> Iterator[Step]:
    """The agencies in the brackets; the initials of authors beside them are none."""
    pieces = [(found["agency"], found.start("agency"))]
    pieces += [(p[0], found.start("more") + p.start()) for p in re.finditer(r"[\w.-]{2,12}", found["more"] or "")]
    for name, start in pieces:
        if name.lower() in AGENCIES or _SHAPE.match(name):
            yield Step(name, EntityKind.AGENCY, Span(start, start + len(name)))
