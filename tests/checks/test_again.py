"""The checks after a change find what a run from scratch finds, in the same order, and look at little of the store."""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import checks, identify, rdf, relations
from kg.checks import CHECKS, again, again_quotes, misattribution, refresh
from kg.network import current
from kg.rdf import Literal, Quad, relation_quads, term
from kg.records import EntityKind, Evidence, Modality, Passage, Related, Relation, Span, SpeechType
from kg.store import Store
from kg.store.changes import Changes
from kg.vocab import (
    AGENTS,
    IDENTITIES,
    KG,
    LEDGER,
    OA,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    XSD,
    entity_iri,
    findings_graph,
    relations_graph,
)

TYPE = RDF + "type"
ARTICLES = [f"urn:wortlaut:article:{n}" for n in range(14)]
CLAIMS = [f"urn:claim:{n}" for n in range(7)]
NAMES = ("Ulrike Brandt", "Brandt", "Jochen Brandt", "Anton Devrik", "Stadtwerke", "Zoë Öztürk")
KINDS = {name: EntityKind.ORGANISATION if name == "Stadtwerke" else EntityKind.PERSON for name in NAMES}
PEOPLE = [entity_iri(kind, name) for name, kind in KINDS.items()]
INSIDER = "urn:insider"
OUTLETS = [f"urn:outlet:{n}" for n in range(4)]
AGENCIES = [f"urn:agency:{n}" for n in range(2)]
REPORTS = "urn:reports"
SAID = (
    "Wir werden den alten Damm ganz sicher bis Montag halten",
    "Wir werden den alten Damm ganz sicher bis Dienstag halten",
    "Wir werden den alten Damm wohl bis Montag halten",
    "den alten Damm ganz sicher bis Montag halten und verstärken",
    "Der Pegel steigt auf sieben Meter im Lauf der Nacht",
    "Der Pegel steigt auf neun Meter im Lauf der Nacht",
    "Der Pegel steigt nicht auf neun Meter im Lauf der Nacht",
    "Das ist kein Grund zur Sorge",
)
OFFICES = ("Landrätin Ulrike Brandt", "Werksleiter Brandt", "Brandt", "Bürgermeister Jochen Brandt")
HOWS = ("number", "polarity", "hedge", "wording")


