"""Two utterances read together: how probable each relation and kind is, and which words carry it.

Each is read for itself by the encoder's lower half, which knows nothing of the other; then both go side by side, with
marks of what meets what, through layers of their own. So an utterance that is compared with many is read once.

Source: reading apart first, together later, after Cao et al., "DeFormer", ACL 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.extract.card import card
from kg.extract.features import Ints
from kg.extract.model import LOWER, session
from kg.extract.pieces import END, START, Pieces
from kg.records import KINDS, Relation

Floats = NDArray[np.float32]

FILE = "pairs.onnx"
"""The reader of pairs in a model's folder."""

LONGEST = 120
"""Pieces of an utterance that are read; what stands behind is not compared. Set by hand: 99 of 100 are shorter."""

SIDES = 4
"""What a piece may belong to: the left utterance, the right one, what stands before the left one, before the right."""

Marked = Sequence[tuple[int, int]]
"""The marks of words, as `kg.claims.marks` has them."""

RELATIONS = tuple(relation.value for relation in Relation)
_UNREAD = ("correction",)
"""Kinds that the reader has not learnt, for a rule tells them."""

KINDS_IN_ORDER = tuple(dict.fromkeys(kind for kinds in KINDS.values() for kind in kinds if kind not in _UNREAD))
"""What the reader's scores stand for, in order."""


class Words(NamedTuple):
    """An utterance in pieces: their ids, with the encoder's own before and behind, and the word of each (-1: none)."""

    ids: Ints
    owners: Ints


class Heard(NamedTuple):
    """An utterance that was read for itself, and likewise what stands before it: pieces, vectors [pieces, hidden]."""

    words: Words
    vectors: Floats
    lead: Words | None = None
    lead_vectors: Floats | None = None

    def laid(self, side: int, marks: Marked, lead_marks: Marked) -> tuple[Floats, Ints]:
        """Vectors [pieces, hidden] and marks [pieces, 3] of both, the utterance first."""
        own = marked(self.words, side, marks)
        if self.lead is None or self.lead_vectors is None:
            return self.vectors, own
        lead = marked(self.lead, SIDES // 2 + side, lead_marks)
        return np.concatenate([self.vectors, self.lead_vectors]), np.concatenate([own, lead])


class Judged(NamedTuple):
    """Probabilities of relations and kinds, and for each word of either side how probably it carries the relation."""

    relations: Floats
    kinds: Floats
    left: Floats
    right: Floats


def cut(words: Sequence[tuple[str, bool]], pieces: Pieces) -> Words:
    """The pieces of an utterance's words, each given with whether white space stands before it."""
    ids, owners = [START], [-1]
    for k, (word, spaced) in enumerate(words):
        found = pieces.word(word, spaced=spaced)
        if len(ids) + len(found) >= LONGEST:
            break
        ids += found
        owners += [k] * len(found)
    return Words(np.array([*ids, END], dtype=np.int64), np.array([*owners, -1], dtype=np.int64))


def marked(words: Words, side: int, marks: Marked) -> Ints:
    """The marks of each piece [pieces, 3]: its side and those of its word (of the encoder's own pieces: zeros)."""
    table = np.array([*marks, (0, 0)], dtype=np.int64)
    column = np.full((len(words.owners), 1), side, dtype=np.int64)
    return np.concatenate([column, table[words.owners]], axis=1)


@dataclass(frozen=True, slots=True)
class PairModel:
    """The loaded reader of pairs; safe to use from several threads."""

    pieces: Pieces
    lower: onnxruntime.InferenceSession
    upper: onnxruntime.InferenceSession

    @classmethod
    def load(cls, folder: Path) -> PairModel:
        """The reader in a model's folder.

        Raises:
            ModelError: if a file of it is missing or damaged.
        """
        card(folder)
        try:
            pieces = Pieces.load(folder / "pieces.json")
            return cls(pieces, session(folder / LOWER), session(folder / FILE))
        except Exception as error:  # those of ONNX Runtime have no class of their own
            raise ModelError(f"no usable reader of pairs in {folder}: {error}") from error

    def read(self, words: Words) -> Floats:
        """The vectors [pieces, hidden] of an utterance that is read for itself."""
        (vectors,) = self.lower.run(["lower"], {"ids": words.ids[None]})
        return np.asarray(vectors[0], dtype=np.float32)

    @property
    def _whole(self) -> tuple[int, ...]:
        (shape,) = (each.shape for each in self.upper.get_inputs() if each.name == "whole")
        return tuple(shape[1:])

    def vector(self, heard: Heard) -> Floats:
        """The vector [width], of length 1, by which an utterance finds its like."""
        nothing = [(0, 0)] * LONGEST
        vectors, marks = heard.laid(0, nothing, nothing)
        given = {"vectors": vectors[None], "marks": marks[None], "whole": np.zeros((1, *self._whole), dtype=np.int64)}
        return np.asarray(self.upper.run(["vector"], given)[0][0], dtype=np.float32)

    def judge(
        self,
        left: Heard,
        right: Heard,
        marks: tuple[Marked, Marked],
        leads: tuple[Marked, Marked],
        whole: Sequence[int],
    ) -> Judged:
        """What two utterances are to each other; `marks` are those of their words, `leads` of the words before them."""
        sides = [each.laid(k, marks[k], leads[k]) for k, each in enumerate((left, right))]
        given = {
            "vectors": np.concatenate([vectors for vectors, _ in sides])[None],
            "marks": np.concatenate([table for _, table in sides])[None],
            "whole": np.array([whole], dtype=np.int64),
        }
        relations, kinds, carries = (out[0] for out in self.upper.run(["relations", "kinds", "carries"], given))
        at = len(sides[0][0])
        return Judged(
            _softmax(relations),
            _softmax(kinds),
            _by_word(left.words, carries, len(marks[0])),
            _by_word(right.words, carries[at:], len(marks[1])),
        )


def _by_word(words: Words, scores: Floats, count: int) -> Floats:
    """The probability of each word, that of its first piece; words that were not read have none."""
    out = np.zeros(count, dtype=np.float32)
    for k in range(len(words.owners) - 1, -1, -1):
        if words.owners[k] >= 0:
            out[words.owners[k]] = 1 / (1 + np.exp(-np.clip(scores[k], -30, 30)))
    return out


def _softmax(x: Floats) -> Floats:
    grown = np.exp(x - x.max())
    return np.asarray(grown / grown.sum(), dtype=np.float32)
