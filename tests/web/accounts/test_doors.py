"""Every way in: what another site sends is refused, and every page asks for the role it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from sqlalchemy import event
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from newsloom.model.people import Role
from newsloom.web.visitor import (
    body_of,
    form_of,
    keep_preference,
    keep_reader,
    need_role,
    visitor_of,
)
from tests.web.accounts.house import OWN, Browser, House

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
HERE = "http://news.example"


def probe(house: House) -> None:
    """Add paths that tell what a handler is given."""

    def tell(request: Request) -> Response:
        return PlainTextResponse(f"{form_of(request).one('x')} {len(body_of(request))}")

    async def raw(request: Request) -> Response:
        return PlainTextResponse(await request.body())

    def keep(request: Request) -> Response:
        response = PlainTextResponse()
        response.headers["x-reader"] = keep_reader(response, request)
        return response

    def prefer(request: Request) -> Response:
        response = PlainTextResponse()
        for name, value in request.query_params.items():
            keep_preference(response, request, name, value)
        return response

    def who(request: Request) -> Response:
        visitor = visitor_of(request)
        told = (visitor.reader_id, visitor.theme, visitor.language, visitor.density)
        return PlainTextResponse("|".join(told), headers={"x-csrf": visitor.csrf})

    def admin(request: Request) -> Response:
        return PlainTextResponse(need_role(request, Role.ADMIN).name)

    every = ["GET", *UNSAFE]
    house.app.router.routes[0:0] = [
        Route("/probe", tell, methods=every),
        Route("/probe/raw", raw, methods=every),
        Route("/probe/keep", keep, methods=every),
        Route("/probe/prefer", prefer),
        Route("/probe/who", who),
        Route("/probe/admin", admin, methods=every),
    ]


def token(browser: Browser) -> str:
    """Return the token that forms of the browser's pages hold."""
    return str(browser.get("/probe/who").headers["x-csrf"])


# --- what another site sends --------------------------------------------------------------------


FROM: list[tuple[dict[str, str], bool]] = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, False),
    ({"Sec-Fetch-Site": ""}, False),
    ({"Origin": HERE}, True),
    ({"Origin": "https://news.example"}, False),
    ({"Origin": "http://news.example:81"}, False),
    ({"Origin": "http://news.example.evil.example"}, False),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
    ({"Referer": f"{HERE}/"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "is_own"), FROM, ids=[str(sent) for sent, _ in FROM])
@pytest.mark.parametrize("who", ["nobody", "tomas"])
def test_where_it_was_sent_from(
    house: House, headers: dict[str, str], is_own: bool, who: str
) -> None:
    probe(house)
    browser = house.browser() if who == "nobody" else house.signed_in(who)
    right = token(browser)
    for method in UNSAFE:
        for given, is_right in ((right, True), (right[:-1] + "-", False), ("", False)):
            answer = browser.request(method, "/probe", data={"csrf": given}, headers=headers)
            assert answer.status_code == (200 if is_own and is_right else 403), (method, given)


def test_reading_needs_no_token(house: House) -> None:
    probe(house)
    for method in ("GET", "HEAD"):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert house.browser().request(method, "/probe", headers=headers).status_code == 200


def test_a_script_sends_the_token_in_a_header(house: House) -> None:
    probe(house)
    browser = house.signed_in("tomas")
    headers = {**OWN, "X-CSRF-Token": token(browser)}
    answer = browser.post("/probe", content=b"{}", headers=headers)

    assert (answer.status_code, answer.text) == (200, " 2")


def test_the_token_of_one_visitor_is_none_of_another(house: House) -> None:
    probe(house)
    browsers = {
        "nobody": house.browser(),
        "reader": house.browser(),
        "other reader": house.browser(),
        "tomas": house.signed_in("tomas"),
        "tomas elsewhere": house.signed_in("tomas"),
        "ines": house.signed_in("ines"),
    }
    for name in ("reader", "other reader"):
        browsers[name].post("/probe/keep", data={"csrf": token(browsers[name])}, headers=OWN)
    house.clock.pass_by(days=1)
    tokens = {name: token(browser) for name, browser in browsers.items()}

    assert len(set(tokens.values())) == len(tokens)
    for name, browser in browsers.items():
        for owner, given in tokens.items():
            status = browser.post("/probe", data={"csrf": given}, headers=OWN).status_code
            assert status == (200 if owner == name else 403), (name, owner)


