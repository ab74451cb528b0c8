"""The live house for tests: a sample newsroom run once, its pages in a client or a real server."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from newsloom import newsroom
from newsloom.newsroom import Room
from newsloom.web.app import create_app
from sample.__main__ import make_room
from sample.truth import AS_OF
from sample.web import serve

FROM_OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that one of the house's own pages sent."""


def make_sample(folder: Path) -> Path:
    """Make the sample newsroom in a folder and run it once, in a thread of its own."""

    def make() -> None:
        with serve() as web:
            make_room(folder, f"127.0.0.1:{web.port}")
            with newsroom.opened(folder, clock=lambda: AS_OF) as room:
                newsroom.run_once(room)

    # A browser's event loop may live in this thread.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(make).result()
    return folder


@contextmanager
def opened_copy(
    folder: Path, place: Path, clock: Callable[[], datetime] = lambda: AS_OF
) -> Iterator[Room]:
    """Open a copy of a newsroom, to be written to."""
    shutil.copytree(folder, place)
    with newsroom.opened(place, clock=clock) as room:
        yield room


def client_of(room: Room) -> TestClient:
    """Return a browser without scripts on the live pages of a newsroom; it follows no redirects."""
    app = create_app(newsroom.open_house(room))
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an app on 127.0.0.1; gives its address, with a slash at the end."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        for _ in range(500):
            if server.started:
                break
            time.sleep(0.01)
        assert server.started
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()
