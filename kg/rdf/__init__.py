"""Records to quads and back: one named graph per article version, none but plain nodes.

`write` makes quads, `judgements` those about identities, `relations` those about two utterances, `verdicts` those about
findings, `withheld` what stands in place of wording, `read` makes records of them again, `terms` holds what they agree
on, `xmlsafe` is for texts in XML. Nothing here needs an RDF library.
"""

from kg.rdf.judgements import identity_quads, judgement_quads
from kg.rdf.read import extraction, findings, judgements, run
from kg.rdf.relations import relation_quads
from kg.rdf.terms import Literal, Object, Quad, decode, encode, member, native, plain, term
from kg.rdf.verdicts import verdict_quads, verdicts
from kg.rdf.write import finding_quads, quads, run_quads

__all__ = [
    "Literal",
    "Object",
    "Quad",
    "decode",
    "encode",
    "extraction",
    "finding_quads",
    "findings",
    "identity_quads",
    "judgement_quads",
    "judgements",
    "member",
    "native",
    "plain",
    "quads",
    "relation_quads",
    "run",
    "run_quads",
    "term",
    "verdict_quads",
    "verdicts",
]
