"""Identities of many articles judged: which are one, which may be one, and which name stands for all.

No two identities are compared unless they share a key (blocking): a surname by sound, a body's name without blanks, a
name with one letter less. Pairs that are surely one are united greedily, the surest first, unless a user, or the fact
that both are known figures, keeps them apart. Time n log n, memory linear in the number of identities.

Source: Papadakis et al., Blocking and Filtering Techniques for Entity Resolution, ACM Computing Surveys 53 (2020);
union-find with constraints after Davidson & Ravi, SDM 2005.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.records import UNNAMED, Entity, EntityKind, Judgement
from kg.resolve.figures import BODIES, Figure, Figures
from kg.resolve.keys import compact, fold, is_slavic, surname_key
from kg.resolve.people import INITIAL, Name, given_family, name_parts, office_key, shorter_forms
from kg.vocab import entity_iri

SURE = 0.75
"""The program unites pairs from this score on. Set by hand: below are only pairs that a person should look at."""
SEED, SPELLING, OTHER_KIND, SOUND, VARIANT, SPELT_OUT, COMPANY = 1.0, 0.97, 0.85, 0.9, 0.8, 0.8, 0.76
MIXED, FAMILY, WORDS, TYPO = 0.6, 0.6, 0.5, 0.45
CROWD = 6
"""Larger blocks of look-alikes are passed over: what all resemble tells nothing. Set by hand."""
BESIDE = 2
"""Who speak in articles of both, from which on a lone surname is its one bearer's. Set by hand."""
SHORT = 5
"""Letters below which a surname with one letter less is too often another one. Set by hand."""

_FILLERS = frozenset(
    ("der", "die", "das", "des", "dem", "den", "fur", "von", "und", "in", "im", "am", "zu", "zur", "zum")
)
_SOLE = re.compile(
    r"(?:minister|prasident|chef|kanzler|meister|landrat|direktor|leiter|gouverneur|intendant|bischof|sekretar|konig)(?:in)?$"
    r"|(?:ratin|gesandte|beauftragte|vorsitzende)$"
)
"""Folded roles that one person has at a time, so that they tell whose misspelt name it is. Set by hand."""
_BENT = re.compile(r"(?<=(?:nd|gt|et)e)[rn]$")
"""The ending of "Vorsitzender", "Beauftragten", "Abgeordneter"."""
_LED = re.compile(r"(?<=\w{4})chef(?:in)?$")
_OFFICES = (
    frozenset({"regierungschef", "ministerprasident", "premierminister", "premier", "kanzler", "bundeskanzler"}),
    frozenset({"staatschef", "prasident", "staatsprasident"}),
    frozenset({"rathauschef", "stadtoberhaupt", "burgermeister", "oberburgermeister"}),
    frozenset({"kreischef", "landrat"}),
)
"""Words of news for one office, folded and without the ending of a woman's. Set by hand."""

_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]{3,6}")
_GERMAN = re.compile(r"w|j|sch", re.IGNORECASE)
"""What German has in Slavic names where English has v, y, sh."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """What was judged, and for each identity that another stands for, which (`canonical`)."""

    canonical: dict[str, str]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What articles tell of identities beside their names, by the identity.

    `called` are the roles (see `role_words`) by which they are introduced, `offices` the offices that they hold, as
    written, `beside` the persons who speak in the same articles, `seen` how often they are given an office.
    """

    called: Mapping[str, Collection[str]] = field(default_factory=dict)
    offices: Mapping[str, Collection[str]] = field(default_factory=dict)
    beside: Mapping[str, Collection[str]] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Edge:
    score: float
    left: int
    right: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Choice:
    """A short form and the fuller ones that it may stand for: one of them if there is but one."""

    score: float
    short: int
    fuller: tuple[int, ...]
    reason: str


