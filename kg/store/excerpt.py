"""A part of a store, in memory: some nodes with what is said of them, to be asked like the whole."""

from __future__ import annotations

from collections.abc import Iterable

from kg.store.backend import Backend
from kg.store.reader import Reader


class Excerpt(Reader):
    """What the graphs of a store say of the nodes that were taken over, without their texts.

    >>> import tempfile
    >>> from kg.rdf import Quad
    >>> from kg.store import Store
    >>> with Store.create(tempfile.mkdtemp()) as store:
    ...     path = [Quad("urn:a", "urn:next", "urn:b", "urn:g"), Quad("urn:b", "urn:then", "urn:c", "urn:g")]
    ...     store.replace("urn:g", path)
    ...     part = Excerpt(store)
    ...     part.take(["urn:a"], frozenset(["urn:next"]))
    ...     len(list(part.quads()))
    2
    """

    def __init__(self, whole: Reader) -> None:
        super().__init__(Backend(None, read_only=False), whole._texts)
        self._whole = whole._backend
        self._taken: set[str] = set()

    def take(self, nodes: Iterable[str], ahead: frozenset[str] = frozenset()) -> None:
        """Nothing; the excerpt has the nodes, and those to which the properties `ahead` lead from them, and on."""
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node not in self._taken:
                self._taken.add(node)
                links = self._whole.copy(node, self._backend)
                waiting += [goal for predicate, goal in links if predicate in ahead]
