"""Bytes of a feed -> Listing: RSS, RDF, Atom and JSON Feed, broken ones too. Fetches nothing.

Well-formed XML is parsed once; what is not is mended first. The tolerant reader takes over where
mending does not make it well-formed and entries, titles or links are missing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from lxml import etree

from newsloom.collect.decoding import inflate
from newsloom.collect.feed_item import make_item
from newsloom.collect.json_feed import read_json_feed
from newsloom.collect.rawfeed import RawFeed
from newsloom.collect.tolerant_feed import MOST_CHARACTERS, MOST_TOLERATED, read_tolerant
from newsloom.collect.xml_feed import read_xml_feed
from newsloom.collect.xmltree import XmlTree, local_name, read_tree
from newsloom.errors import ParseError
from newsloom.model import Item, Listing
from newsloom.text.urls import canonical_url

_HEAD = 1000
_BLANK = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"
_ITEM_TAG = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_WITHOUT_TEXT = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)


def read_feed(body: bytes, url: str, content_type: str = "") -> Listing:
    """Return the items of a feed in its order, with canonical addresses, plain text and safe HTML.

    ``url`` is where the bytes came from and resolves relative links; ``content_type`` is the HTTP
    header, which may name the charset. Dates without a zone are read as UTC. A mention without any
    usable address is left out, and one of an address that came before.

    Raises ParseError with code ``empty``, ``not-a-feed`` or ``unparsable``.
    """
    feed = read_raw_feed(body, url, content_type)
    made = [make_item(entry, url, feed.language) for entry in feed.entries]
    placed = [item for item in made if item is not None]
    items: dict[str, Item] = {}
    for item in placed:
        items.setdefault(item.web_url, item)
    return Listing(
        url,
        feed.title,
        tuple(items.values()),
        hub=_address(feed.hub, url),
        topic=_address(feed.topic, url),
        notes=(*feed.notes, *_left_out(len(made), len(placed), len(items))),
    )


def read_raw_feed(body: bytes, url: str, content_type: str = "") -> RawFeed:
    """Return a feed as it prints itself: see `read_feed`."""
    try:
        data = inflate(body)
        head = data[:_HEAD].lstrip(_BLANK)
        if not head and not data.strip(_BLANK):
            raise ParseError(url, "is empty; check the source's address", code="empty")
        if head[:1] == b"{":
            return read_json_feed(data, url)
        tree = read_tree(data, content_type)
    except ParseError as exc:
        raise ParseError(url, exc.message, exc.code, exc.line) from exc
    feed = _read(tree, url)
    if feed is None:
        raise ParseError(
            url, "is no feed that can be read; check the source's address", code="not-a-feed"
        )
    return replace(feed, notes=(*tree.notes, *feed.notes))


def _read(tree: XmlTree, url: str) -> RawFeed | None:
    """What the better of the two readers finds; None when neither sees a feed."""
    if tree.root is None:
        return None
    if local_name(tree.root) == "channel":
        # The Channel Definition Format: so old that only the tolerant reader knows it.
        return _tolerant(tree.text or etree.tostring(tree.root, encoding="unicode"), is_feed=True)
    strict = read_xml_feed(tree.root, url)
    if strict is None or tree.is_sound:
        return strict
    tolerant = _tolerant(tree.text) if _is_doubtful(strict, tree.text) else None
    is_fuller = tolerant is not None and len(tolerant.entries) >= len(strict.entries)
    chosen = tolerant if tolerant is not None and is_fuller else strict
    return replace(chosen, notes=(*chosen.notes, "It is not well-formed; some may be missing."))


def _tolerant(xml: str, *, is_feed: bool = False) -> RawFeed | None:
    """What the tolerant reader finds in XML that it can read within a second."""
    entries = sum(1 for _ in islice(_ITEM_TAG.finditer(xml), MOST_TOLERATED + 1))
    if len(xml) > MOST_CHARACTERS or entries > MOST_TOLERATED:
        return None
    return read_tolerant(xml.encode("utf-8"), is_feed=is_feed)


def _is_doubtful(feed: RawFeed, xml: str) -> bool:
    """Whether a reading of XML that is not well-formed may have lost something."""
    if not all(entry.title and entry.link for entry in feed.entries):
        return True
    return len(feed.entries) < len(_ITEM_TAG.findall(_WITHOUT_TEXT.sub("", xml)))


def _left_out(made: int, placed: int, kept: int) -> tuple[str, ...]:
    """A sentence on each kind of mention that is not listed."""
    notes = []
    if placed < made:
        notes.append(f"Entries without an address were left out: {made - placed} of {made}.")
    if kept < placed:
        notes.append(f"Entries that repeat an address were left out: {placed - kept} of {made}.")
    return tuple(notes)


def _address(printed: str, url: str) -> str:
    """A printed address made absolute but not tidied, "" when it is no web address."""
    canonical = canonical_url(printed, url) if printed else None
    return printed if canonical and _WEB.match(printed) else canonical or ""
