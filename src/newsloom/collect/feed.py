"""Bytes of a feed -> Listing: RSS, RDF, Atom and JSON Feed, broken ones too. Fetches nothing.

The mended bytes go to the fast reader; the tolerant one takes over where the fast one gives up,
finds fewer entries than there are item elements, or brings an entry without title or link.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree

from newsloom.collect.fast_feed import read_fast
from newsloom.collect.feed_margins import with_margins
from newsloom.collect.json_feed import read_json_feed
from newsloom.collect.rawfeed import RawEntry, RawFeed
from newsloom.collect.repair import repair_xml
from newsloom.collect.tolerant_feed import read_tolerant
from newsloom.errors import ParseError
from newsloom.model import Item, Listing, Picture, Provider
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url, registered_domain

_CDATA_OR_COMMENT = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_ITEM_TAG = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
# A sign before a word that is no element is only a sign: "Vec<T>", "5 < 6", "<3".
_NO_TAG = re.compile(
    r"<(?!/?(?:a|abbr|acronym|b|big|bdi|bdo|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|i|"
    r"img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|tt|u|ul|script|style|iframe|"
    r"table|tr|td|th|tbody|video|audio|figure|figcaption|time|nobr|wbr|!--)\b)",
    re.IGNORECASE,
)
_LANGUAGE_TAG = re.compile(rb"<language>\s*([A-Za-z_-]+)\s*</language>")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_LONGEST_SUMMARY = 1000
_FULL_TEXT_CHARACTERS = 1200


def read_feed(body: bytes, url: str, content_type: str = "") -> Listing:
    """Return the items of a feed in its order, with canonical addresses and plain text.

    ``url`` is where the bytes came from and resolves relative links; ``content_type`` is the HTTP
    header, which may name the charset. Dates without a zone are read as UTC. A mention without any
    usable address is left out.

    Raises ParseError with code ``empty`` or ``not-a-feed``.
    """
    if not body.strip():
        raise ParseError(url, "is empty; check the source's address", code="empty")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _listing(read_json_feed(body, url), url)
    return _listing(read_xml_feed(repair_xml(body, content_type), url), url)


def read_xml_feed(xml: str, url: str) -> RawFeed:
    """Return what the better of the two readers finds in mended XML.

    Raises ParseError with code ``not-a-feed`` when neither sees a feed.
    """
    data = xml.encode("utf-8")
    fast = _read_fast(data)
    if fast is not None and not _is_doubtful(fast, xml):
        return _completed(fast, data, url)
    tolerant = read_tolerant(data)
    found = _fuller(fast, tolerant)
    if found is None:
        raise ParseError(
            url, "is no feed that can be read; check the source's address", code="not-a-feed"
        )
    return _completed(found, data, url)


def _read_fast(data: bytes) -> RawFeed | None:
    """What the fast reader finds; None is its way to say: ask the other one."""
    try:
        return read_fast(data)
    except (ValueError, LookupError, TypeError, AttributeError, etree.LxmlError):
        return None


def _is_doubtful(feed: RawFeed, xml: str) -> bool:
    if not all(entry.title and entry.link for entry in feed.entries):
        return True
    # Most feeds show without looking inside their texts that nothing is missing.
    found = len(feed.entries)
    return found < len(_ITEM_TAG.findall(xml)) and found < len(
        _ITEM_TAG.findall(_CDATA_OR_COMMENT.sub("", xml))
    )


def _fuller(fast: RawFeed | None, tolerant: RawFeed | None) -> RawFeed | None:
    """The tolerant answer, unless the fast one has more entries.

    Of equally many the tolerant ones are better: the fast reader takes any link of an Atom entry,
    even its licence, for the entry's own.
    """
    if fast is None or tolerant is None:
        return tolerant or fast
    return fast if len(fast.entries) > len(tolerant.entries) else tolerant


def _completed(feed: RawFeed, data: bytes, url: str) -> RawFeed:
    printed = _LANGUAGE_TAG.search(data)
    language = feed.language or (printed[1].decode("ascii") if printed else "")
    return RawFeed(feed.title, language, with_margins(feed.entries, data, url))


def _listing(feed: RawFeed, url: str) -> Listing:
    items = (_item(entry, feed, url) for entry in feed.entries)
    return Listing(url, _line(feed.title), tuple(item for item in items if item is not None))


def _item(entry: RawEntry, feed: RawFeed, url: str) -> Item | None:
    base = entry.base or url
    printed = ((link, canonical_url(link, base)) for link in (entry.link, entry.guid))
    raw_url, web_url = next((pair for pair in printed if pair[1]), ("", None))
    if web_url is None:
        return None
    summary = plain_text(_escaped_signs(entry.summary))
    is_full = not entry.content and len(summary) >= _FULL_TEXT_CHARACTERS
    return Item(
        web_url=web_url,
        raw_url=urljoin(base, raw_url),
        source_url=url,
        title=_line(entry.title),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        summary=_cut(" ".join(summary.split())),
        body_html=entry.summary if is_full else entry.content,
        authors=tuple(filter(None, map(_person, entry.authors))),
        language=_language(entry.language or feed.language),
        provider=_provider(entry),
        pictures=_pictures(entry.pictures, base),
        keywords=tuple(filter(None, map(_line, entry.keywords))),
    )


def _escaped_signs(text: str) -> str:
    return _NO_TAG.sub("&lt;", text)


def _line(text: str) -> str:
    """Feed text as one line of plain text."""
    return " ".join(plain_text(_escaped_signs(text)).split())


def _cut(summary: str) -> str:
    if len(summary) <= _LONGEST_SUMMARY:
        return summary
    return f"{summary[:_LONGEST_SUMMARY].rpartition(' ')[0]}…"


def _person(printed: str) -> str:
    """``jo@example.org (Jo Doe)`` and ``Jo Doe <jo@example.org>`` -> ``Jo Doe``."""
    name = _line(_EMAIL.sub("", printed).replace("<>", "")).strip(" -,;")
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name


def _language(printed: str) -> str:
    """``en-US`` -> ``en``; "" for what is no language code."""
    code = re.match(r"([a-zA-Z]{2,3})(?:[-_]|\Z)", printed.strip())
    return code[1].lower() if code else ""


def _provider(entry: RawEntry) -> Provider | None:
    domain = registered_domain(entry.publisher_url) if entry.publisher_url else ""
    name = _line(entry.publisher)
    return Provider(name, domain) if name and domain else None


def _pictures(pictures: tuple[Picture, ...], base: str) -> tuple[Picture, ...]:
    found: list[Picture] = []
    for picture in pictures:
        # Their queries choose size and crop, so only the spelling is made absolute.
        absolute = canonical_url(picture.url, base)
        if absolute:
            found.append(Picture(absolute, picture.width, picture.height, origin="feed"))
    return tuple(found)
