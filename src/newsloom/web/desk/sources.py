"""The desk's page of sources: how they do, what mends them, and adding one.

What an address offers is asked for and shown before anything is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.collect.care import source_healths
from newsloom.errors import ConfigError, SourceError
from newsloom.model import Source, SourceKind
from newsloom.model.people import Role
from newsloom.ports.sourcing import Offers, Sourcing
from newsloom.web.desk.frame import Told, desk_page, page_of
from newsloom.web.desk.source_list import list_sources
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.visitor import Form, form_of, need_role

PATH = "/desk/sources"
HISTORY = timedelta(days=90)
MOST_PICKED = 50
"""Sources added at once."""


def source_routes() -> list[BaseRoute]:
    """Return the routes of the page of sources."""
    return [
        Route(PATH, show_sources),
        Route(f"{PATH}/recheck", recheck, methods=["POST"]),
        Route(f"{PATH}/move", accept_move, methods=["POST"]),
        Route(f"{PATH}/remove", remove, methods=["POST"]),
        Route(f"{PATH}/find", find, methods=["POST"]),
        Route(f"{PATH}/add", add, methods=["POST"]),
    ]


def show_sources(request: Request) -> Response:
    """Answer with the page."""
    return sources_page(request, told=told_of(request))


def sources_page(
    request: Request,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    offers: Offers | None = None,
    address: str = "",
    wrong: str = "",
) -> Response:
    """Return the page, with what an address offers, or with what is wrong about it."""
    need_role(request, Role.EDITOR)
    live, tongue = live_of(request), tongue_for(request)
    sourcing = live.sourcing
    shown = list_sources(
        source_healths(sourcing.sources(), sourcing.healths()),
        sourcing.health_changes(live.clock() - HISTORY),
        request.query_params.get("q", "").strip()[:200],
        page_of(request),
    )
    return desk_page(
        request,
        "desk_sources.html",
        PATH,
        tongue.say("Sources"),
        status=status,
        told=told,
        sources=shown,
        offers=offers,
        address=address or request.query_params.get("address", "")[:2000],
        wrong=wrong,
    )


def told_of(request: Request) -> Told | None:
    """Return the line on what was just done to a source, as the store shows it; None = nothing."""
    asked, tongue = request.query_params, tongue_for(request)
    url, did = asked.get("url", ""), asked.get("did", "")
    is_known = url in {source.url for source in live_of(request).sourcing.sources()}
    sentences = {
        ("recheck", True): tongue.say("%(url)s is looked at again on the next run.", url=url),
        ("move", True): tongue.say("%(url)s is the source’s address now.", url=url),
        ("remove", False): tongue.say(
            "%(url)s is no source any more. Its articles stay; its address can be added again.",
            url=url,
        ),
        ("add", True): tongue.say("%(url)s is a source and is looked at next.", url=url),
        ("same", True): tongue.say("%(url)s was a source already.", url=url),
    }
    sentence = sentences.get((did, is_known))
    return Told(sentence) if sentence else None


def recheck(request: Request) -> Response:
    """Make a source due now."""
    return change(request, "recheck")


def accept_move(request: Request) -> Response:
    """Put the address a source has moved to in its place."""
    return change(request, "move")


def remove(request: Request) -> Response:
    """Forget a source."""
    return change(request, "remove")


def find(request: Request) -> Response:
    """Show what an address offers."""
    need_role(request, Role.EDITOR)
    address, tongue = form_of(request).one("address"), tongue_for(request)
    if not address:
        wrong = tongue.say("Give an address first.")
        return sources_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, wrong=wrong)
    try:
        offers = live_of(request).sourcing.offers(with_scheme(address))
    except (ConfigError, SourceError) as exc:
        return sources_page(
            request, status=HTTPStatus.UNPROCESSABLE_ENTITY, address=address, wrong=f"{exc}."
        )
    return sources_page(request, offers=offers, address=address)


def add(request: Request) -> Response:
    """Add the sources that were ticked."""
    need_role(request, Role.EDITOR)
    form, tongue = form_of(request), tongue_for(request)
    try:
        chosen = picked(form)
        new = live_of(request).sourcing.add(chosen)
    except (ConfigError, ValueError):
        wrong = tongue.say("What was ticked is no source. Look at the address again.")
        return sources_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, wrong=wrong)
    if not chosen:
        wrong = tongue.say("Nothing was ticked, so nothing was added.")
        return sources_page(
            request,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            address=form.one("address"),
            wrong=wrong,
        )
    for url in new:
        note(request, "added the source", url)
    did, url = ("add", new[0]) if new else ("same", chosen[0].url)
    return see_other(f"{PATH}?{urlencode({'did': did, 'url': url})}")


def picked(form: Form) -> list[Source]:
    """Return the sources that a form names and that were ticked.

    Raises:
        ValueError: a kind it names is none.
    """
    return [
        Source(form.one(f"url-{n}"), kind_of(form.one(f"kind-{n}")), form.one(f"title-{n}"))
        for n in form.all("pick")[:MOST_PICKED]
    ]


def kind_of(name: str) -> SourceKind:
    """Return the kind of a source on the web.

    Raises:
        ValueError: there is none of this name.
    """
    kind = SourceKind(name)
    if kind is SourceKind.POSTS:
        raise ValueError("folders of posts are added at the command line")
    return kind


def with_scheme(address: str) -> str:
    """Return an address as it was meant: people leave out the ``https://``."""
    return address if "://" in address else f"https://{address}"


FIXES: Mapping[str, tuple[str, Callable[[Sourcing, str], str]]] = {
    "recheck": (
        "asked for a look at the source",
        lambda sourcing, url: url if sourcing.recheck(url) else "",
    ),
    "move": ("changed the address of the source", lambda sourcing, url: sourcing.accept_move(url)),
    "remove": ("removed the source", lambda sourcing, url: url if sourcing.remove(url) else ""),
}
"""What mends a source: what the audit log says of it, and the act; "" = it was mended already."""


def change(request: Request, did: str) -> Response:
    """Change one source and go back; one that is gone is said to be."""
    need_role(request, Role.EDITOR)
    url = form_of(request).one("url")
    changed = fix_source(request, did, url)
    if not changed:
        sentence = tongue_for(request).say(
            "%(url)s is no source any more, or was mended meanwhile.", url=url
        )
        return sources_page(request, status=HTTPStatus.CONFLICT, told=Told(sentence))
    return see_other(f"{PATH}?{urlencode({'did': did, 'url': changed})}")


def fix_source(request: Request, did: str, url: str) -> str:
    """Mend a source in one way; returns its address then, "" = nothing was done."""
    act, fix = FIXES[did]
    changed = fix(live_of(request).sourcing, url)
    if changed:
        note(request, act, url, changed if changed != url else "")
    return changed
