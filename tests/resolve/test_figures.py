"""Who is known beforehand: reading the files, finding by name, and what an article's identities become."""

from collections import Counter, defaultdict

import pytest
from mention_samples import mention, resolved

from kg.records import EntityKind
from kg.resolve.figures import VARIABLE, Figure, Figures, Tenure, known, read
from kg.resolve.keys import compact, fold
from kg.resources import entities

PERSON, BODY = EntityKind.PERSON, EntityKind.ORGANISATION
MINISTER = Figure(
    "Olena Dubrowska",
    PERSON,
    ("Olena Dubrovska", "Jelena Dubrowskaja"),
    offices=(Tenure("Hafenministerin", 2015, 2020),),
)
OFFICE = Figure("Hafenamt Norderstedt", BODY, ("Norderstedter Hafenamt",), ("Kaiserkai",))
CAPITALS = Figure("BUND", BODY)
KNOWN = Figures([MINISTER, OFFICE, CAPITALS])


def of(text, words, kind=PERSON, **more):
    [utterance] = resolved(text, mention(text, words, kind), figures=KNOWN, **more)
    return utterance.speaker


# Finding


@pytest.mark.parametrize("name", ["Olena Dubrowska", "OLENA DUBROVSKA", "Jelena Dubrowskaja"])
def test_a_person_is_found_by_any_spelling_of_a_full_name(name):
    assert KNOWN.person(name) is MINISTER


@pytest.mark.parametrize("name", ["Dubrowska", "O. Dubrowska", "Olga Dubrowska", "Olena", ""])
def test_a_surname_an_initial_or_another_given_name_is_not_enough(name):
    assert KNOWN.person(name) is None


def test_a_name_that_two_claim_belongs_to_neither():
    twins = Figures([Figure("Ole Thams", PERSON, ("O. T.",)), Figure("Olga Thams", PERSON, ("O. T.",))])
    assert twins.person("O. T.") is None and twins.person("Ole Thams").label == "Ole Thams"


def test_an_abbreviation_in_capitals_is_no_other_word():
    assert KNOWN.body("BUND") is CAPITALS and KNOWN.body("Bund") is None


def test_a_body_is_no_person_and_a_metonym_no_name_of_it():
    assert KNOWN.person("Hafenamt Norderstedt") is None
    assert KNOWN.body("Kaiserkai") is None and KNOWN.metonym("Kaiserkai") is OFFICE


@pytest.mark.parametrize(("role", "year", "found"), [("Hafenministerin", 2018, True), ("Ministerin", 2018, False)])
def test_an_office_must_be_the_very_word(role, year, found):
    assert (KNOWN.bearer("Dubrowska", [role], year) is MINISTER) == found


@pytest.mark.parametrize(("year", "found"), [(None, True), (2014, True), (2021, True), (2013, False), (2025, False)])
def test_an_office_counts_in_its_time_give_or_take_a_year(year, found):
    assert (KNOWN.bearer("Dubrovska", ["Hafenministerin"], year) is MINISTER) == found


def test_a_former_office_counts_later_too():
    assert KNOWN.bearer("Dubrowska", ["Ex-Hafenministerin"], 2030) is MINISTER


# In an article


def test_another_spelling_becomes_the_figure_and_the_reason_says_so():
    speaker = of("Olena Dubrovska schwieg.", "Olena Dubrovska")
    assert (speaker.entity.label, speaker.reason) == ("Olena Dubrowska", "seed: variant of Olena Dubrowska")


def test_the_figures_own_label_keeps_the_articles_reason():
    assert of("Olena Dubrowska schwieg.", "Olena Dubrowska").reason == "full name"


def test_a_surname_with_the_office_is_the_figure_in_its_time_only():
    text = "Hafenministerin Dubrowska schwieg."
    assert of(text, "Hafenministerin Dubrowska", published="2017-05-01").entity.id == MINISTER.id
    later = of(text, "Hafenministerin Dubrowska", published="2027-05-01")
    assert later.entity.id != MINISTER.id and later.reason == "surname alone: this article only"


@pytest.mark.parametrize("words", ["Dubrowska", "die Ministerin"])
def test_a_bare_surname_or_role_stays_in_its_article(words):
    assert "this article only" in of(f"{words} schwieg.", words).reason


def test_a_spokesperson_is_not_who_they_speak_for():
    text = "Eine Sprecherin von Hafenministerin Dubrowska schwieg."
    assert of(text, "Eine Sprecherin von Hafenministerin Dubrowska").entity.id != MINISTER.id


