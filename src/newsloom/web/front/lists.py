"""Topics, providers and the archive: whole lists of stories, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from newsloom.model import Marked, MarkKind, ProviderCount, Selection
from newsloom.publish.frame import Page
from newsloom.publish.lists import Pages
from newsloom.publish.shelf import Link, Masthead, topic_path
from newsloom.publish.tongue import Tongue
from newsloom.web.front.reader import marks_of, muted_link, path_of
from newsloom.web.front.told import tell
from newsloom.web.kept import Kept
from newsloom.web.live import live_of
from newsloom.web.respond import masthead_of, page, problem

ROWS = 40
"""Stories on one page of a list. With their buttons, and with style and scripts as they are sent,
such a page is under 100 KB."""


def list_routes(kept: Kept) -> list[BaseRoute]:
    """Return the routes of lists."""
    return [
        kept.route("/archive.html", archive),
        kept.route("/topics.html", topics),
        kept.route("/topics/{slug}.html", topic),
        kept.route("/providers.html", providers),
        kept.route("/providers/{domain}.html", provider),
    ]


def archive(request: Request) -> Response:
    """All stories, newest first."""
    masthead = masthead_of(request)
    tongue = masthead.moment.tongue
    chosen = Selection(masthead.moment.at, is_newest_first=True)
    told = tongue.say("newest first")
    return listing(request, masthead, chosen, "archive.html", tongue.say("Archive"), told)


def topics(request: Request) -> Response:
    """All topics with how many stories each has."""
    masthead = masthead_of(request)
    tongue = masthead.moment.tongue
    links = [
        Link(name, topic_path(masthead.slugs[name]), story_count(tongue, number))
        for name, number in sorted(masthead.topics)
    ]
    return index(request, masthead, "topics.html", tongue.say("All topics"), links)


def providers(request: Request) -> Response:
    """All providers with how many stories each has a report on."""
    masthead = masthead_of(request)
    tongue = masthead.moment.tongue
    links = [
        Link(one.name, f"providers/{quote(one.domain)}.html", provider_note(tongue, one))
        for one in live_of(request).front.provider_counts()
    ]
    return index(request, masthead, "providers.html", tongue.say("All providers"), links)


def index(
    request: Request, masthead: Masthead, path: str, title: str, links: Sequence[Link]
) -> Response:
    """Return a page of names with a number."""
    empty = masthead.moment.tongue.say("Nothing is published yet.")
    return page(
        request,
        "index.html",
        Page(path, title, title, path),
        masthead=masthead,
        layout="live_layout.html",
        heading=title,
        links=links,
        empty=empty,
    )


def story_count(tongue: Tongue, number: int) -> str:
    """Return how many stories there are: "12 stories"."""
    return tongue.count("%(num)s story", "%(num)s stories", number)


def provider_note(tongue: Tongue, one: ProviderCount) -> str:
    """Return what stands beside a provider: "12 stories, leads 3"."""
    stories = story_count(tongue, one.stories)
    if not one.leads:
        return stories
    return tongue.say("%(stories)s, leads %(num)s", stories=stories, num=tongue.number(one.leads))


def topic(request: Request) -> Response:
    """The stories of a topic, hottest first."""
    masthead, slug = masthead_of(request), request.path_params["slug"]
    name = next((name for name, one in masthead.slugs.items() if one == slug), "")
    if not name:
        sentence = masthead.moment.tongue.say("There is no such topic; all are on the topics page.")
        return problem(request, HTTPStatus.NOT_FOUND, sentence)
    chosen = Selection(masthead.moment.at, topic=name)
    thing = Thing(Marked.TOPIC, name)
    return listing(request, masthead, chosen, topic_path(slug), name, by_heat(masthead), thing)


def provider(request: Request) -> Response:
    """The stories a provider reports on, hottest first."""
    masthead, domain = masthead_of(request), request.path_params["domain"]
    chosen = Selection(masthead.moment.at, domain=domain)
    hottest = live_of(request).front.summaries(replace(chosen, limit=1))
    if not hottest:
        sentence = masthead.moment.tongue.say("No shown story has a report of this provider.")
        return problem(request, HTTPStatus.NOT_FOUND, sentence)
    names = dict(zip(hottest[0].domains, hottest[0].provider_names, strict=True))
    path, thing = f"providers/{quote(domain)}.html", Thing(Marked.PROVIDER, domain)
    return listing(request, masthead, chosen, path, names[domain], by_heat(masthead), thing)


def by_heat(masthead: Masthead) -> str:
    """Return how a list of stories is ordered."""
    return masthead.moment.tongue.say("by heat")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a list is of, and can be followed or muted by."""

    what: Marked
    subject: str


def listing(
    request: Request,
    masthead: Masthead,
    chosen: Selection,
    path: str,
    heading: str,
    order: str,
    thing: Thing | None = None,
) -> Response:
    """Return one page of a list of stories, with buttons to follow and mute a ``thing``."""
    tongue, number = masthead.moment.tongue, page_number(request)
    total = live_of(request).front.count_summaries(chosen)
    last = max(1, -(-total // ROWS))
    if not 1 <= number <= last:
        sentence = tongue.say("There is no such page; the last one is %(num)s.", num=last)
        return problem(request, HTTPStatus.NOT_FOUND, sentence)
    window = replace(chosen, limit=ROWS, offset=ROWS * (number - 1))
    marks = marks_of(request, masthead)
    kinds = {m.kind for m in marks.marks if thing == Thing(m.what, m.subject)}
    telling = tell(masthead, live_of(request).front.summaries(window), marks)
    told = tongue.say("%(stories)s, %(order)s.", stories=story_count(tongue, total), order=order)
    return page(
        request,
        "live_list.html",
        Page(path, heading, told, path),
        masthead=masthead,
        here=path_of(request),
        heading=heading,
        thing=thing,
        is_followed=MarkKind.FOLLOW in kinds,
        is_muted=MarkKind.MUTE in kinds,
        told=told,
        stories=telling.stories,
        muted=muted_link(tongue, request, telling),
        pages=pages_at(tongue, path, number, last),
    )


def page_number(request: Request) -> int:
    """Return the page of a list that is asked for; 0 = it is no number."""
    text = request.query_params.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def pages_at(tongue: Tongue, path: str, number: int, last: int) -> Pages:
    """Return where one page of a list stands among the others."""
    newer = Link(tongue.say("Page before"), f"{path}?page={number - 1}") if number > 1 else None
    older = Link(tongue.say("Next page"), f"{path}?page={number + 1}") if number < last else None
    words = tongue.say("Page %(page)s of %(last)s", page=number, last=last)
    return Pages(newer, older, words)
