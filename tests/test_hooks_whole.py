"""Webhooks in a whole newsroom: what a run and a ruling tell, and that nothing is told twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.model import Deed
from newsloom.model.hooks import HookEvent, NoticeState
from newsloom.newsroom import Room
from newsloom.newsroom.hooking import RoomHooks
from newsloom.ports.desk import Order
from newsloom.stage import run
from sample.__main__ import make_room
from sample.truth import AS_OF
from sample.web import serve
from tests.edges.receiver import Receiver, receiving

EVENTS = [event for event in HookEvent if event is not HookEvent.TEST]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def room(tmp_path: Path, receiver: Receiver) -> Iterator[Room]:
    """Give a newsroom that tells the receiver of everything, before its first run."""
    with serve() as web:
        make_room(tmp_path / "room", f"127.0.0.1:{web.port}")
        settings = tmp_path / "room" / "newsloom.toml"
        allowed = f'allow_private = ["127.0.0.1:{receiver.port}"]'
        text = settings.read_text()
        head, _, tail = text.partition("[fetching]\n")
        kept = [line for line in tail.splitlines() if not line.startswith("allow_private")]
        settings.write_text("\n".join([f"{head}[fetching]", allowed, *kept, ""]))
        with newsroom.opened(tmp_path / "room", clock=lambda: AS_OF) as opened:
            url = f"http://127.0.0.1:{receiver.port}/"
            RoomHooks(lambda: opened).add_hook(url, EVENTS, "ines")
            yield opened


def test_a_newsroom_tells_of_what_happens_once(room: Room, receiver: Receiver) -> None:
    newsroom.run_once(room)
    told = [json.loads(heard.body) for heard in receiver.heard]
    published = {one["data"]["id"] for one in told if one["type"] == "story.published"}
    there = {b.dossier.story.story_id for b in room.edition().briefs}
    assert published == there
    assert len(set(receiver.ids)) == len(receiver.ids)
    assert {notice.state for notice in room.store.notices()} == {NoticeState.TAKEN}

    before = len(receiver.heard)
    newsroom.run_once(room)
    assert len(receiver.heard) == before, Counter(
        json.loads(heard.body)["type"] for heard in receiver.heard[before:]
    )

    key = min(there)
    newsroom.open_house(room).desk.order(Order(Deed.TITLE, key, value="Another title"), "ines")
    assert len(receiver.heard) == before
    run(room.table(), room.store, room.clock)
    new = [json.loads(heard.body) for heard in receiver.heard[before:]]
    assert sorted(one["type"] for one in new) == ["ruling.made", "story.changed"]
    changed = next(one for one in new if one["type"] == "story.changed")
    assert (changed["data"]["id"], changed["data"]["title"]) == (key, "Another title")
