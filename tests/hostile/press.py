"""A press whose every word is an attack: one host for each payload, in every place words stand."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml

from tests.edges.web import Reply, html

PAYLOADS = tuple(
    Path(__file__).with_name("payloads.txt").read_text("utf-8").splitlines()
)  # fmt: skip
PLACES = (
    "feed name", "feed title", "feed author", "feed summary", "feed text", "feed category",
    "feed picture", "page title", "page headline", "page author", "page picture", "JSON-LD",
    "body", "section",
)  # fmt: skip
"""Where each payload stands; together they are the attacks."""

FILLER = "The harbour wall of {place} stays shut until the spring tides are over, the council said."


def host(number: int) -> str:
    """Return the host of a payload."""
    return f"www.attack{number:02}.example"


def feed_of(number: int, payload: str) -> bytes:
    """Return a feed with the payload in every text field, escaped once, as a careful server does.

    What a reader gets is the payload itself.
    """
    words, place = xml(payload), f"{number} harbours"
    text = f"<p>{FILLER.format(place=place)}</p>{payload}<p>{FILLER.format(place=place)}</p>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>{words}</title><link>http://{host(number)}/</link>
<item><title>Harbour {number} is shut {words}</title><link>http://{host(number)}/news/shut-{number}</link>
<dc:creator>{words}</dc:creator><category>{words}</category>
<pubDate>Thu, 08 Oct 2026 0{number % 10}:{number:02}:00 +0000</pubDate>
<description>{xml(payload + " " + FILLER.format(place=place))}</description>
<media:content url="{xml(payload, {'"': "&quot;"})}" type="image/jpeg"/>
<content:encoded>{xml(text)}</content:encoded></item>
<item><title>{words}</title><link>{words}</link></item>
</channel></rss>""".encode()


def page_of(number: int, payload: str) -> bytes:
    """Return a page with the payload in every place that is read."""
    attribute, place = escape(payload), f"{number} harbours"
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle",
        "headline": f"Harbour {number} is shut {payload}",
        "author": {"@type": "Person", "name": payload, "url": payload},
        "publisher": {"@type": "Organization", "name": payload},
        "image": [payload, {"url": payload, "caption": payload}],
        "articleSection": payload, "keywords": payload, "description": payload,
        "datePublished": f"2026-10-08T0{number % 10}:{number:02}:00Z",
    }  # fmt: skip
    declared = json.dumps(data).replace("</", "<\\/")
    paragraph = f"<p>{FILLER.format(place=place)} {{}}</p>"
    body = "".join(paragraph.format(part) for part in ("", attribute, "", payload, "", ""))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Harbour {number} is shut {attribute}</title>
<meta property="og:site_name" content="{attribute}">
<meta property="og:title" content="Harbour {number} is shut {attribute}">
<meta property="og:image" content="{attribute}"><meta name="author" content="{attribute}">
<meta property="og:description" content="{attribute}">
<link rel="canonical" href="{attribute}">
<script type="application/ld+json">{declared}</script></head>
<body><main><article><h1>Harbour {number} is shut {attribute}</h1>{body}</article></main></body>
</html>""".encode()


def routes() -> dict[str, Reply]:
    """Return the press as routes of a test web."""
    found: dict[str, Reply] = {}
    for number, payload in enumerate(PAYLOADS):
        found[f"{host(number)}/feed.xml"] = (
            200, {"Content-Type": "application/rss+xml"}, feed_of(number, payload),
        )  # fmt: skip
        found[f"{host(number)}/news/shut-{number}"] = html(page_of(number, payload))
    return found
