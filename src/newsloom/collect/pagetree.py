"""Bytes of a web page -> its tree, and the address its links resolve against. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsloom.collect.decoding import decode_text
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url

_LONGEST = 4_000_000
"""Characters that are read; what stands after so many lists nothing."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_EMPTY = "<html><body></body></html>"


@dataclass(frozen=True, slots=True)
class PageTree:
    """A web page, parsed."""

    root: HtmlElement
    base: str
    """Canonical address that relative links resolve against; "" = none."""

    def all(self, path: str) -> Iterator[HtmlElement]:
        """Yield the elements of an ElementPath, in order of the page."""
        yield from self.root.iterfind(path)

    @property
    def title(self) -> str:
        """Text of the title element, "" when there is none."""
        return line_of(self.root.findtext(".//title") or "")


def parse_page(body: bytes, url: str = "", content_type: str = "") -> PageTree:
    """Return the tree of a page, an empty one for bytes that are none.

    ``content_type`` is the HTTP header, whose charset counts most. What nests deeper than 255
    elements is not in the tree.
    """
    named = _CHARSET.search(body[:4096])
    charset = content_type if "charset" in content_type.lower() else ""
    if not charset and named:
        charset = f"charset={named[1].decode('ascii')}"
    text = _CONTROL.sub(" ", decode_text(body, charset)[:_LONGEST])
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:
        root = document_fromstring(_EMPTY)
    printed = next((element.get("href") or "" for element in root.iterfind(".//base[@href]")), "")
    return PageTree(root, canonical_url(printed, url) or url)


def text_of(element: HtmlElement) -> str:
    """Return the readable text inside an element, as one line."""
    return line_of(etree.tostring(element, encoding="unicode", with_tail=False))


def line_of(text: str) -> str:
    """Return text as one line, as plain text."""
    return " ".join(plain_text(text).split())
