"""Edition -> the static site: what its pages say, in what order, and where they lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import html

from newsloom.model import Decision, Edition
from newsloom.publish.site import render_site
from newsloom.settings import Newsroom, Profile, Publishing, Settings
from tests.publish.editions import (
    AS_OF,
    SETTINGS,
    arabic,
    brief,
    edition,
    full_edition,
    harrow,
    island,
    old,
    report,
    retired,
    retitled,
    schools,
)


def pages_of(made: Edition, settings: Settings = SETTINGS) -> dict[str, str]:
    """Return the text of every file of the site."""
    files = render_site(made, settings).renditions
    return {rendition.path: rendition.body.decode() for rendition in files}


def text_of(page: str, selector: str = "//main") -> str:
    """Return the visible words of a part of a page, white space folded."""
    parts = html.fromstring(page).xpath(selector)
    return " ".join(" ".join(part.text_content() for part in parts).split())


def titles_of(page: str) -> list[str]:
    """Return the headlines of a list in their order."""
    found = html.fromstring(page).xpath("//*[contains(@class, 'title')]//a")
    return [link.text_content().strip() for link in found]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert render_site(full_edition(), SETTINGS) == render_site(full_edition(), SETTINGS)


def test_the_order_of_stories_in_the_edition_does_not_matter() -> None:
    made = full_edition()
    turned = replace(made, briefs=tuple(reversed(made.briefs)))

    assert render_site(turned, SETTINGS) == render_site(made, SETTINGS)


def test_a_site_has_these_files() -> None:
    pages = pages_of(edition(harrow(), island(), redirects=[("merged", "harrow")]))

    assert sorted(pages) == [
        "404.html",
        "about.html",
        "archive.html",
        "archive/2026-10.html",
        "favicon.svg",
        "index.html",
        "stories/harrow.html",
        "stories/island.html",
        "stories/merged.html",
        "style.css",
        "topics.html",
        "topics/languages.html",
        "topics/rules-and-rights.html",
        "topics/work.html",
    ]


def test_files_come_in_order_of_their_paths() -> None:
    paths = [rendition.path for rendition in render_site(full_edition(), SETTINGS).renditions]

    assert paths == sorted(paths)


# --- the front page ------------------------------------------------------------------------------


def test_the_front_page_is_ordered_by_heat() -> None:
    made = edition(arabic(), schools(), island(), harrow())

    assert titles_of(pages_of(made)["index.html"]) == [
        "Harrow Bay stops automated benefit letters after 4,200 go out in error",
        "A small open model learns 40 island languages from church records",
        "Vantmoor teachers agree: a person signs every grade",
        "مجلس المدينة يوقف الرسائل الآلية بعد خطأ في 4200 رسالة (هارو باي)",
    ]


def test_equal_heat_is_ordered_by_peak_then_by_recency() -> None:
    settings = replace(SETTINGS, newsroom=Newsroom(profile=Profile.SEED))
    stories = [
        brief(report("A", f"Story {name}", hours, quality), story_id=name, settings=settings)
        for name, hours, quality in [("weak", 3, 61), ("early", -5, 80), ("late", 1, 80)]
    ]

    page = pages_of(edition(*stories), settings)["index.html"]

    assert titles_of(page) == ["Story late", "Story early", "Story weak"]


def test_the_edition_line_counts_what_was_read() -> None:
    page = pages_of(edition(harrow(), island()))["index.html"]

    assert text_of(page, "//p[@class='edition']") == (
        "Thursday 8 October 2026, updated 14:40 UTC214 articles from 61 sources became 2 stories"
    )


def test_a_story_says_how_many_reports_are_independent() -> None:
    page = pages_of(edition(harrow(), island(), schools()))["index.html"]
    counts = html.fromstring(page).xpath("//a[@class='count']")

    assert [c.text_content().strip() for c in counts] == [
        "12 reports, 4 independent",
        "1 report",
        "2 reports, all independent",
    ]


def test_also_reporting_names_independent_reports_only() -> None:
    also = text_of(pages_of(edition(harrow()))["index.html"], "//section[@class='also']")

    assert "Kestrel Wire" in also
    assert "Eastmere Herald" not in also


def test_excerpt_stands_in_for_missing_key_points() -> None:
    page = pages_of(edition(schools()))["index.html"]

    assert text_of(page, "//p[contains(@class, 'points')]") == (
        "Assistants may suggest a grade from the first draft on; the teacher decides."
    )


def test_stories_beyond_the_sixty_rows_are_in_the_archive() -> None:
    page = pages_of(edition(harrow(), *old(80)))["index.html"]

    assert len(titles_of(page)) == 65
    assert "Older stories: 16 more" in text_of(page)


def test_an_empty_edition_says_so() -> None:
    pages = pages_of(edition())

    assert "Nothing is published yet." in text_of(pages["index.html"])
    assert "Nothing is published yet." in text_of(pages["archive.html"])
    assert "0 stories" in pages["index.html"]


def test_ten_minutes_hold_no_more_than_that() -> None:
    page = pages_of(edition(harrow(), island(), schools(), arabic()))["index.html"]
    minutes = html.fromstring(page).xpath("//ol[@class='ten']/li/span/text()")

    assert [m.split()[0] for m in minutes] == ["5", "2", "1"]


def test_a_topic_every_story_has_gets_no_tab() -> None:
    both = [
        brief(report("A", f"Story {i}", i, topics=("AI", topic)), story_id=f"s{i}")
        for i, topic in enumerate(("Law", "Work"))
    ]
    page = pages_of(edition(*both))["index.html"]

    assert html.fromstring(page).xpath("//nav//bdi/text()") == ["All", "Law", "Work"]


def test_the_tab_of_a_page_is_marked() -> None:
    page = pages_of(full_edition())["topics/schools.html"]

    assert html.fromstring(page).xpath("//a[@aria-current]//text()") == ["Schools"]


# --- why is this here ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["index.html", "stories/harrow.html"])
def test_the_parts_of_the_heat_add_up(path: str) -> None:
    page = html.fromstring(pages_of(edition(harrow()))[path])
    table = page.xpath("//details[@class='why']//table")[0]
    peaks = [float(row.xpath("td")[1].text) for row in table.xpath("tbody/tr")]
    nows = [float(row.xpath("td")[2].text) for row in table.xpath("tbody/tr")]
    total = table.xpath("tfoot/tr/td/text()")

    assert total == ["103.2", "100.9"]
    assert (round(sum(peaks), 1), round(sum(nows), 1)) == (103.2, 100.9)


def test_many_reports_share_one_row_on_the_front_page_and_still_add_up() -> None:
    reports = [report(f"Paper {i}", f"The tide is late {i}", i / 10, 60 + i) for i in range(20)]
    page = html.fromstring(pages_of(edition(brief(*reports)))["index.html"])
    table = page.xpath("//details[@class='why']//table")[0]
    rows = table.xpath("tbody/tr")
    nows = [float(row.xpath("td")[2].text) for row in rows]

    assert len(rows) == 6
    assert rows[-1].xpath("th//bdi/text()") == ["15 further reports"]
    assert f"{sum(nows):.1f}" == table.xpath("tfoot/tr/td/text()")[1]


def test_the_gates_rules_come_in_order_and_the_last_decided() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["index.html"])
    rules = [r.text_content().strip() for r in page.xpath("//ol[@class='rules']/li")]

    assert rules == [
        "Ruling: no editor has ruled to publish or to hold.",
        "Quality of the lead: 84, at least 40 needed.",
        "Independent reports: 4, at least 1 needed.",
        "Heat: 103.2, at least 40 needed. This rule decided: publish.",
    ]
    assert len(page.xpath("//li[@class='decided']")) == 1


def test_grouping_names_links_then_copies() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["stories/harrow.html"])
    told = [s.text_content().strip() for s in page.xpath("//details[@class='why']//ul/li")]

    assert told == [
        "Kestrel Wire joined with 95 of 100: it names Orla Venn and Harrow Bay too, and came 53 "
        "minutes later.",
        "Delta Civic joined with 90 of 100: it names Orla Venn and Harrow Bay too, and came 53 "
        "minutes later.",
        "Quay Radio joined with 88 of 100: it names Orla Venn and Harrow Bay too, and came 53 "
        "minutes later.",
        "8 articles are copies (1 of them in part) of Kestrel Wire’s text: at least 71 of 100 "
        "parts are the same.",
    ]


def test_a_cold_story_shows_its_peak() -> None:
    pages = pages_of(edition(harrow(), *old(1)))

    assert "Peak heat 60" in text_of(pages["stories/old0000.html"])
    assert "It has gone cold." in text_of(pages["stories/old0000.html"])
    assert "Peak heat 60" in text_of(pages["archive/2026-09.html"])


def test_the_seed_profile_explains_heat_that_does_not_cool() -> None:
    settings = replace(SETTINGS, newsroom=Newsroom(profile=Profile.SEED))
    reports = [report("A", "One event", 0, 74), report("B", "One event again", 1, 60)]
    pages = pages_of(edition(brief(*reports, story_id="seed", settings=settings)), settings)

    assert "How the heat of 84.0 is made up" in text_of(pages["stories/seed.html"])
    assert "It does not cool." in text_of(pages["stories/seed.html"])
    assert "10 points for each related report" in text_of(pages["about.html"])


# --- the page of a story -------------------------------------------------------------------------


def test_coverage_lists_originals_first_then_copies_by_angle() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["stories/harrow.html"])
    kinds = page.xpath("//section[@id='coverage']//td[@data-of='Kind']/text()")

    assert kinds[:3] == ["original, lead", "original", "copy"]
    assert sorted(kinds[2:10]) == ["copy"] * 7 + ["partial copy"]
    assert kinds[10:] == ["original", "original"]


def test_the_timeline_says_when_the_story_was_busiest() -> None:
    reports = [report(f"Paper {n}", f"Paper {n} on the lock", n / 10) for n in range(4)]
    busy = brief(*reports, report("Late Paper", "The lock, in the end", 5), story_id="busy")
    page = html.fromstring(pages_of(edition(busy))["stories/busy.html"])
    (told,) = page.xpath("//h2[@id='tl']/following-sibling::p")

    assert told.text_content().replace("\N{NO-BREAK SPACE}", " ") == (
        "First reported by Paper 0, 09:12 UTC. Busiest from 09:12 UTC to 09:30 UTC, with "
        "4 independent reports. Last reported by Late Paper, 14:12 UTC."
    )


def test_copies_of_one_text_are_one_step_of_the_timeline() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["stories/harrow.html"])
    steps = page.xpath("//ol[@class='timeline']/li")

    assert len(steps) == 5
    assert steps[2].text_content() == (
        "10:18\N{NO-BREAK SPACE}UTC8 providers carry the Kestrel Wire text"
        "copies, the last at 12:06\N{NO-BREAK SPACE}UTC"
    )


def test_the_copy_tree_hangs_copies_under_their_original() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["stories/harrow.html"])

    assert page.xpath("//ul[@class='tree']/li/a//text()") == ["Kestrel Wire"]
    assert len(page.xpath("//ul[@class='tree']/li/ul/li")) == 8


def test_a_copy_without_its_original_says_so() -> None:
    elsewhere = report("Kestrel Wire", "The wire text")
    copy = report("Quay Radio", "A copy", 1, copy_of=elsewhere)
    alone = brief(copy, story_id="alone", decision=Decision.PUBLISH)
    words = text_of(pages_of(edition(alone))["stories/alone.html"])

    assert "1 report, a copy" in words
    assert "A text from outside this story, carried by 1 provider" in words


def test_every_quality_and_every_link_can_be_opened() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["stories/harrow.html"])
    ids = set(page.xpath("//@id"))
    asked = page.xpath("//section[@id='coverage']//td[@data-of]/a/@href")

    assert len(asked) == 24
    assert {link.removeprefix("#") for link in asked} <= ids
    for table in page.xpath("//section[starts-with(@id, 'q-')]//table"):
        rows = [
            float(cell.replace("\N{MINUS SIGN}", "-")) for cell in table.xpath("tbody//td/text()")
        ]
        whole = float(table.xpath("tfoot//td/text()")[0])
        assert abs(sum(rows) - whole) <= 0.5


def test_evidence_shows_feature_value_and_pull() -> None:
    page = html.fromstring(pages_of(edition(schools()))["stories/schools.html"])
    rows = page.xpath("//section[starts-with(@id, 'e-')]//tbody/tr")
    told = [[" ".join(c.text_content().split()) for c in row.xpath("th|td")] for row in rows]

    assert told[1] == [
        "Shared numbers and dates",
        "Both give 4200 and 10-19.",
        "0.83",
        "strongly for (+2.71)",
    ]


def test_the_lead_says_why_it_leads() -> None:
    words = text_of(pages_of(edition(harrow()))["stories/harrow.html"], "//section[@id='lead']")

    assert "It leads by 8.5 points." in words
    assert words.endswith("Points of the lead98.5")


def test_topics_show_the_phrase_that_matched() -> None:
    words = text_of(pages_of(edition(harrow()))["stories/harrow.html"], "//aside")

    assert "Rules and rights“rules”" in words


def test_a_changed_text_says_which_version_it_is() -> None:
    words = text_of(pages_of(edition(harrow()))["stories/harrow.html"], "//p[@class='note']")

    assert words == "The text has changed once since it was first seen; this is version 2."


def test_an_editors_headline_stands_above_the_reports_own() -> None:
    page = pages_of(edition(retitled()))["stories/retitled.html"]

    assert text_of(page, "//h1") == "Grid asks for notice"
    assert "The report’s own: SHOCK as grid DEMANDS notice" in text_of(page)


def test_a_report_without_a_date_says_when_it_was_first_seen() -> None:
    page = pages_of(edition(retitled()))["stories/retitled.html"]

    assert "first seen 08:12 UTC" in text_of(page)


def test_pictures_are_linked_and_never_shown() -> None:
    page = html.fromstring(pages_of(edition(harrow()))["stories/harrow.html"])

    assert page.xpath("//img") == []
    assert (
        page.xpath("//a[text()='Picture at the provider']/@href")
        == ["https://pictures.example/hall.jpg"] * 2
    )


def test_an_unlisted_article_gets_no_link() -> None:
    lead = report("Quay Radio", "A video", url="https://quay.example.unlisted.invalid/ab")
    page = pages_of(edition(brief(lead, story_id="video")))["stories/video.html"]

    assert "unlisted.invalid" not in page
    assert "Read at" not in page


def test_another_language_is_named_in_the_markup() -> None:
    page = html.fromstring(pages_of(edition(arabic()))["stories/arabic.html"])

    assert page.xpath("//h1/@lang") == ["ar"]
    assert page.xpath("//h1/@dir") == ["auto"]


# --- stories that have gone ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone", "target"),
    [
        pytest.param("merged2", "../stories/harrow.html", id="merged"),
        pytest.param("merged1", "../stories/harrow.html", id="merged twice"),
        pytest.param("retired", "../stories/harrow.html", id="retired, its report is elsewhere"),
        pytest.param("lost", "../index.html", id="into a story that is not published"),
        pytest.param("a", "../index.html", id="a ring of merges"),
    ],
)
def test_a_story_that_has_gone_sends_readers_on(gone: str, target: str) -> None:
    page = html.fromstring(pages_of(full_edition())[f"stories/{gone}.html"])
    public = target.replace("..", "https://loom.example/news", 1)

    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
    assert page.xpath("//link[@rel='canonical']/@href") == [public]
    assert page.xpath("//main//a/@href") == [target]


def test_a_retired_story_is_on_no_list() -> None:
    pages = pages_of(edition(harrow(), retired()))
    lists = [body for path, body in pages.items() if not path.startswith("stories/")]

    assert all("stories/retired.html" not in body for body in lists)


# --- lists ---------------------------------------------------------------------------------------


def test_a_long_list_goes_on_under_its_own_name() -> None:
    pages = pages_of(edition(*old(300)))
    first = html.fromstring(pages["topics/work.html"])

    assert len(titles_of(pages["topics/work.html"])) == 43
    assert first.xpath("//nav[@class='pager']") == []
    stories = [brief(report("A", f"Rain {i}", -i / 60), story_id=f"r{i}") for i in range(130)]
    pages = pages_of(edition(*stories))
    second = html.fromstring(pages["archive/2026-10/2.html"])
    assert second.xpath("//nav[@class='pager']/a/@href") == [
        "../../archive/2026-10.html",
        "../../archive/2026-10/3.html",
    ]
    assert len(titles_of(pages["archive/2026-10/3.html"])) == 10


def test_a_month_of_the_archive_is_grouped_by_day() -> None:
    page = html.fromstring(pages_of(edition(harrow(), arabic()))["archive/2026-10.html"])

    assert page.xpath("//h2//text()") == ["Thursday 8 October 2026", "Wednesday 7 October 2026"]


# --- times ---------------------------------------------------------------------------------------


def test_no_kept_page_depends_on_the_clock() -> None:
    pages = pages_of(full_edition())

    for body in pages.values():
        assert re.search(r"\b(ago|yesterday|just now)\b", body) is None


def test_every_time_on_a_page_is_a_time_element_with_its_zone() -> None:
    page = html.fromstring(pages_of(full_edition())["index.html"])

    for stamp in page.xpath("//main//time/@datetime"):
        assert datetime.fromisoformat(stamp).utcoffset() is not None
    assert page.xpath("//header//time/@datetime") == [f"{AS_OF:%Y-%m-%dT%H:%M:%SZ}"]


def test_feeds_are_linked_when_they_are_published() -> None:
    feed = "//link[@rel='alternate']/@href"
    without = replace(SETTINGS, publishing=Publishing(targets=("site",)))
    pages = pages_of(edition(harrow()))
    story = next(path for path in pages if path.startswith("stories/"))
    quiet = html.fromstring(pages_of(edition(harrow()), without)["index.html"])

    assert html.fromstring(pages["index.html"]).xpath(feed) == ["atom.xml"]
    assert html.fromstring(pages[story]).xpath(feed) == ["../atom.xml"]
    assert quiet.xpath(feed) == []
