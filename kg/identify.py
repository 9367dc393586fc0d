"""Identities of a whole store: judged anew from what is in it, and decided by users.

An article's graph keeps the names that the article gives. Beside it stand three graphs: what users decided
(`vocab.DECIDED`), what the program holds (`vocab.JUDGED`), and which name stands for all (`vocab.IDENTITIES`). The last
two follow from the articles, the seed and the first; `refresh` makes them anew and writes what differs, in one step. So
neither the order of the articles matters nor how often one came in, and a merge can always be taken back.

Source: judgements as in FollowTheMoney's `nomenklatura`, https://github.com/opensanctions/nomenklatura
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import UsageError
from kg.rdf import Quad, identity_quads, judgement_quads, judgements, member, plain
from kg.records import UNNAMED, Entity, EntityKind, Judgement
from kg.resolve import (
    BODIES,
    Clusters,
    Context,
    Figures,
    cluster,
    compact,
    fold,
    known,
    name_parts,
    role_words,
    surname_key,
)
from kg.store import CURRENT, Reader, Store
from kg.vocab import AGENTS, DATA, DECIDED, IDENTITIES, JUDGED, entity_iri

_AGENTS = f"SELECT ?id ?kind ?label FROM <{AGENTS}> {{ ?id kg:entityKind ?kind ; schema:name ?label }}"
_CANONICAL = f"SELECT ?id ?stands FROM <{IDENTITIES}> {{ ?id kg:canonical ?stands }}"
_STANDING = f"SELECT ?id ?kind ?label FROM <{IDENTITIES}> {{ ?id kg:entityKind ?kind ; schema:name ?label }}"
_SAID = f"""SELECT ?id (COUNT(DISTINCT ?utterance) AS ?n) {{
  %s ?utterance kg:saidBy ?id ; kg:inArticle ?article . {CURRENT}
}} GROUP BY ?id"""
_RELAYED = f"""SELECT ?id (COUNT(DISTINCT ?step) AS ?n) {{
  %s GRAPH ?article {{ ?step prov:wasAttributedTo ?id ; a kg:SourceStep }} {CURRENT}
}} GROUP BY ?id"""

_OFFICES = """SELECT ?id ?words ?former (COUNT(?attribution) AS ?n) {
  ?attribution prov:agent ?id ; kg:officeAsWritten ?words ; kg:former ?former
} GROUP BY ?id ?words ?former"""
_SPOKEN_AS = """SELECT DISTINCT ?id ?words {
  %s ?utterance kg:saidBy ?id ; kg:speakerAt|kg:antecedentAt ?place .
  ?place oa:hasSelector ?quote . ?quote oa:exact ?words
}"""

_BESIDE = f"""SELECT DISTINCT ?id ?other {{
  %s ?utterance kg:saidBy ?id ; kg:inArticle ?article . ?another kg:inArticle ?article ; kg:saidBy ?other .
  FILTER(?id != ?other) GRAPH <{AGENTS}> {{ ?other kg:entityKind kg:PersonKind }}
}}"""

BATCH = 1000
"""Identities that one query counts for. Set by hand, as in `ask`."""
SUGGESTED = 75
"""Likeness in percent from which a name is suggested where nobody bears the one given. Set by hand."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity: the name that stands for all, how often it speaks and passes on, and its other names."""

    id: str
    label: str
    kind: str
    utterances: int = 0
    relayed: int = 0
    names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    wikidata: str | None = None

    def __str__(self) -> str:
        plural = "" if self.utterances == 1 else "s"
        also = f"; also: {', '.join(self.names)}" if self.names else ""
        return f"{self.label} ({self.kind}, {self.utterances} utterance{plural}){also}"


def refresh(store: Store, figures: Figures | None = None) -> Clusters:
    """What holds for the store as it is, after it was written there as far as it differs from what stood there."""
    seed = known()[0] if figures is None else figures
    return _write(store, seed, decided(store))


