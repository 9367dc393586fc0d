"""The ontology declares what is used, uses what it declares, and invents nothing in other vocabularies."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from graph_samples import RUN, said, story
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings
from rdflib import OWL, RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

import kg
from kg import rdf
from kg.exports.rdf import compact, write
from kg.rdf import term
from kg.records import EntityKind, Medium, Modality, Severity, SpeechType
from kg.resources import schema
from kg.store import FORMATS, Store
from kg.validate import _as_rdflib
from kg.vocab import KG, OA, PROV, SCHEMA

PACKAGE = Path(kg.__file__).parent

KNOWN = {
    SCHEMA: """NewsArticle Person Organization NewsMediaOrganization Quotation Claim QuantitativeValue PropertyValue
        CreativeWork headline url publisher author datePublished inLanguage name text appearance interpretedAsClaim
        value unitText softwareVersion alternateName sameAs ClaimReview claimReviewed itemReviewed reviewRating Rating
        ratingValue bestRating worstRating""",
    PROV: """Entity Agent Activity SoftwareAgent Attribution wasGeneratedBy wasAttributedTo qualifiedAttribution agent
        wasDerivedFrom wasQuotedFrom hadPrimarySource actedOnBehalfOf wasAssociatedWith wasRevisionOf alternateOf
        invalidatedAtTime""",
    OA: "SpecificResource hasSource hasSelector TextPositionSelector start end TextQuoteSelector exact prefix suffix",
}
"""What is used of other vocabularies, looked up in their own files."""


@pytest.fixture(scope="module")
def ontology():
    return Graph().parse(schema("kg.ttl"), format="turtle")


def declared(ontology):
    return {str(node) for node in ontology.subjects(RDFS.isDefinedBy) if str(node).startswith(KG)}


def names(namespace, prefix):
    """The terms of a namespace that code, queries, shapes and ontology name."""
    code = [*PACKAGE.glob("rdf/*.py"), *PACKAGE.glob("store/*.py")]
    texts = [
        path.read_text() for path in [*code, *schema("queries").glob("*.rq"), schema("shapes.ttl"), schema("kg.ttl")]
    ]
    constant = {KG: "KG", SCHEMA: "SCHEMA", PROV: "PROV", OA: "OA"}[namespace]
    found = re.compile(rf'\b{constant} \+ "(\w+)"|\{{{constant}\}}(\w+)|\b{prefix}:(\w+)')
    return {next(filter(None, match)) for text in texts for match in found.findall(text)}


def test_every_term_has_labels_and_comments_in_both_languages(ontology):
    for node in declared(ontology):
        for kind in (RDFS.label, RDFS.comment):
            assert {value.language for value in ontology.objects(URIRef(node), kind)} == {"de", "en"}, node
        assert (URIRef(node), RDF.type, None) in ontology


def test_every_term_that_is_used_is_declared_and_the_other_way_round(ontology):
    values = {term(value) for enum in (SpeechType, Medium, Modality, EntityKind, Severity) for value in enum}
    shapes = {f"{KG}{name}" for name in names(KG, "kg") if name.endswith("Shape")}
    code = {f"{KG}{name}" for name in names(KG, "kg")} - shapes
    only_here = {f"{KG}{enum.__name__}" for enum in (SpeechType, Medium, Modality, EntityKind, Severity)}
    assert declared(ontology) == (code | values | only_here)


def test_every_value_belongs_to_its_class(ontology):
    for enum in (SpeechType, Medium, Modality, EntityKind, Severity):
        members = {str(node) for node in ontology.subjects(RDF.type, URIRef(KG + enum.__name__))}
        assert members == {term(value) for value in enum}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(extractions())
def test_nothing_undeclared_comes_out(ontology, extraction):
    known = declared(ontology) | {space + name for space, listed in KNOWN.items() for name in listed.split()}
    for quad in [*rdf.quads(extraction), *rdf.run_quads(extraction.run)]:
        for part in (quad.predicate, quad.object):
            if isinstance(part, str) and part.startswith((KG, SCHEMA, PROV, OA)):
                assert part in known


@pytest.mark.parametrize(("namespace", "prefix"), [(SCHEMA, "schema"), (PROV, "prov"), (OA, "oa")])
def test_no_term_of_another_vocabulary_is_invented(namespace, prefix):
    assert names(namespace, prefix) <= set(KNOWN[namespace].split())


def test_evidence_properties_are_evidence(ontology):
    for part in rdf.terms.PARTS.values():
        assert (URIRef(part), RDFS.subPropertyOf, URIRef(KG + "evidence")) in ontology


def test_the_ontology_says_what_it_is(ontology):
    [node] = ontology.subjects(RDF.type, OWL.Ontology)
    assert ontology.value(node, OWL.versionInfo) == Literal(kg.__version__)


# JSON-LD


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(extractions())
def test_a_graph_survives_json_ld_with_our_context(extraction):
    quads = list(rdf.quads(extraction))
    document = {"@context": json.loads(schema("context.jsonld").read_text())["@context"], "graph": list(compact(quads))}
    back = Graph().parse(data=json.dumps(document), format="json-ld")
    assert isomorphic(normalised(back), normalised(_as_rdflib(quads)))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(extractions())
def test_a_graph_survives_rdflibs_json_ld_with_our_context(extraction):
    graph = _as_rdflib(rdf.quads(extraction))
    context = json.loads(schema("context.jsonld").read_text())["@context"]
    back = Graph().parse(data=graph.serialize(format="json-ld", context=context), format="json-ld")
    assert isomorphic(normalised(back), normalised(graph))


def normalised(graph):
    """The graph with literals in rdflib's own lexical form, which its parsers impose."""
    made = Graph()
    for s, p, o in graph:
        made.add((s, p, Literal(str(o), datatype=o.datatype, lang=o.language) if isinstance(o, Literal) else o))
    return made


def test_json_ld_is_readable():
    text = "„Der Deich bei Oberau hält stand“, sagte Hanna Vogt."
    extraction = story(text, said(text, "„Der Deich bei Oberau hält stand“", by="Hanna Vogt"), published="2024-10-03")
    nodes = {node["id"]: node for node in compact(rdf.quads(extraction))}
    utterance = nodes[extraction.utterances[0].id]
    assert sorted(utterance["type"]) == ["Quotation", "Utterance", "prov:Entity"]
    assert (utterance["speechType"], utterance["negated"], utterance["position"]) == ("Direct", False, 0)
    assert nodes[f"{extraction.utterances[0].id}#quote-0-position"]["end"] == 33


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_holds_the_whole_store(tmp_path, format):
    text = "„Der Deich bei Oberau hält stand“, sagte Hanna Vogt."
    extraction = story(text, said(text, "„Der Deich bei Oberau hält stand“", by="Hanna Vogt"), outlet="Nordblatt")
    out = io.BytesIO()
    with Store.create(tmp_path / "store") as store:
        store.add(extraction)
        write(store, format, out)
        quads = {quad[:3] for quad in store.quads()}
        graphs = set(store.graphs())
    read = Dataset(default_union=True)
    read.parse(
        io.BytesIO(out.getvalue()), format={"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}.get(format, format)
    )
    assert len({quad[:3] for quad in read.quads()}) == len(quads)
    named = {
        str(graph.identifier) for graph in read.graphs() if len(graph) and str(graph.identifier).startswith("urn:w")
    }
    assert named == (graphs if format in ("nquads", "trig", "jsonld") else set())
    assert RUN.id in graphs
