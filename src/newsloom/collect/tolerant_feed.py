"""Mended XML -> RawFeed by the tolerant reader: slower, and lost by almost nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import feedparser

from newsloom.collect.fast_feed import distinct, keywords_of, pictures_of, rows_of, text_of
from newsloom.collect.rawfeed import RawEntry, RawFeed
from newsloom.text.dates import parse_date

_Fields = Mapping[str, object]


def read_tolerant(xml: bytes) -> RawFeed | None:
    """Return what feedparser finds in UTF-8 XML, or None when it sees no feed in it."""
    found = feedparser.parse(
        xml,
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") and not found["entries"]:
        return None
    feed = found["feed"]
    return RawFeed(
        title=text_of(feed, "title"),
        language=text_of(feed, "language"),
        entries=tuple(_entry(fields) for fields in found["entries"]),
    )


def _entry(fields: _Fields) -> RawEntry:
    guid = text_of(fields, "id")
    content = next((text_of(row, "value") for row in rows_of(fields, "content")), "")
    summary = text_of(fields, "summary")
    updated_at = _moment(fields, "updated")
    return RawEntry(
        title=text_of(fields, "title"),
        link=text_of(fields, "link") or _first_link(fields),
        guid=guid if guid.startswith(("http://", "https://")) else "",
        summary=summary,
        content="" if content == summary else content,
        published_at=_moment(fields, "published") or updated_at,
        updated_at=updated_at,
        authors=distinct(text_of(row, "name") for row in rows_of(fields, "authors")),
        pictures=pictures_of(fields),
        keywords=keywords_of(fields),
    )


def _first_link(fields: _Fields) -> str:
    links = rows_of(fields, "links")
    pages = (text_of(row, "href") for row in links if text_of(row, "rel") in ("", "alternate"))
    return next((href for href in pages if href), "")


def _moment(fields: _Fields, key: str) -> datetime | None:
    """The printed date by our reading, else by feedparser's, which knows odder forms."""
    # Asking a FeedParserDict for "updated" may answer with "published" and a warning.
    if key not in fields:
        return None
    parsed = fields.get(f"{key}_parsed")
    at = parse_date(text_of(fields, key))
    if at is not None or not isinstance(parsed, tuple):
        return at
    year, month, day, hour, minute, second = parsed[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
