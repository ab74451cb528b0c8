"""robots.txt: what is believed, for how long, and what it cannot do to us."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.edges.place import place_of
from newsloom.edges.robots import LARGEST, RobotsBook, Rules
from newsloom.errors import FetchError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLACE = place_of("https://news.harrow.example/one")


class Host:
    """A host that is asked for its robots.txt."""

    def __init__(self, body: bytes = b"", error: FetchError | None = None) -> None:
        self.body, self.error, self.asked = body, error, list[str]()

    async def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        return self.body


def rules(host: Callable[[str], Awaitable[bytes]]) -> Rules:
    book = RobotsBook("Newsloom", lambda: NOON)
    return asyncio.run(book.rules(PLACE, host, {}))


GROUPS = {
    "everybody": (b"User-agent: *\nDisallow: /one", False),
    "us": (b"User-agent: newsloom\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
    "us, with others": (b"User-agent: a\nUser-agent: NewsLoom\nUser-agent: b\nDisallow: /", False),
    "us, with a star": (b"User-agent: Newsloom*\nDisallow: /", False),
    "others": (b"User-agent: otherbot\nUser-agent: third\nDisallow: /", True),
    "others after everybody": (b"User-agent: *\nAllow: /\nUser-agent: b\nDisallow: /", True),
    "a mark before it": (b"\xef\xbb\xbfUser-agent: *\nDisallow: /one", False),
    "old line ends": (b"User-agent: *\rDisallow: /one\r", False),
    "a remark": (b"User-agent: * # all\nDisallow: /one # no", False),
    "no text": (b"\x00\xff\xfe\x80" * 50, True),
    "a page": (b"<!doctype html><title>Not found</title>", True),
    "nothing": (b"", True),
}


@pytest.mark.parametrize(("body", "expected"), GROUPS.values(), ids=GROUPS)
def test_whom_rules_are_for(body: bytes, expected: bool) -> None:
    if expected:
        rules(Host(body))
    else:
        with pytest.raises(FetchError) as caught:
            rules(Host(body))
        assert caught.value.code == "robots"
        assert caught.value.retry_at is None


PAUSES = {
    "none": (b"", 0),
    "ours": (b"Crawl-delay: 7.5", 7.5),
    "less than none": (b"Crawl-delay: -1", 0),
}
PAUSES |= {"endless": (b"Crawl-delay: inf", 0), "no number": (b"Crawl-delay: soon", 0)}


@pytest.mark.parametrize(("line", "expected"), PAUSES.values(), ids=PAUSES)
def test_pauses(line: bytes, expected: float) -> None:
    assert expected == rules(Host(b"User-agent: *\n" + line)).pause


def test_a_host_is_asked_once_by_all_who_come() -> None:
    host, book, locks = Host(), RobotsBook("Newsloom", lambda: NOON), dict[str, asyncio.Lock]()

    async def all_of_them() -> None:
        await asyncio.gather(*(book.rules(PLACE, host, locks) for _ in range(5)))

    asyncio.run(all_of_them())
    asyncio.run(book.rules(PLACE, host, {}))
    assert host.asked == ["https://news.harrow.example/robots.txt"]


def test_rules_are_asked_for_again_after_half_a_day() -> None:
    moments = [NOON]
    host, book = Host(), RobotsBook("Newsloom", lambda: moments[-1])
    for hours, times in ((0, 1), (11, 1), (13, 2)):
        moments.append(NOON + timedelta(hours=hours))
        asyncio.run(book.rules(PLACE, host, {}))
        assert len(host.asked) == times


def test_a_host_that_fails_is_left_alone_until_its_time() -> None:
    moments, until = [NOON], NOON + timedelta(minutes=30)
    host = Host(error=FetchError("x", "answers 500", "unreachable", until))
    book = RobotsBook("Newsloom", lambda: moments[-1])
    for minutes, times in ((0, 1), (29, 1), (31, 2)):
        moments.append(NOON + timedelta(minutes=minutes))
        with pytest.raises(FetchError) as caught:
            asyncio.run(book.rules(PLACE, host, {}))
        assert (caught.value.url, caught.value.retry_at) == (PLACE.url, until)
        assert "robots.txt cannot be had: answers 500" in str(caught.value)
        assert len(host.asked) == times


def test_many_names_over_many_rules_cost_no_product() -> None:
    names = b"".join(b"User-agent: a%d\n" % n for n in range(15_000))
    body = (names + b"".join(b"Disallow: /%d\n" % n for n in range(15_000)))[:LARGEST]
    began = time.process_time()
    rules(Host(body))
    assert time.process_time() - began < 5


@given(st.text("uUserAgent-: \n\r*/$%allowdissnewsloom#\x00é[]?=", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = rules(Host(b"User-agent: *\n" + text.encode()))
    except FetchError as exc:
        assert exc.code == "robots"
    else:
        assert found.pause >= 0
