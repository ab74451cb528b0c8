"""The desk of a sample newsroom, and somebody who sits at it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import httpx2
from starlette.testclient import TestClient

from newsloom.model import Brief
from newsloom.model.people import Account, Role, Session
from newsloom.newsroom import Room
from newsloom.publish.edition import display_title
from newsloom.web.cookies import SESSION_COOKIE, Seal
from newsloom.web.recognising import digest_of
from tests.live import FROM_OWN_PAGE, client_of


@dataclass(frozen=True, slots=True)
class Sitting:
    """A browser without scripts in which somebody is signed in."""

    room: Room
    client: TestClient

    def look(self, path: str) -> httpx2.Response:
        """Open a page."""
        page: httpx2.Response = self.client.get(path)
        return page

    def send(self, path: str, page: str, **fields: str | list[str]) -> httpx2.Response:
        """Send a form of a page."""
        csrf = csrf_of(self.look(page).text)
        sent: httpx2.Response = self.client.post(
            path, data={"csrf": csrf, **fields}, headers=FROM_OWN_PAGE
        )
        return sent

    def done(self, path: str, page: str, **fields: str | list[str]) -> str:
        """Send a form that is taken; return the page it leads to."""
        sent = self.send(path, page, **fields)
        assert sent.status_code == 303, sent.text
        return self.look(sent.headers["location"]).text

    def rule(self, story_id: str, **fields: str | list[str]) -> httpx2.Response:
        """Send a form of a story's page."""
        page = f"/desk/stories/{story_id}"
        return self.send(f"{page}/rule", page, **fields)


def sit(room: Room, role: Role = Role.EDITOR) -> Sitting:
    """Return the browser of somebody with a role."""
    client = client_of(room)
    # There is no desk before there is an admin.
    if not room.store.has_admin():
        add(room, Role.ADMIN)
    if role is not Role.ADMIN:
        add(room, role)
    secret, at = f"a secret of {role.word}", room.clock()
    session = Session(digest_of(secret), f"account-{role.word}", at, at, "127.0.0.1", "test")
    room.store.open_session(session)
    seal = Seal(room.store.secret("cookies", b""), lambda: at)
    client.cookies.set(SESSION_COOKIE, seal.sign(SESSION_COOKIE, secret))
    return Sitting(room, client)


def add(room: Room, role: Role) -> None:
    """Add an account that has the name of its role."""
    name = role.word
    room.store.add_account(Account(f"account-{name}", name, role, room.clock(), name.title()), "")


def csrf_of(page: str) -> str:
    """Return the token in the forms of a page, "" when it has none."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""


def told_in(page: str) -> str:
    """Return the line on what was done, "" when there is none."""
    found = re.search(r'<div class="done" id="done" role="status"><p>(.*?)</p>', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


def wrong_in(page: str) -> str:
    """Return the sentence on what is wrong, "" when nothing is."""
    found = re.search(r'class="wrong"[^>]*>(.*?)</', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def field_in(page: str, name: str) -> str:
    """Return the value of the first field of a name."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def story_with(room: Room, words: str) -> Brief:
    """Return the story that stands and has some words in its title."""
    return next(
        brief
        for brief in room.store.briefs()
        if words in display_title(brief) and brief.dossier.story.merged_into is None
    )


def id_of(brief: Brief) -> str:
    """Return the id of a story."""
    return brief.dossier.story.story_id
