"""What every request passes: the token, headers that protect the reader, one line in the log, the counters."""

from __future__ import annotations

import hmac
import logging
from base64 import b64decode
from time import perf_counter
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.metrics import Metrics

log = logging.getLogger("kg.web")

OPEN = "/health"
"""The path that needs no token."""

SAFETY = {
    b"content-security-policy": (
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        b"frame-ancestors 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
}
"""Headers that every response has, unless it says otherwise itself."""

_PARTS = ("sparql", "api", "health", "metrics")


class Gate:
    """An application with a gate before it. Whoever has the `token` may pass: as Bearer, or as password of anyone."""

    def __init__(self, app: ASGIApp, metrics: Metrics, token: str | None) -> None:
        self._app, self._metrics = app, metrics
        self._token = token.encode() if token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        begun, status, size = perf_counter(), 0, 0

        async def passing(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", []))
                said = {name for name, _ in headers}
                message = {**message, "headers": headers + [pair for pair in SAFETY.items() if pair[0] not in said]}
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            if self._may_pass(scope):
                await self._app(scope, receive, passing)
            else:
                await _refuse(passing)
        finally:
            self._note(scope, status, size, perf_counter() - begun)

    def _may_pass(self, scope: Scope) -> bool:
        if self._token is None or scope["path"] == OPEN or scope["method"] == "OPTIONS":
            return True
        scheme, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
        secret = given.strip().encode("latin-1")
        if scheme.lower() == "basic":
            try:
                secret = b64decode(secret, validate=True).partition(b":")[2]
            except ValueError:
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(secret, self._token)

    def _note(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        path = scope["path"]
        part = path.split("/")[1] if path.startswith("/") else ""
        self._metrics.request(part if part in _PARTS else "page", scope["method"], status, seconds)
        told: dict[str, Any] = {
            "method": scope["method"],
            "path": path,
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
            "client": (scope.get("client") or ("",))[0],
            **scope.get("kg.told", {}),
        }
        log.info("request", extra={"told": told})


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"www-authenticate", b'Bearer realm="Wortlaut"'),
        (b"www-authenticate", b'Basic realm="Wortlaut", charset="UTF-8"'),
        (b"access-control-allow-origin", b"*"),
    ]
    body = b"this server asks for a token: Authorization: Bearer TOKEN, or the token as password of any user\n"
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
