"""The fetcher against a real HTTP/2 server: what it gains, and what such a server cannot do."""

from __future__ import annotations

import random
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import hpack
import pytest

from newsloom.edges.http import WebFetcher
from newsloom.errors import FetchError
from newsloom.model import Deferred, Page, Snapshot, Source, SourceCheck, SourceKind
from tests.edges.asking import NOW, code, fetcher, item
from tests.edges.web2 import Speaker, Web2, serving2

HOST = "https://news.harrow.example"
HTML = [(":status", "200"), ("content-type", "text/html")]
ARTICLE = (HTML, b"<p>The ferry was late.")
DATA, HEADERS, PUSH, PING, GO_ON = 0, 1, 5, 6, 9
END_OF_BOTH = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificate")


@pytest.fixture
def web(folder: Path) -> Iterator[Web2]:
    with serving2(folder, "news.harrow.example") as served:
        yield served


def trusting(web: Web2, folder: Path, **settings: object) -> WebFetcher:
    """Return a fetcher that trusts the test's certificate."""
    given = {"obey_robots": False, "timeout_seconds": 5.0, **settings}
    made = fetcher(web, **given)  # type: ignore[arg-type]
    made.context = ssl.create_default_context(cafile=str(folder / "chain.pem"))
    return made


def ends(one: WebFetcher, *paths: str) -> list[object]:
    urls = [f"{HOST}{path}" for path in paths]
    return list(one.fetch({url: item(url) for url in urls}).values())


def test_pages_come_over_http2(web: Web2, folder: Path) -> None:
    web.answers = {f"/{n}": ARTICLE for n in range(20)}
    pages = ends(trusting(web, folder), *web.answers)
    assert [ARTICLE[1]] * 20 == [page.body for page in pages if isinstance(page, Page)]
    assert set(web.protocols) == {"h2"}
    assert {asked[":authority"] for asked in web.asked} == {"news.harrow.example"}
    assert web.asked[0]["user-agent"].startswith("Newsloom/")


def test_a_host_is_asked_politely(web: Web2, folder: Path) -> None:
    """No more at a time than over HTTP/1.1, and no two on one connection."""
    web.answers, web.seconds = {f"/{n}": ARTICLE for n in range(10)}, 0.02
    ends(trusting(web, folder, per_host=2), *web.answers)
    assert web.most_at_once == 2
    assert web.connections == 2


def test_it_can_be_turned_off(web: Web2, folder: Path) -> None:
    """The server speaks nothing else, so there is no page."""
    web.answers = {"/1": ARTICLE}
    (end,) = ends(trusting(web, folder, http2=False), "/1")
    assert code(end) == "unreachable"
    assert set(web.protocols) == {""}


def test_a_certificate_is_looked_at(web: Web2, folder: Path) -> None:
    web.answers = {"/1": ARTICLE}
    one = trusting(web, folder)
    other = "https://other.harrow.example/1"
    assert code(one.fetch({other: item(other)})[other]) == "unreachable"
    assert code(fetcher(web, obey_robots=False).fetch({other: item(other)})[other]) == "unreachable"
    assert web.asked == []


def test_a_source_is_asked_with_conditions(web: Web2, folder: Path) -> None:
    web.answers["/feed"] = ([(":status", "304")], b"")
    source = Source(f"{HOST}/feed", SourceKind.FEED)
    check = SourceCheck(source, etag='"7"', digest="d")
    one = trusting(web, folder, per_host=1)
    for _ in range(2):
        assert isinstance(one.poll({source.url: check})[source.url], Deferred)
    assert [asked["if-none-match"] for asked in web.asked] == ['"7"'] * 2
    web.answers["/feed"] = ([(":status", "200"), ("link", "<https://hub.example/>; rel=hub")], b"x")
    found = one.poll({source.url: check})[source.url]
    assert isinstance(found, Snapshot)
    assert found.hub == "https://hub.example/"


def test_the_beginning_of_a_picture(web: Web2, folder: Path) -> None:
    pictures = [f"{HOST}/{n}" for n in range(6)]
    web.answers = {f"/{n}": ([(":status", "200")], b"\xff" * 3_000_000) for n in range(6)}
    found = trusting(web, folder).probe(pictures)
    assert list(found.values()) == [b"\xff" * 2048] * 6


