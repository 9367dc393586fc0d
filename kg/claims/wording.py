"""Wording brought to a form in which two printings of the same sentence are equal."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+(?:[.,]\d+)*", re.UNICODE)


def words(text: str) -> list[str]:
    """The words of `text` in order, case-folded, without punctuation; numbers keep their inner marks.

    >>> words("„Es waren 1,5 Tonnen – höchstens!“")
    ['es', 'waren', '1,5', 'tonnen', 'höchstens']
    """
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def key(text: str) -> str:
    """The normalised wording: equal for texts that differ only in case, marks and white space.

    >>> key("„Das ist falsch.“") == key("Das ist falsch")
    True
    """
    return " ".join(words(text))