def cluster(
    entities: Iterable[Entity],
    figures: Figures,
    decided: Sequence[Judgement] = (),
    context: Context | None = None,
) -> Clusters:
    """The clusters of `entities`, whatever their order.

    Of the users' judgements `decided`, the later outrank the earlier, and all of them the program's. What is known
    within one article only is united with nothing but by a user, or where its `context` fits one person alone: a
    surname with its role, or with those beside it, or a role with its body; and what names nobody, by a user.
    A figure that is not among the entities, but whose other names are, stands for them all the same.

    >>> names = ("Wolodymyr Selenskyj", "Volodymyr Zelensky", "W. Selenski", "Olena Selenska")
    >>> people = [Entity(entity_iri(EntityKind.PERSON, name), name, EntityKind.PERSON) for name in names]
    >>> found = cluster(people, Figures([]))
    >>> {people[0].id} == set(found.canonical.values()), len(found.canonical)
    (True, 2)
    >>> [(made.score, made.reason) for made in found.judgements]
    [(0.9, 'same name, other transliteration'), (0.8, 'initial for the given name: only one fits')]
    """
    work = _Work({entity.id: entity for entity in entities}, figures, decided, context or Context())
    for judgement in reversed(decided):
        work.obey(judgement)
    edges = [*work.seeded(), *work.people(), *work.bodies()]
    sure = (edge for edge in edges if edge.score >= SURE)
    for edge in sorted(sure, key=lambda edge: (-edge.score, edge.left, edge.right)):
        work.unite(edge.left, edge.right, edge.score, edge.reason)
    for choice in sorted(work.choices, key=lambda choice: (-choice.score, choice.short)):
        work.choose(choice)
    for edge in sorted((e for e in edges if e.score < SURE), key=lambda e: (-e.score, e.left, e.right)):
        work.doubt(edge.left, edge.right, edge.score, edge.reason)
    return Clusters(work.canonical(), tuple(sorted(work.judged, key=lambda made: (-made.score, made.pair))))


