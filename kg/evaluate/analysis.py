"""What the quotation metric's figures are made of: by type, length and part, confusions, mistakes, confidence.

Two utterances that the metric pairs are the same one if the F1 of their quotes is at least `wikinews.FOUND`; a pair
below that is a missed utterance and one made up. "Exact" means the very same tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluate.scores import Row, percent, share
from kg.evaluate.wikinews import FOUND, PARTS, ROLES, Annotation, Pair, overlap, report, right
from kg.records import SpeechType

LENGTHS = (1, 6, 11, 21, 41, 81)
"""First token counts of the classes of length."""

COMMONEST = 10
BINS = 10

NOTHING = "–"
"""Stands for the utterance that the other side lacks."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title, with a sentence that says what they count."""

    title: str
    note: str
    rows: list[Row]


def tables(pairs: Sequence[Pair]) -> list[Table]:
    """The whole analysis of pairs as the metric makes them.

    >>> [table.title for table in tables([])][:3]
    ['By type', 'By length', 'By part']
    """
    sorted_ = list(_matched(pairs))
    return [
        Table("By type", "Type of the annotated utterance; shares in percent.", _by_type(sorted_)),
        Table("By length", "Tokens of the annotated quote; shares in percent.", _by_length(sorted_)),
        Table(
            "By part",
            "Of the utterances that both have, in percent of those in which either has the part.",
            _parts(sorted_),
        ),
        Table(
            "Confusion of types", "Annotated type down, given type across; – is missed or made up.", _confusion(sorted_)
        ),
        Table(
            "Commonest mistakes",
            "An utterance can have several; shares of all mistakes, in percent.",
            _commonest(sorted_),
        ),
        Table("Reliability", _reliability_note(_said(pairs)), reliability(_said(pairs))),
    ]


def markdown(found: Iterable[Table]) -> Iterator[str]:
    """The tables as lines of Markdown.

    >>> list(markdown([Table("By type", "Shares.", [{"type": "Direct", "found": 90.0}])]))[-2]
    '| Direct | 90 |'
    """
    for table in found:
        yield from (f"### {table.title}", "", table.note, "")
        columns = list(table.rows[0]) if table.rows else []
        yield f"| {' | '.join(columns)} |"
        yield f"| {' | '.join(['---', *['---:'] * (len(columns) - 1)])} |"
        for row in table.rows:
            yield f"| {' | '.join(_cell(row[column]) for column in columns)} |"
        yield ""


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


