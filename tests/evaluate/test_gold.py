"""Scores against our own gold format: what counts as found, and what the shares are taken of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.evaluate import Answer, evaluate_gold, gold
from kg.evaluate.golddata import Gold, Statement, read
from kg.records import Entity, EntityKind, Mention, Passage, SourceStep, Span, SpeechType, Utterance

SHARED = Path(__file__).parents[3] / "shared" / "articles" / "gold"
TEXT = "„Der Damm hält bis Montag“, sagte Zoë Öztürk. Er sei geprüft, hieß es aus dem Amt."
RAW = {
    "id": "s1",
    "type": "Direct",
    "quote": "„Der Damm hält bis Montag“",
    "speaker_text": "Zoë Öztürk",
    "speaker": "Zoë Öztürk",
    "speaker_kind": "person",
    "source_chain": [],
    "negated": False,
    "modality": "asserted",
}


def statement(text: str, type: str = "Indirect", **more: object) -> Statement:
    return Statement("s", SpeechType(type), (text,), **more)  # type: ignore[arg-type]


def said(text: str, type: str = "Indirect", speaker: Mention | None = None, *chain: str) -> Utterance:
    steps = tuple(SourceStep(label, EntityKind.AGENCY) for label in chain)
    return Utterance(text, SpeechType(type), Passage(text, (Span(0, len(text)),)), speaker=speaker, sources=steps)


def mention(text: str, label: str, kind: EntityKind = EntityKind.PERSON) -> Mention:
    return Mention(Passage(text, (Span(0, len(text)),)), kind, entity=Entity("urn:x", label, kind))


def report(statements: Iterable[Statement], utterances: Iterable[Utterance]) -> gold.Report:
    return gold.score([(Gold(Path("g.json"), "a.md", tuple(statements)), Answer("", tuple(utterances), "a.md"))])


def test_half_of_the_longer_ones_words_is_enough() -> None:
    assert report([statement("eins zwei drei vier")], [said("eins zwei")]).utterances.f1 == 1.0
    assert report([statement("eins zwei drei vier fünf")], [said("eins zwei")]).utterances.f1 == 0.0
    assert report([statement("eins zwei")], [said("eins zwei drei vier fünf")]).utterances.f1 == 0.0


def test_words_count_as_often_as_they_stand_there() -> None:
    assert gold.overlap("nie nie nie", "nie") == pytest.approx(1 / 3)


def test_marks_and_capitals_do_not_count() -> None:
    assert gold.overlap("„Der Damm hält!“", "der damm hält") == 1.0


def test_the_parts_around_a_frame_are_as_good_as_the_whole() -> None:
    parted = Statement(
        "s", SpeechType.INDIRECT, ("Es gibt laut einem Bericht aus Kronsee Bedenken", "Es gibt Bedenken")
    )
    assert report([parted], [said("Es gibt Bedenken")]).utterances.f1 == 1.0


def test_pairs_are_one_to_one() -> None:
    found = report([statement("eins zwei")], [said("eins zwei"), said("eins zwei")])
    assert (found.utterances.precision, found.utterances.recall) == (0.5, 1.0)


def test_between_equal_texts_the_type_then_the_order_decides() -> None:
    one, two = statement("ja gut", "Direct", speaker="Ada Bergmann"), statement("ja gut", speaker="Cem Dorn")
    said_two, said_one = said("ja gut", "Indirect"), said("ja gut", "Direct")
    assert report([one, two], [said_two, said_one]).shares["type"] == (2, 2)
    first, second = statement("ja gut", speaker="Ada Bergmann"), statement("ja gut", speaker="Cem Dorn")
    utterances = [said("ja gut", "Indirect", mention("sie", n)) for n in ("Ada Bergmann", "Cem Dorn")]
    assert report([first, second], utterances).shares["speaker"] == (2, 2)


def test_optional_statements_are_neither_missed_nor_wrong() -> None:
    free = statement("vielleicht doch", optional=True)
    assert report([statement("eins zwei"), free], [said("eins zwei")]).utterances.f1 == 1.0
    assert report([statement("eins zwei"), free], [said("eins zwei"), said("vielleicht doch")]).utterances.f1 == 1.0


def test_by_type_a_wrong_type_is_a_miss_and_an_error() -> None:
    found = report([statement("eins zwei", "Direct")], [said("eins zwei", "Indirect")])
    assert found.utterances.f1 == 1.0 and found.shares["type"] == (0, 1)
    assert (found.types["Direct"].recall, found.types["Indirect"].precision) == (0.0, 0.0)


def test_titles_articles_and_asides_do_not_change_an_identity() -> None:
    wanted = statement("eins zwei", speaker="Dr. Zoë Öztürk (Umweltamt)", speaker_kind=EntityKind.PERSON)
    assert report([wanted], [said("eins zwei", "Indirect", mention("sie", "Zoë Öztürk"))]).shares["speaker"] == (1, 1)
    assert report([wanted], [said("eins zwei", "Indirect", mention("sie", "Cem Öztürk"))]).shares["speaker"] == (0, 1)
    assert report([wanted], [said("eins zwei")]).shares["speaker"] == (0, 1)


def test_an_unnamed_speaker_must_stay_unnamed() -> None:
    wanted = statement(
        "eins zwei",
        speaker="zwei Mitarbeiter (anonym)",
        speaker_text="zwei Mitarbeiter",
        speaker_kind=EntityKind.ANONYMOUS,
    )
    unnamed = mention("zwei Mitarbeiter", "zwei Mitarbeiter", EntityKind.ANONYMOUS)
    assert report([wanted], [said("eins zwei", "Indirect", unnamed)]).shares["speaker"] == (1, 1)
    named = mention("zwei Mitarbeiter", "zwei Mitarbeiter", EntityKind.PERSON)
    assert report([wanted], [said("eins zwei", "Indirect", named)]).shares["speaker"] == (0, 1)


def test_a_speaker_that_the_gold_does_not_know_must_not_be_made_up() -> None:
    assert report([statement("eins zwei")], [said("eins zwei")]).shares["speaker"] == (1, 1)
    guessed = said("eins zwei", "Indirect", mention("er", "Cem Dorn"))
    assert report([statement("eins zwei")], [guessed]).shares["speaker"] == (0, 1)


def test_chains_count_only_as_a_whole_and_in_order() -> None:
    wanted = statement("eins zwei", chain=("ida", "Landesspiegel"))
    exact, reversed_ = said("eins zwei", "Indirect", None, "ida", "Landesspiegel"), ("Landesspiegel", "ida")
    assert report([wanted], [exact]).shares["chain"] == (1, 1)
    wrong = report([wanted], [said("eins zwei", "Indirect", None, *reversed_)])
    assert wrong.shares["chain"] == (0, 1) and wrong.shares["chain_wrong"] == (1, 1)
    made_up = report([statement("eins zwei")], [exact])
    assert made_up.shares["chain"] == (0, 0) and made_up.shares["chain_wrong"] == (1, 1)


def test_a_chain_is_invented_where_the_gold_has_none() -> None:
    bare, chained = statement("eins zwei"), statement("drei vier", chain=("ida",))
    made_up = report([bare, chained], [said("eins zwei", "Indirect", None, "ida"), said("drei vier")])
    assert made_up.shares["chain_invented"] == (1, 1)
    kept = report([bare, chained], [said("eins zwei"), said("drei vier", "Indirect", None, "kpa")])
    assert kept.shares["chain_invented"] == (0, 1)


@pytest.mark.parametrize(
    ("known", "told", "verdict"),
    [
        ("Querblick", "querblick", "right"),
        (None, None, "right"),
        ("Querblick", None, "unknown"),
        (None, "Querblick", "wrong"),
        ("Querblick", "Landesspiegel", "wrong"),
    ],
)
def test_outlets_are_right_unknown_or_wrong(known: str | None, told: str | None, verdict: str) -> None:
    found = gold.score([(Gold(Path("g"), "a", (), outlet=known), Answer("", (), outlet=told))])
    assert found.outlet[verdict] == 1 and sum(found.outlet.values()) == 1


def test_dates_are_compared_by_the_day() -> None:
    pair = Gold(Path("g"), "a", (), published="2024-09-03"), Answer("", (), published="2024-09-03T08:15:00+02:00")
    assert gold.score([pair]).published["right"] == 1


texts = st.lists(st.sampled_from(["Damm", "Fluss", "hält", "nicht", "bis", "Montag"]), min_size=1, max_size=6)
statements = st.builds(statement, texts.map(" ".join), st.sampled_from([t.value for t in SpeechType]))


@given(st.lists(statements, min_size=1, max_size=6))
def test_the_gold_against_itself_is_perfect(wanted: list[Statement]) -> None:
    found = report(wanted, [said(s.texts[0], s.type) for s in wanted])
    assert found.utterances.f1 == 1.0


@given(st.lists(statements, min_size=1, max_size=6))
def test_an_empty_system_scores_nothing(wanted: list[Statement]) -> None:
    assert report(wanted, []).utterances.f1 == 0.0


def corpus(folder: Path, text: str | None = None) -> Path:
    (folder / "gold").mkdir()
    (folder / "articles").mkdir()
    (folder / "articles" / "damm.md").write_text(TEXT, encoding="utf-8")
    raw = {"file": "damm.md", "outlet": None, "published": None, "statements": [RAW]}
    file = folder / "gold" / "damm.json"
    file.write_text(text or json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "gold" / "relations-damm.json").write_text("[]", encoding="utf-8")
    return file


def test_a_folder_is_read_without_its_lists_of_relations(tmp_path: Path) -> None:
    corpus(tmp_path)
    (only,) = read(tmp_path / "gold")
    assert only.article.read_text(encoding="utf-8") == TEXT
    assert only.statements[0].speaker == "Zoë Öztürk"


def test_a_system_file_is_matched_by_the_articles_file_name(tmp_path: Path) -> None:
    corpus(tmp_path)
    answer = {
        "article": {"source": {"path": "articles/damm.md"}, "outlet": None, "published": None},
        "text": TEXT,
        "utterances": [
            {
                "type": "Direct",
                "quote": {"text": "", "spans": [[0, 26]]},
                "speaker": {
                    "text": "",
                    "spans": [[34, 44]],
                    "entity": {"id": "", "label": "Zoë Öztürk", "kind": "person"},
                },
                "sources": [],
            }
        ],
    }
    file = tmp_path / "system.jsonl"
    file.write_text(json.dumps(answer), encoding="utf-8")
    found = evaluate_gold(tmp_path / "gold", system=file)
    assert found.utterances.f1 == 1.0 and found.shares["speaker"] == (1, 1) and found.shares["mention"] == (1.0, 1)
    assert {row["measure"] for row in found.rows()} >= {"utterances", "Direct", "speaker", "chain", "outlet right"}
    assert found.as_dict()["shares"]["mention"] == {"rate": 100.0, "of": 1}


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ('{\n "file": "damm.md",\n kaputt}', ":3:", "not JSON"),
        ('{"file": "damm.md"}', ":1:", "statements"),
        ('{"file": "damm.md", "statements": [\n{"id": "s1", "type": "Direct"}]}', ":2:", "s1 has no 'quote'"),
        ('{"file": "damm.md", "statements": [\n{"id": "s1", "type": "Oper", "quote": "x"}]}', ":2:", "Oper"),
        ('{"file": "damm.md", "statements": [\n{"id": "s1", "type": "Direct", "quote": " "}]}', ":2:", "empty"),
        ('{"file": "damm.md", "statements": ["s1"]}', ":", "statement 1"),
    ],
)
def test_bad_gold_is_named_with_its_line(tmp_path: Path, text: str, where: str, reason: str) -> None:
    file = corpus(tmp_path, text)
    with pytest.raises(InputError) as caught:
        list(read(file))
    assert f"damm.json{where}" in str(caught.value) and reason in str(caught.value)


def test_a_missing_article_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    file = corpus(tmp_path)
    (tmp_path / "articles" / "damm.md").unlink()
    with pytest.raises(InputError, match=r"damm\.md is missing"):
        next(read(file)).article  # noqa: B018
    (tmp_path / "leer").mkdir()
    with pytest.raises(InputError, match="no gold"):
        list(read(tmp_path / "leer"))


def as_utterance(wanted: Statement) -> Iterator[Utterance]:
    kind = EntityKind.UNKNOWN if wanted.speaker is None else wanted.speaker_kind
    speaker = mention(wanted.speaker_text or "jemand", wanted.speaker or "", kind)
    yield said(wanted.texts[0], wanted.type, speaker, *wanted.chain)


def test_the_shared_gold_scores_a_hundred_against_itself() -> None:
    if not SHARED.is_dir():
        pytest.skip("no gold in ../shared")
    golds = list(read(SHARED))
    assert golds and all(each.article.is_file() for each in golds)
    answers = [(g, Answer("", tuple(u for s in g.statements for u in as_utterance(s)), g.file)) for g in golds]
    found = gold.score(answers)
    assert found.utterances.f1 == 1.0
    assert all(rate == of for name, (rate, of) in found.shares.items() if name in ("type", "speaker", "chain"))
