"""Which ways of signing in there are, of those that need something installed; and our address."""

from __future__ import annotations

from importlib.util import find_spec

from starlette.requests import Request

from newsloom.settings import SignIn
from newsloom.web.live import live_of


def has_passkeys(settings: SignIn) -> bool:
    """Return whether passkeys are wanted and installed (extra ``passkeys``)."""
    return settings.passkeys and find_spec("webauthn") is not None


def has_provider(settings: SignIn) -> bool:
    """Return whether an outside provider is named and can be asked (extra ``oidc``)."""
    return bool(settings.oidc_issuer) and find_spec("joserfc") is not None


def base_of(request: Request) -> str:
    """Return the address of the house, as others reach it: the one in the settings, else this."""
    address = live_of(request).settings().sign_in.address
    return address or f"{request.url.scheme}://{request.url.netloc}"
