"""Which sources a run asks, and what a fetcher remembers from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.model import Deferred, Health, HealthState, Source, SourceKind
from newsloom.newsroom import Room
from newsloom.newsroom.running import look_now
from newsloom.settings import Fetching, Settings
from tests.edges.web import Web, serving
from tests.rooms import NOON

FEED = Source("http://www.harrow.example/feed.xml", SourceKind.FEED, "The Harrow Ledger")
NEWS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Harrow Ledger</title>
<item><title>The wall is shut</title><link>http://www.harrow.example/wall-shut</link>
<pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = b"<html><title>The wall is shut</title><p>The harbour wall is shut until spring.</p></html>"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        web.routes["/feed.xml"] = (200, {"ETag": '"1"'}, NEWS)
        web.routes["/wall-shut"] = (200, {"Content-Type": "text/html"}, PAGE)
        yield web


@pytest.fixture
def folder(tmp_path: Path, web: Web) -> Path:
    fetching = Fetching(resolve=web.resolve, host_delay_seconds=0.0, recheck_hours=())
    newsroom.init_room(tmp_path / "room", settings=Settings(fetching=fetching))
    with newsroom.opened(tmp_path / "room") as room:
        newsroom.add_sources(room, [FEED])
    return tmp_path / "room"


def run_at(folder: Path, later: timedelta = timedelta()) -> Health:
    """Run a newsroom some time after noon; returns how its source does then."""
    with newsroom.opened(folder, clock=lambda: NOON + later) as room:
        newsroom.run_once(room)
        return room.store.healths()[FEED.url]


def is_asked(room: Room, health: Health) -> bool:
    """Return whether a run asks a source of some health, its own time being tomorrow."""
    store, tomorrow = room.store, NOON + timedelta(days=1)
    with store.transaction():
        store.settle("poll", [], [], {FEED.url: Deferred(tomorrow, "not now")}, NOON)
        store.save_healths({FEED.url: health}, NOON)
    look_now(room)
    return [due.key for due in store.due("poll", NOON)] == [FEED.url]


@pytest.mark.parametrize(
    ("name", "health", "expected"),
    [
        ("well", Health(HealthState.WELL, HealthState.WELL), True),
        ("unreadable", Health(HealthState.WELL, HealthState.UNPARSABLE), True),
        ("failed once", Health(HealthState.UNREACHABLE, failures=1), True),
        ("missing once", Health(HealthState.MISSING, failures=1), True),
        ("failed twice", Health(HealthState.UNREACHABLE, failures=2), False),
        ("busy", Health(HealthState.BLOCKED, failures=1), False),
        ("gone", Health(HealthState.GONE, failures=1), False),
    ],
)
def test_a_run_asks_every_source_that_does_not_rest(
    folder: Path, name: str, health: Health, expected: bool
) -> None:
    with newsroom.opened(folder, clock=lambda: NOON) as room:
        assert is_asked(room, health) is expected


def test_a_quiet_look_is_one_conditional_request_and_changes_nothing(
    folder: Path, web: Web
) -> None:
    first = run_at(folder)
    web.routes["/feed.xml"] = lambda headers: (
        (304, {}, b"") if headers.get("if-none-match") == '"1"' else (500, {}, b"")
    )
    web.asked.clear()
    assert run_at(folder, timedelta(hours=1)) == first
    assert [path for _, path in web.asked] == ["/feed.xml"]


def test_rules_of_hosts_are_asked_for_again_after_half_a_day(folder: Path, web: Web) -> None:
    run_at(folder)
    web.asked.clear()
    run_at(folder, timedelta(hours=11))
    assert "/robots.txt" not in [path for _, path in web.asked]
    run_at(folder, timedelta(hours=13))
    assert "/robots.txt" in [path for _, path in web.asked]


def test_a_source_that_moved_is_followed_and_one_that_is_gone_is_left(
    folder: Path, web: Web
) -> None:
    run_at(folder)
    web.routes["/feed.xml"] = (301, {"Location": "/news.xml"}, b"")
    web.routes["/news.xml"] = (200, {}, NEWS.replace(b"wall", b"gate"))
    moved = run_at(folder, timedelta(hours=1))
    assert (moved.state, moved.moved_to) == (
        HealthState.MOVED, "http://www.harrow.example/news.xml",
    )  # fmt: skip
    web.asked.clear()
    web.routes["/news.xml"] = (410, {}, b"")
    gone = run_at(folder, timedelta(hours=2))
    assert [path for _, path in web.asked] == ["/news.xml"]
    assert gone.state is HealthState.GONE
    web.asked.clear()
    run_at(folder, timedelta(days=30))
    assert "/news.xml" not in [path for _, path in web.asked]


def test_the_weekly_report_is_written_once_a_week(folder: Path) -> None:
    run_at(folder)
    (report,) = (folder / "reports").iterdir()
    assert report.name == "feed-care-2026-W47.md"
    assert "1 source, 1 well" in report.read_text("utf-8")
    report.write_text("An editor's notes.", "utf-8")
    run_at(folder, timedelta(hours=2))
    assert report.read_text("utf-8") == "An editor's notes."
    run_at(folder, timedelta(days=7))
    assert len(list((folder / "reports").iterdir())) == 2
