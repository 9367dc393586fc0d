"""Article in, utterances out: a spaCy pipeline of our own components. The only room that imports spaCy.

`extract` and `run` are all that the other rooms need; the components can be added to any German spaCy pipeline. Both
come with spaCy when they are first used: most commands need neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extract.articles import extract, run

__all__ = ["extract", "run"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.extract import articles

    return getattr(articles, name)
