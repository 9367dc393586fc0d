"""What holds for every text: nothing is invented, every code point leads back, cleaning again changes nothing."""

import html as entities
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.corpus import plain
from kg.corpus.clean import clean
from kg.corpus.html import from_text
from kg.corpus.markdown import strip_markup
from kg.corpus.offsets import Traced, compose, nfc
from kg.records import Source, Span

WORDS = st.sampled_from(
    [
        *(
            "Der",
            "Die",
            "und",
            "Rhein-",
            "Verhand-",
            "lungen",
            "US-",
            "Verhandler",
            "Bundes-",
            "land",
            "„Nein“,",
            "sagte",
        ),
        *(
            "Uferl.",
            "Foto: dpa",
            "Anzeige",
            "© Kai Muster",
            "Teilen",
            "Stand: 12.03.2025",
            "Lesen Sie auch",
            "mehr hier.",
        ),
        *("Erfahren Sie mehr hier.", "isPaid: false", "gru\u0308n", "O\u0323\u0302", "\ufb01", "\u00ad", "\u200b", "Å"),
        *("über", "Cookies", "*", "-", ">", "#", "[a](b)", "*x*", "_y_", "`", "&amp;", "&auml;", "<p>", "</p>", "<b>"),
        *("250.000", "Ä\u0301", "\u1112\u1161\u11ab", "Mehr zum Thema", "3 Kommentare", "Antworten", "Von Kai Muster"),
    ]
)
GAPS = st.sampled_from([" ", " ", " ", "\n", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\n\n\n", "\f", "", "\u2028", "\r"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=60).map(lambda parts: "".join(word + gap for word, gap in parts))
ANY = st.text(max_size=200) | TEXTS
GERMAN = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ äöüÄÖÜß.,-\n", min_size=1, max_size=200)


def visible(text: str) -> str:
    """The text in NFC without white space."""
    return "".join(unicodedata.normalize("NFC", text).split())


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def check_map(traced: Traced, source: str, decode: object = None) -> None:
    """Every code point that has a source is, up to NFC and white space, (a part of) what stands there."""
    for index, char in enumerate(traced.text):
        span = traced.offsets.to_source(Span(index, index + 1))
        if span is None:
            continue
        piece = entities.unescape(span.of(source)) if decode else span.of(source)
        same = (char.isspace() and piece.isspace()) or char in piece + unicodedata.normalize("NFC", piece)
        assert same, (index, char, piece)


@given(ANY)
@example("U\u0323\u0308ber\r\nden Rhein-\r\nund")
@settings(max_examples=200, deadline=None)
def test_each_code_point_leads_back_to_itself(text: str) -> None:
    check_map(clean(text).traced, text)


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_cleaning_a_cleaned_text_changes_nothing(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_nothing_is_invented_or_moved(text: str) -> None:
    scrubbed = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char.isspace())
    assert is_subsequence(visible(clean(text).text), visible(scrubbed))


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_what_was_not_dropped_is_still_there(text: str) -> None:
    cleaned = clean(text)
    if not cleaned.dropped and "-" not in text and "\u00ad" not in text and "\u200b" not in text:
        assert visible(cleaned.text) == visible(text)


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_normalising_maps_each_letter_to_what_it_was_composed_of(text: str) -> None:
    traced = nfc(text)
    assert traced.text == unicodedata.normalize("NFC", text)
    check_map(traced, text)


@given(st.text(min_size=1, max_size=50), st.integers(0, 40), st.integers(1, 20))
def test_maps_compose(text: str, start: int, length: int) -> None:
    inner = nfc(text)
    start = min(start, len(inner.text) - 1)
    part = inner.text[start : start + length]
    whole = compose(Traced.whole(part, shift=start).offsets, inner.offsets)
    for index in range(len(part)):
        assert whole.to_source(Span(index, index + 1)) == inner.offsets.to_source(
            Span(start + index, start + index + 1)
        )


@given(ANY)
@settings(max_examples=150, deadline=None)
def test_markup_is_stripped_with_its_map(text: str) -> None:
    traced = strip_markup(text)
    check_map(traced, text)
    assert is_subsequence("".join(traced.text.split()), "".join(text.split()))


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_html_text_leads_back_into_the_source(text: str) -> None:
    source = f"<html><body><article><p>{text}</p><p>Der Pegel f&auml;llt, sagte Uferl.</p></article></body></html>"
    check_map(from_text(source, Source("x.html", "html", "0"), "x.html").traced, source, decode=True)


@given(
    GERMAN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "iso-8859-15", "mac-roman", "cp850"])
)
@settings(max_examples=300, deadline=None)
def test_a_german_text_is_decoded_from_any_usual_encoding(text: str, encoding: str) -> None:
    whole = "Größere Übel drohen, sagte Äbtissin Österle über die Straße für Fußgänger. " + text
    assert plain.decode(whole.encode(encoding), "x.txt").text == whole


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_arbitrary_bytes_are_a_text_or_an_input_error(data: bytes) -> None:
    from kg.errors import InputError

    try:
        assert isinstance(plain.decode(data, "x.txt").text, str)
    except InputError as error:
        assert str(error).startswith("x.txt:")
