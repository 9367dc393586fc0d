"""The article page: every code point once, utterances marked, nothing executed."""

from hypothesis import given
from hypothesis import strategies as st

from kg.exports.article import html, segments
from kg.records import (
    Article,
    Extraction,
    ExtractionRun,
    OffsetMap,
    Passage,
    Source,
    Span,
    SpeechType,
    Utterance,
)

TEXT = "„Der Damm hält“, sagte Änne Kühlbrodt. Er sei <sicher> & fest."
RUN = ExtractionRun("urn:run", "wortlaut", "0", "regeln")

spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).filter(lambda s: s[0] < s[1])


def extraction(*quotes: tuple[int, int]) -> Extraction:
    utterances = tuple(
        Utterance(f"urn:u{number}", SpeechType.DIRECT, Passage.of(TEXT, [Span(*quote)]))
        for number, quote in enumerate(quotes)
    )
    article = Article("urn:a", TEXT, Source("damm.txt", "text", "0"), OffsetMap.identity(TEXT), headline="<b>Damm</b>")
    return Extraction(article, utterances, RUN)


@given(quotes=st.lists(spans, max_size=6))
def test_the_segments_are_the_text_whatever_nests_or_crosses(quotes):
    found = list(segments(extraction(*quotes)))
    assert "".join(segment.span.of(TEXT) for segment in found) == TEXT
    for segment in found:
        covering = [quote for quote in quotes if quote[0] <= segment.span.start and segment.span.end <= quote[1]]
        assert len(segment.parts) == len(covering)


def test_a_nested_scrap_is_marked_as_itself():
    found = {segment.span.of(TEXT): segment for segment in segments(extraction((0, 37), (1, 14)))}
    assert found["Der Damm hält"].innermost_quote.id == "urn:u1"


def test_text_and_headline_are_shown_and_not_executed():
    page = html(extraction((0, 15)))
    assert "&lt;sicher&gt; &amp; fest" in page and "<b>Damm</b>" not in page
    assert '<mark class="Direct"' in page
