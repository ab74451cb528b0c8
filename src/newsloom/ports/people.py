"""What signing in, and knowing who did what, needs from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from newsloom.model.people import (
    Account,
    ApiToken,
    Attempts,
    AuditLine,
    Passkey,
    Patience,
    Session,
)


class People(Protocol):
    """Accounts and all that hangs on them. Ids of secrets are hashes: no secret is kept."""

    # --- accounts ---------------------------------------------------------------------------------

    def has_admin(self) -> bool:
        """Return whether there is an admin who is not disabled."""
        ...

    def accounts(self) -> Sequence[Account]:
        """Return all accounts by name, the disabled ones too."""
        ...

    def account(self, account_id: str) -> Account | None:
        """Return one account."""
        ...

    def account_named(self, name: str) -> Account | None:
        """Return the account of a name, in any case."""
        ...

    def account_of(self, identity: str) -> Account | None:
        """Return the account of an outside identity, never "" ."""
        ...

    def add_account(self, account: Account, password_hash: str) -> bool:
        """Keep a new account; False = its name or identity is taken, and nothing is kept.

        ``password_hash`` "" = it cannot sign in by password.
        """
        ...

    def add_first_admin(self, account: Account, password_hash: str, token_digest: str) -> bool:
        """Keep the first admin if there is none yet and the set-up token is this one; it dies."""
        ...

    def change_account(self, account: Account) -> bool:
        """Keep what changed of an account; disabling it ends its sessions.

        False = nothing was changed, since nobody would be left who may administer.
        """
        ...

    def password_of(self, account_id: str) -> str:
        """Return the hash of an account's password; "" = there is none."""
        ...

    def change_password(self, account_id: str, password_hash: str) -> None:
        """Keep another password; every session of the account ends."""
        ...

    def renew_hash(self, account_id: str, before: str, after: str) -> None:
        """Keep another hash of the same password, if it has not been changed meanwhile."""
        ...

    # --- sessions ---------------------------------------------------------------------------------

    def open_session(self, session: Session) -> None:
        """Keep a new session."""
        ...

    def session(self, session_id: str) -> tuple[Session, Account] | None:
        """Return a session and its account, which is not disabled."""
        ...

    def sessions_of(self, account_id: str) -> Sequence[Session]:
        """Return the sessions of an account, the last seen first."""
        ...

    def touch_session(self, session_id: str, at: datetime) -> None:
        """Note when a session was last seen."""
        ...

    def close_session(self, session_id: str) -> None:
        """End a session."""
        ...

    def close_sessions(self, account_id: str) -> None:
        """End all sessions of an account."""
        ...

    def forget_sessions(self, made_before: datetime) -> None:
        """End the sessions made before a moment."""
        ...

    # --- tokens of the API ------------------------------------------------------------------------

    def add_token(self, token: ApiToken) -> None:
        """Keep a new token."""
        ...

    def token(self, digest: str) -> tuple[ApiToken, Account] | None:
        """Return a token and its account, which is not disabled."""
        ...

    def tokens_of(self, account_id: str) -> Sequence[ApiToken]:
        """Return the tokens of an account, the newest first."""
        ...

    def touch_token(self, token_id: str, at: datetime) -> None:
        """Note when a token was last used."""
        ...

    def revoke_token(self, account_id: str, token_id: str) -> bool:
        """Forget a token of an account; False = it has none such."""
        ...

    # --- passkeys ---------------------------------------------------------------------------------

    def add_passkey(self, passkey: Passkey) -> bool:
        """Keep a new passkey; False = it is known already."""
        ...

    def passkey(self, credential_id: str) -> tuple[Passkey, Account] | None:
        """Return a passkey and its account, which is not disabled."""
        ...

    def passkeys_of(self, account_id: str) -> Sequence[Passkey]:
        """Return the passkeys of an account, the newest first."""
        ...

    def touch_passkey(self, credential_id: str, sign_count: int, at: datetime) -> None:
        """Note when a passkey was last used, and what it counted."""
        ...

    def remove_passkey(self, account_id: str, credential_id: str) -> bool:
        """Forget a passkey of an account; False = it has none such."""
        ...

    # --- sign-in under attack ---------------------------------------------------------------------

    def try_sign_in(self, patience: Mapping[str, Patience], at: datetime) -> datetime | None:
        """Count one more failure against each key, before the password is looked at.

        Returns:
            None = the attempt may be made; else when it may, and nothing was counted. Failures
            older than a day count no more.
        """
        ...

    def forgive(self, key: str) -> None:
        """Forget the failures counted against a key."""
        ...

    def take_back(self, key: str) -> None:
        """Take back the last failure counted against a key, after a success."""
        ...

    def attempts(self, key: str) -> Attempts | None:
        """Return the failures counted against a key."""
        ...

    # --- what is used once ------------------------------------------------------------------------

    def keep_pass(
        self, digest: str, purpose: str, data: str, at: datetime, until: datetime
    ) -> None:
        """Keep something that may be taken once, until a moment; what is over is forgotten."""
        ...

    def take_pass(self, digest: str, purpose: str, at: datetime) -> str | None:
        """Return what was kept and forget it; None = there is no such, or it is over."""
        ...

    # --- secrets of the house ---------------------------------------------------------------------

    def secret(self, name: str, fresh: bytes) -> bytes:
        """Return the secret of a name; where there is none yet, ``fresh`` is kept as it."""
        ...

    def replace_set_up_token(self, digest: str) -> None:
        """Keep the hash of the only token that makes the first admin."""
        ...

    # --- the audit log ----------------------------------------------------------------------------

    def write_audit(self, line: AuditLine) -> None:
        """Add a line; nothing changes or removes one."""
        ...

    def audit(
        self,
        who: str = "",
        act: str = "",
        subject: str = "",
        before: int = 0,
        most: int = 100,
    ) -> Sequence[tuple[int, AuditLine]]:
        """Return numbered lines, the newest first.

        Args:
            who, act: all of it; "" = any.
            subject: part of it, in any case; "" = any.
            before: only lines of a lower number; 0 = from the newest.
            most: lines at most.
        """
        ...

    def audit_acts(self) -> Sequence[str]:
        """Return the acts there are lines of, by alphabet."""
        ...
