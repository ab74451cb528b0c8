"""Who may ask a host now: so many at once, so far apart, and not while it wants to be left alone.

What is remembered of hosts (``Manners``) lasts a run; ``Turns`` belong to one event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Manners:
    """What hosts have asked of us."""

    started: dict[str, float] = field(default_factory=dict)
    """Host -> when the last request to it began, by the loop's clock."""
    resting: dict[str, datetime] = field(default_factory=dict)
    """Host -> until when it wants no requests."""


@dataclass(slots=True)
class Line:
    """Those who wait for one host."""

    seats: asyncio.LifoQueue[int]
    """Numbers of the free ones, from 0; the last one used is the next, its connection is open."""
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """Whose turn it is, at every host and in all."""

    def __init__(self, per_host: int, at_once: int, manners: Manners) -> None:
        self.per_host, self.manners = per_host, manners
        self.all = asyncio.Semaphore(at_once)
        self.lines: dict[str, Line] = {}

    def line(self, host: str) -> Line:
        """Return the line at a host."""
        if host not in self.lines:
            line = self.lines[host] = Line(asyncio.LifoQueue())
            for seat in range(self.per_host):
                line.seats.put_nowait(seat)
        return self.lines[host]

    def seconds_in_line(self, host: str, pause: float) -> float:
        """Return how long one who came now would wait for a host, its answers taking no time."""
        return pause * self.line(host).waiting

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[int]:
        """Wait for the turn at a host: a seat free, ``pause`` seconds after the last one began.

        Gives the number of the seat, 0 to ``per_host - 1``: no other request has it.
        """
        line = self.line(host)
        seat = await self._seat(line, host, pause)
        try:
            yield seat
        finally:
            self.all.release()
            line.seats.put_nowait(seat)

    async def _seat(self, line: Line, host: str, pause: float) -> int:
        line.waiting += 1
        try:
            seat = await line.seats.get()
            try:
                await self._pass(line, host, pause)
            except BaseException:
                line.seats.put_nowait(seat)
                raise
        finally:
            line.waiting -= 1
        return seat

    async def _pass(self, line: Line, host: str, pause: float) -> None:
        """Pass the gate; it is held to the end, so that starts are spaced as they really are."""
        loop = asyncio.get_running_loop()
        async with line.gate:
            wait = self.manners.started.get(host, -pause) + pause - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            await self.all.acquire()
            self.manners.started[host] = loop.time()
