"""What a reader keeps, as pages: saved stories, what is followed and muted, preferences, keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model import Mark, Marked, MarkKind, Marks, Selection, Summary
from newsloom.publish.frame import Page
from newsloom.publish.lists import Pages
from newsloom.publish.personal import concerns, personal_of
from newsloom.publish.shelf import Link, Masthead, topic_path
from newsloom.publish.tongue import TONGUES, Tongue
from newsloom.web.cookies import DENSITIES, READER_COOKIE, THEMES, drop_cookie
from newsloom.web.front.lists import page_number
from newsloom.web.front.story import SHOWN
from newsloom.web.front.things import Thing
from newsloom.web.front.told import Told, told
from newsloom.web.live import live_of
from newsloom.web.respond import fragment, masthead_of, page, see_other, tongue_for
from newsloom.web.visitor import form_of, keep_preference, own_path, visit_of, visitor_of

PAGE = 60
"""Saved stories on one page."""

EACH = 5
"""Stories shown of each thing that is followed."""

OPENED = 20
"""Things followed that are shown with their stories: each costs a question to the store."""

SEARCHED = 200
"""Hottest stories that phrases are looked for in."""

CHOICES = {"theme": THEMES, "language": ("", *TONGUES), "density": DENSITIES}
"""Preference -> what it can be; "" = as the system, the browser or the house has it."""


def reading_list_routes() -> list[BaseRoute]:
    """Return the routes of what readers keep."""
    return [
        Route("/saved", saved),
        Route("/following", following),
        Route("/preferences", preferences, methods=["GET"]),
        Route("/preferences/marks.json", export),
        Route("/preferences/forget", forget, methods=["POST"]),
        Route("/preferences/{name}", prefer, methods=["POST"]),
        Route("/keys", keys),
    ]


# --- saved stories -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved story."""

    mark: Mark
    story: Told | None
    """None = it is published no more."""


