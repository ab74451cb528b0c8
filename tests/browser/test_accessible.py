"""Every page of the live house by the rules of axe (WCAG 2.2 AA), by keyboard alone, and by weight.

The list of pages is made from the app's routes: a new page is tested, or fails here until it is
given an example of its path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from newsloom import newsroom
from newsloom.newsroom import Room
from newsloom.web.app import create_app
from newsloom.web.security import GUARDED, is_under
from sample.truth import AS_OF
from tests.browser.houses import Scheme, paths_of, session_cookie, visiting
from tests.live import opened_copy, served

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NO_PAGES = (
    "/api/v1", "/events", "/static", "/pictures", "/index.html", "/healthz", "/websub", "/sw.js",
    "/manifest", "/preferences/marks.json", "/desk/rulings/export", "/{name:str}",
)  # fmt: skip
"""Where no route answers with a page for people, or with the front page once more."""

PARTS = ("/why", "/suggest")
"""Ends of the paths of parts, which stand in other pages."""

CONTRAST = "color-contrast"

SHOWS: list[tuple[int, Scheme, dict[str, object]]] = [
    (1280, "light", {"runOnly": TAGS}),
    (390, "light", {"runOnly": TAGS, "rules": {CONTRAST: {"enabled": False}}}),
    (390, "dark", {"runOnly": [CONTRAST]}),
]
"""Width, colours, and what axe is to do there: contrast is slow, so it is asked once a theme."""

AXE = """async options => {
  const found = await axe.run(document, {...options, resultTypes: ['violations']});
  return found.violations.map(v =>
    [v.id, v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160))]);
}"""

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"

BYTES = """() => performance.getEntries()
  .filter(e => e.entryType === 'resource' || e.entryType === 'navigation')
  .filter(e => !/[.](png|jpe?g|webp|gif)([?]|$)/.test(e.name))
  .map(e => [new URL(e.name).pathname, e.encodedBodySize])"""

TOO_WIDE = """() => {
  const wide = document.documentElement;
  if (wide.scrollWidth <= wide.clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > wide.clientWidth + 1)
    .filter(e => !e.closest('.tabs, .hidden, .stack thead, .skip'))
    .map(e => e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + e.textContent.slice(0, 40))
    .slice(0, 5);
}"""

RING = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = getComputedStyle(at).opacity === '0' ? at.closest('label') : at;
  const [box, style] = [shown.getBoundingClientRect(), getComputedStyle(shown)];
  return [at.outerHTML.slice(0, 120), style.outlineStyle === 'solid', box.width * box.height > 0];
}"""


@dataclass(frozen=True)
class House:
    room: Room
    address: str
    pages: tuple[str, ...]
    guarded: tuple[str, ...]


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    place = tmp_path_factory.mktemp("accessible") / "room"
    with opened_copy(sample_folder, place, lambda: AS_OF) as room:
        app = create_app(newsroom.open_house(room))
        pages = examples(room, paths_of(app))
        with served(app) as address:
            plain = tuple(path for path in pages if not is_under(path, *GUARDED))
            yield House(room, address, plain, tuple(path for path in pages if path not in plain))


def examples(room: Room, templates: list[str]) -> list[str]:
    """Return a path of each route that could be a page; one with a gap needs an example here."""
    brief = room.store.briefs()[0]
    story, article = brief.dossier.story.story_id, brief.dossier.reports[0].article
    room.store.save_articles([replace(article, text=f"{article.text}\n\nThis came later.")])
    known = {
        "/topics/{slug}.html": "/topics/schools.html",
        "/providers/{domain}.html": "/providers/kestrelwire.example.html",
        "/stories/{name}.html": f"/stories/{story}.html",
        "/stories/{name}/versions/{article_id}": f"/stories/{story}/versions/{article.article_id}",
        "/stories/{story_id}/keep": f"/stories/{story}/keep",
        "/desk/stories/{story_id}": f"/desk/stories/{story}",
    }
    found = [p for p in templates if not p.startswith(NO_PAGES) and not p.endswith(PARTS)]
    return [known[path] if "{" in path else path for path in dict.fromkeys(found)]


@pytest.fixture(scope="module")
def admin(house: House) -> dict[str, str]:
    return session_cookie(house.room, house.address)


def keep_something(page: Page, address: str) -> None:
    """Save, follow and mute, so that pages show what only readers of that kind see."""
    page.goto(f"{address}ten")
    for key in ("save", "follow"):
        page.locator(f"[data-key={key}]").first.click()
        page.locator(f"[data-key={key}][aria-pressed=true]").first.wait_for()
    page.goto(f"{address}topics/schools.html")
    page.locator("[data-key=mute]").first.click()
    page.locator("button[value=unmute]").first.wait_for()


def opens(page: Page, url: str) -> None:
    """Open the page of an address, whatever its status."""
    response = page.goto(url)
    assert response is not None and response.status < 500, url
    assert page.locator("main").count() == 1, url


def settle(page: Page) -> None:
    """Wait until every part that was asked for is there."""
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def faults(page: Page, url: str) -> dict[str, Any]:
    """Return what axe finds on a page, all of it opened."""
    opens(page, url)
    page.evaluate(OPEN_ALL)
    settle(page)
    return violations(page, url)


def violations(page: Page, url: str) -> dict[str, Any]:
    """Return what axe finds on the page that is open, wide and narrow, light and dark."""
    found: dict[str, Any] = {}
    page.evaluate(AXE_SCRIPT)
    for width, scheme, options in SHOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for name, nodes in page.evaluate(AXE, options):
            found[f"{url} {width} {scheme}: {name}"] = nodes
    return found


