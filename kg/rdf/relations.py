"""Relations of utterances as quads: reified findings with their evidence, in one graph for each article.

A relation stands in the graph of the greater of its two articles, so that it stands once, and where it stands does not
depend on which came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.rdf.terms import TYPE, Literal, Quad, double, encode, term
from kg.rdf.write import in_graph, place_triples
from kg.records import Related, Severity
from kg.vocab import KG, RDF, RDFS, relation_iri

CHECK = "relation"
"""The name under which relations stand among the findings."""


def relation_quads(related: Iterable[Related], graph: str) -> Iterator[Quad]:
    """The relations as quads of `graph`, each with both utterances, kind, score, a sentence and its evidence."""
    for each in related:
        yield from in_graph(graph, _relation(each))


def _relation(each: Related) -> Iterator[tuple[str, str, str | Literal]]:
    node = relation_iri(each.left, each.right)
    yield node, TYPE, KG + "Finding"
    yield node, TYPE, KG + "Relation"
    yield node, KG + "check", Literal(CHECK)
    yield node, KG + "severity", term(Severity.INFO)
    yield node, RDFS + "comment", Literal(encode(f"{each.relation.value}: {each.kind}"))
    yield node, KG + "relation", term(each.relation)
    yield node, KG + "kind", Literal(encode(each.kind))
    yield node, KG + "score", double(round(each.score, 3))
    for rank, utterance in enumerate((each.left, each.right), start=1):
        yield node, KG + "concerns", utterance
        yield node, f"{RDF}_{rank}", utterance
    for index, evidence in enumerate(each.evidence):
        yield from place_triples(node, index, evidence)
