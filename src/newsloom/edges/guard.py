"""Host -> the address to connect to, or a refusal: no request leaves for a private network.

The name is resolved here and the connection goes to the very address that was checked, so that a
second answer of the name server changes nothing. Bytes are moved by httpcore2.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext

import httpcore2
import httpx2

NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that a translator turns into the IPv4 address in their last 32 bits (RFC 6052)."""

GLOBAL = IPv6Network("2000::/3")
"""The only IPv6 addresses given out for use on the Internet."""

TEREDO = IPv6Network("2001::/32")
"""Addresses that hide an IPv4 one; never a web server's."""

ATTEMPTS = 3
"""Addresses of one host that are tried."""

PATIENCE_SECONDS = 5.0
"""Wait for an address of a host that has more of them."""

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
}
"""What httpcore2 raises -> what httpx2 promises; the exact types first."""


class PrivateAddressError(Exception):
    """The host leads into a private network, or nowhere on the public one."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public Internet.

    Private, loopback, link-local, reserved, unspecified and multicast ones are not, nor IPv6
    addresses that stand for such an IPv4 one.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        inner = embedded(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip not in GLOBAL or ip in TEREDO:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def embedded(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that packets to ``ip`` really reach; None = no such one."""
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def fixed_place(host: str, resolve: Mapping[str, str]) -> str | None:
    """Return the ``ip:port`` that the settings give a host: its own, else its longest suffix."""
    if host in resolve:
        return resolve[host]
    fitting = [suffix for suffix in resolve if suffix.startswith(".") and host.endswith(suffix)]
    return resolve[max(fitting, key=len)] if fitting else None


def split_place(place: str, port: int) -> tuple[str, int]:
    """Return address and port of ``ip``, ``ip:port`` or ``[ip]:port``."""
    if place.startswith("["):
        address, _, given = place[1:].partition("]")
        return address, int(given.removeprefix(":") or port)
    if place.count(":") > 1:
        return place, port
    address, _, given = place.partition(":")
    return address, int(given or port)


async def public_addresses(host: str, port: int) -> list[str]:
    """Return the public addresses of a host, as its name server orders them.

    Raises:
        PrivateAddressError: it has none but private ones.
        httpcore2.ConnectError: its name cannot be resolved.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as exc:
        raise httpcore2.ConnectError(f"the name {host} cannot be resolved") from exc
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    public = [address for address in addresses if is_public(address)]
    if not public:
        is_name = host != addresses[0]
        raise PrivateAddressError(f"{host} is {addresses[0]}" if is_name else host)
    return public


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, resolve: Mapping[str, str]) -> None:
        self.resolve = resolve
        self.plain = httpcore2.AnyIOBackend()

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
            PrivateAddressError: it has none but private addresses.
            httpcore2.ConnectError: it cannot be resolved or reached.
        """
        place = fixed_place(host, self.resolve)
        if place is not None:
            address, port = split_place(place, port)
            addresses = [address]
        else:
            addresses = (await public_addresses(host.strip("[]"), port))[:ATTEMPTS]
        for address in addresses[:-1]:
            try:
                return await self.plain.connect_tcp(address, port, PATIENCE_SECONDS)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self.plain.connect_tcp(addresses[-1], port, timeout)


@contextmanager
def as_httpx2() -> Iterator[None]:
    """Raise httpx2's exception in place of httpcore2's."""
    try:
        yield
    except tuple(RAISED) as exc:
        raised = next(to for core, to in RAISED.items() if isinstance(exc, core))
        raise raised(str(exc)) from exc


class GuardedStream(httpx2.AsyncByteStream):
    """A body as it arrives."""

    def __init__(self, parts: AsyncIterable[bytes]) -> None:
        self.parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with as_httpx2():
            async for part in self.parts:
                yield part

    async def aclose(self) -> None:
        """Give the connection back."""
        close = getattr(self.parts, "aclose", None)
        if close is not None:
            await close()


class GuardedTransport(httpx2.AsyncBaseTransport):
    """httpx2's transport over ``GuardedBackend``; proxies of the environment are not asked."""

    def __init__(self, context: SSLContext, resolve: Mapping[str, str], at_once: int) -> None:
        self.pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=at_once,
            max_keepalive_connections=at_once,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(resolve),
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
        with as_httpx2():
            answer = await self.pool.handle_async_request(asked)
        if not isinstance(answer.stream, AsyncIterable):
            raise httpx2.RemoteProtocolError("the answer has no body to read")
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=GuardedStream(answer.stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self.pool.aclose()
