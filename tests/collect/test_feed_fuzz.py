"""Mutated feeds, sitemaps and OPML: whatever is made of them, only a ParseError may be raised."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import accumulate

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from newsloom.collect.feed import read_feed
from newsloom.collect.listing import LISTING_CODES, list_items
from newsloom.collect.opml import read_opml
from newsloom.collect.sitemap import read_sitemap
from newsloom.errors import ParseError
from newsloom.model import Listing, Snapshot, Source, SourceKind
from tests.collect.golden_feeds import INPUTS

URL = "https://feeds.harrow.example/feed.xml"
AT = datetime(2026, 10, 20, tzinfo=UTC)
FEEDS = tuple(path.read_bytes() for path in INPUTS)
SITEMAPS = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1'
    b"</loc><news:news><news:publication><news:name>A</news:name><news:language>en</news:language>"
    b"</news:publication><news:publication_date>2026-10-19</news:publication_date><news:title>One"
    b"</news:title></news:news></url><url><loc>/2</loc><lastmod>2026-10-18</lastmod></url></urlset>",
    b"<sitemapindex><sitemap><loc>https://a.example/news.xml</loc><lastmod>2026-10-19</lastmod>"
    b"</sitemap></sitemapindex>",
    b"https://a.example/1\nhttps://a.example/2\n",
)
OPML = (
    b'<opml version="2.0"><head><title>T</title></head><body><outline text="A"><outline type="rss" '
    b'text="B" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline></body></opml>',
)
SCRAPS = st.sampled_from([
    b"<", b">", b"&", b'"', b"'", b"\0", b"\xff", b"\xfe\xff", b"]]>", b"<![CDATA[", b"<!--",
    b"-->", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#x110000;", b"&#55296;",
    b"&nbsp;", b"<?xml", b"<?php ?>", b"</", b"/>", b"<item>", b"</item>", b"<entry>", b"<a:b>",
    b"<script>", b'xml:base="', b' xml:base="http://[" ', b' xml:lang="\xe9" ', b"http://[::1",
    b"//", b"javascript:", b"{", b"}", b"[", b"]", b'"items":', b"1e999", b"\\ud800",
    "\u202e\U0001f600".encode(), b"\x1f\x8b", b"encoding='utf-16'", b"encoding='hex'",
    b'type="xhtml"', b'mode="base64"', b"9" * 40, b"Tue, 99 Okt 20260 25:61:61 +9999",
    b"2026-10-20T24:00:00.123456789+14:59",
])  # fmt: skip
KINDS = (SourceKind.FEED, SourceKind.SITEMAP, SourceKind.WEBPAGE)
PLACES = st.integers(0, 4000)


@st.composite
def mutants(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Draw a seed that is cut, spliced with another, flipped and stuffed with scraps."""
    body = draw(st.sampled_from(seeds))
    for kind in draw(
        st.lists(
            st.sampled_from(["cut", "splice", "flip", "stuff", "twice"]), min_size=1, max_size=6
        )
    ):
        place = draw(PLACES) % (len(body) + 1)
        length = draw(st.integers(1, 200))
        if kind == "cut":
            body = body[:place] + body[place + length :]
        elif kind == "splice":
            other = draw(st.sampled_from(seeds))
            body = body[:place] + other[draw(PLACES) % (len(other) + 1) :]
        elif kind == "flip":
            body = (
                body[:place]
                + bytes(b ^ draw(st.integers(1, 255)) for b in body[place : place + 1])
                + body[place + 1 :]
            )
        elif kind == "stuff":
            body = body[:place] + draw(SCRAPS) + body[place:]
        else:
            body = body[:place] + body[place : place + length] * 3 + body[place + length :]
    return body


def is_safe(html: str) -> bool:
    """Return whether a browser would run, load or send nothing of HTML but pictures."""
    tree = fragment_fromstring(html, create_parent="div")
    links = [address for _, _, address, _ in tree.iterlinks()]
    return (
        not {element.tag for element in tree.iter()} & {"script", "style", "iframe", "form", "svg"}
        and not any(name.startswith("on") for element in tree.iter() for name in element.attrib)
        and all(link.startswith(("http://", "https://", "mailto:")) for link in links)
    )


def is_clean(listing: Listing) -> bool:
    """Return whether all that a listing says is in the form that is promised."""
    return all(
        item.web_url.startswith(("http://", "https://"))
        and item.raw_url.lower().startswith(("http://", "https://"))
        and all(picture.url.startswith(("http://", "https://")) for picture in item.pictures)
        and all("\n" not in line for line in (item.title, *item.authors, *item.keywords))
        and is_safe(item.body_html)
        and all(at is None or at.tzinfo is UTC for at in (item.published_at, item.updated_at))
        for item in listing.items
    )


# The first reading of all loads tables.
@settings(deadline=None, max_examples=300)
@given(
    mutants(FEEDS),
    st.sampled_from(["", "text/xml; charset=utf-16", "application/rss+xml; charset=hex"]),
)
@example(b"<rss><channel><item><link>http://a.example</link></item></channel></rss>", "")
def test_mutated_feeds_give_a_clean_listing_or_say_why_not(body: bytes, content_type: str) -> None:
    try:
        listing = read_feed(body, URL, content_type)
    except ParseError as exc:
        assert (exc.url, exc.code in LISTING_CODES) == (URL, True)
    else:
        assert is_clean(listing)


@settings(deadline=None, max_examples=100)
@given(mutants((*FEEDS, *SITEMAPS, *OPML)), st.sampled_from(KINDS))
def test_mutated_sources_of_every_kind(body: bytes, kind: SourceKind) -> None:
    snapshot = Snapshot(Source(URL, kind), URL, "", body, AT, AT, digest="")
    try:
        list_items(snapshot)
    except ParseError as exc:
        assert (exc.url, exc.code in LISTING_CODES) == (URL, True)


READERS: dict[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]] = {
    "sitemap": (lambda body: read_sitemap(body, URL, AT), SITEMAPS),
    "OPML": (lambda body: read_opml(body, "feeds.opml"), OPML),
}


@pytest.mark.parametrize("name", READERS)
def test_mutated_sitemaps_and_opml(name: str) -> None:
    read, seeds = READERS[name]

    @settings(deadline=None, max_examples=100)
    @given(mutants(seeds))
    def check(body: bytes) -> None:
        try:
            read(body)
        except ParseError as exc:
            assert str(exc)

    check()


def test_every_beginning_of_a_golden_feed_is_read() -> None:
    """Answers stop anywhere; a feed is as short as it is long."""
    for body in FEEDS[::3]:
        for end in accumulate([17] * (len(body) // 17)):
            try:
                assert is_clean(read_feed(body[:end], URL))
            except ParseError as exc:
                assert exc.code in LISTING_CODES
