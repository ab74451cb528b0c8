"""Subscriptions -> requests to WebSub hubs (W3C WebSub, 5.1), through the guarded transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import httpx2

from newsloom.edges.answers import FOREIGN, check_status, end_of_error
from newsloom.edges.http import WebFetcher
from newsloom.edges.place import place_of
from newsloom.errors import SourceError
from newsloom.model import Deferred, Subscription
from newsloom.ports import UNCHANGED
from newsloom.settings import Fetching

RENEWAL = timedelta(days=1)
"""A lease is asked for anew when no more than this is left of it."""

LEASE_SECONDS = 10 * 24 * 3600
"""The lease asked for; hubs grant what they like."""


class WebHubs:
    """``ports.Hubs`` on the real web."""

    def __init__(self, settings: Fetching, clock: Callable[[], datetime]) -> None:
        self.settings, self.clock = settings, clock

    def subscribe(
        self, wanted: Mapping[str, Subscription]
    ) -> Mapping[str, Subscription | Deferred | SourceError]:
        """Return the subscription itself when its hub took the request.

        Deferred while a lease holds for more than a day.
        """
        return asyncio.run(self._all(wanted))

    async def _all(
        self, wanted: Mapping[str, Subscription]
    ) -> dict[str, Subscription | Deferred | SourceError]:
        turns = asyncio.Semaphore(self.settings.at_once)
        async with WebFetcher(self.settings, self.clock).client() as client:

            async def one(asked: Subscription) -> Subscription | Deferred | SourceError:
                async with turns:
                    return await self._one(client, asked)

            ends = await asyncio.gather(*map(one, wanted.values()))
            return dict(zip(wanted, ends, strict=True))

    async def _one(
        self, client: httpx2.AsyncClient, asked: Subscription
    ) -> Subscription | Deferred | SourceError:
        now = self.clock()
        if asked.until is not None and asked.until - now > RENEWAL:
            return Deferred(asked.until - RENEWAL, UNCHANGED)
        try:
            place = place_of(asked.hub)
            async with (
                asyncio.timeout(self.settings.timeout_seconds),
                client.stream("POST", place.url, data=self._form(asked)) as answer,
            ):
                check_status(place.url, answer.status_code, answer.headers, now)
        except SourceError as exc:
            return exc
        except FOREIGN as exc:
            return end_of_error(asked.hub, exc, now)
        return asked

    def _form(self, asked: Subscription) -> dict[str, str]:
        callback = self.settings.websub_callback.rstrip("/")
        return {
            "hub.mode": "subscribe",
            "hub.topic": asked.topic,
            "hub.callback": f"{callback}/websub/{asked.token}",
            "hub.secret": asked.secret,
            "hub.lease_seconds": str(LEASE_SECONDS),
        }
