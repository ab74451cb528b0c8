"""Posts in the seeds' form, and the data files beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsloom.collect.post import Post, RelatedPost, post_pages, read_post
from newsloom.errors import PublishError
from newsloom.model import (
    Brief,
    Decision,
    Edition,
    Item,
    Picture,
    Provider,
    Report,
    Topic,
)
from newsloom.publish.jekyll import render_jekyll, render_post
from newsloom.publish.sealed import unseal
from newsloom.settings import Newsroom, Profile, Publishing, Settings
from newsloom.text.frontmatter import parse_front_matter, render_front_matter, with_value
from tests.publish.briefs import COASTER, TIDES, brief, edition, report, titled
from tests.shared import SHARED, needs_shared

SETTINGS = Settings()
KEY = b"0123456789abcdef0123456789abcdef"
QUAY = Picture("https://harrow.example/quay.jpg", 1200, 630)
LEAD = report(
    "ferry",
    title='Ferry to Skarn: "back"',
    amp_url="https://amp.harrow.example/ferry",
    topics=("Ferries",),
    pictures=(QUAY,),
    excerpt="It sails\n again.",
)
BEST = report("a", quality=80, provider=COASTER, pictures=(Picture("https://coaster.example/a"),))
COPY = report("b", quality=95, provider=TIDES, copy_of=LEAD)
STORY = brief(LEAD, COPY, BEST, post_name="2026-03-04-ferry.md")

POST = """\
---
category: news
title: "Ferry to Skarn: \\"back\\""
excerpt: "It sails again."
publishedDateTime: 2026-03-04T12:00:00Z
webUrl: "https://harrow.example/ferry"
ampWebUrl: "https://amp.harrow.example/ferry"
cdnAmpWebUrl: "https://amp-harrow-example.cdn.ampproject.org/c/s/amp.harrow.example/ferry"
type: article
quality: 70
heat: 85
published: true

provider:
  name: Harrow Gazette
  domain: harrow.example

topics:
  - Ferries

images:
  - url: "https://harrow.example/quay.jpg"
    width: 1200
    height: 630
    title: "Ferry to Skarn: \\"back\\""

related:
  - title: "Ferry line to Skarn reopens"
    excerpt: "The ferry sails again after nine years."
    publishedDateTime: 2026-03-04T12:00:00Z
    webUrl: "https://coaster.example/a"
    type: article
    provider:
      name: The Coaster
      domain: coaster.example
    quality: 80
    images:
      - url: "https://coaster.example/a"
  - title: "Ferry line to Skarn reopens"
    excerpt: "The ferry sails again after nine years."
    publishedDateTime: 2026-03-04T12:00:00Z
    webUrl: "https://tides.example/b"
    type: article
    provider:
      name: Tides & Ports
      domain: tides.example
    quality: 95
---

