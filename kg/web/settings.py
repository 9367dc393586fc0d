"""How the server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What `kg serve` was told; the numbers are set by hand.

    `token` is asked of every request but /health, if there is one. A SPARQL query may take `limit_s` seconds, until
    its last byte is written, and `memory_mb` MB beside what its process needs anyway; `workers` of them run at once,
    and `waiting` more may queue. Answers of up to `cache_mb` MB in all are kept for those who ask the same again.

    >>> Settings(Path("kg-store")).limit_s
    30.0
    """

    store: Path
    token: str | None = None
    limit_s: float = 30.0
    workers: int = 8
    memory_mb: int = 1024
    waiting: int = 2000
    cache_mb: int = 32
