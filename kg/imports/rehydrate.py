"""The wording of a graph that was written without it, filled in again from the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.errors import InputError
from kg.imports.originals import Articles, wording
from kg.rdf import Quad
from kg.rdf.withheld import WITHHELD, needed, restore
from kg.store import Reader


class Rehydration:
    """Fills wording in, and keeps count: `restored` and `left` statements, `missing` hashes of texts.

    A text counts as missing, too, if its article's headline is another one here.
    """

    def __init__(self, articles: Articles) -> None:
        self._originals = wording(articles)
        self.restored = 0
        self.left = 0
        self.missing: set[str] = set()

    def check(self, came: Reader, *, shown: str) -> None:
        """Makes sure that all that `came` withholds can be put back as soon as its texts are there.

        Raises:
            InputError: if not; `shown` names the file.
        """
        for node, told in came.query("SELECT ?node ?told { ?node kg:withheld ?told }"):
            try:
                needed(Quad(str(node), WITHHELD, told or "", ""))
            except ValueError as error:
                raise InputError(str(error), path=shown) from None

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The quads in their order, with the wording where its text is at hand, and else as they are.

        Raises:
            ValueError: if one withholds something that cannot be put back; see `check`.
        """
        for quad in quads:
            if quad.predicate != WITHHELD:
                yield quad
                continue
            found = restore(quad, self._originals)
            if found is None:
                self.missing |= needed(quad)
            self.restored += found is not None
            self.left += found is None
            yield found or quad
