"""Projections of the store to networkx graphs: what the checks walk over and the exports draw.

`provenance` reads the whole graph from a store; all others are pure functions from that graph to a smaller one.
"""

from kg.network.projections import Tie, claims, condense, dated, heavier, part, shows, sourcing, speakers
from kg.network.provenance import (
    ENTITY_KINDS,
    SAME,
    chain,
    current,
    described,
    introduced,
    matter_of,
    matters,
    of_kind,
    outlet_of,
    printings,
    provenance,
    region,
    replaced,
    target,
    users,
)
from kg.network.relations import Edge, date, denier_first, edges_of
from kg.network.roads import RELAYS, Road, identity, kind_of, printer, road

__all__ = [
    "ENTITY_KINDS",
    "RELAYS",
    "SAME",
    "Edge",
    "Road",
    "Tie",
    "chain",
    "claims",
    "condense",
    "current",
    "date",
    "dated",
    "denier_first",
    "described",
    "edges_of",
    "heavier",
    "identity",
    "introduced",
    "kind_of",
    "matter_of",
    "matters",
    "of_kind",
    "outlet_of",
    "part",
    "printer",
    "printings",
    "provenance",
    "region",
    "replaced",
    "road",
    "shows",
    "sourcing",
    "speakers",
    "target",
    "users",
]
