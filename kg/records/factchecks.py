"""What fact-checkers publish about claims, and which claims that is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactCheck:
    """One review of one claim, as far as its publisher tells; unknown things are None.

    `claim` is the claim in the reviewer's words, `verdict` the rating in words, `value` with `best` and `worst` the
    rating as a number; `names` are the IRIs by which the reviewer names the claim, `appearances` the addresses where
    it appeared, `claimant` is who is said to have made it.

    Raises:
        ValueError: if the claim is blank.

    >>> FactCheck("urn:r", "Der Damm ist gebrochen", verdict="falsch").verdict
    'falsch'
    """

    id: str
    claim: str
    url: str | None = None
    author: str | None = None
    author_url: str | None = None
    published: str | None = None
    verdict: str | None = None
    value: float | None = None
    best: float | None = None
    worst: float | None = None
    claimant: str | None = None
    names: tuple[str, ...] = ()
    appearances: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.claim.strip():
            raise ValueError("a fact-check needs the claim that it is about")


@dataclass(frozen=True, slots=True)
class Match:
    """That a fact-check is about a claim of the store: how surely (0 to 1), and why."""

    review: str
    claim: str
    score: float
    reason: str
