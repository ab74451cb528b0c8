"""Bytes -> what they are, by the first element that tells. Parses nothing."""

from __future__ import annotations

import re

_ROOT = re.compile(
    rb"<(?:[\w.-]+:)?(rss|feed|rdf|channel|urlset|sitemapindex|html)\b", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)

FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})


def root_name(body: bytes) -> str:
    """Return ``json``, or the name of the first element that tells what the bytes are.

    That is one of `FEED_ROOTS`, `SITEMAP_ROOTS` or ``html``, in lower case; "" for none of them.
    """
    head = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] == b"{":
        return "json"
    # UTF-16 hides its tags between zero bytes.
    visible = _COMMENT.sub(b"", head[:16_384].replace(b"\x00", b""))
    match = _ROOT.search(visible)
    if match is None:
        return "html" if b"<!doctype html" in visible[:1024].lower() else ""
    return match[1].decode("ascii").lower()
