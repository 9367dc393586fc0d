"""From the model's scores to utterances: roles cut at thresholds, quotes snapped to marks, rivals resolved."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate, Floats
from kg.extract.features import ROLES, RULE_IDS, TYPES, Ints, Proposal, Reading
from kg.records import SpeechType

_DIRECT = TYPES.index(SpeechType.DIRECT)
_REPORTED = TYPES.index(SpeechType.REPORTED)
_NO_BEGINNING = frozenset(".,;:!?…)–—-")
_NO_END = frozenset(",;:(–—-")
_QUOTE, _CUE, _SPEAKER, _FRAME, _ADDRESSEE = range(len(ROLES))


@dataclass(frozen=True, slots=True)
class Settings:
    """What decoding depends on: all set by hand but `calibration`, which is fitted to a slice of the training part.

    Searched on that slice (70 articles), the rest came out worse on the dev part (joint F1 76.6 against 77.0).

    `roles` are thresholds in the order of `ROLES`; `change` is what a quote or a frame pays, in log odds, for each
    edge of a stretch; `apart` is the same for a cue. `valid` is the least validity, `ruled` that of what a rule
    proposed, too: low, since news of another kind than the training part's gains by it (what tells of a speech act
    needs none). Two candidates whose quotes
    share more than `rival` of their words (intersection over union) are one utterance; a direct quote takes the
    quotation marks' place if it shares `snap` with the pair; `bias` above 0 finds more segments; `calibration`
    weighs an answer's evidence, in its order.
    """

    roles: tuple[float, ...] = (0.5, 0.45, 0.45, 0.45, 0.4)
    change: float = 1.0
    apart: float = 0.0
    valid: float = 0.6
    ruled: float = 0.2
    rival: float = 0.5
    snap: float = 0.7
    bias: float = 0.0
    calibration: tuple[float, ...] = (0.0, 1.0, 0.0, 0.0, 0.0)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Settings:
        """The settings from their JSON form."""
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in raw.items()}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the model's probabilities; `roles` [words, roles] are those of `words`."""

    candidate: Candidate
    words: Ints
    roles: Floats
    valid: float
    type: Floats
    medium: Floats


@dataclass(frozen=True, slots=True)
class Answer:
    """An utterance in word indices: `parts` in the order of `ROLES`; `draft` is what the rules made of it, if anything.

    `evidence` for its being right: a constant, then log odds of the candidate, its quote, its speaker and its type.
    `confidence` in (0, 1) is what calibration makes of that.
    """

    parts: tuple[tuple[int, ...], ...]
    type: int
    medium: int
    draft: Proposal
    evidence: tuple[float, ...]
    confidence: float


def decode(scored: Sequence[Scored], reading: Reading, settings: Settings) -> list[Answer]:
    """The utterances of an article, in order of their quotes; rivals vote on their parts, weighted by validity.

    Where the model sees no addressee, the rules' one stands: the corpus has too few to learn from.
    """
    groups: list[tuple[frozenset[int], list[Scored]]] = []
    for each in sorted(scored, key=lambda s: (-s.valid, s.candidate.anchor, s.candidate.draft.rule)):
        quote = frozenset(each.words[each.roles[:, 0] > settings.roles[0]].tolist())
        if not quote:
            continue
        group = next((g for g in groups if _shared(quote, g[0]) > settings.rival), None)
        if group:
            group[1].append(each)
        elif each.valid >= _least(each.candidate, settings) or _tells(each.candidate, quote, (g[0] for g in groups)):
            groups.append((quote, [each]))
    answers = (_answer(_vote(rivals), reading, settings) for _, rivals in groups)
    kept: dict[tuple[int, ...], Answer] = {}
    for answer in answers:
        if answer and not any(_begins(other, answer) for other in kept.values()):
            kept.setdefault(answer.parts[0], answer)
    torn = {tuple(stretch) for a in kept.values() if a.type == _DIRECT for stretch in _several(a.parts[0])}
    whole = (a for a in kept.values() if a.type != _DIRECT or a.parts[0] not in torn)
    return sorted(whole, key=lambda a: (a.parts[0][0], -a.parts[0][-1]))


def _least(candidate: Candidate, settings: Settings) -> float:
    return settings.ruled if candidate.draft.rule else settings.valid


def _tells(candidate: Candidate, quote: Collection[int], others: Iterable[frozenset[int]]) -> bool:
    """True if a rule found a sentence that tells of a speech act, and no other utterance stands in it.

    Such a sentence counts however little valid the model holds it: it learnt from annotators who passed over most.
    """
    return candidate.draft.rule == RULE_IDS["reported"] and all(other.isdisjoint(quote) for other in others)


def _begins(whole: Answer, answer: Answer) -> bool:
    """True if the answer is but the beginning of another of its type."""
    ours, theirs = answer.parts[0], whole.parts[0]
    return answer.type == whole.type and ours[0] == theirs[0] and set(ours) < set(theirs)


def _several(quote: Sequence[int]) -> list[list[int]]:
    """The stretches of a quote that a frame interrupts: none of them is a direct quotation of its own."""
    found = runs(quote)
    return found if len(found) > 1 else []


def _vote(rivals: Sequence[Scored]) -> Scored:
    """The first rival that a rule drafted with the probabilities that all of them give together."""
    if len(rivals) == 1:
        return rivals[0]
    words = np.unique(np.concatenate([r.words for r in rivals]))
    roles = np.zeros((len(words), len(ROLES)), dtype=np.float32)
    seen = np.zeros((len(words), 1), dtype=np.float32)
    for rival in rivals:
        at = np.searchsorted(words, rival.words)
        roles[at] += rival.valid * rival.roles
        seen[at] += rival.valid
    weights = [rival.valid for rival in rivals]
    kind = np.average([rival.type for rival in rivals], axis=0, weights=weights)
    medium = np.average([rival.medium for rival in rivals], axis=0, weights=weights)
    told = next((rival.candidate for rival in rivals if rival.candidate.draft.rule), rivals[0].candidate)
    return Scored(told, words, roles / seen, rivals[0].valid, kind, medium)


