"""What the model reads of an article: words as pieces, what the rules say of each word, and candidates for utterances.

The rules' judgement enters the model as numbers beside the words; a rule's draft also proposes a candidate that the
model accepts, mends or rejects.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.extract import cues
from kg.extract.clauses import Sentence, Word
from kg.extract.draft import Draft
from kg.extract.quotes import Pair
from kg.records import Medium, Span, SpeechType

Ints = NDArray[np.int64]


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


TYPES = tuple(SpeechType)
"""Types of utterances in the order of the model's scores."""

MEDIA = tuple(Medium)
"""Media in the order of the model's scores."""

ROLES = ("quote", "cue", "speaker", "frame", "addressee")
"""Parts of an utterance in the order of the model's scores; bit `i` of a role set stands for the `i`-th."""

TAGS = _listed(
    """
    ADJA ADJD ADV APPO APPR APPRART APZR ART CARD FM ITJ KOKOM KON KOUI KOUS NE NN NNA NNI PAV PDAT PDS PIAT PIDAT
    PIS PPER PPOSAT PPOSS PRELAT PRELS PRF PROAV PTKA PTKANT PTKNEG PTKVZ PTKZU PWAT PWAV PWS TRUNC VAFIN VAIMP
    VAINF VAPP VMFIN VMINF VMPP VVFIN VVIMP VVINF VVIZU VVPP XY $ $( $, $.
    """
)
"""The STTS tags; another tag counts as none."""

RULES = _listed(
    """
    direct-colon direct-colon-bare direct-comma direct-comma-bare direct-after direct-so direct-continued scrap-als
    scrap-von nested after-dass after-inf after-ob after-main before zufolge laut nach so as noun demnach backward
    carried-1 carried-2 hearsay reported unannounced
    """
)
"""The rules that propose candidates; index 0 of the model's table stands for none, the last one for any other."""

SIZES = (len(TAGS) + 1, 3, 6, 4, 3, 2 * len(TYPES) + 1, 2 << len(ROLES))
"""Number of values of each feature column: tag, subjunctive, quotation depth and mark, cue, start of sentence or
paragraph, type of the rules' utterance, its roles (and whether nested)."""

_TAG_IDS = {tag: i for i, tag in enumerate(TAGS, start=1)}
RULE_IDS = {rule: i for i, rule in enumerate(RULES, start=1)}
"""The index of each rule in the model's table."""

NO_RULE = 0
OTHER_RULE = len(RULES) + 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft in word indices: `parts` in the order of `ROLES`, the quote first."""

    rule: int
    parts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the model reads it.

    `starts` and `ends` are the words' code points; `features` has a row a word and a column for each of `SIZES`;
    `sentences` are the indices at which sentences begin; `pairs` are word ranges in quotation marks, marks included.
    """

    words: tuple[str, ...]
    spaced: tuple[bool, ...]
    starts: Ints
    ends: Ints
    features: Ints
    sentences: tuple[int, ...]
    proposals: tuple[Proposal, ...]
    pairs: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.words)

    def within(self, spans: Iterable[Span]) -> tuple[int, ...]:
        """The indices of the words that share a code point with one of the spans, in order."""
        found: set[int] = set()
        for span in spans:
            found.update(range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)))
        return tuple(sorted(found))

    def spans(self, words: Sequence[int]) -> tuple[Span, ...]:
        """The stretches of text that the words at sorted indices cover; neighbours become one."""
        edges = [i for i, word in enumerate(words) if not i or words[i - 1] != word - 1]
        stops = [*edges[1:], len(words)][: len(edges)]
        return tuple(
            Span(int(self.starts[words[a]]), int(self.ends[words[b - 1]])) for a, b in zip(edges, stops, strict=True)
        )


def read(text: str, sentences: Sequence[Sentence], drafts: Sequence[Draft], pairs: Sequence[Pair]) -> Reading:
    """The reading of an article from what the rules' pipeline found in it; linear in its length."""
    words = [word for sentence in sentences for word in sentence.words]
    starts = np.array([word.start for word in words], dtype=np.int64)
    ends = np.array([word.end for word in words], dtype=np.int64)
    reading = Reading(
        words=tuple(word.text for word in words),
        spaced=tuple(word.start == 0 or text[word.start - 1].isspace() for word in words),
        starts=starts,
        ends=ends,
        features=np.zeros((len(words), len(SIZES)), dtype=np.int64),
        sentences=_begins(sentences),
        proposals=(),
        pairs=(),
    )
    proposed = [proposal(reading, draft) for draft in drafts]
    ranges = tuple((w[0], w[-1] + 1) for pair in pairs if (w := reading.within([pair.span])))
    _fill(reading.features, text, words, sentences, reading.sentences)
    _fill_rules(reading.features, drafts, proposed)
    return replace(reading, proposals=tuple(p for p in proposed if p.parts[0]), pairs=ranges)


def _begins(sentences: Sequence[Sentence]) -> tuple[int, ...]:
    at = 0
    begins = []
    for sentence in sentences:
        if sentence.words:
            begins.append(at)
            at += len(sentence.words)
    return tuple(begins)


def proposal(reading: Reading, draft: Draft) -> Proposal:
    """The draft in the reading's words."""
    parts = tuple(reading.within(getattr(draft, role)) for role in ROLES)
    return Proposal(RULE_IDS.get(draft.rule, OTHER_RULE), parts)


def _fill(table: Ints, text: str, words: Sequence[Word], sentences: Sequence[Sentence], begins: Sequence[int]) -> None:
    for i, word in enumerate(words):
        table[i, 0] = _TAG_IDS.get(word.tag, 0)
        table[i, 1] = word.subjunctive
        table[i, 2] = 2 * min(word.depth, 2) + word.mark
        if cues.noun(word):
            table[i, 3] = 3
    for begin, sentence in zip(begins, (s for s in sentences if s.words), strict=True):
        before = text[words[begin - 1].end : words[begin].start] if begin else "\n\n"
        table[begin, 4] = 2 if before.count("\n") > 1 else 1
        for hit in cues.find(sentence):
            table[[begin + i for i in hit.words], 3] = 2
            table[begin + hit.verb, 3] = 1


def _fill_rules(table: Ints, drafts: Sequence[Draft], proposals: Sequence[Proposal]) -> None:
    for draft, proposal in zip(drafts, proposals, strict=True):
        quote = list(proposal.parts[0])
        if draft.rule == "nested":
            table[quote, 6] |= 1 << len(ROLES)
            continue
        kind = TYPES.index(draft.type)
        table[quote, 5] = 1 + 2 * kind
        table[[i for i in quote if i - 1 not in quote], 5] = 2 + 2 * kind
        for bit, part in enumerate(proposal.parts):
            table[list(part), 6] |= 1 << bit
