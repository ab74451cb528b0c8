"""Whatever the bytes: readers of lists raise ParseError or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.collect.discovery import kind_of, linked_addresses, rank_candidates, read_candidate
from newsloom.collect.imports import read_import
from newsloom.collect.opml import read_opml
from newsloom.collect.places import Place, linked_places, listed_places, robots_sitemaps
from newsloom.collect.sitemap import read_sitemap
from newsloom.collect.webpage import find_links
from newsloom.errors import ParseError
from newsloom.model import Snapshot, Source, SourceKind
from tests.cli.sites import INDEX, news_sitemap, page

URL = "https://harrow.example/x"
AT = datetime(2026, 11, 21, tzinfo=UTC)
HEAD = '<base href="//["><link rel="alternate feed" type="text/xml" href="/f"><meta charset="x">'
OPML = b"<opml><body><outline text='A &eacute;' xmlUrl='https://a.example/f'/></body></opml>"
SEEDS = (
    page(HEAD, more="<nav><a href='/a'>b</a></nav><time datetime='2026-11-21'>t</time>"),
    news_sitemap("harrow.example"),
    INDEX,
    b"https://harrow.example/a\nhttps://harrow.example/b\n",
    OPML,
    b"---\ntitle: 'One'\nwebUrl: https://harrow.example/1\ntype: article\n---\n",
    b'{"title": "One", "text": "Two.", "published": "2026-11-21"}\n',
)
PIECES = st.sampled_from(
    (b"<", b">", b"&", b"&#0;", b"]]>", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\x00")
    + (b"\xff\xfe", b"href='http://[::1'", b"<a href=//%>", b"<time datetime=99999-99-99>", b'"')
    + (b"<lastmod>0000-00-00</lastmod>", b"\x1f\x8b", b"<!--", b"<svg><a xlink:href=/a>", b"{")
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A source with some of it taken out, and something else put in; feeds are tried elsewhere."""
    body = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 30)))
        body = body[:start] + draw(PIECES | st.binary(max_size=6)) + body[end:]
    return body


def discovered(body: bytes) -> None:
    kind = kind_of(body) or SourceKind.WEBPAGE
    snapshot = Snapshot(Source(URL, kind), URL, "", body, AT, AT, "d")
    linked = linked_addresses(snapshot)
    rank_candidates([read_candidate(snapshot, Place(URL, kind, "itself"), linked)], URL, AT)


READERS: dict[str, Callable[[bytes], object]] = {
    "section page": lambda body: find_links(body, URL),
    "sitemap": lambda body: read_sitemap(body, URL, AT),
    "OPML": lambda body: read_opml(body, "x.opml"),
    "places": lambda body: (linked_places(body, URL), listed_places(body, URL)),
    "robots.txt": lambda body: robots_sitemaps(body.decode("utf-8", "replace"), URL),
    "import": lambda body: read_import("x", body, AT),
    "candidate": discovered,
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None)
@given(body=damaged() | st.binary(max_size=200))
def test_no_bytes_raise_anything_else(name: str, body: bytes) -> None:
    try:
        READERS[name](body)
    except ParseError as exc:
        assert exc.message