class World:
    """A small store that changes at random, as ingests, comparisons and users change stores."""

    def __init__(self, store: Store, chance: random.Random, articles: int = 6) -> None:
        self.store, self.chance = store, chance
        self.there: list[str] = []
        self.people()
        for _ in range(articles):
            self.add()

    def live(self) -> None:
        for _ in range(self.chance.randrange(4)):
            self.change()

    def change(self) -> None:
        ways = (self.add, self.add, self.rewrite, self.retract, self.revise, self.relate, self.relate, self.forget)
        self.chance.choice((*ways, self.people, self.unite))()

    def add(self) -> None:
        new = [each for each in ARTICLES if each not in self.there]
        if new:
            article = self.chance.choice(new)
            self.store.restore(article)
            self.store.load([(article, list(self.article(article)))])
            self.there.append(article)
            self.relate()

    def rewrite(self) -> None:
        if self.there:
            article = self.chance.choice(self.there)
            self.store.replace(article, self.article(article))

    def retract(self) -> None:
        if self.there:
            article = self.chance.choice(self.there)
            self.there.remove(article)
            self.store.retract(article, "falsch")

    def revise(self) -> None:
        if len(self.there) > 1:
            newer, older = self.chance.sample(self.there, 2)
            self.store.amend((), [Quad(newer, PROV + "wasRevisionOf", older, LEDGER)])

    def relate(self) -> None:
        pairs = [self.chance.sample(self.there, 2) for _ in range(3)] if len(self.there) > 1 else []
        for one, other in pairs:
            left, right = (f"{each}:{self.chance.randrange(3)}" for each in (one, other))
            relation = self.chance.choice([each for each in Relation if each is not Relation.NONE])
            places = tuple(Evidence(each, Passage("Damm", (Span(0, 4),))) for each in (one, other))
            found = Related(left, right, relation, self.chance.choice(HOWS), self.chance.choice((0.6, 0.85)), places)
            graph = relations_graph(max(one, other))
            made = list(relation_quads([found], graph))
            node = made[0].subject
            gone = [quad for quad in self.store.quads(graph) if quad.subject.startswith(node)]
            self.store.amend(gone, made)

    def forget(self) -> None:
        if self.there:
            self.store.replace(relations_graph(self.chance.choice(self.there)), [])

    def people(self) -> None:
        kinds = {
            **dict(zip(PEOPLE, KINDS.values(), strict=True)),
            INSIDER: self.chance.choice((EntityKind.ANONYMOUS, EntityKind.UNKNOWN)),
            REPORTS: EntityKind.REPORTS,
            **dict.fromkeys(OUTLETS, EntityKind.OUTLET),
            **dict.fromkeys(AGENCIES, EntityKind.AGENCY),
        }
        names = dict(zip(PEOPLE, NAMES, strict=True)) | {OUTLETS[0]: self.chance.choice(("Bote", "Querblick"))}
        quads = []
        for entity, kind in kinds.items():
            quads += [
                Quad(entity, TYPE, PROV + "Agent", AGENTS),
                Quad(entity, KG + "entityKind", term(kind), AGENTS),
                Quad(entity, SCHEMA + "name", Literal(names.get(entity, entity)), AGENTS),
            ]
        self.store.replace(AGENTS, quads)

    def unite(self) -> None:
        one, other = self.chance.sample([*PEOPLE[:4], *OUTLETS[2:]], 2)
        pairs = [(one, other)] if (one in PEOPLE) == (other in PEOPLE) else []
        self.store.replace(IDENTITIES, [Quad(a, KG + "canonical", b, IDENTITIES) for a, b in pairs])

    def article(self, iri: str) -> Iterator[Quad]:
        for triple in self.triples(iri):
            yield Quad(*triple, iri)

    def triples(self, iri: str) -> Iterator[tuple[str, str, str | Literal]]:
        chance = self.chance
        yield iri, TYPE, SCHEMA + "NewsArticle"
        yield iri, KG + "textSha256", Literal("00")
        if chance.random() < 0.9:
            yield iri, SCHEMA + "publisher", chance.choice(OUTLETS)
        yield iri, SCHEMA + "datePublished", Literal(f"2024-09-{chance.randrange(1, 9):02}", XSD + "date")
        for k in range(3):
            yield from self.utterance(f"{iri}:{k}", iri, k)

    def utterance(self, said: str, article: str, k: int) -> Iterator[tuple[str, str, str | Literal]]:
        chance = self.chance
        kind = chance.choice((SpeechType.DIRECT, SpeechType.DIRECT, SpeechType.INDIRECT, SpeechType.FREE_INDIRECT))
        yield said, TYPE, KG + "Utterance"
        yield said, KG + "inArticle", article
        yield said, KG + "speechType", term(kind)
        yield said, KG + "wording", Literal(chance.choice(SAID))
        yield said, KG + "modality", term(chance.choice((Modality.DENIED, Modality.ASSERTED)))
        yield said, KG + "quoteAt", f"{said}/quote"
        yield f"{said}/quote", OA + "hasSelector", f"{said}/at"
        yield f"{said}/at", OA + "start", Literal(str(k * 50), XSD + "integer")
        yield f"{said}/at", OA + "end", Literal(str(k * 50 + 40), XSD + "integer")
        if chance.random() < 0.8:
            claim = chance.choice(CLAIMS)
            yield said, SCHEMA + "interpretedAsClaim", claim
            yield claim, TYPE, SCHEMA + "Claim"
            yield claim, SCHEMA + "text", Literal(f"{claim} in {article}")
        if chance.random() < 0.9:
            yield said, KG + "saidBy", chance.choice([*PEOPLE, INSIDER])
            yield said, KG + "speakerAt", f"{said}/speaker"
            yield f"{said}/speaker", OA + "hasSelector", f"{said}/named"
            yield f"{said}/named", OA + "exact", Literal(chance.choice(OFFICES))
        if chance.random() < 0.5:
            step, way = f"{said}/source", chance.choice(("wasDerivedFrom", "wasQuotedFrom"))
            yield said, PROV + way, step
            yield step, TYPE, KG + "SourceStep"
            yield step, KG + "position", Literal("0", XSD + "integer")
            yield step, RDFS + "label", Literal("laut")
            yield step, PROV + "wasAttributedTo", chance.choice([*AGENCIES, REPORTS, *OUTLETS])


