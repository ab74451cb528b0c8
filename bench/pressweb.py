"""An invented press of many hosts, served on 127.0.0.1 by a process of its own; it counts.

Every host has a robots.txt, one feed with an ETag and a page for each item. It answers as fast as
it can, so that what a bench measures is the one who asks.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection

WORDS = [
    "harbour",
    "wall",
    "council",
    "tide",
    "report",
    "minister",
    "vote",
    "school",
    "bridge",
    "river",
    "market",
    "price",
    "engineer",
    "teacher",
    "night",
    "morning",
    "train",
    "power",
    "storm",
    "village",
    "budget",
    "repair",
    "court",
    "judge",
    "plan",
    "water",
    "road",
    "children",
    "farmer",
    "winter",
    "spring",
    "signal",
    "turbine",
    "ferry",
    "clinic",
    "nurse",
    "grant",
    "election",
    "survey",
    "coast",
]
PARAGRAPHS, SENTENCE = 9, 16
FIRST = datetime(2026, 10, 1, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Press:
    """How large the press is."""

    hosts: int
    articles: int

    @property
    def feeds(self) -> list[str]:
        """Address of every feed."""
        return [f"http://{host_name(number)}/feed.xml" for number in range(self.hosts)]

    def items_of(self, host: int) -> range:
        """Return the numbers of a host's articles; all hosts together have ``articles``."""
        return range(host * self.articles // self.hosts, (host + 1) * self.articles // self.hosts)


def host_name(number: int) -> str:
    """Return the name of a host: each is a site of its own."""
    return f"www.press{number:03}.example"


def word(seed: int) -> str:
    """Return a word; neighbouring seeds have unlike ones."""
    return WORDS[(seed * 2_654_435_761 >> 7) % len(WORDS)]


def sentence(seed: int) -> str:
    """Return a sentence of sixteen words."""
    return " ".join(word(seed * SENTENCE + place) for place in range(SENTENCE)).capitalize() + "."


def title(article: int) -> str:
    """Return the headline of an article."""
    return f"{word(article)} {word(article * 7)} {word(article * 13)} number {article}".capitalize()


def page(host: int, article: int) -> bytes:
    """Return the page of an article, with the furniture pages have."""
    at = (FIRST + timedelta(minutes=article)).isoformat()
    text = "".join(
        f"<p>{' '.join(sentence(article * 1000 + part * 10 + s) for s in range(3))}</p>"
        for part in range(PARAGRAPHS)
    )
    links = "".join(f'<li><a href="/section/{word(n)}">{word(n)}</a></li>' for n in range(30))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title(article)} | '
        f'Press {host}</title><meta property="og:title" content="{title(article)}">'
        f'<meta property="article:published_time" content="{at}">'
        f'<meta property="og:image" content="/p/{article}.jpg">'
        f'<link rel="canonical" href="http://{host_name(host)}/news/{article}"></head><body>'
        f"<nav><ul>{links}</ul></nav><main><article><h1>{title(article)}</h1>"
        f'<p class="byline">By Mara Quill</p>{text}</article></main><footer><ul>{links}</ul>'
        "</footer></body></html>"
    ).encode()


def feed(press: Press, host: int) -> bytes:
    """Return the feed of a host."""
    items = "".join(
        f"<item><title>{title(n)}</title><link>http://{host_name(host)}/news/{n}</link>"
        f"<guid>http://{host_name(host)}/news/{n}</guid><description>{sentence(n)}</description>"
        f"<pubDate>{(FIRST + timedelta(minutes=n)):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for n in press.items_of(host)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Press {host}</title>'
        f"{items}</channel></rss>"
    ).encode()


class Counting:
    """What was asked: requests by host and by kind."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.hosts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.feeds: dict[int, bytes] = {}

    def answer(self, host: str, path: str, has_etag: bool) -> tuple[int, str, bytes]:
        """Return status, headers and body."""
        number = int(host[9:12])
        self.hosts[host] += 1
        if path == "/robots.txt":
            self.kinds["robots"] += 1
            return 200, "Content-Type: text/plain\r\n", b"User-agent: *\nAllow: /\n"
        if path == "/feed.xml":
            self.kinds["conditional" if has_etag else "feed"] += 1
            if has_etag:
                return 304, 'ETag: "1"\r\n', b""
            if number not in self.feeds:
                self.feeds[number] = feed(self.press, number)
            headers = 'Content-Type: application/rss+xml\r\nETag: "1"\r\n'
            return 200, headers, self.feeds[number]
        self.kinds["page"] += 1
        body = page(number, int(path.rpartition("/")[2]))
        return 200, "Content-Type: text/html; charset=utf-8\r\n", body

    def take(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the counts by host and by kind, and begin anew."""
        counts = dict(self.hosts), dict(self.kinds)
        self.hosts.clear()
        self.kinds.clear()
        return counts


async def talk(
    counting: Counting, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer the requests of one connection until it ends."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            first, *lines = head.decode("latin-1").split("\r\n")
            fields = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
            path = first.split(" ")[1]
            status, headers, body = counting.answer(
                fields["host"].partition(":")[0], path, "if-none-match" in fields
            )
            length = "" if status == 304 else f"Content-Length: {len(body)}\r\n"
            writer.write(f"HTTP/1.1 {status} OK\r\n{headers}{length}\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def work(press: Press, pipe: Connection) -> None:
    """Serve until told to end; tell the counts whenever asked."""
    counting = Counting(press)
    server = await asyncio.start_server(
        lambda reader, writer: talk(counting, reader, writer), "127.0.0.1", 0, backlog=1024
    )
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def asked() -> None:
        if pipe.recv() == "end":
            ended.set()
        else:
            pipe.send(counting.take())

    loop.add_reader(pipe.fileno(), asked)
    pipe.send(server.sockets[0].getsockname()[1])
    await ended.wait()


def begin(press: Press, pipe: Connection) -> None:
    """Be the process of the press."""
    asyncio.run(work(press, pipe))


class Served:
    """A press that is up."""

    def __init__(self, press: Press, pipe: Connection) -> None:
        self.press, self.pipe = press, pipe
        self.port: int = pipe.recv()

    def take(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the requests by host and by kind since the last time."""
        self.pipe.send("take")
        counts: tuple[dict[str, int], dict[str, int]] = self.pipe.recv()
        return counts


@contextmanager
def served(press: Press) -> Iterator[Served]:
    """Serve a press in a process that ends with the block."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=begin, args=(press, theirs), daemon=True)
    process.start()
    try:
        yield Served(press, ours)
    finally:
        ours.send("end")
        process.join(5)
        if process.is_alive():
            process.terminate()
