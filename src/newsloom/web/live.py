"""Live: what the pages work with, in one record; the composition root fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from newsloom.model import Topic
from newsloom.ports import HubPost
from newsloom.ports.desk import Desk
from newsloom.ports.front import Front
from newsloom.ports.hooks import Hooks
from newsloom.ports.pages import Pages
from newsloom.ports.people import People
from newsloom.ports.readers import Readers
from newsloom.ports.search import Search
from newsloom.ports.sourcing import Sourcing
from newsloom.ports.tuning import Tuning
from newsloom.settings import Settings
from newsloom.web.front.counts import Counts


@dataclass(frozen=True, slots=True)
class Live:
    """The rooms behind the pages."""

    front: Front
    pages: Pages
    people: People
    readers: Readers
    search: Search
    desk: Desk
    hooks: Hooks
    sourcing: Sourcing
    tuning: Tuning
    settings: Callable[[], Settings]
    """Those in force now: the desk can change them."""
    topics: Callable[[], Sequence[Topic]]
    """The taxonomy in force now."""
    clock: Callable[[], datetime]
    counts: Counts
    hub_post: HubPost | None = None
    """None = no hub calls here."""


def live_of(request: Request) -> Live:
    """Return what the pages work with."""
    live = request.app.state.live
    assert isinstance(live, Live)
    return live
