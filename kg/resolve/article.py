"""Mentions of one article to identities, with the reason for each judgement.

Within an article a surname or a role goes to the full name that the article gives; across articles the same full name
is the same person and the same proper name the same body. A generic body ("das Ministerium") or a bare surname stays
within its article, and an unnamed source is never the same as another one, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.records import (
    UNNAMED,
    Article,
    Entity,
    EntityKind,
    Extraction,
    Mention,
    Office,
    Passage,
    SourceStep,
    Span,
    Utterance,
)
from kg.resolve import offices, voices
from kg.resolve.names import ROLE, WORD, PersonName, bare, person_name, role_key
from kg.vocab import entity_iri

_GENERIC = re.compile(
    r"(?:ministeriums?|behörden?|polizei|staatsanwaltschaft|regierung|verwaltung|unternehmens?|konzerns?|firma|verbands?|partei|gewerkschaft"
    r"|stadt|gemeinde|land|kreis|gericht|sender|zeitung|agentur|institut|organisation|opposition|koalition|fraktion"
    r"|armee|militär|feuerwehr|klinik|krankenhaus|werk|kommission|ausschuss|amt|verein|initiative|bündnis|verbunds?|haus|büro"
    r"|vorstands?|ressorts?|rathaus|landkreis|betriebsrats?|aufsichtsrats?|stadtrats?|gemeinderats?|baufirma|blatt|magazin"
    r"|nachrichtenagentur|wochenzeitung|tageszeitung|behörde|leitung|geschäftsführung|hersteller|betreiber|mehrheit)$",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"^(?:[a-zäöüß-]+e[rsn]?\s+)?(?:[\w-]*(?:[Ss]ender|[Zz]eitung|[Zz]eitschrift|[Hh]ersteller|[Aa]nbieter|[Rr]iese|[Mm]agazin|[Pp]ortal|[Aa]gentur|[Ff]irma|[Uu]nternehmen|[Kk]onzern|[Pp]lattform"
    r"|[Nn]etzwerk|[Dd]ienst|Denkfabrik|Blatt))\s+(?=[A-ZÄÖÜ]|\w+$)"
    r"|^(?:Gewerkschaft|Partei|Stiftung|Organisation)\s+(?=[A-ZÄÖÜ]{3,6}$)"
)
_PRONOUN = re.compile(
    r"^(?:er|sie|es|letztere[rs]?|erstere[rs]?|ihm|ihr|ihn|ihnen|dieser|diese|dieses|diesem|jener|jene|der|die|das|man|wir|ich|beide|demnach|danach|sich)$",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÄÖÜŞİÇ][\w’'-]+\s+)(?:(?:von|van|de|der|zu|zur)\s+)*[A-ZÄÖÜŞİÇ][\w’'-]+"
_ROLE_NAME = re.compile(rf"\b(?P<role>[A-ZÄÖÜ][\w-]+)\s+(?:(?:Dr|Prof)\.\s+)*(?P<name>{_NAME})")
_NAME_ROLE = re.compile(
    rf"\b(?P<name>{_NAME}),\s+(?:(?:der|die|ein|eine)\s+)?(?:[a-zäöüß]+\s+)?(?P<role>[A-ZÄÖÜ][\w-]+)"
)
_OWNED = re.compile(r"\b(?:des|der|von|vom|zum|zur|über)\s+(?:\w+\s+)*?[A-ZÄÖÜ]|[„\"»]")
_WRITTEN_OUT = {"US": "USA"}
"""What stands before "-Angaben", where the name is written otherwise."""

_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]{3,6}")
"""What names a body by its initials; of two letters it may be a person's."""
_ANOTHER = re.compile(r"\bandere[nrms]?\b")
_BODIES = (EntityKind.UNKNOWN, EntityKind.ORGANISATION)
_Judgement = tuple[Entity | None, str]
_BENDING = re.compile(r"(?:abgeordnete|vorsitzende|beauftragte|gesandte)[rn]?$")
"""Roles whose form does not tell a woman's from a man's, so that the role alone points to nobody."""


def resolve(extraction: Extraction) -> Extraction:
    """The extraction with `entity` and `reason` filled for every speaker and source step that allows it.

    What cannot be told (a pronoun without antecedent) keeps `entity=None`.
    """
    names = [*_introduced(extraction.article.text), *_full_names(extraction.utterances)]
    roster = _Roster(extraction.article, names)
    return replace(extraction, utterances=tuple(_resolved(u, roster) for u in extraction.utterances))


