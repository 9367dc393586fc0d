"""The shipped reader of pairs: what it tells of two utterances, and of a file of them."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.claims.marks import Side, marks
from kg.compare import comparer, lead, pairs
from kg.errors import InputError
from kg.extract.pairs import LONGEST
from kg.records import Relation, Said, SpeechType

WORDS = [
    "Der",
    "Damm",
    "hält",
    "nicht",
    "bricht",
    "am",
    "Montag",
    "40",
    "400",
    "Tonnen",
    "wohl",
    "„sicher“",
    "dementierte",
]


def said(text, speaker=None, date="2024-09-03", outlet=None, type=SpeechType.INDIRECT):
    return Said(text, speaker, date, outlet, type)


CASES = [
    (
        said("bei dem Brand seien sieben Menschen verletzt worden", "Feuerwehr Lünsee", outlet="Nordblatt"),
        said("„Bei dem Brand wurden zwölf Menschen verletzt“", "Hanna Vogt", type=SpeechType.DIRECT),
        Relation.CONTRADICTS,
    ),
    (
        said("die Behörde habe seit Mai von den Rissen gewusst", "Nadja Förster", outlet="Nordblatt"),
        said(
            "Der Sprecher dementierte, dass die Behörde von Rissen gewusst habe", "Ole Thams", type=SpeechType.REPORTED
        ),
        Relation.DENIES,
    ),
    (
        said(
            "„Wir werden die Klinik nicht schließen, solange ich im Amt bin“", "Ulrike Brandt", type=SpeechType.DIRECT
        ),
        said("„Wir werden die Klinik nicht schließen“", "Ulrike Brandt", outlet="Südblatt", type=SpeechType.DIRECT),
        Relation.SAME_QUOTE,
    ),
    (
        said("„Eine Maut lehne ich ab“", "Jörg Müßig", date="2022-03-01", type=SpeechType.DIRECT),
        said("„Wir brauchen die Maut, und zwar bald“", "Jörg Müßig", date="2024-03-01", type=SpeechType.DIRECT),
        Relation.CHANGED_POSITION,
    ),
    (
        said("der Pegel der Elde steige bis Montag auf sechs Meter", "Landesamt"),
        said("die Museen der Stadt blieben am Montag geschlossen", "Kulturamt"),
        Relation.NONE,
    ),
]


@pytest.mark.parametrize(("a", "b", "relation"), CASES, ids=[str(case[2]) for case in CASES])
def test_plain_cases_are_told(a, b, relation):
    assert comparer()(a, b).relation is relation


def test_what_stands_before_an_utterance_is_read_with_it():
    found = [
        pairs([json.dumps({"a": {"text": "Maronn sprach von acht", **more}, "b": {"text": "Es gab neun Tote"}})])
        for more in ({}, {"before": "Über die Zahl der Toten wird gestritten."})
    ]
    without, with_it = (next(each)["score"] for each in found)
    assert without != with_it


@pytest.mark.parametrize(
    ("text", "quote", "before"),
    [
        ("Es kam zum Streit. Vogt nannte zehn. Thams nannte acht.", "Thams", "Es kam zum Streit. Vogt nannte zehn."),
        ("Am 3. Oktober sprach Dr. Vogt, sie nannte zehn.", "zehn", "Am 3. Oktober sprach Dr. Vogt, sie nannte"),
        ("„Zehn“, sagte Vogt.", "„Zehn“", None),
        ("Überschrift\n\nVogt nannte zehn.", "zehn", "Überschrift\n\nVogt nannte"),
    ],
)
def test_the_sentence_so_far_and_the_one_before_lead_to_an_utterance(text, quote, before):
    assert lead(text, text.index(quote)) == before


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
utterances = st.builds(
    Said,
    sentences,
    st.sampled_from([None, "Hanna Vogt", "Ole Thams"]),
    st.sampled_from([None, "2024-09-03", "2024-10-30"]),
    st.sampled_from([None, "Nordblatt"]),
    st.sampled_from(SpeechType),
    st.sampled_from([None, ("urn:a", 1), ("urn:a", 2), ("urn:b", 1)]),
    st.sampled_from([None, "Der Damm bricht."]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(utterances, utterances)
def test_the_answer_is_the_same_from_either_side_and_its_spans_lie_in_the_texts(a, b):
    one, other = comparer()(a, b), comparer()(b, a)
    assert (one.relation, one.kind, one.score) == (other.relation, other.kind, other.score)
    for span, text in [*((s, a.text) for s in one.left), *((s, b.text) for s in one.right)]:
        assert span.of(text).strip() and span.end <= len(text)


def test_a_very_long_utterance_is_compared_by_its_beginning():
    long = "Der Damm hält " * 500
    left, right = Side.of(Said(long, "Vogt")), Side.of(Said("Der Damm bricht", "Thams"))
    told = comparer().judge(left, right, marks(left, right))
    assert len(told.left) == len(left.tokens) and told.left[0] > 0 and not any(told.left[LONGEST:])


def line(**changes):
    return json.dumps({"id": "p1", "a": {"text": "Der Damm hält"}, "b": {"text": "Der Damm hält"}, **changes})


def test_lines_are_answered_in_order_with_their_ids():
    (first, second) = pairs([line(), "\n", line(id=7)])
    assert (first["id"], second["id"]) == ("p1", 7)
    assert first["relation"] == "same_quote" and first["differences"] == []
    assert first["spans"] == {"a": [[0, 13]], "b": [[0, 13]]}


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("kein JSON", "Expecting value"),
        ('{"id": 1, "a": {"text": "x"}}', "'b' is missing"),
        (line(b={"speaker": "Vogt"}), "'text' is missing"),
        (line(b={"text": " "}), "needs words"),
        (line(b={"text": 5}), "text is no text"),
        (line(b={"text": "x", "type": "Laut"}), "not a valid SpeechType"),
        (line(b={"text": "x", "date": 2024}), "date is no text"),
        (line(b={"text": "x", "date": "gestern"}), "not a date"),
        ("[]", "not a pair"),
        ('{"a": [], "b": []}', "not a pair"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(bad, why):
    good, error, also_good = pairs([line(), bad, line()], "paare.jsonl")
    assert isinstance(error, InputError) and str(error).startswith("paare.jsonl:2: not a pair of utterances")
    assert why in str(error)
    assert good == also_good
