"""Brief -> Summary: what lists show, and nothing that they do not."""

from __future__ import annotations

from newsloom.curve import heat_at
from newsloom.publish.edition import display_title, independent_count, published_briefs
from newsloom.publish.shelf import card_from, card_of, shelve
from newsloom.publish.summary import ALSO_MOST, summarise
from newsloom.publish.words import Moment
from tests.publish.editions import AS_OF, SETTINGS, full_edition, harrow


def test_a_summary_counts_what_the_story_has() -> None:
    brief = harrow()
    made = summarise(brief)

    assert made.title == display_title(brief)
    assert made.reports == len(brief.dossier.reports)
    assert made.independent == independent_count(brief)
    assert made.others == made.independent - 1
    assert len(made.also) == min(made.others, ALSO_MOST)
    assert len(made.domains) == len(made.provider_names) == len(set(made.domains))
    assert made.peak == brief.heat.peak


def test_a_summary_cools_as_its_story_does() -> None:
    for brief in published_briefs(full_edition()):
        assert heat_at(summarise(brief), AS_OF) == heat_at(brief.heat, AS_OF)


def test_a_card_of_a_summary_is_that_of_the_story() -> None:
    shelf = shelve(full_edition(), SETTINGS, Moment(AS_OF))
    for brief in shelf.briefs:
        assert card_from(shelf.masthead, summarise(brief)) == card_of(shelf, brief)
