"""Passkeys (WebAuthn): adding one to an account, and signing in with one.

The device must know its owner, by finger, face or figures: a passkey stands for name and password
together. A challenge counts once, for five minutes, and in the browser it was given to.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from hmac import compare_digest
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Account, Passkey, Role
from newsloom.web.accounts.extras import base_of, has_passkeys
from newsloom.web.accounts.proving import Refusal, begin_attempt
from newsloom.web.accounts.sessions import begin_session
from newsloom.web.accounts.tokens import LABEL_LENGTH
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.recognising import digest_of
from newsloom.web.respond import see_other
from newsloom.web.visitor import body_of, form_of, need_role, own_path, visitor_of, words_for

GOOD_FOR: Final = timedelta(minutes=5)
ADDING: Final = "passkey to add"
SIGNING_IN: Final = "passkey to sign in"
MOST_PASSKEYS: Final = 20
"""Of one account."""

Handler = Callable[[Request], Response]


class Sent(msgspec.Struct):
    """What the page's script sends back from the device."""

    credential: dict[str, Any]
    label: str = ""
    next: str = "/"


class ClientData(msgspec.Struct):
    """What of the browser's own part of the answer is needed to find the challenge."""

    challenge: str


def passkey_routes() -> list[BaseRoute]:
    """Return the routes of passkeys."""
    return [
        Route("/account/passkeys/begin", if_there(begin_adding), methods=["POST"]),
        Route("/account/passkeys", if_there(add), methods=["POST"]),
        Route("/account/passkeys/remove", remove, methods=["POST"]),
        Route("/sign-in/passkey/begin", if_there(begin_sign_in), methods=["POST"]),
        Route("/sign-in/passkey", if_there(sign_in), methods=["POST"]),
    ]


def if_there(handler: Handler) -> Handler:
    """Return the handler, for where passkeys are wanted and installed (404 elsewhere)."""

    def guarded(request: Request) -> Response:
        if not has_passkeys(live_of(request).settings().sign_in):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return handler(request)

    return guarded


# --- adding -------------------------------------------------------------------------------------


def begin_adding(request: Request) -> Response:
    """Give the options for making a passkey."""
    from webauthn import base64url_to_bytes, generate_registration_options
    from webauthn.helpers import structs

    account, live = need_role(request, Role.READER), live_of(request)
    known = live.people.passkeys_of(account.account_id)
    options = generate_registration_options(
        rp_id=house_of(request),
        rp_name=live.settings().newsroom.name,
        user_id=account.account_id.encode(),
        user_name=account.name,
        user_display_name=account.called,
        challenge=new_challenge(request, ADDING),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(base64url_to_bytes(one.credential_id))
            for one in known
        ],
    )
    return options_answer(options)


