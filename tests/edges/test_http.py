"""The fetcher against a real server: every way a request for a page can end."""

from __future__ import annotations

import gzip
import inspect
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest

from newsloom.edges.answers import FINAL_ERRORS, FOREIGN, LATER_ERRORS, end_of_error, wait_asked
from newsloom.edges.http import is_page, user_agent
from newsloom.errors import FetchError
from newsloom.model import Deferred, Item, Page
from newsloom.settings import FullText
from tests.edges.asking import NOW, PAGE, code, fetcher, got, item
from tests.edges.web import Reply, Web, html, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


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
    418: "refused",
    451: "forbidden",
    304: "redirects",
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items(), ids=map(str, STATUSES))
def test_statuses_that_say_no(web: Web, status: int, expected: str) -> None:
    web.routes["/one"] = (status, {}, b"")
    assert expected == code(got(web))


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504])
def test_statuses_that_say_later(web: Web, status: int) -> None:
    web.routes["/one"] = (status, {}, b"")
    end = got(web)
    assert code(end) == "unreachable"
    assert later(end) == SPREAD * timedelta(minutes=30)


@pytest.mark.parametrize("status", [429, 503])
def test_servers_that_ask_for_a_pause(web: Web, status: int) -> None:
    web.routes["/one"] = (status, {"Retry-After": "3600"}, b"")
    until = NOW + SPREAD * timedelta(hours=1)
    assert Deferred(until, f"answers {status}", "busy") == got(web)


def test_a_host_that_asks_for_a_pause_is_left_alone(web: Web) -> None:
    urls = [f"http://news.harrow.example/{n}" for n in range(5)]
    web.routes |= {f"/{n}": (429, {"Retry-After": "60"}, b"") for n in range(5)}
    one = fetcher(web, per_host=1)
    ends = one.fetch({u: item(u) for u in urls})
    assert {"busy"} == {end.code for end in ends.values() if isinstance(end, Deferred)}
    assert len(ends) == 5
    one.fetch({PAGE: item()})
    assert web.paths() == ["/0"]


def later(end: object) -> timedelta:
    """Return how long a failed request waits for the next try."""
    assert isinstance(end, FetchError)
    assert end.retry_at is not None
    return end.retry_at - NOW


SPREAD = 1.25
"""Times a wait is drawn out by the chance of these tests, which is always in the middle."""


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


def test_a_slow_answer_is_put_off(web: Web) -> None:
    web.seconds = 0.6
    web.routes["/one"] = html()
    end = got(web, timeout_seconds=0.2, obey_robots=False)
    assert code(end) == "unreachable"
    assert "no answer in time" in str(end)
    assert later(end) == SPREAD * timedelta(minutes=30)


def test_a_body_that_breaks_off_is_put_off(web: Web) -> None:
    web.routes["/one"] = (200, {"Content-Length": "500", "Connection": "close"}, b"short")
    end = got(web, timeout_seconds=2.0)
    assert code(end) == "unreachable"
    assert later(end) > timedelta()


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
    web.routes |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    assert code(got(web, "http://news.harrow.example/0", max_redirects=3)) == "redirects"
    assert web.paths() == ["/0", "/1", "/2", "/3"]


def test_redirects_in_a_circle_end_at_once(web: Web) -> None:
    web.routes |= {
        "/one": (302, {"Location": "/two"}, b""),
        "/two": (302, {"Location": "one"}, b""),
    }
    assert code(got(web)) == "redirects"
    assert web.paths() == ["/one", "/two"]


def test_redirects_keep_their_connection(web: Web) -> None:
    web.routes |= {"/one": (302, {"Location": "/two"}, b"moved"), "/two": html()}
    assert isinstance(got(web), Page)
    assert web.connections == 1


def test_names_and_passwords_are_dropped(web: Web) -> None:
    web.routes["/one"] = (302, {"Location": "http://ann:secret@news.harrow.example/two"}, b"")
    web.routes["/two"] = html()
    page = got(web, "http://bob:hunter2@news.harrow.example/one")
    assert isinstance(page, Page)
    assert page.final_url == "http://news.harrow.example/two"
    assert not any("authorization" in headers for headers in web.headers)


def test_one_time_for_all_hops(web: Web) -> None:
    web.seconds = 0.15
    web.routes |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    url = "http://news.harrow.example/0"
    assert "in time" in str(got(web, url, timeout_seconds=0.4, obey_robots=False))
    assert len(web.paths()) == 3


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
    assert code(end) == "unreachable"
    assert "robots.txt cannot be had: answers 503" in str(end)
    assert later(end) == SPREAD * timedelta(minutes=30)


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


# --- full text of the source ---------------------------------------------------------------------


LONG = "<p>" + "The ferry left the harbour late, and nobody on the quay knew why. " * 40 + "</p>"
WHOLE = replace(item(), body_html=LONG)
TEASED = replace(item(), body_html=f"{LONG} Continue reading")
ASKED = {
    "needed, whole": (WHOLE, FullText.NEEDED, False),
    "needed, cut off": (TEASED, FullText.NEEDED, True),
    "needed, no text": (item(), FullText.NEEDED, True),
    "always, whole": (WHOLE, FullText.ALWAYS, True),
    "never, no text": (item(), FullText.NEVER, False),
}


@pytest.mark.parametrize(("given", "full_text", "expected"), ASKED.values(), ids=ASKED)
def test_a_page_is_asked_for_when_its_item_is_not_enough(
    web: Web, given: Item, full_text: FullText, expected: bool
) -> None:
    web.routes["/one"] = html()
    end = fetcher(web, full_text=full_text).fetch({PAGE: given})[PAGE]
    assert isinstance(end, Page)
    assert expected == bool(end.body) == bool(web.paths())


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
    assert code(end) == "unreachable"
    assert "no-such-host.invalid" in str(end)
    assert later(end) > timedelta()


def test_a_refused_connection_is_put_off(web: Web) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    end = got(web, resolve={".example": f"127.0.0.1:{port}"}, obey_robots=False)
    assert code(end) == "unreachable"
    assert "the connection failed" in str(end)
    assert later(end) > timedelta()


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
    assert (kind in LATER_ERRORS) == (end.retry_at is not None)
    assert code(end) == ("unreachable" if kind in LATER_ERRORS else FINAL_ERRORS[kind][0])


AGENTS = {
    "an address": ("https://desk.example/about", "Newsloom/0.1 (+https://desk.example/about)"),
    "none": ("", "Newsloom/0.1"),
    "a header smuggled in": ("a\r\nX-Evil: 1", "Newsloom/0.1 (+aX-Evil: 1)"),
}


@pytest.mark.parametrize(("contact", "expected"), AGENTS.values(), ids=AGENTS)
def test_user_agent(contact: str, expected: str) -> None:
    assert expected == user_agent(contact)
