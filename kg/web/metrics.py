"""What the server counts, in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from kg.web.pool import Pool

_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class Metrics:
    """The counters of one application."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "kg_http_requests",
            "Requests, by part, method and status.",
            ["part", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "kg_http_request_seconds", "Seconds from request to last byte, by part.", ["part"], registry=self._registry
        )
        self._queries = Counter(
            "kg_sparql_queries", "SPARQL queries, by what became of them.", ["outcome"], registry=self._registry
        )

    def watch(self, pool: Pool) -> None:
        """Shows how busy the query processes are."""
        shown: dict[str, tuple[str, Callable[[], float]]] = {
            "alive": ("Query processes that are there.", lambda: pool.alive),
            "running": ("Queries that are being answered.", lambda: pool.running),
            "waiting": ("Queries that wait for a process.", lambda: pool.waiting),
        }
        for name, (about, count) in shown.items():
            Gauge(f"kg_sparql_{name}", about, registry=self._registry).set_function(count)

    def request(self, part: str, method: str, status: int, seconds: float) -> None:
        """Counts a request."""
        self._requests.labels(part, method if method in _METHODS else "other", status).inc()
        self._seconds.labels(part).observe(seconds)

    def query(self, outcome: str) -> None:
        """Counts a query."""
        self._queries.labels(outcome).inc()

    def text(self) -> bytes:
        """All counts, for Prometheus."""
        return generate_latest(self._registry)
