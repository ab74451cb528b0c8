"""Every page of the live house in each tongue: its language, its words, and room for long ones."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from babel.messages.pofile import read_po
from lxml import html
from playwright.sync_api import Browser

from newsloom import newsroom
from newsloom.data import read_bytes
from newsloom.publish.tongue import TONGUES
from newsloom.web.app import create_app
from sample.truth import AS_OF
from tests.browser.houses import paths_of, session_cookie, visiting
from tests.browser.test_accessible import House, examples, opens
from tests.browser.test_site_pages import OVERFLOWING, open_all
from tests.browser.test_tongues import OUT_ON_THE_LEFT
from tests.live import opened_copy, served

OWN = "//body//*[not(ancestor-or-self::bdi or self::script or self::textarea or self::code)]"
"""What can hold words of the page's own: no names, nothing that was typed."""

NAMES = {"admin"}
"""What somebody is called here."""


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
def admin(house: House) -> dict[str, str]:
    return session_cookie(house.room, house.address)


def english_only(code: str) -> set[str]:
    """Return the messages that no translation of a language reads like."""
    found = list(read_po(BytesIO(read_bytes(f"messages/{code}.po"))))
    said = {str(message.string) for message in found}
    plain = (message.id for message in found if isinstance(message.id, str))
    return {text for text in plain if text and "%(" not in text and text not in said} - NAMES


def texts_of(page: str) -> set[str]:
    """Return every text and label of a page that is in the page's own language."""
    tree = html.fromstring(page)
    code = tree.get("lang")
    texts = [
        text
        for element in tree.xpath(OWN)
        if element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == code
        for text in element.xpath("text()|@aria-label|@placeholder|@title|@alt|@data-of")
    ]
    return {" ".join(text.split()) for text in texts}


@pytest.mark.parametrize("code", [code for code in TONGUES if code != "en"])
def test_every_page_speaks_the_tongue_that_was_chosen(
    house: House, admin: dict[str, str], code: str
) -> None:
    english, leaks = english_only(code), {}
    cookies = {admin["name"]: admin["value"], "language": code}
    with httpx2.Client(base_url=house.address, cookies=cookies, follow_redirects=True) as client:
        for path in house.pages:
            page = client.get(path).text
            assert html.fromstring(page).get("lang") == code, path
            leaks[path] = english & texts_of(page)

    assert {path: found for path, found in leaks.items() if found} == {}


def test_the_longest_words_have_room(browser: Browser, house: House, admin: dict[str, str]) -> None:
    """German has them; the other direction is tried on the same pages."""
    chosen = {"name": "language", "value": "de", "url": house.address}
    wide = {}
    with visiting(browser, house.address, 390, cookies=(admin, chosen)) as page:
        for path in house.pages:
            opens(page, house.address + path.lstrip("/"))
            open_all(page)
            wide[path] = page.evaluate(OVERFLOWING)
            page.evaluate("document.documentElement.dir = 'rtl'")
            wide[f"{path} turned"] = page.evaluate(OUT_ON_THE_LEFT)

    assert {path: found for path, found in wide.items() if found} == {}
