"""Webhooks over the API: registering, trying out, removing, and what they were told."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from newsloom.model.hooks import Hook, HookEvent, Notice
from newsloom.model.people import AuditLine
from newsloom.web.api.desk_shapes import HookList, HookMade, HookShape, NoticeList, NoticeShape
from newsloom.web.api.endpoint import Answer, Asked, Nothing
from newsloom.web.api.problems import Refusal
from newsloom.web.api.queries import HookOrder, NoticeQuery

NO_HOOK = "There is no such webhook; see /api/v1/hooks."
TEST_ONLY = "`hook.test` is sent by hand alone: leave it out of `events`."


def list_hooks(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return all webhooks."""
    return Answer(HookList([HookShape(**facts(hook)) for hook in asked.house.hooks.hooks()]))


def add_hook(asked: Asked[Nothing, HookOrder]) -> Answer:
    """Register a webhook; its secret is in the answer and is told to nobody again."""
    if HookEvent.TEST in asked.body.events:
        raise Refusal(HTTPStatus.BAD_REQUEST, TEST_ONLY)
    hook = asked.house.hooks.add_hook(asked.body.url, asked.body.events, asked.who)
    note(asked, "added the webhook", hook.url)
    return Answer(HookMade(**facts(hook), secret=hook.secret), HTTPStatus.CREATED)


def remove_hook(asked: Asked[Nothing, Nothing]) -> Answer:
    """Forget a webhook."""
    hook = hook_of(asked)
    asked.house.hooks.remove_hook(hook.hook_id)
    note(asked, "removed the webhook", hook.url)
    return Answer(None, HTTPStatus.NO_CONTENT)


def test_hook(asked: Asked[Nothing, Nothing]) -> Answer:
    """Call a webhook now."""
    notice = asked.house.hooks.test_hook(hook_of(asked).hook_id)
    if notice is None:
        raise Refusal(HTTPStatus.NOT_FOUND, NO_HOOK)
    return Answer(notice_shape(notice))


def list_notices(asked: Asked[NoticeQuery, Nothing]) -> Answer:
    """Return what a webhook was told or is to be told."""
    found = asked.house.hooks.notices(hook_of(asked).hook_id, asked.query.limit)
    return Answer(NoticeList([notice_shape(notice) for notice in found]))


def send_again(asked: Asked[Nothing, Nothing]) -> Answer:
    """Make a notice due now."""
    if not asked.house.hooks.send_again(asked.path["notice_id"]):
        sentence = "There is no such notice, or its webhook has ended; nothing was changed."
        raise Refusal(HTTPStatus.NOT_FOUND, sentence)
    return Answer(None, HTTPStatus.NO_CONTENT)


def hook_of(asked: Asked[Any, Nothing]) -> Hook:
    """Return the webhook that the path names.

    Raises:
        Refusal: there is none such.
    """
    for hook in asked.house.hooks.hooks():
        if hook.hook_id == asked.path["hook_id"]:
            return hook
    raise Refusal(HTTPStatus.NOT_FOUND, NO_HOOK)


def facts(hook: Hook) -> dict[str, Any]:
    """Return what may be told of a webhook."""
    return {
        "id": hook.hook_id,
        "url": hook.url,
        "events": list(hook.events),
        "author": hook.author,
        "made_at": hook.made_at,
        "ended_at": hook.ended_at,
    }


def notice_shape(notice: Notice) -> NoticeShape:
    """Return a notice as the API has it."""
    return NoticeShape(
        id=notice.notice_id,
        hook=notice.hook_id,
        event=notice.event,
        subject=notice.subject,
        made_at=notice.made_at,
        state=notice.state,
        tries=notice.tries,
        called_at=notice.called_at,
        says=notice.says,
    )


def note(asked: Asked[Any, Any], act: str, url: str) -> None:
    """Write into the audit log what was done."""
    house = asked.house
    house.people.write_audit(AuditLine(house.clock(), asked.who, act, url, "", asked.address))