def _answer(each: Scored, reading: Reading, settings: Settings) -> Answer | None:
    sure = _odds(each.roles)
    odds = sure - _odds(np.array(settings.roles, dtype=np.float32))
    chosen = _stretches(odds[:, _QUOTE], settings.change)
    run = _best_run(odds[:, _SPEAKER])
    speaker = _trimmed(_picked(each.words, run), reading.words)
    quote = _trimmed(_quote(each, _picked(each.words, chosen)), reading.words)
    kind = int(each.type.argmax())
    if kind == _DIRECT:
        quote = _snapped(quote, reading.pairs, settings.snap)
    elif kind != _REPORTED:
        quote = tuple(word for word in quote if word not in speaker)
    if not quote:
        return None
    parts = (
        quote,
        _picked(each.words, _stretches(odds[:, _CUE], settings.apart)),
        speaker,
        _picked(each.words, _stretches(odds[:, _FRAME], settings.change)),
        _picked(each.words, _best_run(odds[:, _ADDRESSEE])) or each.candidate.draft.parts[_ADDRESSEE],
    )
    evidence = (
        1.0,
        float(_odds(np.float32(each.valid))),
        float(sure[chosen, _QUOTE].mean()),
        float(sure[run, _SPEAKER].mean()) if run.any() else float(sure[:, _SPEAKER].max()),
        float(_odds(each.type.max())),
    )
    confidence = calibrated(evidence, settings.calibration)
    return Answer(parts, kind, int(each.medium.argmax()), each.candidate.draft, evidence, confidence)


def calibrated(evidence: Sequence[float], weights: Sequence[float]) -> float:
    """The chance in (0, 1) that an answer with that evidence is right.

    >>> round(calibrated((1.0, 2.0), (0.0, 1.0)), 3)
    0.881
    """
    total = sum(value * weight for value, weight in zip(evidence, weights, strict=True))
    return round(min(max(1 / (1 + math.exp(-total)), 0.01), 0.99), 4)


def _odds(chances: Floats | np.float32) -> Floats:
    """Log odds, kept within what the model can mean."""
    clipped = np.clip(chances, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float32)


def _picked(words: Ints, chosen: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(words[chosen].tolist())


def _stretches(odds: Floats, change: float) -> NDArray[np.bool_]:
    """The words whose odds sum up best when every edge of a stretch costs `change` (Viterbi over two states)."""
    if not change:
        return odds > 0
    out, held = 0.0, -change
    back: list[tuple[bool, bool]] = []
    for value in odds.tolist():
        left, kept = held - change > out, held > out - change
        back.append((left, kept))
        out, held = (held - change if left else out), (held if kept else out - change) + value
    state = held - change > out
    chosen = np.zeros(len(odds), dtype=np.bool_)
    for i in range(len(odds) - 1, -1, -1):
        chosen[i] = state
        state = back[i][1] if state else back[i][0]
    return chosen


def _best_run(odds: Floats) -> NDArray[np.bool_]:
    """The one run of words whose odds sum up to the most; none if no word's odds are positive."""
    best, first, last = 0.0, 0, 0
    total, begin = 0.0, 0
    for i, value in enumerate(odds.tolist()):
        if total <= 0:
            total, begin = 0.0, i
        total += value
        if total > best:
            best, first, last = total, begin, i + 1
    chosen = np.zeros(len(odds), dtype=np.bool_)
    chosen[first:last] = True
    return chosen


def _quote(each: Scored, found: tuple[int, ...]) -> tuple[int, ...]:
    """The quote's words; words left out of a long view count as their neighbours at the gap do."""
    if not found or len(each.words) == each.words[-1] - each.words[0] + 1:
        return found
    gap = int(np.argmax(np.diff(each.words) > 1))
    before, behind = int(each.words[gap]), int(each.words[gap + 1])
    if before in found and behind in found:
        return tuple(sorted({*found, *range(before, behind)}))
    return found


def _trimmed(part: tuple[int, ...], words: Sequence[str]) -> tuple[int, ...]:
    """The part less the signs at the ends of its stretches that belong to what stands beside them."""
    kept: list[int] = []
    for stretch in runs(part):
        while stretch and words[stretch[0]] in _NO_BEGINNING:
            stretch = stretch[1:]
        while stretch and words[stretch[-1]] in _NO_END:
            stretch = stretch[:-1]
        kept += stretch
    return tuple(kept)


def runs(indices: Sequence[int]) -> list[list[int]]:
    """Sorted indices as unbroken runs.

    >>> runs([1, 2, 5])
    [[1, 2], [5]]
    """
    found: list[list[int]] = []
    for i in indices:
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def _snapped(quote: tuple[int, ...], pairs: Sequence[tuple[int, int]], least: float) -> tuple[int, ...]:
    """The quote with each of its stretches that nearly is a pair of quotation marks put in that pair's place."""
    words = set(quote)
    for first, last in pairs:
        stretch = set(range(first, last))
        near = {w for w in words if first - 2 <= w < last + 2}
        if near and len(near & stretch) / len(near | stretch) >= least:
            words = (words - near) | stretch
    return tuple(sorted(words))


def _shared(left: Collection[int], right: Collection[int]) -> float:
    a, b = set(left), set(right)
    return len(a & b) / len(a | b)
