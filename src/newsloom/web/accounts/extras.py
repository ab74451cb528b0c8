"""Which ways of signing in are there, of those that need something installed."""

from __future__ import annotations

from importlib.util import find_spec

from newsloom.settings import SignIn


def has_passkeys(settings: SignIn) -> bool:
    """Return whether passkeys are wanted and installed (extra ``passkeys``)."""
    return settings.passkeys and find_spec("webauthn") is not None


def has_provider(settings: SignIn) -> bool:
    """Return whether an outside provider is named and can be asked (extra ``oidc``)."""
    return bool(settings.oidc_issuer) and find_spec("joserfc") is not None