class _Work:
    """The identities as numbers in the order of their IRIs, and the state of their union."""

    def __init__(
        self,
        given: dict[str, Entity],
        figures: Figures,
        decided: Sequence[Judgement],
        context: Context,
    ) -> None:
        self._called = context.called
        self._beside = context.beside
        self._held = context.offices
        self._seen = context.seen
        free = {entity.id for entity in given.values() if entity.id == entity_iri(entity.kind, entity.label)}
        by_figure = {e.id: figure for e in given.values() if (figure := _figure(e, e.id in free, figures))}
        free.update(figure.id for figure in by_figure.values())
        self._known = given | {f.id: Entity(f.id, f.label, f.kind) for f in by_figure.values()}
        self._entities = [self._known[iri] for iri in sorted(self._known)]
        self._number = {entity.id: at for at, entity in enumerate(self._entities)}
        self._figure_of: dict[int, Figure] = {self._number[iri]: figure for iri, figure in by_figure.items()}
        self._figure_of |= {self._number[figure.id]: figure for figure in by_figure.values()}
        self._decided = {judgement.pair for judgement in decided}
        self._union = _Union(len(self._entities), {at: figure.id for at, figure in self._figure_of.items()})
        self._free = dict.fromkeys(at for at, e in enumerate(self._entities) if e.id in free)
        self.judged: list[Judgement] = []
        self.choices: list[_Choice] = []

    def obey(self, judgement: Judgement) -> None:
        """Takes a user's judgement, unless a later one says otherwise or one of the two is not there."""
        left, right = (self._number.get(iri) for iri in judgement.pair)
        if left is None or right is None:
            return
        if judgement.same:
            self._union.unite(left, right, by_user=True)
        else:
            self._union.part(left, right)

    def unite(self, left: int, right: int, score: float, reason: str) -> None:
        """Makes the two one, if nothing keeps them apart, and notes the judgement."""
        if self._pair(left, right) not in self._decided and self._union.unite(left, right):
            self._note(left, right, True, reason, score)

    def doubt(self, left: int, right: int, score: float, reason: str) -> None:
        """Notes that the two may be one, unless that is settled."""
        if self._pair(left, right) not in self._decided and self._union.is_open(left, right):
            self._note(left, right, False, reason, score)

    def choose(self, choice: _Choice) -> None:
        """Makes a short form one with the fuller one that it can stand for; if there are several, notes the doubt."""
        fuller = [at for at in choice.fuller if self._union.may_unite(choice.short, at)]
        if len({self._union.find(at) for at in fuller}) == 1:
            self.unite(choice.short, fuller[0], choice.score, f"{choice.reason}: only one fits")
        else:
            for at in fuller[:CROWD]:
                self.doubt(choice.short, at, choice.score / 2 + 0.1, f"{choice.reason}: several fit")

    def _pair(self, left: int, right: int) -> tuple[str, str]:
        one, other = sorted((self._entities[left].id, self._entities[right].id))
        return one, other

    def _note(self, left: int, right: int, same: bool, reason: str, score: float) -> None:
        ids = self._entities[left].id, self._entities[right].id
        self.judged.append(Judgement.of(*ids, same, reason, round(score, 2)))

    def canonical(self) -> dict[str, str]:
        """For each identity that another stands for, that other."""
        members: dict[int, list[int]] = {}
        for at in range(len(self._entities)):
            members.setdefault(self._union.find(at), []).append(at)
        found: dict[str, str] = {}
        for group in members.values():
            if len(group) == 1:
                continue
            stands = min(group, key=self._rank)
            found |= {self._entities[at].id: self._entities[stands].id for at in group if at != stands}
        return found

    def _rank(self, at: int) -> tuple[bool, bool, bool, int, int, int, int, str, str]:
        """Least for the one that stands for a cluster: a known figure, then the fullest, most German, commonest."""
        entity = self._entities[at]
        figure = self._figure_of.get(at)
        words = entity.label.split()
        initials = any(len(word.strip(".")) < 2 for word in words)
        german = len(_GERMAN.findall(entity.label)) if is_slavic(words[-1]) else 0
        accents = sum(not c.isascii() for c in entity.label)
        is_figure = figure is not None and figure.id == entity.id
        strange = not is_figure, at not in self._free, initials
        common = self._seen.get(entity.id, 0)
        return *strange, -len(words), -german, -common, -accents, entity.label, entity.id

    # Which pairs are looked at

    def seeded(self) -> Iterator[_Edge]:
        """Each name of a figure with the figure."""
        for at, figure in self._figure_of.items():
            stands = self._number[figure.id]
            if at != stands:
                yield _Edge(SEED, at, stands, f"seed: variant of {figure.label}")

    def people(self) -> Iterator[_Edge]:
        """Persons of one surname key, by their given names."""
        names = {at: name_parts(self._entities[at].label) for at in self._of({EntityKind.PERSON})}
        named = {at: name for at, name in names.items() if name.given}
        groups: dict[str, dict[str, list[int]]] = {}
        for at, name in named.items():
            groups.setdefault(name.surname, {}).setdefault(name.joined, []).append(at)
        for surname in sorted(groups):
            yield from self._namesakes(groups[surname], named)
        self._surnames(groups)
        self._offices([at for group in groups.values() for block in group.values() for at in block])
        firsts = {group[0]: group for block in groups.values() for group in block.values()}
        for edge in _alike(_typo_keys((at, named[at]) for at in firsts), TYPO, "one letter apart"):
            left, right = (
                {role for role in self._roles(firsts[at]) if _SOLE.search(role)} for at in (edge.left, edge.right)
            )
            same = any(_alike_roles(one, other) for one in left for other in right)
            yield replace(edge, score=VARIANT, reason="one letter apart, same office") if same else edge

    def _namesakes(self, block: dict[str, list[int]], names: dict[int, Name]) -> Iterator[_Edge]:
        for group in block.values():
            yield from self._star(group, SOUND, "same name, other transliteration")
        fuller: dict[tuple[str, float], list[int]] = {}
        for group in block.values():
            for form, score in shorter_forms(names[group[0]]):
                if form in block:
                    fuller.setdefault((form, score), []).append(group[0])
        for (form, score), found in sorted(fuller.items()):
            reason = "initial for the given name" if score == INITIAL else "middle initial left out"
            self.choices.append(_Choice(score, block[form][0], tuple(sorted(found)), reason))
        families: dict[str, list[int]] = {}
        for group in block.values():
            given = names[group[0]].given
            for family in {given_family(name) for name in (given[0], given[-1]) if len(name) > 1}:
                families.setdefault(family, []).append(group[0])
        yield from _alike(sorted(families.items()), FAMILY, "forms of one given name, or one more given name")

    def _surnames(self, groups: Mapping[str, dict[str, list[int]]]) -> None:
        """Surnames that stand alone in an article with a role, and who of that surname may have the role."""
        for at, entity in enumerate(self._entities):
            if at in self._free or entity.kind is not EntityKind.PERSON or len(entity.label.split()) != 1:
                continue
            roles = self._called.get(entity.id, ())
            block = groups.get(surname_key(entity.label), {})
            fitting = [group[0] for group in block.values() if roles and self._may_be_called(group, roles)]
            if any(self._roles(group) for group in block.values() if group[0] in fitting):
                self.choices.append(_Choice(INITIAL, at, tuple(sorted(fitting)), "surname and role"))
            elif not roles and (found := self._in_company(at, block)):
                self.choices.append(_Choice(COMPANY, at, found, "surname, and who speaks beside them"))

    def _offices(self, people: Sequence[int]) -> None:
        """Roles with a body, for which an article has no name, and those who have that office elsewhere."""
        holders: dict[str, list[int]] = {}
        for at in people:
            for office in filter(None, map(office_key, self._held.get(self._entities[at].id, ()))):
                holders.setdefault(office, []).append(at)
        for at, entity in enumerate(self._entities):
            office = office_key(entity.label) if at not in self._free and entity.kind is EntityKind.PERSON else ""
            if office and office in holders:
                self.choices.append(_Choice(INITIAL, at, tuple(sorted(holders[office])), "role and body"))

    def _in_company(self, at: int, block: Mapping[str, list[int]]) -> tuple[int, ...]:
        """The one bearer of a lone surname who is not in its article, if the same others speak beside both."""
        here = set(self._beside.get(self._entities[at].id, ()))
        absent = [group for group in block.values() if not any(self._entities[one].id in here for one in group)]
        if len(absent) != 1:
            return ()
        there = {other for one in absent[0] for other in self._beside.get(self._entities[one].id, ())}
        return (absent[0][0],) if len(here & there) >= BESIDE else ()

    def _roles(self, group: Sequence[int]) -> set[str]:
        return {role for at in group for role in self._called.get(self._entities[at].id, ())}

    def _may_be_called(self, group: Sequence[int], roles: Collection[str]) -> bool:
        known = self._roles(group)
        return not known or any(_alike_roles(one, other) for one in known for other in roles)

    def bodies(self) -> Iterator[_Edge]:
        """Bodies of one name but for blanks, hyphens and accents; and those of the same words in another order."""
        groups: dict[str, list[int]] = {}
        for at in self._of(BODIES):
            groups.setdefault(compact(self._entities[at].label), []).append(at)
        words: dict[str, list[int]] = {}
        for key in sorted(groups):
            group = groups[key]
            yield from self._star(group, OTHER_KIND, "same name, other kind", len({self._kind(at) for at in group}) > 1)
            told = (word.removesuffix("s") for word in fold(self._entities[group[0]].label).split())
            bag = " ".join(sorted(set(told) - _FILLERS))
            words.setdefault(bag, []).append(group[0])
        yield from _alike(words.items(), WORDS, "same words, other order or ending")
        self._abbreviations([group[0] for group in groups.values()])

    def _abbreviations(self, bodies: Sequence[int]) -> None:
        """Abbreviations of no known figure, and the bodies whose initials they are."""
        spelt: dict[str, list[int]] = {}
        for at in bodies:
            initials = "".join(word[0] for word in self._entities[at].label.split() if word[0].isupper())
            spelt.setdefault(initials, []).append(at)
        for at in bodies:
            label = self._entities[at].label
            if _ABBREVIATION.fullmatch(label) and label in spelt and at not in self._figure_of:
                self.choices.append(_Choice(SPELT_OUT, at, tuple(spelt[label]), "abbreviation"))

    def _kind(self, at: int) -> EntityKind:
        return self._entities[at].kind

    def _of(self, kinds: Iterable[EntityKind]) -> Iterator[int]:
        wanted = frozenset(kinds)
        return (at for at in self._free if self._kind(at) in wanted)

    def _star(self, group: list[int], score: float, reason: str, mixed: bool = True) -> Iterator[_Edge]:
        """Each of a group with its first and with the one before it, so that one who is kept apart parts no others.

        Surer where the spelling is the same but for accents, hyphens and blanks.
        """
        links = [*((group[0], at) for at in group[1:]), *pairwise(group[1:])]
        for left, right in links:
            plain = compact(self._entities[left].label) == compact(self._entities[right].label)
            if plain and self._kind(left) is self._kind(right):
                yield _Edge(SPELLING, left, right, "same name but for accents, umlauts, hyphens, blanks")
            elif mixed:
                yield _Edge(score, left, right, reason)


