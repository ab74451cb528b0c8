"""Request -> who asks: the visitor, what they sent, and what they may do.

Handlers read all of it from here; ``visiting.Visiting`` has put it there before, and has refused
whatever another site made a browser send. No page is made here and the store is not asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsloom.model.people import Account, ApiToken, Role, Scope
from newsloom.publish.tongue import N_, Tongue, tongue_or_english
from newsloom.web.cookies import READER_COOKIE, YEAR, Seal, keep_cookie
from newsloom.web.security import path_of

SIGN_IN: Final = "/sign-in"
TOO_LOW: Final = {
    Role.READER: N_("Only somebody who is signed in may do this."),
    Role.EDITOR: N_("Only an editor may do this; ask an admin for that role."),
    Role.ADMIN: N_("Only an admin may do this."),
}
"""What is said to somebody whose role is below the one that is needed."""
RENEWED_AFTER: Final = timedelta(days=30)
"""Age at which a reader's cookie is made anew."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page."""

    reader_id: str
    """Under which follows, mutes and saved stories are kept; "" until the first is. For somebody
    who is signed in it is the account's, on any machine."""
    account: Account | None
    """None = not signed in."""
    csrf: str
    """What every form holds in a field named ``csrf``, or a script in ``X-CSRF-Token``."""
    theme: str
    """"light", "dark", or "" = as the system has it."""
    language: str
    """The one they chose, else the one their browser asks for, else the site's."""
    density: str
    """"cards" or "headlines"."""

    def may(self, role: Role) -> bool:
        """Return whether they are signed in with this role or a higher one."""
        return self.account is not None and self.account.role >= role


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent, by the name of the field."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Contents of uploaded files; the names they had are not kept."""

    def one(self, name: str, default: str = "") -> str:
        """Return the first value of a field, without space around it."""
        return next(iter(self.fields.get(name, ())), default).strip()

    def exact(self, name: str) -> str:
        """Return the first value of a field as it was typed, as passwords need it."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return self.fields.get(name, ())


@dataclass(frozen=True, slots=True)
class Visit:
    """All that is known of one request before its page is made."""

    visitor: Visitor
    session_id: str
    """"" = not signed in."""
    token: ApiToken | None
    """The API token that signed the request, if one did."""
    holder: Account | None
    """The account of that token; its rights are not the visitor's."""
    form: Form
    body: bytes
    address: str
    """Where the request came from."""
    nonce: str
    """What scripts of this answer carry; "" where scripts of the house need none."""
    is_secure: bool
    """Whether it came over https."""
    seal: Seal
    form_tokens: tuple[str, ...]
    """What a form sent with this request may hold as its ``csrf``."""
    fresh_visit_id: str
    """What the browser is given to bind a sign-in form to; "" = it needs nothing."""
    reader_since: datetime | None
    """When the reader's cookie was made; None = there is none."""


def visit_of(request: Request) -> Visit:
    """Return all that is known of a request."""
    visit = request.state.visit
    assert isinstance(visit, Visit)
    return visit


def visitor_of(request: Request) -> Visitor:
    """Return who asks."""
    return visit_of(request).visitor


def form_of(request: Request) -> Form:
    """Return what a form sent; empty when none did."""
    return visit_of(request).form


def body_of(request: Request) -> bytes:
    """Return the bytes that were sent with a request, at most ``visiting.MOST_BYTES``."""
    return visit_of(request).body


def token_of(request: Request) -> ApiToken | None:
    """Return the API token that signed a request; None = there is none, or it does not count."""
    return visit_of(request).token


def words_for(request: Request) -> Tongue:
    """Return the tongue a visitor is spoken to in."""
    return tongue_or_english(visitor_of(request).language)


def need_role(request: Request, role: Role) -> Account:
    """Return the account that asks, which has at least ``role``.

    Raises:
        HTTPException: nobody is signed in (303 to the sign-in page; 401 for a part of a page, 403
            for a change), or their role is too low (403).
    """
    account = visitor_of(request).account
    if account is None:
        raise sign_in_first(request)
    if account.role < role:
        raise HTTPException(HTTPStatus.FORBIDDEN, words_for(request).say(TOO_LOW[role]))
    return account


def need_scope(request: Request, scope: Scope) -> Account:
    """Return the account whose API token signed the request; the token has this scope.

    Raises:
        HTTPException: no token that counts (401), or its scopes or its account's role do not
            reach so far (403).
    """
    visit = visit_of(request)
    if visit.token is None or visit.holder is None:
        sentence = "This needs an API token: send `Authorization: Bearer TOKEN`."
        raise HTTPException(HTTPStatus.UNAUTHORIZED, sentence, {"WWW-Authenticate": "Bearer"})
    if scope not in visit.token.scopes or visit.holder.role < scope.role:
        sentence = f"This API token may not do this: it needs the scope `{scope}`."
        raise HTTPException(HTTPStatus.FORBIDDEN, sentence)
    return visit.holder


def sign_in_first(request: Request) -> HTTPException:
    """Return what answers somebody who must sign in: the way there, and back again."""
    sentence = words_for(request).say("Sign in first; nothing was changed.")
    if "hx-request" in request.headers:
        shown = urlsplit(request.headers.get("hx-current-url", ""))
        place = sign_in_path(own_path(f"{shown.path}?{shown.query}".rstrip("?")))
        return HTTPException(HTTPStatus.UNAUTHORIZED, sentence, {"HX-Redirect": place})
    if request.method in ("GET", "HEAD"):
        query = f"?{request.url.query}" if request.url.query else ""
        place = sign_in_path(own_path(f"{quote(path_of(request))}{query}"))
        return HTTPException(HTTPStatus.SEE_OTHER, sentence, {"Location": place})
    return HTTPException(HTTPStatus.FORBIDDEN, sentence)


def sign_in_path(after: str) -> str:
    """Return the address of the sign-in page that leads to ``after``."""
    return f"{SIGN_IN}?next={quote(after, safe='/')}"


def own_path(text: str) -> str:
    """Return a path of this house, "/" where the text is anything else.

    It begins with one slash and holds nothing a browser would read as another host: no second
    slash, no backslash, no control character or space.
    """
    is_own = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return text if is_own and text.isascii() and text.isprintable() and " " not in text else "/"


def keep_reader(response: Response, request: Request) -> str:
    """Return under which id this visitor's follows and mutes are kept.

    The first time, ``response`` gives their browser a signed cookie with a random id, good for a
    year; later it is renewed about once a month. An account needs none.
    """
    visit = visit_of(request)
    known, since = visit.visitor.reader_id, visit.reader_since
    is_fresh = since is not None and visit.seal.clock() - since < RENEWED_AFTER
    if visit.visitor.account is not None or is_fresh:
        return known
    reader_id = known or secrets.token_hex(16)
    sealed = visit.seal.sign(READER_COOKIE, reader_id)
    keep_cookie(response, READER_COOKIE, sealed, visit.is_secure, YEAR)
    return reader_id


def keep_preference(response: Response, request: Request, name: str, value: str) -> None:
    """Let the browser keep a preference ("theme", "language", "density") for a year."""
    keep_cookie(response, name, value, visit_of(request).is_secure, YEAR)
