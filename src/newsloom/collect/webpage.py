"""Bytes of a web page -> the articles it links to, or the feeds it advertises. Fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from resiliparse.parse.html import ElementNode, HTMLTree

from newsloom.collect.repair import decode_text
from newsloom.model import Item, Listing
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url, registered_domain

_FEED_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml",
    "application/feed+json", "application/json", "text/xml", "application/xml",
})  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._-]+)", re.IGNORECASE)
_DATE_IN_PATH = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/-]\d{1,2})?(?:[/-]|\Z)"
)
_NUMERIC_ID = re.compile(r"(?:\A|[-_/.])[a-z]{0,2}\d{5,}\Z")
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|story|amp|cms|ece)\Z")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|themen?|category|categories|authors?|autor|search|login|sign-?in|register|"
    r"account|subscribe|newsletters?|about|contact|privacy|terms|imprint|impressum|jobs|careers|"
    r"shop|help|faq|rss|feeds?|page|archive|wp-content|wp-admin|cdn-cgi|static|assets)(?:/|\Z)",
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml|rss|json|ico|docx?)\Z")
_FEWEST_SLUG_WORDS = 4


def find_links(body: bytes, url: str) -> Listing:
    """Return the article-like links of a section page, each address once, in order of the page.

    A link counts when it stays on the page's registered domain and its path holds a date, a slug
    of at least four words, or a number of five digits or more. The title is the longest text that
    links there; a link without any text is left out.
    """
    tree = HTMLTree.parse(_page_text(body))
    base = _base(tree, url)
    own = canonical_url(url) or url
    titles: dict[str, str] = {}
    printed: dict[str, str] = {}
    for href, text in _anchors(tree):
        web_url = canonical_url(href, base)
        if web_url and web_url != own and is_article_url(web_url, url):
            printed.setdefault(web_url, urljoin(base, href))
            if len(text) > len(titles.get(web_url, "")):
                titles[web_url] = text
    items = (
        Item(web_url, printed[web_url], url, titles[web_url], None)
        for web_url in printed
        if web_url in titles
    )
    return Listing(url, _folded(tree.title or ""), tuple(items))


def is_article_url(web_url: str, page_url: str) -> bool:
    """True when an address looks like an article on the same registered domain as the page."""
    domain = registered_domain(web_url)
    if not domain or domain != registered_domain(page_url):
        return False
    path = urlsplit(web_url).path.lower()
    if _NO_ARTICLE.search(path) or _FILE.search(path):
        return False
    last = _ENDING.sub("", path.rstrip("/").rpartition("/")[2])
    words = [word for word in re.split(r"[-_]+", last) if any(c.isalpha() for c in word)]
    has_slug = len(words) >= _FEWEST_SLUG_WORDS
    has_date = bool(_DATE_IN_PATH.search(path)) and bool(words)
    return has_slug or has_date or bool(_NUMERIC_ID.search(last))


def feed_links(body: bytes, url: str) -> tuple[str, ...]:
    """Return the canonical addresses of the feeds a page advertises in its head, each once."""
    tree = HTMLTree.parse(_page_text(body))
    base = _base(tree, url)
    found: dict[str, None] = {}
    for link in _all(tree, "link[rel][href]"):
        rel = (link.getattr("rel") or "").lower().split()
        kind = (link.getattr("type") or "").lower().partition(";")[0].strip()
        absolute = canonical_url(link.getattr("href") or "", base)
        if absolute and "alternate" in rel and kind in _FEED_TYPES and "oembed" not in absolute:
            found.setdefault(absolute)
    return tuple(found)


def page_address(body: bytes, url: str = "") -> str:
    """Return the canonical address a page gives itself (link or og:url), "" when it gives none."""
    tree = HTMLTree.parse(_page_text(body))
    printed = (
        (node.getattr(name) or "").strip()
        for selector, name in (
            ("link[rel=canonical][href]", "href"),
            ("meta[property='og:url'][content]", "content"),
        )
        for node in _all(tree, selector)
    )
    return next((found for one in printed if one and (found := canonical_url(one, url))), "")


def page_title(body: bytes) -> str:
    """Return the text of a page's title element, "" when it has none."""
    return _folded(HTMLTree.parse(_page_text(body)).title or "")


def _page_text(body: bytes) -> str:
    match = _CHARSET.search(body[:4096])
    return decode_text(body, f"charset={match[1].decode('ascii')}" if match else "")


def _base(tree: HTMLTree, url: str) -> str:
    printed = next((node.getattr("href") or "" for node in _all(tree, "base[href]")), "")
    return canonical_url(printed, url) or url


def _all(tree: HTMLTree, selector: str) -> list[ElementNode]:
    """Every element a CSS selector matches, in order of the page."""
    found = tree.document.query_selector_all(selector) if tree.document is not None else ()
    return [node for node in found if isinstance(node, ElementNode)]


def _anchors(tree: HTMLTree) -> Iterator[tuple[str, str]]:
    for node in _all(tree, "body a[href]"):
        yield node.getattr("href") or "", _text_of(node)


def _text_of(node: ElementNode) -> str:
    text = _folded(node.text or "")
    return text or _folded(node.getattr("title") or "")


def _folded(text: str) -> str:
    return " ".join(plain_text(text).split())
