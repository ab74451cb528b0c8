"""The gate simulator: a form of settings -> what would appear, disappear or move; then saved.

What would happen is asked of ``ports.Tuning``; here it is put on a page. Trying writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model.people import Role
from newsloom.ports.tuning import Draft
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.respond import fragment, see_other, tongue_for
from newsloom.web.tuning.knobs import changed_words, fields_of
from newsloom.web.tuning.outcome import front_rows, front_words, result_of
from newsloom.web.tuning.saying import note, number_in, told_of
from newsloom.web.visitor import form_of, need_role

PATH = "/desk/gate"
DAYS = 7
"""Days looked back at first."""
MOST_DAYS = 60


def gate_routes() -> list[BaseRoute]:
    """Return the routes of the simulator."""
    return [
        Route(PATH, show_gate),
        Route(PATH, try_or_save, methods=["POST"]),
        Route(f"{PATH}/front", glance, methods=["POST"]),
    ]


# --- handlers ------------------------------------------------------------------------------------


def show_gate(request: Request) -> Response:
    """Answer with the settings in force and the front page they give."""
    tongue = tongue_for(request)
    sentences = {
        "saved": tongue.say("The settings are saved. The next round of the run takes them."),
        "same": tongue.say("Nothing was changed, so nothing was saved."),
    }
    need_role(request, Role.EDITOR)
    try:
        return gate_page(request, {}, told=told_of(request, sentences))
    except ConfigError as exc:
        return unreadable_page(request, exc)


def try_or_save(request: Request) -> Response:
    """Answer with what the settings in the form would do, or write them."""
    need_role(request, Role.EDITOR)
    form, tuning = form_of(request), live_of(request).tuning
    try:
        given = given_of(request)
        if form.one("do") != "save":
            return gate_page(request, given, draft=tuning.draft(given), is_tried=True)
        draft = tuning.save_settings(given)
        if draft.faults:
            return gate_page(request, given, draft=draft, is_tried=True)
    except ConfigError as exc:
        return unreadable_page(request, exc)
    for change in draft.changed:
        note(request, "changed the setting", change.name, f"{change.before} to {change.after}")
    return see_other(f"{PATH}?did={'saved' if draft.changed else 'same'}")


def glance(request: Request) -> Response:
    """Answer with the front page as the form would have it, for a script to put in place."""
    need_role(request, Role.EDITOR)
    tuning, tongue = live_of(request).tuning, tongue_for(request)
    try:
        settings = tuning.draft(given_of(request)).settings
    except ConfigError as exc:
        return fragment(request, "desk_gate_front.html", front=(), front_words=f"{exc}.")
    if settings is None:
        wrong = tongue.say("The settings have a fault; the front page waits until it is mended.")
        return fragment(request, "desk_gate_front.html", front=(), front_words=wrong)
    outcome = tuning.glance(settings).kept
    return fragment(
        request,
        "desk_gate_front.html",
        front=front_rows(outcome, tongue),
        front_words=front_words(outcome, tongue),
    )


def gate_page(
    request: Request,
    given: Mapping[str, str],
    *,
    draft: Draft | None = None,
    is_tried: bool = False,
    told: Told | None = None,
) -> Response:
    """Return the page, with what a draft would do when it is tried."""
    tuning, tongue = live_of(request).tuning, tongue_for(request)
    days = number_in(form_of(request).one("days"), 1, MOST_DAYS, DAYS)
    faults = draft.faults if draft else {}
    settings = draft.settings if draft else tuning.draft({}).settings
    result = front = None
    if settings is not None and is_tried:
        result = result_of(tuning.simulate(settings, days), tongue)
    elif settings is not None:
        front = tuning.glance(settings).kept
    return desk_page(
        request,
        "desk_gate.html",
        PATH,
        tongue.say("Gate"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        told=told,
        fields=fields_of(tuning.knobs(), given, faults, tongue),
        days=days,
        result=result,
        changed=changed_words(draft.changed if draft else (), tongue),
        front=result.front if result else front_rows(front, tongue) if front else (),
        front_words=result.front_words if result else front_words(front, tongue) if front else "",
    )


def unreadable_page(request: Request, error: ConfigError) -> Response:
    """Return the page when the settings file itself is wrong, or cannot be changed from here."""
    return desk_page(
        request,
        "desk_gate.html",
        PATH,
        tongue_for(request).say("Gate"),
        status=HTTPStatus.CONFLICT,
        told=Told(f"{error}."),
        fields=(),
        days=DAYS,
        result=None,
        changed=(),
        front=(),
        front_words="",
    )


def given_of(request: Request) -> dict[str, str]:
    """Return what the form says of each setting; a box that is not ticked says no."""
    form = form_of(request)
    return {
        knob.name: "\n".join(form.all(knob.name)) if knob.kind != "yes" else form.one(knob.name)
        for knob in live_of(request).tuning.knobs()
        if knob.kind == "yes" or form.all(knob.name)
    }
