"""The worst errors: which come first, and what is shown of them."""

from dataclasses import replace

import pytest

from newsloom.edges.embed import WordsOnly
from newsloom.settings import Matching
from newsloom.trial.faults import worst_faults
from newsloom.trial.labelled import read_labelled
from newsloom.trial.trial import run_trial
from tests.trial.files import ROWS, jsonl


@pytest.fixture(scope="module")
def tried():
    """Two articles each about the lock and the pears, rightly together; their labels do vary."""
    rows = read_labelled(jsonl(ROWS).split(b"\n"), "x")
    return rows, run_trial([row.article for row in rows], Matching(), WordsOnly())


def relabelled(tried, *stories):
    rows, trial = tried
    named = [replace(row, story=story) for row, story in zip(rows, stories, strict=True)]
    return worst_faults(named, trial, Matching(), 10)


def test_right_stories_have_no_faults(tried):
    faults = relabelled(tried, "a", "a", "b", "b", "c")
    assert (faults.merges, faults.splits) == ((), ())


def test_a_merge_shows_the_link_that_was_made(tried):
    (merge,) = relabelled(tried, "a", "z", "b", "b", "c").merges
    assert (merge.labels, merge.articles, merge.damage) == (("a", "z"), (1, 1), 1)
    assert {merge.link.one.key, merge.link.two.key} == {"1", "2"}
    assert merge.link.was_made
    assert merge.link.probability >= Matching().join_probability
    assert merge.link.sentence
    assert merge.link.features


def test_a_split_shows_the_best_link_that_was_refused(tried):
    (split,) = relabelled(tried, "a", "a", "a", "a", "a").splits
    assert (split.label, split.pieces, split.damage) == ("a", (2, 2, 1), 8)
    assert not split.link.was_made
    assert split.link.probability < Matching().join_probability
    assert {split.link.one.story, split.link.two.story} == {"a"}


def test_the_worst_come_first_and_no_more_than_asked_for(tried):
    rows, trial = tried
    named = [replace(row, story=s) for row, s in zip(rows, "aabba", strict=True)]
    shuffled = replace(
        trial,
        coverages={
            row.article.article_id: replace(trial.coverages[row.article.article_id], story_id=story)
            for row, story in zip(rows, "xyxxx", strict=True)
        },
    )
    faults = worst_faults(named, shuffled, Matching(), 10)
    assert [(m.labels, m.damage) for m in faults.merges] == [(("a", "b"), 4)]
    assert [(s.label, s.pieces, s.damage) for s in faults.splits] == [("a", (2, 1), 2)]
    assert worst_faults(named, shuffled, Matching(), 0).merges == ()
