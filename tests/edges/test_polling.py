"""Looking at sources: what is new, what has moved, what has failed, and when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from newsloom.collect.schedule import next_check, retry_wait
from newsloom.edges.digest import digest_of
from newsloom.errors import FetchError
from newsloom.model import Deferred, Health, HealthState, Snapshot, SourceCheck
from newsloom.settings import Fetching
from tests.edges.asking import FEED, NOW, code, fetcher, polled
from tests.edges.web import Reply, Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


FIRST = SourceCheck(FEED)
KNOWN = SourceCheck(FEED, etag='"7"', last_modified="yesterday", digest=digest_of(b"same"))
STEADY = Health(
    asking=HealthState.WELL, changed_at=NOW - timedelta(hours=2), gap_minutes=240, newest_at=NOW
)


def wait(end: object) -> timedelta:
    """Return how long a source is left alone."""
    match end:
        case Snapshot(next_check_at=at) | Deferred(until=at):
            return at - NOW
        case FetchError(retry_at=at) if at is not None:
            return at - NOW
    raise AssertionError(end)


def test_a_source_is_a_snapshot(web: Web) -> None:
    web.routes["/feed"] = (200, {"Content-Type": "application/rss+xml", "ETag": '"7"'}, b"<rss/>")
    expected = Snapshot(
        source=FEED,
        final_url=FEED.url,
        content_type="application/rss+xml",
        body=b"<rss/>",
        fetched_at=NOW,
        next_check_at=NOW + timedelta(minutes=12),
        digest=digest_of(b"<rss/>"),
        etag='"7"',
    )
    assert expected == polled(web, FIRST, check_minutes=12)


# --- nothing new ---------------------------------------------------------------------------------


def test_an_unchanged_source_is_told_by_the_server(web: Web) -> None:
    web.routes["/feed"] = lambda headers: (
        (304, {}, b"") if headers.get("if-none-match") == '"7"' else (200, {}, b"new")
    )
    assert Deferred(NOW + timedelta(minutes=30), "unchanged") == polled(web, KNOWN)
    assert web.headers[-1]["if-modified-since"] == "yesterday"


def test_an_unchanged_source_is_told_by_its_bytes(web: Web) -> None:
    web.routes["/feed"] = (200, {}, b"same")
    assert Deferred(NOW + timedelta(minutes=30), "unchanged") == polled(web, KNOWN)


def test_a_first_visit_asks_without_conditions(web: Web) -> None:
    web.routes["/feed"] = (200, {}, b"x")
    polled(web, replace(KNOWN, digest=""))
    assert "if-none-match" not in web.headers[-1]
    assert "if-modified-since" not in web.headers[-1]


@pytest.mark.parametrize("etag", ['"\xe9"', '"\u65b0"', '"a\tb"', '"a\x7f"'])
def test_what_cannot_be_said_back_is_left_out(web: Web, etag: str) -> None:
    web.routes["/feed"] = (200, {}, b"new")
    assert isinstance(polled(web, replace(KNOWN, etag=etag)), Snapshot)
    assert "if-none-match" not in web.headers[-1]
    assert web.headers[-1]["if-modified-since"] == "yesterday"


def test_an_unchanged_source_keeps_its_connection(web: Web) -> None:
    """A look that finds nothing costs one request, and the next one no new connection."""
    paths = [f"/{n}" for n in range(6)]
    web.routes |= {path: (304, {}, b"") for path in paths}
    sources = [replace(FEED, url=f"http://news.harrow.example{path}") for path in paths]
    checks = {source.url: replace(KNOWN, source=source) for source in sources}
    fetcher(web, per_host=1).poll(checks)
    assert paths == sorted(web.paths())
    assert web.connections == 1


# --- when to look again --------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [True, False])
def test_the_next_look_follows_the_pace_of_the_source(web: Web, changed: bool) -> None:
    web.routes["/feed"] = (200, {}, b"new" if changed else b"same")
    expected = next_check(STEADY, NOW, changed, Fetching())
    assert expected == wait(polled(web, replace(KNOWN, health=STEADY)))
    assert timedelta(minutes=10) < expected < timedelta(hours=24)


def test_looks_at_many_sources_drift_apart(web: Web) -> None:
    sources = [replace(FEED, url=f"http://news.harrow.example/{n}") for n in range(40)]
    web.routes |= {f"/{n}": (200, {}, b"x") for n in range(40)}
    one = fetcher(web)
    one.chance = Random(4)
    waits = [wait(e) for e in one.poll({s.url: SourceCheck(s) for s in sources}).values()]
    assert len(set(waits)) == 40
    assert min(waits) >= timedelta(minutes=27)
    assert max(waits) <= timedelta(minutes=33)


# --- failures ------------------------------------------------------------------------------------

FAILURES = {
    "500": ((500, {}, b""), "unreachable"),
    "404": ((404, {}, b""), "not-found"),
    "403": ((403, {}, b""), "forbidden"),
    "400": ((400, {}, b""), "refused"),
    "redirects to nowhere": ((302, {}, b""), "redirects"),
    "a circle": ((302, {"Location": "/feed"}, b""), "redirects"),
    "too large": ((200, {}, b"x" * 2000), "too-large"),
    "garbled": ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "garbled"),
    "into the machine": ((302, {"Location": "http://127.0.0.1:1/"}, b""), "private-address"),
    "no web address": ((302, {"Location": "file:///etc/passwd"}, b""), "bad-address"),
}


@pytest.mark.parametrize(("reply", "expected"), FAILURES.values(), ids=FAILURES)
def test_a_source_that_fails_is_asked_again(web: Web, reply: Reply, expected: str) -> None:
    web.routes["/feed"] = reply
    end = polled(web, KNOWN, max_bytes=1000)
    assert expected == code(end)
    assert wait(end) == 1.25 * retry_wait(Health(), Fetching())


def test_a_source_that_robots_forbid_is_asked_again(web: Web) -> None:
    web.routes["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /")
    end = polled(web, KNOWN)
    assert code(end) == "robots"
    assert wait(end) > timedelta()


def test_a_source_that_is_gone_is_not_asked_again(web: Web) -> None:
    web.routes["/feed"] = (410, {}, b"")
    end = polled(web, KNOWN)
    assert code(end) == "gone"
    assert isinstance(end, FetchError)
    assert end.retry_at is None


def test_each_failure_doubles_the_wait_up_to_the_longest(web: Web) -> None:
    web.routes["/feed"] = (500, {}, b"")
    ends = [polled(web, replace(KNOWN, health=Health(failures=n))) for n in range(12)]
    waits = [wait(end) for end in ends]
    assert waits[0] < waits[1] < waits[2] < waits[3]
    assert waits[1] == 2 * waits[0]
    assert waits[-1] == timedelta(minutes=Fetching().longest_minutes)


def test_a_failure_waits_a_little_longer_by_chance(web: Web) -> None:
    web.routes["/feed"] = (500, {}, b"")
    one, least = fetcher(web), retry_wait(Health(), Fetching())
    one.chance = Random(4)
    waits = [wait(one.poll({FEED.url: KNOWN})[FEED.url]) for _ in range(10)]
    assert len(set(waits)) > 1
    assert all(least <= each <= 1.5 * least for each in waits)


ASKED = {
    "seconds": ("7200", timedelta(hours=2)),
    "a date": ("Sun, 01 Mar 2026 15:00:00 GMT", timedelta(hours=3)),
    "sooner than the back-off": ("1", 1.25 * retry_wait(Health(), Fetching())),
    "more than a day": ("999999999", timedelta(hours=24)),
}


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("told", "expected"), ASKED.values(), ids=ASKED)
def test_a_pause_that_is_asked_for(web: Web, status: int, told: str, expected: timedelta) -> None:
    web.routes["/feed"] = (status, {"Retry-After": told}, b"")
    end = polled(web, KNOWN)
    assert code(end) == "busy"
    assert wait(end) == expected


# --- moves ---------------------------------------------------------------------------------------

NEW = "http://new.harrow.example/feed"
MOVES = {
    "301": ((301,), NEW),
    "308": ((308,), NEW),
    "both": ((301, 308), NEW),
    "302": ((302,), ""),
    "307": ((307,), ""),
    "301, then 302": ((301, 302), ""),
    "302, then 301": ((302, 301), ""),
    "none": ((), ""),
}


@pytest.mark.parametrize(("statuses", "expected"), MOVES.values(), ids=MOVES)
def test_moves(web: Web, statuses: tuple[int, ...], expected: str) -> None:
    paths = ["/feed", *(f"/{n}" for n in range(1, len(statuses)))]
    for number, status in enumerate(statuses):
        last = number + 1 == len(statuses)
        web.routes[paths[number]] = (status, {"Location": NEW if last else paths[number + 1]}, b"")
    web.routes["news.harrow.example/feed" if not statuses else NEW.split("//")[1]] = (200, {}, b"x")
    end = polled(web, FIRST)
    assert isinstance(end, Snapshot)
    assert end.moved_to == expected
    assert end.final_url == (NEW if statuses else FEED.url)
    assert end.source == FEED


@pytest.mark.parametrize(
    ("failures", "expected"), [(0, NEW), (2, NEW), (3, FEED.url), (9, FEED.url)]
)
def test_a_source_is_asked_where_it_has_moved(web: Web, failures: int, expected: str) -> None:
    web.routes["/feed"] = (200, {}, b"x")
    end = polled(web, SourceCheck(FEED, health=Health(moved_to=NEW, failures=failures)))
    assert isinstance(end, Snapshot)
    assert end.final_url == expected
    assert len(web.paths()) == 1


# --- hubs ----------------------------------------------------------------------------------------


def test_a_hub_is_named_in_the_headers(web: Web) -> None:
    links = '<https://hub.example/>; rel="hub", </feed.xml>; rel="self"'
    web.routes["/feed"] = (200, {"Link": links}, b"x")
    end = polled(web, FIRST)
    assert isinstance(end, Snapshot)
    assert end.hub == "https://hub.example/"
    assert end.topic == "http://news.harrow.example/feed.xml"
