"""A page -> the addresses at which its site may have feeds and sitemaps. Asks nobody.

Links come first, then what is known of the system or service (``data/feed_places.toml``), then the
usual places.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from newsloom.collect.pagehead import FeedLink, feed_anchors, feed_links
from newsloom.collect.sitemap import is_news_name
from newsloom.data import read_text
from newsloom.model import SourceKind
from newsloom.text.urls import canonical_url, host_of, registered_domain

_MOST_LINKED = 10
"""Feeds of one page that are tried: more than that are its sections'."""
_MOST_SITEMAPS = 4
_SIGN_WITHIN = 400_000
"""Characters of a page in which the sign of a system is looked for."""
_FEED_HOST = re.compile(r"(?:\A|\.)(?:feeds?|rss)\d*\.|feed(?:burner|proxy|press|blitz)")
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """An address at which there may be a source."""

    url: str
    """Canonical address."""
    kind: SourceKind
    why: str
    """What led there: ``link``, ``anchor``, ``usual place``, ``robots.txt``, or a system's name."""
    title: str = ""


def linked_places(body: bytes, url: str, content_type: str = "") -> tuple[Place, ...]:
    """Return the feeds a page advertises, links to, or has for the system it is made with.

    Each address once, in that order; of links at most ten.
    """
    linked = [
        *_of_links(feed_links(body, url, content_type), "link"),
        *_of_links(_near(feed_anchors(body, url, content_type), url), "anchor"),
    ]
    return distinct_places([*distinct_places(linked)[:_MOST_LINKED], *_of_systems(body, url)])


def listed_places(body: bytes, url: str, content_type: str = "") -> tuple[Place, ...]:
    """Return the feeds that a page about a site's feeds links to, at most ten."""
    links = _near(feed_anchors(body, url, content_type), url)
    return distinct_places(_of_links(links, "anchor"))[:_MOST_LINKED]


def usual_feeds(url: str) -> tuple[Place, ...]:
    """Return the addresses at which many sites have their feed."""
    return distinct_places(_filled(_table().feeds, url, {}, SourceKind.FEED, "usual place"))


def usual_sitemaps(url: str) -> tuple[Place, ...]:
    """Return the addresses at which many sites have their sitemap."""
    return distinct_places(_filled(_table().sitemaps, url, {}, SourceKind.SITEMAP, "usual place"))


def robots_address(url: str) -> str:
    """Return where the robots.txt of an address is."""
    return f"{_site(url)}/robots.txt"


def robots_sitemaps(text: str, url: str) -> tuple[Place, ...]:
    """Return the sitemaps that a robots.txt names, news sitemaps first, at most four."""
    found = distinct_places(
        Place(loc, SourceKind.SITEMAP, "robots.txt")
        for printed in _SITEMAP_LINE.findall(text)
        if (loc := canonical_url(printed, url))
    )
    return tuple(sorted(found, key=lambda place: not is_news_name(place.url)))[:_MOST_SITEMAPS]


def distinct_places(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places without a second one at the same address, a slash at its end or not."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.url.rstrip("/"), place)
    return tuple(found.values())


def _near(links: Iterable[FeedLink], url: str) -> Iterator[FeedLink]:
    """The links that stay with the publisher: buttons of feed readers lead elsewhere."""
    for link in links:
        is_own = registered_domain(link.url) == registered_domain(url)
        if is_own or _FEED_HOST.search(host_of(link.url)):
            yield link


def _of_links(links: Iterable[FeedLink], why: str) -> Iterator[Place]:
    for link in links:
        yield Place(link.url, SourceKind.FEED, why, link.title)


@dataclass(frozen=True, slots=True)
class _System:
    """A system or service with places of its own."""

    name: str
    address: re.Pattern[str] | None
    sign: re.Pattern[str] | None
    feeds: tuple[str, ...]

    def groups(self, url: str, html: str) -> dict[str, str] | None:
        """What its patterns found, None when it is not this one."""
        found: dict[str, str] = {}
        for match in (
            self.address.fullmatch(url) if self.address else True,
            self.sign.search(html) if self.sign else True,
        ):
            if match is None:
                return None
            found |= match.groupdict() if isinstance(match, re.Match) else {}
        return found


@dataclass(frozen=True, slots=True)
class _Table:
    """``feed_places.toml``."""

    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    systems: tuple[_System, ...]


@cache
def _table() -> _Table:
    table = tomllib.loads(read_text("feed_places.toml"))
    systems = (
        _System(
            row["name"],
            re.compile(row["address"]) if "address" in row else None,
            re.compile(row["sign"]) if "sign" in row else None,
            tuple(row["feeds"]),
        )
        for row in table["place"]
    )
    return _Table(tuple(table["feeds"]), tuple(table["sitemaps"]), tuple(systems))


def _of_systems(body: bytes, url: str) -> Iterator[Place]:
    html = body[:_SIGN_WITHIN].decode("utf-8", "replace")
    for system in _table().systems:
        groups = system.groups(url, html)
        if groups is not None:
            yield from _filled(system.feeds, url, groups, SourceKind.FEED, system.name)


def _filled(
    patterns: Iterable[str], url: str, groups: Mapping[str, str], kind: SourceKind, why: str
) -> Iterator[Place]:
    page = url.partition("?")[0].rstrip("/")
    for pattern in patterns:
        found = canonical_url(pattern.format(**groups, site=_site(url), page=page))
        if found:
            yield Place(found, kind, why)


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
