"""Identities of a real store: judged anew, decided by users, and gone with the articles that name them."""

from __future__ import annotations

import io
from itertools import permutations

import pytest
from graph_samples import said, story

from kg import ask, identify
from kg.errors import UsageError
from kg.ingest import analyse
from kg.network import provenance
from kg.rdf import judgement_quads, judgements
from kg.records import Article, EntityKind, Judgement, OffsetMap, Source
from kg.resolve import Figure, Figures
from kg.store import Store
from kg.vocab import DECIDED, IDENTITIES, JUDGED, entity_iri

NAMES = ("Dmitri Olegow", "Dmitry Olegov", "Hanna Vogt", "Kathrin Vogt", "Katrin Vogt")
NOBODY = Figures([])


def quoting(name, number=0, **more):
    text = f"„Der Pegel steigt weiter, Stand {number}“, sagte {name}."
    return story(text, said(text, text.split("“")[0] + "“", by=name), outlet="Nordblatt", path=f"{number}.txt", **more)


def fill(store, names=NAMES, figures=NOBODY):
    for number, name in enumerate(names):
        store.add(quoting(name, number))
    identify.refresh(store, figures)


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "store") as opened:
        fill(opened)
        yield opened


def graphs(store, *names):
    out = io.BytesIO()
    store.dump(out, "nquads", names or (DECIDED, JUDGED, IDENTITIES), sort=True)
    return out.getvalue()


def groups(store):
    return {each.label: each.names for each in identify.identities(store, NOBODY) if each.names}


def iri(name, kind=EntityKind.PERSON):
    return entity_iri(kind, name)


# Judged by the program


def test_spellings_are_one_identity_and_the_articles_stay_as_they_are(store):
    assert groups(store) == {"Dmitri Olegow": ("Dmitry Olegov",)}
    first, second = quoting(NAMES[0], 0), quoting(NAMES[1], 1)
    assert store.extraction(first.article.id) == first and store.extraction(second.article.id) == second


def test_the_order_of_the_articles_makes_no_difference(tmp_path):
    found = set()
    for number, order in enumerate(permutations(NAMES[:3])):
        with Store.create(tmp_path / str(number)) as store:
            for name in order:
                store.add(quoting(name, NAMES.index(name)))
                identify.refresh(store, NOBODY)
            found.add(graphs(store))
    assert len(found) == 1


def test_judging_again_writes_nothing(store, monkeypatch):
    monkeypatch.setattr(store, "amend", lambda *_: pytest.fail("written again"))
    identify.refresh(store, NOBODY)


def test_a_judgement_survives_the_graph(store):
    [made] = [each for each in identify.judged(store) if each.same]
    assert (made.score, made.by, set(made.pair)) == (0.9, "program", {iri(name) for name in NAMES[:2]})
    assert list(judgements(judgement_quads([made], "urn:g"))) == [made]


def test_users_judgements_keep_their_order():
    words = [Judgement.of("urn:a", f"urn:b{n}", bool(n % 2), "so ist es", 1.0, "user") for n in range(12)]
    assert list(judgements(judgement_quads(words, "urn:g", numbered=True))) == words


def test_the_seed_gives_label_and_wikidata_id_even_where_no_article_has_the_label(tmp_path):
    seed = Figures([Figure("Hannah Vogt", EntityKind.PERSON, ("Hanna Vogt",), wikidata="Q42")])
    with Store.create(tmp_path / "s") as store:
        fill(store, ["Hanna Vogt"], seed)
        [found] = [each for each in identify.identities(store, seed) if each.utterances]
        assert (found.label, found.names, found.wikidata) == ("Hannah Vogt", ("Hanna Vogt",), "Q42")
        same = "SELECT ?item { ?who schema:name 'Hannah Vogt' ; schema:sameAs ?item }"
        assert [str(item) for (item,) in store.query(same)] == ["http://www.wikidata.org/entity/Q42"]


def test_a_retracted_article_takes_its_judgements_along(store):
    store.retract(quoting("Dmitry Olegov", 1).article.id, "Irrtum")
    identify.refresh(store, NOBODY)
    assert groups(store) == {} and not any(made.same for made in identify.judged(store))
    assert iri("Dmitry Olegov") not in {quad.subject for quad in store.quads()}


