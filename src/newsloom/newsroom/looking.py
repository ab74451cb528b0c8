"""One address or file -> its page or listing, without a newsroom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from newsloom.collect.care import SourceHealth
from newsloom.collect.health import health_after_asking, health_after_reading
from newsloom.edges.digest import digest_of
from newsloom.edges.http import WebFetcher
from newsloom.errors import ConfigError, FetchError, SourceError
from newsloom.extract.illustration import choose_illustration
from newsloom.model import (
    NEVER_ASKED,
    Article,
    Deferred,
    Illustration,
    Item,
    Listing,
    Page,
    Snapshot,
    Source,
    SourceCheck,
    SourceKind,
)
from newsloom.newsroom.config import read_settings
from newsloom.newsroom.room import now
from newsloom.ports import PictureOffer
from newsloom.settings import Fetching, FullText
from newsloom.text.urls import canonical_url

Got = TypeVar("Got", Page, Snapshot)


def fetching_of(folder: Path | None) -> Fetching:
    """Return how the newsroom in a folder asks the web; without one, the defaults."""
    return read_settings(folder).fetching if folder else Fetching()


def fetch_page(url: str, fetching: Fetching) -> Page:
    """Return the page at an address.

    Raises:
        SourceError: it cannot be had.
    """
    address = web_address(url)
    item = Item(address, url, "command line", "", None)
    asked = replace(fetching, full_text=FullText.ALWAYS)
    return expect(WebFetcher(asked, now).fetch({address: item})[address], address)


def illustrate(article: Article, fetching: Fetching | None) -> Illustration:
    """Return the picture that stands for an article; None = nobody is asked how large it is."""
    if fetching is None:
        return choose_illustration(article, {}, {})
    offers = {article.article_id: PictureOffer(article, {})}
    return WebFetcher(fetching, now).illustrate(offers)[article.article_id]


def examine(snapshot: Snapshot, end: Listing | SourceError) -> SourceHealth:
    """Return how a source does by one look at it."""
    stale = timedelta(days=Fetching().stale_days)
    asked = health_after_asking(NEVER_ASKED, snapshot, snapshot.fetched_at, stale)
    health = health_after_reading(asked, end, snapshot.fetched_at, stale)
    return SourceHealth(snapshot.source, health)


def poll_source(url: str, fetching: Fetching) -> Snapshot:
    """Return the bytes of the source at an address.

    Raises:
        SourceError: it cannot be had.
    """
    address = web_address(url)
    check = SourceCheck(Source(address, SourceKind.FEED))
    return expect(WebFetcher(fetching, now).poll({address: check})[address], address)


def web_address(url: str) -> str:
    """Return the canonical address.

    Raises:
        ConfigError: it is none.
    """
    canonical = canonical_url(url)
    if canonical is None:
        raise ConfigError(url, "is no web address; give one that begins with https://")
    return canonical


def expect(answer: Got | Deferred | SourceError, url: str) -> Got:
    """Return the answer itself; an error or a deferral is raised."""
    if isinstance(answer, SourceError):
        raise answer
    if isinstance(answer, Deferred):
        raise FetchError(url, f"could not be had now: {answer.detail}", retry_at=answer.until)
    return answer


def snapshot_of(name: str, body: bytes) -> Snapshot:
    """Return a file's bytes as if a source had given them."""
    at = now()
    return Snapshot(Source(name, SourceKind.FEED), name, "", body, at, at, digest_of(body))
