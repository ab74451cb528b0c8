"""The fetcher against a real server: every way a request can end."""

from __future__ import annotations

import gzip
import inspect
import socket
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from newsloom.edges.answers import FINAL_ERRORS, FOREIGN, LATER_ERRORS, end_of_error, wait_asked
from newsloom.edges.digest import digest_of
from newsloom.edges.http import WebFetcher, is_page, user_agent
from newsloom.errors import FetchError
from newsloom.model import Deferred, Item, Page, Snapshot, Source, SourceCheck, SourceKind
from newsloom.ports import FETCH_CODES
from newsloom.settings import Fetching
from tests.edges.web import Reply, Web, html, serving

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "http://news.harrow.example/one"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


def fetcher(web: Web, **settings: object) -> WebFetcher:
    given = {"resolve": web.resolve, "timeout_seconds": 5.0, **settings}
    return WebFetcher(Fetching(**given), lambda: NOW)  # type: ignore[arg-type]


def item(url: str = PAGE, *, has_page: bool = True) -> Item:
    return Item(url, url, "http://news.harrow.example/feed", "One", None, has_page=has_page)


def got(web: Web, url: str = PAGE, **settings: object) -> Page | Deferred | Exception:
    return fetcher(web, **settings).fetch({url: item(url)})[url]


def polled(web: Web, check: SourceCheck, **settings: object) -> Snapshot | Deferred | Exception:
    return fetcher(web, **settings).poll({check.source.url: check})[check.source.url]


def code(end: object) -> str:
    assert isinstance(end, FetchError), end
    assert end.code in FETCH_CODES
    return end.code


FEED = Source("http://news.harrow.example/feed", SourceKind.FEED)


# --- pages ---------------------------------------------------------------------------------------


def test_a_page_comes_as_it_is(web: Web) -> None:
    web.routes["/one"] = html(b"<p>caf\xc3\xa9</p>")
    expected = Page(item(), PAGE, "text/html", b"<p>caf\xc3\xa9</p>", NOW)
    assert expected == got(web)


def test_requests_are_signed_and_keep_their_host(web: Web) -> None:
    web.routes["/one"] = html()
    got(web, contact="mailto:desk@harrow.example")
    assert web.headers[-1]["user-agent"] == "Newsloom/0.1 (+mailto:desk@harrow.example)"
    assert web.headers[-1]["host"] == "news.harrow.example"
    assert "text/html" in web.headers[-1]["accept"]
    assert "cookie" not in web.headers[-1]


def test_cookies_are_never_sent_back(web: Web) -> None:
    web.routes["/one"] = (302, {"Location": "/two", "Set-Cookie": "a=b"}, b"")
    web.routes["/two"] = html(Set_Cookie="c=d")
    assert isinstance(got(web), Page)
    assert not any("cookie" in headers for headers in web.headers)


def test_proxies_of_the_environment_are_ignored(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.routes["/one"] = html()
    assert isinstance(got(web), Page)


def test_an_item_without_a_page_is_not_asked_for(web: Web) -> None:
    bare = item(has_page=False)
    assert Page(bare, PAGE, "", b"", NOW) == fetcher(web).fetch({PAGE: bare})[PAGE]
    assert web.asked == []


STATUSES = {
    401: "forbidden",
    403: "forbidden",
    404: "not-found",
    410: "gone",
    400: "refused",
    451: "refused",
    304: "redirects",
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items(), ids=map(str, STATUSES))
def test_statuses_that_say_no(web: Web, status: int, expected: str) -> None:
    web.routes["/one"] = (status, {}, b"")
    assert expected == code(got(web))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_statuses_that_say_later(web: Web, status: int) -> None:
    web.routes["/one"] = (status, {}, b"")
    assert Deferred(NOW + timedelta(minutes=30), f"answers {status}") == got(web)


WAITS = {
    "seconds": ("120", timedelta(seconds=120)),
    "a date": ("Sun, 01 Mar 2026 12:10:00 GMT", timedelta(minutes=10)),
    "a date that has passed": ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta()),
    "more than a day": ("999999999999", timedelta(hours=24)),
    "a date next year": ("Mon, 01 Mar 2027 12:00:00 GMT", timedelta(hours=24)),
    "no number": ("soon", timedelta(minutes=30)),
    "negative": ("-5", timedelta(minutes=30)),
    "none": ("", timedelta(minutes=30)),
}


