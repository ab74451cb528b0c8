"""App, host and port -> a running server; the socket is bound before anything is promised."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from newsloom.errors import ConfigError


def serve(app: Starlette, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``on_ready`` is told the address of the front page.

    Raises:
        ConfigError: nothing can listen there.
    """
    with listening(host, port) as bound:
        place = f"[{host}]" if ":" in host else host
        on_ready(f"http://{place}:{bound.getsockname()[1]}/")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        server.run(sockets=[bound])


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 = any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        message = f"nothing can listen there: {exc.strerror}; choose another --host or --port"
        raise ConfigError(f"{host}:{port}", message) from exc
