"""Snapshot -> Listing: what the bytes are decides who reads them, then what the source says.

Reads nothing itself and fetches nothing; `LISTING_CODES` names every way a snapshot can end here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsloom.collect.decoding import inflate
from newsloom.collect.feed import read_feed
from newsloom.collect.pagehead import FeedLink, feed_links
from newsloom.collect.rootname import FEED_ROOTS, SITEMAP_ROOTS, root_name
from newsloom.collect.sitemap import read_sitemap
from newsloom.collect.webpage import find_links
from newsloom.errors import ParseError
from newsloom.model import Listing, Snapshot, SourceKind

LISTING_CODES: Mapping[str, str] = {
    "empty": "The source answered with nothing.",
    "html-instead-of-feed": "The source is a web page; the feeds it advertises are named.",
    "not-a-feed": "The source is neither RSS, RDF, Atom nor JSON Feed.",
    "not-a-sitemap": "The source is no sitemap.",
    "sitemap-index": "An index of sitemaps names it, and it is another index.",
    "no-links": "No link of the page looks like an article.",
    "unparsable": "The source cannot be read.",
}
"""Every code a ParseError about a source can carry, with its sentence."""

_MOST_FEEDS_NAMED = 5


def list_items(snapshot: Snapshot) -> Listing:
    """Return the items a snapshot lists, in its own order, under the source's own address.

    JSON, feeds and sitemaps are known by their content whatever the source is said to be; a web
    page is searched for links only when the source is one. Relative links resolve against the
    address the bytes finally came from. The children of an index of sitemaps have the source as
    their parent.

    Raises ParseError with a code of `LISTING_CODES`, about the source's address.
    """
    url = snapshot.source.url
    try:
        listing = _read(snapshot, inflate(snapshot.body))
    except ParseError as exc:
        raise ParseError(url, exc.message, exc.code, exc.line) from exc
    return replace(
        listing,
        source_url=url,
        title=snapshot.source.title or listing.title,
        items=tuple(replace(item, source_url=url) for item in listing.items),
        children=tuple(replace(child, parent=url) for child in listing.children),
    )


def _read(snapshot: Snapshot, body: bytes) -> Listing:
    url = snapshot.final_url or snapshot.source.url
    if not body.strip():
        raise ParseError(url, "is empty; check the source's address", code="empty")
    root = root_name(body)
    if root == "json" or root in FEED_ROOTS:
        return read_feed(body, url, snapshot.content_type)
    if root in SITEMAP_ROOTS:
        return _read_sitemap(snapshot, body, url)
    if snapshot.source.kind is SourceKind.WEBPAGE:
        return _read_webpage(body, url, snapshot.content_type)
    if root == "html" or "html" in snapshot.content_type.lower():
        raise _html_error(body, url)
    if snapshot.source.kind is SourceKind.SITEMAP:
        return _read_sitemap(snapshot, body, url)
    return read_feed(body, url, snapshot.content_type)


def _read_sitemap(snapshot: Snapshot, body: bytes, url: str) -> Listing:
    return read_sitemap(body, url, snapshot.fetched_at, snapshot.source.parent)


def _read_webpage(body: bytes, url: str, content_type: str) -> Listing:
    listing = find_links(body, url, content_type)
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


def _advice(feeds: tuple[FeedLink, ...]) -> str:
    named = ", ".join(feed.url for feed in feeds[:_MOST_FEEDS_NAMED])
    return f"follow its feed instead: {named}" if named else ""
