"""The desk's page of webhooks: who is told what, how the last calls ended, and trying one out.

Admins alone: whoever is called hears of rulings with their authors.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model.hooks import Hook, HookEvent
from newsloom.model.people import AuditLine, Role
from newsloom.ports.hooks import Hooks
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.visitor import form_of, need_role, visit_of

PATH = "/desk/hooks"
ROWS = 60
"""Notices on the page, the latest."""

EVENTS = tuple(event for event in HookEvent if event is not HookEvent.TEST)
"""What a hook can ask for; a test is sent by hand."""


def hook_routes() -> list[BaseRoute]:
    """Return the routes of the page of webhooks."""
    return [
        Route(PATH, show_hooks),
        Route(f"{PATH}/add", add, methods=["POST"]),
        Route(f"{PATH}/remove", remove, methods=["POST"]),
        Route(f"{PATH}/test", try_out, methods=["POST"]),
        Route(f"{PATH}/again", send_again, methods=["POST"]),
    ]


def show_hooks(request: Request) -> Response:
    """Show the webhooks, and what they were told."""
    return hooks_page(request, told=told_of(request))


def add(request: Request) -> Response:
    """Register a webhook, and show its secret this once."""
    account = need_role(request, Role.ADMIN)
    form, tongue = form_of(request), tongue_for(request)
    url, ticked = form.one("url"), [event for event in EVENTS if event in form.all("event")]
    wrong = "" if url else tongue.say("Give an address first.")
    unticked = "" if ticked else tongue.say("Tick what it is to be told of.")
    if wrong or unticked:
        return hooks_page(request, url=url, ticked=ticked, wrong=wrong, unticked=unticked)
    try:
        hook = hooks_of(request).add_hook(url, ticked, account.name)
    except ConfigError as exc:
        return hooks_page(request, url=url, ticked=ticked, wrong=f"{exc}.")
    note(request, "added the webhook", hook.url)
    return hooks_page(request, made=hook)


def remove(request: Request) -> Response:
    """Forget a webhook."""
    need_role(request, Role.ADMIN)
    hook = named(request)
    if hook is None:
        return gone(request)
    hooks_of(request).remove_hook(hook.hook_id)
    note(request, "removed the webhook", hook.url)
    return see_other(f"{PATH}?{urlencode({'did': 'remove', 'of': hook.url})}")


def try_out(request: Request) -> Response:
    """Call a webhook now, and say how that ended."""
    need_role(request, Role.ADMIN)
    hook = named(request)
    try:
        notice = hooks_of(request).test_hook(hook.hook_id) if hook else None
    except ConfigError as exc:
        return hooks_page(request, status=HTTPStatus.CONFLICT, told=Told(f"{exc}."))
    if hook is None or notice is None:
        return gone(request)
    sentence = tongue_for(request).say(
        "%(url)s was called: %(says)s", url=hook.url, says=notice.says
    )
    return hooks_page(request, told=Told(sentence))


def send_again(request: Request) -> Response:
    """Make a notice due now."""
    need_role(request, Role.ADMIN)
    if not hooks_of(request).send_again(form_of(request).one("notice")):
        return gone(request)
    return see_other(f"{PATH}?did=again")


def hooks_page(
    request: Request,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    made: Hook | None = None,
    url: str = "",
    ticked: Sequence[HookEvent] = (),
    wrong: str = "",
    unticked: str = "",
) -> Response:
    """Return the page.

    Args:
        made: the hook that was registered just now, its secret with it.
        url, ticked: what was typed.
        wrong, unticked: what is wrong with it; "" = nothing.
    """
    need_role(request, Role.ADMIN)
    rooms = hooks_of(request)
    hooks = rooms.hooks()
    if wrong or unticked:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return desk_page(
        request,
        "desk_hooks.html",
        PATH,
        tongue_for(request).say("Webhooks"),
        status=status,
        told=told,
        hooks=hooks,
        places={hook.hook_id: hook.url for hook in hooks},
        called={hook.hook_id for hook in hooks if hook.ended_at is None},
        notices=rooms.notices(limit=ROWS),
        events=EVENTS,
        made=made,
        url=url,
        ticked=ticked or EVENTS,
        wrong=wrong,
        unticked=unticked,
    )


def told_of(request: Request) -> Told | None:
    """Return the line on what was just done; None = nothing."""
    did, of = request.query_params.get("did", ""), request.query_params.get("of", "")
    tongue = tongue_for(request)
    if did == "remove" and of not in {hook.url for hook in hooks_of(request).hooks()}:
        return Told(tongue.say("%(url)s is not called any more.", url=of))
    if did == "again":
        return Told(tongue.say("It is sent again in the next round."))
    return None


def gone(request: Request) -> Response:
    """Return the page with the word that what was meant is not there any more."""
    sentence = tongue_for(request).say("That webhook is not there any more, or has ended.")
    return hooks_page(request, status=HTTPStatus.CONFLICT, told=Told(sentence))


def named(request: Request) -> Hook | None:
    """Return the webhook that a form names; None = there is none such."""
    wanted = form_of(request).one("hook")
    return next((hook for hook in hooks_of(request).hooks() if hook.hook_id == wanted), None)


def hooks_of(request: Request) -> Hooks:
    """Return the webhooks of the house."""
    return live_of(request).hooks


def note(request: Request, act: str, url: str) -> None:
    """Write into the audit log what was done to a webhook."""
    house, account = live_of(request), need_role(request, Role.ADMIN)
    address = visit_of(request).address
    house.people.write_audit(AuditLine(house.clock(), account.name, act, url, "", address))