@pytest.mark.parametrize("kind", [BODY, PERSON])
def test_a_metonym_is_the_body_whatever_it_was_taken_for(kind):
    speaker = of("Kaiserkai wies das zurück.", "Kaiserkai", kind)
    assert (speaker.entity.id, speaker.reason) == (OFFICE.id, "seed: metonym of Hafenamt Norderstedt")


def test_somebody_of_that_name_is_no_metonym():
    text = "Hanna Kaiserkai kam. Kaiserkai schwieg."
    [utterance] = resolved(text, mention(text, "Kaiserkai", nth=1, antecedent="Hanna Kaiserkai"), figures=KNOWN)
    assert utterance.speaker.entity.label == "Hanna Kaiserkai"


def test_an_unnamed_source_is_never_a_figure():
    text = "Ein Mitarbeiter schwieg."
    figures = Figures([Figure("Mitarbeiter", BODY, ("Ein Mitarbeiter",), ("Ein Mitarbeiter",))])
    [utterance] = resolved(text, mention(text, "Ein Mitarbeiter", EntityKind.ANONYMOUS), figures=figures)
    assert utterance.speaker.entity.kind is EntityKind.ANONYMOUS


# Files


def written(tmp_path, *lines):
    path = tmp_path / "eigene.tsv"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return path


def test_bad_lines_are_named_with_file_and_number_and_the_rest_counts(tmp_path):
    path = written(
        tmp_path,
        "# eigene",
        "label\tkind\twikidata\toffices",
        "Änne Kühlbrodt\tperson\tQ1\tDeichgräfin 2010-",
        "Ole Thams\tgeist",
        "\tperson",
        "Ole Thams\tperson\t123",
        "Ole Thams\tperson\tQ2\tDeichgraf 2020-2010",
        b"M\xfcller\tperson",
        "Ole Thams\tperson\tQ2\tDeichgraf\tzu viel",
        "Hanna Vogt\tperson",
    )
    bad = []
    assert [figure.label for figure in read(path, bad)] == ["Änne Kühlbrodt", "Hanna Vogt"]
    assert [error.line for error in bad] == [4, 5, 6, 7, 8, 9]
    assert all(str(error).startswith(f"{path}:{error.line}: ") for error in bad)


@pytest.mark.parametrize("first", ["Ole Thams\tperson", "label\tvariants", "label\tkind\tAlter"])
def test_a_file_without_its_columns_is_one_bad_line(tmp_path, first):
    bad = []
    assert list(read(written(tmp_path, first, "Hanna Vogt\tperson"), bad)) == [] and len(bad) == 1


def test_a_file_that_is_not_there_is_told(tmp_path):
    bad = []
    assert list(read(tmp_path / "fehlt.tsv", bad)) == [] and "fehlt.tsv" in str(bad[0])


def test_an_own_file_adds_to_what_ships(tmp_path, monkeypatch):
    own = written(
        tmp_path, "label\tkind\tvariants", "Olaf Scholz\tperson\tOle Scholzens", "Ole Thams\tperson\tO. Thamsen"
    )
    monkeypatch.setenv(VARIABLE, str(own))
    figures, bad = known()
    assert not bad and figures.person("O. Thamsen").label == "Ole Thams"
    assert figures.person("Ole Scholzens").wikidata == "Q61053"


# What ships


def test_what_ships_has_no_bad_line_and_no_name_that_two_claim():
    bad = []
    figures = Figures([figure for path in entities() for figure in read(path, bad)])
    assert not bad and len(figures.all) > 1000
    owners = defaultdict(set)
    for figure in figures.all:
        person = figure.kind is PERSON
        for name in figure.names:
            owners[person, fold(name) if person else compact(name)].add(figure.label)
    assert {key: found for key, found in owners.items() if len(found) > 1} == {}


def test_what_ships_gives_each_wikidata_id_once():
    items = Counter(figure.wikidata for figure in known()[0].all if figure.wikidata)
    assert items.most_common(1)[0][1] == 1


def test_what_ships_finds_every_figure_by_each_of_its_names():
    figures = known()[0]
    for figure in figures.all:
        for name in figure.names:
            found = figures.person(name) if figure.kind is PERSON else figures.body(name)
            assert found is figure or " " not in name, name


def test_no_metonym_that_ships_is_a_person():
    figures = known()[0]
    assert all(figure.kind is not PERSON for figure in figures.all if figure.metonyms)
