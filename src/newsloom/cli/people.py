"""Commands that look after accounts: people add, list, password, role, disable, enable, token."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import (
    HERE,
    JsonOption,
    RoomOption,
    app,
    print_json,
    print_table,
    say,
)
from newsloom.model.people import Account, Role, Scope
from newsloom.newsroom import people as persons
from newsloom.text.dates import format_utc

people_app = typer.Typer(help="Accounts: who may sign in, and what they may do.")
app.add_typer(people_app, name="people")

NameArgument = Annotated[str, typer.Argument(help="Name the account signs in with.")]
ROLES = ", ".join(role.word for role in Role)
RoleOption = Annotated[str, typer.Option(help=f"What they may do: {ROLES}.")]


@people_app.command("add")
def add(
    name: NameArgument,
    role: RoleOption = Role.EDITOR.word,
    full_name: Annotated[str, typer.Option(help="Name that others see.")] = "",
    invite: Annotated[
        bool, typer.Option("--invite", help="Print an address where they choose a password.")
    ] = False,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Add an account; its password is asked for, or read from standard input."""
    chosen = persons.role_named(role)
    with newsroom.opened(room) as opened:
        persons.check_name(opened, name)
        password = None if invite else ask_password()
        account = persons.add_person(opened, name, chosen, full_name, password)
        path = persons.invitation(opened, account) if invite else ""
    if json:
        print_json({**facts(account), "invitation": path} if invite else facts(account))
        return
    say(f"Added {account.name} as {account.role.word}.")
    if path:
        say(f"They choose a password at {path} on your `serve`, once, within three days.")


@people_app.command("list")
def list_people(room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Print the accounts."""
    with newsroom.opened(room) as opened:
        accounts = opened.store.accounts()
    if json:
        print_json([facts(account) for account in accounts])
        return
    rows = [
        (a.name, a.full_name, a.role.word, state_of(a), f"{a.made_at:%Y-%m-%d}") for a in accounts
    ]
    print_table("Accounts", ("name", "seen as", "role", "state", "made"), rows)


@people_app.command("password")
def password(name: NameArgument, room: RoomOption = HERE) -> None:
    """Give an account another password; every browser it is signed in with is signed out."""
    with newsroom.opened(room) as opened:
        account = persons.person_named(opened, name)
        persons.set_password(opened, account, ask_password())
    say(f"{account.name} has a new password, and is signed out everywhere.")


@people_app.command("role")
def role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(help=f"One of {ROLES}.")],
    room: RoomOption = HERE,
) -> None:
    """Change what an account may do."""
    chosen = persons.role_named(role)
    with newsroom.opened(room) as opened:
        account = persons.give_role(opened, persons.person_named(opened, name), chosen)
    say(f"{account.name} is {account.role.word} now.")


@people_app.command("disable")
def disable(name: NameArgument, room: RoomOption = HERE) -> None:
    """Let an account count no more: its password, passkeys, sessions and API tokens."""
    with newsroom.opened(room) as opened:
        account = persons.switch(opened, persons.person_named(opened, name), off=True)
    say(f"{account.name} is disabled.")


@people_app.command("enable")
def enable(name: NameArgument, room: RoomOption = HERE) -> None:
    """Let a disabled account count again."""
    with newsroom.opened(room) as opened:
        account = persons.switch(opened, persons.person_named(opened, name), off=False)
    say(f"{account.name} may sign in again.")


@people_app.command("token")
def token(
    name: NameArgument,
    label: Annotated[str, typer.Argument(help="What will use the token.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="What it may do, besides others (default: read).")
    ] = None,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Make an API token for an account and print it; it is shown only now."""
    with newsroom.opened(room) as opened:
        account = persons.person_named(opened, name)
        secret = persons.make_token(opened, account, label, scope or [Scope.READ])
    if json:
        print_json({"token": secret})
    else:
        say(secret)


def ask_password() -> str:
    """Return a password: asked for twice at a terminal, else the first line that is sent."""
    if sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def state_of(account: Account) -> str:
    """Return whether an account counts."""
    return "disabled" if account.is_disabled else "may sign in"


def facts(account: Account) -> dict[str, object]:
    """Return an account in the shape scripts rely on."""
    return {
        "name": account.name,
        "full_name": account.full_name,
        "role": account.role.word,
        "disabled": account.is_disabled,
        "identity": account.identity,
        "made_at": format_utc(account.made_at),
    }
