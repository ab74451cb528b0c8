"""The page /desk/audit: who did what, when, on what, from where."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Role
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.desk.frame import desk_page
from newsloom.web.live import live_of
from newsloom.web.visitor import need_role, words_for

AUDIT = "/desk/audit"
ROWS = 100
UNDID = "undid: "
"""Before an act that was taken back."""

ACTS = (
    N_("accepted the model learnt from rulings"),
    N_("added a passkey"),
    N_("added the account"),
    N_("added the provider"),
    N_("added the source"),
    N_("added the topic"),
    N_("added the webhook"),
    N_("asked for a look at the source"),
    N_("barred from leading"),
    N_("changed the address of the source"),
    N_("changed the name of"),
    N_("changed the password of"),
    N_("changed the provider"),
    N_("changed the role of"),
    N_("changed the setting"),
    N_("changed the topic"),
    N_("chose a password"),
    N_("chose the lead"),
    N_("disabled the account"),
    N_("edited an excerpt"),
    N_("enabled the account"),
    N_("ended the other sessions of"),
    N_("held a story"),
    N_("imported an archive"),
    N_("imported rulings"),
    N_("invited to a new password"),
    N_("made an API token"),
    N_("marked a copy"),
    N_("marked as no copy"),
    N_("merged stories"),
    N_("moved reports"),
    N_("pinned a story"),
    N_("published a story"),
    N_("put back the former pair model"),
    N_("removed the passkey"),
    N_("removed the provider"),
    N_("removed the source"),
    N_("removed the topic"),
    N_("removed the webhook"),
    N_("retitled a story"),
    N_("retracted a story"),
    N_("said not the same event"),
    N_("said same event"),
    N_("set the house up"),
    N_("set topics"),
    N_("signed in"),
    N_("signed out"),
    N_("split a story"),
    N_("took back the API token"),
    N_("was refused at sign-in"),
)
"""What lines say was done, for the message files; a line is kept in English."""


def audit_routes() -> list[BaseRoute]:
    """Return the route of the page."""
    return [Route(AUDIT, show)]


def show(request: Request) -> Response:
    """The page: the newest lines that meet the filter, and the way to older ones."""
    need_role(request, Role.ADMIN)
    tongue = words_for(request)
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
        tongue.say("Audit log"),
        lines=[(line, words_of(tongue, line.act)) for _, line in lines[:ROWS]],
        chosen=chosen,
        is_filtered=bool(given),
        acts=[(act, words_of(tongue, act)) for act in people.audit_acts()],
        names=[account.name for account in people.accounts()],
        older=f"{AUDIT}?{urlencode({**given, 'before': more})}" if more else "",
        newest=f"{AUDIT}?{urlencode(given)}" if first else "",
    )


def words_of(tongue: Tongue, act: str) -> str:
    """Return what was done, in the words of a tongue."""
    undone = act.removeprefix(UNDID)
    words = tongue.translations.gettext(undone)
    return words if undone == act else tongue.say("undid: %(act)s", act=words)
