"""Passkeys without a device: what no device has signed lets nobody in."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from newsloom.model.people import Passkey, Role
from tests.web.accounts.house import NOON, OWN, WORDS, Browser, House, open_house

pytest.importorskip("webauthn", reason="passkeys need the extra `passkeys`")


def post(browser: Browser, path: str, value: object) -> tuple[int, Any]:
    """Send JSON as the page's script does; returns the status and the JSON that came back."""
    headers = {**OWN, "X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    answer = browser.post(path, content=body, headers=headers)
    is_json = answer.headers["content-type"] == "application/json"
    return answer.status_code, answer.json() if is_json else None


def packed(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def answer_to(challenge: str, kind: str = "webauthn.get", **other: object) -> dict[str, Any]:
    """Return an answer whose signature is no signature."""
    data = {"type": kind, "challenge": challenge, "origin": "http://news.example"}
    return {
        "id": packed(b"key"),
        "rawId": packed(b"key"),
        "type": "public-key",
        "response": {
            "clientDataJSON": packed(json.dumps(data).encode()),
            "authenticatorData": packed(b"x" * 37),
            "attestationObject": packed(b"\xa0"),
            "signature": packed(b"x"),
        },
        **other,
    }


@pytest.fixture
def browser(house: House) -> Browser:
    house.room.store.add_passkey(Passkey(packed(b"key"), "id-ines", b"key", 0, "phone", NOON))
    found = house.browser()
    found.look("/sign-in")
    return found


def challenge_for(browser: Browser) -> str:
    status, options = post(browser, "/sign-in/passkey/begin", {})
    assert status == 200
    return str(options["challenge"])


def test_what_a_device_is_asked(house: House, browser: Browser) -> None:
    _, options = post(browser, "/sign-in/passkey/begin", {})
    owner = house.signed_in("ines")
    _, making = post(owner, "/account/passkeys/begin", {})

    assert options["rpId"] == making["rp"]["id"] == "news.example"
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == []
    assert making["authenticatorSelection"]["userVerification"] == "required"
    assert making["authenticatorSelection"]["residentKey"] == "required"
    assert [one["id"] for one in making["excludeCredentials"]] == [packed(b"key")]
    assert making["user"]["name"] == "ines"
    assert len(options["challenge"]) == 43


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"id": packed(b"other"), "rawId": packed(b"other")},
        {"rawId": packed(b"other")},
        {"id": None},
        {"type": "password"},
        {"response": None},
        {"response": {}},
        {"response": {"clientDataJSON": "!"}},
        {"response": {"clientDataJSON": packed(b"[]")}},
        {"response": {"clientDataJSON": packed(b'{"challenge": "\\u00e9"}')}},
    ],
)
def test_what_nobody_signed_lets_nobody_in(
    house: House, browser: Browser, change: dict[str, Any]
) -> None:
    credential = answer_to(challenge_for(browser), **change)
    status, _ = post(browser, "/sign-in/passkey", {"credential": credential})

    assert status == 403
    assert house.room.store.sessions_of("id-ines") == []


@pytest.mark.parametrize("name", ["attestationObject", "clientDataJSON", "transports"])
@pytest.mark.parametrize("value", ["é", "A", "", None, 7, [], {}, packed(b"\xa1" * 40)])
def test_what_no_device_made_is_not_added(house: House, name: str, value: object) -> None:
    owner = house.signed_in("tomas")
    _, options = post(owner, "/account/passkeys/begin", {})
    credential = answer_to(options["challenge"], "webauthn.create")
    credential["response"][name] = value
    status, _ = post(owner, "/account/passkeys", {"credential": credential})

    assert status == 403
    assert house.room.store.passkeys_of("id-tomas") == []


@pytest.mark.parametrize("name", ["authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["é", "A", "", None, 7, [], {}, packed(b"\xa1" * 40)])
def test_what_no_device_signed_lets_nobody_in(
    house: House, browser: Browser, name: str, value: object
) -> None:
    credential = answer_to(challenge_for(browser))
    credential["response"][name] = value

    assert post(browser, "/sign-in/passkey", {"credential": credential})[0] == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"credential": 1}', b"\xff"])
def test_what_is_no_answer_is_said(browser: Browser, body: bytes) -> None:
    assert post(browser, "/sign-in/passkey", body)[0] == 400


def test_a_challenge_counts_once_in_one_browser_for_one_thing(
    house: House, browser: Browser
) -> None:
    challenge = challenge_for(browser)
    other = house.browser()
    other.look("/sign-in")
    owner = house.signed_in("ines")
    people = house.room.store
    for who, path in ((owner, "/account/passkeys"), (other, "/sign-in/passkey")):
        fresh = challenge_for(browser)
        kind = "webauthn.create" if path.startswith("/account") else "webauthn.get"
        assert post(who, path, {"credential": answer_to(fresh, kind)})[0] == 403
    post(browser, "/sign-in/passkey", {"credential": answer_to(challenge)})
    assert post(browser, "/sign-in/passkey", {"credential": answer_to(challenge)})[0] == 403
    assert [one.label for one in people.passkeys_of("id-ines")] == ["phone"]


def test_tries_without_end_slow_down(house: House, browser: Browser) -> None:
    statuses = [
        post(browser, "/sign-in/passkey", {"credential": answer_to(challenge_for(browser))})[0]
        for _ in range(21)
    ]
    assert statuses == [*[403] * 20, 429]


def test_a_passkey_is_added_by_who_is_signed_in(browser: Browser) -> None:
    browser.look("/preferences")
    assert post(browser, "/account/passkeys/begin", {})[0] == 403
    assert post(browser, "/account/passkeys", {})[0] == 403


def test_a_passkey_is_removed_by_its_owner_alone(house: House, browser: Browser) -> None:
    fields = {"passkey": packed(b"key")}
    other = house.signed_in("tomas").submit("/account/passkeys/remove", **fields)
    own = house.signed_in("ines").submit("/account/passkeys/remove", **fields)

    assert (other.status_code, own.status_code) == (404, 303)
    assert house.room.store.passkeys_of("id-ines") == []


def test_passkeys_can_be_turned_off(empty_folder: Path, tmp_path: Path) -> None:
    with open_house(empty_folder, tmp_path / "room", "[sign_in]\npasskeys = false\n") as house:
        house.add("ines", Role.ADMIN)
        browser = house.browser()
        page = browser.look("/sign-in").text

        assert "passkey" not in page
        assert post(browser, "/sign-in/passkey/begin", {})[0] == 404
        assert "Passkeys" not in house.signed_in("ines").get("/account").text


def test_passwords_can_be_turned_off(empty_folder: Path, tmp_path: Path) -> None:
    with open_house(empty_folder, tmp_path / "room", "[sign_in]\npassword = false\n") as house:
        house.add("ines", Role.ADMIN)
        browser = house.browser()
        page = html.fromstring(browser.look("/sign-in").text)
        assert page.xpath("//input[@type='password']") == []
        browser.csrf = page.xpath("string(//@data-csrf)")
        answer = browser.submit("/sign-in", name="ines", password=WORDS)
        assert answer.status_code == 403
        assert "Passwords are not used here" in answer.text
        assert house.passwords.checks == []
