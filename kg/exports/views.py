"""What of a store is drawn, and how: views, what they are narrowed down to, and the rows that both formats take."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

import networkx as nx

from kg.errors import UsageError
from kg.exports import gexf, graphml
from kg.exports.layout import positions
from kg.exports.look import COLOURS, GREY, TIES, size
from kg.exports.rows import Edge, Keys, Node
from kg.network import claims, condense, dated, heavier, part, provenance, sourcing, speakers
from kg.network.projections import day
from kg.store.reader import Reader


class View(NamedTuple):
    """A way to draw a provenance graph: the projection, and what its nodes and edges have beside what all have."""

    project: Callable[[nx.MultiDiGraph], nx.Graph]
    node_keys: Keys
    edge_keys: Keys


_LOOK: Keys = MappingProxyType({"r": int, "g": int, "b": int, "size": float, "x": float, "y": float})
_NODE: Keys = MappingProxyType({**dict.fromkeys(("label", "kind", "iri", "start", "end"), str), "weight": int})
_EDGE: Keys = MappingProxyType(
    {**dict.fromkeys(("kind", "label", "start", "end"), str), "weight": float, "r": int, "g": int, "b": int}
)
_RELATION: Keys = MappingProxyType({"how": str, "score": float})
_PROVENANCE: Keys = MappingProxyType(
    {
        **dict.fromkeys(("date", "url", "file", "speech_type", "medium", "modality"), str),
        **{"negated": bool, "confidence": float, "entity_kind": str, "position": int, "scoped": bool},
    }
)

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "speakers-claims-outlets": View(condense, {"date": str}, {}),
        "speakers": View(speakers, {}, {"signed": float}),
        "sourcing": View(sourcing, {}, {}),
        "claims": View(claims, {}, _RELATION),
        "provenance": View(dated, _PROVENANCE, _RELATION),
    }
)
"""The views by the name that `kg export --view` takes."""

DEFAULT = "speakers-claims-outlets"

FORMATS = MappingProxyType({"graphml": graphml.write_rows, "gexf": gexf.write_rows})
"""The writers by the name of their format."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view is narrowed down to.

    `about` is a word of the wording, of which all printings of a claim count that has it in one; `first` and `last` are
    days, both included, between which an utterance was printed; `least` is the weight from which on an edge counts;
    `as_of` is what `kg.network.provenance` takes.
    """

    about: str | None = None
    first: str | None = None
    last: str | None = None
    least: float = 0
    as_of: str | None = None


def write(
    store: Reader,
    out: BinaryIO,
    format: str,
    view: str = DEFAULT,
    selection: Selection | None = None,
    layout: str | None = None,
) -> tuple[int, int]:
    """How many nodes and edges of a view of the store were written to `out` in one of `FORMATS`.

    With `layout`, one of `kg.exports.layout.LAYOUTS`, nodes have positions.

    Raises:
        UsageError: if there is no such view or layout, or the layout cannot be computed.
    """
    wanted = selection or Selection()
    return draw(narrowed(provenance(store, as_of=wanted.as_of), wanted), out, format, view, wanted.least, layout)


def draw(
    graph: nx.MultiDiGraph,
    out: BinaryIO,
    format: str,
    view: str = DEFAULT,
    least: float = 0,
    layout: str | None = None,
) -> tuple[int, int]:
    """How many nodes and edges of a view of the provenance graph were written to `out`; as `write`, without a store."""
    if view not in VIEWS:
        raise UsageError(f"no view named {view}; there are {', '.join(VIEWS)}")
    project, node_keys, edge_keys = VIEWS[view]
    drawn = heavier(project(graph), least) if least else project(graph)
    edges = edge_rows(drawn, edge_keys)
    return FORMATS[format](
        out,
        node_rows(drawn, node_keys, positions(drawn, layout) if layout else {}),
        edges if format == "gexf" else summed(edges, directed=drawn.is_directed()),
        node_keys={**_NODE, **node_keys, **_LOOK},
        edge_keys={**_EDGE, **edge_keys},
        directed=drawn.is_directed(),
    )


def narrowed(graph: nx.MultiDiGraph, selection: Selection) -> nx.MultiDiGraph:
    """The provenance graph of the utterances that the selection is about and that were printed in its time.

    An utterance whose day is not known is in no time.
    """
    if not (selection.about or selection.first or selection.last):
        return graph
    chosen = {node for node, kind in graph.nodes(data="kind") if kind == "utterance"}
    if selection.about:
        chosen &= _about(graph, selection.about)
    if selection.first or selection.last:
        first, last = (selection.first or "")[:10], (selection.last or "9999")[:10]
        chosen = {node for node in chosen if (when := day(graph, node)) and first <= when <= last}
    return part(graph, chosen)


def node_rows(graph: nx.Graph, keys: Keys, places: Mapping[str, tuple[float, float]]) -> Iterator[Node]:
    """The rows of a view's nodes with colour and size, and the position of those that have a place."""
    names = (*_NODE, *keys)
    heaviest = max((weight for _, weight in graph.nodes(data="weight", default=1)), default=1)
    for node, data in graph.nodes(data=True):
        r, g, b = COLOURS.get(data["kind"], GREY)
        look = {"r": r, "g": g, "b": b, "size": size(data.get("weight", 1), heaviest)}
        place = dict(zip("xy", places[node], strict=True)) if node in places else {}
        yield Node(node, {name: data[name] for name in names if name in data} | look | place)


