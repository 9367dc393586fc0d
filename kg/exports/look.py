"""How nodes and edges look: a colour for each kind, and a size that grows with the weight."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

Colour = tuple[int, int, int]

GREY: Colour = (153, 153, 153)

COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        "person": (0, 114, 178),
        "organisation": (86, 180, 233),
        "outlet": (213, 94, 0),
        "agency": (230, 159, 0),
        "platform": (240, 228, 66),
        "claim": (0, 158, 115),
        "utterance": (148, 203, 183),
        "article": (239, 176, 138),
        "document": (204, 121, 167),
        "source": (226, 177, 205),
    }
)
"""Colours of nodes by kind; all others, who have no name, are grey.
Source: Okabe & Ito, "Color Universal Design" (2008), a palette that colour-blind people can tell apart; the paler ones
are mixed from it.
"""

TIES: Mapping[str, Colour] = MappingProxyType(
    {
        **dict.fromkeys(("agrees", "same", "corroborates", "same_quote"), (0, 158, 115)),
        **dict.fromkeys(("contradicts", "denies"), (213, 94, 0)),
        **dict.fromkeys(("drifts", "changed_position"), (230, 159, 0)),
        "updates": (86, 180, 233),
    }
)
"""Colours of edges by kind, from the same palette; all others are grey."""

SMALL, LARGE = 5.0, 50.0
"""Least and greatest size of a node. Set by hand, so that both can be seen in a drawing of some hundred nodes."""


def size(weight: float, heaviest: float) -> float:
    """The size of a node, whose surface grows with its weight.

    >>> size(1, 1), size(25, 100), size(100, 100)
    (50.0, 25.0, 50.0)
    """
    return round(max(SMALL, LARGE * math.sqrt(weight / heaviest)), 2)
