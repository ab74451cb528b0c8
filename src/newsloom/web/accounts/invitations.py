"""Account -> an address that lets its owner choose a password, once, within three days."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from starlette.requests import Request

from newsloom.ports.people import People
from newsloom.web.live import live_of
from newsloom.web.recognising import digest_of

INVITATION: Final = "invitation"
GOOD_FOR: Final = timedelta(days=3)
PATH: Final = "/sign-in/invitation"


def invite(people: People, account_id: str, at: datetime) -> str:
    """Return the path of a new invitation; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    people.keep_pass(digest_of(token), INVITATION, account_id, at, at + GOOD_FOR)
    return f"{PATH}?token={token}"


def take_invitation(request: Request, token: str) -> str:
    """Return the account an invitation is for, which is then used up; "" = it does not count."""
    live = live_of(request)
    return live.people.take_pass(digest_of(token), INVITATION, live.clock()) or ""
