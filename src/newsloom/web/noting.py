"""Request -> a line of the audit log: who did what, when, on what, from where."""

from __future__ import annotations

from starlette.requests import Request

from newsloom.model.people import AuditLine
from newsloom.web.live import live_of
from newsloom.web.visitor import visit_of


def note(request: Request, act: str, subject: str = "", detail: str = "", who: str = "") -> None:
    """Add a line about what the visitor, or the program that holds an API token, has done.

    Args:
        act: a few English words in the past tense, the same for the same kind of act; they are
            translated where they are shown.
        who: the name of the account; "" = the one that asks.
    """
    live, visit = live_of(request), visit_of(request)
    account = visit.visitor.account or visit.holder
    name = who or (account.name if account else "")
    by = f"{name} (token {visit.token.label})" if visit.token and not who else name
    line = AuditLine(live.clock(), by, act, subject, detail, visit.address)
    live.people.write_audit(line)
