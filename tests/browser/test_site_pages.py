"""The static site in a real browser: widths, themes, keyboard, contrast, and no request outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]

PAGES = (
    "index.html",
    "stories/harrow.html",
    "stories/hostile.html",
    "stories/endless.html",
    "stories/arabic.html",
    "topics/work.html",
    "archive/2026-09.html",
    "about.html",
    "404.html",
)
WIDTHS = [320, 390, 768, 1280]

OVERFLOWING = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = e => e.closest('.tabs, .hidden, .stack thead, .skip');
  return [...document.body.querySelectorAll('*')]
    .filter(e => !inside(e) && e.checkVisibility() && e.getBoundingClientRect().right > wide + 1)
    .map(e => e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + e.textContent.slice(0, 40));
}"""

FAINT = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const channels = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const found = channels(getComputedStyle(e).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const texts = [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility()
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
  return texts.map(e => {
    const [a, b] = [light(channels(getComputedStyle(e).color)), light(ground(e))];
    return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.textContent.slice(0, 40)];
  }).filter(([ratio]) => ratio < 4.5);
}"""

SMALL_TARGETS = """() => [...document.querySelectorAll(
    'summary, .button, .count, .tabs a, .topics a, .ten a, .switch label, .foot a, .also li > a, '
    + '.row a.heat, .masthead__name a, .pager a, .tools__end')]
  .filter(e => e.checkVisibility())
  .map(e => [e.getBoundingClientRect().height, e.textContent.slice(0, 40)])
  .filter(([height]) => height < 44)"""


RING = """() => {
  const [box, style] = [document.activeElement.getBoundingClientRect(),
    getComputedStyle(document.activeElement)];
  return [style.outlineStyle, style.outlineWidth, box.width * box.height > 0];
}"""


@contextmanager
def opened(
    browser: Browser, url: str, width: int = 1280, scheme: Scheme = "light", *, touch: bool = False
) -> Iterator[Page]:
    """Give a page that is loaded; fail on a console message or a request to anywhere else."""
    site = url.partition("/news/")[0]
    told: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=touch
    )
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("requestfailed", lambda request: told.append(f"failed: {request.url}"))
    page.on("request", lambda r: None if r.url.startswith(site) else told.append(r.url))
    page.goto(url)
    yield page
    context.close()
    assert told == []


def open_all(page: Page) -> None:
    """Open every closed part of a page."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_out_of_the_page(
    browser: Browser, address: str, path: str, width: int
) -> None:
    with opened(browser, address + path, width) as page:
        assert page.evaluate(OVERFLOWING) == []
        open_all(page)
        assert page.evaluate(OVERFLOWING) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_stands_out_from_its_ground(
    browser: Browser, address: str, path: str, scheme: Scheme
) -> None:
    with opened(browser, address + path, 1280, scheme) as page:
        open_all(page)
        assert page.evaluate(FAINT) == []


@pytest.mark.parametrize(
    ("scheme", "ground"), [("light", "rgb(250, 250, 248)"), ("dark", "rgb(20, 23, 26)")]
)
def test_the_theme_follows_the_system(
    browser: Browser, address: str, scheme: Scheme, ground: str
) -> None:
    with opened(browser, address, 390, scheme) as page:
        found = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert found == ground


@pytest.mark.parametrize("path", PAGES)
def test_targets_are_large_enough_for_a_finger(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address + path, 390, touch=True) as page:
        page.emulate_media(color_scheme="light")
        assert page.evaluate("matchMedia('(pointer: coarse)').matches")
        open_all(page)
        assert page.evaluate(SMALL_TARGETS) == []


def test_the_keyboard_opens_why_and_shows_where_it_is(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("e => e === document.activeElement")
        assert (skip.bounding_box() or {"y": -1})["y"] >= 0
        summary = page.locator("summary").first
        for _ in range(60):
            page.keyboard.press("Tab")
            if summary.evaluate("e => e === document.activeElement"):
                break
        outline = summary.evaluate("e => getComputedStyle(e).outline")
        assert outline.endswith("solid 3px")
        page.keyboard.press("Enter")
        assert page.locator(".panel").first.is_visible()


def test_every_stop_of_the_keyboard_is_visible(browser: Browser, address: str) -> None:
    with opened(browser, address + "stories/harrow.html") as page:
        seen = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.add(tuple(page.evaluate(RING)))
        assert seen == {("solid", "3px", True)}


@pytest.mark.parametrize("fragment", ["why", "q-", "e-"])
def test_a_link_to_a_closed_part_opens_it(browser: Browser, address: str, fragment: str) -> None:
    with opened(browser, address + "stories/harrow.html") as page:
        part = page.locator(f"[id^='{fragment}']").nth(0)
        name = part.get_attribute("id")
        assert not part.is_visible()
        page.goto(f"{address}stories/harrow.html#{name}")
        assert part.is_visible()


def test_the_switch_shows_headlines_only_and_works_without_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    points = page.locator(".points").first
    assert points.is_visible()
    page.locator("label", has_text="Headlines").click()
    assert not points.is_visible()
    assert page.locator("#s0").is_visible()
    page.locator("label", has_text="Cards").click()
    assert points.is_visible()
    context.close()


def test_a_story_that_moved_sends_the_reader_on(browser: Browser, address: str) -> None:
    with opened(browser, address + "stories/merged1.html") as page:
        page.wait_for_url("**/stories/harrow.html")
        assert page.locator("h1").inner_text().startswith("Harrow Bay stops")


def test_hostile_text_runs_nothing(browser: Browser, address: str) -> None:
    with opened(browser, address + "stories/hostile.html") as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        open_all(page)
        assert page.locator("main script, main img").count() == 0


def test_a_right_to_left_headline_starts_on_the_right(browser: Browser, address: str) -> None:
    with opened(browser, address + "stories/arabic.html") as page:
        heading = page.locator("h1")
        assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert page.locator("html").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_print_leaves_out_what_only_works_on_a_screen(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.emulate_media(media="print")
        hidden = (".tabs", ".tools", ".side", ".why", ".foot")
        assert [one for one in hidden if page.locator(one).first.is_visible()] == []
        assert page.locator("#s0").is_visible()
