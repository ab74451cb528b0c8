"""Snapshot -> Listing: what the bytes are decides who reads them, then what the source says.

Reads nothing itself and fetches nothing; `LISTING_CODES` names every way a snapshot can end here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from newsloom.collect.feed import read_feed
from newsloom.collect.imports import read_import
from newsloom.collect.repair import inflate
from newsloom.collect.sitemap import read_sitemap
from newsloom.collect.webpage import feed_links, find_links
from newsloom.errors import ParseError
from newsloom.model import Listing, Snapshot, SourceKind

LISTING_CODES: Mapping[str, str] = {
    "empty": "The source answered with nothing.",
    "html-instead-of-feed": "The source is a web page; the feeds it advertises are named.",
    "not-a-feed": "The source is neither RSS, RDF, Atom nor JSON Feed.",
    "not-a-sitemap": "The source is no sitemap.",
    "sitemap-index": "The source is an index of sitemaps; its children are named.",
    "no-links": "No link of the page looks like an article.",
    "unparsable": "The source cannot be read.",
}
"""Every code a ParseError about a source can carry, with its sentence."""

_ROOT = re.compile(
    rb"<(?:[\w.-]+:)?(rss|feed|rdf|channel|urlset|sitemapindex|html)\b", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_MOST_FEEDS_NAMED = 5
_OWN_FILES = (SourceKind.POSTS, SourceKind.IMPORT)


def list_items(snapshot: Snapshot) -> Listing:
    """Return the items a snapshot lists, in its own order, under the source's own address.

    JSON, feeds and sitemaps are known by their content whatever the source is said to be; a web
    page is searched for links only when the source is one. Relative links resolve against the
    address the bytes finally came from.

    Raises ParseError with a code of `LISTING_CODES`, about the source's address.
    """
    url = snapshot.source.url
    try:
        listing = _read(snapshot, inflate(snapshot.body))
    except ParseError as exc:
        raise ParseError(url, exc.message, exc.code, exc.line) from exc
    items = tuple(replace(item, source_url=url) for item in listing.items)
    return Listing(url, snapshot.source.title or listing.title, items)


def _read(snapshot: Snapshot, body: bytes) -> Listing:
    url = snapshot.final_url or snapshot.source.url
    if not body.strip():
        raise ParseError(url, "is empty; check the source's address", code="empty")
    if snapshot.source.kind in _OWN_FILES:
        return _read_own_file(snapshot, body)
    reader = _READERS.get(_root_name(body))
    if reader is not None:
        return reader(body, url, snapshot.content_type)
    if snapshot.source.kind is SourceKind.WEBPAGE:
        return _read_webpage(body, url)
    if _root_name(body) == "html" or "html" in snapshot.content_type.lower():
        raise _html_error(body, url)
    return read_feed(body, url, snapshot.content_type)


def _root_name(body: bytes) -> str:
    """``json``, or the first element that tells what the bytes are; "" for neither."""
    head = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] == b"{":
        return "json"
    # UTF-16 hides its tags between zero bytes.
    visible = _COMMENT.sub(b"", head[:16_384].replace(b"\x00", b""))
    match = _ROOT.search(visible)
    if match is None:
        return "html" if b"<!doctype html" in visible[:1024].lower() else ""
    return match[1].decode("ascii").lower()


def _read_sitemap(body: bytes, url: str, content_type: str) -> Listing:
    return read_sitemap(body, url)


_READERS: Mapping[str, Callable[[bytes, str, str], Listing]] = {
    "json": read_feed,
    "rss": read_feed,
    "feed": read_feed,
    "rdf": read_feed,
    "channel": read_feed,
    "urlset": _read_sitemap,
    "sitemapindex": _read_sitemap,
}


def _read_webpage(body: bytes, url: str) -> Listing:
    listing = find_links(body, url)
    if not listing.items:
        feeds = feed_links(body, url)
        remedy = _advice(feeds) or "follow a section page that lists articles"
        raise ParseError(url, f"links to nothing that looks like an article; {remedy}", "no-links")
    return listing


def _html_error(body: bytes, url: str) -> ParseError:
    remedy = _advice(feed_links(body, url))
    other = "it advertises no feed; add it as a web page or find the feed's address"
    return ParseError(
        url, f"is a web page, not a feed; {remedy or other}", code="html-instead-of-feed"
    )


def _advice(feeds: tuple[str, ...]) -> str:
    return f"follow its feed instead: {', '.join(feeds[:_MOST_FEEDS_NAMED])}" if feeds else ""


def _read_own_file(snapshot: Snapshot, body: bytes) -> Listing:
    found = read_import(snapshot.source.url, body, snapshot.fetched_at)
    return Listing(snapshot.source.url, "", tuple(page.item for page in found.pages))
