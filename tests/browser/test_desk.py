"""The desk in a real browser: what an editor rules sticks over a run and can be undone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from newsloom import newsroom
from newsloom.model import Deed, Source, SourceKind
from newsloom.model.people import Role
from newsloom.newsroom import Room
from newsloom.ports.desk import Order
from newsloom.web.app import create_app
from sample.truth import AS_OF
from tests.browser.houses import Scheme, session_cookie, visiting
from tests.browser.test_attacks import DANGEROUS
from tests.browser.test_site_pages import FAINT, OVERFLOWING, open_all
from tests.hostile.press import PAYLOADS
from tests.live import opened_copy, served
from tests.web.desk.desks import id_of, story_with

SHOWS: list[tuple[int, Scheme]] = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]

SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, summary, .queues a, .tabs a, .ten a, .log a, .checks label, .tick, select, '
    + 'input:not([type=hidden], [type=checkbox], [type=radio])')]
  .filter(e => e.checkVisibility() && !e.closest('.hidden, .skip'))
  .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 80)])
  .filter(([height]) => height < 43.9)"""


WORDED = {Deed.TITLE: "A title", Deed.EXCERPT: "An excerpt", Deed.RETRACT: "A correction"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A newsroom of its own, served, in which an editor is signed in."""

    room: Room
    address: str
    cookie: dict[str, str]

    def run(self) -> None:
        """Run the newsroom once; the browser's event loop lives in this thread."""
        with ThreadPoolExecutor(1) as apart:
            apart.submit(newsroom.run_once, self.room).result()

    def story(self, words: str) -> str:
        """Return the path of the desk's page of a story."""
        return f"desk/stories/{id_of(story_with(self.room, words))}"


def ticking() -> datetime:
    """Return the moment of the sample, going on as time does."""
    return AS_OF + timedelta(seconds=time.monotonic() - BEGAN)


BEGAN = time.monotonic()


@contextmanager
def opened_desk(folder: Path, place: Path) -> Iterator[Desk]:
    with (
        opened_copy(folder, place, ticking) as room,
        served(create_app(newsroom.open_house(room))) as address,
    ):
        session_cookie(room, address, Role.ADMIN)
        yield Desk(room, address, session_cookie(room, address, Role.EDITOR))


@pytest.fixture
def desk(sample_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(sample_folder, tmp_path / "room") as opened:
        yield opened


@pytest.fixture(scope="module")
def quiet_desk(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Give a desk at which nothing is ruled."""
    with opened_desk(sample_folder, tmp_path_factory.mktemp("quiet") / "room") as opened:
        yield opened


@contextmanager
def sitting(browser: Browser, desk: Desk, path: str) -> Iterator[Page]:
    with visiting(browser, desk.address, cookies=(desk.cookie,)) as page:
        page.goto(desk.address + path)
        yield page


def done(page: Page) -> str:
    """Return the line on what was done."""
    return page.locator(".done p").inner_text()


def test_a_merge_by_one_key_survives_a_run_and_is_undone(browser: Browser, desk: Desk) -> None:
    with sitting(browser, desk, "desk?queue=unsure") as page:
        expect(page.locator("h1")).to_have_text("Are these two stories one event?")
        paths = page.locator(".pair h2 a").evaluate_all("all => all.map(e => e.pathname)")
        first, second = (path.rpartition("/")[2] for path in paths)
        page.keyboard.press("s")
        page.wait_for_url("**did=*")
        assert done(page).startswith("Merged the stories of ")
        assert desk.room.store.find_story(second) == first

        desk.run()
        page.goto(f"{desk.address}desk/stories/{second}")
        assert page.url == f"{desk.address}desk/stories/{first}"
        assert desk.room.store.find_story(second) == first

        page.locator(".log").get_by_role("button", name="Merged the stories of").click()
        assert done(page).startswith("Undone: Merged")
        desk.run()
        assert desk.room.store.find_story(second) == second


def test_the_last_answer_is_undone_by_one_key(browser: Browser, desk: Desk) -> None:
    with sitting(browser, desk, "desk?queue=unsure") as page:
        before = page.locator(".pair h2").all_inner_texts()
        page.keyboard.press("n")
        page.wait_for_url("**did=*")
        assert page.locator(".pair h2").all_inner_texts() != before
        page.keyboard.press("u")
        expect(page.locator(".done p")).to_contain_text("Undone: ")
        assert page.locator(".pair h2").all_inner_texts() == before


def test_a_split_by_ticks_survives_a_run(browser: Browser, desk: Desk) -> None:
    with sitting(browser, desk, desk.story("Harrow Bay stops")) as page:
        rows = page.locator("#reports tbody tr")
        before = rows.count()
        ticks = page.locator("input[name=tick]")
        ids = [ticks.nth(n).input_value() for n in (before - 2, before - 1)]
        for one in ids:
            page.locator(f"input[name=tick][value='{one}']").check()
        page.get_by_label("Note for the log").nth(0).fill("Another event")
        page.get_by_role("button", name="Split the ticked off").click()
        assert done(page).startswith("Split “")
        assert rows.count() < before
        desk.run()
        found = {desk.room.store.find_story(one) for one in ids}
        assert len(found) == 1
        assert found != {page.url.rpartition("/")[2].partition("?")[0]}
        assert {r.note for r in desk.room.store.rulings()} == {"Another event"}


def test_a_new_title_is_what_readers_see(browser: Browser, desk: Desk) -> None:
    story = id_of(story_with(desk.room, "Harrow Bay stops"))
    with sitting(browser, desk, f"desk/stories/{story}") as page:
        page.get_by_label("Title", exact=True).fill("Letters stopped in Harrow Bay")
        page.get_by_role("button", name="Retitle").click()
        expect(page.locator(".done")).to_be_in_viewport()
        assert page.locator("h1").inner_text() == "Letters stopped in Harrow Bay"
        page.get_by_role("link", name="The readers’ page").click()
        expect(page.locator("h1").first).to_have_text("Letters stopped in Harrow Bay")
        page.get_by_role("link", name="Edit at the desk").click()
        assert page.url == desk.address + f"desk/stories/{story}"
        page.goto(desk.address)
        assert page.get_by_text("Letters stopped in Harrow Bay").count() >= 1


def test_what_was_done_and_what_is_wrong_is_in_sight(browser: Browser, quiet_desk: Desk) -> None:
    with sitting(browser, quiet_desk, quiet_desk.story("Harrow Bay stops")) as page:
        page.get_by_role("button", name="Retract it", exact=True).click()
        expect(page.locator("#retract .wrong")).to_be_in_viewport()
        page.get_by_role("button", name="Split the ticked off").click()
        expect(page.locator("#reports .wrong")).to_be_in_viewport()
    assert quiet_desk.room.store.rulings() == []


def test_stories_are_suggested_while_typing(browser: Browser, desk: Desk) -> None:
    with sitting(browser, desk, desk.story("Harrow Bay stops")) as page:
        page.locator("#other-other").press_sequentially("ferry crews", delay=20)
        choice = page.locator("#others-other input[name=story]")
        expect(choice).to_be_checked()
        ferry = desk.story("Ferry crews").rpartition("/")[2]
        assert choice.input_value() == ferry
        page.get_by_role("button", name="Same event: that story goes into this one").click()
        assert done(page).startswith("Merged the stories of ")


def test_topics_are_filtered_and_set(browser: Browser, desk: Desk) -> None:
    with sitting(browser, desk, desk.story("Harrow Bay stops")) as page:
        page.get_by_label("Show topics that have").fill("ferr")
        listed = page.locator("#topics-list li:visible")
        assert listed.filter(has_text="Ferries").count() == 1
        assert listed.filter(has_text="Football").count() == 0
        page.get_by_label("Ferries").check()
        page.get_by_role("button", name="Set these topics").click()
        assert page.get_by_label("Ferries").is_checked()
        assert page.get_by_label("Transport").is_checked()


def test_everything_works_without_scripts(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([desk.cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{desk.address}desk?queue=unsure")
    page.get_by_role("button", name="Not the same event").click()
    assert done(page).startswith("Said “not the same event”")
    page.locator(".done").get_by_role("button", name="Undo").click()
    assert done(page).startswith("Undone: ")
    page.goto(desk.address + desk.story("Harrow Bay stops"))
    page.locator("#other-other").fill("ferry crews")
    page.locator("#other-other").press("Enter")
    assert page.locator("#others-other input[name=story]").is_checked()
    page.get_by_role("button", name="Same event: that story goes into this one").click()
    assert done(page).startswith("Merged the stories of ")
    context.close()


def test_keys_are_for_answers_only(browser: Browser, quiet_desk: Desk) -> None:
    with sitting(browser, quiet_desk, "desk?queue=unsure") as page:
        first = page.url
        note = page.get_by_label("Note for the log")
        note.press_sequentially("snl")
        assert (page.url, note.input_value()) == (first, "snl")
        note.press("Enter")
        page.locator("h1").click()
        page.keyboard.press("Control+s")
        assert page.url == first
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**key=*")
        assert "2 of " in page.locator("main").inner_text()
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(lambda url: "key=" in url)
        expect(page.locator("main")).to_contain_text("1 of ")
        page.get_by_role("button", name="Turn the keys off").click()
        page.locator("h1").click()
        page.keyboard.press("s")
        page.keyboard.press("ArrowRight")
        expect(page.locator("main")).to_contain_text("1 of ")
        page.get_by_role("button", name="Turn the keys on").click()
    assert quiet_desk.room.store.rulings() == []


def test_no_attack_runs_at_the_desk(browser: Browser, desk: Desk) -> None:
    """What editors write, and what sources call themselves, is shown to other editors."""
    dialogs: list[str] = []
    rulings = newsroom.open_house(desk.room).desk
    story = id_of(story_with(desk.room, "Harrow Bay stops"))
    for number, payload in enumerate(PAYLOADS):
        deed, value = list(WORDED.items())[number % len(WORDED)]
        rulings.order(Order(deed, story, value=f"{value} {payload}"[:300]), payload, payload)
    feeds = [
        Source(f"https://s{number}.example/", SourceKind.FEED, payload)
        for number, payload in enumerate(PAYLOADS[:60])
    ]
    newsroom.add_sources(desk.room, feeds)
    with visiting(browser, desk.address, cookies=(desk.cookie,)) as page:
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for path in (*paths(desk), "desk/sources?page=2"):
            page.goto(desk.address + path)
            open_all(page)
            assert page.evaluate(DANGEROUS) == [], path
            assert dialogs == [], path


def paths(desk: Desk) -> list[str]:
    """Return the pages of the desk that are looked at."""
    queues = [f"desk?queue={name}" for name in ("held", "unsure", "late", "broken", "conflicts")]
    story = max(desk.room.store.briefs(), key=lambda brief: len(brief.dossier.reports))
    return [*queues, f"desk/stories/{id_of(story)}", "desk/rulings", "desk/sources"]


@pytest.mark.parametrize(("width", "scheme"), SHOWS)
def test_pages_fit_and_can_be_read(
    browser: Browser, quiet_desk: Desk, tmp_path: Path, width: int, scheme: Scheme
) -> None:
    desk = quiet_desk
    with visiting(browser, desk.address, width, scheme, cookies=(desk.cookie,)) as page:
        for number, path in enumerate(paths(desk)):
            page.goto(desk.address + path)
            open_all(page)
            page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
            assert page.evaluate(OVERFLOWING) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate(FAINT) == [], path


def test_answers_are_under_the_thumb(browser: Browser, quiet_desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_cookies([quiet_desk.cookie])  # type: ignore[list-item]
    page = context.new_page()
    for path in paths(quiet_desk):
        page.goto(quiet_desk.address + path)
        page.emulate_media(color_scheme="light")
        assert page.evaluate("matchMedia('(pointer: coarse)').matches")
        open_all(page)
        assert page.evaluate(SMALL_TARGETS) == [], path
    page.goto(f"{quiet_desk.address}desk?queue=unsure")
    box = page.locator(".answers").first.bounding_box()
    assert box is not None
    assert 844 - 80 <= box["y"] + box["height"] <= 844
    assert page.locator(".answerbar kbd:visible").count() == 0
    context.close()
