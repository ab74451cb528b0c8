"""Edition and clock -> the live, read-only front page: the pages of the static site, as of now.

The templates and paths are the site's own; here they get relative times, heat at this moment, and
the headers a browser needs to trust nothing else. Nothing is written, and no visitor is known.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsloom.model import Edition, StoryId
from newsloom.ports import HubPost
from newsloom.publish.edition import story_path
from newsloom.publish.shelf import Shelf, shelve
from newsloom.publish.site import front_page, missing_page, moved_stories, site_pages
from newsloom.publish.words import Moment
from newsloom.settings import Settings
from newsloom.web.websub import websub_routes

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""On every answer; ``no-cache`` = keep it, but ask each time whether it still stands."""

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def create_app(
    edition: Callable[[], Edition],
    settings: Settings,
    clock: Callable[[], datetime],
    hub_post: HubPost | None = None,
) -> Starlette:
    """Return the app; ``edition`` is asked for the newest edition and ``clock`` for UTC now.

    Both are called once for each page, on a worker thread. Hubs are answered where there is a
    ``hub_post`` to take what they send.
    """

    def shelf_now() -> Shelf:
        return shelve(edition(), settings, Moment(clock(), is_live=True))

    def front(request: Request) -> Response:
        return answer(request, front_page(shelf_now()))

    def page(request: Request) -> Response:
        path = request.path_params["path"]
        shelf = shelf_now()
        if new_path := moved_path(shelf, path):
            return Response(status_code=302, headers={**HEADERS, "Location": quote(f"/{new_path}")})
        maker = site_pages(shelf).get(path)
        if maker is None or path == "404.html":
            return html(missing_page(shelf), HTTPStatus.NOT_FOUND)
        return answer(request, maker(), MEDIA_TYPES[PurePosixPath(path).suffix])

    return Starlette(
        routes=[
            Route("/", front),
            Route("/healthz", healthy),
            *(websub_routes(hub_post, settings.fetching.max_bytes) if hub_post else ()),
            Route("/{path:path}", page),
        ],
        exception_handlers={HTTPException: refused, Exception: failed},
    )


def moved_path(shelf: Shelf, path: str) -> str:
    """Return the path of the story that a merged or retired one is part of now; "" = it stands.

    A story that is part of no published one leads to "index.html".
    """
    pure = PurePosixPath(path)
    if pure.parent.name != "stories" or pure.suffix != ".html":
        return ""
    moved = moved_stories(shelf)
    story_id = StoryId(pure.stem)
    if story_id not in moved:
        return ""
    brief = moved[story_id]
    return story_path(brief) if brief else "index.html"


def healthy(request: Request) -> Response:
    """Answer that the process serves; the store is not asked."""
    return Response("ok\n", media_type="text/plain", headers=HEADERS)


def refused(request: Request, error: Exception) -> Response:
    """Answer a request that cannot be served, such as one that wants to write."""
    assert isinstance(error, HTTPException)
    headers = {**HEADERS, **(error.headers or {})}
    return Response(f"{error.detail}\n", error.status_code, headers, "text/plain")


def failed(request: Request, error: Exception) -> Response:
    """Answer when a page could not be made; the server logs the error itself."""
    sentence = "This page could not be made just now. Try again in a minute.\n"
    return Response(sentence, HTTPStatus.INTERNAL_SERVER_ERROR, HEADERS, "text/plain")


def answer(request: Request, body: bytes, media_type: str = MEDIA_TYPES[".html"]) -> Response:
    """Return the body, or only that it still stands when the browser has just these bytes."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {**HEADERS, "ETag": etag}
    known = request.headers.get("if-none-match", "")
    if etag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def html(body: bytes, status: HTTPStatus) -> Response:
    """Return a page with a status of its own."""
    return Response(body, status, HEADERS, MEDIA_TYPES[".html"])
