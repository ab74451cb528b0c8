"""A small web on 127.0.0.1 that answers as a test tells it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Headers = Mapping[str, str]
Reply = tuple[int, Headers, bytes]
Route = Reply | Callable[[Headers], Reply]


def html(body: bytes = b"<html><p>news</p></html>", **headers: str) -> Reply:
    """Return a page."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return 200, {"Content-Type": "text/html", **named}, body


@dataclass
class Web:
    """Routes by ``host/path`` (or ``/path`` on every host), and what was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[Headers] = field(default_factory=list)
    connections: int = 0
    began: list[float] = field(default_factory=list)
    """When each request came, in seconds of a clock that only runs forward."""
    most_at_once: int = 0
    under_way: int = 0
    seconds: float = 0.0
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def resolve(self) -> dict[str, str]:
        """``fetching.resolve`` that sends every .example host here."""
        return {".example": f"127.0.0.1:{self.port}"}

    def paths(self) -> list[str]:
        """Return what was asked, without robots.txt."""
        return [path for _, path in self.asked if path != "/robots.txt"]


def handler(web: Web) -> type[BaseHTTPRequestHandler]:
    """Return a handler that answers from the routes."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            with web.lock:
                web.connections += 1

        def do_GET(self) -> None:
            host = self.headers["Host"]
            with web.lock:
                web.asked.append((host, self.path))
                web.began.append(time.monotonic())
                web.headers.append({k.lower(): v for k, v in self.headers.items()})
                web.under_way += 1
                web.most_at_once = max(web.most_at_once, web.under_way)
            time.sleep(web.seconds)
            route = web.routes.get(host + self.path) or web.routes.get(self.path)
            status, headers, body = (
                route({k.lower(): v for k, v in self.headers.items()})
                if callable(route)
                else route or (404, {}, b"nothing here")
            )
            with web.lock:
                web.under_way -= 1
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving() -> Iterator[Web]:
    """Serve a web until the block ends."""
    web = Web()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(web))
    server.daemon_threads = True
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
