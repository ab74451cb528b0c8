"""Bytes of a file -> what it brings: articles, sources, posts. Known by content, not by ending.

Reads no disk and fetches nothing: the items of an import are all there is of their articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.collect.decoding import decode_plain, decode_text, inflate
from newsloom.collect.feed import read_feed
from newsloom.collect.opml import read_opml
from newsloom.collect.pagehead import page_address, page_title
from newsloom.collect.post import Post, post_pages, read_post
from newsloom.collect.rowimport import read_rows
from newsloom.collect.sitemap import read_sitemap
from newsloom.collect.textarticle import read_text_article, stand_in_url
from newsloom.collect.webarchive import is_archive
from newsloom.errors import ParseError
from newsloom.model import Item, Listing, Page, Source
from newsloom.text.frontmatter import OPENER

_TAG = re.compile(r"<(?:[\w.-]+:)?([a-zA-Z]+)\b")
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_PAGE_ROOTS = frozenset({"html", "head", "body", "article", "main", "div", "p", "meta", "title"})


@dataclass(frozen=True, slots=True)
class Import:
    """What one file brought."""

    kind: str
    """``post``, ``text``, ``jsonl``, ``opml``, ``html``, ``feed``, ``sitemap`` or ``archive``."""
    pages: tuple[Page, ...] = ()
    """``text/html`` = a whole page, ``text/plain`` = a text article, "" = the item alone."""
    sources: tuple[Source, ...] = ()
    posts: tuple[Post, ...] = ()
    problems: tuple[ParseError, ...] = ()
    """Rows that were left out; the rest went on."""


def read_import(name: str, body: bytes, at: datetime) -> Import:
    """Return what a file brings; ``name`` names it in errors, ``at`` (UTC) is the time of import.

    A post starts with ``---``; OPML, feeds, sitemaps and web pages are known by their root; JSON
    with a list of items is a JSON Feed, other JSON one row a line; other text is an article.
    Gzip is unpacked. An archive of web pages is too large for this: see `read_archive`.

    Raises ParseError when the file is empty, binary, a web archive, or broken as what it is.
    """
    if is_archive(body[:512]):
        raise ParseError(name, "is a web archive; bring its pages in with newsloom import")
    try:
        data = inflate(body)
        return _reader(data, name)(data, name, at)
    except ParseError as exc:
        if exc.url == name:
            raise
        raise ParseError(name, exc.message, exc.code, exc.line) from exc


_Reader = Callable[[bytes, str, datetime], Import]


def _reader(body: bytes, name: str) -> _Reader:
    """Who reads these bytes."""
    if not body.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise ParseError(name, "is empty; give a file with something in it", code="empty")
    if _is_binary(body):
        raise ParseError(
            name, "is no text; give a post, page, feed, OPML, JSON Lines or text", code="binary"
        )
    head = decode_text(body[:65_536]).lstrip("\ufeff \t\r\n")
    if OPENER.match(head):
        return _read_post
    if head.startswith(("{", "[")):
        return _read_json
    return _by_root(head)


def _by_root(head: str) -> _Reader:
    if not head.startswith("<"):
        return _read_text
    match = _TAG.search(_COMMENT.sub("", head))
    root = match[1].lower() if match else ""
    if root in _FEED_ROOTS:
        return _read_feed
    if root in ("urlset", "sitemapindex"):
        return _read_sitemap
    if root == "opml":
        return _read_opml
    return _read_page if root in _PAGE_ROOTS or "<body" in head.lower() else _read_text


def _is_binary(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    sample = body[:8192]
    return b"\x00" in sample or sum(byte < 9 or 13 < byte < 27 for byte in sample) > 8


def _read_post(body: bytes, name: str, at: datetime) -> Import:
    post = read_post(decode_plain(body), name)
    return Import("post", pages=post_pages(post, at), posts=(post,))


def _read_json(body: bytes, name: str, at: datetime) -> Import:
    first = body.split(b"\n", 1)[0]
    if b'"items"' in body[:65_536] and not first.rstrip().endswith(b"}"):
        return _read_feed(body, name, at)
    if b'"items"' in first and b"jsonfeed.org" in first:
        return _read_feed(body, name, at)
    pages, problems = read_rows(body, name, at)
    if problems and not pages:
        raise ParseError(name, f"holds no usable row: {problems[0].message}", line=problems[0].line)
    return Import("jsonl", pages=pages, problems=problems)


def _read_feed(body: bytes, name: str, at: datetime) -> Import:
    return Import("feed", pages=_listed(read_feed(body, name), name, at))


def _read_sitemap(body: bytes, name: str, at: datetime) -> Import:
    listing = read_sitemap(body, name, at)
    children = tuple(replace(child, parent="") for child in listing.children)
    return Import("sitemap", pages=_listed(listing, name, at), sources=children)


def _listed(listing: Listing, name: str, at: datetime) -> tuple[Page, ...]:
    items = (replace(item, source_url=f"import:{name}", has_page=False) for item in listing.items)
    return tuple(Page(item, item.web_url, "", b"", at) for item in items)


def _read_opml(body: bytes, name: str, at: datetime) -> Import:
    return Import("opml", sources=read_opml(body, name))


def _read_page(body: bytes, name: str, at: datetime) -> Import:
    title = page_title(body)
    own = page_address(body)
    url = own or stand_in_url(title or name, decode_text(body))
    item = Item(url, url, f"import:{name}", title, None, has_page=False)
    return Import("html", pages=(Page(item, url, "text/html", body, at),))


def _read_text(body: bytes, name: str, at: datetime) -> Import:
    return Import("text", pages=(read_text_article(decode_plain(body), name, at),))
