"""The page /account: one's own name, password, sessions and API tokens."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Role
from newsloom.publish.frame import Page
from newsloom.publish.tongue import N_
from newsloom.web.accounts.extras import has_passkeys
from newsloom.web.accounts.passwords import Passwords, fault_of
from newsloom.web.accounts.proving import Refusal, prove
from newsloom.web.accounts.sessions import begin_session
from newsloom.web.accounts.tokens import LABEL_LENGTH, MOST_TOKENS, new_token, scopes_of
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.respond import page, see_other
from newsloom.web.visitor import form_of, need_role, visit_of, words_for

NAME_LENGTH: Final = 100

DONE: Final = {
    "name": N_("Your name is kept."),
    "password": N_("Your new password is kept. Other browsers were signed out."),
    "sessions": N_("All other browsers were signed out."),
    "token": N_("The token does not count any more."),
    "passkey": N_("The passkey was added."),
    "no-passkey": N_("The passkey was removed."),
}
"""What is said after something was done, by the word in the address."""


class OwnAccount:
    """The page, with what checks passwords."""

    def __init__(self, passwords: Passwords) -> None:
        self.passwords = passwords

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the page."""
        return [
            Route("/account", self.show),
            Route("/account/name", self.rename, methods=["POST"]),
            Route("/account/password", self.change_password, methods=["POST"]),
            Route("/account/sessions", self.end_others, methods=["POST"]),
            Route("/account/tokens", self.add_token, methods=["POST"]),
            Route("/account/tokens/revoke", self.revoke_token, methods=["POST"]),
        ]

    def show(self, request: Request) -> Response:
        """The page."""
        return account_page(request)

    def rename(self, request: Request) -> Response:
        """Change what others see."""
        account = need_role(request, Role.READER)
        name = form_of(request).one("full_name")[:NAME_LENGTH]
        live_of(request).people.change_account(replace(account, full_name=name))
        note(request, "changed the name of", account.name, name)
        return see_other("/account?done=name")

    def change_password(self, request: Request) -> Response:
        """Change the password; every session ends, and this browser gets a new one."""
        account = need_role(request, Role.READER)
        form, live = form_of(request), live_of(request)
        password = form.exact("new_password")
        if live.people.password_of(account.account_id):
            try:
                prove(request, self.passwords, account.name, form.exact("password"))
            except Refusal as refusal:
                return account_page(request, refusal.status, wrong_password=refusal.sentence)
        if fault := fault_of(words_for(request), password, account.name):
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return account_page(request, status, wrong_new_password=fault)
        live.people.change_password(account.account_id, self.passwords.hash(password))
        note(request, "changed the password of", account.name)
        response = see_other("/account?done=password")
        begin_session(request, response, account)
        return response

    def end_others(self, request: Request) -> Response:
        """Sign every other browser out."""
        account = need_role(request, Role.READER)
        live_of(request).people.close_sessions(account.account_id)
        note(request, "ended the other sessions of", account.name)
        response = see_other("/account?done=sessions")
        begin_session(request, response, account)
        return response

    def add_token(self, request: Request) -> Response:
        """Make an API token and show it, once."""
        account = need_role(request, Role.READER)
        form, live, tongue = form_of(request), live_of(request), words_for(request)
        scopes = frozenset(scope for scope in scopes_of(account) if scope in form.all("scope"))
        label = form.one("label")[:LABEL_LENGTH]
        fault = ""
        if not label or not scopes:
            fault = tongue.say("Give the token a name, and tick what it may do.")
        elif len(live.people.tokens_of(account.account_id)) >= MOST_TOKENS:
            fault = tongue.say("You have %(num)s tokens: take one back first.", num=MOST_TOKENS)
        if fault:
            return account_page(request, HTTPStatus.UNPROCESSABLE_ENTITY, wrong_token=fault)
        token, secret = new_token(account, label, scopes, live.clock())
        live.people.add_token(token)
        note(request, "made an API token", label, ", ".join(sorted(scopes)))
        return account_page(request, fresh_token=secret)

    def revoke_token(self, request: Request) -> Response:
        """Take an API token back."""
        account = need_role(request, Role.READER)
        people, token_id = live_of(request).people, form_of(request).one("token")
        labels = {t.token_id: t.label for t in people.tokens_of(account.account_id)}
        if not people.revoke_token(account.account_id, token_id):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        note(request, "took back the API token", labels[token_id])
        return see_other("/account?done=token")


def account_page(
    request: Request,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    wrong_password: str = "",
    wrong_new_password: str = "",
    wrong_token: str = "",
    fresh_token: str = "",
) -> Response:
    """Return the page; ``wrong_...`` are sentences on what was sent before."""
    account = need_role(request, Role.READER)
    people, tongue = live_of(request).people, words_for(request)
    settings = live_of(request).settings().sign_in
    done = DONE.get(request.query_params.get("done", ""), "")
    return page(
        request,
        "account_own.html",
        Page("account", tongue.say("Your account"), "", is_anywhere=True),
        status=status,
        account=account,
        has_password=bool(people.password_of(account.account_id)),
        passwords=settings.password,
        sessions=people.sessions_of(account.account_id),
        session_id=visit_of(request).session_id,
        tokens=people.tokens_of(account.account_id),
        scopes=scopes_of(account),
        passkeys_here=has_passkeys(settings),
        passkeys=people.passkeys_of(account.account_id),
        done=tongue.say(done) if done else "",
        wrong_password=wrong_password,
        wrong_new_password=wrong_new_password,
        wrong_token=wrong_token,
        fresh_token=fresh_token,
    )
