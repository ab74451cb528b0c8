"""The front page: stories by heat, now or as they stood at a past moment."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model import Selection
from newsloom.publish.frame import Page
from newsloom.publish.site import MEDIUM, gate_rules
from newsloom.settings import Profile
from newsloom.text.dates import parse_date
from newsloom.web.front.lists import ROWS
from newsloom.web.front.past import slider
from newsloom.web.front.reader import muted_link, path_of, telling_of
from newsloom.web.kept import Kept
from newsloom.web.live import live_of
from newsloom.web.respond import masthead_of, page, problem
from newsloom.web.visitor import visitor_of

TOP = 1 + MEDIUM
"""Stories shown with their points."""

SPARE = 40
"""Stories asked for beyond a page's rows, to stand in for those a reader mutes."""


def front_routes(kept: Kept) -> list[BaseRoute]:
    """Return the routes of the front page, and of what belongs to it alone."""
    return [
        kept.route("/", front),
        kept.route("/index.html", front),
        kept.route("/ten", ten),
        kept.route("/about.html", about),
        Route("/pictures/{name}", picture),
    ]


def front(request: Request) -> Response:
    """The front page: the hottest stories, at a past moment with ``?as_of=``."""
    live, masthead = live_of(request), masthead_of(request)
    tongue, now = masthead.moment.tongue, masthead.moment.at
    asked = request.query_params.get("as_of", "")
    at = parse_date(asked) if asked else now
    if at is None:
        sentence = tongue.say("`as_of` is no moment: write it as 2026-11-22T14:30.")
        return problem(request, HTTPStatus.BAD_REQUEST, sentence)
    then = replace(masthead, moment=replace(masthead.moment, at=min(at, now)))
    telling = telling_of(request, then, Selection(min(at, now), limit=TOP + ROWS + SPARE))
    stories = telling.stories[: TOP + ROWS]
    about = Page("index.html", "", masthead.settings.newsroom.description, "index.html", True)
    return page(
        request,
        "live_front.html",
        about,
        masthead=then,
        here=path_of(request),
        density=request.query_params.get("view") or visitor_of(request).density,
        lead=stories[0] if stories else None,
        medium=stories[1:TOP],
        dense=stories[TOP:],
        ten=telling.ten,
        muted=muted_link(tongue, request, telling),
        slider=slider(tongue, min(at, now), live.front.first_moment(), now),
        past=tongue.full(at) if at < now else "",
    )


def ten(request: Request) -> Response:
    """What matters most of what a reader has not read, in ten minutes of reading."""
    masthead = masthead_of(request)
    tongue = masthead.moment.tongue
    telling = telling_of(request, masthead, Selection(masthead.moment.at, limit=TOP + ROWS + SPARE))
    title = tongue.say("Ten minutes")
    about = Page("ten", title, tongue.say("What matters most, in ten minutes of reading."))
    return page(
        request,
        "live_ten.html",
        about,
        masthead=masthead,
        here=path_of(request),
        stories=telling.ten,
        minutes=sum(story.card.minutes or 1 for story in telling.ten),
    )


def about(request: Request) -> Response:
    """How heat and quality are worked out, with the settings in force."""
    masthead = masthead_of(request)
    settings, tongue = masthead.settings, masthead.moment.tongue
    title = tongue.say("How heat and quality are worked out")
    return page(
        request,
        "about.html",
        Page("about.html", title, tongue.say("The rules of these pages.")),
        masthead=masthead,
        layout="live_layout.html",
        settings=settings,
        seed=settings.newsroom.profile is Profile.SEED,
        rules=gate_rules(tongue, settings),
    )


def picture(request: Request) -> Response:
    """A cut picture; its name is made of its bytes, so it never changes."""
    body = live_of(request).front.picture(request.path_params["name"])
    if body is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    for_ever = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(body, headers=for_ever, media_type="image/webp")
