"""Broken XML -> RawFeed by the tolerant reader: slow, and lost by almost nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import chain

import feedparser

from newsloom.collect.feed_fields import (
    Fields,
    add_picture,
    distinct,
    is_picture,
    rows_of,
    text_of,
)
from newsloom.collect.feed_text import Markup, plain_line
from newsloom.collect.rawfeed import RawEntry, RawFeed
from newsloom.model import Picture
from newsloom.text.dates import parse_date

MOST_CHARACTERS, MOST_TOLERATED = 500_000, 5000
"""Of XML and of entries in it that are read within a second, however they are broken."""
_GIVING_UP = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What feedparser raises on XML that is broken in ways it has not met."""
_MEDIA = ("media_content", "media_thumbnail")
_MARKUPS = {"text/html": Markup.HTML, "application/xhtml+xml": Markup.HTML}


def read_tolerant(xml: bytes, *, is_feed: bool = False) -> RawFeed | None:
    """Return what feedparser finds in UTF-8 XML.

    None when it gives up, or sees neither entries nor a version of a format in it and it is not
    known otherwise (``is_feed``) that it is a feed.
    """
    try:
        # It would open a file, or ask a server, of which the bytes themselves are the name.
        found = feedparser.parse(
            BytesIO(xml),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _GIVING_UP:
        return None
    if not (is_feed or found.get("version") or found["entries"]):
        return None
    # Its own records make up fields that are asked for, and fail where the feed has odd ones.
    feed = dict(found["feed"])
    return RawFeed(
        title=_title(feed),
        language=text_of(feed, "language"),
        entries=tuple(_entry(dict(fields)) for fields in found["entries"]),
        hub=_related(feed, "hub"),
        topic=_related(feed, "self"),
    )


def _entry(fields: Fields) -> RawEntry:
    content = next((text_of(row, "value") for row in rows_of(fields, "content")), "")
    summary = text_of(fields, "summary")
    updated_at = _moment(fields, "updated")
    source = fields.get("source")
    publisher = source if isinstance(source, dict) else {}
    return RawEntry(
        title=_title(fields),
        link=text_of(fields, "link") or _related(fields, "alternate"),
        original=text_of(fields, "feedburner_origlink"),
        guid=text_of(fields, "id"),
        summary=summary,
        content="" if content == summary else content,
        published_at=_moment(fields, "published") or updated_at,
        updated_at=updated_at,
        authors=distinct(text_of(row, "name") for row in rows_of(fields, "authors")),
        pictures=_pictures(fields),
        keywords=distinct(
            text_of(tag, "label") or text_of(tag, "term") for tag in rows_of(fields, "tags")
        ),
        publisher=text_of(publisher, "title"),
        publisher_url=text_of(publisher, "href"),
    )


def _title(fields: Fields) -> str:
    detail = fields.get("title_detail")
    kind = text_of(detail, "type") if isinstance(detail, dict) else ""
    return plain_line(text_of(fields, "title"), _MARKUPS.get(kind, Markup.UNSAID))


def _related(fields: Fields, relation: str) -> str:
    rows = (row for row in rows_of(fields, "links") if text_of(row, "rel") == relation)
    return next((href for row in rows if (href := text_of(row, "href"))), "")


def _pictures(fields: Fields) -> tuple[Picture, ...]:
    found: dict[str, Picture] = {}
    linked = (row for row in rows_of(fields, "links") if text_of(row, "rel") == "enclosure")
    media = chain.from_iterable(rows_of(fields, key) for key in _MEDIA)
    for row in chain(media, linked):
        url = text_of(row, "url") or text_of(row, "href")
        if is_picture(url, text_of(row, "type"), text_of(row, "medium")):
            add_picture(found, url, row.get("width"), row.get("height"))
    return tuple(found.values())


def _moment(fields: Fields, key: str) -> datetime | None:
    """The printed date by our reading, else by feedparser's, which knows odder forms."""
    parsed = fields.get(f"{key}_parsed")
    at = parse_date(text_of(fields, key))
    if at is not None or not isinstance(parsed, tuple):
        return at
    year, month, day, hour, minute, second = parsed[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
