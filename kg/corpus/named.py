"""Metadata under the names that crawlers and editors give it, in JSON and in front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.corpus.dates import iso
from kg.corpus.raw import Metadata

_URL = ("url", "link", "canonical_url", "source_url", "requested_url")
_HEADLINE = ("headline", "title", "titel", "überschrift")
_OUTLET = ("outlet", "publisher", "medium", "newspaper", "zeitung", "site_name", "sitename", "source_domain", "source")
_AUTHORS = ("authors", "author", "autor", "autoren", "byline")
_PUBLISHED = (
    "published", "date", "publishing_date", "date_publish", "datePublished", "date_published", "published_at",
    "pub_date", "publish_date", "datum", "timestamp",
)  # fmt: skip
_LANGUAGE = ("language", "lang", "sprache", "inLanguage")
_DOMAIN = re.compile(r"(?:https?://)?[\w.-]+\.[a-z]{2,}/?", re.IGNORECASE)


def metadata_of(fields: Mapping[str, object]) -> Metadata:
    """The metadata that `fields` state, under any of the usual names (Fundus, news-please, schema.org, German).

    >>> found = metadata_of({"title": "Kühle Nacht", "publisher": "Kronseer Zeitung", "date": "3. Oktober 2024"})
    >>> found.headline, found.outlet, found.published
    ('Kühle Nacht', 'Kronseer Zeitung', '2024-10-03')
    """
    return Metadata(
        url=_url(_first(fields, _URL)),
        headline=_text(_first(fields, _HEADLINE)),
        outlet=_outlet(fields),
        authors=names(_first(fields, _AUTHORS)),
        published=iso(_first(fields, _PUBLISHED)),
        language=_text(_first(fields, _LANGUAGE)),
    )


def names(value: object) -> tuple[str, ...]:
    """The persons' names in a string or a list of strings or of objects with a name, without "Von".

    >>> names("Von Anna Beispiel und Kai Muster")
    ('Anna Beispiel', 'Kai Muster')
    """
    if isinstance(value, str):
        bare = re.sub(r"^\s*(?:Von|By|Autor(?:in|en)?:)\s+", "", value, flags=re.IGNORECASE)
        found: Iterable[str] = re.split(r"\s*(?:[,;|]|\bund\b|\band\b|&)\s*", bare)
    elif isinstance(value, Mapping):
        found = (_text(value) or "",)
    elif isinstance(value, Iterable):
        found = [name for item in value for name in names(item)]
    else:
        return ()
    tidy = (" ".join(name.split()) for name in found)
    return tuple(dict.fromkeys(name for name in tidy if name and "://" not in name))


def _first(fields: Mapping[str, object], keys: Iterable[str]) -> object:
    return next((fields[key] for key in keys if fields.get(key)), None)


def _text(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value")
    if isinstance(value, list | tuple) and value:
        return _text(value[0])
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _url(value: object) -> str | None:
    text = _text(value)
    return text if text and re.match(r"[a-z][a-z0-9+.-]*:\S+$", text, re.IGNORECASE) else None


def _outlet(fields: Mapping[str, object]) -> str | None:
    """The first name of an outlet; a bare domain only if nothing better is there."""
    stated = [text for key in _OUTLET if (text := _text(fields.get(key)))]
    named = [text for text in stated if not _DOMAIN.fullmatch(text)]
    return next(iter(named or stated), None)
