"""Server-sent events from a real server: one poller for all, resuming, silence, the end."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread, active_count

import pytest
import uvicorn
from starlette.applications import Starlette

from newsloom.edges.store import SqlStore, open_store
from newsloom.errors import StoreError
from newsloom.model import Decision
from newsloom.newsroom import Room
from newsloom.web.api import Hub, api_routes, stream
from newsloom.web.live import Live
from newsloom.web.stopping import StoppingServer
from tests.edges.test_hooks import summary
from tests.live import served
from tests.web.api.doors import api_app

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
TICK = 0.05


class Counting:
    """A front that counts how often it is asked."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.asked, self.is_broken = store, 0, False

    def change_counter(self) -> int:
        self.asked += 1
        if self.is_broken:
            raise StoreError("newsloom.db: the disk is full")
        return self.store.change_counter()

    def front_counts(self) -> object:
        return self.store.front_counts()


def house_of(front: Counting, store: SqlStore) -> Live:
    """Return a house of which only the stream is used."""
    rooms = {field.name: None for field in fields(Live)}
    return Live(**rooms | {"front": front, "pages": store, "clock": lambda: NOW})  # type: ignore[arg-type]


@dataclass
class Serving:
    """A server with the stream, and what is behind it."""

    port: int
    store: SqlStore
    front: Counting
    hub: Hub
    server: StoppingServer
    listeners: list[Listener] = field(default_factory=list)

    def listen(self, last_id: str = "", path: str = "/events") -> Listener:
        """Return a new listener; it hangs up at the end."""
        self.listeners.append(Listener(self.port, last_id, path))
        return self.listeners[-1]

    def change(self, name: str, minutes: float, decision: Decision = Decision.PUBLISH) -> None:
        """Change one story."""
        told = replace(summary(f"{name} at {minutes}", decision), story_id=name)  # type: ignore[arg-type]
        with self.store.transaction():
            self.store.save_summaries([told], NOW + timedelta(minutes=minutes))


@contextmanager
def serving(folder: Path, heartbeat: float = 15.0) -> Iterator[Serving]:
    """Serve the stream over an empty store until the block ends."""
    hub = Hub(TICK, heartbeat)
    with open_store(f"sqlite:///{folder / 'newsloom.db'}") as store:
        app = Starlette(routes=api_routes(hub))
        front = Counting(store)
        app.state.live = house_of(front, store)
        with socket.create_server(("127.0.0.1", 0)) as bound:
            server = StoppingServer(uvicorn.Config(app, log_level="warning"), hub.close)
            thread = Thread(target=server.run, kwargs={"sockets": [bound]})
            thread.start()
            for _ in range(500):
                if server.started:
                    break
                time.sleep(0.01)
            house = Serving(bound.getsockname()[1], store, front, hub, server)
            yield house
            for listener in house.listeners:
                listener.close()
            server.should_exit = True
            thread.join(5)
            assert not thread.is_alive()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as serving_now:
        yield serving_now


class Listener:
    """A browser's EventSource, as far as it reads."""

    def __init__(self, port: int, last_id: str = "", path: str = "/events") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        headers = {"Last-Event-ID": last_id} if last_id else {}
        self.connection.request("GET", path, headers=headers)
        self.answer = self.connection.getresponse()

    def block(self) -> dict[str, str]:
        """Return the next block of lines by name; {} = the stream has ended."""
        found: dict[str, str] = {}
        while line := self.answer.readline().decode().rstrip("\n"):
            name, _, value = line.partition(":")
            found[name] = value.strip()
        return found

    def blocks(self, count: int) -> list[dict[str, str]]:
        """Return the next blocks."""
        return [self.block() for _ in range(count)]

    def close(self) -> None:
        """Hang up."""
        self.answer.close()
        self.connection.close()


def story(name: str, change: str) -> dict[str, str]:
    """Return the event of a story."""
    return {"event": "story", "data": json.dumps({"id": name, "change": change}).replace(" ", "")}


def changed(counter: int, stories: int, minutes: float) -> dict[str, str]:
    """Return the event that ends a batch."""
    at = f"{NOW + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"
    data = json.dumps({"stories": stories, "at": at}).replace(" ", "")
    return {"id": str(counter), "event": "changed", "data": data}


@pytest.mark.parametrize("path", ["/events", "/api/v1/events"])
def test_what_changes_is_told(house: Serving, path: str) -> None:
    house.change("s-old", 0)
    listener = house.listen(path=path)
    kind = listener.answer.headers["content-type"]
    assert (listener.answer.status, kind.partition(";")[0]) == (200, "text/event-stream")
    assert listener.answer.headers["cache-control"] == "no-cache"
    assert listener.block() == {"retry": "3000", "id": "1"}

    house.change("s-new", 1)
    assert listener.blocks(2) == [story("s-new", "new"), changed(2, 1, 1)]
    house.change("s-new", 2)
    assert listener.blocks(2) == [story("s-new", "changed"), changed(3, 1, 2)]
    house.change("s-new", 3, Decision.HOLD)
    assert listener.blocks(2) == [story("s-new", "gone"), changed(4, 1, 3)]


