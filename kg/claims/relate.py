"""Which relation two utterances have, from what a reader of pairs holds probable and from who said them, and when.

`judge` is handed in: it gives the probabilities for a pair in its canonical order, so that the answer is the same from
either side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from kg.claims import wording
from kg.claims.denial import is_bare_rejection, rejects
from kg.claims.figures import counted_otherwise, counts_whole, differ_in_figure
from kg.claims.marks import DOES, OTHER, Marks, Side, days, marks, speakers, steps
from kg.claims.retelling import as_one_speaker, corrected, differ_in_detail
from kg.records import KINDS, Comparison, Relation, Said, Span

CARRIES = 0.5
"""How probably a word must carry the relation to count as evidence for it. Set by hand."""

REJECTED = 0.7
"""Score of a rejection that does not name what it rejects. Set by hand."""

FIGURE = 0.9
"""Score of a contradiction in nothing but a figure. Set by hand."""

CORRECTED = 0.9
"""Score of a correction: the same sentence in the same place, but for a word. Set by hand."""

OPPOSED = (Relation.CONTRADICTS, Relation.DENIES)
"""The relations in which both sides cannot be right; told only if both together are probable enough."""


class Verdict(NamedTuple):
    """What the reader of pairs holds of a pair: probabilities of relations and kinds by name, and of each word."""

    relations: Mapping[str, float]
    kinds: Mapping[str, float]
    left: Sequence[float]
    right: Sequence[float]


Judge = Callable[[Side, Side, Marks], Verdict]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How probable contradiction and denial together, and each other relation, must be to be told."""

    opposed: float = 0.5
    changed_position: float = 0.7
    updates: float = 0.7
    corroborates: float = 0.7
    same_quote: float = 0.7

    def of(self, relation: Relation) -> float:
        """The limit of a relation."""
        return self.opposed if relation in OPPOSED else float(getattr(self, relation.value))


def compare(a: Said, b: Said, judge: Judge, limits: Thresholds = Thresholds()) -> Comparison:
    """The relation of two utterances with its kind, score, and the spans of both texts that carry it.

    The same from either side, spans aside. Some things are plain whatever the reader says: two printings of one wording
    by one speaker are one quote, what an article gives to two at once is held by both, a sentence printed again in its
    place is a correction. What the reader relates to nothing, it reads again if one may retell the other.

    >>> never = lambda left, right, marks: Verdict({"none": 1.0}, {"topic": 1.0}, (), ())
    >>> compare(Said("„Der Damm hält!“", "Vogt"), Said("Der Damm hält", "Vogt"), never).kind
    'identical'
    """
    if canonical(a) > canonical(b):
        found = compare(b, a, judge, limits)
        return Comparison(found.relation, found.kind, found.score, found.right, found.left)
    left, right = Side.of(a), Side.of(b)
    whole = (Span(0, len(a.text)),), (Span(0, len(b.text)),)
    if corrected(left, right):
        return Comparison(Relation.UPDATES, "correction", CORRECTED, *whole)
    if wording.key(a.text) == wording.key(b.text):
        if speakers(a, b) != OTHER and days(a, b) != 2:
            return Comparison(Relation.SAME_QUOTE, "identical", 1.0, *whole)
        if steps(a, b) is not None and speakers(a, b) == OTHER:
            return Comparison(Relation.CORROBORATES, "agreement", 1.0, *whole)
    if rejects(left, right):
        return Comparison(Relation.DENIES, "denial", REJECTED, *whole)
    seen = marks(left, right)
    if figures := differ_in_figure(left, right, seen) or counted_otherwise(left, right):
        return Comparison(Relation.CONTRADICTS, "number", FIGURE, *figures)
    verdict = judge(left, right, seen)
    relation, score = chosen(_possible(verdict.relations, a, b), limits)
    if relation is Relation.NONE and (retold := _retold(left, right, judge)):
        likely = chosen(_possible(retold.relations, a, b), limits)
        if likely[0] is Relation.SAME_QUOTE:
            verdict, (relation, score) = retold, likely
    kind = _kind(relation, verdict.kinds)
    if relation in OPPOSED and _may_both_be(left, right, seen, kind):
        relation, score, kind = Relation.NONE, verdict.relations.get("none", 0.0), "topic"
    if relation is Relation.NONE:
        return Comparison(relation, kind, score)
    return Comparison(relation, kind, score, tuple(carrying(left, verdict.left)), tuple(carrying(right, verdict.right)))


