"""The search page: a box, what its text was read as, and the stories that answer, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model import Article, DateOrigin
from newsloom.ports.search import After, Found, Hit, Query
from newsloom.publish.cursor import parse_cursor, to_cursor
from newsloom.publish.edition import public_url
from newsloom.publish.frame import Page
from newsloom.publish.marking import marked, passage
from newsloom.publish.personal import personal_of
from newsloom.publish.query import Misread, parse_query
from newsloom.publish.shelf import Line, Link, Masthead
from newsloom.publish.tongue import Tongue
from newsloom.publish.words import safe_href, stories_words
from newsloom.web.front.reader import marks_of
from newsloom.web.front.told import Told, told
from newsloom.web.live import live_of
from newsloom.web.respond import masthead_of, page, problem


@dataclass(frozen=True, slots=True)
class Result:
    """A story that answers, as the page shows it."""

    story: Told
    title: Markup
    """The story's, with what was found marked."""
    line: Line
    """The report that answers best."""
    line_title: Markup
    """Its headline, marked; "" = it leads the story, whose title is shown."""
    passage: Markup
    """Where its text has what was found; "" = nowhere."""
    more: int
    """Further reports of the story that answer."""


def search_routes() -> list[BaseRoute]:
    """Return the route of the search page."""
    return [Route("/search", search)]


def search(request: Request) -> Response:
    """Stories that answer ``?q=``; ``?after=`` goes on where a page ended."""
    text, masthead = request.query_params.get("q", "").strip(), masthead_of(request)
    tongue, live = masthead.moment.tongue, live_of(request)
    if not text:
        return search_page(request, masthead, "")
    query = parse_query(text, tongue, live.topics())
    if isinstance(query, Misread):
        return misread_page(request, masthead, text, query)
    try:
        cursor = request.query_params.get("after", "")
        after = parse_cursor(cursor) if cursor else None
    except ValueError:
        sentence = tongue.say(
            "`after` names no place among the results: search again from the top."
        )
        return problem(request, HTTPStatus.BAD_REQUEST, sentence)
    found = live.search.find(query, masthead.moment.at, after)
    return search_page(
        request,
        masthead,
        text,
        results=results_of(request, masthead, query, found.hits),
        told=told_words(tongue, query, found, after),
        newest=newest_link(tongue, query, found),
        older=older_link(tongue, query, found),
        is_first=after is None,
    )


def search_page(
    request: Request,
    masthead: Masthead,
    text: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    results: Sequence[Result] = (),
    told: str = "",
    newest: Link | None = None,
    older: Link | None = None,
    misread: str = "",
    misread_text: Markup = Markup(),  # noqa: B008
    is_first: bool = True,
) -> Response:
    """Return the page of a search."""
    tongue = masthead.moment.tongue
    title = tongue.say("Search: %(text)s", text=text) if text else tongue.say("Search")
    return page(
        request,
        "live_search.html",
        Page("search", title, tongue.say("Search all stories.")),
        masthead=masthead,
        status=status,
        text=text,
        results=results,
        told=told,
        newest=newest,
        older=older,
        misread=misread,
        misread_text=misread_text,
        is_first=is_first,
    )


def misread_page(request: Request, masthead: Masthead, text: str, misread: Misread) -> Response:
    """Return the page with one sentence about what cannot be read, and the piece marked.

    A script that asks while somebody types shows no answer but one of status 200.
    """
    is_typing = "hx-request" in request.headers
    shown = Markup("{}<mark>{}</mark>{}").format(
        text[: misread.start], text[misread.start : misread.end], text[misread.end :]
    )
    return search_page(
        request,
        masthead,
        text,
        status=HTTPStatus.OK if is_typing else HTTPStatus.BAD_REQUEST,
        misread=misread.sentence,
        misread_text=shown if misread.end else escape(""),
    )


# --- what was found ------------------------------------------------------------------------------


def results_of(
    request: Request, masthead: Masthead, query: Query, hits: Sequence[Hit]
) -> tuple[Result, ...]:
    """Return the stories of a page of results, muted ones too: they were asked for."""
    known = live_of(request).front.summaries_of([hit.story_id for hit in hits])
    marks = marks_of(request, masthead)
    return tuple(
        result(told(masthead, personal_of(known[hit.story_id], marks)), query, hit) for hit in hits
    )


def result(story: Told, query: Query, hit: Hit) -> Result:
    """Return one story as the page shows it."""
    article, terms = hit.article, query.sought
    is_lead = article.article_id == story.card.lead.article_id
    return Result(
        story=story,
        title=marked(story.card.title, terms),
        line=line_of(article),
        line_title=Markup() if is_lead else marked(article.title, terms),
        passage=passage(article.text, terms) or passage(article.excerpt, terms),
        more=hit.more,
    )


def line_of(article: Article) -> Line:
    """Return an article as a list shows it."""
    return Line(
        article_id=article.article_id,
        title=article.title,
        href=safe_href(public_url(article)),
        provider=article.provider.name or article.provider.domain,
        at=article.published_at,
        is_dated=article.date_origin is not DateOrigin.FIRST_SEEN,
        language=article.language,
    )


def told_words(tongue: Tongue, query: Query, found: Found, after: After | None) -> str:
    """Return what a search found, as a sentence; "" on a page that goes on."""
    if after is not None:
        return ""
    if not found.stories:
        return tongue.say("No story has all of that. Fewer words find more; `OR` finds either.")
    stories = stories_words(tongue, found.stories)
    if found.is_all:
        return tongue.say("%(stories)s.", stories=stories)
    if not query.is_ranked:
        return tongue.say("More than %(stories)s, newest first.", stories=stories)
    return tongue.say(
        "More than %(stories)s: the newest %(reports)s reports that match were compared.",
        stories=stories,
        reports=tongue.number(found.compared),
    )


def newest_link(tongue: Tongue, query: Query, found: Found) -> Link | None:
    """Return what leads to all that match, newest first; None = the page has them."""
    if found.is_all or not query.is_ranked:
        return None
    name = tongue.say("All of them, newest first")
    return Link(name, address(f"{query.text} sort:new"))


def older_link(tongue: Tongue, query: Query, found: Found) -> Link | None:
    """Return what leads to the next page; None = this is the last."""
    if found.after is None:
        return None
    name = tongue.say("More stories") if query.is_ranked else tongue.say("Older stories")
    return Link(name, address(query.text, after=to_cursor(found.after)))


def address(text: str, **more: str) -> str:
    """Return the path of a search, without the slash before it."""
    return f"search?{urlencode({'q': text, **more})}"
