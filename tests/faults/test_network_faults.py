"""Servers that would never end: every request does, in time and in little memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypedDict

import pytest

from newsloom.settings import Fetching
from tests.faults.children import run
from tests.faults.hostile import ANSWERS, serving_hostile

FETCH = """
import json, re, sys, time
from datetime import UTC, datetime
from pathlib import Path
from newsloom.edges.http import WebFetcher
from newsloom.model import Item
from newsloom.settings import Fetching

place, groups = sys.argv[1], json.loads(sys.argv[2])

def fetch(seconds, urls):
    settings = Fetching(resolve={".example": place}, timeout_seconds=seconds, per_host=4,
                        host_delay_seconds=0, obey_robots=False)
    items = {url: Item(url, url, "http://news.harrow.example/feed", "", None) for url in urls}
    ends = WebFetcher(settings, lambda: datetime(2026, 3, 1, tzinfo=UTC)).fetch(items)
    return {url: getattr(end, "code", "") or type(end).__name__ for url, end in ends.items()}

def memory(name):
    # Not ru_maxrss: a child begins with that of its parent.
    found = re.search(rf"{name}:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024

fetch(5, ["http://news.harrow.example/article"])
told = []
for seconds, urls in groups:
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, began = memory("VmRSS"), time.monotonic()
    ends = fetch(seconds, urls)
    grown = memory("VmHWM") - before
    told.append({"ends": ends, "seconds": time.monotonic() - began, "bytes": grown})
print(json.dumps(told))
"""

CAP = Fetching().max_bytes
MIB = 1024 * 1024
SECONDS = 1.5
"""Time for one whole request that would go on for ever."""

AMPLE = 20.0
"""Time for one that ends by its size, as by default."""

TOO_LARGE = (
    "gzip bomb", "bomb in a bomb", "garbage after the end", "more than told",
    "gzip bomb under the guard", "endless chunks", "endless body",
)  # fmt: skip
BROKEN = ("endless chunk head", "endless headers", "one endless header", "endless status")
TOO_SLOW = (
    "endless patience", "endless tiny chunks", "slow headers", "slow body", "silence", "slow loop",
)  # fmt: skip
OTHERS = {"loop": "redirects", "slow error": "not-found"}
CASES = {
    **dict.fromkeys(TOO_LARGE, "too-large"),
    **dict.fromkeys((*BROKEN, *TOO_SLOW), "unreachable"),
    **OTHERS,
}


def address(name: str, number: int = 0) -> str:
    """Return an address at which a server does what the name says, on a host of its own."""
    path = name.replace(" ", "-")
    return f"http://{path}.example/{path}/{number}"


def fetched(place: str, *groups: tuple[float, list[str]]) -> list[Told]:
    """Return how groups of requests ended, one group after the other in one new process."""
    status, output = run(FETCH, place, json.dumps(groups))
    assert status == 0
    told: list[Told] = json.loads(output)
    return told


class Told(TypedDict):
    """How one group ended."""

    ends: dict[str, str]
    seconds: float
    bytes: int
    """By which the use of memory grew at most."""


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    with serving_hostile() as served:
        yield served


@pytest.fixture(scope="module")
def told(place: str) -> dict[str, Told]:
    """Every answer alone, save those that only the clock ends: they are asked for at once."""
    alone = [name for name in CASES if name not in TOO_SLOW]
    groups = [(AMPLE, [address(name)]) for name in alone]
    *each, slow = fetched(place, *groups, (SECONDS, [address(name) for name in TOO_SLOW]))
    return dict(zip(alone, each, strict=True)) | dict.fromkeys(TOO_SLOW, slow)


def test_every_answer_has_an_end() -> None:
    assert set(CASES) == set(ANSWERS)


@pytest.mark.parametrize("name", CASES)
def test_a_request_ends_in_time_and_in_little_memory(told: dict[str, Told], name: str) -> None:
    assert told[name]["ends"][address(name)] == CASES[name]
    assert told[name]["seconds"] < (SECONDS + 3 if name in TOO_SLOW else AMPLE)
    assert told[name]["bytes"] < 2 * CAP, f"{told[name]['bytes'] / MIB:.1f} MiB"


def test_what_was_refused_is_not_kept(place: str) -> None:
    """Four at a time of one host, and sixteen in all."""
    urls = [address("endless body", number) for number in range(16)]
    (only,) = fetched(place, (AMPLE, urls))
    assert only["ends"] == dict.fromkeys(urls, "too-large")
    assert only["bytes"] < 3 * 4 * CAP, f"{only['bytes'] / MIB:.1f} MiB"


def test_others_come_while_they_go_on(place: str) -> None:
    slow, good = [address(name) for name in TOO_SLOW], [address("article", n) for n in range(20)]
    (only,) = fetched(place, (2 * SECONDS, [*slow, *good]))
    assert only["ends"] == dict.fromkeys(slow, "unreachable") | dict.fromkeys(good, "Page")
    assert only["seconds"] < 2 * SECONDS + 3
