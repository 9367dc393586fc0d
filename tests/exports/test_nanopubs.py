"""Utterances as nanopublications, and the PROV-O in what goes out."""

from __future__ import annotations

import io
from collections import defaultdict

import pyoxigraph as ox
import pytest

from kg.exports import claims, nanopubs
from kg.store import Store
from kg.vocab import KG, OA, PROV, RDF, SCHEMA

TYPE = RDF + "type"
NP = "http://www.nanopub.org/nschema#"


@pytest.fixture(scope="module")
def graphs(sample_store):
    """Name of each graph to its triples."""
    out = io.BytesIO()
    with Store.open(sample_store) as store:
        nanopubs.write(store, out)
    found = defaultdict(set)
    for quad in ox.parse(out.getvalue(), ox.RdfFormat.TRIG):
        found[quad.graph_name.value].add((quad.subject.value, quad.predicate.value, quad.object.value))
    return found


def parts(graphs):
    for head in (name for name in graphs if name.endswith("#head")):
        yield [head, *(head.replace("#head", part) for part in ("#assertion", "#provenance", "#pubinfo"))]


def test_every_utterance_is_one_with_four_graphs(graphs, sample_store):
    with Store.open(sample_store) as store:
        [(number,)] = store.query("SELECT (COUNT(?u) AS ?n) { ?u a kg:Utterance }")
    heads = list(parts(graphs))
    assert len(heads) == int(number.value) and len(graphs) == 4 * len(heads)


def test_the_head_leads_to_the_other_three_which_say_something(graphs):
    for head, assertion, provenance, info in parts(graphs):
        name = head.removesuffix("#head")
        links = (("hasAssertion", assertion), ("hasProvenance", provenance), ("hasPublicationInfo", info))
        assert graphs[head] == {
            (name, TYPE, NP + "Nanopublication"),
            *((name, NP + link, graph) for link, graph in links),
        }
        assert any(subject == assertion for subject, _, _ in graphs[provenance])
        assert any(subject == name for subject, _, _ in graphs[info])


def test_what_was_said_is_asserted_and_how_it_is_known_is_provenance(graphs):
    for _, assertion, provenance, info in parts(graphs):
        said = {predicate for _, predicate, _ in graphs[assertion]}
        known = {predicate for _, predicate, _ in graphs[provenance]}
        assert KG + "wording" in said and KG + "speechType" in said
        assert not said & {OA + "exact", KG + "quoteAt", KG + "confidence", PROV + "wasDerivedFrom"}
        assert {OA + "exact", OA + "start", KG + "quoteAt", KG + "textSha256", PROV + "wasGeneratedBy"} <= known
        assert any(predicate == KG + "model" for _, predicate, _ in graphs[info])
        [utterance] = [s for s, p, o in graphs[assertion] if (p, o) == (TYPE, KG + "Utterance")]
        speakers = {o for s, p, o in graphs[assertion] if (s, p) == (utterance, KG + "saidBy")}
        assert all((speaker, TYPE, PROV + "Agent") in graphs[assertion] for speaker in speakers)


def test_all_quads_of_an_utterance_are_in_it(graphs, sample_store):
    told = set().union(*graphs.values())
    with Store.open(sample_store) as store:
        for name in (name for name in store.graphs() if ":article:" in name):
            for quad in store.quads(name):
                if quad.subject.startswith("urn:wortlaut:utterance:"):
                    value = quad.object if isinstance(quad.object, str) else quad.object.value
                    assert (quad.subject, quad.predicate, value) in told


def kinds_and_links(triples):
    kinds = defaultdict(set)
    for subject, predicate, value in triples:
        if predicate == TYPE:
            kinds[subject].add(value)
    return kinds


ENTITY, AGENT, ACTIVITY = PROV + "Entity", {PROV + "Agent", PROV + "SoftwareAgent"}, {PROV + "Activity"}


@pytest.mark.parametrize("source", ["store", "nanopubs", "claims"])
def test_entities_agents_and_activities_are_where_prov_o_has_them(graphs, sample_store, source):
    """Domains and ranges of PROV-O; entities and activities are disjoint there."""
    if source == "nanopubs":
        triples = set().union(*graphs.values())
        triples = {each for each in triples if not each[0].endswith(("#assertion",)) and ":nanopub:" not in each[0]}
    else:
        out = io.BytesIO()
        with Store.open(sample_store) as store:
            if source == "claims":
                claims.write(store, out)
            else:
                store.dump(out, "nquads")
        kind = ox.RdfFormat.JSON_LD if source == "claims" else ox.RdfFormat.N_QUADS
        triples = {(q.subject.value, q.predicate.value, q.object.value) for q in ox.parse(out.getvalue(), kind)}
    kinds = kinds_and_links(triples)
    for subject, predicate, value in triples:
        if predicate in (PROV + "wasAttributedTo", PROV + "wasGeneratedBy", PROV + "wasDerivedFrom"):
            assert ENTITY in kinds[subject], (subject, predicate)
        if predicate in (PROV + "wasAttributedTo", PROV + "agent", PROV + "wasAssociatedWith"):
            assert kinds[value] & AGENT, (predicate, value)
        if predicate == PROV + "wasGeneratedBy":
            assert kinds[value] & ACTIVITY
        if predicate in (PROV + "wasDerivedFrom", PROV + "wasQuotedFrom", PROV + "hadPrimarySource"):
            assert ENTITY in kinds[value], (predicate, value)
    assert not [node for node, classes in kinds.items() if ENTITY in classes and classes & (AGENT | ACTIVITY)]
    assert any(SCHEMA + "Quotation" in classes for classes in kinds.values())
