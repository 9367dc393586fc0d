"""Persons neither merged nor split: what counts, and what does not."""

from kg.evaluate.golddata import Statement
from kg.evaluate.identity import shares
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
