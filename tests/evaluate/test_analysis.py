"""The error analysis counts what the pairs show, and nothing twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kg.evaluate import analysis, errors
from kg.evaluate.wikinews import PARTS, Annotation, right
from kg.records import Medium, SpeechType


def said(
    kind: SpeechType, quote: range, speaker: range = range(0), cue: range = range(0), confidence: float = 1.0
) -> Annotation:
    named = {"quote": quote, "speaker": speaker, "cue": cue}
    return Annotation(kind, Medium.SPEECH, {p: frozenset(named.get(p, ())) for p in PARTS}, confidence)


INDIRECT, DIRECT = SpeechType.INDIRECT, SpeechType.DIRECT
PAIRS = [
    (said(INDIRECT, range(10, 20), range(2)), said(INDIRECT, range(10, 20), range(2), confidence=0.95)),
    (said(INDIRECT, range(30, 34), range(2)), said(DIRECT, range(30, 35), range(5, 6), confidence=0.55)),
    (said(DIRECT, range(40, 50)), said(DIRECT, range(49, 60), confidence=0.15)),
    (said(DIRECT, range(70, 73)), None),
]


def table(title: str) -> list[dict[str, object]]:
    return next(each.rows for each in analysis.tables(PAIRS) if each.title == title)


def test_an_utterance_is_right_if_half_the_quote_and_the_speaker_are() -> None:
    assert [right(*pair) for pair in PAIRS] == [True, False, False, False]


def test_a_pair_that_hardly_overlaps_is_one_missed_and_one_made_up() -> None:
    confusion = {row["annotated"]: row for row in table("Confusion of types")}
    assert (confusion["Direct"]["–"], confusion["–"]["Direct"]) == (2, 1)
    assert (confusion["Indirect"]["Indirect"], confusion["Indirect"]["Direct"]) == (1, 1)


def test_shares_by_type_and_by_length() -> None:
    indirect = next(row for row in table("By type") if row["type"] == "Indirect")
    assert (indirect["found"], indirect["exact quote"], indirect["right type"]) == (100, 50, 50)
    assert [(r["tokens"], r["annotated"]) for r in table("By length")][:2] == [("1–5", 2), ("6–10", 2)]


def test_the_commonest_mistakes_come_first() -> None:
    mistakes = {row["mistake"]: row["times"] for row in table("Commonest mistakes")}
    assert mistakes == {
        "Direct missed": 2,
        "Direct made up": 1,
        "Indirect taken for Direct": 1,
        "quote too long": 1,
        "speaker elsewhere": 1,
    }


def test_confidence_stands_beside_what_was_right() -> None:
    rows = {row["confidence"]: (row["given"], row["right"]) for row in table("Reliability")}
    assert rows == {"0.1–0.2": (1, 0), "0.5–0.6": (1, 0), "0.9–1.0": (1, 100)}


def test_the_output_of_another_system_is_analysed_with_its_own_confidence(tmp_path: Path) -> None:
    text = "Es regne, sagte Änne."
    tokens = [{"charBegin": m.start(), "charEnd": m.end()} for m in re.finditer(r"\w+|[.,]", text)]
    raw = {"documentName": "Regen", "originalText": text, "tokens": tokens}
    gold, system = tmp_path / "gold.jsonl", tmp_path / "system.jsonl"
    annotation = {"type": "Indirect", "quote": {"tokenIds": [0, 1]}, "speaker": {"tokenIds": [4]}}
    gold.write_text(json.dumps(raw | {"annotations": [annotation]}) + "\n", "utf-8")
    said = {"type": "Indirect", "quote": {"spans": [[0, 8]]}, "speaker": {"spans": [[16, 20]]}, "confidence": 0.75}
    system.write_text(json.dumps({"text": text, "utterances": [said]}) + "\n", "utf-8")
    (rows,) = (table.rows for table in errors(gold, system=system) if table.title == "Reliability")
    assert rows == [{"confidence": "0.7–0.8", "given": 1, "mean confidence": 75.0, "right": 100.0}]


def test_all_of_it_is_markdown() -> None:
    lines = list(analysis.markdown(analysis.tables(PAIRS)))
    assert sum(line.startswith("### ") for line in lines) == 6
    assert "| Direct missed | 2 | 33.3 |" in lines
