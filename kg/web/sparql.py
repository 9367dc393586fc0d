"""The SPARQL 1.1 Protocol at /sparql: queries only.

Source: SPARQL 1.1 Protocol, W3C 2013; HTTP Semantics, RFC 9110.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Coroutine, Iterable
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive, Scope, Send

from kg.errors import StoreError
from kg.web import asked, negotiate
from kg.web.asked import Asked, BadRequest
from kg.web.cache import Cache, Kept
from kg.web.frames import KINDS, Question, packed
from kg.web.metrics import Metrics
from kg.web.pool import Busy, Pool, Stopped
from kg.web.settings import Settings
from kg.web.snapshots import Snapshots

METHODS = "GET, HEAD, OPTIONS, POST"
CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After"),
]
"""Any page may read what is here, and none sends its visitors' credentials along."""

PREFLIGHT = [
    (b"allow", METHODS.encode()),
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]

PATIENCE = 15.0
"""Seconds that a client has to send a query, once it has sent the head of its request. Set by hand."""

SHOWN = 500
"""Characters of a query that was stopped that the log shows. Set by hand."""

_STOPPED = {"timeout", "memory", "crash", "broken", "killed"}
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?", re.ASCII)
_PLAIN = "text/plain; charset=utf-8"
_WHY = {
    "timeout": (503, "the query took longer than {limit:g} seconds and was stopped: narrow it down, or use LIMIT"),
    "memory": (503, "the query needed more than {memory} MB and was stopped: narrow it down, or use LIMIT"),
    "crash": (400, "the query broke the process that answered it: it is nested too deeply"),
    "broken": (500, "the answer broke off"),
    "killed": (503, "the process that answered the query was ended"),
    "busy": (503, "all query processes are busy: try again"),
    "store": (503, "{reason}"),
}


def routes(settings: Settings) -> list[BaseRoute]:
    """The routes of the endpoint."""
    endpoint = Endpoint(settings)
    return [Route("/sparql", endpoint), Route("/sparql/", endpoint)]


