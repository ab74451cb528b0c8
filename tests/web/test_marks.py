"""Follow, mute, save, read: what the buttons do, and the pages of what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

from newsloom.model import ArticleId, Pulse, StoryId, Summary
from newsloom.newsroom import Room
from newsloom.ports.readers import MARKS_MOST
from sample.truth import AS_OF
from tests.live import FROM_OWN_PAGE, client_of, opened_copy


class Later:
    """A clock that can be put forward."""

    moment = AS_OF

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Own:
    """A newsroom that one test alone changes."""

    room: Room
    clock: Later
    browser: TestClient


@pytest.fixture(scope="module")
def room(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with opened_copy(sample_folder, tmp_path_factory.mktemp("marks") / "room") as opened:
        yield opened


@pytest.fixture
def browser(room: Room) -> Iterator[TestClient]:
    with client_of(room) as client:
        yield client


@pytest.fixture
def own(sample_folder: Path, tmp_path: Path) -> Iterator[Own]:
    clock = Later()
    with (
        opened_copy(sample_folder, tmp_path / "room", clock) as opened,
        client_of(opened) as client,
    ):
        yield Own(opened, clock, client)


def page_of(browser: TestClient, path: str) -> html.HtmlElement:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def token(browser: TestClient) -> str:
    return str(page_of(browser, "/preferences").xpath("string(//input[@name='csrf']/@value)"))


def press(browser: TestClient, act: str, thing: str, **fields: str) -> Response:
    """Send what a button of the house sends."""
    form = {"csrf": token(browser), "act": act, "thing": thing, "next": "/", **fields}
    return browser.post("/marks", data=form, headers=FROM_OWN_PAGE)


def stories(browser: TestClient, path: str = "/") -> dict[str, str]:
    """Return the ids of the stories in the lists of a page, with their titles."""
    found = page_of(browser, path).xpath("//*[@data-story]")
    return {
        one.get("data-story"): one.xpath("normalize-space(.//*[contains(@class, 'title')])")
        for one in found
    }


def first(browser: TestClient) -> str:
    return next(iter(stories(browser)))


def summary(room: Room, story_id: str) -> Summary:
    return room.store.summaries_of([story_id])[StoryId(story_id)]


def change(room: Room, story_id: str, clock: Later, **given: object) -> None:
    """Let a story change an hour later."""
    clock.moment += timedelta(hours=1)
    before = summary(room, story_id)
    fields = {name: getattr(before, name) for name in before.__dataclass_fields__}
    room.store.save_summaries([Summary(**{**fields, **given})], clock.moment)


# --- cookies -------------------------------------------------------------------------------------


def test_who_keeps_nothing_gets_no_cookie_and_no_row(browser: TestClient) -> None:
    for path in ("/", "/saved", "/following", "/preferences", "/ten"):
        assert "set-cookie" not in browser.get(path).headers
    taken_back = press(browser, "unfollow", "topic:Schools")

    assert taken_back.status_code == 303
    assert "set-cookie" not in taken_back.headers


def test_the_first_mark_gives_a_cookie_and_the_next_ones_do_not(browser: TestClient) -> None:
    one = press(browser, "save", f"story:{first(browser)}")
    two = press(browser, "follow", "topic:Schools")

    assert (one.status_code, one.headers["location"]) == (303, "/")
    assert "newsloom_reader=" in one.headers["set-cookie"]
    assert "set-cookie" not in two.headers


def test_two_browsers_keep_apart(room: Room, browser: TestClient) -> None:
    press(browser, "save", f"story:{first(browser)}")
    with client_of(room) as other:
        assert stories(other, "/saved") == {}
    assert len(stories(browser, "/saved")) == 1


def test_without_the_token_of_a_form_nothing_is_kept(browser: TestClient) -> None:
    thing = f"story:{first(browser)}"
    answer = browser.post("/marks", data={"act": "save", "thing": thing}, headers=FROM_OWN_PAGE)
    foreign = browser.post("/marks", data={"act": "save", "thing": thing, "csrf": token(browser)})

    assert (answer.status_code, foreign.status_code) == (403, 403)
    assert stories(browser, "/saved") == {}


# --- save, follow, mute --------------------------------------------------------------------------


def test_a_saved_story_is_listed_until_it_is_taken_back(browser: TestClient) -> None:
    story = first(browser)
    press(browser, "save", f"story:{story}")
    assert list(stories(browser, "/saved")) == [story]

    press(browser, "unsave", f"story:{story}")
    assert stories(browser, "/saved") == {}


def test_a_muted_story_is_gone_and_counted_and_can_be_seen(browser: TestClient) -> None:
    story = first(browser)
    press(browser, "mute", f"story:{story}", end="week")
    page = page_of(browser, "/")

    assert story not in stories(browser)
    (link,) = page.xpath("//a[contains(., '1 story is muted')]/@href")
    assert story in stories(browser, link)


def test_a_mute_ends(own: Own) -> None:
    browser, clock = own.browser, own.clock
    story = first(browser)
    press(browser, "mute", f"story:{story}", end="day")
    assert story not in stories(browser)

    clock.moment += timedelta(days=1, seconds=1)
    assert story in stories(browser, "/archive.html")
    assert "Nothing is muted" in browser.get("/following").text


def test_a_muted_topic_takes_its_stories_along(browser: TestClient) -> None:
    inside = stories(browser, "/topics/schools.html")
    press(browser, "mute", "topic:Schools", end="good")

    assert inside
    assert not set(inside) & set(stories(browser))


def test_a_muted_phrase_hides_what_says_it(browser: TestClient) -> None:
    story, title = next(iter(stories(browser).items()))
    words = " ".join(title.split()[:2]).upper()
    press(browser, "mute", "phrase:", phrase=words, end="month")

    assert story not in stories(browser)
    press(browser, "unmute", f"phrase:{words}")
    assert story in stories(browser)


def test_following_shows_what_is_followed_and_its_stories(browser: TestClient) -> None:
    story = first(browser)
    press(browser, "follow", f"story:{story}")
    press(browser, "follow", "topic:Schools")
    press(browser, "follow", "provider:kestrelwire.example")
    press(browser, "follow", "phrase:", phrase="no such words anywhere")
    page = page_of(browser, "/following")
    headings = [h.text_content().strip() for h in page.xpath("//main//h2")]

    assert story in stories(browser, "/following")
    assert headings[0] == "Stories"
    assert {"Schools", "Kestrel Wire", "“no such words anywhere”"} <= set(headings)


def test_what_is_muted_is_listed_with_its_end(browser: TestClient) -> None:
    press(browser, "mute", "topic:Schools", end="week")
    press(browser, "mute", "phrase:", phrase="<b>bold</b>", end="good")
    text = " ".join(page_of(browser, "/following").text_content().split())
    until = AS_OF + timedelta(days=7)

    assert f"Schools (topic, until {until.day} October {until.year}" in text
    assert "<b>bold</b> (phrase, for good)" in text


@pytest.mark.parametrize(
    ("act", "thing", "fields", "status", "sentence"),
    [
        ("steal", "topic:Schools", {}, 400, "`act` must be one of"),
        ("follow", "planet:Mars", {}, 400, "Name what it is about"),
        ("follow", "story:", {}, 400, "Name what it is about"),
        ("follow", "story:s-nothing", {}, 404, "There is no such story here."),
        ("read", "topic:Schools", {}, 404, "There is no such story here."),
        ("follow", "topic:Nothing", {}, 404, "There is no such topic"),
        ("follow", "provider:nothing.example", {}, 404, "No shown story has a report"),
        ("save", "topic:Schools", {}, 400, "Only a story can be saved"),
        ("mute", "topic:Schools", {"end": "year"}, 400, "`end` must be one of day, week, month"),
        ("mute", "topic:Schools", {}, 400, "`end` must be one of"),
        ("follow", "phrase:", {"phrase": "..."}, 400, "at least one word"),
        ("follow", "phrase:", {"phrase": "x" * 101}, 400, "at most 100 characters"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    browser: TestClient, act: str, thing: str, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = press(browser, act, thing, **fields)

    assert answer.status_code == status
    assert sentence in html.fromstring(answer.text).text_content()
    assert "set-cookie" not in answer.headers


def test_a_reader_with_too_much_is_told_so(browser: TestClient) -> None:
    with patch("newsloom.edges.readers.MARKS_MOST", 2):
        for number in range(2):
            assert press(browser, "follow", "phrase:", phrase=f"one {number}").status_code == 303
        answer = press(browser, "follow", "phrase:", phrase="one more")

    assert answer.status_code == 400
    assert f"You keep {MARKS_MOST} things already" in answer.text


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_a_form_leads_back_into_the_house_only(browser: TestClient, path: str) -> None:
    assert press(browser, "follow", "topic:Schools", next=path).headers["location"] == "/"


# --- read ----------------------------------------------------------------------------------------


def test_a_read_story_says_what_is_new(own: Own) -> None:
    room, clock, browser = own.room, own.clock, own.browser
    story = first(browser)
    press(browser, "read", f"story:{story}")
    row = f"//*[@data-story='{story}']"
    assert "is-read" in page_of(browser, "/").xpath(f"string({row}/@class)")

    point = "Refunds of 90 coins each start on 19 December."
    before = summary(room, story)
    change(room, story, clock, points=(*before.points, point))
    page = page_of(browser, "/ten")
    assert page.xpath(f"normalize-space({row}//p[@class='news'])").endswith(point)

    pulses = (*before.pulses, Pulse(ArticleId("late"), clock.moment, 9.0))
    change(room, story, clock, pulses=pulses)
    told = page_of(browser, "/ten").xpath(f"normalize-space({row}//p[@class='news'])")
    assert told.startswith("New since you read it: 1 independent report")


def test_what_came_while_a_page_was_open_is_new(own: Own) -> None:
    room, clock, browser = own.room, own.clock, own.browser
    story, opened = first(browser), clock.moment
    pulses = (*summary(room, story).pulses, Pulse(ArticleId("late"), clock.moment, 9.0))
    change(room, story, clock, pulses=pulses)
    press(browser, "read", f"story:{story}", at=opened.isoformat())

    assert "New since you read it" in browser.get("/ten").text


def test_a_story_can_be_unread(browser: TestClient) -> None:
    story = first(browser)
    press(browser, "read", f"story:{story}")
    assert story not in stories(browser, "/ten")
    press(browser, "unread", f"story:{story}")
    assert story in stories(browser, "/ten")


# --- parts for scripts ---------------------------------------------------------------------------


def part(browser: TestClient, path: str) -> html.HtmlElement:
    answer = browser.get(path, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text
    return html.fragment_fromstring(answer.text.strip(), create_parent=True)


def test_the_buttons_of_a_story_come_alone_for_a_script(browser: TestClient) -> None:
    story = first(browser)
    buttons = part(browser, f"/stories/{story}/keep?next=/ten")
    muting = part(browser, f"/stories/{story}/keep?form=mute&next=/ten")

    assert buttons.xpath(".//button/@data-key") == ["follow", "save"]
    assert buttons.xpath(".//button/@aria-pressed") == ["false", "false"]
    assert muting.xpath(".//select[@name='thing']/option/@value")[0] == f"story:{story}"
    assert muting.xpath("string(.//input[@name='next']/@value)") == "/ten"
    assert not buttons.xpath(".//html | .//main")


def test_the_page_of_the_buttons_has_them_all(browser: TestClient) -> None:
    page = page_of(browser, f"/stories/{first(browser)}/keep")

    assert page.xpath("//main//button/@value") == ["follow", "save", "mute"]
    assert browser.get("/stories/s-nothing/keep").status_code == 404


def test_a_script_gets_the_buttons_as_they_are_now_with_the_first_cookie(
    browser: TestClient,
) -> None:
    story = first(browser)
    form = {"csrf": token(browser), "act": "save", "thing": f"story:{story}", "next": "/"}
    answer = browser.post("/marks", data=form, headers={**FROM_OWN_PAGE, "HX-Request": "true"})
    made = html.fragment_fromstring(answer.text.strip(), create_parent=True)

    assert answer.status_code == 200
    assert "newsloom_reader=" in answer.headers["set-cookie"]
    assert made.xpath(".//button/@aria-pressed") == ["false", "true"]
    assert made.xpath("string(.//*[@role='status'])") == "Saved."


def test_a_script_gets_the_way_back_from_a_mute(browser: TestClient) -> None:
    story = first(browser)
    form = {"csrf": token(browser), "act": "mute", "thing": f"story:{story}", "end": "day"}
    answer = browser.post("/marks", data=form, headers={**FROM_OWN_PAGE, "HX-Request": "true"})
    made = html.fragment_fromstring(answer.text.strip(), create_parent=True)

    assert made.xpath(".//button/@value") == ["unmute"]
    assert " is muted until " in made.xpath("string(.//*[@role='status'])")


# --- preferences ---------------------------------------------------------------------------------


def test_preferences_are_kept_in_the_browser(browser: TestClient) -> None:
    form = {"csrf": token(browser), "theme": "dark", "next": "/ten"}
    answer = browser.post("/preferences/theme", data=form, headers=FROM_OWN_PAGE)

    assert (answer.status_code, answer.headers["location"]) == (303, "/ten")
    assert page_of(browser, "/preferences").get("data-theme") == "dark"


@pytest.mark.parametrize(("name", "status"), [("theme", 400), ("colour", 404)])
def test_no_other_preference_is_kept(browser: TestClient, name: str, status: int) -> None:
    form = {"csrf": token(browser), name: "pink"}
    assert (
        browser.post(f"/preferences/{name}", data=form, headers=FROM_OWN_PAGE).status_code == status
    )


def test_a_reader_can_take_all_along_and_be_forgotten(browser: TestClient) -> None:
    story = first(browser)
    press(browser, "follow", f"story:{story}")
    press(browser, "read", f"story:{story}")
    kept = json.loads(browser.get("/preferences/marks.json").text)
    assert [one["subject"] for one in kept["marks"]] == [story]
    assert list(kept["reads"]) == [story]

    form = {"csrf": token(browser)}
    answer = browser.post("/preferences/forget", data=form, headers=FROM_OWN_PAGE)
    assert answer.status_code == 303
    assert 'newsloom_reader=""' in answer.headers["set-cookie"]
    assert "newsloom_reader" not in browser.cookies
    assert json.loads(browser.get("/preferences/marks.json").text) == {
        "reader_id": "",
        "marks": [],
        "reads": {},
    }


# --- an installed house --------------------------------------------------------------------------


def test_the_manifest_names_the_house_and_icons_that_are_there(browser: TestClient) -> None:
    answer = browser.get("/manifest.webmanifest")
    said = json.loads(answer.text)

    assert answer.headers["content-type"] == "application/manifest+json"
    assert said["name"] in page_of(browser, "/").xpath("string(//title)")
    assert {one["purpose"] for one in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        body = browser.get(icon["src"]).content
        width, height = (int.from_bytes(body[i : i + 4], "big") for i in (16, 20))
        assert (body[:8], f"{width}x{height}") == (b"\x89PNG\r\n\x1a\n", icon["sizes"])
    for shortcut in said["shortcuts"]:
        assert browser.get(shortcut["url"]).status_code == 200


def test_the_worker_keeps_files_that_are_there(browser: TestClient) -> None:
    answer = browser.get("/sw.js")
    first_line = answer.text.splitlines()[0]
    house = json.loads(first_line.removeprefix("const HOUSE = ").removesuffix(";"))

    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert len(house["version"]) == 16
    assert {path: browser.get(path).status_code for path in house["files"]} == dict.fromkeys(
        house["files"], 200
    )


def test_the_offline_page_has_the_lines_for_kept_pages(browser: TestClient) -> None:
    page = page_of(browser, "/offline")
    lines = {t.get("id"): t.text_content() for t in page.xpath("//template")}

    assert lines == {
        "offline-line": "You are offline; this is the edition of {time}.",
        "slow-line": "The network does not answer; this is the edition of {time}.",
    }