def kept(store: Store, name: str) -> list:
    return list(rdf.findings(store.quads(findings_graph(name))))


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much of these small stores changes, nothing starts from scratch for that; few words are a set phrase."""
    monkeypatch.setattr(again, "MUCH", 100)
    for module in (again_quotes, sys.modules[misattribution.__module__]):
        monkeypatch.setattr(module, "COMMON", 4)


def fits(store: Store, names: list[str]) -> bool:
    """True if some checks find, and leave in the store, what they find in a run from scratch."""
    expected = list(checks.run(store, names))
    found = refresh(store, names)
    for name in names:
        of_check = [each for each in expected if each.check == name]
        is_apart = len({each.id for each in of_check}) == len(of_check)
        assert not is_apart or kept(store, name) == of_check
    return found == expected


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "store") as store:
        yield store


@pytest.fixture
def world(store: Store) -> World:
    """A store in which all checks have run."""
    world = World(store, random.Random(7))
    refresh(store)
    return world


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each run from scratch."""
    runs: list[int] = []
    whole = again._from_scratch

    def counted(*given):
        runs.append(1)
        return whole(*given)

    monkeypatch.setattr(again, "_from_scratch", counted)
    return runs


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_whatever_changes_the_findings_are_those_of_a_run_from_scratch(tmp_path_factory, seed):
    chance, path = random.Random(seed), tmp_path_factory.mktemp("world") / "store"
    with Store.create(path) as store:
        world = World(store, chance)
    for _ in range(7):
        with Store.open(path, "w") as store:
            world.store = store
            for _ in range(chance.randrange(1, 3)):
                world.live()
                names = list(CHECKS) if chance.random() < 0.7 else chance.sample(list(CHECKS), 4)
                assert fits(store, [name for name in CHECKS if name in names])


def test_new_articles_cost_no_run_from_scratch_and_nothing_new_costs_no_writing(world, store, scratch, monkeypatch):
    world.add()
    monkeypatch.setattr(again, "provenance", None)
    assert fits(store, list(CHECKS))
    before = set(store.quads())
    monkeypatch.setattr(store, "_update", None)
    assert refresh(store) == list(checks.run(store)) and set(store.quads()) == before
    assert scratch == []


def test_runs_of_other_checks_do_not_spoil_each_other(world, store, scratch):
    for names in (["balance"], ["single-source", "denial"], ["misattribution"], ["single-source", "denial"]):
        world.live()
        assert fits(store, names)
    assert fits(store, list(CHECKS)) and scratch == []


def test_a_check_that_runs_for_the_first_time_leaves_the_others_as_they_are(store, scratch):
    world = World(store, random.Random(3))
    assert fits(store, ["denial"])
    world.live()
    assert fits(store, ["balance", "misattribution"])
    assert fits(store, list(CHECKS)) and scratch == [1]


def test_much_that_is_new_is_looked_at_from_scratch(world, store, scratch, monkeypatch):
    monkeypatch.setattr(again, "MUCH", 0.01)
    world.add()
    assert fits(store, list(CHECKS)) and scratch == [1]


def test_anew_is_from_scratch(world, store, scratch):
    assert refresh(store, anew=True) == list(checks.run(store)) and scratch == [1]


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 1000, None])
def test_a_memory_that_is_lost_or_damaged_is_made_anew(world, store, scratch, damage):
    world.add()
    if damage is None:
        store.checked.unlink()
    else:
        store.checked.write_bytes(damage)
    assert fits(store, list(CHECKS)) and scratch == [1]


