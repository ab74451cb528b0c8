"""Signing in through an OpenID Connect provider, which is a real one on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc.jwk import ECKey
from lxml import html

from newsloom.model.people import Role
from newsloom.web.accounts.oidc import trusted
from tests.web.accounts.house import Browser, House, open_house
from tests.web.accounts.provider import CLIENT, NOW, SECRET, SmallProvider, open_provider


@pytest.fixture(scope="module")
def served_provider() -> Iterator[SmallProvider]:
    with open_provider() as opened:
        yield opened


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, served_provider: SmallProvider) -> SmallProvider:
    monkeypatch.setenv("NEWSLOOM_OIDC_SECRET", SECRET)
    served_provider.forget()
    return served_provider


@pytest.fixture
def outside(empty_folder: Path, tmp_path: Path, provider: SmallProvider) -> Iterator[House]:
    """Give a house that knows the provider."""
    with open_house(empty_folder, tmp_path / "room", settings_for(provider)) as opened:
        opened.add("ines", Role.ADMIN)
        yield opened


def settings_for(provider: SmallProvider, more: str = "") -> str:
    return (
        f'[sign_in]\noidc_issuer = "{provider.issuer}"\noidc_client_id = "{CLIENT}"\n'
        f'oidc_name = "the university"\n{more}'
    )


def leave(browser: Browser, after: str = "/account") -> str:
    """Leave for the provider and sign in there; returns the way back."""
    answer = browser.get("/sign-in/provider", params={"next": after})
    assert answer.status_code == 303, answer.text
    with httpx2.Client(verify=trusted()) as client:
        there = client.get(answer.headers["location"])
    way = urlsplit(there.headers["location"])
    assert way.netloc == "news.example"
    return f"{way.path}?{way.query}"


def come(house: House, browser: Browser | None = None) -> tuple[int, str]:
    """Sign in through the provider; returns the status, and where it leads or what it says."""
    visitor = browser or house.browser()
    answer = visitor.get(leave(visitor))
    said = html.fromstring(answer.text).xpath("string(//*[@role='alert'])") if answer.text else ""
    return answer.status_code, answer.headers.get("location", said)


def test_somebody_new_gets_an_account(outside: House, provider: SmallProvider) -> None:
    provider.user["preferred_username"] = "Nora Lind!"
    browser = outside.browser()

    assert come(outside, browser) == (303, "/account")
    account = outside.room.store.account_of(f"{provider.issuer} 7")
    assert account is not None
    assert (account.name, account.full_name, account.role) == (
        "nora-lind",
        "Nora Lind",
        Role.READER,
    )
    assert "You are signed in as nora-lind, reader." in browser.get("/account").text
    assert outside.acts() == [
        "nora-lind | added the account | nora-lind | reader, by the provider",
        "nora-lind | signed in | nora-lind | by the provider",
    ]


def test_somebody_known_is_known_again(outside: House, provider: SmallProvider) -> None:
    come(outside)
    provider.user["name"] = "Nora Lind-Berg"
    come(outside)

    assert len(outside.room.store.accounts()) == 2
    assert provider.asked == ["config", "keys"]


def test_what_is_asked(outside: House) -> None:
    place = outside.browser().get("/sign-in/provider").headers["location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}

    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"] == "http://news.example/sign-in/provider/back"
    assert asked["scope"] == "openid profile email"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == len(asked["nonce"]) == 32


def test_an_account_is_not_taken_over_by_its_name(outside: House, provider: SmallProvider) -> None:
    provider.user["preferred_username"] = "ines"
    come(outside)

    assert [account.name for account in outside.room.store.accounts()] == ["ines", "ines-2"]
    assert outside.room.store.sessions_of("id-ines") == []


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "other"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other", "another"]},
        {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"aud": None},
        {"azp": "other"},
        {"exp": NOW - 61},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": NOW + 3600},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"nbf": NOW + 3600},
    ],
    ids=str,
)
def test_lies_let_nobody_in(outside: House, provider: SmallProvider, lies: dict[str, Any]) -> None:
    provider.lies = lies
    status, sentence = come(outside)

    assert status == 502
    assert sentence.startswith("The provider’s ID token")
    assert len(outside.room.store.accounts()) == 1


@pytest.mark.parametrize("signing", ["none", "HS256", "stranger"])
def test_only_the_providers_own_signature_counts(
    outside: House, provider: SmallProvider, signing: str
) -> None:
    provider.signing = signing
    assert come(outside) == (502, "The provider’s ID token does not hold.")


@pytest.mark.parametrize(
    "truth", [{"aud": [CLIENT]}, {"aud": [CLIENT, "other"], "azp": CLIENT}, {"exp": NOW - 30}]
)
def test_other_forms_of_the_truth_hold(
    outside: House, provider: SmallProvider, truth: dict[str, Any]
) -> None:
    provider.lies = truth
    assert come(outside)[0] == 303


def test_a_secret_can_be_sent_in_the_form(outside: House, provider: SmallProvider) -> None:
    provider.config = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert come(outside)[0] == 303


def test_a_wrong_secret_lets_nobody_in(outside: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLOOM_OIDC_SECRET", "another")
    assert come(outside) == (502, "The provider refused: try again, or sign in another way.")


def test_tries_without_end_slow_down(outside: House, provider: SmallProvider) -> None:
    provider.lies = {"nonce": "other"}
    browser = outside.browser()
    statuses = [come(outside, browser)[0] for _ in range(21)]
    assert statuses == [*[502] * 20, 429]


def test_a_new_key_is_fetched_once(outside: House, provider: SmallProvider) -> None:
    come(outside)
    provider.key = ECKey.generate_key("P-256", {"kid": "k2"})

    assert come(outside)[0] == 303
    assert provider.asked == ["config", "keys"] * 2


def test_the_way_back_counts_once_and_in_one_browser(outside: House) -> None:
    browser = outside.browser()
    way = leave(browser)
    stolen = outside.browser().get(way).status_code
    late = browser.get(way).status_code
    own = leave(browser)

    assert (stolen, late) == (403, 403)
    assert browser.get(own).status_code == 303
    assert browser.get(own).status_code == 403


def test_the_way_back_ends(outside: House) -> None:
    browser = outside.browser()
    way = leave(browser)
    outside.clock.pass_by(minutes=10)

    assert browser.get(way).status_code == 403


@pytest.mark.parametrize("change", ["code=x", "iss=https://evil.example", "error=access_denied"])
def test_another_way_back_lets_nobody_in(outside: House, change: str) -> None:
    browser = outside.browser()
    asked = parse_qs(urlsplit(leave(browser)).query)
    name, _, value = change.partition("=")
    if name == "error":
        del asked["code"]
    answer = browser.get("/sign-in/provider/back", params={**asked, name: value})

    assert answer.status_code == 502
    assert len(outside.room.store.accounts()) == 1


def test_it_leads_only_to_own_paths(outside: House) -> None:
    browser = outside.browser()
    answer = browser.get(leave(browser, "//evil.example/"))
    assert answer.headers["location"] == "/"


def test_a_disabled_account_stays_out(outside: House, provider: SmallProvider) -> None:
    come(outside)
    account = outside.room.store.account_of(f"{provider.issuer} 7")
    assert account is not None
    outside.signed_in("ines").submit("/desk/people/disable", account=account.account_id)

    assert come(outside)[0] == 403


ROLES = '[sign_in.oidc_roles]\n"desk" = "editor"\n"chiefs" = "admin"\n'


@pytest.mark.parametrize(
    ("groups", "first", "role"),
    [
        (["desk"], "reader", Role.EDITOR),
        (["desk", "chiefs", "others"], "reader", Role.ADMIN),
        ("desk", "reader", Role.EDITOR),
        (["others"], "reader", Role.READER),
        (None, "reader", Role.READER),
        ({"desk": 1}, "reader", Role.READER),
        (["others"], "", None),
        (["desk"], "", Role.EDITOR),
    ],
)
def test_groups_give_roles(
    empty_folder: Path,
    tmp_path: Path,
    provider: SmallProvider,
    groups: object,
    first: str,
    role: Role | None,
) -> None:
    settings = settings_for(provider, f'oidc_role = "{first}"\n{ROLES}')
    provider.user["groups"] = groups
    with open_house(empty_folder, tmp_path / "room", settings) as house:
        status, said = come(house)
        account = house.room.store.account_of(f"{provider.issuer} 7")

    assert (account.role if account else None) is role
    assert status == (303 if role else 403)
    if role is None:
        assert said == "The provider knows you, but you have no account here: ask an admin."


def test_groups_give_roles_anew_at_every_sign_in(
    empty_folder: Path, tmp_path: Path, provider: SmallProvider
) -> None:
    settings = settings_for(provider, ROLES)
    with open_house(empty_folder, tmp_path / "room", settings) as house:
        house.add("ines", Role.ADMIN)
        roles = []
        for groups in (["desk"], ["chiefs"], [], ["desk"]):
            provider.user["groups"] = groups
            come(house)
            account = house.room.store.account_of(f"{provider.issuer} 7")
            roles.append(account.role if account else None)

    assert roles == [Role.EDITOR, Role.ADMIN, Role.READER, Role.EDITOR]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"issuer": "https://evil.example"}, "The provider calls itself otherwise"),
        ({"token_endpoint": None}, "does not tell its addresses"),
        ({"token_endpoint": "http://evil.example/token"}, "does not tell its addresses"),
        ({"jwks_uri": "file:///etc/passwd"}, "does not tell its addresses"),
        ({"jwks_uri": "HERE/nothing"}, "The provider refused"),
        ({"jwks_uri": "HERE/long"}, "answer is too long"),
        ({"jwks_uri": "http://127.0.0.1:9/"}, "cannot be reached"),
    ],
)
def test_a_provider_that_cannot_be_used_says_so(
    outside: House, provider: SmallProvider, config: dict[str, Any], words: str
) -> None:
    provider.config = {
        name: value.replace("HERE", provider.issuer) if value else value
        for name, value in config.items()
    }
    answer = outside.browser().get("/sign-in/provider")

    assert answer.status_code == 502
    assert words in html.fromstring(answer.text).xpath("string(//*[@role='alert'])")


def test_without_a_provider_there_is_no_such_page(house: House) -> None:
    assert house.browser().get("/sign-in/provider").status_code == 404
    assert "Sign in through" not in house.browser().get("/sign-in").text


def test_the_sign_in_page_names_the_provider(outside: House) -> None:
    page = html.fromstring(outside.browser().get("/sign-in?next=/desk").text)
    link = page.xpath("//a[contains(., 'Sign in through the university')]/@href")

    assert link == ["/sign-in/provider?next=/desk"]
