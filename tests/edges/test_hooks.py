"""Webhooks: what is told, kept until it was taken, signed, tried again and given up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsloom.edges import calling
from newsloom.edges.calling import LONGEST_WAIT, PAUSES, HookCaller, signature_of
from newsloom.edges.store import SqlStore, open_store
from newsloom.model import (
    ArticleId,
    Decision,
    Deferred,
    Dropped,
    Health,
    HealthState,
    Mention,
    Ruling,
    RulingKind,
    StoryId,
    Summary,
    Tag,
)
from newsloom.model.hooks import Answered, Hook, HookEvent, NoticeState
from newsloom.ports.hooks import ENDED, HOOK_CODES
from newsloom.settings import Fetching
from newsloom.stage import Stage, run_stage, stage
from tests.edges.receiver import Receiver, receiving

NOW = datetime.fromisoformat("2026-10-08T12:00:00+00:00")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENTS = tuple(event for event in HookEvent if event is not HookEvent.TEST)
HOOK = Hook("hook_a", "http://desk.mallow.example/news?to=us", EVENTS, SECRET, "ines", NOW)
STORY = StoryId("s-harbour")


class Clock:
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with open_store("sqlite://") as store:
        store.save_hook(HOOK)
        yield store


def summary(title: str = "Harbour opens", decision: Decision = Decision.PUBLISH) -> Summary:
    """Return how a story stands."""
    lead = Mention(
        ArticleId("a1"), title, "http://ledger.harrow.example/1", "Ledger", "harrow.example",
        NOW, True, "en", 71,
    )  # fmt: skip
    return Summary(
        story_id=STORY, title=title, language="en", lead=lead, minutes=2, points=(), excerpt="",
        picture=None, crop="", also=(), others=0, reports=1, independent=1,
        topics=(Tag("Ports", "harbour"),), domains=("harrow.example",), provider_names=("Ledger",),
        newest_at=NOW,
        half_life_hours=24.0, pulses=(), peak=71.0, peak_at=NOW, decision=decision, rule="heat",
    )  # fmt: skip


def tell(store: SqlStore, told: Summary, at: datetime) -> Sequence[str]:
    """Keep a summary and what hooks hear of it, as the row summary does."""
    with store.transaction():
        changed = store.save_summaries([told], at)
        keys = store.tell_of_stories(changed)
        store.mark_due("notify", keys, at)
    return keys


def row(store: SqlStore, receiver: Receiver, clock: Clock) -> Stage:
    """Return the pipeline's row."""
    caller = HookCaller(Fetching(resolve=receiver.resolve), clock)
    return stage("notify", "1", store.calls, caller.call, store.save_answers, note=store.note_calls)


def run(store: SqlStore, receiver: Receiver, clock: Clock) -> tuple[int, int, int]:
    """Run the row once; returns how many were taken, dropped and put off."""
    count = run_stage(row(store, receiver, clock), store, clock, lambda count, due: None)
    return count.passed, count.dropped, count.deferred


