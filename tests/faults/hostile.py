"""A server on 127.0.0.1 that answers as no server should; what it does is told by the path."""

from __future__ import annotations

import gzip
import random
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
GOOD = HEAD + b"Content-Length: 10\r\n\r\n<p>article"
MIB = 1024 * 1024
SECONDS = 20.0
"""Most that a server goes on for."""

Answer = Callable[[socket.socket, str], None]


def for_ever(wire: socket.socket, part: bytes, pause: float = 0.0) -> None:
    """Send the same bytes again and again, until nobody takes them."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        wire.sendall(part)
        time.sleep(pause)


def endless_body(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"\r\n")
    for_ever(wire, b"<p>more</p>" * 6000)


def endless_chunks(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for_ever(wire, b"1000\r\n" + b"x" * 4096 + b"\r\n")


def endless_tiny_chunks(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for_ever(wire, b"1\r\nx\r\n" * 5000)


def endless_chunk_head(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;")
    for_ever(wire, b"x" * 65536)


def more_than_told(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"Content-Length: 99999999999\r\n\r\n")
    for_ever(wire, b"x" * 65536)


def endless_headers(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD)
    for_ever(wire, b"X-More: " + b"x" * 1000 + b"\r\n")


def one_endless_header(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"X-More: ")
    for_ever(wire, b"x" * 65536)


def endless_status(wire: socket.socket, path: str) -> None:
    wire.sendall(b"HTTP/1.1 200 ")
    for_ever(wire, b"O" * 65536)


def endless_patience(wire: socket.socket, path: str) -> None:
    for_ever(wire, b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" * 100, 0.001)


def slow_headers(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD)
    for_ever(wire, b"X-More: 1\r\n", 0.1)


def slow_body(wire: socket.socket, path: str) -> None:
    wire.sendall(HEAD + b"\r\n")
    for_ever(wire, b"x", 0.05)


def slow_error(wire: socket.socket, path: str) -> None:
    wire.sendall(b"HTTP/1.1 404 Not Found\r\n\r\n")
    for_ever(wire, b"x", 0.05)


def silence(wire: socket.socket, path: str) -> None:
    with suppress(OSError):
        wire.recv(1)


def loop(wire: socket.socket, path: str) -> None:
    _, name, *last = path.split("/")
    place = f"Location: /{name}/{int(last[0]) + 1 if last else 1}".encode()
    wire.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + place + b"\r\n\r\n")


def slow_loop(wire: socket.socket, path: str) -> None:
    time.sleep(0.8)
    loop(wire, path)


def packed(encoding: str, parts: Callable[[], Iterator[bytes]]) -> Answer:
    def answer(wire: socket.socket, path: str) -> None:
        wire.sendall(HEAD + f"Content-Encoding: {encoding}\r\n\r\n".encode())
        for part in parts():
            wire.sendall(part)

    return answer


def gzip_bomb() -> Iterator[bytes]:
    """About 1 GiB of nothing in 1 MiB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(1024):
        yield packer.compress(bytes(MIB))
    yield packer.flush()


def gzip_bomb_under_the_guard() -> Iterator[bytes]:
    """Grows 60 times, for ever: the size alone can end it."""
    chance, packer = random.Random(4), zlib.compressobj(6, zlib.DEFLATED, 31)
    for _ in range(20_000):
        yield packer.compress(chance.randbytes(1000) + bytes(64_000))


def bomb_in_a_bomb() -> Iterator[bytes]:
    yield gzip.compress(gzip.compress(bytes(200 * MIB)))


def garbage_after_the_end() -> Iterator[bytes]:
    yield gzip.compress(b"<p>article")
    for _ in range(5000):
        yield b"\0" * 65536


ANSWERS: dict[str, Answer] = {
    "endless body": endless_body,
    "endless chunks": endless_chunks,
    "endless tiny chunks": endless_tiny_chunks,
    "endless chunk head": endless_chunk_head,
    "more than told": more_than_told,
    "endless headers": endless_headers,
    "one endless header": one_endless_header,
    "endless status": endless_status,
    "endless patience": endless_patience,
    "slow headers": slow_headers,
    "slow body": slow_body,
    "slow error": slow_error,
    "silence": silence,
    "loop": loop,
    "slow loop": slow_loop,
    "gzip bomb": packed("gzip", gzip_bomb),
    "gzip bomb under the guard": packed("gzip", gzip_bomb_under_the_guard),
    "bomb in a bomb": packed("gzip, gzip", bomb_in_a_bomb),
    "garbage after the end": packed("gzip", garbage_after_the_end),
}


class Handler(socketserver.BaseRequestHandler):
    """Reads one request after the other and answers as its path says."""

    def handle(self) -> None:
        wire: socket.socket = self.request
        wire.settimeout(SECONDS)
        # The other side hangs up in the middle: that is what is tested.
        with suppress(OSError):
            while head := self.head(wire):
                path = head.split(b" ", 2)[1].decode("ascii")
                name = path.split("/")[1].replace("-", " ")
                if name not in ANSWERS:
                    wire.sendall(GOOD)
                    continue
                ANSWERS[name](wire, path)
                if "loop" not in name:
                    return

    def head(self, wire: socket.socket) -> bytes:
        """Return the next request's head, b"" when there is none."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            part = wire.recv(65536)
            if not part:
                return b""
            head += part
        return head


class Server(socketserver.ThreadingTCPServer):
    """One thread for each connection; what goes wrong in them is nobody's business."""

    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def serving_hostile() -> Iterator[str]:
    """Serve until the block ends; gives ``ip:port``."""
    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
