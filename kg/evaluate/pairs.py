"""How well the relation of two utterances is told: on a file of pairs, or on the relations that a gold names.

Contradiction and denial count together as `opposed`: a desk looks at both. `hard` are pairs without any relation that
look as if they had one; `flagged` is the share of them that is told to be opposed all the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.claims.relate import OPPOSED
from kg.claims.wording import key
from kg.compare import lead, said
from kg.corpus import reader
from kg.corpus.files import unreadable
from kg.errors import InputError
from kg.evaluate import golddata
from kg.evaluate.scores import Row, Score, percent
from kg.records import Article, Comparison, Relation, Said

Example = tuple[Said, Said, Relation]
Compare = Callable[[Said, Said], Comparison]

_GOLD_NAMES = {
    "same_quote_different_wording": Relation.SAME_QUOTE,
    "not_contradictory_although_similar": Relation.NONE,
}


@dataclass(frozen=True, slots=True)
class Report:
    """The scores by relation, of both opposed ones together, of one quotation in two wordings, and the hard pairs
    (flagged, of how many)."""

    relations: dict[Relation, Score]
    opposed: Score
    reworded: Score
    hard: tuple[int, int]

    def rows(self) -> Iterator[Row]:
        """The table's rows: one a relation, then what counts most."""
        for relation, score in self.relations.items():
            yield score.row(relation.value)
        yield self.reworded.row("same_quote in other words")
        yield self.opposed.row("contradicts or denies")
        flagged, of = self.hard
        yield {
            "measure": "unrelated, but flagged as opposed",
            "precision": percent(flagged / of if of else 0.0),
            "wanted": of,
        }

    def as_dict(self) -> dict[str, Any]:
        """The scores in percent, ready for JSON."""
        named = {relation.value: score.as_dict() for relation, score in self.relations.items()}
        flagged, of = self.hard
        return named | {"opposed": self.opposed.as_dict(), "flagged": percent(flagged / of if of else 0.0)}


def score(examples: Iterable[Example], compare: Compare) -> Report:
    """The report on what `compare` says of the examples."""
    told = [(a, b, wanted, compare(a, b).relation) for a, b, wanted in examples]
    pairs = [(wanted, given) for *_, wanted, given in told]
    reworded = [(wanted, given) for a, b, wanted, given in told if key(a.text) != key(b.text)]
    kinds = [relation for relation in Relation if relation is not Relation.NONE]
    unrelated = [given in OPPOSED for wanted, given in pairs if wanted is Relation.NONE]
    return Report(
        {kind: _score(pairs, kind) for kind in kinds},
        _score(pairs, *OPPOSED),
        _score(reworded, Relation.SAME_QUOTE),
        (sum(unrelated), len(unrelated)),
    )


def _score(relations: Iterable[tuple[Relation, Relation]], *of: Relation) -> Score:
    pairs = [(wanted in of, told in of) for wanted, told in relations]
    hits = sum(wanted and told for wanted, told in pairs)
    false = sum(told and not wanted for wanted, told in pairs)
    return Score.counted(hits=hits, false=false, missed=sum(wanted for wanted, _ in pairs) - hits)


def are_in(path: Path) -> bool:
    """True if the file's first line is a pair of utterances, or a story told by articles."""
    try:
        with path.open(encoding="utf-8") as file:
            first = json.loads(file.readline())
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and ({"a", "b"} <= first.keys() or {"articles", "utterances"} <= first.keys())


def examples(path: Path) -> Iterator[Example]:
    """The pairs with their relations: of a file of JSON lines, of the stories in one, or of a folder of gold.

    Of a story they are all pairs of its utterances, those without a relation, too.

    Raises:
        InputError: if something cannot be read, naming file and line.
    """
    yield from _gold(path) if path.is_dir() else _lines(path)


def _lines(path: Path) -> Iterator[Example]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(path), error) from None
    for number, line in enumerate(lines, start=1):
        try:
            raw = json.loads(line)
            if "articles" in raw:
                yield from _story(raw)
            else:
                yield said(raw["a"]), said(raw["b"]), Relation(raw["relation"])
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(f"not a pair with its relation: {error}", path=str(path), line=number) from error


def _story(raw: dict[str, Any]) -> Iterator[Example]:
    told = uttered(raw)
    known = {frozenset((each["a"], each["b"])): Relation(each["relation"]) for each in raw["relations"]}
    for a, b in combinations(range(len(told)), 2):
        yield told[a], told[b], known.get(frozenset((a, b)), Relation.NONE)


def uttered(raw: dict[str, Any]) -> list[Said]:
    """The utterances of a story that is told by articles, with their places and what stands before them.

    Raises:
        KeyError, TypeError, ValueError, IndexError: if it is no such story.
    """
    found, numbers = [], Counter[int]()
    for each in raw["utterances"]:
        article = raw["articles"][each["article"]]
        text, start = article["text"], each["start"]
        place = (f"{raw['title']}#{each['article']}", numbers[each["article"]])
        numbers[each["article"]] += 1
        about = {**each, "text": text[start : each["end"]], "date": article["date"], "outlet": article["outlet"]}
        found.append(replace(said(about), place=place, before=lead(text, start)))
    return found


def _gold(folder: Path) -> Iterator[Example]:
    statements = {}
    for gold in golddata.read(folder):
        text = _text(gold)
        for number, statement in enumerate(gold.statements):
            at = text.find(statement.texts[0])
            statements[f"{gold.path.stem}#{statement.id}"] = Said(
                *(statement.texts[0], statement.speaker, gold.published, gold.outlet, statement.type),
                place=(gold.path.stem, number),
                before=lead(text, at) if at > 0 else None,
            )
    for path in sorted(folder.glob("*.json")):
        for raw in _relations(json.loads(path.read_text("utf-8"))):
            try:
                name = raw["relation"]
                yield statements[raw["a"]], statements[raw["b"]], _GOLD_NAMES.get(name) or Relation(name)
            except KeyError as error:
                raise InputError(f"no statement {error}", path=str(path)) from error


def _text(gold: golddata.Gold) -> str:
    """The text of the gold's article; nothing if that is not there, so that nothing is known of what stands before."""
    try:
        found = reader.read([gold.article])
        return next((article.text for article in found if isinstance(article, Article)), "")
    except InputError:
        return ""


def _relations(raw: Any) -> Iterator[dict[str, Any]]:
    """The relations in a gold file: its objects with two sides."""
    for each in raw if isinstance(raw, list) else ():
        if isinstance(each, dict) and {"a", "b", "relation"} <= each.keys():
            yield each
