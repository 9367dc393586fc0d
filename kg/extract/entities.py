"""Names of persons, places and bodies: a small head reads each sentence's words as the first reading left them.

The head gets several layers of the encoder, since what a word is called shows in the lowest and what it means in the
highest; what the word looks like; and whether a list of ours has it. Viterbi finds the likeliest legal tags.

Source: the classes are those of GermEval 2014 (Benikova et al., LREC 2014); adjectives ("deutsch") and names inside a
longer word ("DFB-Chef") are told apart in training and are no names here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import onnxruntime

from kg.extract.candidates import Floats
from kg.extract.features import Ints, Reading
from kg.extract.surface import looks, rules, stretches
from kg.extract.windows import Windows

LAYERS = (0, 2, 4, 6, 8)
"""Layers whose vector of a word's first piece the head reads; 0 are the embeddings."""

ENDS = (0, 4, 8)
"""Layers whose vector of a word's last piece it reads, too."""

LABELS = ("PER", "LOC", "ORG", "MISC")
"""Classes of names."""

ASIDE = ("DERIV", "PART")
"""Classes that the head tells apart and nobody asks for."""

TAGS = ("O", *(f"{mark}-{label}" for label in (*LABELS, *ASIDE) for mark in "BI"))
"""Tags of a word in the order of the head's scores."""

LONGEST = 200
"""Words of a sentence that are read in one go."""

_NEVER = -1e4


def output(number: int) -> str:
    """The name of the first reading's output with the pieces' vectors behind a layer."""
    return f"layer{number}"


LOWER = 4
"""Layers in the encoder's lower half."""

BELOW, ABOVE = ([number for number in LAYERS if (number <= LOWER) is lower] for lower in (True, False))
"""Those of the layers that the encoder's lower half computes, and the others."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: the words from `first` to before `last`, and its class."""

    first: int
    last: int
    label: str


def of_words(pieces: Sequence[Floats], laid: Windows, window: int) -> Floats:
    """The vectors of a window's own words [words, parts, hidden] from those of its pieces, one array a layer."""
    own = laid.window == window
    begin = laid.place[own]
    owners = laid.owners[window]
    end = np.searchsorted(owners[1:-1], owners[begin], side="right")
    by_layer = dict(zip(LAYERS, pieces, strict=True))
    parts = [by_layer[number][begin] for number in LAYERS] + [by_layer[number][end] for number in ENDS]
    return np.stack(parts, axis=1)


def recognised(head: onnxruntime.InferenceSession, reading: Reading, words: range, vectors: Floats) -> Iterator[Name]:
    """The names among some words of an article, in order, by their vectors [words, parts, hidden]; none overlaps."""
    seen, told = looks(reading.words[words.start : words.stop]), rules(reading)[words.start : words.stop]
    inner = reading.sentences[bisect_right(reading.sentences, words.start) : bisect_left(reading.sentences, words.stop)]
    for first, last in stretches([0, *(start - words.start for start in inner)], len(words), LONGEST):
        given = {
            "vectors": vectors[first:last].reshape(1, last - first, -1),
            "looks": seen[None, first:last],
            "rules": told[None, first:last],
        }
        (scores,), transitions = head.run(["scores", "transitions"], given)
        moved = words.start + first
        found = (
            Name(moved + name.first, moved + name.last, name.label) for name in names(likeliest(scores, transitions))
        )
        yield from (name for name in found if name.label in LABELS)


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
