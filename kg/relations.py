"""The relations of a whole store's utterances: new articles are held against what is there, nothing is done twice.

Each article has a graph of relations, which also says by which model its utterances were compared. So `refresh` sees
what is new, an article that is retracted or replaced takes its relations along, and the order of articles is all one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np

from kg.claims.candidates import Field, candidates
from kg.claims.relate import OPPOSED, REJECTED
from kg.claims.topics import topic
from kg.claims.wording import key
from kg.compare import Comparer, answer, lead
from kg.errors import UsageError
from kg.machine import cores
from kg.rdf import Literal, Quad, member, plain, relation_quads
from kg.records import UNNAMED, Comparison, Evidence, Passage, Related, Relation, Said, Span, SpeechType
from kg.store import CURRENT, Reader, Store
from kg.vocab import KG, relations_graph

_UTTERANCES = f"""SELECT ?utterance ?article ?hash ?number ?wording ?type ?date ?outlet ?speaker ?name ?kind {{
  ?utterance a kg:Utterance ; kg:inArticle ?article ; kg:position ?number ;
    kg:wording ?wording ; kg:speechType ?type . {CURRENT}
  ?article kg:textSha256 ?hash .
  OPTIONAL {{ ?utterance kg:date ?date }}
  OPTIONAL {{ ?utterance kg:outlet/schema:name ?outlet }}
  OPTIONAL {{
    ?utterance kg:saidBy ?voice .
    OPTIONAL {{ ?voice kg:canonical ?stands }}
    BIND(COALESCE(?stands, ?voice) AS ?speaker)
    ?speaker schema:name ?name ; kg:entityKind ?kind
  }}
}} ORDER BY ?utterance ?name"""

_QUOTES = """SELECT ?utterance ?start ?end {
  ?utterance kg:quoteAt/oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end
} ORDER BY ?utterance ?start"""

_COUNTS = """SELECT ?relation ?kind (COUNT(?found) AS ?count) {
  ?found a kg:Relation ; kg:relation ?relation ; kg:kind ?kind
} GROUP BY ?relation ?kind ORDER BY DESC(?count) ?relation ?kind"""

_ARTICLES = f"SELECT ?article ?run {{ ?article a schema:NewsArticle ; prov:wasGeneratedBy ?run . {CURRENT} }}"
_TEXTS = f"SELECT ?article ?hash {{ ?article a schema:NewsArticle ; kg:textSha256 ?hash . {CURRENT} }}"
_COMPARED = "SELECT ?article ?mark { ?article kg:comparedBy ?mark }"
_OF_ARTICLES = """SELECT DISTINCT ?graph ?relation {
  VALUES ?article { %s }
  GRAPH ?graph { ?relation a kg:Relation ; kg:evidence ?place . ?place oa:hasSource ?article }
}"""

TEXTS = 64
"""Texts that are kept at hand while utterances are read, which come article by article or nearly so. Set by hand."""

TOPICS = 8192
"""Topics of articles that are kept at hand: some 60 MB. Set by hand."""

TOGETHER = 512
"""Pairs that are under way at once. Set by hand: enough to keep every core busy."""

FAIRLY_SURE, SURE = 0.85, 0.9
"""Least scores of a contradiction or denial that is told without being asked for: of two that are surely about one
matter, and of others. Of what they leave of news stories that nothing learnt from, two in three are right."""

_OF_ONE = (Relation.CHANGED_POSITION, Relation.UPDATES)
"""Relations of what one speaker says of one matter, whatever event it is printed about."""

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance of a store as it is compared: with its article, its quote there, and its speaker's identity."""

    id: str
    article: str
    said: Said
    quote: Passage
    speaker: str | None

    def row(self) -> dict[str, str | None]:
        """What a reader wants to know of it."""
        said = self.said
        known = {name: getattr(said, name) for name in ("text", "speaker", "date", "outlet")}
        return {"utterance": self.id, **known, "type": said.type.value}

    @property
    def place(self) -> tuple[str, int]:
        """The article and the utterance's number in it."""
        return self.said.place or (self.article, 0)

    @property
    def day(self) -> int:
        """The day of its article as a number; -1 if that is unknown."""
        try:
            return date.fromisoformat(self.said.date or "").toordinal()
        except ValueError:
            return -1


def find(store: Reader, one: str, other: str) -> tuple[Spoken, Spoken]:
    """The two utterances that are meant, each by its IRI or by words of its wording; of one wording the oldest.

    Raises:
        UsageError: if one is none or several, or both are the same.
    """
    spoken = utterances(store)
    left, right = (_meant(spoken, wanted) for wanted in (one, other))
    if left.id == right.id:
        raise UsageError(f"both are one utterance: “{left.said.text}”")
    return left, right


