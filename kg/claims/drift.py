"""How one quotation differs between two printings: each difference with its kind and its place in both.

The first text is taken for the nearer to the source: what only the second has is added, what only the first has, lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kg.claims.amounts import Amount, amounts, is_number_word
from kg.claims.lexicon import lexicon
from kg.claims.tokens import Token, tokens
from kg.records import Said, Span, SpeechType


class Change(StrEnum):
    """What became of a stretch of a quotation."""

    ELLIPSIS = "ellipsis"
    ADDITION = "addition"
    NUMBER = "number"
    NEGATION = "negation"
    HEDGE_LOST = "hedge lost"
    HEDGE_ADDED = "hedge added"
    MOOD = "mood"
    WORD_ORDER = "word order"
    VARIANT = "variant"
    PROMOTED = "quotation promoted"
    DEMOTED = "quotation demoted"


@dataclass(frozen=True, slots=True)
class Difference:
    """A change with the stretches of both texts; None where one of them has nothing."""

    change: Change
    left: Span | None
    right: Span | None


_SUBJUNCTIVE = {
    "sei": "ist sind war",
    "seien": "sind waren",
    "habe": "hat haben hatte",
    "hätten": "haben hatten",
    "hätte": "hat hatte",
    "werde": "wird wurde",
    "würden": "werden",
    "würde": "wird",
    "könne": "kann",
    "müsse": "muss",
    "müssten": "müssen",
    "wolle": "will",
    "wollten": "wollen",
    "solle": "soll",
    "dürfe": "darf",
    "gebe": "gibt gab",
    "gehe": "geht ging",
    "komme": "kommt kam",
}
REPORTING = frozenset(_SUBJUNCTIVE)
"""Forms by which indirect speech is told, and no doubt."""

_AUXILIARIES = frozenset({"haben", "hatten"})
"""Forms that share a stem with a hedge ("hätten") and are none."""

_MOODS = {indicative: form for form, others in _SUBJUNCTIVE.items() for indicative in others.split()}


def differences(left: Said, right: Said) -> tuple[Difference, ...]:
    """The differences of two printings in the order of the text; none if only marks and case differ.

    >>> earlier = Said("das Werk könnte 40 Stellen verlieren", type=SpeechType.INDIRECT)
    >>> later = Said("„Das Werk wird 400 Stellen verlieren“")
    >>> [(d.change.value, d.left and d.left.of(earlier.text)) for d in differences(earlier, later)]
    [('quotation promoted', None), ('number', '40'), ('hedge lost', 'könnte')]
    """
    ours, theirs = _words(left.text), _words(right.text)
    matcher = SequenceMatcher(None, _key(ours), _key(theirs), autojunk=False)
    gaps = [(ours[a:b], theirs[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    moved = _moved(gaps)
    figures = amounts(left.text), amounts(right.text)
    found = list(_mode(left, right))
    for k, (one, other) in enumerate(gaps):
        if k in moved:
            found.append(Difference(Change.WORD_ORDER, _span(one), _span(gaps[moved[k]][1])))
        elif k not in moved.values():
            found += _judged(one, other, figures)
    return tuple(dict.fromkeys(found))


_Gap = tuple[Sequence[Token], Sequence[Token]]
_Amounts = Sequence[Amount]


def _words(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.is_word]


def _key(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(word.text.casefold() for word in words)


def _span(words: Sequence[Token]) -> Span | None:
    return Span(words[0].span.start, words[-1].span.end) if words else None


def _mode(left: Said, right: Said) -> Iterator[Difference]:
    if right.type is SpeechType.DIRECT and left.type is not SpeechType.DIRECT:
        yield Difference(Change.PROMOTED, None, Span(0, len(right.text)))
    elif left.type is SpeechType.DIRECT and right.type is not SpeechType.DIRECT:
        yield Difference(Change.DEMOTED, Span(0, len(left.text)), None)


def _moved(gaps: Sequence[_Gap]) -> dict[int, int]:
    """The gaps whose words stand elsewhere in the other text, each with the gap where they stand there."""
    lost = {_key(one): k for k, (one, other) in enumerate(gaps) if one and not other}
    gained = {_key(other): k for k, (one, other) in enumerate(gaps) if other and not one}
    return {lost[key]: gained[key] for key in lost.keys() & gained.keys()}


def _judged(one: Sequence[Token], other: Sequence[Token], figures: tuple[_Amounts, _Amounts]) -> Iterator[Difference]:
    """What becomes of a stretch that the texts do not share: first what changes the matter, then the rest."""
    for change, left, right in (
        (Change.NUMBER, _figures(one, figures[0]), _figures(other, figures[1])),
        (Change.NEGATION, _of_class(one, "negation"), _of_class(other, "negation")),
        (Change.HEDGE_LOST, _hedged(one), ()),
        (Change.HEDGE_ADDED, (), _hedged(other)),
    ):
        whole = not (one and other) and any(word.is_content and word not in (*left, *right) for word in (*one, *other))
        both = change in (Change.HEDGE_LOST, Change.HEDGE_ADDED) and _hedged(one) and _hedged(other)
        if (left or right) and not both and not whole and _key(left) != _key(right):
            yield Difference(change, _span(left), _span(right))
            one = [word for word in one if word not in left and word.is_content]
            other = [word for word in other if word not in right and word.is_content]
    if one and other:
        mood = all(_indicative(word) in {_indicative(each) for each in other} for word in one)
        yield Difference(Change.MOOD if mood else Change.VARIANT, _span(one), _span(other))
    elif one:
        yield Difference(Change.ELLIPSIS, _span(one), None)
    elif other:
        yield Difference(Change.ADDITION, None, _span(other))


def _figures(words: Sequence[Token], figures: _Amounts) -> Sequence[Token]:
    """The words that belong to an amount of which a figure stands here."""
    within = [a.span for a in figures if any(a.span.start <= w.span.start < a.span.end and _counts(w) for w in words)]
    return [word for word in words if any(s.start <= word.span.start < s.end for s in within)]


def _counts(word: Token) -> bool:
    return word.text[0].isdigit() or is_number_word(word.text)


def _of_class(words: Sequence[Token], kind: str) -> Sequence[Token]:
    return [word for word in words if lexicon().cues.get(word.stem) == kind]


def _hedged(words: Sequence[Token]) -> Sequence[Token]:
    return [word for word in _of_class(words, "hedge") if word.text.casefold() not in REPORTING | _AUXILIARIES]


def _indicative(word: Token) -> str:
    """The form that stands for a verb in any mood and tense that indirect speech changes."""
    return _MOODS.get(word.text.casefold(), word.text.casefold())
