"""Persons neither merged nor split: what counts, and what does not."""

from pathlib import Path

from kg.evaluate.golddata import Gold, Known, Statement
from kg.evaluate.identity import Reading, assigned, mentioned, names_of, shares
from kg.records import Entity, EntityKind, Mention, Passage, Span, SpeechType, Utterance
from kg.vocab import entity_iri

PERSON = EntityKind.PERSON


def pair(gold, ours, words=None, kind="person", scope=()):
    """A statement of `gold` that was found as one of `ours` (None: left open)."""
    wording = words or gold
    place = Passage(wording, (Span(0, len(wording)),))
    entity = Entity(entity_iri(PERSON, ours, *scope), ours, PERSON) if ours else None
    speaker = Mention(place, PERSON, entity=entity)
    statement = Statement(
        id="1", texts=("Es regnet",), type=SpeechType.INDIRECT, speaker=gold, speaker_kind=kind, speaker_text=wording
    )
    return statement, Utterance("u", SpeechType.INDIRECT, place, speaker=speaker)


def test_a_person_with_one_identity_of_their_own_is_whole():
    found = shares([pair("Hanna Vogt", "Hanna Vogt"), pair("Hanna Vogt", "H. Vogt"), pair("Ole Thams", "Ole Thams")])
    assert found["persons whole"] == (1, 1)
    assert found["persons pure"] == found["persons unsplit"] == (2, 2)


def test_a_split_person_is_not_whole():
    found = shares([*[pair("Hanna Vogt", "Hanna Vogt")] * 3, pair("Hanna Vogt", "Anna Voigt")])
    assert found["persons whole"] == (0, 1)
    assert (found["persons pure"], found["persons unsplit"]) == ((4, 4), (3, 4))


def test_two_merged_persons_are_not_whole():
    found = shares([*[pair("Hanna Vogt", "Hanna Vogt")] * 3, *[pair("Ole Thams", "Hanna Vogt")] * 2])
    assert found["persons whole"] == (0, 2)
    assert (found["persons pure"], found["persons unsplit"]) == ((3, 5), (5, 5))


def test_a_speaker_left_open_is_an_identity_of_its_own():
    assert shares([pair("Hanna Vogt", None), pair("Hanna Vogt", None)])["persons unsplit"] == (1, 2)


def test_the_named_rows_leave_out_pronouns_and_roles():
    found = shares([*[pair("Hanna Vogt", "Hanna Vogt", "Vogt")] * 2, pair("Hanna Vogt", None, "die Ministerin")])
    assert found["persons whole"] == (0, 1) and found["named persons whole"] == (1, 1)


def test_bodies_spokespersons_and_those_named_once_do_not_count():
    once = [pair("Hanna Vogt", "Hanna Vogt"), *[pair("Hafenamt (Sprecherin)", None)] * 2]
    assert shares([*once, *[pair("Hafenamt", None, kind="organisation")] * 2])["persons whole"] == (0, 0)


# Over the system's own words for speakers


def reading(ours, words, at=0, said_by=None, forms=("Hanna Vogt", "Vogt"), article="a.json"):
    """An utterance whose speaker is called `words` and taken for `ours`, in an article that knows two persons."""
    known = (Known("Hanna Vogt", forms), Known("Ole Thams", ("Ole Thams",)))
    place = Passage(words, (Span(at, at + len(words)),))
    speaker = Mention(place, PERSON, entity=Entity(entity_iri(PERSON, ours), ours, PERSON))
    gold = Gold(Path(article), "a.md", (), persons=known)
    return Reading(gold, Utterance(f"u{at}", SpeechType.INDIRECT, place, speaker=speaker), said_by)


def test_a_person_named_twice_is_whole_whatever_a_pronoun_was_taken_for():
    found = mentioned(
        [reading("Hanna Vogt", "Vogt"), reading("Hanna Vogt", "Frau Vogt", 50), reading("Ole Thams", "sie", 90)]
    )
    assert found["mentioned persons whole"] == (1, 1)


def test_a_place_counts_once_however_much_is_said_there():
    assert mentioned([reading("Hanna Vogt", "Vogt")] * 2)["mentioned persons whole"] == (0, 0)


def test_two_identities_for_one_name_are_a_split_and_one_for_two_a_merger():
    split = mentioned([reading("Hanna Vogt", "Vogt"), reading("Anke Vogt", "Vogt", 50)])
    assert split["mentioned persons whole"] == (0, 1) and split["mentioned persons unsplit"] == (1, 2)
    merged = [reading("Hanna Vogt", "Vogt"), reading("Hanna Vogt", "Vogt", 50), reading("Hanna Vogt", "Ole Thams", 90)]
    assert mentioned(merged)["mentioned persons whole"] == (0, 1)


def test_what_belongs_to_a_person_and_words_for_two_name_nobody():
    words = ("Vogts Büro", "Hanna Vogt und Ole Thams")
    found = mentioned(reading("Ole Thams", each, at) for at, each in enumerate(words))
    assert found["mentioned persons whole"] == (0, 0)


def test_a_form_of_two_persons_is_whose_statement_it_is():
    both = ("Vogt",), "Vogt"
    found = mentioned(reading("Hanna Vogt", both[1], at, "Hanna Vogt", both[0]) for at in (0, 50))
    assert found["mentioned persons whole"] == (1, 1)
    other = mentioned(reading("Hanna Vogt", both[1], at, "Kai Vogt", both[0]) for at in (0, 50))
    assert other["mentioned persons whole"] == (0, 0)


# Over all speakers


def test_an_identity_stands_for_the_speaker_with_whom_it_has_most_in_common_whatever_its_name():
    body = [pair("Hafenamt Ostermark", "Hafenamt", kind="organisation")] * 2
    assert assigned([*body, pair("Ole Thams", "Hafenamt")]) == [True, True, False]
    assert assigned([pair("Nobody", None, kind="unknown"), *body]) == [True, True]


def test_an_identity_has_the_names_of_all_that_are_one():
    pairs = [pair("Hanna Vogt", "Hanna Vogt"), pair("Hanna Vogt", "H. Vogt"), pair("Ole Thams", "Ole Thams")]
    utterances = [utterance for _, utterance in pairs]
    assert set(names_of(utterances)(utterances[1])) == {"Hanna Vogt", "H. Vogt"}
