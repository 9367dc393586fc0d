"""Where the nodes of a graph are drawn, always the same for the same graph."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

import networkx as nx

from kg.errors import UsageError

Positions = dict[str, tuple[float, float]]

SEED = 1
LIMIT = 2_000
"""Nodes up to which networkx draws, as it takes account of every two of them. Set by hand: half a minute, 200 MB."""
ROOM = 30.0
"""Half of a drawing's width is this times the root of the number of nodes. Set by hand, for nodes of size 5 to 50."""


def positions(graph: nx.Graph, layout: str) -> Positions:
    """x and y of each node by one of `LAYOUTS`; edges with weight draw together, whatever their direction.

    Raises:
        UsageError: if there is no such layout, the graph is too large for it, or a library is missing.

    >>> ends = positions(nx.Graph([("Zoë Öztürk", "Der Damm hält")]), "spring").values()
    >>> len(set(ends))
    2
    """
    if layout not in LAYOUTS:
        raise UsageError(f"no layout named {layout}; there are {', '.join(LAYOUTS)}")
    if not graph:
        return {}
    found = LAYOUTS[layout](_simple(graph))
    middle = [sum(at[axis] for at in found.values()) / len(found) for axis in (0, 1)]
    reach = max(math.hypot(x - middle[0], y - middle[1]) for x, y in found.values()) or 1.0
    scale = ROOM * math.sqrt(len(found)) / reach
    return {
        node: (round((x - middle[0]) * scale, 2), round((y - middle[1]) * scale, 2)) for node, (x, y) in found.items()
    }


def _simple(graph: nx.Graph) -> nx.Graph:
    """The graph without direction, parallel edges and loops, weights summed, in an order of its own."""
    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    weights: dict[tuple[str, str], float] = {}
    for source, goal, weight in graph.edges(data="weight", default=1):
        if source != goal:
            ends = (min(source, goal), max(source, goal))
            weights[ends] = weights.get(ends, 0.0) + weight
    simple.add_weighted_edges_from((*ends, weight) for ends, weight in sorted(weights.items()))
    return simple


def _spring(graph: nx.Graph) -> Mapping[str, tuple[float, float]]:
    _check(graph, "spring")
    return _plain(nx.spring_layout(graph, weight="weight", seed=SEED))


def _forceatlas2(graph: nx.Graph) -> Mapping[str, tuple[float, float]]:
    _check(graph, "forceatlas2")
    start = nx.random_layout(graph, seed=SEED)
    return _plain(nx.forceatlas2_layout(graph, pos=start, weight="weight", seed=SEED))


def _igraph(graph: nx.Graph) -> Mapping[str, tuple[float, float]]:
    try:
        import igraph
    except ImportError:
        raise UsageError('the layout igraph needs its library: pip install "wortlaut[graphs]"') from None
    nodes = list(graph)
    number = {node: k for k, node in enumerate(nodes)}
    drawn = igraph.Graph(len(nodes), [(number[one], number[other]) for one, other in graph.edges])
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        weights = [weight for *_, weight in graph.edges(data="weight")] or None
        draw = drawn.layout_drl if len(nodes) > LIMIT else drawn.layout_fruchterman_reingold
        found = draw(weights=weights)
    finally:
        igraph.set_random_number_generator(random)
    return {node: (x, y) for node, (x, y) in zip(nodes, found, strict=True)}


def _check(graph: nx.Graph, layout: str) -> None:
    if len(graph) > LIMIT:
        raise UsageError(f"{len(graph)} nodes are too many for the layout {layout}; igraph draws them, or Gephi itself")


def _plain(found: Mapping[str, tuple[float, float]]) -> Mapping[str, tuple[float, float]]:
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


LAYOUTS: Mapping[str, Callable[[nx.Graph], Mapping[str, tuple[float, float]]]] = MappingProxyType(
    {"spring": _spring, "forceatlas2": _forceatlas2, "igraph": _igraph}
)
"""The layouts by the name that `kg export --layout` takes."""
