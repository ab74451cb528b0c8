"""Subscriptions to WebSub hubs in the database; their tokens and secrets are made here."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from newsloom.collect.subscription import is_wanted
from newsloom.edges import tables as t
from newsloom.edges.rows import Values, decode, encode, records, upsert
from newsloom.edges.sources import Sources
from newsloom.model import Health, Subscription

TOKEN_BYTES = 24
SECRET_BYTES = 32


class Subscriptions(Sources):
    """What the row subscribe reads and writes, and what hubs are answered by."""

    def want_subscriptions(self, healths: Mapping[str, Health], at: datetime) -> None:
        """Make sources due for ``subscribe`` that name a hub not asked yet."""
        with self.writing() as connection:
            known = records(connection, t.SUBSCRIPTIONS, healths, Subscription)
            new = [
                Subscription(
                    url,
                    health.hub,
                    health.topic or url,
                    secrets.token_urlsafe(TOKEN_BYTES),
                    secrets.token_urlsafe(SECRET_BYTES),
                )
                for url, health in healths.items()
                if health.hub and is_wanted(known.get(url), health.hub, health.topic or url)
            ]
            upsert(connection, t.SUBSCRIPTIONS, [subscription_row(one) for one in new])
            self.mark_due("subscribe", [one.source_url for one in new], at)

    def subscriptions(self, urls: Iterable[str]) -> Mapping[str, Subscription]:
        """Return the subscriptions of sources, wanted ones too."""
        with self.reading() as connection:
            return records(connection, t.SUBSCRIPTIONS, urls, Subscription)

    def subscription_of(self, token: str) -> Subscription | None:
        """Return the subscription a hub means; None = there is none with this token."""
        query = select(t.SUBSCRIPTIONS.c.data).where(t.SUBSCRIPTIONS.c.token == token)
        with self.reading() as connection:
            data = connection.execute(query).scalar()
            return None if data is None else decode(data, Subscription)

    def save_subscriptions(self, rows: Sequence[Subscription]) -> Sequence[str]:
        """Keep subscriptions; returns their sources."""
        with self.writing() as connection:
            upsert(connection, t.SUBSCRIPTIONS, [subscription_row(row) for row in rows])
            return [row.source_url for row in rows]


def subscription_row(one: Subscription) -> Values:
    """Return the row of a subscription."""
    return {
        "source_url": one.source_url,
        "token": one.token,
        "until": one.until,
        "data": encode(one),
    }
