"""The pages /sign-in, /sign-out and the one where a password is chosen by an invitation."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.model.people import Account
from newsloom.publish.frame import Page
from newsloom.web.accounts.extras import has_passkeys, has_provider
from newsloom.web.accounts.invitations import take_invitation
from newsloom.web.accounts.passwords import Passwords, fault_of
from newsloom.web.accounts.proving import Refusal, name_of, prove
from newsloom.web.accounts.sessions import begin_session, end_session
from newsloom.web.live import live_of
from newsloom.web.noting import note
from newsloom.web.respond import page, problem, see_other
from newsloom.web.visitor import form_of, own_path, visitor_of, words_for


class Signing:
    """The pages, with what checks passwords."""

    def __init__(self, passwords: Passwords) -> None:
        self.passwords = passwords

    def routes(self) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/sign-in", self.ask),
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-in/invitation", self.welcome),
            Route("/sign-in/invitation", self.accept, methods=["POST"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
        ]

    def ask(self, request: Request) -> Response:
        """The form; somebody who is signed in is led on."""
        after = own_path(request.query_params.get("next", "/"))
        if visitor_of(request).account is not None:
            return see_other(after)
        return sign_in_page(request, after)

    def sign_in(self, request: Request) -> Response:
        """Sign in by name and password."""
        form = form_of(request)
        after, name = own_path(form.one("next", "/")), form.one("name")
        if not live_of(request).settings().sign_in.password:
            sentence = words_for(request).say("Passwords are not used here: sign in another way.")
            return sign_in_page(request, after, sentence, HTTPStatus.FORBIDDEN)
        try:
            account = prove(request, self.passwords, name_of(name), form.exact("password"))
        except Refusal as refusal:
            response = sign_in_page(request, after, refusal.sentence, refusal.status, name)
            response.headers.update(refusal.headers)
            return response
        return welcomed(request, account, after, "by password")

    def sign_out(self, request: Request) -> Response:
        """End the session."""
        response = see_other("/")
        if visitor_of(request).account is not None:
            note(request, "signed out")
        end_session(request, response)
        return response

    def welcome(self, request: Request) -> Response:
        """The form where somebody who was invited chooses a password."""
        return invitation_page(request, request.query_params.get("token", ""))

    def accept(self, request: Request) -> Response:
        """Keep the password somebody chose, and sign them in."""
        form, live, tongue = form_of(request), live_of(request), words_for(request)
        token, password = form.one("token"), form.exact("password")
        fault = fault_of(tongue, password, "")
        if fault:
            return invitation_page(request, token, fault)
        account_id = take_invitation(request, token)
        account = live.people.account(account_id) if account_id else None
        if account is None or account.is_disabled:
            sentence = tongue.say(
                "This invitation has been used, or is over: ask an admin for another."
            )
            return problem(request, HTTPStatus.GONE, sentence)
        live.people.change_password(account.account_id, self.passwords.hash(password))
        note(request, "chose a password", account.name, "by invitation", who=account.name)
        return welcomed(request, account, "/account", "by invitation")


def welcomed(request: Request, account: Account, after: str, way: str) -> Response:
    """Return what signs a browser in and leads it on."""
    response = see_other(after)
    note(request, "signed in", account.name, way, who=account.name)
    begin_session(request, response, account)
    return response


def sign_in_page(
    request: Request,
    after: str,
    wrong: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    name: str = "",
) -> Response:
    """Return the sign-in form; ``wrong`` is the sentence on what was sent before."""
    settings = live_of(request).settings().sign_in
    about = Page("sign-in", words_for(request).say("Sign in"), "", is_anywhere=True)
    return page(
        request,
        "account_sign_in.html",
        about,
        status=status,
        after=after,
        wrong=wrong,
        name=name,
        settings=settings,
        passkeys_here=has_passkeys(settings),
        has_provider=has_provider(settings),
        has_people=bool(live_of(request).people.accounts()),
    )


def invitation_page(request: Request, token: str, wrong: str = "") -> Response:
    """Return the form where a password is chosen."""
    about = Page("sign-in", words_for(request).say("Choose a password"), "", is_anywhere=True)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "account_invitation.html", about, status=status, token=token, wrong=wrong)
