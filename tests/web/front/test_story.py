"""The live page of a story: what it shows, where merged and missing ones lead, how big it grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from newsloom.model import Assignment, Brief, Decision, Story, StoryId
from newsloom.newsroom import Room
from newsloom.publish.summary import summarise
from sample.truth import AS_OF
from tests.live import FROM_OWN_PAGE, client_of, opened_copy
from tests.publish.editions import brief, report
from tests.web.front.keeping import keep


def crowd(story_id: str, independent: int, copies: int) -> Brief:
    """Return a story with many reports."""
    lead = report("Harrow Bay Courier", f"Letters stop in {story_id}", quality=84)
    own = [
        report(f"Paper {story_id} {i}", f"What chapter {i} asked and nobody answered", 0.1 * i, 60)
        for i in range(1, independent)
    ]
    copied = [
        report(f"Copier {story_id} {i}", f"Letters halted, {i}", 1 + 0.05 * i, 50, copy_of=own[0])
        for i in range(copies)
    ]
    return brief(lead, *own, *copied, story_id=story_id)


SMALL, BIG, COPIED = crowd("small", 5, 2), crowd("big", 85, 25), crowd("copied", 5, 120)


@pytest.fixture(scope="module")
def room(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("stories") / "room"
    with opened_copy(sample_folder, folder, lambda: AS_OF) as room:
        for story in (SMALL, BIG, COPIED):
            keep(room.store, story, AS_OF - timedelta(hours=2))
        yield room


@pytest.fixture(scope="module")
def browser(room: Room) -> Iterator[TestClient]:
    with client_of(room) as client:
        yield client


def page_of(browser: TestClient, path: str) -> html.HtmlElement:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    assert len(answer.content) < 100_000, path
    return html.fromstring(answer.text)


def test_the_page_shows_the_story(browser: TestClient) -> None:
    page = page_of(browser, "/stories/small.html")
    sections = {one.text_content() for one in page.xpath("//main//h2")}

    assert page.xpath("string(//h1)") == "Letters stop in small"
    assert {
        "How the coverage grew",
        "All coverage",
        "How this page changed",
        "Why this report leads",
        "Report by report",
    } <= sections
    assert "7 reports, 5 independent" in page.xpath("string(//header[@class='storyhead'])")
    assert len(page.xpath("//table//tbody/tr[td/a[contains(@href, '#q-')]]")) == 7
    assert page.xpath("//form[@action='/marks']//button[@value='follow']")
    assert "First shown: “Letters stop in small”" in page.xpath("string(//*[@id='changes'])")


def test_every_link_of_a_story_leads_somewhere(browser: TestClient) -> None:
    for story in ("small", "big", "copied"):
        todo, seen = [f"/stories/{story}.html"], dict[str, html.HtmlElement]()
        while todo:
            path = todo.pop()
            if path in seen:
                continue
            seen[path] = page_of(browser, path)
            base = path.rpartition("/")[0]
            for href in seen[path].xpath("//main//@href"):
                place = href.partition("#")[0]
                whole = place if place.startswith("/") else f"{base}/{place}"
                is_own = place and not place.startswith("http") and story in place
                if is_own and "/keep" not in place:
                    todo.append(whole)
        for path, page in seen.items():
            for href in page.xpath("//main//table//@href"):
                place, _, mark = href.partition("#")
                if mark:
                    there = seen[f"/stories/{place}" if place else path]
                    assert there.xpath(f"//*[@id='{mark}']"), (path, href)


def test_a_crowded_story_is_told_on_several_pages(browser: TestClient) -> None:
    page = page_of(browser, "/stories/big.html")
    more = {a.text_content(): a.get("href") for a in page.xpath("//main//p[@class='links']/a")}
    rows = page.xpath("//main//table//tr[td/a[contains(@href, '#q-')]]")

    assert len(rows) == 40
    assert more["70 more reports"] == "/stories/big-coverage-2.html"
    assert more["46 later steps"] == "/stories/big-timeline-2.html"
    shown = list[str]()
    for number in range(1, 4):
        part = page_of(browser, f"/stories/big-coverage-{number}.html")
        shown += part.xpath("//main//table//tbody/tr/th//text()[normalize-space()]")
    assert len(set(shown)) == 110
    copies = page_of(browser, "/stories/copied-copies-1.html")
    assert len(copies.xpath("//ul[@class='tree']//ul/li")) == 120


@pytest.mark.parametrize(
    "path",
    [
        "/stories/nothing.html",
        "/stories/nothing/why",
        "/stories/small-coverage-2.html",
        "/stories/small-reports-2.html",
        "/stories/big-coverage-4.html",
        "/stories/big-coverage-0.html",
        "/stories/big-copies-2.html",
        "/stories/big-nonsense-1.html",
        "/stories/s0123456789ab.html",
        "/stories/small/versions/nothing",
    ],
)
def test_what_is_not_there_says_so(browser: TestClient, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code == 404
    assert answer.text.count("<h1>") == 1


def test_why_is_the_inside_of_a_panel(browser: TestClient) -> None:
    answer = browser.get("/stories/small/why", headers={"HX-Request": "true"})
    part = html.fragment_fromstring(answer.text, create_parent="div")

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert [h3.text_content() for h3 in part.xpath("./section/h3")][1:] == [
        "What the gate decided",
        "Why these reports are one story",
    ]
    assert len(browser.get("/stories/big/why").content) < 100_000


def test_a_merged_story_leads_to_the_survivor(sample_room: Room) -> None:
    store = sample_room.store
    keep(store, SMALL, AS_OF)
    gone = crowd("gone", 2, 0)
    keep(store, gone, AS_OF)
    with store.transaction():
        story = gone.dossier.story
        merged = Story(story.story_id, story.founder_id, story.founded_at, StoryId("small"))
        (first, *_) = gone.dossier.reports
        moved = replace(first.coverage, story_id=StoryId("small"))
        store.save_assignments([Assignment(moved, merged=(merged,))])
        (told,) = store.tellings(["gone"]).values()
        store.save_summaries([summarise(told)], AS_OF)

    with client_of(sample_room) as browser:
        answer = browser.get("/stories/gone.html")

    assert (answer.status_code, answer.headers["location"]) == (302, "/stories/small.html")


def test_a_story_that_was_taken_back_stays_with_its_correction(sample_room: Room) -> None:
    keep(sample_room.store, SMALL, AS_OF - timedelta(hours=1))
    told = summarise(SMALL)
    back = replace(told, decision=Decision.RETRACT, correction="The <audit> was withdrawn.")
    sample_room.store.save_summaries([back], AS_OF)

    with client_of(sample_room) as browser:
        page = page_of(browser, "/stories/small.html")
        front = browser.get("/").text

    assert "The <audit> was withdrawn." in page.xpath("string(//*[@class='note'])")
    assert "An editor took it back." in page.xpath("string(//*[@id='changes'])")
    assert "Letters stop in small" not in front


@pytest.mark.parametrize("decision", [Decision.REFUSE, Decision.HOLD])
def test_a_story_that_is_not_published_is_not_there(sample_room: Room, decision: Decision) -> None:
    held = replace(SMALL, verdict=replace(SMALL.verdict, decision=decision))
    keep(sample_room.store, held, AS_OF)

    with client_of(sample_room) as browser:
        assert browser.get("/stories/small.html").status_code == 404


def test_versions_of_a_report_are_compared(sample_room: Room) -> None:
    store = sample_room.store
    keep(store, SMALL, AS_OF)
    article = SMALL.dossier.reports[0].article
    text = article.text.replace("audit", "<i>audit</i> of June", 1)
    store.save_articles([replace(article, title="Letters stop at once", text=text)])
    address = f"/stories/small/versions/{article.article_id}"

    with client_of(sample_room) as browser:
        page = page_of(browser, "/stories/small.html")
        versions = page_of(browser, address)

    assert page.xpath(f"//table//a[@href='{address}']/text()") == ["2 versions"]
    assert versions.xpath("string(//h2)") == "From version 1 to version 2"
    changed = versions.xpath("//div[@class='diff']")
    assert [one.text_content() for one in changed[0].xpath(".//del | .//ins")] == [
        "removed: in small",
        "added: at once",
    ]
    added = "".join(changed[1].xpath(".//ins//text()"))
    assert "<i>audit</i> of June" in added


def test_what_a_reader_keeps_of_a_story_stands_on_its_page(sample_room: Room) -> None:
    keep(sample_room.store, SMALL, AS_OF)
    path = "/stories/small.html"

    with client_of(sample_room) as browser:
        before = page_of(browser, path)
        csrf = page_of(browser, "/preferences").xpath("string(//input[@name='csrf']/@value)")
        form = {"csrf": csrf, "act": "follow", "thing": "story:small", "next": path}
        answer = browser.post("/marks", data=form, headers=FROM_OWN_PAGE)
        after = page_of(browser, path)

    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert not before.xpath("//form[@data-read]")
    assert after.xpath("//form[@data-read]//input[@name='thing']/@value") == ["story:small"]
    assert after.xpath("//button[@value='unfollow']/@aria-pressed") == ["true"]
