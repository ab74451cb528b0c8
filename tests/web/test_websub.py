"""Hubs that call: questions are answered, news is taken, forgeries change nothing."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from newsloom import newsroom
from newsloom.model import Health, HealthState, Source, SourceKind, Subscription
from newsloom.newsroom import Room
from newsloom.settings import Fetching, Settings
from newsloom.web.app import create_app
from tests.rooms import NOON

FEED = Source("https://ledger.harrow.example/feed", SourceKind.FEED, "The Harrow Ledger")
HUB = "https://hub.example/"
NEWS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harrow</title>
<item><title>The wall is shut</title><link>https://ledger.harrow.example/1</link></item>
</channel></rss>"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    fetching = Fetching(websub_callback="https://news.example", max_bytes=10_000)
    newsroom.init_room(tmp_path / "room", settings=Settings(fetching=fetching))
    with newsroom.opened(tmp_path / "room", clock=lambda: NOON) as room:
        newsroom.add_sources(room, [FEED])
        health = Health(HealthState.WELL, HealthState.WELL, hub=HUB, topic=FEED.url)
        with room.store.transaction():
            room.store.want_subscriptions({FEED.url: health}, NOON)
        yield room


@pytest.fixture
def subscription(room: Room) -> Subscription:
    return room.store.subscriptions([FEED.url])[FEED.url]


@pytest.fixture
def hub(room: Room) -> TestClient:
    return TestClient(create_app(newsroom.open_house(room)))


def question(**changes: str) -> dict[str, str]:
    asked = {"mode": "subscribe", "topic": FEED.url, "challenge": "abc123", "lease_seconds": "3600"}
    return {f"hub.{name}": value for name, value in (asked | changes).items()}


def signed(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature": f"sha256={digest}", "Content-Type": "application/rss+xml"}


def test_a_wanted_subscription_has_a_token_and_a_secret_of_its_own(
    room: Room, subscription: Subscription
) -> None:
    assert len(subscription.token) >= 32
    assert len(subscription.secret) >= 40
    assert subscription.until is None
    assert [due.key for due in room.store.due("subscribe", NOON)] == [FEED.url]


def test_the_hubs_question_is_answered(
    room: Room, hub: TestClient, subscription: Subscription
) -> None:
    answer = hub.get(f"/websub/{subscription.token}", params=question())
    assert (answer.status_code, answer.text) == (200, "abc123")
    assert answer.headers["content-type"].startswith("text/plain")
    until = room.store.subscriptions([FEED.url])[FEED.url].until
    assert until == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("another topic", {"topic": "https://ledger.harrow.example/other"}),
        ("an end nobody asked for", {"mode": "unsubscribe"}),
        ("no mode", {"mode": ""}),
        ("no challenge", {"challenge": ""}),
        ("an endless challenge", {"challenge": "x" * 5000}),
    ],
)
def test_other_questions_are_not(
    room: Room, hub: TestClient, subscription: Subscription, name: str, changes: dict[str, str]
) -> None:
    answer = hub.get(f"/websub/{subscription.token}", params=question(**changes))
    assert answer.status_code == 404
    assert room.store.subscriptions([FEED.url])[FEED.url] == subscription


def test_a_script_in_a_challenge_is_plain_text(hub: TestClient, subscription: Subscription) -> None:
    asked = question(challenge="<script>alert(1)</script>")
    answer = hub.get(f"/websub/{subscription.token}", params=asked)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unknown_token_is_not_answered(hub: TestClient) -> None:
    assert hub.get("/websub/guess", params=question()).status_code == 404
    assert hub.post("/websub/guess", content=NEWS).status_code == 410


def test_signed_news_is_collected(room: Room, hub: TestClient, subscription: Subscription) -> None:
    answer = hub.post(
        f"/websub/{subscription.token}", content=NEWS, headers=signed(NEWS, subscription.secret)
    )
    assert answer.status_code == 202
    assert [due.key for due in room.store.due("collect", NOON)] == [FEED.url]
    assert room.store.snapshots([FEED.url])[FEED.url].body == NEWS


@pytest.mark.parametrize("headers", [{}, {"X-Hub-Signature": "sha256=00"}, signed(NEWS, "guess")])
def test_unsigned_news_is_thrown_away(
    room: Room, hub: TestClient, subscription: Subscription, headers: dict[str, str]
) -> None:
    answer = hub.post(f"/websub/{subscription.token}", content=NEWS, headers=headers)
    assert answer.status_code == 202
    assert room.store.due("collect", NOON) == []
    assert room.store.snapshots([FEED.url]) == {}


def test_too_much_news_is_refused(hub: TestClient, subscription: Subscription) -> None:
    answer = hub.post(f"/websub/{subscription.token}", content=b"x" * 10_001)
    assert answer.status_code == 413


def test_a_removed_source_ends_its_subscription(
    room: Room, hub: TestClient, subscription: Subscription
) -> None:
    with room.store.transaction():
        room.store.remove_source(FEED.url)
    path = f"/websub/{subscription.token}"
    headers = signed(NEWS, subscription.secret)
    assert hub.post(path, content=NEWS, headers=headers).status_code == 410


def test_without_hubs_there_is_no_such_address(room: Room, subscription: Subscription) -> None:
    without = replace(newsroom.open_house(room), hub_post=None)
    assert TestClient(create_app(without)).get(f"/websub/{subscription.token}").status_code == 404
