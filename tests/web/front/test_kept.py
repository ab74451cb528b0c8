"""Pages that are the same for all: made once, again when something changed, never for a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from starlette.requests import Request
from starlette.responses import Response

from newsloom.web import kept as room
from newsloom.web.kept import CALM_SECONDS, FRESH_SECONDS, PAGES, STALE_SECONDS, Kept
from newsloom.web.respond import answer


@dataclass
class House:
    """A house with one page that counts how often it was made."""

    made: int = 0
    changes: int = 0
    now: float = 1000.0
    status: int = 200
    paths: list[str] = field(default_factory=list)

    def page(self, request: Request) -> Response:
        self.made += 1
        self.paths.append(request.url.path)
        if self.status != 200:
            return Response("gone", self.status)
        return answer(request, f"page {self.made}".encode())

    def asked(
        self, kept: Kept, path: str = "/", reader: str = "", etag: str = "", packed: bool = False
    ) -> Response:
        """Ask for a page once, and wait for what goes on behind."""
        visitor = SimpleNamespace(
            reader_id=reader, account=None, language="en", theme="", density="cards"
        )
        headers = [(b"host", b"x")] + ([(b"if-none-match", etag.encode())] if etag else [])
        headers += [(b"accept-encoding", b"gzip")] if packed else []
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": b"",
            "headers": headers, "server": ("x", 80), "scheme": "http",
        }  # fmt: skip
        route = kept.route("/", self.page)

        async def ask() -> Response:
            response: Response = await route.endpoint(Request(scope))
            for task in list(kept._making.values()):
                await task
            return response

        with (
            patch.object(room, "visitor_of", lambda _: visitor),
            patch.object(room.time, "monotonic", lambda: self.now),
        ):
            return asyncio.run(ask())


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def kept(house: House) -> Kept:
    return Kept(lambda: house.changes)


def body(response: Response) -> str:
    return bytes(response.body).decode()


def test_a_page_is_made_once(house: House, kept: Kept) -> None:
    assert [body(house.asked(kept)) for _ in range(3)] == ["page 1"] * 3
    assert house.made == 1


def test_a_page_is_made_behind_the_back_when_a_story_changed(house: House, kept: Kept) -> None:
    house.asked(kept)
    house.changes, house.now = 1, house.now + CALM_SECONDS

    assert body(house.asked(kept)) == "page 1"
    assert body(house.asked(kept)) == "page 2"
    assert house.made == 2


def test_changes_in_a_row_do_not_make_it_more_often(house: House, kept: Kept) -> None:
    house.asked(kept)
    for change in range(1, 5):
        house.changes, house.now = change, house.now + CALM_SECONDS / 10
        house.asked(kept)
    assert house.made == 1


def test_its_times_grow_old(house: House, kept: Kept) -> None:
    house.asked(kept)
    house.now += FRESH_SECONDS
    house.asked(kept)
    assert house.made == 2


def test_nobody_gets_a_page_of_yesterday(house: House, kept: Kept) -> None:
    house.asked(kept)
    house.now += STALE_SECONDS
    assert body(house.asked(kept)) == "page 2"


def test_a_reader_who_keeps_something_gets_their_own(house: House, kept: Kept) -> None:
    house.asked(kept)
    assert body(house.asked(kept, reader="r1")) == "page 2"
    assert body(house.asked(kept)) == "page 1"


def test_what_the_browser_has_is_not_sent(house: House, kept: Kept) -> None:
    etag = house.asked(kept).headers["etag"]
    again = house.asked(kept, etag=etag)
    assert (again.status_code, again.body) == (304, b"")


def test_the_first_one_asked_gets_it_packed_too(house: House, kept: Kept) -> None:
    first = house.asked(kept, packed=True)
    assert first.headers["content-encoding"] == "gzip"


def test_the_first_one_asked_with_an_old_etag_is_kept_whole(house: House, kept: Kept) -> None:
    house.asked(kept, etag='"old"')
    assert body(house.asked(kept)) == "page 1"


def test_what_is_no_page_is_not_kept(house: House, kept: Kept) -> None:
    house.status = 404
    assert [house.asked(kept).status_code for _ in range(2)] == [404, 404]
    assert house.made == 2


def test_pages_make_room_for_others(house: House, kept: Kept) -> None:
    for number in range(PAGES + 1):
        house.asked(kept, f"/{number}")
    house.asked(kept, "/0")
    assert house.made == PAGES + 2
    house.asked(kept, f"/{PAGES}")
    assert house.made == PAGES + 2


def test_many_at_once_wait_for_one(house: House, kept: Kept) -> None:
    ask: Callable[[Request], object] = kept.route("/", house.page).endpoint
    visitor = SimpleNamespace(reader_id="", account=None, language="en", theme="", density="")
    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [],
        "server": ("x", 80), "scheme": "http",
    }  # fmt: skip

    async def crowd() -> list[object]:
        return await asyncio.gather(*(ask(Request(dict(scope))) for _ in range(50)))  # type: ignore[arg-type]

    with patch.object(room, "visitor_of", lambda _: visitor):
        asyncio.run(crowd())
    assert house.made == 1
