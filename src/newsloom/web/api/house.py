"""House: the rooms the API works with; ``web.live.Live`` is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from starlette.requests import Request

from newsloom.model import Topic
from newsloom.ports.desk import Desk
from newsloom.ports.front import Front
from newsloom.ports.hooks import Hooks
from newsloom.ports.pages import Pages
from newsloom.ports.people import People
from newsloom.ports.search import Search
from newsloom.ports.sourcing import Sourcing


class House(Protocol):
    """The rooms behind the API."""

    @property
    def front(self) -> Front: ...
    @property
    def pages(self) -> Pages: ...
    @property
    def search(self) -> Search: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def sourcing(self) -> Sourcing: ...
    @property
    def hooks(self) -> Hooks: ...
    @property
    def people(self) -> People: ...
    @property
    def topics(self) -> Callable[[], Sequence[Topic]]: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...


def house_of(request: Request) -> House:
    """Return the rooms behind a request."""
    house: House = request.app.state.live
    return house
