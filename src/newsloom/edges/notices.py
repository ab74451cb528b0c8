"""What happened -> the notice a hook gets of it; and notices as rows. Pure look-ups."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Row

from newsloom.edges.rows import Values, encode
from newsloom.model import Health, Ruling, Summary
from newsloom.model.hooks import Hook, HookEvent, Notice, NoticeState
from newsloom.publish.summary_facts import lasting, summary_row
from newsloom.text.dates import format_utc


def story_event(
    before: Summary | None, now: Summary, is_shown: bool, at: datetime
) -> HookEvent | None:
    """Return what a change of a summary is to readers, None = nothing they would see.

    ``before`` is what they saw until then, None = they did not see the story.
    """
    if before is None:
        return HookEvent.STORY_PUBLISHED if is_shown else None
    if not is_shown:
        return HookEvent.STORY_RETRACTED
    is_same = lasting(summary_row(before, at)) == lasting(summary_row(now, at))
    return None if is_same else HookEvent.STORY_CHANGED


def notice_for(hook: Hook, event: HookEvent, subject: str, data: object, at: datetime) -> Notice:
    """Return the notice of one event to one hook; the same event gives the same id.

    Its body is ``{type, timestamp, data}``, as Standard Webhooks has it.
    """
    told = {"type": event.value, "timestamp": format_utc(at), "data": data}
    body = msgspec.json.encode(told).decode()
    said = "\n".join((hook.hook_id, event.value, subject, at.isoformat(), body))
    digest = blake2b(said.encode(), digest_size=12).hexdigest()
    return Notice(f"msg_{digest}", hook.hook_id, event, subject, at, body)


def ruling_facts(ruling: Ruling) -> dict[str, object]:
    """Return a ruling as ``rulings --json`` has it."""
    return {
        "ruling_id": ruling.ruling_id,
        "kind": ruling.kind.value,
        "subject": ruling.subject,
        "object": ruling.object,
        "value": ruling.value,
        "author": ruling.author,
        "note": ruling.note,
        "made_at": format_utc(ruling.made_at),
        "undone_at": format_utc(ruling.undone_at) if ruling.undone_at else None,
    }


def source_facts(url: str, health: Health) -> dict[str, object]:
    """Return how a source does, in the words of ``sources --health --json``."""
    return {
        "url": url,
        "state": health.state.value,
        "says": health.detail,
        "since": format_utc(health.since) if health.since else None,
        "failures": health.failures,
        "moved_to": health.moved_to,
    }


def notice_row(notice: Notice) -> Values:
    """Return the row of a notice."""
    return {
        "notice_id": notice.notice_id,
        "hook_id": notice.hook_id,
        "event": notice.event.value,
        "subject": notice.subject,
        "made_at": notice.made_at,
        "body": notice.body,
        "state": notice.state.value,
        "tries": notice.tries,
        "called_at": notice.called_at,
        "says": notice.says,
    }


def notice_of(row: Row[*tuple[Any, ...]]) -> Notice:
    """Return the notice in a row of the table."""
    told = row._asdict()
    return Notice(**told | {"event": HookEvent(row.event), "state": NoticeState(row.state)})


def hook_row(hook: Hook) -> Values:
    """Return the row of a hook."""
    return {
        "hook_id": hook.hook_id,
        "made_at": hook.made_at,
        "ended_at": hook.ended_at,
        "data": encode(hook),
    }
