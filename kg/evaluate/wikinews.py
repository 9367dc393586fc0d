"""The quotation metric on the German Wikinews quotations of Petersen-Frey & Biemann (2024).

System and gold utterances of a document are paired one to one so that the F1 of their quote tokens is greatest
in sum; then every pair is scored part by part.

What the definition leaves open is decided as in the dataset's own script, so that figures can be compared:
- The assignment is complete: of the smaller side, every utterance is paired, even where the quotes share no token.
  For the message this is the same as leaving both unpaired.
- An unpaired utterance has precision 0 (the system's) or recall 0 (the gold's) in every part that it has.
- Form and medium: an equal value is a hit; an unequal one is one false positive and one false negative; an unpaired
  system utterance is a false positive, an unpaired gold one a false negative.
- A rate that nothing was averaged for is 0.
Utterances are put in the order of their tokens first, so the order in which they come does not matter.

Source: Petersen-Frey & Biemann, "Dataset of Quotation Attribution in German News Articles", LREC-COLING 2024, and
the evaluation script published with it; it follows SpkAtt-2023, task 1 (Rehbein et al., KONVENS 2023).
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from kg.errors import InputError
from kg.evaluate.lines import numbered_lines
from kg.evaluate.scores import Row, Score
from kg.records import Medium, Span, SpeechType, Utterance

PARTS = ("quote", "addressee", "cue", "frame", "speaker")
ROLES = PARTS[1:]

TYPE_BONUS = 0.01
"""Decides between pairings of equal overlap. Source: the dataset's own script, as `MEDIUM_BONUS`."""
MEDIUM_BONUS = 0.001

FOUND = 0.5
"""F1 of two quotes from which a reader takes them for the same utterance. Set by hand."""

