"""Scores against our own gold format: one JSON an article, with statements, speakers and source chains.

A gold statement is found if at least half of the words of the longer of the two texts match, as multisets; pairs are
one to one, with the greatest sum of matches. Marks and capitals do not count. Where a frame interrupts the quote, its
parts alone (`quote_parts`) are as good as the whole stretch. Optional statements are free: neither missed if they are
left out nor wrong if they are found. All shares below "utterances" are taken over the found obligatory statements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from kg.evaluate import identity
from kg.evaluate.golddata import Gold, Statement
from kg.evaluate.scores import Row, Score, percent, share
from kg.evaluate.system import Answer
from kg.records import EntityKind, Mention, SourceStep, SpeechType, Utterance

FOUND = 0.5
"""Share of the longer text's words below which a reader would not call the two the same statement. Set by hand."""
TYPE_BONUS = 0.01
"""Decides between equal texts: the same type goes first. Set by hand, far below the worth of a word."""
ORDER_BONUS = 0.001
"""Decides what is still equal: the same place in the order of the text goes first. Set by hand."""

_ASIDE = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"\w+")
_FILLERS = frozenset(_WORD.findall("der die das dem den des ein eine einer eines einem einen dr prof frau herr herrn"))
_VERDICTS = ("right", "unknown", "wrong")


@dataclass(frozen=True, slots=True)
class Match:
    """An obligatory or optional gold statement and the utterance that it was found as."""

    statement: Statement
    utterance: Utterance
    article: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The figures for our own gold.

    `types` counts a statement as found only if the type is right, too. `shares` are (right, of how many): `type`,
    `speaker` (identity), `mention` (mean word overlap of the speaker's wording), `negated`, `modality`, `chain` (found
    statements whose chain is exact, of those that have one), `chain_wrong` (chains given that are not the gold's, of
    those given), `chain_invented` (found statements that have no chain but were given one, of those that have none),
    `speaker in store` (the same as `speaker`, by any name of the identity that a store of all the articles makes of
    it), `speaker one to one` and those of `identity` (persons neither merged nor split). `outlet` and `published` count
    articles; to fill in what the gold does not know is wrong.
    """

    utterances: Score
    types: dict[str, Score]
    shares: dict[str, tuple[float, int]]
    outlet: dict[str, int]
    published: dict[str, int]
    articles: int

    def rows(self) -> list[Row]:
        """One table row a measure; rates in percent."""
        scores = {"utterances": self.utterances, **self.types}
        rows = [score.row(name) | {"rate": None} for name, score in scores.items()]
        rates = {name: (share(*pair), pair[1]) for name, pair in self.shares.items()}
        for name, verdicts in (("outlet", self.outlet), ("published", self.published)):
            rates |= {f"{name} {verdict}": (share(n, self.articles), self.articles) for verdict, n in verdicts.items()}
        return rows + [_rate_row(name, rate, n) for name, (rate, n) in rates.items()]

    def as_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON; rates in percent."""
        return {
            "metric": "gold",
            "articles": self.articles,
            "gold": self.utterances.recall_n,
            "system": self.utterances.precision_n,
            "utterances": self.utterances.as_dict(),
            "types": {name: score.as_dict() for name, score in self.types.items()},
            "shares": {name: {"rate": percent(share(*pair)), "of": pair[1]} for name, pair in self.shares.items()},
            "outlet": self.outlet,
            "published": self.published,
        }


def score(answers: Iterable[tuple[Gold, Answer]]) -> Report:
    """The report on a system's answers to gold articles."""
    pairs = list(answers)
    found: list[Match] = []
    given: list[Utterance] = []
    read: list[identity.Reading] = []
    for gold, answer in pairs:
        matches = match(gold.statements, answer.utterances)
        said_by = {id(each.utterance): each.statement.speaker for each in matches}
        read += [identity.Reading(gold, u, said_by.get(id(u))) for u in answer.utterances]
        found += [replace(each, article=gold.path) for each in matches if not each.statement.optional]
        free = {id(each.utterance) for each in matches if each.statement.optional}
        given += [utterance for utterance in answer.utterances if id(utterance) not in free]
    wanted = [statement for gold, _ in pairs for statement in gold.statements if not statement.optional]
    return Report(
        utterances=Score.counted(hits=len(found), false=len(given) - len(found), missed=len(wanted) - len(found)),
        types={kind.value: _of_type(kind, found, wanted, given) for kind in SpeechType},
        shares=_shares(found) | _across(found, read),
        outlet=_verdicts((gold.outlet, answer.outlet) for gold, answer in pairs),
        published=_verdicts((_day(gold.published), _day(answer.published)) for gold, answer in pairs),
        articles=len(pairs),
    )


def said(answers: Iterable[tuple[Gold, Answer]]) -> Iterator[tuple[float, bool]]:
    """The confidence of each utterance, and whether it is right: found in the gold, and its speaker the gold's.

    Optional statements that were found are left out.
    """
    for gold, answer in answers:
        found = {id(each.utterance): each.statement for each in match(gold.statements, answer.utterances)}
        for utterance in answer.utterances:
            statement = found.get(id(utterance))
            if statement is None or not statement.optional:
                right = statement is not None and _same_speaker(statement, utterance.speaker)
                yield utterance.confidence, right