def test_pages_from_before_the_first_cookie_work_on(house: House) -> None:
    probe(house)
    browser = house.browser()
    before = token(browser)
    answers = [browser.post("/probe/keep", data={"csrf": before}, headers=OWN) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].headers["x-reader"] == answers[1].headers["x-reader"]


def test_sign_in_is_bound_to_a_cookie_of_its_own(house: House) -> None:
    probe(house)
    shared = token(house.browser())
    browser = house.browser()
    browser.look("/sign-in")
    own = browser.csrf
    fields = {"name": "ines", "password": "x"}

    assert own != shared
    for given in (shared, token(browser)):
        sent = {"csrf": given, **fields}
        assert browser.post("/sign-in", data=sent, headers=OWN).status_code == 403
    other = house.browser()
    assert other.post("/sign-in", data={"csrf": own, **fields}, headers=OWN).status_code == 403
    assert house.passwords.checks == []


def test_a_stale_form_says_what_to_do(house: House) -> None:
    probe(house)
    answer = house.browser().post("/probe", data={"csrf": "x"}, headers=OWN)

    assert "Load the page again and send it once more." in answer.text


def test_a_handler_is_given_the_form_and_may_read_it_again(house: House) -> None:
    probe(house)
    browser = house.browser()
    sent = {"csrf": token(browser), "x": " y "}

    assert browser.post("/probe", data=sent, headers=OWN).text.split()[0] == "y"
    assert b"x=+y+" in browser.post("/probe/raw", data=sent, headers=OWN).content


def test_too_much_is_refused(house: House) -> None:
    answer = house.browser().post("/probe", content=b"x" * (4 * 1024 * 1024 + 1), headers=OWN)
    assert (answer.status_code, "At most 4 MiB" in answer.text) == (413, True)


# --- what a visitor keeps -----------------------------------------------------------------------


@pytest.mark.parametrize("base", ["http://news.example", "https://news.example"])
def test_a_reader_gets_an_id_when_something_is_first_kept(house: House, base: str) -> None:
    probe(house)
    browser = house.browser(base=base)
    first = browser.get("/probe/keep")
    cookie = first.headers["set-cookie"]
    again = browser.get("/probe/keep")
    is_secure = base.startswith("https")

    assert re.fullmatch(r"[0-9a-f]{32}", first.headers["x-reader"])
    assert cookie.startswith("__Host-newsloom_reader=" if is_secure else "newsloom_reader=")
    assert {"HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is is_secure
    assert again.headers["x-reader"] == first.headers["x-reader"]
    assert "set-cookie" not in again.headers


def test_a_readers_cookie_is_renewed_while_it_is_used(house: House) -> None:
    probe(house)
    browser = house.browser()
    first = browser.get("/probe/keep").headers["x-reader"]
    for _ in range(30):
        house.clock.pass_by(days=31)
        answer = browser.get("/probe/keep")
        assert (answer.headers["x-reader"], "set-cookie" in answer.headers) == (first, True)
    house.clock.pass_by(days=366)
    assert browser.get("/probe/keep").headers["x-reader"] != first


def test_an_account_is_its_own_reader(house: House) -> None:
    probe(house)
    answer = house.signed_in("tomas").get("/probe/keep")

    assert answer.headers["x-reader"] == "id-tomas"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("theme=dark&density=headlines&language=de", "|dark|de|headlines"),
        ("theme=neon&density=%22%3E&language=xx", "||en|cards"),
        ("", "||en|cards"),
    ],
)
def test_preferences_are_kept_if_they_are_allowed(house: House, query: str, told: str) -> None:
    probe(house)
    browser = house.browser()
    browser.get(f"/probe/prefer?{query}")

    assert browser.get("/probe/who").text == told


# --- every page ---------------------------------------------------------------------------------


def paths(routes: list[BaseRoute], before: str = "") -> Iterator[tuple[str, set[str]]]:
    """Return every path of some routes, its parameters filled in, with its methods."""
    for route in routes:
        if isinstance(route, Mount):
            yield from paths(route.routes, before + route.path)
        else:
            assert isinstance(route, Route)
            path = re.sub(r"\{[^}]+\}", "x", before + route.path)
            yield path, route.methods or set()


