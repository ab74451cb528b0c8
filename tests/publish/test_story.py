"""A story with very many reports: its reasons stand on pages of their own."""

from __future__ import annotations

import posixpath
from urllib.parse import urlsplit

from lxml import html

from newsloom.publish.site import render_site
from newsloom.publish.story import EACH, parts_of
from newsloom.publish.tongue import ENGLISH
from tests.publish.editions import SETTINGS, brief, edition, report


def crowded(count: int):
    """Return a story with ``count`` independent reports."""
    reports = [
        report(f"Paper {n}", f"Paper {n} on the lock at Kallsund", n / 60) for n in range(count)
    ]
    return brief(*reports, story_id="crowded")


def test_a_story_of_usual_size_has_one_page():
    (part,) = parts_of(ENGLISH, crowded(EACH))
    assert part.path == "stories/crowded.html"


def test_every_report_of_a_crowded_story_can_be_opened_to_its_reasons():
    count = 2 * EACH + 5
    made = {r.path: r.body for r in render_site(edition(crowded(count)), SETTINGS).renditions}
    story = html.fromstring(made["stories/crowded.html"])
    links = story.xpath("//td/a[starts-with(@href, 'crowded-reports-')]/@href")
    assert len(links) == 2 * count
    for link in links:
        parts = urlsplit(link)
        page = made[posixpath.join("stories", parts.path)]
        assert f'id="{parts.fragment}"'.encode() in page
    assert sorted(p for p in made if "-reports-" in p) == [
        f"stories/crowded-reports-{n}.html" for n in (1, 2, 3)
    ]


def test_the_pages_of_the_reasons_lead_on_and_back():
    made = {r.path: r.body for r in render_site(edition(crowded(EACH + 1)), SETTINGS).renditions}
    page = html.fromstring(made["stories/crowded-reports-1.html"])
    hrefs = page.xpath("//main//a/@href")
    assert "../stories/crowded.html" in hrefs
    assert "../stories/crowded-reports-2.html" in hrefs
    assert "../stories/crowded-reports-1.html" not in hrefs