def match(statements: Sequence[Statement], utterances: Sequence[Utterance]) -> list[Match]:
    """The statements found, each with its utterance, in the order of the statements."""
    likeness = np.array([[_likeness(s, u) for u in utterances] for s in statements])
    likeness = likeness.reshape(len(statements), len(utterances))
    bonus = np.array([[TYPE_BONUS * (s.type == u.type) for u in utterances] for s in statements])
    worth = np.where(likeness >= FOUND, likeness + bonus.reshape(likeness.shape) + _order(likeness), 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return [Match(statements[i], utterances[j]) for i, j in chosen if likeness[i, j] >= FOUND]


def overlap(left: str, right: str) -> float:
    """The shared words of two texts, as a share of the longer one's; 0 if one has no word.

    >>> overlap("„Der Fluss ist sauber“", "der Fluss sei sauber")
    0.75
    """
    ours, theirs = _words(left), _words(right)
    return share((ours & theirs).total(), max(ours.total(), theirs.total())) if ours and theirs else 0.0


def same_label(left: str, right: str) -> bool:
    """True if two labels name the same thing but for capitals, titles, articles and asides in brackets.

    >>> same_label("die Umweltministerin", "Umweltministerin (Ostermark)"), same_label("Dr. Hein", "Hain")
    (True, False)
    """
    return _label(left) == _label(right)


def _likeness(statement: Statement, utterance: Utterance) -> float:
    return max(overlap(text, utterance.quote.text) for text in statement.texts)


def _order(likeness: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rows, columns = likeness.shape
    there, here = np.arange(rows)[:, None] / max(rows, 1), np.arange(columns)[None, :] / max(columns, 1)
    nearness: np.ndarray[Any, Any] = ORDER_BONUS * (1 - abs(there - here))
    return nearness


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _label(text: str) -> tuple[str, ...]:
    words = _WORD.findall(_ASIDE.sub(" ", text).casefold())
    return tuple(word for word in words if word not in _FILLERS) or tuple(words)


def _of_type(
    kind: SpeechType, found: Sequence[Match], wanted: Sequence[Statement], given: Sequence[Utterance]
) -> Score:
    hits = sum(each.statement.type == each.utterance.type == kind for each in found)
    said = sum(utterance.type == kind for utterance in given)
    meant = sum(statement.type == kind for statement in wanted)
    return Score.counted(hits=hits, false=said - hits, missed=meant - hits)


def _shares(found: Sequence[Match]) -> dict[str, tuple[float, int]]:
    pairs = [(each.statement, each.utterance) for each in found]
    named = [(s, u) for s, u in pairs if s.speaker_text]
    chained = [_same_chain(s.chain, u.sources) for s, u in pairs if s.chain]
    chains = [_same_chain(s.chain, u.sources) for s, u in pairs if u.sources]
    return {
        "type": (sum(s.type == u.type for s, u in pairs), len(pairs)),
        "speaker": (sum(_same_speaker(s, u.speaker) for s, u in pairs), len(pairs)),
        "mention": (sum(overlap(s.speaker_text or "", _wording(u.speaker)) for s, u in named), len(named)),
        "negated": (sum(s.negated == u.negated for s, u in pairs), len(pairs)),
        "modality": (sum(s.modality == u.modality for s, u in pairs), len(pairs)),
        "chain": (sum(chained), len(chained)),
        "chain_wrong": (len(chains) - sum(chains), len(chains)),
        "chain_invented": (sum(bool(u.sources) for s, u in pairs if not s.chain), sum(not s.chain for s, _ in pairs)),
    }


def _across(found: Sequence[Match], read: Sequence[identity.Reading]) -> dict[str, tuple[float, int]]:
    """The shares that are about identities over all articles, as a store would have them."""
    articles = [each.article for each in found]
    names = identity.names_of((each.utterance for each in found), articles)
    right = sum(_same_speaker(each.statement, each.utterance.speaker, names(each.utterance)) for each in found)
    pairs = [(each.statement, each.utterance) for each in found]
    assigned = identity.assigned(pairs, articles)
    return {
        "speaker in store": (right, len(found)),
        "speaker one to one": (sum(assigned), len(assigned)),
        **identity.shares(pairs, articles),
        **identity.mentioned(read),
    }


def _same_speaker(statement: Statement, speaker: Mention | None, also: Collection[str] = ()) -> bool:
    """True if the identity is right; an unnamed speaker is right if it is unnamed here, too, with a word in common.

    `also` are other names of the identity. Nobody is right where the gold has nobody, and so are untraced
    "Medienberichte".
    """
    kind = speaker.entity.kind if speaker and speaker.entity else EntityKind.UNKNOWN
    if statement.speaker is None:
        return kind in (EntityKind.UNKNOWN, EntityKind.REPORTS)
    if speaker is None:
        return False
    if statement.speaker_kind == EntityKind.ANONYMOUS:
        wording = f"{statement.speaker} {statement.speaker_text or ''}"
        return kind is EntityKind.ANONYMOUS and overlap(wording, _wording(speaker)) > 0
    label = speaker.entity.label if speaker.entity else speaker.name.text
    wanted = (statement.speaker, *statement.speaker.split(";"))
    return any(same_label(given, name) for given in (label, *also) for name in wanted)


def _same_chain(labels: Sequence[str], steps: Sequence[SourceStep]) -> bool:
    return len(labels) == len(steps) and all(map(_is_step, labels, steps))


def _is_step(label: str, step: SourceStep) -> bool:
    return same_label(label, step.label) or bool(step.entity and same_label(label, step.entity.label))


def _wording(speaker: Mention | None) -> str:
    return speaker.passage.text if speaker else ""


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _verdicts(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, int]:
    counts = Counter(_verdict(gold, system) for gold, system in pairs)
    return {verdict: counts[verdict] for verdict in _VERDICTS}


def _verdict(gold: str | None, system: str | None) -> str:
    if (gold or "").casefold() == (system or "").casefold():
        return "right"
    return "wrong" if system else "unknown"


def _rate_row(measure: str, rate: float, of: int) -> Row:
    empty: Row = {"measure": measure, "precision": None, "recall": None, "f1": None, "given": None}
    return empty | {"wanted": of, "rate": percent(rate)}
