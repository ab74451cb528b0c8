"""What makes the house installable and readable without a network: manifest, service worker, page.

The worker itself is ``data/static/sw.js``; here it is told the version of the house's files, so
that new ones replace the kept ones.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.data import names, read_bytes, read_text
from newsloom.publish.frame import Page
from newsloom.web.live import live_of
from newsloom.web.respond import answer, page, tongue_for

PAPER = "#fafaf8"
"""Ground of the pages in light colours, as in ``style.css``."""

ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)

KEPT_FILES = (
    "/favicon.svg",
    "/static/htmx.min.js",
    "/static/icon-192.png",
    "/static/keys.js",
    "/static/live.css",
    "/static/live.js",
    "/style.css",
)
"""What the pages of readers are made with; the worker keeps them from the start."""


def offline_routes() -> list[BaseRoute]:
    """Return the routes of an installed house."""
    return [
        Route("/manifest.webmanifest", manifest),
        Route("/sw.js", worker),
        Route("/offline", offline),
    ]


def manifest(request: Request) -> Response:
    """Say how the house is installed."""
    newsroom, tongue = live_of(request).settings().newsroom, tongue_for(request)
    said = {
        "id": "/",
        "name": newsroom.name,
        "short_name": newsroom.name[:30],
        "description": newsroom.description,
        "lang": tongue.code,
        "dir": tongue.direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": f"/static/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [
            {"name": tongue.say("Ten minutes"), "url": "/ten"},
            {"name": tongue.say("Following"), "url": "/following"},
            {"name": tongue.say("Saved"), "url": "/saved"},
        ],
    }
    return answer(request, msgspec.json.encode(said), "application/manifest+json")


def worker(request: Request) -> Response:
    """Give the service worker, which knows the version of what it keeps."""
    return answer(request, worker_script(), "text/javascript; charset=utf-8")


@cache
def worker_script() -> bytes:
    """Return the service worker with the version and the paths of the house's files."""
    told = msgspec.json.encode({"version": version(), "files": KEPT_FILES}).decode()
    return f"const HOUSE = {told};\n{read_text('static/sw.js')}".encode()


def version() -> str:
    """Return a hash of all files the house serves as they are."""
    digest = blake2b(digest_size=8)
    for name in names("static"):
        digest.update(name.encode())
        digest.update(read_bytes(f"static/{name}"))
    return digest.hexdigest()


def offline(request: Request) -> Response:
    """The page for what was not kept, with the words the worker puts on what was."""
    title = tongue_for(request).say("No network")
    return page(request, "live_offline.html", Page("offline", title, title, is_anywhere=True))
