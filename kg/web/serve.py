"""The server around the application: its socket, its signals, and connections that nothing comes of."""

from __future__ import annotations

import logging
import resource
import signal
import socket
from time import monotonic
from weakref import WeakKeyDictionary

import uvicorn

from kg.errors import UsageError
from kg.store import Store
from kg.web import log as lines
from kg.web.app import create_app
from kg.web.settings import Settings

log = logging.getLogger("kg.web")

IDLE = 30.0
"""Seconds after which a connection without a request, or with an answer that nobody takes, is cut. Set by hand."""

FAREWELL = 10
"""Seconds that running requests have to end when the server stops. Set by hand."""

FILES = 16_384
"""Files that may be open at once, if the system lets us. Set by hand."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves the store until SIGINT or SIGTERM, then lets running requests end.

    Raises:
        StoreError: if there is no store.
        UsageError: if host and port cannot be listened on.
    """
    Store.open(settings.store).close()
    listening = _listen(host, port)
    lines.start()
    _raise_limit()
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: None)
    config = uvicorn.Config(
        create_app(settings),
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=2048,
        timeout_graceful_shutdown=FAREWELL,
    )
    shown, number = listening.getsockname()[:2]
    url = f"http://[{shown}]:{number}/" if ":" in shown else f"http://{shown}:{number}/"
    with listening:
        _Server(config, url).run([listening])
    log.info("stopped")


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        listening = socket.create_server((str(address[0]), int(address[1])), family=family)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except (OSError, UnicodeError) as error:
        raise UsageError(f"cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}") from None


def _raise_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Server(uvicorn.Server):
    """Uvicorn's server, which cuts connections that nothing comes of."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url
        self._idle: WeakKeyDictionary[object, tuple[object, float]] = WeakKeyDictionary()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        log.info("listening", extra={"told": {"url": self._url}})

    async def on_tick(self, counter: int) -> bool:
        if counter % 10 == 0:
            self._sweep()
        return await super().on_tick(counter)

    def _sweep(self) -> None:
        now = monotonic()
        for connection in list(self.server_state.connections):
            cycle, transport = getattr(connection, "cycle", None), connection.transport
            busy = cycle is not None and not cycle.response_complete and not transport.is_closing()
            before, since = self._idle.get(connection, (None, now))
            if busy:
                self._idle.pop(connection, None)
            elif before is not cycle or since == now:
                self._idle[connection] = (cycle, now)
            elif now - since > IDLE:
                transport.abort()
