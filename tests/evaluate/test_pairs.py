"""Scores of relations: what counts, and where the pairs come from."""

import json

import pytest

from kg.errors import InputError
from kg.evaluate import evaluate, evaluate_relations, pairs
from kg.records import Comparison, Relation, Said


def told(relation, kind):
    return lambda a, b: Comparison(relation, kind, 0.9)


def examples(*relations):
    return [(Said("Der Damm hält"), Said("Der Damm bricht"), relation) for relation in relations]


def test_contradictions_and_denials_count_as_one_and_hard_pairs_are_counted():
    given = examples(Relation.DENIES, Relation.CONTRADICTS, Relation.NONE, Relation.NONE, Relation.UPDATES)
    report = pairs.score(given, told(Relation.CONTRADICTS, "number"))
    assert (report.opposed.precision, report.opposed.recall) == (2 / 5, 1.0)
    assert report.relations[Relation.CONTRADICTS].precision == 1 / 5
    assert report.hard == (2, 2)
    assert report.as_dict()["flagged"] == 100.0


def test_one_quotation_in_one_wording_does_not_count_as_one_in_other_words():
    same, other = (Said("Der Damm hält"), Said("„Der Damm hält!“")), (Said("Der Damm hält"), Said("Der Damm halte"))
    given = [(*same, Relation.CORROBORATES), (*other, Relation.SAME_QUOTE)]
    report = pairs.score(given, told(Relation.SAME_QUOTE, "indirect"))
    assert report.relations[Relation.SAME_QUOTE].precision == 1 / 2
    assert (report.reworded.precision, report.reworded.recall) == (1.0, 1.0)


def line(**changes):
    pair = {"a": {"text": "Der Damm hält"}, "b": {"text": "Der Damm hält"}, "relation": "same_quote", **changes}
    return json.dumps(pair)


def test_a_file_of_pairs_is_told_from_others_and_scored(tmp_path):
    path = tmp_path / "paare.jsonl"
    path.write_text(line() + "\n", "utf-8")
    rows = {row["measure"]: row for row in evaluate(path).rows()}
    assert rows["same_quote"]["f1"] == 100.0


def test_a_pair_without_a_known_relation_is_named_with_its_line(tmp_path):
    path = tmp_path / "paare.jsonl"
    path.write_text(line() + "\n" + line(relation="likes") + "\n", "utf-8")
    with pytest.raises(InputError, match=r"paare\.jsonl:2: not a pair with its relation"):
        evaluate(path)


def test_the_relations_of_a_gold_are_pairs_of_its_statements(tmp_path):
    statement = {"type": "Indirect", "speaker": "Hanna Vogt"}
    gold = {"file": "a.md", "published": "2024-10-03", "outlet": "Nordblatt"}
    told = [{**statement, "id": "s1", "quote": "der Damm halte"}, {**statement, "id": "s2", "quote": "der Damm breche"}]
    (tmp_path / "a.json").write_text(json.dumps({**gold, "statements": told}), "utf-8")
    relations = [{"a": "a#s1", "b": "a#s2", "relation": "not_contradictory_although_similar", "why": "…"}]
    (tmp_path / "relations.json").write_text(json.dumps(relations), "utf-8")
    ((a, b, relation),) = pairs.examples(tmp_path)
    assert (a.text, b.date, b.outlet, b.place) == ("der Damm halte", "2024-10-03", "Nordblatt", ("a", 1))
    assert relation is Relation.NONE
    relations[0]["b"] = "a#s9"
    (tmp_path / "relations.json").write_text(json.dumps(relations), "utf-8")
    with pytest.raises(InputError, match="no statement 'a#s9'"):
        list(pairs.examples(tmp_path))


def test_a_folder_without_relations_says_so(tmp_path):
    gold = {"file": "a.md", "statements": [{"id": "s1", "type": "Direct", "quote": "„Ja“"}]}
    (tmp_path / "a.json").write_text(json.dumps(gold), "utf-8")
    with pytest.raises(InputError, match="no pair of utterances"):
        evaluate_relations(tmp_path)
