"""An OpenID Connect provider -> who signed in there, by authorization code with PKCE.

Knows no page and no account. What the provider says counts only after its signature, issuer,
audience, time and nonce have been checked (OpenID Connect Core 1.0, 3.1.3.7; RFC 7636; RFC 9207).
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from ipaddress import ip_address
from ssl import SSLContext
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx2
import msgspec

from newsloom.publish.tongue import N_
from newsloom.settings import SignIn

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
"""How an ID token may be signed: by a key only the provider has."""
BASIC: Final = "client_secret_basic"
TIMEOUT_SECONDS: Final = 10.0
MOST_BYTES: Final = 512 * 1024
"""Of one answer of the provider."""
LEEWAY_SECONDS: Final = 60
"""How far the provider's clock may be from ours."""
FRESH_SECONDS: Final = 3600
"""For so long its addresses and keys are taken as known."""


class ProviderError(Exception):
    """The provider cannot be used, or does not vouch for anybody; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Trip:
    """What is kept while somebody is away at the provider."""

    nonce: str
    verifier: str
    after: str
    """Path shown after signing in."""
    browser: str
    """What ties the way back to the browser that left."""


@dataclass(frozen=True, slots=True)
class Known:
    """The provider's addresses and keys."""

    authorization_endpoint: str
    token_endpoint: str
    takes_basic: bool
    """Whether the client may name itself by HTTP Basic, and not in the form."""
    keys: dict[str, Any]
    at: datetime


class Provider:
    """One provider, as named in the settings.

    Args:
        secret: of the client; "" = it is a public one.
        clock: tells UTC now.
    """

    def __init__(self, settings: SignIn, secret: str, clock: Callable[[], datetime]) -> None:
        self.issuer, self.client_id = settings.oidc_issuer, settings.oidc_client_id
        self.scopes, self.secret, self.clock = settings.oidc_scopes, secret, clock
        self._known: Known | None = None

    def begin(self, back: str, state: str, trip: Trip) -> str:
        """Return the address at the provider where somebody signs in.

        Raises:
            ProviderError: the provider cannot be asked.
        """
        challenge = urlsafe_b64encode(sha256(trip.verifier.encode()).digest()).decode()
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": " ".join(dict.fromkeys(("openid", *self.scopes))),
            "state": state,
            "nonce": trip.nonce,
            "code_challenge": challenge.rstrip("="),
            "code_challenge_method": "S256",
        }
        endpoint = self.known().authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def finish(self, back: str, code: str, trip: Trip) -> Mapping[str, Any]:
        """Return the claims about whoever came back with a code.

        Raises:
            ProviderError: the provider cannot be asked, or what it says does not hold.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.client_id,
            "code_verifier": trip.verifier,
        }
        known = self.known()
        login = None
        if self.secret and known.takes_basic:
            login = (quote_plus(self.client_id), quote_plus(self.secret))
        elif self.secret:
            form["client_secret"] = self.secret
        answer = fetched("POST", known.token_endpoint, form, login)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderError(N_("The provider gave no ID token."))
        return self.checked(token, trip.nonce)

    def checked(self, token: str, nonce: str) -> Mapping[str, Any]:
        """Return the claims of an ID token.

        Raises:
            ProviderError: it is not from this provider, for us, for now, and for this trip.
        """
        from joserfc.errors import JoseError

        try:
            claims = self.signed_claims(token)
            self.registry(nonce).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as exc:
            raise ProviderError(N_("The provider’s ID token does not hold.")) from exc
        audience = claims["aud"]
        for_many = isinstance(audience, list) and len(audience) > 1
        if claims.get("azp", None if for_many else self.client_id) != self.client_id:
            raise ProviderError(N_("The provider’s ID token is for another program."))
        return claims

    def signed_claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token whose signature holds; new keys are fetched once."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError
        from joserfc.jwk import KeySet

        try:
            keys = KeySet.import_key_set(self.known().keys)  # type: ignore[arg-type]
            return jwt.decode(token, keys, ALGORITHMS).claims
        except InvalidKeyIdError:
            self._known = None
            keys = KeySet.import_key_set(self.known().keys)  # type: ignore[arg-type]
            return jwt.decode(token, keys, ALGORITHMS).claims

    def registry(self, nonce: str) -> Any:
        """Return what the claims of an ID token must be."""
        from joserfc.jwt import JWTClaimsRegistry

        return JWTClaimsRegistry(
            now=int(self.clock().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )

    def known(self) -> Known:
        """Return the provider's addresses and keys, at most an hour old."""
        now = self.clock()
        if self._known is None or (now - self._known.at).total_seconds() > FRESH_SECONDS:
            self._known = self.discovered(now)
        return self._known

    def discovered(self, now: datetime) -> Known:
        """Ask the provider for its addresses and keys (OpenID Connect Discovery 1.0, 4)."""
        path = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        told = fetched("GET", path)
        if told.get("issuer") != self.issuer:
            raise ProviderError(
                N_("The provider calls itself otherwise: set sign_in.oidc_issuer to its issuer.")
            )
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        places = [told.get(name) for name in names]
        if not all(isinstance(place, str) and is_safe(place) for place in places):
            raise ProviderError(N_("The provider does not tell its addresses."))
        asking, token, keys = (str(place) for place in places)
        methods = told.get("token_endpoint_auth_methods_supported", [BASIC])
        takes_basic = isinstance(methods, list) and BASIC in methods
        return Known(asking, token, takes_basic, fetched("GET", keys), now)


def new_trip(after: str, browser: str) -> Trip:
    """Return the secrets of a new trip to the provider."""
    return Trip(secrets.token_urlsafe(24), secrets.token_urlsafe(48), after, browser)


def fetched(
    method: str,
    url: str,
    form: Mapping[str, str] | None = None,
    login: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Return the JSON object at an address of the provider; no redirect is followed.

    Raises:
        ProviderError: it cannot be asked, or answers with anything else.
    """
    if not is_safe(url):
        raise ProviderError(N_("The provider must be asked by https: mend sign_in.oidc_issuer."))
    headers = {"Accept": "application/json"}
    body = bytearray()
    try:
        with (
            httpx2.Client(verify=trusted(), timeout=TIMEOUT_SECONDS, auth=login) as client,
            client.stream(method, url, data=form, headers=headers) as answer,
        ):
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise ProviderError(N_("The provider’s answer is too long."))
    except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
        raise ProviderError(N_("The provider cannot be reached: try again later.")) from exc
    if answer.status_code != HTTPStatus.OK:
        raise ProviderError(N_("The provider refused: try again, or sign in another way."))
    try:
        return msgspec.json.decode(bytes(body), type=dict[str, Any])
    except msgspec.DecodeError as exc:
        raise ProviderError(N_("The provider’s answer cannot be read.")) from exc


@cache
def trusted() -> SSLContext:
    """Return the certificates that are trusted; reading them takes longer than a request."""
    return httpx2.create_ssl_context()


def is_safe(url: str) -> bool:
    """Return whether secrets may be sent to an address: by https, or to this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host)
    return parts.scheme == "http" and is_this_machine(host)


def is_this_machine(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
