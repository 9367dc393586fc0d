"""Checks: pure functions from a provenance graph to what a desk should look at.

Every check takes the graph of `kg.network.provenance`, yields its findings lazily and in an order that depends on
nothing but the graph, and says in its docstring what it calls a finding, how it looks for it and at what cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import networkx as nx

from kg.checks.circular import circular_sourcing
from kg.checks.contradiction import contradiction, denial, self_contradiction
from kg.checks.drift import hedge_loss, quote_drift, quote_promotion
from kg.checks.misattribution import misattribution
from kg.checks.origins import independent_origins
from kg.checks.single_source import single_source
from kg.checks.unnamed import anonymous_only, dead_end
from kg.errors import UsageError
from kg.network import provenance
from kg.rdf import finding_quads
from kg.records import Finding
from kg.store import Store
from kg.store.reader import Reader
from kg.vocab import findings_graph

Check = Callable[[nx.MultiDiGraph], Iterator[Finding]]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "contradiction": contradiction,
        "self-contradiction": self_contradiction,
        "denial": denial,
        "quote-drift": quote_drift,
        "hedge-loss": hedge_loss,
        "quote-promotion": quote_promotion,
        "misattribution": misattribution,
        "circular-sourcing": circular_sourcing,
        "anonymous-only": anonymous_only,
        "single-source": single_source,
        "dead-end": dead_end,
        "independent-origins": independent_origins,
    }
)
"""The checks by the name that `kg check --only` takes."""

RELATED = frozenset({"contradiction", "self-contradiction", "denial", "quote-drift", "hedge-loss", "quote-promotion"})
"""Those that need the relations of `kg compare --all`."""


def run(store: Reader, only: Iterable[str] | None = None) -> Iterator[Finding]:
    """The findings of the named checks (default: all) on the current article versions of a store, lazily.

    Raises:
        UsageError: at once, if there is no check of such a name.
    """
    names = chosen(only)
    return (finding for graph in _once(store) for name in names for finding in CHECKS[name](graph))


def chosen(only: Iterable[str] | None = None) -> tuple[str, ...]:
    """The names of the checks to run, in the order of the registry.

    Raises:
        UsageError: if there is no check of such a name.

    >>> chosen(["single-source"])
    ('single-source',)
    """
    wanted = list(only or CHECKS)
    unknown = [name for name in wanted if name not in CHECKS]
    if unknown:
        raise UsageError(f"no check named {', '.join(unknown)}; there are {', '.join(CHECKS)}")
    return tuple(name for name in CHECKS if name in wanted)


def is_about(finding: Finding, words: str) -> bool:
    """True if the words stand in the finding's message or evidence, whatever their case."""
    wanted = words.casefold()
    return any(wanted in text.casefold() for text in (finding.message, *(e.passage.text for e in finding.evidence)))


def needs_relations(store: Reader, names: Iterable[str]) -> bool:
    """True if one of the checks walks along relations of utterances, and the store has none."""
    return not RELATED.isdisjoint(names) and not any(store.query("SELECT ?r { ?r a kg:Relation } LIMIT 1"))


def keep(store: Store, names: Iterable[str], findings: Iterable[Finding]) -> None:
    """Nothing; the findings replace those that the named checks left in the store before."""
    found = list(findings)
    for name in names:
        quads = list(finding_quads(finding for finding in found if finding.check == name))
        store.replace(findings_graph(name), quads)


def _once(store: Reader) -> Iterator[nx.MultiDiGraph]:
    yield provenance(store)
