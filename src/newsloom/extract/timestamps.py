"""Declarations -> the times of publication and of change that a page declares.

Which of them is believed is `dating`'s work, which knows the source's date, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsloom.extract.declarations import Declarations
from newsloom.extract.json_ld import Json, JsonLd, text_of, type_names
from newsloom.text.dates import parse_date

PUBLISHED_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "rnews:datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "pubdate",
    "pub_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "date",
)
"""Meta names that hold the time of publication, most trusted first."""
UPDATED_NAMES = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revised",
)  # fmt: skip
"""Meta names that hold the time of the last change, most trusted first."""
MOST_CHARACTERS = 100
FARTHEST_ZONE = timedelta(hours=14)
ANY_ZONES_DAY = timedelta(hours=36)
"""A day without a time and a moment on it, in any time zone, lie no further apart."""
QUARTER = timedelta(minutes=15)
"""Every time zone differs from UTC by a whole number of these."""
CLOCK = re.compile(r"\d[:hH.]\d|[Tt]\d{4}")
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)$")


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A declared moment."""

    at: datetime
    """In UTC; local time taken for UTC when it ``is_local``."""
    where: str
    """The declaration, for the reason people read: ``JSON-LD datePublished``."""
    has_clock: bool = True
    """It has a time of day."""
    is_local: bool = False
    """It has a time of day but no time zone."""
    offset: timedelta | None = None
    """Of its zone as written, None when that is UTC, a name or missing."""


@dataclass(frozen=True, slots=True)
class Timestamps:
    """What a page declares of its times, most trusted first."""

    published: tuple[Timestamp, ...] = ()
    updated: tuple[Timestamp, ...] = ()


def read_timestamps(told: Declarations, json_ld: JsonLd) -> Timestamps:
    """Return the declared times; what is no date is passed over.

    The first time of publication is made as exact as the others allow: a day becomes the moment on
    it, a local time takes the zone of another declaration, one said to be UTC that of another with
    the same clock.
    """
    updated = tuple(stamps(changes(told, json_ld.fields)))
    published = tuple(stamps(publications(told, json_ld)))
    if "liveblogposting" in type_names(json_ld.article):
        published = from_start_of_coverage(published, json_ld.article)
    if not published:
        return Timestamps((), updated)
    first = with_clock(published[0], published[1:])
    offsets = [one.offset for one in (*published, *updated) if one.offset is not None]
    first = in_zone(first, published, offsets)
    return Timestamps(tuple(dict.fromkeys((first, *published))), updated)


def publications(told: Declarations, json_ld: JsonLd) -> Iterator[tuple[str, object]]:
    """Yield (declaration, value) of each time of publication: the article's, then the page's."""
    yield "JSON-LD datePublished", json_ld.article.get("datePublished")
    yield from named_moments(told, PUBLISHED_NAMES)
    yield "JSON-LD datePublished", json_ld.fields.get("datePublished")
    yield "JSON-LD uploadDate", json_ld.article.get("uploadDate")
    yield "JSON-LD dateCreated", json_ld.article.get("dateCreated")
    for tag in told.times:
        if tag.is_publication:
            yield "time of publication", tag.moment


def changes(told: Declarations, fields: Json) -> Iterator[tuple[str, object]]:
    """Yield (declaration, value) of each time of a change."""
    yield "JSON-LD dateModified", fields.get("dateModified")
    yield from named_moments(told, UPDATED_NAMES)


def named_moments(told: Declarations, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (declaration, value) of the meta tags of some names."""
    yield from ((f"meta {name}", told.first(name)) for name in names if name in told.metas)


def stamps(values: Iterable[tuple[str, object]]) -> Iterator[Timestamp]:
    """Yield the moments among declared values, each once."""
    seen: set[str] = set()
    for where, value in values:
        text = moment_text(value)
        stamp = None if text in seen else read_stamp(where, text)
        seen.add(text)
        if stamp is not None:
            yield stamp


def moment_text(value: object) -> str:
    """Return a declared moment as text; a number is one of seconds or milliseconds since 1970."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(int(value)) if abs(value) < 1e14 else ""
    return text_of(value).strip()[:MOST_CHARACTERS]


def read_stamp(where: str, text: str) -> Timestamp | None:
    """Return the moment a text names, None when it names none."""
    at = parse_date(text) if text else None
    if at is None:
        return None
    found = OFFSET.search(text) if ":" in text else None
    has_clock = CLOCK.search(text) is not None or text.replace(".", "").isdigit()
    # A zone of our own moves only what has none.
    is_local = has_clock and not found and text[-1] not in "Zz" and parse_date(text, 1) != at
    return Timestamp(at, where, has_clock, is_local, offset_of(found) if found else None)


def offset_of(found: re.Match[str]) -> timedelta:
    """Return how far east of UTC a zone lies, negative in the west."""
    east = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return -east if found["sign"] == "-" else east


def from_start_of_coverage(
    published: tuple[Timestamp, ...], article: Json
) -> tuple[Timestamp, ...]:
    """Return the times of a live blog: some write its last change where its publication belongs."""
    text = moment_text(article.get("coverageStartTime"))
    start = read_stamp("JSON-LD coverageStartTime", text)
    if start is None or (published and published[0].at <= start.at):
        return published
    return (start, *published)


def with_clock(first: Timestamp, others: Sequence[Timestamp]) -> Timestamp:
    """Return a day as the moment on it that another declaration names, if one does."""
    if first.has_clock:
        return first
    same_day = (one for one in others if one.has_clock and abs(one.at - first.at) <= ANY_ZONES_DAY)
    return next(same_day, first)


def in_zone(
    first: Timestamp, published: Sequence[Timestamp], offsets: Sequence[timedelta]
) -> Timestamp:
    """Return a time in the zone that other declarations show, if they show one.

    One of the same moment by the clock, else the offset any time of the page is written with. Where
    two have the same clock, the one said to be UTC is a local time with the wrong label.
    """
    if first.offset == timedelta() or first.is_local:
        for other in published:
            if other.offset and other.at + other.offset == first.at:
                return replace(other, where=first.where)
    if not first.is_local:
        return first
    for other in published:
        apart = abs(other.at - first.at)
        is_same = apart <= FARTHEST_ZONE and apart % QUARTER < timedelta(minutes=1)
        if is_same and other.has_clock and not other.is_local:
            return replace(other, where=first.where)
    if offsets:
        return replace(first, at=first.at - offsets[0], is_local=False)
    return first
