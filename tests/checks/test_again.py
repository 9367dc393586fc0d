"""The checks after a change find what a run from scratch finds, in the same order, and look at little of the store."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import checks, rdf
from kg.checks import CHECKS, again, misattribution, refresh
from kg.rdf import Literal, Quad, relation_quads, term
from kg.records import EntityKind, Evidence, Modality, Passage, Related, Relation, Span, SpeechType
from kg.store import Store
from kg.store.layout import Layout
from kg.vocab import AGENTS, IDENTITIES, KG, LEDGER, OA, PROV, RDF, RDFS, SCHEMA, XSD, findings_graph, relations_graph

TYPE = RDF + "type"
ARTICLES = [f"urn:wortlaut:article:{n}" for n in range(14)]
CLAIMS = [f"urn:claim:{n}" for n in range(7)]
NAMES = ("Ulrike Brandt", "Brandt", "Jochen Brandt", "Anton Devrik", "Stadtwerke", "Zoë Öztürk")
PEOPLE = [f"urn:person:{n}" for n in range(len(NAMES))]
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

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.store, self.chance = store, chance
        self.there: list[str] = []
        self.people()
        for _ in range(6):
            self.add()

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
            **dict.fromkeys(PEOPLE, EntityKind.PERSON),
            PEOPLE[4]: EntityKind.ORGANISATION,
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
    for module in (again, misattribution):
        monkeypatch.setattr(module, "COMMON", 4)


def tell(store: Store, chance: random.Random, *, scratch: bool) -> None:
    """Runs some checks or all, and holds them against a run from scratch."""
    names = list(CHECKS) if chance.random() < 0.7 else chance.sample(list(CHECKS), 4)
    expected = list(checks.run(store, names))
    assert refresh(store, names) == expected
    for name in names:
        of_check = [each for each in expected if each.check == name]
        if len({each.id for each in of_check}) == len(of_check):
            assert kept(store, name) == of_check


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_whatever_changes_the_findings_are_those_of_a_run_from_scratch(tmp_path_factory, seed):
    chance = random.Random(seed)
    with Store.create(tmp_path_factory.mktemp("world") / "store") as store:
        world = World(store, chance)
        tell(store, chance, scratch=True)
        for _ in range(6):
            for _ in range(chance.randrange(1, 4)):
                world.change()
            tell(store, chance, scratch=False)
