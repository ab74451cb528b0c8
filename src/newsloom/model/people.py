"""Accounts, sessions, tokens, the audit log: who may do what, and who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """What an account may do; each may do all that those before it may."""

    READER = 1
    """Follows, mutes and saves, on any machine."""
    EDITOR = 2
    """Sits at the desk: makes rulings, mends sources."""
    ADMIN = 3
    """Looks after accounts and settings, reads the audit log."""

    @property
    def word(self) -> str:
        """The role as people write it: "reader", "editor", "admin"."""
        return self.name.lower()


class Scope(StrEnum):
    """What an API token may do."""

    READ = "read"
    RULINGS = "rulings"
    SOURCES = "sources"
    HOOKS = "hooks"

    @property
    def role(self) -> Role:
        """The least role whose tokens may have it."""
        return Role.READER if self is Scope.READ else Role.EDITOR


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. The password's hash is kept apart and never leaves the store."""

    account_id: str
    name: str
    """What is typed at sign-in; lower case, unique."""
    role: Role
    made_at: datetime
    full_name: str = ""
    """What others see; "" = the name."""
    identity: str = ""
    """``ISSUER SUBJECT`` at an outside provider of sign-in; "" = none."""
    is_disabled: bool = False
    """True = neither password, passkey, session nor token of it counts."""

    @property
    def called(self) -> str:
        """What others see."""
        return self.full_name or self.name


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in."""

    session_id: str
    """Hash of the random id in the browser's cookie."""
    account_id: str
    made_at: datetime
    seen_at: datetime
    """Last seen, to within a few minutes."""
    address: str
    agent: str
    """What the browser called itself at sign-in, shortened."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a program signs its requests with, in place of an account's owner."""

    token_id: str
    digest: str
    """Hash of the token, which is shown once and kept nowhere."""
    account_id: str
    label: str
    scopes: frozenset[Scope]
    made_at: datetime
    used_at: datetime | None = None
    """Last used, to within a few minutes; None = never."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key in somebody's device that signs in without a password (WebAuthn)."""

    credential_id: str
    """URL-safe base64."""
    account_id: str
    public_key: bytes
    """COSE."""
    sign_count: int
    """How often the device has signed; 0 = it does not count."""
    label: str
    made_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that was done: "WHO ACT SUBJECT", such as "ines added the account tomas"."""

    at: datetime
    who: str
    """Name of the account; "" = somebody who is not signed in, "newsloom" = the command line."""
    act: str
    """A few words in the past tense, the same for the same kind of act."""
    subject: str = ""
    """What it was done to: an account, a story, a source, a setting."""
    detail: str = ""
    """What it became, or why."""
    address: str = ""
    """Where the request came from; "" = this machine's command line."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Failed sign-ins in a row, for one account or one address."""

    failures: int
    last_at: datetime


FIRST_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures pass without a pause, and the longest pause after them."""

    free: int
    longest: timedelta

    def pause_until(self, attempts: Attempts) -> datetime:
        """Return when the next attempt may be made.

        After ``free`` failures 30 seconds, and twice as long after each further one, at most
        ``longest``.
        """
        over = attempts.failures - self.free
        if over < 0:
            return attempts.last_at
        pause = FIRST_PAUSE * (1 << min(over, 16))
        return attempts.last_at + min(pause, self.longest)
