"""What people ask of the store, over a few invented articles."""

from __future__ import annotations

import pytest
from graph_samples import said, story

from kg import ask
from kg.errors import UsageError
from kg.records import EntityKind, Passage, Span, When
from kg.store import Store

URL = "https://nordblatt.example/strasse"
FIRST = "„Die Straße nach Oberau bleibt noch gesperrt“, sagte Änne Weiß."
SECOND = "„Die Straße nach Oberau ist wieder offen“, sagte Änne Weiß am Abend."
PRINTED = (
    "Die Straße nach Oberau bleibt noch gesperrt, sagte laut Nordblatt, das sich auf zwei Eingeweihte beruft, Weiß."
)


def street(text, **more):
    return story(text, said(text, text.split(",")[0], by="Änne Weiß", cue="sagte"), url=URL, outlet="Nordblatt", **more)


def printed(**more):
    via = [("Nordblatt", EntityKind.OUTLET), ("zwei Eingeweihte", EntityKind.ANONYMOUS)]
    quote = "Die Straße nach Oberau bleibt noch gesperrt"
    return story(PRINTED, said(PRINTED, quote, by="Weiß", via=via, cue="sagte"), outlet="Südblatt", **more)


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "store") as opened:
        yield opened


def wordings(rows):
    return [row["wording"] for row in rows]


def test_who_leaves_replaced_versions_out_of_list_and_count(store):
    store.add(street(FIRST))
    store.add(street(SECOND))
    understood, rows = ask.who(store, "Änne Weiß")
    assert wordings(rows) == ["„Die Straße nach Oberau ist wieder offen“"]
    assert [identity.utterances for identity in understood] == [1]


def test_an_older_version_counts_again_once_the_newer_is_retracted(store):
    store.add(street(FIRST))
    store.add(street(SECOND))
    store.retract(street(SECOND).article.id, "zu früh gemeldet")
    assert wordings(ask.who(store, "Weiß")[1]) == ["„Die Straße nach Oberau bleibt noch gesperrt“"]
    assert ask.find_article(store, URL) == street(FIRST).article.id
    assert wordings(ask.claims(store)) == ["„Die Straße nach Oberau bleibt noch gesperrt“"]
    counts = store.counts()
    assert (counts["articles"], counts["superseded versions"], counts["retracted articles"]) == (1, 0, 1)


def test_a_retracted_version_in_between_does_not_bring_the_oldest_back(store):
    third = SECOND.replace("offen", "frei")
    for text in (FIRST, SECOND, third):
        store.add(street(text))
    store.retract(street(SECOND).article.id, "Irrtum")
    assert wordings(ask.who(store, "Weiß")[1]) == ["„Die Straße nach Oberau ist wieder frei“"]


def test_who_gives_cue_and_chain_of_each_utterance(store):
    store.add(street(FIRST, published="2024-10-03"))
    store.add(printed(published="2024-10-04"))
    _, (own, other) = ask.who(store, "weiss")
    assert (own["cue"], own["sources"]) == ("sagte", [])
    assert other["sources"] == ["Nordblatt", "zwei Eingeweihte"]


def test_who_tells_when_it_was_said_as_the_article_puts_it(store):
    day = When("2024-10-02T17:00:00", "2024-10-03T00:00:00", Passage.of(SECOND, [Span(63, 71)]))
    store.add(story(SECOND, said(SECOND, SECOND.split(",")[0], by="Änne Weiß", said=day)))
    store.add(street(FIRST))
    rows = {row["wording"]: row for row in ask.who(store, "Änne Weiß")[1]}
    told, untold = rows[SECOND.split(",")[0]], rows[FIRST.split(",")[0]]
    assert (told["said"], told["said_from"], told["said_until"]) == (SECOND[63:71], day.start, day.end)
    assert untold["said"] is None and "said_from" not in untold


def test_who_does_not_offer_those_who_never_speak(store):
    store.add(street(FIRST, authors=("Änne Weiß-Kahl",)))
    assert [identity.label for identity in ask.identities(store, "weiß")] == ["Änne Weiß"]


@pytest.mark.parametrize("word", ["Straße", "STRAẞE NACH"])
def test_a_claim_is_found_by_words_with_a_sharp_s(store, word):
    store.add(street(FIRST))
    assert len(ask.claims(store, about=word)) == 1


def test_trace_finds_words_with_umlaut_and_sharp_s_and_shows_the_evidence_of_each_step(store):
    store.add(printed())
    (road,) = ask.trace(store, "die straße NACH Oberau")
    assert [(step.label, step.evidence) for step in road.steps] == [
        ("Nordblatt", "Nordblatt"),
        ("zwei Eingeweihte", "zwei Eingeweihte"),
    ]
    (claim,) = ask.claims(store)
    assert ask.trace(store, claim["claim"]) == ask.trace(store, road.utterance) == [road]


def test_trace_tells_places_in_the_article_and_where_the_road_ends(store):
    store.add(printed())
    store.add(street(FIRST))
    first, retold = sorted(ask.trace(store, "oberau"), key=lambda road: len(road.steps))
    assert [PRINTED[start:end] for step in retold.steps for start, end in step.spans] == [
        "Nordblatt",
        "zwei Eingeweihte",
    ]
    assert [PRINTED[start:end] for start, end in retold.spans] == [retold.wording]
    assert retold.end == ("zwei Eingeweihte", "anonymous")
    assert first.end == ("Änne Weiß", "person")


def test_a_claim_picked_by_outlet_or_day_still_shows_all_who_printed_it(store):
    store.add(street(FIRST, published="2024-10-03"))
    store.add(printed(published="2024-10-04"))
    for narrowed in ({"outlet": "südblatt"}, {"first": "4.10.2024"}, {"first": "2024-10-04", "outlet": "Südblatt"}):
        (row,) = ask.claims(store, **narrowed)
        assert (row["outlets"], row["utterances"], row["first"]) == (["Nordblatt", "Südblatt"], 2, "2024-10-03")
    assert ask.claims(store, first="2024-10-04", outlet="Nordblatt") == []


@pytest.mark.parametrize("day", ["gestern", "2024-13-45", "2024"])
def test_a_day_that_is_no_date_is_refused(store, day):
    with pytest.raises(UsageError, match="not a date"):
        ask.claims(store, first=day)


def test_more_nodes_than_one_query_takes_are_asked_about_in_turns(store, monkeypatch):
    store.add(street(FIRST))
    store.add(printed())
    whole = ask.trace(store, "oberau")
    monkeypatch.setattr(ask, "BATCH", 1)
    assert ask.trace(store, "oberau") == whole
    assert len(whole) == 2


def test_the_sum_of_the_kinds_of_speech_is_the_number_of_utterances(store):
    store.add(street(FIRST))
    store.add(street(SECOND))
    store.add(printed())
    counts = {row["what"]: row["count"] for row in ask.stats(store)}
    assert counts["utterances"] == counts["… Direct"] == 2
    assert counts["anonymous sources"] == 1
