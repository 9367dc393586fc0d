"""The ledger: when the store learned of which article version, what that replaced, and what was withdrawn.

These are quads for the graph `vocab.LEDGER` and the queries over it. The clock honours `SOURCE_DATE_EPOCH`.
Source: https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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


def learned(article: str, url: str | None, at: Literal, revision_of: str | None) -> Iterator[Quad]:
    """The entry that says that `article` was learned of at that time, as a revision of another or not."""
    yield Quad(article, KG + "learnedAt", at, LEDGER)
    if url is not None:
        yield Quad(article, KG + "versionOf", web_address(url), LEDGER)
    if revision_of is not None:
        yield Quad(article, PROV + "wasRevisionOf", revision_of, LEDGER)


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
  ?article kg:learnedAt ?learned .
  OPTIONAL {{ ?article kg:versionOf ?url }}
  OPTIONAL {{ ?article prov:wasRevisionOf ?older }}
  OPTIONAL {{ ?article prov:invalidatedAtTime ?retracted ; kg:retractionReason ?reason }}
  %s
}} ORDER BY ?learned ?article"""
"""All versions; `%s` narrows it down."""


def version(row: tuple[Object | None, ...]) -> Version:
    """The record of a row of `VERSIONS`."""
    article, learned, *rest = [None if cell is None else plain(cell) for cell in row]
    return Version(str(article), str(learned), *rest)


def in_order(versions: list[Version]) -> list[Version]:
    """The versions of one URL, oldest first: each after the one that it revises."""
    after = {version.revision_of: version for version in versions}
    known = {version.article for version in versions}
    ordered = [version for version in versions if version.revision_of not in known]
    for version in ordered:
        if version.article in after:
            ordered.append(after[version.article])
    return ordered