# Decided by users


def test_a_users_merge_holds_and_outlives_what_comes_in_again(store):
    identify.merge(store, "Kathrin Vogt", "Katrin Vogt", NOBODY)
    assert groups(store)["Kathrin Vogt"] == ("Katrin Vogt",)
    store.add(quoting("Katrin Vogt", 9))
    store.retract(quoting("Katrin Vogt", 4).article.id, "Irrtum")
    identify.refresh(store, NOBODY)
    assert groups(store)["Kathrin Vogt"] == ("Katrin Vogt",)


def test_a_users_split_outranks_the_program(store):
    identify.split(store, "Dmitri Olegow", "Dmitry Olegov", NOBODY)
    assert groups(store) == {}
    fill(store)
    assert groups(store) == {}


def test_merge_then_split_is_as_before(store):
    before = graphs(store, IDENTITIES)
    identify.merge(store, "Hanna Vogt", "Katrin Vogt", NOBODY)
    assert graphs(store, IDENTITIES) != before
    identify.split(store, "Katrin Vogt", "Hanna Vogt", NOBODY)
    assert graphs(store, IDENTITIES) == before
    assert len(identify.decided(store)) == 1


def test_a_merge_with_somebody_who_is_gone_does_not_show_and_holds_when_they_are_back(store):
    identify.merge(store, "Hanna Vogt", "Katrin Vogt", NOBODY)
    katrin = quoting("Katrin Vogt", 4)
    store.retract(katrin.article.id, "Irrtum")
    identify.refresh(store, NOBODY)
    [hanna] = ask.identities(store, "Hanna Vogt")
    assert hanna.utterances == 1
    assert "Katrin Vogt" not in {each.label for each in identify.identities(store, NOBODY)}
    store.restore(katrin.article.id)
    store.add(katrin)
    identify.refresh(store, NOBODY)
    assert [each.utterances for each in ask.identities(store, "Katrin Vogt")] == [2]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("Hanna Vogt", "Hanna Vogt", "one name in the articles"),
        ("Hanna Vogt", "Ole Thams", "nobody called"),
        ("Hanna Vogt", "Vogt", "3 identities"),
        ("Hanna Vogt", "Nordblatt", "never one"),
        ("Hanna Vogt", "urn:wortlaut:person:0", "no identity"),
    ],
)
def test_what_cannot_be_merged_is_told(tmp_path, one, other, message):
    with Store.create(tmp_path / "s") as store:
        text = "„Der Pegel steigt weiter“, sagte laut Nordblatt Hanna Vogt."
        store.add(
            story(
                text, said(text, "„Der Pegel steigt weiter“", by="Hanna Vogt", via=[("Nordblatt", EntityKind.OUTLET)])
            )
        )
        fill(store, ["Kathrin Vogt", "Katrin Vogt"])
        before = graphs(store)
        with pytest.raises(UsageError, match=message):
            identify.merge(store, one, other, NOBODY)
        assert graphs(store) == before


def test_an_unnamed_source_is_never_merged(tmp_path):
    text = "„Alles ist ganz anders“, sagte ein Beamter. „Nichts ist so“, sagte Ole Thams."
    with Store.create(tmp_path / "s") as store:
        made = story(
            text,
            said(text, "„Alles ist ganz anders“", by="ein Beamter", kind=EntityKind.ANONYMOUS),
            said(text, "„Nichts ist so“", by="Ole Thams"),
        )
        store.add(made)
        unnamed = made.utterances[0].speaker.entity.id
        with pytest.raises(UsageError, match="unnamed"):
            identify.merge(store, unnamed, "Ole Thams", NOBODY)


# Who follows it


@pytest.mark.parametrize("name", ["Dmitri Olegow", "Dmitry Olegov", "dmitrij olegow", "Olegow", "Olegov"])
def test_who_takes_any_spelling(store, name):
    [identity], rows = ask.who(store, name)
    assert str(identity) == "Dmitri Olegow (person, 2 utterances); also: Dmitry Olegov"
    assert [(row["speaker"], row["named"]) for row in rows] == [
        ("Dmitri Olegow", "Dmitri Olegow"),
        ("Dmitri Olegow", "Dmitry Olegov"),
    ]


