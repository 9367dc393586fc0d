"""Findings as a page that needs nothing but itself."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.checks import CHECKS, INTEGRITY
from kg.checks.retraction import CHECK as RETRACTION
from kg.exports.findings import NAMES, SHOWN, Printed, context, html
from kg.records import Evidence, Finding, Language, Passage, Severity, Span

TEXT = "Am Dienstag kam es zum Streit. „Es gab neun Tote“, sagte Vogt. Thams nannte vier."


def finding(severity: Severity = Severity.NOTICE, message: str = "„Es gab neun Tote“", places: int = 1) -> Finding:
    start = TEXT.index("„Es gab")
    evidence = Evidence("urn:a", Passage.of(TEXT, [Span(start, start + 18)]))
    return Finding(f"urn:f{severity}", "contradiction", severity, message, ("urn:u",), (evidence,) * places)


def article(_: str) -> Printed:
    return Printed(TEXT, "Neun <Tote>", "Querblick", "2024-09-03", "https://querblick.example/tote")


def test_the_gravest_stand_first_with_their_evidence_marked_in_its_context() -> None:
    page = html([finding(Severity.INFO), finding(Severity.WARNING)], article)
    assert page.index("Warnungen") < page.index("Zur Kenntnis")
    assert "zum Streit. <mark>„Es gab neun Tote“</mark>, sagte Vogt." in page
    assert "Querblick · 2024-09-03 · Neun &lt;Tote&gt;" in page


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_executed() -> None:
    page = html([finding(message="<script>alert(1)</script>")], article)
    assert "<script" not in page and not re.search(r"(?:src|@import|url\()", page)


def test_a_link_leads_to_the_web_or_nowhere() -> None:
    assert "href" not in html([finding()], lambda _: Printed(TEXT, url="javascript:alert(1)"))


def test_many_places_are_folded() -> None:
    assert "<summary>2 weitere</summary>" in html([finding(places=SHOWN + 2)], article)
    assert "details>" not in html([finding(places=SHOWN)], article)


def test_every_check_has_a_name_on_the_page() -> None:
    assert {*CHECKS, INTEGRITY, RETRACTION} == set(NAMES)


def test_without_findings_it_says_so() -> None:
    assert "Keine Befunde." in html([], article)


def test_the_page_speaks_english_too() -> None:
    page = html([replace(finding(Severity.WARNING), english="“There were nine dead”")], article, Language.ENGLISH)
    assert '<html lang="en">' in page and "<h2>Warnings</h2>" in page and "“There were nine dead”" in page
    assert "Warnung" not in page and "No findings." in html([], article, Language.ENGLISH)


class Balanced(HTMLParser):
    """Fails on a tag that is closed but was not opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_tag_is_closed() -> None:
    parser = Balanced()
    parser.feed(html([finding(places=SHOWN + 1), finding(Severity.ERROR)], article))
    assert parser.open == []


@given(st.text(min_size=1, max_size=900), st.data())
def test_the_context_gives_back_the_evidence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    parts = list(context(text, [Span(start, end)]))
    assert [part for part, is_evidence in parts if is_evidence] == [text[start:end]]


@pytest.mark.parametrize("spans", [[Span(0, 2), Span(5, 8)], [Span(0, 5), Span(3, 8)]])
def test_parted_and_crossing_evidence_is_shown_once(spans: list[Span]) -> None:
    assert "".join(part for part, _ in context("Am Dienstag", spans)) == "Am Dienstag"
