"""What ``ports.people.People`` promises, held against every implementation there is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.model.people import (
    Account,
    ApiToken,
    Attempts,
    AuditLine,
    Passkey,
    Patience,
    Role,
    Scope,
    Session,
)
from newsloom.ports.people import People
from tests.contract import records as r
from tests.contract.test_store import FACTORIES

INES = Account("a1", "ines", Role.ADMIN, r.DAY, "Ines Bakke")
TOMAS = Account("a2", "tomas", Role.EDITOR, r.DAY, identity="https://id.example 7")
SESSION = Session("s1", "a1", r.DAY, r.DAY, "192.0.2.7", "Browser/1")
TOKEN = ApiToken("t1", "digest", "a1", "script", frozenset({Scope.READ, Scope.HOOKS}), r.DAY)
PASSKEY = Passkey("c1", "a1", b"\x00key", 3, "phone", r.DAY)
THREE = {"account ines": Patience(3, timedelta(minutes=5))}


@pytest.fixture(params=sorted(FACTORIES))
def people(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[People]:
    with FACTORIES[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture
def staffed(people: People) -> People:
    assert people.add_account(INES, "hash-1")
    assert people.add_account(TOMAS, "")
    return people


# --- accounts -----------------------------------------------------------------------------------


def test_accounts_are_found(staffed: People) -> None:
    assert staffed.accounts() == [INES, TOMAS]
    assert staffed.account("a2") == TOMAS
    assert staffed.account("a9") is None
    assert staffed.account_named("INES") == INES
    assert staffed.account_named("nobody") is None
    assert staffed.account_of("https://id.example 7") == TOMAS
    assert staffed.account_of("https://id.example 8") is None
    assert (staffed.password_of("a1"), staffed.password_of("a2")) == ("hash-1", "")
    assert staffed.password_of("a9") == ""


@pytest.mark.parametrize(
    "account",
    [
        replace(INES, account_id="a3"),
        replace(INES, account_id="a3", name="Ines"),
        replace(TOMAS, account_id="a3", name="other"),
    ],
    ids=["name", "name in another case", "identity"],
)
def test_names_and_identities_are_unique(staffed: People, account: Account) -> None:
    assert not staffed.add_account(account, "hash")
    assert staffed.accounts() == [INES, TOMAS]


def test_many_accounts_need_no_identity(people: People) -> None:
    assert all(people.add_account(replace(INES, account_id=name, name=name), "") for name in "abc")


def test_whether_there_is_an_admin(people: People) -> None:
    assert not people.has_admin()
    people.add_account(TOMAS, "")
    assert not people.has_admin()
    people.add_account(INES, "")
    assert people.has_admin()


@pytest.mark.parametrize(
    "changed", [replace(INES, role=Role.EDITOR), replace(INES, is_disabled=True)]
)
def test_the_last_admin_stays(staffed: People, changed: Account) -> None:
    assert not staffed.change_account(changed)
    assert staffed.account("a1") == INES
    assert staffed.change_account(replace(TOMAS, role=Role.ADMIN))
    assert staffed.change_account(changed)
    assert staffed.account("a1") == changed
    assert not staffed.change_account(replace(TOMAS, is_disabled=True))


def test_an_account_changes_where_there_is_no_admin(people: People) -> None:
    people.add_account(TOMAS, "")
    assert people.change_account(replace(TOMAS, full_name="Tomas Reyl"))
    assert people.account("a2") == replace(TOMAS, full_name="Tomas Reyl")


def test_the_first_admin_is_made_once(people: People) -> None:
    people.replace_set_up_token("old")
    people.replace_set_up_token("new")

    assert not people.add_first_admin(INES, "h", "old")
    assert not people.add_first_admin(INES, "h", "")
    assert people.accounts() == []
    assert people.add_first_admin(INES, "h", "new")
    other = replace(INES, account_id="a3", name="other")
    assert not people.add_first_admin(other, "h", "new")


def test_a_set_up_token_makes_one_admin_however_many_ask_at_once(tmp_path: Path) -> None:
    with FACTORIES["sqlite-file"](tmp_path) as people, ThreadPoolExecutor(8) as pool:
        people.replace_set_up_token("token")
        asked = [replace(INES, account_id=str(n), name=f"n{n}") for n in range(8)]
        made = list(pool.map(lambda one: people.add_first_admin(one, "h", "token"), asked))

    assert sum(made) == 1


def test_a_new_password_ends_the_sessions_of_its_account(staffed: People) -> None:
    staffed.open_session(SESSION)
    staffed.open_session(replace(SESSION, session_id="s2", account_id="a2"))
    staffed.change_password("a1", "hash-2")

    assert staffed.password_of("a1") == "hash-2"
    assert staffed.session("s1") is None
    assert staffed.session("s2") is not None


def test_a_hash_is_renewed_if_it_is_still_the_one(staffed: People) -> None:
    staffed.renew_hash("a1", "another", "late")
    assert staffed.password_of("a1") == "hash-1"
    staffed.renew_hash("a1", "hash-1", "fresh")
    assert staffed.password_of("a1") == "fresh"


# --- what accounts hold -------------------------------------------------------------------------


def test_sessions_are_kept(staffed: People) -> None:
    staffed.open_session(SESSION)
    staffed.touch_session("s1", r.hours(3))

    seen = replace(SESSION, seen_at=r.hours(3))
    assert staffed.session("s1") == (seen, INES)
    assert staffed.sessions_of("a1") == [seen]
    assert staffed.session("s9") is None


def test_sessions_end(staffed: People) -> None:
    for number in range(4):
        staffed.open_session(replace(SESSION, session_id=f"s{number}", made_at=r.hours(number)))
    staffed.forget_sessions(r.hours(1))
    staffed.close_session("s1")
    assert {session.session_id for session in staffed.sessions_of("a1")} == {"s2", "s3"}
    staffed.close_sessions("a1")
    assert staffed.sessions_of("a1") == []


def test_nothing_of_a_disabled_account_counts(staffed: People) -> None:
    staffed.change_account(replace(TOMAS, role=Role.ADMIN))
    staffed.open_session(SESSION)
    staffed.add_token(TOKEN)
    staffed.add_passkey(PASSKEY)
    assert staffed.change_account(replace(INES, is_disabled=True))

    assert staffed.session("s1") is None
    assert staffed.sessions_of("a1") == []
    assert staffed.token("digest") is None
    assert staffed.passkey("c1") is None
    staffed.change_account(INES)
    assert staffed.session("s1") is None
    assert staffed.token("digest") == (TOKEN, INES)


def test_tokens_are_kept(staffed: People) -> None:
    staffed.add_token(TOKEN)
    staffed.add_token(replace(TOKEN, token_id="t2", digest="d2", made_at=r.hours(1)))
    staffed.touch_token("t1", r.hours(2))

    used = replace(TOKEN, used_at=r.hours(2))
    assert staffed.token("digest") == (used, INES)
    assert [token.token_id for token in staffed.tokens_of("a1")] == ["t2", "t1"]
    assert staffed.tokens_of("a2") == []
    assert not staffed.revoke_token("a2", "t1")
    assert staffed.revoke_token("a1", "t1")
    assert not staffed.revoke_token("a1", "t1")
    assert staffed.token("digest") is None


def test_passkeys_are_kept(staffed: People) -> None:
    assert staffed.add_passkey(PASSKEY)
    assert not staffed.add_passkey(replace(PASSKEY, account_id="a2"))
    staffed.touch_passkey("c1", 4, r.hours(1))

    used = replace(PASSKEY, sign_count=4, used_at=r.hours(1))
    assert staffed.passkey("c1") == (used, INES)
    assert staffed.passkeys_of("a1") == [used]
    assert not staffed.remove_passkey("a2", "c1")
    assert staffed.remove_passkey("a1", "c1")
    assert staffed.passkeys_of("a1") == []


# --- guessing -----------------------------------------------------------------------------------


def test_failures_are_counted_before_the_answer(people: People) -> None:
    for _ in range(3):
        assert people.try_sign_in(THREE, r.DAY) is None
    assert people.attempts("account ines") == Attempts(3, r.DAY)
    assert people.try_sign_in(THREE, r.DAY) == r.DAY + timedelta(seconds=30)
    assert people.attempts("account ines") == Attempts(3, r.DAY)
    assert people.try_sign_in(THREE, r.DAY + timedelta(seconds=30)) is None
    late = r.DAY + timedelta(seconds=31)
    assert people.try_sign_in(THREE, late) == r.DAY + timedelta(seconds=90)


def test_a_pause_of_one_key_counts_against_none(people: People) -> None:
    for _ in range(3):
        people.try_sign_in(THREE, r.DAY)
    both = {**THREE, "address x": Patience(9, timedelta(hours=1))}
    assert people.try_sign_in(both, r.DAY) is not None
    assert people.attempts("address x") is None


def test_failures_are_forgiven(people: People) -> None:
    for _ in range(2):
        people.try_sign_in(THREE, r.DAY)
    people.take_back("account ines")
    assert people.attempts("account ines") == Attempts(1, r.DAY)
    people.take_back("account ines")
    assert people.attempts("account ines") is None
    people.take_back("account ines")
    people.try_sign_in(THREE, r.DAY)
    people.forgive("account ines")
    assert people.attempts("account ines") is None


def test_failures_are_remembered_for_a_day(people: People) -> None:
    for _ in range(3):
        people.try_sign_in(THREE, r.DAY)
    people.try_sign_in({"other": THREE["account ines"]}, r.DAY + timedelta(days=1, seconds=1))
    assert people.attempts("account ines") is None


def test_no_attempt_is_free_however_many_come_at_once(tmp_path: Path) -> None:
    with FACTORIES["sqlite-file"](tmp_path) as people, ThreadPoolExecutor(8) as pool:
        tries = list(pool.map(lambda _: people.try_sign_in(THREE, r.DAY), range(24)))

    assert tries.count(None) == 3


# --- what is used once, and secrets -------------------------------------------------------------


def test_a_pass_is_taken_once(people: People) -> None:
    people.keep_pass("d", "invitation", "data", r.DAY, r.hours(1))
    assert people.take_pass("d", "other", r.DAY) is None
    assert people.take_pass("d", "invitation", r.DAY) == "data"
    assert people.take_pass("d", "invitation", r.DAY) is None


def test_a_pass_ends(people: People) -> None:
    people.keep_pass("d", "invitation", "data", r.DAY, r.hours(1))
    assert people.take_pass("d", "invitation", r.hours(1)) is None
    people.keep_pass("e", "invitation", "data", r.DAY, r.hours(1))
    people.keep_pass("f", "invitation", "data", r.hours(1), r.hours(2))
    assert people.take_pass("e", "invitation", r.DAY) is None


def test_a_pass_is_taken_by_one_however_many_ask_at_once(tmp_path: Path) -> None:
    with FACTORIES["sqlite-file"](tmp_path) as people, ThreadPoolExecutor(8) as pool:
        people.keep_pass("d", "p", "data", r.DAY, r.hours(1))
        taken = list(pool.map(lambda _: people.take_pass("d", "p", r.DAY), range(16)))

    assert taken.count("data") == 1


def test_a_secret_is_the_first_one(people: People) -> None:
    assert people.secret("cookies", b"first") == b"first"
    assert people.secret("cookies", b"second") == b"first"
    assert people.secret("other", b"third") == b"third"


# --- the audit log ------------------------------------------------------------------------------


def test_lines_are_kept_in_order(people: People) -> None:
    lines = [AuditLine(r.hours(n), "ines", "did", f"thing {n}", "detail", "x") for n in range(5)]
    for line in lines:
        people.write_audit(line)
    found = people.audit()

    assert [line for _, line in found] == lines[::-1]
    assert [line for _, line in people.audit(before=found[1][0], most=2)] == lines[2:0:-1]
    assert people.audit_acts() == ["did"]


def test_lines_outlive_their_account(staffed: People) -> None:
    staffed.write_audit(AuditLine(r.DAY, "tomas", "did", "thing"))
    staffed.change_account(replace(TOMAS, is_disabled=True))
    assert len(staffed.audit(who="tomas")) == 1
