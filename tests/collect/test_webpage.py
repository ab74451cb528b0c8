import pytest

from newsloom.collect.linkshape import Link, may_be_article
from newsloom.collect.pagehead import feed_links, page_address, page_title
from newsloom.collect.webpage import find_links

URL = "https://www.harrow.example/news/"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>News – Harrow</title>
<link rel="canonical" href="/news/?utm_source=x">
<link rel="alternate" type="application/rss+xml" href="/feed.xml" title="All">
<link rel="alternate" type="application/atom+xml" href="https://feeds.harrow.example/atom">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="stylesheet" type="text/css" href="/a.css">
</head><body>
<a href="/news/"><img alt="Home"></a>
<a href="/2026/10/20/wall">Wall</a>
<a href="/2026/10/20/wall?utm_medium=x">Harbour wall shut until spring</a>
<a href="harbour-master-counts-every-gull#top">Harbour master counts every gull</a>
<a href="//sport.harrow.example/rowing-1234567.html">Rowing &amp; more</a>
<a href="https://elsewhere.example/2026/10/20/other-story-of-the-day">Elsewhere</a>
<a href="/topics/the-long-name-of-topic">Topic</a> <a href="/about">About</a>
<a href="/files/plan-of-the-new-quay.pdf">Plan</a> <a href="/2026/10/19/no-text"></a>
<a href="javascript:void(0)">Menu</a>
</body></html>""".encode()


def test_the_articles_a_section_page_links_to() -> None:
    listing = find_links(PAGE, URL)
    assert listing.title == "News – Harrow"
    assert [(item.web_url, item.title) for item in listing.items] == [
        ("https://www.harrow.example/2026/10/20/wall", "Harbour wall shut until spring"),
        (
            "https://www.harrow.example/news/harbour-master-counts-every-gull",
            "Harbour master counts every gull",
        ),
        ("https://sport.harrow.example/rowing-1234567.html", "Rowing & more"),
    ]


def test_the_feeds_a_page_advertises() -> None:
    assert [feed.url for feed in feed_links(PAGE, URL)] == [
        "https://www.harrow.example/feed.xml",
        "https://feeds.harrow.example/atom",
    ]


def test_the_address_and_title_a_page_gives_itself() -> None:
    og = b'<meta property="og:url" content="https://harrow.example/a"><title> A\n b </title>'
    assert page_address(PAGE, URL) == "https://www.harrow.example/news/"
    assert (page_address(og), page_title(og)) == ("https://harrow.example/a", "A b")
    assert (page_address(b"<p>x"), page_title(b"<p>x")) == ("", "")


def test_a_base_element_counts() -> None:
    body = b'<base href="https://harrow.example/x/"><a href="four-words-of-slug">Text</a>'
    assert [item.web_url for item in find_links(body, URL).items] == [
        "https://harrow.example/x/four-words-of-slug"
    ]


ADDRESSES = {
    "date": ("/2026/10/20/wall", True),
    "month name": ("/2026/oct/20/wall", True),
    "slug": ("/harbour-wall-shut-again", True),
    "slug with an ending": ("/harbour-wall-shut-again.html", True),
    "number": ("/news/world-12345678", True),
    "short slug": ("/our-best-pictures", False),
    "date alone": ("/2026/10/20/", False),
    "section": ("/news", False),
    "topic": ("/tag/harbour-wall-shut-again", False),
    "picture": ("/2026/10/20/wall-of-the-port.jpg", False),
}


@pytest.mark.parametrize(("path", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_is_article_url(path: str, expected: bool) -> None:
    link = Link(f"https://harrow.example{path}", "")
    assert may_be_article(link, URL, frozenset()) is expected


@pytest.mark.parametrize("body", [b"", b"\x00\xff<a href", b"<a href=x>", b"gulls"])
def test_no_bytes_break_the_reader(body: bytes) -> None:
    assert (find_links(body, URL).items, feed_links(body, URL)) == ((), ())
