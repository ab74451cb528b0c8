"""Coverage by angle on the page of a story."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from newsloom.model import Angle, AngleGroup, Brief
from newsloom.publish.angles import READERS, by_angle
from newsloom.publish.coverage import entries_of
from newsloom.publish.site import render_site
from newsloom.publish.tongue import ENGLISH
from tests.publish.editions import HOSTILE, SETTINGS, brief, edition, harrow, report


def titles(one: Brief) -> list[tuple[str, str, int]]:
    """Return title, count and number of rows of each group."""
    groups = by_angle(ENGLISH, one, entries_of(ENGLISH, one))
    return [(group.title, group.count, len(group.rows)) for group in groups]


def grouped(one: Brief, *groups: tuple[Angle, str, tuple[int, ...]]) -> Brief:
    """Return a story with groups of its reports, given by place."""
    ids = [r.article.article_id for r in one.dossier.reports]
    made = tuple(
        AngleGroup(angle, name, tuple(ids[place] for place in places), "")
        for angle, name, places in groups
    )
    return replace(one, angles=replace(one.angles, groups=made))


def five() -> Brief:
    return brief(*(report(f"Paper {n}", f"Tide {n}", n) for n in range(5)), story_id="five")


def test_every_angle_has_a_name_for_readers() -> None:
    assert set(READERS) == set(Angle)


def test_a_story_in_angles_counts_copies_with_their_originals() -> None:
    assert titles(harrow()) == [
        ("Reports", "10 reports, 2 independent", 10),
        ("Reaction", "1 report", 1),
        ("Explainers", "1 report", 1),
    ]


def test_a_story_without_groups_is_one_without_a_title() -> None:
    assert titles(brief(report("A", "Rain"), report("B", "Rain", 1))) == [
        ("", "2 reports, all independent", 2)
    ]


def test_named_groups_and_what_is_left() -> None:
    one = grouped(
        five(),
        (Angle.REPORT, "", (0,)),
        (Angle.REACTION, "unions and schools", (1, 2)),
        (Angle.REACTION, "", (3, 4)),
    )
    assert [title for title, _, _ in titles(one)] == [
        "Reports",
        "Reaction: unions and schools",
        "Reaction: others",
    ]


def test_a_report_that_came_after_the_groups_is_shown_last() -> None:
    one = grouped(five(), (Angle.REPORT, "", (0, 1, 2)), (Angle.OPINION, "", (3,)))
    assert titles(one)[-1] == ("Not told apart yet", "1 report", 1)


def page_of(one: Brief) -> html.HtmlElement:
    """Return the page of a story."""
    files = render_site(edition(one), SETTINGS).renditions
    path = f"stories/{one.dossier.story.story_id}.html"
    return html.fromstring(next(r.body.decode() for r in files if r.path == path))


def test_the_page_has_a_row_group_for_each_angle_and_every_report_once() -> None:
    page = page_of(harrow())
    heads = page.xpath("//th[@scope='rowgroup']/bdi/text()")
    assert heads == ["Reports", "Reaction", "Explainers"]
    rows = page.xpath("//section[@id='coverage']//tbody/tr[td]")
    assert len(rows) == len(harrow().dossier.reports)
    assert page.xpath("//h3[text()='What it is to the story: reaction']")


def test_the_timeline_says_what_a_report_is_to_the_story() -> None:
    notes = page_of(harrow()).xpath("//ol[@class='timeline']/li[not(@class)]/span")
    told = [note.text_content().partition(", ")[2] for note in notes]
    assert told == ["first report, the lead", "independent report", "explainer", "reaction"]


def test_links_of_a_grouped_table_lead_to_the_right_reasons() -> None:
    page = page_of(grouped(five(), (Angle.OPINION, "", (0,)), (Angle.REPORT, "", (1, 2, 3, 4))))
    for row in page.xpath("//section[@id='coverage']//tbody/tr[td]"):
        provider = row.xpath("th/bdi/text()")[0]
        target = row.xpath("td/a[contains(@href, '#q-')]/@href")[0].lstrip("#")
        summary = page.xpath(f"//section[@id='{target}']/ancestor::details/summary")[0]
        assert summary.text_content().startswith(f"{provider}:")


def test_a_small_story_says_the_angle_beside_the_kind() -> None:
    first = report("A", "Rain floods the quay")
    other = report("B", "Opinion: let the quay flood", 2)
    kinds = page_of(brief(first, other)).xpath("//td[@data-of='Kind']/text()")
    assert kinds == ["original, lead", "original, opinion"]


def test_the_name_of_a_group_stays_text() -> None:
    one = grouped(five(), (Angle.REACTION, HOSTILE, (0, 1)), (Angle.REPORT, "", (2, 3, 4)))
    (head, _) = page_of(one).xpath("//th[@scope='rowgroup']/bdi")
    assert "<script>alert(1)</script>" in head.text_content()
