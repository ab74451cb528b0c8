"""Bytes of a web page -> what it says of itself: its address, its title, the feeds it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsloom.collect.pagetree import PageTree, line_of, parse_page, text_of
from newsloom.text.urls import canonical_url

_FEED_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml",
    "application/feed+json", "application/json", "text/xml", "application/xml",
})  # fmt: skip
_NO_FEED = re.compile(r"oembed|/wp-json(?:/|\Z)|opensearch", re.IGNORECASE)
_FEED_IN_ADDRESS = re.compile(
    r"/(?:feeds?|rss|atom|rdf)(?:[/?#]|\Z)|[./](?:rss|atom|rdf)(?:\.xml)?(?:[/?#]|\Z)|"
    r"/(?:[\w-]*(?:rss|atom|feed))\.(?:xml|json|php|aspx?)|[?&](?:format|feed|type|output)=(?:rss|atom|feed)|"
    r"\A\w+://(?:feeds?|rss)\d*\.",
    re.IGNORECASE,
)
_FEED_IN_TEXT = re.compile(r"\b(?:rss|atom|feeds?|xml|json feed|newsfeed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed a page names."""

    url: str
    """Canonical address."""
    title: str


def feed_links(body: bytes, url: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """Return the feeds a page advertises with link elements, each once, in its order."""
    return _distinct(_advertised(parse_page(body, url, content_type)))


def feed_anchors(body: bytes, url: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """Return what a page links to that looks like a feed by its address or is called one."""
    return _distinct(_anchored(parse_page(body, url, content_type)))


def page_links(body: bytes, url: str, content_type: str = "") -> frozenset[str]:
    """Return the canonical addresses of everything a page links to."""
    page = parse_page(body, url, content_type)
    found = (canonical_url(a.get("href") or "", page.base) for a in page.all(".//a[@href]"))
    return frozenset(absolute for absolute in found if absolute)


def page_address(body: bytes, url: str = "") -> str:
    """Return the canonical address a page gives itself (link or og:url), "" when it gives none."""
    page = parse_page(body, url)
    printed = (
        *(e.get("href") or "" for e in page.all(".//link[@rel='canonical']")),
        *(e.get("content") or "" for e in page.all(".//meta[@property='og:url']")),
    )
    return next((found for one in printed if one and (found := canonical_url(one, url))), "")


def page_title(body: bytes) -> str:
    """Return the text of a page's title element, "" when it has none."""
    return parse_page(body).title


def _advertised(page: PageTree) -> Iterator[FeedLink]:
    for link in page.all(".//link[@href]"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").lower().partition(";")[0].strip()
        if ("alternate" in rel and kind in _FEED_TYPES) or "feed" in rel:
            yield from _feed_link(page, link.get("href") or "", link.get("title") or "")


def _anchored(page: PageTree) -> Iterator[FeedLink]:
    for anchor in page.all(".//a[@href]"):
        printed = anchor.get("href") or ""
        found = next(_feed_link(page, printed, ""), None)
        if found is None:
            continue
        text = text_of(anchor) or line_of(anchor.get("title") or anchor.get("aria-label") or "")
        if _FEED_IN_ADDRESS.search(found.url) or _FEED_IN_TEXT.search(text):
            yield FeedLink(found.url, text)


def _feed_link(page: PageTree, printed: str, title: str) -> Iterator[FeedLink]:
    printed = re.sub(r"\Afeed:(?://)?(?=https?:)|\Afeed:(?=//)", "", printed.strip())
    absolute = canonical_url(printed, page.base)
    if absolute and not _NO_FEED.search(absolute):
        yield FeedLink(absolute, line_of(title))


def _distinct(links: Iterator[FeedLink]) -> tuple[FeedLink, ...]:
    found: dict[str, FeedLink] = {}
    for link in links:
        found.setdefault(link.url, link)
    return tuple(found.values())
