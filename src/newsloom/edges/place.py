"""An address as printed -> the place to ask, in the one spelling that browsers would give it.

WHATWG parsing (can_ada), so that a host written as one number, in octal, in hex, in full-width
digits or with escapes is the address it means before anything is checked. Nothing is sent here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

import can_ada

from newsloom.errors import FetchError

PORTS = {"http": 80, "https": 443}
"""Schemes of the web, and where their servers listen."""

LONGEST = 8_000
"""Characters of an address that servers are asked for (RFC 9110 wants at least so many)."""

INVISIBLE = re.compile(r"[\t\r\n]|^[\x00-\x20]+|[\x00-\x20]+$")
"""What browsers leave out of an address."""

SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request goes."""

    url: str
    """Without user name, password and fragment; a dot after the host is gone."""
    scheme: str
    host: str
    """Lower case, punycode; an IPv6 address in brackets."""
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, where it is not the scheme's own."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def place_of(text: str, base: str = "") -> Place:
    """Return the place an address means; ``base`` resolves a relative one.

    Raises:
        FetchError: it is no http or https address.
    """
    target = INVISIBLE.sub("", text)
    try:
        target.encode()  # can_ada takes no lone surrogates
        url = can_ada.parse(absolute(target, base))
    except ValueError as exc:
        raise FetchError(
            base or text, f"leads to {shown(text)}, no address", "bad-address"
        ) from exc
    scheme, host = str(url.protocol).rstrip(":"), str(url.hostname).removesuffix(".")
    if scheme not in PORTS or not host or host.endswith("."):
        raise FetchError(base or text, f"leads to {shown(text)}, no web address", "bad-address")
    port = int(url.port) if url.port else PORTS[scheme]
    clean = Place("", scheme, host, port).origin + str(url.pathname) + str(url.search)
    if len(clean) > LONGEST:
        says = f"leads to an address of {len(clean)} characters; {LONGEST} are allowed"
        raise FetchError(base or text, says, "bad-address")
    return Place(clean, scheme, host, port)


def absolute(target: str, base: str) -> str:
    """Return a target as an absolute address; backslashes before the query are slashes."""
    if not base or SCHEME.match(target):
        return target
    path, mark, query = target.partition("?")
    return urljoin(base, path.replace("\\", "/") + mark + query)


def shown(text: str) -> str:
    """Return the beginning of an address, printable."""
    return ascii(text[:200]).strip("'\"")