def saved(request: Request) -> Response:
    """The saved stories, the one saved last first."""
    masthead, marks = masthead_of(request), marks_for(request)
    tongue, number = masthead.moment.tongue, page_number(request)
    kept = [mark for mark in marks.marks if mark.kind is MarkKind.SAVE]
    last = max(1, -(-len(kept) // PAGE))
    if not 1 <= number <= last:
        sentence = tongue.say("There is no such page; the last one is %(num)s.", num=last)
        raise HTTPException(HTTPStatus.NOT_FOUND, sentence)
    stories = saved_stories(request, masthead, marks, kept[PAGE * (number - 1) : PAGE * number])
    title = tongue.say("Saved stories")
    return page(
        request,
        "live_saved.html",
        Page("saved", title, title),
        masthead=masthead,
        here=f"/saved?page={number}" if number > 1 else "/saved",
        stories=stories,
        total=len(kept),
        pages=pages_at(tongue, number, last),
    )


def saved_stories(
    request: Request, masthead: Masthead, marks: Marks, kept: Sequence[Mark]
) -> list[Saved]:
    """Return the stories of some marks in their order."""
    found = live_of(request).front.summaries_of([mark.subject for mark in kept])
    shown = {key: s for key, s in found.items() if s.decision in SHOWN}
    stories = {str(key): told(masthead, personal_of(s, marks)) for key, s in shown.items()}
    return [Saved(mark, stories.get(mark.subject)) for mark in kept]


def pages_at(tongue: Tongue, number: int, last: int) -> Pages:
    """Return where one page of saved stories stands among the others."""
    newer = Link(tongue.say("Newer"), f"saved?page={number - 1}") if number > 1 else None
    older = Link(tongue.say("Older"), f"saved?page={number + 1}") if number < last else None
    words = tongue.say("Page %(page)s of %(last)s", page=number, last=last)
    return Pages(newer, older, words)


# --- what is followed and muted ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is followed, with its hottest stories."""

    thing: Thing
    path: str
    """"" = it has no page of its own."""
    stories: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Muted:
    """One thing that is muted."""

    thing: Thing
    kind: str
    until: str


def following(request: Request) -> Response:
    """What a reader follows, with what is new of it, and what they mute."""
    masthead, marks = masthead_of(request), marks_for(request)
    title = masthead.moment.tongue.say("Following")
    return page(
        request,
        "live_following.html",
        Page("following", title, title),
        masthead=masthead,
        here="/following",
        stories=followed_stories(request, masthead, marks),
        groups=list(groups(request, masthead, marks)),
        muted=[muted_thing(masthead.moment.tongue, m) for m in marks.marks if is_mute(m)],
    )


def is_mute(mark: Mark) -> bool:
    """Return whether a mark mutes."""
    return mark.kind is MarkKind.MUTE


def followed_stories(request: Request, masthead: Masthead, marks: Marks) -> list[Told]:
    """Return the stories followed by themselves: those with news first, then by newest report."""
    followed = [m.subject for m in follows(marks) if m.what is Marked.STORY]
    found = live_of(request).front.summaries_of(followed).values()
    shown = [personal_of(s, marks) for s in found if s.decision in SHOWN]
    shown.sort(key=lambda s: (s.news is not None, s.summary.newest_at), reverse=True)
    return [told(masthead, story) for story in shown]


def follows(marks: Marks) -> list[Mark]:
    """Return what a reader follows."""
    return [mark for mark in marks.marks if mark.kind is MarkKind.FOLLOW]


def groups(request: Request, masthead: Masthead, marks: Marks) -> Iterator[Group]:
    """Return the topics, providers and phrases that are followed, the newest follow first."""
    followed = [mark for mark in follows(marks) if mark.what is not Marked.STORY]
    hottest: Sequence[Summary] | None = None
    for number, mark in enumerate(followed):
        found: Sequence[Summary] = ()
        if number < OPENED and mark.what is Marked.PHRASE:
            hottest = hottest or summaries(request, Selection(masthead.moment.at, limit=SEARCHED))
            found = [summary for summary in hottest if concerns(mark, summary)][:EACH]
        elif number < OPENED:
            found = summaries(request, selection_of(mark, masthead))
        stories = tuple(told(masthead, personal_of(summary, marks)) for summary in found)
        yield Group(Thing(mark.what, mark.subject, mark.name), path_of(mark, masthead), stories)


def summaries(request: Request, chosen: Selection) -> Sequence[Summary]:
    """Return the stories of a selection."""
    return live_of(request).front.summaries(chosen)


def selection_of(mark: Mark, masthead: Masthead) -> Selection:
    """Return the hottest stories of a topic or provider."""
    if mark.what is Marked.TOPIC:
        return Selection(masthead.moment.at, topic=mark.subject, limit=EACH)
    return Selection(masthead.moment.at, domain=mark.subject, limit=EACH)


def path_of(mark: Mark, masthead: Masthead) -> str:
    """Return the page of what a mark is on; "" = it has none."""
    if mark.what is Marked.TOPIC and mark.subject in masthead.slugs:
        return topic_path(masthead.slugs[mark.subject])
    if mark.what is Marked.PROVIDER:
        return f"providers/{quote(mark.subject)}.html"
    return ""


def muted_thing(tongue: Tongue, mark: Mark) -> Muted:
    """Return a mute in words."""
    kinds = {
        Marked.STORY: tongue.say("story"),
        Marked.TOPIC: tongue.say("topic"),
        Marked.PROVIDER: tongue.say("provider"),
        Marked.PHRASE: tongue.say("phrase"),
    }
    until = tongue.say("for good") if mark.until is None else ""
    if mark.until is not None:
        until = tongue.say("until %(time)s", time=tongue.full(mark.until))
    return Muted(Thing(mark.what, mark.subject, mark.name), kinds[mark.what], until)


# --- preferences ---------------------------------------------------------------------------------


def preferences(request: Request) -> Response:
    """How pages look, and what is kept of a reader."""
    masthead, marks = masthead_of(request), marks_for(request)
    title = masthead.moment.tongue.say("Preferences")
    return page(
        request,
        "live_preferences.html",
        Page("preferences", title, title),
        masthead=masthead,
        here="/preferences",
        tongues=TONGUES,
        marks=len(marks.marks),
        reads=len(marks.reads),
    )


def prefer(request: Request) -> Response:
    """Keep one preference in the browser."""
    name = request.path_params["name"]
    if name not in CHOICES:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    value = form_of(request).one(name)
    if value not in CHOICES[name]:
        allowed = ", ".join(repr(one) for one in CHOICES[name])
        sentence = tongue_for(request).say(
            "`%(name)s` must be one of %(all)s.", name=name, all=allowed
        )
        raise HTTPException(HTTPStatus.BAD_REQUEST, sentence)
    response = see_other(own_path(form_of(request).one("next", "/preferences")))
    keep_preference(response, request, name, value)
    return response


def export(request: Request) -> Response:
    """Give a reader all that is kept of them."""
    body = msgspec.json.format(msgspec.json.encode(marks_for(request)), indent=2)
    headers = {"Content-Disposition": 'attachment; filename="newsloom-marks.json"'}
    return Response(body, media_type="application/json", headers=headers)


def forget(request: Request) -> Response:
    """Delete all that is kept of a reader, and their cookie."""
    visit = visit_of(request)
    if visit.visitor.reader_id:
        live_of(request).readers.forget_reader(visit.visitor.reader_id)
    response = see_other("/preferences")
    for name in (READER_COOKIE, *CHOICES):
        drop_cookie(response, name, visit.is_secure)
    return response


def keys(request: Request) -> Response:
    """The keys of the keyboard: a page, or the part of it that stands in a dialog."""
    if "hx-request" in request.headers:
        return fragment(request, "live_keys.html", is_dialog=True)
    title = tongue_for(request).say("Keyboard")
    return page(request, "live_keyboard.html", Page("keys", title, title), is_dialog=False)


def marks_for(request: Request) -> Marks:
    """Return what the visitor keeps."""
    live = live_of(request)
    return live.readers.marks_of(visitor_of(request).reader_id, live.clock())
