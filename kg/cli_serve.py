"""`kg serve`: the store on the web."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.console import DEFAULT_STORE, StoreOption


def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 is any that is free.")] = 8000,
    token: Annotated[
        str | None, typer.Option(envvar="KG_TOKEN", help="Ask every request for this token.", show_default=False)
    ] = None,
    limit: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    memory: Annotated[int, typer.Option(min=16, help="MB that a query may take.")] = 1024,
    workers: Annotated[int, typer.Option(min=1, help="Queries that run at once, each in a process.")] = 8,
) -> None:
    """Serve the store on the web: SPARQL endpoint, JSON API and explorer page, read-only.

    Readers see the store as it was when the last ingest ended; a running one does not disturb them.

    Example: `kg serve --store archiv --port 8000`
    """
    from kg.web.serve import serve
    from kg.web.settings import Settings

    serve(Settings(store, token=token, limit_s=limit, memory_mb=memory, workers=workers), host, port)
