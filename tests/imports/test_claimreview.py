"""Fact-checks as publishers write them find the claims that they are about, and say why."""

from __future__ import annotations

import json

import pytest
from graph_samples import said, story
from graph_strategies import odd_text
from hypothesis import given
from hypothesis import strategies as st
from review_samples import REVIEW

from kg import factchecked
from kg.errors import InputError
from kg.imports import claimreview, factchecks
from kg.rdf.reviews import fact_check, match_quads, review_quads
from kg.records import FactCheck, Match
from kg.store import Store
from kg.vocab import SCHEMA

TEXT = (
    "„Die Brücke wird 310 Millionen Euro kosten“, sagte Hanna Vogt. „Der Damm ist für Busse sicher“, sagte Ole Thams."
)
URL = "https://www.nordblatt.example/bruecke/"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.create(tmp_path_factory.mktemp("s") / "store") as opened:
        bridge = said(TEXT, "„Die Brücke wird 310 Millionen Euro kosten“", by="Hanna Vogt")
        dam = said(TEXT, "„Der Damm ist für Busse sicher“", by="Ole Thams")
        opened.add(story(TEXT, bridge, dam, url=URL, outlet="Nordblatt", published="2024-10-03"))
        yield opened


def read(tmp_path, text, name="a.json"):
    (tmp_path / name).write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
    return list(claimreview.read(str(tmp_path / name)))


def about(store, tmp_path, **changed):
    """Claims (their wordings) with score and reason that the fact-check is about."""
    for graph in list(store.graphs()):
        if ":review:" in graph:
            store.replace(graph, ())
    (tmp_path / "a.json").write_text(json.dumps({"@type": "ClaimReview", "claimReviewed": "?"} | changed), "utf-8")
    factchecks.take(store, str(tmp_path / "a.json"), pytest.fail)
    factchecked.refresh(store)
    found = store.query(
        "SELECT DISTINCT ?text ?score ?why { ?m kg:matchedClaim ?c ; kg:score ?score ; rdfs:comment ?why . "
        "?c schema:text ?text } ORDER BY DESC(?score)"
    )
    return [tuple(cell.value for cell in row) for row in found]