def test_the_signature_is_that_of_the_specification() -> None:
    said = signature_of(
        SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_story_is_told_when_readers_see_it_otherwise(store: SqlStore) -> None:
    held = summary(decision=Decision.HOLD)
    told = [
        (summary(decision=Decision.REFUSE), None),
        (summary(), "story.published"),
        (replace(summary(), peak=90.0), None),
        (summary("Harbour opens early"), "story.changed"),
        (replace(held, title="Harbour opens early"), "story.retracted"),
        (held, None),
        (summary(), "story.published"),
    ]
    events = []
    for hour, (one, _) in enumerate(told):
        keys = tell(store, one, NOW + timedelta(hours=hour))
        calls = store.calls(keys)
        events.append(next((calls[key].notice.event.value for key in keys), None))
    assert events == [event for _, event in told]


def test_what_is_told_is_the_row_of_the_story(store: SqlStore) -> None:
    (key,) = tell(store, summary(), NOW)
    body = json.loads(store.calls([key])[key].notice.body)

    assert (body["type"], body["timestamp"]) == ("story.published", "2026-10-08T12:00:00Z")
    assert (body["data"]["id"], body["data"]["title"]) == (STORY, "Harbour opens")
    assert body["data"]["lead"]["provider"] == "Ledger"
    assert (body["data"]["articles"], body["data"]["topics"]) == (1, ["Ports"])


def test_a_hook_hears_what_it_asked_for(store: SqlStore) -> None:
    store.remove_hook(HOOK.hook_id)
    store.save_hook(replace(HOOK, events=(HookEvent.RULING_MADE,)))

    assert tell(store, summary(), NOW) == []
    ruling = Ruling("r1", RulingKind.TITLE, "a1", "", "Port opens", "ines", "shorter", NOW)
    store.tell_of_rulings([ruling], NOW)

    (due,) = store.due("notify", NOW)
    body = json.loads(store.calls([due.key])[due.key].notice.body)
    assert (body["type"], body["data"]["value"]) == ("ruling.made", "Port opens")
    assert (body["data"]["author"], body["data"]["undone_at"]) == ("ines", None)


def test_a_source_is_told_when_it_breaks_and_not_while_it_is_broken(store: SqlStore) -> None:
    url = "http://ledger.harrow.example/feed"
    well = Health(HealthState.WELL, HealthState.WELL)
    missing = replace(well, asking=HealthState.MISSING, detail="does not exist (404)", failures=1)
    gone = replace(missing, asking=HealthState.GONE)
    told = []
    for hour, health in enumerate((well, missing, gone, well, gone)):
        at = NOW + timedelta(hours=hour)
        with store.transaction():
            store.save_healths({url: health}, at)
            store.tell_of_sources({url: health}, at)
        told.append(len(store.notices()))
    assert told == [0, 1, 1, 1, 2]
    body = json.loads(store.notices()[0].body)
    assert (body["type"], body["data"]["url"]) == ("source.broken", url)
    assert (body["data"]["state"], body["data"]["failures"]) == ("gone", 1)


def test_a_call_is_signed_and_told_once(store: SqlStore, receiver: Receiver) -> None:
    clock = Clock()
    (key,) = tell(store, summary(), NOW)

    assert run(store, receiver, clock) == (1, 0, 0)
    assert run(store, receiver, clock) == (0, 0, 0)

    (heard,) = receiver.heard
    assert (heard.path, heard.headers["host"]) == ("/news?to=us", "desk.mallow.example")
    assert heard.headers["webhook-id"] == key
    assert heard.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert heard.headers["content-type"] == "application/json"
    assert heard.is_signed_with(SECRET)
    assert not heard.is_signed_with("whsec_" + "A" * 32)
    notice = store.notice(key)
    assert notice is not None
    assert (notice.state, notice.says) == (NoticeState.TAKEN, "It answered 204.")


def test_a_call_that_fails_is_tried_again_and_at_last_given_up(
    store: SqlStore, receiver: Receiver
) -> None:
    clock = Clock()
    receiver.status = 500
    (key,) = tell(store, summary(), NOW)
    for pause in PAUSES:
        assert run(store, receiver, clock) == (0, 0, 1)
        assert store.next_due("notify") == clock.moment + pause
        clock.moment += pause
    assert run(store, receiver, clock) == (0, 1, 0)

    assert receiver.ids == [key] * 10
    assert len({heard.body for heard in receiver.heard}) == 1
    assert all(heard.is_signed_with(SECRET) for heard in receiver.heard)
    assert store.next_due("notify") is None
    (ending,) = store.endings("notify")
    said = "Answers 500. It was called 10 times."
    assert (ending.code, ending.detail) == ("gave-up", said)
    notice = store.notice(key)
    assert notice is not None
    assert (notice.state, notice.tries, notice.says) == (NoticeState.GIVEN_UP, 10, said)


def test_what_was_given_up_can_be_sent_again(store: SqlStore, receiver: Receiver) -> None:
    clock = Clock()
    (key,) = tell(store, summary(), NOW)
    store.note_calls({key: Dropped("gave-up", "answers 500")}, NOW)
    store.settle("notify", [], [], {}, NOW)

    assert store.send_again(key, NOW)
    assert run(store, receiver, clock) == (1, 0, 0)
    assert receiver.ids == [key]
    assert not store.send_again("msg_other", NOW)


def test_a_server_can_ask_for_a_longer_pause(store: SqlStore, receiver: Receiver) -> None:
    clock = Clock()
    receiver.status, receiver.headers = 503, {"Retry-After": "600"}
    tell(store, summary(), NOW)

    assert run(store, receiver, clock) == (0, 0, 1)
    assert store.next_due("notify") == NOW + timedelta(seconds=600)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500])
