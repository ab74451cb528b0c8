import gzip
from datetime import UTC, datetime

import pytest

from newsloom.collect.listing import LISTING_CODES, list_items
from newsloom.errors import ParseError
from newsloom.model import Listing, Snapshot, Source, SourceKind

AT = datetime(2026, 10, 20, tzinfo=UTC)
FEED = b"""<rss version='2.0'><channel><title>F</title>
<item><title>One</title><link>/1</link></item></channel></rss>"""
ATOM = b"""<?xml version='1.0'?><!-- <html> --><feed xmlns='http://www.w3.org/2005/Atom'>
<title>F</title><entry><title>One</title><link href='/1'/></entry></feed>"""
JSON = b'{"version":"https://jsonfeed.org/version/1","title":"F","items":[{"id":"1","title":"One","url":"/1"}]}'
SITEMAP = b"<urlset xmlns:n='news'><url><loc>/1</loc><n:title>One</n:title></url></urlset>"
PAGE = b"<!DOCTYPE html><html><body><a href='/2026/10/20/one'>One</a></body></html>"


INDEX = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"


def snapshot(
    body: bytes, kind: SourceKind = SourceKind.FEED, content_type: str = "", parent: str = ""
) -> Snapshot:
    source = Source("https://harrow.example/old-feed", kind, "Ledger", parent)
    final = "https://www.harrow.example/feed"
    return Snapshot(source, final, content_type, body, AT, AT, digest="d")


def addresses(listing: Listing) -> list[tuple[str, str]]:
    return [(item.web_url, item.title) for item in listing.items]


LISTED = {
    "RSS": snapshot(FEED),
    "Atom": snapshot(ATOM),
    "JSON Feed": snapshot(JSON),
    "packed": snapshot(gzip.compress(FEED)),
    "wide": snapshot(FEED.decode().encode("utf-16")),
    "sitemap": snapshot(SITEMAP, SourceKind.SITEMAP),
    "sitemap said to be a feed": snapshot(SITEMAP),
    "feed said to be a sitemap": snapshot(FEED, SourceKind.SITEMAP),
    "feed said to be a page": snapshot(FEED, SourceKind.WEBPAGE, "text/html"),
}


@pytest.mark.parametrize("given", LISTED.values(), ids=LISTED)
def test_content_decides_who_reads(given: Snapshot) -> None:
    assert addresses(list_items(given)) == [("https://www.harrow.example/1", "One")]


def test_a_page_is_searched_when_the_source_is_one() -> None:
    listing = list_items(snapshot(PAGE, SourceKind.WEBPAGE))
    assert addresses(listing) == [("https://www.harrow.example/2026/10/20/one", "One")]


def test_a_text_is_a_sitemap_when_the_source_is_one() -> None:
    listing = list_items(snapshot(b"https://www.harrow.example/1\n", SourceKind.SITEMAP))
    assert addresses(listing) == [("https://www.harrow.example/1", "")]


def test_an_index_is_the_parent_of_the_sitemaps_it_names() -> None:
    listing = list_items(snapshot(INDEX, SourceKind.SITEMAP))
    assert listing.children == (
        Source(
            "https://www.harrow.example/a.xml",
            SourceKind.SITEMAP,
            parent="https://harrow.example/old-feed",
        ),
    )


def test_what_a_sitemap_leaves_out_is_said() -> None:
    body = b"<urlset><url><loc>/1</loc><lastmod>2020-01-01</lastmod></url></urlset>"
    assert len(list_items(snapshot(body, SourceKind.SITEMAP)).notes) == 1


def test_the_listing_belongs_to_the_source() -> None:
    listing = list_items(snapshot(FEED))
    urls = {listing.source_url, *(item.source_url for item in listing.items)}
    assert (urls, listing.title) == ({"https://harrow.example/old-feed"}, "Ledger")


SELF = b"""<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel>
<a:link rel='hub' href='https://hub.example/'/><a:link rel='self' href='/feed?all'/>
<item><title>Salt & tar</title><link>/1</link></item></channel></rss>"""


def test_what_a_feed_says_of_itself_is_carried_through() -> None:
    listing = list_items(snapshot(SELF))
    assert (listing.hub, listing.topic) == (
        "https://hub.example/",
        "https://www.harrow.example/feed?all",
    )
    assert listing.notes == ("Signs and entities that XML does not know were mended.",)


EMPTY = {
    "channel": b"<rss version='2.0'><channel><title>F</title></channel></rss>",
    "Atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title></feed>",
    "JSON Feed": b'{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[]}',
}


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY)
def test_a_feed_without_entries_is_a_listing_without_items(body: bytes) -> None:
    """An answer of nothing is an error; a feed that lists nothing is none."""
    listing = list_items(snapshot(body))
    assert (listing.items, listing.notes) == ((), ())


ADVERTISING = b"<html><link rel=alternate type='application/rss+xml' href=/feed.xml></html>"
REFUSED = {
    "empty": (snapshot(b" \n"), "empty", "empty"),
    "page with a feed": (
        snapshot(ADVERTISING),
        "html-instead-of-feed",
        "follow its feed instead: https://www.harrow.example/feed.xml",
    ),
    "page without a feed": (snapshot(PAGE), "html-instead-of-feed", "advertises no feed"),
    "page without an html tag": (
        snapshot(b"<!DOCTYPE html><p>Moved"),
        "html-instead-of-feed",
        "web page",
    ),
    "page by its header": (
        snapshot(b"Moved", content_type="text/html"),
        "html-instead-of-feed",
        "web page",
    ),
    "page without articles": (
        snapshot(ADVERTISING, SourceKind.WEBPAGE),
        "no-links",
        "https://www.harrow.example/feed.xml",
    ),
    "words": (snapshot(b"The gulls are back."), "not-a-feed", "no feed"),
    "index inside an index": (
        snapshot(INDEX, SourceKind.SITEMAP, parent="https://harrow.example/index.xml"),
        "sitemap-index",
        "inside an index",
    ),
    "broken gzip": (snapshot(b"\x1f\x8bgulls"), "unparsable", "gzip"),
    "broken JSON": (snapshot(b'{"items": ['), "unparsable", "JSON"),
}


@pytest.mark.parametrize(("given", "code", "words"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_names_the_source_and_the_remedy(given: Snapshot, code: str, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        list_items(given)
    assert (caught.value.code, caught.value.url) == (code, "https://harrow.example/old-feed")
    assert code in LISTING_CODES
