"""What users say of findings, as quads and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.rdf.terms import TYPE, Literal, Object, Quad, boolean, encode, native, plain
from kg.records import Verdict
from kg.vocab import KG, RDFS, VERDICTS, verdict_iri


def verdict_quads(verdicts: Iterable[Verdict]) -> Iterator[Quad]:
    """The verdicts as quads of their graph.

    >>> [quad.predicate.rpartition("#")[2] for quad in verdict_quads([Verdict("denial", ("urn:a",), True, "stimmt")])]
    ['type', 'check', 'concerns', 'accepted', 'comment']
    """
    for each in verdicts:
        node = verdict_iri(each.check, each.nodes)
        yield Quad(node, TYPE, KG + "Verdict", VERDICTS)
        yield Quad(node, KG + "check", Literal(encode(each.check)), VERDICTS)
        for concerned in each.nodes:
            yield Quad(node, KG + "concerns", concerned, VERDICTS)
        yield Quad(node, KG + "accepted", boolean(each.accepted), VERDICTS)
        if each.why:
            yield Quad(node, RDFS + "comment", Literal(encode(each.why)), VERDICTS)


def verdicts(quads: Iterable[Quad]) -> Iterator[Verdict]:
    """The verdicts that the quads of their graph tell, in the order of their IRIs."""
    told: dict[str, dict[str, list[Object]]] = {}
    for quad in quads:
        told.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    for _, about in sorted(told.items()):
        (check,), (accepted,) = about[KG + "check"], about[KG + "accepted"]
        why = about.get(RDFS + "comment", [""])[0]
        nodes = tuple(sorted(map(str, about[KG + "concerns"])))
        yield Verdict(plain(check), nodes, native(accepted) is True, plain(why))
