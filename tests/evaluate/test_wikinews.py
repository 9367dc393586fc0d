"""The quotation metric, against figures worked out by hand and against what any such metric must satisfy."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.evaluate import evaluate_wikinews, wikinews
from kg.evaluate.wikinews import PARTS, Annotation, Document
from kg.records import Medium, Mention, Passage, Span, SpeechType, Utterance

SHARED = Path(__file__).parents[3] / "shared" / "corpora" / "wikinews-quotes"
TEXT = "Der Damm halte, sagte Zoë Öztürk."


def said(type: str = "Indirect", medium: str = "Speech", **parts: set[int]) -> Annotation:
    return Annotation(SpeechType(type), Medium(medium), {part: frozenset(parts.get(part, ())) for part in PARTS})


def document(text: str, *annotations: Annotation) -> Document:
    tokens, position = [], 0
    for word in text.replace(",", " ,").replace(".", " .").split():
        start = text.index(word, position)
        tokens.append(Span(start, start + len(word)))
        position = start + len(word)
    return Document("Probe", text, tuple(tokens), annotations)


def line_of(text: str, *annotations: Annotation) -> str:
    probe = document(text)
    raw = {
        "documentName": "Probe",
        "originalText": text,
        "tokens": [{"charBegin": token.start, "charEnd": token.end} for token in probe.tokens],
        "annotations": [
            {"type": a.type.value, "medium": a.medium.value}
            | {part: {"tokenIds": sorted(tokens)} for part, tokens in a.parts.items()}
            for a in annotations
        ],
    }
    return json.dumps(raw, ensure_ascii=False)


def report(gold: list[Annotation], system: list[Annotation]) -> wikinews.Report:
    return wikinews.report(wikinews.pair(gold, system))


def test_a_token_belongs_to_a_span_that_touches_any_of_its_characters() -> None:
    probe = document(TEXT)
    assert [span.of(TEXT) for span in probe.tokens] == ["Der", "Damm", "halte", ",", "sagte", "Zoë", "Öztürk", "."]
    assert probe.covered([Span(5, 15)]) == {1, 2, 3}
    assert probe.covered([Span(3, 4)]) == frozenset()
    assert probe.covered([Span(0, 1), Span(32, 33)]) == {0, 7}


def test_an_utterance_becomes_tokens_part_by_part() -> None:
    utterance = Utterance(
        "u",
        SpeechType.INDIRECT,
        Passage.of(TEXT, [Span(0, 14)]),
        cue=Passage.of(TEXT, [Span(16, 21)]),
        speaker=Mention(Passage.of(TEXT, [Span(22, 32)])),
    )
    assert document(TEXT).annotate(utterance) == said(medium="none", quote={0, 1, 2}, cue={4}, speaker={5, 6})


def test_precision_and_recall_are_averaged_over_pairs() -> None:
    gold = [said(quote={0, 1, 2, 3}, speaker={5}), said(quote={10, 11})]
    system = [said(quote={0, 1}, speaker={5, 6}), said(quote={10, 11, 12, 13})]
    found = report(gold, system)
    assert (found.message.precision, found.message.recall) == ((1 + 0.5) / 2, (0.5 + 1) / 2)
    assert (found.parts["speaker"].precision, found.parts["speaker"].recall) == (0.5, 1.0)
    assert found.joint.precision == (1 + 0.5 + 0.5) / 3
    assert found.joint.recall == (0.5 + 1 + 1) / 3
    assert found.joint.f1 == pytest.approx(2 * (2 / 3) * (2.5 / 3) / (2 / 3 + 2.5 / 3))


def test_roles_pool_four_parts_and_skip_those_that_are_empty() -> None:
    gold = [said(quote={0}, cue={1}, frame={1, 2}, speaker={2})]
    system = [said(quote={0}, cue={1}, frame={1}, addressee={3})]
    found = report(gold, system)
    assert (found.roles.precision, found.roles.precision_n) == ((1 + 1 + 0) / 3, 3)
    assert (found.roles.recall, found.roles.recall_n) == ((1 + 0.5 + 0) / 3, 3)


def test_unpaired_utterances_count_against_every_part_that_they_have() -> None:
    gold = [said(quote={0, 1}, cue={2})]
    system = [said(quote={0, 1}, cue={2}), said(quote={7}, speaker={8})]
    found = report(gold, system)
    assert (found.message.precision, found.message.recall) == (0.5, 1.0)
    assert (found.roles.precision, found.roles.recall) == (0.5, 1.0)
    assert (found.form.precision, found.form.recall) == (0.5, 1.0)


def test_of_smaller_side_each_is_paired_even_without_a_shared_token() -> None:
    found = report([said(quote={0})], [said(quote={9})])
    assert (found.message.f1, found.form.f1, found.overlapping) == (0.0, 1.0, 0)


def test_a_wrong_form_is_one_false_positive_and_one_false_negative() -> None:
    gold = [said("Direct", quote={0}), said("Reported", quote={3})]
    system = [said("Indirect", quote={0}), said("Reported", "Writing", quote={3})]
    found = report(gold, system)
    assert (found.form.precision, found.form.recall) == (0.5, 0.5)
    assert found.medium.f1 == 0.5


def test_the_pairing_has_the_greatest_sum_not_the_greatest_single_match() -> None:
    wide, shifted = said(quote={0, 1, 2, 3}), said(quote={1, 2, 8, 9})
    core, rest = said(quote={0, 1, 2}), said(quote={3})
    pairs = wikinews.pair([wide, shifted], [core, rest])
    assert (wide, rest) in pairs and (shifted, core) in pairs


def test_between_equal_quotes_the_same_form_then_the_same_medium_decides() -> None:
    direct, indirect = said("Direct", quote={0, 1}, speaker={5}), said("Indirect", quote={0, 1}, speaker={6})
    assert report([direct, indirect], [indirect, direct]).joint.f1 == 1.0
    spoken, written = said(quote={0, 1}, cue={2}), said(medium="Writing", quote={0, 1}, cue={3})
    assert report([spoken, written], [written, spoken]).joint.f1 == 1.0


def test_quotes_by_type_take_precision_from_the_system_and_recall_from_the_gold() -> None:
    gold = [said("Direct", quote={0, 1}), said("Indirect", quote={5})]
    system = [said("Direct", quote={0}), said("Direct", quote={5})]
    types = report(gold, system).types
    assert (types["Direct"].precision, types["Direct"].recall) == (1.0, 0.5)
    assert (types["Indirect"].precision_n, types["Indirect"].recall) == (0, 1.0)


tokens = st.frozensets(st.integers(0, 15), max_size=6)
annotations = st.builds(
    Annotation,
    st.sampled_from(SpeechType),
    st.sampled_from(Medium),
    st.fixed_dictionaries({part: tokens if part != "quote" else tokens.filter(bool) for part in PARTS}),
)


@given(st.lists(annotations, min_size=1, max_size=6))
def test_the_gold_against_itself_is_perfect(gold: list[Annotation]) -> None:
    found = report(gold, gold)
    assert found.message.f1 == found.form.f1 == 1.0
    assert found.medium.f1 == 1.0 and found.parts["quote"].f1 == 1.0


@given(st.lists(annotations, min_size=1, max_size=6, unique_by=lambda a: a.parts["quote"]))
def test_distinct_gold_against_itself_is_perfect_in_every_part(gold: list[Annotation]) -> None:
    found = report(gold, gold)
    assert found.joint.f1 == 1.0
    assert all(score.f1 == 1.0 for score in found.parts.values() if score.recall_n)


@given(st.lists(annotations, min_size=1, max_size=6))
def test_an_empty_system_and_an_empty_gold_score_nothing(some: list[Annotation]) -> None:
    assert all(score.f1 == 0.0 for score in report(some, []).scores().values())
    assert all(score.f1 == 0.0 for score in report([], some).scores().values())


@given(st.lists(annotations, max_size=6), st.lists(annotations, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_annotations_does_not_matter(
    gold: list[Annotation], system: list[Annotation], chance: random.Random
) -> None:
    shuffled = [chance.sample(each, len(each)) for each in (gold, system)]
    assert report(gold, system) == report(*shuffled)


@given(st.lists(annotations, max_size=6), st.lists(annotations, max_size=6))
def test_all_rates_are_between_nought_and_a_hundred(gold: list[Annotation], system: list[Annotation]) -> None:
    for row in report(gold, system).rows():
        assert all(0 <= float(row[name] or 0) <= 100 for name in ("precision", "recall", "f1"))


def test_documents_are_pooled_before_averaging(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    lines = [line_of(TEXT, said(quote={0, 1, 2})), line_of("Still war es.", said(quote={0, 1}), said(quote={2}))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def system(text: str) -> list[Utterance]:
        return [Utterance("u", SpeechType.INDIRECT, Passage.of(text, [Span(0, 14)]))] if text == TEXT else []

    found = wikinews.score((document, system(document.text)) for document in wikinews.documents(file))
    assert (found.documents, found.gold, found.system, found.overlapping) == (2, 3, 1, 1)
    assert (found.message.precision, found.message.recall) == (1.0, pytest.approx(1 / 3))


def test_a_file_of_kg_extract_is_matched_by_its_text(tmp_path: Path) -> None:
    gold, system = tmp_path / "gold.jsonl", tmp_path / "system.jsonl"
    gold.write_text(line_of(TEXT, said(quote={0, 1, 2}, speaker={5, 6})), encoding="utf-8")
    utterance = {
        "type": "Indirect",
        "medium": "Speech",
        "quote": {"text": "Der Damm halte", "spans": [[0, 14]]},
        "speaker": {"text": "Zoë Öztürk", "spans": [[22, 32]], "entity": None},
    }
    system.write_text(json.dumps({"article": {}, "text": TEXT, "utterances": [utterance]}), encoding="utf-8")
    found = evaluate_wikinews(gold, system=system)
    assert found.joint.f1 == found.form.f1 == found.medium.f1 == 1.0
    assert found.as_dict()["joint"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}


def test_a_system_file_of_another_text_is_refused(tmp_path: Path) -> None:
    gold, system = tmp_path / "gold.jsonl", tmp_path / "system.jsonl"
    gold.write_text(line_of(TEXT), encoding="utf-8")
    system.write_text(json.dumps({"article": {}, "text": "Anderes.", "utterances": []}), encoding="utf-8")
    with pytest.raises(InputError, match=r"system\.jsonl:1: .*--no-clean"):
        evaluate_wikinews(gold, system=system)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{kaputt", "not JSON"),
        ('{"documentName": "x"}', "no 'tokens'"),
        ("[1, 2]", "not a document"),
        (line_of(TEXT, said(quote={99})), "token id"),
        (line_of(TEXT, said(quote={0})).replace("Indirect", "Gesungen"), "Gesungen"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{line_of(TEXT)}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: ") as caught:
        list(wikinews.documents(file))
    assert reason in str(caught.value)


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fehlt"):
        evaluate_wikinews(tmp_path / "fehlt.jsonl")
    (tmp_path / "leer.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="no document"):
        evaluate_wikinews(tmp_path / "leer.jsonl")


def test_the_corpus_itself_maps_without_loss_and_scores_a_hundred() -> None:
    if not SHARED.is_dir():
        pytest.skip("the Wikinews quotations are not in ../shared")
    found = list(wikinews.documents(SHARED / "dev.jsonl"))
    pairs = [each for probe in found for each in wikinews.pair(probe.annotations, probe.annotations)]
    assert all(score.f1 == 1.0 for score in wikinews.report(pairs).scores().values())
    raw = [json.loads(line) for line in (SHARED / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    for probe, annotation in ((p, a) for p, r in zip(found, raw, strict=True) for a in r["annotations"]):
        for part in PARTS:
            spans = [Span(s["charBegin"], s["charEnd"]) for s in annotation[part]["spans"]]
            assert probe.covered(spans) == set(annotation[part]["tokenIds"])
