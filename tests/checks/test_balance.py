"""Two camps, and circles of speakers that fit into none."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.checks.balance import balance, frustrated


def oppose(story: Any, one: str, other: str, kind: str = "contradicts") -> None:
    story.graph.add_edge(one, other, key=kind, kind=kind, how="number", score=0.9)


def test_who_agrees_with_both_sides_is_told(story: Any) -> None:
    vogt, thams, lorenz = (
        story.printed(f"Es gab {n} Tote", "Bote", who) for n, who in enumerate(("Vogt", "Thams", "Lorenz"))
    )
    oppose(story, vogt, thams)
    oppose(story, vogt, lorenz, "corroborates")
    oppose(story, thams, lorenz, "same_quote")
    (finding,) = balance(story.graph)
    assert finding.nodes[:3] == ("Lorenz", "Thams", "Vogt")
    assert finding.message == (
        "Das geht nicht auf: Lorenz und Thams stimmen überein; Thams und Vogt widersprechen sich; "
        "Vogt und Lorenz stimmen überein."
    )
    assert len(finding.evidence) == 3


def test_two_camps_are_fine(story: Any) -> None:
    vogt = story.printed("Der Damm hält", "Bote", "Vogt", claim="c")
    story.printed("Der Damm hält", "Bote", "Lorenz", claim="c")
    thams = story.printed("Der Damm bricht", "Bote", "Thams")
    oppose(story, vogt, thams)
    assert not list(balance(story.graph))


def test_what_prevails_between_two_counts(story: Any) -> None:
    for number in range(3):
        vogt, thams = (story.printed(f"{who} {number}", "Bote", who) for who in ("Vogt", "Thams"))
        oppose(story, vogt, thams, "contradicts" if number else "corroborates")
    lorenz = story.printed("Der Damm hält", "Bote", "Lorenz", claim="c")
    story.printed("Der Damm hält", "Bote", "Vogt", claim="c")
    oppose(story, lorenz, story.printed("Er hält nicht", "Bote", "Thams"), "denies")
    assert not list(balance(story.graph))


edges = st.lists(st.sampled_from(list(combinations("abcde", 2))), unique=True, max_size=8)


@given(edges, st.data())
def test_a_circle_is_found_if_and_only_if_no_two_camps_fit(drawn: list[tuple[str, str]], data: st.DataObject) -> None:
    signed = nx.Graph()
    for one, other in drawn:
        signed.add_edge(one, other, sign=data.draw(st.sampled_from((1, -1))))
    names = sorted(signed)
    fits = any(
        all(camps[one] * camps[other] == sign for one, other, sign in signed.edges(data="sign"))
        for camps in (dict(zip(names, some, strict=True)) for some in product((1, -1), repeat=len(names)))
    )
    circle = frustrated(signed)
    assert bool(circle) is not fits
    if circle:
        signs = [signed.edges[step]["sign"] for step in zip(circle, [*circle[1:], circle[0]], strict=True)]
        assert signs.count(-1) % 2 == 1
