"""Date candidates -> the article's date, where it comes from, and why, in one sentence.

Refuses what cannot be: dates in the future and from before the web. Reads no clock: "future" is
after the moment the page was fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsloom.extract.timestamps import ANY_ZONES_DAY, FARTHEST_ZONE, Timestamp
from newsloom.model import DateOrigin
from newsloom.text.dates import format_utc

FUTURE_SLACK = timedelta(hours=1)
"""Clocks of servers go wrong by minutes, not by more."""
DOUBT = timedelta(hours=48)
"""Two dates further apart than this are worth a word."""
FIRST_YEAR = 1990
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_URL = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[/_-]?)(?P<month>0?[1-9]|1[0-2]|{'|'.join(MONTHS)})"
    r"(?P=gap)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
NEAR_DAYS = timedelta(days=2)
"""A printed date lies no further from the day in the address, or it is another article's."""


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published."""

    at: datetime
    origin: DateOrigin
    reason: str


@dataclass(frozen=True, slots=True)
class DateClues:
    """What is known of an article's date; None and () = that place says nothing."""

    seen_at: datetime
    published: tuple[Timestamp, ...] = ()
    """Times of publication the page declares, most trusted first."""
    updated: tuple[Timestamp, ...] = ()
    """Times of its last change."""
    source: datetime | None = None
    printed: datetime | None = None
    """A day that stands somewhere on the page."""
    url: str = ""


def choose_date(clues: DateClues) -> Dating:
    """Return the date of an article.

    The first believable one counts: declared by the page, the source's, printed on the page, in the
    address, of the last change; when there is none, the moment it was first seen. A declared day
    without a time, and a declared time without a zone, give way to the source's moment that can be
    the same.
    """
    refusals = "".join(refusal(at, clues.seen_at, who) for at, who in told_dates(clues))
    found = (
        date_of_page(clues)
        or date_of_source(clues)
        or local_future(clues)
        or printed_day(clues)
        or day_in_address(clues)
        or date_of_change(clues)
        or Dating(
            clues.seen_at,
            DateOrigin.FIRST_SEEN,
            "No date was found; it is the time the article was first seen.",
        )
    )
    return Dating(found.at, found.origin, found.reason + refusals)


def told_dates(clues: DateClues) -> Iterator[tuple[datetime, str]]:
    """Yield (date, who says it) of the dates of which a refusal is told."""
    for stamp in clues.published:
        yield stamp.at, f"the page ({stamp.where})"
        if is_believable(stamp.at, clues.seen_at):
            break
    if clues.source:
        yield clues.source, "the source"


def date_of_page(clues: DateClues) -> Dating | None:
    """Return the first believable time of publication that the page declares, None = none."""
    usable = (one for one in clues.published if is_believable(one.at, clues.seen_at))
    stamp = next(usable, None)
    if stamp is None:
        return None
    source = believed(clues.source, clues.seen_at)
    apart = abs(stamp.at - source) if source else timedelta.max
    if source and not stamp.has_clock and apart <= ANY_ZONES_DAY:
        reason = "The source's time was taken; the page gives the same day without a time."
        return Dating(source, DateOrigin.SOURCE, reason)
    if source and stamp.is_local and apart <= FARTHEST_ZONE and not is_day(source):
        reason = "The source's time was taken; the page gives one without a time zone."
        return Dating(source, DateOrigin.SOURCE, reason)
    return Dating(stamp.at, DateOrigin.PAGE, declared_sentence(stamp.where, stamp.at, source))


def declared_sentence(where: str, declared: datetime, source: datetime | None) -> str:
    """Return why the declared date counts, with a word on a source that says otherwise."""
    if source and abs(declared - source) > DOUBT:
        hours = round(abs(declared - source).total_seconds() / 3600)
        return (
            f"The page's {where} was taken; the source says {format_utc(source)}, "
            f"{hours} hours away, and a page knows its own date better."
        )
    return f"The page's {where} says so."


def date_of_source(clues: DateClues) -> Dating | None:
    """Return the source's date, None when it gives no usable one."""
    at = believed(clues.source, clues.seen_at)
    reason = "The source gives it; no page declares a usable one."
    return Dating(at, DateOrigin.SOURCE, reason) if at else None


def local_future(clues: DateClues) -> Dating | None:
    """Return the moment the article was seen when a local time only seems to lie after it."""
    for stamp in clues.published:
        ahead = stamp.at - clues.seen_at
        if stamp.is_local and FUTURE_SLACK < ahead <= FARTHEST_ZONE:
            reason = (
                f"The page's {stamp.where} has no time zone and can be no later than the moment "
                "the article was first seen."
            )
            return Dating(clues.seen_at, DateOrigin.PAGE, reason)
    return None


def printed_day(clues: DateClues) -> Dating | None:
    """Return the date printed on the page, None = there is none that the address bears out.

    The day of the last change is none: who looks for a date finds that, too.
    """
    at, in_url = believed(clues.printed, clues.seen_at), url_date(clues.url)
    if at is None or at == in_url or (in_url and abs(at - in_url) > NEAR_DAYS):
        return None
    if is_day(at) and any(stamp.at.date() == at.date() for stamp in clues.updated):
        return None
    what = "day" if is_day(at) else "time"
    reason = f"The {what} is printed on the page; page and source declare none."
    return Dating(at, DateOrigin.PAGE, reason)


def day_in_address(clues: DateClues) -> Dating | None:
    """Return the day in the address, None = there is none."""
    at = believed(url_date(clues.url), clues.seen_at)
    return Dating(at, DateOrigin.URL, "The day stands in the address.") if at else None


def date_of_change(clues: DateClues) -> Dating | None:
    """Return the time of the last change: the article cannot be younger."""
    usable = (one for one in clues.updated if is_believable(one.at, clues.seen_at))
    stamp = next(usable, None)
    if stamp is None:
        return None
    reason = f"Only the time of its last change is known: the page's {stamp.where}."
    return Dating(stamp.at, DateOrigin.PAGE, reason)


# --- what can be believed ------------------------------------------------------------------------


def believed(at: datetime | None, seen_at: datetime) -> datetime | None:
    """Return the date when it can be true, else None."""
    return at if at is not None and is_believable(at, seen_at) else None


def is_believable(at: datetime, seen_at: datetime) -> bool:
    """Return whether a date can be true."""
    return at <= seen_at + FUTURE_SLACK and at.year >= FIRST_YEAR


def refusal(at: datetime, seen_at: datetime, who: str) -> str:
    """Return a sentence about the refusal of a date, "" when it can be true."""
    if is_believable(at, seen_at):
        return ""
    why = "no news is that old" if at.year < FIRST_YEAR else "it lies in the future"
    return f" The date of {who}, {format_utc(at)}, was refused: {why}."


def is_day(at: datetime) -> bool:
    """Return whether a date has no time of day."""
    return (at.hour, at.minute, at.second) == (0, 0, 0)


def url_date(url: str) -> datetime | None:
    """Return the day in an address (``/2020/06/09/``, ``20200609``, ``/2020/jun/09/``), or None."""
    for found in IN_URL.finditer(url):
        month = found["month"].lower()
        if not found["gap"] and not (len(found[0]) == 8 and month.isdigit()):
            continue
        number = int(month) if month.isdigit() else MONTHS.index(month) + 1
        try:
            return datetime(int(found["year"]), number, int(found["day"]), tzinfo=UTC)
        except ValueError:
            continue
    return None
