"""Amounts are intervals: what agrees and what lies apart."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.amounts import amounts
from kg.claims.dates import dates
from kg.claims.tokens import stem


def only(text):
    (amount,) = amounts(text)
    return amount


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mehr als 100 Verletzte", "130 Verletzte"),
        ("bis zu 50 Tote", "40 Tote"),
        ("rund 1000 Teilnehmer", "980 Teilnehmer"),
        ("knapp zwei Millionen Euro", "1,9 Millionen Euro"),
        ("14 Tage", "zwei Wochen"),
        ("1500 Meter", "1,5 Kilometer"),
        ("zwischen 20 und 30 Häuser", "25 Häuser"),
        ("ein Dutzend Helfer", "zwölf Helfer"),
        ("eine halbe Million Euro", "500.000 Euro"),
    ],
)
def test_amounts_that_can_both_be_right_agree(one, other):
    assert only(one).measure == only(other).measure
    assert only(one).agrees(only(other)) and only(other).agrees(only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sieben Menschen", "zwölf Menschen"),
        ("mehr als 100 Verletzte", "90 Verletzte"),
        ("höchstens 50 Tote", "80 Tote"),
        ("drei Wochen", "drei Tage"),
        ("8,4 Millionen Euro", "6,9 Millionen Euro"),
        ("siebenundzwanzig Boote", "siebzig Boote"),
    ],
)
def test_amounts_that_cannot_both_be_right_lie_apart(one, other):
    assert not only(one).agrees(only(other)) and not only(other).agrees(only(one))


@pytest.mark.parametrize("text", ["am 3. Oktober um 14 Uhr", "im Jahr 2023 seien vier", "Paragraf 218", "um 14.30 Uhr"])
def test_what_counts_nothing_is_no_amount(text):
    assert not amounts(text)


@given(st.integers(2, 999_999), st.sampled_from(["Häuser", "Euro", "Kilometer", "Tote"]))
def test_an_amount_gives_back_its_number_and_its_place(number, unit):
    text = f"Es waren {number} {unit}, sagte sie."
    amount = only(text)
    assert (amount.value, amount.unit) == (number, unit)
    assert amount.span.of(text) == f"{number} {unit}"
    assert amount.agrees(amount)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("am Montagabend", ("weekday", (0, "abend"))),
        ("Ende März", ("month", (3,))),
        ("am 24.12.2023", ("day", (24, 12))),
        ("im Herbst", ("season", ("herbst",))),
        ("gegen 9 Uhr", ("hour", (9, 0))),
    ],
)
def test_points_of_time_are_named_by_sort_and_value(text, expected):
    (found,) = dates(text)
    assert (found.sort, found.value) == expected


def test_words_are_stemmed_alike_in_many_threads_at_once():
    words = [f"Brückenpfeiler{k}straßen{k % 7}ungen" for k in range(2000)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(stem, words))
    stem.cache_clear()
    assert found == [stem(word) for word in words]
