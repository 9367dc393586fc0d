"""Bytes to text: any usual encoding, and a clear refusal of everything else."""

import gzip

import pytest

from kg.corpus.plain import decode
from kg.errors import InputError

TEXT = "„Größe“ ist für Ada Uferl keine Frage – über die Straße müsse man reden. Daß 5 € reichen, glaubt sie nicht."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"]
)
def test_the_encoding_is_detected(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt").text == TEXT


@pytest.mark.parametrize("encoding", ["latin-1", "iso-8859-15", "cp850"])
def test_older_encodings_are_detected_too(encoding: str) -> None:
    plain = "Über die Straße gehen Fußgänger, sagte Österle in Málaga."
    assert decode(plain.encode(encoding), "a.txt").text == plain


@pytest.mark.parametrize(
    "word", ["Straße", "Spaß", "schön", "„Spaß“", "Café", "ÄRGER", "5 €", "Österreich", "naïv", "Curaçao"]
)
def test_one_special_word_is_enough_for_windows_text(word: str) -> None:
    text = f"Er sagte {word} und ging."
    assert decode(text.encode("cp1252"), "a.txt").text == text


def test_broken_utf8_is_refused_with_its_place() -> None:
    data = "Grüße aus Hallingen\nüber die Straße\nmit ".encode() + b"\xff\xfe" + "größten Grüßen".encode()
    with pytest.raises(InputError) as caught:
        decode(data, "a.txt")
    assert caught.value.line == 3
    assert f"byte {data.index(0xFF)}" in caught.value.reason


def test_a_cut_off_last_letter_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.txt:1: invalid UTF-8 at byte 4"):
        decode("Grüß".encode()[:-1], "a.txt")


def test_bytes_that_are_no_german_are_refused() -> None:
    with pytest.raises(InputError, match=r"a\.txt:1: invalid UTF-8 at byte 6"):
        decode(b"Hallo \x81\x8d\x90\xf0\xe4\xd0 Welt", "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"PK\x03\x04\x14\x00word/document.xml", "an Office document"),
        (b"PK\x03\x04\x14\x00a.txt", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (gzip.compress(b"x", mtime=0), "a gzip archive"),
        (b"{\\rtf1\\ansi Hallo}", "an RTF document"),
        (b"abc\x00def\x01\x02", "binary data"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind):
        decode(data, "a.txt")


def test_a_text_may_begin_like_a_binary() -> None:
    for text in ("BM sagte nichts.", "RIFF ist ein Format.", "ID3 ist ein Auto."):
        assert decode(text.encode(), "a.txt").text == text
