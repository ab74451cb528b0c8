"""Pages that are the same for everybody who keeps nothing: made once, then given to all of them.

A page is made anew when a story has changed, and when the times on it have grown old. Whoever asks
meanwhile gets the one there is, if it is not older than a minute; so a busy front page costs what
sending its bytes costs.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsloom.web.respond import is_known
from newsloom.web.visitor import visitor_of

Handler = Callable[[Request], Response]
Key = tuple[str, str, str, str]

FRESH_SECONDS = 30.0
"""A page of which no story has changed is fresh for so long: its times are told in minutes."""

CALM_SECONDS = 2.0
"""A page is made at most so often, however fast stories change."""

STALE_SECONDS = 60.0
"""A page older than this is given to nobody."""

PAGES = 256
"""Pages kept; the one asked for least recently makes room. At 60 KB each these are 15 MB."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent."""

    body: bytes
    packed: bytes
    """The same, as gzip."""
    headers: tuple[tuple[str, str], ...]
    state: object
    """Of the house when it was made."""
    made_at: float
    """By the monotonic clock, seconds."""


class Kept:
    """The pages of one app; its methods run in the event loop, page makers in threads.

    Args:
        state: gives something else whenever a story or a setting has changed.
    """

    def __init__(self, state: Callable[[], object]) -> None:
        self.state = state
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._making: dict[Key, asyncio.Task[Page | Response]] = {}

    def route(self, path: str, handler: Handler) -> Route:
        """Return a route whose page is kept for those who keep nothing."""

        async def endpoint(request: Request) -> Response:
            visitor = visitor_of(request)
            if visitor.reader_id or visitor.account:
                return await run_in_threadpool(handler, request)
            target = f"{request.url.path}?{request.url.query}"
            key = (target, visitor.language, visitor.theme, visitor.density)
            return await self.given(key, handler, request)

        return Route(path, endpoint)

    async def given(self, key: Key, handler: Handler, request: Request) -> Response:
        """Return the page of a key, made anew where it must be."""
        page = self._pages.get(key)
        age = time.monotonic() - page.made_at if page else STALE_SECONDS
        if page is None or age >= STALE_SECONDS:
            made = await asyncio.shield(self.making(key, handler, request))
            return sent(request, made) if isinstance(made, Page) else made
        self._pages.move_to_end(key)
        is_same = page.state == self.state()
        if age >= (FRESH_SECONDS if is_same else CALM_SECONDS):
            self.making(key, handler, request)
        return sent(request, page)

    def making(self, key: Key, handler: Handler, request: Request) -> asyncio.Task[Page | Response]:
        """Return the task that makes a page; there is one for each page."""
        task = self._making.get(key)
        if task is None:
            task = asyncio.create_task(self.made(key, handler, request))
            self._making[key] = task
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return task

    async def made(self, key: Key, handler: Handler, request: Request) -> Page | Response:
        """Return the page, which is kept; or the answer that there is none."""
        state = self.state()
        response = await run_in_threadpool(handler, whole(request))
        if response.status_code != HTTPStatus.OK:
            return response
        body = bytes(response.body)
        packed = await run_in_threadpool(gzip.compress, body, 6, mtime=0)
        headers = tuple((n, v) for n, v in response.headers.items() if n != "content-length")
        page = self._pages[key] = Page(body, packed, headers, state, time.monotonic())
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return page


def whole(request: Request) -> Request:
    """Return the request without what would make its answer empty: what the browser has already."""
    asked = [(n, v) for n, v in request.scope["headers"] if n != b"if-none-match"]
    return Request({**request.scope, "headers": asked})


def sent(request: Request, page: Page) -> Response:
    """Return a kept page as a browser takes it: packed, or only that it still stands."""
    headers = {**dict(page.headers), "Vary": "Cookie, Accept-Encoding"}
    if is_known(request, headers["etag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(page.body, headers=headers)
    return Response(page.packed, headers={**headers, "Content-Encoding": "gzip"})
