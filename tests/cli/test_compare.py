"""`kg compare` as a user runs it: two utterances of a store, and files of pairs."""

import json

import pytest
from commandline import kg, lines

NORTH = """---
title: Klinik bleibt
outlet: Nordblatt
date: 2024-09-12
---

„Wir werden die Klinik in Oberau nicht schließen, solange ich im Amt bin“, sagte Landrätin Ulrike Brandt.
"""
SOUTH = """---
title: Landrätin gibt Zusage
outlet: Südblatt
date: 2024-09-12
---

„Wir werden die Klinik in Oberau nicht schließen“, sagte Landrätin Ulrike Brandt.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder, store = tmp_path_factory.mktemp("klinik"), tmp_path_factory.mktemp("bestand") / "store"
    (folder / "nord.md").write_text(NORTH, "utf-8")
    (folder / "sued.md").write_text(SOUTH, "utf-8")
    assert kg("ingest", folder, "--store", store).returncode == 0
    (found,) = lines(kg("compare", "--all", "--store", store))
    assert found == {"relation": "same_quote", "kind": "ellipsis", "count": 1}
    return store


def test_two_utterances_are_shown_side_by_side_with_what_differs(store):
    done = kg(
        "compare",
        "solange ich im Amt bin",
        "Wir werden die Klinik in Oberau nicht schließen",
        "-s",
        store,
        "-f",
        "table",
    )
    assert done.returncode == 0
    shown = " ".join(done.out.split())
    assert "same_quote" in shown and "Nordblatt" in shown and "Südblatt" in shown
    assert "ellipsis: „solange ich im Amt bin“" in shown


def test_in_a_pipe_the_comparison_is_one_object(store):
    (told,) = lines(kg("compare", "solange ich im Amt", "Wir werden die Klinik in Oberau nicht schließen", "-s", store))
    assert told["relation"] == "same_quote"
    assert (told["a"]["outlet"], told["b"]["outlet"]) == ("Nordblatt", "Südblatt")
    for side in ("a", "b"):
        assert all(told[side]["text"][start:end] for start, end in told["spans"][side])


def test_words_that_fit_nothing_or_too_much_are_a_usage_error(store):
    assert "no utterance has the words" in kg("compare", "Pegel", "Klinik", "-s", store).err
    assert "is in 2 utterances" in kg("compare", "Klinik in Oberau", "solange", "-s", store).err
    assert kg("compare", "Klinik", "-s", store).returncode == 2
    assert kg("compare", "-s", store).returncode == 2


def test_two_printings_of_one_saying_are_one_claim_of_two_outlets(store):
    (claim,) = lines(kg("claims", "--about", "Klinik", "--store", store))
    assert claim["outlets"] == ["Nordblatt", "Südblatt"] and claim["utterances"] == 2


def test_pairs_come_from_a_file_or_standard_input_and_bad_lines_cost_only_themselves(tmp_path):
    pair = {"id": "p1", "a": {"text": "Der Damm hält"}, "b": {"text": "„Der Damm hält“", "type": "Direct"}}
    text = json.dumps(pair) + "\nkaputt\n" + json.dumps({**pair, "id": "p3"}) + "\n"
    (tmp_path / "paare.jsonl").write_text(text, "utf-8")
    done = kg("compare", "--pairs", tmp_path / "paare.jsonl")
    assert done.returncode == 3 and "paare.jsonl:2: not a pair of utterances" in done.err
    assert [(row["id"], row["relation"]) for row in lines(done)] == [("p1", "same_quote"), ("p3", "same_quote")]
    piped = kg("compare", "--pairs", "-", stdin=text)
    assert piped.out == done.out and "-:2:" in piped.err
    assert kg("compare", "--pairs", tmp_path / "nichts.jsonl").returncode == 2
