"""What the visitor keeps, and where they are: what every live list asks of a request."""

from __future__ import annotations

from dataclasses import replace

from starlette.datastructures import URL
from starlette.requests import Request

from newsloom.model import MarkKind, Marks, Selection
from newsloom.publish.shelf import Link, Masthead
from newsloom.publish.tongue import Tongue
from newsloom.web.front.told import Telling, tell
from newsloom.web.live import live_of
from newsloom.web.visitor import visitor_of


def telling_of(request: Request, masthead: Masthead, chosen: Selection) -> Telling:
    """Return the stories of a selection as the visitor wants them."""
    summaries = live_of(request).front.summaries(chosen)
    return tell(masthead, summaries, marks_of(request, masthead))


def marks_of(request: Request, masthead: Masthead) -> Marks:
    """Return what the visitor keeps; with ``?muted=shown`` without what they mute."""
    marks = live_of(request).readers.marks_of(visitor_of(request).reader_id, masthead.moment.at)
    if request.query_params.get("muted") != "shown":
        return marks
    return replace(marks, marks=tuple(m for m in marks.marks if m.kind is not MarkKind.MUTE))


def muted_link(tongue: Tongue, request: Request, telling: Telling) -> Link | None:
    """Return what leads to the stories left out of a page; None = there are none."""
    if not telling.muted:
        return None
    number = len(telling.muted)
    words = tongue.count(
        "%(num)s story is muted: show it", "%(num)s stories are muted: show them", number
    )
    return Link(words, relative(request.url.include_query_params(muted="shown")))


def path_of(request: Request) -> str:
    """Return the path and query of the page, to come back to."""
    return relative(request.url)


def relative(url: URL) -> str:
    """Return the path and query of an address of this house."""
    return f"{url.path}?{url.query}" if url.query else url.path