class Endpoint:
    """The endpoint as an ASGI application; it finds pool, snapshots and metrics in the state of the one around it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cache = Cache(settings.cache_mb * 2**20)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = _Call(scope, receive, send, self._settings, self._cache)
        try:
            await call.answer()
        except BadRequest as error:
            call.outcome = "refused"
            headers = [(b"allow", METHODS.encode())] if error.status == 405 else []
            await call.reply(error.status, _PLAIN, f"{error.message}\n".encode("utf-8", "replace"), headers)
        finally:
            call.count()


class _Call:
    """One request, from its first to its last byte."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, settings: Settings, cache: Cache) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._settings, self._cache = settings, cache
        self._headers = Headers(scope=scope)
        state = scope["app"].state
        self._pool: Pool = state.pool
        self._snapshots: Snapshots = state.snapshots
        self._metrics: Metrics = state.metrics
        self._bodiless = scope["method"] == "HEAD"
        self._begun = False
        self._text = ""
        self.outcome: str | None = None

    def count(self) -> None:
        """Notes what became of a query, for the metrics and the log."""
        if self.outcome:
            self._metrics.query(self.outcome)
            stopped = {"query": self._text[:SHOWN]} if self.outcome in _STOPPED else {}
            self._scope["kg.told"] = {"outcome": self.outcome, **stopped}

    async def answer(self) -> None:
        """Answers the request.

        Raises:
            BadRequest: if it cannot be answered.
        """
        method = self._scope["method"]
        if method == "OPTIONS":
            return await self.reply(204, None, b"", PREFLIGHT)
        if method not in ("GET", "HEAD", "POST"):
            raise BadRequest(405, f"{method} is not one of {METHODS}")
        endpoint = self._endpoint()
        query_string: bytes = self._scope["query_string"]
        if method != "POST" and not query_string:
            return await self._describe(endpoint)
        if method == "POST":
            wanted = asked.by_post(self._headers.get("content-type", ""), query_string, await self._body())
        else:
            wanted = asked.by_url(query_string)
        await self._query(wanted, endpoint)

    def _endpoint(self) -> str:
        if not _HOST.fullmatch(self._headers.get("host", "localhost")):
            raise BadRequest(400, "the header Host names no host")
        return str(Request(self._scope).url.replace(query=""))

    async def _body(self) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    message = await self._receive()
                    if message["type"] == "http.disconnect":
                        raise BadRequest(400, "the request broke off")
                    body += message.get("body", b"")
                    if len(body) > asked.LONGEST:
                        raise BadRequest(413, f"a request may have {asked.LONGEST} bytes, this one has more")
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise BadRequest(408, f"the request did not come within {PATIENCE:g} seconds") from None

    async def _describe(self, endpoint: str) -> None:
        chosen = negotiate.best(self._headers.get("accept", ""), "triples")
        if chosen is None:
            raise BadRequest(406, f"without a query, {negotiate.refusal('triples')}")
        from kg.web.description import description

        format, media_type = chosen
        await self.reply(200, _spelt(media_type), description(endpoint, format), [(b"vary", b"Accept")])

    async def _query(self, wanted: Asked, endpoint: str) -> None:
        self._text = wanted.query
        accept = self._headers.get("accept", "")
        question = Question(
            *(wanted.query, endpoint, wanted.default_graphs, wanted.named_graphs),
            formats=[negotiate.best(accept, kind) for kind in KINDS],
            gzip=negotiate.takes_gzip(self._headers.get("accept-encoding", "")),
        )
        if not any(question.formats):
            raise BadRequest(406, ". ".join(map(negotiate.refusal, KINDS)))
        key = hashlib.sha256(packed(question)).hexdigest()[:32]
        try:
            tag = _tag(self._snapshots.newest, key)
        except StoreError as error:
            return await self._explain("store", reason=str(error))
        if self._scope["method"] != "POST" and _matches(self._headers.get("if-none-match", ""), tag):
            self.outcome = "unchanged"
            return await self.reply(304, None, b"", _told(tag))
        kept = self._cache.get(tag)
        if kept:
            self.outcome = "cached"
            return await self.reply(200, _spelt(kept.media_type), kept.body, _told(tag, kept.gzip))
        await self._unless_gone(self._run(question._replace(bodiless=self._bodiless), key))

    async def _unless_gone(self, work: Coroutine[None, None, None]) -> None:
        """Does the work, but not for a client that has gone away."""
        working, leaving = asyncio.create_task(work), asyncio.create_task(_gone(self._receive))
        try:
            await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                self.outcome = "gone"
                return
            await working
        finally:
            leaving.cancel()
            if working.cancel():
                with suppress(asyncio.CancelledError):
                    await working

    async def _run(self, question: Question, key: str) -> None:
        """Has the question answered and passes the answer on; one that ends early, ends without its last byte."""
        try:
            async with self._pool.ask(question) as answer, asyncio.timeout(self._settings.limit_s + 1):
                head = answer.head
                tag = _tag(head.snapshot, key) if head.snapshot else None
                headers, media_type = _told(tag, head.gzip), _spelt(head.media_type)
                last, whole = b"", bytearray()
                async for piece in answer.pieces():
                    if last:
                        await self._stream(head.status, media_type, last, headers)
                    last = piece
                    if len(whole) <= self._cache.largest:
                        whole += piece
                if self._begun:
                    await self._send({"type": "http.response.body", "body": last})
                else:
                    await self.reply(head.status, media_type, last, headers)
                if tag and len(whole) <= self._cache.largest and not question.bodiless:
                    self._cache.put(tag, Kept(head.media_type, head.gzip, bytes(whole)))
                self.outcome = {200: "answered", 503: "store"}.get(head.status, "refused")
        except Busy:
            await self._explain("busy", [(b"retry-after", b"1")])
        except Stopped as stop:
            await self._explain(stop.outcome)
        except TimeoutError:
            await self._explain("timeout")

    async def _stream(self, status: int, media_type: str, piece: bytes, headers: Iterable[tuple[bytes, bytes]]) -> None:
        if not self._begun:
            await self._start(status, [(b"content-type", media_type.encode()), *headers])
        await self._send({"type": "http.response.body", "body": piece, "more_body": True})

    async def _explain(self, outcome: str, headers: Iterable[tuple[bytes, bytes]] = (), reason: str = "") -> None:
        """Tells why there is no answer, as long as none has begun."""
        self.outcome = outcome
        if not self._begun:
            status, message = _WHY[outcome]
            told = message.format(limit=self._settings.limit_s, memory=self._settings.memory_mb, reason=reason)
            await self.reply(status, _PLAIN, f"{told}\n".encode("utf-8", "replace"), headers)

    async def reply(
        self, status: int, media_type: str | None, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        """Sends a whole response; `body` may be empty for HEAD."""
        about = [] if media_type is None else [(b"content-type", media_type.encode())]
        size = [(b"content-length", str(len(body)).encode())] if body else []
        await self._start(status, [*about, *size, *headers])
        await self._send({"type": "http.response.body", "body": b"" if self._bodiless else body})

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": [*headers, *CORS]})


async def _gone(receive: Receive) -> None:
    """Comes back when the client has gone away."""
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await receive()


def _tag(snapshot: str, key: str) -> str:
    return f'W/"{snapshot}.{key}"'


def _matches(if_none_match: str, tag: str) -> bool:
    return any(each.strip().removeprefix("W/") == tag.removeprefix("W/") for each in if_none_match.split(","))


def _told(tag: str | None, gzip: bool = False) -> list[tuple[bytes, bytes]]:
    """What an answer is told with: whoever keeps it asks whether it still holds before they use it again."""
    known = [(b"etag", tag.encode()), (b"cache-control", b"no-cache")] if tag else [(b"cache-control", b"no-store")]
    return [*known, (b"vary", b"Accept, Accept-Encoding"), *([(b"content-encoding", b"gzip")] if gzip else [])]


def _spelt(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if re.fullmatch(r"text/[\w-]+", media_type) else media_type
