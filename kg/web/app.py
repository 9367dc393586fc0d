"""The application: its parts, mounted where they belong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kg.errors import StoreError
from kg.web import api, pages, sparql
from kg.web.gate import OPEN, Gate
from kg.web.metrics import Metrics
from kg.web.pool import Pool
from kg.web.settings import Settings
from kg.web.snapshots import Snapshots
from kg.web.worker import IDLE


def create_app(settings: Settings) -> Starlette:
    """The application that serves the store of `settings`.

    `app.state` has `settings`, `snapshots`, `metrics`, and `pool`: the query processes, which start with it.
    """
    routes: list[BaseRoute] = [
        *sparql.routes(settings),
        Route(OPEN, _health),
        Route("/metrics", _metrics),
        Mount("/api", routes=api.routes()),
        Mount("/", routes=pages.routes()),
    ]
    metrics = Metrics()
    app = Starlette(
        routes=routes, lifespan=_lifespan, middleware=[Middleware(Gate, metrics=metrics, token=settings.token)]
    )
    app.state.settings, app.state.metrics = settings, metrics
    app.state.snapshots, app.state.pool = Snapshots(settings.store), Pool(settings)
    metrics.watch(app.state.pool)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    await app.state.pool.start()
    keeping_up = asyncio.create_task(_keep_up(app.state.snapshots))
    try:
        yield
    finally:
        keeping_up.cancel()
        await app.state.pool.close()
        app.state.snapshots.close()


async def _keep_up(snapshots: Snapshots) -> None:
    """Lets go of snapshots that a writer could clear away, though nobody asks for the newest."""
    while True:
        await run_in_threadpool(snapshots.refresh)
        await asyncio.sleep(IDLE)


async def _health(request: Request) -> Response:
    """Whether questions can be answered: the store can be read, and there are processes to ask."""
    state = request.app.state
    try:
        await run_in_threadpool(state.snapshots.refresh)
        told = {"status": "ok", "snapshot": state.snapshots.newest}
    except StoreError as error:
        return JSONResponse({"status": "no store", "reason": str(error)}, 503)
    if not state.pool.alive:
        return JSONResponse({"status": "no query processes"}, 503)
    return JSONResponse(told, headers={"cache-control": "no-store"})


async def _metrics(request: Request) -> Response:
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=metrics.content_type)
