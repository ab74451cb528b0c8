"""Template and page -> a response: the frame around it, and whether the browser has it already.

Headers of security are put on every answer elsewhere.
"""

from __future__ import annotations

from hashlib import blake2b
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from newsloom.publish.edition import topic_slugs
from newsloom.publish.frame import Frame, Page, frame_of, rendered
from newsloom.publish.shelf import Masthead
from newsloom.publish.tongue import Tongue, tongue_or_english
from newsloom.publish.words import Moment
from newsloom.web.live import live_of
from newsloom.web.visitor import visit_of, visitor_of

HTML = "text/html; charset=utf-8"

KEPT = "no-cache"
"""Keep it, but ask each time whether it still stands."""


def tongue_for(request: Request) -> Tongue:
    """Return the tongue of a visitor: the one they chose, else the site's own, else English."""
    wished = visitor_of(request).language or live_of(request).settings().newsroom.language
    return tongue_or_english(wished)


def masthead_of(request: Request) -> Masthead:
    """Return what every page of this moment has in common, in the visitor's tongue."""
    live = live_of(request)
    counts, at = live.counts.now(), live.clock()
    names = {topic.name for topic in live.topics()} | {topic for topic, _ in counts.topics}
    return Masthead(
        live.settings(), Moment(at, True, tongue_for(request)), counts.newest_at or at,
        counts.articles, counts.sources, counts.stories, counts.topics, topic_slugs(names),
    )  # fmt: skip


def page(
    request: Request,
    template: str,
    about: Page,
    *,
    masthead: Masthead | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    **context: object,
) -> Response:
    """Return a page of readers' or the desk's; ``about`` says what its frame tells of it.

    Its template gets ``frame``, ``visitor``, ``nonce`` and the context. An answer of status 200 has
    an ETag; a browser that has just these bytes is told that they still stand.
    """
    frame = frame_of(masthead or masthead_of(request), about)
    body = page_body(request, template, frame, **context)
    if status is HTTPStatus.OK:
        return answer(request, body)
    return Response(body, status, media_type=HTML)


def page_body(request: Request, template: str, frame: Frame, **context: object) -> bytes:
    """Return the bytes of a page with what every live page is given."""
    visit = visit_of(request)
    given = {"visitor": visit.visitor, "nonce": visit.nonce, **context}
    return rendered(template, frame, frame.tongue, **given)


def fragment(request: Request, template: str, **context: object) -> Response:
    """Return part of a page, for a script to put in place."""
    frame = frame_of(masthead_of(request), Page("", "", ""))
    return Response(page_body(request, template, frame, **context), media_type=HTML)


def answer(request: Request, body: bytes, media_type: str = HTML) -> Response:
    """Return the body, or only that it still stands when the browser has just these bytes."""
    headers = {"ETag": etag_of(body), "Cache-Control": KEPT, "Vary": "Cookie"}
    if is_known(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def etag_of(body: bytes) -> str:
    """Return the ETag of some bytes."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def is_known(request: Request, etag: str) -> bool:
    """Return whether the browser has the bytes of an ETag."""
    known = request.headers.get("if-none-match", "")
    return etag in (one.strip().removeprefix("W/") for one in known.split(","))


def see_other(path: str) -> Response:
    """Return what leads a browser to another page of this house after a form."""
    return Response(
        status_code=HTTPStatus.SEE_OTHER, headers={"Location": quote(path, safe="/?&=#%:+,;@!$")}
    )


def problem(request: Request, status: HTTPStatus, sentence: str) -> Response:
    """Return a page of one sentence that says what is wrong and what to do."""
    title = tongue_for(request).say("This cannot be shown")
    about = Page("problem.html", title, sentence, is_anywhere=True)
    return page(request, "live_problem.html", about, status=status, sentence=sentence)
