"""A press whose every word is an attack: one host for each payload, in every place words stand."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from random import Random
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

SYLLABLES = ("bar", "cel", "dun", "fer", "gol", "hax", "jim", "kor", "lup", "mez", "nid", "pog")


def words(number: int, line: int) -> str:
    """Return a line of made-up words that no other payload's texts have."""
    dice = Random(number * 1000 + line)
    return " ".join("".join(dice.choices(SYLLABLES, k=4)) for _ in range(14))


def host(number: int) -> str:
    """Return the host of a payload."""
    return f"www.attack{number:02}.example"


def feed_of(number: int, payload: str) -> bytes:
    """Return a feed with the payload in every text field, escaped once, as a careful server does.

    What a reader gets is the payload itself.
    """
    attack, headline = xml(payload), xml(f"{words(number, 0)[:40]} {payload}")
    text = f"<p>{words(number, 1)}</p>{payload}<p>{words(number, 2)}</p>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>{attack}</title><link>http://{host(number)}/</link>
<item><title>{headline}</title><link>http://{host(number)}/news/shut-{number}</link>
<dc:creator>{attack}</dc:creator><category>{attack}</category>
<pubDate>Thu, 08 Oct 2026 0{number % 10}:{number:02}:00 +0000</pubDate>
<description>{attack} {words(number, 1)}</description>
<media:content url="{xml(payload, {'"': "&quot;"})}" type="image/jpeg"/>
<content:encoded>{xml(text)}</content:encoded></item>
<item><title>{attack}</title><link>{attack}</link></item>
</channel></rss>""".encode()


def page_of(number: int, payload: str) -> bytes:
    """Return a page with the payload in every place that is read."""
    attribute, title = escape(payload), words(number, 0)[:40]
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle",
        "headline": f"{title} {payload}",
        "author": {"@type": "Person", "name": payload, "url": payload},
        "publisher": {"@type": "Organization", "name": payload},
        "image": [payload, {"url": payload, "caption": payload}],
        "articleSection": payload, "keywords": payload, "description": payload,
        "datePublished": f"2026-10-08T0{number % 10}:{number:02}:00Z",
    }  # fmt: skip
    declared = json.dumps(data).replace("</", "<\\/")
    parts = ("", attribute, "", payload, "", "")
    body = "".join(f"<p>{words(number, n)} {part}.</p>" for n, part in enumerate(parts, 1))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{title} {attribute}</title>
<meta property="og:site_name" content="{attribute}">
<meta property="og:title" content="{title} {attribute}">
<meta property="og:image" content="{attribute}"><meta name="author" content="{attribute}">
<meta property="og:description" content="{attribute}">
<link rel="canonical" href="{attribute}">
<script type="application/ld+json">{declared}</script></head>
<body><main><article><h1>{title} {attribute}</h1>{body}</article></main></body>
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
