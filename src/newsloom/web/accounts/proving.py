"""Name and password -> the account, or the sentence that refuses; guessing gets slower.

Failures are counted in the store, against the account and against the address they come from,
before a password is looked at: however many are tried at once, none is free.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Final

from starlette.requests import Request

from newsloom.model.people import Account, Patience
from newsloom.publish.tongue import Tongue
from newsloom.web.accounts.passwords import Passwords
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.visitor import visit_of, words_for

BY_ACCOUNT: Final = Patience(free=5, longest=timedelta(minutes=15))
"""Somebody else's guesses lock nobody out for more than a quarter of an hour."""
BY_ADDRESS: Final = Patience(free=20, longest=timedelta(hours=1))
"""Many may sit behind one address."""

NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,62}[a-z0-9])?")
"""Names of accounts."""


class Refusal(Exception):
    """Somebody is not let in; the text is the sentence that says so."""

    def __init__(self, status: HTTPStatus, sentence: str, wait_seconds: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.wait_seconds = status, sentence, wait_seconds

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that say when to try again."""
        return {"Retry-After": str(self.wait_seconds)} if self.wait_seconds else {}


def name_of(typed: str) -> str:
    """Return the name of an account in the one form it is kept in; "" = it can be no name."""
    name = typed.strip().lower()
    return name if NAME.fullmatch(name) else ""


def prove(request: Request, passwords: Passwords, name: str, password: str) -> Account:
    """Return the account whose name and password these are.

    Raises:
        Refusal: they are not, the account is disabled (403), or it is too soon (429). The words
            do not tell which accounts there are, nor does the time it takes.
    """
    people = live_of(request).people
    by_account = f"account {name}"
    by_address = begin_attempt(request, by_account)
    account = people.account_named(name) if name else None
    known = people.password_of(account.account_id) if account and not account.is_disabled else ""
    is_right, fresh = passwords.check(password, known)
    if account is None or not is_right:
        note(request, "was refused at sign-in", account.name if account else "an unknown name")
        words = words_for(request).say("Name and password do not fit: check both and try again.")
        raise Refusal(HTTPStatus.FORBIDDEN, words)
    if fresh:
        people.renew_hash(account.account_id, known, fresh)
    people.forgive(by_account)
    people.take_back(by_address)
    return account


def begin_attempt(request: Request, by_what: str = "") -> str:
    """Count a failure against ``by_what`` and the address, in advance; return the latter's key.

    Raises:
        Refusal: it is too soon after the failures before (429).
    """
    live = live_of(request)
    at = live.clock()
    by_address = f"address {network_of(visit_of(request).address)}"
    patience = {by_address: BY_ADDRESS}
    if by_what:
        patience[by_what] = BY_ACCOUNT
    until = live.people.try_sign_in(patience, at)
    if until is not None:
        sentence = too_soon(words_for(request), until, at)
        wait = ceil((until - at).total_seconds())
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, sentence, wait)
    return by_address


def too_soon(tongue: Tongue, until: datetime, at: datetime) -> str:
    """Return the sentence that says when to try again."""
    minutes = ceil((until - at).total_seconds() / 60)
    wait = tongue.count("in %(num)s minute", "in %(num)s minutes", minutes)
    return tongue.say(
        "Too many sign-ins have failed: try again %(wait)s (after %(clock)s).",
        wait=wait,
        clock=f"{until:%H:%M:%S} UTC",
    )


def network_of(address: str) -> str:
    """Return what one household or machine holds of addresses: an IPv6 network of 64 bits."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
