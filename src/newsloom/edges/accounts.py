"""Accounts in the database: who there is, what they may do, and the hash of their password."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from newsloom.edges import tables as t
from newsloom.edges.database import Database
from newsloom.edges.rows import Values, count, decode, encode
from newsloom.model.people import Account, Role

SET_UP = "set-up"
"""Name of the secret whose hash lets the first admin in."""


class Accounts(Database):
    """The part of ``ports.people.People`` that is about accounts."""

    def has_admin(self) -> bool:
        """Return whether there is an admin who is not disabled."""
        with self.reading() as connection:
            return admins(connection) > 0

    def accounts(self) -> Sequence[Account]:
        """Return all accounts by name, the disabled ones too."""
        with self.reading() as connection:
            query = select(t.ACCOUNTS.c.data).order_by(t.ACCOUNTS.c.name)
            return [decode(data, Account) for data in connection.execute(query).scalars()]

    def account(self, account_id: str) -> Account | None:
        """Return one account."""
        return self.account_where(t.ACCOUNTS.c.account_id == account_id)

    def account_named(self, name: str) -> Account | None:
        """Return the account of a name, in any case."""
        return self.account_where(t.ACCOUNTS.c.name == name.lower())

    def account_of(self, identity: str) -> Account | None:
        """Return the account of an outside identity."""
        return self.account_where(t.ACCOUNTS.c.identity == identity)

    def account_where(self, condition: ColumnElement[bool]) -> Account | None:
        """Return the account that meets a condition no two do."""
        with self.reading() as connection:
            data = connection.execute(select(t.ACCOUNTS.c.data).where(condition)).scalar()
            return None if data is None else decode(data, Account)

    def add_account(self, account: Account, password_hash: str) -> bool:
        """Keep a new account; False = its name or identity is taken, and nothing is kept."""
        row = account_row(account)
        with self.writing() as connection:
            known = t.ACCOUNTS.c
            same = known.name == row["name"]
            if account.identity:
                same = or_(same, known.identity == account.identity)
            if count(connection, t.ACCOUNTS, same):
                return False
            connection.execute(insert(t.ACCOUNTS).values(**row, password=password_hash))
            return True

    def add_first_admin(self, account: Account, password_hash: str, token_digest: str) -> bool:
        """Keep the first admin if there is none yet and the set-up token is this one; it dies."""
        with self.transaction(), self.writing() as connection:
            secret = t.SECRETS.c
            is_it = [secret.name == SET_UP, secret.body == token_digest.encode()]
            if admins(connection) or not count(connection, t.SECRETS, *is_it):
                return False
            if not self.add_account(account, password_hash):
                return False
            connection.execute(delete(t.SECRETS).where(secret.name == SET_UP))
            return True

    def change_account(self, account: Account) -> bool:
        """Keep what changed of an account; disabling it ends its sessions.

        False = nothing was changed, since nobody would be left who may administer.
        """
        row, known = account_row(account), t.ACCOUNTS.c
        stays = account.role >= Role.ADMIN and not account.is_disabled
        with self.writing() as connection:
            others = admins(connection, known.account_id != account.account_id)
            if not stays and not others and admins(connection):
                return False
            same = known.account_id == account.account_id
            connection.execute(update(t.ACCOUNTS).where(same).values(**row))
            if account.is_disabled:
                gone = t.SESSIONS.c.account_id == account.account_id
                connection.execute(delete(t.SESSIONS).where(gone))
            return True

    def password_of(self, account_id: str) -> str:
        """Return the hash of an account's password; "" = there is none."""
        with self.reading() as connection:
            query = select(t.ACCOUNTS.c.password).where(t.ACCOUNTS.c.account_id == account_id)
            return connection.execute(query).scalar() or ""

    def change_password(self, account_id: str, password_hash: str) -> None:
        """Keep another password; every session of the account ends."""
        with self.writing() as connection:
            same = t.ACCOUNTS.c.account_id == account_id
            connection.execute(update(t.ACCOUNTS).where(same).values(password=password_hash))
            connection.execute(delete(t.SESSIONS).where(t.SESSIONS.c.account_id == account_id))

    def renew_hash(self, account_id: str, before: str, after: str) -> None:
        """Keep another hash of the same password, if it has not been changed meanwhile."""
        with self.writing() as connection:
            row = t.ACCOUNTS.c
            same = [row.account_id == account_id, row.password == before]
            connection.execute(update(t.ACCOUNTS).where(*same).values(password=after))

    def replace_set_up_token(self, digest: str) -> None:
        """Keep the hash of the only token that makes the first admin."""
        with self.writing() as connection:
            connection.execute(delete(t.SECRETS).where(t.SECRETS.c.name == SET_UP))
            row = {"name": SET_UP, "body": digest.encode()}
            connection.execute(insert(t.SECRETS).values(**row))


def admins(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    """Return how many accounts may administer."""
    row = t.ACCOUNTS.c
    return count(connection, t.ACCOUNTS, row.role >= Role.ADMIN, row.is_disabled == 0, *conditions)


def account_row(account: Account) -> Values:
    """Return the row of an account, but for its password."""
    return {
        "account_id": account.account_id,
        "name": account.name.lower(),
        "identity": account.identity or None,
        "role": int(account.role),
        "is_disabled": int(account.is_disabled),
        "data": encode(account),
    }
