"""Sessions, API tokens and passkeys in the database: what says that somebody is an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, delete, insert, select, update

from newsloom.edges import tables as t
from newsloom.edges.database import Database
from newsloom.edges.rows import count, decode, encode, first_key
from newsloom.model.people import Account, ApiToken, Passkey, Session

Record = TypeVar("Record", Session, ApiToken, Passkey)


class Credentials(Database):
    """The part of ``ports.people.People`` that is about what accounts hold."""

    # --- sessions ---------------------------------------------------------------------------------

    def open_session(self, session: Session) -> None:
        """Keep a new session."""
        with self.writing() as connection:
            row = {
                "session_id": session.session_id,
                "account_id": session.account_id,
                "made_at": session.made_at,
                "seen_at": session.seen_at,
                "data": encode(session),
            }
            connection.execute(insert(t.SESSIONS).values(**row))

    def session(self, session_id: str) -> tuple[Session, Account] | None:
        """Return a session and its account, which is not disabled."""
        query = held(t.SESSIONS).where(t.SESSIONS.c.session_id == session_id)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (session_of(row), decode(row.account, Account))

    def sessions_of(self, account_id: str) -> Sequence[Session]:
        """Return the sessions of an account, the last seen first."""
        row = t.SESSIONS.c
        query = select(t.SESSIONS).where(row.account_id == account_id).order_by(row.seen_at.desc())
        with self.reading() as connection:
            return [session_of(found) for found in connection.execute(query)]

    def touch_session(self, session_id: str, at: datetime) -> None:
        """Note when a session was last seen."""
        with self.writing() as connection:
            same = t.SESSIONS.c.session_id == session_id
            connection.execute(update(t.SESSIONS).where(same).values(seen_at=at))

    def close_session(self, session_id: str) -> None:
        """End a session."""
        with self.writing() as connection:
            connection.execute(delete(t.SESSIONS).where(t.SESSIONS.c.session_id == session_id))

    def close_sessions(self, account_id: str) -> None:
        """End all sessions of an account."""
        with self.writing() as connection:
            connection.execute(delete(t.SESSIONS).where(t.SESSIONS.c.account_id == account_id))

    def forget_sessions(self, made_before: datetime) -> None:
        """End the sessions made before a moment."""
        with self.writing() as connection:
            connection.execute(delete(t.SESSIONS).where(t.SESSIONS.c.made_at < made_before))

    # --- tokens of the API ------------------------------------------------------------------------

    def add_token(self, token: ApiToken) -> None:
        """Keep a new token."""
        with self.writing() as connection:
            row = {
                "token_id": token.token_id,
                "digest": token.digest,
                "account_id": token.account_id,
                "used_at": token.used_at,
                "data": encode(token),
            }
            connection.execute(insert(t.API_TOKENS).values(**row))

    def token(self, digest: str) -> tuple[ApiToken, Account] | None:
        """Return a token and its account, which is not disabled."""
        query = held(t.API_TOKENS).where(t.API_TOKENS.c.digest == digest)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (token_of(row), decode(row.account, Account))

    def tokens_of(self, account_id: str) -> Sequence[ApiToken]:
        """Return the tokens of an account, the newest first."""
        query = select(t.API_TOKENS).where(t.API_TOKENS.c.account_id == account_id)
        with self.reading() as connection:
            return newest_first([token_of(row) for row in connection.execute(query)])

    def touch_token(self, token_id: str, at: datetime) -> None:
        """Note when a token was last used."""
        with self.writing() as connection:
            same = t.API_TOKENS.c.token_id == token_id
            connection.execute(update(t.API_TOKENS).where(same).values(used_at=at))

    def revoke_token(self, account_id: str, token_id: str) -> bool:
        """Forget a token of an account; False = it has none such."""
        with self.writing() as connection:
            return drop_own(connection, t.API_TOKENS, account_id, token_id)

    # --- passkeys ---------------------------------------------------------------------------------

    def add_passkey(self, passkey: Passkey) -> bool:
        """Keep a new passkey; False = it is known already."""
        row = {
            "credential_id": passkey.credential_id,
            "account_id": passkey.account_id,
            "sign_count": passkey.sign_count,
            "used_at": passkey.used_at,
            "data": encode(passkey),
        }
        with self.writing() as connection:
            same = t.PASSKEYS.c.credential_id == passkey.credential_id
            if count(connection, t.PASSKEYS, same):
                return False
            connection.execute(insert(t.PASSKEYS).values(**row))
            return True

    def passkey(self, credential_id: str) -> tuple[Passkey, Account] | None:
        """Return a passkey and its account, which is not disabled."""
        query = held(t.PASSKEYS).where(t.PASSKEYS.c.credential_id == credential_id)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (passkey_of(row), decode(row.account, Account))

    def passkeys_of(self, account_id: str) -> Sequence[Passkey]:
        """Return the passkeys of an account, the newest first."""
        query = select(t.PASSKEYS).where(t.PASSKEYS.c.account_id == account_id)
        with self.reading() as connection:
            return newest_first([passkey_of(row) for row in connection.execute(query)])

    def touch_passkey(self, credential_id: str, sign_count: int, at: datetime) -> None:
        """Note when a passkey was last used, and what it counted."""
        with self.writing() as connection:
            same = t.PASSKEYS.c.credential_id == credential_id
            values = {"sign_count": sign_count, "used_at": at}
            connection.execute(update(t.PASSKEYS).where(same).values(**values))

    def remove_passkey(self, account_id: str, credential_id: str) -> bool:
        """Forget a passkey of an account; False = it has none such."""
        with self.writing() as connection:
            return drop_own(connection, t.PASSKEYS, account_id, credential_id)


def drop_own(connection: Connection, table: Table, account_id: str, key: str) -> bool:
    """Delete a row if it is the account's; returns whether it was."""
    mine = [first_key(table) == key, table.c.account_id == account_id]
    return connection.execute(delete(table).where(*mine)).rowcount > 0


def held(table: Table) -> Select[*tuple[Any, ...]]:
    """Return the query of a table's rows with the account of each, which is not disabled."""
    account = t.ACCOUNTS.c
    joined = table.join(t.ACCOUNTS, account.account_id == table.c.account_id)
    query = select(*table.c, account.data.label("account"))
    return query.select_from(joined).where(account.is_disabled == 0)


def newest_first(records: Sequence[Record]) -> Sequence[Record]:
    """Return records by when they were made, the newest first."""
    return sorted(records, key=lambda record: record.made_at, reverse=True)


def session_of(row: Row[*tuple[Any, ...]]) -> Session:
    """Return the session in a row."""
    return replace(decode(row.data, Session), seen_at=row.seen_at)


def token_of(row: Row[*tuple[Any, ...]]) -> ApiToken:
    """Return the token in a row."""
    return replace(decode(row.data, ApiToken), used_at=row.used_at)


def passkey_of(row: Row[*tuple[Any, ...]]) -> Passkey:
    """Return the passkey in a row."""
    kept = decode(row.data, Passkey)
    return replace(kept, sign_count=row.sign_count, used_at=row.used_at)
