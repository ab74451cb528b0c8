"""The live house in a real browser: pages, what was told of them, and somebody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from starlette.applications import Starlette

from newsloom.model.people import Account, Role, Session
from newsloom.newsroom import Room
from newsloom.web.cookies import SESSION_COOKIE, Seal
from newsloom.web.recognising import digest_of
from sample.truth import AS_OF

Scheme = Literal["light", "dark"]

EXPECTED = ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED")
"""Ends of requests that are no fault: a page was left, or the network was taken away."""


def session_cookie(room: Room, address: str, role: Role = Role.ADMIN) -> dict[str, str]:
    """Return the cookie of somebody with a role; their account is made."""
    account = Account(f"account-{role.word}", role.word, role, AS_OF, role.word.title())
    room.store.add_account(account, "")
    secret = f"a secret of {role.word}"
    session = Session(digest_of(secret), account.account_id, AS_OF, AS_OF, "127.0.0.1", "test")
    room.store.open_session(session)
    seal = Seal(room.store.secret("cookies", b""), lambda: AS_OF)
    return {"name": SESSION_COOKIE, "value": seal.sign(SESSION_COOKIE, secret), "url": address}


@contextmanager
def visiting(
    browser: Browser,
    address: str,
    width: int = 1280,
    scheme: Scheme = "light",
    *,
    cookies: tuple[dict[str, str], ...] = (),
    workers: Literal["allow", "block"] = "block",
) -> Iterator[Page]:
    """Give a page of a browser of its own; fail on errors of scripts and requests elsewhere.

    Service workers are kept out unless asked for: they would serve later pages.
    """
    told: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        service_workers=workers,
    )
    context.add_cookies(list(cookies))  # type: ignore[arg-type]
    watch(context, address, told)
    page = context.new_page()
    page.on("console", lambda m: told.append(m.text) if is_fault(m) else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not told, "\n".join(told)


def is_fault(message: ConsoleMessage) -> bool:
    """Return whether the console tells of a fault; statuses of answers are watched elsewhere."""
    is_known = message.text.startswith(("Failed to load", "Service Worker registration blocked"))
    return message.type in ("error", "warning") and not is_known


def watch(context: BrowserContext, address: str, told: list[str]) -> None:
    """Note every request to another host, every one that failed, and parts that are not there."""
    host = address.rstrip("/")
    context.on("request", lambda r: None if r.url.startswith(host) else told.append(r.url))
    context.on(
        "requestfailed",
        lambda r: None if r.failure in EXPECTED else told.append(f"{r.failure}: {r.url}"),
    )
    context.on("response", lambda r: told.append(f"{r.status}: {r.url}") if is_lost(r) else None)


def is_lost(response: Response) -> bool:
    """Return whether a part of a page was refused."""
    return response.status >= 400 and not response.request.is_navigation_request()


def paths_of(app: Starlette) -> list[str]:
    """Return the paths of the app's GET routes."""
    return [
        str(route.path)  # type: ignore[attr-defined]
        for route in app.routes
        if "GET" in (getattr(route, "methods", None) or ())
    ]