def test_any_other_status_is_a_failure(store: SqlStore, receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Location": "http://other.mallow.example/"}
    tell(store, summary(), NOW)

    assert run(store, receiver, Clock()) == (0, 0, 1)
    assert [heard.headers["host"] for heard in receiver.heard] == ["desk.mallow.example"]


def test_a_hook_that_is_gone_ends(store: SqlStore, receiver: Receiver) -> None:
    clock = Clock()
    receiver.status = 410
    tell(store, summary(), NOW)
    tell(store, summary("Harbour shuts"), NOW + timedelta(minutes=1))
    clock.moment += timedelta(minutes=2)

    assert run(store, receiver, clock) == (0, 2, 0)
    assert len(receiver.heard) == 1
    (hook,) = store.hooks()
    assert hook.ended_at == clock.moment
    assert {notice.state for notice in store.notices()} == {NoticeState.GIVEN_UP}
    assert tell(store, summary("Harbour opens again"), clock.moment) == []
    assert store.next_due("notify") is None
    assert {end.code for end in store.endings("notify")} == {ENDED}
    assert ENDED in HOOK_CODES


def test_calls_of_one_hook_come_in_order(store: SqlStore, receiver: Receiver) -> None:
    clock = Clock()
    keys = []
    for minute in range(8):
        keys += tell(
            store, summary(f"Harbour opens, part {minute}"), NOW + timedelta(minutes=minute)
        )
    clock.moment += timedelta(hours=1)

    assert run(store, receiver, clock) == (8, 0, 0)
    assert receiver.ids == keys


def test_the_rest_of_a_line_waits_for_a_call_that_failed(
    store: SqlStore, receiver: Receiver
) -> None:
    clock = Clock()
    receiver.status = 500
    keys = []
    for minute in range(3):
        keys += tell(
            store, summary(f"Harbour opens, part {minute}"), NOW + timedelta(minutes=minute)
        )
    clock.moment += timedelta(minutes=5)

    assert run(store, receiver, clock) == (0, 0, 3)
    assert receiver.ids == keys[:1]
    tries = {due.key: due.tries for due in store.due("notify", clock.moment + PAUSES[0])}
    assert tries == {keys[0]: 1, keys[1]: 0, keys[2]: 0}
    receiver.status = 200
    clock.moment += PAUSES[0]
    assert run(store, receiver, clock) == (3, 0, 0)
    assert receiver.ids == [keys[0], *keys]


def test_one_hook_does_not_hold_up_another(
    store: SqlStore, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "PATIENCE_SECONDS", 0.3)
    with receiving() as slow:
        slow.seconds = 0.6
        other = replace(HOOK, hook_id="hook_b", url="http://slow.bramble.example/")
        store.save_hook(other)
        resolve = receiver.resolve | {"slow.bramble.example": f"127.0.0.1:{slow.port}"}
        tell(store, summary(), NOW)
        tell(store, summary("Harbour shuts"), NOW + timedelta(minutes=1))
        at = NOW + timedelta(minutes=2)
        caller = HookCaller(Fetching(resolve=resolve), lambda: at)
        ends = caller.call(store.calls([due.key for due in store.due("notify", at)]))

        taken = [end for end in ends.values() if isinstance(end, Answered)]
        assert (len(taken), len(receiver.heard), len(slow.heard)) == (2, 2, 1)
        waits = sorted(end.detail for end in ends.values() if isinstance(end, Deferred))
        assert waits == ["No answer in time.", "those before it come first"]


def test_a_slow_hook_gets_its_share_of_time_and_no_more(
    store: SqlStore, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SHARE_SECONDS", 0.2)
    receiver.seconds = 0.15
    for minute in range(5):
        tell(store, summary(f"Harbour opens, part {minute}"), NOW + timedelta(minutes=minute))
    clock = Clock()
    clock.moment += timedelta(hours=1)

    assert run(store, receiver, clock) == (2, 0, 3)
    assert store.next_due("notify") == clock.moment + calling.WINDOW


def test_a_notice_that_never_had_its_turn_is_given_up_after_days(store: SqlStore) -> None:
    with receiving() as receiver:
        receiver.status = 500
        clock = Clock()
        tell(store, summary(), NOW)
        tell(store, summary("Harbour shuts"), NOW + timedelta(minutes=1))
        clock.moment += LONGEST_WAIT + timedelta(minutes=2)
        assert run(store, receiver, clock) == (0, 1, 1)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:9/", "private network"),
        ("http://[::1]/", "private network"),
        ("http://0x7f000001/", "private network"),
        ("http://169.254.169.254/latest/", "private network"),
    ],
)
def test_no_call_goes_into_a_private_network(store: SqlStore, url: str, says: str) -> None:
    store.save_hook(replace(HOOK, url=url))
    (key,) = tell(store, summary(), NOW)
    end = HookCaller(Fetching(), lambda: NOW).call(store.calls([key]))[key]
    assert isinstance(end, Deferred)
    assert says in end.detail