def side_by_side(store: Reader, one: str, other: str, comparer: Comparer) -> tuple[Spoken, Spoken, Comparison]:
    """The two utterances that are meant, and what they are to each other; see `find`.

    Raises:
        UsageError: if one is none or several, or both are the same.
    """
    left, right = find(store, one, other)
    return left, right, comparer(left.said, right.said)


def as_json(left: Spoken, right: Spoken, found: Comparison) -> dict[str, Any]:
    """Two utterances and what they are to each other, ready for JSON: `a`, `b`, and the fields of `compare.answer`."""
    return {"a": left.row(), "b": right.row(), **answer(found, left.said, right.said)}


def _meant(spoken: Sequence[Spoken], wanted: str) -> Spoken:
    words = key(wanted)
    found = [each for each in spoken if wanted == each.id or (words and words in key(each.said.text))]
    exact = [each for each in found if words == key(each.said.text)] or found
    if len({key(each.said.text) for each in exact}) == 1:
        return min(exact, key=lambda each: (each.said.date or "9999", each.id))
    if not found:
        raise UsageError(f"no utterance has the words “{wanted}”")
    told = "; ".join(
        f"“{each.said.text[:60]}” ({each.said.outlet}, {each.said.date}) <{each.id}>" for each in found[:5]
    )
    raise UsageError(f"“{wanted}” is in {len(found)} utterances: {told}")


def refresh(store: Store, comparer: Comparer, progress: Callable[[int], Tick] = lambda total: lambda: None) -> int:
    """The number of relations found anew: the store has them, and none of utterances that are not there any more.

    `progress` gets the number of pairs to compare, and gives what is called at each.
    """
    forget(store, comparer)
    spoken = utterances(store)
    runs, done = _runs(store), _marks(store)
    new = [k for k, each in enumerate(spoken) if each.article not in done]
    fresh = sorted({spoken[k].article for k in new})
    if not new:
        return 0
    field = _field(store, spoken, comparer)
    pairs = list(candidates(field, new))
    found = nearest(_related(spoken, field, pairs, comparer, progress(len(pairs))), spoken)
    owned = {owner: list(some) for owner, some in groupby(sorted(found, key=_owner), key=lambda pair: pair[0])}
    marks = [
        Quad(each, KG + "comparedBy", Literal(_mark(comparer.name, runs[each])), relations_graph(each))
        for each in fresh
    ]
    relations = [
        quad for owner, some in owned.items() for quad in relation_quads((r for _, r in some), relations_graph(owner))
    ]
    store.amend((), [*marks, *relations])
    return len(found)


def counts(store: Reader) -> list[dict[str, str | int]]:
    """How many relations of each sort and kind there are, the commonest first."""
    return [
        {"relation": str(member(str(relation))), "kind": plain(kind or ""), "count": int(plain(count or "0"))}
        for relation, kind, count in store.query(_COUNTS)
    ]


def utterances(store: Reader) -> list[Spoken]:
    """The utterances of current article versions, in the order of their IRIs."""
    quotes: dict[str, list[Span]] = {}
    for utterance, start, end in store.query(_QUOTES):
        quotes.setdefault(str(utterance), []).append(Span(int(plain(start or "0")), int(plain(end or "0"))))
    text_of = lru_cache(TEXTS)(store.text)
    found: dict[str, Spoken] = {}
    for utterance, article, sha256, number, wording, kind, day, outlet, speaker, name, sort in store.query(_UTTERANCES):
        iri, text = str(utterance), plain(wording or "")
        named = name is not None and member(str(sort)) not in UNNAMED
        said = Said(
            text,
            speaker=plain(name) if named and name else None,
            date=plain(day) if day else None,
            outlet=plain(outlet) if outlet else None,
            type=SpeechType(member(str(kind)) or SpeechType.DIRECT),
            place=(str(article), int(plain(number or "0"))),
            before=lead(text_of(plain(sha256 or "")), quotes[iri][0].start),
        )
        spoken = Spoken(iri, str(article), said, Passage(text, tuple(quotes[iri])), str(speaker) if named else None)
        found.setdefault(iri, spoken)
    return list(found.values())


def _field(store: Store, spoken: Sequence[Spoken], comparer: Comparer) -> Field:
    kept = store.vectors(comparer.name)
    wordings = [f"{each.said.text}\n{each.said.before or ''}" for each in spoken]
    vectors = kept.of(wordings, lambda k: comparer.vector(spoken[k].said))
    return Field(
        vectors,
        np.array([each.day for each in spoken]),
        [each.speaker for each in spoken],
        [each.place for each in spoken],
        [each.said for each in spoken],
        _topics(store),
    )