def add(request: Request) -> Response:
    """Keep the passkey that a device has made."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url

    account, live, sent = need_role(request, Role.READER), live_of(request), sent_by(request)
    try:
        made = verify_registration_response(
            credential=sent.credential,
            expected_challenge=taken_challenge(request, sent, ADDING),
            expected_rp_id=house_of(request),
            expected_origin=base_of(request),
            require_user_verification=True,
        )
    except no_answers() as exc:
        raise refusal(request) from exc
    passkey = Passkey(
        bytes_to_base64url(made.credential_id), account.account_id,
        made.credential_public_key, made.sign_count, sent.label.strip()[:LABEL_LENGTH] or "-",
        live.clock(),
    )  # fmt: skip
    has_many = len(live.people.passkeys_of(account.account_id)) >= MOST_PASSKEYS
    if has_many or not live.people.add_passkey(passkey):
        raise refusal(request)
    note(request, "added a passkey", passkey.label)
    return json_answer({"next": "/account?done=passkey"})


def remove(request: Request) -> Response:
    """Forget a passkey."""
    account = need_role(request, Role.READER)
    people, credential_id = live_of(request).people, form_of(request).one("passkey")
    labels = {one.credential_id: one.label for one in people.passkeys_of(account.account_id)}
    if not people.remove_passkey(account.account_id, credential_id):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    note(request, "removed the passkey", labels[credential_id])
    return see_other("/account?done=no-passkey")


# --- signing in ---------------------------------------------------------------------------------


def begin_sign_in(request: Request) -> Response:
    """Give the options for signing in; the device knows which accounts it has keys for."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import structs

    options = generate_authentication_options(
        rp_id=house_of(request),
        challenge=new_challenge(request, SIGNING_IN),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options_answer(options)


def sign_in(request: Request) -> Response:
    """Sign in whoever's passkey has signed the challenge."""
    sent = sent_by(request)
    try:
        by_address = begin_attempt(request)
    except Refusal as no:
        raise HTTPException(no.status, no.sentence, no.headers) from no
    account = proven(request, sent)
    if account is None:
        note(request, "was refused at sign-in", "", "by passkey")
        raise refusal(request)
    live_of(request).people.take_back(by_address)
    note(request, "signed in", account.name, "by passkey", who=account.name)
    response = json_answer({"next": own_path(sent.next)})
    begin_session(request, response, account)
    return response


def proven(request: Request, sent: Sent) -> Account | None:
    """Return the account whose passkey has signed; None = none has."""
    from webauthn import verify_authentication_response

    live = live_of(request)
    challenge = taken_challenge(request, sent, SIGNING_IN)
    found = live.people.passkey(str(sent.credential.get("id", "")))
    if found is None:
        return None
    passkey, account = found
    try:
        signed = verify_authentication_response(
            credential=sent.credential,
            expected_challenge=challenge,
            expected_rp_id=house_of(request),
            expected_origin=base_of(request),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except no_answers():
        return None
    live.people.touch_passkey(passkey.credential_id, signed.new_sign_count, live.clock())
    return account


def no_answers() -> tuple[type[Exception], ...]:
    """Return what checking an answer raises where it does not hold.

    The library says so itself, but for bytes that are no base64, no key or no certificate.
    """
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, KeyError, TypeError)


# --- challenges ---------------------------------------------------------------------------------


def new_challenge(request: Request, purpose: str) -> bytes:
    """Return a new challenge, kept for this browser alone."""
    from webauthn.helpers import bytes_to_base64url

    live = live_of(request)
    challenge, at = secrets.token_bytes(32), live.clock()
    digest = digest_of(bytes_to_base64url(challenge))
    live.people.keep_pass(digest, purpose, visitor_of(request).csrf, at, at + GOOD_FOR)
    return challenge


def taken_challenge(request: Request, sent: Sent, purpose: str) -> bytes:
    """Return the challenge that was answered, and forget it.

    Raises:
        HTTPException: it was not given to this browser, not for this, or too long ago (403).
    """
    from webauthn import base64url_to_bytes

    live = live_of(request)
    try:
        data = base64url_to_bytes(str(sent.credential["response"]["clientDataJSON"]))
        challenge = msgspec.json.decode(data, type=ClientData).challenge
        answered = base64url_to_bytes(challenge)
    except (KeyError, TypeError, ValueError) as exc:
        raise refusal(request) from exc
    browser = live.people.take_pass(digest_of(challenge), purpose, live.clock())
    if browser is None or not compare_digest(browser, visitor_of(request).csrf):
        raise refusal(request)
    return answered


def house_of(request: Request) -> str:
    """Return the host that passkeys are bound to."""
    return urlsplit(base_of(request)).hostname or ""


# --- what goes to and fro -----------------------------------------------------------------------


def sent_by(request: Request) -> Sent:
    """Return what the page's script has sent; raises HTTPException (400) for anything else."""
    try:
        return msgspec.json.decode(body_of(request), type=Sent)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        sentence = words_for(request).say("This is no answer of a passkey.")
        raise HTTPException(HTTPStatus.BAD_REQUEST, sentence) from exc


def refusal(request: Request) -> HTTPException:
    """Return what refuses a passkey; the page has the sentence for it already."""
    sentence = words_for(request).say("This passkey was not accepted.")
    return HTTPException(HTTPStatus.FORBIDDEN, sentence)


def options_answer(options: Any) -> Response:
    """Return options as the browser's own functions read them."""
    from webauthn import options_to_json

    return Response(options_to_json(options), media_type="application/json")


def json_answer(value: object) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json")
