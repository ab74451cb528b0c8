"""Cookies and API tokens -> who asks; the one place where a secret becomes somebody.

Whoever reads without an account or a token costs no question to the store.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from starlette.requests import Request

from newsloom.model.people import Account, ApiToken, Session
from newsloom.ports.people import People
from newsloom.web.cookies import (
    DENSITIES,
    READER_COOKIE,
    SESSION_COOKIE,
    THEMES,
    VISIT_COOKIE,
    YEAR,
    Seal,
    best_language,
    chosen,
    cookie_name,
)
from newsloom.web.security import is_under, path_of
from newsloom.web.visitor import Form, Visit, Visitor

SIGNING: Final = ("/sign-in", "/set-up")
"""Pages whose forms are bound to a cookie of their own, since nobody is signed in yet."""

IDLE: Final = timedelta(days=7)
"""A session not seen for so long is over."""
LONGEST: Final = timedelta(days=30)
"""A session is over after so long in any case."""
SEEN_TO_WITHIN: Final = timedelta(minutes=5)
"""How exactly the last use of a session or token is known."""
GRACE: Final = timedelta(days=1)
"""For so long after a reader's cookie was made, pages from before it can still be used."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a browser's cookies say, their seals checked."""

    session_id: str = ""
    visit_id: str = ""
    reader_id: str = ""
    reader_since: datetime | None = None


class Recognising:
    """Knows visitors by what they hold.

    Args:
        clock: tells UTC now.
        languages: of the interface, the house's own first.
    """

    def __init__(
        self, people: People, clock: Callable[[], datetime], languages: Sequence[str]
    ) -> None:
        self.people, self.clock, self.languages = people, clock, languages
        self.seal = Seal(people.secret("cookies", secrets.token_bytes(32)), clock)

    def asks_store(self, request: Request) -> bool:
        """Return whether recognising needs the store, and so a thread of its own."""
        is_known = session_cookie(request) in request.cookies
        return is_known or bool(bearer_of(request))

    def visit(self, request: Request) -> Visit:
        """Return what is known of a request before its body is read."""
        bearer = bearer_of(request)
        held = Held() if bearer else self.held(request)
        token, holder = self.token(bearer) if bearer else (None, None)
        session, account = self.session(held.session_id) if held.session_id else (None, None)
        is_signing = is_under(path_of(request), *SIGNING) and account is None
        fresh = secrets.token_hex(16) if is_signing and not held.visit_id else ""
        visit_id = (held.visit_id or fresh) if is_signing else ""
        tokens = self.form_tokens(held, visit_id, session)
        return Visit(
            visitor=self.visitor(request, held, account, tokens[0]),
            session_id=session.session_id if session else "",
            token=token,
            holder=holder,
            form=Form(),
            body=b"",
            address=request.client.host if request.client else "",
            nonce=request.state.nonce,
            is_secure=is_secure(request),
            seal=self.seal,
            form_tokens=tokens,
            fresh_visit_id=fresh,
            reader_since=held.reader_since,
        )

    def held(self, request: Request) -> Held:
        """Return what the browser's cookies say; what is not sealed by us says nothing."""
        session = self.unsealed(request, SESSION_COOKIE, LONGEST)
        visit = self.unsealed(request, VISIT_COOKIE, LONGEST)
        reader = self.unsealed(request, READER_COOKIE, YEAR)
        return Held(
            session_id=digest_of(session[0]) if session else "",
            visit_id=visit[0] if visit else "",
            reader_id=reader[0] if reader else "",
            reader_since=reader[1] if reader else None,
        )

    def unsealed(self, request: Request, name: str, age: timedelta) -> tuple[str, datetime] | None:
        """Return what a sealed cookie holds, and since when."""
        text = request.cookies.get(cookie_name(name, is_secure(request)), "")
        return self.seal.read(name, text, age) if text else None

    def session(self, session_id: str) -> tuple[Session, Account] | tuple[None, None]:
        """Return a session that is not over, and its account; it is noted as seen."""
        found = self.people.session(session_id)
        if found is None:
            return None, None
        session, account = found
        now = self.clock()
        if now - session.made_at >= LONGEST or now - session.seen_at >= IDLE:
            self.people.close_session(session_id)
            return None, None
        if now - session.seen_at >= SEEN_TO_WITHIN:
            self.people.touch_session(session_id, now)
        return session, account

    def token(self, bearer: str) -> tuple[ApiToken, Account] | tuple[None, None]:
        """Return an API token and its account; its use is noted."""
        found = self.people.token(digest_of(bearer))
        if found is None:
            return None, None
        token, _ = found
        now = self.clock()
        if token.used_at is None or now - token.used_at >= SEEN_TO_WITHIN:
            self.people.touch_token(token.token_id, now)
        return found

    def form_tokens(self, held: Held, visit_id: str, session: Session | None) -> tuple[str, ...]:
        """Return the tokens that forms may hold, the first of them for the page to come.

        Each is bound to one cookie. Without any cookie all share one: nobody's rights hang on
        it, and what was sent from another site is told by the browser. A reader's first cookie
        comes while such a page is open, hence the grace.
        """
        if session is not None:
            return (self.seal.bound(f"session:{session.session_id}"),)
        if visit_id:
            return (self.seal.bound(f"visit:{visit_id}"),)
        shared = self.seal.bound("")
        if held.reader_since is None:
            return (shared,)
        own = self.seal.bound(f"reader:{held.reader_id}")
        return (own, shared) if self.clock() - held.reader_since < GRACE else (own,)

    def visitor(self, request: Request, held: Held, account: Account | None, csrf: str) -> Visitor:
        """Return who asks, with what they prefer."""
        cookies, over_https = request.cookies, is_secure(request)

        def preferred(name: str, allowed: Sequence[str], otherwise: str) -> str:
            return chosen(cookies, cookie_name(name, over_https), allowed, otherwise)

        spoken = best_language(request.headers.get("accept-language", ""), self.languages)
        return Visitor(
            reader_id=account.account_id if account else held.reader_id,
            account=account,
            csrf=csrf,
            theme=preferred("theme", THEMES, THEMES[0]),
            language=preferred("language", self.languages, spoken),
            density=preferred("density", DENSITIES, DENSITIES[0]),
        )


def is_secure(request: Request) -> bool:
    """Return whether a request came over https."""
    return bool(request.scope["scheme"] == "https")


def session_cookie(request: Request) -> str:
    """Return what the session cookie is called in this browser."""
    return cookie_name(SESSION_COOKIE, is_secure(request))


def bearer_of(request: Request) -> str:
    """Return the API token in a request's header; "" = there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def digest_of(secret: str) -> str:
    """Return the hash under which a random secret is known; it is too long to be guessed."""
    return sha256(secret.encode()).hexdigest()