def decided(store: Reader) -> list[Judgement]:
    """What users decided, oldest first."""
    return list(judgements(store.quads(DECIDED)))


def judged(store: Reader) -> list[Judgement]:
    """What the program holds, the surest first."""
    return sorted(judgements(store.quads(JUDGED)), key=lambda made: (-made.score, made.pair))


def canonical(store: Reader) -> dict[str, str]:
    """For each identity that another stands for, that other."""
    return {str(one): str(other) for one, other in store.query(_CANONICAL)}


def labels(store: Reader) -> dict[str, str]:
    """The name of each identity that the store describes."""
    return {iri: entity.label for iri, entity in (_entities(store, _AGENTS) | _entities(store, _STANDING)).items()}


def everyone(store: Reader, figures: Figures | None = None) -> list[Identity]:
    """All identities that the store describes, without their numbers, in the order of their IRIs."""
    seed = known()[0] if figures is None else figures
    stands = canonical(store)
    entities = _entities(store, _AGENTS) | _entities(store, _STANDING)
    members: dict[str, list[Entity]] = {}
    for iri in sorted(entities):
        members.setdefault(stands.get(iri, iri), []).append(entities[iri])
    return [_identity(entities[iri], members[iri], seed) for iri in sorted(members) if iri in entities]


def counted(store: Reader, some: Iterable[Identity]) -> list[Identity]:
    """Those of them who speak or pass on in current article versions, with their numbers, the most talkative first."""
    given = list(some)
    owner = {member: each.id for each in given for member in each.members}
    said, relayed = (_counts(store, query, owner) for query in (_SAID, _RELAYED))
    found = [replace(each, utterances=said[each.id], relayed=relayed[each.id]) for each in given]
    active = [each for each in found if each.utterances or each.relayed]
    return sorted(active, key=lambda each: (-each.utterances, -each.relayed, each.label, each.id))


def identities(store: Reader, figures: Figures | None = None) -> list[Identity]:
    """All who have a name and speak or pass on in current article versions, the most talkative first."""
    return counted(store, (each for each in everyone(store, figures) if EntityKind(each.kind) not in UNNAMED))


def meanings(identities: Sequence[Identity], name: str, figures: Figures | None = None) -> Iterator[list[Identity]]:
    """Whom `name` can mean, the likeliest first: who bears it, whose names hold its words, whose surname sounds so.

    Case and accents do not matter. A single word is never a full name.
    """
    seed = known()[0] if figures is None else figures
    wanted = fold(name)
    words = set(wanted.split())
    if not words:
        return
    holding = [
        each for each in identities if any(words <= set(fold(label).split()) for label in _all_names(each, seed))
    ]
    if len(words) > 1:
        yield [each for each in holding if wanted in map(fold, _all_names(each, seed))]
    yield holding
    yield [each for each in identities if _sounds(each, name, seed)]


def matching(identities: Sequence[Identity], name: str, figures: Figures | None = None) -> list[Identity]:
    """The likeliest of those whom `name` can mean, in the order given; see `meanings`."""
    return next(filter(None, meanings(identities, name, figures)), [])


def suggestions(identities: Iterable[Identity], name: str, figures: Figures | None = None) -> list[Identity]:
    """The three whose names, or surnames, are most like a name that nobody bears."""
    from rapidfuzz import fuzz

    seed = known()[0] if figures is None else figures
    wanted = fold(name)
    scored = [
        (max(fuzz.ratio(wanted, form) for label in _all_names(each, seed) for form in _forms(label)), each)
        for each in identities
    ]
    close = [pair for pair in scored if pair[0] >= SUGGESTED]
    return [each for _, each in sorted(close, key=lambda pair: (-pair[0], -pair[1].utterances, pair[1].label))[:3]]


def merge(store: Store, one: str, other: str, figures: Figures | None = None) -> tuple[Entity, Entity]:
    """The two identities (names or IRIs) that a user's judgement makes one from now on.

    Raises:
        UsageError: if a name means nobody or several, both are one already, or they can never be one.
    """
    return _decide(store, one, other, True, known()[0] if figures is None else figures)


