"""An address -> the answer in which it ends: redirects and landing pages followed, rules kept.

Each hop is held to every rule again: address, robots.txt, the host's turn. Time, size and number of
hops are bounds of the whole way. What a page says is read in ``collect/landing``, not here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx2

from newsloom.collect.landing import next_address
from newsloom.edges.answers import BUSY, FOREIGN, TOO_MANY, check_status, end_of_error, wait_asked
from newsloom.edges.intake import FullError, Room, read_rest, read_start, read_whole
from newsloom.edges.place import Place, place_of
from newsloom.edges.robots import LARGEST, RobotsBook
from newsloom.edges.turns import Manners, Turns
from newsloom.errors import FetchError
from newsloom.settings import Fetching
from newsloom.text.urls import host_of, registered_domain
from newsloom.text.wrappers import unwrap

PERMANENT = frozenset({301, 308})
MOVED = PERMANENT | {302, 303, 307}

LONGEST_LINE_SECONDS = 300.0
"""Most seconds that a page waits for its turn at a slow host, while all others wait for it."""

WAITING = "waiting"
"""Code of a request that was put off because too many others were made."""

HELD_BODIES = 16
"""Bodies of the largest size that one call holds at a time, or as many more of smaller ones."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A final answer with its bytes; none for a status that says no."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    has_moved: bool = False
    """It was led to by permanent redirects alone."""
    wrapper: str = ""
    """Name of the first service through which the way led; "" = none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, and how much of it."""

    headers: Mapping[str, str]
    is_page: bool = False
    """Pages that only lead on to another one are gone through."""
    start: int = 0
    """Bytes of the beginning that are enough; 0 = the whole body."""
    can_wait: bool = True
    """It may stand in line as long as it takes."""
    is_rules: bool = False
    """It is for a robots.txt: no rules hold for it, and no pause."""


@dataclass(slots=True)
class Way:
    """What is left of the time for a way, and what was met on it."""

    seconds: float
    """Waiting for a turn costs nothing."""
    seen: set[str]
    statuses: set[int] = field(default_factory=set)
    wrapper: str = ""


