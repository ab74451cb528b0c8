"""The first admin: the desk is off before, and the printed address works once."""

from __future__ import annotations

import pytest
from lxml import html

from newsloom.model.people import Role
from newsloom.web.accounts import set_up_path
from tests.web.accounts.house import WORDS, Browser, House

OFF = (
    "The desk is off until there is an admin: run `newsloom people add NAME --role admin`, or open "
    "the set-up address that the server printed when it started."
)


def set_up(browser: Browser, path: str, name: str = "ines", password: str = WORDS) -> int:
    """Return the status of a try to make the first admin."""
    browser.look(path)
    token = path.partition("token=")[2]
    answer = browser.submit("/set-up", token=token, name=name, password=password)
    return answer.status_code


@pytest.mark.parametrize("path", ["/desk", "/desk/people", "/desk/nothing"])
def test_the_desk_is_off_before(new_house: House, path: str) -> None:
    answer = new_house.browser().get(path)

    assert answer.status_code == 404
    assert OFF in html.fromstring(answer.text).text_content()


def test_the_printed_address_makes_the_first_admin(new_house: House) -> None:
    path = set_up_path(new_house.room.store)
    browser = new_house.browser()

    assert path.startswith("/set-up?token=")
    assert len(path) == len("/set-up?token=") + 32
    assert set_up(browser, path) == 303
    assert browser.get("/desk/people").status_code == 200
    account = new_house.room.store.account_named("ines")
    assert account is not None
    assert account.role is Role.ADMIN
    assert new_house.acts() == [
        "ines | set the house up | ines | ",
        "ines | signed in | ines | by the set-up token",
    ]


def test_the_address_dies_with_the_first_admin(new_house: House) -> None:
    path = set_up_path(new_house.room.store)
    browser = new_house.browser()
    browser.look(path)
    set_up(new_house.browser(), path)
    late = browser.submit("/set-up", token=path[14:], name="mallory", password=WORDS)

    assert late.status_code == 404
    assert new_house.browser().get(path).status_code == 404
    assert set_up_path(new_house.room.store) == ""
    assert [account.name for account in new_house.room.store.accounts()] == ["ines"]


def test_an_admin_made_elsewhere_kills_the_address(new_house: House) -> None:
    path = set_up_path(new_house.room.store)
    browser = new_house.browser()
    browser.look(path)
    new_house.add("tomas", Role.ADMIN)

    assert browser.submit("/set-up", token=path[14:], name="x", password=WORDS).status_code == 404


def test_only_the_newest_address_counts(new_house: House) -> None:
    old, new = set_up_path(new_house.room.store), set_up_path(new_house.room.store)

    assert set_up(new_house.browser(), old) == 403
    assert set_up(new_house.browser(), new) == 303


@pytest.mark.parametrize("token", ["", "guess", "0" * 64])
def test_without_the_token_nobody_is_made(new_house: House, token: str) -> None:
    set_up_path(new_house.room.store)

    assert set_up(new_house.browser(), f"/set-up?token={token}") == 403
    assert new_house.room.store.accounts() == []


def test_the_store_holds_only_the_hash(new_house: House) -> None:
    token = set_up_path(new_house.room.store)[14:]

    assert token.encode() not in (new_house.room.folder / "newsloom.db").read_bytes()


@pytest.mark.parametrize(
    ("name", "password"), [("", WORDS), ("no spaces", WORDS), ("-x", WORDS), ("ines", "short")]
)
def test_what_is_wrong_is_said_and_the_token_lives(
    new_house: House, name: str, password: str
) -> None:
    path = set_up_path(new_house.room.store)

    assert set_up(new_house.browser(), path, name, password) == 422
    assert set_up(new_house.browser(), path) == 303


def test_guesses_at_the_token_slow_down(new_house: House) -> None:
    set_up_path(new_house.room.store)
    statuses = [set_up(new_house.browser(), "/set-up?token=x") for _ in range(6)]

    assert statuses == [*[403] * 5, 429]
