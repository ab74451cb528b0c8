"""Requests to hubs: what they say, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from newsloom.edges.hubs import WebHubs
from newsloom.errors import FetchError
from newsloom.model import Deferred, Subscription
from newsloom.settings import Fetching

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
FEED = "https://ledger.harrow.example/feed"
ASKED = Subscription(FEED, "http://hub.example/hub", FEED, "t0ken", "s3cret")


class Hub:
    """A hub that answers as it is told, and what it was sent."""

    def __init__(self) -> None:
        self.status, self.forms = 202, list[dict[str, list[str]]]()
        self.port = 0


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            hub.forms.append(parse_qs(body))
            self.send_response(hub.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield hub
    server.shutdown()
    server.server_close()
    thread.join()


def end_of(hub: Hub, asked: Subscription = ASKED) -> object:
    """Return how asking the hub ends."""
    settings = Fetching(
        websub_callback="https://news.example/", resolve={".example": f"127.0.0.1:{hub.port}"}
    )
    return WebHubs(settings, lambda: NOW).subscribe({FEED: asked})[FEED]


def test_a_hub_is_told_what_where_and_by_which_key(hub: Hub) -> None:
    assert end_of(hub) == ASKED
    assert hub.forms == [
        {
            "hub.mode": ["subscribe"],
            "hub.topic": [FEED],
            "hub.callback": ["https://news.example/websub/t0ken"],
            "hub.secret": ["s3cret"],
            "hub.lease_seconds": ["864000"],
        }
    ]


def test_a_lease_that_holds_is_not_asked_for_again(hub: Hub) -> None:
    until = NOW + timedelta(days=5)
    end = end_of(hub, Subscription(FEED, ASKED.hub, FEED, "t", "s", until))
    assert end == Deferred(NOW + timedelta(days=4), "unchanged")
    assert hub.forms == []


def test_a_lease_that_ends_within_a_day_is(hub: Hub) -> None:
    ending = Subscription(FEED, ASKED.hub, FEED, "t", "s", NOW + timedelta(hours=23))
    assert end_of(hub, ending) == ending


@pytest.mark.parametrize(
    ("status", "code", "is_later"),
    [(404, "not-found", False), (500, "unreachable", True), (429, "busy", True)],
)
def test_a_hub_that_refuses(hub: Hub, status: int, code: str, is_later: bool) -> None:
    hub.status = status
    end = end_of(hub)
    assert isinstance(end, FetchError)
    assert (end.code, end.retry_at is not None) == (code, is_later)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "ftp://hub.example/"]
)
def test_a_hub_on_a_private_network_is_not_asked(hub: Hub, address: str) -> None:
    end = end_of(hub, Subscription(FEED, address, FEED, "t", "s"))
    assert isinstance(end, FetchError)
    assert end.code in ("private-address", "bad-address")
    assert hub.forms == []
