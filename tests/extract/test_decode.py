"""Decoding: thresholds, rivals that vote, and quotation marks as certain knowledge."""

from __future__ import annotations

import numpy as np

from kg.extract.candidates import Candidate
from kg.extract.decode import Scored, Settings, decode
from kg.extract.features import ROLES, TYPES
from kg.records import SpeechType


def scored(quote: dict[int, float], valid: float, kind: SpeechType, speaker: dict[int, float] | None = None) -> Scored:
    words = np.arange(20, dtype=np.int64)
    roles = np.zeros((20, len(ROLES)), dtype=np.float32)
    for role, chances in ((0, quote), (2, speaker or {})):
        for word, chance in chances.items():
            roles[word, role] = chance
    types = np.array([kind is each for each in TYPES], dtype=np.float32)
    return Scored(Candidate(tuple(quote)), words, roles, valid, types, np.ones(7, dtype=np.float32))


def test_words_above_the_threshold_are_the_quote() -> None:
    each = scored({3: 0.9, 4: 0.8, 5: 0.2}, 0.9, SpeechType.INDIRECT)
    assert [a.parts[0] for a in decode([each], (), Settings())] == [(3, 4)]


def test_an_unlikely_candidate_is_dropped() -> None:
    assert decode([scored({3: 0.9}, 0.1, SpeechType.INDIRECT)], (), Settings()) == []


def test_rivals_are_one_utterance_and_vote() -> None:
    sure = scored({3: 0.9, 4: 0.9}, 0.9, SpeechType.INDIRECT, speaker={1: 0.4})
    other = scored({3: 0.9, 4: 0.9}, 0.8, SpeechType.INDIRECT, speaker={1: 0.9})
    answers = decode([other, sure], (), Settings())
    assert [(a.parts[0], a.parts[2], a.confidence) for a in answers] == [((3, 4), (1,), 0.9)]


def test_a_nested_quote_is_an_utterance_of_its_own() -> None:
    outer = scored(dict.fromkeys(range(2, 14), 0.9), 0.9, SpeechType.INDIRECT)
    nested = scored({5: 0.9, 6: 0.9}, 0.8, SpeechType.DIRECT)
    assert len(decode([outer, nested], (), Settings())) == 2


def test_a_direct_quote_takes_the_place_of_its_marks() -> None:
    each = scored(dict.fromkeys(range(4, 9), 0.9), 0.9, SpeechType.DIRECT)
    assert [a.parts[0] for a in decode([each], [(3, 9)], Settings())] == [tuple(range(3, 9))]


def test_an_indirect_quote_leaves_marks_alone() -> None:
    each = scored(dict.fromkeys(range(4, 9), 0.9), 0.9, SpeechType.INDIRECT)
    assert [a.parts[0] for a in decode([each], [(3, 9)], Settings())] == [tuple(range(4, 9))]
