"""Sources and items -> snapshots and pages, asked over HTTP; what the bytes say is not read here.

Every request ends: as bytes, as Deferred (the server or the network says "not now"), or as a
FetchError with one of ``ports.FETCH_CODES``. No exception of the network leaves this module.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx2

from newsloom.edges.answers import FOREIGN, end_of_error, end_of_status
from newsloom.edges.digest import digest_of
from newsloom.edges.guard import GuardedTransport
from newsloom.edges.robots import LARGEST, Answer, RobotsBook
from newsloom.errors import FetchError, SourceError
from newsloom.model import Deferred, Item, Page, Snapshot, SourceCheck
from newsloom.ports import UNCHANGED
from newsloom.settings import Fetching

Asked = TypeVar("Asked")
Got = TypeVar("Got")

AGENT = "Newsloom"
"""The name that robots.txt files know us by."""

VERSION = "0.1"

INFLATION = 300
"""Times a body may grow by decompression; HTML grows 3 to 20 times."""

INFLATED_BYTES = 1024 * 1024
"""Decompressed bytes below which growth does not matter."""

ACCEPT_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1"
ACCEPT_SOURCE = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,"
    "text/xml;q=0.9,text/html;q=0.8,*/*;q=0.5"
)
ENCODINGS = "gzip, deflate"

PAGE_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"}
)
VAGUE_TYPES = frozenset({"application/octet-stream", "binary/octet-stream"})
"""What servers call files they know nothing of; then the bytes decide."""

MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Body:
    """A final answer with its bytes; none for a status that says no."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Web:
    """What belongs to one call: the client and whose turn it is."""

    client: httpx2.AsyncClient
    turns: asyncio.Semaphore
    hosts: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    robots: dict[str, asyncio.Lock] = field(default_factory=dict)