class _Union:
    """A union-find whose sets may be kept apart; a set holds at most one known figure, unless a user says so."""

    def __init__(self, size: int, figures: dict[int, str]) -> None:
        self._parent = list(range(size))
        self._size = [1] * size
        self._figure: dict[int, str] = dict(figures)
        self._apart: dict[int, set[int]] = {}

    def find(self, at: int) -> int:
        """The number that stands for the set."""
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def is_open(self, left: int, right: int) -> bool:
        """True if the two are neither one already nor kept apart."""
        return self.find(left) != self.find(right) and self.may_unite(left, right)

    def may_unite(self, left: int, right: int) -> bool:
        """True if nothing keeps the two apart."""
        one, other = self.find(left), self.find(right)
        both = self._figure.get(one), self._figure.get(other)
        return other not in self._apart.get(one, ()) and (None in both or both[0] == both[1])

    def part(self, left: int, right: int) -> None:
        """Keeps the two apart from now on, unless they are one already."""
        one, other = self.find(left), self.find(right)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def unite(self, left: int, right: int, *, by_user: bool = False) -> bool:
        """True if the two were not one and are now."""
        one, other = self.find(left), self.find(right)
        allowed = other not in self._apart.get(one, ()) if by_user else self.may_unite(one, other)
        if one == other or not allowed:
            return False
        if self._size[one] < self._size[other]:
            one, other = other, one
        self._parent[other] = one
        self._size[one] += self._size[other]
        if figure := self._figure.get(other):
            self._figure.setdefault(one, figure)
        for enemy in self._apart.pop(other, set()):
            self._apart[enemy].discard(other)
            self._apart[enemy].add(one)
            self._apart.setdefault(one, set()).add(enemy)
        return True


