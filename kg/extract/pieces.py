"""Words to the pieces of the model's vocabulary: SentencePiece's unigram model, word by word.

Text is cut at spaCy's words first, so that every piece belongs to one word and offsets stay those of the words. A word
behind white space begins with "▁", as in the encoder's own training.

Source: Kudo, "Subword Regularization", ACL 2018; the vocabulary is that of XLM-R, without the pieces that German lacks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

META = "▁"
"""Stands for the white space in front of a word."""

START, PAD, END, UNKNOWN = range(4)
"""Ids of the four special pieces, in the encoder's own order."""

_UNKNOWN_PENALTY = 10.0
"""How far below the worst piece an unknown character scores; SentencePiece's own constant."""

_REMEMBERED = 100_000
"""Words whose pieces are kept; news text has fewer different ones in a thousand articles."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A vocabulary of pieces with their log probabilities; the index of a piece is its id.

    `normal` maps single characters to what stands for them (NFKC and the like).

    >>> vocabulary = Pieces(("<s>", "<pad>", "</s>", "<unk>", "▁Haus", "boot", "e", "▁"), (0, 0, 0, 0, -5, -6, -3, -2))
    >>> vocabulary.word("Hausboote", spaced=True), vocabulary.word("boot", spaced=False)
    ((4, 5, 6), (5,))
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    normal: Mapping[str, str] = field(default_factory=dict)
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)
    _longest: int = field(init=False, repr=False, compare=False)
    _lowest: float = field(init=False, repr=False, compare=False)
    _known: dict[tuple[str, bool], tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = {piece: i for i, piece in enumerate(self.pieces) if i > UNKNOWN}
        object.__setattr__(self, "_ids", ids)
        object.__setattr__(self, "_longest", max(map(len, ids), default=1))
        object.__setattr__(self, "_lowest", min(self.scores, default=0.0) - _UNKNOWN_PENALTY)
        object.__setattr__(self, "_known", {})

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """The vocabulary that `save` wrote."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(raw["pieces"]), tuple(raw["scores"]), raw["normal"])

    def save(self, path: Path) -> None:
        """Write the vocabulary as JSON, the same bytes for the same vocabulary."""
        raw = {"pieces": self.pieces, "scores": self.scores, "normal": dict(sorted(self.normal.items()))}
        path.write_text(json.dumps(raw, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    def __len__(self) -> int:
        return len(self.pieces)

    def word(self, word: str, *, spaced: bool) -> tuple[int, ...]:
        """The ids of a word's pieces, at least one; `spaced` if white space or nothing stands before it."""
        key = (word, spaced)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self.encode(word, spaced=spaced) or (UNKNOWN,)
        return found

    def encode(self, text: str, *, spaced: bool = True) -> tuple[int, ...]:
        """The ids of the likeliest pieces of `text`, white space included; linear in its length."""
        symbols = self._normalised(text, spaced)
        best = [0.0] + [float("-inf")] * len(symbols)
        back = [(0, UNKNOWN)] * (len(symbols) + 1)
        for i in range(len(symbols)):
            for end in range(i + 1, min(i + self._longest, len(symbols)) + 1):
                id_ = self._ids.get(symbols[i:end])
                if id_ is None and end > i + 1:
                    continue
                value = best[i] + (self._lowest if id_ is None else self.scores[id_])
                if value > best[end]:
                    best[end], back[end] = value, (i, UNKNOWN if id_ is None else id_)
        return _path(back)

    def _normalised(self, text: str, spaced: bool) -> str:
        plain = "".join(self.normal.get(c, c) for c in text)
        while "  " in plain:
            plain = plain.replace("  ", " ")
        return (" " + plain if spaced and not plain.startswith(" ") else plain).replace(" ", META)

    def restricted(self, kept: Sequence[int]) -> Pieces:
        """The vocabulary with the pieces `kept` only, in that order; the special pieces must lead."""
        return Pieces(tuple(self.pieces[i] for i in kept), tuple(self.scores[i] for i in kept), self.normal)

    def seen(self, texts: Iterable[str]) -> set[int]:
        """The ids of all pieces that the white-space separated words of `texts` need."""
        return {id_ for text in texts for word in text.split() for id_ in self.word(word, spaced=True)}


def _path(back: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    ids = []
    at = len(back) - 1
    while at > 0:
        at, id_ = back[at]
        ids.append(id_)
    return tuple(reversed(ids))
