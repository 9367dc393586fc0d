"""Graphs of another store into this one: each named graph in one step, the same file twice without effect.

The graph of an article, a run, a comparison or a fact-check belongs to one thing: what comes takes the place of what is
there. Other graphs tell of many: of each node that is new, or told otherwise, what comes is taken over, and the rest
stays. What users of this store decided, and when it learned of something, stays as it is. What follows from other
graphs is made anew at the end (`settle`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg import claimed, factchecked, identify
from kg.imports.originals import Articles
from kg.imports.rehydrate import Rehydration
from kg.rdf import Quad, plain
from kg.rdf.terms import TYPE
from kg.store import Reader, Store
from kg.vocab import (
    AGENTS,
    CLAIMS,
    DECIDED,
    DECIDED_CLAIMS,
    IDENTITIES,
    JUDGED,
    KG,
    LEDGER,
    MATCHES,
    SCHEMA,
    VERDICTS,
    findings_graph,
)

SHARED = (AGENTS, LEDGER, JUDGED, DECIDED, IDENTITIES, CLAIMS, DECIDED_CLAIMS, VERDICTS, MATCHES)
"""The graphs that tell of many things; those of findings (`vocab.findings_graph`) do, too."""

OURS = (LEDGER, DECIDED, DECIDED_CLAIMS, VERDICTS)
"""Of these, the graphs in which what this store says of a node outranks what comes."""

_ARTICLES = """SELECT ?article ?url {
  GRAPH ?article { ?article a schema:NewsArticle }
  OPTIONAL { ?article schema:url ?url }
} ORDER BY ?article"""


@dataclass(slots=True)
class Taken:
    """What became of a file: how many articles are new, changed or the same, which stay out; other graphs and texts."""

    new: int = 0
    changed: int = 0
    same: int = 0
    others: int = 0
    texts: int = 0
    retracted: list[str] = field(default_factory=list)


def take(store: Store, came: Reader, filling: Rehydration, articles: Articles, *, shown: str) -> Taken:
    """What became of the graphs that `came`, now that they are in `store`, with the texts that `articles` has.

    Raises:
        InputError: if something withheld cannot be put back, `shown` being the file; nothing is written then.
    """
    filling.check(came, shown=shown)
    names = sorted(came.graphs())
    told = Taken()
    shared = [name for name in names if _is_shared(name)]
    for name in (name for name in shared if name == AGENTS):
        told.others += _merge(store, name, list(filling.quads(came.quads(name))))
    own = (name for name in names if not _is_shared(name))
    store.load(_own(store, {name: filling.quads(came.quads(name)) for name in own}, articles, told))
    for name in (name for name in shared if name != AGENTS):
        told.others += _merge(store, name, list(filling.quads(came.quads(name))))
    for name in told.retracted:
        store.leave_out(came.quads(name))
    for article, url in came.query(_ARTICLES):
        if str(article) not in told.retracted:
            store.learn(str(article), plain(url) if url else None)
    return told


def settle(store: Store) -> None:
    """Judges anew what follows from the graphs of a store, as the end of an ingest does.

    What compares utterances takes long to load: it is left alone where nothing was compared.
    """
    identify.refresh(store)
    if store.query("ASK { ?article kg:comparedBy ?mark }"):
        from kg import relations

        relations.forget(store)
    claimed.refresh(store)
    factchecked.refresh(store)


def _is_shared(name: str) -> bool:
    return name in SHARED or name.startswith(findings_graph(""))


def _own(
    store: Store, graphs: Mapping[str, Iterable[Quad]], articles: Articles, told: Taken
) -> Iterator[tuple[str, list[Quad]]]:
    """The graphs of one thing each that are not in the store, or differ; texts go before the graphs that need them."""
    for name, came in graphs.items():
        quads = list(came)
        is_article = Quad(name, TYPE, SCHEMA + "NewsArticle", name) in quads
        if is_article and store.is_retracted(name):
            told.retracted.append(name)
            continue
        if is_article:
            told.texts += _keep_text(store, name, quads, articles)
        there = set(store.quads(name))
        if there == set(quads):
            told.same += is_article
            continue
        told.others += not is_article
        told.changed += is_article and bool(there)
        told.new += is_article and not there
        yield name, quads


def _keep_text(store: Store, name: str, quads: Iterable[Quad], articles: Articles) -> int:
    facts = {quad.predicate: plain(quad.object) for quad in quads if quad.subject == name}
    known = articles(facts.get(KG + "textSha256", ""))
    of_source = [each for each in known if each.source.sha256 == facts.get(KG + "sourceSha256")]
    return sum(store.keep_text(each) for each in (of_source or known)[:1])


def _merge(store: Store, name: str, came: Sequence[Quad]) -> bool:
    """True if anything in the graph is new."""
    there = list(store.quads(name))
    known = {quad.subject for quad in there}
    taken = {quad for quad in came if name not in OURS or quad.subject not in known}
    told_of = {quad.subject for quad in taken}
    gone = {quad for quad in there if quad.subject in told_of} - taken
    new = taken - set(there)
    if gone or new:
        store.amend(sorted(gone, key=str), sorted(new, key=str))
    return bool(gone or new)
