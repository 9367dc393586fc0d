"""How many origins a claim rests on: textbook cases, and brute force on small graphs."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.checks.origins import independent_origins, origins
from kg.network import outlet_of, printings
from kg.network.roads import road

IDA, KPA = ("ida", "agency"), ("kpa", "agency")
QUOTE = "Der Damm hält"


def count(story: Any) -> tuple[int, int]:
    return origins(story.graph, [road(story.graph, each) for each in printings(story.graph, "c")])


def test_a_diamond_has_one_origin(story: Any) -> None:
    for outlet, agency in (("Bote", IDA), ("Querblick", KPA)):
        story.printed(QUOTE, outlet, "Vogt", claim="c", sources=(agency,))
    assert count(story) == (1, 1)


def test_a_chain_has_one_origin(story: Any) -> None:
    story.printed(QUOTE, "Bote", "Vogt", claim="c")
    story.printed(QUOTE, "Querblick", "Vogt", claim="c", sources=(("Bote", "outlet"),))
    assert count(story) == (1, 1)


def test_two_agencies_with_two_speakers_are_two_origins(story: Any) -> None:
    for outlet, speaker, agency in (("Bote", "Vogt", IDA), ("Anzeiger", "Thams", KPA), ("Querblick", "Vogt", KPA)):
        story.printed(QUOTE, outlet, speaker, claim="c", sources=(agency,))
    assert count(story) == (2, 2)
    (finding,) = independent_origins(story.graph)
    assert finding.message == "„Der Damm hält“ steht in 3 Medien und beruht auf 2 Ursprüngen."


def test_three_unnamed_origins_may_be_one_or_three(story: Any) -> None:
    for outlet in ("Bote", "Anzeiger", "Querblick"):
        story.printed(QUOTE, outlet, "Insider", kind="anonymous", claim="c")
    assert count(story) == (1, 3)
    (finding,) = independent_origins(story.graph)
    assert finding.message == "„Der Damm hält“ steht in 3 Medien und beruht auf 1 bis 3 Ursprüngen."


def test_unnamed_origins_behind_one_agency_are_one(story: Any) -> None:
    for outlet in ("Bote", "Anzeiger", "Querblick"):
        story.printed(QUOTE, outlet, "Insider", kind="anonymous", claim="c", sources=(IDA,))
    assert count(story) == (1, 1)


def test_copied_text_counts_once(story: Any) -> None:
    long = "Der Damm bei Oberau hält nach Ansicht der Gutachter mindestens noch bis zum Montag"
    for outlet, end in (("Bote", ""), ("Anzeiger", ""), ("Querblick", " früh")):
        story.printed(long + end, outlet, claim="c")
    assert count(story) == (1, 1)


def test_what_as_many_say_as_print_it_is_no_finding(story: Any) -> None:
    for outlet, speaker in (("Bote", "Vogt"), ("Querblick", "Thams")):
        story.printed(QUOTE, outlet, speaker, claim="c")
    assert not list(independent_origins(story.graph))


roads = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.lists(st.sampled_from("wxyz"), max_size=3, unique=True), st.sampled_from("PQR")
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(roads)
def test_as_many_origins_as_brute_force_finds(new_story: Any, drawn: list[tuple[str, list[str], str]]) -> None:
    story = new_story()
    for outlet, stations, speaker in drawn:
        story.printed(QUOTE, outlet, speaker, claim="c", sources=tuple((each, "agency") for each in stations))
    graph = nx.DiGraph()
    for each in printings(story.graph, "c"):
        found = road(story.graph, each)
        nx.add_path(graph, ["S", f"print {outlet_of(story.graph, each)}", *found.nodes, "T"])
    inner = {node for node in graph if node not in "ST" and not node.startswith("print")}

    def parts(cut: tuple[str, ...]) -> bool:
        return not nx.has_path(nx.subgraph_view(graph, filter_node=lambda node: node not in cut), "S", "T")

    least = next(size for size in range(len(inner) + 1) if any(map(parts, combinations(sorted(inner), size))))
    assert count(story) == (least, least)
