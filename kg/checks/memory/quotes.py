"""The different quotes, who says them where, their rows of words, and which of them are alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.checks.memory.database import Part
from kg.checks.misattribution import Words, shingles

_ALIKE = ("SELECT other FROM alike WHERE one = ?", "SELECT one FROM alike WHERE other = ?")


class Quotes(Part):
    """The quotes, each with a number; a quote hinges on roles if nothing else tells two of its speakers apart."""

    TABLES = """
    CREATE TABLE quote (number INTEGER PRIMARY KEY, words UNIQUE);
    CREATE TABLE said (utterance PRIMARY KEY, quote, speaker) WITHOUT ROWID;
    CREATE TABLE shingle (words, quote, PRIMARY KEY (words, quote)) WITHOUT ROWID;
    CREATE TABLE alike (one, other, PRIMARY KEY (one, other)) WITHOUT ROWID;
    CREATE TABLE hinging (quote PRIMARY KEY);
    """
    INDICES = """
    CREATE INDEX said_quote ON said (quote);
    CREATE INDEX shingle_quote ON shingle (quote);
    CREATE INDEX alike_other ON alike (other);
    """

    def learn(self, quotes: Mapping[Words, Sequence[str]], speaker: Mapping[str, str]) -> set[int]:
        """The numbers of the quotes that were not here before; each utterance has its quote from now on."""
        new: set[int] = set()
        for words, utterances in quotes.items():
            number = self._db.one("SELECT number FROM quote WHERE words = ?", " ".join(words))
            if number is None:
                number = self._add(words)
                new.add(number)
            said = ((each, number, speaker[each]) for each in utterances)
            self._db.many("INSERT INTO said VALUES (?, ?, ?)", said)
        return new

    def _add(self, words: Words) -> int:
        number = self._db.insert("INSERT INTO quote (words) VALUES (?)", " ".join(words))
        self._db.many("INSERT INTO shingle VALUES (?, ?)", ((" ".join(row), number) for row in shingles(words)))
        return number

    def forget(self, gone: Iterable[int], unlinked: Iterable[int]) -> None:
        """Nothing; the quotes that are gone are forgotten, and what they and further ones are alike."""
        given = [(each,) for each in gone]
        for table, column in (("quote", "number"), ("shingle", "quote"), ("hinging", "quote")):
            self._db.many(f"DELETE FROM {table} WHERE {column} = ?", given)
        apart = [*given, *((each,) for each in unlinked)]
        for column in ("one", "other"):
            self._db.many(f"DELETE FROM alike WHERE {column} = ?", apart)

    def numbers(self) -> set[int]:
        """All quotes."""
        return self._db.column("SELECT number FROM quote")

    def number(self, words: Words) -> int:
        """The number of a quote."""
        return int(self._db.one("SELECT number FROM quote WHERE words = ?", " ".join(words)))

    def words(self, quote: int) -> Words:
        """The words of a quote."""
        return tuple(self._db.one("SELECT words FROM quote WHERE number = ?", quote).split(" "))

    def said(self, quote: int) -> dict[str, str]:
        """The utterances that have a quote, each with its speaker."""
        return dict(self._db.rows("SELECT utterance, speaker FROM said WHERE quote = ?", quote))

    def unsay(self, utterances: Iterable[str]) -> set[int]:
        """The quotes of some utterances, which have none any more."""
        found = self._db.each("SELECT quote FROM said WHERE utterance = ?", given := list(utterances))
        self._db.many("DELETE FROM said WHERE utterance = ?", ((each,) for each in given))
        return found

    def unsaid(self, quotes: Iterable[int]) -> set[int]:
        """Those of the quotes that no utterance has."""
        return {each for each in quotes if not self._db.rows("SELECT 1 FROM said WHERE quote = ? LIMIT 1", each)}

    def shingles(self, quotes: Iterable[int]) -> set[str]:
        """The rows of words in some quotes."""
        return self._db.each("SELECT words FROM shingle WHERE quote = ?", quotes)

    def holders(self, shingle: str) -> set[int]:
        """The quotes that have a row of words."""
        return self._db.column("SELECT quote FROM shingle WHERE words = ?", shingle)

    def link(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Nothing; the quotes of each pair are alike."""
        self._db.many("INSERT OR IGNORE INTO alike VALUES (?, ?)", [(min(pair), max(pair)) for pair in pairs])

    def links(self, quotes: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs of alike quotes whose first is among some quotes."""
        query = "SELECT other FROM alike WHERE one = ?"
        return [(one, other) for one in quotes for (other,) in self._db.rows(query, one)]

    def groups(self, quotes: Iterable[int]) -> set[int]:
        """The quotes with all that hang together with them."""
        return self._db.reach(_ALIKE, quotes)

    def hinging(self) -> set[int]:
        """The quotes that hinge on roles."""
        return self._db.column("SELECT quote FROM hinging")

    def hinge(self, quotes: Collection[int], hinging: Iterable[int]) -> None:
        """Nothing; among some quotes these hinge on roles, and no others."""
        self._db.many("DELETE FROM hinging WHERE quote = ?", ((each,) for each in quotes))
        self._db.many("INSERT INTO hinging VALUES (?)", ((each,) for each in hinging))
