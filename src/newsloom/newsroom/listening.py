"""An open newsroom that hubs call -> confirmed subscriptions and snapshots, ready for ``collect``.

The running pipeline (``run --watch``, or the next ``run``) takes it from there.
"""

from __future__ import annotations

from datetime import timedelta

from newsloom.collect.subscription import confirmed, is_signed
from newsloom.edges.digest import digest_of
from newsloom.model import Snapshot
from newsloom.newsroom.room import Room


class StoreHubPost:
    """``ports.HubPost`` on the store of a newsroom."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def confirm(self, token: str, topic: str, lease_seconds: str) -> bool:
        """Keep that a hub grants a subscription; False = nobody has asked for it."""
        store = self.room.store
        asked = store.subscription_of(token)
        granted = asked and confirmed(asked, topic, lease_seconds, self.room.clock())
        if not granted:
            return False
        with store.transaction():
            store.save_subscriptions([granted])
        return True

    def receive(self, token: str, body: bytes, content_type: str, signature: str) -> bool:
        """Keep what a hub sends of a source, unless its signature is wrong.

        What it sends is often only the newest items: the next look asks for all of them again.
        """
        store, at = self.room.store, self.room.clock()
        subscription = store.subscription_of(token)
        if subscription is None:
            return False
        source_url = subscription.source_url
        check = store.source_checks([source_url]).get(source_url)
        if check is None:
            return False
        if is_signed(body, signature, subscription.secret):
            again = at + timedelta(minutes=self.room.settings.fetching.check_minutes)
            snapshot = Snapshot(
                check.source, check.source.url, content_type, body, at, again, digest_of(body)
            )
            with store.transaction():
                store.mark_due("collect", store.save_snapshots([snapshot]), at)
        return True
