"""The live pages of the sample newsroom: what stands on them, and their headers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from lxml import html
from starlette.testclient import TestClient

from newsloom import newsroom
from newsloom.errors import StoreError
from newsloom.model import Selection
from newsloom.newsroom import Room
from sample.truth import AS_OF
from tests.live import client_of

HARROW = "Harrow Bay stops automated benefit letters after 4,200 go out in error"


@pytest.fixture(scope="module")
def room(sample_folder: Path) -> Iterator[Room]:
    with newsroom.opened(sample_folder, clock=lambda: AS_OF) as room:
        yield room


@pytest.fixture(scope="module")
def browser(room: Room) -> Iterator[TestClient]:
    with client_of(room) as client:
        yield client


@pytest.fixture(scope="module")
def story_path(browser: TestClient) -> str:
    page = html.fromstring(browser.get("/").text)
    return str(page.xpath("//article[1]//h2/a/@href")[0])


def titles(browser: TestClient, path: str) -> list[str]:
    """Return the headlines on a page, in its order."""
    page = html.fromstring(browser.get(path).text)
    return [one.text_content().strip() for one in page.xpath("//*[contains(@class, 'title')]")]


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/index.html", 200, "text/html; charset=utf-8"),
        ("/ten", 200, "text/html; charset=utf-8"),
        ("/topics.html", 200, "text/html; charset=utf-8"),
        ("/topics/schools.html", 200, "text/html; charset=utf-8"),
        ("/providers.html", 200, "text/html; charset=utf-8"),
        ("/providers/kestrelwire.example.html", 200, "text/html; charset=utf-8"),
        ("/archive.html", 200, "text/html; charset=utf-8"),
        ("/about.html", 200, "text/html; charset=utf-8"),
        ("/style.css", 200, "text/css; charset=utf-8"),
        ("/static/htmx.min.js", 200, "text/javascript; charset=utf-8"),
        ("/favicon.svg", 200, "image/svg+xml"),
        ("/healthz", 200, "text/plain; charset=utf-8"),
        ("/stories/nothing.html", 404, "text/html; charset=utf-8"),
        ("/topics/nothing.html", 404, "text/html; charset=utf-8"),
        ("/providers/nothing.example.html", 404, "text/html; charset=utf-8"),
        ("/nothing", 404, "text/html; charset=utf-8"),
        ("/static/..%2f__init__.py", 404, "text/html; charset=utf-8"),
        ("/../etc/passwd", 404, "text/html; charset=utf-8"),
        ("/?as_of=yesterday", 400, "text/html; charset=utf-8"),
        ("/archive.html?page=99", 404, "text/html; charset=utf-8"),
        ("/archive.html?page=two", 404, "text/html; charset=utf-8"),
    ],
)
def test_every_answer_carries_the_headers(
    browser: TestClient, path: str, status: int, media_type: str
) -> None:
    answer = browser.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, media_type)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_front_page_shows_the_hottest_story_first(browser: TestClient) -> None:
    shown = titles(browser, "/")

    assert shown[0] == HARROW
    assert len(shown) == 30


def test_an_unchanged_page_is_not_sent_again(browser: TestClient) -> None:
    first = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_page_is_packed_for_who_takes_it(browser: TestClient) -> None:
    packed = browser.get("/", headers={"Accept-Encoding": "gzip"})
    plain = browser.get("/", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


@pytest.mark.parametrize("path", ["/", "/topics/schools.html", "/archive.html", "/ten"])
def test_links_inside_lead_somewhere(browser: TestClient, path: str) -> None:
    page = html.fromstring(browser.get(path).text)
    inside = {href.partition("#")[0] for href in page.xpath("//@href | //@src")}
    own = sorted(href for href in inside if href.startswith("/"))

    assert own
    assert {href: browser.get(href).status_code for href in own} == dict.fromkeys(own, 200)


def test_the_past_shows_what_stood_then(browser: TestClient) -> None:
    before = browser.get("/?as_of=2026-10-01T00:00")
    now = browser.get(f"/?as_of={AS_OF:%Y-%m-%dT%H:%M}")

    assert "Nothing is published yet" in before.text
    assert "As it stood" in now.text
    assert "The front page as it stood on 1 October 2026, 00:00 UTC." in before.text


def test_what_changes_is_there_now_and_not_in_the_past(sample_room: Room) -> None:
    """A version ends when the next begins; the page of either moment is made by the same code."""
    store = sample_room.store
    (summary,) = [s for s in store.summaries(Selection(AS_OF)) if s.title == HARROW]
    later = AS_OF + timedelta(hours=1)
    with store.transaction():
        changed = replace(summary, title="Harrow Bay: what came next")
        assert store.save_summaries([changed], later) == [summary.story_id]
        assert store.save_summaries([changed], later) == []
    with client_of(replace(sample_room, clock=lambda: later)) as browser:
        assert titles(browser, "/")[0] == "Harrow Bay: what came next"
        assert titles(browser, f"/?as_of={AS_OF:%Y-%m-%dT%H:%M}")[0] == HARROW
    assert [t.until for t in store.history(summary.story_id)] == [later, None]


def test_a_topic_shows_its_stories_alone(browser: TestClient) -> None:
    page = html.fromstring(browser.get("/topics.html").text)
    counts = {a.text_content(): a.get("href") for a in page.xpath("//main//ul//a")}
    for name, path in counts.items():
        notes = page.xpath(f"//main//li[a[@href='{path}']]/span/text()")
        assert notes[0].split()[0] == str(len(titles(browser, path))), name


def test_a_provider_shows_what_it_reports_on(browser: TestClient) -> None:
    page = html.fromstring(browser.get("/providers.html").text)
    names = [a.text_content() for a in page.xpath("//main//ul//a")]

    assert "Kestrel Wire" in names
    assert HARROW in titles(browser, "/providers/kestrelwire.example.html")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written_from_outside(browser: TestClient, method: str) -> None:
    answer = browser.request(method, "/")

    assert answer.status_code == 403
    assert "nothing was changed" in answer.text


def test_a_head_request_is_answered(browser: TestClient) -> None:
    assert browser.head("/").status_code == 200


def test_a_page_that_cannot_be_made_says_so_and_tells_nothing_else(sample_room: Room) -> None:
    fault = StoreError("/secret/place/newsloom.db is locked")
    with patch.object(type(sample_room.store), "summaries", side_effect=fault):
        answer = client_of(sample_room).get("/")

    assert answer.status_code == 500
    assert answer.text == "This page could not be made just now. Try again in a minute.\n"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_health_does_not_ask_the_store(tmp_path: Path, sample_folder: Path) -> None:
    shutil.copytree(sample_folder, tmp_path / "room")
    with newsroom.opened(tmp_path / "room") as room:
        browser = client_of(room)
        with patch.object(type(room.store), "reading", side_effect=StoreError("locked")):
            answer = browser.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
