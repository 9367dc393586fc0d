"""Projections of the store to networkx graphs: what the checks walk over and the exports draw.

`provenance` reads the whole graph from a store; all others are pure functions from that graph to a smaller one.
"""

from kg.network.projections import claims, condense, dated, heavier, part, sourcing, speakers
from kg.network.provenance import (
    ENTITY_KINDS,
    SAME,
    chain,
    matter_of,
    matters,
    of_kind,
    outlet_of,
    printings,
    provenance,
    replaced,
    target,
)
from kg.network.relations import Edge, date, denier_first, edges_of
from kg.network.roads import RELAYS, Road, identity, kind_of, printer, road

__all__ = [
    "ENTITY_KINDS",
    "RELAYS",
    "SAME",
    "Edge",
    "Road",
    "chain",
    "claims",
    "condense",
    "date",
    "dated",
    "denier_first",
    "edges_of",
    "heavier",
    "identity",
    "kind_of",
    "matter_of",
    "matters",
    "of_kind",
    "outlet_of",
    "part",
    "printer",
    "printings",
    "provenance",
    "replaced",
    "road",
    "sourcing",
    "speakers",
    "target",
]
