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

import networkx as nx

from kg.checks.again_quotes import learn_quotes, renewed_quotes
from kg.checks.balance import CHECK as BALANCE
from kg.checks.balance import circle_finding, circles
from kg.checks.memory import Memory
from kg.checks.misattribution import CHECK as MISATTRIBUTION
from kg.checks.single_source import CHECK as SINGLE_SOURCE
from kg.errors import StoreError
from kg.network import current, described, of_kind, provenance, region, shows, users
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
"""The findings that went, and those that came."""
Renewed = tuple[dict[int, Finding], list[Finding]]
"""The findings of a check that may be outdated, by their numbers in the memory, and those in place of them."""


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
    memory.utterances.learn_articles(of_kind(graph, "article"))
    memory.utterances.learn(graph)
    memory.utterances.learn_relations(store)
    memory.utterances.renew_identities(described(store))
    for name in names:
        _learn(memory, graph, name, checks)
    memory.index()
    return _keep(store, memory, names, {}, set())


def _again(store: Store, memory: Memory, checks: Checks, names: Collection[str]) -> dict[str, list[Finding]]:
    written = store.changes.since(memory.token)
    if written is None:
        raise _Unknown
    changes = _update(store, memory, checks, written)
    known = memory.findings.checked()
    missing = [name for name in names if name not in known]
    if missing:
        graph = provenance(store)
        for name in missing:
            _learn(memory, graph, name, checks)
    return _keep(store, memory, names, changes, written)


def _keep(
    store: Store, memory: Memory, names: Collection[str], changes: Mapping[str, Change], written: Collection[str]
) -> dict[str, list[Finding]]:
    """The findings of the named checks, which the store and the memory have from now on."""
    for name, kept in memory.findings.checked().items():
        if findings_graph(name) in written or changes.get(name, ([], [])) != ([], []):
            memory.findings.mark(name, kept=kept and name in names and findings_graph(name) not in written)
    is_kept = memory.findings.checked()
    found = {name: memory.findings.of(name) for name in names}
    for name, findings in found.items():
        gone, new = changes.get(name, ([], []))
        if not is_kept[name]:
            store.replace(findings_graph(name), ())
            store.load([(findings_graph(name), dict.fromkeys(finding_quads(findings)))])
        elif gone or new:
            named = {each.id for each in gone}
            less, more = finding_quads(gone), finding_quads([*new, *(each for each in findings if each.id in named)])
            store.amend(dict.fromkeys(less), dict.fromkeys(more))
        memory.findings.mark(name, kept=True)
    store.seen(memory.commit())
    return found


def _learn(memory: Memory, graph: nx.MultiDiGraph, name: str, checks: Checks) -> None:
    """Nothing; the memory has what a check finds in the whole graph."""
    if name == MISATTRIBUTION:
        findings = learn_quotes(memory, graph)
    elif name == BALANCE:
        memory.ties.learn(shows(graph))
        findings = list(_circles(memory, lambda shown: graph))
    else:
        findings = list(checks[name](graph))
    memory.findings.add(findings)
    memory.findings.mark(name, kept=False)


def _update(store: Store, memory: Memory, checks: Checks, written: Collection[str]) -> dict[str, Change]:
    """What findings of each check went and came; the memory has them as they are now."""
    seeds = _seeds(store, memory, written)
    dirty = memory.utterances.matters(seeds)
    if len(dirty) > MUCH * memory.utterances.count():
        raise _Unknown
    claims = memory.utterances.claims(dirty)
    about = dict.fromkeys(memory.findings.checked(), dirty | claims)
    near = dirty | memory.utterances.matters(memory.utterances.linked(dirty))
    if SINGLE_SOURCE in about:
        wide = claims | _folded(memory, dirty | claims)
        about[SINGLE_SOURCE] = dirty | wide
        near |= memory.utterances.printings(wide | memory.utterances.printed_alike(claims))
    shown = memory.utterances.present(near)
    graph = region(store, shown, memory.utterances.relations_of(shown))
    changes: dict[str, Change] = {}
    for name, nodes in about.items():
        if name == MISATTRIBUTION:
            gone, new = renewed_quotes(store, memory, graph, seeds)
        elif name == BALANCE:
            gone, new = _renewed_ties(store, memory, graph, dirty)
        else:
            gone, new = _renewed(memory, graph, name, checks, nodes)
        changes[name] = _exchange(memory, gone, new)
    memory.utterances.settle()
    return changes


