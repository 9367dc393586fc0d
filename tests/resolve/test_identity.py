"""Identities across articles: what is united, what is kept apart, what is doubted, and what a user's word is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Entity, EntityKind, Judgement
from kg.resolve import Context, Figure, Figures, cluster
from kg.resolve.cluster import SURE
from kg.vocab import entity_iri

PERSON, BODY, OUTLET = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OUTLET
NOBODY = Figures([])


def person(label, *scope):
    return Entity(entity_iri(PERSON, label, *scope), label, PERSON)


def body(label, kind=BODY):
    return Entity(entity_iri(kind, label), label, kind)


def clusters(entities, *decided, figures=NOBODY, **context):
    """The labels that are one, as sets; what stands alone is left out."""
    entities = list(entities)
    found = cluster(entities, figures, decided, Context(**context))
    labels = {each.id: each.label for each in entities} | {f.id: f.label for f in figures.all}
    groups = {}
    for member, stands in found.canonical.items():
        groups.setdefault(stands, {labels[stands]}).add(labels[member])
    return {frozenset(group) for group in groups.values()}


def people(*labels, **more):
    return clusters(map(person, labels), **more)


def doubts(*labels):
    return {made.reason for made in cluster(map(person, labels), NOBODY).judgements if not made.same}


def word(one, other, same):
    return Judgement.of(one.id, other.id, same, "ein Mensch sagt es", float(same), "user")


# What is one


@pytest.mark.parametrize(
    "names",
    [
        ("Dmitri Olegow", "Dmitry Olegov", "Dmitrij Olegow"),
        ("Jörg Müßig", "Joerg Muessig", "JÖRG MÜSSIG"),
        ("Hans-Peter Vogt", "Hans Peter Vogt"),
        ("Ursula von der Wyk", "Ursula Von der Wyk"),
        ("Zoë Yıldız", "Zoe Yildiz"),
        ("Änne Kühlbrodt", "Ä. Kühlbrodt"),
        ("Robert F. Vogt", "Robert Vogt", "R. Vogt"),
    ],
)
def test_spellings_of_one_name_are_one(names):
    assert people(*names) == {frozenset(names)}


@pytest.mark.parametrize(
    "names",
    [
        ("Jochen Brandt", "Ulrike Brandt"),
        ("Hans Mayer", "Hans Maier"),
        ("Karin Vogt", "Katrin Vogt"),
        ("Kathrin Vogt", "Katrin Vogt"),
        ("Serhij Olegow", "Sergej Olegow"),
        ("Hans Vogt", "Hans Peter Vogt"),
        ("Hanna Vogt", "Hanna Vogts"),
        ("Ole Thams", "Ole Thamm"),
    ],
)
def test_other_names_are_not(names):
    assert people(*names) == set()


def test_an_initial_that_fits_two_is_doubted_and_united_with_neither():
    assert people("J. Brandt", "Jochen Brandt", "Julia Brandt") == set()
    assert doubts("J. Brandt", "Jochen Brandt", "Julia Brandt") == {"initial for the given name: several fit"}


def test_an_initial_fits_two_spellings_of_one():
    assert len(next(iter(people("D. Olegow", "Dmitri Olegow", "Dmitry Olegov")))) == 3


@pytest.mark.parametrize("names", [("Kathrin Vogt", "Katrin Vogt"), ("Serhij Olegow", "Sergej Olegow")])
def test_forms_of_one_given_name_are_doubted(names):
    assert doubts(*names) == {"forms of one given name, or one more given name"}


def test_a_letter_less_is_doubted():
    assert doubts("Ole Wiechmann", "Ole Wichmann") == {"one letter apart"}


def test_bodies_are_one_but_for_hyphens_blanks_accents_and_kind():
    names = [body("US-Außenamt"), body("US Aussenamt"), body("Nordblatt"), body("Nordblatt", OUTLET), body("Nordbote")]
    assert clusters(names) == {frozenset({"US-Außenamt", "US Aussenamt"}), frozenset({"Nordblatt"})}


def test_a_person_and_a_body_of_one_name_stay_two():
    assert clusters([person("Maria Stern"), body("Maria Stern")]) == set()


def test_what_only_one_article_knows_stays_there():
    assert clusters([person("Brandt", "urn:a"), person("Brandt", "urn:b"), person("Jochen Brandt")]) == set()


def test_a_lone_surname_with_a_role_goes_to_the_one_who_has_it():
    jochen, ulrike, lone = person("Jochen Brandt"), person("Ulrike Brandt"), person("Brandt", "urn:a")
    called = {jochen.id: {"werksleiter"}, ulrike.id: {"landratin"}, lone.id: {"velmar werksleiter"}}
    assert clusters([jochen, ulrike, lone], called=called) == {frozenset({"Jochen Brandt", "Brandt"})}
    assert clusters([jochen, ulrike, lone], called=called | {ulrike.id: ()}) == set()
    assert clusters([jochen, lone], called={lone.id: {"werksleiter"}}) == set()
    assert clusters([jochen, lone], called=called | {lone.id: {"minister"}}) == set()


def test_a_lone_surname_goes_to_its_one_bearer_if_the_same_others_speak_beside_both():
    judith, lone, ole, hanna = (
        person("Judith Morland"),
        person("Morland", "urn:a"),
        person("Ole Thams"),
        person("H. Vogt"),
    )
    company = {judith.id: {ole.id, hanna.id}, lone.id: {ole.id, hanna.id}}
    everybody = [judith, lone, ole, hanna]
    assert clusters(everybody, beside=company) == {frozenset({"Judith Morland", "Morland"})}
    assert clusters(everybody, beside=company | {lone.id: {ole.id}}) == set()
    assert clusters([*everybody, person("Anke Morland")], beside=company) == set()


def test_a_namesake_who_speaks_in_the_same_article_is_not_the_lone_surname():
    ulrike, jochen, lone = person("Ulrike Brandt"), person("Jochen Brandt"), person("Brandt", "urn:a")
    company = {lone.id: {ulrike.id, "urn:o"}, jochen.id: {ulrike.id, "urn:o"}, ulrike.id: {lone.id, jochen.id, "urn:o"}}
    assert clusters([ulrike, jochen, lone], beside=company) == {frozenset({"Jochen Brandt", "Brandt"})}


def test_a_role_with_its_body_goes_to_the_one_who_holds_that_office():
    kerstin, ole, nobody = person("Kerstin Vogt"), person("Ole Thams"), person("Präsidentin des Deichamts", "urn:a")
    offices = {kerstin.id: {"Präsidentin des Deichamts"}, ole.id: {"Präsident des Hafenamts"}}
    found = {frozenset({"Kerstin Vogt", "Präsidentin des Deichamts"})}
    assert clusters([kerstin, ole, nobody], offices=offices) == found
    assert clusters([kerstin, ole, nobody], offices=offices | {ole.id: {"Präsidentin vom Deichamt"}}) == set()
    assert clusters([kerstin, ole, person("Präsidentin", "urn:a")], offices=offices) == set()


@pytest.mark.parametrize(
    ("roles", "one"),
    [
        (("ministerprasident", "regierungschef"), True),
        (("prasident", "vereinsprasident"), True),
        (("ministerin", "ministerin"), True),
        (("minister", "ministerin"), False),
        (("sprecher", "sprecher"), False),
        (("landrat", "trainer"), False),
        (("landrat", ""), False),
    ],
)
def test_a_misspelt_surname_is_one_with_the_right_one_if_both_hold_one_office(roles, one):
    right, wrong = person("Ilja Wettermann"), person("Ilja Wetterman")
    called = {right.id: {roles[0]}, wrong.id: {roles[1]} - {""}}
    assert bool(clusters([right, wrong], called=called)) is one


def test_the_commoner_spelling_stands_for_a_misspelt_one():
    right, wrong = person("Ilja Wettermann"), person("Ilja Wetterman")
    called = {right.id: {"landrat"}, wrong.id: {"landrat"}}
    for common, rare in ((right, wrong), (wrong, right)):
        found = cluster([right, wrong], NOBODY, (), Context(called, seen={common.id: 3, rare.id: 1}))
        assert found.canonical == {rare.id: common.id}


def test_an_abbreviation_goes_to_the_one_body_that_it_spells():
    full, short, other = body("Gewerkschaft Wasser und Wehr"), body("GWW"), body("Gesellschaft Werk Westen")
    assert clusters([full, short]) == {frozenset({"Gewerkschaft Wasser und Wehr", "GWW"})}
    assert clusters([full, short, other]) == set()


def test_unnamed_sources_are_never_one():
    kinds = (EntityKind.ANONYMOUS, EntityKind.REPORTS, EntityKind.UNKNOWN)
    alike = [Entity(entity_iri(kind, "ein Beamter", at), "ein Beamter", kind) for kind in kinds for at in (1, 2)]
    assert clusters(alike) == set()


# The seed


SEED = Figures([Figure("Olena Dubrowska", PERSON, ("Jelena Dubrowskaja",)), Figure("Olga Dubrowska", PERSON)])


def test_the_seeds_variants_are_the_figure_even_if_no_article_has_its_label():
    found = cluster([person("Jelena Dubrowskaja")], SEED)
    assert list(found.canonical.values()) == [person("Olena Dubrowska").id]
    assert [(made.score, made.reason) for made in found.judgements] == [(1.0, "seed: variant of Olena Dubrowska")]


def test_two_figures_are_never_one():
    assert people("O. Dubrowska", "Olena Dubrowska", "Olga Dubrowska", figures=SEED) == set()


# A user's word

NAMES = (
    "Änne Kühlbrodt",
    "Ä. Kühlbrodt",
    "Aenne Kuehlbrodt",
    "Dmitri Olegow",
    "Dmitry Olegov",
    "D. Olegow",
    "Ole Thams",
)
ALL = [*map(person, NAMES), person("Olegow", "urn:a"), body("Hafenamt"), body("Hafen-Amt")]
PAIRS = st.tuples(st.sampled_from(ALL[:8]), st.sampled_from(ALL[:8])).filter(lambda pair: pair[0].id != pair[1].id)
WORDS = st.lists(
    st.builds(lambda pair, same: word(*pair, same), PAIRS, st.booleans()), max_size=5, unique_by=lambda w: w.pair
)


def partition(entities, decided=()):
    canonical = cluster(entities, NOBODY, decided).canonical
    groups = {}
    for each in entities:
        groups.setdefault(canonical.get(each.id, each.id), set()).add(each.id)
    return {frozenset(group) for group in groups.values()}


def are_one(pair, found):
    return any(set(pair) <= group for group in found)


def test_a_user_unites_what_the_program_would_not_and_parts_what_it_unites():
    ole, anne, short = person("Ole Thams"), person("Änne Kühlbrodt"), person("Ä. Kühlbrodt")
    assert clusters([ole, anne], word(ole, anne, True)) == {frozenset({"Ole Thams", "Änne Kühlbrodt"})}
    assert clusters([anne, short], word(anne, short, False)) == set()


@given(st.permutations(ALL), WORDS)
def test_the_order_of_the_entities_does_not_matter(order, decided):
    assert cluster(order, NOBODY, decided) == cluster(ALL, NOBODY, decided)


@given(WORDS)
def test_the_last_word_always_holds(decided):
    found = partition(ALL, decided)
    for last in decided[-1:]:
        assert are_one(last.pair, found) == last.same


@given(WORDS, PAIRS)
def test_merge_then_split_is_as_before_where_they_were_two(decided, pair):
    before = partition(ALL, decided)
    left, right = pair
    kept = [each for each in decided if each.pair != word(left, right, True).pair]
    if are_one([left.id, right.id], before) or len(kept) != len(decided):
        return
    assert partition(ALL, [*kept, word(left, right, False)]) == before


@given(PAIRS)
def test_a_judgement_is_the_same_from_both_sides(pair):
    left, right = pair
    assert word(left, right, True) == word(right, left, True)


@given(st.lists(st.sampled_from(ALL), unique_by=lambda each: each.id), WORDS)
def test_what_stands_for_others_stands_for_itself_and_is_there(some, decided):
    found = cluster(some, NOBODY, decided)
    assert not set(found.canonical) & set(found.canonical.values())
    assert set(found.canonical) | set(found.canonical.values()) <= {each.id for each in some}


@given(st.lists(st.sampled_from(ALL), unique_by=lambda each: each.id), WORDS)
def test_judgements_say_what_was_done(some, decided):
    found = cluster(some, NOBODY, decided)
    groups = partition(some, decided)
    for made in found.judgements:
        assert made.same == (made.score >= SURE)
        assert are_one(made.pair, groups) or not made.same
        assert made.pair not in {each.pair for each in decided}


@pytest.mark.parametrize("pair", [("urn:b", "urn:a"), ("urn:a", "urn:a")])
def test_a_judgement_is_on_two_in_order(pair):
    with pytest.raises(ValueError, match="pair"):
        Judgement(*pair, True, "?", 1.0)
