"""An open newsroom -> the rooms behind its live pages, as its settings are at each moment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from newsloom.newsroom.config import Config, InForce
from newsloom.newsroom.desk import RoomDesk
from newsloom.newsroom.hooking import RoomHooks
from newsloom.newsroom.listening import StoreHubPost
from newsloom.newsroom.room import Room
from newsloom.newsroom.sourcing import RoomSourcing
from newsloom.newsroom.tuning import RoomTuning
from newsloom.web.front.counts import Counts
from newsloom.web.live import Live


def open_house(room: Room) -> Live:
    """Return what the live pages of a newsroom work with."""
    in_force = InForce(room.folder, Config(room.settings, room.taxonomy, room.registry))
    now, store = partial(renewed, room, in_force), room.store

    return Live(
        front=store,
        pages=store,
        people=store,
        readers=store,
        search=store,
        desk=RoomDesk(now),
        hooks=RoomHooks(now),
        sourcing=RoomSourcing(now),
        tuning=RoomTuning(room.folder, store, room.clock, in_force.refresh),
        settings=lambda: now().settings,
        topics=lambda: now().taxonomy.topics,
        clock=room.clock,
        counts=Counts(store),
        hub_post=StoreHubPost(room) if room.settings.fetching.websub_callback else None,
    )


def renewed(room: Room, in_force: InForce) -> Room:
    """Return the newsroom with the settings, taxonomy and providers in force."""
    config = in_force.now()
    return replace(
        room, settings=config.settings, taxonomy=config.taxonomy, registry=config.registry
    )
