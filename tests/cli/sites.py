"""Invented sites of several makes, as routes of a local web; all of them tell of late 2026."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence

from tests.edges.web import Reply, html

SUMMARY = "The harbour master says so."
TEXT = "The harbour master says so, and says it again. " * 40
NEWEST = 20
"""Day of November 2026 on which the newest item is dated."""

HEADLINES = (
    "Harbour wall shut until spring", "Spring tide floods three streets of Eastmere",
    "A census of gulls ends in an argument", "Rowers win the regatta by half a length",
    "The last ferry of the year is cancelled", "A lighthouse is for sale, with its keeper",
)  # fmt: skip


def slug(title: str) -> str:
    return "-".join(title.lower().replace(",", "").split())


def rss(
    title: str,
    host: str,
    titles: Sequence[str] = HEADLINES,
    text: str = "",
    month: str = "Nov 2026",
) -> bytes:
    items = "".join(
        f"<item><title>{one}</title><link>http://{host}/{slug(one)}/</link>"
        f"<pubDate>{NEWEST - number} {month} 08:00:00 GMT</pubDate>"
        f"<description>{SUMMARY}</description>"
        + (f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if text else "")
        + "</item>"
        for number, one in enumerate(titles)
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title>{items}</channel></rss>"
    ).encode()


def atom(title: str, host: str, titles: Sequence[str] = HEADLINES) -> bytes:
    entries = "".join(
        f"<entry><title>{one}</title><link href='http://{host}/{slug(one)}/'/>"
        f"<updated>2026-11-{NEWEST - number:02}T08:00:00Z</updated>"
        f"<content type='html'>{TEXT}</content></entry>"
        for number, one in enumerate(titles)
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{title}</title>{entries}</feed>"
    ).encode()


def json_feed(title: str, host: str) -> bytes:
    items = [
        {"id": str(n), "title": one, "url": f"http://{host}/{slug(one)}/", "content_text": SUMMARY,
         "date_published": f"2026-11-{NEWEST - n:02}T08:00:00Z"}
        for n, one in enumerate(HEADLINES)
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}
    return json.dumps(feed).encode()


def page(head: str = "", titles: Sequence[str] = HEADLINES, more: str = "") -> bytes:
    links = "".join(f'<h2><a href="/{slug(one)}/">{one}</a></h2>' for one in titles)
    return (
        f"<!DOCTYPE html><html><head><title>Front</title>{head}</head><body>{links}{more}".encode()
    )


def advertised(**feeds: str) -> str:
    return "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
        for path, title in feeds.items()
    )


def news_sitemap(host: str) -> bytes:
    urls = "".join(
        f"<url><loc>http://{host}/{slug(one)}/</loc><n:news><n:publication_date>"
        f"2026-11-{NEWEST - n:02}</n:publication_date><n:title>{one}</n:title></n:news></url>"
        for n, one in enumerate(HEADLINES)
    )
    return (
        f"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>".encode()
    )


def feed(body: bytes, kind: str = "application/rss+xml") -> Reply:
    return 200, {"Content-Type": kind}, body


def robots(*lines: str) -> Reply:
    return 200, {"Content-Type": "text/plain"}, "\n".join(lines).encode()


def links(*pairs: tuple[str, str]) -> str:
    return "".join(f'<a href="{path}">{text}</a>' for path, text in pairs)


INDEX = (
    b"<sitemapindex><sitemap><loc>/news.xml.gz</loc></sitemap>"
    b"<sitemap><loc>/archive-2019.xml</loc></sitemap></sitemapindex>"
)
OLD = "Mar 2023"
COMMENTS = tuple(f"By reader {n} on the wall" for n in range(9))

SITES: Mapping[str, Reply] = {
    # WordPress: two feeds are advertised, and a section with one more.
    "ledger.example/": html(
        page(
            '<link rel="alternate" type="application/rss+xml" title="Feed" href="/feed/">'
            '<link rel="alternate" type="application/rss+xml" title="Comments" '
            'href="/comments/feed/"><link rel="alternate" type="application/json" '
            'href="/wp-json/wp/v2/pages/2"><script src="/wp-includes/a.js"></script>'
        )
    ),
    "ledger.example/feed/": feed(rss("The Ledger", "ledger.example")),
    "ledger.example/comments/feed/": feed(
        rss("Comments for The Ledger", "ledger.example", COMMENTS, TEXT)
    ),
    "ledger.example/category/port/": html(
        page(
            '<link rel="alternate" type="application/rss+xml" title="Feed" href="/feed/">'
            '<link rel="alternate" type="application/rss+xml" title="Port" '
            'href="/category/port/feed/">',
            HEADLINES[:2],
        )
    ),
    "ledger.example/category/port/feed/": feed(
        rss("Port: The Ledger", "ledger.example", HEADLINES[:2])
    ),
    # A site of its own make: the feed is only where many have it.
    "gulls.example/": html(page()),
    "gulls.example/rss.xml": feed(rss("Gulls", "gulls.example"), "text/xml"),
    # Two formats, one of them with the full text.
    "formats.example/": html(
        page(
            '<link rel="alternate" type="application/rss+xml" href="/rss">'
            '<link rel="alternate" type="application/atom+xml" href="/atom">'
            '<link rel="alternate" type="application/feed+json" href="/json">'
        )
    ),
    "formats.example/rss": feed(rss("RSS", "formats.example")),
    "formats.example/atom": feed(atom("Atom", "formats.example"), "application/atom+xml"),
    "formats.example/json": feed(json_feed("JSON", "formats.example"), "application/feed+json"),
    # A page about the feeds, which are on a host of their own, and buttons of a feed reader.
    "list.example/": html(
        page(more=links(("/services/feeds.html", "RSS"), ("http://reader.test/?url=x", "RSS")))
    ),
    "list.example/services/feeds.html": html(
        page(
            titles=(),
            more=links(
                ("http://feeds.list.example/all", "All"),
                ("http://feeds.list.example/port", "Port feed"),
            ),
        )
    ),
    "feeds.list.example/all": feed(rss("All of it", "list.example")),
    "feeds.list.example/port": feed(rss("Port", "list.example", HEADLINES[:2])),
    # No feed at all, but sitemaps.
    "tide.example/robots.txt": robots("User-agent: *", "Sitemap: http://tide.example/index.xml"),
    "tide.example/": html(page()),
    "tide.example/index.xml": feed(INDEX, "application/xml"),
    "tide.example/news.xml.gz": feed(
        gzip.compress(news_sitemap("tide.example")), "application/x-gzip"
    ),
    # Nothing but links.
    "port.example/": html(page()),
    # A feed that ended years ago.
    "stale.example/": html(
        page('<link rel="alternate" type="application/rss+xml" href="/feed.xml">')
    ),
    "stale.example/feed.xml": feed(rss("Stale", "stale.example", month=OLD)),
    # Every address answers with the same page.
    "same.example/": html(page(titles=())),
    **{
        f"same.example/{name}": html(page(titles=()))
        for name in ("feed", "rss", "rss.xml", "feeds", "sitemap.xml")
    },
    # The feed has moved for good.
    "moved.example/": html(page('<link rel="alternate" type="application/rss+xml" href="/old">')),
    "moved.example/old": (301, {"Location": "/new"}, b""),
    "moved.example/new": feed(rss("Moved", "moved.example")),
    # A news site that closes its feed to robots, and breaks the other one.
    "closed.example/robots.txt": robots("User-agent: *", "Disallow: /feed"),
    "closed.example/": html(
        page(
            '<link rel="alternate" type="application/rss+xml" href="/feed">'
            '<link rel="alternate" type="application/rss+xml" href="/broken">'
        )
    ),
    "closed.example/broken": feed(b"words, but no feed"),
    # Sources themselves.
    "themselves.example/news.xml": feed(news_sitemap("themselves.example"), "text/xml"),
    "themselves.example/map.txt": (
        200, {"Content-Type": "text/plain"}, b"http://themselves.example/a\n"
    ),
    "themselves.example/feed.json": feed(json_feed("JSON", "themselves.example"), "text/plain"),
    "themselves.example/broken.xml.gz": feed(b"\x1f\x8b, said the gulls", "application/gzip"),
    "themselves.example/data.json": feed(b'{"a": 1}', "application/json"),
}  # fmt: skip
