"""`kg entities`, `kg merge`, `kg split` and `kg who` as a user runs them: real processes, a real store."""

import json

import pytest
from commandline import kg

FIRST = """„Der Pegel steigt weiter“, sagte Bürgermeisterin Kathrin Wübbels am Montag. Dmitry Olegow sagte, es regne.

Der ukrainische Präsident Wolodymyr Selenski sagte, man brauche Hilfe."""
SECOND = """„Der Pegel fällt wieder“, sagte Katrin Wübbels am Dienstag. „Alles wird gut“, sagte Dmitri Olegov.

Volodymyr Zelensky sagte am Dienstag, es gebe Fortschritte."""


def lines(done):
    assert done.returncode == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("identities")
    (folder / "montag.txt").write_text(FIRST, "utf-8")
    (folder / "dienstag.txt").write_text(SECOND, "utf-8")
    done = kg("ingest", folder / "montag.txt", folder / "dienstag.txt", "--store", folder / "store")
    assert done.returncode == 0, done.err
    return folder


@pytest.fixture(scope="module")
def store(folder):
    return folder / "store"


def test_entities_lists_names_numbers_and_wikidata_ids(store):
    found = {row["label"]: row for row in lines(kg("entities", "--store", store))}
    assert found["Wolodymyr Selenskyj"]["wikidata"] == "Q3874799"
    assert found["Wolodymyr Selenskyj"]["utterances"] == 2
    assert sorted(["Dmitri Olegov", "Dmitry Olegow"]) == sorted(
        [label for label in found if "Oleg" in label] + next(r["names"] for n, r in found.items() if "Oleg" in n)
    )


def test_entities_are_searched_and_filtered_by_kind(store):
    assert [row["label"] for row in lines(kg("entities", "Selenskij", "--store", store))] == ["Wolodymyr Selenskyj"]
    assert lines(kg("entities", "--kind", "outlet", "--store", store)) == []


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "tsv"])
def test_entities_come_in_every_format(store, format):
    for more in ([], ["--uncertain"]):
        done = kg("entities", *more, "--store", store, "--format", format)
        assert done.returncode == 0 and "Katrin Wübbels" in done.out


def test_what_may_be_one_is_shown_with_score_and_reason(store):
    [pair] = lines(kg("entities", "--uncertain", "--store", store))
    assert {pair["left"], pair["right"]} == {"Kathrin Wübbels", "Katrin Wübbels"}
    assert not pair["same"] and pair["by"] == "program" and pair["reason"].startswith("forms of one given name")


@pytest.mark.parametrize("name", ["Selenskyj", "Zelenskyy", "Wolodymyr Selenski", "vladimir zelensky"])
def test_who_takes_any_spelling_and_says_whom_it_understood(store, name):
    done = kg("who", name, "--store", store)
    assert len(lines(done)) == 2
    assert "Understood as: Wolodymyr Selenskyj (person, 2 utterances)" in done.err


def test_who_lists_the_candidates(store):
    done = kg("who", "Wübbels", "--store", store)
    assert "“Wübbels” can be 2 identities:" in done.err
    assert "  Kathrin Wübbels (person, 1 utterance)" in done.err.splitlines()


def test_who_suggests_what_is_close(store):
    done = kg("who", "Selensky Wolodomir", "--store", store)
    assert done.returncode == 2
    done = kg("who", "Wübels", "--store", store)
    assert done.returncode == 2 and "did you mean" in done.err and "Katrin Wübbels" in done.err


def test_a_merge_and_a_split_outlive_a_new_ingest(folder, store):
    done = kg("merge", "Kathrin Wübbels", "Katrin Wübbels", "--store", store)
    assert done.returncode == 0 and "One from now on" in done.err and not done.out
    assert kg("ingest", folder / "montag.txt", "--store", store).returncode == 0
    who = kg("who", "Wübbels", "--store", store)
    assert len(lines(who)) == 2 and "(person, 2 utterances); also: Katrin Wübbels" in who.err
    assert kg("validate", "--store", store).returncode == 0
    assert kg("split", "Katrin Wübbels", "Kathrin Wübbels", "--store", store).returncode == 0
    assert kg("ingest", folder / "dienstag.txt", "--store", store).returncode == 0
    assert "can be 2 identities" in kg("who", "Wübbels", "--store", store).err


@pytest.mark.parametrize("pair", [("Wübbels", "Olegow"), ("Niemand", "Olegow"), ("Olegow", "Olegow")])
def test_a_name_that_means_nobody_or_several_changes_nothing(store, pair):
    done = kg("merge", *pair, "--store", store)
    assert done.returncode == 2 and done.err.startswith("Error: ")


def test_a_retracted_article_leaves_no_judgement_behind(folder):
    other = folder / "other"
    assert kg("ingest", folder / "montag.txt", folder / "dienstag.txt", "--store", other).returncode == 0
    assert kg("retract", "dienstag.txt", "--store", other).returncode == 0
    assert lines(kg("query", "--name", "judgements", "--store", other)) == []


def test_own_entities_are_used_and_their_bad_lines_named(folder):
    own = folder / "eigene.tsv"
    own.write_text("label\tkind\tvariants\nKatrin Wübbels\tperson\tKathrin Wübbels\nOle\tgeist\n", "utf-8")
    done = kg("ingest", folder / "montag.txt", folder / "dienstag.txt", "--store", folder / "own", KG_ENTITIES=str(own))
    assert done.returncode == 3 and f"{own}:3: a kind is one of" in done.err
    who = kg("who", "Wübbels", "--store", folder / "own")
    assert len(lines(who)) == 2 and "Understood as: Katrin Wübbels" in who.err


def test_an_own_file_that_is_not_there_is_told(folder):
    done = kg("extract", folder / "montag.txt", KG_ENTITIES=str(folder / "fehlt.tsv"))
    assert done.returncode == 3 and "fehlt.tsv" in done.err and json.loads(done.out)
