"""The part of `misattribution` in checks after a change: only quotes that hang together with what is new are grouped.

The memory has all quotes and which of them are alike. Quotes are compared where they are new, and where a row of words
that they have crosses `COMMON`; the groups that these and the changed ones belong to are looked at as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

import networkx as nx
from networkx.utils import UnionFind

from kg.checks.memory import Memory, Quotes
from kg.checks.misattribution import (
    CHECK,
    COMMON,
    Words,
    alike,
    hinges_on_roles,
    linked,
    quotations,
    quote_findings,
)
from kg.checks.wording import label
from kg.network import introduced, region, target
from kg.records import Finding
from kg.store import Reader


def learn_quotes(memory: Memory, graph: nx.MultiDiGraph) -> list[Finding]:
    """The findings of `misattribution` in the whole graph; the memory has its quotes from now on."""
    kept = memory.quotes
    quotes = quotations(graph)
    links = list(linked(quotes))
    kept.learn(quotes, _speakers(graph, quotes))
    kept.link((kept.number(one), kept.number(other)) for one, other in links)
    _Groups(kept, kept.numbers()).mark(graph)
    return list(quote_findings(graph, quotes, links))


def renewed_quotes(
    store: Reader, memory: Memory, graph: nx.MultiDiGraph, seeds: set[str]
) -> tuple[dict[int, Finding], list[Finding]]:
    """What `misattribution` found and finds on the quotes that hang together with some utterances."""
    groups = _touched(memory.quotes, graph, seeds)
    said = groups.disputed()
    drawn = region(store, said)
    for speaker in groups.mark(drawn):
        drawn.nodes[speaker]["roles"] = introduced(store, speaker)
    findings = list(quote_findings(drawn, quotations(drawn, sorted(said)), groups.links()))
    return memory.findings.touching(CHECK, seeds | groups.utterances()), findings


def _touched(kept: Quotes, graph: nx.MultiDiGraph, seeds: set[str]) -> _Groups:
    """The groups that some utterances change, as they are now; the memory has them so."""
    touched = kept.unsay(seeds)
    quotes = quotations(graph, sorted(seed for seed in seeds if seed in graph))
    new = kept.learn(quotes, _speakers(graph, quotes))
    empty = kept.unsaid(touched)
    again = new | _crossing(kept, new, empty)
    touched |= again | {kept.number(words) for words in quotes} | kept.hinging()
    before = kept.groups(touched) - empty
    kept.forget(empty, again)
    kept.link(_links(kept, again))
    return _Groups(kept, kept.groups(before))


def _speakers(graph: nx.MultiDiGraph, quotes: Mapping[Words, Iterable[str]]) -> dict[str, str]:
    return {each: target(graph, each, "saidBy") or "" for said in quotes.values() for each in said}


def _crossing(kept: Quotes, new: set[int], empty: set[int]) -> set[int]:
    """The quotes with a row of words that has become a set phrase, or is none any more."""
    found: set[int] = set()
    for row in kept.shingles(new | empty):
        holders = kept.holders(row)
        before, after = holders - new, holders - empty
        if (len(before) > COMMON) != (len(after) > COMMON):
            found |= after
    return found


def _links(kept: Quotes, quotes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The pairs of alike quotes that each of some quotes belongs to."""
    for quote in quotes:
        words = kept.words(quote)
        near: set[int] = set()
        for row in kept.shingles([quote]):
            holders = kept.holders(row)
            near |= holders if len(holders) <= COMMON else set()
        yield from ((quote, other) for other in near - {quote} if alike(words, kept.words(other)))


class _Groups:
    """Some quotes, whole groups of them, with their utterances and speakers."""

    def __init__(self, kept: Quotes, quotes: Collection[int]) -> None:
        self._kept, self._quotes = kept, quotes
        self._said = {quote: kept.said(quote) for quote in quotes}
        self._links = kept.links(quotes)
        joined = UnionFind(quotes)
        for pair in self._links:
            joined.union(*pair)
        self._groups = [group for group in joined.to_sets() if len(self._by(group)) > 1]

    def _by(self, group: Iterable[int]) -> set[str]:
        return {speaker for quote in group for speaker in self._said[quote].values()}

    def utterances(self) -> set[str]:
        """The utterances of all groups."""
        return set().union(*self._said.values())

    def disputed(self) -> set[str]:
        """The utterances of groups with several speakers."""
        return {utterance for group in self._groups for quote in group for utterance in self._said[quote]}

    def links(self) -> list[tuple[Words, Words]]:
        """The pairs of alike quotes in groups with several speakers."""
        among = set().union(*self._groups)
        return [(self._kept.words(one), self._kept.words(other)) for one, other in self._links if one in among]

    def mark(self, graph: nx.MultiDiGraph) -> set[str]:
        """The speakers whom only their roles may tell apart; the memory knows in which quotes."""
        found: set[str] = set()
        hinging: set[int] = set()
        for group in self._groups:
            pairs = combinations(sorted(self._by(group)), 2)
            close = {each for pair in pairs if hinges_on_roles(*(label(graph, one) for one in pair)) for each in pair}
            if close:
                found |= close
                hinging |= group
        self._kept.hinge(self._quotes, hinging)
        return found
