"""An article's identities under the labels of those who are known beforehand, with the reason.

What an article tells is told by `article`; here a full name in any spelling, a body's other name, a metonym, and a
surname with the office of the one figure who held it become that figure. A bare surname or a bare role stays what the
article made of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.records import UNNAMED, Entity, EntityKind, Extraction, Mention, SourceStep, Utterance
from kg.resolve import article
from kg.resolve.figures import BODIES, Figure, Figures, known
from kg.resolve.keys import fold
from kg.resolve.names import WORD, person_name
from kg.vocab import entity_iri

_LONGEST = 4
"""Words of the longest full name that is looked for behind a shortened one. Set by hand: "Robert F. Kennedy Jr."."""


def resolve(extraction: Extraction, figures: Figures | None = None) -> Extraction:
    """The extraction with `entity` and `reason` filled for every speaker and source step that allows it.

    `figures` are those who are known beforehand, by default those that ship with the package and `KG_ENTITIES`. What
    cannot be told (a pronoun without antecedent) keeps `entity=None`.
    """
    seed = known()[0] if figures is None else figures
    told = article.resolve(extraction)
    year = _year(extraction.article.published)
    return replace(told, utterances=tuple(_utterance(each, seed, year) for each in told.utterances))


def _year(published: str | None) -> int | None:
    found = re.match(r"\d{4}", published or "")
    return int(found[0]) if found else None


def _utterance(utterance: Utterance, figures: Figures, year: int | None) -> Utterance:
    speaker = utterance.speaker
    return replace(
        utterance,
        speaker=_mention(speaker, figures, year) if speaker else None,
        sources=tuple(_step(step, figures) for step in utterance.sources),
    )


def _mention(mention: Mention, figures: Figures, year: int | None) -> Mention:
    entity = mention.entity
    if entity is None or entity.kind in (EntityKind.ANONYMOUS, EntityKind.REPORTS, EntityKind.DOCUMENT):
        return mention
    found = _figure(entity, mention.name.text, figures, year)
    if found is None or found[0].id == entity.id:
        return mention
    figure, reason = found
    return replace(mention, entity=_entity(figure), reason=reason)


def _step(step: SourceStep, figures: Figures) -> SourceStep:
    entity = step.entity
    if entity is None or entity.kind in UNNAMED or entity.kind is EntityKind.DOCUMENT:
        return step
    found = _figure(entity, step.label, figures, None)
    return replace(step, entity=_entity(found[0])) if found else step


def _figure(entity: Entity, wording: str, figures: Figures, year: int | None) -> tuple[Figure, str] | None:
    """The figure that an identity of the article is, and why."""
    if _is_global(entity) or entity.kind is EntityKind.UNKNOWN:
        person = None if entity.kind in BODIES - {EntityKind.ORGANISATION} else _person(entity.label, wording, figures)
        body = None if entity.kind is EntityKind.PERSON else figures.body(entity.label)
        if figure := person or body:
            return figure, f"seed: variant of {figure.label}"
    if figure := figures.metonym(entity.label):
        return figure, f"seed: metonym of {figure.label}"
    return _in_office(entity, wording, figures, year) if entity.kind is EntityKind.PERSON else None


def _is_global(entity: Entity) -> bool:
    return entity.id == entity_iri(entity.kind, entity.label)


def _person(label: str, wording: str, figures: Figures) -> Figure | None:
    """The figure of that full name, or of the longer one in the wording that the label is the end of."""
    words = WORD.findall(wording)
    longer = (" ".join(words[-length:]) for length in range(len(label.split()) + 1, _LONGEST + 1))
    names = [name for name in longer if fold(name).endswith(f" {fold(label)}")]
    return next(filter(None, map(figures.person, [*reversed(names), label])), None)


def _in_office(entity: Entity, wording: str, figures: Figures, year: int | None) -> tuple[Figure, str] | None:
    """The one figure of that surname and office: "Kanzler Scholz", or "Premier Starmer", which looks like a name."""
    if _is_global(entity):
        first, *rest = entity.label.split()
        surnames, roles = [" ".join(rest)], [first]
    else:
        name = person_name(wording)
        if name is None or name.is_full or not name.roles or fold(name.surname) != fold(entity.label):
            return None
        surnames, roles = [name.surname, name.surname.removesuffix("s")], list(name.roles)
    found = (figures.bearer(surname, roles, year) for surname in surnames if surname)
    figure = next(filter(None, found), None)
    return (figure, f"seed: the one {roles[-1]} of that name is {figure.label}") if figure else None


def _entity(figure: Figure) -> Entity:
    return Entity(figure.id, figure.label, figure.kind)
