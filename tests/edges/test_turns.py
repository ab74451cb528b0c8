"""Whose turn it is at a host."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest

from newsloom.edges.turns import Manners, Turns
from newsloom.errors import FetchError
from newsloom.model import Deferred, Page
from tests.edges.asking import NOW, fetcher, item
from tests.edges.web import Web, html, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


PAUSE = 0.05
SLACK = 0.005
"""Seconds by which a sleep may end too soon."""


def starts(turns: Turns, hosts: list[str], pause: float, takes: float) -> list[tuple[str, float]]:
    """Return when each request began that came at once with the others."""
    began: list[tuple[str, float]] = []

    async def one(host: str) -> None:
        async with turns.turn(host, pause):
            began.append((host, asyncio.get_running_loop().time()))
            await asyncio.sleep(takes)

    async def all_of_them() -> None:
        await asyncio.gather(*map(one, hosts))

    asyncio.run(all_of_them())
    return began


def gaps(times: list[float]) -> list[float]:
    return [later - sooner for sooner, later in pairwise(sorted(times))]


def test_requests_to_a_host_are_spaced() -> None:
    began = starts(Turns(2, 32, Manners()), ["a"] * 5, PAUSE, 0)
    assert min(gaps([at for _, at in began])) >= PAUSE - SLACK


def test_a_wait_for_a_seat_does_not_bring_them_together() -> None:
    began = starts(Turns(2, 1, Manners()), ["a"] * 4, PAUSE, 1.5 * PAUSE)
    assert min(gaps([at for _, at in began])) >= PAUSE - SLACK


def test_hosts_do_not_wait_for_each_other() -> None:
    began = starts(Turns(2, 32, Manners()), [f"host{n}" for n in range(20)], 10.0, 0)
    assert sum(gaps([at for _, at in began])) < 5


def test_a_pause_lasts_from_one_call_to_the_next() -> None:
    manners = Manners()
    first = starts(Turns(2, 32, manners), ["a"], PAUSE, 0)
    second = starts(Turns(2, 32, manners), ["a"], PAUSE, 0)
    assert second[0][1] - first[0][1] >= PAUSE - SLACK


def test_seats_are_numbered_and_come_back() -> None:
    turns, taken, seats = Turns(3, 32, Manners()), set[int](), set[int]()

    async def one() -> None:
        async with turns.turn("a", 0) as seat:
            assert seat not in taken
            taken.add(seat)
            seats.add(seat)
            await asyncio.sleep(0.001)
            taken.remove(seat)

    async def all_of_them() -> None:
        await asyncio.gather(*(one() for _ in range(12)))

    asyncio.run(all_of_them())
    assert seats == {0, 1, 2}
    assert turns.line("a").seats.qsize() == 3


def test_those_who_give_up_leave_the_line() -> None:
    turns = Turns(1, 1, Manners())

    async def give_up() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01), turns.turn("a", 0):
                raise AssertionError("nobody has left yet")

    async def all_of_them() -> None:
        async with turns.turn("a", 0):
            await asyncio.gather(*(give_up() for _ in range(5)))
            assert turns.line("a").waiting == 0
        async with turns.turn("a", 0), asyncio.timeout(1):
            pass

    asyncio.run(all_of_them())


# --- over the web --------------------------------------------------------------------------------


def urls_of(host: str, number: int) -> list[str]:
    return [f"http://{host}.example/{n}" for n in range(number)]


def times_by_host(web: Web) -> Mapping[str, list[float]]:
    found: dict[str, list[float]] = {}
    for (host, path), at in zip(web.asked, web.began, strict=True):
        if path != "/robots.txt":
            found.setdefault(host, []).append(at)
    return found


def test_a_host_is_asked_no_faster_than_the_settings_say(web: Web) -> None:
    web.routes |= {f"/{n}": html() for n in range(5)}
    urls = [*urls_of("a", 5), *urls_of("b", 5)]
    began = time.monotonic()
    fetcher(web, host_delay_seconds=PAUSE).fetch({u: item(u) for u in urls})
    one, other = times_by_host(web).values()
    assert len(one) == len(other) == 5
    assert min(max(one), max(other)) - began >= 4 * PAUSE - SLACK
    assert min(one) < max(other)
    assert min(other) < max(one)


def crawl_delay(web: Web, seconds: float) -> None:
    text = f"User-agent: *\nCrawl-delay: {seconds}".encode()
    web.routes["/robots.txt"] = (200, {"Content-Type": "text/plain"}, text)


def test_a_host_can_ask_for_more(web: Web) -> None:
    web.routes |= {f"/{n}": html() for n in range(4)}
    crawl_delay(web, 2 * PAUSE)
    began = time.monotonic()
    fetcher(web, host_delay_seconds=PAUSE).fetch({u: item(u) for u in urls_of("a", 4)})
    assert max(times_by_host(web)["a.example"]) - began >= 3 * 2 * PAUSE - SLACK


def test_a_host_cannot_ask_for_too_much(web: Web) -> None:
    web.routes |= {f"/{n}": html() for n in range(3)}
    crawl_delay(web, 3600)
    began = time.monotonic()
    ends = fetcher(web, crawl_delay_most_seconds=PAUSE).fetch({u: item(u) for u in urls_of("a", 3)})
    assert all(isinstance(end, Page) for end in ends.values())
    assert max(times_by_host(web)["a.example"]) - began >= 2 * PAUSE - SLACK


def test_a_line_that_is_too_long_is_put_off(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those at its end get a time of their own, and everybody else is not kept waiting."""
    monkeypatch.setattr("newsloom.edges.hops.LONGEST_LINE_SECONDS", 3.5 * PAUSE)
    web.routes |= {f"/{n}": html() for n in range(8)}
    crawl_delay(web, PAUSE)
    ends = list(fetcher(web).fetch({u: item(u) for u in urls_of("a", 8)}).values())
    late = [end for end in ends if isinstance(end, Deferred)]
    assert len(late) >= 2
    assert {end.code for end in late} == {"waiting"}
    assert all(end.until - NOW >= timedelta(seconds=3.5 * PAUSE) for end in late)
    assert sum(isinstance(end, Page) for end in ends) == len(ends) - len(late)


def test_a_host_that_asks_for_a_pause_gets_it(web: Web) -> None:
    web.routes |= {f"/{n}": html() for n in range(1, 5)}
    web.routes["/0"] = (429, {"Retry-After": "120"}, b"")
    one = fetcher(web, per_host=1)
    ends = list(one.fetch({u: item(u) for u in urls_of("a", 5)}).values())
    assert len(web.paths()) == 1
    assert {"busy"} == {end.code for end in ends if isinstance(end, (Deferred, FetchError))}
    assert isinstance(one.fetch({"x": item("http://b.example/1")})["x"], Page)
