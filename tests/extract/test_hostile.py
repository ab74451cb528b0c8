"""Hostile and broken pages: an Article or an ExtractError, never another exception."""

import subprocess
import sys
from datetime import UTC, datetime
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.errors import ExtractError
from newsloom.extract.article import extract_article
from newsloom.model import Article, Dropped, Item, Page

URL = "https://news.harrow.example/a"
SEEN_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXT = "The harbour board voted on Tuesday to close the east pier for four months, it said. " * 4
WORDS = f"<p>{TEXT}</p><p>Divers found rotten piles in January. {TEXT}</p>"


def outcome(body: bytes, content_type: str = "text/html", title: str = "Pier closes") -> str:
    """Return the text of the article, or how the page ended."""
    item = Item(URL, URL, "https://feeds.example/rss", title, None)
    try:
        result = extract_article(Page(item, URL, content_type, body, SEEN_AT))
    except ExtractError as exc:
        return exc.code
    assert isinstance(result, (Article, Dropped))
    return result.text if isinstance(result, Article) else result.code


def page(inside: str) -> bytes:
    """Return a page of UTF-8 around a piece of HTML."""
    return f"<html><body>{inside}</body></html>".encode()


READABLE = {
    "script in the text": page(f"<article><script>alert('x</p>')</script>{WORDS}</article>"),
    "unclosed script": page(f"<article>{WORDS}</article><script>var a = '<p>';"),
    "huge attribute": page(f'<article data-x="{"x" * 300_000}">{WORDS}</article>'),
    "nested 5000 deep in blocks": page("<div>" * 5000 + WORDS + "</div>" * 5000),
    "nested 5000 deep in spans": page("<span>" * 5000 + WORDS),
    "null bytes": page(f"<article>\x00{WORDS}\x00</article>").replace(b"Divers", b"Div\x00ers"),
    "wrong charset": page(f"<article>{WORDS}<p>Caf\xe9 \ufffd</p></article>"),
    "UTF-16 with a mark": ("\ufeff" + page(f"<article>{WORDS}</article>").decode()).encode(
        "utf-16-le"
    ),
    "broken comment": page(f"<!-- a <!-- b --><article>{WORDS}</article><!-- never closed"),
    "no tags closed": b"<html><body><article>" + WORDS.replace("</p>", "").encode(),
}


@pytest.mark.parametrize("body", READABLE.values(), ids=READABLE)
def test_the_text_is_found_all_the_same(body: bytes) -> None:
    text = outcome(body)
    assert "close the east pier" in text
    assert "alert(" not in text
    assert "\x00" not in text


def test_latin_bytes_under_a_utf8_header() -> None:
    body = page(f"<article>{WORDS}<p>Das Café an der Brücke bleibt geöffnet.</p></article>")
    latin = body.decode().encode("windows-1252")
    assert "Café an der Brücke" in outcome(latin, "text/html; charset=utf-8")


