"""The versions of an article: what each changed of the one before."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.publish.frame import Page
from newsloom.publish.shelf import card_from, line_of
from newsloom.publish.versions import comparisons
from newsloom.web.front.story import find
from newsloom.web.live import live_of
from newsloom.web.respond import page, problem

NEWEST = 5
"""Changes shown: a page of a running report can have dozens."""


def versions_routes() -> list[BaseRoute]:
    """Return the route of the versions of an article."""
    return [Route("/stories/{name}/versions/{article_id}", versions)]


def versions(request: Request) -> Response:
    """What the versions of a report of a story changed, the newest first."""
    known = find(request, request.path_params["name"])
    if isinstance(known, Response):
        return known
    tongue, article_id = known.masthead.moment.tongue, request.path_params["article_id"]
    reports = known.brief.dossier.reports
    report = next((r for r in reports if r.article.article_id == article_id), None)
    if report is None or report.article.version < 2:
        sentence = tongue.say("This story has no such report with more than one version.")
        return problem(request, HTTPStatus.NOT_FOUND, sentence)
    card, line = card_from(known.masthead, known.summary), line_of(report)
    told = live_of(request).front.article_versions(report.article.article_id)
    title = tongue.say("What changed: %(title)s", title=line.title)
    path = f"stories/{known.summary.story_id}/versions/{article_id}"
    return page(
        request,
        "live_versions.html",
        Page(path, title, title),
        masthead=known.masthead,
        card=card,
        line=line,
        comparisons=comparisons(told, NEWEST),
        more=max(len(told) - 1 - NEWEST, 0),
    )
