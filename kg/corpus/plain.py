"""Bytes to text: recognising what is no text at all, detecting the encoding, refusing what is broken."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from kg.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ\x90", "a Windows program"),
    (b"RIFF", "a RIFF media file (WAV, AVI or WebP)"),
    (b"OggS", "an Ogg media file"),
    (b"ID3", "an MP3 sound file"),
    (b"fLaC", "a FLAC sound file"),
    (b"PAR1", "a Parquet table"),
)
_TEXTUAL_MAGIC = (b"BM", b"BZh", b"ID3", b"RIFF", b"OggS", b"fLaC", b"PAR1")
_LEGACY = ("cp1252", "iso-8859-15", "mac-roman", "cp850")
"""Eight-bit encodings of German text, most common first; Latin-1 proper is a part of cp1252."""

_UMLAUTS = frozenset("äöüÄÖÜß")
_SIGNS = frozenset("„“”‚‘’»«›‹–—…€§°©®·•²³½\u00a0\u00ad")
_LETTERS = frozenset("éèêëáàâãåæçíìîïñóòôõøœúùûýÿšžÉÈÁÀÂÅÆÇÍÑÓÔØŒÚŠŽ")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PLAUSIBLE = 0.25
"""Mean score per non-ASCII character below which a legacy decoding is no German text. Set by us."""


class Decoded(NamedTuple):
    """A decoded text (without byte order mark) and the Python name of its encoding."""

    text: str
    encoding: str


def kind_of_binary(data: bytes) -> str | None:
    """What `data` really is if it is no text ("a PNG image", "binary data …"), else None.

    >>> kind_of_binary(b"%PDF-1.7 ...")
    'a PDF document'
    """
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data[:4096])
    if data[4:8] == b"ftyp":
        return "an MP4 media file"
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic not in _TEXTUAL_MAGIC or _CONTROLS.search(data[:4096])):
            return kind
    return None


def _kind_of_zip(head: bytes) -> str:
    if b"word/" in head or b"[Content_Types].xml" in head:
        return "an Office document (a ZIP archive)"
    if b"application/vnd.oasis" in head:
        return "an OpenDocument file (a ZIP archive)"
    if b"application/epub" in head:
        return "an EPUB book (a ZIP archive)"
    return "a ZIP archive"


def decode(data: bytes, path: str, line: int | None = None) -> Decoded:
    """The text of `data` and its encoding: by byte order mark, else UTF-8, else the likeliest legacy encoding.

    `line` is the number of the only line that `data` holds, where it is a part of a file.

    Raises:
        InputError: if it is no text, is broken UTF-8, or makes no German sense in any encoding; the message
            names the byte offset, and the line of it.

    >>> decode("Die Straße überfluten".encode("cp850"), "meldung.txt")
    Decoded(text='Die Straße überfluten', encoding='cp850')
    """
    if kind := kind_of_binary(data):
        raise InputError(f"not a text but {kind}", path=path, line=line)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, path, line)
    if utf16 := _utf16_without_bom(data):
        return _strictly(data, utf16, path, line)
    _refuse_controls(data, path, line)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error.start, path, line)


def _strictly(data: bytes, encoding: str, path: str, line: int | None) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        skip = 3 if encoding == "utf-8-sig" else 0
        name = encoding.removesuffix("-sig").upper()
        raise _at(f"invalid {name} at byte {error.start + skip}", data, error.start, path, line) from None
    if "\0" in text:
        raise InputError("not a text but binary data (it has NUL characters)", path=path, line=line)
    return Decoded(text, encoding)


def _utf16_without_bom(data: bytes) -> str | None:
    head = data[:2000]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else None


def _refuse_controls(data: bytes, path: str, line: int | None) -> None:
    first = _CONTROLS.search(data)
    if first and (b"\0" in data or len(_CONTROLS.findall(data)) > len(data) / 200 + 2):
        where = data.find(b"\0") if b"\0" in data else first.start()
        raise _at(f"not a text but binary data (control character at byte {where})", data, where, path, line)


def _legacy(data: bytes, start: int, path: str, line: int | None) -> Decoded:
    """The text in the one-byte encoding that makes it the most German.

    Source: tests/benchmarks/encodings.py: right for all of 104 texts in each of four encodings, where
    charset-normalizer was right for 86 (cp850) to 100 (cp1252).
    """
    best, _, encoding = max((_score(data, name), -rank, name) for rank, name in enumerate(_LEGACY))
    whole = len(_MULTIBYTE.findall(data))
    rest = sum(byte > 0x7F for byte in _MULTIBYTE.sub(b"", data))
    if best >= _PLAUSIBLE and whole <= rest:
        return Decoded(data.decode(encoding), encoding)
    reason = f"invalid UTF-8 at byte {start} (0x{data[start]:02X})"
    raise _at(reason if whole else f"{reason}, and no German text in any other encoding", data, start, path, line)


def _score(data: bytes, encoding: str) -> float:
    """How German the non-ASCII characters of `data` are, from -1 to 1 on average."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    marks = [_worth(text, match.start()) for match in re.finditer(r"[^\x00-\x7f]", text)]
    return sum(marks) / len(marks)


def _worth(text: str, at: int) -> float:
    char, left, right = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char == "ß":
        return 1.0 if left and left in "aeiouyäöüAEIOUÄÖÜ" else -1.0
    if char in _UMLAUTS:
        return 1.0 if (left.isalpha() or right.isalpha()) and not (char.isupper() and left.islower()) else -0.5
    if char in _SIGNS:
        return 0.6 if char in "’\u00ad" or not (left.isalpha() and right.isalpha()) else -1.0
    if char in _LETTERS:
        return 0.3 if (left.isalpha() or right.isalpha()) and not (char.isupper() and left.islower()) else -0.5
    return -1.0


def _at(reason: str, data: bytes, offset: int, path: str, line: int | None) -> InputError:
    return InputError(reason, path=path, line=line or data.count(b"\n", 0, offset) + 1)
