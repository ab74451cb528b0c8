"""Pages in other tongues in a real browser: long words, and right to left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from newsloom.publish.shelf import shelve
from newsloom.publish.site import site_pages
from newsloom.publish.tongue import Tongue, tongue_of
from newsloom.publish.words import Moment
from tests.browser.conftest import Quiet
from tests.browser.test_site_pages import OVERFLOWING, open_all, opened
from tests.publish.editions import SETTINGS, full_edition

PAGES = ("index.html", "stories/harrow.html", "stories/arabic.html", "about.html", "topics.html")
SPOKEN = {"de": tongue_of("de"), "es": tongue_of("es"), "rtl": Tongue("he", "rtl")}

STARTS_LEFT = """() => [...document.querySelectorAll('.tabs, .points, .timeline, .note, .label, p')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).direction === 'rtl')
  .filter(e => getComputedStyle(e).textAlign === 'left').length"""
"""How many blocks of a page from right to left begin on the left."""

OUT_ON_THE_LEFT = """() => [...document.body.querySelectorAll('*')]
  .filter(e => !e.closest('.tabs, .hidden, .stack thead, .skip') && e.checkVisibility())
  .filter(e => e.getBoundingClientRect().left < -1)
  .map(e => e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + e.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a folder with the site in each tongue."""
    folder: Path = tmp_path_factory.mktemp("tongues")
    made = full_edition(3)
    for name, tongue in SPOKEN.items():
        pages = site_pages(shelve(made, SETTINGS, Moment(made.as_of, tongue=tongue)))
        for path, make in pages.items():
            file = folder / name / "news" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(make())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", SPOKEN)
def test_no_tongue_runs_out_of_the_page(
    browser: Browser, sites: str, name: str, width: int
) -> None:
    for path in PAGES:
        with opened(browser, f"{sites}/{name}/news/{path}", width) as page:
            open_all(page)
            assert page.evaluate(OVERFLOWING) == [], path
            assert page.evaluate(OUT_ON_THE_LEFT) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_page_from_right_to_left_begins_on_the_right(browser: Browser, sites: str) -> None:
    for path in PAGES:
        with opened(browser, f"{sites}/rtl/news/{path}", 1280) as page:
            assert page.locator("html").evaluate("e => getComputedStyle(e).direction") == "rtl"
            assert page.evaluate(STARTS_LEFT) == 0, path
            name = page.locator(".masthead__name").bounding_box()
            told = page.locator(".edition").bounding_box()
            assert name is not None and told is not None
            assert name["x"] > told["x"]


def test_the_direction_of_a_headline_is_its_own(browser: Browser, sites: str) -> None:
    with opened(browser, f"{sites}/rtl/news/stories/harrow.html") as page:
        assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "ltr"
    with opened(browser, f"{sites}/de/news/stories/arabic.html") as page:
        assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "rtl"