def split(store: Store, one: str, other: str, figures: Figures | None = None) -> tuple[Entity, Entity]:
    """The two identities (names or IRIs) that a user's judgement keeps apart from now on.

    Raises:
        UsageError: if a name means nobody or several, or both are one name already in the articles themselves.
    """
    return _decide(store, one, other, False, known()[0] if figures is None else figures)


def _decide(store: Store, one: str, other: str, same: bool, figures: Figures) -> tuple[Entity, Entity]:
    entities = _entities(store, _AGENTS)
    stands = canonical(store)
    left, right = (_meant(name, entities, stands, store, figures) for name in (one, other))
    if left.id == right.id:
        raise UsageError(f"“{one}” and “{other}” are one name in the articles: {left.label}")
    if same:
        _check_kinds(left, right)
    word = "are one" if same else "are two"
    made = Judgement.of(left.id, right.id, same, f"a user says that they {word}", float(same), "user")
    _write(store, figures, [*(j for j in decided(store) if j.pair != made.pair), made])
    return left, right


def _check_kinds(left: Entity, right: Entity) -> None:
    for each in (left, right):
        if each.kind in UNNAMED:
            raise UsageError(f"{each.label} is unnamed: an unnamed source is never one with another")
    if left.kind is not right.kind and not {left.kind, right.kind} <= BODIES:
        raise UsageError(f"a {left.kind} and a {right.kind} are never one: {left.label}, {right.label}")


def _meant(
    name: str, entities: Mapping[str, Entity], stands: Mapping[str, str], store: Reader, figures: Figures
) -> Entity:
    """The one entity of the articles that is meant: by IRI, by its very name, else the one that stands for others."""
    if name.startswith(DATA):
        if name not in entities:
            raise UsageError(f"no identity {name} in this store")
        return entities[name]
    active = identities(store, figures)
    living = {member for each in active for member in each.members} & entities.keys()
    exact = [entities[iri] for iri in sorted(living) if compact(entities[iri].label) == compact(name)]
    if len(exact) == 1:
        return exact[0]
    found = matching(active, name, figures)
    if len({stands.get(entity.id, entity.id) for entity in exact}) == 1:
        return exact[0]
    if not found:
        raise UsageError(f"nobody called “{name}” is in this store; kg entities lists who is")
    if len(found) > 1:
        told = "; ".join(f"{each.label} <{each.id}>" for each in found[:5])
        raise UsageError(f"“{name}” means {len(found)} identities of this store, not one: {told}")
    ids = [iri for iri in (found[0].id, *found[0].members) if iri in entities]
    return entities[ids[0]]


def _write(store: Store, figures: Figures, users: Sequence[Judgement]) -> Clusters:
    entities = _entities(store, _AGENTS)
    pairs = {iri for judgement in users for iri in judgement.pair}
    told = [entity for entity in entities.values() if entity.kind not in UNNAMED or entity.id in pairs]
    made = cluster(told, figures, users, _context(store, told))
    new = {
        *judgement_quads(users, DECIDED, numbered=True),
        *judgement_quads(made.judgements, JUDGED),
        *_identity_quads(entities, made, figures),
    }
    old = {quad for graph in (DECIDED, JUDGED, IDENTITIES) for quad in store.quads(graph)}
    if new != old:
        store.amend(sorted(old - new, key=str), sorted(new - old, key=str))
    return made


def _context(store: Reader, entities: Sequence[Entity]) -> Context:
    """The roles by which articles introduce persons, be it before a lone surname; their offices; who speaks beside."""
    lone = [e.id for e in entities if e.kind is EntityKind.PERSON and e.id != entity_iri(e.kind, e.label)]
    called: dict[str, set[str]] = defaultdict(set)
    offices: dict[str, set[str]] = defaultdict(set)
    seen: Counter[str] = Counter()
    for iri, words, former, number in store.query(_OFFICES):
        seen[str(iri)] += int(plain(number or "0"))
        called[str(iri)] |= role_words(plain(words or ""))
        if plain(former or "") != "true":
            offices[str(iri)].add(plain(words or ""))
    for values in _values(lone):
        for iri, words in store.query(_SPOKEN_AS % values):
            called[str(iri)] |= role_words(plain(words or ""))
    return Context(called, offices, _beside(store, entities), seen)


