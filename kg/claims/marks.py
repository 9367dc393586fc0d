"""What is seen of two utterances side by side, word by word: what meets what on the other side, and what it does there.

The marks are what the pair's reader gets besides the words themselves; a small encoder is bad at comparing figures and
dates and does not know that rising excludes falling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from kg.claims.amounts import Amount, amounts
from kg.claims.dates import Date, dates
from kg.claims.lexicon import lexicon
from kg.claims.tokens import Token, tokens
from kg.records import Said, Span, SpeechType

MEETS = ("nothing", "word", "stem", "synonym", "opposite", "part")
"""What a word finds on the other side, at best."""

CUES = (
    *("negation", "lack", "rejection", "hedge", "conditional", "question", "demand", "plan"),
    *("bound_low", "bound_high", "about", "scope"),
)
FIGURES = ("same", "apart", "loosely_apart", "other_unit", "alone")
"""How an amount stands to those of the other side: it agrees with one of its unit, or agrees with none of them, …"""

DATES = ("date_same", "date_apart", "date_alone")
DOES = ("plain", *CUES, *(f"figure_{name}" for name in FIGURES), *DATES, "quotation")
"""What a word does in its own utterance, and how its figure or date stands to those of the other."""

BUCKETS = 8
_TYPES = tuple(SpeechType)
GLOBALS = (4, 4, 3, len(_TYPES), len(_TYPES), BUCKETS, BUCKETS, BUCKETS, BUCKETS, 2)
"""Sizes of the marks of the pair as a whole: speakers, days, outlets, both types, shared matter seen from either side,
the longest row of words in common, likeness of the letters, one negated and the other not."""

_PART = 5
"""Letters that a word must share with a part of a compound. Set by hand."""


@dataclass(frozen=True, slots=True)
class Side:
    """One utterance of a pair with its words, amounts and dates."""

    said: Said
    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    dates: tuple[Date, ...]

    @classmethod
    def of(cls, said: Said) -> Side:
        """The utterance, read."""
        return cls(said, tokens(said.text), amounts(said.text), dates(said.text))


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of the words of both sides, as indices into `MEETS` and `DOES`, and of the pair as a whole (`GLOBALS`)."""

    left: tuple[tuple[int, int], ...]
    right: tuple[tuple[int, int], ...]
    whole: tuple[int, ...]


def marks(left: Side, right: Side) -> Marks:
    """The marks of a pair.

    >>> from kg.records import Said
    >>> a, b = Side.of(Said("Die Pegel steigen")), Side.of(Said("Die Pegel sinken nicht"))
    >>> [(MEETS[meets], DOES[does]) for meets, does in marks(a, b).right]
    [('word', 'plain'), ('word', 'plain'), ('opposite', 'plain'), ('nothing', 'negation')]
    """
    return Marks(_side(left, right), _side(right, left), _whole(left, right))


def _side(own: Side, other: Side) -> tuple[tuple[int, int], ...]:
    does = _does(own, other)
    return tuple((MEETS.index(_meets(token, other)), DOES.index(does[k])) for k, token in enumerate(own.tokens))


def _meets(token: Token, other: Side) -> str:
    if not token.is_word:
        return "nothing"
    lower = token.text.casefold()
    stems = {each.stem for each in other.tokens if each.is_word}
    if any(each.text.casefold() == lower for each in other.tokens):
        return "word"
    if token.stem in stems:
        return "stem"
    words = lexicon()
    if token.is_content:
        if not stems.isdisjoint(words.opposites.get(token.stem, ())):
            return "opposite"
        if not stems.isdisjoint(words.synonyms.get(token.stem, ())):
            return "synonym"
        if any(_shares_part(token.stem, each) for each in stems):
            return "part"
    return "nothing"


def _shares_part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _PART and (shorter in longer or shorter[: _PART + 1] == longer[: _PART + 1])


def cues(words: Sequence[Token]) -> list[str]:
    """What each word is a cue of, "plain" if of nothing; a verb and its particle are one cue.

    >>> cues(tokens("Er wies das scharf zurück"))
    ['plain', 'rejection', 'plain', 'plain', 'rejection']
    """
    found = [_cue(token) for token in words]
    for k, token in enumerate(words):
        particle = _PARTICLES.get(token.text.casefold())
        at = next((n for n in range(k + 1, len(words)) if words[n].text == particle), None)
        if at is not None:
            found[k] = found[at] = "rejection"
    return found


_PARTICLES = {
    **dict.fromkeys(("wies", "wiesen", "weist", "weisen", "wiese"), "zurück"),
    **dict.fromkeys(("stritt", "stritten", "streitet", "streiten", "streite", "tat", "tut"), "ab"),
}
"""Verbs that reject with the particle that makes them do so."""