def test_axe_finds_what_is_wrong(browser: Browser, house: House) -> None:
    spoil = """() => {
      const text = document.querySelector('main p');
      text.style.color = 'light-dark(#ccc, #555)';
      text.insertAdjacentHTML('afterend', '<img src="/favicon.svg"><div role="button">x</div>');
    }"""
    with visiting(browser, house.address) as page:
        opens(page, f"{house.address}preferences")
        page.evaluate(spoil)
        found = {key.removeprefix(f"{house.address} ") for key in violations(page, house.address)}
    assert found >= {
        "1280 light: color-contrast",
        "390 dark: color-contrast",
        "1280 light: image-alt",
        "390 light: image-alt",
    }


def test_axe_finds_nothing_on_readers_pages(browser: Browser, house: House) -> None:
    with visiting(browser, house.address) as page:
        keep_something(page, house.address)
        found: dict[str, Any] = {}
        for path in (*house.pages, "/?as_of=2026-10-08T12:00", "/nothing-here"):
            found |= faults(page, house.address.rstrip("/") + path)
        assert found == {}


def test_axe_finds_nothing_in_what_scripts_open(browser: Browser, house: House) -> None:
    with visiting(browser, house.address) as page:
        opens(page, f"{house.address}topics/schools.html")
        page.keyboard.press("j")
        page.keyboard.press("m")
        page.locator("select[name=thing]").wait_for()
        found = violations(page, "the form of a mute")
        page.keyboard.press("Escape")
        page.locator("[data-key=mute][hx-get]").wait_for()
        page.keyboard.press("?")
        page.locator("dialog[open]").wait_for()
        found |= violations(page, "the dialog of keys")
        assert found == {}


def test_axe_finds_nothing_on_guarded_pages(
    browser: Browser, house: House, admin: dict[str, str]
) -> None:
    with visiting(browser, house.address, cookies=(admin,)) as page:
        found: dict[str, Any] = {}
        for path in house.guarded:
            found |= faults(page, house.address.rstrip("/") + path)
        assert found == {}


def test_axe_finds_nothing_on_the_pages_of_signing_in(browser: Browser, house: House) -> None:
    with visiting(browser, house.address) as page:
        found: dict[str, Any] = {}
        for path in ("/sign-in", "/set-up", "/sign-in/invitation"):
            found |= faults(page, house.address.rstrip("/") + path)
        assert found == {}


# --- by keyboard alone ---------------------------------------------------------------------------


def stops(page: Page, most: int = 200) -> list[tuple[str, bool, bool]]:
    """Return where Tab leads, once around: the element, whether it has a ring, and a size."""
    found: list[tuple[str, bool, bool]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(RING)
        if at is None:
            break
        found.append(tuple(at))
    return found


@pytest.mark.parametrize("path", ["", "ten", "topics/schools.html", "preferences", "keys"])
def test_every_stop_of_the_keyboard_is_seen(browser: Browser, house: House, path: str) -> None:
    with visiting(browser, house.address) as page:
        page.goto(house.address + path)
        found = stops(page)
        assert len(found) > 5
        assert [one for one in found if not (one[1] and one[2])] == []


def test_the_skip_link_comes_first_and_skips(browser: Browser, house: House) -> None:
    with visiting(browser, house.address) as page:
        for path in house.pages:
            opens(page, house.address.rstrip("/") + path)
            if page.locator("[autofocus]").count():
                continue
            page.keyboard.press("Tab")
            skip = page.locator(".skip")
            assert skip.evaluate("e => e === document.activeElement"), path
            assert (skip.bounding_box() or {"y": -1})["y"] >= 0, path
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = "() => !document.activeElement.closest('header.page, .skip')"
            assert page.evaluate(inside), path


def test_a_story_is_muted_by_keyboard_alone_without_single_keys(
    browser: Browser, house: House
) -> None:
    with visiting(browser, house.address) as page:
        page.goto(f"{house.address}ten")
        page.locator("[data-key=mute]").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("select[name=thing]")
        assert page.evaluate("document.activeElement.name") == "thing"
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status] + button")
        assert page.evaluate("document.activeElement.value") == "unmute"


def test_no_page_is_wider_than_a_small_screen(
    browser: Browser, house: House, admin: dict[str, str]
) -> None:
    wide: dict[str, list[str]] = {}
    with visiting(browser, house.address, 320, cookies=(admin,)) as page:
        for path in (*house.pages, *house.guarded):
            opens(page, house.address.rstrip("/") + path)
            page.evaluate(OPEN_ALL)
            settle(page)
            for muting in page.locator("[data-key=mute][hx-get]").all()[:1]:
                muting.click()
                page.locator("select[name=thing]").first.wait_for()
            if found := page.evaluate(TOO_WIDE):
                wide[path] = found
        assert wide == {}


# --- by weight -----------------------------------------------------------------------------------


def test_every_page_weighs_less_than_a_hundred_kilobytes(
    browser: Browser, house: House, admin: dict[str, str]
) -> None:
    heavy: dict[str, list[object]] = {}
    with visiting(browser, house.address, cookies=(admin,)) as page:
        for path in (*house.pages, *house.guarded):
            opens(page, house.address.rstrip("/") + path)
            page.wait_for_load_state("load")
            sent = page.evaluate(BYTES)
            if sum(size for _, size in sent) >= 100_000:
                heavy[path] = sent
        assert heavy == {}
