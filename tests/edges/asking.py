"""A fetcher that asks a small web, and how its answers ended."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Protocol

from newsloom.edges.http import WebFetcher
from newsloom.edges.transport import Outside
from newsloom.errors import FetchError, SourceError
from newsloom.model import Deferred, Item, Page, Snapshot, Source, SourceCheck, SourceKind
from newsloom.ports import FETCH_CODES
from newsloom.settings import Fetching

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "http://news.harrow.example/one"
FEED = Source("http://news.harrow.example/feed", SourceKind.FEED)


class Middling(Random):
    """Chance that always takes the middle."""

    def random(self) -> float:
        return 0.5


class Resolving(Protocol):
    """A small web that knows where its hosts are."""

    @property
    def resolve(self) -> dict[str, str]: ...


def fetcher(web: Resolving, outside: Outside | None = None, **settings: object) -> WebFetcher:
    """Return a fetcher that asks a small web, without pauses."""
    given = {
        "resolve": web.resolve,
        "timeout_seconds": 5.0,
        "host_delay_seconds": 0.0,
        **settings,
    }
    return WebFetcher(Fetching(**given), lambda: NOW, None, outside, Middling())  # type: ignore[arg-type]


def item(url: str = PAGE, *, has_page: bool = True) -> Item:
    """Return an item that says nothing but where its page is."""
    return Item(url, url, FEED.url, "One", None, has_page=has_page)


def got(web: Resolving, url: str = PAGE, **settings: object) -> Page | Deferred | SourceError:
    """Return how fetching one page ends."""
    return fetcher(web, **settings).fetch({url: item(url)})[url]  # type: ignore[arg-type]


def polled(
    web: Resolving, check: SourceCheck, **settings: object
) -> Snapshot | Deferred | SourceError:
    """Return how looking at one source ends."""
    ends = fetcher(web, **settings).poll({check.source.url: check})  # type: ignore[arg-type]
    return ends[check.source.url]


def code(end: object) -> str:
    """Return the code of an error, one of those that are documented."""
    assert isinstance(end, FetchError), end
    assert end.code in FETCH_CODES
    return end.code
