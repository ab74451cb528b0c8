import gzip

import pytest

from newsloom.collect.sitemap import read_sitemap
from newsloom.errors import ParseError
from newsloom.model import Picture, Provider
from newsloom.text.dates import format_utc

URL = "https://harrow.example/sitemap.xml"
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://harrow.example/news/wall?utm_source=x</loc><lastmod>2026-10-20</lastmod>
<news:news><news:publication><news:name>The Harrow Ledger</news:name>
<news:language>en</news:language></news:publication>
<news:publication_date>2026-10-19T18:00:00+02:00</news:publication_date>
<news:title>Wall &amp; quay shut</news:title>
<news:keywords>port, wall,port</news:keywords></news:news>
<image:image><image:loc>https://img.example/wall.jpg</image:loc><image:title>Wall</image:title></image:image></url>
<url><loc>https://harrow.example/about</loc></url>
<url><loc>mailto:desk@harrow.example</loc></url>
</urlset>"""


def test_a_news_sitemap() -> None:
    first, second = read_sitemap(NEWS, URL).items
    assert (first.web_url, first.title) == ("https://harrow.example/news/wall", "Wall & quay shut")
    assert first.published_at is not None
    assert format_utc(first.published_at) == "2026-10-19T16:00:00Z"
    assert first.provider == Provider("The Harrow Ledger", "harrow.example")
    assert (first.language, first.keywords) == ("en", ("port", "wall"))
    assert first.pictures == (Picture("https://img.example/wall.jpg", origin="sitemap"),)
    assert (second.web_url, second.title, second.published_at) == (
        "https://harrow.example/about",
        "",
        None,
    )


def test_a_packed_sitemap_is_unpacked() -> None:
    assert read_sitemap(gzip.compress(NEWS), URL) == read_sitemap(NEWS, URL)


def test_an_index_names_its_children() -> None:
    children = "".join(f"<sitemap><loc>/s{n}.xml</loc></sitemap>" for n in range(10))
    with pytest.raises(ParseError, match="add the ones you follow") as caught:
        read_sitemap(f"<sitemapindex>{children}</sitemapindex>".encode(), URL)
    assert caught.value.code == "sitemap-index"
    assert "https://harrow.example/s0.xml" in caught.value.message
    assert caught.value.message.endswith("and 2 more")


def test_nothing_is_loaded_from_outside() -> None:
    body = b"""<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <urlset><url><loc>https://harrow.example/&x;</loc></url></urlset>"""
    assert [item.web_url for item in read_sitemap(body, URL).items] == [
        "https://harrow.example/&x;"
    ]


BROKEN = {
    "empty": (b"", "empty"),
    "feed": (b"<rss/>", "not-a-sitemap"),
    "words": (b"gulls", "not-a-sitemap"),
}


@pytest.mark.parametrize(("body", "code"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_sitemap_says_so(body: bytes, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_sitemap(body, URL)
    assert caught.value.code == code
