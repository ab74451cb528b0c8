"""JSON Feed -> RawFeed. Reads versions 1 and 1.1 and what is nearly one."""

from __future__ import annotations

import msgspec

from newsloom.collect.feed_fields import (
    Fields,
    add_picture,
    distinct,
    rows_of,
    text_of,
)
from newsloom.collect.feed_text import plain_line
from newsloom.collect.rawfeed import RawEntry, RawFeed
from newsloom.collect.xml_feed import MOST_ENTRIES
from newsloom.errors import ParseError
from newsloom.model import Picture
from newsloom.text.dates import parse_date


def read_json_feed(body: bytes, url: str) -> RawFeed:
    """Return what a JSON Feed lists.

    Raises ParseError when the bytes are no JSON, or JSON without a list of items.
    """
    try:
        found = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise ParseError(url, f"is not valid JSON ({exc}); check the source's address") from exc
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise ParseError(
            url, "is JSON but no JSON Feed: it has no list of items", code="not-a-feed"
        )
    hubs = (text_of(hub, "url") for hub in rows_of(found, "hubs") if _is_websub(hub))
    return RawFeed(
        title=plain_line(text_of(found, "title")),
        language=text_of(found, "language"),
        entries=tuple(_entry(fields) for fields in rows_of(found, "items")[:MOST_ENTRIES]),
        hub=next(filter(None, hubs), ""),
        topic=text_of(found, "feed_url"),
    )


def _entry(fields: Fields) -> RawEntry:
    html = text_of(fields, "content_html")
    text = text_of(fields, "content_text").replace("<", "&lt;")
    single = fields.get("author")
    authors = rows_of(fields, "authors") or ([single] if isinstance(single, dict) else [])
    tags = fields.get("tags")
    updated_at = parse_date(text_of(fields, "date_modified"))
    guid = fields.get("id")
    return RawEntry(
        title=plain_line(text_of(fields, "title")),
        link=text_of(fields, "url") or text_of(fields, "external_url"),
        guid=str(guid) if isinstance(guid, int) else text_of(fields, "id"),
        summary=text_of(fields, "summary") or ("" if html else text),
        content=html,
        published_at=parse_date(text_of(fields, "date_published")) or updated_at,
        updated_at=updated_at,
        authors=distinct(plain_line(text_of(row, "name")) for row in authors),
        language=text_of(fields, "language"),
        pictures=_pictures(fields),
        keywords=distinct(
            tag for tag in (tags if isinstance(tags, list) else ()) if isinstance(tag, str)
        ),
    )


def _is_websub(hub: Fields) -> bool:
    return text_of(hub, "type").lower() in ("websub", "pubsubhubbub", "")


def _pictures(fields: Fields) -> tuple[Picture, ...]:
    found: dict[str, Picture] = {}
    add_picture(found, text_of(fields, "image"))
    add_picture(found, text_of(fields, "banner_image"))
    for row in rows_of(fields, "attachments"):
        if text_of(row, "mime_type").startswith("image/"):
            add_picture(found, text_of(row, "url"))
    return tuple(found.values())
