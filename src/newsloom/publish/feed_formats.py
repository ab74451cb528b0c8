"""Feed -> the bytes of RSS 2.0, Atom 1.0 and JSON Feed 1.1.

It takes texts that XML can hold and markup that is safe; `newsloom.publish.feeds` sees to both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

import msgspec
from lxml import etree

from newsloom.text.dates import format_utc

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
RSS_NAMES = {"atom": ATOM[1:-1], "content": CONTENT[1:-1], "dc": DC[1:-1]}


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One story as every kind of feed has it; all texts plain but ``content_html``."""

    entry_id: str
    title: str
    url: str
    """Its page on the site."""
    lead_url: str
    """"" = the lead has no public address."""
    provider: str
    summary: str
    content_html: str
    published_at: datetime
    updated_at: datetime
    topics: tuple[str, ...]
    picture: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed before it has a format."""

    title: str
    description: str
    home_url: str
    folder_url: str
    """Where its files are, with a slash at the end."""
    language: str
    updated_at: datetime
    entries: tuple[FeedEntry, ...]


def formats(feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of a feed in each format."""
    yield "feed.xml", render_rss(feed)
    yield "atom.xml", render_atom(feed)
    yield "feed.json", render_json_feed(feed)


def render_rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0."""
    root = etree.Element("rss", {"version": "2.0"}, nsmap=RSS_NAMES)
    channel = etree.SubElement(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home_url)
    add(channel, "description", feed.description or feed.title)
    self_url = f"{feed.folder_url}feed.xml"
    add(channel, f"{ATOM}link", "", href=self_url, rel="self", type="application/rss+xml")
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", format_datetime(feed.updated_at, usegmt=True))
    for entry in feed.entries:
        add_rss_item(channel, entry)
    return as_xml(root)


def add_rss_item(channel: etree._Element, entry: FeedEntry) -> None:
    """Put one entry into a channel."""
    item = etree.SubElement(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.entry_id, isPermaLink="false")
    add(item, "pubDate", format_datetime(entry.published_at, usegmt=True))
    add(item, f"{DC}creator", entry.provider)
    for topic in entry.topics:
        add(item, "category", topic)
    add(item, "description", escape(entry.summary))
    add(item, f"{CONTENT}encoded", entry.content_html)


def render_atom(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0."""
    root = etree.fromstring(f'<feed xmlns="{ATOM[1:-1]}"/>')
    root.set(f"{XML}lang", feed.language)
    self_url = f"{feed.folder_url}atom.xml"
    add(root, f"{ATOM}id", self_url)
    add(root, f"{ATOM}title", feed.title)
    add(root, f"{ATOM}subtitle", feed.description)
    add(root, f"{ATOM}updated", format_utc(feed.updated_at))
    add(root, f"{ATOM}link", "", href=self_url, rel="self", type="application/atom+xml")
    add(root, f"{ATOM}link", "", href=feed.home_url, rel="alternate", type="text/html")
    add_author(root, feed.title or feed.home_url)
    for entry in feed.entries:
        add_atom_entry(root, entry)
    return as_xml(root)


def add_atom_entry(root: etree._Element, entry: FeedEntry) -> None:
    """Put one entry into an Atom feed."""
    made = etree.SubElement(root, f"{ATOM}entry")
    add(made, f"{ATOM}id", entry.entry_id)
    add(made, f"{ATOM}title", entry.title)
    add(made, f"{ATOM}link", "", href=entry.url, rel="alternate", type="text/html")
    if entry.lead_url:
        add(made, f"{ATOM}link", "", href=entry.lead_url, rel="via")
    add(made, f"{ATOM}published", format_utc(entry.published_at))
    add(made, f"{ATOM}updated", format_utc(entry.updated_at))
    add_author(made, entry.provider or "Unknown")
    for topic in entry.topics:
        add(made, f"{ATOM}category", "", term=topic)
    add(made, f"{ATOM}summary", entry.summary)
    add(made, f"{ATOM}content", entry.content_html, type="html")


def add_author(parent: etree._Element, name: str) -> None:
    """Put an Atom author under an element."""
    add(etree.SubElement(parent, f"{ATOM}author"), f"{ATOM}name", name)


def add(parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
    """Put an element with its text under another one."""
    made = etree.SubElement(parent, tag, attributes)
    made.text = text or None


def as_xml(root: etree._Element) -> bytes:
    """Return the bytes of a feed."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def render_json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": f"{feed.folder_url}feed.json",
        "description": feed.description,
        "language": feed.language,
        "items": [json_item(entry) for entry in feed.entries],
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def json_item(entry: FeedEntry) -> dict[str, object]:
    """Return one entry as a JSON Feed item; fields without a value are left out."""
    item: dict[str, object] = {
        "id": entry.entry_id,
        "url": entry.url,
        "external_url": entry.lead_url,
        "title": entry.title,
        "content_html": entry.content_html,
        "summary": entry.summary,
        "image": entry.picture,
        "date_published": format_utc(entry.published_at),
        "date_modified": format_utc(entry.updated_at),
        "authors": [{"name": entry.provider}] if entry.provider else [],
        "tags": entry.topics,
    }
    return {key: value for key, value in item.items() if value}
