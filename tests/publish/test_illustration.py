"""The picture chosen for a story is the one that every target shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec
import pytest
from lxml import html

from newsloom.model import Illustration, Picture, Report
from newsloom.publish.facts import story_detail
from newsloom.publish.feeds import render_feeds
from newsloom.publish.illustration import picture_row, picture_sentences, shown_pictures
from newsloom.publish.jekyll import render_post
from newsloom.publish.json_api import render_json_api
from newsloom.publish.site import render_site
from newsloom.settings import Settings
from tests.publish.briefs import COASTER, NOON, brief, edition, report

SETTINGS = Settings()
CARD = Picture("https://harrow.example/card.png", 1200, 630, "", "og")
QUAY = Picture("https://harrow.example/quay.jpg", origin="json-ld")
SEEN = replace(QUAY, width=900, height=600)
OFFERED = report("ferry", pictures=(CARD, QUAY))
OTHER = report("a", provider=COASTER, pictures=(Picture("https://coaster.example/a.jpg"),))


def with_choice(picture: Picture | None) -> Report:
    """Return the report with a chosen picture; the card was refused."""
    why = "The picture https://harrow.example/card.png was refused: it is a <b>placeholder</b>."
    made = Illustration(OFFERED.article.article_id, picture, "The page names it.", (why,))
    return replace(OFFERED, illustration=made)


CHOICES: dict[str, tuple[Report, str]] = {
    "the chosen one": (with_choice(SEEN), SEEN.url),
    "none is fit": (with_choice(None), ""),
    "nothing was chosen yet": (OFFERED, CARD.url),
}


def files(lead: Report) -> Mapping[str, str]:
    """Return what the targets make of a story, by path; its post as ``post``."""
    made = edition(brief(lead, OTHER, story_id="s1"))
    renditions = [
        *render_feeds(made, SETTINGS).renditions,
        *render_json_api(made, SETTINGS).renditions,
        *render_site(made, SETTINGS).renditions,
    ]
    texts = {one.path: one.body.decode("utf-8", "replace") for one in renditions}
    return texts | {"post": render_post(brief(lead, OTHER, post_name="x.md"), SETTINGS)}


@pytest.mark.parametrize(("lead", "url"), CHOICES.values(), ids=CHOICES)
def test_every_target_shows_the_chosen_picture(lead: Report, url: str) -> None:
    made = files(lead)
    assert ("\n\nimages:\n" in made["post"]) == bool(url)
    item = msgspec.json.decode(made["api/news/index.json"])["value"][0]
    assert [image["url"] for image in item.get("images", [])] == ([url] if url else [])
    assert msgspec.json.decode(made["feed.json"])["items"][0].get("image", "") == url
    page = html.fromstring(made["stories/s1.html"])
    links = page.xpath("//a[text()='Picture at the provider']/@href")
    assert [link for link in links if "harrow" in link] == ([url] * 2 if url else [])
    shown = {"post", "api/news/index.json", "feed.json"}
    others = {one.url for one in (CARD, QUAY)} - {url}
    assert not [path for path in shown for other in others if other in made[path]]


def test_a_post_prints_the_size_that_was_seen() -> None:
    assert (
        '\nimages:\n  - url: "https://harrow.example/quay.jpg"\n    width: 900\n    height: 600\n'
        in files(with_choice(SEEN))["post"]
    )


def test_the_reports_beside_it_keep_what_they_offer() -> None:
    assert '      - url: "https://coaster.example/a.jpg"\n' in files(with_choice(None))["post"]
    assert shown_pictures(OTHER) == OTHER.article.pictures


def test_the_reasons_are_told_as_text() -> None:
    chosen = with_choice(SEEN)
    assert chosen.illustration is not None
    told = ("Picture: The page names it.", *chosen.illustration.refused)
    assert picture_sentences(chosen) == told
    assert picture_sentences(OFFERED) == ()
    page = files(chosen)["stories/s1.html"]
    assert "<b>placeholder" not in page
    assert all(sentence in html.fromstring(page).text_content() for sentence in told)


def test_scripts_are_told_too() -> None:
    chosen = with_choice(SEEN)
    assert chosen.illustration is not None
    row = {
        "url": SEEN.url,
        "width": 900,
        "height": 600,
        "alt": "",
        "reason": "The page names it.",
        "refused": list(chosen.illustration.refused),
    }
    assert picture_row(chosen) == row
    assert story_detail(brief(chosen), NOON)["picture"] == row
    assert story_detail(brief(OFFERED), NOON)["picture"] is None
    nothing = picture_row(with_choice(None))
    assert nothing is not None
    assert nothing["url"] == ""