def test_a_private_host_that_the_settings_name_is_called(
    store: SqlStore, receiver: Receiver
) -> None:
    store.save_hook(replace(HOOK, url=f"http://127.0.0.1:{receiver.port}/"))
    (key,) = tell(store, summary(), NOW)
    settings = Fetching(allow_private=(f"127.0.0.1:{receiver.port}",))
    end = HookCaller(settings, lambda: NOW).call(store.calls([key]))[key]
    assert isinstance(end, Answered)


def test_a_removed_hook_leaves_nothing(store: SqlStore) -> None:
    tell(store, summary(), NOW)
    assert store.remove_hook(HOOK.hook_id)
    assert not store.remove_hook(HOOK.hook_id)
    assert (store.hooks(), store.notices(), store.due("notify", NOW)) == ([], [], [])


def test_old_notices_are_forgotten_once_they_are_over(store: SqlStore) -> None:
    (old,) = tell(store, summary(), NOW)
    store.save_answers([Answered(old, NOW, "It answered 204.")])
    later = NOW + timedelta(days=31)
    (new,) = tell(store, summary("Harbour shuts"), later)
    store.save_answers([Answered(new, later, "It answered 204.")])
    store.note_calls({}, later)
    assert [notice.notice_id for notice in store.notices()] == [new]


DYING = """
import os, signal, sys
from datetime import timedelta
from newsloom.edges.store import open_store
from tests.edges.test_hooks import HOOK, NOW, summary, tell
with open_store(sys.argv[1]) as store:
    store.save_hook(HOOK)
    tell(store, summary(), NOW)
    with store.transaction():
        changed = store.save_summaries([summary("Harbour shuts")], NOW + timedelta(minutes=1))
        store.mark_due("notify", store.tell_of_stories(changed), NOW)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_loses_no_notice_and_tells_of_nothing_that_did_not_happen(
    tmp_path: Path, receiver: Receiver
) -> None:
    url = f"sqlite:///{tmp_path / 'newsloom.db'}"
    path = os.pathsep.join(["src", "."])
    done = subprocess.run(
        [sys.executable, "-c", DYING, url], env={**os.environ, "PYTHONPATH": path}
    )
    assert done.returncode == -signal.SIGKILL

    with open_store(url) as store:
        assert run(store, receiver, Clock()) == (1, 0, 0)
        (notice,) = store.notices()
        assert receiver.ids == [notice.notice_id]
        assert store.summaries_of([STORY])[STORY].title == "Harbour opens"


def test_a_call_whose_answer_was_lost_is_made_again_with_the_same_id(
    store: SqlStore, receiver: Receiver
) -> None:
    clock = Clock()
    (key,) = tell(store, summary(), NOW)
    caller = HookCaller(Fetching(resolve=receiver.resolve), clock)
    caller.call(store.calls([key]))  # and the process dies before the answer is kept

    assert run(store, receiver, clock) == (1, 0, 0)
    assert receiver.ids == [key, key]
