"""The commands that look after accounts."""

from __future__ import annotations

import io

import pytest

from newsloom import newsroom
from newsloom.web.accounts import Passwords
from newsloom.web.recognising import digest_of

WORDS = "four words of sand"


@pytest.fixture
def typed(monkeypatch):
    """Give what sends a password on standard input."""

    def send(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return send


@pytest.fixture
def staffed(room, newsloom, typed):
    """Give a newsroom with the admin "ines"."""
    typed(f"{WORDS}\n")
    told = newsloom("people", "add", "Ines", "--role", "admin", "--full-name", "Ines B", "-C", room)
    assert (told.code, told.out) == (0, "Added ines as admin.\n")
    return room


def acts(folder):
    with newsroom.opened(folder) as room:
        return [f"{line.who} {line.act} {line.subject}" for _, line in room.store.audit()]


def test_an_account_is_added_with_its_password(staffed, newsloom):
    with newsroom.opened(staffed) as room:
        account = room.store.account_named("ines")
        known = room.store.password_of(account.account_id)
        assert Passwords().check(WORDS, known) == (True, "")
        assert Passwords().check(f"{WORDS} ", known) == (False, "")
    assert known.startswith("$argon2id$")
    assert acts(staffed) == ["newsloom added the account ines"]
    [facts] = newsloom("people", "list", "-C", staffed, "--json").facts
    assert (facts["name"], facts["full_name"], facts["role"]) == ("ines", "Ines B", "admin")
    assert not facts["disabled"]


def test_an_account_is_added_by_invitation(staffed, newsloom):
    told = newsloom("people", "add", "tomas", "--invite", "-C", staffed)

    assert told.code == 0
    assert "/sign-in/invitation?token=" in told.out
    with newsroom.opened(staffed) as room:
        account = room.store.account_named("tomas")
        assert account.role.word == "editor"
        assert room.store.password_of(account.account_id) == ""


def test_an_account_changes(staffed, newsloom, typed):
    newsloom("people", "add", "tomas", "--invite", "-C", staffed)
    assert newsloom("people", "role", "tomas", "reader", "-C", staffed).code == 0
    assert newsloom("people", "disable", "TOMAS", "-C", staffed).code == 0
    states = [
        (one["role"], one["disabled"])
        for one in newsloom("people", "list", "-C", staffed, "--json").facts
    ]
    assert states == [("admin", False), ("reader", True)]
    assert newsloom("people", "enable", "tomas", "-C", staffed).code == 0
    typed("another four words\n")
    assert newsloom("people", "password", "tomas", "-C", staffed).code == 0
    assert "may sign in" in newsloom("people", "list", "-C", staffed).out
    assert acts(staffed)[:4] == [
        "newsloom changed the password of tomas",
        "newsloom enabled the account tomas",
        "newsloom disabled the account tomas",
        "newsloom changed the role of tomas",
    ]


def test_a_token_is_made(staffed, newsloom):
    scopes = ["--scope", "read", "--scope", "rulings"]
    secret = newsloom("people", "token", "ines", "script", *scopes, "-C", staffed).out.strip()
    with newsroom.opened(staffed) as room:
        token, account = room.store.token(digest_of(secret))

    assert (account.name, token.label, sorted(token.scopes)) == (
        "ines",
        "script",
        ["read", "rulings"],
    )
    assert acts(staffed)[0] == "newsloom made an API token script"
    facts = newsloom("people", "token", "ines", "x", "-C", staffed, "--json").facts
    assert facts["token"].startswith("nl_")


@pytest.mark.parametrize(
    ("args", "password", "words"),
    [
        (["add", "ines"], WORDS, "ines: has an account already"),
        (["add", "a b"], WORDS, "a b: can be no name"),
        (["add", "x", "--role", "owner"], WORDS, "choose from reader, editor, admin"),
        (["add", "x"], "short", "take at least 12 characters"),
        (["add", "x"], "", "take at least 12 characters"),
        (["password", "ines"], "inesinesines", "too easy to guess"),
        (["password", "nobody"], WORDS, "nobody: has no account"),
        (["token", "ines", "x", "--scope", "all"], "", "choose from read, rulings, sources"),
        (["token", "nobody", "x"], "", "nobody: has no account"),
        (["role", "ines", "editor"], "", "ines: is the only admin"),
        (["disable", "ines"], "", "ines: is the only admin"),
    ],
)
def test_bad_input_is_one_sentence(staffed, newsloom, typed, args, password, words):
    typed(f"{password}\n")
    told = newsloom("people", *args, "-C", staffed)

    assert told.code == 2
    assert words in told.err
    assert told.err.startswith("newsloom: ")
    assert len(told.err.strip().splitlines()) == 1
    assert acts(staffed) == ["newsloom added the account ines"]
