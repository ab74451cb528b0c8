"""The API of a newsroom for tests: its app, clients of it, and tokens."""

from __future__ import annotations

import secrets

from starlette.applications import Starlette
from starlette.testclient import TestClient

from newsloom import newsroom
from newsloom.model.people import Account, ApiToken, Role, Scope
from newsloom.newsroom import Room
from newsloom.web.app import create_app
from newsloom.web.recognising import digest_of


def api_app(room: Room) -> Starlette:
    """Return the app of a newsroom."""
    return create_app(newsroom.open_house(room))


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