Tokens = frozenset[int]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One utterance as the dataset sees it: its form, its medium, and the tokens of each of the five parts.

    `confidence` is the system's own, in [0, 1]; it counts in no figure.
    """

    type: SpeechType
    medium: Medium
    parts: dict[str, Tokens]
    confidence: float = 1.0

    def sort_key(self) -> tuple[object, ...]:
        """An order that depends on nothing but the content."""
        return (*(sorted(self.parts[part]) for part in PARTS), self.type, self.medium)


@dataclass(frozen=True, slots=True)
class Document:
    """One line of the dataset: text, token spans (code points of the text, by token id), gold annotations."""

    name: str
    text: str
    tokens: tuple[Span, ...]
    annotations: tuple[Annotation, ...]
    line: int = 0

    def covered(self, spans: Iterable[Span]) -> Tokens:
        """The ids of the tokens that share a code point with one of the spans."""
        found: set[int] = set()
        for span in spans:
            first = bisect_right(self.tokens, span.start, key=lambda token: token.end)
            found.update(range(first, bisect_left(self.tokens, span.end, key=lambda token: token.start)))
        return frozenset(found)

    def annotate(self, utterance: Utterance) -> Annotation:
        """The utterance in the dataset's terms; its offsets are code points of this document's text."""
        passages = utterance.passages
        parts = {part: self.covered(passages[part].spans) if part in passages else frozenset() for part in PARTS}
        return Annotation(utterance.type, utterance.medium, parts, utterance.confidence)


Pair = tuple[Annotation | None, Annotation | None]


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of the quotation metric.

    `message` is the quote, `roles` the other four parts pooled, `joint` all five; `parts` has each alone, `types` the
    quote's score over the pairs in which the system (precision) or the gold (recall) says that type. `overlapping`
    counts the pairs whose quotes share a token.
    """

    message: Score
    roles: Score
    joint: Score
    form: Score
    medium: Score
    parts: dict[str, Score]
    types: dict[str, Score]
    documents: int
    gold: int
    system: int
    overlapping: int

    def scores(self) -> dict[str, Score]:
        """Every score by name, the chief ones first."""
        chief = {name: getattr(self, name) for name in ("message", "roles", "joint", "form", "medium")}
        return chief | self.parts | {f"quote:{name}": score for name, score in self.types.items()}

    def rows(self) -> list[Row]:
        """One table row a measure, in percent."""
        return [score.row(name) for name, score in self.scores().items()]

    def as_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON; rates in percent."""
        counts = {name: getattr(self, name) for name in ("documents", "gold", "system", "overlapping")}
        return {"metric": "wikinews", **counts, **{name: score.as_dict() for name, score in self.scores().items()}}


def documents(path: str | Path) -> Iterator[Document]:
    """The documents of a JSON-lines file of the dataset, lazily, in the order of the file.

    Raises:
        InputError: at the first line that is not one of the dataset's documents.
    """
    for number, line in numbered_lines(path):
        yield _document(line, str(path), number)


def score(answers: Iterable[tuple[Document, Iterable[Utterance]]]) -> Report:
    """The report on what a system found in each document; offsets are code points of the document's text.

    >>> text = "Es regnet."
    >>> document = Document("Wetter", text, (Span(0, 2), Span(3, 9), Span(9, 10)), ())
    >>> score([(document, [])]).gold
    0
    """
    paired = [answered(*answer) for answer in answers]
    return report([each for pairs in paired for each in pairs], documents=len(paired))


def answered(document: Document, utterances: Iterable[Utterance]) -> list[Pair]:
    """The (gold, system) pairs of what a system found in a document."""
    return pair(document.annotations, [document.annotate(utterance) for utterance in utterances])


def pair(gold: Sequence[Annotation], system: Sequence[Annotation]) -> list[Pair]:
    """The (gold, system) pairs of one document, then what is left over, paired with None."""
    wanted = sorted(gold, key=Annotation.sort_key)
    given = sorted(system, key=Annotation.sort_key)
    likeness = np.array([[_likeness(g, s) for s in given] for g in wanted]).reshape(len(wanted), len(given))
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    chosen = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    taken = set(chosen.values())
    found: list[Pair] = [(g, given[chosen[i]] if i in chosen else None) for i, g in enumerate(wanted)]
    return found + [(None, s) for j, s in enumerate(given) if j not in taken]


def right(gold: Annotation | None, system: Annotation | None) -> bool:
    """True if a reader would take the system's utterance for the gold's: half of the quote, and the speaker.

    The quotes' tokens have an F1 of at least 0.5, and the speakers share a token or both are empty.
    """
    if gold is None or system is None:
        return False
    quotes, speakers = [(gold.parts[part], system.parts[part]) for part in ("quote", "speaker")]
    return overlap(*quotes) >= FOUND and (bool(speakers[0] & speakers[1]) or not (speakers[0] or speakers[1]))


def overlap(left: Tokens, right: Tokens) -> float:
    """The F1 of two token sets, 0 if both are empty.

    >>> overlap(frozenset([1, 2, 3]), frozenset([3]))
    0.5
    """
    return 2 * len(left & right) / max(1, len(left) + len(right))


def report(pairs: Sequence[Pair], *, documents: int = 1) -> Report:
    """The report on pairs as `pair` makes them, pooled over documents."""
    return Report(
        message=_macro(pairs, ("quote",)),
        roles=_macro(pairs, ROLES),
        joint=_macro(pairs, PARTS),
        form=_micro((g.type if g else None, s.type if s else None) for g, s in pairs),
        medium=_micro((g.medium if g else None, s.medium if s else None) for g, s in pairs),
        parts={part: _macro(pairs, (part,)) for part in PARTS},
        types={kind.value: _of_type(pairs, kind) for kind in SpeechType},
        documents=documents,
        gold=sum(g is not None for g, _ in pairs),
        system=sum(s is not None for _, s in pairs),
        overlapping=sum(bool(g and s and g.parts["quote"] & s.parts["quote"]) for g, s in pairs),
    )


def _likeness(gold: Annotation, system: Annotation) -> float:
    f1 = overlap(gold.parts["quote"], system.parts["quote"])
    if not f1:
        return 0.0
    return f1 + TYPE_BONUS * (gold.type == system.type) + MEDIUM_BONUS * (gold.medium == system.medium)


def _macro(pairs: Iterable[Pair], parts: Iterable[str]) -> Score:
    tokens = [(_tokens(g, part), _tokens(s, part)) for g, s in pairs for part in parts]
    return _macro_tokens(tokens)


def _of_type(pairs: Iterable[Pair], kind: SpeechType) -> Score:
    quotes = [(g, s, _tokens(g, "quote"), _tokens(s, "quote")) for g, s in pairs]
    return Score.averaged(
        (len(g & s) / len(s) for _, said, g, s in quotes if s and said and said.type == kind),
        (len(g & s) / len(g) for meant, _, g, s in quotes if g and meant and meant.type == kind),
    )


def _macro_tokens(tokens: Sequence[tuple[Tokens, Tokens]]) -> Score:
    return Score.averaged(
        (len(g & s) / len(s) for g, s in tokens if s),
        (len(g & s) / len(g) for g, s in tokens if g),
    )


def _micro(labels: Iterable[tuple[str | None, str | None]]) -> Score:
    seen = list(labels)
    hits = sum(g == s for g, s in seen)
    given = sum(s is not None for _, s in seen)
    wanted = sum(g is not None for g, _ in seen)
    return Score.counted(hits=hits, false=given - hits, missed=wanted - hits)


def _tokens(annotation: Annotation | None, part: str) -> Tokens:
    return annotation.parts[part] if annotation else frozenset()


def _document(line: str, path: str, number: int) -> Document:
    try:
        raw = json.loads(line)
        tokens = tuple(Span(token["charBegin"], token["charEnd"]) for token in raw["tokens"])
        annotations = tuple(_annotation(each, len(tokens)) for each in raw["annotations"])
        return Document(str(raw["documentName"]), str(raw["originalText"]), tokens, annotations, number)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", path=path, line=number) from error
    except KeyError as error:
        raise InputError(f"not a document of the quotation dataset: no {error}", path=path, line=number) from error
    except (TypeError, ValueError) as error:
        raise InputError(f"not a document of the quotation dataset: {error}", path=path, line=number) from error


def _annotation(raw: dict[str, Any], size: int) -> Annotation:
    parts = {part: frozenset(int(token) for token in (raw.get(part) or {}).get("tokenIds", ())) for part in PARTS}
    if any(not 0 <= token < size for tokens in parts.values() for token in tokens):
        raise ValueError("an annotation has a token id that the document lacks")
    return Annotation(SpeechType(raw["type"]), Medium(raw.get("medium", "none")), parts)