@pytest.mark.parametrize(("text", "expected"), WAITS.values(), ids=WAITS)
def test_retry_after(text: str, expected: timedelta) -> None:
    assert expected == wait_asked(text, NOW)


def test_retry_after_is_honoured(web: Web) -> None:
    web.routes["/one"] = (429, {"Retry-After": "3600"}, b"")
    assert Deferred(NOW + timedelta(hours=1), "answers 429") == got(web)


TYPES = {
    "html": ("text/html; charset=utf-8", b"<html>", True),
    "upper case": ("TEXT/HTML", b"<html>", True),
    "xhtml": ("application/xhtml+xml", b"<html>", True),
    "none": ("", b"<html>", True),
    "vague, but markup": ("application/octet-stream", b"\n <!doctype html>", True),
    "vague": ("application/octet-stream", b"\x00\x01", False),
    "pdf": ("application/pdf", b"%PDF-1.7", False),
    "pdf under a false flag": ("text/html", b"%PDF-1.7", False),
    "picture": ("image/png", b"\x89PNG", False),
    "json": ("application/json", b"{}", False),
    "video": ("video/mp4", b"", False),
}


@pytest.mark.parametrize(("kind", "body", "expected"), TYPES.values(), ids=TYPES)
def test_what_is_a_page(kind: str, body: bytes, expected: bool) -> None:
    assert expected == is_page(kind, body)


def test_a_picture_is_no_page(web: Web) -> None:
    web.routes["/one"] = (200, {"Content-Type": "image/png"}, b"\x89PNG")
    assert code(got(web)) == "not-a-page"


# --- limits --------------------------------------------------------------------------------------


def test_a_long_body_is_refused(web: Web) -> None:
    web.routes["/one"] = html(b"x" * 2000)
    assert code(got(web, max_bytes=1000)) == "too-large"


def test_a_body_of_the_largest_size_is_taken(web: Web) -> None:
    web.routes["/one"] = html(b"x" * 1000)
    assert isinstance(got(web, max_bytes=1000), Page)


def test_a_body_is_measured_after_decompression(web: Web) -> None:
    web.routes["/one"] = html(gzip.compress(b"x" * 5000), Content_Encoding="gzip")
    assert code(got(web, max_bytes=1000)) == "too-large"


def test_a_compressed_body_is_unpacked(web: Web) -> None:
    web.routes["/one"] = html(gzip.compress(b"<p>news</p>"), Content_Encoding="gzip")
    page = got(web)
    assert isinstance(page, Page)
    assert page.body == b"<p>news</p>"


def test_a_decompression_bomb_is_refused(web: Web) -> None:
    bomb = zlib.compress(b"\0" * 12_000_000, 9)
    assert len(bomb) < 12_000
    web.routes["/one"] = html(bomb, Content_Encoding="deflate")
    assert code(got(web)) == "too-large"


def test_a_broken_encoding_is_garbled(web: Web) -> None:
    web.routes["/one"] = html(b"no gzip at all", Content_Encoding="gzip")
    assert code(got(web)) == "garbled"


def test_a_slow_answer_is_put_off(web: Web) -> None:
    web.seconds = 0.6
    web.routes["/one"] = html()
    expected = Deferred(NOW + timedelta(minutes=30), "no answer in time")
    assert expected == got(web, timeout_seconds=0.2, obey_robots=False)


def test_a_body_that_breaks_off_is_put_off(web: Web) -> None:
    web.routes["/one"] = (200, {"Content-Length": "500", "Connection": "close"}, b"short")
    end = got(web, timeout_seconds=2.0)
    assert isinstance(end, Deferred), end


def test_a_host_is_asked_politely(web: Web) -> None:
    web.seconds = 0.05
    urls = [f"http://news.harrow.example/{n}" for n in range(6)]
    web.routes |= {f"/{n}": html() for n in range(6)}
    ends = fetcher(web, per_host=2, obey_robots=False).fetch({u: item(u) for u in urls})
    assert [Page] * 6 == [type(ends[url]) for url in urls]
    assert web.most_at_once == 2


