"""Decoding: thresholds, rivals that vote, and quotation marks as certain knowledge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kg.extract.candidates import Candidate
from kg.extract.decode import Scored, Settings, calibrated, decode
from kg.extract.features import ROLES, RULE_IDS, SIZES, TYPES, Proposal, Reading
from kg.records import SpeechType


def reading(pairs: tuple[tuple[int, int], ...] = (), signs: dict[int, str] | None = None) -> Reading:
    words = tuple((signs or {}).get(i, "Wort") for i in range(20))
    at = np.arange(20, dtype=np.int64) * 5
    features = np.zeros((20, len(SIZES)), dtype=np.int64)
    return Reading(words, (True,) * 20, at, at + 4, features, (0,), (), pairs)


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
    assert [a.parts[0] for a in decode([each], reading(), Settings())] == [(3, 4)]


def test_an_unlikely_candidate_is_dropped() -> None:
    assert decode([scored({3: 0.9}, 0.1, SpeechType.INDIRECT)], reading(), Settings()) == []


def test_rivals_are_one_utterance_and_vote() -> None:
    sure = scored({3: 0.9, 4: 0.9}, 0.9, SpeechType.INDIRECT, speaker={1: 0.4})
    other = scored({3: 0.9, 4: 0.9}, 0.8, SpeechType.INDIRECT, speaker={1: 0.9})
    answers = decode([other, sure], reading(), Settings())
    assert [(a.parts[0], a.parts[2], a.confidence) for a in answers] == [((3, 4), (1,), 0.9)]


def test_a_nested_quote_is_an_utterance_of_its_own() -> None:
    outer = scored(dict.fromkeys(range(2, 14), 0.9), 0.9, SpeechType.INDIRECT)
    nested = scored({5: 0.9, 6: 0.9}, 0.8, SpeechType.DIRECT)
    assert len(decode([outer, nested], reading(), Settings())) == 2


def test_a_direct_quote_takes_the_place_of_its_marks() -> None:
    each = scored(dict.fromkeys(range(4, 9), 0.9), 0.9, SpeechType.DIRECT)
    assert [a.parts[0] for a in decode([each], reading(((3, 9),)), Settings())] == [tuple(range(3, 9))]


def test_an_indirect_quote_leaves_marks_alone() -> None:
    each = scored(dict.fromkeys(range(4, 9), 0.9), 0.9, SpeechType.INDIRECT)
    assert [a.parts[0] for a in decode([each], reading(((3, 9),)), Settings())] == [tuple(range(4, 9))]


def test_signs_of_what_stands_beside_a_quote_are_no_part_of_it() -> None:
    each = scored(dict.fromkeys(range(3, 9), 0.9), 0.9, SpeechType.INDIRECT)
    answers = decode([each], reading(signs={3: ".", 8: ","}), Settings())
    assert [a.parts[0] for a in answers] == [(4, 5, 6, 7)]


def test_what_the_rules_proposed_needs_less() -> None:
    proposal = Proposal(1, ((3, 4), (), (), (), ()))
    own = scored({3: 0.9, 4: 0.9}, 0.3, SpeechType.INDIRECT)
    assert decode([own], reading(), Settings()) == []
    assert len(decode([replace(own, candidate=Candidate((3, 4), proposal))], reading(), Settings())) == 1


def test_a_sentence_that_tells_of_a_speech_act_counts_unless_another_utterance_stands_in_it() -> None:
    told = scored(dict.fromkeys(range(3, 9), 0.9), 0.01, SpeechType.REPORTED)
    told = replace(told, candidate=Candidate(told.candidate.anchor, Proposal(RULE_IDS["reported"], ((3,),) * 5)))
    within = scored({5: 0.9, 6: 0.9}, 0.8, SpeechType.DIRECT)
    assert [a.parts[0] for a in decode([told], reading(), Settings())] == [tuple(range(3, 9))]
    assert [a.parts[0] for a in decode([told, within], reading(), Settings())] == [(5, 6)]


def test_the_beginning_of_an_utterance_is_none_but_what_stands_within_it_is() -> None:
    whole = scored(dict.fromkeys(range(3, 12), 0.9), 0.9, SpeechType.INDIRECT)
    beginning, within = (scored(dict.fromkeys(some, 0.9), 0.8, SpeechType.INDIRECT) for some in ((3, 4), (6, 7)))
    assert [a.parts[0] for a in decode([whole, beginning], reading(), Settings())] == [tuple(range(3, 12))]
    assert [a.parts[0] for a in decode([whole, within], reading(), Settings())] == [tuple(range(3, 12)), (6, 7)]


def test_confidence_is_what_calibration_makes_of_the_evidence() -> None:
    each = scored({3: 0.9, 4: 0.9}, 0.9, SpeechType.INDIRECT)
    (raw,), (doubted,) = (
        decode([each], reading(), Settings(calibration=(bias, 1.0, 0.0, 0.0, 0.0))) for bias in (0.0, -2.0)
    )
    assert raw.confidence == 0.9
    assert doubted.confidence == calibrated(raw.evidence, (-2.0, 1.0, 0.0, 0.0, 0.0)) < 0.6


def test_a_stretch_of_a_direct_quotation_is_no_quotation_of_its_own() -> None:
    whole = scored(dict.fromkeys([2, 3, 4, 5, 6, 9, 10], 0.9), 0.9, SpeechType.DIRECT)
    piece = scored({9: 0.9, 10: 0.9}, 0.8, SpeechType.DIRECT)
    assert [a.parts[0] for a in decode([whole, piece], reading(), Settings(change=0.0))] == [(2, 3, 4, 5, 6, 9, 10)]


def test_a_speaker_stands_in_the_quote_of_reported_speech_only() -> None:
    words = dict.fromkeys(range(3, 9), 0.9)
    quotes = {
        kind: decode([scored(words, 0.9, kind, speaker={5: 0.9})], reading(), Settings())[0].parts[0]
        for kind in (SpeechType.INDIRECT, SpeechType.REPORTED)
    }
    assert quotes == {SpeechType.INDIRECT: (3, 4, 6, 7, 8), SpeechType.REPORTED: tuple(range(3, 9))}
