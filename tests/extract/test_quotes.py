"""Pairing of quotation marks on plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.quotes import pair

STYLES = ["„“", "„”", '„"', "»«", "«»", "“”", '""', "‚‘", "›‹"]
MARKS = "„“”‟»«›‹\"‚‘’'"


def stretches(text: str) -> list[str]:
    return [p.span.of(text) for p in pair(text).pairs]


@pytest.mark.parametrize("style", STYLES)
def test_every_german_style_is_a_pair(style: str) -> None:
    text = f"Sie sagte: {style[0]}Das Wasser sinkt.{style[1]} Dann ging sie."
    assert stretches(text) == [f"{style[0]}Das Wasser sinkt.{style[1]}"]
    assert not pair(text).odd


def test_a_quotation_in_a_quotation_lies_deeper() -> None:
    text = "Er sagte: „Sie rief ‚Halt!‘ und lief.“"
    assert [(p.depth, p.span.of(text)) for p in pair(text).pairs] == [
        (0, "„Sie rief ‚Halt!‘ und lief.“"),
        (1, "‚Halt!‘"),
    ]


def test_the_same_style_may_nest() -> None:
    assert stretches("„Sie nannte es „Unsinn“ und ging.“") == ["„Sie nannte es „Unsinn“ und ging.“", "„Unsinn“"]


@pytest.mark.parametrize("text", ["Das war's dann.", "Ich hab’ dich gern, Jürgens’ Hut", "die 80'er"])
def test_an_apostrophe_is_no_mark(text: str) -> None:
    assert pair(text).pairs == ()
    assert pair(text).odd == ()


def test_an_apostrophe_inside_single_marks_does_not_close_them() -> None:
    assert stretches("Er rief: ‚Ich hab’s gewusst‘ und lachte.") == ["‚Ich hab’s gewusst‘"]


def test_a_quotation_that_every_paragraph_takes_up_again_is_a_pair_a_paragraph() -> None:
    text = "„Erstens sinkt der Pegel.\n\n„Zweitens steigt der Preis.“ Das war alles."
    assert stretches(text) == ["„Erstens sinkt der Pegel.", "„Zweitens steigt der Preis.“"]
    assert [p.closed for p in pair(text).pairs] == [False, True]
    assert not pair(text).odd


def test_a_quotation_may_run_over_a_paragraph_break() -> None:
    text = "„Der Pegel sinkt.\n\nDer Preis steigt.“"
    assert stretches(text) == [text]


def test_a_closing_mark_missing_at_the_paragraphs_end_is_put_there_and_noticed() -> None:
    text = "Sie sagte: „Der Pegel sinkt.\n\nAm Montag regnete es. „Gut so“, rief er."
    assert stretches(text) == ["„Der Pegel sinkt.", "„Gut so“"]
    assert [span.of(text) for span in pair(text).odd] == ["„"]


def test_an_unclosed_mark_does_not_swallow_the_next_quotation() -> None:
    text = "Das „Haus steht leer. Sie sagte: „Es regnet.“ Und ging."
    assert "„Es regnet.“" in stretches(text)
    assert len(pair(text).odd) == 1


def test_inches_and_lone_closing_marks_pair_with_nothing() -> None:
    assert pair('Ein Schirm von 27" und mehr').pairs == ()
    assert [span.start for span in pair("Das ist alles.“ Ende").odd] == [14]


@given(st.text(alphabet=MARKS + "ab .,:\n(“„", max_size=80))
def test_pairs_nest_and_never_cross(text: str) -> None:
    found = pair(text)
    for p in found.pairs:
        assert 0 <= p.span.start < p.span.end <= len(text)
        assert text[p.span.start] in MARKS
        around = [q for q in found.pairs if q.span.start < p.span.start and p.span.end <= q.span.end]
        assert len(around) == p.depth
        for q in found.pairs:
            crossing = p.span.start < q.span.start < p.span.end < q.span.end
            assert not crossing
    starts = [p.span.start for p in found.pairs]
    assert starts == sorted(set(starts))


@given(st.text())
def test_no_text_is_refused(text: str) -> None:
    assert all(p.span.of(text) for p in pair(text).pairs)
    assert all(span.of(text) for span in pair(text).odd)


WORDS = st.lists(st.sampled_from(["Pegel", "sinkt", "heute", "Öl", "nicht"]), min_size=1, max_size=5).map(" ".join)


@given(WORDS, WORDS, WORDS, st.sampled_from(STYLES))
def test_a_quotation_put_into_a_text_is_found_again(before: str, inner: str, after: str, style: str) -> None:
    text = f"{before}: {style[0]}{inner}.{style[1]} {after}."
    assert stretches(text) == [f"{style[0]}{inner}.{style[1]}"]
    assert not pair(text).odd
