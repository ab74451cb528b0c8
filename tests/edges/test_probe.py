"""The beginning of a picture: that much, and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsloom.errors import FetchError
from tests.edges.asking import code, fetcher
from tests.edges.web import Web, serving

PICTURE = "http://news.harrow.example/photo.jpg"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


def probed(web: Web, size: int = 2048, url: str = PICTURE) -> bytes | Exception:
    return fetcher(web).probe([url], size)[url]


def test_only_the_beginning_is_asked_for(web: Web) -> None:
    web.routes["/photo.jpg"] = (206, {"Content-Range": "bytes 0-3/9000"}, b"\xff\xd8\xff\xe0")
    assert probed(web, 4) == b"\xff\xd8\xff\xe0"
    assert web.headers[-1]["range"] == "bytes=0-3"
    assert web.headers[-1]["accept-encoding"] == "identity"


def test_a_server_that_sends_all_is_left_after_the_beginning(web: Web) -> None:
    web.routes["/photo.jpg"] = (200, {}, b"\xff" * 9_000_000)
    assert probed(web) == b"\xff" * 2048


def test_a_picture_may_be_larger_than_a_page(web: Web) -> None:
    web.routes["/photo.jpg"] = (200, {}, b"\xff" * 5000)
    assert fetcher(web, max_bytes=1000).probe([PICTURE])[PICTURE] == b"\xff" * 2048


def test_a_short_picture_is_all_there_is(web: Web) -> None:
    web.routes["/photo.jpg"] = (200, {}, b"GIF89a")
    assert probed(web) == b"GIF89a"


def test_redirects_are_followed_by_the_rules(web: Web) -> None:
    web.routes["/photo.jpg"] = (302, {"Location": "http://img.example/1"}, b"")
    web.routes["img.example/1"] = (200, {}, b"GIF89a")
    assert probed(web) == b"GIF89a"
    web.routes["img.example/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /")
    assert code(probed(web)) == "robots"


ENDS = {
    "not there": ((404, {}, b""), "not-found"),
    "not in range": ((416, {}, b""), "refused"),
    "later": ((429, {"Retry-After": "9"}, b""), "busy"),
    "into the machine": ((302, {"Location": "http://127.0.0.1:1/"}, b""), "private-address"),
    "packed": ((200, {"Content-Encoding": "br"}, b"x"), "garbled"),
}


@pytest.mark.parametrize(("reply", "expected"), ENDS.values(), ids=ENDS)
def test_ends(web: Web, reply: tuple[int, dict[str, str], bytes], expected: str) -> None:
    web.routes["/photo.jpg"] = reply
    assert expected == code(probed(web))


def test_every_address_has_its_own_end(web: Web) -> None:
    web.routes["/photo.jpg"] = (200, {}, b"GIF89a")
    ends = fetcher(web).probe([PICTURE, "nonsense", PICTURE])
    assert list(ends) == [PICTURE, "nonsense"]
    assert [type(end) for end in ends.values()] == [bytes, FetchError]
