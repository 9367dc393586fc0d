"""Records become quads and come back the same."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
from graph_samples import RUN, passage, said, story
from graph_strategies import articles, extractions, findings, odd_text, runs, urls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg import rdf
from kg.rdf import Literal
from kg.rdf.terms import date, double
from kg.records import EntityKind, Evidence, Finding, Passage, Severity, Span, SpeechType
from kg.vocab import KG, OA, PROV, RDF, SCHEMA, XSD, findings_graph

TEXT = "„Der Deich hält“, sagte Hanna Vogt der Agentur ida. Das Blatt „Nordkurier“ beruft sich auf zwei Eingeweihte."

thorough = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def backend(value):
    """The quad as Oxigraph has it."""
    if isinstance(value, Literal):
        datatype = pyoxigraph.NamedNode(value.datatype) if value.datatype else None
        return pyoxigraph.Literal(value.value, datatype=datatype, language=value.language)
    return pyoxigraph.NamedNode(value)


def nquads(quads):
    return pyoxigraph.serialize(
        (pyoxigraph.Quad(*(backend(part) for part in quad)) for quad in quads), format=pyoxigraph.RdfFormat.N_QUADS
    )


@thorough
@given(extractions())
def test_an_extraction_comes_back_the_same(extraction):
    graphs = [*rdf.quads(extraction), *rdf.run_quads(extraction.run)]
    assert rdf.extraction(graphs, extraction.article.text, extraction.article.offsets) == extraction


@thorough
@given(extractions(), st.randoms())
def test_the_order_of_the_quads_does_not_matter(extraction, random):
    graphs = [*rdf.quads(extraction), *rdf.run_quads(extraction.run)]
    random.shuffle(graphs)
    assert rdf.extraction(graphs, extraction.article.text, extraction.article.offsets) == extraction


@thorough
@given(extractions())
def test_the_graph_is_the_same_every_time_and_says_nothing_twice(extraction):
    graph = list(rdf.quads(extraction))
    assert graph == list(rdf.quads(extraction))
    assert len(graph) == len(set(graph))
    assert {quad.graph for quad in graph} == {extraction.article.id}


@thorough
@given(extractions())
def test_oxigraph_takes_every_quad_and_gives_it_back_unchanged(extraction):
    graph = list(rdf.quads(extraction))
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*(backend(part) for part in quad)) for quad in graph)
    assert set(store) == {pyoxigraph.Quad(*(backend(part) for part in quad)) for quad in graph}
    written = nquads(graph)
    assert set(pyoxigraph.parse(written, pyoxigraph.RdfFormat.N_QUADS)) == set(store)


@settings(max_examples=30, deadline=None)
@given(articles().map(lambda about: story(about.text)))
def test_rdflib_reads_the_n_quads_too(extraction):
    graph = list(rdf.quads(extraction))
    read = Dataset()
    read.parse(io.BytesIO(nquads(graph)), format="nquads")
    assert sum(1 for _ in read.quads()) == len(graph)


@thorough
@given(st.lists(findings(), max_size=4, unique_by=lambda made: made.id))
def test_findings_come_back_the_same_in_their_order(noticed):
    assert list(rdf.findings(rdf.finding_quads(noticed))) == sorted(noticed, key=lambda made: made.order)


@given(runs)
def test_a_run_comes_back_the_same(run):
    assert rdf.run(rdf.run_quads(run)) == run


@given(odd_text)
def test_any_text_survives_and_loses_its_lone_surrogates(text):
    safe = rdf.encode(text)
    safe.encode("utf-8")
    assert rdf.decode(safe) == text


def test_an_ordinary_text_is_kept_letter_for_letter():
    assert rdf.encode("„Grüße“ 😀\x00") == "„Grüße“ 😀\x00"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_passes_for_a_web_address_is_an_iri(path):
    address = rdf.terms.web_address("https://blatt.example/" + path)
    if isinstance(address, str):
        pyoxigraph.NamedNode(address)


@given(urls)
def test_an_odd_address_is_kept_as_a_literal(url):
    if url is not None:
        address = rdf.terms.web_address(url)
        assert (rdf.decode(address.value) if isinstance(address, Literal) else address) == url


@given(st.floats(allow_nan=False))
def test_a_number_keeps_its_value_and_has_no_exponent(value):
    assert float(double(value).value) == value
    assert "e" not in double(value).value


@pytest.mark.parametrize(
    ("written", "form", "kind"),
    [
        ("2024-10-03", "2024-10-03", "date"),
        ("2024-10", "2024-10", "gYearMonth"),
        ("2024", "2024", "gYear"),
        ("2024-10-03T09:30", "2024-10-03T09:30:00", "dateTime"),
        ("2024-10-03 09:30:15.500+0200", "2024-10-03T09:30:15.5+02:00", "dateTime"),
        ("2024-10-03T09:30:15-00:00", "2024-10-03T09:30:15Z", "dateTime"),
    ],
)
def test_a_date_gets_the_type_that_fits(written, form, kind):
    assert date(written) == Literal(form, XSD + kind)


def triples(extraction):
    return {(quad.subject, quad.predicate, quad.object) for quad in rdf.quads(extraction)}


def test_a_direct_quote_is_a_quotation_with_evidence_in_both_kinds_of_selector():
    extraction = story(TEXT, said(TEXT, "„Der Deich hält“", by="Hanna Vogt", cue="sagte"), published="2024-10-03T08:00")
    graph, node = triples(extraction), extraction.utterances[0].id
    assert (node, RDF + "type", SCHEMA + "Quotation") in graph
    assert (node, KG + "date", Literal("2024-10-03", XSD + "date")) in graph
    assert (f"{node}#quote-0-position", OA + "end", Literal("16", XSD + "integer")) in graph
    assert (f"{node}#quote-0-text", OA + "exact", Literal("„Der Deich hält“")) in graph
    assert (f"{node}#quote-0-text", OA + "prefix", Literal("")) in graph
    assert (f"{node}#quote-0-text", OA + "suffix", Literal(TEXT[16:48])) in graph


def test_what_is_not_said_word_for_word_is_no_quotation():
    extraction = story(TEXT, said(TEXT, "Der Deich hält", type=SpeechType.INDIRECT))
    assert (extraction.utterances[0].id, RDF + "type", SCHEMA + "Quotation") not in triples(extraction)


def test_the_chain_runs_from_the_nearest_reporter_to_the_first_hand():
    via = [("Nordkurier", EntityKind.OUTLET), ("zwei Eingeweihte", EntityKind.ANONYMOUS)]
    extraction = story(TEXT, said(TEXT, "Der Deich hält", via=via, type=SpeechType.INDIRECT))
    graph, node = triples(extraction), extraction.utterances[0].id
    assert (node, PROV + "wasDerivedFrom", f"{node}#source-0") in graph
    assert (f"{node}#source-0", PROV + "wasDerivedFrom", f"{node}#source-1") in graph
    assert (node, PROV + "hadPrimarySource", f"{node}#source-1") in graph
    assert (f"{node}#source-1", KG + "entityKind", KG + "AnonymousKind") in graph


def test_an_unresolved_speaker_is_attributed_to_nobody():
    extraction = story(TEXT, said(TEXT, "Der Deich hält"))
    assert not [triple for triple in triples(extraction) if triple[1] in (PROV + "wasAttributedTo", KG + "saidBy")]


def test_the_claim_is_what_the_callable_makes_of_the_utterance():
    extraction = story(TEXT, said(TEXT, "Der Deich hält"))
    assert not [quad for quad in rdf.quads(extraction, claim=lambda _: None) if "laim" in quad.predicate]


def test_a_discontinuous_passage_has_one_place_per_stretch():
    whole = story(TEXT, said(TEXT, "Der Deich hält", cue="sagte"))
    split = Passage.of(TEXT, [Span(1, 4), Span(11, 15)])
    assert split.text == "Der hält"
    made = whole.utterances[0]
    torn = type(whole)(whole.article, (type(made)(made.id, made.type, split),), RUN)
    places = [quad.object for quad in rdf.quads(torn) if quad.predicate == KG + "quoteAt"]
    assert places == [f"{made.id}#quote-0", f"{made.id}#quote-1"]


def test_findings_of_a_check_stand_in_its_own_graph():
    where = passage(TEXT, "Deich")
    finding = Finding("urn:f:1", "kreis", Severity.WARNING, "Zirkel", ("urn:a:1",), (Evidence("urn:a:1", where),))
    assert {quad.graph for quad in rdf.finding_quads([finding])} == {findings_graph("kreis")}


def test_a_graph_without_an_article_is_refused_by_name():
    with pytest.raises(ValueError, match="expected the graph of one article, found 0"):
        rdf.extraction([], TEXT)
