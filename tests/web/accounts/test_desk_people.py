"""The page of people: roles, invitations, and that somebody always may administer."""

from __future__ import annotations

import pytest
from lxml import html

from newsloom.model.people import Role
from tests.web.accounts.house import WORDS, House


def invitation(text: str) -> str:
    """Return the address that a page shows once."""
    return str(html.fromstring(text).xpath("string(//div[@role='status']//code)"))


def test_somebody_who_is_added_chooses_a_password(house: House) -> None:
    admin = house.signed_in("ines")
    page = admin.submit("/desk/people", name="Nora", full_name="Nora Lind", role="editor")
    address = invitation(page.text)
    browser = house.browser()
    browser.look(address)
    answer = browser.submit(
        "/sign-in/invitation", token=address.partition("token=")[2], password=WORDS
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "You are signed in as nora, editor." in browser.get("/account").text
    assert address not in admin.get("/desk/people").text
    assert house.acts()[-3:] == [
        "ines | added the account | nora | editor",
        "nora | chose a password | nora | by invitation",
        "nora | signed in | nora | by invitation",
    ]


def test_an_invitation_works_once(house: House) -> None:
    admin = house.signed_in("ines")
    address = invitation(admin.submit("/desk/people/invite", account="id-tomas").text)
    token = address.partition("token=")[2]
    statuses = []
    for _ in range(2):
        browser = house.browser()
        browser.look(address)
        statuses.append(
            browser.submit("/sign-in/invitation", token=token, password=WORDS).status_code
        )

    assert statuses == [303, 410]


def test_an_invitation_ends_after_three_days(house: House) -> None:
    address = invitation(
        house.signed_in("ines").submit("/desk/people/invite", account="id-rea").text
    )
    house.clock.pass_by(days=3)
    browser = house.browser()
    browser.look(address)
    token = address.partition("token=")[2]

    assert browser.submit("/sign-in/invitation", token=token, password=WORDS).status_code == 410


def test_an_invitation_is_not_used_up_by_a_weak_password(house: House) -> None:
    address = invitation(
        house.signed_in("ines").submit("/desk/people/invite", account="id-rea").text
    )
    browser = house.browser()
    browser.look(address)
    token = address.partition("token=")[2]

    assert browser.submit("/sign-in/invitation", token=token, password="weak").status_code == 422
    assert browser.submit("/sign-in/invitation", token=token, password=WORDS).status_code == 303


def test_a_disabled_account_takes_no_invitation(house: House) -> None:
    admin = house.signed_in("ines")
    address = invitation(admin.submit("/desk/people/invite", account="id-rea").text)
    admin.submit("/desk/people/disable", account="id-rea")
    browser = house.browser()
    browser.look(address)
    token = address.partition("token=")[2]

    assert browser.submit("/sign-in/invitation", token=token, password=WORDS).status_code == 410


def test_a_new_role_holds_at_once(house: House) -> None:
    admin, reader = house.signed_in("ines"), house.signed_in("rea")
    before = reader.get("/desk/sources").status_code
    assert admin.submit("/desk/people/role", account="id-rea", role="editor").status_code == 303
    after = reader.get("/desk/sources").status_code

    assert (before, after) == (403, 200)
    assert house.acts()[-1] == "ines | changed the role of | rea | editor"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/desk/people/role", {"role": "editor"}),
        ("/desk/people/role", {"role": "reader"}),
        ("/desk/people/disable", {}),
    ],
)
def test_somebody_always_may_administer(house: House, path: str, fields: dict[str, str]) -> None:
    admin = house.signed_in("ines")
    answer = admin.submit(path, account="id-ines", **fields)

    assert answer.status_code == 409
    assert "This is the only admin: make somebody else one first." in answer.text
    assert house.room.store.account("id-ines").role is Role.ADMIN  # type: ignore[union-attr]
    admin.submit("/desk/people/role", account="id-tomas", role="admin")
    assert admin.submit(path, account="id-ines", **fields).status_code == 303


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"name": "tomas", "role": "editor"}, 422, "There is an account of this name"),
        ({"name": "TOMAS", "role": "editor"}, 422, "There is an account of this name"),
        ({"name": "a b", "role": "editor"}, 422, "This cannot be a name"),
        ({"name": "x" * 65, "role": "editor"}, 422, "This cannot be a name"),
        ({"name": "new", "role": "owner"}, 400, "roles reader, editor and admin"),
    ],
)
def test_bad_input_is_one_sentence(
    house: House, fields: dict[str, str], status: int, words: str
) -> None:
    answer = house.signed_in("ines").submit("/desk/people", **fields)

    assert answer.status_code == status
    assert words in answer.text


def test_an_account_that_is_not_there_is_not_found(house: House) -> None:
    answer = house.signed_in("ines").submit("/desk/people/disable", account="nobody")
    assert answer.status_code == 404


def test_names_are_escaped(house: House) -> None:
    admin = house.signed_in("ines")
    page = admin.submit("/desk/people", name="new", full_name="<script>x</script>", role="reader")

    assert "<script>x" not in page.text
    assert "&lt;script&gt;x" in admin.get("/desk/people").text
