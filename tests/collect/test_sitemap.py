import gzip
from datetime import UTC, datetime, timedelta

import pytest

from newsloom.collect.sitemap import MOST_CHILDREN, MOST_ITEMS, WINDOW, read_sitemap
from newsloom.errors import ParseError
from newsloom.model import Listing, Picture, Provider, Source, SourceKind
from newsloom.text.dates import format_utc

URL = "https://harrow.example/sitemap.xml"
AT = datetime(2026, 10, 20, 12, tzinfo=UTC)
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


def urlset(*entries: tuple[str, str]) -> bytes:
    rows = (
        f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for loc, day in entries
    )
    return f"<urlset>{''.join(rows)}</urlset>".encode()


def index(*entries: tuple[str, str]) -> bytes:
    rows = (
        f"<sitemap><loc>/{name}.xml</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in entries
    )
    return f"<sitemapindex>{''.join(rows)}</sitemapindex>".encode()


def paths(listing: Listing) -> list[str]:
    return [item.web_url.removeprefix("https://harrow.example/") for item in listing.items]


def names(listing: Listing) -> list[str]:
    return [
        child.url.removeprefix("https://harrow.example/").removesuffix(".xml")
        for child in listing.children
    ]


def test_a_news_sitemap() -> None:
    listing = read_sitemap(NEWS, URL, AT)
    (first,) = listing.items
    assert (first.web_url, first.title) == ("https://harrow.example/news/wall", "Wall & quay shut")
    assert first.published_at is not None
    assert format_utc(first.published_at) == "2026-10-19T16:00:00Z"
    assert first.provider == Provider("The Harrow Ledger", "harrow.example")
    assert (first.language, first.keywords) == ("en", ("port", "wall"))
    assert first.pictures == (Picture("https://img.example/wall.jpg", origin="sitemap"),)
    assert listing.notes[0].startswith("1 of 2 addresses were left out")


def test_a_news_sitemap_keeps_its_order_and_all_of_its_news() -> None:
    old = NEWS.replace(b"2026-10", b"2019-10")
    assert len(read_sitemap(old, URL, AT).items) == 1


def test_a_packed_sitemap_is_unpacked() -> None:
    assert read_sitemap(gzip.compress(NEWS), URL, AT) == read_sitemap(NEWS, URL, AT)


def test_of_a_plain_sitemap_what_changed_of_late_is_listed_newest_first() -> None:
    body = urlset(
        ("/about", ""),
        ("/old", "2026-09-01"),
        ("/b", "2026-10-18"),
        ("/a", "2026-10-20T09:00:00+02:00"),
        ("/2026/10/19/by-its-address", ""),
        ("/2026/02/31/no-such-day", ""),
        ("/edge", format_utc(AT - WINDOW)),
    )
    listing = read_sitemap(body, URL, AT)
    assert paths(listing) == ["a", "2026/10/19/by-its-address", "b", "edge"]
    assert listing.items[1].updated_at is None
    assert listing.notes == (
        "3 of 7 addresses were left out: they have not changed within 30 days, give no date, or "
        f"come after the first {MOST_ITEMS}.",
    )


def test_where_nothing_is_dated_all_is_listed_in_its_order() -> None:
    listing = read_sitemap(urlset(("/b", ""), ("/a", ""), ("/c", "soon")), URL, AT)
    assert (paths(listing), listing.notes) == (["b", "a", "c"], ())


@pytest.mark.parametrize("day", ["", "2026-10-20"], ids=["undated", "dated"])
def test_a_huge_sitemap_is_cut(day: str) -> None:
    body = urlset(*((f"/{n}", day) for n in range(MOST_ITEMS + 1)))
    listing = read_sitemap(body, URL, AT)
    assert (len(listing.items), len(listing.notes)) == (MOST_ITEMS, 1)


def test_a_text_with_an_address_a_line() -> None:
    body = b"\xef\xbb\xbfhttps://harrow.example/b\r\n\r\nhttps://harrow.example/a?utm_source=x\r\n"
    assert paths(read_sitemap(body, URL, AT)) == ["b", "a"]
    assert paths(read_sitemap(gzip.compress(body), URL, AT)) == ["b", "a"]
    assert not read_sitemap(body, URL, AT).has_dates


def test_an_index_lists_its_children_the_news_first() -> None:
    body = index(
        ("post-sitemap", "2026-10-01"),
        ("post-sitemap2", "2026-10-19"),
        ("post-sitemap3", "2026-03-01"),
        ("archive-2026-09", ""),
        ("archive-2026-10", ""),
        ("archive-2026-08", ""),
        ("archive-2019", ""),
        ("category-sitemap", "2026-10-20"),
        ("author-sitemap", "2026-10-20"),
        ("google-news", ""),
        ("post-sitemap2", "2026-10-19"),
    )
    listing = read_sitemap(body, URL, AT)
    assert names(listing) == [
        "google-news", "archive-2026-10", "post-sitemap2", "post-sitemap", "archive-2026-09",
    ]  # fmt: skip
    assert listing.children[0] == Source(
        "https://harrow.example/google-news.xml", SourceKind.SITEMAP, parent=URL
    )
    assert listing.items == ()
    assert listing.notes[0].startswith("5 of 10 sitemaps were left out")


def test_of_a_long_index_only_the_first_children_are_taken() -> None:
    days = [AT - timedelta(days=n) for n in range(MOST_CHILDREN + 5)]
    body = index(*((f"s{n}", format_utc(day)) for n, day in enumerate(days)))
    assert names(read_sitemap(body, URL, AT)) == [f"s{n}" for n in range(MOST_CHILDREN)]


def test_a_site_named_after_news_has_no_news_sitemaps_for_that() -> None:
    body = index(("products", "")).replace(b"/products", b"https://news.example/products")
    assert read_sitemap(body, URL, AT).children == ()


def test_an_index_does_not_name_itself() -> None:
    assert names(read_sitemap(index(("sitemap", ""), ("a", "")), URL, AT)) == ["a"]


def test_an_index_inside_an_index_is_refused() -> None:
    with pytest.raises(ParseError, match="an index inside an index") as caught:
        read_sitemap(index(("a", "")), URL, AT, parent="https://harrow.example/index.xml")
    assert caught.value.code == "sitemap-index"


def test_what_was_repaired_is_said_beside_what_was_left_out() -> None:
    body = urlset(("/a", "2026-10-20"), ("/b", "2020-10-20")).removesuffix(b"</urlset>")
    assert [note.split()[0] for note in read_sitemap(body, URL, AT).notes] == ["It", "1"]


def test_nothing_is_loaded_from_outside() -> None:
    body = b"""<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <urlset><url><loc>https://harrow.example/&x;</loc></url></urlset>"""
    assert [item.web_url for item in read_sitemap(body, URL, AT).items] == [
        "https://harrow.example/&x;"
    ]


BROKEN = {
    "empty": (b"", "empty"),
    "feed": (b"<rss/>", "not-a-sitemap"),
    "words": (b"gulls", "not-a-sitemap"),
    "words after an address": (b"https://harrow.example/a\ngulls", "not-a-sitemap"),
}


@pytest.mark.parametrize(("body", "code"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_sitemap_says_so(body: bytes, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_sitemap(body, URL, AT)
    assert caught.value.code == code
