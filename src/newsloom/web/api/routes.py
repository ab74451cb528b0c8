"""The API's table: everything that can be asked, by whom, and what is answered.

Routes and the OpenAPI document are made from it, so that neither says more than the other.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Scope
from newsloom.publish.frame import rendered
from newsloom.web.api.articles import list_articles, show_article
from newsloom.web.api.desk_shapes import (
    ActPage,
    HookList,
    HookMade,
    NoticeList,
    NoticeShape,
    OutcomeShape,
    Rechecked,
    SourceList,
)
from newsloom.web.api.door import Door, Missing
from newsloom.web.api.endpoint import Answer, Asked, Endpoint, Nothing, endpoint
from newsloom.web.api.hooks import (
    add_hook,
    list_hooks,
    list_notices,
    remove_hook,
    send_again,
    test_hook,
)
from newsloom.web.api.links import ROOT
from newsloom.web.api.list_shapes import (
    ArticlePage,
    ArticleShape,
    HitPage,
    ProviderList,
    TopicList,
)
from newsloom.web.api.lists import list_providers, list_topics, search_stories
from newsloom.web.api.openapi import openapi_document
from newsloom.web.api.queries import (
    ActQuery,
    ArticleQuery,
    HookOrder,
    NoticeQuery,
    RulingOrder,
    SearchQuery,
    SourceAsked,
    StoryQuery,
)
from newsloom.web.api.rulings import list_acts, make_ruling, undo_act
from newsloom.web.api.shapes import StoryPage, StoryShape
from newsloom.web.api.sources import list_sources, recheck_source
from newsloom.web.api.stories import list_stories, show_story
from newsloom.web.api.stream import EVENTS, Hub
from newsloom.web.desk.hooks import hook_routes

HTML = "text/html; charset=utf-8"


def show_document(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return the OpenAPI document."""
    return Answer(document())


def show_index(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return the page that lists what can be asked."""
    return Answer(rendered("api.html", None, root=ROOT, endpoints=ENDPOINTS))


def lead_on(request: Request) -> Response:
    """Lead to the page that lists what can be asked."""
    return RedirectResponse(f"{ROOT}/", HTTPStatus.PERMANENT_REDIRECT)


@cache
def document() -> bytes:
    """Return the OpenAPI document as JSON."""
    return msgspec.json.format(msgspec.json.encode(openapi_document(ENDPOINTS)), indent=1)


# fmt: off
ENDPOINTS: tuple[Endpoint, ...] = (
    endpoint("GET", "/", "index", "A page that lists all this.",
             show_index, Nothing, Nothing, None, media=HTML),
    endpoint("GET", "/openapi.json", "openapi", "This document.",
             show_document, Nothing, Nothing, None),
    endpoint("GET", "/stories", "listStories", "Stories as of a moment, the hottest first.",
             list_stories, StoryQuery, Nothing, StoryPage, also=(HTTPStatus.FORBIDDEN,)),
    endpoint("GET", "/stories/{story_id}", "showStory", "One story with every reason.",
             show_story, Nothing, Nothing, StoryShape, also=(HTTPStatus.TEMPORARY_REDIRECT,)),
    endpoint("GET", "/articles", "listArticles", "Articles, the newest first.",
             list_articles, ArticleQuery, Nothing, ArticlePage),
    endpoint("GET", "/articles/{article_id}", "showArticle", "One article with its versions.",
             show_article, Nothing, Nothing, ArticleShape),
    endpoint("GET", "/topics", "listTopics", "Topics, those with most stories first.",
             list_topics, Nothing, Nothing, TopicList),
    endpoint("GET", "/providers", "listProviders", "Providers, those with most stories first.",
             list_providers, Nothing, Nothing, ProviderList, is_kept=True),
    endpoint("GET", "/search", "search", "Stories that have the words asked for.",
             search_stories, SearchQuery, Nothing, HitPage),
    Endpoint("GET", "/events", "followEvents", "What changes, as server-sent events.",
             None, media=EVENTS),

    endpoint("GET", "/rulings", "listRulings", "What editors did, the newest first.",
             list_acts, ActQuery, Nothing, ActPage, scope=Scope.RULINGS),
    endpoint("POST", "/rulings", "makeRuling", "Have something done that an editor may do.",
             make_ruling, Nothing, RulingOrder, OutcomeShape, scope=Scope.RULINGS,
             status=HTTPStatus.CREATED),
    endpoint("POST", "/rulings/{act_id}/undo", "undoRuling", "Undo what an editor did.",
             undo_act, Nothing, Nothing, OutcomeShape, scope=Scope.RULINGS,
             also=(HTTPStatus.CONFLICT,)),
    endpoint("GET", "/sources", "listSources", "How the sources do, the worst first.",
             list_sources, Nothing, Nothing, SourceList, scope=Scope.SOURCES),
    endpoint("POST", "/sources/recheck", "recheckSource", "Have a source looked at now.",
             recheck_source, Nothing, SourceAsked, Rechecked, scope=Scope.SOURCES,
             status=HTTPStatus.ACCEPTED, also=(HTTPStatus.NOT_FOUND,)),
    endpoint("GET", "/hooks", "listHooks", "The webhooks.",
             list_hooks, Nothing, Nothing, HookList, scope=Scope.HOOKS),
    endpoint("POST", "/hooks", "addHook", "Register a webhook.",
             add_hook, Nothing, HookOrder, HookMade, scope=Scope.HOOKS,
             status=HTTPStatus.CREATED),
    endpoint("DELETE", "/hooks/{hook_id}", "removeHook", "Forget a webhook.",
             remove_hook, Nothing, Nothing, None, media="", scope=Scope.HOOKS,
             status=HTTPStatus.NO_CONTENT),
    endpoint("POST", "/hooks/{hook_id}/test", "testHook", "Call a webhook now, as a test.",
             test_hook, Nothing, Nothing, NoticeShape, scope=Scope.HOOKS),
    endpoint("GET", "/hooks/{hook_id}/notices", "listNotices", "What a webhook was told.",
             list_notices, NoticeQuery, Nothing, NoticeList, scope=Scope.HOOKS),
    endpoint("POST", "/notices/{notice_id}/again", "sendAgain", "Send a notice once more.",
             send_again, Nothing, Nothing, None, media="", scope=Scope.HOOKS,
             status=HTTPStatus.NO_CONTENT),
)
# fmt: on
"""Everything there is below /api/v1; ``/events`` is a stream and has a route of its own."""


def api_routes(hub: Hub) -> list[BaseRoute]:
    """Return the routes of the API, of the stream at /events, and of the desk's webhooks."""

    paths: dict[str, list[Endpoint]] = {}
    for one in ENDPOINTS:
        if one.handle is not None:
            paths.setdefault(one.path, []).append(one)
    return [
        Route("/events", hub),
        Route(f"{ROOT}/events", hub),
        *(Route(f"{ROOT}{path}", Door(endpoints)) for path, endpoints in paths.items()),
        *hook_routes(),
        Route(ROOT, lead_on),
        Route("/api", Missing(())),
        Route("/api/{path:path}", Missing(())),
    ]
