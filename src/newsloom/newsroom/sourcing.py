"""An open newsroom -> its sources in the hands of an editor, behind ``ports.sourcing``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.collect.discovery import Candidate
from newsloom.model import Health, HealthChange, Source
from newsloom.newsroom.beginning import add_sources
from newsloom.newsroom.caring import recheck_sources
from newsloom.newsroom.discovering import discover
from newsloom.newsroom.looking import web_address
from newsloom.newsroom.room import Room
from newsloom.ports.sourcing import Offer, Offers


@dataclass(frozen=True, slots=True)
class RoomSourcing:
    """``ports.sourcing.Sourcing`` over an open newsroom."""

    opened: Callable[[], Room]
    """Gives the newsroom as its settings are now."""

    @property
    def room(self) -> Room:
        """The newsroom as its settings are now."""
        return self.opened()

    def sources(self) -> Sequence[Source]:
        """Return all sources, by URL."""
        return self.room.store.sources()

    def healths(self) -> Mapping[str, Health]:
        """Return how sources do; one never looked at is left out."""
        return self.room.store.healths()

    def health_changes(self, since: datetime) -> Sequence[HealthChange]:
        """Return what happened from a moment on, oldest first."""
        return self.room.store.health_changes(since)

    def recheck(self, url: str) -> bool:
        """Make a source due now; False = it is none of this newsroom."""
        if url not in self._known():
            return False
        recheck_sources(self.room, [url])
        return True

    def accept_move(self, url: str) -> str:
        """Put the address a source has moved to in its place; returns it, "" = there is none."""
        store = self.room.store
        with store.transaction():
            source, health = self._known().get(url), store.healths([url]).get(url)
            if source is None or health is None or not health.moved_to:
                return ""
            store.remove_source(url)
            store.save_sources([replace(source, url=health.moved_to)], self.room.clock())
            return health.moved_to

    def remove(self, url: str) -> bool:
        """Forget a source; False = it was not known."""
        with self.room.store.transaction():
            return self.room.store.remove_source(url)

    def offers(self, address: str) -> Offers:
        """Return what an address offers; nothing is added."""
        found, known = discover(self.room, address), self._known()
        told = [(one.url, one.reason) for one in found.failures if not one.is_guess]
        offers = tuple(offer_of(one, one.source.url in known) for one in found.candidates)
        return Offers(found.url, offers, tuple(told))

    def add(self, sources: Sequence[Source]) -> Sequence[str]:
        """Add sources at their canonical addresses; returns the new ones."""
        return add_sources(self.room, [replace(s, url=web_address(s.url)) for s in sources])

    def _known(self) -> Mapping[str, Source]:
        return {source.url: source for source in self.room.store.sources()}


def offer_of(one: Candidate, is_known: bool) -> Offer:
    """Return a candidate as the desk shows it."""
    return Offer(
        source=one.source,
        form=one.form,
        items=len(one.children) or one.items,
        newest_at=one.newest_at,
        full_text=one.full_text,
        reason=one.reason,
        is_known=is_known,
    )
