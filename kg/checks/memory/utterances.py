"""What is said, as the last run read it: utterances, their articles and claims, their relations, and who there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import networkx as nx

from kg.checks.memory.database import Part
from kg.network import SAME, of_kind, target
from kg.rdf import member
from kg.store import Reader

_RELATIONS = """SELECT ?found ?graph ?left ?right ?relation ?how ?score {
  %s GRAPH ?graph { ?found a kg:Relation ; rdf:_1 ?left ; rdf:_2 ?right ; kg:relation ?relation ;
    kg:kind ?how ; kg:score ?score }
}"""

_TOGETHER = (
    "SELECT b.id FROM utterance a JOIN utterance b ON a.claim = b.claim WHERE a.id = ?",
    "SELECT other FROM relation WHERE one = ? AND same",
    "SELECT one FROM relation WHERE other = ? AND same",
)


class _Relation(NamedTuple):
    """A relation of two utterances in a graph; `same` if it makes them one matter, `told` is all else of it."""

    id: str
    graph: str
    one: str
    other: str
    same: bool
    told: str


class Utterances(Part):
    """The utterances, those that are outdated too until `settle`, with relations, identities and current articles."""

    TABLES = """
    CREATE TABLE article (id PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE entity (id PRIMARY KEY, told) WITHOUT ROWID;
    CREATE TABLE utterance (id, article, claim, gone DEFAULT 0);
    CREATE TABLE relation (id, graph, one, other, same, told, gone DEFAULT 0);
    """
    INDICES = """
    CREATE INDEX utterance_id ON utterance (id);
    CREATE INDEX utterance_article ON utterance (article);
    CREATE INDEX utterance_claim ON utterance (claim);
    CREATE INDEX relation_graph ON relation (graph);
    CREATE INDEX relation_one ON relation (one);
    CREATE INDEX relation_other ON relation (other);
    """

    def learn(self, graph: nx.MultiDiGraph) -> None:
        """Nothing; the utterances of a provenance graph are here, with their articles and claims."""
        self._db.many(
            "INSERT INTO utterance (id, article, claim) VALUES (?, ?, ?)",
            (
                (each, target(graph, each, "inArticle"), target(graph, each, "interpretedAsClaim"))
                for each in of_kind(graph, "utterance")
            ),
        )

    def outdate(self, articles: Iterable[str]) -> set[str]:
        """The utterances of some articles, which are outdated from now on."""
        found = self._db.each("SELECT id FROM utterance WHERE article = ?", given := list(articles))
        self._db.many("UPDATE utterance SET gone = 1 WHERE article = ?", ((each,) for each in given))
        return found

    def settle(self) -> None:
        """Nothing; what is outdated is forgotten."""
        self._db.do("DELETE FROM utterance WHERE gone")
        self._db.do("DELETE FROM relation WHERE gone")

    def count(self) -> int:
        """How many utterances there are, or were."""
        return int(self._db.one("SELECT COUNT(*) FROM utterance"))

    def present(self, utterances: Iterable[str]) -> set[str]:
        """Those of the utterances that are there now."""
        return self._db.each("SELECT id FROM utterance WHERE id = ? AND NOT gone", utterances)

    def matters(self, utterances: Iterable[str]) -> set[str]:
        """The utterances with all others of their matters, as these are or were."""
        return self._db.reach(_TOGETHER, utterances)

    def claims(self, utterances: Iterable[str]) -> set[str]:
        """The claims that the utterances make, or made."""
        return self._db.each("SELECT claim FROM utterance WHERE id = ? AND claim IS NOT NULL", utterances)

    def printings(self, claims: Iterable[str]) -> set[str]:
        """The utterances that make the claims."""
        return self._db.each("SELECT id FROM utterance WHERE claim = ? AND NOT gone", claims)

    def printed_alike(self, claims: Iterable[str]) -> set[str]:
        """The claims that stand in the very articles in which one of `claims` stands, where these are several."""
        found: set[str] = set()
        for claim in claims:
            articles = self._printed_in(claim)
            if len(articles) > 1:
                query = "SELECT claim FROM utterance WHERE article = ? AND claim IS NOT NULL AND NOT gone"
                beside = self._db.column(query, min(articles)) - found
                found |= {each for each in beside if self._printed_in(each) == articles}
        return found

    def _printed_in(self, claim: str) -> set[Any]:
        return self._db.column("SELECT article FROM utterance WHERE claim = ? AND NOT gone", claim)

    def learn_relations(self, store: Reader) -> None:
        """Nothing; the relations that all graphs of a store tell of are here."""
        self._add_relations(_relations(store))

    def renew_relations(self, store: Reader, graph: str) -> set[str]:
        """The utterances whose relations in a graph differ from those that it has now, which are here from now on."""
        query = "SELECT id, graph, one, other, same, told FROM relation WHERE graph = ?"
        before = {row[0]: _Relation(*row) for row in self._db.rows(query, graph)}
        now = {each.id: each for each in _relations(store, graph)}
        differing = {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}
        self._db.many("UPDATE relation SET gone = 1 WHERE graph = ? AND id = ?", ((graph, each) for each in differing))
        self._add_relations(now[each] for each in differing if each in now)
        told = [side[each] for each in differing for side in (before, now) if each in side]
        return {utterance for each in told for utterance in (each.one, each.other)}

    def _add_relations(self, found: Iterable[_Relation]) -> None:
        self._db.many("INSERT INTO relation (id, graph, one, other, same, told) VALUES (?, ?, ?, ?, ?, ?)", found)

    def relations_of(self, utterances: Iterable[str]) -> set[str]:
        """The relations that some utterances have."""
        found = self._db.each("SELECT id FROM relation WHERE one = ? AND NOT gone", given := list(utterances))
        return found | self._db.each("SELECT id FROM relation WHERE other = ? AND NOT gone", given)

    def linked(self, utterances: Iterable[str]) -> set[str]:
        """The utterances that have, or had, a relation with some utterances."""
        found = self._db.each("SELECT other FROM relation WHERE one = ?", given := list(utterances))
        return found | self._db.each("SELECT one FROM relation WHERE other = ?", given)

    def renew_identities(self, told: Mapping[str, str]) -> set[str]:
        """The identities of whom something else, or nothing, was told before; what is told now is here from now on."""
        before: dict[str, str] = dict(self._db.rows("SELECT id, told FROM entity"))
        differing = {each for each in before.keys() | told.keys() if before.get(each) != told.get(each)}
        self._db.many("DELETE FROM entity WHERE id = ?", ((each,) for each in differing))
        self._db.many("INSERT INTO entity VALUES (?, ?)", ((each, told[each]) for each in differing if each in told))
        return differing

    def articles(self) -> set[str]:
        """The articles that were current."""
        return self._db.column("SELECT id FROM article")

    def learn_articles(self, articles: Iterable[str]) -> None:
        """Nothing; these are the current articles."""
        self._db.do("DELETE FROM article")
        self._db.many("INSERT INTO article VALUES (?)", ((each,) for each in articles))


def _relations(store: Reader, graph: str | None = None) -> list[_Relation]:
    """The relations that a graph tells of, or all do, in the order of their names."""
    found = store.query(_RELATIONS % (f"VALUES ?graph {{ <{graph}> }}" if graph else ""))
    return sorted(
        _Relation(str(iri), str(name), str(one), str(other), str(member(str(kind))) in SAME, str([kind, how, score]))
        for iri, name, one, other, kind, how, score in found
    )
