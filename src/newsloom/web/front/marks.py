"""POST /marks and the buttons it is sent from: follow, mute, save, read, and the ways back.

Works with plain forms, which lead back to their page; htmx gets the buttons as they are now. A
reader who takes something back that they never kept gets no cookie for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model import Mark, Marked, MarkKind, Marks, Summary
from newsloom.ports.readers import MARKS_MOST
from newsloom.publish.frame import Page
from newsloom.publish.personal import personal_of, read_of
from newsloom.publish.tongue import N_
from newsloom.web.front.things import Thing, known_thing, refusal, summary_of, thing_sent, things_of
from newsloom.web.front.told import Told, told
from newsloom.web.live import live_of
from newsloom.web.respond import fragment, masthead_of, page, see_other, tongue_for
from newsloom.web.visitor import form_of, keep_reader, own_path, visitor_of

ENDS: Mapping[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "good": None,
}
"""How long a mute holds; None = until it is taken back."""


def marks_routes() -> list[BaseRoute]:
    """Return the routes of what readers keep of one thing."""
    return [
        Route("/marks", change, methods=["POST"]),
        Route("/stories/{story_id}/keep", keep),
    ]


# --- what is sent --------------------------------------------------------------------------------


def change(request: Request) -> Response:
    """Do what a button says: ``act`` on ``thing``, a mute until ``end``; back to ``next``."""
    form = form_of(request)
    act, thing = form.one("act"), thing_sent(request)
    if act not in ACTS:
        sentence = N_("`act` must be one of %(acts)s.")
        raise refusal(request, sentence, acts=", ".join(sorted(ACTS)))
    response = see_other(own_path(form.one("next")))
    is_kept = act in KEEPING
    reader_id = keep_reader(response, request) if is_kept else visitor_of(request).reader_id
    said = ACTS[act](request, reader_id, thing) if reader_id else ""
    if "hx-request" not in request.headers:
        return response
    shown = buttons(request, reader_id, thing, said, is_muted=act == "mute")
    for cookie in response.headers.getlist("set-cookie"):
        shown.headers.append("set-cookie", cookie)
    return shown


def follow(request: Request, reader_id: str, thing: Thing) -> str:
    """Follow it."""
    put(request, reader_id, MarkKind.FOLLOW, thing)
    return tongue_for(request).say("You follow this now.")


def mute(request: Request, reader_id: str, thing: Thing) -> str:
    """Leave it out until its end."""
    tongue, end = tongue_for(request), form_of(request).one("end")
    if end not in ENDS:
        raise refusal(request, N_("`end` must be one of %(ends)s."), ends=", ".join(ENDS))
    span = ENDS[end]
    until = live_of(request).clock() + span if span else None
    named = put(request, reader_id, MarkKind.MUTE, thing, until)
    if until is None:
        return tongue.say("“%(name)s” is muted for good.", name=named.name)
    return tongue.say("“%(name)s” is muted until %(day)s.", name=named.name, day=tongue.day(until))


def save(request: Request, reader_id: str, thing: Thing) -> str:
    """Keep a story in the list of saved ones."""
    if thing.what is not Marked.STORY:
        sentence = N_("Only a story can be saved; follow a topic, provider or phrase.")
        raise refusal(request, sentence)
    put(request, reader_id, MarkKind.SAVE, thing)
    return tongue_for(request).say("Saved.")


def take_back(kind: MarkKind) -> Callable[[Request, str, Thing], str]:
    """Return what takes a mark of a kind back."""

    def taken_back(request: Request, reader_id: str, thing: Thing) -> str:
        live_of(request).readers.drop_mark(reader_id, kind, thing.what, thing.subject)
        return ""

    return taken_back


def read(request: Request, reader_id: str, thing: Thing) -> str:
    """Note that a story was read, as it stood ``at`` the moment its page was made."""
    live, summary = live_of(request), summary_of(request, thing)
    now = live.clock()
    seen = seen_at(request, now)
    for telling in live.front.history(summary.story_id):
        if telling.since <= seen and (telling.until is None or seen < telling.until):
            summary = telling.summary
    live.readers.keep_reads(reader_id, [read_of(summary, now)])
    return ""


def unread(request: Request, reader_id: str, thing: Thing) -> str:
    """Let a story be unread again."""
    live_of(request).readers.drop_read(reader_id, thing.subject)
    return ""


ACTS: Mapping[str, Callable[[Request, str, Thing], str]] = {
    "follow": follow,
    "unfollow": take_back(MarkKind.FOLLOW),
    "mute": mute,
    "unmute": take_back(MarkKind.MUTE),
    "save": save,
    "unsave": take_back(MarkKind.SAVE),
    "read": read,
    "unread": unread,
}
"""What a button can say -> what does it and tells it."""

KEEPING = frozenset({"follow", "mute", "save", "read"})
"""Acts that keep something: the first of them gives a reader their cookie."""


def put(
    request: Request,
    reader_id: str,
    kind: MarkKind,
    thing: Thing,
    until: datetime | None = None,
) -> Thing:
    """Keep a mark on a thing; returns the thing by its name."""
    live, named = live_of(request), known_thing(request, thing)
    mark = Mark(kind, named.what, named.subject, named.name, live.clock(), until)
    if not live.readers.keep_mark(reader_id, mark):
        sentence = N_("You keep %(num)s things already: take some back on the page Following.")
        raise refusal(request, sentence, num=MARKS_MOST)
    return named


def seen_at(request: Request, now: datetime) -> datetime:
    """Return when the page was made that a form was sent from; now where it does not say."""
    try:
        seen = datetime.fromisoformat(form_of(request).one("at"))
    except ValueError:
        return now
    return min(seen, now) if seen.tzinfo else now


# --- the buttons ---------------------------------------------------------------------------------


def keep(request: Request) -> Response:
    """The buttons of one story: a page, or for htmx a part; ``?form=mute`` asks what to mute."""
    summary = summary_of(request, Thing(Marked.STORY, request.path_params["story_id"]))
    story = told_of(request, visitor_of(request).reader_id, summary)
    tongue, here = tongue_for(request), own_path(request.query_params.get("next", "/"))
    things = [(one.key, one.name) for one in things_of(tongue, summary)]
    if "hx-request" in request.headers:
        is_muting = request.query_params.get("form") == "mute"
        template = "live_muting.html" if is_muting else "live_kept.html"
        return fragment(request, template, here=here, story=story, things=things, said="", undo="")
    title = tongue.say("Follow, save or mute")
    about = Page(f"stories/{summary.story_id}/keep", title, summary.title)
    return page(request, "live_choice.html", about, here=here, story=story, things=things)


def buttons(request: Request, reader_id: str, thing: Thing, said: str, is_muted: bool) -> Response:
    """Return the buttons of a thing as they are now, with what was done."""
    here, undo = own_path(form_of(request).one("next")), thing.key if is_muted else ""
    if thing.what is Marked.STORY:
        story = told_of(request, reader_id, summary_of(request, thing))
        return fragment(request, "live_kept.html", here=here, story=story, said=said, undo=undo)
    kinds = kinds_on(marks_now(request, reader_id), thing.what, thing.subject)
    return fragment(
        request,
        "live_kept.html",
        here=here,
        story=None,
        thing=thing,
        kinds=kinds,
        said=said,
        undo=undo,
    )


def told_of(request: Request, reader_id: str, summary: Summary) -> Told:
    """Return a story as lists show it to a reader."""
    return told(masthead_of(request), personal_of(summary, marks_now(request, reader_id)))


def marks_now(request: Request, reader_id: str) -> Marks:
    """Return what a reader keeps."""
    live = live_of(request)
    return live.readers.marks_of(reader_id, live.clock())


def kinds_on(marks: Marks, what: Marked, subject: str) -> frozenset[MarkKind]:
    """Return what a reader wants of one thing."""
    found = (m.kind for m in marks.marks if (m.what, m.subject) == (what, subject))
    return frozenset(found)
