"""The graph without the articles' wording: offsets and hashes stay, and whoever has the texts can fill it in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.errors import StoreError
from kg.rdf import Quad, plain
from kg.rdf.withheld import Original, is_wording, kinds, withhold
from kg.store.reader import Reader
from kg.vocab import KG, OA

NEAR = 20
"""Articles in which the words of a node that stands in no article's graph are looked for. Set by hand: a claim that is
quoted in a finding's message is word for word in the first ones, or in none."""

_ORIGINAL = """SELECT ?hash ?headline {
  $article kg:textSha256 ?hash . OPTIONAL { $article schema:headline ?headline }
} LIMIT 1"""
_CONCERNED = f"""SELECT DISTINCT ?article {{
  {{ $node kg:concerns/kg:inArticle ?article }} UNION {{ $node kg:concerns/schema:appearance ?article }}
  UNION {{ GRAPH ?article {{ ?said prov:wasAttributedTo|kg:onBehalfOf $node }} }}
  FILTER EXISTS {{ ?article kg:textSha256 ?hash }}
}} ORDER BY ?article LIMIT {NEAR}"""
_KEPT = 256


class TextFree:
    """The graphs of a store without wording; `lost` counts what cannot be filled in again, its text being unknown."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._original = lru_cache(_KEPT)(self._read)
        self.lost = 0

    def quads(self, graph: str) -> Iterator[Quad]:
        """The quads of one graph, with statements `kg:withheld` in place of those that hold article text."""
        quads = list(self._store.quads(graph))
        classes = kinds(quads)
        sources = _sources(quads)
        for quad in quads:
            if not is_wording(quad, classes.get(quad.subject, ())):
                yield quad
                continue
            articles = sources.get(quad.subject) or self._articles(graph, quad.subject)
            hidden = withhold(quad, [found for article in articles if (found := self._original(article))])
            if hidden:
                yield hidden
            else:
                self.lost += 1

    def _articles(self, graph: str, node: str) -> list[str]:
        if self._original(graph):
            return [graph]
        return [str(article) for (article,) in self._store.query(_CONCERNED, params={"node": node})]

    def _read(self, article: str) -> Original | None:
        for sha256, headline in self._store.query(_ORIGINAL, params={"article": article}):
            try:
                text = self._store.text(plain(sha256 or ""))
            except StoreError:
                return None
            return Original(plain(sha256 or ""), text, plain(headline) if headline else None)
        return None


def _sources(quads: Sequence[Quad]) -> dict[str, list[str]]:
    """For each selector the article that it points into, and for each finding those of its evidence."""
    lies = {quad.subject: quad.object for quad in quads if quad.predicate == OA + "hasSource"}
    found: dict[str, dict[str, None]] = {}
    for quad in quads:
        place, node = {
            OA + "hasSelector": (quad.subject, quad.object),
            KG + "evidence": (quad.object, quad.subject),
        }.get(quad.predicate, ("", ""))
        if place in lies:
            found.setdefault(str(node), {})[str(lies[place])] = None
    return {node: list(articles) for node, articles in found.items()}
