"""When it was said: expressions of time as intervals, and which of them belongs to an utterance."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocab
from kg.extract import extract
from kg.extract.timescan import expressions
from kg.records import Article, OffsetMap, Source, When

THURSDAY = "2024-09-12"


def interval(text: str, published: str | None = THURSDAY) -> tuple[str, str] | None:
    found = expressions(text, published)
    return (found[0].interval.start.isoformat(), found[0].interval.end.isoformat()) if found else None


def said(text: str, published: str | None = THURSDAY) -> list[When | None]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source("a.txt", "text", digest)
    article = Article(vocab.article_iri(digest), text, source, OffsetMap.identity(text), published=published)
    return [utterance.said for utterance in next(extract([article])).utterances]


@pytest.mark.parametrize(
    ("wording", "start", "end"),
    [
        ("am Montag", "2024-09-09T00:00:00", "2024-09-10T00:00:00"),
        ("am Donnerstag", "2024-09-12T00:00:00", "2024-09-13T00:00:00"),
        ("am Freitag", "2024-09-06T00:00:00", "2024-09-07T00:00:00"),
        ("am vergangenen Donnerstag", "2024-09-05T00:00:00", "2024-09-06T00:00:00"),
        ("am späten Montagabend", "2024-09-09T17:00:00", "2024-09-10T00:00:00"),
        ("in der Nacht zum Dienstag", "2024-09-09T21:00:00", "2024-09-10T06:00:00"),
        ("gestern Abend", "2024-09-11T17:00:00", "2024-09-12T00:00:00"),
        ("Ende vergangener Woche", "2024-09-06T00:00:00", "2024-09-09T00:00:00"),
        ("am Wochenende", "2024-09-07T00:00:00", "2024-09-09T00:00:00"),
        ("im März", "2024-03-01T00:00:00", "2024-04-01T00:00:00"),
        ("im Dezember", "2023-12-01T00:00:00", "2024-01-01T00:00:00"),
        ("Mitte Juli 2023", "2023-07-11T00:00:00", "2023-07-21T00:00:00"),
        ("am 3. Oktober", "2023-10-03T00:00:00", "2023-10-04T00:00:00"),
        ("im vergangenen Jahr", "2023-01-01T00:00:00", "2024-01-01T00:00:00"),
        ("vor zwei Wochen", "2024-08-26T00:00:00", "2024-09-02T00:00:00"),
    ],
)
def test_an_expression_is_an_interval_before_the_article(wording: str, start: str, end: str) -> None:
    assert interval(f"Das sagte Änne Voß {wording} in Oberau.") == (start, end)


@pytest.mark.parametrize(
    "wording", ["für Freitag", "am kommenden Montag", "bis Ende Oktober", "ab Montag", "zwischen Montag und Mittwoch"]
)
def test_what_lies_ahead_or_lasts_is_no_time_of_an_act(wording: str) -> None:
    assert interval(f"Das Hafenamt rief {wording} zur Ruhe auf.") is None


def test_without_the_articles_date_only_a_year_is_known() -> None:
    assert interval("Das sagte Änne Voß am Montag.", None) is None
    assert interval("Das sagte Änne Voß im März.", "neulich") is None
    assert interval("Das sagte Änne Voß im März 2022.", None) == ("2022-03-01T00:00:00", "2022-04-01T00:00:00")


def test_no_such_day_is_no_expression() -> None:
    assert interval("Das sagte Änne Voß am 31.2.2024.") is None


def test_the_time_of_the_frame_is_the_time_of_saying_and_that_of_the_content_is_not() -> None:
    text = "„Am Samstag wird gebaut“, sagte Bürgermeisterin Änne Kühlbrodt am Montagabend."
    [when] = said(text)
    assert when is not None
    assert (when.start, when.end) == ("2024-09-09T17:00:00", "2024-09-10T00:00:00")
    assert when.evidence.text == "am Montagabend" and when.evidence.fits(text)


def test_a_whole_day_begins_and_ends_at_midnight() -> None:
    [when] = said("Der Deich halte, teilte das Hafenamt am Dienstag mit.")
    assert when is not None
    assert (when.start, when.end) == ("2024-09-10T00:00:00", "2024-09-11T00:00:00")


def test_a_time_inside_the_quote_only_tells_nothing() -> None:
    assert said("Der Deich sei seit Montag undicht, sagte Bürgermeisterin Änne Kühlbrodt.") == [None]


PAST = [
    "am Montag",
    "am Sonntagabend",
    "gestern",
    "im Mai",
    "im Herbst",
    "vor drei Tagen",
    "am 29. März",
    "letzte Woche",
]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(PAST))
def test_no_past_expression_lies_wholly_after_the_article(day: date, wording: str) -> None:
    text = f"🌊 Das sagte Änne Voß {wording} in Oberau."
    [found] = expressions(text, day.isoformat())
    assert found.interval.start <= datetime.combine(day, datetime.max.time())
    assert found.interval.start < found.interval.end
    assert found.span.of(text) == wording