class _Roster:
    """The full names of one article, and what a shorter form stands for there.

    `judged` are the judgements so far, by the place of the mention: who goes back to it, is the same.
    """

    def __init__(self, article: Article, names: list[PersonName]) -> None:
        self.article = article.id
        self.outlet = article.outlet
        self.last_body: Entity | None = None
        self.principals: dict[Entity | None, Entity] = {}
        self._text = article.text
        self._offices: dict[str, Office | None] = {}
        self.judged: dict[tuple[Span, ...], _Judgement] = {}
        self._abbreviations = voices.abbreviations(article.text)
        self._owners = voices.owners(article.text)
        self._by_surname: dict[str, dict[str, set[str]]] = {}
        for name in names:
            self._by_surname.setdefault(name.surname, {}).setdefault(name.label, set()).update(name.roles)

    def surname(self, name: PersonName) -> str | None:
        """The one full name that a surname (or its genitive) can stand for here, else None."""
        known = self._by_surname.get(name.surname) or self._by_surname.get(name.surname.removesuffix("s"), {})
        known = {label: roles for label, roles in known.items() if not _of_other_gender(roles, name.roles)}
        if len(known) > 1:
            known = {label: roles for label, roles in known.items() if roles & set(name.roles)}
        return next(iter(known)) if len(known) == 1 else None

    def person(self, wording: str) -> str | None:
        """The full name of the person whom the wording names in full or by surname, else None."""
        parsed = person_name(wording)
        if parsed is None or _ANOTHER.search(wording):
            return None
        return parsed.label if self.knows(parsed.label) else self.surname(parsed)

    def bearer(self, wording: str) -> str | None:
        """The one person of the article who is introduced by a role that `wording` repeats, else None."""
        told = [word for word in WORD.findall(wording) if ROLE.search(word)]
        wanted = {role_key(word) for word in told if not _BENDING.search(word.lower())}
        people = [item for known in self._by_surname.values() for item in known.items()]
        bearers = [label for label, roles in people if wanted & {role_key(role) for role in roles}]
        return bearers[0] if len(bearers) == 1 else None

    def office(self, entity: Entity) -> Office | None:
        """The office that the article gives a person; if it is a spokesperson's, the body becomes their principal."""
        if entity.kind is not EntityKind.PERSON or " " not in entity.label or entity.label.endswith(")"):
            return None
        if entity.label not in self._offices:
            held = self._offices[entity.label] = offices.office(self._text, entity.label)
            told = voices.spokesperson(held.label) if held and not held.former else None
            if told and told.body:
                self.principals[entity] = body(EntityKind.ORGANISATION, self.full(told.body), self.article)[0]
        return self._offices[entity.label]

    def called(self, person: Entity) -> list[str]:
        """The offices and roles by which the article introduces a person."""
        held = self.office(person)
        roles = self._by_surname.get(person.label.rpartition(" ")[2], {}).get(person.label, set())
        return [*([held.label] if held else []), *sorted(roles)]

    def full(self, body: str) -> str:
        """The body's name in full, if `body` is an abbreviation that the article explains."""
        named = _WRITTEN_OUT.get(body) or self._abbreviations.get(body, body)
        return next((name for name in self._abbreviations.values() if named.endswith(f" {name}")), named)

    def issuer(self, wording: str) -> str | None:
        """The body for which the document speaks, as its wording or the article tells, else None."""
        noun = WORD.findall(bare(wording).lower())[-1:]
        fitting = {name for document, name in self._owners.items() if noun and document.endswith(noun[0])}
        told = voices.owner(wording) or (fitting.pop() if len(fitting) == 1 else None)
        return self.full(told) if told else None

    def knows(self, label: str) -> bool:
        """True if the article gives this full name."""
        return label in self._by_surname.get(label.rpartition(" ")[2], {})


def _of_other_gender(roles: Iterable[str], others: Iterable[str]) -> bool:
    """True if all the roles are a man's and all the others a woman's, or the other way round."""
    one, other = (
        {role.casefold().endswith("in") for role in told if not _BENDING.search(role.casefold())}
        for told in (roles, others)
    )
    return len(one) == len(other) == 1 and one != other