def _seeds(store: Store, memory: Memory, written: Collection[str]) -> set[str]:
    """The utterances of which something is or was told otherwise; the memory has what is told now."""
    now, before = current(store), memory.utterances.articles()
    graphs = {name for name in written if not name.startswith(_APART)}
    for name in graphs - now - before:
        if not (name.startswith((relations_graph(""), DATA + "article:")) or store.is_article(name)):
            raise _Unknown
    articles = (now ^ before) | (now & graphs)
    if len(articles) > MUCH * len(now | before):
        raise _Unknown
    seeds = memory.utterances.outdate(articles)
    spoken = (store.subjects(KG + "inArticle", article) for article in articles & now)
    graph = region(store, (utterance for some in spoken for utterance in some))
    memory.utterances.learn(graph)
    seeds.update(of_kind(graph, "utterance"))
    for name in graphs:
        seeds |= memory.utterances.renew_relations(store, name)
    seeds |= memory.utterances.linked(seeds)
    for entity in memory.utterances.renew_identities(described(store)):
        seeds |= memory.utterances.present(users(store, entity))
    memory.utterances.learn_articles(now)
    return seeds


def _folded(memory: Memory, nodes: Iterable[str]) -> set[str]:
    """The claims that `single-source` folded with some."""
    findings = memory.findings.touching(SINGLE_SOURCE, nodes).values()
    return memory.utterances.claims(node for finding in findings for node in finding.nodes)


def _exchange(memory: Memory, gone: Mapping[int, Finding], new: Collection[Finding]) -> Change:
    """What went and what came, without what stays; the memory has the new findings in place of the old."""
    memory.findings.drop(gone)
    memory.findings.add(new)
    stay = set(gone.values()) & set(new)
    return [each for each in gone.values() if each not in stay], [each for each in new if each not in stay]


def _renewed(memory: Memory, graph: nx.MultiDiGraph, name: str, checks: Checks, nodes: set[str]) -> Renewed:
    """What a check found, and finds in the graph, about some nodes."""
    new = [each for each in checks[name](graph) if not nodes.isdisjoint(each.nodes)]
    told = {node for finding in new for node in finding.nodes} if name == SINGLE_SOURCE else set()
    return memory.findings.touching(name, nodes | {node for node in told if _is_matter(graph, node)}), new


def _is_matter(graph: nx.MultiDiGraph, node: str) -> bool:
    return node in graph and graph.nodes[node]["kind"] in ("utterance", "claim")


def _renewed_ties(store: Store, memory: Memory, graph: nx.MultiDiGraph, dirty: set[str]) -> Renewed:
    """What `balance` found, and finds now that the ties which some utterances show are told anew."""
    memory.ties.forget(dirty)
    memory.ties.learn(tie for tie in shows(graph) if not dirty.isdisjoint(tie.utterances))
    return memory.findings.numbered(BALANCE), list(_circles(memory, lambda shown: region(store, shown)))


def _circles(memory: Memory, drawn: Callable[[set[str]], nx.MultiDiGraph]) -> Iterator[Finding]:
    """The findings on the ties in the memory; `drawn` gives a graph in which some utterances are."""
    signed = memory.ties.prevailing()
    found = list(circles(signed))
    graph = drawn(set().union(*(memory.ties.show(signed, circle) for circle in found)))
    yield from (circle_finding(graph, signed, circle) for circle in found)
