"""What every page says of the whole newsroom, counted at most every few seconds."""

from __future__ import annotations

import threading
import time

from newsloom.model import FrontCounts
from newsloom.ports.front import Front

LOOK_SECONDS = 1.0
"""How often it is asked whether something changed."""

COUNT_SECONDS = 10.0
"""How often what changed is counted again: counting 100,000 articles takes tens of ms."""


class Counts:
    """The counts of the line under the date and of the bars, and the counter of changes."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self._turn = threading.Lock()
        self._counts: FrontCounts | None = None
        self._counter = self._counted = -1
        self._looked_at = self._counted_at = float("-inf")

    def counter(self) -> int:
        """Return the change counter, at most a second old."""
        if time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self._looked_at = time.monotonic()
            self._counter = self.front.change_counter()
        return self._counter

    def now(self) -> FrontCounts:
        """Return the counts, at most some seconds old.

        One caller at a time counts; the others take what was counted before.
        """
        known, counter = self._counts, self.counter()
        is_old = time.monotonic() - self._counted_at >= COUNT_SECONDS
        if known is not None and (counter == self._counted or not is_old):
            return known
        if known is not None and self._turn.locked():
            return known
        with self._turn:
            return self._count(counter)

    def _count(self, counter: int) -> FrontCounts:
        if self._counts is None or self._counted != counter:
            self._counts = self.front.front_counts()
            self._counted, self._counted_at = counter, time.monotonic()
        return self._counts