def _introduced(text: str) -> Iterator[PersonName]:
    """The persons whom the text introduces with a role: "Werksleiter Jochen Brandt", "Änne Kühlbrodt, Deichgräfin"."""
    for found in _ROLE_NAME.finditer(text):
        if ROLE.search(found["role"]):
            yield PersonName(tuple(found["name"].split()), (found["role"],))
    for found in _NAME_ROLE.finditer(text):
        if ROLE.search(found["role"]) and not ROLE.search(found["name"].split()[0]):
            yield PersonName(tuple(found["name"].split()), (found["role"],))


def _full_names(utterances: Iterable[Utterance]) -> Iterator[PersonName]:
    for mention in (u.speaker for u in utterances if u.speaker):
        if mention.kind is EntityKind.PERSON and not voices.spokesperson(mention.passage.text):
            for passage in filter(None, (mention.antecedent, mention.passage)):
                name = person_name(passage.text)
                if name and name.is_full:
                    yield name


def _resolved(utterance: Utterance, roster: _Roster) -> Utterance:
    speaker = utterance.speaker
    return replace(
        utterance,
        speaker=_judged(speaker, roster) if speaker else None,
        sources=tuple(_step(step, roster.article) for step in utterance.sources),
    )


def _judged(mention: Mention, roster: _Roster) -> Mention:
    entity, reason = _settled(mention, roster) or _identify(mention, roster)
    if entity and entity.kind is EntityKind.ORGANISATION:
        roster.last_body = entity
    roster.judged.setdefault(mention.passage.spans, (entity, reason))
    held = roster.office(entity) if entity else None
    return replace(mention, entity=entity, reason=reason, office=held, principal=roster.principals.get(entity))


def _settled(mention: Mention, roster: _Roster) -> _Judgement | None:
    """What was judged of the mention that this one goes back to; None where it is not the same one as that."""
    wording = mention.passage.text
    if mention.antecedent is None or voices.speaks_for_somebody(wording):
        return None
    if voices.household(wording):
        return _household(mention, roster)
    before = roster.judged.get(mention.antecedent.spans)
    speaks_for = before and before[0] and before[0].kind is not EntityKind.PERSON and voices.spokesperson(wording)
    return None if speaks_for else before


def _identify(mention: Mention, roster: _Roster) -> _Judgement:
    name = mention.name
    if roster.outlet and voices.is_ours(mention.passage.text):
        return _entity(EntityKind.OUTLET, roster.outlet), "the paper speaks of itself"
    if _is_pronoun(name):
        return None, "pronoun without antecedent"
    if mention.kind in (EntityKind.ANONYMOUS, EntityKind.REPORTS):
        return _entity(mention.kind, bare(name.text), roster.article, _offsets(name)), "unnamed: kept apart"
    if mention.kind is EntityKind.PERSON:
        return _spokesperson(mention, roster) or _person(name, roster)
    if mention.kind is EntityKind.DOCUMENT and (issuer := roster.issuer(name.text)):
        return body(EntityKind.ORGANISATION, issuer, roster.article)[0], "document: the body that it is from speaks"
    if mention.kind is EntityKind.DOCUMENT and roster.last_body and voices.is_that_report(name.text):
        return roster.last_body, "document: the body that spoke last"
    if mention.kind in _BODIES and (saying := voices.said_by(name.text)):
        return body(EntityKind.ORGANISATION, roster.full(saying), roster.article)[0], "the body before a noun of saying"
    if mention.kind in _BODIES and (authority := _authority(name.text, roster)):
        return body(mention.kind, roster.full(authority), roster.article)
    if mention.kind in _BODIES and (full := roster.person(name.text)):
        return _entity(EntityKind.PERSON, full), "name of a person whom the article introduces"
    return body(mention.kind, roster.full(bare(name.text)), roster.article)


def _authority(wording: str, roster: _Roster) -> str | None:
    """The body in words that run on into a person's surname: "die Polizei | Vogt [vor]", else None."""
    first, _, rest = bare(wording).partition(" ")
    known = rest and " " not in rest and _GENERIC.fullmatch(first) and roster.person(rest)
    return first if known else None


