"""HTML -> plain text or safe HTML. Knows nothing of pages: which part is the article is not asked.

Safe HTML always comes from nh3, an HTML5 parser and sanitiser, so broken markup is read as browsers
do; plain text comes from it too wherever the markup is more than a few simple elements.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from html import unescape as _unescape_once
from typing import Literal

import nh3

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNREADABLE = frozenset({
    "script", "style", "template", "noscript", "iframe", "embed", "svg", "math",
    "head", "title", "textarea", "select", "button", "canvas", "audio", "video",
})  # fmt: skip
_SAFE_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "u", "ul", "var",
})  # fmt: skip
_SAFE_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"dir", "lang"},
}
_SCHEMES = {"http", "https", "mailto"}

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
# Attributes whose values hold no sign that could end a tag. Case counts: it is four times faster.
_ATTRIBUTES = r"""(?:\s[^<>"']*(?:"[^"<>]*"[^<>"']*|'[^'<>]*'[^<>"']*)*)?/?>"""
_PLAIN_BLOCK = re.compile(
    r"</?(?:p|br|hr|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|figure|figcaption|section|article|"
    r"header|footer|address|pre|center)" + _ATTRIBUTES
)
_PLAIN_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strike|strong|sub|"
    r"sup|time|tt|u|var|wbr)" + _ATTRIBUTES
)
_MARKUP_LEFT = re.compile(r"<[a-zA-Z/!?]")
_ANY_TAG = re.compile(r"<[^<>]*>?")
_TAG_OF_ANY_CASE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_DEEPEST = 2000
_MOST_AMPERSANDS = 50_000_000_000
_SHALLOW = frozenset(
    {
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "wbr",
        "source",
    }
)
_STILL_ESCAPED = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|[aeiou](?:acute|grave|uml|circ)|"
    r"ntilde|ccedil|szlig|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
# Zero-width joiners shape words in some scripts; these only hide or break them.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def plain_text(html: str, *, one_line: bool = False) -> str:
    """Return the readable text of a piece of HTML: tags off, entities decoded, white space folded.

    Block elements and ``<br>`` become single newlines (spaces in ``one_line``), everything else of
    white space one space. Scripts, styles, embedded objects and comments are left out. Text without
    markup comes back with its white space folded; ``a < b`` keeps its sign.
    """
    if "<" not in html:
        return _folded(_unescape_once(html) if "&" in html else html)
    # Newlines of the source are only white space: those of the result come from the elements.
    flat = html.replace("\r", " ").replace("\n", " ")
    text = _PLAIN_INLINE.sub("", _PLAIN_BLOCK.sub("\n", flat))
    if _MARKUP_LEFT.search(text):
        is_bomb = _is_too_much(html)
        text = _ANY_TAG.sub("\n", html) if is_bomb else _TAG.sub("\n", _text_cleaner().clean(flat))
    decoded = _unescape_once(text) if "&" in text else text
    if one_line:
        return _folded(decoded)
    return "\n".join(line for line in map(_folded, decoded.split("\n")) if line)


def clean_html(html: str, base_url: str = "") -> str:
    """Return HTML that is safe to show inside a page of ours.

    Keeps text, headings, lists, tables, quotes, links and pictures; drops scripts, styles, forms,
    frames, event handlers, classes and ids. Links and picture addresses become absolute against
    ``base_url`` (an http(s) address; "" = relative ones are dropped); links carry
    ``rel="nofollow noopener"``.
    """
    if _is_too_much(html):
        return f"<p>{escape(plain_text(html), quote=False)}</p>"
    return _html_cleaner(base_url).clean(html)


@lru_cache(maxsize=1)
def _text_cleaner() -> nh3.Cleaner:
    """What leaves blocks and text of HTML."""
    return nh3.Cleaner(
        tags=set(_BLOCKS),
        attributes={},
        clean_content_tags=set(_UNREADABLE),
        link_rel=None,
    )


@lru_cache(maxsize=128)
def _html_cleaner(base_url: str) -> nh3.Cleaner:
    """What leaves safe HTML; made once for the texts of one address, as making takes a while."""
    if not base_url.startswith(("http://", "https://")):
        return _safe_cleaner("deny")
    try:
        return _safe_cleaner(("rewrite_with_base", base_url))
    except ValueError:
        # Of the hosts that browsers ask for, nh3 takes nearly all: links against others are lost.
        return _safe_cleaner("deny")


def _safe_cleaner(
    relative: Literal["deny"] | tuple[Literal["rewrite_with_base"], str],
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_SAFE_TAGS),
        attributes=_SAFE_ATTRIBUTES,
        clean_content_tags=set(_UNREADABLE - {"title"}),
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
        url_relative=relative,
    )


def unescape(text: str) -> str:
    """Return text with its character references decoded, twice where feeds escaped them twice.

    ``AT&amp;amp;T`` and ``AT&amp;T`` both give ``AT&T``; an ``&`` that starts no reference stays.
    """
    decoded = _unescape_once(text)
    return _unescape_once(decoded) if _STILL_ESCAPED.search(decoded) else decoded


def _is_too_much(html: str) -> bool:
    """True for what the parser would take seconds for, and what no page means.

    Its time grows with the square of the depth (20,000 open elements take half a second) and with
    ``&`` times length (400,000 of nothing else take two seconds).
    """
    if html.count("&") * len(html) > _MOST_AMPERSANDS:
        return True
    if html.count("<") <= _DEEPEST:
        return False
    depth = 0
    for match in _TAG_OF_ANY_CASE.finditer(html):
        if match[2].lower() not in _SHALLOW:
            depth = depth - 1 if match[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _folded(text: str) -> str:
    folded = " ".join(text.split())
    # What is invisible is not printable either, and that is found out ten times faster.
    return folded if folded.isprintable() else " ".join(_INVISIBLE.sub("", folded).split())
