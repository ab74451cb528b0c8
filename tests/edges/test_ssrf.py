"""Hostile addresses: every one is refused, and no connection is opened on the way."""

from __future__ import annotations

import asyncio
import csv
import socket
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path

import httpcore2
import pytest

from newsloom.edges.guard import (
    Border,
    PrivateAddressError,
    Resolver,
    border_of,
    system_addresses,
)
from newsloom.edges.transport import GuardedBackend, Outside
from newsloom.model import Page
from newsloom.settings import Fetching
from tests.edges.asking import code, fetcher, item
from tests.edges.web import Web, html, serving

ROWS = list(csv.DictReader(Path(__file__).with_name("ssrf.csv").read_text("utf-8").split("\n")))
"""Statuses that lead to it, the target, what its name resolves to, and the code it ends under."""

PUBLIC = "93.184.216.34"
OTHER = "198.41.0.4"


class Recorder(httpcore2.AsyncNetworkBackend):
    """Opens connections to one port of this machine only, and remembers what was wanted."""

    def __init__(self, port: int) -> None:
        self.port, self.wanted = port, list[tuple[str, int]]()
        self.real = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        if (host, port) == ("127.0.0.1", self.port):
            return await self.real.connect_tcp(host, port, timeout)
        self.wanted.append((host, port))
        raise httpcore2.ConnectError("no connections but to the test's own web")


