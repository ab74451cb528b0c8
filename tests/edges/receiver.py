"""A webhook's server on 127.0.0.1 that answers as a test tells it to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """One call."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def is_signed_with(self, secret: str) -> bool:
        """Return whether its signature is right, worked out as the specification says."""
        key = base64.b64decode(secret.split("_", 1)[1])
        said = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}."
        digest = hmac.new(key, said.encode() + self.body, hashlib.sha256).digest()
        return self.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


@dataclass
class Receiver:
    """What it heard, and how it answers."""

    status: int = 204
    seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    port: int = 0

    @property
    def resolve(self) -> dict[str, str]:
        """``fetching.resolve`` that sends every .example host here."""
        return {".example": f"127.0.0.1:{self.port}"}

    @property
    def ids(self) -> list[str]:
        """Ids of the calls, in their order."""
        return [one.headers["webhook-id"] for one in self.heard]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen until the block ends."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.heard.append(Heard(self.path, headers, body))
            time.sleep(receiver.seconds)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