def test_one_body_given_up_costs_no_other(web: Web2, folder: Path) -> None:
    """httpcore2 does not reset the stream, so its connection is closed; the others have theirs."""
    web.answers = {f"/{n}": ARTICLE for n in range(6)} | {"/big": (HTML, b"x" * 9_000_000)}
    first, *others = ends(trusting(web, folder, max_bytes=100_000), "/big", *list(web.answers)[:6])
    assert code(first) == "too-large"
    assert all(isinstance(end, Page) for end in others)


# --- hostile servers -----------------------------------------------------------------------------


def frame(kind: int, flags: int, stream: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + body


def headers(speaker: Speaker, stream: int, *fields: tuple[str, str]) -> None:
    block = hpack.Encoder().encode(list(fields))
    speaker.transport.write(frame(HEADERS, END_OF_BOTH, stream, block))


def noise(speaker: Speaker, stream: int) -> None:
    speaker.transport.write(random.Random(1).randbytes(4000))


def noise_in_the_body(speaker: Speaker, stream: int) -> None:
    speaker.h2.send_headers(stream, HTML)
    speaker.flush()
    speaker.transport.write(frame(DATA, 0, stream, b"<p>") + random.Random(2).randbytes(400))


def endless_headers(speaker: Speaker, stream: int) -> None:
    speaker.transport.write(frame(HEADERS, 0, stream, b"\0" * 10))
    for _ in range(3000):
        speaker.transport.write(frame(GO_ON, 0, stream, b"\0" * 1000))


def flood_of_pings(speaker: Speaker, stream: int) -> None:
    flood(speaker, frame(PING, 0, 0, b"12345678"))


def flood_of_nothing(speaker: Speaker, stream: int) -> None:
    speaker.h2.send_headers(stream, HTML)
    speaker.flush()
    flood(speaker, frame(DATA, 0, stream, b""))


def flood(speaker: Speaker, piece: bytes) -> None:
    """Send one frame 20,000 times, many at once: the server itself must stay at its other work."""
    for _ in range(100):
        speaker.transport.write(200 * piece)


def a_header_bomb(speaker: Speaker, stream: int) -> None:
    """One long value put into the table, then named a thousand times by a byte each."""
    block = hpack.Encoder().encode([(":status", "200"), ("x", "v" * 4000)])
    speaker.transport.write(frame(HEADERS, END_OF_BOTH, stream, block + b"\xbe" * 8000))


HOSTILE = {
    "resets": (lambda speaker, stream: speaker.h2.reset_stream(stream), "unreachable"),
    "says goodbye": (lambda speaker, stream: speaker.h2.close_connection(), "unreachable"),
    "hangs up": (lambda speaker, stream: speaker.transport.abort(), "unreachable"),
    "says nothing": (lambda speaker, stream: None, "unreachable"),
    "noise": (noise, "unreachable"),
    "noise in the body": (noise_in_the_body, "unreachable"),
    "status of letters": (lambda s, n: headers(s, n, (":status", "abc")), "unreachable"),
    "status of too many digits": (lambda s, n: headers(s, n, (":status", "9" * 5000)), None),
    "endless headers": (endless_headers, "garbled"),
    "a header bomb": (a_header_bomb, "garbled"),
    "a header of no text": (lambda s, n: headers(s, n, (":status", "200"), ("\xff", "\0")), None),
    "a push": (lambda s, n: s.transport.write(frame(PUSH, 4, n, b"\0\0\0\2")), "garbled"),
    "a flood of pings": (flood_of_pings, "unreachable"),
    "a flood of nothing": (flood_of_nothing, "unreachable"),
}


@pytest.mark.parametrize(("answer", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_servers(web: Web2, folder: Path, answer: object, expected: str | None) -> None:
    """Whatever a server does is the end of its own request, within the time."""
    web.answers = {"/bad": answer, "/good": ARTICLE}  # type: ignore[dict-item]
    bad, good = ends(trusting(web, folder, timeout_seconds=1.0), "/bad", "/good")
    assert isinstance(bad, (Page, FetchError))
    assert expected is None or code(bad) == expected
    if isinstance(bad, FetchError) and bad.code == "unreachable":
        assert bad.retry_at is not None
        assert bad.retry_at > NOW + timedelta()
    assert isinstance(good, Page)
