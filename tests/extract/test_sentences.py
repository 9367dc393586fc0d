"""Bounds of sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.sentences import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Am 3. Oktober sprach Dr. Anke Vogt in Hallingen.",
        "Das 30. Fest der Stadt kostete ca. 5 Mio. Euro.",
        "Es kamen u.a. Vertreter der Bahn, z. B. Herr J. P. Lüders.",
        "Nach § 5 Abs. 2 Nr. 7 ist das Gebäude, vgl. Bd. II, geschützt.",
        "Die Lesung beginnt um 19.30 Uhr in der St. Annen-Kirche.",
        "Das 20. Jahrhundert begann mit Wilhelm II. und seinem Hof.",
        "„Wirklich?“, fragte sie.",
        "„Der Pegel sinkt!“, rief der Fährmann.",
        "Er zögerte … und ging dann doch.",
        "Der Verein (gegr. 1902, heute ca. 40 Mitglieder) löst sich auf.",
        "Die Firma Nordlicht & Co. KG schließt am 31. 12. 2031 das Werk.",
    ],
)
def test_this_is_one_sentence(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Der Pegel sinkt.", "Der Preis steigt."),
        ("„Der Pegel sinkt.“", "Das sagte sie am Montag."),
        ("Sie fragte: „Wirklich?“", "Er nickte."),
        ("Das Fest war 1998.", "Danach kam der Regen."),
        ("Es kamen Bäcker, Müller usw.", "Die Halle war voll."),
        ("Er schwieg …", "Dann ging er."),
        ("(Das war am Montag.)", "Am Dienstag regnete es."),
        ("„Der Pegel sinkt.", "Der Preis steigt.“"),
    ],
)
def test_these_are_two_sentences(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]


def test_a_paragraph_break_ends_a_sentence_even_without_full_stop() -> None:
    assert split("Hochwasser an der Lauter\n\nder Pegel steigt") == ["Hochwasser an der Lauter", "der Pegel steigt"]


def test_a_heading_ends_at_its_line() -> None:
    body = "Der Pegel der Lauter ist am Montag auf fünf Meter gestiegen, wie die Stadt Hallingen am Abend meldete."
    assert split(f"Hochwasser in Hallingen\n{body}") == ["Hochwasser in Hallingen", body]


def test_a_line_broken_by_a_margin_goes_on() -> None:
    text = "Der Pegel der Lauter ist am Montag so stark\ngestiegen, dass die Stadt den Weg am\nUfer gesperrt hat."
    assert split(text) == [text]


@given(st.text(alphabet="aAÄ1. \n„“!?…:()", max_size=60))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    spans = list(sentences(text))
    assert "".join("".join(s.of(text) for s in spans).split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.of(text) == s.of(text).strip() for s in spans)


@given(st.text())
def test_no_text_is_refused(text: str) -> None:
    assert all(span.of(text) for span in sentences(text))