@dataclass(frozen=True, slots=True)
class Walker:
    """One call's way to the web."""

    clients: Sequence[httpx2.AsyncClient]
    """One for each seat at a host, so that no two requests share a connection."""
    settings: Fetching
    clock: Callable[[], datetime]
    book: RobotsBook
    manners: Manners
    turns: Turns
    room: Room
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def get(self, url: str, wish: Wish) -> Reply:
        """Return the final answer for an address.

        Raises:
            FetchError: there is none; with a time when there may be one later.
        """
        try:
            return await self._walk(url, wish)
        except FullError as exc:
            says = "had to wait: too much was fetched at a time"
            raise FetchError(url, says, WAITING, self.clock()) from exc
        except FOREIGN as exc:
            raise end_of_error(url, exc, self.clock()) from exc

    async def _walk(self, url: str, wish: Wish) -> Reply:
        place = place_of(url)
        way = Way(self.settings.timeout_seconds, {place.url})
        for _ in range(self.settings.max_redirects + 1):
            reply = await self._hop(place, wish, way)
            onward = self._redirect(reply, wish, way) or self._door(reply, wish, way)
            if onward is None:
                has_moved = bool(way.statuses) and way.statuses <= PERMANENT
                return replace(reply, has_moved=has_moved, wrapper=way.wrapper)
            way.statuses.add(reply.status)
            way.seen.add(onward.url)
            place = onward
        times = self.settings.max_redirects
        raise FetchError(url, f"redirects more than {times} times", "redirects")

    def _redirect(self, reply: Reply, wish: Wish, way: Way) -> Place | None:
        """Return where a redirect leads, a wrapper of the target taken off; None = it is none.

        Raises:
            FetchError: to no web address, or in a circle.
        """
        target = reply.headers.get("location", "") if reply.status in MOVED else ""
        if not target:
            return None
        place = place_of(target, reply.url)
        inner = unwrap(place.url) if wish.is_page else None
        if inner is not None:
            place, way.wrapper = place_of(inner.url), way.wrapper or inner.name
        elif wish.is_page and registered_domain(place.host) != registered_domain(reply.url):
            way.wrapper = way.wrapper or host_of(reply.url).removeprefix("www.")
        if place.url in way.seen:
            raise FetchError(reply.url, "redirects in a circle", "redirects")
        return place

    def _door(self, reply: Reply, wish: Wish, way: Way) -> Place | None:
        """Return where a page leads that is only a door; None = it is what was looked for."""
        if not (wish.is_page and reply.body):
            return None
        told = reply.headers.get("content-type", "")
        landing = next_address(reply.body, reply.url, told)
        place = place_of(landing.url) if landing else None
        if landing is None or place is None or place.url in way.seen:
            return None
        way.wrapper = way.wrapper or landing.name
        return place

    async def _hop(self, place: Place, wish: Wish, way: Way) -> Reply:
        """Return the answer to one request, when the rules allow it and it is the host's turn."""
        pause = 0.0 if wish.is_rules else await self._pause(place)
        if not wish.can_wait:
            self._check_line(place, pause)
        loop = asyncio.get_running_loop()
        async with self.turns.turn(place.host, pause) as seat:
            self._check_rest(place)
            began = loop.time()
            async with asyncio.timeout(max(way.seconds, 0.001)):
                reply = await self._ask(self.clients[seat], place, wish)
            way.seconds -= loop.time() - began
        if reply.status == TOO_MANY:
            now = self.clock()
            wait = wait_asked(reply.headers.get("retry-after", ""), now)
            self.manners.resting[place.host] = now + wait
        return reply

    async def _pause(self, place: Place) -> float:
        """Return the seconds to leave between two requests to a host.

        Raises:
            FetchError: robots.txt forbids this one, or cannot be had.
        """
        least = self.settings.host_delay_seconds
        if not self.settings.obey_robots:
            return least
        self._check_rest(place)
        rules = await self.book.rules(place, self._robots, self.locks)
        return max(least, min(rules.pause, self.settings.crawl_delay_most_seconds))

    def _check_rest(self, place: Place) -> None:
        """Raise FetchError while a host wants to be left alone."""
        until = self.manners.resting.get(place.host)
        if until is not None and self.clock() < until:
            raise FetchError(place.url, "its host asks for a pause", BUSY, until)

    def _check_line(self, place: Place, pause: float) -> None:
        """Raise FetchError when too many wait for a host already."""
        seconds = self.turns.seconds_in_line(place.host, pause)
        if seconds > LONGEST_LINE_SECONDS:
            until = self.clock() + timedelta(seconds=seconds)
            says = f"its host wants {pause:g} seconds between two requests"
            raise FetchError(place.url, says, WAITING, until)

    async def _ask(self, client: httpx2.AsyncClient, place: Place, wish: Wish) -> Reply:
        settings = self.settings
        async with client.stream("GET", place.url, headers=wish.headers) as response:
            status, told, body = response.status_code, response.headers, b""
            if not 200 <= status < 300:
                await read_rest(response)
            elif wish.start:
                body = await read_start(response, place.url, wish.start)
            else:
                most, growth = settings.max_bytes, settings.inflation
                body = await read_whole(response, place.url, most, growth, self.room)
            return Reply(status, place.url, told, body)

    async def _robots(self, url: str) -> bytes:
        """Return a robots.txt; one that is not there, or can never be had, allows all.

        Raises:
            FetchError: it cannot be had now.
        """
        wish = Wish({"Accept": "text/plain,*/*;q=0.5"}, start=LARGEST, is_rules=True)
        try:
            reply = await self.get(url, wish)
            check_status(url, reply.status, reply.headers, self.clock())
        except FetchError as exc:
            if exc.retry_at is not None:
                raise
            return b""
        return reply.body
