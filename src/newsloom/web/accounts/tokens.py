"""Account, name and scopes -> an API token: what is kept of it, and the secret itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from newsloom.model.people import Account, ApiToken, Scope
from newsloom.web.recognising import digest_of

MOST_TOKENS: Final = 20
"""Of one account."""
LABEL_LENGTH: Final = 60


def new_token(
    account: Account, label: str, scopes: Iterable[Scope], at: datetime
) -> tuple[ApiToken, str]:
    """Return a new token and its secret, which is shown once and kept nowhere."""
    secret = f"nl_{secrets.token_urlsafe(32)}"
    token = ApiToken(
        token_id=secrets.token_hex(8),
        digest=digest_of(secret),
        account_id=account.account_id,
        label=label[:LABEL_LENGTH],
        scopes=frozenset(scopes),
        made_at=at,
    )
    return token, secret


def scopes_of(account: Account) -> list[Scope]:
    """Return what tokens of an account may be allowed."""
    return [scope for scope in Scope if account.role >= scope.role]
