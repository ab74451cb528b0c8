"""Request -> the same request with its ``Visit``; what another site made a browser send is refused.

Stands before every page: no handler sees a change that was not meant, and nobody comes under
``/desk`` who is no editor, whatever the handler there asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from hmac import compare_digest
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsloom.model.people import Role
from newsloom.publish.tongue import N_
from newsloom.web.cookies import VISIT_COOKIE, keep_cookie
from newsloom.web.forms import parse_form, read_body, replayed
from newsloom.web.recognising import Recognising, bearer_of
from newsloom.web.security import is_under, path_of
from newsloom.web.visitor import Visit, need_role, visit_of, words_for

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

DESK_IS_OFF: Final = N_(
    "The desk is off until there is an admin: run `newsloom people add NAME --role admin`, or open "
    "the set-up address that the server printed when it started."
)
CROSS_SITE: Final = N_("This was not sent from a page of this site, so nothing was changed.")
STALE_FORM: Final = N_(
    "Nothing was changed: this form is of an earlier visit, or cookies are blocked. Load the page "
    "again and send it once more."
)
TOKEN_NEEDED: Final = "This needs an API token: send `Authorization: Bearer TOKEN`."

Refused = Callable[[Request, HTTPException], Response]


class Visiting:
    """Middleware: puts a ``Visit`` into every request, or refuses the request.

    Stands inside ``security.Protecting``.

    Args:
        origins: addresses of the house, such as "https://news.example/", besides the one it is
            asked at.
        refused: makes the page that refuses; it may ask for the visit.
    """

    def __init__(
        self,
        app: ASGIApp,
        recognising: Recognising,
        origins: Collection[str],
        refused: Refused,
    ) -> None:
        self.app, self.recognising = app, recognising
        self.origins, self.refused = frozenset(map(origin_of, origins)), refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        visit = await self.recognised(request)
        keep_visit(request, visit)
        answering = with_visit_cookie(send, visit)
        try:
            if is_change(request):
                visit = await self.received(request, visit)
                keep_visit(request, visit)
                receive = replayed(visit.body, receive)
            await self.guard_desk(request)
        except HTTPException as error:
            response = await run_in_threadpool(self.refused, request, error)
            await response(scope, receive, answering)
            return
        await self.app(scope, receive, answering)

    async def recognised(self, request: Request) -> Visit:
        """Return who asks; the store is asked in a thread of its own."""
        if self.recognising.asks_store(request):
            return await run_in_threadpool(self.recognising.visit, request)
        return self.recognising.visit(request)

    async def received(self, request: Request, visit: Visit) -> Visit:
        """Return the visit with what was sent.

        Raises:
            HTTPException: it was not meant by who sent it (401, 403), or cannot be read (400, 413).
        """
        is_by_token = visit.token is not None or bool(bearer_of(request))
        if is_under(path_of(request), "/api"):
            if not is_by_token:
                headers = {"WWW-Authenticate": "Bearer"}
                raise HTTPException(HTTPStatus.UNAUTHORIZED, TOKEN_NEEDED, headers)
        elif visit.token is None and not self.is_own_origin(request):
            raise HTTPException(HTTPStatus.FORBIDDEN, words_for(request).say(CROSS_SITE))
        body = await read_body(request)
        form = await parse_form(request, body)
        if not is_under(path_of(request), "/api") and visit.token is None:
            given = request.headers.get("x-csrf-token", "") or form.exact("csrf")
            if not any(same(given, token) for token in visit.form_tokens):
                raise HTTPException(HTTPStatus.FORBIDDEN, words_for(request).say(STALE_FORM))
        return replace(visit, body=body, form=form)

    def is_own_origin(self, request: Request) -> bool:
        """Return whether a page of this house made the browser send this.

        Browsers say so by Sec-Fetch-Site, older ones by Origin alone; no scripts of other sites
        can set either. Without both it is refused.
        """
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        own = f"{request.scope['scheme']}://{request.headers.get('host', '')}".lower()
        return request.headers.get("origin", "") in {own, *self.origins}

    async def guard_desk(self, request: Request) -> None:
        """Let editors alone come under /desk.

        Raises:
            HTTPException: there is no desk yet (404), or they are no editor (303, 401, 403).
        """
        if not is_under(path_of(request), "/desk"):
            return
        has_admin = await run_in_threadpool(self.recognising.people.has_admin)
        if not has_admin:
            raise HTTPException(HTTPStatus.NOT_FOUND, words_for(request).say(DESK_IS_OFF))
        need_role(request, Role.EDITOR)


def origin_of(address: str) -> str:
    """Return the scheme and host of an address, as browsers write it in Origin."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def is_change(request: Request) -> bool:
    """Return whether a request may change something; hubs sign what they send, and are let by."""
    return request.method not in SAFE and not is_under(path_of(request), "/websub")


def keep_visit(request: Request, visit: Visit) -> None:
    """Put the visit where handlers find it."""
    request.state.visit = visit
    request.state.is_personal = bool(visit.visitor.reader_id)
    assert visit_of(request) is visit


def same(given: str, token: str) -> bool:
    """Return whether two tokens are the same, in a time that tells nothing."""
    return compare_digest(given.encode(), token.encode())


def with_visit_cookie(send: Send, visit: Visit) -> Send:
    """Return a ``send`` that gives the browser the cookie its sign-in form is bound to."""
    if not visit.fresh_visit_id:
        return send
    sealed = visit.seal.sign(VISIT_COOKIE, visit.fresh_visit_id)
    giving = Response()
    keep_cookie(giving, VISIT_COOKIE, sealed, visit.is_secure, None)

    async def give(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", giving.headers["set-cookie"])
        await send(message)

    return give
