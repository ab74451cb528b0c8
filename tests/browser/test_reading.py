"""The live house in a reader's hands: keys, follow and mute, what is new, and no network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from newsloom import newsroom
from newsloom.model import StoryId
from newsloom.newsroom import Room
from newsloom.web.app import create_app
from newsloom.web.front.offline import worker_script
from sample.truth import AS_OF
from tests.browser.houses import visiting
from tests.live import opened_copy, served

FOCUSED = "() => document.activeElement.closest('[data-story]')?.dataset.story ?? ''"
STORIES = "() => [...document.querySelectorAll('[data-story]')].map(e => e.dataset.story)"
KEPT = """async name =>
  (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)"""
CACHES = "() => caches.keys()"
HELD = """() => document.activeElement === document.body
  || Boolean(document.activeElement.closest('dialog'))"""


class Tired:
    """An app that can be told to take its time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.seconds = app, 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(self.seconds)
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class House:
    room: Room
    app: Tired
    address: str


@contextmanager
def open_house(sample_folder: Path, place: Path) -> Iterator[House]:
    with opened_copy(sample_folder, place, lambda: AS_OF) as room:
        app = Tired(create_app(newsroom.open_house(room)))
        with served(app) as address:  # type: ignore[arg-type]
            yield House(room, app, address)


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(sample_folder, tmp_path_factory.mktemp("reading") / "room") as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """Give the front page in a browser of its own."""
    with visiting(browser, house.address) as opened:
        opened.goto(house.address)
        yield opened


def ids(page: Page) -> list[str]:
    found: list[str] = page.evaluate(STORIES)
    return found


# --- keys ----------------------------------------------------------------------------------------


def test_j_and_k_move_the_focus_and_o_opens(page: Page) -> None:
    names = ids(page)
    seen = []
    for key in ("j", "j", "j", "k", "k", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate(FOCUSED))
    assert seen == [names[0], names[1], names[2], names[1], names[0], names[0]]

    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/stories/{names[1]}.html")


def test_k_begins_at_the_end_and_what_has_the_focus_can_be_seen(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == ids(page)[-1]
    box = page.evaluate("() => document.activeElement.getBoundingClientRect().toJSON()")
    assert 0 <= box["top"] < box["bottom"] <= 900


def test_s_and_f_keep_a_story_without_moving_the_page(page: Page) -> None:
    page.keyboard.press("j")
    top = page.evaluate("scrollY")
    for key, name in (("s", "save"), ("f", "follow"), ("s", "save")):
        button = page.locator(f"[data-story] [data-key={name}]").first
        before = button.get_attribute("aria-pressed")
        page.keyboard.press(key)
        expect(button).not_to_have_attribute("aria-pressed", str(before))
    assert page.evaluate("scrollY") == top
    assert page.url.endswith("/")


def test_s_keeps_a_story_of_a_row_that_has_no_buttons(page: Page, house: House) -> None:
    row = page.locator("li.row").nth(2)
    row.locator(".title a").focus()
    page.keyboard.press("s")
    expect(row.locator("[data-key=save]")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{house.address}saved")
    assert len(ids(page)) == 1


def test_m_asks_what_to_mute_and_never_mutes_by_itself(page: Page) -> None:
    story = ids(page)[0]
    page.keyboard.press("j")
    page.keyboard.press("m")
    choice = page.locator("form.keep select[name=thing]")
    expect(choice).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-key=mute]").first).to_be_visible()
    page.reload()
    assert ids(page)[0] == story

    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(choice).to_be_focused()
    page.locator("button[value=mute]").click()
    told = page.locator("form.keep [role=status]")
    expect(told).to_contain_text("is muted until")
    page.reload()
    assert story not in ids(page)
    page.get_by_role("link", name="1 story is muted: show it").click()
    assert story in ids(page)


def test_undo_takes_a_mute_back(page: Page) -> None:
    story = ids(page)[1]
    page.locator(f"[data-story={story}] [data-key=mute]").click()
    page.locator("button[value=mute]").click()
    page.locator("button[value=unmute]").click()
    expect(page.locator(f"[data-story={story}] [data-key=mute]")).to_be_visible()
    page.reload()
    assert story in ids(page)


def test_what_a_button_did_in_vain_is_told_on_a_page(browser: Browser, house: House) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(house.address)
    page.evaluate("document.querySelectorAll('[name=csrf]').forEach(e => { e.value = 'old'; })")
    page.locator("[data-key=save]").first.click()
    expect(page.get_by_text("Nothing was changed")).to_be_visible()
    context.close()


def test_w_opens_why(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("w")
    why = page.locator("[data-story] details.why").first
    expect(why).to_have_attribute("open", "")
    expect(why.locator("summary")).to_be_focused()


def test_slash_searches_and_letters_typed_there_are_letters(page: Page) -> None:
    page.keyboard.press("/")
    field = page.locator("#q")
    expect(field).to_be_focused()
    page.keyboard.type("jks?")
    expect(field).to_have_value("jks?")
    assert page.locator("dialog[open]").count() == 0


def test_the_keys_are_told_in_a_dialog_that_holds_and_gives_back_the_focus(page: Page) -> None:
    page.keyboard.press("j")
    before = page.evaluate(FOCUSED)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate(HELD)
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert page.evaluate(FOCUSED) == before


@pytest.mark.parametrize(("key", "path"), [("s", "saved"), ("f", "following"), ("h", "")])
def test_g_goes(page: Page, house: House, key: str, path: str) -> None:
    page.goto(f"{house.address}ten")
    page.keyboard.press("g")
    page.keyboard.press(key)
    page.wait_for_url(f"{house.address}{path}")


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_with_a_modifier_are_the_browsers(page: Page, modifier: str) -> None:
    page.keyboard.press(f"{modifier}+j")
    assert page.evaluate(FOCUSED) == ""


def test_single_keys_can_be_switched_off(page: Page, house: House) -> None:
    page.goto(f"{house.address}preferences")
    page.get_by_role("checkbox", name="Single keys").uncheck()
    page.goto(house.address)
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == ""

    page.goto(f"{house.address}preferences")
    page.get_by_role("checkbox", name="Single keys").check()
    page.goto(house.address)
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) != ""


# --- without scripts -----------------------------------------------------------------------------


def test_all_of_it_works_without_scripts(browser: Browser, house: House) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.address)
    story = page.locator("[data-story]").first
    name = story.get_attribute("data-story")
    story.get_by_role("button", name="Save").click()
    assert page.url == house.address
    assert story.get_by_role("button", name="Save").get_attribute("aria-pressed") == "true"

    story.get_by_role("link", name="Mute").click()
    page.get_by_role("button", name="Mute it").click()
    assert page.url == house.address
    assert page.locator(f"[data-story={name}]").count() == 0
    page.goto(f"{house.address}following")
    page.get_by_role("button", name="Unmute").click()
    page.goto(house.address)
    assert page.locator(f"[data-story={name}]").count() == 1
    context.close()


