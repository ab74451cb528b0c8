"""Cookies: their names, their seal, and the ones that hold a visitor's preferences.

Every cookie is HttpOnly and SameSite=Lax, and Secure where the house is reached by https; there
its name begins with ``__Host-``, so that no neighbouring site can plant one.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from itsdangerous import BadSignature, TimestampSigner
from starlette.responses import Response

SESSION_COOKIE: Final = "newsloom_session"
READER_COOKIE: Final = "newsloom_reader"
VISIT_COOKIE: Final = "newsloom_visit"
"""Ties a form of the sign-in and set-up pages to the browser that asked for it."""

YEAR: Final = timedelta(days=365)

THEMES: Final = ("", "light", "dark")
DENSITIES: Final = ("cards", "headlines")


class Seal:
    """Signs what stands in cookies, and makes the tokens that forms are bound to a cookie by."""

    def __init__(self, secret: bytes, clock: Callable[[], datetime]) -> None:
        self.secret, self.clock = secret, clock

    def sign(self, cookie: str, value: str) -> str:
        """Return ``value`` with the time and a signature that holds for this cookie alone."""
        return self._signer(cookie).sign(value).decode()

    def read(self, cookie: str, text: str, age: timedelta) -> tuple[str, datetime] | None:
        """Return what was signed and when; None = it was not signed here, or is older than age."""
        seconds = int(age.total_seconds())
        try:
            value, at = self._signer(cookie).unsign(text, seconds, return_timestamp=True)
        except BadSignature:
            return None
        return value.decode(), at

    def bound(self, binding: str) -> str:
        """Return the token that stands in forms, for what a visitor's cookie names."""
        digest = hmac.digest(self.secret, f"csrf:{binding}".encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def _signer(self, cookie: str) -> ClockSigner:
        return ClockSigner(self.secret, cookie, self.clock)


class ClockSigner(TimestampSigner):
    """A signer that reads the house's clock."""

    def __init__(self, secret: bytes, cookie: str, clock: Callable[[], datetime]) -> None:
        super().__init__(secret, salt=cookie, digest_method=hashlib.sha256)
        self.clock = clock

    def get_timestamp(self) -> int:
        """Return the moment in whole seconds."""
        return int(self.clock().timestamp())


def cookie_name(name: str, is_secure: bool) -> str:
    """Return what a cookie is called in the browser."""
    return f"__Host-{name}" if is_secure else name


def keep_cookie(
    response: Response, name: str, value: str, is_secure: bool, age: timedelta | None
) -> None:
    """Let the browser keep a cookie; ``age`` None = until it is closed."""
    response.set_cookie(
        cookie_name(name, is_secure),
        value,
        max_age=int(age.total_seconds()) if age else None,
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, name: str, is_secure: bool) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(
        cookie_name(name, is_secure), path="/", secure=is_secure, httponly=True, samesite="lax"
    )


def chosen(cookies: Mapping[str, str], name: str, allowed: Sequence[str], otherwise: str) -> str:
    """Return a visitor's preference; what is not allowed was never chosen here."""
    value = cookies.get(name, "")
    return value if value in allowed else otherwise


def best_language(accepted: str, languages: Sequence[str]) -> str:
    """Return the language that a browser's Accept-Language likes best; without one the first."""
    wishes: list[tuple[float, str]] = []
    for part in accepted[:200].split(","):
        tag, _, weight = part.partition(";q=")
        language = tag.strip().partition("-")[0].lower()
        if language in languages:
            wishes.append((wish(weight), language))
    best = max(wishes, key=lambda one: one[0], default=(0.0, ""))
    return best[1] if best[0] > 0 else languages[0]


def wish(weight: str) -> float:
    """Return how much a language is wished for, 0 to 1; 0 where that cannot be read."""
    try:
        value = float(weight or "1")
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0
