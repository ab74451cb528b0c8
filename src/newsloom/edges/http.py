"""Sources and items -> snapshots and pages, asked over HTTP; what the bytes say is not read here.

Every request ends: as bytes, as Deferred (nothing new, or "not now"), or as a FetchError with one
of ``ports.FETCH_CODES``. No exception of the network leaves this module.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import cached_property, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from random import Random
from typing import TypeVar

import httpx2

from newsloom.collect.schedule import next_check, retry_wait
from newsloom.collect.wholeness import is_whole
from newsloom.edges.answers import BUSY, check_status
from newsloom.edges.cutting import cut_picture
from newsloom.edges.digest import digest_of
from newsloom.edges.guard import border_of
from newsloom.edges.hops import HELD_BODIES, WAITING, Walker, Wish
from newsloom.edges.illustrating import illustrate
from newsloom.edges.intake import ENCODINGS, Room
from newsloom.edges.links import links_of
from newsloom.edges.robots import RobotsBook, RobotsMemory
from newsloom.edges.transport import GuardedTransport, Outside
from newsloom.edges.turns import Manners, Turns
from newsloom.errors import ExtractError, FetchError, SourceError
from newsloom.model import (
    ArticleId,
    Crop,
    Cut,
    Deferred,
    Illustration,
    Item,
    Page,
    Snapshot,
    SourceCheck,
)
from newsloom.ports import UNCHANGED, PictureOffer
from newsloom.settings import Fetching, FullText

Asked = TypeVar("Asked")
Got = TypeVar("Got")

AGENT = "Newsloom"
"""The name that robots.txt files know us by."""

VERSION = "0.1"

PROBE_BYTES = 2048
"""Bytes in which a picture says how large it is."""

FORSAKEN = 3
"""Failures in a row after which a source is asked at its old address again."""

ACCEPT_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1"
ACCEPT_SOURCE = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,"
    "text/xml;q=0.9,text/html;q=0.8,*/*;q=0.5"
)

PAGE_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"}
)
VAGUE_TYPES = frozenset({"application/octet-stream", "binary/octet-stream"})
"""What servers call files they know nothing of; then the bytes decide."""


class WebFetcher:
    """``ports.Fetcher`` on the real web; it remembers robots.txt and when each host was asked."""

    def __init__(
        self,
        settings: Fetching,
        clock: Callable[[], datetime],
        memory: RobotsMemory | None = None,
        outside: Outside | None = None,
        chance: Random | None = None,
    ) -> None:
        self.settings, self.clock = settings, clock
        self.outside, self.chance = outside or Outside(), chance or Random()
        self.book, self.manners = RobotsBook(AGENT, clock, memory), Manners()

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Trusted certificates: the system's."""
        return httpx2.create_ssl_context(trust_env=False)

    def poll(
        self, checks: Mapping[str, SourceCheck]
    ) -> Mapping[str, Snapshot | Deferred | SourceError]:
        """Return a Snapshot for each source that changed, Deferred until its next check if not.

        One that fails is asked again later, save one that is gone for good.
        """
        return self._run(checks, self._poll)

    def fetch(self, items: Mapping[str, Item]) -> Mapping[str, Page | Deferred | SourceError]:
        """Return the page of each item; without bytes where the item itself is all that is needed.

        Deferred where the server or its host's line says "not now".
        """
        return self._run(items, self._fetch)

    def illustrate(
        self, offers: Mapping[ArticleId, PictureOffer]
    ) -> Mapping[ArticleId, Illustration]:
        """Return the picture that stands for each article; sizes not declared are asked for."""
        return illustrate(offers, self.probe)

    def cut(
        self, pictures: Mapping[ArticleId, str]
    ) -> Mapping[ArticleId, Cut | Deferred | SourceError]:
        """Return the picture at each address, cut to the shape of the pages."""
        bodies = self._run({str(key): url for key, url in pictures.items()}, self._picture)
        return {key: cut_of(key, url, bodies[key]) for key, url in pictures.items()}

    def probe(
        self, urls: Sequence[str], size: int = PROBE_BYTES
    ) -> Mapping[str, bytes | SourceError]:
        """Return the first ``size`` bytes at each address; no more are read of it."""
        return self._run({url: url for url in urls}, partial(self._probe, size))

    def _run(
        self, inputs: Mapping[str, Asked], ask: Callable[[Walker, Asked], Awaitable[Got]]
    ) -> dict[str, Got | SourceError]:
        """Ask for all inputs, and keep what was learned on the way."""
        answers = asyncio.run(self._each(inputs, ask))
        self.book.keep()
        return answers

    async def _each(
        self, inputs: Mapping[str, Asked], ask: Callable[[Walker, Asked], Awaitable[Got]]
    ) -> dict[str, Got | SourceError]:
        """Ask for all inputs at once, as far as turns allow."""

        async def one(asked: Asked) -> Got | SourceError:
            try:
                return await ask(walker, asked)
            except FetchError as exc:
                # A new one: the traceback of this one holds the body that was refused.
                return FetchError(exc.url, exc.message, exc.code, exc.retry_at)

        settings = self.settings
        names = ThreadPoolExecutor(settings.at_once, "names")
        asyncio.get_running_loop().set_default_executor(names)
        turns = Turns(settings.per_host, settings.at_once, self.manners)
        async with AsyncExitStack() as stack:
            seats = range(settings.per_host)
            clients = [await stack.enter_async_context(self.client()) for _ in seats]
            room = Room(HELD_BODIES * settings.max_bytes)
            walker = Walker(clients, settings, self.clock, self.book, self.manners, turns, room)
            answers = await asyncio.gather(*(one(asked) for asked in inputs.values()))
            return dict(zip(inputs, answers, strict=True))

    def client(self) -> httpx2.AsyncClient:
        """Return a client without cookies, proxies or redirects of its own."""
        settings = self.settings
        border = border_of(settings)
        return httpx2.AsyncClient(
            transport=GuardedTransport(
                self.context, border, self.outside, settings.at_once, http2=settings.http2
            ),
            headers={"User-Agent": user_agent(settings.contact), "Accept-Encoding": ENCODINGS},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=None,
            trust_env=False,
            follow_redirects=False,
        )

    async def _poll(self, walker: Walker, check: SourceCheck) -> Snapshot | Deferred:
        try:
            return await self._look(walker, check)
        except FetchError as exc:
            if exc.code == "gone":
                raise
            raise FetchError(exc.url, exc.message, exc.code, self._again(check, exc)) from exc

    async def _look(self, walker: Walker, check: SourceCheck) -> Snapshot | Deferred:
        reply = await walker.get(address_of(check), Wish(conditions(check)))
        now = self.clock()
        if reply.status == 304 and check.digest:
            return Deferred(self._next_look(check, now, changed=False), UNCHANGED)
        check_status(reply.url, reply.status, reply.headers, now)
        digest = digest_of(reply.body)
        if digest == check.digest:
            return Deferred(self._next_look(check, now, changed=False), UNCHANGED)
        links = links_of(reply.headers, reply.url)
        return Snapshot(
            source=check.source,
            final_url=reply.url,
            content_type=reply.headers.get("content-type", ""),
            body=reply.body,
            fetched_at=now,
            next_check_at=self._next_look(check, now, changed=True),
            digest=digest,
            etag=reply.headers.get("etag", ""),
            last_modified=reply.headers.get("last-modified", ""),
            moved_to=reply.url if reply.has_moved else "",
            hub=links.get("hub", ""),
            topic=links.get("self", ""),
        )

    def _next_look(self, check: SourceCheck, now: datetime, *, changed: bool) -> datetime:
        """Return when to look at a source again, a tenth sooner or later by chance."""
        wait = next_check(check.health, now, changed, self.settings)
        return now + wait * self.chance.uniform(0.9, 1.1)

    def _again(self, check: SourceCheck, exc: FetchError) -> datetime:
        """Return when to ask a source again that has failed, up to half later by chance.

        Not before the server wants it.
        """
        wait = retry_wait(check.health, self.settings) * self.chance.uniform(1.0, 1.5)
        at = self.clock() + min(wait, timedelta(minutes=self.settings.longest_minutes))
        return max(at, exc.retry_at) if exc.code == BUSY and exc.retry_at else at

    async def _fetch(self, walker: Walker, item: Item) -> Page | Deferred:
        if not is_asked_for(item, self.settings.full_text):
            return Page(item, item.web_url, "", b"", self.clock())
        wish = Wish({"Accept": ACCEPT_PAGE}, is_page=True, can_wait=False)
        try:
            reply = await walker.get(item.web_url, wish)
            now = self.clock()
            check_status(reply.url, reply.status, reply.headers, now)
        except FetchError as exc:
            return self._put_off(exc)
        content_type = reply.headers.get("content-type", "")
        if not is_page(content_type, reply.body):
            told = content_type or "bytes that are no text"
            raise FetchError(reply.url, f"answers with {told}, not a page", "not-a-page")
        return Page(item, reply.url, content_type, reply.body, now, reply.wrapper)

    def _put_off(self, exc: FetchError) -> Deferred:
        """Return how a page ends that was not to be had now, up to half later by chance.

        Raises:
            FetchError: trying again is no use, or it is the network's or the server's fault.
        """
        if exc.retry_at is None:
            raise exc
        if exc.code == WAITING:
            return Deferred(exc.retry_at, exc.message, exc.code)
        at = exc.retry_at + (exc.retry_at - self.clock()) * self.chance.uniform(0.0, 0.5)
        if exc.code == BUSY:
            return Deferred(at, exc.message, exc.code)
        raise FetchError(exc.url, exc.message, exc.code, at) from exc

    async def _picture(self, walker: Walker, url: str) -> bytes | Deferred:
        wish = Wish({"Accept": "image/*", "Accept-Encoding": "identity"}, can_wait=False)
        try:
            reply = await walker.get(url, wish)
            check_status(reply.url, reply.status, reply.headers, self.clock())
        except FetchError as exc:
            return self._put_off(exc)
        return reply.body

    async def _probe(self, size: int, walker: Walker, url: str) -> bytes:
        span = {"Range": f"bytes=0-{size - 1}", "Accept": "image/*", "Accept-Encoding": "identity"}
        reply = await walker.get(url, Wish(span, start=size))
        check_status(reply.url, reply.status, reply.headers, self.clock())
        return reply.body


