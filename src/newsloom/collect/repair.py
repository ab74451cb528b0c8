"""Bytes of a feed or sitemap -> XML text its readers can trust. Understands no element.

Publishers break their feeds in a few steady ways: something printed before the root, characters
XML forbids, HTML entities XML does not know, a bare ``&``, Windows characters inside UTF-8, a
charset that is not the one declared, an end in the middle. Each is mended here, before any reader
can lose an item to it, and each is said.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

from newsloom.collect.decoding import MIXED, declared_codec, read_characters
from newsloom.errors import ParseError

_ROOT = re.compile(
    r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|opml|entry)(?=[\s>/])",
    re.IGNORECASE,
)
_HEAD = 20_000
"""Characters that are searched for comments before and after the root, and for entities."""
_BLANK = "\ufeff \t\r\n"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PROLOG = re.compile(r"<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_OWN_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&%<]*)\"|'([^'&%<]*)')\s*>")
_MOST_OWN_ENTITIES = 500
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Not those that XML knows: a feed has thousands of them, and they need nothing.
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9.-]{0,40});)?"
)
_PREFIX = re.compile(r"<([A-Za-z][\w-]*):[A-Za-z]")
_DECLARED_PREFIX = re.compile(r"\sxmlns:([A-Za-z][\w-]*)\s*=")
_MOST_PREFIXES = 100
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_BARE_AND = re.compile(r"&(?![#A-Za-z])")
_LAST_ENTRY = re.compile(r"</(?:[\w.-]+:)?(?:item|entry|url|sitemap)\s*>", re.IGNORECASE)
_SPOKEN = {"cp1252": "Windows-1252", MIXED: "UTF-8 with Windows-1252 in it"}


@dataclass(frozen=True, slots=True)
class Mended:
    """XML text from its root on: no declaration, no DOCTYPE, no entity of its own."""

    text: str
    notes: tuple[str, ...] = ()
    """One sentence for each kind of repair."""


def mend_xml(body: bytes, content_type: str = "") -> Mended:
    """Return the XML text of a feed or sitemap from its root on, mended.

    ``content_type`` is the HTTP header; its charset counts less than a byte order mark and more
    than the XML declaration. Entities declared in the DOCTYPE with plain values are filled in,
    others stay as text. Text inside CDATA keeps its references. Text without any root that is
    known stays as it is.

    Raises ParseError when its entities are a bomb.
    """
    text, read_as = read_characters(body, content_type)
    notes = [] if text.isascii() else _on_charset(read_as, declared_codec(body, content_type))
    allowed = _FORBIDDEN.sub("", text)
    if len(allowed) != len(text):
        notes.append("Characters that XML forbids were left out.")
    head, text, tail = _split(allowed)
    if len(head) > _HEAD or _COMMENT.sub("", _PROLOG.sub("", head)).strip(_BLANK):
        notes.append("What stood before its first tag was left out.")
    if len(tail) > _HEAD or _COMMENT.sub("", tail).strip(_BLANK):
        notes.append("What stood after its last tag was left out.")
    mended = _with_references(text, _own_entities(head))
    if mended not in (text, f"{text}]]>"):
        notes.append("Signs and entities that XML does not know were mended.")
    return Mended(_with_namespaces(mended), tuple(notes))


def _on_charset(read_as: str, declared: str) -> list[str]:
    """A sentence on a charset that is not what a reader would expect."""
    is_latin = read_as == "cp1252" and declared in ("iso8859-1", "cp1252")
    if is_latin or read_as in (declared or "utf-8", "utf-16-le", "utf-16-be"):
        return []
    fault = "not the one declared" if declared else "not declared"
    name = _SPOKEN.get(read_as) or read_as.upper().replace("_", "-")
    return [f"The charset is {fault}; it was read as {name}."]


def cut_at_last_entry(text: str, root: str) -> str | None:
    """Return XML that stops in the middle up to its last whole entry, closed; None if it has none.

    ``root`` is the name of its root element as printed.
    """
    ends = [match.end() for match in _LAST_ENTRY.finditer(text)]
    if not ends:
        return None
    whole = text[: ends[-1]]
    channel = re.search(r"<((?:[\w.-]+:)?channel)(?=[\s>])", whole, re.IGNORECASE)
    inner = channel[1] if channel and f"</{channel[1]}>" not in whole else ""
    return f"{whole}{f'</{inner}>' * bool(inner and inner != root)}</{root}>"


def _split(text: str) -> tuple[str, str, str]:
    """What stands before the root, the root, and what stands after it."""
    blanked = _COMMENT.sub(lambda match: " " * len(match[0]), text[:_HEAD]) + text[_HEAD:]
    root = _ROOT.search(blanked)
    if root is None:
        return "", text.lstrip(_BLANK), ""
    end = text.rfind(f"</{root[0][1:]}", root.end())
    if end < 0:
        return text[: root.start()], text[root.start() :], ""
    tail = text[end + len(root[0]) + 1 :].lstrip().removeprefix(">")
    return text[: root.start()], f"{text[root.start() : end]}</{root[0][1:]}>", tail


def _own_entities(head: str) -> dict[str, str]:
    found = _OWN_ENTITY.findall(head[-_HEAD:])[:_MOST_OWN_ENTITIES]
    return {name: one or two for name, one, two in found}


def _with_references(text: str, own: dict[str, str]) -> str:
    """The text with every sign outside CDATA one that XML knows, and its last CDATA closed."""
    used = Counter(_REFERENCE.findall(text)) if own else Counter[str]()
    if sum(used[name] * len(value) for name, value in own.items()) > len(text):
        raise ParseError("", "its entities unpack to more than itself; it is not read")
    parts: list[str] = []
    start = 0
    while start < len(text):
        section = text.find("<![CDATA[", start)
        if section < 0:
            return "".join((*parts, _mended(text[start:], own)))
        parts.append(_mended(text[start:section], own))
        end = text.find("]]>", section)
        if end < 0:
            return "".join((*parts, text[section:], "]]>"))
        start = end + 3
        parts.append(text[section:start])
    return "".join(parts)


def _with_namespaces(text: str) -> str:
    """The text with every prefix its elements use declared at the root."""
    used = dict.fromkeys(_PREFIX.findall(text))
    declared = {"xml", *_DECLARED_PREFIX.findall(text)}
    missing = [
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:undeclared:{prefix}")}"'
        for prefix in [prefix for prefix in used if prefix not in declared][:_MOST_PREFIXES]
    ]
    root = _ROOT.match(text)
    if not missing or root is None:
        return text
    return f"{text[: root.end()]}{''.join(missing)}{text[root.end() :]}"


def _mended(text: str, own: dict[str, str]) -> str:
    """Text outside CDATA with every reference one that XML knows."""
    text = _BARE_LESS.sub("&lt;", text)
    if "&" not in text:
        return text
    text = _BARE_AND.sub("&amp;", text)

    def known(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "&amp;"
        if name in own:
            return own[name]
        # unescape() also maps the Windows numbers 128-159 to what their authors meant.
        character = _FORBIDDEN.sub("", unescape(match[0])).replace("\ufffd", "")
        if character.startswith("&"):
            return f"&amp;{name};" if not name.startswith("#") else "&amp;"
        return character.replace("<", "&lt;").replace(">", "&gt;")

    return _REFERENCE.sub(known, text)
