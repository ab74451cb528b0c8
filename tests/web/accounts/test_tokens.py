"""API tokens: shown once, kept as a hash, bounded by scopes and by the role of their account."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from newsloom.model.people import Scope
from newsloom.web.visitor import need_scope, token_of, visitor_of
from tests.web.accounts.house import NOON, Browser, House


def make(browser: Browser, *scopes: str, label: str = "script") -> str:
    """Make a token; returns it as the page shows it."""
    page = browser.submit("/account/tokens", label=label, scope=list(scopes))
    return str(html.fromstring(page.text).xpath("string(//div[@role='status']//code)"))


def probe(house: House) -> None:
    """Add a path that tells who asks."""

    def tell(request: Request) -> Response:
        token = token_of(request)
        account = visitor_of(request).account
        return PlainTextResponse(f"{token.label if token else None} {account}")

    def need(request: Request) -> Response:
        return PlainTextResponse(need_scope(request, Scope(request.path_params["scope"])).name)

    every = ["GET", "POST"]
    house.app.router.routes[0:0] = [
        Route("/probe", tell, methods=every),
        Route("/probe/{scope}", need, methods=every),
    ]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_shown_once_and_kept_as_a_hash(house: House) -> None:
    browser = house.signed_in("tomas")
    token = make(browser, "read", "rulings")
    [kept] = house.room.store.tokens_of("id-tomas")

    assert token.startswith("nl_")
    assert len(token) == 46
    assert token not in browser.get("/account").text
    assert token not in str(kept)
    assert (kept.label, kept.scopes) == ("script", {Scope.READ, Scope.RULINGS})
    assert house.acts()[-1] == "tomas | made an API token | script | read, rulings"


def test_a_token_signs_requests_without_cookies_or_csrf(house: House) -> None:
    probe(house)
    token = make(house.signed_in("tomas"), "read")
    for method in ("GET", "POST"):
        answer = house.browser().request(method, "/probe", headers=bearer(token))
        assert (answer.status_code, answer.text) == (200, "script None")


def test_a_token_opens_no_desk(house: House) -> None:
    token = make(house.signed_in("ines"), "read", "rulings", "sources", "hooks")

    assert house.browser().get("/desk/people", headers=bearer(token)).status_code == 303
    answer = house.browser().post("/desk/people/disable", headers=bearer(token))
    assert answer.status_code == 403


def test_with_a_token_no_cookie_counts(house: House) -> None:
    probe(house)
    browser = house.signed_in("ines")
    answer = browser.get("/probe", headers=bearer("nl_guess"))

    assert answer.text == "None None"
    refused = browser.post("/account/sessions", headers=bearer("nl_guess"))
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("scope", "status"), [("read", 200), ("rulings", 200), ("sources", 403), ("hooks", 403)]
)
def test_a_token_does_what_its_scopes_say(house: House, scope: str, status: int) -> None:
    probe(house)
    token = make(house.signed_in("tomas"), "read", "rulings")
    answer = house.browser().post(f"/probe/{scope}", headers=bearer(token))

    assert answer.status_code == status
    if status == 403:
        assert f"it needs the scope `{scope}`" in html.fromstring(answer.text).text_content()


def test_a_token_does_no_more_than_its_account(house: House) -> None:
    probe(house)
    token = make(house.signed_in("tomas"), "read", "rulings")
    house.signed_in("ines").submit("/desk/people/role", account="id-tomas", role="reader")
    statuses = {
        scope: house.browser().get(f"/probe/{scope}", headers=bearer(token)).status_code
        for scope in ("read", "rulings")
    }
    assert statuses == {"read": 200, "rulings": 403}


def test_a_reader_may_only_make_tokens_that_read(house: House) -> None:
    browser = house.signed_in("rea")
    boxes = html.fromstring(browser.get("/account").text).xpath("//input[@name='scope']/@value")
    make(browser, "read", "rulings", "hooks")
    [kept] = house.room.store.tokens_of("id-rea")

    assert (boxes, kept.scopes) == (["read"], {Scope.READ})


def test_a_disabled_accounts_token_counts_no_more(house: House) -> None:
    probe(house)
    token = make(house.signed_in("tomas"), "read")
    house.signed_in("ines").submit("/desk/people/disable", account="id-tomas")
    answer = house.browser().get("/probe/read", headers=bearer(token))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_can_be_taken_back_by_its_owner_alone(house: House) -> None:
    probe(house)
    owner = house.signed_in("tomas")
    token = make(owner, "read")
    [kept] = house.room.store.tokens_of("id-tomas")
    other = house.signed_in("rea").submit("/account/tokens/revoke", token=kept.token_id)
    before = house.browser().get("/probe/read", headers=bearer(token)).status_code
    own = owner.submit("/account/tokens/revoke", token=kept.token_id)
    after = house.browser().get("/probe/read", headers=bearer(token)).status_code

    assert (other.status_code, before, own.status_code, after) == (404, 200, 303, 401)
    assert house.acts()[-1] == "tomas | took back the API token | script | "


def test_the_last_use_is_known_to_within_minutes(house: House) -> None:
    probe(house)
    token = make(house.signed_in("tomas"), "read")
    used = []
    for minutes in (0, 4, 2):
        house.clock.pass_by(minutes=minutes)
        house.browser().get("/probe", headers=bearer(token))
        [kept] = house.room.store.tokens_of("id-tomas")
        used.append((kept.used_at - NOON).total_seconds() / 60 if kept.used_at else None)

    assert used == [0, 0, 6]


@pytest.mark.parametrize("fields", [{"label": ""}, {"label": "x"}, {"label": "x", "scope": "all"}])
def test_a_token_needs_a_name_and_a_scope(house: House, fields: dict[str, str]) -> None:
    answer = house.signed_in("tomas").submit("/account/tokens", **fields)

    assert answer.status_code == 422
    assert "Give the token a name, and tick what it may do." in answer.text
    assert house.room.store.tokens_of("id-tomas") == []


def test_an_account_has_at_most_twenty_tokens(house: House) -> None:
    browser = house.signed_in("tomas")
    for number in range(20):
        assert make(browser, "read", label=str(number))
    answer = browser.submit("/account/tokens", label="more", scope="read")

    assert answer.status_code == 422
    assert len(house.room.store.tokens_of("id-tomas")) == 20