SHAPES = {
    "one object": REVIEW,
    "a list": [REVIEW],
    "a graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
    "a page": {"@type": "WebPage", "mainEntity": {"review": [REVIEW]}},
    "a feed": {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
    "several types": REVIEW | {"@type": ["Review", "ClaimReview"]},
    "full names": {f"http://schema.org/{k}" if k[0] != "@" else k: v for k, v in REVIEW.items()}
    | {"@type": "http://schema.org/ClaimReview"},
    "prefixed names": {f"schema:{k}" if k[0] != "@" else k: v for k, v in REVIEW.items()}
    | {"@type": "schema:ClaimReview"},
    "values as objects": REVIEW | {"claimReviewed": {"@value": REVIEW["claimReviewed"], "@language": "de"}},
}


@pytest.mark.parametrize("document", SHAPES.values(), ids=SHAPES)
def test_a_review_is_found_in_whatever_it_is_wrapped(tmp_path, document):
    [found] = read(tmp_path, document)
    assert (found.claim, found.author, found.verdict, found.value) == (
        REVIEW["claimReviewed"],
        "Nordcheck",
        "schief",
        2.0,
    )
    assert (found.published, found.claimant, found.url) == ("2024-09-30", "Judith Morgenroth", REVIEW["url"])


def test_json_lines_are_read_line_by_line(tmp_path):
    first, bad, last = read(tmp_path, f'{json.dumps(REVIEW)}\n{{"@type"\n\n{json.dumps(REVIEW)}\n', "a.jsonl")
    assert first == last and isinstance(bad, InputError) and bad.line == 2


def test_a_rating_that_is_no_number_is_left_out(tmp_path):
    [found] = read(tmp_path, REVIEW | {"reviewRating": {"ratingValue": "drei", "bestRating": "5,0"}})
    assert (found.value, found.best, found.verdict) == (None, 5.0, None)


def test_nesting_beyond_measure_is_told(tmp_path):
    [found] = read(tmp_path, "[" * 100_000)
    assert isinstance(found, InputError)


@given(
    st.builds(
        FactCheck,
        st.just("urn:wortlaut:review:1"),
        odd_text.filter(str.strip),
        author=st.none() | odd_text,
        verdict=st.none() | odd_text,
        value=st.none() | st.floats(allow_nan=False),
        claimant=st.none() | odd_text,
        appearances=st.lists(st.sampled_from(["https://a.example/b", "kaputte adresse"]), unique=True).map(
            lambda found: tuple(sorted(found))
        ),
    )
)
def test_a_fact_check_comes_back_from_its_graph(check):
    assert fact_check(review_quads(check)) == check


def test_the_wording_of_a_claim_is_recognised_and_whose_it_is(store, tmp_path):
    found = about(
        store,
        tmp_path,
        claimReviewed="Die Brücke wird 310 Millionen Euro kosten.",
        itemReviewed={"@type": "Claim", "author": {"name": "Hanna Vogt"}},
    )
    assert found == [("„Die Brücke wird 310 Millionen Euro kosten“", "1", "the same wording, said by Hanna Vogt")]


def test_nearly_the_same_wording_is_recognised_with_a_lesser_score(store, tmp_path):
    [(text, score, why)] = about(store, tmp_path, claimReviewed="Die neue Brücke wird 310 Millionen Euro kosten")
    assert text.startswith("„Die Brücke") and 0.85 <= float(score) < 1 and "% alike" in why


@pytest.mark.parametrize(
    "other",
    [
        "Die Brücke wird 180 Millionen Euro kosten",
        "Der Damm ist für Busse nicht sicher",
        "Die Brücke wird teuer",
        "Der Damm",
    ],
)
def test_another_figure_a_negation_or_a_scrap_is_another_claim(store, tmp_path, other):
    assert about(store, tmp_path, claimReviewed=other) == []


def test_somebody_else_makes_it_less_sure(store, tmp_path):
    [(_, score, why)] = about(
        store,
        tmp_path,
        claimReviewed="Die Brücke wird 310 Millionen Euro kosten",
        itemReviewed={"author": "Änne Kühlbrodt"},
    )
    assert float(score) == 0.9 and "said by Hanna Vogt, not Änne Kühlbrodt" in why


@pytest.mark.parametrize("key", ["appearance", "firstAppearance"])
@pytest.mark.parametrize("place", ["http://nordblatt.example/bruecke", {"@type": "NewsArticle", "url": URL}, [URL]])
def test_of_the_claims_at_an_address_it_is_about_the_one_whose_wording_is_likest(store, tmp_path, place, key):
    loosely = "Brücke kostet künftig 310 Millionen Euro"
    assert about(store, tmp_path, claimReviewed=loosely) == []
    [(text, _, why)] = about(store, tmp_path, claimReviewed=loosely, itemReviewed={key: place})
    assert text.startswith("„Die Brücke") and f"it appeared at {URL}" in why


def test_a_claim_can_be_named_by_its_iri(store, tmp_path):
    [(claim,)] = store.query('SELECT ?c { ?c schema:text "„Der Damm ist für Busse sicher“"@de }')
    item = {"@type": "Claim", "@id": claim}
    found = about(store, tmp_path, claimReviewed="Busse dürfen fahren", itemReviewed=item)
    assert found == [("„Der Damm ist für Busse sicher“", "1", "the fact-check names the claim")]


def test_when_the_article_goes_the_match_goes_and_the_review_stays(store, tmp_path):
    from kg.ingest import refresh

    assert about(store, tmp_path, claimReviewed="Der Damm ist für Busse sicher")
    [(article,)] = store.query("SELECT ?a { ?a a schema:NewsArticle }")
    store.retract(article, "Probe")
    refresh(store)
    assert not store.query("ASK { ?review kg:match ?m }")
    assert store.query("ASK { ?review a schema:ClaimReview }")
    store.restore(article)


def test_matches_are_numbered_within_their_review():
    quads = match_quads([Match("urn:r", "urn:c:1", 1.0, "a"), Match("urn:q", "urn:c:1", 1.0, "a")])
    assert {quad.object for quad in quads if quad.predicate.endswith("#match")} == {"urn:r#match-0", "urn:q#match-0"}


def test_an_exported_claim_can_be_reviewed_and_comes_home(full, run, tmp_path):
    exported = json.loads(run("export", "-f", "claims-jsonld", "--store", full).out)
    claim = max(exported["@graph"], key=lambda claim: len(claim["appearance"]))
    review = REVIEW | {"claimReviewed": "etwas ganz anderes", "itemReviewed": claim | {"@id": claim["id"]}}
    [found] = read(tmp_path, review)
    assert found.names == (claim["id"],) and found.claimant == claim["author"][0]["name"]
    assert set(found.appearances) == {article["url"] for article in claim["appearance"]}
    assert claim["text"] and exported["@context"]["@vocab"] == SCHEMA
