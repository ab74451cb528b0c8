"""An open newsroom -> how its sources do: asked for, and once a week in a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from newsloom.collect.care import SourceHealth, render_care, source_healths
from newsloom.errors import ConfigError
from newsloom.newsroom.room import Room

AWAY = timedelta(days=365)
"""What a reader keeps without an account is forgotten after so long without a visit."""

REPORTS = "reports"
"""Folder of the reports, beside the settings."""

WEEK = timedelta(days=7)


def look_after(room: Room) -> tuple[SourceHealth, ...]:
    """Return how every source does, the worst first."""
    return source_healths(room.store.sources(), room.store.healths())


def care_report(room: Room) -> str:
    """Return the feed care report of this moment, with the history of a week."""
    at = room.clock()
    changes = room.store.health_changes(at - WEEK)
    return render_care(room.settings.newsroom.name, at, look_after(room), changes)


def write_weekly_report(room: Room) -> Path | None:
    """Write the report of this week unless it is there; returns where it was written.

    None = it is there already, or there are no sources.
    """
    week = room.clock().isocalendar()
    path = room.folder / REPORTS / f"feed-care-{week.year}-W{week.week:02}.md"
    if path.exists() or not room.store.sources():
        return None
    path.parent.mkdir(exist_ok=True)
    path.write_text(care_report(room), "utf-8")
    return path


def keep_house(room: Room) -> None:
    """Once a week: write the report of that week, and forget readers who have long been away."""
    if write_weekly_report(room) is not None:
        kept = [account.account_id for account in room.store.accounts()]
        with room.store.transaction():
            room.store.forget_idle_readers(room.clock() - AWAY, kept)


def recheck_sources(room: Room, urls: Sequence[str]) -> None:
    """Make sources due now, whatever they asked for and however they ended.

    Raises:
        ConfigError: one of them is no source of this newsroom.
    """
    known = {source.url for source in room.store.sources()}
    for url in urls:
        if url not in known:
            raise ConfigError(url, "is no source of this newsroom; see newsloom sources list")
    with room.store.transaction():
        room.store.mark_due("poll", urls, room.clock())
