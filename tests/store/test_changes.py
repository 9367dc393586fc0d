"""A writer notes every graph that it writes to, before it does, as soon as somebody wants to know."""

from __future__ import annotations

from collections import defaultdict

import pytest
from graph_samples import said, story

from kg.rdf import Literal, Quad
from kg.store import Store
from kg.store import store as writing
from kg.vocab import AGENTS

URL = "https://blatt.example/deich"
OLD = "„Der Deich bei Oberau hält“, sagte Hanna Vogt am Montag."
NEW = "„Der Deich bei Oberau hält nicht“, sagte Ömer Yıldız am Montag."


def deich(text=OLD, by="Hanna Vogt"):
    return story(text, said(text, text.split(",")[0], by=by), url=URL, outlet="Nordblatt")


def quad(graph, word="Pegel"):
    return Quad("urn:s", "urn:p", Literal(word), graph)


WRITES = {
    "add": lambda store: store.add(deich(NEW, "Ömer Yıldız")),
    "add anew": lambda store: store.add(deich(by="Oberau")),
    "retract": lambda store: store.retract(deich().article.id, "falsch"),
    "replace": lambda store: store.replace("urn:a", [quad("urn:a", "Damm")]),
    "replace what is not there": lambda store: store.replace("urn:new", [quad("urn:new")]),
    "amend": lambda store: store.amend([quad("urn:a")], [quad("urn:b", "Damm")]),
    "load": lambda store: store.load([("urn:a", []), ("urn:new", [quad("urn:new")])]),
    "learn": lambda store: store.learn("urn:article", URL),
    "leave out": lambda store: (store.replace(deich().article.id, []), store.leave_out(list(WAS))),
}
WAS: list[Quad] = []


@pytest.fixture
def path(tmp_path):
    """Where a store is that somebody has seen through."""
    with Store.create(tmp_path / "store") as store:
        store.add(deich())
        store.load([("urn:a", [quad("urn:a")]), ("urn:b", [quad("urn:b")])])
        WAS[:] = store.quads(deich().article.id)
        store.seen("token")
    return tmp_path / "store"


@pytest.fixture
def store(path):
    with Store.open(path, "w") as store:
        yield store


def graphs(store):
    found = defaultdict(set)
    for each in store.quads():
        found[each.graph].add(each)
    return found


@pytest.mark.parametrize("small", [5_000, 0], ids=["at once", "in bulk"])
@pytest.mark.parametrize("name", WRITES)
def test_what_differs_was_noted(store, name, small, monkeypatch):
    monkeypatch.setattr(writing, "SMALL", small)
    before = graphs(store)
    WRITES[name](store)
    after = graphs(store)
    differing = {each for each in before.keys() | after.keys() if before[each] != after[each]}
    assert differing and differing <= store.changes.since("token")


def test_what_was_restored_was_noted(store):
    store.retract(deich().article.id, "falsch")
    store.seen("another")
    before = graphs(store)
    store.restore(deich().article.id)
    store.add(deich())
    after = graphs(store)
    assert {AGENTS} < {each for each in after if before[each] != after[each]} <= store.changes.since("another")


def test_notes_last_over_writers_that_publish(path):
    with Store.open(path, "w") as first:
        first.replace("urn:b", [])
    with Store.open(path, "w") as later:
        later.replace("urn:c", [quad("urn:c")])
        assert later.changes.since("token") == {"urn:b", "urn:c"}
        assert later.changes.since("another") is None
    with Store.open(path, "w") as later:
        assert later.changes.since("token") == {"urn:b", "urn:c"}


def test_nothing_is_noted_for_nobody(tmp_path):
    with Store.create(tmp_path / "store") as store:
        store.replace("urn:a", [quad("urn:a")])
    assert not (tmp_path / "store" / "changes").exists()


def test_more_notes_than_are_of_use_are_none(path, monkeypatch):
    monkeypatch.setattr("kg.store.changes.MOST", 5)
    with Store.open(path, "w") as later:
        assert later.changes.since("token") is None
