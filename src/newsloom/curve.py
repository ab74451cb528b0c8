"""Heat -> its value at a moment. Knows no story, settings of the gate, or drawing.

The one formula that judging, publishing and the live page share.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from newsloom.model import Heat
from newsloom.settings import Heating


def heat_at(heat: Heat, at: datetime) -> float:
    """Return the heat at a moment: the sum of the shares' ``share_at``; >= 0."""
    return sum(share_at(share.weight, share.at, at, heat.half_life_hours) for share in heat.shares)


def share_at(weight: float, since: datetime, at: datetime, half_life_hours: float) -> float:
    """Return weight * 2^(-(at - since) / half life); 0 before ``since``; half life 0 = no decay."""
    if at < since:
        return 0.0
    if half_life_hours == 0:
        return weight
    hours = (at - since) / timedelta(hours=1)
    return float(weight * 2.0 ** (-hours / half_life_hours))


def trend_at(heat: Heat, at: datetime, heating: Heating) -> float:
    """Return the change of heat over the last ``trend_hours``, in points of heat."""
    return heat_at(heat, at) - heat_at(heat, at - timedelta(hours=heating.trend_hours))


def direction(change: float, heating: Heating) -> str:
    """Return "rising", "falling" or "steady": a change counts beyond ``trend_points``."""
    if abs(change) <= heating.trend_points:
        return "steady"
    return "rising" if change > 0 else "falling"
