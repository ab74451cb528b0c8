"""Date candidates -> the article's date, where it comes from, and why, in one sentence.

Refuses what cannot be: dates in the future and from before the web. Reads no clock: "future" is
after the moment the page was fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsloom.model import DateOrigin
from newsloom.text.dates import format_utc

FUTURE_SLACK = timedelta(hours=1)
"""Clocks of servers go wrong by minutes, not by more."""
DOUBT = timedelta(hours=48)
"""Two dates further apart than this are worth a word."""
SAME_DAY = timedelta(hours=36)
"""A day without a time and a moment on it, in any time zone, lie no further apart."""
FIRST_YEAR = 1990
IN_URL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[/_-]?)(?P<month>0?[1-9]|1[0-2])(?P=gap)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published."""

    at: datetime
    origin: DateOrigin
    reason: str


@dataclass(frozen=True, slots=True)
class DateClues:
    """What is known of an article's date; None = that place says nothing."""

    seen_at: datetime
    declared: datetime | None
    declared_where: str
    source: datetime | None
    printed: datetime | None
    """A day that stands somewhere on the page."""
    url: str


def choose_date(clues: DateClues) -> Dating:
    """Return the date of an article: declared by the page, the source's, printed, in the address.

    The first believable one of those counts; when there is none, the moment it was first seen.
    A declared day without a time gives way to the source's moment on the same day.
    """
    declared, refused = believe(clues.declared, clues.seen_at, f"the page ({clues.declared_where})")
    source, refused_source = believe(clues.source, clues.seen_at, "the source")
    printed, _ = believe(clues.printed, clues.seen_at, "the page's text")
    refusals = refused + refused_source
    if declared and source and is_day(declared) and abs(declared - source) <= SAME_DAY:
        reason = "The source's time was taken; the page gives the same day without a time."
        return Dating(source, DateOrigin.SOURCE, reason)
    if declared:
        reason = declared_sentence(clues.declared_where, declared, source) + refusals
        return Dating(declared, DateOrigin.PAGE, reason)
    if source:
        reason = "The source gives it; no page declares a usable one." + refusals
        return Dating(source, DateOrigin.SOURCE, reason)
    in_url, _ = believe(url_date(clues.url), clues.seen_at, "the address")
    if printed and printed != in_url:
        reason = "The day is printed on the page; page and source declare none." + refusals
        return Dating(printed, DateOrigin.PAGE, reason)
    if in_url:
        return Dating(in_url, DateOrigin.URL, "The day stands in the address." + refusals)
    reason = "No date was found; it is the time the article was first seen." + refusals
    return Dating(clues.seen_at, DateOrigin.FIRST_SEEN, reason)


def declared_sentence(where: str, declared: datetime, source: datetime | None) -> str:
    """Return why the declared date counts, with a word on a source that says otherwise."""
    if source and abs(declared - source) > DOUBT:
        hours = round(abs(declared - source).total_seconds() / 3600)
        return (
            f"The page's {where} was taken; the source says {format_utc(source)}, "
            f"{hours} hours away, and a page knows its own date better."
        )
    return f"The page's {where} says so."


def believe(at: datetime | None, seen_at: datetime, who: str) -> tuple[datetime | None, str]:
    """Return the date when it can be true, else None and a sentence about the refusal."""
    if at is None:
        return None, ""
    if at > seen_at + FUTURE_SLACK:
        return None, f" The date of {who}, {format_utc(at)}, was refused: it lies in the future."
    if at.year < FIRST_YEAR:
        return None, f" The date of {who}, {format_utc(at)}, was refused: no news is that old."
    return at, ""


def is_day(at: datetime) -> bool:
    """Return whether a date has no time of day."""
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def url_date(url: str) -> datetime | None:
    """Return the day in an address (``/2020/06/09/``, ``20200609``), None = there is none."""
    for found in IN_URL.finditer(url):
        if not found["gap"] and len(found[0]) != 8:
            continue
        try:
            return datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=UTC)
        except ValueError:
            continue
    return None
