"""Edition and clock -> the live pages and their headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html
from starlette.testclient import TestClient

from newsloom.errors import StoreError
from newsloom.model import Edition
from newsloom.web.app import create_app
from tests.publish.editions import AS_OF, MORNING, SETTINGS, edition, full_edition, harrow, schools

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def client(
    made: Edition | None = None, clock: Callable[[], datetime] = lambda: AS_OF
) -> TestClient:
    """Return a client of the app over an edition."""
    chosen = made or full_edition(3)
    app = create_app(lambda: chosen, SETTINGS, clock)
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/index.html", 200, "text/html; charset=utf-8"),
        ("/stories/harrow.html", 200, "text/html; charset=utf-8"),
        ("/topics/work.html", 200, "text/html; charset=utf-8"),
        ("/archive/2026-10.html", 200, "text/html; charset=utf-8"),
        ("/about.html", 200, "text/html; charset=utf-8"),
        ("/style.css", 200, "text/css; charset=utf-8"),
        ("/favicon.svg", 200, "image/svg+xml"),
        ("/healthz", 200, "text/plain; charset=utf-8"),
        ("/stories/nothing.html", 404, "text/html; charset=utf-8"),
        ("/404.html", 404, "text/html; charset=utf-8"),
        ("/../etc/passwd", 404, "text/html; charset=utf-8"),
        ("/stories/..%2fstyle.css", 404, "text/html; charset=utf-8"),
    ],
)
def test_every_answer_carries_the_headers(path: str, status: int, media_type: str) -> None:
    answer = client().get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, media_type)
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unchanged_page_is_not_sent_again() -> None:
    browser = client()
    first = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["content-security-policy"] == CSP


def test_a_changed_page_is_sent_anew() -> None:
    stories = [harrow()]
    app = create_app(lambda: edition(*stories), SETTINGS, lambda: AS_OF)
    browser = TestClient(app)
    etag = browser.get("/").headers["etag"]
    stories.append(schools())

    answer = browser.get("/", headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert "Vantmoor teachers agree" in answer.text


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.75, "45 minutes ago"),
        (5.47, "5 hours ago"),
        (30, "yesterday, 09:12 UTC"),
        (60, "Thursday 8 October"),
    ],
)
def test_times_are_relative_to_the_clock(hours: float, words: str) -> None:
    page = html.fromstring(client(clock=lambda: MORNING + timedelta(hours=hours)).get("/").text)
    lead = page.xpath("//time[@datetime='2026-10-08T09:12:00Z']")

    assert words in {time.text_content().replace("\xa0", " ") for time in lead}


def test_heat_is_as_of_the_clock() -> None:
    later = html.fromstring(
        client(edition(harrow()), lambda: AS_OF + timedelta(hours=24)).get("/").text
    )

    assert "Heat 50, falling" in later.xpath("string(//summary)")


def test_the_order_follows_the_clock() -> None:
    before = datetime(2026, 10, 8, 8, 0, tzinfo=UTC)
    page = html.fromstring(client(edition(harrow(), schools()), lambda: before).get("/").text)

    assert page.xpath("string(//h2)") == "Vantmoor teachers agree: a person signs every grade"


def test_a_merged_story_redirects_to_the_survivor() -> None:
    answer = client().get("/stories/merged1.html")

    assert (answer.status_code, answer.headers["location"]) == (302, "/stories/harrow.html")


def test_a_story_that_is_gone_leads_to_the_front_page() -> None:
    assert client().get("/stories/lost.html").headers["location"] == "/index.html"


def test_links_of_the_page_that_is_not_there_work_from_anywhere() -> None:
    page = html.fromstring(client().get("/a/b/c").text)
    inside = [href for href in page.xpath("//@href") if not href.startswith(("http", "#"))]

    assert all(href.startswith("/") for href in inside)
    assert {client().get(href).status_code for href in inside} == {200}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(method: str) -> None:
    answer = client().request(method, "/")

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert answer.headers["content-security-policy"] == CSP


def test_a_head_request_is_answered() -> None:
    assert client().head("/").status_code == 200


def test_a_page_that_cannot_be_made_says_so_and_tells_nothing_else() -> None:
    def broken() -> Edition:
        raise StoreError("/secret/place/newsloom.db is locked")

    app = create_app(broken, SETTINGS, lambda: AS_OF)
    answer = TestClient(app, raise_server_exceptions=False).get("/")

    assert answer.status_code == 500
    assert answer.text == "This page could not be made just now. Try again in a minute.\n"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_health_does_not_ask_the_store() -> None:
    def broken() -> Edition:
        raise StoreError("locked")

    answer = TestClient(create_app(broken, SETTINGS, lambda: AS_OF)).get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
