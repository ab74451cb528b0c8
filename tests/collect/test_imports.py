import gzip
import json
from datetime import UTC, datetime

import pytest

from newsloom.collect.imports import Import, read_import
from newsloom.collect.textarticle import read_text_article
from newsloom.errors import ParseError
from newsloom.model import Provider, Source, SourceKind
from newsloom.text.unlisted import is_unlisted
from tests.shared import SHARED, needs_shared

AT = datetime(2026, 10, 20, tzinfo=UTC)
TEXT = "Harbour wall shut\n\nIt stays shut until spring.\n"
ROWS = [
    {
        "id": "r1",
        "title": "Wall  shut",
        "text": "One & two.\n\nThree.",
        "url": "https://harrow.example/1?utm_source=x",
        "domain": "harrow.example",
        "published": "2026-10-19T10:00:00+02:00",
        "lang": "en-GB",
        "authors": ["Mara Quill"],
    },
    {"id": "r2", "title": "No address", "text": "", "url": None, "published": None, "more": [1]},
]
JSONL = "\n".join([json.dumps(ROWS[0]), "{broken", "", '{"text": "no title"}', json.dumps(ROWS[1])])

KINDS = {
    "post": b'---\ntitle: "One"\nwebUrl: "https://harrow.example/1"\ntype: article\n---\n',
    "opml": b"<?xml version='1.0'?><opml><body><outline xmlUrl='https://a.example/f'/></body></opml>",
    "html": b"<!-- saved --><!DOCTYPE html><html><title>T</title><p>Text</html>",
    "jsonl": JSONL.encode(),
    "feed": b"<rss><channel><item><title>t</title><link>https://a.example/1</link></item></channel></rss>",
    "sitemap": b"<urlset><url><loc>https://a.example/1</loc></url></urlset>",
    "text": TEXT.encode(),
}


@pytest.mark.parametrize(("kind", "body"), KINDS.items(), ids=KINDS)
def test_a_file_is_known_by_its_content(kind: str, body: bytes) -> None:
    found = read_import("any.name", body, AT)
    assert found.kind == kind
    assert bool(found.pages) or kind == "opml"
    packed = read_import("any.name", gzip.compress(body), AT)
    assert (found.pages, found.sources) == (packed.pages, packed.sources)


@pytest.mark.parametrize(("kind", "body"), KINDS.items(), ids=KINDS)
def test_nothing_of_an_import_is_fetched(kind: str, body: bytes) -> None:
    pages = read_import("any.name", body, AT).pages
    assert not any(page.item.has_page for page in pages)
    assert {page.fetched_at for page in pages} <= {AT}
    if kind != "post":
        assert {page.item.source_url for page in pages} <= {"import:any.name"}


def test_json_feeds_are_feeds_and_not_rows() -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "https://a.example/1"}]}
    kinds = {read_import("f", json.dumps(feed, indent=i).encode(), AT).kind for i in (None, 1)}
    assert kinds == {"feed"}


def test_rows() -> None:
    found = read_import("rows.jsonl", JSONL.encode(), AT)
    first, second = (page.item for page in found.pages)
    assert (first.web_url, first.title) == ("https://harrow.example/1", "Wall shut")
    assert first.body_html == "<p>One &amp; two.</p><p>Three.</p>"
    assert first.published_at == datetime(2026, 10, 19, 8, tzinfo=UTC)
    assert (first.language, first.authors) == ("en", ("Mara Quill",))
    assert first.provider == Provider("harrow.example", "harrow.example")
    assert (second.title, second.body_html, second.published_at) == ("No address", "", None)
    assert is_unlisted(second.web_url)
    assert [problem.line for problem in found.problems] == [2, 4]
    assert "rows.jsonl, line 4: this row was left out" in str(found.problems[1])


def test_a_page_says_its_address() -> None:
    body = b'<html><head><link rel="canonical" href="https://harrow.example/a"><title>T</title>'
    page = read_import("a.html", body, AT).pages[0]
    assert (page.item.web_url, page.content_type, page.body) == (
        "https://harrow.example/a",
        "text/html",
        body,
    )


def test_an_index_of_sitemaps_brings_sources() -> None:
    body = b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"
    found = read_import("index.xml", body, AT)
    assert found.sources == (Source("https://a.example/s.xml", SourceKind.SITEMAP),)


def test_a_text_keeps_its_address_from_import_to_import() -> None:
    pages = [read_text_article(text, "a.txt", AT) for text in (TEXT, TEXT, f"{TEXT}More.")]
    urls = [page.item.web_url for page in pages]
    assert urls[0] == urls[1] != urls[2]
    assert is_unlisted(urls[0])
    assert (pages[0].item.title, pages[0].content_type, pages[0].body) == (
        "Harbour wall shut",
        "text/plain; charset=utf-8",
        TEXT.encode(),
    )


REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\t", "is empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "is no text"),
    "broken gzip": (b"\x1f\x8b\x08gulls", "gzip file is broken"),
    "only bad rows": (b'{"a": 1}\n{"b": 2}', "no usable row"),
    "web archive": (b"WARC/1.1\r\n", "newsloom import"),
    "packed web archive": (gzip.compress(b"WARC/1.1\r\n"), "newsloom import"),
    "broken OPML": (b"<opml><body>", "not well-formed"),
}


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_names_the_file(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        read_import("some.file", body, AT)
    assert caught.value.url == "some.file"


@needs_shared
def test_the_seeds_are_four_posts_and_a_text() -> None:
    paths = sorted((SHARED / "seeds").iterdir())
    found: list[Import] = [read_import(path.name, path.read_bytes(), AT) for path in paths]
    assert [one.kind for one in found] == ["post"] * 4 + ["text"]
    assert all(one.pages and not one.problems for one in found)


@needs_shared
def test_labelled_stories_are_read_row_by_row() -> None:
    body = (SHARED / "data/stories/basil_dev.jsonl").read_bytes()
    found = read_import("basil.jsonl", body, AT)
    assert (len(found.pages), found.problems) == (150, ())


DECLARING = "Die Größe\n\nWer <?xml version='1.0' encoding='shift_jis'?> schreibt, meint Größe.\n"


@pytest.mark.parametrize(
    "text", [DECLARING, f'---\ntitle: "Größe"\nwebUrl: "https://a.example/1"\n---\n{DECLARING}']
)
def test_a_charset_that_a_text_mentions_is_a_word_of_it(text):
    (page,) = read_import("g.txt", text.encode(), AT).pages
    assert "Größe" in page.item.title


def test_blanks_behind_the_hyphens_of_a_post_are_nothing():
    post = b'---  \ntitle: "One"\nwebUrl: "https://a.example/1"\ntype: article\n---\n'
    assert read_import("p.md", post, AT).kind == "post"
