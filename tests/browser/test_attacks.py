"""Attacks in every field, gathered from a web and published: a real browser runs none of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsloom import newsroom
from newsloom.model import Selection, Source, SourceKind
from newsloom.settings import Fetching, FullText, Gate, Matching, Newsroom, Settings
from newsloom.web.app import create_app
from tests.browser.conftest import Quiet
from tests.edges.web import serving
from tests.hostile.press import PAYLOADS, PLACES, host, routes
from tests.live import served

LEAST_ATTACKS = 200

TRIGGER = """() => {
  for (const e of document.querySelectorAll('*')) {
    for (const kind of ['mouseover', 'pointerover', 'focus', 'click', 'toggle', 'error', 'load']) {
      if (e.tagName === 'A' && kind === 'click') continue;
      e.dispatchEvent(new Event(kind));
    }
  }
}"""
"""What a reader might do to any element, and what a browser might."""

DANGEROUS = """() => [...document.querySelectorAll('*')].flatMap(e =>
  [...e.attributes].filter(a => /^on/i.test(a.name)
    || (/^(href|src|action|data|srcdoc|formaction|xlink:href)$/i.test(a.name)
        && /^\\s*(javascript|data|vbscript):/i.test(a.value)))
  .map(a => e.tagName + ' ' + a.name + '=' + a.value))"""
"""Handlers and addresses that would run something if they were touched."""


def publish_attacks(folder: Path) -> int:
    """Gather and publish the press of attacks; returns how many articles there are."""
    with serving() as web:
        web.routes |= routes()
        settings = Settings(
            newsroom=Newsroom(name="Attacked", url="https://attacked.example"),
            fetching=Fetching(
                resolve=web.resolve, host_delay_seconds=0.0, full_text=FullText.ALWAYS
            ),
            gate=Gate(min_quality=0, min_heat=0),
            matching=Matching(embedder="none", join_probability=0.99),
        )
        newsroom.init_room(folder, settings=settings)
        with newsroom.opened(folder) as room:
            feeds = [
                Source(f"http://{host(number)}/feed.xml", SourceKind.FEED)
                for number in range(len(PAYLOADS))
            ]
            newsroom.add_sources(room, feeds)
            newsroom.run_once(room)
            return room.store.counts()["articles"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an edition made of nothing but attacks."""
    folder = tmp_path_factory.mktemp("attacked") / "room"
    # The browser's own event loop lives in this thread.
    with ThreadPoolExecutor(1) as apart:
        articles = apart.submit(publish_attacks, folder).result()
    assert articles >= len(PAYLOADS)
    return folder / "public"


@pytest.fixture(scope="module")
def site(edition: Path) -> Iterator[str]:
    """Give the address of the static site, served without any protecting header."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(edition / "site")))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def watched(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """Give a page, and a list of everything an attack managed to do on it."""
    done: list[str] = []
    page = browser.new_page()

    def on_dialog(dialog: Dialog) -> None:
        done.append(f"dialog {dialog.message} on {page.url}")
        dialog.dismiss()

    def on_request(request: Request) -> None:
        if not request.url.startswith((site, "about:", "data:")):
            done.append(f"request {request.url} from {page.url}")

    page.on("dialog", on_dialog)
    page.on("request", on_request)
    page.on("popup", lambda popup: done.append(f"popup {popup.url}"))
    yield page, done
    page.close()


def is_html(element: ET.Element) -> bool:
    """Return whether a reader shows an element as HTML: in Atom text is the default."""
    is_atom = element.tag.startswith("{http://www.w3.org/2005/Atom}")
    return not is_atom or element.get("type") == "html"


def test_there_are_enough_attacks() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert len(PAYLOADS) * len(PLACES) >= LEAST_ATTACKS


def test_the_watch_sees_an_attack_that_succeeds(watched: tuple[Page, list[str]]) -> None:
    page, done = watched
    page.set_content("<img src=x onerror=alert(1)>")
    page.wait_for_timeout(200)
    assert any("dialog 1" in one for one in done)


def test_no_attack_runs_on_any_page(
    edition: Path, site: str, watched: tuple[Page, list[str]]
) -> None:
    page, done = watched
    paths = sorted(path.relative_to(edition / "site") for path in edition.rglob("site/**/*.html"))
    stories = [path for path in paths if path.parent.name == "stories"]
    assert len(stories) >= len(PAYLOADS) - 5
    for path in paths:
        page.goto(f"{site}{path.as_posix()}")
        page.evaluate(TRIGGER)
        assert page.evaluate(DANGEROUS) == [], path
    assert done == []


class Unprotected:
    """An app whose answers have lost what tells a browser to run nothing of others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def bare(message: Message) -> None:
            if message["type"] == "http.response.start":
                del MutableHeaders(scope=message)["content-security-policy"]
            await send(message)

        await self.app(scope, receive, bare)


@pytest.fixture(scope="module")
def house(edition: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the address of the live pages, served without their policy, and the paths to look at."""
    with newsroom.opened(edition.parent) as room:
        live = newsroom.open_house(room)
        stories = live.front.summaries(Selection(live.clock(), limit=1000))
        providers = [f"providers/{one.domain}.html" for one in live.front.provider_counts()]
        ids = [story.story_id for story in stories]
        paths = [
            *("", "ten", "archive.html", "topics.html", "providers.html", "search?q=in:title%20a"),
            *(
                "search?q=%22%3Cimg%20src=x%20onerror=alert(1)%3E",
                "?as_of=%3Cscript%3E",
                *providers,
            ),
            *(f"stories/{key}.html" for key in ids),
            *(f"stories/{key}/why" for key in ids[:20]),
        ]
        app = create_app(live)
        with served(Unprotected(app)) as address:
            yield address, paths


def test_no_attack_runs_on_any_live_page(house: tuple[str, list[str]], browser: Browser) -> None:
    """The pages escape what articles say; the policy that would stop it anyway is taken off."""
    address, paths = house
    done: list[str] = []
    page = browser.new_page()
    page.on("dialog", lambda dialog: (done.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: asked.url.startswith((address, "data:", "about:")) or done.append(asked.url),
    )
    assert len(paths) > len(PAYLOADS)
    for path in paths:
        page.goto(f"{address}{path}")
        page.evaluate(TRIGGER)
        assert page.evaluate(DANGEROUS) == [], path
        assert done == [], path
    page.close()


def test_no_attack_runs_in_a_reader_of_our_feeds(
    edition: Path, watched: tuple[Page, list[str]]
) -> None:
    """A reader that shows what a feed says as HTML, which many do."""
    page, done = watched
    texts = [
        element.text or ""
        for path in sorted(edition.rglob("*.xml"))
        for element in ET.parse(path).iter()
        if element.tag.rpartition("}")[2] in ("description", "summary", "content", "encoded")
        and is_html(element)
    ]
    assert len(texts) >= 50
    page.set_content("<hr>".join(texts))
    page.evaluate(TRIGGER)
    page.wait_for_timeout(200)
    assert page.evaluate(DANGEROUS) == []
    assert done == []
