"""What every target prints of a story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsloom.model import DateOrigin, Decision
from newsloom.publish.edition import (
    briefs_by_topic,
    display_title,
    independent_count,
    lead_report,
    newest_at,
    newest_first,
    post_heat,
    post_name,
    public_url,
    published_briefs,
    related_reports,
    story_path,
    story_topics,
    topic_slugs,
)
from newsloom.text.unlisted import unlisted_url
from tests.publish.briefs import COASTER, NOON, TIDES, brief, edition, report, titled

FERRY = report("ferry", topics=("Ferries", "Transport"))


@pytest.mark.parametrize(
    ("name", "title", "given", "expected"),
    [
        ("new", "Ferry to Skarn: 9 years!", "", "2026-03-04-ferry-to-skarn-9-years.md"),
        ("accents", "Fähre — «zurück»", "", "2026-03-04-fahre-zuruck.md"),
        ("kept though the lead changed", "Another title", "2026-03-01-old.md", "2026-03-01-old.md"),
    ],
)
def test_post_name(name: str, title: str, given: str, expected: str) -> None:
    assert expected == post_name(brief(report("x", title), post_name=given)), name


def test_story_path_is_made_from_the_id_only() -> None:
    assert story_path(brief(FERRY, story_id="abc")) == "stories/abc.html"


def test_related_are_best_first_then_earliest_then_by_url_and_copies_come_last() -> None:
    best = report("best", quality=80, provider=COASTER)
    copy = report("copy", quality=95, provider=TIDES, copy_of=FERRY)
    late, early = report("late", quality=60, hours=3), report("early", quality=60, hours=1)
    twin = report("a-twin", quality=60, hours=3)
    story = brief(FERRY, copy, late, early, twin, best)
    assert related_reports(story) == (best, early, twin, late, copy)
    assert related_reports(story, copies_last=False) == (copy, best, early, twin, late)


def test_copies_are_not_counted_as_independent() -> None:
    assert independent_count(brief(FERRY, report("c", copy_of=FERRY), report("o"))) == 2


def test_a_lead_outside_the_story_is_a_bug_of_the_caller() -> None:
    story = brief(FERRY)
    other = brief(report("other"))
    with pytest.raises(ValueError, match="is no report of story"):
        lead_report(replace(story, lead=other.lead))


@pytest.mark.parametrize(
    ("name", "rulings", "expected"),
    [
        ("none", (), "Ferry line to Skarn reopens"),
        ("one", (titled("x", "Skarn is back"),), "Skarn is back"),
        ("the latest", (titled("x", "New", 2), titled("x", "Old", 1)), "New"),
        ("undone", (titled("x", "Old", 1), titled("x", "New", 2, NOON)), "Old"),
        ("blank", (titled("x", "  "),), "Ferry line to Skarn reopens"),
    ],
)
def test_display_title(name: str, rulings: tuple, expected: str) -> None:  # type: ignore[type-arg]
    assert expected == display_title(brief(FERRY, rulings=rulings)), name


def test_topics_are_the_leads_then_those_half_of_the_originals_share() -> None:
    story = brief(
        FERRY,
        report("a", topics=("Ports", "Tax")),
        report("b", topics=("Ports",)),
        report("c", topics=("Art",), copy_of=FERRY),
    )
    assert story_topics(story) == ("Ferries", "Transport", "Ports")


def test_an_untagged_lead_takes_the_topics_of_its_story() -> None:
    assert story_topics(brief(report("x"), report("a", topics=("Ports",)))) == ("Ports",)


@pytest.mark.parametrize(
    ("peak", "decision", "expected"),
    [
        (104.0, Decision.PUBLISH, 104),
        (84.5, Decision.PUBLISH, 85),
        (85.5, Decision.PUBLISH, 86),
        (84.49, Decision.PUBLISH, 84),
        (129.0, Decision.RETIRE, -1),
    ],
)
def test_post_heat_rounds_halves_up(peak: float, decision: Decision, expected: int) -> None:
    assert expected == post_heat(brief(FERRY, peak=peak, decision=decision))


def test_newest_time_ignores_reports_without_a_date() -> None:
    undated = report("u", hours=50, date_origin=DateOrigin.FIRST_SEEN)
    assert newest_at(brief(FERRY, undated)) == NOON
    assert newest_at(brief(undated)) == undated.article.published_at


def test_newest_first_is_settled_by_id_when_times_are_equal() -> None:
    a, b = brief(FERRY, story_id="a"), brief(report("g"), story_id="b")
    late = brief(report("h", hours=1), story_id="z")
    assert newest_first([b, a, late]) == (late, a, b)


def test_retired_stories_are_not_shown() -> None:
    shown, retired = brief(FERRY), brief(report("r"), decision=Decision.RETIRE)
    assert published_briefs(edition(shown, retired)) == (shown,)


def test_an_address_that_was_never_public_is_no_link() -> None:
    hidden = report("v", web_url=unlisted_url("harrow.example", "A video", NOON))
    assert public_url(hidden.article) == ""
    assert public_url(FERRY.article) == "https://harrow.example/ferry"


def test_topic_slugs_differ_though_names_are_alike() -> None:
    slugs = topic_slugs(["C++", "C#", "Ports", "C#"])
    assert list(slugs) == ["C#", "C++", "Ports"]
    assert (slugs["C#"], slugs["Ports"]) == ("c", "ports")
    assert slugs["C++"].startswith("c-")


def test_stories_by_topic_keep_their_order() -> None:
    one, two = brief(FERRY), brief(report("p", topics=("Ferries", "Art")))
    found = briefs_by_topic([two, one])
    assert found == {"Art": (two,), "Ferries": (two, one), "Transport": (one,)}
    assert list(found) == ["Art", "Ferries", "Transport"]
