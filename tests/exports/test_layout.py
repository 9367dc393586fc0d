"""Where nodes are drawn: each somewhere, apart, and the same every time."""

from __future__ import annotations

import math
import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.exports import layout
from kg.exports.layout import LAYOUTS, positions


def camps() -> nx.MultiDiGraph:
    """Two camps of five who all know each other, and one tie between the camps."""
    graph = nx.MultiDiGraph()
    for camp in ("links", "rechts"):
        members = [f"{camp} {k}" for k in range(5)]
        graph.add_edges_from((one, other) for one in members for other in members if one != other)
    graph.add_edge("links 0", "rechts 0", weight=1)
    return graph


@pytest.mark.parametrize("name", LAYOUTS)
def test_who_is_tied_stands_together(name: str) -> None:
    places = positions(camps(), name)
    assert len(set(places.values())) == 10
    within = [
        math.dist(places[f"links {one}"], places[f"links {other}"]) for one in range(1, 5) for other in range(one)
    ]
    across = [
        math.dist(places[f"links {one}"], places[f"rechts {other}"]) for one in range(1, 5) for other in range(1, 5)
    ]
    assert sum(within) / len(within) < sum(across) / len(across)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_drawing_is_the_same_every_time_and_in_every_order(name: str) -> None:
    graph = camps()
    turned = nx.MultiDiGraph()
    turned.add_edges_from(reversed([(other, one) for one, other in graph.edges()]))
    assert positions(graph, name) == positions(graph, name) == positions(turned, name)


@pytest.mark.parametrize("name", LAYOUTS)
@settings(deadline=None, max_examples=15)
@given(edges=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 9)), max_size=12))
def test_every_node_has_a_place_within_the_drawing(name: str, edges: list[tuple[str, str, int]]) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("allein")
    graph.add_weighted_edges_from(edges)
    places = positions(graph, name)
    assert places.keys() == set(graph)
    assert all(math.hypot(*place) <= layout.ROOM * math.sqrt(len(graph)) + 0.01 for place in places.values())


def test_a_graph_that_is_too_large_is_left_to_those_who_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "LIMIT", 9)
    for name in ("spring", "forceatlas2"):
        with pytest.raises(UsageError, match=f"10 nodes are too many for the layout {name}; igraph draws them"):
            positions(camps(), name)
    assert len(positions(camps(), "igraph")) == 10


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(UsageError, match=r'pip install "wortlaut\[graphs\]"'):
        positions(camps(), "igraph")
