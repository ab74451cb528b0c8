"""300 feeds with 10,000 items over loopback -> what gathering costs, and what a quiet look costs.

Run: ``python -m bench.poll [--feeds N] [--articles N]``. The first round polls, collects, fetches
and reads everything; the second finds nothing new: it must ask once for each feed, conditionally,
and change no row but the time of the next look. The peer does the least that brings the same
articles: httpx2 for all addresses at once, feedparser and trafilatura for what comes, no robots,
no database.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import feedparser
import httpx2
import trafilatura
from sqlalchemy import select

from bench.machine import say_peak
from bench.pressweb import Press, Served, served
from newsloom import newsroom
from newsloom.edges.tables import METADATA
from newsloom.model import Source, SourceKind
from newsloom.newsroom.running import look_now
from newsloom.settings import Fetching, Settings
from newsloom.stage import run_stage

ROWS = ("poll", "collect", "fetch", "extract")
TIMES = frozenset({"work_list", "endings"})
"""Tables that hold when things are done again."""


def room_settings(port: int) -> Settings:
    """Return settings that ask the local press, without a pause between requests to a host."""
    fetching = Fetching(
        resolve={".example": f"127.0.0.1:{port}"}, host_delay_seconds=0.0, recheck_hours=()
    )
    return replace(Settings(), fetching=fetching)


def round_of(room: newsroom.Room) -> tuple[dict[str, float], dict[str, int]]:
    """Run the four rows once; return seconds and passed inputs by row."""
    look_now(room)
    seconds, passed = {}, {}
    for row in room.table():
        if row.name in ROWS:
            started = perf_counter()
            count = run_stage(row, room.store, room.clock, lambda count, due: None)
            seconds[row.name], passed[row.name] = perf_counter() - started, count.passed
    return seconds, passed


def content_of(room: newsroom.Room) -> dict[str, str]:
    """Return a digest of every table that is not about times."""
    digests = {}
    with room.store.reading() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in TIMES:
                rows = connection.execute(select(table).order_by(*table.primary_key.columns))
                digest = hashlib.blake2b()
                for row in rows:
                    digest.update(repr(tuple(row)).encode())
                digests[table.name] = digest.hexdigest()
    return digests


@contextmanager
def a_room(port: int, press: Press) -> Iterator[newsroom.Room]:
    """Open a new newsroom that follows every feed of the press."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "room"
        newsroom.init_room(folder, settings=room_settings(port))
        with newsroom.opened(folder) as room:
            newsroom.add_sources(room, [Source(url, SourceKind.FEED) for url in press.feeds])
            yield room


async def least(press: Press, port: int) -> tuple[int, int]:
    """Return the feeds and articles that the plainest asynchronous reader brings."""
    turns = asyncio.Semaphore(32)

    async def get(client: httpx2.AsyncClient, url: str) -> bytes:
        host, _, path = url.removeprefix("http://").partition("/")
        async with turns:
            answer = await client.get(f"http://127.0.0.1:{port}/{path}", headers={"Host": host})
            return answer.content

    async with httpx2.AsyncClient(trust_env=False, timeout=60) as client:
        feeds = await asyncio.gather(*(get(client, url) for url in press.feeds))
        links = [e["link"] for body in feeds for e in feedparser.parse(body)["entries"]]
        pages = await asyncio.gather(*(get(client, url) for url in links))
    texts = [trafilatura.bare_extraction(body) for body in pages]
    return len(feeds), sum(text is not None for text in texts)


def print_counts(name: str, hosts: Mapping[str, int], kinds: Mapping[str, int]) -> None:
    """Print what was asked in a round."""
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    most = max(hosts.values(), default=0)
    print(f"{name}: {sum(hosts.values())} requests ({said}); at most {most} to one host")


def measure(press: Press, web: Served) -> dict[str, float]:
    """Return the measures of two rounds."""
    with a_room(web.port, press) as room:
        first, passed = round_of(room)
        hosts, kinds = web.take()
        print_counts("first round", hosts, kinds)
        for row, seconds in first.items():
            print(f"  {row:8} {seconds:8.2f} s {passed[row] / seconds:9.0f}/s")
        before = content_of(room)
        quiet, _ = round_of(room)
        hosts, again = web.take()
        print_counts("second round", hosts, again)
        written = [name for name, digest in content_of(room).items() if before[name] != digest]
        print(f"  {sum(quiet.values()):.2f} s; tables changed: {', '.join(written) or 'none'}")
    total = sum(first.values())
    return {
        "feeds/s, polled": press.hosts / first["poll"],
        "items/s, collected": press.articles / first["collect"],
        "pages/s, fetched": passed["fetch"] / first["fetch"],
        "articles/s, whole": passed["extract"] / total,
        "articles": passed["extract"],
        "requests to a host": sum(kinds.values()) / press.hosts,
        "feeds/s, quiet": press.hosts / quiet["poll"],
        "quiet requests a feed": sum(again.values()) / press.hosts,
        "quiet conditional requests a feed": again.get("conditional", 0) / press.hosts,
        "quiet tables changed": len(written),
        "seconds": total,
    }


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print what both rounds cost and how the peer does; return the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--articles", type=int, default=10_000)
    asked = parser.parse_args(arguments)
    press = Press(asked.feeds, asked.articles)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    with served(press) as web:
        measures = measure(press, web)
        peak = say_peak()
        started = perf_counter()
        feeds, articles = asyncio.run(least(press, web.port))
        seconds = perf_counter() - started
    print(f"httpx2, feedparser, trafilatura: {articles / seconds:.0f} articles/s ({feeds} feeds)")
    return {
        **measures,
        "time / plain readers": measures["seconds"] / seconds * articles / measures["articles"],
        "peak MiB": peak,
    }


if __name__ == "__main__":
    main()
