"""robots.txt -> may this address be fetched; asked once for a host in a run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from newsloom.errors import FetchError
from newsloom.model import Deferred

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 asks for at least as many)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking for robots.txt gave: a status below 500 and the text, if there is one."""

    status: int
    body: bytes


Ask = Callable[[str], Awaitable[Answer | Deferred]]


class RobotsBook:
    """The rules of every host met in this run."""

    def __init__(self, agent: str) -> None:
        self.agent = agent
        self._rules: dict[str, Protego | Deferred] = {}

    async def check(self, url: str, ask: Ask, turns: dict[str, asyncio.Lock]) -> Deferred | None:
        """Return None when the address may be fetched, Deferred while the rules cannot be had.

        ``turns`` belongs to the event loop: one lock for each host whose rules are being asked
        for. A host without a robots.txt (4xx) allows all; one that fails is left alone for now.

        Raises:
            FetchError: the rules forbid it.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with turns.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = rules_of(await ask(f"{origin}/robots.txt"))
        rules = self._rules[origin]
        if isinstance(rules, Deferred):
            return rules
        if not rules.can_fetch(url, self.agent):
            raise FetchError(url, "robots.txt of its site forbids it", "robots")
        return None


def rules_of(answer: Answer | Deferred) -> Protego | Deferred:
    """Return the rules in an answer."""
    if isinstance(answer, Deferred):
        return Deferred(answer.until, f"robots.txt cannot be had: {answer.detail}")
    text = answer.body[:LARGEST].decode("utf-8", "replace") if answer.status < 300 else ""
    return Protego.parse(text)