def test_no_more_than_allowed_at_once(web: Web) -> None:
    web.seconds = 0.05
    urls = [f"http://site{n}.example/one" for n in range(8)]
    web.routes["/one"] = html()
    fetcher(web, at_once=3, obey_robots=False).fetch({u: item(u) for u in urls})
    assert web.most_at_once <= 3


# --- redirects -----------------------------------------------------------------------------------


def test_redirects_are_followed(web: Web) -> None:
    web.routes["/one"] = (301, {"Location": "//www.harrow.example/two#part"}, b"")
    web.routes["www.harrow.example/two"] = html(b"<p>two</p>")
    page = got(web)
    assert isinstance(page, Page)
    assert page.final_url == "http://www.harrow.example/two"


def test_too_many_redirects(web: Web) -> None:
    web.routes["/one"] = (302, {"Location": "/one"}, b"")
    assert code(got(web, max_redirects=3)) == "redirects"
    assert len(web.paths()) == 4


REDIRECTS = {
    "into the machine": ("http://127.0.0.1:1/", "private-address"),
    "into the machine, IPv6": ("http://[::1]:1/", "private-address"),
    "into the cloud's own service": ("http://169.254.169.254/latest", "private-address"),
    "to a file": ("file:///etc/passwd", "bad-address"),
    "to a script": ("javascript:alert(1)", "bad-address"),
    "to a broken address": ("http://[half/", "bad-address"),
}


@pytest.mark.parametrize(("target", "expected"), REDIRECTS.values(), ids=REDIRECTS)
def test_redirects_to_where_nothing_should_go(web: Web, target: str, expected: str) -> None:
    web.routes["/one"] = (302, {"Location": target}, b"")
    assert expected == code(got(web))


# --- robots.txt ----------------------------------------------------------------------------------


def rules(text: str) -> Reply:
    return 200, {"Content-Type": "text/plain"}, text.encode()


def test_robots_forbid(web: Web) -> None:
    web.routes |= {"/one": html(), "/robots.txt": rules("User-agent: *\nDisallow: /one")}
    assert code(got(web)) == "robots"
    assert web.paths() == []


def test_robots_name_us(web: Web) -> None:
    text = "User-agent: Newsloom\nDisallow: /one\n\nUser-agent: *\nAllow: /"
    web.routes |= {"/one": html(), "/robots.txt": rules(text)}
    assert code(got(web)) == "robots"


def test_robots_can_be_disobeyed(web: Web) -> None:
    web.routes |= {"/one": html(), "/robots.txt": rules("User-agent: *\nDisallow: /")}
    assert isinstance(got(web, obey_robots=False), Page)


def test_robots_missing_allow(web: Web) -> None:
    web.routes["/one"] = html()
    assert isinstance(got(web), Page)


def test_robots_failing_put_off(web: Web) -> None:
    web.routes |= {"/one": html(), "/robots.txt": (503, {}, b"")}
    end = got(web)
    assert Deferred(NOW + timedelta(minutes=30), "robots.txt cannot be had: answers 503") == end


def test_robots_are_asked_once_a_run(web: Web) -> None:
    urls = [f"http://news.harrow.example/{n}" for n in range(4)]
    web.routes |= {f"/{n}": html() for n in range(4)} | {"/robots.txt": rules("")}
    one = fetcher(web)
    one.fetch({u: item(u) for u in urls})
    one.fetch({u: item(u) for u in urls})
    assert sum(path == "/robots.txt" for _, path in web.asked) == 1


def test_robots_hold_for_the_hop_too(web: Web) -> None:
    web.routes["news.harrow.example/one"] = (302, {"Location": "http://b.example/x"}, b"")
    web.routes["b.example/robots.txt"] = rules("User-agent: *\nDisallow: /x")
    assert code(got(web)) == "robots"


# --- sources -------------------------------------------------------------------------------------


def test_a_source_is_a_snapshot(web: Web) -> None:
    web.routes["/feed"] = (200, {"Content-Type": "application/rss+xml", "ETag": '"7"'}, b"<rss/>")
    expected = Snapshot(
        source=FEED,
        final_url=FEED.url,
        content_type="application/rss+xml",
        body=b"<rss/>",
        fetched_at=NOW,
        next_check_at=NOW + timedelta(minutes=10),
        digest=digest_of(b"<rss/>"),
        etag='"7"',
    )
    assert expected == polled(web, SourceCheck(FEED), check_minutes=10)


