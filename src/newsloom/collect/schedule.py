"""How a source has behaved -> when to look at it again. Reads no clock and rolls no dice."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsloom.model import Health
from newsloom.settings import Fetching

LOOKS_PER_CHANGE = 2.0
"""Looks at a source within the mean time in which it changes: half of them find nothing."""

WEIGHT_OF_NEW = 0.3
"""Share of the newest gap in the mean: about the last six changes count."""

DOUBLINGS = 12
"""More failures in a row change nothing: the longest wait is reached long before."""


def next_check(health: Health, now: datetime, changed: bool, fetching: Fetching) -> timedelta:
    """Return how long to leave a source alone that has just answered.

    ``max(mean gap between its changes, time it has been silent) / 2``, between
    ``fetching.shortest_minutes`` and ``fetching.longest_minutes``. As long as only one change was
    seen, at least ``fetching.check_minutes``.

    Args:
        health: what was known before the look.
        changed: the look has just found something new.
    """
    silence = minutes_since_change(health, now)
    gap = mean_gap(health, now) if changed else max(health.gap_minutes, silence)
    wait = gap / LOOKS_PER_CHANGE
    if not health.gap_minutes:
        wait = max(wait, fetching.check_minutes)
    return bounded(wait, fetching)


def retry_wait(health: Health, fetching: Fetching) -> timedelta:
    """Return how long to leave a source alone that has just failed.

    ``check_minutes * 2 ** (failures before this one)``, between the same bounds.
    """
    wait = fetching.check_minutes * 2.0 ** min(health.failures, DOUBLINGS)
    return bounded(wait, fetching)


def mean_gap(health: Health, now: datetime) -> float:
    """Return the mean minutes between changes with one seen at ``now``; 0 = it is the first."""
    gap = minutes_since_change(health, now)
    if not health.gap_minutes:
        return gap
    return (1 - WEIGHT_OF_NEW) * health.gap_minutes + WEIGHT_OF_NEW * gap


def minutes_since_change(health: Health, now: datetime) -> float:
    """Return the minutes since a source was last seen to change; 0 = it never was."""
    if health.changed_at is None:
        return 0.0
    return max(0.0, (now - health.changed_at).total_seconds() / 60)


def bounded(minutes: float, fetching: Fetching) -> timedelta:
    """Return a wait within the settings' bounds."""
    longest = max(fetching.shortest_minutes, fetching.longest_minutes)
    return timedelta(minutes=min(max(minutes, fetching.shortest_minutes), longest))
