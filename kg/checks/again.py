"""The checks after a change: what the last run found is kept where nothing it rests on has changed, the rest is redone.

What a finding says rests on its matters (`kg.network.matters`): on their utterances and on the relations of these. So
the matters of which something is written, gone or told otherwise are looked at again, with those to which they have
relations; what is about none of them stands. Three checks look farther, and have more in the memory: `single-source`
folds claims by their articles, `misattribution` compares all quotations, `balance` adds up the ties of all speakers.
The findings are those of a run from scratch, in the same order. Cost: linear in what has changed and hangs together
with it, plus a pass over the IRIs of articles, the descriptions of identities, the findings and the speakers' ties.
Source: Wortlaut's own; change propagation as in Acar, "Self-Adjusting Computation", 2005.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from itertools import combinations

import networkx as nx
from networkx.utils import UnionFind

from kg.checks.balance import CHECK as BALANCE
from kg.checks.balance import circle_finding, circles
from kg.checks.memory import Memory, relations
from kg.checks.misattribution import CHECK as MISATTRIBUTION
from kg.checks.misattribution import COMMON, Words, alike, hinges_on_roles, linked, quotations, quote_findings
from kg.checks.single_source import CHECK as SINGLE_SOURCE
from kg.checks.wording import label
from kg.errors import StoreError
from kg.network import current, described, introduced, of_kind, provenance, region, shows, target, users
from kg.rdf import finding_quads
from kg.records import Finding
from kg.store import Store
from kg.vocab import (
    AGENTS,
    CLAIMS,
    DATA,
    DECIDED,
    DECIDED_CLAIMS,
    IDENTITIES,
    JUDGED,
    KG,
    LEDGER,
    MATCHES,
    VERDICTS,
    findings_graph,
    relations_graph,
)

MUCH = 0.3
"""Share of the articles, or of the utterances, from which on a run from scratch is as quick. Set by hand."""

_APART = (
    *(AGENTS, LEDGER, IDENTITIES, JUDGED, DECIDED, CLAIMS, DECIDED_CLAIMS, VERDICTS, MATCHES),
    *(DATA + "run:", DATA + "graph:review:", findings_graph("")),
)
"""How the names of graphs begin of which the checks read nothing, or what is compared with the last run as a whole."""

Checks = Mapping[str, Callable[[nx.MultiDiGraph], Iterator[Finding]]]
Change = tuple[list[Finding], list[Finding]]


class _Unknown(Exception):
    """It is not known what has changed, or it is much."""


def refresh(store: Store, checks: Checks, names: Collection[str], *, anew: bool = False) -> dict[str, list[Finding]]:
    """The findings of the named ones of all `checks`, in their order; the store has them from now on.

    Raises:
        StoreError: if the store is open for reading only, or what is needed next time cannot be written.
    """
    if not store.writable:
        raise StoreError("findings are kept in a store that is open for writing")
    try:
        if not anew and (known := Memory.recall(store.checked)):
            with closing(known), suppress(_Unknown, sqlite3.DatabaseError):
                return _again(store, known, checks, names)
        with closing(Memory.anew(store.checked)) as memory:
            return _from_scratch(store, memory, checks, names)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot keep what was found in {store.checked.parent}: {error}") from None


def _from_scratch(store: Store, memory: Memory, checks: Checks, names: Collection[str]) -> dict[str, list[Finding]]:
    graph = provenance(store)
    memory.learn_articles(of_kind(graph, "article"))
    memory.learn_utterances(graph)
    memory.learn_relations(relations(store))
    memory.learn_entities(described(store))
    for name in names:
        _learn(memory, graph, name, checks)
    memory.index()
    return _keep(store, memory, names, {}, set())


def _again(store: Store, memory: Memory, checks: Checks, names: Collection[str]) -> dict[str, list[Finding]]:
    written = store.changes.since(memory.token)
    if written is None:
        raise _Unknown
    changes = _update(store, memory, checks, written)
    missing = [name for name in names if name not in memory.checked()]
    if missing:
        graph = provenance(store)
        for name in missing:
            _learn(memory, graph, name, checks)
    return _keep(store, memory, names, changes, written)


def _keep(
    store: Store, memory: Memory, names: Collection[str], changes: Mapping[str, Change], written: Collection[str]
) -> dict[str, list[Finding]]:
    """The findings of the named checks, which the store and the memory have from now on."""
    for name in memory.checked():
        if findings_graph(name) in written or changes.get(name, ([], [])) != ([], []):
            memory.mark(name, kept=name in names and findings_graph(name) not in written and memory.checked()[name])
    found = {name: memory.findings(name) for name in names}
    for name, findings in found.items():
        gone, new = changes.get(name, ([], []))
        if not memory.checked()[name]:
            store.replace(findings_graph(name), ())
            store.load([(findings_graph(name), dict.fromkeys(finding_quads(findings)))])
        elif gone or new:
            named = {each.id for each in gone}
            less, more = finding_quads(gone), finding_quads([*new, *(each for each in findings if each.id in named)])
            store.amend(dict.fromkeys(less), dict.fromkeys(more))
        memory.mark(name, kept=True)
    store.seen(memory.commit())
    return found


def _learn(memory: Memory, graph: nx.MultiDiGraph, name: str, checks: Checks) -> None:
    """Takes over what a check finds in the whole graph."""
    if name == MISATTRIBUTION:
        findings = _learn_quotes(memory, graph)
    elif name == BALANCE:
        memory.learn_ties(shows(graph))
        findings = list(_circles(memory, lambda shown: graph))
    else:
        findings = list(checks[name](graph))
    memory.add(findings)
    memory.mark(name, kept=False)


def _update(store: Store, memory: Memory, checks: Checks, written: Collection[str]) -> dict[str, Change]:
    """What findings of each check went and came; the memory has them as they are now."""
    seeds = _seeds(store, memory, written)
    dirty = memory.matters(seeds)
    if len(dirty) > MUCH * memory.one("SELECT COUNT(*) FROM utterance"):
        raise _Unknown
    known = memory.checked()
    claims = memory.claims(dirty)
    about = dict.fromkeys(known, dirty | claims)
    near = dirty | memory.matters(memory.linked(dirty))
    if SINGLE_SOURCE in known:
        folded = memory.touching(SINGLE_SOURCE, dirty | claims).values()
        wide = memory.claims(node for finding in folded for node in finding.nodes) | claims
        about[SINGLE_SOURCE] = dirty | wide
        near |= memory.printings(wide | memory.printed_alike(claims))
    shown = memory.present(near)
    graph = region(store, shown, memory.relations_of(shown))
    changes: dict[str, Change] = {}
    for name in known:
        if name == MISATTRIBUTION:
            gone, new = _renewed_quotes(store, memory, graph, seeds)
        elif name == BALANCE:
            gone, new = _renewed_ties(store, memory, graph, dirty)
        else:
            new = [each for each in checks[name](graph) if not about[name].isdisjoint(each.nodes)]
            told = {node for finding in new for node in finding.nodes} if name == SINGLE_SOURCE else set()
            gone = memory.touching(name, about[name] | {node for node in told if _is_matter(graph, node)})
        memory.drop(gone)
        memory.add(new)
        stay = set(gone.values()) & set(new)
        changes[name] = [each for each in gone.values() if each not in stay], [each for each in new if each not in stay]
    memory.settle()
    return changes


def _is_matter(graph: nx.MultiDiGraph, node: str) -> bool:
    return node in graph and graph.nodes[node]["kind"] in ("utterance", "claim")


def _seeds(store: Store, memory: Memory, written: Collection[str]) -> set[str]:
    """The utterances of which something is or was told otherwise; the memory has what is told now."""
    now, before = current(store), memory.column("SELECT id FROM article")
    graphs = {name for name in written if not name.startswith(_APART)}
    for name in graphs - now - before:
        if not (name.startswith((relations_graph(""), DATA + "article:")) or store.is_article(name)):
            raise _Unknown
    articles = (now ^ before) | (now & graphs)
    if len(articles) > MUCH * len(now | before):
        raise _Unknown
    seeds = {row[0] for row in memory.each("SELECT id FROM utterance WHERE article = ?", articles)}
    memory.many("UPDATE utterance SET gone = 1 WHERE article = ?", ((each,) for each in articles))
    spoken = (store.subjects(KG + "inArticle", article) for article in articles & now)
    graph = region(store, (utterance for some in spoken for utterance in some))
    memory.learn_utterances(graph)
    seeds.update(of_kind(graph, "utterance"))
    for name in graphs:
        seeds |= memory.renew_relations(name, relations(store, name))
    seeds |= memory.linked(seeds)
    for entity in memory.learn_entities(described(store)):
        seeds |= memory.present(users(store, entity))
    memory.learn_articles(now)
    return seeds


def _renewed_ties(
    store: Store, memory: Memory, graph: nx.MultiDiGraph, dirty: set[str]
) -> tuple[dict[int, Finding], list[Finding]]:
    """What `balance` found, and finds now that the ties which some utterances show are told anew."""
    for side in ("left", "right"):
        memory.many(f"DELETE FROM tie WHERE {side} = ?", ((each,) for each in dirty))
    memory.learn_ties(tie for tie in shows(graph) if not dirty.isdisjoint(tie.utterances))
    return memory.numbered(BALANCE), list(_circles(memory, lambda shown: region(store, shown)))


def _circles(memory: Memory, drawn: Callable[[set[str]], nx.MultiDiGraph]) -> Iterator[Finding]:
    """The findings on the ties in the memory; `drawn` gives a graph in which some utterances are."""
    signed = memory.prevailing()
    found = list(circles(signed))
    graph = drawn(set().union(*(memory.show(signed, circle) for circle in found)))
    yield from (circle_finding(graph, signed, circle) for circle in found)


def _learn_quotes(memory: Memory, graph: nx.MultiDiGraph) -> list[Finding]:
    """The findings of `misattribution` in the whole graph; the memory has its quotes from now on."""
    quotes = quotations(graph)
    links = list(linked(quotes))
    memory.learn_quotes(quotes, _speakers(graph, quotes))
    memory.link((memory.number(one), memory.number(other)) for one, other in links)
    groups = _Groups(memory, memory.column("SELECT number FROM quote"))
    groups.mark(graph)
    return list(quote_findings(graph, quotes, links))


def _renewed_quotes(
    store: Store, memory: Memory, graph: nx.MultiDiGraph, seeds: set[str]
) -> tuple[dict[int, Finding], list[Finding]]:
    """What `misattribution` found and finds on the quotes that hang together with some utterances.

    Quotes are compared anew where they are new, and where a row of words that they have crosses `COMMON`.
    """
    touched = memory.unsay(seeds)
    quotes = quotations(graph, sorted(seed for seed in seeds if seed in graph))
    new = memory.learn_quotes(quotes, _speakers(graph, quotes))
    empty = memory.unsaid(touched)
    again = new | _crossing(memory, new, empty)
    touched |= again | {memory.number(words) for words in quotes} | memory.column("SELECT quote FROM hinging")
    group = memory.groups(touched) - empty
    memory.forget_quotes(empty, again)
    memory.link(_links(memory, again))
    groups = _Groups(memory, memory.groups(group))
    said = groups.disputed()
    drawn = region(store, said)
    for speaker in groups.mark(drawn):
        drawn.nodes[speaker]["roles"] = introduced(store, speaker)
    findings = list(quote_findings(drawn, quotations(drawn, sorted(said)), groups.links()))
    return memory.touching(MISATTRIBUTION, seeds | groups.utterances()), findings


def _speakers(graph: nx.MultiDiGraph, quotes: Mapping[Words, Iterable[str]]) -> dict[str, str]:
    return {each: target(graph, each, "saidBy") or "" for said in quotes.values() for each in said}


def _crossing(memory: Memory, new: set[int], empty: set[int]) -> set[int]:
    """The quotes with a row of words that has become a set phrase, or is none any more."""
    found: set[int] = set()
    for row in memory.rows_of(new | empty):
        holders = memory.holders(row)
        before, after = holders - new, holders - empty
        if (len(before) > COMMON) != (len(after) > COMMON):
            found |= after
    return found


def _links(memory: Memory, quotes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The pairs of alike quotes that each of some quotes belongs to."""
    for quote in quotes:
        words = memory.words(quote)
        near: set[int] = set()
        for row in memory.rows_of([quote]):
            holders = memory.holders(row)
            near |= holders if len(holders) <= COMMON else set()
        yield from ((quote, other) for other in near - {quote} if alike(words, memory.words(other)))


