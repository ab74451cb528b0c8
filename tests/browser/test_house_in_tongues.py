"""Every page of the live house in each tongue: its language, its words, and room for long ones."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser

from newsloom import newsroom
from newsloom.data import read_bytes
from newsloom.publish.tongue import TONGUES
from newsloom.web.app import create_app
from sample.truth import AS_OF
from tests.browser.houses import paths_of, session_cookie, visiting
from tests.browser.test_accessible import House, examples, keep_something, opens
from tests.browser.test_site_pages import OVERFLOWING, open_all
from tests.live import opened_copy, served

TEXTS = """() => {
  const seen = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    const own = e.closest('[lang]').lang;
    if (own === document.documentElement.lang && !e.closest('bdi, script, style, code, textarea'))
      seen.push(walker.currentNode.textContent);
  }
  for (const e of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-of'])
      if (e.hasAttribute(name)) seen.push(e.getAttribute(name));
  return seen.map(text => text.trim().replace(/\\s+/g, ' ')).filter(text => text);
}"""
"""Every text of a page that is in the page's own language, and no name."""


NAMES = {"admin"}
"""What somebody is called here."""


def english_only(code: str) -> set[str]:
    """Return the messages that read otherwise in a language."""
    found = read_po(BytesIO(read_bytes(f"messages/{code}.po")))
    plain = ((m.id, m.string) for m in found if isinstance(m.id, str) and "%(" not in m.id)
    said = {str(m.string) for m in found if isinstance(m.string, str)}
    return {text for text, other in plain if text and text != other and text not in said} - NAMES


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give the live house over the sample newsroom, and its pages."""
    place = tmp_path_factory.mktemp("tongues") / "room"
    with opened_copy(sample_folder, place, lambda: AS_OF) as room:
        app = create_app(newsroom.open_house(room))
        pages = tuple(examples(room, paths_of(app)))
        with served(app) as address:
            yield House(room, address, pages, ())


@pytest.fixture(scope="module")
def admin(browser: Browser, house: House) -> dict[str, str]:
    """Give the cookie of an admin who has saved, follows and mutes something."""
    cookie = session_cookie(house.room, house.address)
    with visiting(browser, house.address, cookies=(cookie,)) as page:
        keep_something(page, house.address)
    return cookie


@pytest.mark.parametrize("code", [code for code in TONGUES if code != "en"])
def test_every_page_speaks_the_tongue_that_was_chosen(
    browser: Browser, house: House, admin: dict[str, str], code: str
) -> None:
    chosen = {"name": "language", "value": code, "url": house.address}
    english, leaks, wide = english_only(code), {}, {}
    with visiting(browser, house.address, 390, cookies=(admin, chosen)) as page:
        for path in house.pages:
            opens(page, house.address + path.lstrip("/"))
            open_all(page)
            assert page.locator("html").get_attribute("lang") == code, path
            leaks[path] = english & set(page.evaluate(TEXTS))
            wide[path] = page.evaluate(OVERFLOWING)
    assert {path: found for path, found in leaks.items() if found} == {}
    assert {path: found for path, found in wide.items() if found} == {}
