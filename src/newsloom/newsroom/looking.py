"""One address or file -> its page or listing, without a newsroom."""

from __future__ import annotations

from typing import TypeVar

from newsloom.edges.digest import digest_of
from newsloom.edges.http import WebFetcher
from newsloom.errors import ConfigError, FetchError, SourceError
from newsloom.model import Deferred, Item, Page, Snapshot, Source, SourceCheck, SourceKind
from newsloom.newsroom.room import now
from newsloom.settings import Fetching
from newsloom.text.urls import canonical_url

Got = TypeVar("Got", Page, Snapshot)


def fetch_page(url: str) -> Page:
    """Return the page at an address.

    Raises:
        SourceError: it cannot be had.
    """
    address = web_address(url)
    item = Item(address, url, "command line", "", None)
    return expect(WebFetcher(Fetching(), now).fetch({address: item})[address], address)


def poll_source(url: str) -> Snapshot:
    """Return the bytes of the source at an address.

    Raises:
        SourceError: it cannot be had.
    """
    address = web_address(url)
    check = SourceCheck(Source(address, SourceKind.FEED))
    return expect(WebFetcher(Fetching(), now).poll({address: check})[address], address)


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
