"""The SPARQL 1.1 Protocol at /sparql: queries only."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.web.settings import Settings


def routes(settings: Settings) -> list[BaseRoute]:
    """The routes of the endpoint, to be mounted at /sparql."""
    return [Route("/", _answer)]


async def _answer(request: Request) -> Response:
    return PlainTextResponse("not yet", 501)