def _spokesperson(mention: Mention, roster: _Roster) -> _Judgement | None:
    """An unnamed spokesperson, labelled by the body; None for anybody else."""
    if (whose := voices.speaks_for_somebody(mention.passage.text)) and (full := roster.person(whose[0])):
        somebody = _entity(EntityKind.PERSON, f"{full} ({whose[1]})", roster.article)
        roster.principals[somebody] = _entity(EntityKind.PERSON, full)
        return somebody, "spokesperson of a person: this article only"
    told = voices.spokesperson(mention.name.text) or voices.spokesperson(mention.passage.text)
    if told is None or roster.person(mention.name.text):
        return None
    away = mention.antecedent.text if mention.antecedent else ""
    wording = told.body if told.body and not (away and _GENERIC.fullmatch(told.body)) else bare(away) or told.body
    if not wording or voices.spokesperson(wording):
        return None
    principal, _ = body(EntityKind.ORGANISATION, roster.full(wording), roster.article)
    somebody = _entity(EntityKind.PERSON, f"{principal.label} ({told.role})", roster.article)
    roster.principals[somebody] = principal
    return somebody, "spokesperson of the body: this article only"


def _household(mention: Mention, roster: _Roster) -> _Judgement:
    """The body that is called by whom it belongs to: the one that they head, else their office."""
    noun = voices.household(mention.passage.text)
    owner = _entity(EntityKind.PERSON, roster.person(mention.name.text) or bare(mention.name.text))
    held = (voices.headed(office) for office in roster.called(owner)) if noun != "Büro" else iter(())
    wording = next(filter(None, held), f"{noun} von {owner.label}")
    return body(EntityKind.ORGANISATION, roster.full(wording), roster.article)[0], "the body of its head"


def _person(name: Passage, roster: _Roster) -> _Judgement:
    parsed = person_name(name.text)
    if parsed is None:
        bearer = roster.bearer(name.text)
        if bearer:
            return _entity(EntityKind.PERSON, bearer), "role: its only bearer in the article"
        return _entity(EntityKind.PERSON, bare(name.text), roster.article), "role without a name: this article only"
    if parsed.is_full:
        return _entity(EntityKind.PERSON, _nominative(parsed, roster)), "full name"
    full = None if _ANOTHER.search(name.text) else roster.surname(parsed)
    if full:
        return _entity(EntityKind.PERSON, full), "surname: the only fitting full name in the article"
    return _entity(EntityKind.PERSON, parsed.label, roster.article), "surname alone: this article only"


def _nominative(name: PersonName, roster: _Roster) -> str:
    """The label without a genitive s, where the article also has the name without it."""
    cut = name.label.removesuffix("s")
    return cut if roster.knows(cut) else name.label


def body(kind: EntityKind, wording: str, article: str) -> tuple[Entity, str]:
    """The identity of a body, outlet, agency or document named by `wording`, and the reason.

    >>> body(EntityKind.ORGANISATION, "das Ministerium", "urn:a")[1]
    'generic name: this article only'
    >>> body(EntityKind.OUTLET, "der Sender TV Melvar", "urn:a")[0].label
    'TV Melvar'
    >>> body(EntityKind.DOCUMENT, "interne Unterlagen", "urn:a")[1]
    'document without an owner: this article only'
    """
    label = _TYPE.sub("", bare(wording))
    if kind is EntityKind.DOCUMENT and not _OWNED.search(label):
        return _entity(kind, label, article), "document without an owner: this article only"
    if kind is EntityKind.UNKNOWN and _ABBREVIATION.fullmatch(label):
        kind = EntityKind.ORGANISATION
    if kind in UNNAMED or (" " not in label and _GENERIC.search(label) and _GENERIC.sub("", label) == ""):
        return _entity(kind, label, article), "generic name: this article only"
    return _entity(kind, label), "proper name"


def _step(step: SourceStep, article: str) -> SourceStep:
    if step.kind in UNNAMED:
        place = _offsets(step.evidence) if step.evidence else []
        return replace(step, entity=_entity(step.kind, bare(step.label), article, place))
    return replace(step, entity=body(step.kind, step.label, article)[0])


def _entity(kind: EntityKind, label: str, *scope: object) -> Entity:
    return Entity(entity_iri(kind, label, *scope), label, kind)


def _offsets(passage: Passage) -> list[list[int]]:
    return [[span.start, span.end] for span in passage.spans]


def _is_pronoun(passage: Passage) -> bool:
    return _PRONOUN.match(passage.text.strip()) is not None
