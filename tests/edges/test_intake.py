"""Bodies as they arrive: unpacked, within the bounds, or refused."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.edges.hops import HELD_BODIES
from newsloom.edges.intake import GROWN_BYTES, PIECE, Inflater, inflaters, unpacked
from newsloom.errors import FetchError
from newsloom.model import Deferred, Page
from newsloom.settings import Fetching
from tests.edges.asking import NOW, PAGE, code, fetcher, got, item
from tests.edges.web import Web, html, serving

TEXT = b"<p>The ferry was late.</p>" * 50
BARE = zlib.compress(TEXT)[2:-4]
"""A deflate without its wrapping, as some servers send it."""


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


def arrived(encoding: str, data: bytes, step: int = 1460) -> bytes:
    """Return what packed bytes unpack to that arrive a few at a time."""
    layers = inflaters(PAGE, encoding)
    parts = [data[at : at + step] for at in range(0, len(data), step)]
    return b"".join(piece for part in parts for piece in unpacked(layers, part))


PACKED = {
    "not at all": ("", TEXT),
    "identity": ("identity", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "upper case": (" GZIP ", gzip.compress(TEXT)),
    "x-gzip": ("x-gzip", gzip.compress(TEXT)),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "deflate without wrapping": ("deflate", BARE),
    "gzip in gzip": ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
    "deflate in gzip": ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
    "in two streams": ("gzip", gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:])),
    "padding after it": ("gzip", gzip.compress(TEXT) + b"\0" * 512),
    "its end missing": ("gzip", gzip.compress(TEXT)[:-8]),
}


@pytest.mark.parametrize("step", [1, 7, 1460, 1_000_000])
@pytest.mark.parametrize(("encoding", "data"), PACKED.values(), ids=PACKED)
def test_packed_bodies(encoding: str, data: bytes, step: int) -> None:
    assert arrived(encoding, data, step) == TEXT


REFUSED = ["br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip", "nonsense\x00"]


@pytest.mark.parametrize("encoding", REFUSED)
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(FetchError) as caught:
        inflaters(PAGE, encoding)
    assert caught.value.code == "garbled"


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
def test_no_bytes_break_it(data: bytes, encoding: str) -> None:
    with suppress(zlib.error):
        arrived(encoding, data, 7)


def test_pieces_are_small_whatever_they_come_from() -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    sizes = [len(piece) for piece in Inflater("gzip").feed(bomb)]
    assert sum(sizes) == 20_000_000
    assert max(sizes) <= PIECE


def test_what_follows_the_end_is_not_kept() -> None:
    inflater = Inflater("gzip")
    assert b"".join(inflater.feed(gzip.compress(TEXT))) == TEXT
    for _ in range(50):
        assert list(inflater.feed(b"\0" * 100_000)) == []
    assert len(inflater.stream.unused_data) < 100_000


# --- over the web --------------------------------------------------------------------------------


def sent(web: Web, body: bytes, headers: Mapping[str, str], **settings: object) -> object:
    web.routes["/one"] = html(body, **headers)
    return got(web, obey_robots=False, **settings)


def noise(size: int) -> bytes:
    return random.Random(4).randbytes(size)


GZIP = {"Content_Encoding": "gzip"}


def test_a_long_body_is_refused(web: Web) -> None:
    assert code(sent(web, b"x" * 2000, {}, max_bytes=1000)) == "too-large"


def test_a_body_of_the_largest_size_is_taken(web: Web) -> None:
    assert isinstance(sent(web, b"x" * 1000, {}, max_bytes=1000), Page)


@pytest.mark.parametrize("size", [0, 1, 249, 250, 251, 500, 999, 1000])
@pytest.mark.parametrize("most", [1000, 1001, 1003])
def test_bodies_of_all_sizes_come_whole(web: Web, size: int, most: int) -> None:
    body = noise(size)
    page = sent(web, body, {}, max_bytes=most)
    assert isinstance(page, Page)
    assert page.body == body


def test_a_body_that_comes_in_many_parts(web: Web) -> None:
    """Larger than a quarter of what is allowed, from where on it has all its memory."""
    body = noise(900_000)
    page = sent(web, gzip.compress(body), GZIP, max_bytes=1_000_000)
    assert isinstance(page, Page)
    assert page.body == body


def test_a_body_is_measured_unpacked(web: Web) -> None:
    packed = gzip.compress(b"x" * 5000)
    assert code(sent(web, packed, GZIP, max_bytes=1000)) == "too-large"


def test_a_packed_body_is_measured_too(web: Web) -> None:
    """An end that never comes is not unpacked, and not waited for."""
    endless = gzip.compress(TEXT) + b"\0" * 3_000_000
    assert code(sent(web, endless, GZIP, max_bytes=1_000_000)) == "too-large"


def test_a_packed_body_is_unpacked(web: Web) -> None:
    page = sent(web, gzip.compress(TEXT), GZIP)
    assert isinstance(page, Page)
    assert page.body == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_broken_encoding_is_garbled(web: Web, encoding: str) -> None:
    assert code(sent(web, b"not packed at all", {"Content_Encoding": encoding})) == "garbled"


MOST = Fetching().inflation
TABLE = b"".join(b"<tr><td>%d</td><td>%d</td></tr>\n" % (n, n * 7) for n in range(90_000))
"""A page that grows as much as real ones can."""

GROWTH = {
    "little": (gzip.compress(noise(2_000_000)), True),
    "a table": (gzip.compress(TABLE), True),
    "much, but small": (gzip.compress(b"\0" * GROWN_BYTES), True),
    "a bomb": (gzip.compress(b"\0" * 12_000_000), False),
    "a bomb after a page": (gzip.compress(noise(50_000) + b"\0" * 12_000_000), False),
    "a bomb in a bomb": (gzip.compress(gzip.compress(b"\0" * 12_000_000)), False),
}


@pytest.mark.parametrize(("body", "expected"), GROWTH.values(), ids=GROWTH)
def test_growth(web: Web, body: bytes, expected: bool) -> None:
    encoding = "gzip, gzip" if body is GROWTH["a bomb in a bomb"][0] else "gzip"
    end = sent(web, body, {"Content_Encoding": encoding})
    assert expected == isinstance(end, Page)
    if not expected:
        assert code(end) == "too-large"
        assert f"{MOST:g} times" in str(end)


def test_all_bodies_of_a_call_have_one_room(web: Web) -> None:
    """What does not fit is put off at once, without a wait, and comes with the next call."""
    urls = [f"http://news.harrow.example/{n}" for n in range(30)]
    web.routes |= {f"/{n}": html(b"x" * 900) for n in range(30)}
    one = fetcher(web, max_bytes=1000, obey_robots=False)
    ends = one.fetch({url: item(url) for url in urls})
    late = [url for url, end in ends.items() if end == Deferred(NOW, ANY, "waiting")]
    assert len(late) == 30 - HELD_BODIES * 1000 // 900
    ends = one.fetch({url: item(url) for url in late})
    assert all(isinstance(end, Page) for end in ends.values())


def test_a_refused_body_gives_its_room_back(web: Web) -> None:
    urls = [f"http://news.harrow.example/{n}" for n in range(30)]
    web.routes |= {f"/{n}": html(b"x" * 1100) for n in range(29)} | {"/29": html(b"x" * 900)}
    ends = fetcher(web, max_bytes=1000, obey_robots=False).fetch({url: item(url) for url in urls})
    assert isinstance(ends[urls[29]], Page)