def test_the_walk_finds_the_pages(house: House) -> None:
    known = {path for path, _ in paths(house.app.routes)}

    assert {"/", "/sign-in", "/account", "/desk/people", "/desk/audit", "/marks"} <= known
    assert len(known) > 40


def test_nothing_changes_without_a_token(house: House) -> None:
    admin, nobody = house.signed_in("ines"), house.browser()
    crossed = {"Sec-Fetch-Site": "cross-site"}
    asked = [(admin, method, OWN) for method in UNSAFE]
    asked += [(nobody, "POST", OWN), (admin, "POST", crossed)]
    for path in {path for path, _ in paths(house.app.routes)}:
        for browser, method, headers in asked:
            answer = browser.request(method, path, headers=headers)
            refused = 401 if path.startswith("/api") else 403
            assert answer.status_code == refused, (method, path, headers)


def test_the_desk_is_for_editors(house: House) -> None:
    nobody, reader = house.browser(), house.signed_in("rea")
    nobody.look("/preferences")
    for path, methods in paths(house.app.routes):
        if path != "/desk" and not path.startswith("/desk/"):
            continue
        for method in methods:
            sent = {"csrf": nobody.csrf}
            answer = nobody.request(method, path, data=sent, headers=OWN)
            expected = 303 if method in ("GET", "HEAD") else 403
            assert answer.status_code == expected, (method, path)
            if expected == 303:
                assert answer.headers["location"].startswith("/sign-in?next=/desk")
            answer = reader.request(method, path, data={"csrf": reader.csrf}, headers=OWN)
            assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/%64esk/people",
        "/desk%2Fpeople",
        "/desk/%70eople",
        "/desk/people?x=/",
        "/./desk/people",
        "/x/../desk/people",
        "//desk/people",
        "/desk//people",
        "/desk;x/people",
        "/DESK/people",
    ],
)
@pytest.mark.parametrize("who", ["nobody", "rea", "tomas"])
def test_no_spelling_of_an_address_leads_past_the_door(house: House, path: str, who: str) -> None:
    browser = house.browser() if who == "nobody" else house.signed_in(who)
    request = browser.build_request("GET", "http://news.example/")
    target, _, query = path.partition("?")
    request.url = httpx2.URL(
        scheme="http", host="news.example", raw_path=f"{target}?{query}".encode()
    )
    answer = httpx2.Client.send(browser, request)

    assert answer.status_code in (303, 403, 404)
    assert "Add somebody" not in answer.text


def test_reading_asks_the_store_nothing_about_people(house: House) -> None:
    probe(house)
    browser = house.browser()
    browser.get("/probe/keep")
    asked: list[str] = []
    event.listen(
        house.room.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    browser.get("/probe/who")
    assert asked == []
    house.signed_in("tomas").get("/probe/who")
    assert asked


ADMINS = ("/desk/people", "/desk/audit")


def test_accounts_and_the_log_are_for_admins(house: House) -> None:
    editor = house.signed_in("tomas")
    for path, methods in paths(house.app.routes):
        if path.startswith(ADMINS):
            for method in methods:
                answer = editor.request(method, path, data={"csrf": editor.csrf}, headers=OWN)
                assert answer.status_code == 403, (method, path)


def test_ones_account_is_for_who_is_signed_in(house: House) -> None:
    nobody = house.browser()
    nobody.look("/preferences")
    for path, methods in paths(house.app.routes):
        if path.startswith("/account"):
            for method in methods:
                answer = nobody.request(method, path, data={"csrf": nobody.csrf}, headers=OWN)
                assert answer.status_code == (303 if method in ("GET", "HEAD") else 403)


def test_every_answer_has_the_headers(house: House) -> None:
    admin = house.signed_in("ines")
    for path, methods in paths(house.app.routes):
        if "GET" in methods and path != "/events" and not path.startswith("/api"):
            headers = admin.get(path).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff", path
            is_guarded = path.startswith(("/desk", "/account", "/sign", "/set-up"))
            assert ("no-store" in headers["cache-control"]) is is_guarded, path


def test_scripts_of_guarded_pages_carry_the_nonce(house: House) -> None:
    admin = house.signed_in("ines")
    for path in ("/account", "/sign-in", "/desk/people", "/desk/audit"):
        answer = admin.get(path)
        found = re.search(r"script-src 'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert found
        for script in re.findall(r"<script[^>]*>", answer.text):
            assert f'nonce="{found[1]}"' in script, (path, script)
