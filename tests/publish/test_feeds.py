"""Feeds that every reader app accepts, whatever a title holds."""

from __future__ import annotations

import warnings
from typing import Any

import feedparser
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.model import Decision, Edition, Picture
from newsloom.publish.feeds import render_feeds
from newsloom.settings import Newsroom, Publishing, Settings
from newsloom.text.unlisted import unlisted_url
from tests.publish.briefs import COASTER, NOON, TIDES, brief, edition, report, titled

SETTINGS = Settings(
    newsroom=Newsroom(
        name="Skarn <News> & Co", url="https://skarn.example/site/", description="All of it."
    )
)
XML_FEEDS = ("feed.xml", "atom.xml")


def rendered(made: Edition, room: Settings = SETTINGS) -> dict[str, bytes]:
    """Return the feed files by path."""
    return {one.path: one.body for one in render_feeds(made, room).renditions}


def parsed(body: bytes) -> Any:
    """Return what feedparser reads, warnings of its own code aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(body)


LEAD = report("ferry", topics=("Ferries",), pictures=(Picture("https://harrow.example/q.jpg"),))
COPY = report("copy", provider=TIDES, hours=5, copy_of=LEAD)
OWN = report("own", provider=COASTER, hours=2)
STORY = brief(LEAD, COPY, OWN, story_id="s1")
LATER = brief(report("later", title="Quay closed", hours=9), story_id="s2")


@pytest.mark.parametrize("name", XML_FEEDS)
def test_feedparser_reads_every_entry(name: str) -> None:
    read = parsed(rendered(edition(STORY, LATER))[name])
    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["Quay closed", "Ferry line to Skarn reopens"]
    entry = read.entries[1]
    assert entry.id == "tag:skarn.example,2026-03-04:story/s1"
    assert entry.link == "https://skarn.example/site/stories/s1.html"
    assert [tag.term for tag in entry.tags] == ["Ferries"]
    assert entry.author == "Harrow Gazette"
    assert entry.published_parsed[:5] == (2026, 3, 4, 12, 0)


def test_kinds_are_known_as_what_they_are() -> None:
    made = rendered(edition(STORY))
    assert [parsed(made[name]).version for name in XML_FEEDS] == ["rss20", "atom10"]
    own = [
        next(link.href for link in parsed(made[name]).feed.links if link.rel == "self")
        for name in XML_FEEDS
    ]
    assert own == [f"https://skarn.example/site/{name}" for name in XML_FEEDS]


def test_atom_is_updated_when_the_newest_report_came() -> None:
    read = parsed(rendered(edition(STORY))["atom.xml"])
    assert (read.entries[0].updated, read.feed.updated) == ("2026-03-04T17:00:00Z",) * 2


@pytest.mark.parametrize("name", XML_FEEDS)
def test_the_body_lists_the_coverage_copies_last(name: str) -> None:
    body = parsed(rendered(edition(STORY))[name]).entries[0].content[0].value
    assert "3 articles, 2 independent reports" in body
    assert body.index("coaster.example/own") < body.index("tides.example/copy")
    assert "Tides &amp; Ports, 2026-03-04, copy" in body


def test_feeds_speak_the_language_of_the_newsroom() -> None:
    room = Settings(newsroom=Newsroom(name="Skarn", url="https://skarn.example", language="es"))
    made = rendered(edition(STORY), room)
    body = parsed(made["feed.xml"]).entries[0].content[0].value

    assert "3 artículos, 2 informaciones independientes" in body
    assert "Tides &amp; Ports, 2026-03-04, copia" in body
    assert parsed(made["topics/ferries/atom.xml"]).feed.subtitle == "Skarn sobre Ferries."


def test_json_feed() -> None:
    made = msgspec.json.decode(rendered(edition(STORY))["feed.json"])
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert made["feed_url"] == "https://skarn.example/site/feed.json"
    item = made["items"][0]
    assert list(item) == [
        "id", "url", "external_url", "title", "content_html", "summary", "image",
        "date_published", "date_modified", "authors", "tags",
    ]  # fmt: skip
    assert item["id"] == "tag:skarn.example,2026-03-04:story/s1"
    assert (item["date_published"], item["date_modified"]) == (
        "2026-03-04T12:00:00Z", "2026-03-04T17:00:00Z",
    )  # fmt: skip


def test_each_topic_has_feeds_of_its_own() -> None:
    made = rendered(edition(STORY, LATER))
    assert list(made) == [
        "feed.xml", "atom.xml", "feed.json", "topics/ferries/feed.xml", "topics/ferries/atom.xml",
        "topics/ferries/feed.json",
    ]  # fmt: skip
    assert len(parsed(made["topics/ferries/feed.xml"]).entries) == 1


def test_feed_size_keeps_the_newest() -> None:
    small = Settings(publishing=Publishing(feed_size=1))
    made = msgspec.json.decode(rendered(edition(STORY, LATER), small)["feed.json"])
    assert [item["title"] for item in made["items"]] == ["Quay closed"]


def test_a_story_stays_one_entry_whatever_leads_it() -> None:
    turned = brief(LEAD, COPY, OWN, lead=2, story_id="s1", rulings=(titled("s1", "New title"),))
    ids = [
        msgspec.json.decode(rendered(edition(one))["feed.json"])["items"][0]["id"]
        for one in (STORY, turned)
    ]
    assert ids[0] == ids[1]


def test_retired_stories_are_gone_and_no_story_is_still_a_feed() -> None:
    made = rendered(edition(brief(LEAD, decision=Decision.RETIRE)))
    for name in XML_FEEDS:
        read = parsed(made[name])
        assert (bool(read.bozo), read.entries) == (False, [])
    assert msgspec.json.decode(made["feed.json"])["items"] == []


def test_an_article_without_an_address_is_named_but_not_linked() -> None:
    hidden = report("v", title="A video", web_url=unlisted_url("v.example", "A video", NOON))
    made = rendered(edition(brief(hidden)))
    assert all(b".invalid" not in body for body in made.values())
    assert "A video (" in parsed(made["feed.xml"]).entries[0].content[0].value


hostile = st.text() | st.sampled_from(
    ["<script>alert(1)</script>", "]]>", "&amp;lt;", '"><img src=x onerror=1>', "\x00\x0b￾"]
)


@settings(deadline=None, max_examples=60)
@given(hostile, hostile)
def test_hostile_texts_stay_text(title: str, excerpt: str) -> None:
    made = rendered(edition(brief(report("x", title=title, excerpt=excerpt))))
    for name in XML_FEEDS:
        read = parsed(made[name])
        assert (bool(read.bozo), len(read.entries)) == (False, 1)
    item = msgspec.json.decode(made["feed.json"])["items"][0]
    assert "<script" not in item["content_html"]
    assert "<img" not in item["content_html"]


def test_two_runs_give_the_same_bytes() -> None:
    made = edition(STORY, LATER)
    assert rendered(made) == rendered(made)
