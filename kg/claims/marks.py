"""What is seen of two utterances side by side, word by word: what meets what on the other side, and what it does there.

The marks are what the pair's reader gets besides the words themselves; a small encoder is bad at comparing figures and
dates and does not know that rising excludes falling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from kg.claims.amounts import Amount, amounts
from kg.claims.dates import Date, dates
from kg.claims.lexicon import lexicon
from kg.claims.tokens import Token, tokens
from kg.records import Said, Span, SpeechType

MEETS = ("nothing", "word", "stem", "synonym", "opposite", "part", "before")
"""What a word finds on the other side, at best; last in what stands before the utterance there."""

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
ORDERS = ("apart", "left_next", "right_next", "left_near", "right_near", "left_far", "right_far")
"""How two utterances stand to each other in an article, by which of them comes later, and how soon."""

GLOBALS = (4, 4, 3, len(_TYPES), len(_TYPES), BUCKETS, BUCKETS, BUCKETS, BUCKETS, 2, len(ORDERS), 4)
"""Sizes of the marks of the pair as a whole: speakers, days, outlets, both types, shared matter seen from either side,
the longest row of words in common, likeness of the letters, one negated and the other not, their order in an article,
whose speaker is its outlet."""

REMEMBERED = 16384
"""Utterances whose words are kept at hand: some 300 MB. Set by hand."""

NEAR = 4
"""Utterances of an article between which at most three others stand are near. Set by hand."""

LEAD = 28
"""Words and signs before an utterance that are read with it. Set by hand: about a sentence and a half."""

_PART = 5
"""Letters that a word must share with a part of a compound. Set by hand."""


@dataclass(frozen=True, slots=True)
class Side:
    """One utterance of a pair with its words, amounts and dates, the last words before it, and what each word does."""

    said: Said
    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    dates: tuple[Date, ...]
    cues: tuple[str, ...]
    forms: frozenset[str]
    stems: frozenset[str]
    lead: tuple[Token, ...] = ()
    lead_cues: tuple[str, ...] = ()
    lead_stems: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: Said) -> Side:
        """The utterance, read; of one that was read before, the same."""
        return _read(said)

    @property
    def bare(self) -> Side:
        """The utterance without what stands before it."""
        return replace(self, lead=(), lead_cues=(), lead_stems=frozenset())


@lru_cache(REMEMBERED)
def _read(said: Said) -> Side:
    words, lead = tokens(said.text), tokens(said.before or "")[-LEAD:]
    return Side(
        *(said, words, amounts(said.text), dates(said.text), tuple(cues(words))),
        frozenset(token.text.casefold() for token in words if token.is_word),
        frozenset(token.stem for token in words if token.is_word),
        *(lead, tuple(cues(lead)), frozenset(token.stem for token in lead if token.is_content)),
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of the words of both sides, as indices into `MEETS` and `DOES`, and of the pair as a whole (`GLOBALS`).

    `left_lead` and `right_lead` are those of the words before either.
    """

    left: tuple[tuple[int, int], ...]
    right: tuple[tuple[int, int], ...]
    whole: tuple[int, ...]
    left_lead: tuple[tuple[int, int], ...] = ()
    right_lead: tuple[tuple[int, int], ...] = ()


def marks(left: Side, right: Side) -> Marks:
    """The marks of a pair.

    >>> from kg.records import Said
    >>> a, b = Side.of(Said("Die Pegel steigen")), Side.of(Said("Die Pegel sinken nicht"))
    >>> [(MEETS[meets], DOES[does]) for meets, does in marks(a, b).right]
    [('word', 'plain'), ('word', 'plain'), ('opposite', 'plain'), ('nothing', 'negation')]
    """
    leads = (_lead(left, right), _lead(right, left))
    return Marks(_side(left, right), _side(right, left), _whole(left, right), *leads)


def _side(own: Side, other: Side) -> tuple[tuple[int, int], ...]:
    return tuple(zip(_meetings(own.tokens, other), map(DOES.index, _does(own, other)), strict=True))


def _lead(own: Side, other: Side) -> tuple[tuple[int, int], ...]:
    return tuple(zip(_meetings(own.lead, other), map(DOES.index, own.lead_cues), strict=True))


def _meetings(words: Sequence[Token], other: Side) -> list[int]:
    parts = [stem for stem in other.stems if len(stem) >= _PART]
    return [MEETS.index(_meets(token, other, parts)) for token in words]


def _meets(token: Token, other: Side, parts: Sequence[str]) -> str:
    if not token.is_word:
        return "nothing"
    if token.text.casefold() in other.forms:
        return "word"
    if token.stem in other.stems:
        return "stem"
    if token.is_content:
        words = lexicon()
        if not other.stems.isdisjoint(words.opposites.get(token.stem, ())):
            return "opposite"
        if not other.stems.isdisjoint(words.synonyms.get(token.stem, ())):
            return "synonym"
        if len(token.stem) >= _PART and any(_shares_part(token.stem, each) for each in parts):
            return "part"
        if token.stem in other.lead_stems:
            return "before"
    return "nothing"


def _shares_part(one: str, other: str) -> bool:
    """True if one of two long stems is part of the other, or both begin alike."""
    return one[: _PART + 1] == other[: _PART + 1] or one in other or other in one


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
    does = list(own.cues)
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
        ORDERS.index(_order(a, b)),
        int(_is_outlet(a)) + 2 * int(_is_outlet(b)),
    )


def _order(a: Said, b: Said) -> str:
    ahead = steps(a, b)
    if ahead is None:
        return "apart"
    how = "next" if abs(ahead) == 1 else "near" if abs(ahead) <= NEAR else "far"
    return f"left_{how}" if ahead < 0 else f"right_{how}"


def steps(a: Said, b: Said) -> int | None:
    """How many utterances after `a` stands `b` in their article; None unless they are known to stand in one.

    >>> steps(Said("Der Damm hält", place=("urn:a", 1)), Said("Der Pegel sinkt", place=("urn:a", 3)))
    2
    """
    return b.place[1] - a.place[1] if a.place and b.place and a.place[0] == b.place[0] else None


def _is_outlet(said: Said) -> bool:
    return bool(said.speaker and said.outlet) and speakers(said, Said(said.text, said.outlet)) == SAME


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
    return found(mine, other) / max(1, len(mine))


def found(words: Sequence[Token], other: Side) -> int:
    """How many of the words find something on the other side that is not their opposite."""
    return sum(MEETS[meets] not in ("nothing", "opposite", "before") for meets in _meetings(words, other))


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
