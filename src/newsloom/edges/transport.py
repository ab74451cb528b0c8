"""A request -> its answer, over connections to checked addresses only.

httpx2's transport on httpcore2's pool. Proxies of the environment are not asked; no exception but
httpx2's, those of ``guard`` and OSError leaves.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpcore2
import httpx2
from h2.exceptions import H2Error

from newsloom.edges.guard import Border, Resolver, system_addresses

ATTEMPTS = 3
"""Addresses of one host that are tried."""

PATIENCE_SECONDS = 5.0
"""Wait for an address of a host that has more of them."""

KEPT_SECONDS = 4.0
"""How long an idle connection is kept: common servers close theirs after five."""

RAISED: Mapping[type[Exception], type[httpx2.TransportError]] = {
    httpcore2.ConnectTimeout: httpx2.ConnectTimeout,
    httpcore2.ReadTimeout: httpx2.ReadTimeout,
    httpcore2.WriteTimeout: httpx2.WriteTimeout,
    httpcore2.PoolTimeout: httpx2.PoolTimeout,
    httpcore2.ConnectError: httpx2.ConnectError,
    httpcore2.ReadError: httpx2.ReadError,
    httpcore2.WriteError: httpx2.WriteError,
    httpcore2.ProxyError: httpx2.ProxyError,
    httpcore2.UnsupportedProtocol: httpx2.UnsupportedProtocol,
    httpcore2.LocalProtocolError: httpx2.LocalProtocolError,
    httpcore2.RemoteProtocolError: httpx2.RemoteProtocolError,
    httpcore2.TimeoutException: httpx2.TimeoutException,
    httpcore2.NetworkError: httpx2.NetworkError,
    httpcore2.ProtocolError: httpx2.ProtocolError,
    H2Error: httpx2.RemoteProtocolError,
    ValueError: httpx2.RemoteProtocolError,
}
"""What httpcore2 and h2 raise -> what httpx2 promises; the exact types first. httpcore2 (2.16) lets
errors of h2 through, and the ValueError of an HTTP/2 status that is no number."""


@contextmanager
def as_httpx2() -> Iterator[None]:
    """Raise httpx2's exception in place of httpcore2's."""
    try:
        yield
    except tuple(RAISED) as exc:
        raised = next(to for core, to in RAISED.items() if isinstance(exc, core))
        raise raised(str(exc)) from exc


@dataclass(frozen=True, slots=True)
class Outside:
    """The world's end of the wire: who knows names, and who opens connections."""

    resolver: Resolver = system_addresses
    network: httpcore2.AsyncNetworkBackend = field(default_factory=httpcore2.AnyIOBackend)


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections within the border only."""

    def __init__(self, border: Border, outside: Outside) -> None:
        self.border, self.outside = border, outside

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Return a connection to the host.

        Raises:
            PortError, PrivateAddressError: it is beyond the border.
            httpcore2.ConnectError: it cannot be resolved or reached.
        """
        try:
            found, port = await self.border.way(host, port, self.outside.resolver)
        except (OSError, UnicodeError) as exc:
            raise httpcore2.ConnectError(f"the name {host} cannot be resolved") from exc
        addresses = found[:ATTEMPTS]
        for address in addresses[:-1]:
            try:
                return await self.outside.network.connect_tcp(address, port, PATIENCE_SECONDS)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self.outside.network.connect_tcp(addresses[-1], port, timeout)


class GuardedStream(httpx2.AsyncByteStream):
    """A body as it arrives."""

    def __init__(
        self, parts: AsyncIterable[bytes], transport: GuardedTransport, origin: httpcore2.Origin
    ) -> None:
        self.parts, self.transport, self.origin = parts, transport, origin
        self.is_read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with as_httpx2():
            async for part in self.parts:
                yield part
            self.is_read = True

    async def aclose(self) -> None:
        """Give the connection back, or close it when the rest of the body would still come."""
        close = getattr(self.parts, "aclose", None)
        if close is not None:
            with as_httpx2():
                await close()
        if not self.is_read:
            await self.transport.hang_up(self.origin)


class GuardedTransport(httpx2.AsyncBaseTransport):
    """httpx2's transport within a border."""

    def __init__(
        self,
        context: ssl.SSLContext,
        border: Border,
        outside: Outside,
        at_once: int,
        *,
        http2: bool,
    ) -> None:
        self.pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=at_once,
            max_keepalive_connections=at_once,
            keepalive_expiry=KEPT_SECONDS,
            http2=http2,
            network_backend=GuardedBackend(border, outside),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer to one request, its body not yet read."""
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore2.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            with as_httpx2():
                answer = await self.pool.handle_async_request(asked)
        except asyncio.CancelledError:
            await self.hang_up(url.origin)
            raise
        if not isinstance(answer.stream, AsyncIterable):
            raise httpx2.RemoteProtocolError("the answer has no body to read")
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=GuardedStream(answer.stream, self, url.origin),
            extensions=answer.extensions,
        )

    async def hang_up(self, origin: httpcore2.Origin) -> None:
        """Close an HTTP/2 connection on which an answer was given up half-way.

        httpcore2 does not reset the stream (2.16), so the rest would use up the connection's
        window and the next answers would wait for ever. Nobody else is on it: a client has one
        request under way for each host.
        """
        for connection in self.pool.connections:
            if connection.can_multiplex() and connection.can_handle_request(origin):
                await connection.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self.pool.aclose()