def _matched(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs, with those that are not the same utterance parted."""
    for gold, system in pairs:
        if gold and system and overlap(gold.parts["quote"], system.parts["quote"]) < FOUND:
            yield gold, None
            yield None, system
        else:
            yield gold, system


def _by_type(pairs: Sequence[Pair]) -> list[Row]:
    figures = report(pairs).types
    rows = []
    for kind in SpeechType:
        of_kind = [(g, s) for g, s in pairs if g and g.type == kind]
        score = figures[kind.value]
        rows.append(
            {
                "type": kind.value,
                "annotated": len(of_kind),
                **_shares(of_kind),
                "quote precision": percent(score.precision),
                "quote recall": percent(score.recall),
            }
        )
    return rows


def _by_length(pairs: Sequence[Pair]) -> list[Row]:
    rows = []
    for first, stop in pairwise([*LENGTHS, 10**9]):
        of_length = [(g, s) for g, s in pairs if g and first <= len(g.parts["quote"]) < stop]
        name = f"{first}–{stop - 1}" if stop < 10**9 else f"{first} and more"
        rows.append({"tokens": name, "annotated": len(of_length), **_shares(of_length)})
    return rows


def _shares(pairs: Sequence[Pair]) -> Row:
    """Shares of annotated utterances: found, with the exact quote, with the right type, right for a reader."""
    both = [(g, s) for g, s in pairs if g and s]
    counts = {
        "found": len(both),
        "exact quote": sum(g.parts["quote"] == s.parts["quote"] for g, s in both),
        "right type": sum(g.type == s.type for g, s in both),
        "found with its speaker": sum(right(g, s) for g, s in both),
    }
    return {name: percent(share(count, len(pairs))) for name, count in counts.items()}


def _parts(pairs: Sequence[Pair]) -> list[Row]:
    both = [(g, s) for g, s in pairs if g and s]
    rows: list[Row] = []
    for part in PARTS:
        seen = [(g.parts[part], s.parts[part]) for g, s in both if g.parts[part] or s.parts[part]]
        verdicts = Counter(_verdict(wanted, given) for wanted, given in seen)
        shares = {name: percent(share(verdicts[name], len(seen))) for name in _VERDICTS}
        rows.append({"part": part, "utterances": len(seen), **shares})
    return rows


_VERDICTS = ("exact", "too short", "too long", "shifted", "elsewhere", "missing", "made up")


def _verdict(wanted: frozenset[int], given: frozenset[int]) -> str:
    if wanted == given:
        return "exact"
    if not given:
        return "missing"
    if not wanted:
        return "made up"
    if not wanted & given:
        return "elsewhere"
    if given < wanted:
        return "too short"
    return "too long" if given > wanted else "shifted"


def _confusion(pairs: Sequence[Pair]) -> list[Row]:
    counts = Counter((_type(g), _type(s)) for g, s in pairs)
    names = [*(kind.value for kind in SpeechType), NOTHING]
    rows: list[Row] = [{"annotated": row} for row in names]
    for row in rows:
        row |= {column: counts[str(row["annotated"]), column] for column in names}
    return rows


def _type(annotation: Annotation | None) -> str:
    return annotation.type.value if annotation else NOTHING


def _commonest(pairs: Sequence[Pair]) -> list[Row]:
    counts = Counter(kind for pair in pairs for kind in _mistakes(*pair))
    total = counts.total()
    return [
        {"mistake": kind, "times": count, "share": percent(share(count, total))}
        for kind, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:COMMONEST]
    ]


def _mistakes(gold: Annotation | None, system: Annotation | None) -> Iterator[str]:
    if gold is None or system is None:
        yield f"{gold.type} missed" if gold else f"{_type(system)} made up"
        return
    if gold.type != system.type:
        yield f"{gold.type} taken for {system.type}"
    for part in ("quote", *ROLES):
        verdict = _verdict(gold.parts[part], system.parts[part]) if gold.parts[part] or system.parts[part] else "exact"
        if verdict != "exact":
            yield f"{part} {verdict}"


def _said(pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
    """The confidence of each given utterance, and whether it is right."""
    return [(system.confidence, right(gold, system)) for gold, system in pairs if system]


def reliability(said: Sequence[tuple[float, bool]]) -> list[Row]:
    """A row for each tenth of confidence in which something was said: how sure it was on the mean, how often right.

    `said` are confidences in [0, 1], each with whether what was said is right; shares are in percent.

    >>> [(row["confidence"], row["given"], row["right"]) for row in reliability([(0.91, True), (0.99, False)])]
    [('0.9–1.0', 2, 50.0)]
    """
    rows: list[Row] = []
    for first in range(BINS):
        inside = [(confidence, hit) for confidence, hit in said if min(int(confidence * BINS), BINS - 1) == first]
        if inside:
            rows.append(
                {
                    "confidence": f"{first / BINS:.1f}–{(first + 1) / BINS:.1f}",
                    "given": len(inside),
                    "mean confidence": percent(share(sum(c for c, _ in inside), len(inside))),
                    "right": percent(share(sum(r for _, r in inside), len(inside))),
                }
            )
    return rows


def _reliability_note(said: Sequence[tuple[float, bool]]) -> str:
    brier = share(sum((c - r) ** 2 for c, r in said), len(said))
    return (
        "Right: half of the quote and the speaker are the annotators'. "
        f"{percent(share(sum(r for _, r in said), len(said))):g} % of all given utterances are; "
        f"the Brier score of the confidence is {brier:.3f}."
    )
