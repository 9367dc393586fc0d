"""The server around the application."""

from __future__ import annotations

import uvicorn

from kg.web.app import create_app
from kg.web.settings import Settings


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves until it is told to stop."""
    uvicorn.run(create_app(settings), host=host, port=port)