class _Groups:
    """Some quotes, whole groups of them, with their utterances and speakers."""

    def __init__(self, memory: Memory, quotes: Collection[int]) -> None:
        self._memory, self._quotes = memory, quotes
        self._said = {
            quote: memory.rows("SELECT utterance, speaker FROM said WHERE quote = ?", quote) for quote in quotes
        }
        self._links = memory.links(quotes)
        joined = UnionFind(quotes)
        for pair in self._links:
            joined.union(*pair)
        self._groups = [group for group in joined.to_sets() if len(self._by(group)) > 1]

    def _by(self, group: Iterable[int]) -> set[str]:
        return {speaker for quote in group for _, speaker in self._said[quote]}

    def utterances(self) -> set[str]:
        """The utterances of all groups."""
        return {utterance for said in self._said.values() for utterance, _ in said}

    def disputed(self) -> set[str]:
        """The utterances of groups with several speakers."""
        return {utterance for group in self._groups for quote in group for utterance, _ in self._said[quote]}

    def links(self) -> list[tuple[Words, Words]]:
        """The pairs of alike quotes in groups with several speakers."""
        among = set().union(*self._groups)
        return [(self._memory.words(one), self._memory.words(other)) for one, other in self._links if one in among]

    def mark(self, graph: nx.MultiDiGraph) -> set[str]:
        """The speakers whom only their roles may tell apart; the memory knows in which quotes."""
        found: set[str] = set()
        self._memory.many("DELETE FROM hinging WHERE quote = ?", ((quote,) for quote in self._quotes))
        for group in self._groups:
            pairs = combinations(sorted(self._by(group)), 2)
            alike = {each for pair in pairs if hinges_on_roles(*(label(graph, one) for one in pair)) for each in pair}
            if alike:
                found |= alike
                self._memory.many("INSERT INTO hinging VALUES (?)", ((quote,) for quote in group))
        return found
