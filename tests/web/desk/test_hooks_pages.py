"""The page of webhooks: adding one and seeing its secret once, trying it out, its calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from newsloom.model import Dropped, Ruling, RulingKind
from newsloom.model.hooks import HookEvent, NoticeState
from newsloom.model.people import Role
from newsloom.newsroom import Room
from sample.truth import AS_OF
from tests.edges.receiver import Receiver, receiving
from tests.web.desk.desks import Sitting, sit, told_in, wrong_in

PAGE = "/desk/hooks"
RULING = Ruling("r1", RulingKind.TITLE, "a1", "", "<b>Port</b>", "ines", "", AS_OF)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def room(sample_room: Room, receiver: Receiver) -> Room:
    """Give the sample newsroom, which may call the receiver."""
    place = f"127.0.0.1:{receiver.port}"
    fetching = replace(sample_room.settings.fetching, allow_private=(place,))
    return replace(sample_room, settings=replace(sample_room.settings, fetching=fetching))


@pytest.fixture
def admin(room: Room) -> Sitting:
    return sit(room, Role.ADMIN)


def add(admin: Sitting, receiver: Receiver) -> str:
    """Register the receiver; returns the page."""
    url = f"http://127.0.0.1:{receiver.port}/news"
    made = admin.send(f"{PAGE}/add", PAGE, url=url, event=["ruling.made", "story.changed"])
    assert made.status_code == 200, made.text
    return made.text


def test_the_secret_is_shown_once(room: Room, admin: Sitting, receiver: Receiver) -> None:
    page = add(admin, receiver)
    (hook,) = room.store.hooks()
    assert hook.secret in page
    assert hook.secret not in admin.look(PAGE).text
    assert hook.url in admin.look(PAGE).text
    assert (hook.events, hook.author) == (
        (HookEvent.STORY_CHANGED, HookEvent.RULING_MADE),
        next(account.name for account in room.store.accounts() if account.role is Role.ADMIN),
    )
    assert [line.act for _, line in room.store.audit(subject=hook.url)] == ["added the webhook"]


def test_it_is_tried_out(room: Room, admin: Sitting, receiver: Receiver) -> None:
    add(admin, receiver)
    (hook,) = room.store.hooks()
    tried = admin.send(f"{PAGE}/test", PAGE, hook=hook.hook_id)
    assert told_in(tried.text) == f"{hook.url} was called: It answered 204."
    assert receiver.heard[0].is_signed_with(hook.secret)

    receiver.status = 410
    room.store.note_calls({}, AS_OF)
    tried = admin.send(f"{PAGE}/test", PAGE, hook=hook.hook_id)
    assert "410" in told_in(tried.text)
    again = admin.send(f"{PAGE}/test", PAGE, hook=hook.hook_id)
    assert (again.status_code, "register it anew" in told_in(again.text)) == (409, True)
    assert len(receiver.heard) == 2


def test_what_was_told_is_shown_and_sent_again(
    room: Room, admin: Sitting, receiver: Receiver
) -> None:
    add(admin, receiver)
    store, at = room.store, AS_OF - timedelta(hours=1)
    store.tell_of_rulings([RULING], at)
    (notice,) = store.notices()
    store.take_off(["notify"], [notice.notice_id])
    store.note_calls({notice.notice_id: Dropped("gave-up", "Answers <500>.")}, at)
    page = admin.look(PAGE).text
    assert "given up" in page
    assert "Answers &lt;500&gt;." in page

    page = admin.done(f"{PAGE}/again", PAGE, notice=notice.notice_id)
    assert told_in(page) == "It is sent again in the next round."
    assert [due.key for due in store.due("notify", room.clock())] == [notice.notice_id]
    assert store.notices()[0].state is NoticeState.WAITING


def test_it_is_removed(room: Room, admin: Sitting, receiver: Receiver) -> None:
    add(admin, receiver)
    (hook,) = room.store.hooks()
    page = admin.done(f"{PAGE}/remove", PAGE, hook=hook.hook_id)
    assert told_in(page) == f"{hook.url} is not called any more."
    assert room.store.hooks() == []
    again = admin.send(f"{PAGE}/remove", PAGE, hook=hook.hook_id)
    assert (again.status_code, told_in(again.text)) == (
        409, "That webhook is not there any more, or has ended.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": "", "event": ["ruling.made"]}, "Give an address first."),
        ({"url": "https://x.example/"}, "Tick what it is to be told of."),
        (
            {"url": "javascript:alert(1)", "event": ["ruling.made"]},
            "javascript:alert(1): is no web address; write one that begins with https://.",
        ),
    ],
)
def test_what_cannot_be_is_said_in_place(
    room: Room, admin: Sitting, fields: dict[str, str | list[str]], says: str
) -> None:
    answer = admin.send(f"{PAGE}/add", PAGE, **fields)
    assert (answer.status_code, wrong_in(answer.text)) == (422, says)
    assert room.store.hooks() == []


def test_it_is_for_admins(room: Room) -> None:
    editor = sit(room, Role.EDITOR)
    assert editor.look(PAGE).status_code == 403
    sent = editor.send(
        f"{PAGE}/add", "/desk/sources", url="https://x.example/", event="ruling.made"
    )
    assert (sent.status_code, room.store.hooks()) == (403, [])


def test_nothing_on_the_page_runs(admin: Sitting, receiver: Receiver) -> None:
    page = add(admin, receiver)
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)
    assert "<script>" not in page
