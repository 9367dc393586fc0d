"""Each utterance as a nanopublication: what is asserted, how it is known, and who says so, each in a graph of its own.

The assertion is what was said, by whom, of which kind; the provenance leads to the article version, the places in its
text and the chain of sources; the publication info names the program that read it out and when the store learned of it.

Source: nanopublication guidelines, https://nanopub.net/guidelines/working_draft/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from kg.rdf import Literal, Quad
from kg.rdf.terms import PARTS, TYPE, Object
from kg.store import serialize
from kg.store.reader import Reader
from kg.vocab import DCTERMS, KG, OA, PROV, SCHEMA, XSD, mint

NP = "http://www.nanopub.org/nschema#"

KNOWN_BY = frozenset(
    (
        *PARTS.values(),
        *(KG + name for name in ("evidenceAt", "inArticle", "confidence", "resolvedBecause", "position")),
        *(PROV + name for name in ("wasQuotedFrom", "wasDerivedFrom", "hadPrimarySource")),
    )
)
"""The properties of an utterance that tell how it is known and not what was said."""

PLACES = frozenset(
    (KG + "SourceStep", OA + "SpecificResource", OA + "TextPositionSelector", OA + "TextQuoteSelector"),
)
"""The classes of an utterance's nodes that tell how it is known."""

_ARTICLES = "SELECT DISTINCT ?article { ?article a schema:NewsArticle } ORDER BY ?article"
_Triple = tuple[str, str, Object]


def write(store: Reader, out: IO[bytes]) -> None:
    """Writes all utterances of a store as TriG, article by article, in the order of the text."""
    serialize(quads(store), out, "trig", {"np": NP})


def quads(store: Reader) -> Iterator[Quad]:
    """The nanopublications of all utterances, lazily: of each the head, assertion, provenance and publication info."""
    learned = {version.article: version.learned for version in store.versions()}
    for (article,) in store.query(_ARTICLES):
        yield from _of_article(store, str(article), learned.get(str(article)))


def _of_article(store: Reader, article: str, learned: str | None) -> Iterator[Quad]:
    nodes: dict[str, list[_Triple]] = {}
    for quad in sorted(store.article(article), key=str):
        nodes.setdefault(quad.subject, []).append(quad[:3])
    own: dict[str, list[str]] = {}
    for node in nodes:
        own.setdefault(node.partition("#")[0], []).append(node)
    for utterance in sorted((node for node in nodes if _is_utterance(nodes[node])), key=lambda u: _position(nodes[u])):
        yield from _nanopub(store, nodes, own[utterance], utterance, article, learned)


def _is_utterance(about: list[_Triple]) -> bool:
    return any(predicate == TYPE and value == KG + "Utterance" for _, predicate, value in about)


def _position(about: list[_Triple]) -> int:
    return next((int(v.value) for _, p, v in about if p == KG + "position" and isinstance(v, Literal)), 0)


def _nanopub(
    store: Reader, nodes: Mapping[str, list[_Triple]], own: list[str], utterance: str, article: str, learned: str | None
) -> Iterator[Quad]:
    name = mint("nanopub", utterance)
    head, assertion, provenance, info = (f"{name}#{part}" for part in ("head", "assertion", "provenance", "pubinfo"))
    yield Quad(name, TYPE, NP + "Nanopublication", head)
    yield Quad(name, NP + "hasAssertion", assertion, head)
    yield Quad(name, NP + "hasProvenance", provenance, head)
    yield Quad(name, NP + "hasPublicationInfo", info, head)
    said: list[_Triple] = []
    known: list[_Triple] = []
    for node in own:
        is_place = any(predicate == TYPE and value in PLACES for _, predicate, value in nodes[node])
        for triple in nodes[node]:
            (known if is_place or (node == utterance and triple[1] in KNOWN_BY) else said).append(triple)
    yield from _in(assertion, [*said, *_described(said, nodes)])
    run = next((str(value) for _, p, value in nodes[article] if p == PROV + "wasGeneratedBy"), None)
    source = [triple for triple in nodes[article] if triple[1] != PROV + "qualifiedAttribution"]
    links: list[_Triple] = [(assertion, PROV + "wasDerivedFrom", article)]
    links += [(assertion, PROV + "wasGeneratedBy", run)] if run else []
    yield from _in(provenance, [*links, *known, *source, *_described([*known, *source], nodes)])
    made: list[_Triple] = [(name, DCTERMS + "created", Literal(learned, XSD + "dateTime"))] if learned else []
    about_run = [quad[:3] for quad in sorted(store.quads(run), key=str)] if run else []
    made += [(name, PROV + "wasAttributedTo", value) for _, p, value in about_run if p == PROV + "wasAssociatedWith"]
    yield from _in(info, [*made, *about_run])


def _described(triples: list[_Triple], nodes: Mapping[str, list[_Triple]]) -> Iterator[_Triple]:
    """What the article's graph says of agents, claims and offices that the triples lead to."""
    told = {subject for subject, _, _ in triples}
    for node in dict.fromkeys(str(value) for _, _, value in triples if not isinstance(value, Literal)):
        if node in nodes and node not in told and "#" not in node and not _is_utterance(nodes[node]):
            yield from (triple for triple in nodes[node] if triple[1] != SCHEMA + "appearance")


def _in(graph: str, triples: list[_Triple]) -> Iterator[Quad]:
    for subject, predicate, value in dict.fromkeys(triples):
        yield Quad(subject, predicate, value, graph)
