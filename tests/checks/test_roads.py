"""Where the road of a printed utterance begins."""

from __future__ import annotations

from typing import Any

import pytest

from kg.network.roads import road
from kg.records import EntityKind

IDA = (("ida", "agency"),)


@pytest.mark.parametrize(
    ("speaker", "kind", "sources", "origin", "of_kind"),
    [
        ("Vogt", "person", (), "Vogt", EntityKind.PERSON),
        ("Vogt", "person", IDA, "Vogt", EntityKind.PERSON),
        (None, "person", IDA, "ida", EntityKind.AGENCY),
        (None, "person", (), "Landesspiegel", EntityKind.OUTLET),
        ("Vogt", "person", (*IDA, ("Gutachten", "document")), "Gutachten", EntityKind.DOCUMENT),
    ],
)
def test_the_origin_is_who_says_it_and_not_who_passes_it_on(
    story: Any, speaker: str | None, kind: str, sources: Any, origin: str, of_kind: EntityKind
) -> None:
    found = road(story.graph, story.printed("Der Damm hält", speaker=speaker, kind=kind, sources=sources))
    assert (found.origin, found.kind) == (origin, of_kind)


def test_two_insiders_are_never_one(story: Any) -> None:
    both = [story.printed("Der Damm hält", speaker="Insider", kind="anonymous") for _ in range(2)]
    one, other = (road(story.graph, each) for each in both)
    assert one.origin != other.origin and one.kind == other.kind == EntityKind.ANONYMOUS


def test_hearsay_without_a_source_comes_from_nowhere(story: Any) -> None:
    assert road(story.graph, story.printed("Der Damm soll halten", type="FreeIndirect")).kind == EntityKind.UNKNOWN