"""


def files(made: Edition, settings: Settings = SETTINGS, key: bytes = b"") -> dict[str, str]:
    """Return the rendered files by path."""
    rendered = render_jekyll(made, settings, master_key=key).renditions
    return {one.path: one.body.decode() for one in rendered}


def test_a_new_post_has_the_seeds_keys_order_and_style() -> None:
    assert files(edition(STORY))["_news/2026-03-04-ferry.md"] == POST


def test_a_retired_post_keeps_its_name_and_says_so() -> None:
    made = files(edition(replace(STORY, verdict=brief(LEAD, decision=Decision.RETIRE).verdict)))
    assert list(made) == ["_news/2026-03-04-ferry.md"]
    assert "\nheat: -1\npublished: false\n" in made["_news/2026-03-04-ferry.md"]


def test_an_editors_title_replaces_the_leads() -> None:
    ruled = brief(LEAD, rulings=(titled("x", "Skarn is back"),))
    assert 'title: "Skarn is back"\n' in render_post(ruled, SETTINGS)


def test_related_max_limits_what_a_post_shows() -> None:
    few = Settings(publishing=Publishing(related_max=1))
    text = render_post(STORY, few)
    assert "coaster.example/a" in text
    assert "tides.example" not in text
    assert "related:" not in render_post(STORY, Settings(publishing=Publishing(related_max=0)))


def test_the_seed_profile_sorts_related_by_quality_alone() -> None:
    text = render_post(STORY, Settings(newsroom=Newsroom(profile=Profile.SEED)))
    assert text.index("tides.example") < text.index("coaster.example")


def test_with_a_master_key_the_post_ends_with_what_is_not_public() -> None:
    noted = brief(LEAD, rulings=(titled("x", "T"),))
    text = render_post(noted, SETTINGS, KEY)
    assert text == render_post(noted, SETTINGS, KEY)
    values = parse_front_matter(text).values
    assert list(values)[-1] == "secured"
    record = unseal(str(values["secured"]), "https://harrow.example/ferry", KEY)
    assert record["text"] == LEAD.article.text
    assert record["notes"] == ["clearer"]
    assert "\n\nsecured: " in text
    assert "secured" not in render_post(noted, SETTINGS)


def test_a_post_that_is_read_back_has_the_values_written() -> None:
    post = read_post(POST, "x.md")
    assert (post.title, post.quality, post.heat, post.published) == (
        'Ferry to Skarn: "back"', 70, 85, True,
    )  # fmt: skip
    assert [one.quality for one in post.related] == [80, 95]


def test_two_stories_with_one_name_are_refused() -> None:
    with pytest.raises(PublishError, match=r"two stories have the post name 2026-03-04-ferry\.md"):
        render_jekyll(edition(STORY, STORY), SETTINGS)


def test_topic_and_organization_files() -> None:
    sea = Topic("t1", "Ferries", "ferry", "t0", ("ferry line",), ("#ferry",), (QUAY,))
    logo = Provider("Harrow Gazette", "harrow.example", (Picture("https://harrow.example/l.png"),))
    other = report("c", provider=Provider("Gazette", "harrow.example"), topics=("Ports",))
    third = report("d", provider=logo)
    made = files(edition(STORY, brief(other, third, post_name="o.md"), topics=(sea,)))
    assert made["_data/topics/ferries.yml"] == (
        "_id: t1\nname: Ferries\nshortname: ferry\nparent: t0\n\nkeywords:\n  - ferry line\n\n"
        'hashtags:\n  - "#ferry"\n\nimages:\n  - url: "https://harrow.example/quay.jpg"\n'
        "    width: 1200\n    height: 630\n"
    )
    assert made["_data/topics/ports.yml"] == "_id: ports\nname: Ports\nshortname: Ports\n"
    assert made["_data/organizations/harrow.example.yml"] == (
        "name: Harrow Gazette\ndomain: harrow.example\n\n"
        'images:\n  - url: "https://harrow.example/l.png"\n'
    )
    assert sorted(path for path in made if path.startswith("_data/organizations")) == [
        "_data/organizations/coaster.example.yml",
        "_data/organizations/harrow.example.yml",
        "_data/organizations/tides.example.yml",
    ]


def test_a_hostile_domain_stays_in_its_folder() -> None:
    made = files(edition(brief(report("x", provider=Provider("Evil", "../../etc/x")))))
    assert "_data/organizations/etcx.yml" in made


def test_two_runs_give_the_same_bytes() -> None:
    made = edition(STORY, brief(report("z")))
    assert render_jekyll(made, SETTINGS, KEY) == render_jekyll(made, SETTINGS, KEY)


# --- the seeds themselves ------------------------------------------------------------------------


def brief_of(post: Post) -> Brief:
    """Return the story a post prints: its article as lead, everything in it independent."""
    pages = post_pages(post, datetime(2020, 7, 1, tzinfo=UTC))
    printed: list[Post | RelatedPost] = [post, *post.related]
    reports = [report_of(one, page.item) for one, page in zip(printed, pages, strict=True)]
    decision = Decision.PUBLISH if post.published else Decision.RETIRE
    return brief(*reports, peak=float(post.heat or 0), decision=decision, post_name="x.md")


def report_of(printed: Post | RelatedPost, item: Item) -> Report:
    """Return one printed report as the reading of its item gives it."""
    assert item.provider is not None and item.published_at is not None
    made = report(
        "", item.title, item.rated_quality or 0, item.provider, topics=item.keywords,
        excerpt=item.summary, amp_url=item.amp_url, pictures=item.pictures,
        rated=item.rated_quality, web_url=item.web_url,
    )  # fmt: skip
    article = replace(made.article, published_at=item.published_at, kind=printed.type)
    return replace(made, article=article)


@needs_shared
@pytest.mark.parametrize("number", range(4))
def test_each_seed_comes_out_of_its_own_values_byte_for_byte(number: int) -> None:
    path = next((SHARED / "seeds").glob(f"00{number}_*"))
    text = path.read_text(encoding="utf-8")
    post = read_post(text, path.name)
    made = render_post(brief_of(post), SETTINGS)
    # Only the foreign sealed value is not ours to write.
    assert (
        render_front_matter(with_value(parse_front_matter(made), "secured", post.secured)) == text
    )