def test_who_comes_back_is_told_what_they_missed(house: Serving) -> None:
    house.change("s-one", 0)
    listener = house.listen()
    last = listener.block()["id"]
    listener.close()
    house.change("s-two", 1)
    house.change("s-one", 2)
    house.change("s-one", 3, Decision.REFUSE)
    house.change("s-never", 4, Decision.REFUSE)
    back = house.listen(last)
    assert back.blocks(3) == [
        {"retry": "3000", **story("s-two", "new")}, story("s-one", "gone"), changed(5, 2, 4),
    ]  # fmt: skip
    house.change("s-three", 5)
    assert back.blocks(2) == [story("s-three", "new"), changed(6, 1, 5)]


@pytest.mark.parametrize("last_id", ["999", "-1", "x", "9" * 40])
def test_an_id_that_is_none_of_this_database(house: Serving, last_id: str) -> None:
    house.change("s-one", 0)
    listener = house.listen(last_id)
    first = listener.block()
    assert first["id"] == "1"
    assert ("event" in first) == (last_id == "999")


def test_of_a_flood_only_the_number_is_told(
    house: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_NAMED", 3)
    listener = house.listen()
    listener.block()
    with house.store.transaction():
        for number in range(5):
            house.change(f"s-{number}", 1)
    assert listener.block() == changed(5, 5, 1)


def test_one_poller_asks_for_all(house: Serving) -> None:
    listeners = [house.listen() for _ in range(20)]
    for listener in listeners:
        listener.block()
    threads, before = active_count(), house.front.asked
    time.sleep(20 * TICK)
    assert house.front.asked - before <= 21
    house.change("s-one", 1)
    for listener in listeners:
        assert listener.blocks(2) == [story("s-one", "new"), changed(1, 1, 1)]
        listener.close()
    assert active_count() <= threads
    wait_until(lambda: not house.hub.lines)
    time.sleep(3 * TICK)
    quiet = house.front.asked
    time.sleep(5 * TICK)
    assert house.front.asked == quiet


def wait_until(is_so: object, seconds: float = 3.0) -> None:
    """Wait until something holds."""
    for _ in range(int(seconds / 0.02)):
        if is_so():  # type: ignore[operator]
            return
        time.sleep(0.02)
    raise AssertionError("it never held")


def test_silence_is_broken_so_that_nobody_hangs_up(tmp_path: Path) -> None:
    with serving(tmp_path, heartbeat=0.1) as house:
        listener = house.listen()
        assert listener.blocks(3)[1:] == [{"": "still here"}, {"": "still here"}]


def test_there_is_a_limit(house: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_LISTENERS", 2)
    first, second = house.listen(), house.listen()
    third = house.listen()
    assert (third.answer.status, third.answer.headers["retry-after"]) == (503, "30")
    assert third.answer.headers["content-type"] == "application/problem+json"
    first.close()
    wait_until(lambda: len(house.hub.lines) < 2)
    fourth = house.listen()
    assert fourth.answer.status == 200
    second.close()


def test_the_server_stops_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as house:
        listeners = [house.listen() for _ in range(10)]
        for listener in listeners:
            listener.block()
        began = time.monotonic()
        house.server.should_exit = True
        assert [listener.block() for listener in listeners] == [{}] * 10
    assert time.monotonic() - began < 1.0
    assert house.hub.lines == set()


def test_a_listener_that_does_not_read_is_let_go(
    house: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = stream.Line(2)
    house.hub.lines.add(line)
    for number in range(4):
        house.hub.tell(stream.Batch(number, number + 1, b"event"))
    assert line not in house.hub.lines
    assert [line.get_nowait() for _ in range(line.qsize())][-1] is None


def test_listeners_are_let_go_when_the_store_fails(house: Serving) -> None:
    listener = house.listen()
    listener.block()
    house.front.is_broken = True
    assert listener.block() == {}
    refused = house.listen()
    assert (refused.answer.status, refused.answer.headers["retry-after"]) == (503, "5")
    house.front.is_broken = False
    again = house.listen()
    again.block()
    house.change("s-one", 1)
    assert again.block() == story("s-one", "new")


def test_asking_without_listening(house: Serving) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
    for method, status in (("HEAD", 200), ("OPTIONS", 204)):
        connection.request(method, "/api/v1/events")
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, "*")
    connection.close()
    assert house.hub.lines == set()


def test_the_stream_of_the_whole_house(sample_room: Room) -> None:
    with served(api_app(sample_room)) as address:
        listener = Listener(int(address.rstrip("/").rpartition(":")[2]))
        assert int(listener.block()["id"]) == sample_room.store.change_counter()
        assert "content-security-policy" in listener.answer.headers
        listener.close()
