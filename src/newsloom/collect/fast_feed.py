"""Mended XML -> RawFeed by the fast reader. Does not ask whether it found everything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import fastfeedparser

from newsloom.collect.rawfeed import RawEntry, RawFeed
from newsloom.model import Picture
from newsloom.text.dates import parse_date

_Fields = Mapping[str, object]
_WRAPPER = re.compile(r"\A<content\b[^>]*>|</content>\Z")


def read_fast(xml: bytes) -> RawFeed:
    """Return what fastfeedparser finds in UTF-8 XML.

    Raises ValueError (or another LookupError, TypeError, AttributeError) when it gives up.
    """
    found = fastfeedparser.parse(xml)
    feed = found["feed"]
    return RawFeed(
        title=text_of(feed, "title"),
        language=text_of(feed, "language"),
        entries=tuple(_entry(fields) for fields in found["entries"]),
    )


def text_of(fields: _Fields, key: str) -> str:
    """Return a text field; "" when it is missing or no text."""
    value = fields.get(key)
    return value.strip() if isinstance(value, str) else ""


def rows_of(fields: _Fields, key: str) -> list[_Fields]:
    """Return a field that lists records; [] when it is missing or something else."""
    value = fields.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def pictures_of(fields: _Fields) -> tuple[Picture, ...]:
    """Return the pictures an entry offers as media or enclosure, in its order, each once."""
    found: dict[str, Picture] = {}
    for row in (*rows_of(fields, "media_content"), *rows_of(fields, "media_thumbnail")):
        if _is_picture(row, "url"):
            add_picture(found, text_of(row, "url"), row.get("width"), row.get("height"))
        add_picture(found, text_of(row, "thumbnail_url"))
    for row in rows_of(fields, "enclosures"):
        url = text_of(row, "url") or text_of(row, "href")
        if text_of(row, "type").startswith("image/"):
            add_picture(found, url)
    return tuple(found.values())


def add_picture(found: dict[str, Picture], url: str, width: object = 0, height: object = 0) -> None:
    """Add a picture unless its address is missing or already there."""
    if url:
        found.setdefault(url, Picture(url, _pixels(width), _pixels(height), origin="feed"))


def keywords_of(fields: _Fields) -> tuple[str, ...]:
    """Return the categories of an entry, each once."""
    names = (text_of(tag, "label") or text_of(tag, "term") for tag in rows_of(fields, "tags"))
    return distinct(names)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the non-empty names, each once, in order."""
    return tuple(dict.fromkeys(name for name in names if name))


def _is_picture(row: _Fields, key: str) -> bool:
    kind, medium = text_of(row, "type"), text_of(row, "medium")
    if kind or medium:
        return kind.startswith("image/") or (medium == "image" and not kind)
    path = text_of(row, key).lower().partition("?")[0]
    return path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def _pixels(value: object) -> int:
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
    return value if isinstance(value, int) and 0 < value < 100_000 else 0


def _entry(fields: _Fields) -> RawEntry:
    guid = text_of(fields, "id")
    content = next((text_of(row, "value") for row in rows_of(fields, "content")), "")
    summary = text_of(fields, "description")
    return RawEntry(
        title=text_of(fields, "title"),
        link=text_of(fields, "link"),
        guid=guid if guid.startswith(("http://", "https://")) else "",
        summary=summary,
        # Without a text of its own the description stands in for it.
        content="" if content == summary else _WRAPPER.sub("", content),
        published_at=parse_date(text_of(fields, "published")),
        updated_at=parse_date(text_of(fields, "updated")),
        authors=distinct([text_of(fields, "author")]),
        pictures=pictures_of(fields),
        keywords=keywords_of(fields),
    )
