"""robots.txt -> may this address be fetched, and how slowly; asked once for a host in a while."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from protego import Protego

from newsloom.edges.place import Place
from newsloom.errors import FetchError

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 asks for at least as many)."""

KEPT = timedelta(hours=12)
"""How long rules are believed without asking again (RFC 9309: at most a day)."""

ADDRESSED = re.compile(r"(?im)^([ \t]*user[- ]?agent[ \t]*:?[ \t]*)([^\r\n#]*)")
"""A line that says whom the rules below are for."""

OTHERS = "somebody-else"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says to us."""

    protego: Protego
    pause: float
    """Seconds it wants between two requests; 0 = it does not say."""


class RobotsText(NamedTuple):
    """A robots.txt, and until when it is believed."""

    body: bytes
    until: datetime


class RobotsMemory(Protocol):
    """What is kept of robots.txt files from run to run."""

    def robots(self, origins: Iterable[str]) -> Mapping[str, RobotsText]: ...
    def save_robots(self, texts: Mapping[str, RobotsText]) -> None: ...


Ask = Callable[[str], Awaitable[bytes]]
"""Address of a robots.txt -> its text, b"" when there is none; FetchError = not to be had now."""


class RobotsBook:
    """The rules of every host met, those of earlier runs where a memory is given."""

    def __init__(
        self, agent: str, clock: Callable[[], datetime], memory: RobotsMemory | None = None
    ) -> None:
        self.agent, self.clock, self.memory = agent, clock, memory
        self._known: dict[str, tuple[datetime, Rules | FetchError]] = {}
        self._new: dict[str, RobotsText] = {}

    def keep(self) -> None:
        """Put what was asked for since the last time into the memory."""
        if self.memory is not None and self._new:
            self.memory.save_robots(self._new)
        self._new = {}

    async def rules(self, place: Place, ask: Ask, locks: dict[str, asyncio.Lock]) -> Rules:
        """Return the rules of a place's host, when they allow it.

        ``locks`` belong to the event loop: one for each host whose rules are being asked for. A
        host without a robots.txt (4xx) allows all; one that fails is left alone for now.

        Raises:
            FetchError: they forbid it, or cannot be had.
        """
        known = self._fresh(place.origin)
        if known is None:
            async with locks.setdefault(place.origin, asyncio.Lock()):
                known = self._fresh(place.origin) or self._remembered(place.origin)
                if known is None:
                    known = await self._asked(place.origin, ask)
        if isinstance(known, FetchError):
            raise FetchError(place.url, known.message, known.code, known.retry_at)
        if not known.protego.can_fetch(place.url, self.agent):
            raise FetchError(place.url, "robots.txt of its site forbids it", "robots")
        return known

    def _fresh(self, origin: str) -> Rules | FetchError | None:
        """Return what is known of a host, as long as it holds."""
        until, known = self._known.get(origin, (None, None))
        return known if until is not None and self.clock() < until else None

    def _remembered(self, origin: str) -> Rules | None:
        """Return what an earlier run has learned of a host, as long as it holds."""
        texts = self.memory.robots([origin]) if self.memory is not None else {}
        text = texts.get(origin)
        if text is None or self.clock() >= text.until:
            return None
        rules = rules_of(text.body, self.agent)
        self._known[origin] = text.until, rules
        return rules

    async def _asked(self, origin: str, ask: Ask) -> Rules | FetchError:
        """Return the rules of a host as it tells them now."""
        until = self.clock() + KEPT
        try:
            text = RobotsText((await ask(f"{origin}/robots.txt"))[:LARGEST], until)
        except FetchError as exc:
            says = f"robots.txt cannot be had: {exc.message}"
            error = FetchError(origin, says, exc.code, exc.retry_at)
            self._known[origin] = exc.retry_at or until, error
            return error
        rules = rules_of(text.body, self.agent)
        self._known[origin], self._new[origin] = (until, rules), text
        return rules


def rules_of(body: bytes, agent: str) -> Rules:
    """Return the rules that a robots.txt has for us."""
    protego = Protego.parse(for_us(body.decode("utf-8-sig", "replace"), agent))
    return Rules(protego, protego.crawl_delay(agent) or 0.0)


def for_us(text: str, agent: str) -> str:
    """Return a robots.txt in which everybody else has one name.

    Thousands of names over thousands of rules would cost their product.
    """

    def renamed(line: re.Match[str]) -> str:
        name = line[2].strip().lower().replace("*", "")
        return line[0] if name in agent.lower() else line[1] + OTHERS

    return ADDRESSED.sub(renamed, text)
