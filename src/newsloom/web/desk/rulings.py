"""The desk's log of rulings: reading and filtering it, undoing, and taking it out and in."""

from __future__ import annotations

from base64 import b64decode, b64encode
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model.people import Role
from newsloom.ports.desk import Loaded
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.desk.log import LogFilter, deed_choices, log_lines, read_log
from newsloom.web.desk.told import address, did, safe_back, told_of
from newsloom.web.live import live_of
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.visitor import form_of, need_role, visit_of

PATH = "/desk/rulings"
FILE_NAME = "rulings.jsonl"


def ruling_routes() -> list[BaseRoute]:
    """Return the routes of the log."""
    return [
        Route(PATH, show_log),
        Route(f"{PATH}/export", export),
        Route(f"{PATH}/import", take_in, methods=["POST"]),
        Route(f"{PATH}/{{act_id}}/undo", undo, methods=["POST"]),
    ]


def show_log(request: Request) -> Response:
    """Answer with the log."""
    need_role(request, Role.EDITOR)
    return log_page(request, told=told_of(request, PATH) or loaded_words(request))


def log_page(
    request: Request,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    wrong: str = "",
    trial: Loaded | None = None,
    kept: str = "",
) -> Response:
    """Return the log.

    Args:
        wrong: why a file is not taken.
        trial: what a file would bring; ``kept`` is the file itself, base64.
    """
    live, tongue, asked = live_of(request), tongue_for(request), request.query_params
    wanted = LogFilter(asked.get("kind", ""), asked.get("by", ""), story_of(request))
    found = read_log(live.desk, wanted, asked.get("before", ""))
    people = live.people.accounts()
    authors = [("", tongue.say("Everybody")), *((one.name, one.called) for one in people)]
    return desk_page(
        request,
        "desk_rulings.html",
        PATH,
        tongue.say("Rulings"),
        status=status,
        told=told,
        lines=log_lines(tongue, live, found.acts),
        wanted=wanted,
        story=asked.get("story", ""),
        kinds=deed_choices(tongue),
        authors=authors,
        older=older_address(request, found.older),
        conflicts=live.desk.counts().conflicts,
        wrong=wrong,
        trial=trial,
        kept=kept,
    )


def story_of(request: Request) -> str:
    """Return the id of the story the log is filtered by: its id, or an article's or its URL."""
    asked = request.query_params.get("story", "").strip()
    return (live_of(request).front.find_story(asked) or asked) if asked else ""


def older_address(request: Request, before: str) -> str:
    """Return the address of the page of older acts; "" = there are none."""
    asked = {n: v for n, v in request.query_params.items() if n in ("kind", "by", "story")}
    return address(PATH, **asked, before=before) if before else ""


def undo(request: Request) -> Response:
    """Undo an act and go back to where it was seen."""
    account = need_role(request, Role.EDITOR)
    live = live_of(request)
    back = safe_back(form_of(request).one("back", PATH))
    try:
        outcome = live.desk.undo(
            request.path_params["act_id"], account.name, visit_of(request).address
        )
    except ConfigError as exc:
        sentence = tongue_for(request).say("That ruling %(why)s.", why=exc.message)
        return log_page(request, status=HTTPStatus.CONFLICT, told=Told(sentence))
    path, _, query = back.partition("?")
    kept = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
    queue = {"queue": kept["queue"]} if "queue" in kept else {}
    return see_other(address(path, **queue, **did(outcome)))


def export(request: Request) -> Response:
    """Answer with all rulings as one file."""
    need_role(request, Role.EDITOR)
    return Response(
        live_of(request).desk.export(),
        media_type="application/jsonl",
        headers={
            "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
            "Cache-Control": "no-store",
        },
    )


def take_in(request: Request) -> Response:
    """Say what a file of rulings would change, or take it in."""
    account = need_role(request, Role.EDITOR)
    live, form, tongue = live_of(request), form_of(request), tongue_for(request)
    try:
        body = b64decode(form.one("kept"), validate=True) or form.files.get("file", b"")
    except ValueError:
        body = b""
    if not body.strip():
        wrong = tongue.say("Choose a file of rulings first.")
        return log_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, wrong=wrong)
    try:
        if form.one("do") != "import":
            trial = live.desk.weigh(body, FILE_NAME)
            return log_page(request, trial=trial, kept=b64encode(body).decode())
        loaded = live.desk.load(body, FILE_NAME, account.name, visit_of(request).address)
    except ConfigError as exc:
        return log_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, wrong=f"{exc}.")
    return see_other(address(PATH, new=loaded.new, changed=loaded.changed))


def loaded_words(request: Request) -> Told | None:
    """Return what an import has just brought; None = there was none."""
    tongue = tongue_for(request)
    new, changed = (request.query_params.get(name, "") for name in ("new", "changed"))
    if not (new.isdecimal() and changed.isdecimal()) or len(new + changed) > 12:
        return None
    brought = tongue.count("Imported %(num)s new ruling", "Imported %(num)s new rulings", int(new))
    other = tongue.count("%(num)s was changed", "%(num)s were changed", int(changed))
    return Told(f"{brought}, {other}.")
