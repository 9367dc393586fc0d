"""The ledger: when the store learned of which article version, what that replaced, and what was withdrawn.

These are quads for the graph `vocab.LEDGER` and the queries over it. The clock honours `SOURCE_DATE_EPOCH`.
Source: https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from kg.errors import UsageError
from kg.rdf import Literal, Object, Quad, encode, plain
from kg.rdf.terms import web_address
from kg.vocab import KG, LEDGER, PROV, XSD


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article as the ledger knows it; times are ISO 8601, UTC."""

    article: str
    learned: str
    url: str | None = None
    revision_of: str | None = None
    retracted: str | None = None
    reason: str | None = None


def now() -> Literal:
    """The present moment as `xsd:dateTime` in UTC, or the one that `SOURCE_DATE_EPOCH` (seconds) sets.

    Raises:
        UsageError: if `SOURCE_DATE_EPOCH` is not a number.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {fixed}") from None
    return Literal(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), XSD + "dateTime")


def learned(article: str, url: str | None, at: Literal) -> Iterator[Quad]:
    """The entry that says that `article` was learned of at that time; whose revision it is, `revision` says."""
    yield Quad(article, KG + "learnedAt", at, LEDGER)
    if url is not None:
        yield Quad(article, KG + "versionOf", web_address(url), LEDGER)


def revision(newer: str, older: str) -> Quad:
    """The entry that says that one article version replaces another."""
    return Quad(newer, PROV + "wasRevisionOf", older, LEDGER)


def is_later(one: str | None, other: str | None) -> bool:
    """True if the first of two ISO 8601 dates or date-times is surely the later one; what is unknown never is.

    >>> is_later("2024-09-19T17:15:00+02:00", "2024-09-19T17:15:00+03:00")
    True
    >>> is_later("2024-09-19T17:15:00+02:00", "2024-09-19"), is_later("2024-09-19", None)
    (False, False)
    """
    try:
        left, right = datetime.fromisoformat(one or ""), datetime.fromisoformat(other or "")
    except ValueError:
        return False
    if "T" in str(one) and "T" in str(other) and (left.tzinfo is None) == (right.tzinfo is None):
        return left > right
    return left.date() > right.date()


def tombstone(article: str, at: Literal, reason: str) -> Iterator[Quad]:
    """The entry that says that `article` was withdrawn, when and why."""
    yield Quad(article, PROV + "invalidatedAtTime", at, LEDGER)
    yield Quad(article, KG + "retractionReason", Literal(encode(reason)), LEDGER)


REPLACED = "EXISTS { ?newer prov:wasRevisionOf+ ?article . ?newer a schema:NewsArticle }"
"""True in a query if the store holds a newer version of `?article`; one that was retracted replaces nothing."""
CURRENT = f"FILTER NOT {REPLACED}"
"""Keeps to current article versions in a query that binds `?article`."""

VERSIONS = f"""
SELECT ?article ?learned ?url ?older ?retracted ?reason FROM <{LEDGER}> {{
  %s ?article kg:learnedAt ?learned .
  OPTIONAL {{ ?article kg:versionOf ?url }}
  OPTIONAL {{ ?article prov:wasRevisionOf ?older }}
  OPTIONAL {{ ?article prov:invalidatedAtTime ?retracted ; kg:retractionReason ?reason }}
}} ORDER BY ?learned ?article"""
"""All versions; `%s` narrows it down."""


def version(row: tuple[Object | None, ...]) -> Version:
    """The record of a row of `VERSIONS`."""
    article, learned, *rest = [None if cell is None else plain(cell) for cell in row]
    return Version(str(article), str(learned), *rest)


def in_order(versions: list[Version]) -> list[Version]:
    """The versions of one URL, oldest first: each after the one that it revises."""
    known = {version.article for version in versions}
    ordered = [version for version in versions if version.revision_of not in known]
    for version in ordered:
        ordered += [each for each in versions if each.revision_of == version.article]
    return ordered


def by_day(versions: Iterable[tuple[str, str | None]]) -> list[str]:
    """The article versions in their order, but each before those that say that they were published later.

    >>> by_day([("v2", "2024-09-19"), ("v1", "2024-09-18"), ("v3", None)])
    ['v1', 'v2', 'v3']
    """
    ordered: list[tuple[str, str | None]] = []
    for article, published in versions:
        at = len(ordered)
        while at and is_later(ordered[at - 1][1], published):
            at -= 1
        ordered.insert(at, (article, published))
    return [article for article, _ in ordered]