def cut_of(
    key: ArticleId, url: str, got: bytes | Deferred | SourceError
) -> Cut | Deferred | SourceError:
    """Return the cut picture in what was got, or how it ends without one."""
    if not isinstance(got, bytes):
        return got
    try:
        body = cut_picture(got, url)
    except ExtractError as exc:
        return FetchError(url, exc.message, "not-a-picture")
    return Cut(Crop(key, url, f"{digest_of(body)[:24]}.webp"), body)


def address_of(check: SourceCheck) -> str:
    """Return where to ask for a source: where it has moved, unless that fails again and again."""
    health = check.health
    return health.moved_to if health.moved_to and health.failures < FORSAKEN else check.source.url


def conditions(check: SourceCheck) -> dict[str, str]:
    """Return the headers that ask for a source if it is another than the one known."""
    known = {"If-None-Match": check.etag, "If-Modified-Since": check.last_modified}
    # What a server says of itself may be nothing that can be said back.
    sayable = {name: text for name, text in known.items() if text.isascii() and text.isprintable()}
    told = {name: text for name, text in sayable.items() if text and check.digest}
    return {"Accept": ACCEPT_SOURCE, **told}


def is_asked_for(item: Item, full_text: FullText) -> bool:
    """Return whether the page of an item is needed besides what its source gives."""
    if not item.has_page or full_text is FullText.NEVER:
        return False
    return full_text is FullText.ALWAYS or not is_whole(item)


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