def test_who_lists_all_of_one_surname(store):
    assert {each.label for each in ask.identities(store, "Vogt")} == {"Hanna Vogt", "Kathrin Vogt", "Katrin Vogt"}


def test_who_suggests_what_is_close(store):
    with pytest.raises(UsageError, match="did you mean Dmitri Olegow"):
        ask.who(store, "Dmitri Olagow")
    with pytest.raises(UsageError, match="kg entities lists who does"):
        ask.who(store, "Xaver Quast")


def test_a_claim_names_its_speaker_once(store):
    text = quoting("Dmitri Olegow", 0).article.text.replace("Dmitri Olegow", "Dmitry Olegov")
    store.add(story(text, said(text, text.split("“")[0] + "“", by="Dmitry Olegov"), outlet="Südblatt"))
    identify.refresh(store, NOBODY)
    shared = [row for row in ask.claims(store) if row["utterances"] == 2]
    assert [(row["speakers"], row["outlets"]) for row in shared] == [(["Dmitri Olegow"], ["Nordblatt", "Südblatt"])]


def test_the_network_has_one_node_for_one_identity(store):
    graph = provenance(store)
    assert iri("Dmitry Olegov") not in graph
    assert len(list(graph.in_edges(iri("Dmitri Olegow")))) == 2


def test_the_named_queries_and_the_counts_follow(store):
    from kg.store import named_query

    query = named_query("speakers")
    spoken = {str(row[0].value): int(row[2].value) for row in store.query(query.text, params=query.bind())}
    assert spoken["Dmitri Olegow"] == 2 and "Dmitry Olegov" not in spoken
    assert store.counts()["speakers"] == 4
    query = named_query("who-said-what")
    rows = list(store.query(query.text, params=query.bind({"speaker": "olegov"})))
    assert len(rows) == 2


# What articles tell beside the names


def ingested(tmp_path, *texts):
    """The other names of each identity in a store of the articles, as the whole program reads them."""
    articles = [
        Article(entity_iri(EntityKind.DOCUMENT, text), text, Source(f"{n}.txt", "text", "0"), OffsetMap.identity(text))
        for n, text in enumerate(texts)
    ]
    with Store.create(tmp_path / "told") as opened:
        for extraction in analyse(articles, threads=1):
            opened.add(extraction)
        identify.refresh(opened, NOBODY)
        return groups(opened)


def test_a_lone_surname_is_its_one_bearer_if_the_same_others_speak_in_both_articles(tmp_path):
    others = "„Er bricht im Winter“, sagte Ole Thams. „Wir warten hier“, sagte Hanna Vogt."
    full = f"Deichärztin Judith Morland kam. „Der Damm hält“, sagte Judith Morland. {others}"
    lone = f"Frau Dr. Morland kam. „Ich bleibe in Oberau“, sagte Morland. {others}"
    assert ingested(tmp_path, full, lone) == {"Judith Morland": ("Morland",)}


def test_a_lone_surname_among_strangers_stays_alone(tmp_path):
    full = "Deichärztin Judith Morland kam. „Der Damm hält“, sagte Judith Morland."
    assert ingested(tmp_path, full, "Frau Dr. Morland kam. „Ich bleibe in Oberau“, sagte Morland.") == {}


def test_a_role_with_its_body_is_the_one_who_holds_that_office_in_another_article(tmp_path):
    named = "Kerstin Vogt, Präsidentin des Deichamts, kam. „Der Damm hält“, sagte Vogt."
    unnamed = "„Der Damm ist dicht“, sagte die Präsidentin des Deichamts."
    assert ingested(tmp_path, named, unnamed) == {"Kerstin Vogt": ("Präsidentin des Deichamts",)}


def test_a_misspelt_name_with_the_same_office_is_one_with_the_right_one(tmp_path):
    right, wrong = (f"„Der Damm hält“, sagte Deichminister {name}." for name in ("Ilja Wettermann", "Ilja Wetterman"))
    again = f"{right} Der Damm sei hoch, sagte Wettermann."
    assert ingested(tmp_path, right, again, wrong) == {"Ilja Wettermann": ("Ilja Wetterman",)}
