"""Pages of accounts: signing in and out, the first admin, one's own account, people, the log."""

from __future__ import annotations

from starlette.routing import BaseRoute

from newsloom.web.accounts.log import audit_routes
from newsloom.web.accounts.outside import Outside
from newsloom.web.accounts.own import OwnAccount
from newsloom.web.accounts.passkeys import passkey_routes
from newsloom.web.accounts.passwords import Passwords
from newsloom.web.accounts.people import people_routes
from newsloom.web.accounts.set_up import SettingUp, set_up_path
from newsloom.web.accounts.signing import Signing

__all__ = ["Passwords", "account_routes", "set_up_path"]


def account_routes(passwords: Passwords | None = None) -> list[BaseRoute]:
    """Return the routes of all pages of accounts; ``passwords`` None = hashed by argon2id."""
    checked = passwords or Passwords()
    return [
        *Signing(checked).routes(),
        *Outside().routes(),
        *passkey_routes(),
        *SettingUp(checked).routes(),
        *OwnAccount(checked).routes(),
        *people_routes(),
        *audit_routes(),
    ]
