"""Account -> a session in this browser, and its end."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from newsloom.model.people import Account, Session
from newsloom.web.cookies import (
    READER_COOKIE,
    SESSION_COOKIE,
    VISIT_COOKIE,
    drop_cookie,
    keep_cookie,
)
from newsloom.web.live import live_of
from newsloom.web.recognising import LONGEST, digest_of
from newsloom.web.visitor import visit_of

AGENT_LENGTH: Final = 200


def begin_session(request: Request, response: Response, account: Account) -> None:
    """Sign a browser in as an account, under a session id nobody has seen before.

    What the browser had been keeping as a reader becomes the account's.
    """
    live, visit = live_of(request), visit_of(request)
    now = live.clock()
    secret = secrets.token_urlsafe(32)
    agent = request.headers.get("user-agent", "")[:AGENT_LENGTH]
    if visit.session_id:
        live.people.close_session(visit.session_id)
    live.people.forget_sessions(now - LONGEST - timedelta(days=1))
    live.people.open_session(
        Session(digest_of(secret), account.account_id, now, now, visit.address, agent)
    )
    sealed = visit.seal.sign(SESSION_COOKIE, secret)
    keep_cookie(response, SESSION_COOKIE, sealed, visit.is_secure, LONGEST)
    drop_cookie(response, VISIT_COOKIE, visit.is_secure)
    if visit.visitor.account is None and visit.visitor.reader_id:
        live.readers.adopt_reader(visit.visitor.reader_id, account.account_id)
        drop_cookie(response, READER_COOKIE, visit.is_secure)


def end_session(request: Request, response: Response) -> None:
    """Sign a browser out."""
    visit = visit_of(request)
    if visit.session_id:
        live_of(request).people.close_session(visit.session_id)
    drop_cookie(response, SESSION_COOKIE, visit.is_secure)
