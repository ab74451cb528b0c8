"""The page /desk/people: who has an account, what they may do, and how they come in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Account, Role
from newsloom.publish.tongue import N_
from newsloom.web.accounts.extras import base_of
from newsloom.web.accounts.invitations import invite
from newsloom.web.accounts.own import NAME_LENGTH
from newsloom.web.accounts.proving import name_of
from newsloom.web.accounts.set_up import name_fault
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.respond import see_other
from newsloom.web.visitor import form_of, need_role, words_for

PEOPLE = "/desk/people"

ROLE_WORDS = {Role.READER: N_("reader"), Role.EDITOR: N_("editor"), Role.ADMIN: N_("admin")}


@dataclass(frozen=True, slots=True)
class Invitation:
    """An address that was made just now, and is shown once."""

    called: str
    address: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed into the form that adds an account."""

    name: str = ""
    full_name: str = ""
    role: str = "editor"
    wrong: str = ""


def people_routes() -> list[BaseRoute]:
    """Return the routes of the page."""
    return [
        Route(PEOPLE, show),
        Route(PEOPLE, add, methods=["POST"]),
        Route(f"{PEOPLE}/role", change_role, methods=["POST"]),
        Route(f"{PEOPLE}/disable", disable, methods=["POST"]),
        Route(f"{PEOPLE}/enable", enable, methods=["POST"]),
        Route(f"{PEOPLE}/invite", invite_again, methods=["POST"]),
    ]


def show(request: Request) -> Response:
    """The page."""
    need_role(request, Role.ADMIN)
    return people_page(request)


def add(request: Request) -> Response:
    """Add an account, and show the address with which its owner chooses a password."""
    need_role(request, Role.ADMIN)
    form, live, tongue = form_of(request), live_of(request), words_for(request)
    wanted = Wanted(form.one("name"), form.one("full_name")[:NAME_LENGTH], form.one("role"))
    role, name = role_sent(request), name_of(wanted.name)
    if not name:
        return people_page(request, wanted=replace(wanted, wrong=name_fault(request)))
    account = Account(secrets.token_hex(8), name, role, live.clock(), wanted.full_name)
    if not live.people.add_account(account, ""):
        wrong = tongue.say("There is an account of this name: take another.")
        return people_page(request, wanted=replace(wanted, wrong=wrong))
    note(request, "added the account", account.name, role.word)
    return people_page(request, invitation=invitation_for(request, account))


def change_role(request: Request) -> Response:
    """Change what somebody may do."""
    account = named(request)
    role = role_sent(request)
    return changed(request, replace(account, role=role), "changed the role of", role.word)


def disable(request: Request) -> Response:
    """Let an account count no more; its sessions end."""
    return changed(request, replace(named(request), is_disabled=True), "disabled the account")


def enable(request: Request) -> Response:
    """Let a disabled account count again."""
    return changed(request, replace(named(request), is_disabled=False), "enabled the account")


def invite_again(request: Request) -> Response:
    """Show a new address with which somebody chooses a password."""
    account = named(request)
    note(request, "invited to a new password", account.name)
    return people_page(request, invitation=invitation_for(request, account))


def named(request: Request) -> Account:
    """Return the account a form names; only an admin may ask.

    Raises:
        HTTPException: they are no admin (403), or there is no such account (404).
    """
    need_role(request, Role.ADMIN)
    account = live_of(request).people.account(form_of(request).one("account"))
    if account is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return account


def role_sent(request: Request) -> Role:
    """Return the role a form names; raises HTTPException (400) for any other word."""
    for role in Role:
        if role.word == form_of(request).one("role"):
            return role
    sentence = words_for(request).say("There are the roles reader, editor and admin.")
    raise HTTPException(HTTPStatus.BAD_REQUEST, sentence)


def changed(request: Request, account: Account, act: str, detail: str = "") -> Response:
    """Keep what was changed of an account, unless nobody would be left to administer."""
    if not live_of(request).people.change_account(account):
        sentence = words_for(request).say(
            "This is the only admin: make somebody else one first. Nothing was changed."
        )
        return people_page(request, told=Told(sentence), status=HTTPStatus.CONFLICT)
    note(request, act, account.name, detail)
    return see_other(PEOPLE)


def invitation_for(request: Request, account: Account) -> Invitation:
    """Return a new invitation, as an address to hand over."""
    live = live_of(request)
    path = invite(live.people, account.account_id, live.clock())
    return Invitation(account.called, f"{base_of(request)}{path}")


def people_page(
    request: Request,
    *,
    wanted: Wanted = Wanted(),
    invitation: Invitation | None = None,
    told: Told | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Return the page."""
    tongue, people = words_for(request), live_of(request).people
    return desk_page(
        request,
        "desk_people.html",
        PEOPLE,
        tongue.say("People"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wanted.wrong else status,
        told=told,
        accounts=people.accounts(),
        roles=[(role.word, tongue.say(word)) for role, word in ROLE_WORDS.items()],
        wanted=wanted,
        invitation=invitation,
    )
