"""What can be asked of an open store, whether for reading or writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import IO

from kg import rdf
from kg.errors import StoreError
from kg.rdf import Object, Quad
from kg.rdf.terms import web_address
from kg.records import Extraction, OffsetMap
from kg.store import ledger
from kg.store.backend import Answer, Backend
from kg.store.ledger import Version
from kg.store.texts import Texts
from kg.vocab import AGENTS, KG, LEDGER, PROV, SCHEMA

AGENT_LINKS = frozenset(
    (
        *(PROV + "wasAttributedTo", PROV + "agent", KG + "saidBy", KG + "onBehalfOf"),
        *(KG + "outlet", SCHEMA + "publisher", SCHEMA + "author"),
    )
)
"""The properties that lead from an article's graph to an agent."""


class Reader:
    """The asking half of a store."""

    def __init__(self, inner: Backend, texts: Texts) -> None:
        self._backend = inner
        self._texts = texts

    def query(
        self,
        sparql: str,
        *,
        params: Mapping[str, Object] | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str | None = None,
    ) -> Answer:
        """The answer to a SPARQL query over all graphs together, drawn lazily.

        The prefixes of `vocab.PREFIXES` need no declaring. Each `$name` in the query is replaced by
        `params["name"]`: a plain `str` is an IRI, a text is a `Literal`. `FROM`, or the two lists of graphs
        (the SPARQL protocol's), narrow the dataset. Relative IRIs are relative to `base`.

        Raises:
            QueryError: if the query is malformed, an update, or uses `SERVICE`.
            StoreError: if a parameter is no term.
        """
        return self._backend.query(sparql, dict(params or {}), default_graphs, named_graphs, base)

    def dump(
        self, out: IO[bytes], format: str = "nquads", graphs: Sequence[str] | None = None, *, sort: bool = False
    ) -> None:
        """Writes graphs (all if None) in a format of `FORMATS`, streaming; with `sort`, so that dumps can be compared.

        Turtle and N-Triples have no named graphs: they get the statements alone.

        Raises:
            UsageError: if the format is unknown.
        """
        self._backend.dump(out, format, graphs, sort=sort)

    def counts(self) -> dict[str, int]:
        """How many articles, utterances, speakers … there are, by name, in the current versions unless it says else."""
        return {name: self._count(*what) for name, what in _COUNTS.items()} | {"quads": len(self._backend)}

    def _count(self, node: str, pattern: str) -> int:
        [(number,)] = self.query(f"SELECT (COUNT(DISTINCT {node}) AS ?n) {{ {pattern} }}")
        return int(rdf.plain(number or "0"))

    def graphs(self) -> Iterator[str]:
        """The names of all named graphs, in no order."""
        return self._backend.graphs()

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of a named graph, or of all, in no order."""
        return self._backend.quads(graph)

    def subjects(self, predicate: str, object: str) -> set[str]:
        """The nodes from which the property leads to the node `object`, in any graph."""
        return self._backend.subjects(predicate, object)

    def article(self, name: str) -> Iterator[Quad]:
        """The quads of an article version as `rdf.quads` makes them: its graph, with the agents it speaks of."""
        named: set[str] = set()
        for quad in self._backend.quads(name):
            yield quad
            if quad.predicate in AGENT_LINKS and isinstance(quad.object, str):
                named.add(quad.object)
        for agent in sorted(named):
            for quad in self._backend.quads(AGENTS, agent):
                yield quad._replace(graph=name)

    def text(self, sha256: str) -> str:
        """The article text with that hash.

        Raises:
            StoreError: if it is missing or damaged.
        """
        return self._texts.text(sha256)

    def offsets(self, sha256: str, source_sha256: str) -> OffsetMap:
        """The way back from the text with that hash to the source with that one.

        Raises:
            StoreError: if the text is missing or damaged.
        """
        return self._texts.offsets(sha256, source_sha256)

    def texts(self) -> Iterator[str]:
        """The hashes of all texts that are kept, sorted."""
        return iter(self._texts)

    def extraction(self, article: str) -> Extraction:
        """The extraction that the article's graph, its run's graph and its text make up.

        Raises:
            StoreError: if one of them is missing or damaged.
        """
        graph = list(self.article(article))
        facts = {quad.predicate: rdf.plain(quad.object) for quad in graph if quad.subject == article}
        try:
            text_hash, source_hash = facts[KG + "textSha256"], facts[KG + "sourceSha256"]
            run = facts[PROV + "wasGeneratedBy"]
            text, offsets = self.text(text_hash), self.offsets(text_hash, source_hash)
            return rdf.extraction(chain(graph, self.quads(run)), text, offsets)
        except KeyError as error:
            raise StoreError(f"there is no article {article} in the store (no {error})") from None
        except ValueError as error:
            raise StoreError(f"the graph of {article} is damaged: {error}") from None

    def is_article(self, name: str) -> bool:
        """True if there is an article version of that name."""
        return bool(self.query("ASK { $article a schema:NewsArticle }", params={"article": name}))

    def is_retracted(self, article: str) -> bool:
        """True if the article version was withdrawn."""
        return bool(self._ledger("$article prov:invalidatedAtTime ?at", article=article))

    def versions(self, url: str | None = None) -> list[Version]:
        """The versions of the article at `url`, each after the one it revises; without `url`, all by time."""
        narrow = "?article kg:versionOf $url ." if url is not None else ""
        params: dict[str, Object] = {} if url is None else {"url": web_address(url)}
        found = [ledger.version(row) for row in self._backend.query(ledger.VERSIONS % narrow, params)]
        return found if url is None else ledger.in_order(found)

    def _ledger(self, pattern: str, **params: Object) -> list[tuple[Object | None, ...]]:
        return list(self._backend.query(f"SELECT * FROM <{LEDGER}> {{ {pattern} }}", params))


_UTTERANCE = f"?utterance kg:inArticle ?article . {ledger.CURRENT}"
_COUNTS = {
    "articles": ("?article", f"?article a schema:NewsArticle . {ledger.CURRENT}"),
    "superseded versions": ("?article", f"?article a schema:NewsArticle . FILTER {ledger.REPLACED}"),
    "retracted articles": ("?article", "?article prov:invalidatedAtTime ?when"),
    "outlets": ("?outlet", f"?article schema:publisher ?outlet . {ledger.CURRENT}"),
    "utterances": ("?utterance", _UTTERANCE),
    "… with a speaker": ("?utterance", f"?utterance kg:saidBy ?speaker . {_UTTERANCE}"),
    "… with a source chain": ("?utterance", f"?utterance prov:hadPrimarySource ?source . {_UTTERANCE}"),
    "speakers": (
        "?speaker",
        "?utterance kg:saidBy ?voice . OPTIONAL { ?voice kg:canonical ?stands } "
        f"BIND(COALESCE(?stands, ?voice) AS ?speaker) {_UTTERANCE}",
    ),
    "anonymous sources": (
        "?source",
        f"?source a kg:AnonymousSource . GRAPH ?article {{ ?said prov:wasAttributedTo ?source }} {ledger.CURRENT}",
    ),
    "claims": ("?claim", f"?utterance schema:interpretedAsClaim ?claim . {_UTTERANCE}"),
    "claims in several outlets": (
        "?claim",
        f"{{ SELECT ?claim {{ ?utterance schema:interpretedAsClaim ?claim ; kg:outlet ?outlet . {_UTTERANCE} }}"
        " GROUP BY ?claim HAVING (COUNT(DISTINCT ?outlet) > 1) }",
    ),
    "findings": ("?finding", "?finding a kg:Finding"),
}
"""What is counted: the variable, and where it stands."""
