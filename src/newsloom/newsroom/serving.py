"""An open newsroom -> the rooms behind its live pages."""

from __future__ import annotations

from newsloom.newsroom.listening import StoreHubPost
from newsloom.newsroom.room import Room
from newsloom.newsroom.sourcing import RoomSourcing
from newsloom.newsroom.tuning import RoomTuning
from newsloom.web.front.counts import Counts
from newsloom.web.live import Live


def open_house(room: Room) -> Live:
    """Return what the live pages of a newsroom work with."""
    return Live(
        front=room.store,
        people=room.store,
        readers=room.store,
        search=room.store,
        sourcing=RoomSourcing(room),
        tuning=RoomTuning(room.folder, room.store, room.clock),
        settings=lambda: room.settings,
        topics=lambda: room.taxonomy.topics,
        clock=room.clock,
        counts=Counts(room.store),
        hub_post=StoreHubPost(room) if room.settings.fetching.websub_callback else None,
    )
