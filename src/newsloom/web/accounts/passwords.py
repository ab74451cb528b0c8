"""Passwords: whether a new one is good enough, its hash, and whether one is right (argon2id)."""

from __future__ import annotations

import unicodedata
from functools import cached_property
from threading import BoundedSemaphore
from typing import Final

from pwdlib import PasswordHash

from newsloom.publish.tongue import Tongue

SHORTEST: Final = 12
LONGEST: Final = 256
"""Characters."""
AT_ONCE: Final = 2
"""Hashes made at a time; each takes 64 MiB for a moment, and guessers must not take them all."""

NEVER: Final = "correct horse battery staple"
"""What is hashed for accounts that are not there."""


class Passwords:
    """Makes and checks hashes; ``hasher`` None = argon2id as recommended (RFC 9106, 64 MiB)."""

    def __init__(self, hasher: PasswordHash | None = None) -> None:
        self.hasher = hasher or PasswordHash.recommended()
        self._turn = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return the salted hash of a password."""
        with self._turn:
            return self.hasher.hash(plain(password))

    def check(self, password: str, known: str) -> tuple[bool, str]:
        """Return whether a password is right, and a hash to keep instead; "" = the old one does.

        Where there is no hash, as for an account that is not there, it takes as long to say no.
        """
        with self._turn:
            is_right, fresh = self.hasher.verify_and_update(plain(password), known or self.nobodys)
        return (True, fresh or "") if is_right and known else (False, "")

    @cached_property
    def nobodys(self) -> str:
        """A hash that belongs to nobody."""
        return self.hasher.hash(NEVER)


def plain(password: str) -> str:
    """Return a password in the one form that every keyboard's way of typing it gives."""
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST])


def fault_of(tongue: Tongue, password: str, name: str) -> str:
    """Return why a new password for the account of a name is refused; "" = it is good enough.

    Length is what counts (NIST SP 800-63B-4, 3.1.1.2); no signs of any kind are demanded.
    """
    typed = plain(password)
    if len(typed) < SHORTEST:
        return tongue.say(
            "This password is too short: take at least %(num)s characters, such as four words.",
            num=SHORTEST,
        )
    if len(typed) > LONGEST:
        return tongue.say("This password is too long: take at most %(num)s.", num=LONGEST)
    if len(set(typed.lower())) < 5 or typed.lower().replace(name, "") == "":
        return tongue.say(
            "This password is too easy to guess: take words that have nothing in common."
        )
    return ""
