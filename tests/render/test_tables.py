"""Tables as a terminal of 80 columns shows them."""

from __future__ import annotations

import io

import pytest

from kg import render
from kg.render import Format

LONG = "Der Damm an der Oberau hält nach Ansicht der Behörde mindestens bis zum kommenden Montag, das sei sicher."


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")


def shown(rows, columns):
    out = Terminal()
    render.rows(rows, columns, Format.TABLE, out)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_words_and_dates_stay_whole_while_long_text_wraps():
    rows = [{"Tag": "2024-10-03", "Medium": "Ostermärkische Rundschau", "Wortlaut": LONG}]
    lines = shown(rows, ["Tag", "Medium", "Wortlaut"])
    assert max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    assert all(word in text for word in ("2024-10-03", "Ostermärkische", "mindestens"))
    assert len(lines) < 7


def test_what_does_not_fit_side_by_side_stands_one_below_the_other():
    columns = ["erstens", "zweitens", "drittens", "viertens", "fünftens"]
    lines = shown([dict.fromkeys(columns, LONG), {"erstens": "Überblick"}], columns)
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("erstens   Der Damm an der Oberau")
    assert lines[-2] == "erstens   Überblick"


def test_a_column_that_is_empty_throughout_is_left_out():
    lines = shown([{"Wer": "Änne Weiß", "Kette": []}], ["Wer", "Kette"])
    assert lines[0] == "Wer" and lines[2] == "Änne Weiß"


def test_no_row_leaves_the_heading():
    assert shown([], ["Wer", "Wortlaut"])[0] == "Wer  Wortlaut"


def test_a_table_shortens_our_iris_and_other_formats_do_not():
    iri = "urn:wortlaut:person:3038d69cec09fae3e684319c137221af"
    assert shown([{"id": iri}], ["id"])[2] == "person:3038d69c…"
    out = io.StringIO()
    render.rows([{"id": iri}], ["id"], Format.CSV, out)
    assert out.getvalue() == f"id\n{iri}\n"


def test_a_chain_is_drawn_with_arrows_and_a_list_is_not():
    out = io.StringIO()
    row = {"sources": ["ida", "zwei Eingeweihte"], "outlets": ["Nordblatt", "Südblatt"]}
    render.rows([row], ["sources", "outlets"], Format.CSV, out)
    assert out.getvalue().splitlines()[1] == "ida ← zwei Eingeweihte,Nordblatt; Südblatt"
