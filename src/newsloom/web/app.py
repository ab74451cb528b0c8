"""Live -> the app: every page of the live house, its guards, and what answers what goes wrong."""

from __future__ import annotations

import gzip
from functools import cache
from http import HTTPStatus
from pathlib import PurePosixPath

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.data import names, read_bytes
from newsloom.publish.tongue import TONGUES
from newsloom.web.accounts import account_routes
from newsloom.web.api import Hub, api_routes, problem_of
from newsloom.web.desk import desk_routes
from newsloom.web.front.lists import list_routes
from newsloom.web.front.marks import marks_routes
from newsloom.web.front.offline import offline_routes
from newsloom.web.front.pages import front_routes
from newsloom.web.front.reading_list import reading_list_routes
from newsloom.web.front.search import search_routes
from newsloom.web.front.story import story_routes
from newsloom.web.front.versions import versions_routes
from newsloom.web.kept import Kept
from newsloom.web.live import Live
from newsloom.web.recognising import Recognising
from newsloom.web.respond import answer, problem, tongue_for
from newsloom.web.security import Protecting, headers_for, is_under
from newsloom.web.tuning import tuning_routes
from newsloom.web.visiting import Visiting
from newsloom.web.websub import websub_routes

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


def create_app(live: Live) -> Starlette:
    """Return the app over the rooms of ``live``."""
    settings, hub = live.settings(), Hub()

    recognising = Recognising(live.people, live.clock, [settings.newsroom.language, *TONGUES])
    app = Starlette(
        routes=routes(live, hub),
        middleware=[
            Middleware(Protecting),
            Middleware(Visiting, recognising, [settings.newsroom.url], refused),
        ],
        exception_handlers={HTTPException: said, Exception: failed},
    )
    app.state.live = live
    app.state.hub = hub
    return app


def routes(live: Live, hub: Hub) -> list[BaseRoute]:
    """Return every route, in the order they are tried."""
    most = live.settings().fetching.max_bytes
    hubs = websub_routes(live.hub_post, most) if live.hub_post else []
    kept = Kept(lambda: (live.counts.counter(), live.settings(), live.topics()))
    return [
        *front_routes(kept),
        *list_routes(kept),
        *story_routes(kept),
        *versions_routes(),
        *search_routes(),
        *marks_routes(),
        *reading_list_routes(),
        *offline_routes(),
        *account_routes(),
        *desk_routes(),
        *tuning_routes(),
        *api_routes(hub),
        *hubs,
        Route("/healthz", healthy),
        Route("/static/{name}", static),
        Route("/{name:str}", static),
    ]


def static(request: Request) -> Response:
    """A file of the house: style, scripts, icons."""
    name = request.path_params["name"]
    if name not in names("static"):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    media_type = MEDIA_TYPES[PurePosixPath(name).suffix]
    if media_type == "image/png" or "gzip" not in request.headers.get("accept-encoding", ""):
        return answer(request, read_bytes(f"static/{name}"), media_type)
    response = answer(request, packed(name), media_type)
    response.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
    return response


@cache
def packed(name: str) -> bytes:
    """Return a file of the house as gzip."""
    return gzip.compress(read_bytes(f"static/{name}"), 9, mtime=0)


def healthy(request: Request) -> Response:
    """Answer that the process serves; the store is not asked."""
    return Response("ok\n", media_type="text/plain")


async def said(request: Request, error: Exception) -> Response:
    """Answer a request that cannot be served, as the handler said."""
    assert isinstance(error, HTTPException)
    return await run_in_threadpool(refused, request, error)


def refused(request: Request, error: HTTPException) -> Response:
    """Return the page that refuses a request: one sentence on what is wrong and what to do."""
    if is_under(request.url.path, "/api"):
        return problem_of(error)
    status = HTTPStatus(error.status_code)
    headers = dict(error.headers or {})
    if "Location" in headers or is_under(request.url.path, "/websub"):
        return Response(f"{error.detail}\n", status, headers, "text/plain")
    sentence = error.detail
    if sentence == status.phrase:
        sentence = plain_words(request, status)
    response = problem(request, status, sentence)
    response.headers.update(headers)
    return response


def plain_words(request: Request, status: HTTPStatus) -> str:
    """Return what a status means to a reader, where a handler gives no sentence."""
    tongue = tongue_for(request)
    if status is HTTPStatus.NOT_FOUND:
        return tongue.say("There is no such page here: start from the front page, or search.")
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return tongue.say("This page only shows something; it takes nothing.")
    return status.phrase


def failed(request: Request, error: Exception) -> Response:
    """Answer when a page could not be made; the server logs the error itself."""
    sentence = "This page could not be made just now. Try again in a minute.\n"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return Response(sentence, status, headers_for(), media_type="text/plain")
