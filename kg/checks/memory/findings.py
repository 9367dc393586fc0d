"""The findings of the last run, by the nodes that they are about, and the checks that they are of."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.checks.memory.database import Part
from kg.records import Evidence, Finding, Passage, Severity, Span


class Findings(Part):
    """The findings, each with a number, and the checks whose findings are here."""

    TABLES = """
    CREATE TABLE checked (name PRIMARY KEY, kept) WITHOUT ROWID;
    CREATE TABLE finding (number INTEGER PRIMARY KEY, name, told);
    CREATE TABLE concern (node, number);
    """
    INDICES = """
    CREATE INDEX finding_name ON finding (name);
    CREATE INDEX concern_node ON concern (node);
    CREATE INDEX concern_number ON concern (number);
    """

    def of(self, name: str) -> list[Finding]:
        """The findings of a check, in their order."""
        return sorted(self.numbered(name).values(), key=lambda finding: finding.order)

    def numbered(self, name: str) -> dict[int, Finding]:
        """The findings of a check by their numbers."""
        rows = self._db.rows("SELECT number, told FROM finding WHERE name = ?", name)
        return {number: _finding(name, told) for number, told in rows}

    def touching(self, name: str, nodes: Iterable[str]) -> dict[int, Finding]:
        """The findings of a check that are about one of the nodes, by their numbers."""
        query = "SELECT number, told FROM concern JOIN finding USING (number) WHERE node = ? AND name = ?"
        rows = (row for node in nodes for row in self._db.rows(query, node, name))
        return {number: _finding(name, told) for number, told in rows}

    def add(self, findings: Iterable[Finding]) -> None:
        """Nothing; the findings are here."""
        for finding in findings:
            number = self._db.insert("INSERT INTO finding (name, told) VALUES (?, ?)", finding.check, _told(finding))
            self._db.many("INSERT INTO concern VALUES (?, ?)", ((node, number) for node in set(finding.nodes)))

    def drop(self, numbers: Iterable[int]) -> None:
        """Nothing; the findings of these numbers are forgotten."""
        given = [(each,) for each in numbers]
        for table in ("finding", "concern"):
            self._db.many(f"DELETE FROM {table} WHERE number = ?", given)

    def checked(self) -> dict[str, bool]:
        """The checks whose findings are here, each with whether the store has the same."""
        return {name: bool(kept) for name, kept in self._db.rows("SELECT name, kept FROM checked")}

    def mark(self, name: str, *, kept: bool) -> None:
        """Nothing; the findings of a check count as being here, and as being the store's if they are `kept`."""
        self._db.do("INSERT OR REPLACE INTO checked VALUES (?, ?)", name, kept)


def _told(finding: Finding) -> str:
    places = [
        (each.article, each.passage.text, [(span.start, span.end) for span in each.passage.spans])
        for each in finding.evidence
    ]
    parts = (finding.id, finding.severity, finding.message, finding.nodes, places, finding.english, finding.score)
    return json.dumps(parts)


def _finding(name: str, told: str) -> Finding:
    iri, severity, message, nodes, places, english, score = json.loads(told)
    evidence = tuple(
        Evidence(article, Passage(text, tuple(Span(start, end) for start, end in spans)))
        for article, text, spans in places
    )
    return Finding(iri, name, Severity(severity), message, tuple(nodes), evidence, english, score)
