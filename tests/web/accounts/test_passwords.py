"""Passwords: how they are hashed, and which are refused; settings of signing in."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from newsloom.errors import ConfigError
from newsloom.publish.tongue import ENGLISH
from newsloom.settings import parse_settings
from newsloom.web.accounts.passwords import AT_ONCE, Passwords, fault_of
from tests.web.accounts.house import WORDS, CountedPasswords


def test_the_house_hashes_by_argon2id_in_64_mib() -> None:
    passwords = Passwords()
    known = passwords.hash(WORDS)

    assert known.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.hash(WORDS) != known
    assert passwords.check(WORDS, known) == (True, "")
    assert passwords.check(f"{WORDS}.", known) == (False, "")


def test_a_weaker_hash_is_made_anew() -> None:
    passwords = CountedPasswords()
    weak = PasswordHash((Argon2Hasher(1, 16, 1),)).hash(WORDS)
    is_right, fresh = passwords.check(WORDS, weak)

    assert is_right
    assert passwords.check(WORDS, fresh) == (True, "")
    assert passwords.check("wrong", weak) == (False, "")


@pytest.mark.parametrize("known", ["", "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$broken"])
def test_no_hash_lets_nobody_in(known: str) -> None:
    assert CountedPasswords().check("correct horse battery staple", known) == (False, "")


def test_a_very_long_password_costs_no_more() -> None:
    assert CountedPasswords().check("x" * 4_000_000, "") == (False, "")


def test_few_are_hashed_at_a_time() -> None:
    passwords, lock = CountedPasswords(), threading.Lock()
    most = here = 0
    verify = passwords.hasher.verify_and_update

    def slow(*given: str) -> tuple[bool, str | None]:
        nonlocal most, here
        with lock:
            here += 1
            most = max(most, here)
        time.sleep(0.01)
        with lock:
            here -= 1
        return verify(*given)

    passwords.hasher.verify_and_update = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: passwords.check("x", ""), range(16)))

    assert most == AT_ONCE


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "too short"),
        ("eleven char", "too short"),
        ("x" * 257, "too long"),
        ("aabbaabbaabb", "too easy"),
        ("tomastomastomas", "too easy"),
        ("TomasTomasTomas", "too easy"),
        (WORDS, ""),
        ("пять слов подряд", ""),
        ("\u2003" * 3 + "spaces count too", ""),
    ],
)
def test_which_passwords_are_refused(password: str, words: str) -> None:
    fault = fault_of(ENGLISH, password, "tomas")
    assert (words in fault) if words else fault == ""


@pytest.mark.parametrize(
    "line",
    [
        'address = "news.example"',
        'address = "https://news.example/path"',
        'oidc_issuer = "ftp://id.example"',
        'oidc_issuer = "https://user@id.example"',
        'oidc_role = "owner"',
        'oidc_roles = {desk = "owner"}',
        'password = "yes"',
        "unknown = 1",
    ],
)
def test_settings_that_cannot_be_are_refused(line: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(f"[sign_in]\n{line}\n")
    assert caught.value.line == 2
    assert "sign_in." in str(caught.value)
