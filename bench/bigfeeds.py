"""A number of entries -> invented feeds as large publishers write them: full texts of 3 to 6 KB.

The texts are not language, but their markup is that of the usual editing systems: paragraphs with
links, emphasis and entities, headings, lists, quotes, a picture with its caption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from random import Random

URL = "https://ledger.harrow.example/feed"
WORDS = (
    "the", "harbour", "wall", "stays", "shut", "until", "spring", "tides", "are", "over", "and",
    "council", "said", "on", "monday", "that", "works", "would", "cost", "more", "than", "planned",
    "because", "stone", "has", "to", "come", "from", "further", "away", "while", "fishermen", "ask",
    "for", "another", "way", "out", "of", "bay",
)  # fmt: skip
BODY = (3000, 6000)
"""Characters of a full text, least and most."""
_HEAD = (
    "<title>The Harrow Ledger</title><link>https://ledger.harrow.example</link>"
    "<description>News of the coast</description><language>en-GB</language>"
)


def rss(entries: int) -> bytes:
    """Return RSS 2.0 with a summary, and the text in ``content:encoded`` as CDATA."""
    items = "".join(
        f"<item><title>Harbour wall shut, day {n} &#8211; what we know</title>"
        f"<link>{address(n)}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<comments>{address(n)}#comments</comments><dc:creator><![CDATA[Mara Quill]]></dc:creator>"
        f"<pubDate>Tue, 20 Oct 2026 {n % 24:02}:{n % 60:02}:00 +0000</pubDate>"
        "<category><![CDATA[News]]></category><category><![CDATA[Harbour]]></category>"
        f'<guid isPermaLink="false">https://ledger.harrow.example/?p={n}</guid>'
        f"<description><![CDATA[{lede(n)}]]></description>"
        f"<content:encoded><![CDATA[{body(n)}]]></content:encoded>"
        f'<media:content url="https://img.harrow.example/{n}.jpg" medium="image" width="1024"/>'
        "</item>"
        for n in range(entries)
    )
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return document(f'<rss version="2.0" {spaces}><channel>{_HEAD}{items}</channel></rss>')


def descriptions(entries: int) -> bytes:
    """Return RSS 2.0 with the whole text in the description, escaped."""
    items = "".join(
        f"<item><title>Harbour wall shut, day {n}</title><link>{address(n)}</link>"
        f"<pubDate>Tue, 20 Oct 2026 {n % 24:02}:{n % 60:02}:00 GMT</pubDate>"
        f"<guid>{address(n)}</guid><author>mara@harrow.example (Mara Quill)</author>"
        f"<description>{escape(body(n))}</description></item>"
        for n in range(entries)
    )
    return document(f'<rss version="2.0"><channel>{_HEAD}{items}</channel></rss>')


def atom(entries: int) -> bytes:
    """Return Atom 1.0 with escaped title, summary and content."""
    items = "".join(
        f'<entry><title type="html">Harbour wall shut, day {n} &amp;#8211; known</title>'
        f'<link rel="alternate" type="text/html" href="{address(n)}"/>'
        f"<id>tag:ledger.harrow.example,2026:{n}</id>"
        f"<published>2026-10-20T{n % 24:02}:30:00+01:00</published>"
        f"<updated>2026-10-20T{n % 24:02}:45:00+01:00</updated>"
        '<author><name>Mara Quill</name></author><category term="Harbour"/>'
        f'<summary type="html">{escape(lede(n))}</summary>'
        f'<content type="html">{escape(body(n))}</content></entry>'
        for n in range(entries)
    )
    head = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Harrow Ledger</title>'
        f'<link href="https://ledger.harrow.example/"/><link rel="self" href="{URL}"/>'
        "<id>urn:ledger</id><updated>2026-10-20T10:00:00Z</updated>"
    )
    return document(f"{head}{items}</feed>")


def rdf(entries: int) -> bytes:
    """Return RSS 1.0 with the whole text in the description, escaped."""
    items = "".join(
        f'<item rdf:about="{address(n)}"><title>Harbour wall shut, day {n}</title>'
        f"<link>{address(n)}</link><dc:date>2026-10-20T{n % 24:02}:30:00+01:00</dc:date>"
        "<dc:creator>Mara Quill</dc:creator><dc:subject>Harbour</dc:subject>"
        f"<description>{escape(body(n))}</description></item>"
        for n in range(entries)
    )
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    channel = f'<channel rdf:about="https://ledger.harrow.example/">{_HEAD}</channel>'
    return document(f"<rdf:RDF {spaces}>{channel}{items}</rdf:RDF>")


KINDS: Mapping[str, Callable[[int], bytes]] = {
    "RSS": rss,
    "descriptions": descriptions,
    "Atom": atom,
    "RDF": rdf,
}


def document(xml: str) -> bytes:
    """Return XML as bytes."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode()


def address(number: int) -> str:
    """Return the address of an article."""
    return f"https://ledger.harrow.example/2026/10/news/harbour-wall-{number}/"


def lede(number: int) -> str:
    """Return the summary of an article."""
    return (
        f"<p>Day {number} of the works&#8230; {' '.join(words(Random(number), 40))} [&#8230;]</p>"
    )


def body(number: int) -> str:
    """Return the text of an article."""
    chance = Random(number)
    size = chance.randint(*BODY)
    parts = [
        f'<figure class="wp-block-image size-large"><img width="1024" height="683" loading="lazy" '
        f'src="https://img.harrow.example/{number}.jpg?w=1024" alt="Wall" srcset="a 1x, b 2x"/>'
        "<figcaption>The wall.</figcaption></figure>\n"
    ]
    while sum(map(len, parts)) < size:
        parts.append(f"<p>{' '.join(marked(chance, chance.randint(30, 80)))}.</p>\n")
        for share, block in BLOCKS.items():
            if chance.random() < share:
                parts.append(block)
    return "".join(parts)


BLOCKS = {
    0.2: '<h2 class="wp-block-heading">What next</h2>\n',
    0.1: '<ul class="wp-block-list"><li>one</li><li>two</li></ul>\n',
    0.09: '<blockquote class="wp-block-quote"><p>It is done.</p></blockquote>\n',
}
"""Share of paragraphs followed by it -> block."""
MARKS = (
    (0.02, '<a href="https://ledger.harrow.example/t/{0}?utm_source=a&amp;x=2">{0}</a>'),
    (0.035, "<strong>{0}</strong>"),
    (0.05, "<em>{0}</em>"),
    (0.06, "{0}&#8217;s"),
    (0.065, "R&amp;D"),
    (0.07, "café"),
    (1.0, "{0}"),
)
"""Share of words up to which a word is marked so."""


def marked(chance: Random, count: int) -> Iterator[str]:
    """Yield words, some of them marked."""
    for word in words(chance, count):
        drawn = chance.random()
        yield next(mark for share, mark in MARKS if drawn < share).format(word)


def words(chance: Random, count: int) -> list[str]:
    """Return drawn words."""
    return [chance.choice(WORDS) for _ in range(count)]