def edge_rows(graph: nx.Graph, keys: Keys) -> Iterator[Edge]:
    """The rows of a view's edges with label, weight (1 where there is none) and colour."""
    names = (*_EDGE, *keys)
    for source, target, data in graph.edges(data=True):
        known = {name: data[name] for name in names if name in data}
        yield Edge(source, target, {"weight": 1, **known, "label": data["kind"], **_tint(data["kind"])})


def summed(edges: Iterable[Edge], *, directed: bool = True) -> Iterator[Edge]:
    """The edges with those between the same two nodes made one, in the order in which the first of each comes.

    Numbers are summed (a `weight` is 1 where there is none, of a `score` the highest counts), kinds and other texts
    joined; the time is that of all. Holds what remains.

    >>> twice = [Edge("zoë", "damm", {"kind": "says"}), Edge("zoë", "damm", {"kind": "denies", "weight": 2.0})]
    >>> [edge.attributes["weight"] for edge in summed(twice)], [edge.attributes["kind"] for edge in summed(twice)]
    ([3.0], ['says, denies'])
    """
    bundles: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for source, target, attributes in edges:
        ends = (source, target) if directed or source <= target else (target, source)
        bundles.setdefault(ends, []).append(attributes)
    for ends, bundle in bundles.items():
        yield Edge(*ends, _bundled(bundle))


def _bundled(bundle: list[Mapping[str, Any]]) -> dict[str, Any]:
    names = dict.fromkeys(name for attributes in bundle for name in attributes)
    found: dict[str, Any] = {}
    for name in names:
        values = [attributes[name] for attributes in bundle if attributes.get(name) is not None]
        if values:
            found[name] = _MERGED.get(name, _joined)(values)
    found["weight"] = float(sum(attributes.get("weight") or 1 for attributes in bundle))
    return found | (_tint(found["kind"]) if "r" in found else {})


def _joined(values: list[Any]) -> Any:
    return ", ".join(dict.fromkeys(values)) if isinstance(values[0], str) else sum(values)


_MERGED: Mapping[str, Callable[[list[Any]], Any]] = MappingProxyType({"start": min, "end": max, "score": max})


def _tint(kind: str) -> dict[str, int]:
    return dict(zip("rgb", TIES.get(kind, GREY), strict=True))


def _about(graph: nx.MultiDiGraph, word: str) -> set[str]:
    """The utterances that have the word in their wording, with all others of their claims."""
    wanted = _folded(word)
    told: set[str] = set()
    for node, data in graph.nodes(data=True):
        if data["kind"] == "utterance" and wanted in _folded(data["wording"]):
            told |= {
                node,
                *(goal for _, goal, kind in graph.out_edges(node, keys=True) if kind == "interpretedAsClaim"),
            }
    return told | {
        source for claim in told for source, _, kind in graph.in_edges(claim, keys=True) if kind == "interpretedAsClaim"
    }


def _folded(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())
