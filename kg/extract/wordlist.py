"""Word lists written as running text, so that they can be read and extended."""

from __future__ import annotations


def wordlist(text: str) -> frozenset[str]:
    """The words of `text`, which white space parts.

    >>> sorted(wordlist("laut gemäß"))
    ['gemäß', 'laut']
    """
    return frozenset(text.split())
