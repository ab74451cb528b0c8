"""What an editor ticks: the reports of a story, page by page, and the tree of topics."""

from __future__ import annotations

from dataclasses import replace

from newsloom.model import Topic
from newsloom.publish.tongue import ENGLISH
from newsloom.web.desk.dossier import ROWS, TopicRow, row_page, topic_tree, with_ancestors
from tests.publish.editions import harrow

TOPICS = (
    Topic("t1", "Transport", "transport"),
    Topic("t2", "Health", "health"),
    Topic("t3", "Ferries", "ferries", parent="t1"),
    Topic("t4", "Island lines", "island-lines", parent="t3"),
    Topic("t5", "Rail", "rail", parent="t1"),
)


def test_each_topic_stands_before_those_below_it() -> None:
    assert topic_tree(TOPICS, ("Rail", "Transport")) == (
        TopicRow("Transport", 0, True),
        TopicRow("Ferries", 1, False),
        TopicRow("Island lines", 2, False),
        TopicRow("Rail", 1, True),
        TopicRow("Health", 0, False),
    )


def test_a_topic_the_taxonomy_has_lost_stays_ticked() -> None:
    assert topic_tree(TOPICS[:1], ("Canals",))[-1] == TopicRow("Canals", 0, True)


def test_a_topic_brings_those_above_it() -> None:
    chosen = with_ancestors(TOPICS, ("Health", "Island lines"))
    assert chosen == ("Island lines", "Ferries", "Transport", "Health")


def test_topics_come_once() -> None:
    chosen = with_ancestors(TOPICS, ("Transport", "Ferries", "Rail"))
    assert sorted(chosen) == ["Ferries", "Rail", "Transport"]
    assert chosen.index("Ferries") < chosen.index("Transport")


def test_no_topic_is_no_topic() -> None:
    assert with_ancestors(TOPICS, ()) == ()


def test_the_reports_of_a_large_story_have_pages() -> None:
    one = harrow()
    reports = one.dossier.reports * ROWS
    brief = replace(one, dossier=replace(one.dossier, reports=reports))
    total, pages = len(reports), len(one.dossier.reports)
    assert pages > 1
    first, last = row_page(ENGLISH, brief, 1), row_page(ENGLISH, brief, 9_999)
    assert (first.first, first.last, first.total, first.pages) == (1, ROWS, total, pages)
    assert (last.first, last.last, last.page) == (total - ROWS + 1, total, pages)
    assert row_page(ENGLISH, brief, 0) == first