def _does(own: Side, other: Side) -> list[str]:
    does = cues(own.tokens)
    for named in own.dates:
        _put(does, own.tokens, named.span, _date(named, other.dates))
    for amount in own.amounts:
        _put(does, own.tokens, amount.span, f"figure_{_figure(amount, other.amounts)}")
    return does


def _cue(token: Token) -> str:
    if token.text in "„“”»«\"‚‘'":
        return "quotation"
    return lexicon().cues.get(token.stem, "plain") if token.is_word else "plain"


def _put(does: list[str], words: Sequence[Token], span: Span, mark: str) -> None:
    for k, token in enumerate(words):
        if span.start <= token.span.start < span.end and does[k] in ("plain", "bound_low", "bound_high", "about"):
            does[k] = mark


def _figure(amount: Amount, others: Sequence[Amount]) -> str:
    same = [other for other in others if same_measure(amount, other)]
    if same:
        return "same" if any(map(amount.agrees, same)) else "apart"
    if any(other.value == amount.value for other in others):
        return "other_unit"
    if any(not other.is_measure and not amount.is_measure for other in others):
        return "loosely_apart"
    return "alone"


def same_measure(one: Amount, other: Amount) -> bool:
    """True if both amounts count the same thing, as far as their units tell."""
    return one.measure == other.measure or lexicon().are_synonyms(one.measure, other.measure)


def _date(named: Date, others: Sequence[Date]) -> str:
    same = [other for other in others if other.sort == named.sort]
    if not same:
        return "date_alone"
    agree = any(_prefix(named.value, other.value) for other in same)
    return "date_same" if agree else "date_apart"


def _prefix(one: Sequence[object], other: Sequence[object]) -> bool:
    return all(x == y for x, y in zip(one, other, strict=False))


def _whole(left: Side, right: Side) -> tuple[int, ...]:
    a, b = left.said, right.said
    return (
        speakers(a, b),
        days(a, b),
        _same(a.outlet, b.outlet),
        _TYPES.index(a.type),
        _TYPES.index(b.type),
        _bucket(covered(left, right)),
        _bucket(covered(right, left)),
        _bucket(_longest_run(left, right)),
        _bucket(fuzz.ratio(a.text, b.text) / 100),
        _negations(left) % 2 ^ _negations(right) % 2,
    )


SAME, PERHAPS, OTHER, UNKNOWN = range(4)


def speakers(a: Said, b: Said) -> int:
    """If both are said by one: `SAME`, `PERHAPS` (a word of their names is shared), `OTHER`, or `UNKNOWN`."""
    if not a.speaker or not b.speaker:
        return UNKNOWN
    one, two = (_names(each.speaker or "") for each in (a, b))
    if one == two or (one and two and (one <= two or two <= one)):
        return SAME
    return PERHAPS if one & two else OTHER


def _names(speaker: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(speaker) if token.is_content)


def days(a: Said, b: Said) -> int:
    """How their days lie: 0 the same or next to it, 1 within a fortnight, 2 further apart, 3 unknown."""
    apart = days_apart(a, b, default=-1)
    return 3 if apart < 0 else 0 if apart <= 1 else 1 if apart <= 14 else 2


def days_apart(a: Said, b: Said, *, default: int) -> int:
    """How many days lie between them; `default` if a day is unknown."""
    try:
        one, other = (date.fromisoformat((each.date or "")[:10]) for each in (a, b))
    except ValueError:
        return default
    return abs((one - other).days)


def _same(one: str | None, other: str | None) -> int:
    return 2 if not one or not other else int(one == other)


def covered(own: Side, other: Side) -> float:
    """The share of the words of matter that find something on the other side that is not their opposite.

    >>> covered(Side.of(Said("Der Damm hält")), Side.of(Said("Der Damm bricht")))
    0.5
    """
    mine = [token for token in own.tokens if token.is_content]
    return sum(_meets(token, other) not in ("nothing", "opposite") for token in mine) / max(1, len(mine))


def _longest_run(left: Side, right: Side) -> float:
    """The longest row of words in common, as a share of the shorter side."""
    ours, theirs = ([token.text.casefold() for token in side.tokens if token.is_word] for side in (left, right))
    best, row = 0, [0] * (len(theirs) + 1)
    for word in ours:
        row = [0] + [row[k] + 1 if word == each else 0 for k, each in enumerate(theirs)]
        best = max(best, max(row))
    return best / max(1, min(len(ours), len(theirs)))


def _negations(side: Side) -> int:
    return sum(lexicon().cues.get(token.stem) in ("negation", "lack", "rejection") for token in side.tokens)


def _bucket(share: float) -> int:
    return min(BUCKETS - 1, int(share * BUCKETS))


def words_within(side: Side, spans: Iterable[Span]) -> tuple[bool, ...]:
    """For each word whether it lies in one of the spans."""
    inside = tuple(spans)
    return tuple(any(s.start <= token.span.start < s.end for s in inside) for token in side.tokens)
