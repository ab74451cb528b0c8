"""What the network says -> how a request ends: with its body, not now, or not at all.

Tables and pure functions over status codes, headers and exceptions; nothing is sent here. "Not now"
is a FetchError with a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from newsloom.edges.guard import PortError, PrivateAddressError
from newsloom.errors import FetchError

BUSY = "busy"
"""Code of a server that asks for a pause."""

LATER = timedelta(minutes=30)
"""When a server that said "not now" without a time is asked again."""

LATEST = timedelta(hours=24)
"""The longest wait a server can ask for."""

TOO_MANY = 429
"""Status of a server that has had too many requests of ours: it speaks for its whole host."""

NOT_NOW = frozenset({408, 425, TOO_MANY})
"""Statuses below 500 that mean "later"."""

REFUSED: Mapping[int, tuple[str, str]] = {
    401: ("forbidden", "asks for a login (401)"),
    403: ("forbidden", "does not let us in (403)"),
    404: ("not-found", "does not exist (404)"),
    410: ("gone", "has been removed for good (410)"),
    451: ("forbidden", "is withheld for legal reasons (451)"),
}
"""Statuses with a drop code of their own, and what to say."""

LATER_ERRORS: Mapping[type[Exception], str] = {
    httpx2.TimeoutException: "no answer in time",
    httpx2.NetworkError: "the connection failed",
    httpx2.ProxyError: "the proxy failed",
    httpx2.RemoteProtocolError: "the server broke off",
    TimeoutError: "no answer in time",
    OSError: "the connection failed",
}
"""Exceptions after which trying again may help -> what to say."""

FINAL_ERRORS: Mapping[type[Exception], tuple[str, str]] = {
    PrivateAddressError: ("private-address", "leads into a private network"),
    PortError: ("bad-address", "asks for a port that is not allowed"),
    httpx2.UnsupportedProtocol: ("bad-address", "is not http or https"),
    httpx2.InvalidURL: ("bad-address", "is not a valid address"),
    UnicodeError: ("bad-address", "is not a valid address"),
    httpx2.TooManyRedirects: ("redirects", "redirects too often"),
    httpx2.DecodingError: ("garbled", "breaks its own content encoding"),
    httpx2.LocalProtocolError: ("garbled", "does not speak HTTP"),
    httpx2.CookieConflict: ("garbled", "sends cookies that contradict each other"),
    httpx2.HTTPStatusError: ("refused", "is refused"),
    httpx2.SSEError: ("garbled", "breaks its stream of events"),
    httpx2.StreamError: ("garbled", "breaks off its body"),
}
"""Exceptions after which it will not -> drop code and what to say."""

FOREIGN = (*LATER_ERRORS, *FINAL_ERRORS)
"""Every exception a request can end in."""


def end_of_error(url: str, exc: Exception, now: datetime) -> FetchError:
    """Return how a request ends that raised one of ``FOREIGN``."""
    for kind, (code, says) in FINAL_ERRORS.items():
        if isinstance(exc, kind):
            return FetchError(url, f"{says}: {exc}" if str(exc) else says, code)
    says = next(says for kind, says in LATER_ERRORS.items() if isinstance(exc, kind))
    return FetchError(url, f"{says}: {exc}" if str(exc) else says, "unreachable", now + LATER)


def check_status(url: str, status: int, headers: Mapping[str, str], now: datetime) -> None:
    """Accept the status of an answer that can be read.

    Raises:
        FetchError: it says no, or "not now".
    """
    if 200 <= status < 300:
        return
    if status in NOT_NOW or status >= 500:
        told = headers.get("retry-after", "")
        code = BUSY if status == TOO_MANY or (status == 503 and told) else "unreachable"
        raise FetchError(url, f"answers {status}", code, now + wait_asked(told, now))
    if 300 <= status < 400:
        raise FetchError(url, f"redirects to nowhere ({status})", "redirects")
    code, says = REFUSED.get(status, ("refused", f"is refused ({status})"))
    raise FetchError(url, says, code)


def wait_asked(retry_after: str, now: datetime) -> timedelta:
    """Return how long a Retry-After header (seconds or a date) asks to wait, 0 to 24 hours.

    Half an hour when there is none, or none that can be read.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        asked = timedelta(seconds=min(int(text[:9]), LATEST.total_seconds()))
    else:
        asked = until_date(text, now)
    return min(max(asked, timedelta()), LATEST)


def until_date(text: str, now: datetime) -> timedelta:
    """Return the time until an HTTP date, half an hour when it is none."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return LATER
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
