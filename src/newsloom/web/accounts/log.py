"""The page /desk/audit: who did what, when, on what, from where."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Role
from newsloom.web.desk.frame import desk_page
from newsloom.web.live import live_of
from newsloom.web.visitor import need_role, words_for

AUDIT = "/desk/audit"
ROWS = 100


def audit_routes() -> list[BaseRoute]:
    """Return the route of the page."""
    return [Route(AUDIT, show)]


def show(request: Request) -> Response:
    """The page: the newest lines that meet the filter, and the way to older ones."""
    need_role(request, Role.ADMIN)
    people, asked = live_of(request).people, request.query_params
    chosen = {name: asked.get(name, "").strip()[:200] for name in ("who", "act", "subject")}
    before = asked.get("before", "")
    first = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0
    lines = people.audit(**chosen, before=first, most=ROWS + 1)
    more = lines[ROWS - 1][0] if len(lines) > ROWS else 0
    given = {name: value for name, value in chosen.items() if value}
    return desk_page(
        request,
        "desk_audit.html",
        "/desk/people",
        words_for(request).say("Audit log"),
        lines=[line for _, line in lines[:ROWS]],
        chosen=chosen,
        is_filtered=bool(given),
        acts=people.audit_acts(),
        names=[account.name for account in people.accounts()],
        older=f"{AUDIT}?{urlencode({**given, 'before': more})}" if more else "",
        newest=f"{AUDIT}?{urlencode(given)}" if first else "",
    )
