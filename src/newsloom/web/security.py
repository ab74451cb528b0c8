"""Answer -> the same answer with what tells a browser to trust nothing else.

Readers' pages run scripts from files of the house; the desk and the pages of accounts run only
what carries the nonce of that one answer, and are kept by nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy; ``scripts`` is 'self', or a nonce."""

HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
}
"""On every answer."""

GUARDED: Final = ("/desk", "/account", "/sign-in", "/sign-out", "/set-up")
"""Where pages of the desk and of accounts begin."""


def is_under(path: str, *places: str) -> bool:
    """Return whether a path is one of these places or below one."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def path_of(request: Request) -> str:
    """Return the path of a request just as routes are chosen by it."""
    return str(request.scope["path"])


def nonce_for(path: str) -> str:
    """Return a fresh nonce for the scripts of a guarded page; "" for any other."""
    return secrets.token_urlsafe(16) if is_under(path, *GUARDED) else ""


def headers_for(nonce: str = "", is_personal: bool = False) -> dict[str, str]:
    """Return the headers of an answer.

    Args:
        nonce: what its scripts carry; "" for a page of the readers.
        is_personal: True = made for one reader, so no cache between may keep it.
    """
    scripts = f"'nonce-{nonce}'" if nonce else "'self'"
    caching = "no-store" if nonce else "private, no-cache" if is_personal else "no-cache"
    policy = POLICY.format(scripts=scripts)
    return {"Content-Security-Policy": policy, "Cache-Control": caching, **HEADERS}


class Protecting:
    """Middleware: gives every answer the headers it has not set for itself.

    Stands outside ``visiting.Visiting``, so that its refusals have them too. A guarded page cannot
    choose to be kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["nonce"] = nonce = nonce_for(scope["path"])

        async def protect(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(nonce, state.get("is_personal", False)).items():
                    headers.setdefault(name, value)
                if nonce:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, protect)
