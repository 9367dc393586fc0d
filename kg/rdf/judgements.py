"""Judgements on identities as quads, and what follows from them.

A judgement is a node of its own: the same pair may be judged by the program and by a user, and each can be taken back
without touching an article's graph. `kg:canonical` is a sub-property of `prov:alternateOf`, not `owl:sameAs`: what is
said of one name is said in one article, and holds for the other only as far as the judgement does.

Source: PROV-O, https://www.w3.org/TR/prov-o/#alternateOf
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.rdf.terms import TYPE, Literal, Quad, boolean, double, encode, integer
from kg.rdf.write import entity_quads
from kg.records import Entity, Judgement
from kg.vocab import IDENTITIES, KG, RDFS, SCHEMA, WIKIDATA, judgement_iri


def judgement_quads(judgements: Iterable[Judgement], graph: str, *, numbered: bool = False) -> Iterator[Quad]:
    """The judgements as quads of `graph`, numbered in the order given where the order counts.

    >>> [quad.predicate for quad in judgement_quads([Judgement("urn:a", "urn:b", True, "full name", 1.0)], "urn:g")][:2]
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'https://w3id.org/wortlaut/ns#left']
    """
    for number, judgement in enumerate(judgements):
        node = judgement_iri(judgement.by, judgement.left, judgement.right)
        yield Quad(node, TYPE, KG + "Judgement", graph)
        yield Quad(node, KG + "left", judgement.left, graph)
        yield Quad(node, KG + "right", judgement.right, graph)
        yield Quad(node, KG + "same", boolean(judgement.same), graph)
        yield Quad(node, KG + "score", double(judgement.score), graph)
        yield Quad(node, RDFS + "comment", Literal(encode(judgement.reason)), graph)
        yield Quad(node, KG + "judgedBy", Literal(encode(judgement.by)), graph)
        if numbered:
            yield Quad(node, KG + "position", integer(number), graph)


def identity_quads(
    canonical: Mapping[str, str], labels: Mapping[str, str], unnamed: Iterable[Entity], wikidata: Mapping[str, str]
) -> Iterator[Quad]:
    """The graph that leads from each name to the identity that stands for all of them.

    `canonical` maps a member to its representative, `labels` members to their names. `unnamed` are representatives that
    no article names, so that nothing else describes them; `wikidata` maps identities to their Wikidata ids.
    """
    for member, stands in canonical.items():
        yield Quad(member, KG + "canonical", stands, IDENTITIES)
    for stands, name in sorted({(stands, labels[member]) for member, stands in canonical.items()}):
        if name != labels[stands]:
            yield Quad(stands, SCHEMA + "alternateName", Literal(encode(name)), IDENTITIES)
    for entity in unnamed:
        yield from entity_quads(entity, IDENTITIES)
    for identity, item in wikidata.items():
        yield Quad(identity, SCHEMA + "sameAs", WIKIDATA + item, IDENTITIES)
