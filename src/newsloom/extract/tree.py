"""Bytes of a page -> its parsed tree and two leaner forms for the readers, whatever is wrong.

Decodes, cuts what is too long, takes apart nests too deep for the parsers. It judges no content.

Only libxml2 meets a page as it was fetched; an HTML5 parser gets the tree written out again. That
kind of parser opens every formatting tag that was left open anew in each paragraph: 4,000 times
``<p><b id=1>``, 59 kB, cost it 3.8 GB and 20 s. In what is written out every tag is closed.
"""

from __future__ import annotations

import codecs
import logging
import re
from copy import copy
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5
from trafilatura.settings import MANUALLY_CLEANED

from newsloom.extract.words import count_signs

MAX_CHARACTERS = 4_000_000
"""Characters of a page that are read; the longest article page met had 2.1 million."""
MAX_TAGS = 30_000
"""Tags of a page that are read; the fullest of 181 article pages has 3,229."""
MAX_DEPTH = 200
"""Levels of nesting kept; libxml2 drops what stands deeper than 255."""
MAX_ATTRIBUTES = 200
LONG_TAG = 2_000
"""Characters of a tag from which its attributes are counted."""
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

LONG_PART = re.compile(rf"<[a-zA-Z][^<]{{{LONG_TAG},}}")
TAG_NAME = re.compile(r"<[^\s/>]*")
TAG_END = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
ATTRIBUTE = re.compile(r"""[^\s/="'>]+""")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")
FLAT = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source")
    + ("track", "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "path")
)
"""Tags that hold nothing, or that the next of their kind closes: they build no nest alone."""
KEPT_TAG = re.compile(r"(?i)</?(?:html|head|body|title|meta|link|script|style|p|br|img)\b")
HEADING_TAG = re.compile(r"(?i)</?h[1-6]\b")
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe")
"""Elements whose content no reader of the page sees."""
RAW_TEXT = ("plaintext", "xmp", "noembed", "noframes")
"""Forgotten elements whose tags parsers take for words: no text may carry markup."""
CHROME = ("meta", *(tag for tag in MANUALLY_CLEANED if tag not in ("figure", "form", "math")))
"""Elements that trafilatura takes out first, but for those it looks into before."""
SPANS = ("colspan", "rowspan")
"""Trafilatura draws the cells they stand for, a hundred by a hundred for one tag."""
BOXES = ("div", "section", "span", "a", "i", "ul", "li", "figure", "img")
MIN_LINKS = 4
LINK_SHARE = 0.8
"""A list of so many links that are so much of its text is navigation, not a part of an article."""
SPACES = bytes(32 if n < 32 and n not in (9, 10, 13) or n == 127 else n for n in range(256))
NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
NO_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d)"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
"""What may stand in no text, as bytes and as references; two patterns are five times as fast."""
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
EMPTY = b"<html><head></head><body></body></html>"
TOO_DEEP = etree.XPath(f"boolean({'/*' * MAX_DEPTH})")
PLAIN_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for every element: lxml's own choice of class is Python, called for each of them."""

# The extractors report every page they give up; here that is an ordinary answer.
for logger in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(logger).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PageTree:
    """A page as tree, and what of it the two readers get."""

    tree: HtmlElement
    """All of it; nobody may change it."""
    lean: HtmlElement
    """Without head, scripts, navigation and the like, for trafilatura."""
    html: str
    """Without scripts and styles, every tag closed, for resiliparse."""
    signs: int
    """Characters of its text, white space apart."""
    notes: tuple[str, ...] = ()
    """What had to be repaired."""


def read_tree(body: bytes, content_type: str = "") -> PageTree:
    """Return the page's tree and its leaner forms; a page that is nothing gives an empty tree.

    Args:
        body: bytes as fetched, any charset, any length.
        content_type: the header, for its charset; "" = unknown.
    """
    html, notes = cut_html(decode_text(body, content_type))
    tree = parse_tree(html)
    if TOO_DEEP(tree):
        notes.append(f"The page nests {max_depth(html)} levels deep; its wrappers were taken off.")
        tree = parse_tree(flatten(html))
    lean = copy(tree)
    etree.strip_elements(lean, *UNSEEN, *RAW_TEXT, with_tail=False)
    written = etree.tostring(lean, method="html", encoding="unicode")
    signs = count_signs(lean.text_content())
    etree.strip_elements(lean, *CHROME, with_tail=False)
    etree.strip_attributes(lean, *SPANS)
    clear_away(lean)
    return PageTree(tree, lean, written, signs, tuple(notes))