def _topics(store: Reader) -> Callable[[str], frozenset[str]]:
    """What gives the topic of an article by its IRI; the last ones are kept at hand."""
    hashes = {str(article): plain(sha256 or "") for article, sha256 in store.query(_TEXTS)}
    return lru_cache(TOPICS)(lambda article: topic(store.text(hashes[article])))


def _related(
    spoken: Sequence[Spoken], field: Field, pairs: Sequence[tuple[int, int]], comparer: Comparer, tick: Tick
) -> Iterator[tuple[str, Related]]:
    """The relations among the pairs, each with the article in whose graph it stands; `tick` is called for each pair."""
    with ThreadPoolExecutor(cores()) as pool:
        for start in range(0, len(pairs), TOGETHER):
            some = pairs[start : start + TOGETHER]
            told = pool.map(lambda pair: comparer(spoken[pair[0]].said, spoken[pair[1]].said), some)
            for (left, right), found in zip(some, told, strict=True):
                tick()
                a, b = spoken[left], spoken[right]
                if found.relation is not Relation.NONE and _told(field, left, right, found):
                    yield max(a.article, b.article), related(a, b, found)


def nearest(found: Iterable[tuple[str, Related]], spoken: Sequence[Spoken]) -> list[tuple[str, Related]]:
    """The relations, of a bare rejection only that to the nearest of what it may reject."""
    kept, place = list(found), {each.id: each.place for each in spoken}
    reach: dict[str, int] = {}

    def bare(related: Related) -> tuple[str, int] | None:
        (_, one), (article, other) = (place[node] for node in (related.left, related.right))
        if related.relation is not Relation.DENIES or related.score != REJECTED or place[related.left][0] != article:
            return None
        return (related.left if one > other else related.right), abs(one - other)

    for _, related in kept:
        if told := bare(related):
            reach[told[0]] = min(told[1], reach.get(told[0], told[1]))
    return [each for each in kept if not (told := bare(each[1])) or reach[told[0]] == told[1]]


def _told(field: Field, left: int, right: int, found: Comparison) -> bool:
    """True if the relation is told without being asked for.

    Printings of one quote always are, other relations where both surely have one matter. Of a contradiction or denial
    the reader must be sure, too; it is then told of what shares few words as well.
    """
    if found.relation is Relation.SAME_QUOTE:
        return True
    own = found.relation in _OF_ONE and field.one_speaker(left, right)
    if not (own or field.one_event(left, right)):
        return False
    one_matter = field.one_matter(left, right, found.kind)
    if found.relation in OPPOSED and found.score != REJECTED:
        return found.score >= (FAIRLY_SURE if one_matter else SURE)
    return one_matter


def related(a: Spoken, b: Spoken, found: Comparison) -> Related:
    """The comparison of two utterances of a store, its spans turned into passages of their articles."""
    evidence = (
        *(Evidence(a.article, a.quote.part(span)) for span in found.left),
        *(Evidence(b.article, b.quote.part(span)) for span in found.right),
    )
    return Related(a.id, b.id, found.relation, found.kind, found.score, evidence)


def _owner(pair: tuple[str, Related]) -> tuple[str, str, str]:
    return pair[0], pair[1].left, pair[1].right


def forget(store: Store, comparer: Comparer | None = None) -> None:
    """Takes out the relations of articles that are gone, replaced or extracted anew, or compared by another model."""
    runs = _runs(store)
    stale = [
        article
        for article, mark in _marks(store).items()
        if not (mark.startswith(comparer.name if comparer else "") and mark.endswith(runs.get(article, "gone")))
    ]
    if not stale:
        return
    gone = [quad for article in stale for quad in store.quads(relations_graph(article))]
    listed = " ".join(f"<{article}>" for article in stale)
    for graph, relation in store.query(_OF_ARTICLES % listed):
        gone += [quad for quad in store.quads(str(graph)) if quad.subject.startswith(str(relation))]
    store.amend(list(dict.fromkeys(gone)), ())


def _runs(store: Reader) -> dict[str, str]:
    """The run of each current article version."""
    return {str(article): str(run) for article, run in store.query(_ARTICLES)}


def _marks(store: Reader) -> dict[str, str]:
    """By which model each article was compared, as extracted by which run."""
    return {str(article): plain(mark or "") for article, mark in store.query(_COMPARED)}


def _mark(model: str, run: str) -> str:
    return f"{model} on {run}"
