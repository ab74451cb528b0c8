"""The search page: works without scripts, marks what was found, and says what it cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from starlette.testclient import TestClient

from newsloom import newsroom
from newsloom.model import Selection
from newsloom.newsroom import Room
from sample.truth import AS_OF
from tests.live import client_of, opened_copy
from tests.publish.editions import brief, report
from tests.web.front.keeping import keep

HARROW = "Harrow Bay stops automated benefit letters after 4,200 go out in error"
EVIL = "<script>alert(1)</script> tide \"'><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def browser(sample_folder: Path) -> Iterator[TestClient]:
    with (
        newsroom.opened(sample_folder, clock=lambda: AS_OF) as room,
        client_of(room) as client,
    ):
        yield client


def page_of(browser: TestClient, query: str, **headers: str) -> html.HtmlElement:
    return html.fromstring(browser.get(f"/search?q={quote(query)}", headers=headers).text)


def titles(page: html.HtmlElement) -> list[str]:
    return [one.text_content().strip() for one in page.xpath("//ol/li//h2")]


def test_the_empty_page_explains_how_to_ask(browser: TestClient) -> None:
    page = html.fromstring(browser.get("/search").text)
    asked = [code.text_content() for code in page.xpath("//dl//code")]

    assert {"ferry OR boat", "elect*", "sort:new", "lang:de"} <= set(asked)
    assert page.xpath("//details[@open]")
    assert page.xpath("//form[@action='/search']//input[@name='q']")


def test_a_run_makes_its_stories_findable(browser: TestClient) -> None:
    page = page_of(browser, "benefit letters audit")

    assert HARROW in titles(page)
    assert page.xpath("string(//input[@name='q']/@value)") == "benefit letters audit"
    assert {mark.text_content().lower() for mark in page.xpath("//mark")} == {
        "benefit",
        "letters",
        "audit",
    }
    assert page.xpath("//ol/li//h2/a/@href")[0].startswith("/stories/")


def test_further_reports_are_counted(browser: TestClient) -> None:
    page = page_of(browser, 'brightline topic:"Public services"')

    assert "more reports match" in page.xpath("string(//ol)")


@pytest.mark.parametrize(
    ("query", "sentence", "marked"),
    [
        (
            "ferry before:soon",
            "“before:soon” names no day: write before:2026-11-01, :2026-11 or :2026.",
            "before:soon",
        ),
        ("topic:none", "“topic:none” names no topic of this newsroom.", "topic:none"),
        ('a "b', 'The quotation mark before “"b” is never closed.', '"b'),
    ],
)
def test_what_cannot_be_read_is_said_in_place(
    browser: TestClient, query: str, sentence: str, marked: str
) -> None:
    answer = browser.get(f"/search?q={quote(query)}")
    page = html.fromstring(answer.text)

    assert answer.status_code == 400
    assert page.xpath("string(//*[@id='told'])") == sentence
    assert [mark.text_content() for mark in page.xpath("//mark")] == [marked]
    assert page.xpath("string(//input[@name='q']/@value)") == query
    typing = browser.get(f"/search?q={quote(query)}", headers={"HX-Request": "true"})
    assert (typing.status_code, sentence in html.fromstring(typing.text).text_content()) == (
        200,
        True,
    )


def test_nothing_found_is_a_sentence(browser: TestClient) -> None:
    page = page_of(browser, "zyxwv")

    assert page.xpath("string(//*[@id='told'])").startswith("No story has all of that.")
    assert not page.xpath("//ol")


def test_pages_go_on_where_they_ended(browser: TestClient) -> None:
    seen, path = list[str](), "/search?q=after%3A2020"
    for _ in range(5):
        page = html.fromstring(browser.get(path).text)
        seen += titles(page)
        following = page.xpath("//a[@rel='next']/@href")
        if not following:
            break
        (path,) = following

    assert len(seen) == len(set(seen)) == 30


@pytest.mark.parametrize("after", ["1", "a~b~c~d", "1~nan~1~s", "1~1~99999999999999999999~s"])
def test_a_place_that_was_made_up_is_refused(browser: TestClient, after: str) -> None:
    answer = browser.get(f"/search?q=tide&after={after}")

    assert answer.status_code == 400
    assert "names no place among the results" in answer.text


def test_the_order_can_be_turned_and_topics_named(browser: TestClient) -> None:
    page = page_of(browser, "topic:schools sort:new")
    times = [time.get("datetime") for time in page.xpath("//p[@class='found']//time")]

    assert titles(page)
    assert times == sorted(times, reverse=True)


def test_no_text_of_an_article_becomes_markup(sample_room: Room) -> None:
    lead = report("Quay Radio", EVIL, url="https://quay.example/1", excerpt=EVIL, text=EVIL)
    other = report("<b>Bold</b>", f"{EVIL} too", 0.2, url="https://bold.example/2")
    keep(sample_room.store, brief(lead, other, story_id="sevil"), AS_OF)

    with client_of(sample_room) as browser:
        answer = browser.get(f"/search?q={quote('script tide')}")

    page = html.fromstring(answer.text)
    assert answer.status_code == 200
    assert EVIL in titles(page)
    assert "<script>alert" not in answer.text and "<img" not in answer.text
    assert {mark.text for mark in page.xpath("//mark")} == {"script", "tide"}
    assert "<script>" not in browser.get(f"/search?q={quote('<script>alert(9)</script>')}").text


def test_a_story_that_is_shown_no_more_is_not_found(sample_folder: Path, tmp_path: Path) -> None:
    with opened_copy(sample_folder, tmp_path / "room", lambda: AS_OF) as room:
        with client_of(room) as browser:
            assert HARROW in titles(page_of(browser, "benefit letters"))
        shown = room.store.summaries(Selection(AS_OF, limit=1000))
        (summary,) = [one for one in shown if one.title == HARROW]
        hidden = replace(summary, decision=type(summary.decision)("refuse"))
        room.store.save_summaries([hidden], AS_OF)
        with client_of(room) as browser:
            assert HARROW not in titles(page_of(browser, "benefit letters"))
