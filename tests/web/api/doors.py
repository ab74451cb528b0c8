"""The API of a newsroom for tests: its app, clients of it, and tokens."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from newsloom.model import Topic
from newsloom.model.people import Account, ApiToken, Role, Scope
from newsloom.newsroom import Room
from newsloom.newsroom.desk import RoomDesk
from newsloom.newsroom.hooking import RoomHooks
from newsloom.newsroom.sourcing import RoomSourcing
from newsloom.ports.desk import Desk
from newsloom.ports.front import Front
from newsloom.ports.hooks import Hooks
from newsloom.ports.pages import Pages
from newsloom.ports.people import People
from newsloom.ports.search import Search
from newsloom.ports.sourcing import Sourcing
from newsloom.web.api import Hub, api_routes, problem_of
from newsloom.web.recognising import Recognising, digest_of
from newsloom.web.security import Protecting
from newsloom.web.visiting import Visiting


@dataclass(frozen=True)
class Rooms:
    """The rooms behind the API."""

    front: Front
    pages: Pages
    search: Search
    desk: Desk
    sourcing: Sourcing
    hooks: Hooks
    people: People
    topics: Callable[[], Sequence[Topic]]
    clock: Callable[[], datetime]


def api_app(room: Room, hub: Hub | None = None) -> Starlette:
    """Return an app with the API alone, behind the guards of the house."""
    recognising = Recognising(room.store, room.clock, ["en"])
    app = Starlette(
        routes=api_routes(hub or Hub()),
        middleware=[
            Middleware(Protecting),
            Middleware(Visiting, recognising, [], lambda request, error: problem_of(error)),
        ],
    )
    app.state.live = Rooms(
        front=room.store,
        pages=room.store,
        search=room.store,
        desk=RoomDesk(lambda: room, lambda who, act, subject, detail: None),
        sourcing=RoomSourcing(room),
        hooks=RoomHooks(lambda: room),
        people=room.store,
        topics=lambda: room.taxonomy.topics,
        clock=room.clock,
    )
    return app


def client_of(room: Room, bearer: str = "") -> TestClient:
    """Return a program that asks the API; it follows no redirects."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    app = api_app(room)
    return TestClient(app, headers=headers, follow_redirects=False, raise_server_exceptions=False)


def token_for(room: Room, *scopes: Scope, role: Role = Role.EDITOR) -> str:
    """Return a new token of a new account."""
    name, secret = f"{role.word}-{secrets.token_hex(3)}", secrets.token_urlsafe(24)
    account = Account(secrets.token_hex(8), name, role, room.clock())
    assert room.store.add_account(account, "")
    room.store.add_token(
        ApiToken(
            secrets.token_hex(8), digest_of(secret), account.account_id, "a script",
            frozenset(scopes), room.clock(),
        )
    )  # fmt: skip
    return secret
