"""Names of persons, places and bodies: a reader of its own goes on where the encoder's lower half ends.

It sees the vectors of a window's pieces as the lower half left them, what its words look like, and whether a list of
ours has them. Viterbi finds the likeliest legal tags of each sentence.

Source: the classes are those of GermEval 2014 (Benikova et al., LREC 2014); adjectives ("deutsch") and names inside a
longer word ("DFB-Chef") are told apart in training and are no names here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import onnxruntime

from kg.extract.candidates import Floats
from kg.extract.features import Ints, Reading
from kg.extract.windows import Windows

LABELS = ("PER", "LOC", "ORG", "MISC")
"""Classes of names."""

ASIDE = ("DERIV", "PART")
"""Classes that the head tells apart and nobody asks for."""

TAGS = ("O", *(f"{mark}-{label}" for label in (*LABELS, *ASIDE) for mark in "BI"))
"""Tags of a word in the order of the reader's scores."""

_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Name:
    """A name: the words from `first` to before `last`, and its class."""

    first: int
    last: int
    label: str


class View(NamedTuple):
    """What the reader sees of a window beside the vectors of its pieces.

    For each piece the number of its word, from 1, or 0 for none [pieces]; for each word its first and its last piece
    [words] and its marks [words, columns].
    """

    owners: Ints
    first: Ints
    last: Ints
    marks: Ints


def view(laid: Windows, window: int, marks: Ints) -> tuple[int, View]:
    """The index in the article of a window's first word, and the view of the window; `marks` are the article's."""
    owners = laid.owners[window]
    inner = owners[1:-1]
    begin, end = int(inner[0]), int(inner[-1]) + 1
    words = np.arange(begin, end)
    first = np.searchsorted(inner, words) + 1
    last = np.searchsorted(inner, words, side="right")
    return begin, View(np.where(owners >= 0, owners - begin + 1, 0), first, last, marks[begin:end])


def recognised(
    namer: onnxruntime.InferenceSession, reading: Reading, laid: Windows, window: int, lower: Floats, marks: Ints
) -> Iterator[Name]:
    """The names among a window's own words, in order; none overlaps another.

    `lower` are the vectors of the window's pieces [1, pieces, hidden].
    """
    begin, seen = view(laid, window, marks)
    scores, transitions = namer.run(["scores", "transitions"], {"lower": lower, **seen._asdict()})
    own = np.flatnonzero(laid.window == window)
    start, stop = int(own[0]), int(own[-1]) + 1
    inner = reading.sentences[bisect_right(reading.sentences, start) : bisect_left(reading.sentences, stop)]
    for first, last in pairwise((start, *inner, stop)):
        tags = likeliest(scores[0, first - begin : last - begin], transitions)
        yield from (Name(first + n.first, first + n.last, n.label) for n in names(tags) if n.label in LABELS)


def legal() -> Floats:
    """What following each other costs tags [before, after]: nothing, or all; only its own B or I stands before an I.

    >>> cost = legal()
    >>> bool(cost[TAGS.index("B-PER"), TAGS.index("I-PER")] == 0 > cost[TAGS.index("O"), TAGS.index("I-PER")])
    True
    """
    fits = [[after[0] != "I" or before[2:] == after[2:] for after in TAGS] for before in TAGS]
    return np.where(fits, 0, _NEVER).astype(np.float32)


_LEGAL = legal()


def likeliest(scores: Floats, transitions: Floats) -> Ints:
    """The likeliest legal tags [words] by their scores [words, tags] and what following each other scores.

    Viterbi's algorithm. `transitions` [before, after].
    """
    steps = _LEGAL + transitions
    best = scores[0] + _LEGAL[0]
    back = np.zeros(scores.shape, dtype=np.int64)
    for i in range(1, len(scores)):
        ways = best[:, None] + steps
        back[i] = ways.argmax(0)
        best = ways.max(0) + scores[i]
    tags = np.zeros(len(scores), dtype=np.int64)
    tags[-1] = best.argmax()
    for i in range(len(scores) - 1, 0, -1):
        tags[i - 1] = back[i, tags[i]]
    return tags


def names(tags: Ints) -> Iterator[Name]:
    """The names of all classes that legal tags describe, in order.

    >>> list(names(np.array([TAGS.index(tag) for tag in ("O", "B-PER", "I-PER", "B-LOC")])))
    [Name(first=1, last=3, label='PER'), Name(first=3, last=4, label='LOC')]
    """
    begun = np.cumsum([TAGS[tag][0] == "B" for tag in tags])
    inside = [i for i in range(len(tags)) if tags[i]]
    for _, group in groupby(inside, key=lambda i: begun[i]):
        words = list(group)
        yield Name(words[0], words[-1] + 1, TAGS[tags[words[0]]][2:])
