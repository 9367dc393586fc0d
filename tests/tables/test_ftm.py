"""FollowTheMoney entities: who said what, proven by articles, valid by the model of FollowTheMoney itself."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from graph_samples import said, story
from graph_strategies import extractions
from hypothesis import HealthCheck, Phase, given, settings

from kg.exports import ftm
from kg.exports.tables import tables
from kg.rdf import relation_quads
from kg.records import EntityKind, Evidence, Passage, Related, Relation, SpeechType
from kg.store import Store
from kg.vocab import relations_graph

fast = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
"""Each example makes a store; to shrink one would take minutes."""

TEXT = (
    "„Der Damm hält“, sagte Zoë Öztürk vom Landesamt für Wasserwirtschaft. Er sei undicht, meldete kpa unter Berufung "
    "auf zwei Helfer. Ein Insider sprach von Pfusch."
)


def written(store: Store) -> list[dict[str, Any]]:
    out = io.BytesIO()
    count = ftm.write(store, out)
    found = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert count == len(found)
    return found


@pytest.fixture
def dam(tmp_path) -> list[dict[str, Any]]:
    """The entities of one short article with a contradiction in it."""
    sources = [("kpa", EntityKind.AGENCY), ("zwei Helfer", EntityKind.ANONYMOUS)]
    made = story(
        TEXT,
        said(TEXT, "„Der Damm hält“", by="Zoë Öztürk"),
        said(TEXT, "Er sei undicht", by="Landesamt für Wasserwirtschaft", kind=EntityKind.ORGANISATION, via=sources),
        said(TEXT, "Pfusch", by="Ein Insider", kind=EntityKind.ANONYMOUS, type=SpeechType.REPORTED),
        outlet="Landesspiegel",
        published="2024-09-03T08:00:00+02:00",
        url="https://landesspiegel.example/damm",
        headline="Hält der Damm?",
    )
    first, second, _ = made.utterances
    place = Evidence(made.article.id, Passage(TEXT[:5], first.quote.spans))
    related = Related(first.id, second.id, Relation.CONTRADICTS, "polarity", 0.9, (place,))
    with Store.create(tmp_path / "store") as store:
        store.add(made)
        store.amend((), relation_quads([related], relations_graph(made.article.id)))
        return written(store)


def of_schema(found: list[dict[str, Any]], schema: str) -> list[dict[str, list[str]]]:
    return [each["properties"] for each in found if each["schema"] == schema]


def test_an_article_is_an_article_with_its_publisher_and_address(dam):
    (article,) = of_schema(dam, "Article")
    assert article["title"] == ["Hält der Damm?"] and article["publisher"] == ["Landesspiegel"]
    assert article["publishedAt"] == ["2024-09-03T06:00:00"] and article["language"] == ["deu"]
    assert article["sourceUrl"] == ["https://landesspiegel.example/damm"]


def test_speakers_and_sources_have_the_schema_that_fits(dam):
    assert [each["name"] for each in of_schema(dam, "Person")] == [["Zoë Öztürk"]]
    assert [each["name"] for each in of_schema(dam, "PublicBody")] == [["Landesamt für Wasserwirtschaft"]]
    assert [(each["name"], each["keywords"]) for each in of_schema(dam, "Organization")] == [(["kpa"], ["agency"])]


def test_an_utterance_is_a_note_about_its_speaker_proven_by_the_article(dam):
    note = of_schema(dam, "Note")[0]
    ids = {each["properties"].get("name", ["?"])[0]: each["id"] for each in dam}
    assert note["description"] == ["„Der Damm hält“"] and note["entity"] == [ids["Zoë Öztürk"]]
    assert note["proof"] == [each["id"] for each in dam if each["schema"] == "Article"]
    assert note["publisher"] == ["Landesspiegel"] and note["sourceUrl"] == ["https://landesspiegel.example/damm"]
    assert of_schema(dam, "Documentation")[0]["date"] == ["2024-09-03"]


def test_who_has_no_name_is_no_entity_but_is_told(dam):
    assert not re.search("Insider|Helfer", json.dumps(of_schema(dam, "LegalEntity") + of_schema(dam, "Person")))
    assert of_schema(dam, "Note")[2]["notes"] == ["Sprecher: Ein Insider"]
    assert "entity" not in of_schema(dam, "Note")[2]


def test_chains_and_relations_are_links(dam):
    chain, relation = of_schema(dam, "UnknownLink")
    notes = [each["id"] for each in dam if each["schema"] == "Note"]
    assert (chain["role"], chain["object"]) == (["Quelle 1"], [notes[1]])
    assert relation["role"] == ["contradicts: polarity"] and sorted(relation["subject"] + relation["object"]) == sorted(
        notes[:2]
    )


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("sorvanische Armee", "PublicBody"),
        ("Stadtwerke Lindhagen GmbH", "Company"),
        ("Gewerkschaft Gesundheit und Pflege", "Organization"),
        ("Büro des Landrats im Landkreis Wesselbach", "Organization"),
    ],
)
def test_the_name_of_a_body_says_what_sort_it_is(name, schema):
    assert ftm.schema_of(EntityKind.ORGANISATION, name) == schema


def test_an_id_is_the_same_again_and_two_are_never_one():
    odd = ["urn:wortlaut:person:zoë", "urn:wortlaut:person:zo%C3%AB", "urn:wortlaut:person:zo_b", "urn:x:1", "urn:x#1"]
    assert len({ftm.entity_id(iri) for iri in odd[:4]}) == 4
    assert all(re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.-]*", ftm.entity_id(iri)) for iri in odd)


def check(found: list[dict[str, Any]]) -> None:
    """What must hold of all entities, whatever reads them."""
    ids = [each["id"] for each in found]
    assert len(set(ids)) == len(ids)
    schemata = {each["id"]: each["schema"] for each in found}
    for each in found:
        assert each["datasets"] == ["wortlaut"]
        links = ("document", "entity", "proof", "subject", "object", "agent", "client")
        assert {goal for name in links for goal in each["properties"].get(name, ())} <= schemata.keys()
        assert all(schemata[goal] == "Article" for goal in each["properties"].get("proof", ()))
        assert all(value.strip() for values in each["properties"].values() for value in values)


def check_with_model(found: list[dict[str, Any]]) -> None:
    """What FollowTheMoney itself asks for: schemata, properties, required ones, ranges, values."""
    followthemoney = pytest.importorskip("followthemoney", reason="needs the extra ftm")
    model = followthemoney.model
    schemata = {each["id"]: model.get(each["schema"]) for each in found}
    for each in found:
        schema = schemata[each["id"]]
        schema.validate(each)
        known = {name: prop for name, prop in schema.properties.items() if not prop.stub}
        assert each["properties"].keys() <= known.keys(), each
        assert all(name in each["properties"] for name in schema.required), each
        for name, values in each["properties"].items():
            assert all(len(value) <= (known[name].max_length or len(value)) for value in values)
            if known[name].range:
                assert all(schemata[value].is_a(known[name].range) for value in values), (each, name)
            assert all(known[name].type.clean(value) for value in values), (each, name)


def test_a_store_is_whole(compared_store):
    with Store.open(compared_store) as store:
        found = written(store)
        rows = {name: list(table) for name, table in tables(store).items()}
    check(found)
    counts = Counter(each["schema"] for each in found)
    assert counts["Article"] == len(rows["articles"]) and counts["Note"] == len(rows["utterances"])
    named = sum(row["kind"] == "person" for row in rows["speakers"])
    assert counts["Person"] == named > 20
    assert counts["Documentation"] > counts["Note"] / 2


def test_a_store_is_valid(compared_store):
    with Store.open(compared_store) as store:
        check_with_model(written(store))


def test_odd_and_long_texts_are_valid(tmp_path):
    text = f"{'Ö' * 10_000} \x01<b>&\u202e😀\n\rsagte „das“"
    with Store.create(tmp_path / "store") as store:
        store.add(story(text, said(text, "sagte", by="Ö" * 10_000), headline="Ö" * 2000, outlet="\x07 Bo\rte\x00"))
        found = written(store)
    check(found)
    check_with_model(found)
    assert of_schema(found, "Note")[0]["publisher"] == ["Bo te"]
    assert len(of_schema(found, "Person")[0]["name"][0]) == ftm.NAME


@pytest.mark.parametrize("year", ["0999", "1000", "2999", "3000"])
def test_a_year_that_cannot_be_is_left_out(year, tmp_path):
    with Store.create(tmp_path / "store") as store:
        store.add(story("Nichts", published=f"{year}-01-01"))
        found = written(store)
    (article,) = of_schema(found, "Article")
    assert article.get("publishedAt", []) == ([f"{year}-01-01"] if year in ("1000", "2999") else [])
    check_with_model(found)


@fast
@given(extractions())
def test_whatever_stands_in_an_article_its_entities_are_whole(extraction):
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "store")) as store:
        store.add(extraction)
        check(written(store))


@fast
@given(extractions())
def test_whatever_stands_in_an_article_its_entities_are_valid(extraction):
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "store")) as store:
        store.add(extraction)
        check_with_model(written(store))
