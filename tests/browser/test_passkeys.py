"""Passkeys in a real browser, with an authenticator that the browser plays itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from newsloom.model.people import Role
from tests.live import served
from tests.web.accounts.house import WORDS, House, make_empty, open_house

pytest.importorskip("webauthn", reason="passkeys need the extra `passkeys`")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_empty(tmp_path_factory.mktemp("empty") / "room")


@pytest.fixture
def house(empty: Path, tmp_path: Path) -> Iterator[House]:
    with open_house(empty, tmp_path / "room") as opened:
        opened.add("ines", Role.ADMIN, "Ines Bakke")
        opened.add("tomas")
        yield opened


@pytest.fixture
def base(house: House) -> Iterator[str]:
    """Give the address of the house; passkeys are bound to names, so not to 127.0.0.1."""
    with served(house.app) as address:
        yield address.rstrip("/").replace("127.0.0.1", "localhost")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 390, "height": 844})
    yield opened
    opened.close()


def page_with_device(
    context: BrowserContext, *, is_owner: bool = True
) -> tuple[Page, CDPSession, str]:
    """Return a page with a device that holds passkeys; it knows its owner, or does not."""
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": is_owner,
        "automaticPresenceSimulation": True,
    }
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page, device, made["authenticatorId"]


def sign_in(page: Page, base: str, name: str = "ines") -> None:
    page.goto(f"{base}/sign-in?next=/account")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def add(page: Page, label: str = "Blue phone") -> None:
    page.get_by_label("Name of the new passkey").fill(label)
    page.get_by_role("button", name="Add a passkey").click()


def test_a_passkey_is_added_and_signs_in(house: House, base: str, context: BrowserContext) -> None:
    page, device, key = page_with_device(context)
    sign_in(page, base)
    add(page)
    expect(page.get_by_text("The passkey was added.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Blue phone")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{base}/sign-in?next=/desk/people")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()

    [kept] = house.room.store.passkeys_of("id-ines")
    [credential] = device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert kept.sign_count == credential["signCount"] == 2
    assert kept.used_at == house.clock()
    assert house.acts()[1:] == [
        "ines | added a passkey | Blue phone | ",
        "ines | signed out |  | ",
        "ines | signed in | ines | by passkey",
    ]


def test_a_passkey_that_was_removed_signs_nobody_in(
    house: House, base: str, context: BrowserContext
) -> None:
    page, _, _ = page_with_device(context)
    sign_in(page, base)
    add(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey was removed.")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{base}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not accepted.")).to_be_visible()

    assert house.room.store.passkeys_of("id-ines") == []
    assert house.acts()[-1] == " | was refused at sign-in |  | by passkey"


def test_a_device_that_does_not_know_its_owner_adds_nothing(
    house: House, base: str, context: BrowserContext
) -> None:
    page, _, _ = page_with_device(context, is_owner=False)
    sign_in(page, base)
    add(page)
    expect(page.get_by_text("The passkey was not added.")).to_be_visible()
    assert house.room.store.passkeys_of("id-ines") == []


def test_a_copied_passkey_is_refused(house: House, base: str, context: BrowserContext) -> None:
    page, _, _ = page_with_device(context)
    sign_in(page, base)
    add(page)
    expect(page.get_by_text("The passkey was added.")).to_be_visible()
    [kept] = house.room.store.passkeys_of("id-ines")
    house.room.store.touch_passkey(kept.credential_id, 99, house.clock())
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{base}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not accepted.")).to_be_visible()


def test_nothing_breaks_the_policy(house: House, base: str, context: BrowserContext) -> None:
    page, _, _ = page_with_device(context)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, base)
    add(page)
    expect(page.get_by_text("The passkey was added.")).to_be_visible()
    for path in ("/account", "/desk/people", "/desk/audit", "/sign-in"):
        page.goto(f"{base}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path
    assert said == []
