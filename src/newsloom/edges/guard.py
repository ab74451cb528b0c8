"""A host and a port -> the addresses to connect to, or a refusal: nothing leaves for private nets.

The name is resolved here and the connection goes to the very address that was checked, so that a
second answer of the name server changes nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from newsloom.edges.place import PORTS
from newsloom.settings import Fetching

NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that a translator turns into the IPv4 address in their last 32 bits (RFC 6052): the
only way of machines without IPv4 to the rest, so they count as what they stand for."""

GLOBAL = IPv6Network("2000::/3")
"""The only IPv6 addresses given out for use on the Internet."""

NEVER: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("168.63.129.16/32"),  # inside a large cloud, the machine's own master
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv6Network("2001::/23"),  # Teredo, benchmarks, protocol assignments
    IPv6Network("2002::/16"),  # 6to4: an IPv4 address in disguise
    IPv6Network("3fff::/20"),  # documentation
)
"""What ``ipaddress`` calls global, in one Python or another, and no web server has."""

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port -> its addresses, best first."""


class PrivateAddressError(Exception):
    """The host leads into a private network, or nowhere on the public one."""


class PortError(Exception):
    """The port is none of the web's, nor one that the settings name."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public Internet.

    Private, loopback, link-local, shared, reserved, unspecified and multicast ones are not, nor
    IPv6 addresses that stand for an IPv4 one, save those of NAT64 with a public one in them.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip in NAT64:
        return is_public(str(ip_address(int(ip) & 0xFFFFFFFF)))
    if isinstance(ip, IPv6Address) and (ip not in GLOBAL or ip.scope_id):
        return False
    if any(ip in network for network in NEVER):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True, slots=True)
class Border:
    """Where requests may go, as the settings draw it."""

    resolve: Mapping[str, str]
    """Host, or ``.suffix`` -> ``ip:port``."""
    private: frozenset[tuple[str, int]]
    """Hosts and ports of private networks; port 0 = those of the web."""
    ports: frozenset[int]

    async def way(self, host: str, port: int, resolver: Resolver) -> tuple[Sequence[str], int]:
        """Return the addresses that may be connected to for a host, and the port there.

        Raises:
            PortError: the port is not allowed.
            PrivateAddressError: the host has none but private addresses.
            OSError, UnicodeError: its name cannot be resolved.
        """
        fixed = fixed_place(host, self.resolve)
        if fixed is not None:
            address, port = split_place(fixed, port)
            return [address], port
        host, is_web = host.strip("[]"), port in self.ports
        found = await resolver(host, port)
        if not found:
            raise OSError("it has no address")
        if (host, port) in self.private or (is_web and (host, 0) in self.private):
            return found, port
        public = [address for address in found if is_public(address)]
        if not public:
            says = host if host in found else f"{host} is {found[0]}"
            raise PrivateAddressError(f"{says}; fetching.allow_private can let it in")
        if not is_web:
            raise PortError(f"{port} of {host}; fetching.allow_ports can let it in")
        return public, port


def border_of(settings: Fetching) -> Border:
    """Return the border that the settings draw."""
    places = [split_place(place, 0) for place in settings.allow_private]
    private = frozenset((spelled(host), port) for host, port in places)
    return Border(settings.resolve, private, frozenset({*PORTS.values(), *settings.allow_ports}))


def spelled(host: str) -> str:
    """Return a host or address of the settings as addresses spell it."""
    try:
        return str(ip_address(host))
    except ValueError:
        return host.lower()


def fixed_place(host: str, resolve: Mapping[str, str]) -> str | None:
    """Return the ``ip:port`` that the settings give a host: its own, else its longest suffix."""
    if host in resolve:
        return resolve[host]
    fitting = [suffix for suffix in resolve if suffix.startswith(".") and host.endswith(suffix)]
    return resolve[max(fitting, key=len)] if fitting else None


def split_place(place: str, port: int) -> tuple[str, int]:
    """Return address and port of ``host``, ``host:port`` or ``[ip]:port``."""
    if place.startswith("["):
        address, _, given = place[1:].partition("]")
        return address, int(given.removeprefix(":") or port)
    if place.count(":") > 1:
        return place, port
    address, _, given = place.partition(":")
    return address, int(given or port)


async def system_addresses(host: str, port: int) -> Sequence[str]:
    """Return the addresses that the system's resolver has for a host.

    Raises:
        OSError, UnicodeError: it cannot be resolved.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