def _figure(entity: Entity, free: bool, figures: Figures) -> Figure | None:
    if entity.id in figures.by_id:
        return figures.by_id[entity.id]
    if entity.kind in UNNAMED or not free:
        return None
    if entity.kind is EntityKind.PERSON:
        return figures.person(entity.label)
    return figures.body(entity.label) if entity.kind in BODIES else None


def _typo_keys(names: Iterable[tuple[int, Name]]) -> Iterator[tuple[Hashable, list[int]]]:
    """Blocks of the same given names whose surnames are one letter apart: equal once each has lost one, or one has."""
    blocks: dict[Hashable, list[int]] = {}
    for at, name in names:
        if len(name.surname) < SHORT or any(len(part) == 1 for part in name.given):
            continue
        lessened = {name.surname[:cut] + name.surname[cut + 1 :] for cut in range(len(name.surname))}
        for form in (name.surname, *sorted(lessened)):
            blocks.setdefault((name.joined, form), []).append(at)
    return ((key, block) for key, block in blocks.items() if len(block) > 1)


def _alike_roles(one: str, other: str) -> bool:
    """True if one role, whatever its ending, is a compound of the other.

    >>> _alike_roles("vorsitzender", "betriebsratsvorsitzende"), _alike_roles("minister", "ministerin")
    (True, False)
    >>> _alike_roles("regierungschefin", "ministerprasidentin"), _alike_roles("parteichef", "parteivorsitzender")
    (True, True)
    """
    left, right = (_BENT.sub("", role) for role in (one, other))
    return left.endswith(right) or right.endswith(left) or _is_same_office(left, right)


def _is_same_office(one: str, other: str) -> bool:
    """True if two folded roles are names of one office, for one gender."""
    left, right = (_LED.sub("vorsitzende", role) for role in (one, other))
    plain = {role.removesuffix("in") for role in (one, other)}
    of_one_gender = one.endswith("in") == other.endswith("in")
    return left == right or (of_one_gender and any(plain <= names for names in _OFFICES))


def _alike(blocks: Iterable[tuple[Hashable, list[int]]], score: float, reason: str) -> Iterator[_Edge]:
    """Each pair of a block once, but of no crowd."""
    seen: set[tuple[int, int]] = set()
    for _, block in blocks:
        if len(block) > CROWD:
            continue
        for place, left in enumerate(block):
            for right in block[place + 1 :]:
                pair = (min(left, right), max(left, right))
                if left != right and pair not in seen:
                    seen.add(pair)
                    yield _Edge(score, *pair, reason)
