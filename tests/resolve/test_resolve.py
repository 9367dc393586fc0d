"""Mentions to identities: what is merged, what is kept apart, and why."""

import pytest
from mention_samples import entities, mention, passage, resolved

from kg.records import (
    EntityKind,
    SourceStep,
)
from kg.resolve import person_name


def test_a_surname_goes_to_the_full_name_in_the_same_article():
    text = "Werksleiter Jochen Brandt schwieg. Brandt sagte später, alles sei gut."
    full, short = entities(text, mention(text, "Werksleiter Jochen Brandt"), mention(text, "Brandt", nth=1))
    assert full == short and full.label == "Jochen Brandt"


def test_two_persons_of_one_surname_stay_two_and_the_role_tells_them_apart():
    text = "Werksleiter Jochen Brandt und Landrätin Ulrike Brandt sprachen. Landrätin Brandt klagte. Brandt schwieg."
    people = entities(
        text,
        mention(text, "Werksleiter Jochen Brandt"),
        mention(text, "Landrätin Ulrike Brandt"),
        mention(text, "Landrätin Brandt"),
        mention(text, "Brandt", nth=3),
    )
    assert [p.label for p in people] == ["Jochen Brandt", "Ulrike Brandt", "Ulrike Brandt", "Brandt"]
    assert len({p.id for p in people}) == 3


def test_the_same_full_name_is_the_same_person_across_articles():
    text = "Die Umweltministerin Dr. Katrin Hellwege sprach."
    (first,) = entities(text, mention(text, "Die Umweltministerin Dr. Katrin Hellwege"), article="urn:a")
    (second,) = entities(text, mention(text, "Katrin Hellwege"), article="urn:b")
    assert first == second


def test_a_bare_surname_stays_within_its_article():
    text = "Quendt sagte nein."
    (first,), (second,) = (entities(text, mention(text, "Quendt"), article=a) for a in ("urn:a", "urn:b"))
    assert first.label == second.label == "Quendt" and first.id != second.id


def test_a_genitive_is_the_person_herself():
    text = "Katrin Hellweges Vorwurf wiegt schwer. Katrin Hellwege klagt."
    first, second = entities(text, mention(text, "Katrin Hellweges"), mention(text, "Katrin Hellwege", nth=1))
    assert first == second


def test_a_pronoun_goes_where_its_antecedent_goes_and_nowhere_without_one():
    text = "Katrin Hellwege kam. Sie sagte nichts."
    known, unknown = resolved(
        text, mention(text, "Sie", antecedent="Katrin Hellwege"), mention(text, "Sie", kind=EntityKind.UNKNOWN)
    )
    assert known.speaker.entity.label == "Katrin Hellwege"
    assert unknown.speaker.entity is None and "antecedent" in unknown.speaker.reason


def test_anonymous_sources_are_never_merged_by_label():
    text = "Ein Insider sagte dies. Ein Insider sagte das."
    insiders = entities(
        text,
        mention(text, "Ein Insider", kind=EntityKind.ANONYMOUS),
        mention(text, "Ein Insider", kind=EntityKind.ANONYMOUS, nth=1),
    )
    assert len({e.id for e in insiders}) == 2
    (elsewhere,) = entities(text, mention(text, "Ein Insider", kind=EntityKind.ANONYMOUS), article="urn:b")
    assert elsewhere.id not in {e.id for e in insiders}


def test_one_unnamed_source_that_speaks_twice_by_the_same_words_is_one_node():
    text = "Ein Insider sagte dies und das."
    same = mention(text, "Ein Insider", kind=EntityKind.ANONYMOUS)
    assert len({e.id for e in entities(text, same, same)}) == 1


def test_a_proper_body_is_one_everywhere_a_generic_one_only_within_its_article():
    text = "Der Landesrechnungshof und das Ministerium sprachen."

    def both(article):
        return entities(
            text,
            mention(text, "Der Landesrechnungshof", kind=EntityKind.ORGANISATION),
            mention(text, "das Ministerium", kind=EntityKind.ORGANISATION),
            article=article,
        )

    (court, ministry), (court_elsewhere, ministry_elsewhere) = both("urn:a"), both("urn:b")
    assert court == court_elsewhere
    assert ministry.label == ministry_elsewhere.label and ministry.id != ministry_elsewhere.id


def test_source_steps_are_resolved_and_unnamed_ones_kept_apart():
    text = "Das meldet die kpa unter Berufung auf Insider."
    speaker = mention(text, "kpa", kind=EntityKind.AGENCY)
    steps = [
        SourceStep("kpa", EntityKind.AGENCY, passage(text, "kpa")),
        SourceStep("Insider", EntityKind.ANONYMOUS, passage(text, "Insider")),
    ]
    (here,) = resolved(text, speaker, sources=steps)
    (there,) = resolved(text, speaker, sources=steps, article="urn:b")
    assert here.sources[0].entity == there.sources[0].entity == here.speaker.entity
    assert here.sources[1].entity != there.sources[1].entity


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("der Vorsitzende des Angelverbands, Ömer Yıldız,", ("Ömer", "Yıldız")),
        ("Bürgermeister Franz-Josef Einhaus", ("Franz-Josef", "Einhaus")),
        ("Frau Prof. Dr. Gesine Ahrendt", ("Gesine", "Ahrendt")),
        ("Ursula von der Heide", ("Ursula", "von", "der", "Heide")),
        ("Minister Prätorius", ("Prätorius",)),
    ],
)
def test_a_name_is_found_among_roles_titles_and_particles(wording, words):
    assert person_name(wording).words == words


def test_an_initial_stands_between_first_name_and_surname():
    assert person_name("Klinikdirektor Prof. Dr. Matthias W. Voß").label == "Matthias W. Voß"