def _beside(store: Reader, entities: Iterable[Entity]) -> dict[str, set[str]]:
    """The persons who speak in the same articles as a lone surname, or as those of that surname."""
    people = [e for e in entities if e.kind is EntityKind.PERSON]
    lone = {e.id: e for e in people if e.id != entity_iri(e.kind, e.label) and len(e.label.split()) == 1}
    keys = {surname_key(e.label) for e in lone.values()}
    bearers = [e.id for e in people if e.id not in lone and name_parts(e.label).surname in keys]
    found: dict[str, set[str]] = {}
    for values in _values([*lone, *bearers]):
        for one, other in store.query(_BESIDE % values):
            found.setdefault(str(one), set()).add(str(other))
    return found


def _identity_quads(entities: Mapping[str, Entity], made: Clusters, figures: Figures) -> Iterator[Quad]:
    by_figure = {iri: figure for iri, figure in figures.by_id.items() if iri in entities}
    standing = set(made.canonical.values())
    by_figure |= {iri: figures.by_id[iri] for iri in standing if iri in figures.by_id}
    unnamed = [Entity(iri, by_figure[iri].label, by_figure[iri].kind) for iri in sorted(standing - entities.keys())]
    labels = {entity.id: entity.label for entity in (*entities.values(), *unnamed)}
    items = {iri: figure.wikidata for iri, figure in by_figure.items() if figure.wikidata}
    return identity_quads({iri: to for iri, to in made.canonical.items() if iri in entities}, labels, unnamed, items)


def _entities(store: Reader, query: str) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for iri, kind, label in store.query(query):
        sort = member(str(kind))
        if isinstance(sort, EntityKind) and label is not None:
            found[str(iri)] = Entity(str(iri), plain(label), sort)
    return found


def _counts(store: Reader, query: str, owner: Mapping[str, str]) -> Counter[str]:
    """How often each owner is found by the query, all its members taken together."""
    found: Counter[str] = Counter()
    for values in _values(list(owner)):
        for iri, number in store.query(query % values):
            found[owner[str(iri)]] += int(plain(number or "0"))
    return found


def _values(iris: Sequence[str]) -> Iterator[str]:
    """VALUES clauses for `id` of at most `BATCH` IRIs each, which must come from the store."""
    for start in range(0, len(iris), BATCH):
        listed = " ".join(f"<{iri}>" for iri in iris[start : start + BATCH])
        yield f"VALUES ?id {{ {listed} }}"


def _identity(entity: Entity, members: Sequence[Entity], figures: Figures) -> Identity:
    others = sorted({each.label for each in members} - {entity.label})
    figure = figures.by_id.get(entity.id)
    ids = tuple(each.id for each in members)
    item = figure.wikidata if figure else None
    return Identity(entity.id, entity.label, entity.kind.value, names=tuple(others), members=ids, wikidata=item)


def _all_names(identity: Identity, figures: Figures) -> tuple[str, ...]:
    figure = figures.by_id.get(identity.id)
    return (identity.label, *identity.names, *(figure.names if figure else ()))


def _forms(label: str) -> tuple[str, str]:
    plain_form = fold(label)
    return plain_form, plain_form.rpartition(" ")[2]


def _sounds(identity: Identity, name: str, figures: Figures) -> bool:
    if identity.kind != EntityKind.PERSON:
        return False
    wanted = name_parts(name)
    for label in _all_names(identity, figures):
        parts = name_parts(label)
        if parts.surname == wanted.surname and (not wanted.given or parts.given[:1] == wanted.given[:1]):
            return True
    return False
