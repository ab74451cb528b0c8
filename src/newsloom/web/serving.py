"""App, host and port -> a running server; the socket is bound before anything is promised."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from newsloom.errors import ConfigError, NewsloomError
from newsloom.web.stopping import StoppingServer

SWITCH_SECONDS = 0.0005
"""How soon a thread that works lets one that serves go on; Python's own .005 s costs each page of a
busy newsroom some tens of ms."""

LAST_SECONDS = 1
"""How long pages under way may take once the server is to end."""


def serve(app: Starlette, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``on_ready`` is told the address of the front page.

    Raises:
        ConfigError: nothing can listen there.
    """
    with listening(host, port) as bound:
        server_of(app, host, bound, on_ready).run(sockets=[bound])


def serve_beside(
    app: Starlette, host: str, port: int, on_ready: Callable[[str], None], work: Callable[[], None]
) -> None:
    """Serve while ``work`` is done in a thread beside; what ends the work ends the server.

    Raises:
        ConfigError: nothing can listen there.
        NewsloomError: what ended the work; any other error is printed by its thread.
    """
    with listening(host, port) as bound:
        server = server_of(app, host, bound, on_ready)
        faults = list[NewsloomError]()

        def do() -> None:
            try:
                work()
            except NewsloomError as exc:
                faults.append(exc)
            finally:
                server.should_exit = True

        sys.setswitchinterval(SWITCH_SECONDS)
        threading.Thread(target=do, daemon=True, name="newsroom").start()
        server.run(sockets=[bound])
        for fault in faults:
            raise fault


def server_of(
    app: Starlette, host: str, bound: socket.socket, on_ready: Callable[[str], None]
) -> uvicorn.Server:
    """Return a server for a bound socket, after ``on_ready`` is told its address."""
    place = f"[{host}]" if ":" in host else host
    on_ready(f"http://{place}:{bound.getsockname()[1]}/")
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=LAST_SECONDS
    )
    return StoppingServer(config, app.state.hub.close)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 = any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        message = f"nothing can listen there: {exc.strerror}; choose another --host or --port"
        raise ConfigError(f"{host}:{port}", message) from exc