def test_an_unchanged_source_is_told_by_the_server(web: Web) -> None:
    web.routes["/feed"] = lambda headers: (
        (304, {}, b"") if headers.get("if-none-match") == '"7"' else (200, {}, b"new")
    )
    check = SourceCheck(FEED, etag='"7"', last_modified="yesterday", digest="d")
    assert Deferred(NOW + timedelta(minutes=30), "unchanged") == polled(web, check)
    assert web.headers[-1]["if-modified-since"] == "yesterday"


def test_an_unchanged_source_is_told_by_its_bytes(web: Web) -> None:
    web.routes["/feed"] = (200, {}, b"same")
    check = SourceCheck(FEED, digest=digest_of(b"same"))
    assert Deferred(NOW + timedelta(minutes=30), "unchanged") == polled(web, check)


def test_a_first_visit_asks_without_conditions(web: Web) -> None:
    web.routes["/feed"] = (200, {}, b"x")
    polled(web, SourceCheck(FEED, etag='"7"'))
    assert "if-none-match" not in web.headers[-1]


def test_a_dead_source_is_dropped(web: Web) -> None:
    assert code(polled(web, SourceCheck(FEED))) == "not-found"


# --- addresses and errors ------------------------------------------------------------------------


PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_refused(web: Web, url: str) -> None:
    assert code(got(web, url, resolve={})) == "private-address"
    assert code(got(web, url, resolve={}, obey_robots=False)) == "private-address"


def test_a_name_that_cannot_be_resolved_is_put_off(web: Web) -> None:
    end = got(web, "http://no-such-host.invalid/", resolve={}, obey_robots=False)
    assert isinstance(end, Deferred)
    assert "no-such-host.invalid" in end.detail


def test_a_refused_connection_is_put_off(web: Web) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    end = got(web, resolve={".example": f"127.0.0.1:{port}"}, obey_robots=False)
    assert isinstance(end, Deferred)
    assert end.detail.startswith("the connection failed")


@pytest.mark.parametrize("url", ["ftp://harrow.example/", "nonsense", "http://[x", "http://a:b:c/"])
def test_bad_addresses(web: Web, url: str) -> None:
    assert code(got(web, url)) == "bad-address"


def test_one_bad_input_does_not_stop_the_others(web: Web) -> None:
    web.routes["/one"] = html()
    ends = fetcher(web).fetch({url: item(url) for url in ("nonsense", PAGE)})
    assert [FetchError, Page] == [type(end) for end in ends.values()]


def exceptions_of_httpx2() -> list[type[Exception]]:
    found = [cls for _, cls in inspect.getmembers(httpx2, inspect.isclass)]
    return [c for c in found if issubclass(c, Exception) and not issubclass(c, Warning)]


def test_every_exception_of_httpx2_is_an_end() -> None:
    """A new exception of the library fails here until it has an end of its own."""
    roots = {httpx2.HTTPError, httpx2.RequestError, httpx2.TransportError, httpx2.ProtocolError}
    unmapped = [
        cls.__name__
        for cls in exceptions_of_httpx2()
        if cls not in roots and not issubclass(cls, FOREIGN)
    ]
    assert unmapped == []


@pytest.mark.parametrize("kind", [*LATER_ERRORS, *FINAL_ERRORS], ids=lambda kind: kind.__name__)
def test_ends_of_exceptions(kind: type[Exception]) -> None:
    exc = kind.__new__(kind)
    end = end_of_error(PAGE, exc, NOW)
    if kind in LATER_ERRORS:
        assert isinstance(end, Deferred)
    else:
        assert FINAL_ERRORS[kind][0] == code(end)


AGENTS = {
    "an address": ("https://desk.example/about", "Newsloom/0.1 (+https://desk.example/about)"),
    "none": ("", "Newsloom/0.1"),
    "a header smuggled in": ("a\r\nX-Evil: 1", "Newsloom/0.1 (+aX-Evil: 1)"),
}


@pytest.mark.parametrize(("contact", "expected"), AGENTS.values(), ids=AGENTS)
def test_user_agent(contact: str, expected: str) -> None:
    assert expected == user_agent(contact)
