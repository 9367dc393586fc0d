"""The way from a spaCy `Doc` to the sentences that the rules read."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.extract.clauses import Sentence, Word
from kg.extract.quotes import Pair

_LONGEST = 160
"""Words of a sentence; what is longer is a table or a list and is cut, so that the rules stay linear."""


def read(doc: Doc, pairs: Sequence[Pair]) -> list[Sentence]:
    """The sentences of `doc` with their words; white space is left out. Linear in words and pairs."""
    edges = sorted({p.span.start for p in pairs} | {p.span.end - 1 for p in pairs if p.closed})
    marks = set(edges)
    depth = _Depth(pairs)
    out: list[Sentence] = []
    for sent in doc.sents:
        words = tuple(
            Word(t.text, t.lower_, t.lemma_ or t.text, t.tag_, t.idx, t.idx + len(t), depth.at(t.idx), t.idx in marks)
            for t in sent
            if not t.is_space and t.text.strip()
        )
        out.extend(Sentence(words[at : at + _LONGEST]) for at in range(0, len(words), _LONGEST))
    return out


class _Depth:
    """How many quotations surround an offset, asked in ascending order."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = list(pairs)
        self.next = 0
        self.ends: list[int] = []

    def at(self, offset: int) -> int:
        while self.next < len(self.pairs) and self.pairs[self.next].span.start <= offset:
            self.ends.append(self.pairs[self.next].span.end)
            self.next += 1
        self.ends = [end for end in self.ends if end > offset]
        return len(self.ends)