class WebFetcher:
    """``ports.Fetcher`` on the real web; one for each run, because it remembers robots.txt."""

    def __init__(self, settings: Fetching, clock: Callable[[], datetime]) -> None:
        self.settings, self.clock = settings, clock
        self.book = RobotsBook(AGENT)

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Trusted certificates: the system's."""
        return httpx2.create_ssl_context(trust_env=False)

    def poll(
        self, checks: Mapping[str, SourceCheck]
    ) -> Mapping[str, Snapshot | Deferred | SourceError]:
        """Return a Snapshot for each source that changed, Deferred until its next check if not."""
        return asyncio.run(self._each(checks, self._poll))

    def fetch(self, items: Mapping[str, Item]) -> Mapping[str, Page | Deferred | SourceError]:
        """Return the page of each item."""
        return asyncio.run(self._each(items, self._fetch))

    async def _each(
        self,
        inputs: Mapping[str, Asked],
        ask: Callable[[Web, Asked], Awaitable[Got | Deferred]],
    ) -> dict[str, Got | Deferred | SourceError]:
        """Ask for all inputs at once, as far as turns allow."""

        async def one(url: str, asked: Asked) -> Got | Deferred | SourceError:
            try:
                return await ask(web, asked)
            except SourceError as exc:
                return exc
            except FOREIGN as exc:
                return end_of_error(url, exc, self.clock())

        async with self._client() as client:
            web = Web(client, asyncio.Semaphore(self.settings.at_once))
            answers = await asyncio.gather(*(one(url, asked) for url, asked in inputs.items()))
            return dict(zip(inputs, answers, strict=True))

    def _client(self) -> httpx2.AsyncClient:
        """Return a client without cookies, proxies or redirects of its own."""
        settings = self.settings
        return httpx2.AsyncClient(
            transport=GuardedTransport(self.context, settings.resolve, settings.at_once),
            headers={"User-Agent": user_agent(settings.contact), "Accept-Encoding": ENCODINGS},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=None,
            trust_env=False,
            follow_redirects=False,
        )

    async def _poll(self, web: Web, check: SourceCheck) -> Snapshot | Deferred:
        url = check.source.url
        headers = {"Accept": ACCEPT_SOURCE}
        if check.digest and check.etag:
            headers["If-None-Match"] = check.etag
        if check.digest and check.last_modified:
            headers["If-Modified-Since"] = check.last_modified
        got = await self._get(web, url, headers)
        if isinstance(got, Deferred):
            return got
        now = self.clock()
        again = now + timedelta(minutes=self.settings.check_minutes)
        if got.status == 304 and check.digest:
            return Deferred(again, UNCHANGED)
        wait = end_of_status(url, got.status, got.headers, now)
        if wait is not None:
            return wait
        digest = digest_of(got.body)
        if digest == check.digest:
            return Deferred(again, UNCHANGED)
        return Snapshot(
            source=check.source,
            final_url=got.url,
            content_type=got.headers.get("content-type", ""),
            body=got.body,
            fetched_at=now,
            next_check_at=again,
            digest=digest,
            etag=got.headers.get("etag", ""),
            last_modified=got.headers.get("last-modified", ""),
        )

    async def _fetch(self, web: Web, item: Item) -> Page | Deferred:
        if not item.has_page:
            return Page(item, item.web_url, "", b"", self.clock())
        got = await self._get(web, item.web_url, {"Accept": ACCEPT_PAGE})
        if isinstance(got, Deferred):
            return got
        now = self.clock()
        wait = end_of_status(item.web_url, got.status, got.headers, now)
        if wait is not None:
            return wait
        content_type = got.headers.get("content-type", "")
        if not is_page(content_type, got.body):
            told = content_type or "bytes that are no text"
            raise FetchError(item.web_url, f"answers with {told}, not a page", "not-a-page")
        return Page(item, got.url, content_type, got.body, now)

    async def _get(
        self, web: Web, url: str, headers: Mapping[str, str], *, is_robots: bool = False
    ) -> Body | Deferred:
        """Return the final answer, redirects followed; each hop is held to every rule.

        Raises:
            FetchError: robots.txt forbids a hop, too many of them, or too large a body.
        """
        place, seconds = httpx2.URL(url), self.settings.timeout_seconds
        for _ in range(self.settings.max_redirects + 1):
            if place.scheme not in ("http", "https") or not place.host or "%" in place.host:
                raise FetchError(url, f"leads to {place}, no web address", "bad-address")
            if self.settings.obey_robots and not is_robots:
                wait = await self.book.check(
                    str(place), lambda address: self._robots(web, address), web.robots
                )
                if wait is not None:
                    return wait
            before = asyncio.get_running_loop().time()
            got = await self._once(web, place, headers, max(seconds, 0.001), is_robots)
            seconds -= asyncio.get_running_loop().time() - before
            target = got.headers.get("location", "")
            if got.status not in MOVED or not target:
                return got
            place = place.join(target).copy_with(fragment=None)
        times = self.settings.max_redirects
        raise FetchError(url, f"redirects more than {times} times", "redirects")

    async def _once(
        self,
        web: Web,
        url: httpx2.URL,
        headers: Mapping[str, str],
        seconds: float,
        is_robots: bool,
    ) -> Body:
        """Return the answer to one request, when it is the host's turn."""
        turn = web.hosts.setdefault(url.host, asyncio.Semaphore(self.settings.per_host))
        async with (
            turn,
            web.turns,
            asyncio.timeout(seconds),
            web.client.stream("GET", url, headers=headers) as response,
        ):
            status, told = response.status_code, response.headers
            if not 200 <= status < 300:
                return Body(status, str(url), told, b"")
            body = await (start_of(response) if is_robots else self._read(str(url), response))
            return Body(status, str(url), told, body)

    async def _read(self, url: str, response: httpx2.Response) -> bytes:
        """Return the whole body.

        Raises:
            FetchError: it is larger than allowed, or grows like a decompression bomb.
        """
        limit = self.settings.max_bytes
        told = response.headers.get("content-length", "")
        if told.isascii() and told.isdigit() and int(told[:18]) > limit:
            raise FetchError(url, f"is {told} bytes long; {limit} are allowed", "too-large")
        parts, size = list[bytes](), 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > limit:
                raise FetchError(url, f"is longer than {limit} bytes", "too-large")
            if size > max(INFLATED_BYTES, INFLATION * response.num_bytes_downloaded):
                raise FetchError(url, f"inflates more than {INFLATION} times", "too-large")
            parts.append(part)
        return b"".join(parts)

    async def _robots(self, web: Web, url: str) -> Answer | Deferred:
        """Return what asking for a robots.txt gave; one that cannot be read allows all."""
        try:
            got = await self._get(web, url, {"Accept": "text/plain,*/*;q=0.5"}, is_robots=True)
            if isinstance(got, Deferred):
                return got
            wait = end_of_status(url, got.status, got.headers, self.clock())
            return wait or Answer(got.status, got.body)
        except FetchError as exc:
            end: Deferred | FetchError = exc
        except FOREIGN as exc:
            end = end_of_error(url, exc, self.clock())
        return end if isinstance(end, Deferred) else Answer(404, b"")


async def start_of(response: httpx2.Response) -> bytes:
    """Return the part of a robots.txt that counts."""
    parts, size = list[bytes](), 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size >= LARGEST:
            break
    return b"".join(parts)[:LARGEST]


def user_agent(contact: str) -> str:
    """Return how requests are signed: ``Newsloom/0.1 (+contact)``, printable ASCII."""
    plain = "".join(c for c in contact if " " <= c <= "~" and c not in "()").strip()
    return f"{AGENT}/{VERSION} (+{plain})" if plain else f"{AGENT}/{VERSION}"


def is_page(content_type: str, body: bytes) -> bool:
    """Return whether an answer can hold an article: text or markup, not a file of another kind."""
    kind = content_type.partition(";")[0].strip().lower()
    looks = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind in VAGUE_TYPES:
        return looks.startswith(b"<")
    return kind in PAGE_TYPES and not looks.startswith(
        (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
    )
