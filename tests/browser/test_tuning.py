"""Tuning at the desk in a real browser: the gate tried and saved, a taxonomy refused.

Screenshots for the eye go to ``NEWSLOOM_SHOTS`` where that names a folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from newsloom import newsroom
from newsloom.model.people import Role
from newsloom.newsroom import Room
from newsloom.web.app import create_app
from tests.browser.houses import Scheme, session_cookie, visiting
from tests.browser.test_accessible import AXE, TAGS
from tests.live import opened_copy, served

WIDTHS = (390, 1280)


@dataclass(frozen=True)
class House:
    room: Room
    address: str
    cookie: dict[str, str]


@pytest.fixture
def house(sample_folder: Path, tmp_path: Path) -> Iterator[House]:
    with (
        opened_copy(sample_folder, tmp_path / "room") as room,
        served(create_app(newsroom.open_house(room))) as address,
    ):
        session_cookie(room, address)
        yield House(room, address, session_cookie(room, address, Role.EDITOR))


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def settings_text(house: House) -> str:
    return (house.room.folder / "newsloom.toml").read_text()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page, where somebody wants to look at it."""
    if folder := os.environ.get("NEWSLOOM_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def violations(page: Page) -> list[object]:
    """Return what axe finds on a page as it is shown: forms that were sent among them."""
    page.evaluate(AXE_SCRIPT)
    found: list[object] = page.evaluate(AXE, [TAGS, []])
    return found


def test_the_gate_is_tried_then_saved(browser: Browser, house: House, width: int):
    before = settings_text(house)
    with visiting(browser, house.address, width, cookies=(house.cookie,)) as page:
        page.goto(f"{house.address}desk/gate")
        front = page.locator("#front")
        expect(front).to_contain_text("nothing changes place")
        page.get_by_label("Hours in which heat halves").fill("500")
        expect(front).to_contain_text("of the first places change")
        assert settings_text(house) == before
        page.get_by_label("Hours in which heat halves").fill("24")
        expect(front).to_contain_text("nothing changes place")
        page.get_by_label("Heat, at least", exact=True).fill("95")
        page.get_by_role("button", name="Try").click()
        expect(page.get_by_role("status").first).to_contain_text("disappear")
        assert settings_text(house) == before
        assert overflow(page) <= 0 and violations(page) == []
        shoot(page, f"gate-{width}")
        page.get_by_role("button", name="Save these settings").click()
        expect(page.get_by_role("status").first).to_contain_text("The settings are saved.")
        assert settings_text(house) == before.replace("min_heat = 40", "min_heat = 95")
        expect(page.get_by_label("Heat, at least", exact=True)).to_have_value("95")


def test_a_taxonomy_with_a_failing_example_is_refused_in_place(
    browser: Browser, house: House, width: int
):
    [path] = (house.room.folder / "taxonomy").glob("*.yaml")
    before = path.read_bytes()
    with visiting(browser, house.address, width, cookies=(house.cookie,)) as page:
        page.goto(f"{house.address}desk/topics")
        page.get_by_role("table").get_by_role("link").first.click()
        field = page.get_by_label("Headlines that must have this topic")
        field.fill("Nothing of the kind at the duck pond")
        page.get_by_role("button", name="Save this topic").click()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value("Nothing of the kind at the duck pond")
        expect(page.locator("#f-must_match-n")).to_contain_text("must match")
        assert path.read_bytes() == before
        assert overflow(page) <= 0 and violations(page) == []
        shoot(page, f"topic-{width}")
        field.fill("")
        page.get_by_label("Hashtags").fill("#Pond")
        page.get_by_role("button", name="Save this topic").click()
        expect(page.get_by_role("status")).to_contain_text("is saved.")
        assert b'- "#Pond"' in path.read_bytes()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_provider_is_given_a_standing(browser: Browser, house: House, width: int, scheme: Scheme):
    with visiting(browser, house.address, width, scheme, cookies=(house.cookie,)) as page:
        page.goto(f"{house.address}desk/providers")
        shoot(page, f"providers-{width}-{scheme}")
        page.locator("section[aria-labelledby=un]").get_by_role("link").first.click()
        page.get_by_label("Standing").fill("-3")
        page.get_by_label("Never leads").check()
        shoot(page, f"provider-{width}-{scheme}")
        assert overflow(page) <= 0 and violations(page) == []
        page.get_by_role("button", name="Save this provider").click()
        expect(page.get_by_role("status")).to_contain_text("is saved.")
        text = (house.room.folder / "providers.toml").read_text()
        assert "standing = -3.0\n" in text and "never_leads = true\n" in text
        page.goto(f"{house.address}desk/learning")
        expect(page.get_by_role("heading", level=1)).to_have_text("What rulings teach")
        assert overflow(page) <= 0
        shoot(page, f"learning-{width}-{scheme}")


def test_all_of_it_works_without_scripts(browser: Browser, house: House):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([house.cookie])  # type: ignore[list-item]
    try:
        page = context.new_page()
        page.goto(f"{house.address}desk/gate")
        page.get_by_label("Hours in which heat halves").fill("500")
        page.get_by_role("button", name="Try").click()
        expect(page.locator("#front")).to_contain_text("of the first places change")
    finally:
        context.close()
