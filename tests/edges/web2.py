"""A small HTTP/2 server over TLS on 127.0.0.1, with a certificate made for the test."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import h2.exceptions
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Headers = list[tuple[str, str]]
Answer = tuple[Headers, bytes]

PIECE = 16_000


@dataclass
class Web2:
    """What is answered, by path, and what was seen."""

    answers: dict[str, Answer | Callable[[Speaker, int], None]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    protocols: list[str] = field(default_factory=list)
    seconds: float = 0.0
    under_way: int = 0
    most_at_once: int = 0
    port: int = 0

    @property
    def connections(self) -> int:
        """How many there have been."""
        return len(self.speakers)

    @property
    def resolve(self) -> dict[str, str]:
        """``fetching.resolve`` that sends every .example host here."""
        return {".example": f"127.0.0.1:{self.port}"}


class Speaker(asyncio.Protocol):
    """One connection; sends bodies as fast as the other side's window allows."""

    def __init__(self, web: Web2) -> None:
        self.web = web
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self.left: dict[int, memoryview] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.web.speakers.append(self)
        protocol = transport.get_extra_info("ssl_object").selected_alpn_protocol()
        self.web.protocols.append(protocol or "")
        self.h2.initiate_connection()
        self.flush()

    def data_received(self, data: bytes) -> None:
        try:
            events = self.h2.receive_data(data)
        except h2.exceptions.ProtocolError:  # after a goodbye nothing may come
            self.transport.abort()
            return
        for event in events:
            match event:
                case h2.events.RequestReceived(stream_id=stream, headers=headers):
                    asked = {k.decode(): v.decode() for k, v in headers or ()}
                    self.web.asked.append(asked)
                    self.web.under_way += 1
                    self.web.most_at_once = max(self.web.most_at_once, self.web.under_way)
                    loop = asyncio.get_running_loop()
                    loop.call_later(self.web.seconds, self.answer, stream, asked[":path"])
                case h2.events.StreamReset(stream_id=stream):
                    self.left.pop(stream, None)
                case h2.events.WindowUpdated():
                    self.send_left()
        self.flush()

    def answer(self, stream: int, path: str) -> None:
        """Answer one request as the routes say."""
        self.web.under_way -= 1
        route = self.web.answers.get(path, ([(":status", "404")], b"nothing here"))
        if callable(route):
            route(self, stream)
        else:
            headers, body = route
            self.h2.send_headers(stream, headers)
            self.left[stream] = memoryview(body)
        self.send_left()
        self.flush()

    def send_left(self) -> None:
        """Send what the windows allow of every body under way."""
        for stream, body in list(self.left.items()):
            while True:
                room = min(self.h2.local_flow_control_window(stream), len(body), PIECE)
                if room <= 0 and body:
                    self.left[stream] = body
                    break
                part, body = body[:room], body[room:]
                self.h2.send_data(stream, bytes(part), end_stream=not body)
                if not body:
                    del self.left[stream]
                    break

    def flush(self) -> None:
        """Put on the wire what is to be said."""
        self.transport.write(self.h2.data_to_send())


def certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """Make a self-signed certificate for some host names; returns its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, secret


@contextmanager
def serving2(folder: Path, *names: str) -> Iterator[Web2]:
    """Serve until the block ends; the certificate is ``folder/chain.pem``."""
    chain, secret = certificate(folder, *names)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    context.set_alpn_protocols(["h2"])
    web, ready = Web2(), threading.Event()
    loop, ending = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        server = await loop.create_server(lambda: Speaker(web), "127.0.0.1", 0, ssl=context)
        web.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ending.wait()
        server.close()
        for speaker in web.speakers:
            speaker.transport.abort()
        await asyncio.sleep(0.01)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield web
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join()
        loop.close()
