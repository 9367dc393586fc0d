"""Wortlaut: who said what, where, and according to whom, in German news.

`import kg` is light: what stands here comes from `kg.api` when it is first used.

| command | in Python |
| --- | --- |
| `kg extract` | `kg.analyse(paths)` |
| `kg evaluate` | `kg.score(gold)` |
| all others | methods of `kg.open(store)`: `ingest`, `who`, `claims`, `trace`, `compare`, `check`, `query`, … |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph, analyse, open, score

__version__ = "0.1.0"
__all__ = ["Graph", "__version__", "analyse", "open", "score"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
