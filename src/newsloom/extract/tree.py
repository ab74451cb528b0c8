"""Bytes of a page -> its Unicode text and parsed tree, whatever is wrong with them.

Decodes, cuts what is too long, takes apart nests too deep for the parsers. It judges no content.
"""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

MAX_CHARACTERS = 4_000_000
"""Characters of a page that are read; the longest article page met had 2.1 million."""
MAX_DEPTH = 200
"""Levels of nesting kept; lxml drops what stands deeper than 255."""
PARSE_ERRORS = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    etree.LxmlError,
)
"""What parsers and extractors of other people raise on broken pages."""

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")
FLAT = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source")
    + ("track", "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "path")
)
"""Tags that hold nothing, or that the next of their kind closes: they build no nest alone."""
KEPT_TAG = re.compile(
    r"(?i)</?(?:html|head|body|title|meta|link|script|style|p|h[1-6]|br|img|time)\b"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
EMPTY = "<html><head></head><body></body></html>"

# The extractors report every page they give up; here that is an ordinary answer.
for logger in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(logger).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PageTree:
    """A page as text and as tree; both hold the same content."""

    html: str
    tree: HtmlElement
    notes: tuple[str, ...] = ()
    """What had to be repaired."""


def read_tree(body: bytes, content_type: str = "") -> PageTree:
    """Return the page's text and tree; a page that is nothing gives an empty tree.

    Args:
        body: bytes as fetched, any charset, any length.
        content_type: the header, for its charset; "" = unknown.
    """
    html = CONTROL.sub(" ", decode_text(body, content_type))
    notes = []
    if len(html) > MAX_CHARACTERS:
        html = html[:MAX_CHARACTERS]
        notes.append(f"Only the first {MAX_CHARACTERS} characters of the page were read.")
    depth = max_depth(html)
    if depth > MAX_DEPTH:
        html = flatten(html)
        notes.append(f"The page nests {depth} levels deep; its wrappers were taken off.")
    return PageTree(html, parse_tree(html), tuple(notes))


def parse_tree(html: str) -> HtmlElement:
    """Return the parsed tree of a text; an empty one when lxml finds nothing in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = html if html.strip() else EMPTY
    try:
        return document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except PARSE_ERRORS:
        return document_fromstring(EMPTY.encode(), parser=HTMLParser(encoding="utf-8"))


def decode_text(body: bytes, content_type: str = "") -> str:
    """Return the bytes as text: by BOM, UTF-8 when it fits, the declared charset, or a guess."""
    for bom, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"),
                      (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if body.startswith(bom):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return str(bytes_to_str(body, declared_charset(body, content_type), "replace"))


def declared_charset(body: bytes, content_type: str) -> str:
    """Return the charset of header or meta tag if Python has it, else what the bytes look like."""
    in_header = CHARSET.search(content_type)
    in_meta = CHARSET.search(body[:4096].decode("ascii", "replace"))
    for found in (in_header, in_meta):
        name = found[1] if found else ""
        if name and name.lower() not in ("utf-8", "utf8") and is_charset(name):
            return name
    guess = str(detect_encoding(body) or "utf-8")
    return guess if is_charset(guess) else "windows-1252"


def is_charset(name: str) -> bool:
    """Return whether Python can decode text of this charset."""
    try:
        return b"".decode(name) == ""
    except (LookupError, ValueError):
        return False


def max_depth(html: str) -> int:
    """Return how deep the tags of a page nest, in one pass; scripts are passed over."""
    depth = deepest = 0
    is_script = False
    for closing, raw_name, end in TAG.findall(html):
        name = raw_name.lower()
        if name == "script":
            is_script = not closing
        elif is_script or end or name in FLAT:
            continue
        elif closing:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def flatten(html: str) -> str:
    """Return the page with only head, paragraph and heading tags left."""
    return TAG.sub(lambda tag: tag[0] if KEPT_TAG.match(tag[0]) else " ", html)
