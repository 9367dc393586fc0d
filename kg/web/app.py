"""The application: its parts, mounted where they belong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from kg.web import sparql
from kg.web.settings import Settings
from kg.web.snapshots import Snapshots


def create_app(settings: Settings) -> Starlette:
    """The application that serves the store of `settings`; `app.state` has `settings` and `snapshots`."""
    routes: list[BaseRoute] = [
        Mount("/sparql", routes=sparql.routes(settings)),
        *_part("api", "/api"),
        *_part("pages", "/"),
    ]
    app = Starlette(routes=routes, lifespan=_lifespan)
    app.state.settings, app.state.snapshots = settings, Snapshots(settings.store)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    app.state.snapshots.close()


def _part(name: str, path: str) -> list[BaseRoute]:
    if find_spec(f"kg.web.{name}") is None:
        return []
    return [Mount(path, routes=import_module(f"kg.web.{name}").routes())]
