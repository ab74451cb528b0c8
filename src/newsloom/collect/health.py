"""How looks at a source ended -> how the source is doing. Asks nobody and stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from newsloom.collect.schedule import mean_gap
from newsloom.errors import SourceError
from newsloom.model import (
    NEVER_ASKED,
    Deferred,
    Health,
    HealthState,
    Listing,
    Snapshot,
)
from newsloom.ports import UNCHANGED

End = TypeVar("End")

ASKING_STATES: Mapping[str, HealthState] = {
    "gone": HealthState.GONE,
    "not-found": HealthState.MISSING,
    "robots": HealthState.BLOCKED,
    "forbidden": HealthState.BLOCKED,
    "private-address": HealthState.BLOCKED,
    "busy": HealthState.BLOCKED,
}
"""Code of a failed look -> state; every other code is UNREACHABLE."""

CONTENT_STATES: Mapping[str, HealthState] = {
    "empty": HealthState.EMPTY,
    "no-links": HealthState.EMPTY,
    "html-instead-of-feed": HealthState.HTML,
}
"""Code of what could not be read -> state; every other code is UNPARSABLE."""

SENTENCES: Mapping[HealthState, str] = {
    HealthState.GONE: "The server says it is gone for good; it is not asked any more.",
    HealthState.BLOCKED: "The server or its robots.txt does not let us in, or asks for a pause.",
    HealthState.MISSING: "Its address does not exist; look for its new one.",
    HealthState.UNREACHABLE: "It gives no usable answer.",
    HealthState.HTML: "It is a web page now, not a feed.",
    HealthState.UNPARSABLE: "What it gives cannot be read.",
    HealthState.EMPTY: "It lists nothing.",
    HealthState.UNDATED: "None of its items has a date.",
    HealthState.STALE: "It has had nothing new for a long time.",
    HealthState.MOVED: "It has moved for good; change its address.",
    HealthState.NEW: "It has not been looked at yet.",
    HealthState.WELL: "It is well.",
}
"""What each state means, for people."""


def health_after_asking(
    before: Health, end: Snapshot | Deferred | SourceError, at: datetime, stale: timedelta
) -> Health:
    """Return the health of a source after it was asked.

    An answer without news changes a healthy source's record in nothing, unless it has become stale.
    """
    match end:
        case Snapshot():
            after = replace(
                answered(before),
                changed_at=at,
                gap_minutes=mean_gap(before, at),
                moved_to=end.moved_to or kept_move(before, end),
                hub=end.hub or before.hub,
                topic=end.topic or before.topic,
            )
        case Deferred(detail=detail) if detail == UNCHANGED:
            after = with_staleness(answered(before), at, stale)
        case Deferred(code=code, detail=detail):
            after = failed(before, code, detail)
        case SourceError(code=code, message=message):
            after = failed(before, code, message)
    return dated(before, after, at)


def health_after_reading(
    before: Health, end: Listing | SourceError, at: datetime, stale: timedelta
) -> Health:
    """Return the health of a source after what it gave was read."""
    if isinstance(end, SourceError):
        state = CONTENT_STATES.get(end.code, HealthState.UNPARSABLE)
        return dated(before, replace(before, content=state, detail=end.message), at)
    is_dated = any(item.published_at or item.updated_at for item in end.items)
    dates = [d for item in end.items if (d := item.published_at or item.updated_at) and d <= at]
    state = HealthState.WELL
    if not end.items and not end.children:
        state = HealthState.EMPTY
    elif end.items and end.has_dates and not is_dated:
        state = HealthState.UNDATED
    after = replace(
        before,
        content=state,
        detail="" if state is HealthState.WELL else SENTENCES[state],
        newest_at=max(dates, default=before.newest_at),
        hub=end.hub or before.hub,
        topic=end.topic or before.topic,
    )
    return dated(before, with_staleness(after, at, stale), at)


def answered(health: Health) -> Health:
    """Return the health of a source that has answered; trouble with reading it stays."""
    if health.asking is HealthState.WELL:
        return health
    detail = SENTENCES[health.content] if is_poor(health.content) else ""
    return replace(health, asking=HealthState.WELL, failures=0, detail=detail)


def failed(health: Health, code: str, detail: str) -> Health:
    """Return the health of a source that could not be had."""
    state = ASKING_STATES.get(code, HealthState.UNREACHABLE)
    return replace(health, asking=state, failures=health.failures + 1, detail=detail)


def kept_move(health: Health, snapshot: Snapshot) -> str:
    """Return where a source is known to have moved, "" once it answers at its own address."""
    return "" if snapshot.final_url == snapshot.source.url else health.moved_to


def with_staleness(health: Health, at: datetime, stale: timedelta) -> Health:
    """Return the health with STALE set or taken back by the date of the newest item."""
    newest = health.newest_at
    if newest is None or health.content not in (HealthState.WELL, HealthState.STALE):
        return health
    if at - newest <= stale:
        is_back = health.content is HealthState.STALE
        return replace(health, content=HealthState.WELL, detail="") if is_back else health
    if health.content is HealthState.STALE:
        return health
    detail = f"Its newest item is of {newest:%Y-%m-%d}."
    return replace(health, content=HealthState.STALE, detail=detail)


def dated(before: Health, after: Health, at: datetime) -> Health:
    """Return the health with the moment it came into its state."""
    if before.since is not None and before.state is after.state:
        return after
    return replace(after, since=at)


def is_poor(state: HealthState) -> bool:
    """Return whether a state is one that somebody should look after."""
    return state not in (HealthState.WELL, HealthState.NEW)


def changed_healths(
    step: Callable[[Health, End, datetime, timedelta], Health],
    known: Mapping[str, Health],
    ends: Mapping[str, End],
    at: datetime,
    stale: timedelta,
) -> dict[str, Health]:
    """Return the healths that one step (asking or reading) has changed, by source."""
    after = {url: step(known.get(url, NEVER_ASKED), end, at, stale) for url, end in ends.items()}
    return {url: health for url, health in after.items() if health != known.get(url)}
