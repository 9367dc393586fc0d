"""Which claims of a store the fact-checks in it are about, judged anew from what is there.

A fact-check is about the claims that it names by IRI; of those that appeared at an address that it gives, about the one
whose wording is most like its own; and about claims whose wording is nearly its own wherever they appeared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kg.claims.likeness import likeness
from kg.claims.wording import key
from kg.rdf import plain
from kg.rdf.reviews import fact_check, match_quads
from kg.records import FactCheck, Match
from kg.store import CURRENT, Reader, Store
from kg.vocab import MATCHES, review_graph

NEARLY = 0.85
"""Least likeness of wordings that are taken for one statement wherever it appeared. Set by hand."""

SOMEWHAT = 0.5
"""Least likeness of a claim that appeared at an address that the fact-check gives. Set by hand."""

OTHERS = 0.1
"""What it costs if the fact-check says that somebody else made the claim. Set by hand."""

SAME_NAME = 90
"""Least likeness of names, of 100, that are taken for one. Set by hand."""

MOST = 3
"""Claims of like wording that one fact-check can be about. Set by hand."""

_CLAIMS = f"""SELECT ?claim ?text ?url ?name {{
  ?utterance schema:interpretedAsClaim ?claim ; kg:inArticle ?article ; kg:wording ?text . {CURRENT}
  OPTIONAL {{ ?article schema:url ?url }}
  OPTIONAL {{
    ?utterance kg:saidBy ?voice . OPTIONAL {{ ?voice kg:canonical ?stands }}
    BIND(COALESCE(?stands, ?voice) AS ?speaker) ?speaker schema:name ?name
  }}
}} ORDER BY ?claim ?text ?url ?name"""
_REVIEWS = "SELECT DISTINCT ?review { ?review a schema:ClaimReview } ORDER BY ?review"


@dataclass(frozen=True, slots=True)
class _Printing:
    """One wording of a claim, where it appeared and who is said to have said it."""

    claim: str
    text: str
    url: str | None
    speaker: str | None


def refresh(store: Store) -> None:
    """Writes which claims the fact-checks are about, as far as it differs from what stands there."""
    checks = list(fact_checks(store))
    found = matches(checks, _printings(store)) if checks else ()
    old, new = set(store.quads(MATCHES)), set(match_quads(found))
    if old != new:
        store.amend(sorted(old - new, key=str), sorted(new - old, key=str))


def fact_checks(store: Reader) -> Iterator[FactCheck]:
    """The fact-checks in a store, by their IRIs."""
    for (review,) in store.query(_REVIEWS):
        yield fact_check(store.quads(review_graph(str(review))))


def matches(checks: Sequence[FactCheck], printings: Sequence[_Printing]) -> Iterator[Match]:
    """What the fact-checks are about, each claim once, the surest first."""
    at: dict[str, list[_Printing]] = {}
    for each in printings:
        if each.url:
            at.setdefault(_address(each.url), []).append(each)
    keys = [key(each.text) for each in printings]
    known = {each.claim for each in printings}
    for check in checks:
        best: dict[str, Match] = {}
        for match in _of_one(check, at, keys, printings, known):
            if match.claim not in best or match.score > best[match.claim].score:
                best[match.claim] = match
        yield from sorted(best.values(), key=lambda match: (-match.score, match.claim))


def _of_one(
    check: FactCheck,
    at: dict[str, list[_Printing]],
    keys: Sequence[str],
    printings: Sequence[_Printing],
    known: set[str],
) -> Iterator[Match]:
    for name in check.names:
        if name in known:
            yield Match(check.id, name, 1.0, "the fact-check names the claim")
    for address in check.appearances:
        alike = [(likeness(check.claim, each.text), each) for each in at.get(_address(address), ())]
        score, printed = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        if printed and score >= SOMEWHAT:
            because = f"it appeared at {printed.url}, {_told(score)}"
            yield _match(check, printed, (1 + score) / 2, because)
    near = process.extract(key(check.claim), keys, scorer=fuzz.token_sort_ratio, score_cutoff=100 * NEARLY, limit=20)
    found = 0
    for _, _, number in near:
        printed = printings[number]
        score = likeness(check.claim, printed.text)
        if score >= NEARLY and found < MOST:
            match = _match(check, printed, score, _told(score))
            if match.score >= NEARLY - OTHERS / 2:
                found += 1
                yield match


def _told(score: float) -> str:
    return "the same wording" if score == 1 else f"wording {score:.0%} alike"


def _match(check: FactCheck, printed: _Printing, score: float, because: str) -> Match:
    if check.claimant and printed.speaker:
        if fuzz.token_set_ratio(key(check.claimant), key(printed.speaker)) >= SAME_NAME:
            because += f", said by {printed.speaker}"
        else:
            score -= OTHERS
            because += f", but said by {printed.speaker}, not {check.claimant}"
    return Match(check.id, printed.claim, round(score, 3), because)


def _printings(store: Reader) -> list[_Printing]:
    return [
        _Printing(str(claim), plain(text or ""), plain(url) if url else None, plain(name) if name else None)
        for claim, text, url, name in store.query(_CLAIMS)
    ]


def _address(url: str) -> str:
    """What two spellings of one address have in common.

    >>> _address("https://www.blatt.example/fluss/#kommentare") == _address("http://blatt.example/fluss")
    True
    """
    return re.sub(r"^https?://(?:www\.)?", "", url.strip()).partition("#")[0].rstrip("/")
