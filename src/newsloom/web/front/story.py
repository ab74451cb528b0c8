"""The page of one story, live: all that is known of it, how it changed, and why it is where it is.

Its further pages, for a crowded story, are in `crowded`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model import Brief, Decision, StoryId
from newsloom.publish.edition import topic_slugs
from newsloom.publish.explanation import explain
from newsloom.publish.history import turns
from newsloom.publish.personal import personal_of
from newsloom.publish.shelf import Link, card_from
from newsloom.publish.story import parts_of, story_about, told_story
from newsloom.publish.tongue import Tongue
from newsloom.web.front.crowded import (
    EACH,
    Known,
    address,
    further_page,
    opening,
)
from newsloom.web.front.reader import marks_of, path_of
from newsloom.web.front.told import told
from newsloom.web.kept import Kept
from newsloom.web.live import live_of
from newsloom.web.respond import fragment, masthead_of, page, problem

SHARES = 12
"""Rows and links of the panel on the story's own page."""

WHY_SHARES = 60
"""Rows and links of the panel elsewhere."""

TURNS = 20
"""Changes of the story that are told."""

SHOWN = (Decision.PUBLISH, Decision.RETRACT)


def story_routes(kept: Kept) -> list[BaseRoute]:
    """Return the routes of stories; their pages are kept for those who keep nothing."""
    return [
        kept.route("/stories/{name}.html", story),
        Route("/stories/{name}/why", why),
    ]


def story(request: Request) -> Response:
    """The page of a story, or one of its further pages."""
    story_id, kind, number = address(request.path_params["name"])
    known = find(request, story_id)
    if isinstance(known, Response):
        return known
    return further_page(request, known, kind, number) if kind else story_page(request, known)


def why(request: Request) -> Response:
    """Why a story is where it is: the inside of the panel on other pages."""
    known = find(request, request.path_params["name"])
    if isinstance(known, Response):
        return known
    moment, heating = known.masthead.moment, known.masthead.settings.heating
    return fragment(
        request,
        "live_reasons.html",
        card=card_from(known.masthead, known.summary),
        told=explain(known.brief, moment, heating, WHY_SHARES),
    )


def find(request: Request, story_id: str) -> Known | Response:
    """Return a story readers may see, or the answer that leads elsewhere or says it is not here."""
    front, masthead = live_of(request).front, masthead_of(request)
    summary = front.summaries_of([story_id]).get(StoryId(story_id))
    if summary is not None and summary.merged_into:
        place = f"/stories/{quote(front.find_story(story_id) or summary.merged_into)}.html"
        return Response(status_code=HTTPStatus.FOUND, headers={"Location": place})
    briefs = front.briefs([story_id]) if summary and summary.decision in SHOWN else ()
    if summary is None or not briefs:
        say = masthead.moment.tongue.say
        sentence = say(
            "There is no such story here; search for its words, or start from the front."
        )
        return problem(request, HTTPStatus.NOT_FOUND, sentence)
    names = {*masthead.slugs, *(tag.topic for tag in summary.topics)}
    return Known(briefs[0], summary, replace(masthead, slugs=topic_slugs(names)))


def story_page(request: Request, known: Known) -> Response:
    """Return the story's own page."""
    masthead, brief, tongue = known.masthead, known.brief, known.masthead.moment.tongue
    whole = told_story(masthead, brief, parts_of(tongue, brief, EACH), SHARES)
    shown, more = opening(tongue, whole)
    marks = marks_of(request, masthead)
    history = live_of(request).front.history(known.summary.story_id)
    return page(
        request,
        "live_story.html",
        story_about(masthead, brief),
        masthead=masthead,
        status=HTTPStatus.OK,
        layout="live_layout.html",
        here=path_of(request),
        kept=told(masthead, personal_of(known.summary, marks)),
        correction=known.summary.correction,
        turns=turns(tongue, history, TURNS),
        more=more,
        **replace(shown, versions=version_links(tongue, brief)).context(),
    )


def version_links(tongue: Tongue, brief: Brief) -> Mapping[str, Link]:
    """Return where the versions of articles are compared, of those that have several."""
    story_id = brief.dossier.story.story_id
    articles = (report.article for report in brief.dossier.reports)
    return {
        article.article_id: Link(
            tongue.count("%(num)s version", "%(num)s versions", article.version),
            f"stories/{story_id}/versions/{article.article_id}",
        )
        for article in articles
        if article.version > 1
    }
