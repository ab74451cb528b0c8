"""The page of one story, live: all that is known of it, how it changed, and why it is where it is.

A crowded story goes on under its own address: ``stories/ID-coverage-2.html`` and so on, so that no
page grows over 100 KB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model import Brief, Decision, Summary
from newsloom.publish.angles import Angled, by_angle
from newsloom.publish.coverage import entries_of
from newsloom.publish.edition import topic_slugs
from newsloom.publish.explanation import explain
from newsloom.publish.frame import Page
from newsloom.publish.history import turns
from newsloom.publish.lists import Pages, neighbours
from newsloom.publish.shelf import Card, Link, Masthead, card_from
from newsloom.publish.story import (
    Part,
    parts_of,
    place_in,
    reports_about,
    story_about,
    told_reports,
    told_story,
)
from newsloom.publish.summary import summarise
from newsloom.publish.timeline import Copied, Day, copied_texts, timeline
from newsloom.web.front.pages import marks_of, path_of
from newsloom.web.front.told import tell
from newsloom.web.kept import Kept
from newsloom.web.live import live_of
from newsloom.web.respond import fragment, masthead_of, page, problem

EACH = 8
"""Reports whose reasons stand on one page, about 7 KB each."""

ROWS = 40
"""Reports in one table of coverage, about 0.8 KB each."""

EVENTS = 30
"""Steps of the timeline on one page, about 0.5 KB each."""

COPIES = 60
"""Copies that are listed on the story's own page, about 0.25 KB each."""

SHARES = 12
"""Rows and links of the panel on the story's own page."""

TURNS = 20
"""Changes of the story that are told."""

PART = re.compile(r"(?P<story>.+)-(?P<kind>reports|coverage|timeline|copies)-(?P<number>\d{1,4})")

SHOWN = (Decision.PUBLISH, Decision.RETRACT)


@dataclass(frozen=True, slots=True)
class Known:
    """A story that readers may see."""

    brief: Brief
    summary: Summary
    masthead: Masthead


def story_routes(kept: Kept) -> list[BaseRoute]:
    """Return the routes of stories."""
    return [
        kept.route("/stories/{name}.html", story),
        Route("/stories/{name}/why", why),
    ]


def story(request: Request) -> Response:
    """The page of a story, or one of its further pages."""
    name = request.path_params["name"]
    part = PART.fullmatch(name)
    known = find(request, part["story"] if part else name)
    if isinstance(known, Response):
        return known
    if part is None:
        return story_page(request, known)
    return FURTHER[part["kind"]](request, known, int(part["number"]))


def why(request: Request) -> Response:
    """Why a story is where it is: the inside of the panel on other pages."""
    known = find(request, request.path_params["name"])
    if isinstance(known, Response):
        return known
    masthead = known.masthead
    told = explain(known.brief, masthead.moment, masthead.settings.heating, ROWS)
    card = card_from(masthead, known.summary)
    return fragment(request, "live_reasons.html", card=card, told=told)


def find(request: Request, story_id: str) -> Known | Response:
    """Return a story readers may see, or the answer that leads elsewhere or says it is not here."""
    live = live_of(request)
    masthead = masthead_of(request)
    summary = live.front.summaries_of([story_id]).get(story_id)  # type: ignore[call-overload]
    if summary is not None and summary.merged_into:
        survivor = live.front.find_story(story_id)
        return Response(
            status_code=HTTPStatus.FOUND, headers={"Location": f"/stories/{quote(survivor or '')}.html"}
        )
    briefs = live.front.briefs([story_id]) if summary and summary.decision in SHOWN else ()
    if summary is None or not briefs:
        sentence = "There is no such story here: it may have been withdrawn. Search for its words."
        return problem(request, HTTPStatus.NOT_FOUND, masthead.moment.tongue.say(sentence))
    names = {*masthead.slugs, *(tag.topic for tag in summary.topics)}
    return Known(briefs[0], summary, replace(masthead, slugs=topic_slugs(names)))


# --- the story's own page ------------------------------------------------------------------------


def story_page(request: Request, known: Known) -> Response:
    """Return the page of a story."""
    masthead, brief = known.masthead, known.brief
    tongue = masthead.moment.tongue
    parts = parts_of(tongue, brief, EACH)
    told = told_story(masthead, brief, parts, SHARES)
    days, events = cut_days(told["days"], 0, EVENTS)
    groups, rows = cut_groups(told["groups"], 0, ROWS)
    copies = sum(len(text.copies) for text in told["copied"])
    marks = marks_of(request, masthead)
    keep = tell(masthead, [known.summary], marks)
    history = live_of(request).front.history(brief.dossier.story.story_id)
    about = story_about(masthead, brief)
    return page(
        request,
        "live_story.html",
        about,
        masthead=masthead,
        layout="live_layout.html",
        here=path_of(request),
        kept=(*keep.stories, *keep.muted)[0],
        correction=known.summary.correction,
        turns=turns(tongue, history, TURNS),
        **{
            **told,
            "days": days,
            "groups": groups,
            "copied": told["copied"] if copies <= COPIES else (),
            "versions": version_links(masthead, brief),
            "more": further_links(masthead, brief, events, rows, copies),
        },
    )
