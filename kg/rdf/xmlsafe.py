"""Texts in the characters that XML has: control characters and two non-characters are not among them.

Source: Extensible Markup Language 1.0, section 2.2, https://www.w3.org/TR/xml/#charsets
"""

from __future__ import annotations

import re

_ESCAPE = "\U0010f7ff"
_UNFIT = "".join(map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20), 0xFFFE, 0xFFFF))) + _ESCAPE
_PICTURES = {char: _ESCAPE + chr(0x2400 + number) for number, char in enumerate(_UNFIT)}
_CHARS = {picture: char for char, picture in _PICTURES.items()}
_TO_ESCAPE = re.compile("[" + "".join(map(re.escape, _UNFIT)) + "]")
_TO_READ = re.compile(f"{_ESCAPE}[\u2400-{chr(0x2400 + len(_UNFIT) - 1)}]")


def xml_safe(text: str) -> str:
    """The text with each character that XML does not keep as a private-use character and a picture; see `xml_read`.

    Carriage returns are among them, for parsers turn them into line feeds.

    >>> xml_safe("Grüße <&> 😀"), xml_read(xml_safe("\\x00\\r")) == "\\x00\\r"
    ('Grüße <&> 😀', True)
    """
    return _TO_ESCAPE.sub(lambda found: _PICTURES[found[0]], text)


def xml_read(text: str) -> str:
    """The text that `xml_safe` was given."""
    return _TO_READ.sub(lambda found: _CHARS[found[0]], text)
