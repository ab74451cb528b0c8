"""What the pages of tuning share: the audit log, and the line on what was just done."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from newsloom.model.people import AuditLine, Role
from newsloom.web.desk.frame import Told
from newsloom.web.live import live_of
from newsloom.web.visitor import need_role, visit_of


def note(request: Request, act: str, subject: str, detail: str = "") -> None:
    """Write into the audit log what was done."""
    live, account = live_of(request), need_role(request, Role.EDITOR)
    line = AuditLine(live.clock(), account.name, act, subject, detail, visit_of(request).address)
    live.people.write_audit(line)


def told_of(request: Request, sentences: Mapping[str, str]) -> Told | None:
    """Return the line that the address's ``did`` asks for; None = there is none such."""
    sentence = sentences.get(request.query_params.get("did", ""))
    return Told(sentence) if sentence else None


def number_in(text: str, least: int, most: int, default: int) -> int:
    """Return a whole number within bounds; ``default`` for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        return default
    return min(max(int(text), least), most)
