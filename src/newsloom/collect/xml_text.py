"""Elements of a feed -> what they print: texts, HTML, links, moments, addresses in force."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from datetime import datetime
from html import escape

from lxml import etree

from newsloom.collect.feed_text import Markup, plain_line
from newsloom.collect.xml_names import Element, Fields
from newsloom.text.dates import parse_date
from newsloom.text.urls import canonical_url

_XML = "{http://www.w3.org/XML/1998/namespace}"
LANGUAGE, BASE = f"{_XML}lang", f"{_XML}base"

_MOST_DATES = 3
_TAG_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_MARKUPS = {
    "text": Markup.TEXT,
    "text/plain": Markup.TEXT,
    "html": Markup.HTML,
    "text/html": Markup.HTML,
    "xhtml": Markup.HTML,
    "application/xhtml+xml": Markup.HTML,
}


def text_of(fields: Fields, *names: str) -> str:
    """Return the first text of some names that is not empty, as it stands."""
    for name in names:
        for one in fields.get(name, ()):
            text = (one.text or "").strip()
            if text:
                return text
    return ""


def line_of(fields: Fields, *names: str) -> str:
    """Return the first text of some names that is not empty, as one line of plain text."""
    for name in names:
        for one in fields.get(name, ()):
            line = plain_line(*_content(one))
            if line:
                return line
    return ""


def html_of(fields: Fields, *names: str) -> tuple[str, Element | None]:
    """Return the first content of some names that is not empty, as HTML, and what holds it."""
    for name in names:
        for one in fields.get(name, ()):
            content, markup = _content(one)
            if content:
                is_text = markup is Markup.TEXT
                return content.replace("<", "&lt;") if is_text else content, one
    return "", None


def moment_of(fields: Fields, *names: str) -> datetime | None:
    """Return the date of the first of some names that has one that can be read, its last one."""
    for name in names:
        for one in fields.get(name, ())[: -_MOST_DATES - 1 : -1]:
            at = parse_date(one.text or "")
            if at is not None:
                return at
    return None


def link_of(fields: Fields) -> str:
    """Return the link to the article: the first to a page, else the first to another form of it."""
    other = ""
    for link in fields.get("link", ()):
        href = (link.get("href") or link.text or "").strip()
        if href and relation_of(link) == "alternate":
            if _MARKUPS.get((link.get("type") or "html").lower()) is Markup.HTML:
                return href
            other = other or href
    return other


def related_link(fields: Fields, relation: str) -> str:
    """Return the first link of some relation."""
    for link in fields.get("link", ()):
        href = (link.get("href") or "").strip()
        if href and relation in relation_of(link).split():
            return href
    return ""


def relation_of(link: Element) -> str:
    """Return what a link is to the article: ``alternate`` where it does not say."""
    printed = link.get("rel")
    return printed.strip().lower().rpartition("/")[2] if printed else "alternate"


def inherited(element: Element, attribute: str) -> str:
    """Return an attribute of an element, or of the nearest above it that has it."""
    above: Element | None = element
    while above is not None:
        found = above.get(attribute)
        if found is not None:
            return found.strip()
        above = above.getparent()
    return ""


def base_of(element: Element, url: str) -> str:
    """Return the address that relative ones inside an element resolve against, by ``xml:base``."""
    base = url
    for above in reversed((element, *element.iterancestors())):
        base = base_inside(above, base)
    return base


def base_inside(element: Element, base: str) -> str:
    """Return the address in force inside an element, ``base`` being the one around it."""
    printed = element.get(BASE)
    return (canonical_url(printed, base) if printed else None) or base


def _content(element: Element) -> tuple[str, Markup]:
    """What an element holds, its markup written out, its base64 decoded; and what markup it is."""
    text = element.text or ""
    if len(element):
        return (escape(text, quote=False) + "".join(map(_written, element))).strip(), Markup.HTML
    printed = element.get("type")
    if printed == "application/octet-stream" or element.get("mode") == "base64":
        text = _decoded(text)
    return text.strip(), _MARKUPS.get(printed.lower(), Markup.UNSAID) if printed else Markup.UNSAID


def _written(element: Element) -> str:
    """An element as HTML: names without their namespaces."""
    for below in element.iter("{*}*"):
        name = below.tag.rpartition("}")[2]
        # Broken XML has elements that nothing may be called: "https:".
        below.tag = name if _TAG_NAME.fullmatch(name) else "span"
    return etree.tostring(element, encoding="unicode", method="html")


def _decoded(text: str) -> str:
    """Text in base64, "" for what is none."""
    try:
        return b64decode(text).decode("utf-8", "replace").strip()
    except (binascii.Error, ValueError):
        return ""
