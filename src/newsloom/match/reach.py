"""Times of new articles -> the stretch of time an engine holds in full, and what it may let go.

Knows times only. It follows the newest windows, so that an archive matched in order of time is held
a stretch at a time; a stray article of another year does not move it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsloom.ports import Span

STRAYS = 20
"""New articles far from the stretch held that make the engine leave it: fewer are read for once."""

PATIENCE = 3
"""Windows in a row far from the stretch held that make the engine leave it, however small."""

SLACK = 0.5
"""How much more than its reach before a window is held, as a share of the reach: articles are often
read a day or two late."""


class Reach:
    """The stretch held in full."""

    def __init__(self, reach: timedelta) -> None:
        self.reach = reach
        self.span: Span | None = None
        self.far_windows = 0

    def move(self, moments: Sequence[datetime]) -> None:
        """Follow a window that was read in full around the times of its new articles."""
        if not moments:
            return
        near = [at for at in moments if self._is_near(at)]
        if not near and self.span is not None:
            self.far_windows += 1
            if len(moments) < STRAYS and self.far_windows < PATIENCE:
                return
        self.far_windows = 0
        first, last = self._stretch(near or moments)
        if self.span is not None and near:
            first, last = min(first, self.span[0]), max(last, self.span[1])
            first = max(first, min(near) - self.reach * (1 + SLACK))
        self.span = (first, last)

    def _is_near(self, at: datetime) -> bool:
        """Say whether what is around a time touches the stretch held."""
        if self.span is None:
            return False
        return self.span[0] - self.reach <= at <= self.span[1] + self.reach

    def _stretch(self, moments: Sequence[datetime]) -> Span:
        """Return the stretch around the largest group of times, the latest of equals."""
        ordered = sorted(moments)
        groups = [[ordered[0]]]
        for at in ordered[1:]:
            if at - groups[-1][-1] <= 2 * self.reach:
                groups[-1].append(at)
            else:
                groups.append([at])
        largest = max(groups, key=lambda group: (len(group), group[-1]))
        return largest[0] - self.reach, largest[-1] + self.reach
