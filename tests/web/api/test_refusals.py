"""Who may ask for what, from where, and what is said to those who may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from newsloom.errors import StoreError
from newsloom.model.people import Role, Scope
from newsloom.newsroom import Room
from newsloom.web.api.problems import BROKEN
from newsloom.web.api.routes import ENDPOINTS
from newsloom.web.cookies import SESSION_COOKIE
from tests.web.api.doors import api_app, client_of, token_for

API = "/api/v1"
SCOPED = [one for one in ENDPOINTS if one.scope]


def problem(client: TestClient, method: str, path: str, **more: Any) -> dict[str, Any]:
    """Return the problem that is answered; it is one sentence or two, and of the right type."""
    answer = client.request(method, f"{API}{path}", **more)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.headers["cache-control"] == "no-store"
    told: dict[str, Any] = answer.json()
    assert told["status"] == answer.status_code
    assert told["detail"].endswith(".") and "\n" not in told["detail"]
    return told


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/stories?limit=0", "The parameter `limit` cannot be `0`: expected `int` >= 1."),
        ("/stories?limit=101", "The parameter `limit` cannot be `101`: expected `int` <= 100."),
        ("/stories?limit=1e1", "The parameter `limit` cannot be `1e1`: expected `int`, got `str`."),
        ("/stories?limit=2&limit=3", "The parameter `limit` is given twice; give it once."),
        ("/stories?published=1", "The parameter `published` cannot be `1`: write true or false."),
        (
            "/stories?order=best",
            "The parameter `order` cannot be `best`: choose from heat, newest.",
        ),
        (
            "/stories?as_of=2026-10-08T09:12:00",
            "The parameter `as_of` cannot be `2026-10-08T09:12:00`: write a time with its zone, "
            "such as 2026-10-08T09:12:00Z.",
        ),
        (
            "/stories?since=0001-01-01T00:00:00%2B23:00",
            "The parameter `since` cannot be `0001-01-01T00:00:00+23:00`: write a time with its "
            "zone, such as 2026-10-08T09:12:00Z.",
        ),
        (
            "/articles?topic=Work",
            "There is no parameter `topic` here; known are provider, language, story, since, "
            "until, limit, after.",
        ),
        ("/topics?all=1", "There is no parameter `all` here; none is known."),
        ("/search", "The parameter `q` is missing."),
        ("/search?q=before:never", ""),
    ],
)
def test_a_request_that_cannot_be_understood_is_told_why(
    sample_room: Room, path: str, says: str
) -> None:
    told = problem(client_of(sample_room), "GET", path)
    assert (told["status"], told["title"]) == (400, "Bad Request")
    assert told["detail"] == says or not says


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/nothing", "There is nothing here; /api/v1/ lists what there is."),
        ("/stories/", "There is nothing here; /api/v1/ lists what there is."),
        ("/stories/s-none", "There is no such story; see /api/v1/stories."),
        ("/articles/a-none", "There is no such article; see /api/v1/articles."),
    ],
)
def test_what_is_not_there(sample_room: Room, path: str, says: str) -> None:
    told = problem(client_of(sample_room), "GET", path)
    assert (told["status"], told["detail"]) == (404, says)


def test_a_method_there_is_not_is_told_which_there_are(sample_room: Room) -> None:
    editor = client_of(sample_room, token_for(sample_room, *Scope))
    answer = editor.put(f"{API}/stories")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    answer = editor.delete(f"{API}/hooks")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert problem(editor, "POST", "/events")["status"] == 405
    told = problem(editor, "DELETE", "/hooks")
    assert told["detail"] == "This cannot be done here; allowed are GET, HEAD, POST."


@pytest.mark.parametrize("one", SCOPED, ids=lambda one: one.name)
def test_an_endpoint_with_a_scope_needs_a_token_of_it(sample_room: Room, one: Any) -> None:
    path = one.path.replace("{", "").replace("}", "")
    others = [scope for scope in Scope if scope is not one.scope]

    anybody = problem(client_of(sample_room), one.method, path)
    assert (anybody["status"], "Bearer TOKEN" in anybody["detail"]) == (401, True)
    wrong = problem(client_of(sample_room, token_for(sample_room, *others)), one.method, path)
    assert (wrong["status"], f"`{one.scope}`" in wrong["detail"]) == (403, True)
    reader = token_for(sample_room, one.scope, role=Role.READER)
    assert problem(client_of(sample_room, reader), one.method, path)["status"] == 403
    unknown = problem(client_of(sample_room, "not-a-token"), one.method, path)
    assert unknown["status"] == 401


def test_a_token_that_is_not_known_is_told_even_where_none_is_needed(sample_room: Room) -> None:
    told = problem(client_of(sample_room, "not-a-token"), "GET", "/stories")
    assert (told["status"], "not known" in told["detail"]) == (401, True)


def test_a_session_opens_nothing(sample_room: Room) -> None:
    browser = client_of(sample_room)
    browser.cookies.set(SESSION_COOKIE, "whatever")
    headers = {"Sec-Fetch-Site": "same-origin"}
    told = problem(browser, "POST", "/rulings", json={"deed": "pin"}, headers=headers)
    assert told["status"] == 401
    assert problem(browser, "GET", "/rulings", headers=headers)["status"] == 401


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"", "", 415, "Send JSON, with `Content-Type: application/json`."),
        (b"deed=pin", "application/x-www-form-urlencoded", 415, ""),
        (b"{", "application/json", 400, ""),
        (b'{"deed": "\xff"}', "application/json", 400, ""),
        (b"[]", "application/json", 400, "This is not what is wanted here: expected `object`, got "
         "`array`."),
        (b"{}", "application/json", 400, "This is not what is wanted here: object missing required "
         "field `deed`."),
        (b'{"deed": "sing"}', "application/json", 400, "This is not what is wanted here: invalid "
         "enum value 'sing', in `deed`."),
        (b'{"deed": "pin", "stor": "s"}', "application/json", 400, "This is not what is wanted "
         "here: object contains unknown field `stor`."),
        (b'{"deed": "pin"}', "application/json", 400, ""),
    ],
)  # fmt: skip
def test_what_is_sent_is_checked(
    sample_room: Room, body: bytes, kind: str, status: int, says: str
) -> None:
    client = client_of(sample_room, token_for(sample_room, Scope.RULINGS))
    headers = {"Content-Type": kind} if kind else {}
    told = problem(client, "POST", "/rulings", content=body, headers=headers)
    assert told["status"] == status
    assert told["detail"] == says or not says


def test_more_than_is_read_is_refused(sample_room: Room) -> None:
    client = client_of(sample_room, token_for(sample_room, Scope.RULINGS))
    headers = {"Content-Type": "application/json"}
    told = problem(client, "POST", "/rulings", content=b" " * 5_000_000, headers=headers)
    assert told["status"] == 413


def test_scripts_of_any_site_may_read_what_anybody_may(sample_room: Room) -> None:
    browser = client_of(sample_room)
    origin = {"Origin": "https://reader.mallow.example"}
    for path in ("/stories", "/stories/none", "/stories?limit=x", "/openapi.json"):
        answer = browser.get(f"{API}{path}", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    ask = {**origin, "Access-Control-Request-Method": "GET"}
    before = browser.options(f"{API}/stories", headers=ask)
    assert before.status_code == 204
    assert before.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "authorization" not in before.headers["access-control-allow-headers"].lower()


def test_scripts_of_other_sites_get_nothing_of_editors(sample_room: Room) -> None:
    client = client_of(sample_room, token_for(sample_room, *Scope))
    origin = {"Origin": "https://reader.mallow.example"}
    for path in ("/rulings", "/sources", "/hooks"):
        answer = client.get(f"{API}{path}", headers=origin)
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cache-control"] == "private, no-cache"
        assert client.options(f"{API}{path}", headers=origin).status_code == 405


class Failing:
    """Pages that cannot be read."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def last_change(self) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status"),
    [(StoreError("newsloom.db: the disk is full"), 503), (KeyError("a fault of ours"), 500)],
)
def test_what_fails_is_a_problem_too_and_tells_nothing(
    sample_room: Room, error: Exception, status: int
) -> None:
    app = api_app(sample_room)
    app.state.live = replace(app.state.live, pages=Failing(error))
    client = TestClient(app, raise_server_exceptions=False)
    told = problem(client, "GET", "/stories")
    assert (told["status"], told["detail"]) == (status, BROKEN)
    assert ("retry-after" in client.get(f"{API}/stories").headers) == (status == 503)
