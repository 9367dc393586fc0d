"""How speakers stand to each other, tie by tie, each with the two utterances that show it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import networkx as nx

from kg.checks.memory.database import Part
from kg.network import Tie

_PREVAILING = """
SELECT one, other, SUM(CASE kind WHEN 'agrees' THEN 1 ELSE -1 END) AS total FROM tie
GROUP BY one, other HAVING total != 0
"""


class Ties(Part):
    """The ties of all speakers."""

    TABLES = "CREATE TABLE tie (one, other, kind, left, right);"
    INDICES = """
    CREATE INDEX tie_pair ON tie (one, other, kind);
    CREATE INDEX tie_left ON tie (left);
    CREATE INDEX tie_right ON tie (right);
    """

    def learn(self, ties: Iterable[Tie]) -> None:
        """Nothing; what shows how two speakers stand to each other is here."""
        self._db.many("INSERT INTO tie VALUES (?, ?, ?, ?, ?)", ((*tie[:3], *tie.utterances) for tie in ties))

    def forget(self, utterances: Collection[str]) -> None:
        """Nothing; the ties that one of the utterances shows are forgotten."""
        for side in ("left", "right"):
            self._db.many(f"DELETE FROM tie WHERE {side} = ?", ((each,) for each in utterances))

    def prevailing(self) -> nx.Graph:
        """The ties of all speakers as `kg.checks.balance.prevailing` has them, but for the utterances."""
        signed = nx.Graph()
        for one, other, total in self._db.rows(_PREVAILING):
            signed.add_edge(one, other, sign=1 if total > 0 else -1)
        return signed

    def show(self, signed: nx.Graph, circle: Sequence[str]) -> set[str]:
        """The utterances that show the ties of a circle; the edges of `signed` have theirs from now on."""
        found: set[str] = set()
        for one, other in map(sorted, pairwise([*circle, circle[0]])):
            tie = signed.edges[one, other]
            shown = self._shown(one, other, "agrees" if tie["sign"] > 0 else "contradicts")
            tie["utterances"] = tuple(sorted(shown))
            found |= shown
        return found

    def _shown(self, one: str, other: str, kind: str) -> set[str]:
        query = "SELECT left, right FROM tie WHERE one = ? AND other = ? AND kind = ?"
        return {each for row in self._db.rows(query, one, other, kind) for each in row}