# --- new stories ---------------------------------------------------------------------------------


def test_new_stories_wait_behind_one_line(
    browser: Browser, sample_folder: Path, tmp_path: Path
) -> None:
    with (
        open_house(sample_folder, tmp_path / "room") as house,
        visiting(browser, house.address) as page,
    ):
        with page.expect_response("**/events"):
            page.goto(house.address)
        before, store = ids(page), house.room.store
        model = store.summaries_of(before[:1])[StoryId(before[0])]
        copied = replace(model, reports=model.reports + 1)
        store.save_summaries([copied], AS_OF)
        page.wait_for_timeout(2_500)
        expect(page.locator("#fresh")).to_be_empty()

        for number, words in ((1, "1 new story: show it"), (2, "2 new stories: show them")):
            new = replace(model, story_id=StoryId(f"snew{number}"), title=f"Ferry {number}")
            store.save_summaries([new], AS_OF)
            expect(page.get_by_role("link", name=words)).to_be_visible(timeout=10_000)
        assert ids(page) == before


# --- no network ----------------------------------------------------------------------------------


@pytest.fixture
def installed(browser: Browser, house: House) -> Iterator[Page]:
    """Give the front page once the service worker keeps its edition."""
    with visiting(browser, house.address, workers="allow") as page:
        page.goto(house.address)
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.reload()
        first = f"/stories/{ids(page)[0]}.html"
        for _ in range(60):
            if first in page.evaluate(KEPT, "pages"):
                break
            page.wait_for_timeout(250)
        yield page


def test_the_last_edition_can_be_read_without_a_network(installed: Page, house: House) -> None:
    page, names = installed, ids(installed)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("status").filter(has_text="You are offline")).to_contain_text("UTC.")
    assert ids(page) == names

    page.goto(f"{house.address}stories/{names[0]}.html")
    expect(page.get_by_role("status").filter(has_text="You are offline")).to_be_visible()
    page.goto(f"{house.address}providers.html")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    page.context.set_offline(False)


def test_the_worker_keeps_pages_of_readers_only_and_not_too_many(
    installed: Page, house: House
) -> None:
    page = installed
    for path in ("preferences", "sign-in", "set-up"):
        page.goto(f"{house.address}{path}")
    page.evaluate(
        """async () => {
          const pages = await caches.open('pages');
          for (let i = 0; i < 70; i += 1) await pages.put(`/stories/s${i}.html`, new Response('x'));
        }"""
    )
    page.goto(f"{house.address}topics.html")
    page.wait_for_timeout(300)
    kept = page.evaluate(KEPT, "pages")

    assert len(kept) <= 60
    assert {"/", "/offline", "/topics.html"} <= set(kept)
    assert not {"/sign-in", "/set-up"} & set(kept)


def test_a_network_that_does_not_answer_is_not_waited_for(installed: Page, house: House) -> None:
    page = installed
    house.app.seconds = 6.0
    try:
        page.goto(house.address)
        expect(page.get_by_role("status").filter(has_text="does not answer")).to_be_visible()
    finally:
        house.app.seconds = 0.0


def test_new_files_of_the_house_replace_the_kept_ones(installed: Page) -> None:
    page = installed
    newer = worker_script().replace(b'"version":"', b'"version":"newer-')
    (before,) = [name for name in page.evaluate(CACHES) if name != "pages"]
    with patch("newsloom.web.front.offline.worker_script", lambda: newer):
        page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
        for _ in range(40):
            if before not in page.evaluate(CACHES):
                break
            page.wait_for_timeout(250)

    assert set(page.evaluate(CACHES)) == {"pages", before.replace("files-", "files-newer-")}


def test_what_was_kept_for_a_reader_is_not_for_the_next(installed: Page, house: House) -> None:
    page = installed
    page.goto(f"{house.address}ten")
    page.locator("[data-key=save]").first.click()
    page.locator("[data-key=save][aria-pressed=true]").first.wait_for()
    page.goto(f"{house.address}saved")
    page.goto(f"{house.address}preferences")
    page.get_by_text("Forget me").click()
    page.get_by_role("button", name="Delete all of it").click()
    page.wait_for_timeout(500)
    assert "/saved" not in page.evaluate(KEPT, "pages")
