"""Notices -> calls of webhooks, signed as Standard Webhooks, through the guarded transport.

One hook is called for one notice after the other, so that a list of its calls is in order; several
hooks are called at once. One that fails, or is slow, is left alone until later with all that waits
for it: it never holds up the newsroom.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx2

from newsloom.edges.answers import FOREIGN, end_of_error, wait_asked
from newsloom.edges.http import WebFetcher
from newsloom.edges.place import place_of
from newsloom.edges.transport import Outside
from newsloom.errors import FetchError
from newsloom.model import Deferred, Dropped
from newsloom.model.hooks import Answered, Call
from newsloom.ports.hooks import ENDED
from newsloom.settings import Fetching

SECRET_PREFIX = "whsec_"

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Wait after the first, second, ... failed call (Standard Webhooks); after the last it is given up,
75 hours after the first."""

PATIENCE_SECONDS = 10.0
"""How long a hook may take to answer."""

SHARE_SECONDS = 10.0
WINDOW = timedelta(seconds=30)
"""A hook is called for so many seconds in such a stretch of time; the rest of its line waits."""

LONGEST_REST = timedelta(minutes=5)
"""After a call that failed its hook is left alone for the pause, but no longer than this."""

LONGEST_WAIT = timedelta(days=4)
"""After this a notice is given up that was never tried because those before it failed."""

GONE = 410

End = Answered | Deferred | Dropped


@dataclass(slots=True)
class Manner:
    """How a hook did lately."""

    since: datetime
    """When its present window began."""
    spent: float = 0.0
    """Seconds it has taken to answer in it."""
    rests_until: datetime | None = None
    """When it is called again; None = it has not failed."""
    has_ended: bool = False


@dataclass(slots=True)
class HookCaller:
    """``ports.hooks.Caller`` on the real web; it remembers how each hook did."""

    settings: Fetching
    clock: Callable[[], datetime]
    outside: Outside | None = None
    manners: dict[str, Manner] = field(default_factory=dict)

    def call(self, calls: Mapping[str, Call]) -> Mapping[str, End]:
        """Return how each call ended: taken, to be tried again, or given up."""
        return asyncio.run(self._all(calls)) if calls else {}

    async def _all(self, calls: Mapping[str, Call]) -> dict[str, End]:
        by_hook: dict[str, list[Call]] = {}
        for call in calls.values():
            by_hook.setdefault(call.notice.hook_id, []).append(call)
        turns = asyncio.Semaphore(self.settings.at_once)
        fetcher = WebFetcher(self.settings, self.clock, outside=self.outside)
        async with fetcher.client() as client:

            async def line(waiting: Sequence[Call]) -> dict[str, End]:
                async with turns:
                    return {one.notice.notice_id: await self._next(client, one) for one in waiting}

            ends = await asyncio.gather(*map(line, by_hook.values()))
        return {key: end for one in ends for key, end in one.items()}

    async def _next(self, client: httpx2.AsyncClient, call: Call) -> End:
        """Return how the next call of a hook's line ends, or that it has to wait."""
        now = self.clock()
        manner = self.manners.setdefault(call.notice.hook_id, Manner(now))
        if manner.has_ended:
            return Dropped(ENDED, "The hook has asked for no more calls (410).")
        if manner.rests_until is not None and now < manner.rests_until:
            return put_off(call, manner.rests_until, now)
        if now - manner.since >= WINDOW:
            manner.since, manner.spent = now, 0.0
        if manner.spent >= SHARE_SECONDS:
            return put_off(call, manner.since + WINDOW, now)
        loop = asyncio.get_running_loop()
        began = loop.time()
        end = await self._once(client, call)
        manner.spent += loop.time() - began
        manner.has_ended = isinstance(end, Dropped) and end.code == ENDED
        manner.rests_until = rest_after(end, self.clock())
        return end

    async def _once(self, client: httpx2.AsyncClient, call: Call) -> End:
        now = self.clock()
        headers = signed_headers(call, now)
        try:
            url = place_of(call.url).url
            async with (
                asyncio.timeout(PATIENCE_SECONDS),
                client.stream("POST", url, content=call.notice.body, headers=headers) as answer,
            ):
                status, told = answer.status_code, answer.headers.get("retry-after", "")
        except FetchError as exc:
            return failed(call, exc.message, now)
        except FOREIGN as exc:
            return failed(call, end_of_error(call.url, exc, now).message, now)
        if 200 <= status < 300:
            return Answered(call.notice.notice_id, now, f"It answered {status}.")
        if status == GONE:
            return Dropped(ENDED, "It answered 410: the hook wants no more calls.")
        wait = wait_asked(told, now) if told else timedelta()
        return failed(call, f"answers {status}", now, wait)


def rest_after(end: End, now: datetime) -> datetime | None:
    """Return until when a hook is left alone after a call; None = it is not."""
    if isinstance(end, Answered):
        return None
    longest = now + LONGEST_REST
    return min(end.until, longest) if isinstance(end, Deferred) else longest


def failed(call: Call, says: str, now: datetime, wait: timedelta = timedelta()) -> End:
    """Return how a call ends that failed: put off for at least ``wait``, or given up."""
    tries, sentence = call.notice.tries, f"{says[:1].upper()}{says[1:]}."
    if tries >= len(PAUSES):
        return Dropped("gave-up", f"{sentence} It was called {tries + 1} times.")
    return Deferred(now + max(wait, PAUSES[tries]), sentence)


def put_off(call: Call, until: datetime, now: datetime) -> Deferred | Dropped:
    """Return the end of a notice whose hook cannot be called now: no try, unless it is too old."""
    if now - call.notice.made_at > LONGEST_WAIT:
        return Dropped("gave-up", "Its hook has failed for days.")
    return Deferred(until, "those before it come first", "waiting")


def signed_headers(call: Call, at: datetime) -> dict[str, str]:
    """Return the headers of a call: its id, the time, and the signature of both and the body."""
    moment = str(int(at.timestamp()))
    signature = signature_of(call.secret, call.notice.notice_id, moment, call.notice.body.encode())
    return {
        "Content-Type": "application/json",
        "webhook-id": call.notice.notice_id,
        "webhook-timestamp": moment,
        "webhook-signature": signature,
    }


def signature_of(secret: str, notice_id: str, moment: str, body: bytes) -> str:
    """Return ``v1,`` and the base64 HMAC-SHA256 of "id.timestamp.body" (Standard Webhooks 1).

    ``secret`` is ``whsec_`` and the key in base64; ``moment`` is in whole seconds since 1970.
    """
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{notice_id}.{moment}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"
