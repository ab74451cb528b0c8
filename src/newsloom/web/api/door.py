"""One path of the API -> its answers: method, token, parameters, body, in this order.

Session cookies open nothing here: whoever may more than anybody shows a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from newsloom.errors import ConfigError, StoreError
from newsloom.model.people import Role
from newsloom.model.people import Scope as TokenScope
from newsloom.web.api.conditional import conditional
from newsloom.web.api.endpoint import Answer, Asked, Endpoint
from newsloom.web.api.parameters import parse_body, parse_parameters
from newsloom.web.api.problems import (
    BROKEN,
    RETRY_SECONDS,
    Refusal,
    problem_answer,
    problem_of,
)
from newsloom.web.live import live_of
from newsloom.web.recognising import bearer_of
from newsloom.web.visitor import need_scope, visit_of

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""On answers that anybody may read: any site's scripts too, without cookies or tokens."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, Last-Event-ID",
    "Access-Control-Max-Age": "86400",
}


class Door:
    """The endpoints of one path, as an ASGI app."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self.by_method = {one.method: one for one in endpoints}
        self.kept: tuple[int, Answer] | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody may read here, scripts of other sites too."""
        return "GET" in self.by_method and self.by_method["GET"].scope is None

    @property
    def allowed(self) -> str:
        """The methods there are, for the header Allow."""
        safe = ["GET", "HEAD"] if "GET" in self.by_method else []
        more = [method for method in self.by_method if method != "GET"]
        return ", ".join([*safe, *more, *["OPTIONS"] * self.is_open])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await run_in_threadpool(self.answer, request)
        except Exception:
            await self.opened(problem_answer(500, BROKEN))(scope, receive, send)
            raise
        await response(scope, receive, send)

    def answer(self, request: Request) -> Response:
        """Return the answer to a request; an expected error is a problem with a sentence."""
        try:
            return self.opened(self.answered(request))
        except Refusal as no:
            return self.opened(problem_answer(no.status, no.sentence, no.headers))
        except HTTPException as no:
            return self.opened(problem_of(no))
        except ConfigError as no:
            sentence = f"{no.path} {no.message}."
            return self.opened(problem_answer(HTTPStatus.BAD_REQUEST, sentence))
        except StoreError:
            headers = {"Retry-After": str(RETRY_SECONDS)}
            return self.opened(problem_answer(HTTPStatus.SERVICE_UNAVAILABLE, BROKEN, headers))

    def answered(self, request: Request) -> Response:
        """Return the answer of the endpoint that a request means."""
        method = "GET" if request.method == "HEAD" else request.method
        if method == "OPTIONS" and self.is_open:
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
        endpoint = self.by_method.get(method)
        if endpoint is None:
            sentence = f"This cannot be done here; allowed are {self.allowed}."
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, sentence, {"Allow": self.allowed})
        return response_of(request, endpoint, self.made(endpoint, asked_of(request, endpoint)))

    def made(self, endpoint: Endpoint, asked: Asked[Any, Any]) -> Answer:
        """Return what the handler gives, or gave since the last change where it is the same."""
        assert endpoint.handle is not None
        if not endpoint.is_kept:
            return endpoint.handle(asked)
        counter, kept = asked.house.counts.counter(), self.kept
        if kept is None or kept[0] != counter:
            kept = self.kept = (counter, endpoint.handle(asked))
        return kept[1]

    def opened(self, response: Response) -> Response:
        """Return the answer with what lets scripts of other sites read it, where they may."""
        if self.is_open:
            response.headers.update(CORS)
        return response


def asked_of(request: Request, endpoint: Endpoint) -> Asked[Any, Any]:
    """Return a request as its handler sees it.

    Raises:
        Refusal, HTTPException: who asks may not, or it cannot be understood.
    """
    visit = visit_of(request)
    if bearer_of(request) and visit.token is None:
        sentence = "This API token is not known, or was revoked: make one on your account's page."
        raise Refusal(HTTPStatus.UNAUTHORIZED, sentence, {"WWW-Authenticate": "Bearer"})
    if endpoint.scope is not None:
        need_scope(request, endpoint.scope)
    holder, token = visit.holder, visit.token
    is_editor = holder is not None and holder.role >= Role.EDITOR
    return Asked(
        house=live_of(request),
        path=request.path_params,
        query=parse_parameters(request.query_params.multi_items(), endpoint.query),
        body=parse_body(visit.body, request.headers.get("content-type", ""), endpoint.body),
        account=holder,
        sees_all=token is not None and is_editor and TokenScope.READ in token.scopes,
        address=visit.address,
    )


def response_of(request: Request, endpoint: Endpoint, answer: Answer) -> Response:
    """Return what a handler gave as a response."""
    is_signed = visit_of(request).token is not None
    caching = {"Cache-Control": "private, no-cache" if is_signed else "no-cache"}
    headers = {**caching, "Vary": "Authorization", **answer.headers}
    if answer.value is None:
        return Response(status_code=answer.status, headers=headers)
    value = answer.value
    body = value if isinstance(value, bytes) else msgspec.json.encode(value)
    if endpoint.is_safe and answer.status is HTTPStatus.OK:
        return conditional(request, body, endpoint.media, headers)
    headers["Cache-Control"] = "no-store"
    return Response(body, answer.status, headers, endpoint.media)


class Missing(Door):
    """Answers for every path of the API that there is not."""

    def answered(self, request: Request) -> Response:
        """Refuse the request.

        Raises:
            Refusal: always.
        """
        sentence = "There is nothing here; /api/v1/ lists what there is."
        raise Refusal(HTTPStatus.NOT_FOUND, sentence)
