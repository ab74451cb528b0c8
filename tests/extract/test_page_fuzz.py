"""Golden pages broken at random: an Article that holds plain text, or a documented end."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.errors import ExtractError
from newsloom.extract.article import EXTRACT_CODES, extract_article
from newsloom.extract.tree import MAX_DEPTH, TOO_DEEP, read_tree
from newsloom.model import Article, Item, Page

URL = "https://news.harrow.example/a"
SEEN_AT = datetime(2026, 11, 1, tzinfo=UTC)
GOLDEN = [path.read_bytes() for path in sorted((Path(__file__).parent / "golden").glob("*.html"))]
ITEM = Item(URL, URL, "https://feeds.example/rss", "Pier closes", None)
ODD_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

PIECES = st.sampled_from(
    [b"<", b">", b"</", b"\x00", b"\xff\xfe", b"\xc3", b"&#0;", b"&#x1f;", b"&#xd800;",
     b"&#xffff;", b"&#127;", b"&lt;b&gt;", b"&amp" * 40, b"<!--", b"-->", b"<![CDATA[",
     b"<?xml version='1.0'?>", b"<script>", b"</script>", b"<style>", b"<plaintext>", b"<xmp>",
     b"<template>", b"<svg><title>", b"<math><mtext>", b"<select><option>", b"<textarea>",
     b"<table><tr><td colspan=1000 rowspan=1000>", b"<frameset><frame>", b"<p><b id=1>",
     b"<a href='javascript:x'>", b"<base href='http://['>", b"<meta charset=utf-7>",
     b"<meta charset=punycode>", b"<div>" * 300, b"</div>" * 300, b"<h1>" * 300,
     b"<ul><li>" * 150, b"<blockquote>" * 260, b"<form><input type=password>",
     b'<script type="application/ld+json">{"@type":"NewsArticle","articleBody":["x",{}],"author":',
     b'{"@graph":[[[[]]]]}</script>', "\u202e\u2028\ufeff".encode(), "🦑".encode() * 50]
)  # fmt: skip
CHARSETS = st.sampled_from(
    ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-16-be", "koi8-r", "shift_jis", "gb18030",
     "big5", "euc-kr", "utf-7", "punycode", "idna", "base64", "unicode_escape", "rot13", "x", "",
     "\x00"]
)  # fmt: skip


@st.composite
def broken_pages(draw: st.DrawFn) -> bytes:
    """Golden pages with pieces cut out, doubled, put in and flipped."""
    body = bytearray(draw(st.sampled_from(GOLDEN)))
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 300)))
        match draw(st.sampled_from(["cut", "double", "put in", "flip", "stop"])):
            case "cut":
                del body[start:end]
            case "double":
                body[start:start] = body[start:end] * draw(st.integers(1, 30))
            case "put in":
                body[start:start] = draw(PIECES)
            case "flip":
                body[start:end] = bytes(sign ^ 0x20 for sign in body[start:end])
            case _:
                del body[start:]
    return bytes(body)


@settings(max_examples=120, deadline=None)
@given(broken_pages(), CHARSETS, st.booleans())
def test_broken_pages_end_as_documented(body: bytes, charset: str, has_summary: bool) -> None:
    item = replace(ITEM, summary="The pier closes." if has_summary else "")
    try:
        found = extract_article(Page(item, URL, f"text/html; charset={charset}", body, SEEN_AT))
    except ExtractError as exc:
        assert exc.code in EXTRACT_CODES
        return
    assert isinstance(found, Article)
    assert 0 <= found.confidence <= 1
    assert 0 <= found.boilerplate <= 1
    for text in (found.text, *found.key_points, found.title, found.excerpt):
        assert not ODD_CHARACTER.search(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60), st.binary(max_size=40))
def test_no_tree_is_too_deep_for_the_readers(pieces: list[bytes], tail: bytes) -> None:
    page = read_tree(b"".join(pieces) + tail)
    assert not TOO_DEEP(page.tree)
    assert not TOO_DEEP(page.lean)
    assert len(page.html) < 40 * (len(b"".join(pieces)) + len(tail) + MAX_DEPTH)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.lists(PIECES, max_size=10))
def test_any_text_of_a_feed_is_read(text: str, pieces: list[bytes]) -> None:
    html = text + b"".join(pieces).decode("utf-8", "surrogateescape") + text
    found = extract_article(Page(replace(ITEM, body_html=html), URL, "", b"", SEEN_AT))
    assert isinstance(found, Article)
    assert not ODD_CHARACTER.search(found.text)