def test_a_memory_of_another_program_is_made_anew(world, store, scratch):
    with sqlite3.connect(store.checked) as memory:
        memory.execute("UPDATE meta SET value = 'another' WHERE name = 'program'")
    assert fits(store, list(CHECKS)) and scratch == [1]


def test_what_a_program_wrote_that_takes_no_notes_is_looked_at(tmp_path, scratch, monkeypatch):
    path = tmp_path / "store"
    with Store.create(path) as store:
        world = World(store, random.Random(7))
        refresh(store)
    with monkeypatch.context() as patched:
        for name in ("note", "seal", "check"):
            patched.setattr(Changes, name, lambda *given: None)
        with Store.open(path, "w") as store:
            world.store = store
            world.add()
    with Store.open(path, "w") as store:
        assert fits(store, list(CHECKS)) and scratch == [1, 1]


def test_a_run_that_finds_nothing_new_is_no_reason_to_start_from_scratch(tmp_path, scratch):
    path = tmp_path / "store"
    with Store.create(path) as store:
        World(store, random.Random(7))
    for _ in range(3):
        with Store.open(path, "w") as store:
            assert fits(store, list(CHECKS))
    assert scratch == [1]


def test_what_a_writer_wrote_that_died_is_looked_at(tmp_path, scratch):
    path = tmp_path / "store"
    with Store.create(path) as store:
        world = World(store, random.Random(7))
        refresh(store)
    store = Store.open(path, "w")
    world.store = store
    world.add()
    store._backend.flush()
    del store._backend, world.store
    store._lock.release()
    with Store.open(path, "w") as store:
        assert fits(store, list(CHECKS)) and scratch == [1, 1]


def test_findings_that_something_else_wrote_over_come_back(world, store, scratch):
    store.replace(findings_graph("denial"), [])
    assert fits(store, ["balance"]) and fits(store, ["denial"]) and scratch == []


def test_statements_in_a_graph_of_any_kind_are_looked_at(world, store, scratch):
    said, graph = f"{world.there[0]}:0", "urn:wortlaut:graph:import:1"
    store.replace(graph, [Quad(said, SCHEMA + "interpretedAsClaim", "urn:claim:!", graph)])
    assert fits(store, list(CHECKS)) and scratch == [1]


def test_a_role_that_is_new_elsewhere_tells_two_speakers_apart(store, scratch):
    world = World(store, random.Random(1), articles=0)
    printed = [(PEOPLE[0], "Landrätin Ulrike Brandt", SAID[0]), (PEOPLE[1], "Brandt", SAID[0])]
    told = []
    for number, (person, office, said) in enumerate([*printed, (PEOPLE[1], "Werksleiter Brandt", SAID[4])]):
        iri = f"urn:wortlaut:article:{90 + number}"
        world.chance = Chosen(person=person, office=office, said=said)
        store.load([(iri, list(world.article(iri)))])
        assert fits(store, ["misattribution"])
        told.append(len(refresh(store, ["misattribution"])))
    assert told == [0, 0, 1] and scratch == [1]


def test_a_store_of_articles_after_a_retraction_a_merger_and_a_relation_that_is_gone(compared_store, tmp_path, scratch):
    with Store.open(shutil.copytree(compared_store, tmp_path / "store"), "w") as store:
        assert refresh(store) == list(checks.run(store)) == [each for name in CHECKS for each in kept(store, name)]
        store.retract(max(current(store)), "falsch")
        assert fits(store, list(CHECKS))
        relations.forget(store)
        one, other = [each.label for each in identify.identities(store) if each.kind == EntityKind.PERSON][:2]
        identify.merge(store, one, other)
        assert fits(store, list(CHECKS))
        assert len(scratch) <= 1


class Chosen(random.Random):
    """No chance at all: one person says one sentence, introduced in one way."""

    def __init__(self, person: str, office: str, said: str = SAID[0]) -> None:
        super().__init__(0)
        self.fixed = {person, office, said, SpeechType.DIRECT}

    def choice(self, options):
        return next((each for each in options if each in self.fixed), options[0])

    def random(self):
        return 0.1
