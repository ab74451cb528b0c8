"""Cookies, forms, headers and paths: what is known of a visitor, without a house around it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import can_ada
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from newsloom.web.cookies import Seal, best_language
from newsloom.web.forms import MOST_BYTES, MOST_FIELDS, parse_form, read_body, replayed
from newsloom.web.recognising import bearer_of
from newsloom.web.security import headers_for, is_under, nonce_for
from newsloom.web.visiting import origin_of, same
from newsloom.web.visitor import Form, own_path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URLENCODED = "application/x-www-form-urlencoded"


def seal(at: datetime = NOON, secret: bytes = b"s" * 32) -> Seal:
    return Seal(secret, lambda: at)


# --- the seal -----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["", "plain", "a.b.c", "größer", "x" * 4000])
def test_what_is_sealed_can_be_read(value: str) -> None:
    assert seal().read("one", seal().sign("one", value), timedelta(days=1)) == (value, NOON)


@pytest.mark.parametrize(
    ("reader", "cookie", "age"),
    [
        (seal(secret=b"t" * 32), "one", timedelta(days=1)),
        (seal(), "other", timedelta(days=1)),
        (seal(NOON + timedelta(days=1, seconds=1)), "one", timedelta(days=1)),
    ],
    ids=["another secret", "another cookie", "too old"],
)
def test_what_was_not_sealed_here_or_long_ago_is_nothing(
    reader: Seal, cookie: str, age: timedelta
) -> None:
    assert reader.read(cookie, seal().sign("one", "value"), age) is None


@pytest.mark.parametrize(
    "text", ["", ".", "..", "value", "a.b", "a.b.c", "\x00", "é.é.é", "." * 99]
)
def test_any_text_may_stand_in_a_cookie(text: str) -> None:
    assert seal().read("one", text, timedelta(days=1)) is None


def test_tokens_of_forms_are_bound() -> None:
    tokens = {seal().bound(binding) for binding in ("", "session:a", "session:b", "reader:a")}

    assert len(tokens) == 4
    assert seal(secret=b"t" * 32).bound("") not in tokens
    assert seal(NOON + timedelta(days=99)).bound("") in tokens


@pytest.mark.parametrize(
    ("given", "token", "is_same"),
    [("abc", "abc", True), ("abd", "abc", False), ("", "abc", False), ("é", "abc", False)],
)
def test_tokens_are_compared(given: str, token: str, is_same: bool) -> None:
    assert same(given, token) is is_same


# --- what is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,es;q=0.3,de;q=0.7", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("es;q=0", "en"),
        ("es;q=nan,de;q=x,es;q=9", "en"),
        ("DE", "de"),
        (",;,=;q", "en"),
    ],
)
def test_the_language_a_browser_likes_best(accepted: str, language: str) -> None:
    assert best_language(accepted, ("en", "es", "de")) == language


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/desk", "/desk"),
        ("/a?b=c&d=%2F", "/a?b=c&d=%2F"),
        ("/", "/"),
        ("", "/"),
        ("//x", "/"),
        ("/\\x", "/"),
        ("x", "/"),
        ("/\x7f", "/"),
        ("/ü", "/"),
    ],
)
def test_own_paths(text: str, path: str) -> None:
    assert own_path(text) == path


@given(st.text(st.sampled_from("/\\.:@?#%25cf ehttps\t\n\r\x00é"), max_size=12))
def test_own_paths_stay_in_the_house_as_browsers_read_them(text: str) -> None:
    path = own_path(text)
    led = can_ada.parse("https://news.example/sign-in") + path

    assert (led.protocol, led.host, led.username) == ("https:", "news.example", "")
    assert path in ("/", text)


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer nl_x", "nl_x"),
        ("bearer  nl_x ", "nl_x"),
        ("Basic nl_x", ""),
        ("Bearer", ""),
        ("", ""),
    ],
)
def test_the_bearer_of_a_request(header: str, token: str) -> None:
    assert bearer_of(request(authorization=header)) == token


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://News.example/", "https://news.example"),
        ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080"),
    ],
)
def test_the_origin_of_an_address(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    ("path", "is_it"), [("/desk", True), ("/desk/x", True), ("/desktop", False), ("/", False)]
)
def test_places_end_at_slashes(path: str, is_it: bool) -> None:
    assert is_under(path, "/desk") is is_it


# --- headers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "scripts", "caching"),
    [
        ("/", "script-src 'self';", "no-cache"),
        ("/deskchair", "script-src 'self';", "no-cache"),
        ("/desk", "script-src 'nonce-", "no-store"),
        ("/desk/rulings", "script-src 'nonce-", "no-store"),
        ("/account", "script-src 'nonce-", "no-store"),
        ("/sign-in/provider", "script-src 'nonce-", "no-store"),
        ("/set-up", "script-src 'nonce-", "no-store"),
    ],
)
def test_the_headers_of_a_path(path: str, scripts: str, caching: str) -> None:
    headers = headers_for(nonce_for(path))

    assert scripts in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == caching


def test_no_policy_allows_what_stands_inside_a_page() -> None:
    for nonce in ("", "abc"):
        policy = headers_for(nonce)["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "http" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy


def test_a_nonce_is_used_once() -> None:
    assert len({nonce_for("/desk") for _ in range(50)}) == 50


# --- forms --------------------------------------------------------------------------------------


def request(body: bytes = b"", **headers: str) -> Request:
    """Return a request with a body in two parts."""
    parts = [body[: len(body) // 2], body[len(body) // 2 :]]

    async def receive() -> Message:
        if parts:
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}
        return {"type": "http.disconnect"}

    raw = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": raw, "query_string": b""}
    return Request(scope, receive)


def form_in(body: bytes, kind: str) -> Form:
    """Return the form in a body."""

    async def read() -> Form:
        asked = request(body, content_type=kind)
        return await parse_form(asked, await read_body(asked))

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"a=1&b=&a=2", {"a": ("1", "2"), "b": ("",)}),
        (b"a", {"a": ("",)}),
        (b"t=%F0%9F%93%B0+x&u=%C3%A9", {"t": ("\U0001f4f0 x",), "u": ("é",)}),
        (b"&&a=%26", {"a": ("&",)}),
    ],
)
def test_forms_are_read(body: bytes, fields: dict[str, tuple[str, ...]]) -> None:
    assert form_in(body, f"{URLENCODED}; charset=utf-8") == Form(fields)


def multipart(*parts: tuple[str, str]) -> bytes:
    rows = "".join(f"--x\r\nContent-Disposition: {head}\r\n\r\n{body}\r\n" for head, body in parts)
    return f"{rows}--x--\r\n".encode()


def test_forms_with_files_are_read() -> None:
    body = multipart(
        ('form-data; name="note"', "größer"),
        ('form-data; name="file"; filename="../../etc/x"', "[rulings]"),
    )
    form = form_in(body, "multipart/form-data; boundary=x")

    assert form == Form({"note": ("größer",)}, {"file": b"[rulings]"})


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=%FF", URLENCODED, 400),
        (b"\xff=1", URLENCODED, 400),
        (b"a&" * MOST_FIELDS + b"a", URLENCODED, 400),
        (b"--x", "multipart/form-data", 400),
        (b"--y\r\n\r\nz", "multipart/form-data; boundary=x", 400),
        (multipart(("form-data", "nameless")), "multipart/form-data; boundary=x", 400),
        (
            multipart(*[(f'form-data; name="f{n}"; filename="f"', "") for n in range(5)]),
            "multipart/form-data; boundary=x",
            400,
        ),
        (b"x" * (MOST_BYTES + 1), "text/plain", 413),
    ],
    ids=["not UTF-8", "not ASCII", "fields", "no boundary", "garbled", "nameless", "files", "long"],
)
def test_forms_are_bounded(body: bytes, kind: str, status: int) -> None:
    with pytest.raises(HTTPException) as caught:
        form_in(body, kind)
    assert caught.value.status_code == status


def test_another_body_is_no_form() -> None:
    assert form_in(b'{"csrf": "x"}', "application/json") == Form()


def test_a_field_is_given_with_and_without_the_space_around_it() -> None:
    form = Form({"a": (" x ", "y")})

    assert (form.one("a"), form.exact("a"), form.all("a")) == ("x", " x ", (" x ", "y"))
    assert (form.one("b"), form.one("b", "z"), form.exact("b"), form.all("b")) == ("", "z", "", ())


def test_a_body_that_was_read_can_be_read_again() -> None:
    async def read() -> tuple[bytes, bytes]:
        first = request(b"abcdef")
        body = await read_body(first)
        second = Request(first.scope, replayed(body, first.receive))
        return body, await second.body()

    assert asyncio.run(read()) == (b"abcdef", b"abcdef")
