"""An empty newsroom with its live pages, a clock that is set by hand, and browsers on it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from newsloom import newsroom
from newsloom.model.people import Account, AuditLine, Role
from newsloom.newsroom import Room
from newsloom.web.accounts import Passwords, account_routes
from newsloom.web.app import create_app

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = "four words of sand"
"""The password of every account made here."""

SETTINGS = '[matching]\nembedder = "none"\n'

OWN = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that one of the house's own pages sent."""


class Clock:
    """Tells the moment it was set to."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **spans: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**spans)


class CountedPasswords(Passwords):
    """Real hashes of argon2id at their cheapest; counts how often one is checked."""

    def __init__(self) -> None:
        super().__init__(PasswordHash((Argon2Hasher(1, 8, 1),)))
        self.checks: list[bool] = []

    def check(self, password: str, known: str) -> tuple[bool, str]:
        checked = super().check(password, known)
        self.checks.append(checked[0])
        return checked


class Browser(TestClient):
    """A browser without scripts: keeps cookies, and sends forms as pages of the house would."""

    csrf = ""

    def look(self, path: str, **more: object) -> httpx2.Response:
        """Open a page; its form's token is used from then on."""
        page: httpx2.Response = self.get(path, **more)  # type: ignore[arg-type]
        found = re.search(r'name="csrf" value="([^"]+)"', page.text)
        self.csrf = found[1] if found else ""
        return page

    def submit(self, path: str, **fields: object) -> httpx2.Response:
        """Send a form."""
        data = {"csrf": self.csrf, **fields}
        sent: httpx2.Response = self.post(path, data=data, headers=OWN)
        return sent


@dataclass(frozen=True, slots=True)
class House:
    """The newsroom and its pages."""

    room: Room
    app: Starlette
    clock: Clock
    passwords: CountedPasswords

    def browser(self, address: str = "192.0.2.7", base: str = "http://news.example") -> Browser:
        """Return a new browser at an address."""
        return Browser(
            self.app,
            base_url=base,
            client=(address, 50_000),
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def add(self, name: str, role: Role = Role.EDITOR, full_name: str = "") -> Account:
        """Add an account with the password ``WORDS``."""
        account = Account(f"id-{name}", name, role, self.clock(), full_name)
        assert self.room.store.add_account(account, self.passwords.hash(WORDS))
        return account

    def signed_in(self, name: str, base: str = "http://news.example") -> Browser:
        """Return a browser in which somebody is signed in."""
        browser = self.browser(base=base)
        browser.look("/sign-in")
        assert browser.submit("/sign-in", name=name, password=WORDS).status_code == 303
        browser.look("/account")
        return browser

    def acts(self) -> list[str]:
        """Return what the audit log says, the oldest first, without times and addresses."""
        return [told(line) for _, line in reversed(self.room.store.audit())]


def told(line: AuditLine) -> str:
    """Return a line of the audit log as one text."""
    return " | ".join((line.who, line.act, line.subject, line.detail))


def make_empty(folder: Path) -> Path:
    """Make an empty newsroom with its tables."""
    newsroom.init_room(folder)
    (folder / "newsloom.toml").write_text(SETTINGS, "utf-8")
    with newsroom.opened(folder):
        return folder


@contextmanager
def open_house(empty: Path, folder: Path, settings: str = "") -> Iterator[House]:
    """Open a copy of an empty newsroom, with some settings more."""
    shutil.copytree(empty, folder)
    (folder / "newsloom.toml").write_text(SETTINGS + settings, "utf-8")
    clock, passwords = Clock(), CountedPasswords()
    with newsroom.opened(folder, clock=clock) as room:
        app = create_app(newsroom.open_house(room))
        app.router.routes[0:0] = account_routes(passwords)
        yield House(room, app, clock, passwords)
