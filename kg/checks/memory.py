"""What the last run of the checks found, and from what: kept beside the store, so that the next run has less to do.

It is a cache in SQLite: losing it loses nothing but time. Whoever asks it for what hangs together gets the state of the
last run and that of now as one: rows that are outdated stay until `settle`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import networkx as nx

import kg
from kg.checks.misattribution import Words, shingles
from kg.network import SAME, Tie, of_kind, target
from kg.rdf import member
from kg.records import Evidence, Finding, Passage, Severity, Span
from kg.store import Reader

_SCHEMA = """
CREATE TABLE meta (name PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE checked (name PRIMARY KEY, kept) WITHOUT ROWID;
CREATE TABLE article (id PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE entity (id PRIMARY KEY, told) WITHOUT ROWID;
CREATE TABLE utterance (id, article, claim, gone DEFAULT 0);
CREATE TABLE relation (id, graph, one, other, same, told, gone DEFAULT 0);
CREATE TABLE tie (one, other, kind, left, right);
CREATE TABLE finding (number INTEGER PRIMARY KEY, name, told);
CREATE TABLE concern (node, number);
CREATE TABLE quote (number INTEGER PRIMARY KEY, words UNIQUE);
CREATE TABLE said (utterance PRIMARY KEY, quote, speaker) WITHOUT ROWID;
CREATE TABLE shingle (words, quote, PRIMARY KEY (words, quote)) WITHOUT ROWID;
CREATE TABLE alike (one, other, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE hinging (quote PRIMARY KEY);
"""

_INDICES = """
CREATE INDEX utterance_id ON utterance (id);
CREATE INDEX utterance_article ON utterance (article);
CREATE INDEX utterance_claim ON utterance (claim);
CREATE INDEX relation_graph ON relation (graph);
CREATE INDEX relation_one ON relation (one);
CREATE INDEX relation_other ON relation (other);
CREATE INDEX tie_pair ON tie (one, other, kind);
CREATE INDEX tie_left ON tie (left);
CREATE INDEX tie_right ON tie (right);
CREATE INDEX finding_name ON finding (name);
CREATE INDEX concern_node ON concern (node);
CREATE INDEX concern_number ON concern (number);
CREATE INDEX said_quote ON said (quote);
CREATE INDEX shingle_quote ON shingle (quote);
CREATE INDEX alike_other ON alike (other);
"""

_RELATIONS = """SELECT ?found ?graph ?left ?right ?relation ?how ?score {
  %s GRAPH ?graph { ?found a kg:Relation ; rdf:_1 ?left ; rdf:_2 ?right ; kg:relation ?relation ;
    kg:kind ?how ; kg:score ?score }
}"""

Row = tuple[Any, ...]


class Memory:
    """One open database; what is done to it is kept by `commit` alone."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("BEGIN")

    @classmethod
    def recall(cls, path: Path) -> Memory | None:
        """What the same program left at `path`; None if there is nothing sound."""
        if not path.exists():
            return None
        try:
            memory = cls(path)
        except sqlite3.DatabaseError:
            return None
        try:
            if memory.one("SELECT value FROM meta WHERE name = 'program'") == _program():
                return memory
        except sqlite3.DatabaseError:
            pass
        memory.close()
        return None

    @classmethod
    def anew(cls, path: Path) -> Memory:
        """An empty one, in place of what was at `path`."""
        for each in (path, path.with_name(f"{path.name}-journal")):
            each.unlink(missing_ok=True)
        memory = cls(path)
        for statement in filter(str.strip, _SCHEMA.split(";")):
            memory.do(statement)
        memory.do("INSERT INTO meta VALUES ('program', ?)", _program())
        return memory

    @property
    def token(self) -> str:
        """What the last `commit` gave back."""
        return str(self.one("SELECT value FROM meta WHERE name = 'token'") or "")

    def commit(self) -> str:
        """A new token, after all that was done is kept."""
        token = uuid4().hex
        self.do("INSERT OR REPLACE INTO meta VALUES ('token', ?)", token)
        self.do("COMMIT")
        return token

    def close(self) -> None:
        """Lets go; what is not committed is as if it had never been."""
        self._db.close()

    # Asking and telling

    def rows(self, query: str, *values: object) -> list[Row]:
        """The rows of a query."""
        return self._db.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """The first cell of the first row; None if there is none."""
        found = self._db.execute(query, values).fetchone()
        return found[0] if found else None

    def column(self, query: str, *values: object) -> set[Any]:
        """The different values in the first column."""
        return {row[0] for row in self._db.execute(query, values)}

    def each(self, query: str, things: Iterable[object]) -> list[Row]:
        """The rows of a query for each of the things."""
        return [row for thing in things for row in self._db.execute(query, (thing,))]

    def do(self, statement: str, *values: object) -> None:
        """Carries out a statement."""
        self._db.execute(statement, values)

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carries out a statement for each row."""
        self._db.executemany(statement, rows)

    def index(self) -> None:
        """Makes the indices: quicker once the tables are filled."""
        for statement in filter(str.strip, _INDICES.split(";")):
            self.do(statement)

    # Utterances, relations, identities

    def learn_utterances(self, graph: nx.MultiDiGraph) -> None:
        """Takes over the utterances of a provenance graph with their articles and claims."""
        self.many(
            "INSERT INTO utterance (id, article, claim) VALUES (?, ?, ?)",
            (
                (each, target(graph, each, "inArticle"), target(graph, each, "interpretedAsClaim"))
                for each in of_kind(graph, "utterance")
            ),
        )

    def learn_relations(self, rows: Iterable[Row]) -> None:
        """Takes over rows of `relations`."""
        self.many("INSERT INTO relation (id, graph, one, other, same, told) VALUES (?, ?, ?, ?, ?, ?)", rows)

    def renew_relations(self, graph: str, rows: Iterable[Row]) -> set[str]:
        """The utterances whose relations in a graph differ from those that it has now, which are taken over."""
        now: dict[str, Row] = {row[0]: row for row in rows}
        query = "SELECT id, graph, one, other, same, told FROM relation WHERE graph = ?"
        before: dict[str, Row] = {row[0]: row for row in self.rows(query, graph)}
        differing = {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}
        self.many("UPDATE relation SET gone = 1 WHERE graph = ? AND id = ?", ((graph, each) for each in differing))
        self.learn_relations(now[each] for each in differing if each in now)
        return {row[side] for each in differing for row in (before.get(each), now.get(each)) if row for side in (2, 3)}

    def relations_of(self, utterances: Iterable[str]) -> set[str]:
        """The relations that some utterances have."""
        found = self.each("SELECT id FROM relation WHERE one = ? AND NOT gone", given := list(utterances))
        return {row[0] for row in (*found, *self.each("SELECT id FROM relation WHERE other = ? AND NOT gone", given))}

    def learn_entities(self, told: Mapping[str, str]) -> set[str]:
        """The identities of whom something else, or nothing, was told before."""
        before: dict[str, str] = dict(self.rows("SELECT id, told FROM entity"))
        differing = {each for each in before.keys() | told.keys() if before.get(each) != told.get(each)}
        self.many("DELETE FROM entity WHERE id = ?", ((each,) for each in differing))
        self.many("INSERT INTO entity VALUES (?, ?)", ((each, told[each]) for each in differing if each in told))
        return differing

    def learn_articles(self, articles: Iterable[str]) -> None:
        """Takes over which articles are current."""
        self.do("DELETE FROM article")
        self.many("INSERT INTO article VALUES (?)", ((each,) for each in articles))

    def linked(self, utterances: Iterable[str]) -> set[str]:
        """The utterances that have, or had, a relation with some utterances."""
        found = self.each("SELECT other FROM relation WHERE one = ?", given := list(utterances))
        return {row[0] for row in (*found, *self.each("SELECT one FROM relation WHERE other = ?", given))}

    def matters(self, utterances: Iterable[str]) -> set[str]:
        """The utterances with all others of their matters, as these are or were."""
        found: set[str] = set()
        waiting = list(utterances)
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            found.add(node)
            for query in _TOGETHER:
                waiting += self.column(query, node) - found
        return found

    def claims(self, utterances: Iterable[str]) -> set[str]:
        """The claims that the utterances make, or made."""
        query = "SELECT claim FROM utterance WHERE id = ? AND claim IS NOT NULL"
        return {row[0] for row in self.each(query, utterances)}

    def printings(self, claims: Iterable[str]) -> set[str]:
        """The utterances that make the claims."""
        return {row[0] for row in self.each("SELECT id FROM utterance WHERE claim = ? AND NOT gone", claims)}

    def present(self, utterances: Iterable[str]) -> set[str]:
        """Those of the utterances that are there now."""
        return {row[0] for row in self.each("SELECT id FROM utterance WHERE id = ? AND NOT gone", utterances)}

    def printed_alike(self, claims: Iterable[str]) -> set[str]:
        """The claims that stand in the very articles in which one of `claims` stands, where these are several."""
        found: set[str] = set()
        for claim in claims:
            articles = self._articles(claim)
            if len(articles) > 1:
                query = "SELECT claim FROM utterance WHERE article = ? AND claim IS NOT NULL AND NOT gone"
                beside = self.column(query, min(articles)) - found
                found |= {each for each in beside if self._articles(each) == articles}
        return found

    def _articles(self, claim: str) -> set[Any]:
        return self.column("SELECT article FROM utterance WHERE claim = ? AND NOT gone", claim)

    def settle(self) -> None:
        """Forgets what is outdated."""
        self.do("DELETE FROM utterance WHERE gone")
        self.do("DELETE FROM relation WHERE gone")

    # Findings

    def findings(self, name: str) -> list[Finding]:
        """The findings of a check, in their order."""
        return sorted(self.numbered(name).values(), key=lambda finding: finding.order)

    def touching(self, name: str, nodes: Iterable[str]) -> dict[int, Finding]:
        """The findings of a check that are about one of the nodes, by their numbers."""
        query = "SELECT number, name, told FROM concern JOIN finding USING (number) WHERE node = ? AND name = ?"
        return {row[0]: _finding(row) for node in nodes for row in self.rows(query, node, name)}

    def numbered(self, name: str) -> dict[int, Finding]:
        """The findings of a check by their numbers."""
        rows = self.rows("SELECT number, name, told FROM finding WHERE name = ?", name)
        return {row[0]: _finding(row) for row in rows}

    def add(self, findings: Iterable[Finding]) -> None:
        """Takes over findings."""
        for finding in findings:
            self.do("INSERT INTO finding (name, told) VALUES (?, ?)", finding.check, _told(finding))
            number = self.one("SELECT last_insert_rowid()")
            self.many("INSERT INTO concern VALUES (?, ?)", ((node, number) for node in set(finding.nodes)))

    def drop(self, numbers: Iterable[int]) -> None:
        """Forgets findings."""
        for table in ("finding", "concern"):
            self.many(f"DELETE FROM {table} WHERE number = ?", ((number,) for number in numbers))

    def checked(self) -> dict[str, bool]:
        """The checks whose findings are here, each with whether the store has the same."""
        return {name: bool(kept) for name, kept in self.rows("SELECT name, kept FROM checked")}

    def mark(self, name: str, *, kept: bool) -> None:
        """Notes that the findings of a check are here, and whether the store has the same."""
        self.do("INSERT OR REPLACE INTO checked VALUES (?, ?)", name, kept)

    # Ties of speakers

    def learn_ties(self, ties: Iterable[Tie]) -> None:
        """Takes over what shows how two speakers stand to each other."""
        self.many("INSERT INTO tie VALUES (?, ?, ?, ?, ?)", ((*tie[:3], *tie.utterances) for tie in ties))

    def prevailing(self) -> nx.Graph:
        """The ties of all speakers as `kg.checks.balance.prevailing` has them, but for the utterances."""
        signed = nx.Graph()
        for one, other, total in self.rows(
            "SELECT one, other, SUM(CASE kind WHEN 'agrees' THEN 1 ELSE -1 END) AS total FROM tie "
            "GROUP BY one, other HAVING total != 0"
        ):
            signed.add_edge(one, other, sign=1 if total > 0 else -1)
        return signed

    def show(self, signed: nx.Graph, circle: Sequence[str]) -> set[str]:
        """The utterances that show the ties of a circle; the edges of `signed` have theirs from now on."""
        found: set[str] = set()
        for pair in pairwise([*circle, circle[0]]):
            tie = signed.edges[pair]
            kind = "agrees" if tie["sign"] > 0 else "contradicts"
            query = "SELECT left, right FROM tie WHERE one = ? AND other = ? AND kind = ?"
            shown = {each for row in self.rows(query, *sorted(pair), kind) for each in row}
            tie["utterances"] = tuple(sorted(shown))
            found |= shown
        return found

    # Quotes

    def learn_quotes(self, quotes: Mapping[Words, Sequence[str]], speaker: Mapping[str, str]) -> set[int]:
        """The numbers of the quotes that were not here before; each utterance has its quote from now on."""
        new: set[int] = set()
        for words, utterances in quotes.items():
            number = self.one("SELECT number FROM quote WHERE words = ?", " ".join(words))
            if number is None:
                self.do("INSERT INTO quote (words) VALUES (?)", " ".join(words))
                number = self.one("SELECT last_insert_rowid()")
                self.many("INSERT INTO shingle VALUES (?, ?)", ((" ".join(row), number) for row in shingles(words)))
                new.add(number)
            self.many("INSERT INTO said VALUES (?, ?, ?)", ((each, number, speaker[each]) for each in utterances))
        return new

    def number(self, words: Words) -> int:
        """The number of a quote."""
        return int(self.one("SELECT number FROM quote WHERE words = ?", " ".join(words)))

    def unsay(self, utterances: Iterable[str]) -> set[int]:
        """The quotes of some utterances, which have none any more."""
        given = list(utterances)
        found = {row[0] for row in self.each("SELECT quote FROM said WHERE utterance = ?", given)}
        self.many("DELETE FROM said WHERE utterance = ?", ((each,) for each in given))
        return found

    def unsaid(self, quotes: Iterable[int]) -> set[int]:
        """Those of the quotes that no utterance has."""
        return {each for each in quotes if not self.rows("SELECT 1 FROM said WHERE quote = ? LIMIT 1", each)}

    def forget_quotes(self, gone: Iterable[int], unlinked: Iterable[int]) -> None:
        """Forgets quotes, and what further ones are alike."""
        given = [(each,) for each in gone]
        for table, column in (("quote", "number"), ("shingle", "quote"), ("hinging", "quote")):
            self.many(f"DELETE FROM {table} WHERE {column} = ?", given)
        for column in ("one", "other"):
            self.many(f"DELETE FROM alike WHERE {column} = ?", [*given, *((each,) for each in unlinked)])

    def link(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Takes over which quotes are alike."""
        self.many("INSERT OR IGNORE INTO alike VALUES (?, ?)", [(min(pair), max(pair)) for pair in pairs])

    def links(self, quotes: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs of alike quotes whose first is among some quotes."""
        return [(one, other) for one, other in self.each("SELECT one, other FROM alike WHERE one = ?", quotes)]

    def rows_of(self, quotes: Iterable[int]) -> set[str]:
        """The rows of words in some quotes."""
        return {row[0] for row in self.each("SELECT words FROM shingle WHERE quote = ?", quotes)}

    def words(self, quote: int) -> Words:
        """The words of a quote."""
        return tuple(self.one("SELECT words FROM quote WHERE number = ?", quote).split(" "))

    def holders(self, shingle: str) -> set[int]:
        """The quotes that have a row of words."""
        return self.column("SELECT quote FROM shingle WHERE words = ?", shingle)

    def groups(self, quotes: Iterable[int]) -> set[int]:
        """The quotes with all that hang together with them."""
        found: set[int] = set()
        waiting = list(quotes)
        while waiting:
            quote = waiting.pop()
            if quote not in found:
                found.add(quote)
                waiting += self.column("SELECT other FROM alike WHERE one = ?", quote)
                waiting += self.column("SELECT one FROM alike WHERE other = ?", quote)
        return found


def relations(store: Reader, graph: str | None = None) -> list[Row]:
    """The relations that a graph tells of, or all do: name, graph, both utterances, if they say the same, the rest."""
    found = store.query(_RELATIONS % (f"VALUES ?graph {{ <{graph}> }}" if graph else ""))
    return sorted(
        (str(iri), str(name), str(one), str(other), str(member(str(kind))) in SAME, str([kind, how, score]))
        for iri, name, one, other, kind, how, score in found
    )


_TOGETHER = (
    "SELECT b.id FROM utterance a JOIN utterance b ON a.claim = b.claim WHERE a.id = ?",
    "SELECT other FROM relation WHERE one = ? AND same",
    "SELECT one FROM relation WHERE other = ? AND same",
)


def _told(finding: Finding) -> str:
    places = [
        (each.article, each.passage.text, [(span.start, span.end) for span in each.passage.spans])
        for each in finding.evidence
    ]
    parts = (finding.id, finding.severity, finding.message, finding.nodes, places, finding.english, finding.score)
    return json.dumps(parts)


def _finding(row: Row) -> Finding:
    _, name, told = row
    iri, severity, message, nodes, places, english, score = json.loads(told)
    evidence = tuple(
        Evidence(article, Passage(text, tuple(Span(start, end) for start, end in spans)))
        for article, text, spans in places
    )
    return Finding(iri, name, Severity(severity), message, tuple(nodes), evidence, english, score)


@cache
def _program() -> str:
    """What all that makes findings is told by: another text of the program, or another library, may find otherwise."""
    told = hashlib.sha256()
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        told.update(path.read_bytes())
    told.update(" ".join(map(version, ("networkx", "rapidfuzz"))).encode())
    return told.hexdigest()
