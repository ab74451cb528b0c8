"""Accounts, as the command line looks after them; every act is in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from newsloom.errors import ConfigError
from newsloom.model.people import Account, AuditLine, Role, Scope
from newsloom.newsroom.room import Room
from newsloom.publish.tongue import ENGLISH
from newsloom.web.accounts.invitations import invite
from newsloom.web.accounts.passwords import Passwords, fault_of
from newsloom.web.accounts.proving import name_of
from newsloom.web.accounts.tokens import MOST_TOKENS, new_token, scopes_of

WHO = "newsloom"
"""Who acts on the command line, in the audit log."""


def role_named(word: str) -> Role:
    """Return the role of a word; raises ConfigError for any other word."""
    for role in Role:
        if role.word == word.lower():
            return role
    raise ConfigError(word, f"is no role; choose from {', '.join(role.word for role in Role)}")


def person_named(room: Room, name: str) -> Account:
    """Return the account of a name; raises ConfigError where there is none."""
    account = room.store.account_named(name)
    if account is None:
        raise ConfigError(name, "has no account; see newsloom people list")
    return account


def check_name(room: Room, name: str) -> str:
    """Return a name for a new account as it is kept.

    Raises:
        ConfigError: it can be no name, or is taken.
    """
    kept = name_of(name)
    if not kept:
        message = "can be no name: take letters a to z, figures, and . _ @ + - between them"
        raise ConfigError(name, message)
    if room.store.account_named(kept) is not None:
        raise ConfigError(kept, "has an account already; see newsloom people list")
    return kept


def add_person(room: Room, name: str, role: Role, full_name: str, password: str | None) -> Account:
    """Return the account that was added; ``password`` None = it cannot sign in by one yet.

    Raises:
        ConfigError: the name cannot be taken, or the password is too weak.
    """
    kept = check_name(room, name)
    password_hash = "" if password is None else hashed(password, kept)
    account = Account(secrets.token_hex(8), kept, role, room.clock(), full_name.strip()[:100])
    if not room.store.add_account(account, password_hash):
        raise ConfigError(kept, "has an account already; see newsloom people list")
    note(room, "added the account", account, role.word)
    return account


def invitation(room: Room, account: Account) -> str:
    """Return the address, or its path alone, where an account chooses a password, once."""
    note(room, "invited to a new password", account)
    path = invite(room.store, account.account_id, room.clock())
    return f"{room.settings.sign_in.address}{path}"


def set_password(room: Room, account: Account, password: str) -> None:
    """Give an account another password; its sessions end. Raises ConfigError for a weak one."""
    room.store.change_password(account.account_id, hashed(password, account.name))
    note(room, "changed the password of", account)


def give_role(room: Room, account: Account, role: Role) -> Account:
    """Return the account with another role; raises ConfigError if no admin would be left."""
    return changed(room, replace(account, role=role), "changed the role of", role.word)


def switch(room: Room, account: Account, *, off: bool) -> Account:
    """Return the account, disabled or not; raises ConfigError if no admin would be left."""
    act = "disabled the account" if off else "enabled the account"
    return changed(room, replace(account, is_disabled=off), act)


def make_token(room: Room, account: Account, label: str, words: Sequence[str]) -> str:
    """Return the secret of a new API token; it is kept nowhere.

    Raises:
        ConfigError: a scope that is none, or that the account's role does not reach.
    """
    allowed = scopes_of(account)
    for word in words:
        if word not in allowed:
            message = f"cannot be a scope of {account.name}; choose from {', '.join(allowed)}"
            raise ConfigError(word, message)
    if len(room.store.tokens_of(account.account_id)) >= MOST_TOKENS:
        raise ConfigError(account.name, f"has {MOST_TOKENS} tokens; take one back on /account")
    scopes = [Scope(word) for word in words]
    token, secret = new_token(account, label, scopes, room.clock())
    room.store.add_token(token)
    detail = f"of {account.name}: {', '.join(sorted(scopes))}"
    at = room.clock()
    room.store.write_audit(AuditLine(at, WHO, "made an API token", token.label, detail))
    return secret


def changed(room: Room, account: Account, act: str, detail: str = "") -> Account:
    """Keep what was changed of an account."""
    if not room.store.change_account(account):
        raise ConfigError(account.name, "is the only admin; make somebody else one first")
    note(room, act, account, detail)
    return account


def hashed(password: str, name: str) -> str:
    """Return the hash of a new password; raises ConfigError for a weak one."""
    fault = fault_of(ENGLISH, password, name)
    if fault:
        raise ConfigError("password", fault)
    return Passwords().hash(password)


def note(room: Room, act: str, account: Account, detail: str = "") -> None:
    """Add a line to the audit log."""
    room.store.write_audit(AuditLine(room.clock(), WHO, act, account.name, detail))