def cut_text(text: str, most: int = MAX_CHARACTERS) -> tuple[str, list[str]]:
    """Return as much of a text as is read, and what was left out."""
    if len(text) <= most:
        return text, []
    return text[:most], [f"Only the first {most} characters of the page were read."]


def cut_html(html: str) -> tuple[str, list[str]]:
    """Return as much of a page as is read, and what was left out."""
    html, notes = cut_text(html)
    if html.count("<") > MAX_TAGS:
        html = "<".join(html.split("<", MAX_TAGS + 1)[:-1])
        notes.append(f"Only the first {MAX_TAGS} tags of the page were read.")
    if any(map(is_overloaded, LONG_PART.finditer(html))):
        html = LONG_PART.sub(bare_tag, html)
    return html, notes


def is_overloaded(part: re.Match[str]) -> bool:
    """Return whether a tag has more attributes than anybody means.

    The time of parsers grows with the square of their number: 40,000 took 14 s.
    """
    end = TAG_END.match(part.string, part.start(), part.end())
    tag = end[0] if end else part[0]
    if len(tag) < LONG_TAG:
        return False
    return len(ATTRIBUTE.findall(QUOTED.sub(" ", tag))) > MAX_ATTRIBUTES


def bare_tag(part: re.Match[str]) -> str:
    """Return a tag and the text behind it, without attributes when they are too many."""
    if not is_overloaded(part):
        return part[0]
    name, close = TAG_NAME.match(part[0]), part[0].find(">")
    return (name[0] if name else "") + (part[0][close:] if close >= 0 else ">")


def parse_tree(html: str) -> HtmlElement:
    """Return the parsed tree of a text; an empty one when libxml2 finds nothing in it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(PLAIN_ELEMENTS)
    source = html.encode("utf-8", "replace").translate(SPACES)
    source = NO_REFERENCES.sub(b" ", NO_CHARACTERS.sub(b" ", source))
    try:
        return document_fromstring(source if source.strip() else EMPTY, parser=parser)
    except PARSE_ERRORS:
        return document_fromstring(EMPTY, parser=parser)


def clear_away(tree: HtmlElement) -> None:
    """Take lists of links, headers without text and empty elements out of a tree.

    Trafilatura would too, after it looked at each of them a dozen times: of 134,000 elements of
    181 pages it gets 30,000, in half of the time.
    """
    for part in [*tree.iter("ul", "ol")]:
        links = [len(squeeze(link)) for link in part.iter("a")]
        if len(links) >= MIN_LINKS and sum(links) >= LINK_SHARE * len(squeeze(part)):
            part.drop_tree()
    for part in [*tree.iter("header")]:
        if next(part.iter("p", "h1"), None) is None:
            part.drop_tree()
    # From the end, so that what holds only empty elements is empty itself when its turn comes.
    for part in reversed([*tree.iter(*BOXES)]):
        if len(part) == 0 and not (part.text and part.text.strip()):
            part.drop_tree()


def squeeze(element: HtmlElement) -> str:
    """Return the text of an element without white space."""
    return "".join(element.text_content().split())


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
    """Return the charset of header or meta tag if browsers know it, else what the bytes look like.

    Python knows more: ``punycode``, which takes the square of the length, or ``unicode_escape``.
    """
    in_header = CHARSET.search(content_type)
    in_meta = CHARSET.search(body[:4096].decode("ascii", "replace"))
    for found in (in_header, in_meta):
        name = map_encoding_to_html5(found[1], False) if found else None
        if name and name != "utf-8":
            return str(name)
    return str(map_encoding_to_html5(detect_encoding(body) or "", False) or "cp1252")


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
    """Return the page with only head and paragraph tags left, headings among the paragraphs."""
    return TAG.sub(flat_tag, html)


def flat_tag(tag: re.Match[str]) -> str:
    """Return what stands for a tag on a flattened page."""
    if KEPT_TAG.match(tag[0]):
        return tag[0]
    return "<p>" if HEADING_TAG.match(tag[0]) else " "
