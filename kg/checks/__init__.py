"""Checks: pure functions from a provenance graph to what a desk should look at.

Every check takes the graph of `kg.network.provenance`, yields its findings lazily and in an order that depends on
nothing but the graph, and says in its docstring what it calls a finding, how it looks for it and at what cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import networkx as nx

from kg.checks import again
from kg.checks.balance import balance
from kg.checks.circular import circular_sourcing
from kg.checks.contradiction import contradiction, denial, self_contradiction
from kg.checks.drift import hedge_loss, quote_drift, quote_promotion
from kg.checks.misattribution import misattribution
from kg.checks.origins import independent_origins
from kg.checks.retraction import retraction
from kg.checks.single_source import single_source
from kg.checks.unnamed import anonymous_only, dead_end
from kg.errors import UsageError
from kg.network import provenance
from kg.rdf import finding_quads
from kg.records import Finding
from kg.store import Store
from kg.store.reader import Reader
from kg.validate import validate, verify
from kg.vocab import findings_graph

__all__ = [
    "CHECKS",
    "INTEGRITY",
    "RELATED",
    "chosen",
    "integrity",
    "is_about",
    "keep",
    "needs_relations",
    "refresh",
    "retraction",
    "run",
]

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
        "balance": balance,
    }
)
"""The checks by the name that `kg check --only` takes."""

RELATED = frozenset({"contradiction", "self-contradiction", "denial", "quote-drift", "hedge-loss", "quote-promotion"})
"""Those that need the relations of `kg compare --all`."""


INTEGRITY = "integrity"
"""The check that the graph fits its shapes and that every selector finds its words; it runs only if it is asked for."""


def run(store: Reader, only: Iterable[str] | None = None, *, as_of: str | None = None) -> Iterator[Finding]:
    """The findings of the named checks (default: all but integrity) on the current article versions, lazily.

    `as_of` looks at what the store had learned by a day (see `kg.network.provenance`).

    Raises:
        UsageError: at once, if there is no check of such a name.
    """
    return _found(store, chosen(only), as_of)


def _found(store: Reader, names: Sequence[str], as_of: str | None) -> Iterator[Finding]:
    graph = provenance(store, as_of=as_of)
    for name in names:
        found = integrity(store) if name == INTEGRITY else CHECKS[name](graph)
        yield from sorted(found, key=lambda finding: finding.order)


def refresh(store: Store, only: Iterable[str] | None = None, *, anew: bool = False) -> list[Finding]:
    """The findings of the named checks as `run` has them, in place of those that they left in the store before.

    Only what has changed since the last time is looked at (`kg.checks.again`), unless that is all, or `anew` is true.

    Raises:
        UsageError: if there is no check of such a name.
        StoreError: if the store is open for reading only.
    """
    names = chosen(only)
    found = again.refresh(store, CHECKS, [name for name in names if name != INTEGRITY], anew=anew)
    if INTEGRITY in names:
        found[INTEGRITY] = sorted(integrity(store), key=lambda finding: finding.order)
        keep(store, [INTEGRITY], found[INTEGRITY])
    return [finding for name in names for finding in found[name]]


def integrity(store: Reader) -> Iterator[Finding]:
    """Where the graph does not fit its shapes, or a selector does not find its words (`kg validate`, `kg verify`)."""
    for found in (*validate(store), *verify(store)):
        yield replace(found, check=INTEGRITY)


def chosen(only: Iterable[str] | None = None) -> tuple[str, ...]:
    """The names of the checks to run, in the order of the registry.

    Raises:
        UsageError: if there is no check of such a name.

    >>> chosen(["single-source"])
    ('single-source',)
    """
    known = (*CHECKS, INTEGRITY)
    wanted = list(only or CHECKS)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(f"no check named {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(name for name in known if name in wanted)


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