ENDS = {
    "empty": (b"", "text/html"),
    "white space": (b" \n ", "text/html"),
    "one bracket": (b"<", "text/html"),
    "only brackets": (b"<" * 50_000, "text/html"),
    "bytes of a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "image/png"),
    "random bytes called HTML": (bytes(range(256)) * 100, "text/html"),
    "JSON": (b'{"a": 1}', "application/json"),
    "nested 100000 deep": (page("<div>" * 100_000), "text/html"),
    "100000 unclosed formats": (page("<b><i>" * 50_000), "text/html"),
    "a million entities": (page("&amp;" * 200_000), "text/html"),
    "charset of no text": (page(WORDS), "text/html; charset=base64"),
    "charset nobody knows": (page(WORDS), "text/html; charset=\x00klingon"),
    "deep JSON-LD": (
        page('<script type="application/ld+json">' + "[" * 20_000 + "</script>"),
        "text/html",
    ),
    "JSON-LD of the wrong types": (
        page(
            '<script type="application/ld+json">{"@type": ["NewsArticle", 3, null], "headline":'
            ' {"a": [1]}, "author": [[1, {"name": 5}]], "image": [{"url": 3}, 4, null],'
            ' "datePublished": 17, "keywords": {"x": 1}, "hasPart": [1], "publisher": 5}</script>'
        ),
        "text/html",
    ),
    "addresses of nowhere": (
        page('<link rel="canonical" href="http://["><link rel="amphtml" href="//[x">'
             '<meta property="og:image" content="https://[::1"><img src="http://[">'),
        "text/html",
    ),
    "a title of bars": (b"<title>" + b"a | " * 100_000 + b"</title>", "text/html"),
    "one endless word": (page("<p>" + "a-" * 200_000), "text/html"),
    "one endless line of text": (b"A-b/c " * 100_000, "text/plain"),
    "endless brackets": (page("<p>" + "(Reporting by " * 50_000), "text/html"),
    "plain text of nulls": (b"\x00" * 500, "text/plain"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "content_type"), ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("title", ["Pier closes", ""], ids=["title", "no title"])
def test_nothing_else_is_raised(body: bytes, content_type: str, title: str) -> None:
    assert isinstance(outcome(body, content_type, title), str)


MIB = 2**20
LARGEST = 15 * MIB
"""Bytes of a page that the edge fetches at most."""
MOST_SECONDS = 20


def filled(piece: str, size: int = LARGEST) -> bytes:
    """Return a page of one piece, over and over."""
    return page(piece * (size // len(piece.encode())))


LARGE = {
    "paragraphs": filled(f"<p>{TEXT}</p>"),
    "one line": filled("The board voted. ", 2 * MIB),
    "short lines": filled("<p>a", MIB),
    "100000 links": page("<p><a href='/story/1'>The board votes on the pier</a></p>" * 100_000),
    "50000 divs": page("<div>" * 50_000 + WORDS),
    "formats never closed": page("".join(f"<p><b id={n}>x" for n in range(5_000))),
    "cells of a hundred by a hundred": filled("<table><tr><td colspan=100 rowspan=100>x", MIB),
    "classes": filled(f"<div class='{'a-b_c ' * 50}'>x</div>", MIB // 4),
    "bylines in bylines": page(("<div class=byline>" * 190 + WORDS + "</div>" * 190) * 5),
    "key points in key points": page(
        ("<div class=key-facts>" * 190 + "<li>a" + "</div>" * 190) * 20
    ),
    "no spaces": filled("a-", MIB),
    "entities": filled("&#x41;&nbsp;", MIB),
    "null bytes": filled("\x00"),
    "one attribute": page(f"<p title='{'x' * LARGEST}'>{TEXT}"),
    "attributes": page(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{TEXT}"),
    "tags of many attributes": page(f"<p {' '.join(f'a{n}' for n in range(400))}>x" * 600),
    "punycode": b"<html><meta charset=punycode><p>\xff" + b"abc-" * (MIB // 4),
    "scripts": filled("<script>var a = '<p>';</script>"),
    "data": page(f"<script type=application/ld+json>{'[' * LARGEST}</script>{WORDS}"),
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_the_largest_pages_end_in_time(body: bytes) -> None:
    started = monotonic()
    assert isinstance(outcome(body), str)
    assert monotonic() - started < MOST_SECONDS


def test_a_small_page_takes_no_gigabytes() -> None:
    program = (
        "import resource\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({1500 * MIB}, {1500 * MIB}))\n"
        "from newsloom.extract.candidates import read_with_resiliparse\n"
        "from newsloom.extract.tree import read_tree\n"
        "page = read_tree(''.join(f'<p><b id={n}>x' for n in range(4000)).encode())\n"
        "print(len(read_with_resiliparse(page.html, False).split()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "4000"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "", "x; charset="]))
def test_any_bytes(body: bytes, content_type: str) -> None:
    assert isinstance(outcome(body, content_type), str)


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='x'>", "</div>", "<table><tr><td>", "<script>", "</script>", "<!--",
     "-->", "<![CDATA[", "The board voted. ", "&#0;", "&#x110000;", "<h1>", "<ul><li>", "<svg>",
     "<template>", "<math><mi>", "<select><option>", "\x00", "<iframe src=x>", "<p style='&", "'>"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_soup_of_tags(pieces: list[str]) -> None:
    assert isinstance(outcome("".join(["<html>", *pieces]).encode()), str)
