"""What is new -> server-sent events, to as many listeners as there are, from one poller.

Ids are change counters: a browser that comes back with ``Last-Event-ID`` is told what it missed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from newsloom.errors import StoreError
from newsloom.ports.pages import Turn
from newsloom.text.dates import format_utc
from newsloom.web.api.door import CORS, PREFLIGHT
from newsloom.web.api.problems import BROKEN, RETRY_SECONDS, problem_answer
from newsloom.web.live import Live, live_of

TICK_SECONDS = 1.0
"""Between two looks at the change counter, while anybody listens."""

HEARTBEAT_SECONDS = 15.0
"""After so much silence a comment is sent, so that nothing in between hangs up."""

RETRY_MILLISECONDS = 3000
"""After so long a browser comes back that has lost the stream."""

MOST_LISTENERS = 500
MOST_NAMED = 500
"""Changes told one by one; of more only their number is told."""

QUEUE = 64
"""Batches a slow listener may be behind; then it is let go, and comes back with its last id."""

EVENTS = "text/event-stream"
ALLOWED = "GET, HEAD, OPTIONS"
FULL = "Too many are listening: come back in half a minute."
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no", **CORS}


@dataclass(frozen=True, slots=True)
class Batch:
    """What happened between two change counters."""

    before: int
    after: int
    events: bytes
    turns: tuple[Turn, ...] = ()
    """What the events are made of; () = they tell a number, or nothing."""

    def since(self, counter: int) -> bytes:
        """Return the events for a listener who was told all until ``counter``."""
        if self.before >= counter or not self.turns:
            return self.events
        return events_of([turn for turn in self.turns if turn.version > counter])


Line = asyncio.Queue[Batch | None]
"""What one listener is to be told; None = the end."""


class Hub:
    """The listeners of one app, and the one poller they share while there are any."""

    def __init__(
        self, tick_seconds: float = TICK_SECONDS, heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        self.tick_seconds, self.heartbeat_seconds = tick_seconds, heartbeat_seconds
        self.lines: set[Line] = set()
        self.poller: asyncio.Task[None] | None = None
        self.is_closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method == "GET":
            response = await self.listen(request)
        elif request.method == "HEAD":
            response = Response(headers=HEADERS, media_type=EVENTS)
        elif request.method == "OPTIONS":
            response = Response(status_code=HTTPStatus.NO_CONTENT, headers={**PREFLIGHT, **CORS})
        else:
            sentence = f"This cannot be done here; allowed are {ALLOWED}."
            response = problem_answer(405, sentence, {"Allow": ALLOWED, **CORS})
        await response(scope, receive, send)

    async def listen(self, request: Request) -> Response:
        """Return the stream, from where the listener left it."""
        if self.is_closed or len(self.lines) >= MOST_LISTENERS:
            return refused(FULL, 30)
        house, line = live_of(request), Line(QUEUE)
        self.lines.add(line)
        try:
            begun = await run_in_threadpool(backlog, house, last_id(request))
        except StoreError:
            self.lines.discard(line)
            return refused(BROKEN, RETRY_SECONDS)
        except BaseException:
            self.lines.discard(line)
            raise
        self.watch(house, begun.after)
        stream = self.told(line, begun)
        return StreamingResponse(stream, headers=HEADERS, media_type=EVENTS)

    def close(self) -> None:
        """End every stream: the server stops."""
        self.is_closed = True
        for line in list(self.lines):
            self.end(line)

    def watch(self, house: Live, counter: int) -> None:
        """Start the poller if it does not run."""
        if self.poller is None or self.poller.done():
            self.poller = asyncio.create_task(self.poll(house, counter))

    async def poll(self, house: Live, counter: int) -> None:
        """Tell all listeners what changes, until there are none; if it fails, they are let go."""
        try:
            while self.lines and not self.is_closed:
                await asyncio.sleep(self.tick_seconds)
                now = await run_in_threadpool(house.front.change_counter)
                if now > counter:
                    batch = await run_in_threadpool(changes, house, counter)
                    counter = batch.after
                    self.tell(batch)
        except StoreError:
            # Listeners come back by themselves; until the store is there again, with status 503.
            return
        finally:
            for line in list(self.lines):
                self.end(line)

    def tell(self, batch: Batch) -> None:
        """Give every listener what changed."""
        for line in list(self.lines):
            if line.full():
                self.end(line)
            else:
                line.put_nowait(batch)

    def end(self, line: Line) -> None:
        """Let a listener go, whatever it has not read yet."""
        self.lines.discard(line)
        while line.full():
            line.get_nowait()
        line.put_nowait(None)

    async def told(self, line: Line, begun: Batch) -> AsyncIterator[bytes]:
        """Yield what one listener is told: what it missed, then what happens."""
        counter = begun.after
        try:
            yield f"retry: {RETRY_MILLISECONDS}\n".encode() + begun.events
            while True:
                try:
                    batch = await asyncio.wait_for(line.get(), self.heartbeat_seconds)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if batch is None:
                    return
                if batch.after > counter:
                    events = batch.since(counter)
                    counter = batch.after
                    yield events
        finally:
            self.lines.discard(line)


def backlog(house: Live, last: int | None) -> Batch:
    """Return what somebody missed who was told all until ``last``; None = they are new.

    An id from after the newest change is of another database: then all may have changed.
    """
    now = house.front.change_counter()
    if last is None or last == now:
        return Batch(now, now, f"id: {now}\n\n".encode())
    if last > now:
        at = house.pages.last_change() or house.clock()
        return Batch(now, now, changed_event(now, house.front.front_counts().stories, at))
    return changes(house, last)


def changes(house: Live, counter: int) -> Batch:
    """Return the events of what happened after a change counter."""
    turns = house.pages.turns_since(counter, MOST_NAMED + 1)
    if not turns:
        return Batch(counter, counter, f"id: {counter}\n\n".encode())
    if len(turns) > MOST_NAMED:
        now = house.front.change_counter()
        at = house.pages.last_change() or house.clock()
        return Batch(counter, now, changed_event(now, now - counter, at))
    return Batch(counter, turns[-1].version, events_of(turns), tuple(turns))


def events_of(turns: Sequence[Turn]) -> bytes:
    """Return an event for each story readers see otherwise, then one that says how many."""
    told = {turn.story_id: turn for turn in turns if turn.was_shown or turn.is_shown}
    was = {turn.story_id: turn.was_shown for turn in reversed(turns)}
    lines = [story_event(turn, was[key]) for key, turn in told.items()]
    last = turns[-1]
    return b"".join((*lines, changed_event(last.version, len(told), last.at)))


def story_event(turn: Turn, was_shown: bool) -> bytes:
    """Return the event of one story: new, changed or gone."""
    change = "gone" if not turn.is_shown else "changed" if was_shown else "new"
    return event("story", {"id": turn.story_id, "change": change})


def changed_event(counter: int, stories: int, at: datetime) -> bytes:
    """Return the event that ends a batch; its id is the change counter."""
    told = event("changed", {"stories": stories, "at": format_utc(at)})
    return f"id: {counter}\n".encode() + told


def event(name: str, data: dict[str, object]) -> bytes:
    """Return one event."""
    return f"event: {name}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"


def last_id(request: Request) -> int | None:
    """Return the change counter a listener was told last; None = it is new here."""
    text = request.headers.get("last-event-id", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def refused(sentence: str, seconds: int) -> Response:
    """Return the answer to one who cannot listen now."""
    headers = {"Retry-After": str(seconds), **CORS}
    return problem_answer(HTTPStatus.SERVICE_UNAVAILABLE, sentence, headers)
