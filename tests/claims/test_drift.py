"""What changes between two printings of one quotation, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.drift import Change, differences
from kg.records import Said, SpeechType

QUOTE = "„Das Werk könnte bis Ende Mai rund 40 Stellen verlieren, das ist nicht ausgemacht“"


def changes(left: str, right: str, **types) -> list[Change]:
    a = Said(left, type=types.get("a", SpeechType.DIRECT))
    b = Said(right, type=types.get("b", SpeechType.DIRECT))
    return [difference.change for difference in differences(a, b)]


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ("»Das Werk könnte bis Ende Mai rund 40 Stellen verlieren, das ist nicht ausgemacht«", []),
        ("„Das Werk könnte bis Ende Mai rund 400 Stellen verlieren, das ist nicht ausgemacht“", [Change.NUMBER]),
        ("„Das Werk könnte bis Ende Mai rund 40 Stellen verlieren, das ist ausgemacht“", [Change.NEGATION]),
        ("„Das Werk wird bis Ende Mai rund 40 Stellen verlieren, das ist nicht ausgemacht“", [Change.HEDGE_LOST]),
        ("„Das Werk könnte bis Ende Mai rund 40 Stellen verlieren“", [Change.ELLIPSIS]),
        ("„Das Werk könnte bis Ende Mai rund 40 Jobs verlieren, das ist nicht ausgemacht“", [Change.VARIANT]),
        ("„Das Werk könnte rund 40 Stellen bis Ende Mai verlieren, das ist nicht ausgemacht“", [Change.WORD_ORDER]),
    ],
)
def test_each_change_has_its_name(right, expected):
    assert changes(QUOTE, right) == expected


def test_a_hedge_that_only_the_later_one_has_was_added():
    assert changes("„Die Brücke hält“", "„Die Brücke hält wohl“") == [Change.HEDGE_ADDED]


def test_indirect_speech_that_comes_back_in_marks_is_promoted():
    found = changes("die Brücke sei sicher", "„Die Brücke ist sicher“", a=SpeechType.INDIRECT)
    assert found == [Change.PROMOTED, Change.MOOD]


@given(st.text(min_size=1).filter(str.strip))
def test_nothing_differs_from_itself(text):
    assert differences(Said(text), Said(text)) == ()


@given(
    st.lists(
        st.sampled_from(["der", "Damm", "hält", "nicht", "40", "400", "wohl", "sei", "Regen"]),
        min_size=1,
        max_size=9,
    )
)
def test_the_spans_lie_in_their_texts(words):
    left, right = Said(QUOTE), Said(" ".join(words))
    for difference in differences(left, right):
        for span, said in ((difference.left, left), (difference.right, right)):
            assert span is None or span.of(said.text).strip()
