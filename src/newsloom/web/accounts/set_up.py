"""The first admin: an address with a token that the server prints, and the page behind it.

The token is a random one, new at every start; only its hash is kept, and it dies with the first
admin.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Account, Role
from newsloom.ports.people import People
from newsloom.publish.frame import Page
from newsloom.web.accounts.passwords import Passwords, fault_of
from newsloom.web.accounts.proving import Refusal, begin_attempt, name_of
from newsloom.web.accounts.signing import welcomed
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.recognising import digest_of
from newsloom.web.respond import page, problem
from newsloom.web.visitor import form_of, words_for


def set_up_token(people: People) -> str:
    """Return a new token that makes the first admin; "" = there is one. Older tokens die."""
    if people.has_admin():
        return ""
    token = secrets.token_urlsafe(24)
    people.replace_set_up_token(digest_of(token))
    return token


def set_up_path(people: People) -> str:
    """Return the path of the page that makes the first admin; "" = there is one."""
    token = set_up_token(people)
    return f"/set-up?token={token}" if token else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed into the form."""

    token: str
    name: str = ""
    full_name: str = ""


class SettingUp:
    """The page, with what hashes passwords."""

    def __init__(self, passwords: Passwords) -> None:
        self.passwords = passwords

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the page."""
        return [
            Route("/set-up", self.ask),
            Route("/set-up", self.make, methods=["POST"]),
        ]

    def ask(self, request: Request) -> Response:
        """The form."""
        refuse_if_set_up(request)
        return set_up_page(request, Wanted(request.query_params.get("token", "")))

    def make(self, request: Request) -> Response:
        """Make the first admin, and sign them in."""
        refuse_if_set_up(request)
        form, live, tongue = form_of(request), live_of(request), words_for(request)
        wanted = Wanted(form.one("token"), form.one("name"), form.one("full_name")[:100])
        name = name_of(wanted.name)
        if not name:
            return set_up_page(request, wanted, wrong_name=name_fault(request))
        if fault := fault_of(tongue, form.exact("password"), name):
            return set_up_page(request, wanted, wrong_password=fault)
        try:
            by_address = begin_attempt(request, "set-up")
        except Refusal as refusal:
            return problem(request, refusal.status, refusal.sentence)
        account = Account(secrets.token_hex(8), name, Role.ADMIN, live.clock(), wanted.full_name)
        password_hash = self.passwords.hash(form.exact("password"))
        if not live.people.add_first_admin(account, password_hash, digest_of(wanted.token)):
            sentence = tongue.say(
                "This set-up address does not count any more: take the one that the server printed "
                "when it last started."
            )
            return problem(request, HTTPStatus.FORBIDDEN, sentence)
        live.people.take_back(by_address)
        note(request, "set the house up", account.name, who=account.name)
        return welcomed(request, account, "/desk", "by the set-up token")


def refuse_if_set_up(request: Request) -> None:
    """Raise HTTPException where there is an admin already: this page is no more."""
    if live_of(request).people.has_admin():
        raise HTTPException(HTTPStatus.NOT_FOUND)


def name_fault(request: Request) -> str:
    """Return what names of accounts may hold."""
    return words_for(request).say(
        "This cannot be a name: take letters a to z, figures, and . _ @ + - between them."
    )


def set_up_page(
    request: Request, wanted: Wanted, wrong_name: str = "", wrong_password: str = ""
) -> Response:
    """Return the form."""
    about = Page("set-up", words_for(request).say("Set up the desk"), "", is_anywhere=True)
    is_wrong = bool(wrong_name or wrong_password)
    return page(
        request,
        "account_set_up.html",
        about,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK,
        wanted=wanted,
        wrong_name=wrong_name,
        wrong_password=wrong_password,
    )