def _possible(probable: Mapping[str, float], a: Said, b: Said) -> Mapping[str, float]:
    """The probabilities of what is left where no days are known: nobody is then known to have changed position."""
    if a.date and b.date:
        return probable
    changed = probable.get(Relation.CHANGED_POSITION.value, 0.0)
    rest = {name: min(1.0, chance / max(1e-9, 1 - changed)) for name, chance in probable.items()}
    return rest | {Relation.CHANGED_POSITION.value: 0.0}


def _retold(left: Side, right: Side, judge: Judge) -> Verdict | None:
    """What the reader makes of an outlet's report and what that outlet printed, as if one had said both; else None."""
    both = as_one_speaker(left, right)
    if not both:
        return None
    seen = marks(*both)
    return None if differ_in_detail(seen) else judge(*both, seen)


def _may_both_be(left: Side, right: Side, seen: Marks, kind: str) -> bool:
    """True if what looks opposed need not be: of one day, of part and whole, or both rejecting something."""
    if kind == "date":
        return _agree_in_time(seen)
    if kind == "number":
        return counts_whole(left) != counts_whole(right)
    return is_bare_rejection(left) and is_bare_rejection(right)


def _agree_in_time(seen: Marks) -> bool:
    """True if the days that both name are the same."""
    does = {DOES[does] for _, does in (*seen.left, *seen.right)}
    return "date_same" in does and "date_apart" not in does


def canonical(said: Said) -> tuple[str, ...]:
    """What puts the utterances of a pair in order: the earlier first, then by wording."""
    article, number = said.place or ("", 0)
    known = (said.date or "", said.text, said.speaker or "", said.outlet or "", said.type.value)
    return (*known, article, f"{number:09}", said.before or "")


def chosen(probable: Mapping[str, float], limits: Thresholds) -> tuple[Relation, float]:
    """The relation to tell, and how probable it is.

    >>> chosen({"contradicts": 0.4, "denies": 0.3, "none": 0.3}, Thresholds(opposed=0.6))[0].value
    'contradicts'
    """
    known = {relation: probable.get(relation.value, 0.0) for relation in Relation}
    opposed = sum(known[relation] for relation in OPPOSED)
    if opposed > limits.opposed:
        return max(OPPOSED, key=known.__getitem__), min(1.0, opposed)
    rest = [relation for relation in Relation if relation not in (*OPPOSED, Relation.NONE)]
    told = [relation for relation in rest if known[relation] > limits.of(relation)]
    if told:
        best = max(told, key=known.__getitem__)
        return best, known[best]
    return Relation.NONE, known[Relation.NONE]


def carrying(side: Side, probable: Sequence[float]) -> Iterator[Span]:
    """The stretches of the text whose words carry the relation; the whole text if none does."""
    inside = [k for k, _ in enumerate(side.tokens) if k < len(probable) and probable[k] > CARRIES]
    if not inside:
        yield Span(0, len(side.said.text))
    for _, run in groupby(enumerate(inside), key=lambda pair: pair[1] - pair[0]):
        words = [k for _, k in run]
        yield Span(side.tokens[words[0]].span.start, side.tokens[words[-1]].span.end)


def _kind(relation: Relation, kinds: Mapping[str, float]) -> str:
    return max(KINDS[relation], key=lambda kind: kinds.get(kind, 0.0))
