"""Pages of the JSON API."""

from __future__ import annotations

from typing import Any

import msgspec

from newsloom.model import Angle, AngleGroup, Decision, Edition
from newsloom.publish.json_api import render_json_api
from newsloom.settings import Newsroom, Publishing, Settings
from tests.publish.briefs import COASTER, brief, edition, report

SETTINGS = Settings(newsroom=Newsroom(name="Skarn News"), publishing=Publishing(page_size=2))


def pages(made: Edition) -> dict[str, Any]:
    """Return the decoded pages by path."""
    rendered = render_json_api(made, SETTINGS)
    assert rendered.target == "json_api"
    return {one.path: msgspec.json.decode(one.body) for one in rendered.renditions}


def test_pages_hold_exactly_title_path_page_value_and_next_page() -> None:
    stories = [brief(report(f"r{n}"), story_id=f"s{n}") for n in range(5)]
    made = pages(edition(*stories))
    assert list(made) == ["api/news/index.json", "api/news/2.json", "api/news/3.json"]
    first, second, last = made.values()
    assert list(first) == ["title", "path", "page", "value", "nextPage"]
    assert (first["title"], first["path"], first["page"]) == (
        "Skarn News", "/api/news/index.json", 1,
    )  # fmt: skip
    assert (first["nextPage"], second["nextPage"]) == ("/api/news/2.json", "/api/news/3.json")
    assert list(last) == ["title", "path", "page", "value"]
    shown = [item["path"] for page in made.values() for item in page["value"]]
    assert shown == [f"/stories/s{n}.html" for n in range(5)]


def test_an_item_has_the_fields_of_its_post() -> None:
    lead = report("ferry", topics=("Ferries",), amp_url="https://amp.harrow.example/ferry")
    made = pages(edition(brief(lead, report("other", quality=60), story_id="s1")))
    item = made["api/news/index.json"]["value"][0]
    assert list(item) == [
        "title", "excerpt", "publishedDateTime", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "type",
        "quality", "heat", "provider", "topics", "related", "angles", "timeline", "path",
    ]  # fmt: skip
    assert item["publishedDateTime"] == "2026-03-04T12:00:00Z"
    assert item["provider"] == {"name": "Harrow Gazette", "domain": "harrow.example"}
    assert [one["quality"] for one in item["related"]] == [60]


def test_an_item_tells_the_angles_and_the_timeline_as_of_the_edition() -> None:
    first, late = report("ferry", hours=-5), report("late", provider=COASTER)
    after = report("after", hours=1)
    groups = (AngleGroup(Angle.REACTION, "crews", (late.article.article_id,), "One text."),)
    made = pages(edition(brief(first, late, after, story_id="s1", groups=groups)))
    item = made["api/news/index.json"]["value"][0]
    assert item["angles"] == [
        {
            "angle": "reaction",
            "name": "crews",
            "reports": [late.article.article_id],
            "sentence": "One text.",
        }
    ]
    assert item["timeline"] == {
        "first": {
            "id": first.article.article_id,
            "provider": "Harrow Gazette",
            "at": "2026-03-04T07:00:00Z",
        },
        "peaks": [],
        "last": {
            "id": late.article.article_id,
            "provider": "The Coaster",
            "at": "2026-03-04T12:00:00Z",
        },
    }


def test_each_topic_has_pages_of_its_own() -> None:
    ports = brief(report("a", topics=("Ports", "Sea trade")), story_id="a")
    ferry = brief(report("b", topics=("Sea trade",)), story_id="b")
    made = pages(edition(ports, ferry))
    assert list(made) == [
        "api/news/index.json", "api/topics/ports/index.json", "api/topics/sea-trade/index.json",
    ]  # fmt: skip
    sea = made["api/topics/sea-trade/index.json"]
    assert (sea["title"], sea["path"]) == ("Sea trade", "/api/topics/sea-trade/index.json")
    assert [item["path"] for item in sea["value"]] == ["/stories/a.html", "/stories/b.html"]


def test_nothing_published_is_one_empty_page() -> None:
    retired = brief(report("a", topics=("Ports",)), decision=Decision.RETIRE)
    assert pages(edition(retired)) == {
        "api/news/index.json": {
            "title": "Skarn News", "path": "/api/news/index.json", "page": 1, "value": [],
        }
    }  # fmt: skip


def test_two_runs_give_the_same_bytes() -> None:
    made = edition(brief(report("a", topics=("Ports",)), report("b")))
    assert render_json_api(made, SETTINGS) == render_json_api(made, SETTINGS)
