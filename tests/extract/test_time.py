"""When it was said: expressions of time as intervals, and which of them belongs to an utterance."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocab
from kg.extract import extract
from kg.extract.calendar import FEASTS, Interval, easter, feast, month, week, year
from kg.extract.time import Times
from kg.extract.timescan import expressions
from kg.extract.timewords import RULES
from kg.extract.wordlist import wordlist
from kg.records import Article, OffsetMap, Source, Span, When

THURSDAY = "2024-09-12"
EVENING = "2024-09-12T21:30:00+02:00"


def intervals(text: str, published: str | None = THURSDAY) -> list[tuple[str, str]]:
    return [ends(each.interval) for each in expressions(text, published)]


def ends(interval: Interval) -> tuple[str, str]:
    return interval.start.isoformat(), interval.end.isoformat()


def interval(text: str, published: str | None = THURSDAY) -> tuple[str, str] | None:
    return next(iter(intervals(text, published)), None)


def said(text: str, published: str | None = THURSDAY) -> list[When | None]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source("a.txt", "text", digest)
    article = Article(vocab.article_iri(digest), text, source, OffsetMap.identity(text), published=published)
    return [utterance.said for utterance in next(extract([article])).utterances]


# Expressions


@pytest.mark.parametrize(
    ("wording", "start", "end"),
    [
        ("am Montag", "2024-09-09T00:00:00", "2024-09-10T00:00:00"),
        ("am Donnerstag", "2024-09-12T00:00:00", "2024-09-13T00:00:00"),
        ("am Freitag", "2024-09-06T00:00:00", "2024-09-07T00:00:00"),
        ("am vergangenen Donnerstag", "2024-09-05T00:00:00", "2024-09-06T00:00:00"),
        ("am kommenden Montag", "2024-09-16T00:00:00", "2024-09-17T00:00:00"),
        ("am Montag vergangener Woche", "2024-09-02T00:00:00", "2024-09-03T00:00:00"),
        ("am Montag vor einer Woche", "2024-09-02T00:00:00", "2024-09-03T00:00:00"),
        ("am späten Montagabend", "2024-09-09T17:00:00", "2024-09-10T00:00:00"),
        ("am späten Montag", "2024-09-09T17:00:00", "2024-09-10T00:00:00"),
        ("in der Nacht zum Dienstag", "2024-09-09T21:00:00", "2024-09-10T06:00:00"),
        ("in der Nacht zum 3. Mai", "2024-05-02T21:00:00", "2024-05-03T06:00:00"),
        ("gestern Abend", "2024-09-11T17:00:00", "2024-09-12T00:00:00"),
        ("am gestrigen Mittwoch", "2024-09-11T00:00:00", "2024-09-12T00:00:00"),
        ("Ende vergangener Woche", "2024-09-06T00:00:00", "2024-09-09T00:00:00"),
        ("zu Wochenbeginn", "2024-09-09T00:00:00", "2024-09-11T00:00:00"),
        ("Ende der Woche", "2024-09-06T00:00:00", "2024-09-09T00:00:00"),
        ("kommende Woche", "2024-09-16T00:00:00", "2024-09-23T00:00:00"),
        ("am Wochenende", "2024-09-07T00:00:00", "2024-09-09T00:00:00"),
        ("im März", "2024-03-01T00:00:00", "2024-04-01T00:00:00"),
        ("im Dezember", "2023-12-01T00:00:00", "2024-01-01T00:00:00"),
        ("im Mai vergangenen Jahres", "2023-05-01T00:00:00", "2023-06-01T00:00:00"),
        ("Mitte Juli 2023", "2023-07-11T00:00:00", "2023-07-21T00:00:00"),
        ("am 3. Oktober", "2023-10-03T00:00:00", "2023-10-04T00:00:00"),
        ("am Montag, dem 9. September,", "2024-09-09T00:00:00", "2024-09-10T00:00:00"),
        ("am 03.05.2023", "2023-05-03T00:00:00", "2023-05-04T00:00:00"),
        ("am 3. und 4. Mai", "2024-05-03T00:00:00", "2024-05-05T00:00:00"),
        ("am 29. Februar", "2024-02-29T00:00:00", "2024-03-01T00:00:00"),
        ("im ersten Quartal", "2024-01-01T00:00:00", "2024-04-01T00:00:00"),
        ("im Frühjahr 2023", "2023-03-01T00:00:00", "2023-06-01T00:00:00"),
        ("im Herbst", "2023-09-01T00:00:00", "2023-12-01T00:00:00"),
        ("im vergangenen Jahr", "2023-01-01T00:00:00", "2024-01-01T00:00:00"),
        ("vor zwei Wochen", "2024-08-26T00:00:00", "2024-09-02T00:00:00"),
        ("am Montag um 17.30 Uhr", "2024-09-09T17:30:00", "2024-09-09T17:31:00"),
        ("am Montagabend gegen 9 Uhr", "2024-09-09T20:30:00", "2024-09-09T21:30:00"),
        ("an Heiligabend", "2023-12-24T00:00:00", "2023-12-25T00:00:00"),
        ("am Pfingstmontag", "2024-05-20T00:00:00", "2024-05-21T00:00:00"),
        ("zu Ostern 2023", "2023-04-09T00:00:00", "2023-04-11T00:00:00"),
        ("am Buß- und Bettag", "2023-11-22T00:00:00", "2023-11-23T00:00:00"),
    ],
)
def test_an_expression_is_the_last_such_interval_seen_from_the_article(wording: str, start: str, end: str) -> None:
    assert interval(f"Das sagte Änne Voß {wording} in Oberau.") == (start, end)


@pytest.mark.parametrize(
    "wording",
    [
        *("für Freitag", "bis Ende Oktober", "ab Montag", "zwischen Montag und Mittwoch", "seit Montag"),
        *("nach dem 3. Mai", "vor 2000 Menschen", "vor Ostern", "zum 1. November", "von 1998 bis 2002"),
    ],
)
def test_what_lasts_or_lies_before_or_after_a_time_is_no_time_of_an_act(wording: str) -> None:
    assert interval(f"Das Hafenamt rief {wording} zur Ruhe auf.") is None


def test_a_time_that_describes_a_thing_is_no_time_of_an_act_unless_it_is_that_of_publishing() -> None:
    assert interval("Das sagte der am Montag gewählte Deichgraf.") is None
    assert interval("Das steht im „Pegelblatt am Sonntag“.") is None
    assert interval("Das sagte er in einem am Montag gesendeten Gespräch.") is not None


def test_without_the_articles_date_only_what_tells_its_year_is_known() -> None:
    assert interval("Das sagte Änne Voß am Montag.", None) is None
    assert interval("Das sagte Änne Voß im März.", "neulich") is None
    assert interval("Das sagte Änne Voß im März 2022.", None) == ("2022-03-01T00:00:00", "2022-04-01T00:00:00")


@pytest.mark.parametrize("wording", ["am 31.2.2024", "am 31. April", "um 25 Uhr"])
def test_no_such_day_or_hour_is_no_expression(wording: str) -> None:
    assert interval(f"Das sagte Änne Voß {wording}.") is None


def test_a_part_of_a_day_is_that_of_the_day_last_named() -> None:
    text = "Am Montag stieg der Pegel. Am Abend sank er, am Vortag hatte es geregnet."
    assert intervals(text)[1:] == [
        ("2024-09-09T17:00:00", "2024-09-10T00:00:00"),
        ("2024-09-08T00:00:00", "2024-09-09T00:00:00"),
    ]


def test_a_part_of_a_day_without_a_day_is_that_of_the_article_or_of_the_day_before_if_that_came_out_earlier() -> None:
    assert interval("Am Abend sank der Pegel.") == ("2024-09-12T17:00:00", "2024-09-13T00:00:00")
    assert interval("Am Abend sank der Pegel.", EVENING) == ("2024-09-12T17:00:00", "2024-09-13T00:00:00")
    assert interval("Am Abend sank der Pegel.", "2024-09-12T06:00:00") == ("2024-09-11T17:00:00", "2024-09-12T00:00:00")


def test_a_day_named_far_above_or_in_direct_speech_is_not_gone_back_to() -> None:
    far = "Am Montag stieg der Pegel.\n\nEs regnete.\n\nAm Abend sank er."
    assert intervals(far)[-1] == ("2024-09-12T17:00:00", "2024-09-13T00:00:00")
    text = "„Am Montag war ich da“, sagte Änne Voß am Abend."
    found = expressions(text, THURSDAY, direct=[Span(0, 22)])
    assert ends(found[-1].interval) == ("2024-09-12T17:00:00", "2024-09-13T00:00:00")


@pytest.mark.parametrize("example", [example for example, _, _ in RULES])
def test_the_example_of_each_rule_is_an_expression(example: str) -> None:
    text = f"Am Dienstag stieg der Pegel, {example} sank er."
    assert [each.span.of(text) for each in expressions(text, THURSDAY)][1:] == [example]


# The calendar


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_the_thirds_of_a_week_and_a_month_follow_each_other_and_fill_it(day: date) -> None:
    thirds = ("anfang", "mitte", "ende")
    for whole, parts in (
        (week(day), [week(day, 0, third) for third in thirds]),
        (month(day.year, day.month), [month(day.year, day.month, third) for third in thirds]),
    ):
        assert [whole.start, *(each.end for each in parts)] == [*(each.start for each in parts), whole.end]
    assert all(
        year(day.year).start <= each.start < each.end <= year(day.year).end for each in [year(day.year, "mitte")]
    )


@given(st.integers(1900, 2090), st.sampled_from(FEASTS))
def test_a_feast_begins_in_its_year_and_easter_is_a_sunday_in_spring(number: int, name: str) -> None:
    assert feast(name, number).start.year == number
    assert easter(number).weekday() == 6 and date(number, 3, 22) <= easter(number) <= date(number, 4, 25)


PAST = [
    *("am Montag", "am Sonntagabend", "gestern", "heute früh", "im Mai", "im Herbst", "vor drei Tagen", "am 29. März"),
    *("letzte Woche", "Ende der Woche", "am Wochenende", "in dieser Woche", "im dritten Quartal", "an Ostern"),
    *("im vergangenen Winter", "zu Jahresbeginn", "Ende des Monats", "am 29. Februar", "an Silvester"),
]
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(DAYS, st.sampled_from(PAST))
def test_no_past_expression_lies_wholly_after_the_article(day: date, wording: str) -> None:
    text = f"🌊 Das sagte Änne Voß {wording} in Oberau."
    [found] = expressions(text, day.isoformat())
    assert found.interval.start <= datetime.combine(day, datetime.max.time())
    assert found.interval.start < found.interval.end
    assert found.span.of(text) == wording


@given(DAYS, st.sampled_from([*PAST, "kommende Woche", "morgen", "am nächsten Wochenende"]))
def test_a_time_of_saying_ends_with_the_articles_day_at_the_latest(day: date, wording: str) -> None:
    text = f"🌊 Das sagte Änne Voß {wording} in Oberau."
    when = Times(text, day.isoformat()).when([Span(0, len(text))])
    assert (when is None) == (wording not in PAST)
    if when:
        assert datetime.fromisoformat(when.end) <= datetime.combine(day, datetime.min.time()) + timedelta(1)
        assert when.evidence.text == wording


WORDS = wordlist(
    """
    am an im in der dem den des zu zum vor um gegen von bis und , Montag Montagabend ſamstag heute gestern Vortag Nacht
    Abend zuvor später Tage Tagen Wochen einigen zwei 3. 31. 31.2. 2.5.2023 2019 99 25 17.75 Uhr Mai Februar März Ende
    Mitte Woche Monats Jahres vergangener kommenden ersten Quartal Sommer Winter Ostern Advent 5. Weihnachtsfeiertag „ “
    """
)


@given(st.lists(st.sampled_from(sorted(WORDS)), max_size=25).map(" ".join), DAYS)
def test_any_words_have_expressions_in_order_that_do_not_overlap(text: str, day: date) -> None:
    found = expressions(text, day.isoformat())
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))
    assert found == expressions(text, day.isoformat())


# Times of saying


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


@pytest.mark.parametrize(
    "text",
    [
        "Der Deich sei seit Montag undicht, sagte Bürgermeisterin Änne Kühlbrodt.",
        "Der Deich sei undicht, sagte Bürgermeisterin Änne Kühlbrodt, die am Montag gewählt worden war.",
        "Im März, sagte Bürgermeisterin Änne Kühlbrodt, habe der Deich noch gehalten.",
    ],
)
def test_a_time_of_something_else_is_no_time_of_saying(text: str) -> None:
    assert not any(said(text))


def test_an_act_that_is_only_mentioned_has_the_time_beside_its_verb() -> None:
    [when] = said("Das Hafenamt kündigte am Montag den Bau eines neuen Deichs an.")
    assert when is not None and when.evidence.text == "am Montag"
    assert said("Das Hafenamt forderte eine Sondersitzung noch im September.") == [None]


def test_what_is_carried_on_in_a_paragraph_has_the_time_of_what_it_carries_on() -> None:
    text = "Der Deich halte, sagte Bürgermeisterin Änne Kühlbrodt am Montag. Er sei im Mai geprüft worden."
    assert [when and when.evidence.text for when in said(text)] == ["am Montag", "am Montag"]
    apart = text.replace(" Er sei", "\n\nEr sei")
    assert [when and when.evidence.text for when in said(apart)][1:] in ([], [None])


def test_a_saying_long_ago_does_not_lend_its_time_to_the_answer_of_today() -> None:
    text = (
        "Vor vier Wochen hatte Bürgermeisterin Änne Kühlbrodt noch erklärt, der Deich halte. "
        "„Ich habe dazugelernt“, sagte sie."
    )
    assert [when and when.evidence.text for when in said(text)] == ["Vor vier Wochen", None]
