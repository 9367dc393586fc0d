"""Utterances compared: the trained reader of pairs at the service of `kg.claims`, for one pair or a file of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg import __version__
from kg.claims.drift import differences
from kg.claims.marks import Marks, Side, marks
from kg.claims.relate import Thresholds, Verdict, canonical, compare
from kg.claims.tokens import Token
from kg.errors import InputError
from kg.extract.card import card, model_folder
from kg.extract.pairs import KINDS_IN_ORDER, RELATIONS, Heard, PairModel, Words, cut
from kg.extract.sentences import sentences
from kg.records import Comparison, Relation, Said, Span, SpeechType

REACH = 400
"""Code points before an utterance in which the sentence before it is looked for. Set by hand."""

REMEMBERED = 4096
"""Utterances whose vectors are kept at hand: some 60 MB. Set by hand."""


class Comparer:
    """Compares utterances with the reader of pairs in a model's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.about = card(folder)["pairs"]
        self.limits = Thresholds(**self.about["limits"])
        self._read = lru_cache(REMEMBERED)(self._read_anew)

    @cached_property
    def model(self) -> PairModel:
        """The reader of pairs, loaded at its first use."""
        return PairModel.load(self._folder)

    def __call__(self, a: Said, b: Said) -> Comparison:
        """The relation of two utterances; see `kg.claims.relate.compare`."""
        return compare(a, b, self.judge, self.limits)

    @property
    def name(self) -> str:
        """What tells its answers from others': the program's version, the beginning of its file's hash, its limits."""
        return f"wortlaut-pairs {__version__} {self.about['file'][:12]} {' '.join(map(str, astuple(self.limits)))}"

    def vector(self, said: Said) -> Any:
        """The vector [width], of length 1, by which an utterance finds those that may have to do with it."""
        return self.model.vector(self._heard(Side.of(said)))

    def probable(self, a: Said, b: Said) -> Mapping[str, float]:
        """How probable the reader of pairs holds each relation."""
        if canonical(a) > canonical(b):
            a, b = b, a
        left, right = Side.of(a), Side.of(b)
        return self.judge(left, right, marks(left, right)).relations

    def judge(self, left: Side, right: Side, seen: Marks) -> Verdict:
        """What the reader of pairs holds probable."""
        told = self.model.judge(
            self._heard(left),
            self._heard(right),
            (seen.left, seen.right),
            (seen.left_lead, seen.right_lead),
            seen.whole,
        )
        return Verdict(
            dict(zip(RELATIONS, map(float, told.relations), strict=True)),
            dict(zip(KINDS_IN_ORDER, map(float, told.kinds), strict=True)),
            told.left.tolist(),
            told.right.tolist(),
        )

    def _heard(self, side: Side) -> Heard:
        return heard(side, self._read)

    def _read_anew(self, words: Spaced) -> tuple[Words, Any]:
        pieces = cut(words, self.model.pieces)
        return pieces, self.model.read(pieces)


Spaced = tuple[tuple[str, bool], ...]
"""Words and signs, each with whether white space, or nothing, stands before it."""


def heard(side: Side, read: Callable[[Spaced], tuple[Words, Any]]) -> Heard:
    """An utterance and what stands before it, each read for itself by `read`."""
    own = read(_spaced(side.tokens, side.said.text))
    return Heard(*own, *read(_spaced(side.lead, side.said.before))) if side.lead and side.said.before else Heard(*own)


def _spaced(words: Sequence[Token], text: str) -> Spaced:
    return tuple((t.text, t.span.start == 0 or text[t.span.start - 1].isspace()) for t in words)


def lead(text: str, start: int) -> str | None:
    """What stands before the utterance that begins at `start` in its article: its sentence so far, and the one before.

    >>> lead("Es gab Streit. Um die Zahl ging es. Vogt nannte zehn.", 36)
    'Es gab Streit. Um die Zahl ging es.'
    >>> lead("Es gab Streit. Um die Zahl ging es. Vogt nannte zehn.", 48)
    'Um die Zahl ging es. Vogt nannte'
    """
    near = text[max(0, start - REACH) : start]
    spans = list(sentences(near))[-2:]
    return near[spans[0].start :].strip() if spans else None


def comparer() -> Comparer:
    """The comparer with the model in use, made once."""
    return _comparer(model_folder())


@cache
def _comparer(folder: Path) -> Comparer:
    return Comparer(folder)


def pairs(lines: Iterable[str], path: str = "-") -> Iterator[dict[str, Any] | InputError]:
    """The answer to each line with a pair of utterances, in order, lazily; an error for a line that is none.

    A line is `{"id", "a": {"text", "speaker", "date", "outlet", "type", "before"}, "b": {…}}`; only the texts are
    needed.
    """
    told = comparer()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            a, b = said(raw["a"]), said(raw["b"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield InputError(f"not a pair of utterances: {_why(error)}", path=path, line=number)
            continue
        yield {"id": raw.get("id"), **answer(told(a, b), a, b)}


def said(raw: Mapping[str, Any]) -> Said:
    """The utterance that a JSON object describes.

    Raises:
        KeyError, TypeError, ValueError: if it has no text, or a field of another sort.

    >>> said({"text": "Der Damm hält", "speaker": "Vogt", "type": "Indirect"}).type.value
    'Indirect'
    """
    given = {name: raw.get(name) or None for name in ("speaker", "date", "outlet", "before")}
    for name, value in {"text": raw["text"], **given}.items():
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is no text")
    if given["date"] and not re.match(r"\d{4}-\d\d-\d\d(?!\d)", given["date"], re.ASCII):
        raise ValueError(f"not a date of ISO 8601: {given['date']}")
    return Said(raw["text"], **given, type=SpeechType(raw.get("type") or SpeechType.DIRECT))


def answer(found: Comparison, a: Said, b: Said) -> dict[str, Any]:
    """What is told of a comparison: relation, kind, score, spans; of one quote in two printings, the differences."""
    told: dict[str, Any] = {
        "relation": found.relation.value,
        "kind": found.kind,
        "score": round(found.score, 3),
        "spans": {"a": _listed(found.left), "b": _listed(found.right)},
    }
    if found.relation is Relation.SAME_QUOTE:
        told["differences"] = [
            {
                "change": d.change.value,
                "a": d.left and [d.left.start, d.left.end],
                "b": d.right and [d.right.start, d.right.end],
            }
            for d in differences(a, b)
        ]
    return told


def _listed(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _why(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
