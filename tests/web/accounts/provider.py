"""A small OpenID Connect provider on 127.0.0.1, which can be told to lie."""

from __future__ import annotations

import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.live import served
from tests.web.accounts.house import NOON

CLIENT, SECRET = "newsroom", "an invented secret & more"
NOW = int(NOON.timestamp())


@dataclass
class SmallProvider:
    """Who signs in there, and how it lies."""

    issuer: str = ""
    user: dict[str, Any] = field(default_factory=lambda: {"sub": "7", "name": "Nora Lind"})
    lies: dict[str, Any] = field(default_factory=dict)
    """Claims that differ from the true ones; None = left out."""
    config: dict[str, Any] = field(default_factory=dict)
    """What it tells of itself otherwise."""
    signing: str = "ES256"
    """"none" = unsigned, "HS256" = by the client's secret, "stranger" = by a key nobody knows."""
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.tell),
            Route("/keys", self.show_keys),
            Route("/authorize", self.authorize),
            Route("/token", self.give_token, methods=["POST"]),
            Route("/long", lambda _: PlainTextResponse("x" * 600_000)),
        ]

    def tell(self, request: Request) -> Response:
        self.asked.append("config")
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return JSONResponse(told | self.config)

    def show_keys(self, request: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def give_token(self, request: Request) -> Response:
        form = await request.form()
        asked = self.codes.pop(str(form["code"]), None)
        login = unquote_plus(b64decode(request.headers.get("authorization", "")[6:]).decode())
        if "token_endpoint_auth_methods_supported" in self.config:
            login = f"{form['client_id']}:{form['client_secret']}"
        digest = sha256(str(form["code_verifier"]).encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        is_right = (
            asked is not None
            and login == f"{CLIENT}:{SECRET}"
            and asked["code_challenge"] == challenge
            and asked["code_challenge_method"] == "S256"
            and asked["redirect_uri"] == form["redirect_uri"]
        )
        if asked is None or not is_right:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"token_type": "Bearer", "id_token": self.id_token(asked["nonce"])})

    def id_token(self, nonce: str) -> str:
        true = {
            "iss": self.issuer, "aud": CLIENT, "iat": NOW, "exp": NOW + 300, "nonce": nonce,
            **self.user,
        }  # fmt: skip
        claims = {k: v for k, v in {**true, **self.lies}.items() if v is not None}
        if self.signing == "none":
            head, body = (
                urlsafe_b64encode(part).decode().rstrip("=")
                for part in (b'{"alg":"none"}', jwt.json.dumps(claims).encode())
            )
            return f"{head}.{body}."
        if self.signing == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        key = self.key
        if self.signing == "stranger":
            key = ECKey.generate_key("P-256", {"kid": "k1"})
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)

    def forget(self) -> None:
        """Be honest again, and know nothing of what was."""
        fresh = SmallProvider(self.issuer)
        for name in vars(fresh):
            setattr(self, name, getattr(fresh, name))


@contextmanager
def open_provider() -> Iterator[SmallProvider]:
    """Serve a provider."""
    provider = SmallProvider()
    with served(Starlette(routes=provider.routes())) as address:
        provider.issuer = address.rstrip("/")
        yield provider
