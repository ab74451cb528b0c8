"""Heat -> its value at a moment. Knows no story, settings of the gate, or drawing.

The one formula that judging, publishing and the live page share.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import fsum, log2
from typing import Protocol

from newsloom.settings import Heating

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment at which ``rank_of`` compares stories."""

COLDEST = -1e9
"""Rank of a story without any heat."""


class Share(Protocol):
    """One report's part of the heat at the moment it was published."""

    @property
    def at(self) -> datetime: ...
    @property
    def weight(self) -> float: ...


class Curve(Protocol):
    """What has a heat: a ``Heat``, or a ``Summary``."""

    @property
    def half_life_hours(self) -> float: ...
    @property
    def shares(self) -> Sequence[Share]: ...


def rank_of(heat: Curve) -> float:
    """Return log2 of the heat at ``EPOCH``, as if every share had been there always.

    rank = log2(sum of weight * 2^((at - EPOCH) / half life)). All heats halve alike, so whoever
    ranks first at one moment does at every other after its last report: a list by heat is a list by
    rank, whatever the time is.
    """
    logs = [
        log2(share.weight) + halvings(share.at, heat.half_life_hours)
        for share in heat.shares
        if share.weight > 0
    ]
    if not logs:
        return COLDEST
    highest = max(logs)
    return highest + log2(fsum(2.0 ** (log - highest) for log in logs))


def halvings(at: datetime, half_life_hours: float) -> float:
    """Return the half lives from ``EPOCH`` to a moment; 0 where heat does not cool."""
    return (at - EPOCH) / timedelta(hours=half_life_hours) if half_life_hours else 0.0


def heat_at(heat: Curve, at: datetime) -> float:
    """Return the heat at a moment: the sum of the shares' ``share_at``; >= 0."""
    return sum(share_at(share.weight, share.at, at, heat.half_life_hours) for share in heat.shares)


def heats_at(heat: Curve, moments: Sequence[datetime]) -> list[float]:
    """Return the heat at each of some moments, which are in order: as ``heat_at``, in one pass.

    What there was cools alike, so each share is worked out once: at the first moment it is there.
    """
    arrivals = sorted((share.at, share.weight) for share in heat.shares)
    found: list[float] = []
    total, passed, before = 0.0, 0, EPOCH
    for moment in moments:
        total = share_at(total, min(before, moment), moment, heat.half_life_hours)
        while passed < len(arrivals) and arrivals[passed][0] <= moment:
            since, weight = arrivals[passed]
            total += share_at(weight, since, moment, heat.half_life_hours)
            passed += 1
        found.append(total)
        before = moment
    return found


def share_at(weight: float, since: datetime, at: datetime, half_life_hours: float) -> float:
    """Return weight * 2^(-(at - since) / half life); 0 before ``since``; half life 0 = no decay."""
    if at < since:
        return 0.0
    if half_life_hours == 0:
        return weight
    hours = (at - since) / timedelta(hours=1)
    return float(weight * 2.0 ** (-hours / half_life_hours))


def trend_at(heat: Curve, at: datetime, heating: Heating) -> float:
    """Return the change of heat over the last ``trend_hours``, in points of heat."""
    return heat_at(heat, at) - heat_at(heat, at - timedelta(hours=heating.trend_hours))


def direction(change: float, heating: Heating) -> str:
    """Return "rising", "falling" or "steady": a change counts beyond ``trend_points``."""
    if abs(change) <= heating.trend_points:
        return "steady"
    return "rising" if change > 0 else "falling"
