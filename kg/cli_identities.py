"""`kg entities`, `kg merge`, `kg split`: who is who, and what a user says about it."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg import render
from kg.console import DEFAULT_STORE, FormatOption, StoreOption, counted, say
from kg.errors import EXIT_INPUT

if TYPE_CHECKING:
    from kg.render import Row
    from kg.store import Store

COLUMNS = ("label", "kind", "utterances", "relayed", "names", "wikidata", "id")
TABLE = ("label", "kind", "utterances", "relayed", "names", "wikidata")
PAIR_COLUMNS = ("score", "same", "by", "left", "right", "reason", "left_id", "right_id")
PAIR_TABLE = ("score", "same", "by", "left", "right", "reason")

LOW = 0.85
"""The program's merges below this score are shown as uncertain. Set by hand: initials for given names."""


class Kind(StrEnum):
    """The kinds of identities that have a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    AGENCY = "agency"
    PLATFORM = "platform"
    DOCUMENT = "document"


One = Annotated[str, typer.Argument(help="A name, or the IRI that kg entities shows.", show_default=False)]


def bad_entities() -> bool:
    """True if a file of known entities has bad lines; each is told on standard error, the others count."""
    from kg.resolve import known

    bad = known()[1]
    for error in bad:
        say(str(error))
    return bool(bad)


def entities(
    search: Annotated[str | None, typer.Argument(help="A name, or a part of one.", show_default=False)] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only identities of this kind.")] = None,
    uncertain: Annotated[
        bool,
        typer.Option("--uncertain", help="Pairs that may be one, merges that may be wrong, and users' judgements."),
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    format: FormatOption = None,
) -> None:
    """List who speaks or passes on: the name, how often, other names, Wikidata id.

    Known figures, bodies and media come from files that ship with the program and from those that `KG_ENTITIES` names.

    Example: `kg entities Hellwege`
    """
    from kg.store import Store

    wrong = bad_entities()
    chosen = render.choose(format, sys.stdout)
    with Store.open(store) as opened:
        found = _pairs(opened, search, kind) if uncertain else _identities(opened, search, kind)
    wide, narrow = (PAIR_COLUMNS, PAIR_TABLE) if uncertain else (COLUMNS, TABLE)
    render.rows(found, narrow if chosen is render.Format.TABLE else wide, chosen, sys.stdout)
    if not found:
        say("No pair is uncertain." if uncertain else "No identity fits.")
    if wrong:
        raise typer.Exit(EXIT_INPUT)


def merge(one: One, other: One, store: StoreOption = DEFAULT_STORE) -> None:
    """Say that two identities are one. It outranks the program and holds for articles to come; `kg split` undoes it.

    The articles' graphs stay as they are. Two claims can be made one, too, by the IRIs in `kg claims --format json`.

    Example: `kg merge "Jochen Brandt" "J. Brandt"`
    """
    from kg import identify
    from kg.store import Store

    with Store.open(store, "w") as opened:
        if _are_claims(opened, one, other, same=True):
            return
        left, right = identify.merge(opened, one, other)
        say(f"One from now on: {left.label}, {right.label} ({_numbers(opened, left.id)})")


def split(one: One, other: One, store: StoreOption = DEFAULT_STORE) -> None:
    """Say that two identities are two. It outranks the program and holds for articles to come; `kg merge` undoes it.

    Two claims can be kept apart by their IRIs, too.

    Example: `kg split "Jochen Brandt" "J. Brandt"`
    """
    from kg import identify
    from kg.store import Store

    with Store.open(store, "w") as opened:
        if _are_claims(opened, one, other, same=False):
            return
        left, right = identify.split(opened, one, other)
        told = f"{left.label} ({_numbers(opened, left.id)}), {right.label} ({_numbers(opened, right.id)})"
        say(f"Two from now on: {told}")


def _are_claims(store: Store, one: str, other: str, *, same: bool) -> bool:
    """True if both are IRIs of claims; the user's judgement on them is then in the store."""
    from kg import claimed
    from kg.vocab import DATA

    if not all(each.startswith(f"{DATA}claim:") for each in (one, other)):
        return False
    claimed.decide(store, one, other, same=same)
    say(f"{'One claim' if same else 'Two claims'} from now on: {one}, {other}")
    return True


def _numbers(store: Store, iri: str) -> str:
    from kg import identify

    meant = (each for each in identify.everyone(store) if iri in each.members)
    found = identify.counted(store, meant)
    return counted(found[0].utterances if found else 0, "utterance")


def _identities(store: Store, search: str | None, kind: Kind | None) -> list[Row]:
    from kg import identify

    found = [each for each in identify.identities(store) if kind is None or each.kind == kind.value]
    if search is not None:
        found = identify.matching(found, search)
    return [
        {
            "label": each.label,
            "kind": each.kind,
            "utterances": each.utterances,
            "relayed": each.relayed,
            "names": list(each.names),
            "wikidata": each.wikidata,
            "id": each.id,
            "members": list(each.members),
        }
        for each in found
    ]


def _pairs(store: Store, search: str | None, kind: Kind | None) -> list[Row]:
    from kg import identify

    everyone = identify.identities(store)
    active = {iri: each for each in everyone for iri in each.members}
    labels = identify.labels(store)
    meant = everyone if search is None else identify.matching(everyone, search)
    wanted = {iri for each in meant for iri in each.members}
    unsure = [made for made in identify.judged(store) if not made.same or made.score < LOW]
    return [
        {
            "score": made.score,
            "same": made.same,
            "by": made.by,
            "left": labels[made.left],
            "right": labels[made.right],
            "reason": made.reason,
            "left_id": made.left,
            "right_id": made.right,
        }
        for made in [*reversed(identify.decided(store)), *unsure]
        if {made.left, made.right} <= active.keys()
        and wanted & {made.left, made.right}
        and (kind is None or active[made.left].kind == kind.value)
    ]