def answering(*answers: Sequence[str]) -> Resolver:
    """Return a resolver that knows numbers, this machine, and gives the answers one by one."""
    left = list(answers)

    async def resolver(host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        if host == "localhost":
            return ["127.0.0.1", "::1"]
        if not left:
            raise OSError(f"{host} is not known")
        return left.pop(0) if len(left) > 1 else left[0]

    return resolver


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """A server on this machine that nobody may reach."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def lead(web: Web, statuses: Sequence[str], target: str) -> str:
    """Let the web lead to a target over redirects; returns where they begin."""
    for number, status in enumerate(statuses):
        last = number + 1 == len(statuses)
        location = target if last else f"/{number + 1}"
        web.routes[f"/{number}"] = (int(status), {"Location": location}, b"")
    return "http://news.harrow.example/0" if statuses else target


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['redirects']} {row['target']}".strip())
def test_nothing_hostile_is_connected_to(
    web: Web, trap: socket.socket, row: dict[str, str]
) -> None:
    recorder = Recorder(web.port)
    target = row["target"].replace("{trap}", str(trap.getsockname()[1]))
    url = lead(web, row["redirects"].split(), target)
    outside = Outside(answering(row["addresses"].split()), recorder)
    end = fetcher(web, outside, obey_robots=False).fetch({url: item(url)})[url]
    assert row["code"] == code(end)
    assert recorder.wanted == []
    with pytest.raises(BlockingIOError):
        trap.accept()


RAW = ["127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "localhost", "::1", "[::1]", "0"]
"""Hosts as no address of ours would spell them: what the system makes of them is checked too."""


@pytest.mark.parametrize("host", RAW)
def test_the_transport_checks_what_the_system_makes_of_a_host(host: str) -> None:
    recorder = Recorder(0)
    backend = GuardedBackend(border_of(Fetching()), Outside(system_addresses, recorder))
    with pytest.raises(PrivateAddressError):
        asyncio.run(backend.connect_tcp(host, 80))
    assert recorder.wanted == []


# --- a second answer of the name server ----------------------------------------------------------


def connecting(border: Border, *answers: Sequence[str]) -> tuple[GuardedBackend, Recorder]:
    recorder = Recorder(0)
    return GuardedBackend(border, Outside(answering(*answers), recorder)), recorder


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    backend, recorder = connecting(border_of(Fetching()), [PUBLIC], ["127.0.0.1"])
    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(backend.connect_tcp("rebind.test", 80))
    with pytest.raises(PrivateAddressError):
        asyncio.run(backend.connect_tcp("rebind.test", 80))
    assert recorder.wanted == [(PUBLIC, 80)]


def test_private_ones_among_public_ones_are_left_out() -> None:
    mixed = ["127.0.0.1", PUBLIC, "::1", "10.0.0.1", OTHER]
    backend, recorder = connecting(border_of(Fetching()), mixed)
    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(backend.connect_tcp("rebind.test", 443))
    assert recorder.wanted == [(PUBLIC, 443), (OTHER, 443)]


def test_rebinding_over_a_redirect(web: Web) -> None:
    """The host answers robots.txt's question with a public address and the page's with ours."""
    recorder = Recorder(web.port)
    outside = Outside(answering([PUBLIC], ["127.0.0.1"]), recorder)
    url = "http://rebind.test/"
    one = fetcher(web, outside, obey_robots=False)
    assert code(one.fetch({url: item(url)})[url]) == "unreachable"
    assert code(one.fetch({url: item(url)})[url]) == "private-address"
    assert recorder.wanted == [(PUBLIC, 80)]


def test_no_more_than_three_addresses_are_tried() -> None:
    backend, recorder = connecting(border_of(Fetching()), [f"8.8.8.{n}" for n in range(9)])
    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(backend.connect_tcp("many.test", 80))
    assert len(recorder.wanted) == 3


# --- what the settings let in --------------------------------------------------------------------


LETTERS = {
    "the place": (("127.0.0.1:{port}",), (), "http://127.0.0.1:{port}/one", ""),
    "the name": (("localhost:{port}",), (), "http://localhost:{port}/one", ""),
    "upper case": (("LocalHost:{port}",), (), "http://localhost:{port}/one", ""),
    "the place, oddly spelled": (("127.0.0.1:{port}",), (), "http://0x7f.1:{port}/one", ""),
    "the host, and the port": (("127.0.0.1",), ("{port}",), "http://127.0.0.1:{port}/one", ""),
    "the host alone": (("127.0.0.1",), (), "http://127.0.0.1:{port}/one", "private-address"),
    "the port alone": ((), ("{port}",), "http://127.0.0.1:{port}/one", "private-address"),
    "another port": (("127.0.0.1:1",), (), "http://127.0.0.1:{port}/one", "private-address"),
    "another host": (("127.0.0.2:{port}",), (), "http://127.0.0.1:{port}/one", "private-address"),
    "the name, not the place": (
        ("localhost:{port}",), (), "http://127.0.0.1:{port}/one", "private-address",
    ),
    "the place, not a name for it": (
        ("127.0.0.1:{port}",), (), "http://rebind.test:{port}/one", "private-address",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("private", "ports", "url", "expected"), LETTERS.values(), ids=LETTERS)
def test_what_the_settings_let_in(
    web: Web, private: tuple[str, ...], ports: tuple[str, ...], url: str, expected: str
) -> None:
    web.routes["/one"] = html()
    port = str(web.port)
    outside = Outside(answering(["127.0.0.1"]), Recorder(web.port))
    url = url.replace("{port}", port)
    end = fetcher(
        web,
        outside,
        resolve={},
        allow_private=tuple(place.replace("{port}", port) for place in private),
        allow_ports=tuple(int(p.replace("{port}", port)) for p in ports),
    ).fetch({url: item(url)})[url]
    assert expected == ("" if isinstance(end, Page) else code(end))


@pytest.mark.parametrize("place", ["[::1]:8099", "[0:0:0:0:0:0:0:1]:8099"])
@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_address_of_six_is_let_in(place: str, host: str) -> None:
    backend, recorder = connecting(border_of(Fetching(allow_private=(place,))))
    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(backend.connect_tcp(host, 8099))
    assert recorder.wanted == [("::1", 8099)]


def test_a_port_that_is_let_in() -> None:
    recorder = Recorder(0)
    border = border_of(Fetching(allow_ports=(8443,)))
    backend = GuardedBackend(border, Outside(answering([PUBLIC]), recorder))
    with pytest.raises(httpcore2.ConnectError):
        asyncio.run(backend.connect_tcp("news.test", 8443))
    assert recorder.wanted == [(PUBLIC, 8443)]


def test_a_refusal_says_how_to_lift_it(web: Web) -> None:
    url = "http://wiki.intra/"
    outside = Outside(answering(["10.0.0.7"]), Recorder(0))
    end = fetcher(web, outside, obey_robots=False).fetch({url: item(url)})[url]
    says = "leads into a private network: wiki.intra is 10.0.0.7; fetching.allow_private can let"
    assert says in str(end)
