"""Signing in through an outside provider: the way there, the way back, and the account it gives."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hmac import compare_digest
from http import HTTPStatus
from typing import Any, Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Account, Role
from newsloom.publish.tongue import N_
from newsloom.settings import SignIn
from newsloom.web.accounts.extras import base_of, has_provider
from newsloom.web.accounts.oidc import Provider, ProviderError, Trip, new_trip
from newsloom.web.accounts.own import NAME_LENGTH
from newsloom.web.accounts.proving import Refusal, begin_attempt, name_of
from newsloom.web.accounts.signing import sign_in_page, welcomed
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.recognising import digest_of
from newsloom.web.visitor import own_path, visitor_of, words_for

SECRET_VARIABLE: Final = "NEWSLOOM_OIDC_SECRET"
"""Environment variable with what the provider knows this newsroom by."""
AWAY: Final = timedelta(minutes=10)
"""How long somebody may be away at the provider."""
PATH: Final = "/sign-in/provider"
TRIP: Final = "trip"
MOST_NAMES: Final = 100


class Outside:
    """The way to the provider and back; remembers what the provider said of itself."""

    def __init__(self) -> None:
        self._provider: tuple[SignIn, Provider] | None = None

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [Route(PATH, self.leave), Route(f"{PATH}/back", self.come_back)]

    def provider(self, request: Request) -> Provider:
        """Return the provider that the settings name now; raises HTTPException without one."""
        live = live_of(request)
        settings = live.settings().sign_in
        if not has_provider(settings):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if self._provider is None or self._provider[0] != settings:
            secret = os.environ.get(SECRET_VARIABLE, "")
            self._provider = (settings, Provider(settings, secret, live.clock))
        return self._provider[1]

    def leave(self, request: Request) -> Response:
        """Lead to the provider."""
        provider, live = self.provider(request), live_of(request)
        after = own_path(request.query_params.get("next", "/"))
        trip, state = new_trip(after, visitor_of(request).csrf), secrets.token_urlsafe(24)
        try:
            place = provider.begin(back_of(request), state, trip)
        except ProviderError as exc:
            return refused(request, after, exc)
        kept, at = msgspec.json.encode(trip).decode(), live.clock()
        live.people.keep_pass(digest_of(state), TRIP, kept, at, at + AWAY)
        return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": place})

    def come_back(self, request: Request) -> Response:
        """Take what the provider says, and sign whoever it is in."""
        provider, live, asked = self.provider(request), live_of(request), request.query_params
        kept = live.people.take_pass(digest_of(asked.get("state", "")), TRIP, live.clock())
        trip = msgspec.json.decode(kept, type=Trip) if kept else None
        if trip is None or not compare_digest(trip.browser, visitor_of(request).csrf):
            sentence = words_for(request).say("This way back does not count: sign in once more.")
            return sign_in_page(request, "/", sentence, HTTPStatus.FORBIDDEN)
        try:
            by_address = begin_attempt(request)
        except Refusal as no:
            return sign_in_page(request, trip.after, no.sentence, no.status)
        try:
            if "code" not in asked or asked.get("iss", provider.issuer) != provider.issuer:
                raise ProviderError(N_("The provider signed nobody in: try again."))
            claims = provider.finish(back_of(request), asked["code"], trip)
        except ProviderError as exc:
            return refused(request, trip.after, exc)
        account = account_for(request, claims)
        if account is None:
            note(request, "was refused at sign-in", str(claims["sub"])[:200], "by the provider")
            sentence = words_for(request).say(
                "The provider knows you, but you have no account here: ask an admin."
            )
            return sign_in_page(request, trip.after, sentence, HTTPStatus.FORBIDDEN)
        live.people.take_back(by_address)
        return welcomed(request, account, trip.after, "by the provider")


def back_of(request: Request) -> str:
    """Return the address the provider leads back to."""
    return f"{base_of(request)}{PATH}/back"


def refused(request: Request, after: str, error: ProviderError) -> Response:
    """Return the sign-in page with why the provider was no help."""
    note(request, "was refused at sign-in", "", str(error))
    return sign_in_page(request, after, words_for(request).say(str(error)), HTTPStatus.BAD_GATEWAY)


def account_for(request: Request, claims: Mapping[str, Any]) -> Account | None:
    """Return the account of whom the provider vouches for, made or given its role anew.

    An account that was made here is never taken over by its name: only issuer and subject count.
    None = they may not come in.
    """
    live = live_of(request)
    settings, people = live.settings().sign_in, live.people
    identity = f"{settings.oidc_issuer} {claims['sub']}"
    role = role_for(settings, claims)
    known = people.account_of(identity)
    if known is not None and known.is_disabled:
        return None
    if known is not None:
        return known if not settings.oidc_roles else given_role(request, known, role)
    if role is None:
        return None
    full_name = str(claims.get("name", ""))[:NAME_LENGTH]
    for name in names_for(claims):
        account = Account(secrets.token_hex(8), name, role, live.clock(), full_name, identity)
        if people.add_account(account, ""):
            note(request, "added the account", name, f"{role.word}, by the provider", who=name)
            return account
    return None


def given_role(request: Request, account: Account, role: Role | None) -> Account | None:
    """Return an account with the role its groups give now; None = they give none."""
    if role is None or role is account.role:
        return account if role else None
    changed = replace(account, role=role)
    if not live_of(request).people.change_account(changed):
        return account
    detail = f"{role.word}, by the provider"
    note(request, "changed the role of", account.name, detail, who=account.name)
    return changed


def role_for(settings: SignIn, claims: Mapping[str, Any]) -> Role | None:
    """Return the highest role that somebody's groups give, else the first one; None = none."""
    told = claims.get(settings.oidc_claim, ())
    groups = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    words = [settings.oidc_roles[one] for one in groups if one in settings.oidc_roles]
    roles = [Role[word.upper()] for word in words or [settings.oidc_role] if word]
    return max(roles, default=None)


def names_for(claims: Mapping[str, Any]) -> list[str]:
    """Return names an account could have, the best first; numbers tell namesakes apart."""
    told = str(claims.get("preferred_username") or claims.get("email") or claims.get("name") or "")
    plain = re.sub(r"[^a-z0-9._@+-]+", "-", told.lower()).strip("._@+-")[:60].strip("._@+-")
    first = name_of(plain) or f"user-{secrets.token_hex(4)}"
    return [first, *(f"{first}-{number}" for number in range(2, MOST_NAMES))]
