"""The explorer page: one document for every view, and its files; nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(str(files("kg.web") / "static"))
VIEWS = ("", "search", "speakers", "speaker", "claims", "claim", "articles", "article", "findings", "graph", "query")
"""The addresses that show something; what they show is in their query, so that an address can be sent round."""

_POLICY = "default-src 'self'; img-src 'self' data:; {}object-src 'none'; base-uri 'none'; form-action 'self'; \
frame-ancestors 'none'"
_PLAIN = _POLICY.format("")
_STYLED = _POLICY.format("style-src 'self' 'unsafe-inline'; ")
"""For the view of queries alone, whose editor styles its own lines."""


def routes() -> list[BaseRoute]:
    """The routes of the page, to be mounted at /."""
    zipped = [Middleware(GZipMiddleware, minimum_size=500)]
    shown: list[BaseRoute] = [Route(f"/{view}", _view(view)) for view in VIEWS]
    return [
        Mount("/static", app=_Files(directory=STATIC), middleware=zipped),
        Mount("", routes=[*shown, Route("/{path:path}", _view(None))], middleware=zipped),
    ]


class _Files(StaticFiles):
    """The files, which a browser keeps but asks about each time: after an update it has the new ones."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def _view(view: str | None) -> Callable[[Request], HTMLResponse]:
    headers = {"content-security-policy": _STYLED if view == "query" else _PLAIN, "cache-control": "no-cache"}

    def shown(request: Request) -> HTMLResponse:
        status = 200 if view is not None else 404
        return HTMLResponse((STATIC / "index.html").read_bytes(), status, headers)

    return shown
